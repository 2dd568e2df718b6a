//! A JSON document: one report, a list of reports, a JSON Feed, or ninjs.

use crate::error::{Place, Reason};
use crate::unread::{Entry, Reports, Unread};
use crate::{dates, encoding, finish, html, jsonl, language};
use annalist_core::Report;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The reports of a document.
///
/// # Errors
/// When it is broken, or of another kind.
pub(crate) fn reports(bytes: Vec<u8>, entry: Entry) -> Result<Reports, Reason> {
    let text = encoding::decode(&bytes, None)?.text;
    let text = text.trim_start_matches('\u{FEFF}').trim();
    if text.starts_with('[') {
        let items: Vec<&RawValue> = serde_json::from_str(text).map_err(broken)?;
        return listed(&items, &entry, jsonl::parse);
    }
    if !text.starts_with('{') {
        return Err(Reason::Document("neither an object nor a list".into()));
    }
    // Objects with one name twice are read as others read them: the last counts.
    let fields: BTreeMap<String, &RawValue> = serde_json::from_str(text).map_err(broken)?;
    let Some(items) = fields.get("items").filter(|_| is_feed(&fields)) else {
        let (text, inner) = (text.to_owned(), entry.clone());
        let parse = move || jsonl::parse(text.as_bytes(), &inner);
        return Ok(Box::new(std::iter::once(entry.unread(None, parse))));
    };
    let items: Vec<&RawValue> = serde_json::from_str(items.get()).map_err(broken)?;
    let string = |name: &str| fields.get(name).and_then(|v| serde_json::from_str::<String>(v.get()).ok());
    let channel = Arc::new((string("title"), string("language")));
    listed(&items, &entry, move |item, entry| {
        let object: Map<String, Value> = serde_json::from_slice(item).map_err(broken)?;
        Ok(finish::finish(feed_item(&object, &channel)?, None, &entry.options))
    })
}

fn is_feed(fields: &BTreeMap<String, &RawValue>) -> bool {
    fields.get("version").is_some_and(|v| v.get().contains("jsonfeed.org/"))
}

fn broken(error: serde_json::Error) -> Reason {
    let (line, column) = (error.line(), error.column());
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or("").to_owned();
    Reason::Document(format!("broken JSON at line {line}, column {column} ({message})"))
}

fn listed(
    items: &[&RawValue],
    entry: &Entry,
    parse: impl Fn(&[u8], &Entry) -> Result<Report, Reason> + Clone + Send + 'static,
) -> Result<Reports, Reason> {
    if items.is_empty() {
        return Err(Reason::Empty);
    }
    let unread = |(at, item): (usize, &&RawValue)| -> Unread {
        let (text, inner, parse) = (item.get().to_owned(), entry.clone(), parse.clone());
        entry.unread(Some(Place::Item(at as u64 + 1)), move || parse(text.as_bytes(), &inner))
    };
    let all: Vec<Unread> = items.iter().enumerate().map(unread).collect();
    Ok(Box::new(all.into_iter()))
}

/// Reads an item of a JSON Feed (versions 1 and 1.1) whose title and language are `channel`.
fn feed_item(
    item: &Map<String, Value>,
    channel: &(Option<String>, Option<String>),
) -> Result<Report, Reason> {
    let string = |name: &str| item.get(name).and_then(Value::as_str).map(str::trim).filter(|s| !s.is_empty());
    let name = |author: &Value| author.get("name").and_then(Value::as_str).map(str::to_owned);
    let authors = match item.get("authors") {
        Some(Value::Array(authors)) => authors.iter().take(20).filter_map(name).collect::<Vec<_>>(),
        _ => item.get("author").and_then(name).into_iter().collect(),
    };
    let id = match item.get("id") {
        Some(Value::String(id)) => id.clone(),
        Some(Value::Number(id)) => id.to_string(),
        _ => String::new(),
    };
    let mut report = Report {
        id,
        url: string("url").or(string("external_url")).map(str::to_owned),
        headline: string("title").and_then(html::inline),
        byline: (!authors.is_empty()).then(|| authors.join(", ")),
        publisher: channel.0.clone(),
        published: string("date_published").and_then(dates::parse),
        updated: string("date_modified").and_then(dates::parse),
        language: string("language").or(channel.1.as_deref()).and_then(language::normalize),
        ..Report::default()
    };
    let full =
        string("content_html").map(html::fragment).or_else(|| string("content_text").map(str::to_owned));
    report.text = match full.filter(|t| !t.trim().is_empty()) {
        Some(text) => {
            report.deck = string("summary").map(str::to_owned);
            text
        }
        None => {
            report.notes.push("feed: it gives no full text, only a summary".to_owned());
            let summary = string("summary").map(str::to_owned);
            summary.or_else(|| report.headline.take()).ok_or(Reason::NoBody)?
        }
    };
    Ok(report)
}

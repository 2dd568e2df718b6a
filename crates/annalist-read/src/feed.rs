//! RSS (0.9 to 2.0) and Atom: each item is a report, with as much of its text as the feed gives.

use crate::error::{Place, Reason};
use crate::unread::{Entry, Reports};
use crate::xml::{Element, Elements};
use crate::{dates, encoding, finish, html, language};
use annalist_core::Report;
use std::sync::Arc;

const ITEMS: [&str; 2] = ["item", "entry"];

/// What a feed says of itself.
#[derive(Debug, Default)]
struct Channel {
    title: Option<String>,
    language: Option<String>,
}

/// The reports of a feed.
///
/// # Errors
/// When it cannot be decoded or has no item.
pub(crate) fn reports(bytes: Vec<u8>, entry: Entry) -> Result<Reports, Reason> {
    let text = encoding::decode(&bytes, encoding::declared_in_markup(&bytes))?.text;
    let channel = Arc::new(channel(&text));
    let mut items = Elements::new(text, &ITEMS).enumerate().peekable();
    if items.peek().is_none() {
        return Err(Reason::Xml { expected: "a feed with items", found: "none".into() });
    }
    Ok(Box::new(items.map(move |(at, item)| {
        let (place, channel, options) =
            (Some(Place::Item(at as u64 + 1)), channel.clone(), entry.options.clone());
        match item {
            Ok(item) => {
                entry.unread(place, move || Ok(finish::finish(report(&item, &channel)?, None, &options)))
            }
            Err(reason) => entry.failed(place, reason),
        }
    })))
}

/// What stands before the first item.
fn channel(text: &str) -> Channel {
    let end = ["<item>", "<item ", "<entry>", "<entry "].iter().filter_map(|tag| text.find(tag)).min();
    let head = &text[..end.unwrap_or(text.len())];
    let mut channel = Channel::default();
    for element in Elements::new(head.to_owned(), &["title", "language"]).take(20).flatten() {
        match element.name.as_str() {
            "title" if channel.title.is_none() => channel.title = element.text(),
            "language" if channel.language.is_none() => channel.language = element.text(),
            _ => {}
        }
    }
    if channel.language.is_none() {
        let label =
            head.split_once("xml:lang=").and_then(|(_, rest)| rest.get(1..)?.split(['"', '\'']).next());
        channel.language = label.map(str::to_owned);
    }
    channel
}

fn report(item: &Element, channel: &Channel) -> Result<Report, Reason> {
    let time = |names: &[&str]| names.iter().find_map(|n| dates::parse(&item.text_at(n)?));
    let link = || {
        let alternate = |e: &&Element| e.attribute("rel").is_none_or(|rel| rel == "alternate");
        let atom = item.all("link").filter(alternate).find_map(|e| e.attribute("href").map(str::to_owned));
        atom.or_else(|| item.text_at("link"))
    };
    let authors: Vec<String> = item
        .elements()
        .filter(|e| matches!(e.name.as_str(), "author" | "creator"))
        .filter_map(|e| e.text_at("name").or_else(|| e.text()))
        .collect();
    let mut report = Report {
        id: item.text_at("guid").or_else(|| item.text_at("id")).unwrap_or_default(),
        headline: item.text_at("title").and_then(|t| html::inline(&t)),
        url: link().filter(|l| l.starts_with("http")),
        publisher: item.text_at("source/title").or_else(|| item.text_at("source")).or(channel.title.clone()),
        byline: (!authors.is_empty()).then(|| authors.join(", ")),
        published: time(&["pubDate", "published", "issued", "date", "created"]),
        updated: time(&["updated", "modified"]),
        language: channel.language.as_deref().and_then(language::normalize),
        ..Report::default()
    };
    if report.published.is_none() {
        report.published = report.updated.take();
    } else if report.updated == report.published {
        report.updated = None;
    }
    let body = |names: &[&str]| names.iter().find_map(|n| content(item.at(n)?));
    match body(&["encoded", "content"]) {
        Some(text) => {
            report.deck =
                body(&["description", "summary"]).filter(|d| d.len() < 400 && !text.starts_with(d.as_str()));
            report.text = text;
        }
        None => {
            report.text = body(&["description", "summary"]).unwrap_or_default();
            report.notes.push("feed: it gives no full text, only a summary".to_owned());
        }
    }
    if report.text.is_empty() {
        // A headline alone is a short report.
        report.text = report.headline.take().ok_or(Reason::NoBody)?;
    }
    Ok(report)
}

/// The text of an element that holds plain text, escaped markup, or elements.
fn content(element: &Element) -> Option<String> {
    let text = if element.elements().next().is_some() {
        element.paragraphs().join("\n\n")
    } else {
        html::fragment(&element.raw_text())
    };
    (!text.trim().is_empty()).then_some(text)
}

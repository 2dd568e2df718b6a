//! NewsML-G2: news items alone, and in messages and packages. Items that are pictures or are withdrawn are passed over.

use crate::error::{Place, Reason};
use crate::unread::{Entry, Reports};
use crate::xml::{Element, Elements};
use crate::{dates, encoding, finish, language, nitf};
use annalist_core::Report;
use annalist_core::report::Dateline;

/// The reports of a document.
///
/// # Errors
/// When it cannot be decoded or has no news item.
pub(crate) fn reports(bytes: Vec<u8>, entry: Entry) -> Result<Reports, Reason> {
    let text = encoding::decode(&bytes, encoding::declared_in_markup(&bytes))?.text;
    let mut items = Elements::new(text, &["newsItem"]).enumerate().peekable();
    if items.peek().is_none() {
        return Err(Reason::Xml { expected: "a news item", found: "none".into() });
    }
    Ok(Box::new(items.filter_map(move |(at, item)| {
        let (place, options) = (Some(Place::Item(at as u64 + 1)), entry.options.clone());
        let stem = entry.stem().filter(|_| at == 0);
        match item {
            Ok(item) => match passed_over(&item) {
                Some(what) => {
                    entry.passed.add(what);
                    None
                }
                None => {
                    let parse = move || Ok(finish::finish(report(&item)?, stem.as_deref(), &options));
                    Some(entry.unread(place, parse))
                }
            },
            Err(reason) => Some(entry.failed(place, reason)),
        }
    })))
}

/// Why an item is no report.
fn passed_over(item: &Element) -> Option<&'static str> {
    let code = |path: &str| item.at(path).and_then(|e| e.attribute("qcode")).unwrap_or("");
    let class = code("itemMeta/itemClass");
    if code("itemMeta/pubStatus").ends_with(":canceled") || code("itemMeta/pubStatus").ends_with(":withheld")
    {
        Some("items that were withdrawn")
    } else if !class.is_empty() && !class.ends_with(":text") && !class.ends_with(":composite") {
        Some("pictures, sound and data")
    } else {
        None
    }
}

fn report(item: &Element) -> Result<Report, Reason> {
    let meta = |path: &str| item.text_at(&format!("contentMeta/{path}"));
    let time = |path: &str| dates::parse(&item.text_at(path)?);
    let mut report = Report {
        id: item.attribute("guid").unwrap_or("").to_owned(),
        headline: meta("headline").or_else(|| item.text_at("itemMeta/title")),
        deck: meta("description").filter(|d| d.len() < 600),
        byline: meta("by").map(|b| crate::copy::furniture::without_by(&b).to_owned()),
        publisher: publisher(item),
        published: time("itemMeta/firstCreated").or_else(|| time("itemMeta/versionCreated")),
        updated: time("itemMeta/versionCreated"),
        ..Report::default()
    };
    if report.published.is_none() {
        report.published = time("contentMeta/contentCreated");
    }
    if report.updated == report.published {
        report.updated = None;
    }
    let label = item.at("contentMeta/language").and_then(|e| e.attribute("tag")).or(item.attribute("lang"));
    report.language = label.and_then(language::normalize);
    let content = item.at("contentSet").ok_or(Reason::NoBody)?;
    if let Some(inner) = content.find("nitf") {
        nitf::fill(&mut report, inner);
    } else {
        report.text = body(content).join("\n\n");
    }
    if report.text.is_empty() {
        return Err(Reason::NoBody);
    }
    if report.dateline.is_none() {
        report.dateline = meta("dateline").and_then(|line| dateline(&line, &report));
    }
    Ok(report)
}

fn publisher(item: &Element) -> Option<String> {
    let named = |e: &Element| {
        let code = e.attribute("literal").or_else(|| e.attribute("qcode")?.rsplit(':').next());
        e.text_at("name").or_else(|| code.map(str::to_owned))
    };
    let provider = item.at("itemMeta/provider").and_then(named);
    provider
        .or_else(|| item.at("contentMeta/infoSource").and_then(named))
        .or_else(|| item.text_at("contentMeta/creditline"))
}

/// The paragraphs of XHTML or plain text; headlines over them stand elsewhere too.
fn body(content: &Element) -> Vec<String> {
    let inner = content.find("body").or(content.find("inlineXML")).or(content.find("inlineData"));
    inner.map(Element::paragraphs).unwrap_or_default()
}

/// A dateline that stands beside the text, unless the text opens with its own.
fn dateline(line: &str, report: &Report) -> Option<Dateline> {
    if crate::dateline::find(&report.text, None).is_some() {
        return None;
    }
    let printed = format!("{line} - The text follows here.");
    let parsed = crate::dateline::find(&printed, report.published.map(|m| m.date));
    let place = || Dateline { place: Some(line.to_owned()), ..Dateline::default() };
    Some(Dateline { span: None, ..parsed.unwrap_or_else(place) })
}

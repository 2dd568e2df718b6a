//! ninjs, the IPTC's News in JSON, versions 1 and 2.

use crate::error::Reason;
use crate::{dates, html, language};
use annalist_core::Report;
use annalist_core::report::Dateline;
use serde_json::{Map, Value};

/// Whether an object is a ninjs item: it has a `uri` and one of the fields that only ninjs has.
pub(crate) fn is(object: &Map<String, Value>) -> bool {
    const FIELDS: [&str; 7] =
        ["body_text", "body_xhtml", "body_html", "bodies", "headlines", "versioncreated", "versionCreated"];
    object.contains_key("uri") && FIELDS.iter().any(|f| object.contains_key(*f))
}

/// Reads one item.
///
/// # Errors
/// [`Reason::NoBody`] for items without text, as pictures are, and for those that are withdrawn.
pub(crate) fn report(object: &Map<String, Value>) -> Result<Report, Reason> {
    let string = |names: &[&str]| {
        let found = names.iter().find_map(|n| object.get(*n).and_then(Value::as_str));
        found.map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned)
    };
    let time = |names: &[&str]| names.iter().find_map(|n| dates::parse(object.get(*n)?.as_str()?));
    if matches!(string(&["pubstatus", "pubStatus"]).as_deref(), Some("canceled" | "withheld")) {
        return Err(Reason::NoBody);
    }
    let headline = string(&["headline"])
        .or_else(|| value(object.get("headlines")?))
        .or_else(|| string(&["title", "name"]));
    let mut report = Report {
        id: string(&["uri"]).unwrap_or_default(),
        headline,
        deck: string(&["subheadline", "description_text"]).or_else(|| value(object.get("descriptions")?)),
        byline: string(&["byline"]).or_else(|| value(object.get("by")?)),
        publisher: string(&["source", "provider", "creditline", "copyrightholder"])
            .or_else(|| object.get("provider")?.get("name")?.as_str().map(str::to_owned)),
        published: time(&["firstcreated", "firstCreated", "versioncreated", "versionCreated"]),
        updated: time(&["versioncreated", "versionCreated"]),
        language: string(&["language"]).and_then(|l| language::normalize(&l)),
        ..Report::default()
    };
    if report.updated == report.published {
        report.updated = None;
    }
    report.url = string(&["url", "canonical"]).filter(|u| u.starts_with("http"));
    report.text = body(object).ok_or(Reason::NoBody)?;
    report.deck = report.deck.filter(|d| d.len() < 600 && !report.text.starts_with(d.as_str()));
    if let Some(place) = string(&["located"]) {
        // The body may open with a dateline of its own, which says more.
        if crate::dateline::find(&report.text, None).is_none() {
            report.dateline = Some(Dateline { place: Some(place), ..Dateline::default() });
        }
    }
    Ok(report)
}

/// The `value` of the first of a list of objects.
fn value(list: &Value) -> Option<String> {
    list.as_array()?.iter().find_map(|item| item.get("value")?.as_str()).map(str::to_owned)
}

fn body(object: &Map<String, Value>) -> Option<String> {
    let plain = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    let markup = |text: &str| plain(&html::fragment(text));
    let field = |name: &str| object.get(name).and_then(Value::as_str);
    let of_list = |text: &Value| {
        let media = text.get("contenttype").or(text.get("contentType")).and_then(Value::as_str).unwrap_or("");
        let value = text.get("value")?.as_str()?;
        if media.contains("plain") { plain(value) } else { markup(value) }
    };
    field("body_text")
        .and_then(plain)
        .or_else(|| field("body_xhtml").or(field("body_html")).and_then(markup))
        .or_else(|| object.get("bodies")?.as_array()?.iter().find_map(of_list))
}

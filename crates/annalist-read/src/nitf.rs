//! NITF, the News Industry Text Format.

use crate::error::Reason;
use crate::unread::{Entry, Reports};
use crate::xml::{Element, Elements};
use crate::{dates, encoding, finish, language};
use annalist_core::Report;
use annalist_core::report::Dateline;

/// The reports of a document: usually one.
///
/// # Errors
/// When it cannot be decoded or has no `nitf` element.
pub(crate) fn reports(bytes: Vec<u8>, entry: Entry) -> Result<Reports, Reason> {
    let text = encoding::decode(&bytes, encoding::declared_in_markup(&bytes))?.text;
    let mut items = Elements::new(text, &["nitf"]).peekable();
    if items.peek().is_none() {
        return Err(Reason::Xml { expected: "an `nitf` element", found: "none".into() });
    }
    Ok(Box::new(items.map(move |item| {
        let (stem, options) = (entry.stem(), entry.options.clone());
        match item {
            Ok(item) => entry.unread(None, move || {
                let mut report = Report::default();
                fill(&mut report, &item);
                if report.text.is_empty() {
                    Err(Reason::NoBody)
                } else {
                    Ok(finish::finish(report, stem.as_deref(), &options))
                }
            }),
            Err(reason) => entry.failed(None, reason),
        }
    })))
}

/// Fills what `report` leaves open, and its text, from an `nitf` element.
pub(crate) fn fill(report: &mut Report, nitf: &Element) {
    let head = |path: &str| nitf.text_at(&format!("body/body.head/{path}"));
    let docdata =
        |path: &str, attribute: &str| nitf.at(&format!("head/docdata/{path}"))?.attribute(attribute);
    if report.id.is_empty() {
        report.id = docdata("doc-id", "id-string").unwrap_or("").to_owned();
    }
    let pubdata = |attribute: &str| nitf.at("head/pubdata").and_then(|e| e.attribute(attribute));
    let stated = || pubdata("date.publication").or_else(|| docdata("date.issue", "norm"));
    set(&mut report.published, || {
        stated().and_then(dates::parse).or_else(|| dates::parse(&nitf.text_at("head/docdata/date.issue")?))
    });
    set(&mut report.publisher, || pubdata("name").map(str::to_owned).or_else(|| head("distributor")));
    set(&mut report.headline, || head("hedline/hl1").or_else(|| nitf.text_at("head/title")));
    set(&mut report.deck, || head("hedline/hl2").or_else(|| head("abstract")).filter(|d| d.len() < 600));
    set(&mut report.byline, || head("byline").map(|b| crate::copy::furniture::without_by(&b).to_owned()));
    set(&mut report.url, || pubdata("ex-ref").filter(|u| u.starts_with("http")).map(str::to_owned));
    set(&mut report.language, || nitf.attribute("lang").and_then(language::normalize));
    if let Some(content) = nitf.at("body/body.content") {
        report.text = content.paragraphs().join("\n\n");
    }
    if let Some(line) = nitf.at("body/body.head/dateline")
        && crate::dateline::find(&report.text, None).is_none()
    {
        let place = line.text_at("location").or_else(|| line.text());
        let stated = line.at("story.date");
        let date = stated.and_then(|d| dates::parse(d.attribute("norm").unwrap_or(""))).map(|m| m.date);
        report.dateline = Some(Dateline { place, date, agency: None, span: None });
    }
}

fn set<T>(field: &mut Option<T>, value: impl FnOnce() -> Option<T>) {
    if field.is_none() {
        *field = value();
    }
}

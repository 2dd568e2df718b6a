//! Saved web pages: the article's text and what the page says about it.

mod body;
mod clean;
mod guard;
mod jsonld;
mod kind;
mod metadata;

use crate::copy::furniture::Furniture;
use crate::dateline;
use crate::error::Reason;
use annalist_core::Report;
use dom_query::Document;

pub(crate) use metadata::host;

/// The shortest text that is an article, in characters; below that a page is a stub, a gallery or a notice.
const SHORTEST: usize = 80;

/// Reads a page.
///
/// # Errors
/// [`Reason::NoArticle`] or [`Reason::Stub`] where nothing in the page looks like one, [`Reason::Markup`] for markup beyond the limits,
/// [`Reason::Unparsable`] where the parser fails.
pub(crate) fn report(page: &str) -> Result<Report, Reason> {
    // A fault in the extraction library must cost one page, not the run.
    let read = std::panic::catch_unwind(|| read(page));
    read.unwrap_or(Err(Reason::Unparsable))
}

fn read(page: &str) -> Result<Report, Reason> {
    guard::check_markup(page)?;
    let document = Document::from(guard::without_data(page).as_ref());
    guard::check_depth(&document)?;
    let mut report = Report::default();
    let article = metadata::fill(&mut report, &document);
    let kind = kind::of(page, &document, &article, &report);
    clean::clean(&document);
    let no_article = || kind.stub().map_or(Reason::NoArticle, Reason::Stub);
    let body = body::extract(document).map_err(|_| no_article())?;
    for found in body.furniture {
        take(found, &mut report);
    }
    let text = without_headline(&body.text, report.headline.as_deref());
    report.text = from_dateline(without_labels(text)).to_owned();
    let characters = report.text.chars().count();
    if characters < SHORTEST {
        return Err(no_article());
    }
    report.notes.extend(kind.notes(characters));
    Ok(report)
}

/// The text of a piece of markup that is an article as a whole, as feeds and packages hold it: paragraphs, without captions
/// and furniture. What has no markup comes back as it is; markup beyond the limits gives no text.
pub(crate) fn fragment(markup: &str) -> String {
    if !markup.contains(['<', '&']) {
        return markup.trim().to_owned();
    }
    let read = || {
        guard::check_markup(markup).ok()?;
        let document = Document::fragment(guard::without_data(markup).as_ref());
        guard::check_depth(&document).ok()?;
        clean::clean(&document);
        Some(body::clean(&document.formatted_text()).text)
    };
    std::panic::catch_unwind(read).ok().flatten().unwrap_or_default()
}

/// A line that may hold entities and marks of emphasis, as headlines in feeds do; None where nothing is left.
pub(crate) fn inline(text: &str) -> Option<String> {
    let text = jsonld::clean(text)?;
    if !text.contains('<') || guard::check_markup(&text).is_err() {
        return Some(text);
    }
    jsonld::clean(&Document::fragment(text).text())
}

/// The body without the headline printed over it.
fn without_headline<'a>(text: &'a str, headline: Option<&str>) -> &'a str {
    let letters =
        |s: &str| s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    match (text.split_once("\n\n"), headline) {
        (Some((first, rest)), Some(headline)) if letters(first) == letters(headline) => rest,
        _ => text,
    }
}

/// The body without the section's name over it: up to three words that are no sentence.
fn without_labels(text: &str) -> &str {
    match text.split_once("\n\n") {
        Some((label, rest))
            if label.split_whitespace().count() <= 3
                && !label.ends_with(['.', '!', '?', '"', '\u{201D}']) =>
        {
            rest
        }
        _ => text,
    }
}

/// The body from its dateline on, where nothing but short lines, such as the deck, stands before it.
fn from_dateline(text: &str) -> &str {
    let mut rest = text;
    for _ in 0..4 {
        if dateline::parse(rest, true).is_some() {
            return rest;
        }
        match rest.split_once("\n\n") {
            Some((line, after)) if line.len() <= DECK => rest = after,
            _ => break,
        }
    }
    text
}

/// The longest deck, in bytes.
const DECK: usize = 220;

/// Puts what stood among the paragraphs where the page itself did not say.
fn take(found: Furniture, report: &mut Report) {
    match found {
        Furniture::Byline(names) | Furniture::Credits(Some(names)) if report.byline.is_none() => {
            report.byline = Some(names)
        }
        Furniture::SignOff(Some(agency)) if report.agency.is_none() => {
            report.agency = Some(agency.to_owned())
        }
        Furniture::Time { moment, updated: false } if report.published.is_none() => {
            report.published = Some(moment);
            report.notes.push("published: taken from visible text".to_owned());
        }
        _ => {}
    }
}

//! Plain text: agency copy as pasted, with what stands over and under it.
//!
//! Top of a file: header lines, feed labels and time lines, headline, deck, byline, notes to editors. Then the body, from
//! the dateline or the first paragraph that reads like one. Captions, links and sign-offs are taken out of it; the
//! dateline stays, since its words are evidence.

pub(crate) mod furniture;
mod headers;
mod wrap;

use crate::dateline;
use crate::error::Reason;
use annalist_core::Report;
use furniture::Furniture;

/// A line as long as this is a paragraph of the body, not a headline; in characters.
const HEADLINE: usize = 180;

/// Reads one report.
///
/// # Errors
/// [`Reason::NoBody`] where only headers are found.
pub(crate) fn report(text: &str) -> Result<Report, Reason> {
    let mut report = Report::default();
    let text: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{0}'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{7F}'))
        .collect();
    let rest = headers::take(&text, &mut report);
    let paragraphs = wrap::paragraphs(rest);
    let start = take_top(&paragraphs, &mut report);
    let body: Vec<&str> =
        paragraphs[start..].iter().map(String::as_str).filter(|p| keep(p, &mut report)).collect();
    if !body.is_empty() {
        report.text = body.join("\n\n");
        return Ok(report);
    }
    // A headline alone is a short report.
    report.text = report.headline.take().ok_or(Reason::NoBody)?;
    Ok(report)
}

/// Reads what stands over the body; returns the index of the first paragraph of the body.
fn take_top(paragraphs: &[String], report: &mut Report) -> usize {
    let start = body_start(paragraphs);
    let mut headlines = Vec::new();
    for paragraph in &paragraphs[..start] {
        if keep(paragraph, report) {
            headlines.push(paragraph.clone());
        }
    }
    let mut headlines = headlines.into_iter();
    if report.headline.is_none() {
        report.headline = headlines.next();
    }
    if report.deck.is_none() {
        report.deck = headlines.next();
    }
    // More than two such lines are labels and cross-heads of the feed.
    start
}

/// The first paragraph that opens with a dateline, else the first that reads like a sentence of a report. The last
/// paragraph always counts as body.
fn body_start(paragraphs: &[String]) -> usize {
    let top = paragraphs.len().min(12);
    let with_dateline = paragraphs[..top].iter().position(|p| dateline::parse(p, true).is_some());
    let reads_on = |p: &String| furniture::kind(p).is_none() && !is_headline(p);
    let first = paragraphs.iter().position(reads_on).unwrap_or(paragraphs.len().saturating_sub(1));
    match with_dateline {
        Some(at) if at <= first || is_deck(&paragraphs[first]) && at == first + 1 => at,
        _ => first,
    }
}

/// Whether a paragraph may be a headline: short, and no full stop at its end.
fn is_headline(paragraph: &str) -> bool {
    let line = paragraph.trim_end_matches(['"', '\u{201D}', '\u{2019}', '\'']);
    let short = paragraph.chars().count() <= HEADLINE;
    let abbreviation = line.rsplit(' ').next().is_some_and(|w| w.matches('.').count() > 1);
    short && (!line.ends_with('.') || abbreviation)
}

/// A deck may end in a full stop; it is one sentence over the dateline.
fn is_deck(paragraph: &str) -> bool {
    paragraph.chars().count() <= HEADLINE && paragraph.matches(". ").count() == 0
}

/// Whether a paragraph is text. What is not is put where it belongs in the report.
fn keep(paragraph: &str, report: &mut Report) -> bool {
    let Some(kind) = furniture::kind(paragraph) else { return true };
    match kind {
        Furniture::Byline(names) => set(&mut report.byline, names),
        Furniture::Credits(Some(names)) => set(&mut report.byline, names),
        Furniture::SignOff(Some(agency)) => set(&mut report.agency, agency.to_owned()),
        Furniture::Time { moment, updated: true } if report.updated.is_none() => {
            report.updated = Some(moment)
        }
        Furniture::Time { moment, updated: false } if report.published.is_none() => {
            report.published = Some(moment)
        }
        Furniture::EditorsNote => report.notes.push(format!("note to editors: {}", paragraph.trim())),
        _ => {}
    }
    false
}

fn set(field: &mut Option<String>, value: String) {
    if field.is_none() {
        *field = Some(value);
    }
}

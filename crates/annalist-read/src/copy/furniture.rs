//! Lines that stand in and around an article and are not its text: captions, links, sign-offs, bylines, time lines.
//!
//! Every rule looks at one whole paragraph and asks for its beginning, its end and a small size, so that sentences of
//! the report are kept.

use crate::words::{self, Kind};
use annalist_core::moment::Moment;

/// What a paragraph is that is not text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Furniture {
    /// A picture's caption or credit.
    Caption,
    /// A link to something else, an appeal to subscribe or share, an advertisement.
    Related,
    /// `By Jane Doe`.
    Byline(String),
    /// `Reporting by …; Editing by …`: the reporters, where named.
    Credits(Option<String>),
    /// `-- AFP`, `(PTI)`: the agency's usual name.
    SignOff(Option<&'static str>),
    /// `World | 12 Mar 2019, 09:05`, and whether it speaks of an update.
    Time { moment: Moment, updated: bool },
    /// `(Adds details)`, `EDS: …`: a note to editors.
    EditorsNote,
}

/// The longest furniture in bytes; copyright notices run longest.
const LONGEST: usize = 300;

/// What kind of furniture a paragraph is; None for text.
pub(crate) fn kind(paragraph: &str) -> Option<Furniture> {
    let line = paragraph.trim();
    if line.is_empty() || line.len() > LONGEST {
        return None;
    }
    let lower = line.to_lowercase();
    time_line(line)
        .or_else(|| byline(line).map(|b| Furniture::Byline(b.to_owned())))
        .or_else(|| credits(line, &lower))
        .or_else(|| editors_note(&lower).then_some(Furniture::EditorsNote))
        .or_else(|| sign_off(line, &lower))
        .or_else(|| is_caption(line, &lower).then_some(Furniture::Caption))
        .or_else(|| {
            (is_related(line, &lower) || is_appeal(&lower) || is_control(line, &lower))
                .then_some(Furniture::Related)
        })
}

fn starts_any(line: &str, starts: &[&str]) -> bool {
    starts.iter().any(|s| line.starts_with(s))
}

/// How an outlet's archive dates what it shows: `This story is from March 6, 2002`.
const ARCHIVED: &str = "this story is from ";

/// A label and a time, or a time alone: `World | 12 Mar 2019, 09:05`, `Published: March 12, 2019 9:05 am`.
pub(crate) fn time_line(line: &str) -> Option<Furniture> {
    if line.len() > 120 || !line.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let lower = line.to_lowercase();
    // "By Jane Doe on Monday, November 18th, 2019 at 11:04 a.m."
    let signed = lower.strip_prefix("by ").and_then(|names| names.rsplit_once(" on "));
    if let Some(moment) = signed.and_then(|(_, when)| crate::dates::parse(when)) {
        return Some(Furniture::Time { moment, updated: false });
    }
    let moment = std::iter::once(lower.as_str())
        .chain(lower.split(['|', '\u{2022}', '\u{B7}']))
        .chain(lower.split_once(':').map(|(_, after)| after))
        .chain(lower.split_once(" - ").map(|(_, after)| after))
        .chain(lower.strip_prefix(ARCHIVED))
        .find_map(crate::dates::parse)?;
    // What is no date must be a label of a few words, not a sentence.
    let lower = lower.strip_prefix(ARCHIVED).unwrap_or(&lower);
    let parts = lower.split(['|', '\u{2022}', '\u{B7}']).flat_map(|part| part.split(" - "));
    let labels = parts.filter(|p| crate::dates::parse(p).is_none());
    let short = labels.into_iter().all(|label| label.split_whitespace().count() <= 8);
    let updated = starts_any(lower, &["updated", "last updated", "modified", "last modified"]);
    short.then_some(Furniture::Time { moment, updated })
}

/// The names of a byline: `By Jane Doe and John Roe`, `BY JANE DOE, Staff Writer`.
pub(crate) fn byline(line: &str) -> Option<&str> {
    let names = without_by(line);
    if names.len() == line.len()
        || line.len() > 120
        || names.ends_with(['.', '?', '!']) && !names.ends_with("Jr.")
    {
        return None;
    }
    let words: Vec<&str> = names.split_whitespace().collect();
    let named = |w: &&str| w.chars().next().is_some_and(|c| !c.is_lowercase()) || LINKS.contains(w);
    const LINKS: [&str; 9] = ["and", "in", "of", "for", "the", "de", "van", "von", "with"];
    ((1..=14).contains(&words.len()) && words.iter().all(named)).then_some(names)
}

/// A byline without its `By`.
pub(crate) fn without_by(line: &str) -> &str {
    let line = line.trim();
    for by in ["By ", "BY ", "by ", "By: ", "Written by ", "Reported by "] {
        if let Some(names) = line.strip_prefix(by) {
            return names.trim();
        }
    }
    line
}

/// `(Reporting by A in Paris; Editing by B)`.
fn credits(line: &str, lower: &str) -> Option<Furniture> {
    let inner = lower.trim_start_matches(['(', '[', '*', '-', '\u{2014}', ' ']);
    if !words::starts(Kind::Credits, inner) {
        return None;
    }
    let reporters = inner.starts_with("reporting by ").then(|| {
        let offset = line.len() - inner.len().min(line.len()) + "reporting by ".len();
        let names = line.get(offset..).unwrap_or("").split([';', ')']).next().unwrap_or("");
        names.trim().trim_end_matches('.').to_owned()
    });
    Some(Furniture::Credits(reporters.filter(|r| !r.is_empty())))
}

fn editors_note(lower: &str) -> bool {
    let inner = lower.trim_start_matches(['(', '[', '*', ' ']);
    let short = lower.len() <= 160;
    short
        && words::starts(Kind::Note, inner)
        && (lower.starts_with(['(', '[', '*']) || !lower.ends_with('.') || lower.starts_with("ed"))
}

/// The end of agency copy: `-- AFP`, `(PTI)`, `AFP/ab/cd`, `ENDS`, `###`, `(c) 2019 AFP`.
fn sign_off(line: &str, lower: &str) -> Option<Furniture> {
    let bare = line.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.is_empty() {
        // A rule of stars or dashes.
        return Some(Furniture::SignOff(None));
    }
    const ENDS: [&str; 10] =
        ["end", "ends", "end item", "ends item", "30", "0", "nnnn", "end/ips", "enditem", "more"];
    if line.len() <= 12
        && ENDS.contains(&bare.to_lowercase().as_str())
        && (line != bare || bare.to_uppercase() == bare)
    {
        return Some(Furniture::SignOff(None));
    }
    if line.len() <= 40
        && let Some(name) = crate::dateline::agency(bare).or_else(|| initials(bare))
    {
        return Some(Furniture::SignOff(Some(name)));
    }
    // A notice states a year or a right; copyright itself may be what a report is about.
    let stated = ["rights", "standards", "19", "20"].iter().any(|w| lower.contains(w)) || line.len() <= 40;
    let copyright = stated && words::starts(Kind::Copyright, lower)
        || lower.contains("may not be published, broadcast, rewritten");
    copyright.then_some(Furniture::SignOff(None))
}

/// `AFP/ab/cd`, `AA/ka`: the agency before the initials of its editors.
fn initials(line: &str) -> Option<&'static str> {
    let (house, rest) = line.split_once('/')?;
    let small = rest.split('/').all(|p| (1..=4).contains(&p.len()) && p.chars().all(char::is_alphabetic));
    small.then(|| crate::dateline::agency(house)).flatten()
}

fn is_caption(line: &str, lower: &str) -> bool {
    let end = lower.trim_end_matches([')', ']', '.', ' ']);
    words::starts(Kind::Caption, lower)
        || words::ends(Kind::CaptionEnd, end)
        || ["REUTERS/", "AFP/", "AP Photo/", "EPA/", "Xinhua/"].iter().any(|c| line.contains(c))
        || lower.starts_with("(l-r)")
}

fn is_related(line: &str, lower: &str) -> bool {
    if words::starts(Kind::Label, lower) && !line.ends_with(['.', '"', '\u{201D}']) {
        return line.split_whitespace().count() <= 8;
    }
    if !words::starts(Kind::Related, lower) {
        return false;
    }
    // A sentence may start with such words ("Share this burden, the minister said."), a label is short or a label by sign.
    let labelled = lower.find([':', '|']).is_some_and(|i| i < 30);
    let words = line.split_whitespace().count();
    let sentence = line.ends_with(['.', '"', '\u{201D}']) && words > 8;
    labelled || words <= 8 || !sentence
}

/// An appeal to the reader: it starts with an order or an offer and names what is on offer.
fn is_appeal(lower: &str) -> bool {
    words::starts(Kind::Appeal, lower)
        && words::contains(Kind::Offer, lower)
        && !lower.contains(['"', '\u{201C}'])
}

/// A button, a label of the page's own machinery or a breadcrumb.
fn is_control(line: &str, lower: &str) -> bool {
    let words = line.split_whitespace().count();
    let counter = lower
        .strip_prefix("image ")
        .is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()) && words <= 6);
    let times = ["published ", "updated ", "posted ", "last updated ", "first published ", "modified "];
    let time = starts_any(lower, &times)
        && words <= 14
        && lower.contains(|c: char| c.is_ascii_digit())
        && !lower.ends_with('.');
    let path = (line.contains(" > ") || line.contains(" \u{BB} ") || line.contains(" \u{203A} "))
        && words <= 12
        && !line.ends_with('.');
    words::is(Kind::Control, lower.trim_end_matches([':', '.', '!'])) || counter || time || path
}

/// Whether a paragraph at the very end of an article is about its author, its reader or its outlet.
pub(crate) fn is_tail(paragraph: &str) -> bool {
    let lower = paragraph.to_lowercase();
    let contact = lower.split_whitespace().any(|w| w.contains('@') && w.contains('.') || w.starts_with('@'));
    let words = paragraph.split_whitespace().count();
    let link = words <= 15 && lower.contains("http");
    words <= 90 && (words::contains(Kind::Tail, &lower) || contact && words <= 40 || link)
}

/// Whether a line is a heading over links to other stories, so that everything after it goes with it.
pub(crate) fn is_end(line: &str) -> bool {
    let lower = line.to_lowercase();
    line.split_whitespace().count() <= 7 && !line.ends_with('.') && words::starts(Kind::End, &lower)
}

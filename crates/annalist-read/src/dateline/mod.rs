//! Datelines: `BEIRUT, June 4 (Reuters) -`, `ROME, March 12. /ANSA/.`, `(CNN) --`, `New Delhi [India], Feb 12 (ANI):`.
//!
//! A dateline opens the body, sometimes below a headline and a byline that an archive left in the text. It is made of
//! a place, a date and an agency, of which at least one stands, and ends in a dash, a colon or the agency's bracket.
//! Since labels look much alike ("UPDATE: …", "Obama — Clinton's heir"), the fewer of the three there are, the more is
//! asked of the rest: see `parts`.

mod names;
mod parts;

use annalist_core::Span;
use annalist_core::report::Dateline;
use jiff::civil::Date;
use parts::Parts;

pub(crate) use names::agency;

/// Lines at the start of a text among which a dateline is sought.
const LINES: usize = 8;

/// A line longer than this in bytes is a paragraph of the body.
const PARAGRAPH: usize = 220;

/// Characters of a line that a dateline may take.
const LONGEST: usize = 140;

/// Finds the dateline of a body; its span is in bytes of `text` and ends with the separator.
///
/// A date without a year takes the year nearest `published`; without `published` the only year that the text names
/// together with the dateline's month, and stays empty where there is none.
pub fn find(text: &str, published: Option<Date>) -> Option<Dateline> {
    find_wrapped(text)
        .or_else(|| find_in_lines(text))
        .or_else(|| find_in_lower_case(text))
        .map(|(parts, span)| built(parts, span, text, published))
}

fn find_in_lines(text: &str) -> Option<(Parts, Span)> {
    for line in text.split_inclusive('\n').filter(|l| !l.trim().is_empty()).take(LINES) {
        // Every line is a part of `text`, so its offset is the distance of the two starts.
        let at = line.as_ptr() as usize - text.as_ptr() as usize + (line.len() - line.trim_start().len());
        let at = at + after_credit(&text[at..]);
        if let Some((parts, end)) = parse(&text[at..], text[..at].trim().is_empty()) {
            return Some((parts, Span::new(at, at + end)));
        }
        if line.len() > PARAGRAPH {
            // The body has begun.
            return None;
        }
    }
    None
}

/// How long a picture's credit is that ran into the line: `Photo: AFP New Delhi: The president …`.
fn after_credit(line: &str) -> usize {
    let Some(rest) = line.strip_prefix("Photo: ") else { return 0 };
    let credit = rest.split(' ').next().unwrap_or("");
    if agency(credit).is_some() && rest.len() > credit.len() + 1 {
        line.len() - rest.len() + credit.len() + 1
    } else {
        0
    }
}

/// The city and colon of a text that an archive put into lower case: `patna: the chief minister …`.
fn find_in_lower_case(text: &str) -> Option<(Parts, Span)> {
    let body = |line: &&str| line.len() > PARAGRAPH / 4;
    let line =
        text.split_inclusive('\n').filter(|l| !l.trim().is_empty()).take(LINES).find(body)?.trim_start();
    let (prefix, rest) = line.split_once(':')?;
    // A stray capital, as broken encodings leave, does not make it a text with capitals.
    let head = &line[..line.floor_char_boundary(PARAGRAPH)];
    let capitals = head.chars().filter(|c| c.is_uppercase()).count();
    let archived = crate::stated::published(text).is_some();
    let place =
        (capitals * 50 <= head.len()).then(|| parts::lower_case_place(prefix, rest, archived)).flatten()?;
    let at = line.as_ptr() as usize - text.as_ptr() as usize;
    let parts = Parts { place: Some(place), ..Parts::default() };
    Some((parts, Span::new(at, at + prefix.len() + 1)))
}

/// A dateline that opens a text wrapped at a width, so that it may run over the end of a line.
fn find_wrapped(text: &str) -> Option<(Parts, Span)> {
    let at = text.len() - text.trim_start().len();
    let head = &text[at..at + text[at..].floor_char_boundary(2 * LONGEST)];
    let paragraph = head.split("\n\n").next().filter(|p| p.contains('\n'))?;
    // Offsets stay as they are: a line break and a space are one byte each.
    let (parts, end) = parse(&paragraph.replace('\n', " "), true)?;
    let listed = parts.agency.is_none() && parts.day.is_none() && parts::is_list(&text[at + end..]);
    (!listed).then(|| (parts, Span::new(at, at + end)))
}

/// The dateline at the start of a text's first line, and the offset after it. `opens` says that nothing stands before.
pub(crate) fn parse(text: &str, opens: bool) -> Option<(Parts, usize)> {
    let line = text.lines().next()?;
    let head = &line[..line.floor_char_boundary(LONGEST)];
    let (mut parts, mut end) = ends(head).into_iter().find_map(|end| {
        let parts = parts::parse(&head[..end.prefix], end.mark, &text[end.after..], opens)?;
        Some((parts, end.after))
    })?;
    if let Some((rest, length)) = second_half(&parts, &text[end..]) {
        parts.place = parts.place.or(rest.place);
        parts.day = parts.day.or(rest.day);
        end += length;
    }
    Some((parts, skip_tags(line, end)))
}

/// What follows the first separator of a dateline in two: `(ANSA) - Rome, March 12 - The …`, `CAIRO - 12 March 2019: The …`.
fn second_half(first: &Parts, rest: &str) -> Option<(Parts, usize)> {
    let line = rest.lines().next()?;
    let head = &line[..line.floor_char_boundary(LONGEST / 2)];
    ends(head).into_iter().find_map(|end| {
        let (before, after) = (&head[..end.prefix], &rest[end.after..]);
        let found = match (&first.place, first.day, &first.agency) {
            (None, None, Some(_)) => {
                parts::parse(before, end.mark, after, false).filter(|p| p.place.is_some())
            }
            (Some(_), None, None) => {
                parts::day_alone(before).map(|day| Parts { day: Some(day), ..Parts::default() })
            }
            _ => None,
        };
        found.filter(|p| p.day.is_some() && p.agency.is_none()).map(|parts| (parts, end.after))
    })
}

/// A place where a dateline might end.
struct End {
    /// Bytes before the separator.
    prefix: usize,
    /// The first byte after it.
    after: usize,
    mark: parts::Mark,
}

/// Dashes, colons, closing brackets and bare agencies of a line's head, in order.
fn ends(head: &str) -> Vec<End> {
    let mut ends = Vec::new();
    let mut at = 0;
    while let Some(c) = head[at..].chars().next() {
        if let Some((length, mark)) = mark_at(&head[at..]) {
            ends.push(End { prefix: at, after: at + length, mark });
            at += length;
            continue;
        }
        at += c.len_utf8();
        let closes = matches!(c, ')' | '/' | ']' | '|');
        // A dash after the agency is the end itself.
        if mark_at(head[at..].trim_start_matches([' ', '.'])).is_some() {
            continue;
        }
        if closes {
            let stop = usize::from(head[at..].starts_with('.'));
            ends.push(End { prefix: at, after: at + stop, mark: parts::Mark::Bracket });
        } else if c.is_alphabetic() && head[at..].starts_with(' ') && ends_in_agency(&head[..at]) {
            ends.push(End { prefix: at, after: at, mark: parts::Mark::Bare });
        }
    }
    ends
}

fn ends_in_agency(words: &str) -> bool {
    words.rsplit(' ').next().is_some_and(|w| w.len() > 1 && agency(w).is_some())
}

/// The separator at the start of `rest` and its length.
fn mark_at(rest: &str) -> Option<(usize, parts::Mark)> {
    use parts::Mark::{Colon, Dash};
    const MARKS: [(&str, parts::Mark); 15] = [
        (" ---", Dash),
        ("---", Dash),
        (" --", Dash),
        ("--", Dash),
        ("\u{2014}", Dash),
        ("\u{2015}", Dash),
        ("\u{2013}", Dash),
        (" - ", Dash),
        ("- ", Dash),
        (" _ ", Dash),
        (" -", Dash),
        (":-", Dash),
        (".-", Dash),
        (":", Colon),
        ("\u{FF1A}", Colon),
    ];
    MARKS.iter().find(|(mark, _)| rest.starts_with(mark)).map(|(mark, kind)| (mark.trim_end().len(), *kind))
}

/// Tags that monitoring services put after a dateline: `-- [TEXT] The president …`.
fn skip_tags(line: &str, mut end: usize) -> usize {
    loop {
        let rest = &line[end..];
        let inner = rest.trim_start().strip_prefix('[').and_then(|r| r.split_once(']'));
        match inner {
            Some((tag, after)) if tag.len() <= 60 && !tag.chars().any(char::is_lowercase) => {
                end = line.len() - after.len()
            }
            _ => return end,
        }
    }
}

fn built(parts: Parts, span: Span, text: &str, published: Option<Date>) -> Dateline {
    let date = parts.day.and_then(|day| day.resolve(published, || day.year_in(text)));
    Dateline { place: parts.place, date, agency: parts.agency, span: Some(span) }
}

//! Time expressions, as TIMEX3 (TimeML 1.2.1): where they stand and what they mean.
//!
//! A module holds a family of rules; each looks at the words from one token on and says where its expression
//! ends and what it means ([`value`]). The longest finding at a token wins, words that shade it ("early",
//! "nearly") are taken into it, and reading goes on after it. Relative times are reckoned from the report's
//! own day ([`anchor`]) by the tense of their clause ([`tense`]), or from the last time the text named.

mod absolute;
mod anchor;
mod appointments;
mod calendars;
mod clock;
mod context;
mod durations;
mod eras;
mod feasts;
mod holidays;
mod modifiers;
mod numbers;
mod offsets;
mod periods;
mod relative;
mod sets;
mod tense;
mod vague;
mod value;
mod vocabulary;
mod weekdays;

#[cfg(test)]
mod tests;

use annalist_core::document::NameKind;
use annalist_core::{Document, Report, Time};
use context::{Context, Found};
use std::ops::Range;

/// Finds time expressions and resolves them against the report's own day.
///
/// They come in text order and do not overlap. Without a day to reckon from, relative ones keep open values
/// (`XXXX-WXX-2`) and no interval. A day that no calendar has (30 February) is found, by the rule [`IMPOSSIBLE`], and has
/// neither day nor interval.
pub fn find(report: &Report, document: &Document) -> Vec<Time> {
    let mut context = Context::new(report, document);
    let mut times = Vec::new();
    for tokens in sentences(document) {
        context.enter(tokens.clone());
        let mut i = tokens.start;
        while i < tokens.end {
            let found = modifiers::find(&context, i).filter(|f| f.end > i && !is_in_name(document, i..f.end));
            let Some(found) = found else {
                i += 1;
                continue;
            };
            let end = found.end.min(tokens.end);
            context.note(&found, end);
            times.push(time(document, i, end, found));
            i = end;
        }
    }
    times
}

/// The tokens of each sentence, of those as one that a stop after `a.m.` has split.
fn sentences(document: &Document) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    for (k, sentence) in document.sentences.iter().enumerate() {
        let split =
            k.checked_sub(1).is_some_and(|p| clock::is_split(document, &document.sentences[p], sentence));
        match all.last_mut().filter(|_| split) {
            Some(last) => last.end = sentence.tokens.end,
            None => all.push(sentence.tokens.clone()),
        }
    }
    all
}

/// Whether tokens are the later part of a person's name, or part of an organization's: `Taha Yassin Ramadan`, `Sunday
/// Telegraph`.
fn is_in_name(document: &Document, tokens: Range<usize>) -> bool {
    let at = document.names.partition_point(|name| name.tokens.end <= tokens.start);
    document.names.get(at).is_some_and(|name| {
        let within = name.tokens.start <= tokens.start && tokens.end <= name.tokens.end;
        let later = name.tokens.start < tokens.start;
        match name.kind {
            NameKind::Person => within && later,
            NameKind::Organization => within && name.tokens.len() > tokens.len(),
            NameKind::Place | NameKind::Other => false,
        }
    })
}

/// The rule of a time that no calendar has: 30 February.
pub const IMPOSSIBLE: &str = "impossible-day";

fn time(document: &Document, start: usize, end: usize, found: Found) -> Time {
    Time {
        span: document.span_of(start..end),
        kind: found.meaning.kind,
        value: found.meaning.value,
        interval: found.meaning.interval,
        precision: found.meaning.precision,
        rule: if found.meaning.impossible { IMPOSSIBLE } else { found.rule },
    }
}

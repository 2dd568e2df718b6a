//! Times that are no dates: `now`, `recently`, `soon`, `in the past`.

use super::context::{Context, Found};
use super::value::Meaning;
use annalist_core::annotations::TimeKind;

/// Phrases, the longest first where one starts another, and their values.
const PHRASES: &[(&[&str], &str)] = &[
    (&["right", "now"], "PRESENT_REF"),
    (&["at", "this", "time"], "PRESENT_REF"),
    (&["these", "days"], "PRESENT_REF"),
    (&["this", "moment"], "PRESENT_REF"),
    (&["the", "moment"], "PRESENT_REF"),
    (&["the", "present", "day"], "PRESENT_REF"),
    (&["the", "present"], "PRESENT_REF"),
    (&["now"], "PRESENT_REF"),
    (&["currently"], "PRESENT_REF"),
    (&["current"], "PRESENT_REF"),
    (&["nowadays"], "PRESENT_REF"),
    (&["presently"], "PRESENT_REF"),
    (&["more", "recently"], "PAST_REF"),
    (&["recently"], "PAST_REF"),
    (&["recent"], "PAST_REF"),
    (&["lately"], "PAST_REF"),
    (&["previously"], "PAST_REF"),
    (&["formerly"], "PAST_REF"),
    (&["the", "past"], "PAST_REF"),
    (&["the", "near", "future"], "FUTURE_REF"),
    (&["the", "future"], "FUTURE_REF"),
    (&["the", "near", "term"], "FUTURE_REF"),
    (&["the", "short", "term"], "FUTURE_REF"),
    (&["a", "later", "date"], "FUTURE_REF"),
    (&["as", "soon", "as", "possible"], "FUTURE_REF"),
    (&["soon"], "FUTURE_REF"),
    (&["one", "day"], "FUTURE_REF"),
    (&["the", "foreseeable", "future"], "FUTURE_REF"),
    (&["future"], "FUTURE_REF"),
];

/// Finds a time without a date at token `i`.
pub(super) fn find(c: &Context, i: usize) -> Option<Found> {
    let (words, value) = PHRASES.iter().find(|(words, _)| c.follows(i, words))?;
    let end = i + words.len();
    if excluded(c, i, end) {
        return None;
    }
    Found::new(end, Meaning::open(TimeKind::Date, *value), "vague")
}

/// Other uses of the same words: `soon after`, `as soon as`, `now that`, `the past week`.
fn excluded(c: &Context, i: usize, end: usize) -> bool {
    let after = c.word(end);
    match c.word(i) {
        "previously" => after.ends_with("ed") || i > c.sentence.start && !matches!(after, "." | ","),
        "soon" => matches!(after, "after" | "as") || c.is(i.wrapping_sub(1), &["as", "so", "too"]),
        "now" => after == "-",
        "current" => after == "-",
        "one" => {
            !c.is(i.wrapping_sub(1), &["will", "would", "may", "might", "could", "can", "should", "shall"])
        }
        "recent" => super::vocabulary::unit(after).is_some(),
        "future" => c.before(i, 1) != "in",
        "the" if c.word(i + 1) == "past" => {
            after.starts_with(char::is_alphabetic)
                && !matches!(after, "and" | "that" | "but" | "is" | "was" | "few")
        }
        "the" if c.word(i + 1) == "moment" => c.before(i, 1) != "at" && c.before(i, 1) != "for",
        _ => false,
    }
}

//! Weekdays: `Tuesday`, `last Friday`, `this coming Sunday`.

use super::anchor::{self, Which};
use super::context::{Context, Found};
use super::tense;
use super::value::Meaning;
use super::vocabulary::weekday;
use annalist_core::annotations::TimeKind;

/// Finds a weekday at token `i`.
pub(super) fn find(c: &Context, i: usize) -> Option<Found> {
    let (which, at) = which(c, i);
    let day = weekday(c.word(at)).filter(|_| c.capital(at) || !c.word(at).ends_with('.'))?;
    if which == Which::Plain && is_name(c, at) {
        return None;
    }
    let from_text = c.is(i + 1, &["previous", "following", "preceding"]);
    let meaning = match c.last.map(|(first, _)| first).filter(|_| from_text).or(c.anchor) {
        Some(anchor) => Meaning::day(anchor::weekday(anchor, day, which, tense::of(c, at))),
        None => Meaning::open(TimeKind::Date, format!("XXXX-WXX-{day}")),
    };
    Found::new(at + 1, meaning, "weekday")
}

fn which(c: &Context, i: usize) -> (Which, usize) {
    match (c.word(i), c.word(i + 1)) {
        ("this", "coming") | ("the", "coming" | "following" | "next") => (Which::Next, i + 2),
        ("this", "past") | ("the", "previous" | "preceding" | "past" | "last") => (Which::Last, i + 2),
        ("this", _) => (Which::This, i + 1),
        ("last" | "past", _) => (Which::Last, i + 1),
        ("next" | "coming", _) => (Which::Next, i + 1),
        _ => (Which::Plain, i),
    }
}

/// Whether a weekday is part of a name: `Bloody Sunday`, `Good Friday`, `the Friday Times`.
fn is_name(c: &Context, i: usize) -> bool {
    c.is(
        i.wrapping_sub(1),
        &["bloody", "black", "good", "super", "easter", "palm", "ash", "holy", "solidarity"],
    ) || c.is(i + 1, &["times", "post", "herald"])
}

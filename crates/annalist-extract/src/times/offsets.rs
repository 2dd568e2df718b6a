//! Times so far from another in the text: `two days later`, `a week after that`, `the day before that`.

use super::context::{Context, Found};
use super::numbers;
use super::value::{Amount, Unit, shift};
use super::vocabulary::unit;

/// Finds a time reckoned from the last one in the text at token `i`.
pub(super) fn find(c: &Context, i: usize) -> Option<Found> {
    let (steps, at) = counted(c, i)?;
    let (unit, _) = unit(c.word(at))?;
    let (sign, end) = direction(c, at + 1)?;
    let fits =
        matches!(unit, Unit::Day | Unit::Night | Unit::Week | Unit::Fortnight | Unit::Month | Unit::Year);
    let (first, last) = c.reference(unit).filter(|_| fits)?;
    let from = if sign < 0 { first } else { last };
    Found::new(end, shift(from, unit, sign * steps), "offset")
}

/// A whole number, or `a`, `the`, before a unit.
fn counted(c: &Context, i: usize) -> Option<(i32, usize)> {
    if c.is(i, &["a", "an", "the"]) && unit(c.word(i + 1)).is_some_and(|(_, plural)| !plural) {
        return Some((1, i + 1));
    }
    match numbers::amount(c, i)? {
        (Amount::Exactly(n), at) if n.fract() == 0.0 && n < 5000.0 => Some((n as i32, at)),
        _ => None,
    }
}

/// `later`, `afterwards`, `after that`, `before that`, and one past them.
fn direction(c: &Context, i: usize) -> Option<(i32, usize)> {
    match (c.word(i), c.word(i + 1)) {
        ("later" | "afterwards" | "afterward", _) => Some((1, i + 1)),
        ("after", "that") if ends(c, i + 2) => Some((1, i + 2)),
        ("before", "that") if ends(c, i + 2) => Some((-1, i + 2)),
        _ => None,
    }
}

/// Whether `that` stands for the time spoken of: nothing that it could point to follows.
pub(super) fn ends(c: &Context, i: usize) -> bool {
    c.word(i).is_empty() || !c.word(i).starts_with(char::is_alphanumeric)
}

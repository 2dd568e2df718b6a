//! Lengths of time: `three years`, `24 hours`, `a 55-year-old man`, `recent months`, `centuries`.

use super::context::{Context, Found};
use super::numbers;
use super::value::{Amount, Meaning, Unit, joined};
use super::vocabulary::unit;
use annalist_core::annotations::TimeKind;

/// Words between a number and its unit.
const BETWEEN: [&str; 16] = [
    "-",
    "more",
    "additional",
    "consecutive",
    "straight",
    "full",
    "trading",
    "business",
    "working",
    "calendar",
    "fiscal",
    "successive",
    "whole",
    "solid",
    "long",
    "extra",
];

/// Finds a length of time at token `i`.
pub(super) fn find(c: &Context, i: usize) -> Option<Found> {
    let rules = [counted, single, vague_plural];
    rules.iter().filter_map(|rule| rule(c, i)).max_by_key(|f| f.end)
}

/// A number (or a range of numbers) and its unit.
fn counted(c: &Context, i: usize) -> Option<Found> {
    let start = i + usize::from(c.is(i, &["the", "those", "these", "another"]));
    let (amount, mut at) = numbers::amount(c, start)?;
    if c.is(at, &["to", "or", "-", "–"])
        && let Some((_, end)) = numbers::number(c, at + 1)
    {
        at = end;
    }
    let hyphen = c.word(at) == "-";
    at += usize::from(BETWEEN.contains(&c.word(at)));
    let (unit, plural) = unit(c.word(at))?;
    let one = matches!(amount, Amount::Exactly(n) if n <= 1.0);
    if !(plural || hyphen || one || unit_after_number(c, start, at)) || is_date_of(c, unit, hyphen, at) {
        return None;
    }
    // `60 Minutes`: the name of a programme.
    if hyphen && c.word(i) == "the" || c.word(at + 1) == "old" || !hyphen && super::relative::is_title(c, at)
    {
        return None;
    }
    if let Some((parts, end)) = lengths(c, start).filter(|(parts, _)| parts.len() > 1) {
        return Found::new(end, Meaning::open(TimeKind::Duration, joined(&parts)), "duration");
    }
    let (amount, at) = with_half(c, amount, at + 1);
    Found::new(past_more(c, past_age(c, at)), Meaning::duration(amount, unit), "duration")
}

/// Lengths that add up, each in a smaller unit than the one before: `two hours and two minutes`, `44 years and a day`,
/// `four minutes 5.1 seconds`, `2 hours, 53 minutes`.
pub(super) fn lengths(c: &Context, i: usize) -> Option<(Vec<(Amount, Unit)>, usize)> {
    let (amount, at) = exactly(c, i)?;
    let (first, _) = unit(c.word(at))?;
    let (amount, mut end) = with_half(c, amount, at + 1);
    let mut parts = vec![(amount, first)];
    while let Some((Amount::Exactly(n), last)) = parts.last() {
        if n.fract() != 0.0 {
            break;
        }
        let and = c.word(end) == "and";
        let next = exactly(c, end + usize::from(c.is(end, &["and", ","])))
            .and_then(|(amount, at)| Some((amount, unit(c.word(at))?.0, at + 1)));
        let Some((amount, smaller, after)) = next else { break };
        let fits = matches!(amount, Amount::Exactly(n) if most(*last, smaller).is_some_and(|most| n < most));
        if !fits || !and && !matches!(smaller, Unit::Minute | Unit::Second) {
            break;
        }
        parts.push((amount, smaller));
        end = after;
    }
    Some((parts, end))
}

/// A number, `a` or `an`.
fn exactly(c: &Context, i: usize) -> Option<(Amount, usize)> {
    let one = c.is(i, &["a", "an"]) && unit(c.word(i + 1)).is_some_and(|(_, plural)| !plural);
    if one { Some((Amount::Exactly(1.0), i + 1)) } else { numbers::amount(c, i) }
}

/// How many of a smaller unit a larger one has at the most, where the two add up to a length.
fn most(larger: Unit, smaller: Unit) -> Option<f64> {
    match (larger, smaller) {
        (Unit::Year, Unit::Month) => Some(12.0),
        (Unit::Year, Unit::Week) => Some(52.0),
        (Unit::Year, Unit::Day) => Some(366.0),
        (Unit::Month, Unit::Week) => Some(5.0),
        (Unit::Month, Unit::Day) => Some(31.0),
        (Unit::Week, Unit::Day) => Some(7.0),
        (Unit::Day, Unit::Hour) => Some(24.0),
        (Unit::Hour, Unit::Minute) | (Unit::Minute, Unit::Second) => Some(60.0),
        _ => None,
    }
}

/// `five year low`: a singular unit after a number, as a modifier.
fn unit_after_number(c: &Context, start: usize, at: usize) -> bool {
    at == start + 1 && c.word(at + 1).starts_with(char::is_alphabetic) && unit(c.word(at)).is_some()
}

/// `third quarter`, `second` after `-`: not lengths.
fn is_date_of(c: &Context, unit: Unit, hyphen: bool, at: usize) -> bool {
    unit == Unit::Quarter && (hyphen || !c.word(at).ends_with('s'))
        || unit == Unit::Second && hyphen && c.word(at + 1).is_empty()
}

/// `a year and a half`.
fn with_half(c: &Context, amount: Amount, at: usize) -> (Amount, usize) {
    match amount {
        Amount::Exactly(n) if c.follows(at, &["and", "a", "half"]) => (Amount::Exactly(n + 0.5), at + 3),
        _ => (amount, at),
    }
}

/// Past `-old` in `55-year-old`.
fn past_age(c: &Context, at: usize) -> usize {
    if c.word(at) == "-" && c.is(at + 1, &["old", "olds", "long"]) { at + 2 } else { at }
}

/// `a week`, `an hour`, `another month`, `an additional year`, `one day`.
fn single(c: &Context, i: usize) -> Option<Found> {
    if !c.is(i, &["a", "an", "another"]) {
        return None;
    }
    let mut at = i + 1;
    at += usize::from(
        c.is(at, &["full", "whole", "further", "additional", "single", "solid", "half"])
            && c.word(at) != "half",
    );
    let (unit, plural) = unit(c.word(at))?;
    let excluded = matches!(unit, Unit::Second | Unit::Quarter | Unit::Night | Unit::Weekend);
    if plural || excluded || is_compound(c, at + 1) {
        return None;
    }
    if let Some((parts, end)) = lengths(c, i).filter(|(parts, _)| parts.len() > 1) {
        return Found::new(end, Meaning::open(TimeKind::Duration, joined(&parts)), "duration");
    }
    let (amount, end) = with_half(c, Amount::Exactly(1.0), at + 1);
    Found::new(past_more(c, past_age(c, end)), Meaning::duration(amount, unit), "duration")
}

/// Past `or so`, `or two`, `or months` after a length.
pub(super) fn past_more(c: &Context, at: usize) -> usize {
    let more = c.is(at, &["or", "and"]);
    let plural = unit(c.word(at + 1)).is_some_and(|(_, plural)| plural);
    if more && plural || c.word(at) == "or" && c.is(at + 1, &["so", "two", "more"]) { at + 2 } else { at }
}

/// Whether the unit is the first part of a compound: `a year-end party`, `a day trip`.
fn is_compound(c: &Context, next: usize) -> bool {
    c.word(next) == "-" && !c.is(next + 1, &["long", "old"])
}

/// `recent years`, `coming weeks`, `for centuries`, `within weeks`, `years of talks`.
fn vague_plural(c: &Context, i: usize) -> Option<Found> {
    if c.word(i) == "the" && c.word(i + 2) == "ahead" {
        let (unit, _) = unit(c.word(i + 1)).filter(|(_, plural)| *plural)?;
        return Found::new(i + 3, Meaning::duration(Amount::Some, unit), "vague-duration");
    }
    if c.word(i) == "future" && unit(c.word(i + 1)).is_some_and(|(_, plural)| plural) {
        return Found::new(i + 2, Meaning::open(TimeKind::Date, "FUTURE_REF"), "vague-duration");
    }
    let lead = c.is(i, &["recent", "coming", "past", "following", "previous", "subsequent"]);
    let at = i + usize::from(lead);
    let (unit, _) = unit(c.word(at)).filter(|(_, plural)| *plural)?;
    if matches!(unit, Unit::Second | Unit::Weekend | Unit::Night | Unit::Quarter) && !lead {
        return None;
    }
    let cue = c.is(
        i.wrapping_sub(1),
        &["for", "within", "in", "over", "after", "of", "the", "several", "took", "takes", "into"],
    ) || c.is(at + 1, &["of", "before", "after", "later"]);
    (lead || cue)
        .then(|| Found::new(past_more(c, at + 1), Meaning::duration(Amount::Some, unit), "vague-duration"))
        .flatten()
}

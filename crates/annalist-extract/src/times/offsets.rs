//! Times so far from another in the text: `two days later`, `20 minutes later`, `the day before`, `the day after Christmas`.

use super::context::{Context, Found};
use super::value::{Amount, Meaning, Unit, shift};
use super::vocabulary::unit;
use super::{holidays, numbers};
use annalist_core::annotations::TimeKind;
use jiff::ToSpan;
use jiff::civil::Date;

/// Finds a time reckoned from the last one in the text at token `i`.
pub(super) fn find(c: &Context, i: usize) -> Option<Found> {
    let rules = [by_clock, beside_day, from_text];
    rules.iter().filter_map(|rule| rule(c, i)).max_by_key(|f| f.end)
}

/// `20 minutes later`, `an hour and 26 minutes later`, from the last time of day by the clock.
fn by_clock(c: &Context, i: usize) -> Option<Found> {
    let (parts, at) = super::durations::lengths(c, i)?;
    let (sign, end) = match (c.word(at), c.word(at + 1)) {
        ("earlier", next) if next != "than" => (-1, at + 1),
        _ => direction(c, at)?,
    };
    let mut time = c.clock?;
    for (amount, unit) in parts {
        let Amount::Exactly(n) = amount else { return None };
        let seconds = match unit {
            Unit::Second => n,
            Unit::Minute => n * 60.0,
            Unit::Hour => n * 3600.0,
            _ => return None,
        };
        let span = jiff::Span::new().try_seconds(i64::from(sign) * seconds as i64).ok()?;
        time = time.checked_add(span).ok()?;
    }
    let clock = format!("{:02}:{:02}", time.hour(), time.minute());
    Found::new(end, Meaning::time(Some(time.date()), &clock), "clock-offset")
}

/// `the day before`, alone; `the day after Christmas`, `the day before the July 4 holiday`.
fn beside_day(c: &Context, i: usize) -> Option<Found> {
    let sign = match c.word(i + 2) {
        "before" => -1,
        "after" => 1,
        _ => return None,
    };
    if !c.follows(i, &["the", "day"]) {
        return None;
    }
    let day = |day: Date| Meaning::day(day.saturating_add(sign.days()));
    if let Some(feast) = holidays::find(c, i + 3) {
        let on = feast.meaning.interval.filter(|_| feast.meaning.value.len() == 10);
        let meaning = on.map_or_else(
            || Meaning::open(TimeKind::Date, "XXXX-XX-XX"),
            |(first, _)| Meaning::day(first.saturating_add(sign.days())),
        );
        return Found::new(feast.end, meaning, "offset");
    }
    let alone = ends(c, i + 3) || c.is(i + 3, &["in", "at", "when", "but", "while"]);
    let last = c.last_day.filter(|_| alone)?;
    Found::new(i + 3, day(last), "offset")
}

/// `two days later`, `a week after that`.
fn from_text(c: &Context, i: usize) -> Option<Found> {
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

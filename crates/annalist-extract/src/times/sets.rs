//! Recurring times: `every Friday`, `each year`, `daily`, `$10 million a year`, `on Sundays`.

use super::context::{Context, Found};
use super::value::{Amount, Meaning, Unit, period};
use super::vocabulary::{month, unit, weekday, weekdays};
use annalist_core::annotations::TimeKind;

/// Finds a recurring time at token `i`.
pub(super) fn find(c: &Context, i: usize) -> Option<Found> {
    every(c, i).or_else(|| adverb(c, i)).or_else(|| per(c, i)).or_else(|| plural_days(c, i))
}

fn set(end: usize, value: impl Into<String>) -> Option<Found> {
    Found::new(end, Meaning::open(TimeKind::Set, value), "set")
}

/// `every Friday`, `each month`, `every two years`, `every other day`.
fn every(c: &Context, i: usize) -> Option<Found> {
    if !c.is(i, &["every", "each"]) {
        return None;
    }
    let other = c.word(i + 1) == "other";
    let at = i + 1 + usize::from(other);
    if let Some(day) = weekday(c.word(at)) {
        return set(at + 1, format!("XXXX-WXX-{day}"));
    }
    if let Some(m) = month(c.word(at)) {
        return set(at + 1, format!("XXXX-{m:02}"));
    }
    let (amount, at) = match super::numbers::amount(c, at) {
        Some(found) => found,
        None => (Amount::Exactly(if other { 2.0 } else { 1.0 }), at),
    };
    if let Some(part) = super::vocabulary::day_part(c.word(at)) {
        return set(at + 1, format!("XXXX-XX-XXT{part}"));
    }
    let (unit, _) = unit(c.word(at))?;
    set(at + 1, period(amount, unit))
}

/// `daily`, `weekly`, `monthly`, `yearly`, `annually`.
fn adverb(c: &Context, i: usize) -> Option<Found> {
    let title = c.cased() && c.capital(i) && i > c.sentence.start;
    if title {
        return None;
    }
    let value = match c.word(i) {
        "hourly" => "PT1H",
        "daily" => "XXXX-XX-XX",
        "nightly" => "XXXX-XX-XXTNI",
        "weekly" => "XXXX-WXX",
        "monthly" => "XXXX-XX",
        "annually" | "yearly" => "XXXX",
        _ => return None,
    };
    set(i + 1, value)
}

/// `$10 million a year`, `148 people a day`, `twice a week`, `per month`.
fn per(c: &Context, i: usize) -> Option<Found> {
    if !c.is(i, &["a", "an", "per"]) {
        return None;
    }
    let (unit, plural) = unit(c.word(i + 1))?;
    let speed = matches!(unit, Unit::Second | Unit::Minute | Unit::Hour) && c.word(i) == "per";
    if plural || speed || matches!(unit, Unit::Second | Unit::Quarter) {
        return None;
    }
    let rate = c.word(i) == "per" || is_rate(c, i);
    let open = !c.is(
        i + 2,
        &["ago", "earlier", "later", "before", "after", "from", "and", "-", "or", "of", "to", "in"],
    );
    (rate && open).then(|| set(i + 2, period(Amount::Exactly(1.0), unit))).flatten()
}

/// Whether what stands before token `i` is counted: a sum, a number and its noun, `once`, `twice`, `times`.
fn is_rate(c: &Context, i: usize) -> bool {
    if c.is(i.wrapping_sub(1), &["once", "twice", "times", "percent", "%", "million", "billion", "thousand"])
    {
        return true;
    }
    if unit(c.before(i, 1)).is_some_and(|(_, plural)| plural) {
        return true;
    }
    const BREAKS: [&str; 16] = [
        "for", "in", "within", "after", "over", "of", "than", "by", "at", "about", "to", "with", "almost",
        "nearly", "only", "on",
    ];
    if BREAKS.contains(&c.before(i, 1)) {
        return false;
    }
    let numeral = |k| {
        c.before(i, k).starts_with(|d: char| d.is_ascii_digit()) || c.is(i.wrapping_sub(k), &["$", "£", "€"])
    };
    numeral(1) || numeral(2) && c.before(i, 1).ends_with('s') || numeral(3) && c.before(i, 1).ends_with('s')
}

/// `on Sundays`, `Mondays`, `at weekends`.
fn plural_days(c: &Context, i: usize) -> Option<Found> {
    if c.word(i) == "weekends" && c.is(i.wrapping_sub(1), &["on", "at"]) {
        return set(i + 1, "XXXX-WXX-WE");
    }
    let day = weekdays(c.word(i)).filter(|_| c.capital(i))?;
    set(i + 1, format!("XXXX-WXX-{day}"))
}

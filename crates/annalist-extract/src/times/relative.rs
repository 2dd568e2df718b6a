//! Times reckoned from another: `yesterday`, `last month`, `two weeks ago`, `the following year`.

use super::context::{Context, Found};
use super::numbers;
use super::value::{Amount, Meaning, Unit, shift};
use super::vocabulary::{day_part, unit};
use annalist_core::annotations::TimeKind;
use jiff::ToSpan;

/// Finds a relative time at token `i`.
pub(super) fn find(c: &Context, i: usize) -> Option<Found> {
    let rules = [day_word, last_night, this_unit, ago, same, year_ago];
    rules.iter().filter_map(|rule| rule(c, i)).max_by_key(|f| f.end)
}

/// A period `steps` units from the report's day; open where there is none.
pub(super) fn from_anchor(c: &Context, unit: Unit, steps: i32) -> Meaning {
    c.anchor.map_or_else(|| open(unit), |anchor| shift(anchor, unit, steps))
}

fn open(unit: Unit) -> Meaning {
    let value = match unit {
        Unit::Week | Unit::Fortnight => "XXXX-WXX",
        Unit::Weekend => "XXXX-WXX-WE",
        Unit::Month => "XXXX-XX",
        Unit::Quarter => "XXXX-QX",
        Unit::Year => "XXXX",
        Unit::Decade => "XXX",
        Unit::Century => "XX",
        _ => "XXXX-XX-XX",
    };
    Meaning::open(TimeKind::Date, value)
}

/// `yesterday`, `today`, `tomorrow`, `tonight`, `the day before yesterday`.
fn day_word(c: &Context, i: usize) -> Option<Found> {
    if c.follows(i, &["the", "day", "before", "yesterday"]) {
        return Found::new(i + 4, from_anchor(c, Unit::Day, -2), "day-word");
    }
    if c.follows(i, &["the", "day", "after", "tomorrow"]) {
        return Found::new(i + 4, from_anchor(c, Unit::Day, 2), "day-word");
    }
    if is_title(c, i) {
        return None;
    }
    let steps = match c.word(i) {
        "yesterday" => -1,
        "today" => 0,
        "tomorrow" => 1,
        "tonight" => return Found::new(i + 1, Meaning::time(c.anchor, "NI"), "day-word"),
        _ => return None,
    };
    Found::new(i + 1, from_anchor(c, Unit::Day, steps), "day-word")
}

/// Whether a word that has no need of a capital has one in the middle of a sentence: `USA Today`.
pub(super) fn is_title(c: &Context, i: usize) -> bool {
    let starts =
        i == c.sentence.start || !c.before(i, 1).ends_with(char::is_alphanumeric) && c.before(i, 1) != "'s";
    c.cased()
        && !starts
        && c.form(i).starts_with(char::is_uppercase)
        && c.form(i).chars().any(char::is_lowercase)
}

/// `last night`, `this morning`, `later this afternoon`.
fn last_night(c: &Context, i: usize) -> Option<Found> {
    let steps = match c.word(i) {
        "last" => -1,
        "this" => 0,
        _ => return None,
    };
    let part = day_part(c.word(i + 1))?;
    let day = c.anchor.map(|a| a.saturating_add(steps.days()));
    Found::new(i + 2, Meaning::time(day, part), "last-night")
}

/// `last week`, `this year`, `next month`, `the past year`, `the current quarter`, `the previous day`.
fn this_unit(c: &Context, i: usize) -> Option<Found> {
    let start = i + usize::from(c.word(i) == "the");
    let definite = start > i;
    let (steps, from_last) = match c.word(start) {
        "last" | "past" => (-1, false),
        "next" | "coming" => (1, false),
        "this" | "current" => (0, false),
        "previous" | "preceding" if definite => (-1, true),
        "following" if definite => (1, true),
        _ => return None,
    };
    let mut at = start + 1;
    if c.word(start) == "this" && c.is(at, &["past", "coming"]) {
        at += 1;
    }
    at +=
        usize::from(c.is(at, &["fiscal", "calendar", "financial", "business", "school", "full", "academic"]));
    let (unit, plural) = unit(c.word(at))?;
    let day = matches!(unit, Unit::Day) && !from_last && steps != 1;
    let title = c.cased()
        && c.form(at).starts_with(char::is_uppercase)
        && c.form(at).len() > 1
        && i > c.sentence.start;
    if title || plural || day || matches!(unit, Unit::Second | Unit::Minute | Unit::Hour | Unit::Night) {
        return None;
    }
    let end = at + 1;
    let past = c.word(start) == "past" && unit != Unit::Year;
    if definite && past {
        let length = Meaning::duration(Amount::Exactly(1.0), unit);
        return Found::new(end, length.anchored(unit, Amount::Exactly(1.0), c.anchor, false), "past-unit");
    }
    let from_text = from_last || unit == Unit::Day;
    let meaning = match (from_text, c.reference(unit)) {
        (true, Some((first, last))) => shift(if steps > 0 { last } else { first }, unit, steps),
        _ => from_anchor(c, unit, steps),
    };
    Found::new(end, meaning, "relative-unit")
}

/// `two weeks ago`, `a year earlier`, `three days from now`, `months ago`.
fn ago(c: &Context, i: usize) -> Option<Found> {
    let (amount, at) = counted(c, i)?;
    let (unit, _) = unit(c.word(at))?;
    let at = at + 1;
    let or_so = if c.follows(at, &["or", "so"]) { 2 } else { 0 };
    let at = at + or_so;
    let (sign, end) = match (c.word(at), c.word(at + 1)) {
        ("ago", _) => (-1, at + 1),
        ("earlier", next) if next != "than" => (-1, at + 1),
        ("before", _) if super::offsets::ends(c, at + 1) => (-1, at + 1),
        ("from", "now" | "today" | "tomorrow") => (1, at + 2),
        _ => return None,
    };
    if let Some(found) = to_the_day(c, i, amount, unit, at) {
        return Some(found);
    }
    let earlier = c.is(at, &["earlier", "before"]);
    let steps = match amount {
        Amount::Exactly(n) if n.fract() == 0.0 && n < 5000.0 => sign * n as i32,
        _ => {
            let value = if sign < 0 { "PAST_REF" } else { "FUTURE_REF" };
            return Found::new(end, Meaning::open(TimeKind::Date, value), "ago");
        }
    };
    if let Some(meaning) = comparable(c, unit, steps) {
        return Found::new(end, meaning, "year-earlier");
    }
    let meaning = match c.reference(unit).filter(|_| earlier && unit != Unit::Year) {
        Some((first, _)) => shift(first, unit, steps),
        None => from_anchor(c, unit, steps),
    };
    Found::new(end, meaning, "ago")
}

/// `200 years ago today`, `10 years ago this month`, `a week from tomorrow`: as far from a day or period that is named. `at` is
/// the token of `ago` or `from`.
fn to_the_day(c: &Context, i: usize, amount: Amount, unit: Unit, at: usize) -> Option<Found> {
    let Amount::Exactly(n) = amount else { return None };
    let n = Some(n as i64).filter(|k| n.fract() == 0.0 && *k < 5000)?;
    let n = if c.word(at) == "ago" { -n } else { n };
    let base = day_word(c, at + 1).or_else(|| this_unit(c, at + 1).filter(|_| c.word(at + 1) == "this"))?;
    let (first, _) = base.meaning.interval.filter(|_| base.meaning.kind == TimeKind::Date)?;
    // `for two weeks from today` is a length.
    if c.word(at) == "from" && c.is(i.wrapping_sub(1), &["for", "of", "within", "last", "lasts"]) {
        return None;
    }
    let there = match unit {
        Unit::Day => first.checked_add(n.days()),
        Unit::Week => first.checked_add(n.weeks()),
        Unit::Month => first.checked_add(n.months()),
        Unit::Year => first.checked_add(n.years()),
        _ => return None,
    };
    let there = there.ok()?;
    let meaning = match c.word(at + 2) {
        "week" => shift(there, Unit::Week, 0),
        "month" => shift(there, Unit::Month, 0),
        "year" => shift(there, Unit::Year, 0),
        _ => Meaning::day(there),
    };
    Found::new(base.end, meaning, "ago")
}

/// A number before a unit, hyphened to it or not; none at all before a plural.
fn counted(c: &Context, i: usize) -> Option<(Amount, usize)> {
    if let Some((amount, end)) = numbers::amount(c, i) {
        return Some((amount, end + usize::from(c.word(end) == "-")));
    }
    match c.word(i) {
        "a" | "an" => Some((Amount::Exactly(1.0), i + 1)),
        word => unit(word).filter(|(_, plural)| *plural).map(|_| (Amount::Some, i)),
    }
}

/// `a year earlier` beside a quarter means that quarter of the year before.
fn comparable(c: &Context, unit: Unit, steps: i32) -> Option<Meaning> {
    let (year, quarter) = c.quarter.filter(|_| unit == Unit::Year && steps == -1)?;
    let near = c.anchor.is_some_and(|a| (i32::from(a.year()) - i32::from(year)).abs() <= 1);
    near.then(|| Meaning::quarter(Some(year - 1), quarter))
}

/// `that day`, `the same month`, `that year`, `the next day`: reckoned from the last time in the text.
fn same(c: &Context, i: usize) -> Option<Found> {
    let at = match (c.word(i), c.word(i + 1)) {
        ("the" | "that", "same") => i + 2,
        ("the", "corresponding" | "comparable") => i + 2,
        ("that", _) => i + 1,
        _ => return None,
    };
    if let Some(found) = same_in_year(c, at) {
        return Some(found);
    }
    if c.is(i + 1, &["corresponding", "comparable"]) {
        return None;
    }
    let (unit, plural) = unit(c.word(at))?;
    let wide =
        matches!(unit, Unit::Day | Unit::Week | Unit::Month | Unit::Quarter | Unit::Year | Unit::Decade);
    if plural || !wide {
        return None;
    }
    let from = c.reference(unit).map(|(first, _)| first);
    Found::new(at + 1, from.map_or_else(|| open(unit), |day| shift(day, unit, 0)), "same-unit")
}

/// `the same month of 2000`, `the same period last year`: the quarter or month spoken of, in another year. `at` is the token
/// of the unit.
fn same_in_year(c: &Context, at: usize) -> Option<Found> {
    let (year, end) = super::periods::year_near(c, at + 1)?;
    let days = c.last.and_then(|(first, last)| first.until(last).ok()).map(|span| span.get_days());
    let month = c.last.filter(|_| days.is_some_and(|n| n <= 30));
    let month = month.map(|(first, _)| Meaning::month(Some(year), first.month()));
    let last_found = days.is_some_and(|n| (88..=92).contains(&n));
    let quarter = c.quarter.filter(|_| last_found || c.word(at) == "quarter");
    let quarter = quarter.map(|(_, q)| Meaning::quarter(Some(year), q));
    let meaning = match c.word(at) {
        "month" => month,
        "quarter" | "period" => quarter,
        _ => return None,
    };
    Found::new(end, meaning.unwrap_or_else(|| Meaning::year(year)), "same-period")
}

/// `year-ago`, `year-earlier`, `the year-earlier period`, `the year-ago third quarter`.
fn year_ago(c: &Context, i: usize) -> Option<Found> {
    let mut start = i + usize::from(c.word(i) == "the");
    start += usize::from(c.is(start, &["comparable", "corresponding"]));
    if !(c.word(start) == "year" && c.word(start + 1) == "-" && c.is(start + 2, &["ago", "earlier"])) {
        return None;
    }
    let mut end = start + 3;
    let mut quarter = c.quarter;
    if let Some(q) = super::vocabulary::ordinal(c.word(end)).filter(|_| c.word(end + 1) == "quarter") {
        quarter = c.anchor.map(|a| (a.year(), i8::try_from(q).unwrap_or(1).clamp(1, 4)));
        end += 1;
    }
    end += usize::from(c.is(end, &["period", "quarter"]));
    let meaning = match quarter {
        Some((year, q)) => Meaning::quarter(Some(year - 1), q),
        None => from_anchor(c, Unit::Year, -1),
    };
    Found::new(end, meaning, "year-earlier")
}

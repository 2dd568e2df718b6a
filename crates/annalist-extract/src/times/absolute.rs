//! Calendar dates: `12 March 2003`, `Friday, Jan. 10`, `2004-11-12`, `March`, `1996`.

use super::anchor::{self, Which};
use super::context::{Context, Found};
use super::numbers;
use super::tense::{self, Tense};
use super::value::Meaning;
use super::vocabulary::{month, ordinal, weekday};

/// Finds a calendar date at token `i`.
pub(super) fn find(c: &Context, i: usize) -> Option<Found> {
    let start = after_weekday(c, i);
    let full = month_first(c, start).or_else(|| day_first(c, start));
    full.or_else(|| {
        let rules = [numeric, month_alone, year_alone, spelled_year, fiscal_year];
        (start == i).then(|| rules.iter().find_map(|rule| rule(c, i))).flatten()
    })
}

/// Past a weekday before a date, with its comma.
fn after_weekday(c: &Context, i: usize) -> usize {
    match weekday(c.word(i)) {
        Some(_) if c.is(i + 1, &[",", "the"]) => i + 2,
        Some(_) => i + 1,
        None => i,
    }
}

/// `March 12`, `Nov. 9, 1989`, `March eighth`.
fn month_first(c: &Context, i: usize) -> Option<Found> {
    let m = month(c.word(i)).filter(|_| c.capital(i) || !is_verb(c.word(i)))?;
    let (day, end) = day_number(c, i + 1)?;
    match day_number(c, end + 1).filter(|(last, _)| is_range(c, end) && *last > day) {
        Some((last, end)) => dated(c, i, (m, day), end, "month-day").map(|found| until(found, last)),
        None => dated(c, i, (m, day), end, "month-day"),
    }
}

/// `12 March`, `the 12th of March 2003`.
fn day_first(c: &Context, i: usize) -> Option<Found> {
    let start = i + usize::from(c.word(i) == "the");
    let (day, end) = day_number(c, start)?;
    if let Some((last, end)) = day_number(c, end + 1).filter(|(last, _)| is_range(c, end) && *last > day) {
        let m = month(c.word(end))?;
        return dated(c, i, (m, day), end + 1, "day-month").map(|found| until(found, last));
    }
    let at = end + usize::from(c.word(end) == "of");
    let m = month(c.word(at))?;
    dated(c, i, (m, day), at + 1, "day-month")
}

/// Whether a month's name is also a verb, so that a number after it need not be a day.
fn is_verb(word: &str) -> bool {
    matches!(word, "may" | "march")
}

/// Whether a hyphen at token `i` joins two days: `June 4-6`.
fn is_range(c: &Context, i: usize) -> bool {
    c.is(i, &["-", "–"]) && !c.word(i + 1).is_empty()
}

/// A date that goes on to day `last` of its month. Its value stays that of the first day.
fn until(mut found: Found, last: i8) -> Found {
    if let Some((first, end)) = found.meaning.interval.as_mut()
        && let Ok(day) = jiff::civil::Date::new(first.year(), first.month(), last)
    {
        *end = day;
    }
    found
}

fn day_number(c: &Context, i: usize) -> Option<(i8, usize)> {
    let word = c.word(i);
    let digits = word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
    let tail = c.word(i + 1);
    if digits
        && (matches!(tail, "%" | "percent" | "million" | "people") || tail.starts_with('.') && tail.len() > 1)
    {
        return None;
    }
    let day = if digits { word.parse().ok()? } else { ordinal(word)? };
    let day = i8::try_from(day).ok().filter(|d| (1..=31).contains(d))?;
    Some((day, i + 1))
}

/// Completes a month and day with the year after it, or the nearest.
fn dated(c: &Context, start: usize, (month, day): (i8, i8), end: usize, rule: &'static str) -> Option<Found> {
    if let Some((year, end)) = stated_year(c, end) {
        return Found::new(end, Meaning::month_day(Some(year), month, day), rule);
    }
    let year = match c.anchor {
        Some(anchor) => {
            anchor::year_of_day(anchor, month, day, tense::pointed(c, start)).or(Some(anchor.year()))
        }
        None => c.last.map(|(first, _)| first.year()),
    };
    Found::new(end, Meaning::month_day(year, month, day), rule)
}

/// `, 1989`, ` 1989`, ` of 1989`, ` this year`, ` last year` after a month or day.
fn stated_year(c: &Context, i: usize) -> Option<(i16, usize)> {
    let at = i + usize::from(c.is(i, &[",", "of"]));
    if let Some(year) = year_number(c.word(at)).filter(|y| *y >= 1000) {
        return Some((year, at + 1));
    }
    if at > i {
        return None;
    }
    let years = match c.word(i) {
        "last" => -1,
        "next" => 1,
        "this" => 0,
        _ => return spelled(c, i),
    };
    let anchor = c.anchor.filter(|_| c.word(i + 1) == "year")?;
    Some((anchor.year() + years, i + 2))
}

fn year_number(word: &str) -> Option<i16> {
    let plain = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| word.parse().ok()).flatten()
}

/// A month alone or with its year: `March`, `last April`, `this September`, `July last year`, `March 1996`.
fn month_alone(c: &Context, i: usize) -> Option<Found> {
    let (which, at) = match c.word(i) {
        "last" | "past" => (Which::Last, i + 1),
        "next" => (Which::Next, i + 1),
        "this" => (Which::This, i + 1),
        _ => (Which::Plain, i),
    };
    let m = month(c.word(at)).filter(|_| c.capital(at) || !c.word(at).ends_with('.'))?;
    if let Some((year, end)) = stated_year(c, at + 1) {
        return Found::new(end, Meaning::month(Some(year), m), "month-year");
    }
    if which == Which::Plain && !stands_alone(c, at) {
        return None;
    }
    let year = match c.anchor {
        Some(anchor)
            if which == Which::Plain && c.is(i.wrapping_sub(1), &["a", "an", "the", "its", "their"]) =>
        {
            anchor::year_of_day(anchor, m, 15, None)
        }
        Some(anchor) => Some(anchor::year_of_month(anchor, m, which, month_tense(c, i))),
        None => c.last.map(|(first, _)| first.year()),
    };
    Found::new(at + 1, Meaning::month(year, m), "month")
}

/// `by February` looks ahead, `since February` back, whatever the verb.
fn month_tense(c: &Context, i: usize) -> Tense {
    match c.before(i, 1) {
        "by" | "until" | "till" if !(c.sentence.start..i).any(|j| c.is(j, &["had", "was", "were"])) => {
            Tense::Future
        }
        "since" => Tense::Past,
        _ => tense::of(c, i),
    }
}

/// Whether a month's name at token `i` is a month: `may`, `march` and abbreviations are also other words.
fn stands_alone(c: &Context, i: usize) -> bool {
    const PREPOSITIONS: [&str; 24] = [
        "in",
        "since",
        "by",
        "until",
        "till",
        "from",
        "to",
        "of",
        "late",
        "early",
        "through",
        "during",
        "before",
        "after",
        "between",
        "for",
        "each",
        "every",
        "last",
        "next",
        "this",
        "mid",
        "around",
        "throughout",
    ];
    let word = c.word(i);
    let name = matches!(c.word(i + 1), "'s" | "’s") || PREPOSITIONS.contains(&c.before(i, 1));
    match word {
        "may" | "march" | "august" => name && (c.before(i, 1) != "to" || c.cased() && c.capital(i)),
        _ if word.len() <= 5 && !matches!(word, "april" | "june" | "july") => {
            word.ends_with('.') && (name || c.cased()) || name && word.len() == 3
        }
        _ => true,
    }
}

/// `2004-11-12`, `11/28/2000`, `12.03.2003`, `9/11`.
fn numeric(c: &Context, i: usize) -> Option<Found> {
    let word = c.word(i);
    if word == "9/11" {
        return Found::new(i + 1, Meaning::month_day(Some(2001), 9, 11), "numeric");
    }
    let separator = word.chars().find(|d| matches!(d, '-' | '/' | '.'))?;
    let parts: Vec<&str> = word.split(separator).collect();
    let [a, b, y] = parts[..] else { return None };
    let fits = parts.iter().all(|p| (1..=4).contains(&p.len()) && p.bytes().all(|d| d.is_ascii_digit()));
    let number = |p: &str| p.parse::<i16>().ok();
    let (a, b, y, four) = (number(a)?, number(b)?, number(y)?, parts.map_lengths());
    let (year, month, day) = match four {
        [4, ..] => (a, b, y),
        [.., 4] if separator == '.' || a > 12 => (y, b, a),
        [.., 4] => (y, a, b),
        [.., 2] if separator == '/' => (century(y), a, b),
        _ => return None,
    };
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let real = fits && (1..=12).contains(&month) && (1..=31).contains(&day);
    real.then(|| Found::new(i + 1, Meaning::month_day(Some(year), month, day), "numeric")).flatten()
}

trait Lengths {
    fn map_lengths(&self) -> [usize; 3];
}

impl Lengths for Vec<&str> {
    fn map_lengths(&self) -> [usize; 3] {
        [self[0].len(), self[1].len(), self[2].len()]
    }
}

/// The year a two-digit one means: 1930 to 2029.
fn century(year: i16) -> i16 {
    if year >= 30 { 1900 + year } else { 2000 + year }
}

/// `1996`, `'96`.
fn year_alone(c: &Context, i: usize) -> Option<Found> {
    let word = c.word(i);
    if let Some(short) = word.strip_prefix(['\'', '’']) {
        let year: i16 = short.parse().ok().filter(|_| short.len() == 2)?;
        return Found::new(i + 1, Meaning::year(century(year)), "year");
    }
    let year = year_number(word)?;
    let start = c.word(i) == c.before(i, 0) && c.is(i.wrapping_sub(1), &["year"]);
    if !(start || is_year(c, i, year)) {
        return None;
    }
    Found::new(i + 1, Meaning::year(year), "year")
}

/// Whether a four-digit number at token `i` is a year.
fn is_year(c: &Context, i: usize, year: i16) -> bool {
    const BEFORE: [&str; 32] = [
        "in", "since", "of", "by", "until", "till", "from", "to", "during", "between", "before", "after",
        "early", "late", "through", "for", "the", "and", "mid", "summer", "winter", "spring", "fall",
        "autumn", "around", "year", "fiscal", "(", "-", "–", ",", "a",
    ];
    const NOT_AFTER: [&str; 12] =
        ["$", "£", "€", "no.", "#", "about", "some", "than", "nearly", "over", "page", "flight"];
    const COUNTED: [&str; 26] = [
        "people",
        "percent",
        "%",
        "points",
        "soldiers",
        "troops",
        "men",
        "women",
        "miles",
        "kilometers",
        "dollars",
        "shares",
        "votes",
        "seats",
        "jobs",
        "homes",
        "feet",
        "hours",
        "gmt",
        "tons",
        "tonnes",
        "euros",
        "pounds",
        "yards",
        "meters",
        "prisoners",
    ];
    let (before, after) = (c.before(i, 1), c.word(i + 1));
    if NOT_AFTER.contains(&before)
        || COUNTED.contains(&after)
        || after == "'s" && !(1900..2050).contains(&year)
    {
        return false;
    }
    match year {
        1900..=2049 => !before.is_empty() || c.is(i + 1, &[",", "-", ":"]) || !plural(after),
        1000..=1899 => BEFORE[..8].contains(&before) && !plural(after) || before == "year",
        _ => false,
    }
}

fn plural(word: &str) -> bool {
    word.len() > 3 && word.ends_with('s') && word.bytes().all(|b| b.is_ascii_lowercase())
}

/// `nineteen ninety-seven`, `the year two thousand`.
fn spelled_year(c: &Context, i: usize) -> Option<Found> {
    let (start, named) = match (c.word(i), c.word(i + 1)) {
        ("the", "year") => (i + 2, true),
        ("year", _) => (i + 1, true),
        _ => (i, false),
    };
    if let Some(year) = year_number(c.word(start)).filter(|_| named) {
        return Found::new(start + 1, Meaning::year(year), "year");
    }
    if named && c.follows(start, &["two", "thousand"]) {
        return Found::new(start + 2, Meaning::year(2000), "year");
    }
    let (year, end) = spelled(c, start)?;
    Found::new(end, Meaning::year(year), "year")
}

/// `nineteen ninety-seven`, `twenty twelve`: a century and the years in it.
pub(super) fn spelled(c: &Context, i: usize) -> Option<(i16, usize)> {
    let century = match c.word(i) {
        "eighteen" => 1800,
        "nineteen" => 1900,
        "twenty" => 2000,
        _ => return None,
    };
    let at = i + 1 + usize::from(c.word(i + 1) == "-");
    let (years, end) = numbers::below_hundred(c, at)?;
    let fits = years >= 10
        && !(century == 2000 && c.word(i + 1) == "-" || super::vocabulary::unit(c.word(end)).is_some());
    fits.then(|| i16::try_from(years).ok()).flatten().map(|y| (century + y, end))
}

/// `fiscal 1989`, `fiscal year 2003`, `FY 2003`.
fn fiscal_year(c: &Context, i: usize) -> Option<Found> {
    let start = i + usize::from(c.word(i) == "the");
    if !c.is(start, &["fiscal", "financial", "fy", "calendar"]) {
        return None;
    }
    let at = start + 1 + usize::from(c.word(start + 1) == "year");
    let year = year_number(c.word(at))?;
    Found::new(at + 1, Meaning::year(year), "fiscal-year")
}

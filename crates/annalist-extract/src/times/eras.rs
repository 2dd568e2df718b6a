//! Years and days counted otherwise: `44 BC`, `AD 79`, `1 Muharram 1440`, `15 Khordad 1342`, `Meiji 45`, `2549 B.E.`

use super::calendars::{Calendar, reign, unknown_day};
use super::context::{Context, Found};
use super::value::Meaning;
use super::vocabulary::ordinal;
use annalist_core::annotations::TimeKind;

/// Finds a date of another era or calendar at token `i`.
pub(super) fn find(c: &Context, i: usize) -> Option<Found> {
    let rules = [era, reign_year, day_of_calendar, month_of_calendar];
    rules.iter().filter_map(|rule| rule(c, i)).max_by_key(|f| f.end)
}

/// The era at token `i` and one past it; `true` before Christ. The stops are tokens of their own or not.
fn era_mark(c: &Context, i: usize) -> Option<(bool, usize)> {
    let word: String = c.form(i).chars().filter(|x| *x != '.').collect();
    let before = match word.as_str() {
        "BC" | "BCE" => true,
        "AD" | "CE" => false,
        _ => return None,
    };
    Some((before, i + 1))
}

fn number(c: &Context, i: usize, longest: usize) -> Option<i16> {
    let word = c.word(i);
    let plain = (1..=longest).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| word.parse().ok()).flatten()
}

/// `44 BC`, `AD 79`, `79 AD`, `the 3rd century BC`. There is no year 0.
fn era(c: &Context, i: usize) -> Option<Found> {
    if let Some((false, at)) = era_mark(c, i) {
        let year = number(c, at, 4).filter(|y| *y > 0)?;
        return Found::new(at + 1, Meaning::year(year), "era");
    }
    if let Some(year) = number(c, i, 4) {
        let (before, end) = era_mark(c, i + 1)?;
        let meaning = match (before, year) {
            (_, 0) => return None,
            (true, _) => Meaning::open(TimeKind::Date, format!("BC{year:04}")),
            (false, _) => Meaning::year(year),
        };
        return Found::new(end, meaning, "era");
    }
    let at = i + usize::from(c.word(i) == "the");
    let century = ordinal(c.word(at)).filter(|n| (1..=40).contains(n) && c.word(at + 1) == "century")?;
    let (before, end) = era_mark(c, at + 2)?;
    let first = i16::try_from(century - 1).ok()?;
    let meaning = if before {
        Meaning::open(TimeKind::Date, format!("BC{first:02}"))
    } else {
        Meaning::century(first.checked_mul(100)?)
    };
    Found::new(end, meaning, "era")
}

/// `Meiji 45`, `Showa 20`, `2549 B.E.`
fn reign_year(c: &Context, i: usize) -> Option<Found> {
    if let Some(year) = number(c, i, 4).filter(|y| (2300..2700).contains(y))
        && matches!(c.form(i + 1), "B.E." | "BE" | "B.E")
    {
        return Found::new(i + 2, Meaning::year(year - 543), "buddhist-calendar");
    }
    let (first, last) = reign(c.word(i)).filter(|_| c.capital(i))?;
    let n = number(c, i + 1, 2).filter(|n| (1..=last).contains(n))?;
    Found::new(i + 2, Meaning::year(first + n - 1), "japanese-calendar")
}

/// A month of a calendar at token `i`, in up to two words, and one past it.
fn month(c: &Context, i: usize) -> Option<(Calendar, i32, usize)> {
    let two = format!("{} {}", c.word(i), c.word(i + 1));
    for calendar in [Calendar::Islamic, Calendar::Persian] {
        if let Some(month) = calendar.month_named(&two) {
            return Some((calendar, month, i + 2));
        }
        if let Some(month) = calendar.month_named(c.word(i)) {
            return Some((calendar, month, i + 1));
        }
    }
    None
}

/// `1 Muharram 1440`, `the 15th of Khordad`, `10 Muharram 1441 AH`, `22 Bahman 1357`.
fn day_of_calendar(c: &Context, i: usize) -> Option<Found> {
    let start = i + usize::from(c.word(i) == "the");
    let day = number(c, start, 2).map(|n| u32::from(n.unsigned_abs())).or_else(|| ordinal(c.word(start)))?;
    let at = start + 1 + usize::from(c.word(start + 1) == "of");
    let (calendar, month, end) = month(c, at)?;
    let (year, end) = year(c, end).map_or((None, end), |(y, e)| (Some(y), e));
    let day = i32::try_from(day).ok()?;
    let meaning = match (year, c.anchor) {
        (Some(year), _) => calendar.meaning(year, month, day),
        (None, Some(anchor)) => {
            let own = calendar.year_of(anchor);
            let near = (own - 1..=own + 1).filter_map(|y| calendar.meaning(y, month, day));
            near.min_by_key(|m| m.interval.map_or(i32::MAX, |(d, _)| (anchor - d).get_days().abs()))
        }
        (None, None) => None,
    };
    Found::new(end, meaning.unwrap_or_else(unknown_day), rule(calendar))
}

/// `Muharram 1440`, `Khordad 1342`.
fn month_of_calendar(c: &Context, i: usize) -> Option<Found> {
    let (calendar, month, end) = month(c, i).filter(|_| c.capital(i))?;
    let (year, end) = year(c, end)?;
    let meaning =
        calendar.month_meaning(year, month).unwrap_or_else(|| Meaning::open(TimeKind::Date, "XXXX-XX"));
    Found::new(end, meaning, rule(calendar))
}

/// The year after a month, with `AH` or `A.H.` after it.
fn year(c: &Context, i: usize) -> Option<(i32, usize)> {
    let at = i + usize::from(c.word(i) == ",");
    let year = number(c, at, 4).filter(|y| (1000..1700).contains(y))?;
    Some((i32::from(year), at + 1 + usize::from(matches!(c.form(at + 1), "AH" | "A.H."))))
}

fn rule(calendar: Calendar) -> &'static str {
    if calendar == Calendar::Islamic { "islamic-calendar" } else { "persian-calendar" }
}

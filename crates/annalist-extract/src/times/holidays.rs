//! Holidays on fixed days, and Easter.

use super::anchor;
use super::context::{Context, Found};
use super::value::Meaning;
use jiff::ToSpan;
use jiff::civil::{Date, date};

/// Names and days.
const FIXED: &[(&[&str], i8, i8)] = &[
    (&["christmas", "eve"], 12, 24),
    (&["christmas", "day"], 12, 25),
    (&["christmas"], 12, 25),
    (&["boxing", "day"], 12, 26),
    (&["new", "year", "'s", "eve"], 12, 31),
    (&["new", "year", "’s", "eve"], 12, 31),
    (&["new", "year", "'s", "day"], 1, 1),
    (&["new", "year", "’s", "day"], 1, 1),
    (&["new", "year", "'s"], 1, 1),
    (&["valentine", "'s", "day"], 2, 14),
    (&["international", "women", "'s", "day"], 3, 8),
    (&["may", "day"], 5, 1),
    (&["halloween"], 10, 31),
    (&["all", "saints", "'", "day"], 11, 1),
    (&["bastille", "day"], 7, 14),
];

/// Days counted from Easter Sunday.
const MOVABLE: &[(&[&str], i32)] = &[
    (&["good", "friday"], -2),
    (&["palm", "sunday"], -7),
    (&["ash", "wednesday"], -46),
    (&["easter", "monday"], 1),
    (&["easter", "sunday"], 0),
    (&["easter"], 0),
    (&["pentecost"], 49),
];

/// Finds a holiday at token `i`.
pub(super) fn find(c: &Context, i: usize) -> Option<Found> {
    if !c.capital(i) {
        return None;
    }
    let fixed = FIXED
        .iter()
        .find(|(words, ..)| c.follows(i, words))
        .map(|(words, m, d)| (words.len(), Day::Fixed(*m, *d)));
    let (length, day) = fixed.or_else(|| {
        let (words, offset) = MOVABLE.iter().find(|(words, _)| c.follows(i, words))?;
        Some((words.len(), Day::FromEaster(*offset)))
    })?;
    let end = i + length;
    let stated =
        c.word(end).parse::<i16>().ok().filter(|y| (1000..3000).contains(y) && c.word(end).len() == 4);
    let end = end + usize::from(stated.is_some());
    let year = stated.or_else(|| c.anchor.and_then(|a| day.nearest_year(a)));
    Found::new(end, day.meaning(year), "holiday")
}

enum Day {
    Fixed(i8, i8),
    FromEaster(i32),
}

impl Day {
    fn nearest_year(&self, anchor: Date) -> Option<i16> {
        match self {
            Day::Fixed(month, day) => anchor::year_of_day(anchor, *month, *day, None),
            Day::FromEaster(_) => anchor::year_of_day(anchor, 4, 8, None),
        }
    }

    fn meaning(&self, year: Option<i16>) -> Meaning {
        match (self, year.and_then(easter)) {
            (Day::Fixed(month, day), _) => Meaning::month_day(year, *month, *day),
            (Day::FromEaster(offset), Some(easter)) => {
                Meaning::day(easter.saturating_add(i64::from(*offset).days()))
            }
            (Day::FromEaster(_), None) => {
                Meaning::open(annalist_core::annotations::TimeKind::Date, "XXXX-XX-XX")
            }
        }
    }
}

/// Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, 1991, chapter 8).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e, f) = (b / 4, b % 4, (b + 8) / 25);
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    let (month, day) = (i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?);
    (year > 1582).then(|| Date::new(year, month, day).unwrap_or(date(year, 4, 8)))
}

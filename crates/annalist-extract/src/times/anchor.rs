//! Reckoning from the report's own day: which Tuesday, which March, which 12 March.

use super::tense::Tense;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// Which of the days of a name is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// As the tense says.
    Plain,
    /// `last Friday`: before the report's day.
    Last,
    /// `next Friday`: after it.
    Next,
    /// `this Friday`: of the week the report was written in.
    This,
}

/// The day that a weekday (from Monday = 1) means in a report of day `anchor`.
pub(super) fn weekday(anchor: Date, day: i8, which: Which, tense: Tense) -> Date {
    let Ok(day) = Weekday::from_monday_one_offset(day) else { return anchor };
    let back = i64::from(day.until(anchor.weekday()));
    let ahead = i64::from(anchor.weekday().until(day));
    let full = |n: i64| if n == 0 { 7 } else { n };
    match (which, tense) {
        (Which::Last, _) => anchor.saturating_sub(full(back).days()),
        (Which::Next, _) => anchor.saturating_add(full(ahead).days()),
        (Which::This, Tense::Past) => anchor.saturating_sub(back.days()),
        (Which::This, _) | (Which::Plain, Tense::Future) => anchor.saturating_add(ahead.days()),
        (Which::Plain, _) => anchor.saturating_sub(back.days()),
    }
}

/// The year of a month named without one.
pub(super) fn year_of_month(anchor: Date, month: i8, which: Which, tense: Tense) -> i16 {
    let (own, year) = (anchor.month(), anchor.year());
    match (which, tense) {
        (Which::Last, _) if month >= own => year - 1,
        (Which::Next, _) if month <= own => year + 1,
        (Which::This, _) => year,
        (Which::Plain, Tense::Present) => year_of_day(anchor, month, 15, None).unwrap_or(year),
        (Which::Plain, Tense::Future) if month < own => year + 1,
        (Which::Plain, Tense::Past) if month > own => year - 1,
        _ => year,
    }
}

/// Days by which what is told as past may lie after the report's day, which is not always that of its writing.
const GRACE: i32 = 2;

/// The year that puts a day and month nearest to `anchor`, on the side of it that is `pointed` at, if one is.
pub(super) fn year_of_day(anchor: Date, month: i8, day: i8, pointed: Option<Tense>) -> Option<i16> {
    let year = anchor.year();
    let distance = |y: i16| {
        let date = Date::new(y, month, day).ok()?;
        let days = anchor.until(date).ok()?.get_days();
        let wrong = pointed.is_some_and(|t| if t == Tense::Past { days > GRACE } else { days < 0 });
        Some(days.abs() + if wrong { 400 } else { 0 })
    };
    let near = [year, year.saturating_sub(1), year.saturating_add(1)];
    near.into_iter().filter_map(|y| Some((distance(y)?, y))).min_by_key(|(d, _)| *d).map(|(_, y)| y)
}

/// The year of a quarter named without one. Reports on a quarter come in the months after it, so that even
/// one "expected" for the third quarter is that of the year whose third quarter has just ended.
pub(super) fn year_of_quarter(anchor: Date, quarter: i8, tense: Tense) -> i16 {
    let first = quarter * 3 - 2;
    match tense {
        Tense::Future if first + 6 <= anchor.month() => anchor.year() + 1,
        Tense::Past | Tense::Present if first > anchor.month() => anchor.year() - 1,
        _ => anchor.year(),
    }
}

/// The year of a or season (which starts in `month`) named without one.
pub(super) fn year_of_period(anchor: Date, month: i8, tense: Tense) -> i16 {
    match tense {
        Tense::Future if month + 2 < anchor.month() => anchor.year() + 1,
        Tense::Past | Tense::Present if month > anchor.month() => anchor.year() - 1,
        _ => anchor.year(),
    }
}

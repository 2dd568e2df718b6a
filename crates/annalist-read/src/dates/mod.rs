//! Publication times as outlets print them: ISO 8601, RFC 2822, `12 March 2019 09:05`, `March 12, 2019, 9:05 a.m. EDT`,
//! `20190312`, seconds since 1970.
//!
//! The grammar is small and strict: the whole string must be one date with, at most, a weekday, a time and a zone.
//! Numeric dates whose day and month could be exchanged are refused unless they say which is which.

mod abroad;
mod pieces;
mod zones;

pub(crate) use abroad::published_abroad;

use annalist_core::moment::Moment;
use jiff::civil::{Date, Time};
use pieces::{Cursor, Piece, pieces};
use zones::{Zone, offset_on, shared, zone};

/// Reads one date or date and time; None where the string is anything else or names a day that does not exist.
pub fn parse(text: &str) -> Option<Moment> {
    let text = text.trim();
    if text.len() > 80 || !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    compact(text).or_else(|| spelled(text)).filter(|m| plausible(m.date))
}

/// Reads one date as [`parse`] does. A zone's name that several zones share is told by `other`, a time of the same page: with
/// "+05:30" there, "IST" is India's.
pub(crate) fn parse_beside(text: &str, other: Option<Moment>) -> Option<Moment> {
    let moment = parse(text)?;
    if moment.time.is_none() || moment.offset_minutes.is_some() {
        return Some(moment);
    }
    let offset_minutes = other.and_then(|o| o.offset_minutes).filter(|offset| {
        let words = text.split(|c: char| !c.is_alphabetic());
        words.into_iter().any(|w| shared(&w.to_lowercase()).contains(offset))
    });
    Some(Moment { offset_minutes, ..moment })
}

/// Reads a publication time given as a number: seconds or milliseconds since 1970, or a day as `20190312`.
pub(crate) fn parse_number(number: i64) -> Option<Moment> {
    if let Some(moment) = compact(&number.to_string()) {
        return Some(moment);
    }
    let seconds = if number.abs() >= 100_000_000_000 { number / 1000 } else { number };
    let at = jiff::Timestamp::from_second(seconds).ok()?.to_zoned(jiff::tz::TimeZone::UTC).datetime();
    let moment = Moment { date: at.date(), time: Some(at.time()), offset_minutes: Some(0) };
    (seconds.abs() > 100_000_000 && plausible(moment.date)).then_some(moment)
}

/// Of two statements about one day the one with a time, and of those the one with a zone.
pub(crate) fn refined(stated: Moment, other: Option<Moment>) -> Moment {
    let detail = |m: Moment| usize::from(m.time.is_some()) + usize::from(m.offset_minutes.is_some());
    other.filter(|o| o.date == stated.date && detail(*o) > detail(stated)).unwrap_or(stated)
}

/// News has been dated since the sixteenth century; `0001-01-01` is how some systems write "none".
fn plausible(date: Date) -> bool {
    (1500..=2200).contains(&date.year())
}

/// `20190312`, `20190312T0905`, `20190312T090500Z`, `201903120905`.
fn compact(text: &str) -> Option<Moment> {
    let (text, offset_minutes) = match text.strip_suffix('Z') {
        Some(rest) => (rest, Some(0)),
        None => (text, None),
    };
    let digits = text.replacen('T', "", 1);
    if !digits.bytes().all(|b| b.is_ascii_digit()) || !matches!(digits.len(), 8 | 12 | 14) {
        return None;
    }
    let number = |from: usize, to: usize| digits.get(from..to)?.parse::<i16>().ok();
    let date = Date::new(number(0, 4)?, number(4, 6)? as i8, number(6, 8)? as i8).ok()?;
    let time = match digits.len() {
        8 => None,
        length => {
            let second = if length == 14 { number(12, 14)? } else { 0 };
            Some(Time::new(number(8, 10)? as i8, number(10, 12)? as i8, second as i8, 0).ok()?)
        }
    };
    Some(Moment { date, time, offset_minutes: offset_minutes.filter(|_| time.is_some()) })
}

/// What has been found so far while walking over the pieces.
#[derive(Default)]
struct Found {
    date: Option<Date>,
    time: Option<Time>,
    offset: Option<Zone>,
}

fn spelled(text: &str) -> Option<Moment> {
    let pieces = pieces(text)?;
    let mut found = Found::default();
    let mut at = 0;
    while at < pieces.len() {
        at += step(&pieces[at..], &mut found)?;
    }
    let date = found.date?;
    let offset_minutes = found.time.and(found.offset).and_then(|zone| offset_on(zone, date, found.time?));
    Some(Moment { date, time: found.time, offset_minutes })
}

/// Reads the next part and returns how many pieces it took; None where the string is not a date.
fn step(rest: &[Piece], found: &mut Found) -> Option<usize> {
    if found.time.is_none()
        && let Some((time, used)) = clock(rest)
    {
        found.time = Some(time);
        return Some(used);
    }
    if found.time.is_some()
        && found.offset.is_none()
        && let Some((zone, used)) = zone(rest)
    {
        found.offset = Some(zone);
        return Some(used);
    }
    if found.date.is_none()
        && let Some((date, used)) = day(rest)
    {
        found.date = Some(date);
        return Some(used);
    }
    match &rest[0] {
        Piece::Mark(' ' | ',' | '.' | '-' | '/' | '\u{2013}' | '\u{2014}') => Some(1),
        Piece::Word(word) if is_filler(word) => Some(1),
        _ => None,
    }
}

fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "at" | "on"
            | "t"
            | "published"
            | "posted"
            | "updated"
            | "first"
            | "date"
            | "of"
            | "the"
            | "hrs"
            | "hours"
            | "h"
    ) || is_weekday(word)
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let short = word.len() >= 3 && DAYS.iter().any(|d| d.starts_with(word));
    short || matches!(word, "tues" | "thurs" | "weds")
}

/// `2019-03-12`, `2019/03/12`, `12 March 2019`, `12th of March, 2019`, `12-Mar-2019`, `March 12, 2019`, `12.03.2019`,
/// `25/12/2019`.
fn day(rest: &[Piece]) -> Option<(Date, usize)> {
    let mut cursor = Cursor { rest, at: 0 };
    if let Some(month) = cursor.month() {
        cursor.skip(&['.', ' ']);
        let day = cursor.number(1, 2)?;
        cursor.ordinal();
        cursor.skip(&[',', ' ', '.']);
        let year = cursor.number(4, 4)?;
        return Some((make(year, month, day)?, cursor.at));
    }
    let (first, digits) = cursor.any_number()?;
    if digits == 4 {
        let mark = cursor.mark(&['-', '/', '.'])?;
        let month = cursor.number(1, 2)?;
        cursor.exact(mark)?;
        let day = cursor.number(1, 2)?;
        return Some((make(first, month as i8, day)?, cursor.at));
    }
    if digits > 2 {
        return None;
    }
    if let Some(mark @ ('.' | '/')) = cursor.peek_mark()
        && cursor.peek_number(1).is_some()
    {
        return numeric(first, mark, cursor);
    }
    cursor.ordinal();
    cursor.skip(&[' ', '-', '.', ',']);
    cursor.word("of");
    cursor.skip(&[' ']);
    let month = cursor.month()?;
    cursor.skip(&['.', ' ', ',', '-']);
    let year = cursor.number(4, 4)?;
    Some((make(year, month, first)?, cursor.at))
}

/// Day and month as numbers: points mean day first, strokes are read only where one of the two cannot be a month.
fn numeric(first: i32, mark: char, mut cursor: Cursor<'_>) -> Option<(Date, usize)> {
    cursor.exact(mark)?;
    let second = cursor.number(1, 2)?;
    cursor.exact(mark)?;
    let year = cursor.number(4, 4)?;
    let (day, month) = match (mark, first > 12, second > 12) {
        ('.', _, false) | ('/', true, false) => (first, second),
        ('/', false, true) => (second, first),
        _ if first == second => (first, second),
        _ => return None,
    };
    Some((make(year, month as i8, day)?, cursor.at))
}

fn make(year: i32, month: i8, day: i32) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, month, i8::try_from(day).ok()?).ok()
}

/// `09:05`, `09:05:30.123`, `9.05am`, `9 p.m.`, `0905 GMT` (four digits only with a zone after them).
fn clock(rest: &[Piece]) -> Option<(Time, usize)> {
    let mut cursor = Cursor { rest, at: 0 };
    let (number, digits) = cursor.any_number()?;
    if digits == 4 {
        let after = rest.get(1..)?;
        let gap = after.iter().take_while(|p| **p == Piece::Mark(' ')).count();
        let hours = matches!(after.get(gap), Some(Piece::Word(w)) if matches!(w.as_str(), "gmt" | "utc" | "hrs" | "hours" | "h"));
        let time = Time::new((number / 100) as i8, (number % 100) as i8, 0, 0).ok()?;
        return hours.then_some((time, 1));
    }
    if digits > 2 {
        return None;
    }
    let (mut minute, mut second) = (None, 0);
    if let Some(mark @ (':' | '.')) = cursor.peek_mark()
        && cursor.peek_number(1).is_some_and(|(_, digits)| digits == 2)
    {
        cursor.exact(mark)?;
        minute = cursor.number(2, 2);
        if mark == '.' && !cursor.clone().half_is_next() {
            return None;
        }
        if mark == ':' && cursor.peek_mark() == Some(':') {
            cursor.exact(':')?;
            second = cursor.number(2, 2)?;
            if matches!(cursor.peek_mark(), Some('.' | ',')) && cursor.peek_number(1).is_some() {
                cursor.at += 2;
            }
        }
    }
    let afternoon = cursor.half();
    let hour = match (afternoon, number) {
        (Some(true), 1..=11) => number + 12,
        (Some(false), 12) => 0,
        (Some(_), 1..=12) | (None, 0..=23) => number,
        _ => return None,
    };
    if minute.is_none() && afternoon.is_none() {
        return None;
    }
    let time = Time::new(hour as i8, minute.unwrap_or(0) as i8, second as i8, 0).ok()?;
    Some((time, cursor.at))
}

/// The month of an English name or its usual abbreviation, in lower case; 1 to 12.
pub(crate) fn month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    if word == "sept" {
        return Some(9);
    }
    let short = |m: &str| m == word || word.len() == 3 && m.starts_with(word);
    MONTHS.iter().position(|m| short(m)).map(|i| i as i8 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expected: &str) {
        let found = parse(input).map(|m| m.to_string()).unwrap_or_else(|| "none".into());
        assert_eq!(found, expected, "{input}");
    }

    #[test]
    fn dates_are_read_as_printed() {
        for (input, expected) in [
            ("2019-03-12", "2019-03-12"),
            ("2019-03-12T09:05:30+01:00", "2019-03-12T09:05:30+01:00"),
            ("2019-03-12T09:05:30.123Z", "2019-03-12T09:05:30Z"),
            ("2019-03-12 09:05", "2019-03-12T09:05:00"),
            ("2019-03-12T09:05-0500", "2019-03-12T09:05:00-05:00"),
            ("2019/3/2", "2019-03-02"),
            ("20190312", "2019-03-12"),
            ("20190312T090530Z", "2019-03-12T09:05:30Z"),
            ("201903120905", "2019-03-12T09:05:00"),
            ("Tue, 12 Mar 2019 09:05:00 GMT", "2019-03-12T09:05:00Z"),
            ("Tue, 12 Mar 2019 09:05:00 +0530", "2019-03-12T09:05:00+05:30"),
            ("12 March 2019 09:05", "2019-03-12T09:05:00"),
            ("12 Mar 2019, 09:05", "2019-03-12T09:05:00"),
            ("Tuesday 12th of March, 2019", "2019-03-12"),
            ("March 12, 2019, 9:05 a.m. EDT", "2019-03-12T09:05:00-04:00"),
            ("March 12, 2019 at 9:05 PM ET", "2019-03-12T21:05:00-04:00"),
            ("9:05 AM ET, Tue March 12, 2019", "2019-03-12T09:05:00-04:00"),
            ("Jan. 3, 2019 12:10am", "2019-01-03T00:10:00"),
            ("Sept. 3, 2015", "2015-09-03"),
            ("12-Mar-2019", "2019-03-12"),
            ("12.03.2019", "2019-03-12"),
            ("25/12/2019", "2019-12-25"),
            ("12/25/2019", "2019-12-25"),
            ("12 March 2019 0905 GMT", "2019-03-12T09:05:00Z"),
            ("12 Mar 2019 10:00 (GMT+3)", "2019-03-12T10:00:00+03:00"),
            ("Published 12 Mar 2019 | 7.30pm IST", "2019-03-12T19:30:00"),
        ] {
            check(input, expected);
        }
    }

    #[test]
    fn what_is_no_date_or_no_single_date_is_refused() {
        for input in [
            "",
            "yesterday",
            "2019",
            "March 2019",
            "2019-02-30",
            "31 April 2019",
            "03/04/2019",
            "0001-01-01T00:00:00Z",
            "12",
            "12:30",
            "March 12",
            "2019-03-12 and 2019-03-13",
            "call 555 1234",
            "99999999999999999999",
            "12 Mar 19",
        ] {
            check(input, "none");
        }
    }

    #[test]
    fn another_time_tells_which_zone_a_shared_name_means() {
        let read = |text: &str, other: &str| parse_beside(text, parse(other)).unwrap().to_string();
        assert_eq!(
            read("7.30 pm IST, 12 Mar 2019", "2019-03-12T20:00:00+05:30"),
            "2019-03-12T19:30:00+05:30"
        );
        assert_eq!(
            read("7.30 pm IST, 12 Mar 2019", "2019-03-12T20:00:00+02:00"),
            "2019-03-12T19:30:00+02:00"
        );
        assert_eq!(read("7.30 pm IST, 12 Mar 2019", "2019-03-12T20:00:00Z"), "2019-03-12T19:30:00");
        assert_eq!(read("7.30 pm, 12 Mar 2019", "2019-03-12T20:00:00+05:30"), "2019-03-12T19:30:00");
        assert_eq!(read("November 20, 2019 - 11:28 AMT", "none"), "2019-11-20T11:28:00");
    }

    #[test]
    fn numbers_are_seconds_milliseconds_or_days() {
        assert_eq!(parse_number(1_552_381_500).unwrap().to_string(), "2019-03-12T09:05:00Z");
        assert_eq!(parse_number(1_552_381_500_000).unwrap().to_string(), "2019-03-12T09:05:00Z");
        assert_eq!(parse_number(20_190_312).unwrap().to_string(), "2019-03-12");
        assert_eq!(parse_number(7), None);
    }
}

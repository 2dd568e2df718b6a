//! Publication times as outlets print them: ISO 8601, RFC 2822, `12 March 2019 09:05`, `March 12, 2019, 9:05 a.m. EDT`,
//! `20190312`, seconds since 1970.
//!
//! The grammar is small and strict: the whole string must be one date with, at most, a weekday, a time and a zone.
//! Numeric dates whose day and month could be exchanged are refused unless they say which is which.

use annalist_core::moment::Moment;
use jiff::civil::{Date, Time};

/// Reads one date or date and time; None where the string is anything else or names a day that does not exist.
pub fn parse(text: &str) -> Option<Moment> {
    let text = text.trim();
    if text.len() > 80 || !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    compact(text).or_else(|| spelled(text)).filter(|m| plausible(m.date))
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

/// A piece of a spelled-out date.
#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Number { value: i32, digits: usize },
    Word(String),
    Mark(char),
}

fn pieces(text: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = |test: fn(char) -> bool| rest.find(|c| !test(c)).unwrap_or(rest.len());
        let taken = if first.is_ascii_digit() {
            let digits = length(|c| c.is_ascii_digit());
            let value = rest[..digits].parse().ok().filter(|_| digits <= 9)?;
            pieces.push(Piece::Number { value, digits });
            digits
        } else if first.is_alphabetic() {
            let letters = length(char::is_alphabetic);
            pieces.push(Piece::Word(rest[..letters].to_lowercase()));
            letters
        } else {
            let mark = if matches!(first, '\u{2212}' | '\u{2010}' | '\u{2011}') { '-' } else { first };
            let gap = mark.is_whitespace() || matches!(mark, '|' | '(' | ')' | '\u{B7}' | '\u{2022}');
            pieces.push(Piece::Mark(if gap { ' ' } else { mark }));
            first.len_utf8()
        };
        rest = &rest[taken..];
    }
    Some(pieces)
}

/// What has been found so far while walking over the pieces.
#[derive(Default)]
struct Found {
    date: Option<Date>,
    time: Option<Time>,
    offset: Option<Zone>,
}

/// A zone as printed.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Zone {
    Fixed(i16),
    /// Named by a region whose offset depends on the day.
    Region(&'static str),
    /// A name that several zones share: accepted, but it says nothing.
    Unclear,
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

/// `Z`, `+01:00`, `-0500`, `GMT`, `GMT+3`, `EST`, `ET`.
fn zone(rest: &[Piece]) -> Option<(Zone, usize)> {
    let mut cursor = Cursor { rest, at: 0 };
    cursor.skip(&[' ']);
    if let Some(Piece::Word(name)) = cursor.peek() {
        let zone = named_zone(name)?;
        cursor.at += 1;
        return match cursor.clone().signed_offset() {
            Some((minutes, used)) if zone == Zone::Fixed(0) => Some((Zone::Fixed(minutes), cursor.at + used)),
            _ => Some((zone, cursor.at)),
        };
    }
    let (minutes, used) = cursor.clone().signed_offset()?;
    Some((Zone::Fixed(minutes), cursor.at + used))
}

/// Zone names of RFC 2822 and those in common use; names that several zones share are [`Zone::Unclear`].
fn named_zone(name: &str) -> Option<Zone> {
    let hours = |h: i16| Some(Zone::Fixed(h * 60));
    match name {
        "z" | "gmt" | "utc" | "ut" => hours(0),
        "est" => hours(-5),
        "edt" => hours(-4),
        "cdt" => hours(-5),
        "mst" => hours(-7),
        "mdt" => hours(-6),
        "pst" => hours(-8),
        "pdt" => hours(-7),
        "et" => Some(Zone::Region("America/New_York")),
        "pt" => Some(Zone::Region("America/Los_Angeles")),
        "ct" => Some(Zone::Region("America/Chicago")),
        "bst" | "cet" | "wat" => hours(1),
        "cest" | "eet" | "cat" | "sast" => hours(2),
        "eest" | "msk" | "eat" | "trt" => hours(3),
        "pkt" => hours(5),
        "wib" => hours(7),
        "hkt" | "sgt" | "myt" => hours(8),
        "jst" | "kst" => hours(9),
        "aest" => hours(10),
        "aedt" => hours(11),
        "nzst" => hours(12),
        "nzdt" => hours(13),
        "ist" | "cst" | "ast" | "local" => Some(Zone::Unclear),
        _ => None,
    }
}

fn offset_on(zone: Zone, date: Date, time: Time) -> Option<i16> {
    match zone {
        Zone::Fixed(minutes) => Some(minutes),
        Zone::Unclear => None,
        Zone::Region(name) => {
            let zone = jiff::tz::TimeZone::get(name).ok()?;
            let offset = zone.to_ambiguous_zoned(date.to_datetime(time)).compatible().ok()?.offset();
            i16::try_from(offset.seconds() / 60).ok()
        }
    }
}

/// A position among pieces; each method takes what it names or leaves the position as it was.
#[derive(Clone)]
struct Cursor<'a> {
    rest: &'a [Piece],
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<&Piece> {
        self.rest.get(self.at)
    }

    fn peek_mark(&self) -> Option<char> {
        match self.peek()? {
            Piece::Mark(mark) => Some(*mark),
            _ => None,
        }
    }

    fn peek_number(&self, ahead: usize) -> Option<(i32, usize)> {
        match self.rest.get(self.at + ahead)? {
            Piece::Number { value, digits } => Some((*value, *digits)),
            _ => None,
        }
    }

    fn any_number(&mut self) -> Option<(i32, usize)> {
        let found = self.peek_number(0)?;
        self.at += 1;
        Some(found)
    }

    fn number(&mut self, fewest: usize, most: usize) -> Option<i32> {
        let (value, digits) = self.peek_number(0)?;
        (fewest..=most).contains(&digits).then(|| self.at += 1)?;
        Some(value)
    }

    fn mark(&mut self, marks: &[char]) -> Option<char> {
        let mark = self.peek_mark().filter(|m| marks.contains(m))?;
        self.at += 1;
        Some(mark)
    }

    fn exact(&mut self, mark: char) -> Option<char> {
        self.mark(&[mark])
    }

    fn skip(&mut self, marks: &[char]) {
        while self.mark(marks).is_some() {}
    }

    fn word(&mut self, word: &str) -> bool {
        let is = matches!(self.peek(), Some(Piece::Word(w)) if w == word);
        self.at += usize::from(is);
        is
    }

    fn ordinal(&mut self) {
        let _ = ["st", "nd", "rd", "th"].iter().any(|suffix| self.word(suffix));
    }

    fn month(&mut self) -> Option<i8> {
        let Piece::Word(word) = self.peek()? else { return None };
        let month = month(word)?;
        self.at += 1;
        Some(month)
    }

    fn half_is_next(&mut self) -> bool {
        self.half().is_some()
    }

    /// `am`, `p.m.`: whether it is after noon.
    fn half(&mut self) -> Option<bool> {
        let start = self.at;
        self.skip(&[' ']);
        let half = match self.peek() {
            Some(Piece::Word(w)) if w == "am" || w == "pm" => {
                self.at += 1;
                Some(self.rest[self.at - 1] == Piece::Word("pm".into()))
            }
            Some(Piece::Word(w)) if w == "a" || w == "p" => self.dotted_half(),
            _ => None,
        };
        if half.is_none() {
            self.at = start;
        }
        half
    }

    fn dotted_half(&mut self) -> Option<bool> {
        let afternoon = self.word("p");
        self.at += usize::from(!afternoon);
        self.exact('.')?;
        self.word("m").then_some(())?;
        let _ = self.exact('.');
        Some(afternoon)
    }

    /// `+01:00`, `-0500`, `+3`: minutes east of UTC and the pieces used.
    fn signed_offset(&mut self) -> Option<(i16, usize)> {
        let start = self.at;
        let sign = if self.mark(&['+', '-'])? == '-' { -1 } else { 1 };
        let (value, digits) = self.any_number()?;
        let minutes = match digits {
            4 => value / 100 * 60 + value % 100,
            1 | 2 if self.exact(':').is_some() => value * 60 + self.number(2, 2)?,
            1 | 2 => value * 60,
            _ => return None,
        };
        // Offsets in use run from UTC-12 to UTC+14.
        (minutes <= 14 * 60).then_some((sign * minutes as i16, self.at - start))
    }
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
    fn numbers_are_seconds_milliseconds_or_days() {
        assert_eq!(parse_number(1_552_381_500).unwrap().to_string(), "2019-03-12T09:05:00Z");
        assert_eq!(parse_number(1_552_381_500_000).unwrap().to_string(), "2019-03-12T09:05:00Z");
        assert_eq!(parse_number(20_190_312).unwrap().to_string(), "2019-03-12");
        assert_eq!(parse_number(7), None);
    }
}

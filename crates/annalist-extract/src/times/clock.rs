//! Times of day: `3 p.m.`, `10:30 GMT`, `noon Saturday`, `midnight`, `the morning`.

use super::context::{Context, Found};
use super::value::Meaning;
use super::vocabulary::day_part;
use super::{absolute, relative, weekdays};
use annalist_core::annotations::TimeKind;
use jiff::ToSpan;
use jiff::civil::Date;

/// Finds a time of day at token `i`, with the date right after it.
pub(super) fn find(c: &Context, i: usize) -> Option<Found> {
    if let Some(found) = part_of_date(c, i).or_else(|| that_night(c, i)) {
        return Some(found);
    }
    let (clock, end) = named(c, i).or_else(|| printed(c, i)).or_else(|| part(c, i))?;
    let (day, end) = match date_after(c, end) {
        Some((day, end)) => (day, end),
        None => (c.day.or(c.anchor), end),
    };
    Found::new(end, Meaning::time(day, &clock), "clock")
}

/// `the night of 15 November`, `the morning of Dec. 14`.
fn part_of_date(c: &Context, i: usize) -> Option<Found> {
    let at = i + usize::from(c.word(i) == "the");
    let part = day_part(c.word(at)).filter(|_| c.word(at + 1) == "of")?;
    let found = absolute::find(c, at + 2).or_else(|| weekdays::find(c, at + 2))?;
    let day = found.meaning.value.len() == 10;
    let first = found.meaning.interval.map(|(first, _)| first);
    day.then(|| Found { end: found.end, meaning: Meaning::time(first, part), rule: "clock" })
}

/// `that night`, `the same evening`, `the previous night`, from the last day in the text.
fn that_night(c: &Context, i: usize) -> Option<Found> {
    let (at, steps) = match (c.word(i), c.word(i + 1)) {
        ("the" | "that", "same") => (i + 2, 0),
        ("the", "previous") => (i + 2, -1),
        ("the", "following" | "next") => (i + 2, 1),
        ("that", _) => (i + 1, 0),
        _ => return None,
    };
    let part = day_part(c.word(at))?;
    let day = c.last_day.or(c.anchor).map(|day| day.saturating_add(steps.days()));
    Found::new(at + 1, Meaning::time(day, part), "clock")
}

/// `noon`, `midday`, `midnight`.
fn named(c: &Context, i: usize) -> Option<(String, usize)> {
    match c.word(i) {
        "noon" | "midday" => Some(("12:00".to_owned(), i + 1)),
        "midnight" => Some(("24:00".to_owned(), i + 1)),
        _ => None,
    }
}

/// `in the morning`, `mid-afternoon`, `overnight`.
fn part(c: &Context, i: usize) -> Option<(String, usize)> {
    if c.word(i) == "overnight" {
        return Some(("NI".to_owned(), i + 1));
    }
    let article = usize::from(c.word(i) == "the");
    let short = c.form(i).to_lowercase().starts_with("mid-");
    let cue = article == 1 && c.is(i.wrapping_sub(1), &["in", "during", "of", "by"])
        || short
        || c.is(i.wrapping_sub(1), &["mid"]);
    let part = day_part(c.word(i + article)).filter(|_| cue)?;
    Some((part.to_owned(), i + article + 1))
}

/// Digits with `a.m.`, `p.m.`, `o'clock` or a zone.
fn printed(c: &Context, i: usize) -> Option<(String, usize)> {
    let (hour, minute) = digits(c.word(i))?;
    let (half, end) = meridiem(c, i + 1);
    let zoned = is_zone(c, end) || c.is(end, &["hours"]) && c.word(i).len() == 4;
    let oclock = c.is(end, &["o'clock", "o’clock"]);
    let colon = c.word(i).contains(':');
    let bare = colon && c.is(i.wrapping_sub(1), &["at", "by", "until", "around", "about"]);
    if half.is_none() && !(zoned && (colon || minute.is_some()) || oclock || bare) {
        return None;
    }
    let hour = match half {
        Some(true) if hour < 12 => hour + 12,
        Some(false) if hour == 12 => 0,
        _ => hour,
    };
    let end = after_zone(c, end + usize::from(oclock));
    Some((format!("{hour:02}:{:02}", minute.unwrap_or(0)), end))
}

/// Hour and minute of `3`, `3:30`, `15.30`, `1530`.
fn digits(word: &str) -> Option<(u8, Option<u8>)> {
    let (hour, minute) = match word.split_once([':', '.']) {
        Some((h, m)) => (h.parse().ok()?, Some(m.get(..2).filter(|_| m.len() == 2)?.parse().ok()?)),
        None if word.len() == 4 && word.is_ascii() => {
            (word[..2].parse().ok()?, Some(word[2..].parse().ok()?))
        }
        None => (word.parse().ok().filter(|_| word.len() <= 2)?, None),
    };
    let last = if hour == 24 { 1 } else { 60 };
    (hour <= 24 && minute.unwrap_or(0) < last).then_some((hour, minute))
}

/// Whether `p.m.` (true) or `a.m.` (false) stands at token `i`, and one past it.
fn meridiem(c: &Context, i: usize) -> (Option<bool>, usize) {
    match c.word(i) {
        "a.m." | "am" | "a.m" => (Some(false), i + 1),
        "p.m." | "pm" | "p.m" => (Some(true), i + 1),
        _ => (None, i),
    }
}

fn is_zone(c: &Context, i: usize) -> bool {
    c.is(
        i,
        &[
            "gmt", "utc", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "et", "pt", "bst", "cet",
            "ist",
        ],
    ) && c.form(i).chars().all(char::is_uppercase)
}

fn after_zone(c: &Context, i: usize) -> usize {
    if c.follows(i, &["local", "time"])
        || c.is(i, &["eastern", "pacific", "central"]) && c.word(i + 1) == "time"
    {
        return i + 2;
    }
    i + usize::from(is_zone(c, i))
}

/// The date that follows a time of day, with a comma or without.
fn date_after(c: &Context, i: usize) -> Option<(Option<Date>, usize)> {
    let at = i + usize::from(c.word(i) == ",");
    let rules = [weekdays::find, absolute::find, relative::find];
    let found = rules.iter().filter_map(|rule| rule(c, at)).max_by_key(|f| f.end)?;
    let day = found.meaning.kind == TimeKind::Date && found.meaning.value.len() == 10;
    day.then(|| (found.meaning.interval.map(|(first, _)| first), found.end))
}

/// Turns a day followed by a part of the day into a time: `Friday night`, `yesterday afternoon`.
pub(super) fn with_part(c: &Context, found: Found) -> Found {
    let code = day_part(c.word(found.end));
    let is_day = found.meaning.kind == TimeKind::Date && found.meaning.value.len() >= 10;
    match code {
        Some(code) if is_day => {
            let day = found.meaning.interval.map(|(first, _)| first);
            Found { end: found.end + 1, meaning: Meaning::time(day, code), rule: "day-part" }
        }
        _ => found,
    }
}

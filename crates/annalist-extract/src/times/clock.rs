//! Times of day: `3 p.m.`, `10:30 GMT on Saturday`, `noon`, `9.30 last night`, `the early hours of Friday`.

use super::context::{Context, Found};
use super::value::Meaning;
use super::vocabulary::{day_part, weekday};
use super::{absolute, holidays, relative, weekdays};
use annalist_core::annotations::TimeKind;
use annalist_core::document::Sentence;
use annalist_core::{Document, Relation};
use jiff::ToSpan;
use jiff::civil::Date;

/// Finds a time of day at token `i`, with the date right after it.
pub(super) fn find(c: &Context, i: usize) -> Option<Found> {
    if let Some(found) = part_of_date(c, i).or_else(|| that_night(c, i)).or_else(|| night_before(c, i)) {
        return Some(found);
    }
    let (clock, end) = named(c, i)
        .or_else(|| printed(c, i).map(|(hour, end)| (hour.to_string(), end)))
        .or_else(|| of_part(c, i))
        .or_else(|| edge_of_day(c, i))
        .or_else(|| part(c, i))?;
    if let Some((date, end)) = date_after(c, end) {
        let day = date.interval.map(|(first, _)| first);
        let clock = in_part(&clock, &date.value);
        return Found::new(after_zone(c, end), Meaning::time(day, &clock), "clock");
    }
    let day = next_morning(c, i, &clock).or_else(|| shared_day(c, end)).or_else(|| {
        // What happened overnight is news of the day.
        let overnight = c.word(i) == "overnight";
        let near = |day: &Date| {
            c.anchor.is_none_or(|anchor| day.until(anchor).is_ok_and(|s| s.get_days().abs() <= 1))
        };
        c.day_spoken_of(i).filter(|day| !overnight || near(day)).or(c.anchor)
    });
    Found::new(end, Meaning::time(day, &clock), "clock")
}

/// An hour and minute as printed.
#[derive(Clone, Copy)]
struct Hour {
    hour: u8,
    minute: u8,
}

impl std::fmt::Display for Hour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}

/// `the night of 15 November`, `the morning of Dec. 14`, `the early hours of Wednesday`.
fn part_of_date(c: &Context, i: usize) -> Option<Found> {
    let at = i + usize::from(c.word(i) == "the");
    let (part, end) = hours(c, at).or_else(|| Some((day_part(c.word(at))?, at + 1)))?;
    let in_hours = end > at + 1;
    let date = if c.word(end) == "of" { date(c, end + 1) } else { date_after(c, end).filter(|_| in_hours) };
    let Some((date, end)) = date.filter(|(d, _)| d.value.len() == 10) else {
        // `in the early hours`, alone.
        let led = at > i || c.is(i.wrapping_sub(1), &["at", "in"]);
        let alone = in_hours && led && c.word(at) != "late" && c.word(end) != "of";
        let meaning = || Meaning::time(c.day_spoken_of(i), part);
        return alone.then(|| Found::new(end, meaning(), "clock")).flatten();
    };
    Found::new(end, Meaning::time(date.interval.map(|(first, _)| first), part), "clock")
}

/// `early hours`, `small hours`, `wee hours`, `early morning hours`, and one past them.
fn hours(c: &Context, i: usize) -> Option<(&'static str, usize)> {
    let named = day_part(c.word(i + 1));
    let at = i + 1 + usize::from(named.is_some());
    let early = c.is(i, &["early", "small", "wee"]).then_some("MO");
    let late = c.is(i, &["late"]).then_some("NI");
    let part = named.or(early).or(late).filter(|_| early.or(late).is_some())?;
    (c.word(at) == "hours").then_some((part, at + 1))
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

/// `the night before`, `the morning after`, from the last day in the text; `the night before last`.
fn night_before(c: &Context, i: usize) -> Option<Found> {
    let part = day_part(c.word(i + 1)).filter(|_| c.word(i) == "the")?;
    let steps = match c.word(i + 2) {
        "before" => -1,
        "after" => 1,
        _ => return None,
    };
    let (from, steps, end) = match c.word(i + 3) {
        "last" if steps < 0 && super::offsets::ends(c, i + 4) => (c.anchor, -2, i + 4),
        _ if super::offsets::ends(c, i + 3) => (c.last_day.or(c.anchor), steps, i + 3),
        _ => return None,
    };
    Found::new(end, Meaning::time(from.map(|day| day.saturating_add(steps.days())), part), "clock")
}

/// `noon`, `midday`, `midnight`.
fn named(c: &Context, i: usize) -> Option<(String, usize)> {
    let clock = match c.word(i) {
        "noon" | "midday" => "12:00",
        "midnight" => "24:00",
        _ => return None,
    };
    Some((clock.to_owned(), after_zone(c, i + 1)))
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

/// `at dawn`, `until dusk`, `by nightfall`, `dawn on Tuesday`.
fn edge_of_day(c: &Context, i: usize) -> Option<(String, usize)> {
    const LEADS: [&str; 13] = [
        "at", "before", "after", "until", "till", "by", "since", "from", "to", "around", "near", "between",
        "and",
    ];
    let part = match c.word(i) {
        "dawn" | "daybreak" | "sunrise" | "sun-up" | "sunup" => "MO",
        "dusk" | "nightfall" | "sunset" | "sundown" => "EV",
        _ => return None,
    };
    let name = c.cased() && c.form(i).starts_with(char::is_uppercase) && i > c.sentence.start;
    let joined = c.is(i + 1, &["-"]) || c.is(i.wrapping_sub(2), &["-"]);
    let second = c.before(i, 1) == "and" && c.clock_ends_before(i);
    let led = LEADS[..12].contains(&c.before(i, 1)) || second || c.word(i + 1) == "on";
    // `at dawn raids`, `before sunrise services`: part of another noun.
    let alone = c.document.tokens.get(i).is_none_or(|t| t.relation != Relation::Compound);
    (led && alone && !name && !joined).then(|| (part.to_owned(), i + 1))
}

/// Digits with `a.m.`, `p.m.`, `o'clock` or a zone.
fn printed(c: &Context, i: usize) -> Option<(Hour, usize)> {
    let (hour, minute) = digits(c.word(i))?;
    let (half, end) = meridiem(c, i + 1);
    let colon = c.word(i).contains([':', 'h']);
    let zoned = after_zone(c, end) > end || c.is(end, &["hours"]) && c.word(i).len() == 4;
    let oclock = c.is(end, &["o'clock", "o’clock"]);
    let led = c.is(i.wrapping_sub(1), &["at", "by", "until", "around", "about", "from", "between", "since"]);
    let bare = colon && (led || c.is(i.wrapping_sub(1), &["to", "and"]) && c.clock_ends_before(i));
    if half.is_none() && !(zoned && (colon || minute.is_some()) || oclock || bare) {
        return None;
    }
    let hour = match half {
        Some(true) if hour < 12 => hour + 12,
        Some(false) if hour == 12 => 0,
        _ => hour,
    };
    let end = end + usize::from(oclock) + usize::from(half.is_none() && zoned && c.is(end, &["hours"]));
    Some((Hour { hour, minute: minute.unwrap_or(0) }, after_zone(c, end)))
}

/// `9.30` in `at 9.30 last night`, `11` in `at 11 this morning`: digits that the part of a day after them makes a time.
fn of_part(c: &Context, i: usize) -> Option<(String, usize)> {
    const LEADS: [&str; 12] = [
        "at", "by", "until", "till", "about", "around", "before", "after", "since", "from", "between", "near",
    ];
    let (hour, minute) = digits(c.word(i)).filter(|_| c.word(i).len() <= 5)?;
    let led = LEADS.contains(&c.before(i, 1)) && (1..=24).contains(&hour);
    let (date, _) = date_after(c, i + 1).filter(|_| led && c.word(i + 1) != ",")?;
    let parted = date.kind == TimeKind::Time;
    parted.then(|| (Hour { hour, minute: minute.unwrap_or(0) }.to_string(), i + 1))
}

/// The clock time within the part of a day that `value` ends with: 9:30 of a night is 21:30.
fn in_part(clock: &str, value: &str) -> String {
    let hour: Option<u8> = clock.get(..2).and_then(|h| h.parse().ok());
    let later = match value.rsplit_once('T') {
        Some((_, "AF" | "EV")) => 1..12,
        Some((_, "NI")) => 5..12,
        _ => return clock.to_owned(),
    };
    match hour.filter(|h| later.contains(h)) {
        Some(hour) => format!("{}{}", hour + 12, &clock[2..]),
        None => clock.to_owned(),
    }
}

/// The day that stands after a second clock time, or after a bracket, for the first: `from 3 p.m. to 5 p.m. Friday`, `9 a.m.
/// (0300 GMT) Tuesday`.
fn shared_day(c: &Context, end: usize) -> Option<Date> {
    let second = || printed(c, end + 1).map(|(_, after)| after);
    let after = match c.word(end) {
        ")" => end + 1,
        "(" => second().filter(|after| c.word(*after) == ")")? + 1,
        "to" | "until" | "till" | "and" | "-" | "–" => second()?,
        _ => return None,
    };
    let (date, _) = date_after(c, after)?;
    date.interval.map(|(first, _)| first)
}

/// The day after, for the end of `from 9 p.m. to 5 a.m.`
fn next_morning(c: &Context, i: usize, clock: &str) -> Option<Date> {
    let joint = c.is(i.wrapping_sub(1), &["to", "until", "till", "and", "through", "-", "–"]);
    let start = c.clock.filter(|_| joint && c.clock_ends_before(i))?;
    let end: jiff::civil::Time = clock.parse().ok()?;
    (end < start.time()).then(|| start.date().saturating_add(1.day()))
}

/// Hour and minute of `3`, `3:30`, `15.30`, `1530`, `15h30`.
fn digits(word: &str) -> Option<(u8, Option<u8>)> {
    let (hour, minute) = match word.split_once([':', '.', 'h']) {
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

/// Past `GMT`, `local time`, `Moscow time`, `Eastern Standard Time` or `New York time`.
fn after_zone(c: &Context, i: usize) -> usize {
    if is_zone(c, i) {
        return i + 1;
    }
    if c.follows(i, &["local", "time"]) {
        return i + 2;
    }
    let place = |k| c.cased() && c.form(k).starts_with(char::is_uppercase) && weekday(c.word(k)).is_none();
    let named = (1..=3).find(|n| c.form(i + n) == "time").filter(|n| (i..i + n).all(place));
    named.map_or(i, |n| i + n + 1)
}

/// Whether the sentences end and begin between `a.m.` and a zone, where there is no end: `10:56 a.m. Moscow time`.
pub(super) fn is_split(document: &Document, first: &Sentence, second: &Sentence) -> bool {
    let stop = first
        .tokens
        .clone()
        .next_back()
        .is_some_and(|t| matches!(document.form(t).to_lowercase().as_str(), "a.m." | "p.m."));
    let form = |k: usize| if second.tokens.contains(&k) { document.form(k) } else { "" };
    let at = second.tokens.start;
    let named = (1..=3).find(|n| form(at + n) == "time");
    stop && named.is_some_and(|n| (at..at + n).all(|k| form(k).starts_with(char::is_uppercase)))
}

/// The date that follows a time of day, with `on`, a comma or neither before it: a day, or a part of one.
fn date_after(c: &Context, i: usize) -> Option<(Meaning, usize)> {
    date(c, i + usize::from(c.is(i, &[",", "on"])))
}

/// The day at token `i`, with a part of the day after it.
fn date(c: &Context, i: usize) -> Option<(Meaning, usize)> {
    let rules = [weekdays::find, absolute::find, relative::find, holidays::find, that_night];
    let found = rules.iter().filter_map(|rule| rule(c, i)).max_by_key(|f| f.end)?;
    let found = with_day_part(c, found);
    let value = &found.meaning.value;
    let day = found.meaning.kind == TimeKind::Date && value.len() == 10;
    let part = found.meaning.kind == TimeKind::Time && value.len() == 13;
    (day || part).then_some((found.meaning, found.end))
}

/// Turns a day followed by a part of the day or a clock time into a time: `Friday night`, `Saturday at 3.30 p.m.`
pub(super) fn with_part(c: &Context, found: Found) -> Found {
    let found = with_day_part(c, found);
    let value = &found.meaning.value;
    let dated =
        matches!(found.meaning.kind, TimeKind::Date | TimeKind::Time) && matches!(value.len(), 10 | 13);
    let at = found.end + 1 + usize::from(c.is(found.end + 1, &["about", "around"]));
    let clock = || {
        let printed = printed(c, at).map(|(hour, end)| (hour.to_string(), end));
        printed.or_else(|| named(c, at)).filter(|(_, end)| date_after(c, *end).is_none())
    };
    match (c.word(found.end) == "at" && dated).then(clock).flatten() {
        Some((clock, end)) => {
            let day = found.meaning.interval.map(|(first, _)| first);
            Found { end, meaning: Meaning::time(day, &in_part(&clock, value)), rule: "clock" }
        }
        None => found,
    }
}

/// Turns a day followed by a part of the day into a time: `Friday night`, `yesterday afternoon`.
fn with_day_part(c: &Context, found: Found) -> Found {
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

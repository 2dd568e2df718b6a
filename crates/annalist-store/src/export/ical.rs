//! iCalendar (RFC 5545): what was announced for a day, an all-day event each, to see in any calendar.

use crate::record::Record;
use jiff::ToSpan;
use jiff::civil::Date;

/// What stands before the first event.
pub const HEAD: &str = concat!(
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//annalist//annalist ",
    env!("CARGO_PKG_VERSION"),
    "//EN\r\n"
);
/// What stands after the last.
pub const TAIL: &str = "END:VCALENDAR\r\n";

/// The calendar's entry of a record; none where it is no announcement (`auxiliary` has no `future`), or not dated to a
/// day or a few.
pub fn entry(record: &Record) -> Option<String> {
    let announced = record.auxiliary.iter().any(|mark| mark == "future");
    if !announced || !matches!(record.date_precision.as_str(), "day" | "time" | "week") {
        return None;
    }
    let (first, last) = record.days()?;
    let mut lines = vec!["BEGIN:VEVENT".to_owned(), format!("UID:{}@annalist", escaped(&record.id))];
    lines.push(format!("DTSTAMP:{}", stamp(record.cite_info.published.as_deref(), first)));
    lines.push(format!("DTSTART;VALUE=DATE:{}", day(first)));
    lines.push(format!("DTEND;VALUE=DATE:{}", day(last.checked_add(1.day()).unwrap_or(last))));
    lines.push(format!("SUMMARY:{}", escaped(&summary(record))));
    lines.push(format!("DESCRIPTION:{}", escaped(&description(record))));
    if let Some(place) = &record.event_loc {
        lines.push(format!("LOCATION:{}", escaped(&place.name)));
        if let Some((lat, lon)) = place.lat.zip(place.lon) {
            lines.push(format!("GEO:{lat};{lon}"));
        }
    }
    lines.push(format!("CATEGORIES:{}", escaped(record.kind())));
    if let Some(url) = record.cite_info.url.as_deref().filter(|url| !url.contains(['\r', '\n'])) {
        lines.push(format!("URL:{url}"));
    }
    lines.push("END:VEVENT".to_owned());
    Some(lines.iter().map(|line| folded(line)).collect())
}

fn summary(record: &Record) -> String {
    let names = |parties: &[crate::record::Party]| {
        let names: Vec<&str> = parties.iter().map(|p| p.name.as_deref().unwrap_or(&p.text)).collect();
        names.join(", ")
    };
    let (by, to) = (names(&record.actor), names(&record.recipient));
    let what = record
        .mode
        .first()
        .map_or_else(|| record.kind().to_owned(), |mode| format!("{} {mode}", record.kind()));
    match (by.is_empty(), to.is_empty()) {
        (false, false) => format!("{what}: {by} → {to}"),
        (false, true) => format!("{what}: {by}"),
        (true, false) => format!("{what}: → {to}"),
        (true, true) => what,
    }
}

fn description(record: &Record) -> String {
    let cite = [&record.cite_info.publisher, &record.cite_info.published]
        .map(|part| part.as_deref().unwrap_or_default());
    let cite: Vec<&str> = cite.into_iter().filter(|part| !part.is_empty()).collect();
    if cite.is_empty() { record.text.clone() } else { format!("{}\n{}", record.text, cite.join(", ")) }
}

fn day(date: Date) -> String {
    date.strftime("%Y%m%d").to_string()
}

/// The time of publication in UTC, by which calendars tell versions of an event apart.
fn stamp(published: Option<&str>, fallback: Date) -> String {
    let time = published.and_then(|p| p.parse::<jiff::Timestamp>().ok());
    let date = published.and_then(|p| p.get(..10)?.parse::<Date>().ok()).unwrap_or(fallback);
    time.map_or_else(|| format!("{}T000000Z", day(date)), |time| time.strftime("%Y%m%dT%H%M%SZ").to_string())
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| *c != '\r') {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// `line` in pieces of at most 75 bytes, each but the first behind a space.
fn folded(line: &str) -> String {
    let mut out = String::new();
    let mut room = 75;
    for c in line.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = 74;
        }
        out.push(c);
        room -= c.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Citation;

    fn planned() -> Record {
        Record {
            id: "r1:CONSULT:9".into(),
            event: vec!["CONSULT".into()],
            auxiliary: vec!["future".into()],
            date: Some("2013-01-15".into()),
            date_precision: "day".into(),
            text: "The presidents will meet on Tuesday; talks, they said, may last.".into(),
            cite_info: Citation {
                published: Some("2013-01-11T08:20:00+01:00".into()),
                ..Citation::default()
            },
            ..Record::default()
        }
    }

    #[test]
    fn an_announcement_is_an_all_day_event() {
        let expected = "BEGIN:VEVENT\r\nUID:r1:CONSULT:9@annalist\r\nDTSTAMP:20130111T072000Z\r\n\
            DTSTART;VALUE=DATE:20130115\r\nDTEND;VALUE=DATE:20130116\r\nSUMMARY:CONSULT\r\n\
            DESCRIPTION:The presidents will meet on Tuesday\\; talks\\, they said\\, may l\r\n ast.\\n2013-01-11T08:20:00+01:00\r\n\
            CATEGORIES:CONSULT\r\nEND:VEVENT\r\n";
        assert_eq!(entry(&planned()).as_deref(), Some(expected));
    }

    #[test]
    fn what_has_happened_or_has_no_day_is_no_announcement() {
        assert_eq!(entry(&Record { auxiliary: Vec::new(), ..planned() }), None);
        assert_eq!(entry(&Record { date_precision: "year".into(), ..planned() }), None);
    }

    #[test]
    fn long_lines_are_folded_between_characters() {
        let line = folded(&"é".repeat(100));
        assert!(line.split("\r\n").all(|piece| piece.len() <= 75));
        assert_eq!(line.replace("\r\n ", "").trim_end(), "é".repeat(100));
    }
}

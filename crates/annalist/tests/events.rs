//! Sentences and the records they give, in `tests/events/sentences.txt`: a name after `==`, the sentence, and one
//! line a record. `ANNALIST_UPDATE=1 cargo test -p annalist --test events` rewrites the expected lines.

use annalist::core::event::{Event, Party};
use annalist::core::moment::Moment;
use annalist::core::{CountryCode, Report};
use std::fmt::Write;
use std::path::Path;

const PUBLISHED: jiff::civil::Date = jiff::civil::date(2022, 6, 15);

#[test]
fn sentences_give_the_records_beneath_them() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/events/sentences.txt");
    let written = std::fs::read_to_string(&path).unwrap();
    let actual: Vec<String> = written.split("\n\n").filter(|c| !c.trim().is_empty()).map(coded).collect();
    let actual = actual.join("\n\n") + "\n";
    if std::env::var_os("ANNALIST_UPDATE").is_some() {
        std::fs::write(&path, actual).unwrap();
        return;
    }
    for (case, expected) in actual.split("\n\n").zip(written.split("\n\n")) {
        assert_eq!(case.trim(), expected.trim());
    }
}

/// The case with the records its sentence gives.
fn coded(case: &str) -> String {
    let mut lines = case.trim().lines();
    let (name, sentence) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    let report =
        Report { text: sentence.to_owned(), published: Some(Moment::day(PUBLISHED)), ..Report::default() };
    let mut text = format!("{name}\n{sentence}");
    for event in annalist::code(report).events {
        write!(text, "\n  {}", line_of(&event, sentence)).unwrap();
    }
    text
}

/// `ASSAULT explosives 183: MLI GOV "…" -> … | 2013-01-10 | Bamako | 12 dead | future`.
fn line_of(e: &Event, text: &str) -> String {
    let mut line = format!("{} {}", e.kind, e.modes.join("+"));
    write!(line, " {}: {} -> {}", e.cameo, parties(&e.actors, text), parties(&e.recipients, text)).unwrap();
    let day = e.date.start.map(|d| d.to_string()).or_else(|| e.date.partial.clone());
    write!(line, " | {} {}", day.as_deref().unwrap_or("-"), e.date.source.as_str()).unwrap();
    if let Some((place, source)) = &e.location {
        write!(line, " | {} {}", place.name, source.as_str()).unwrap();
    }
    for (what, count) in [("dead", e.dead), ("injured", e.injured), ("size", e.size)] {
        if let Some(m) = count {
            write!(line, " | {what} {}..{}", bound(m.low), bound(m.high)).unwrap();
        }
    }
    for auxiliary in &e.auxiliary {
        write!(line, " | {auxiliary}").unwrap();
    }
    line
}

fn bound(n: Option<u64>) -> String {
    n.map(|n| n.to_string()).unwrap_or_default()
}

fn parties(parties: &[Party], text: &str) -> String {
    let one = |p: &Party| {
        let country = p.country.map_or("---".to_owned(), |c: CountryCode| c.to_string());
        let sectors: Vec<&str> = p.sectors.iter().map(|s| s.as_str()).collect();
        format!("{country} {} \"{}\"", sectors.join("+"), p.span.of(text))
    };
    if parties.is_empty() { "[]".to_owned() } else { parties.iter().map(one).collect::<Vec<_>>().join(" & ") }
}

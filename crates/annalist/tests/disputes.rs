//! Ten reports of disputed facts, in `tests/disputes/`: each with its publication date and what it is about, its text,
//! and, under `== statements` and `== records`, who says what and which records stand on whose word. A line that opens
//! with `fails:` says what is known to be wrong beneath. `ANNALIST_UPDATE=1 cargo test -p annalist --test disputes`
//! rewrites what is expected.

use annalist::Coded;
use annalist::core::annotations::Attribution;
use annalist::core::event::Party;
use annalist::core::moment::Moment;
use annalist::core::{CountryCode, EntityId, Sector, Span};
use std::path::Path;

#[test]
fn claims_denials_and_tolls_stand_each_on_its_sources_word() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/disputes");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert_eq!(paths.len(), 10);
    for path in paths {
        let written = std::fs::read_to_string(&path).unwrap();
        let case = written.split("\n== statements").next().unwrap().trim_end();
        let actual = format!("{case}\n\n{}", found(case));
        if std::env::var_os("ANNALIST_UPDATE").is_some() {
            std::fs::write(&path, actual).unwrap();
            continue;
        }
        assert_eq!(actual, written, "{}", path.display());
    }
}

/// What the program finds in the case's report.
fn found(case: &str) -> String {
    let (head, text) = case.split_once("\n\n").expect("a head, a blank line, the text");
    let published = head.lines().find_map(|line| line.strip_prefix("published: ")).expect("a date");
    let published = Some(Moment::day(published.parse().expect("a date")));
    let options = annalist::read::Options { published, ..Default::default() };
    let mut reports = annalist::read::read_bytes("report.txt", text.into(), &options);
    let coded = annalist::code(reports.next().expect("a report").expect("it can be read"));
    let attributions = coded.annotations.attributions.iter().enumerate();
    let statements: Vec<String> = attributions.map(|(i, a)| statement(&coded, i, a)).collect();
    let records: Vec<String> = (0..coded.events.len()).map(|i| record(&coded, i)).collect();
    format!("== statements\n{}\n\n== records\n{}\n", statements.join("\n"), records.join("\n"))
}

/// `a2 < a1 | source = name (codes) → addressee by medium | cue | content | indirect denied said | loaded: …`.
fn statement(coded: &Coded, i: usize, a: &Attribution) -> String {
    let text = coded.document.text.as_str();
    let words = |spans: &[Span]| spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … ");
    let within = a.within.map_or(String::new(), |w| format!(" < a{}", w + 1));
    let speaker = a.speaker.map_or(String::new(), |id| format!(" = {}", entity(coded, id)));
    let to = a.addressee.map_or(String::new(), |id| format!(" → {}", entity(coded, id)));
    let by = a.channel.map_or(String::new(), |c| format!(" by {}", c.of(text)));
    let judged = format!("{} {} {}", a.form.as_str(), a.polarity.as_str(), a.certainty.as_str());
    let loaded: Vec<&str> = a.loaded.iter().map(|s| s.of(text)).collect();
    let loaded = if loaded.is_empty() { String::new() } else { format!(" | loaded: {}", loaded.join(", ")) };
    let (source, cue, content) = (words(&a.source), words(&a.cue), words(&a.content));
    format!("a{}{within} | {source}{speaker}{to}{by} | {cue} | {content} | {judged}{loaded}", i + 1)
}

fn entity(coded: &Coded, id: EntityId) -> String {
    let entity = coded.annotations.entity(id);
    let mention = coded.annotations.mentions.iter().find(|m| m.entity == id);
    let words = || mention.map_or("", |m| m.span.of(&coded.document.text)).to_owned();
    format!("{} ({})", entity.name.clone().unwrap_or_else(words), codes(entity.country, &entity.sectors))
}

fn codes(country: Option<CountryCode>, sectors: &[Sector]) -> String {
    let sectors: Vec<&str> = sectors.iter().map(|s| s.as_str()).collect();
    format!("{} {}", country.map_or("---".to_owned(), |c| c.to_string()), sectors.join("+"))
        .trim_end()
        .to_owned()
}

/// `ASSAULT firearms “opened fire”: actors -> recipients | 12 dead | a1, denied a2`.
fn record(coded: &Coded, i: usize) -> String {
    let (event, text) = (&coded.events[i], coded.document.text.as_str());
    let side = |parties: &[Party]| {
        let one = |p: &Party| format!("{} ({})", p.span.of(text), codes(p.country, &p.sectors));
        let all: Vec<String> = parties.iter().map(one).collect();
        if all.is_empty() { "nobody".to_owned() } else { all.join(" & ") }
    };
    let trigger: Vec<&str> = event.trigger.iter().map(|s| s.of(text)).collect();
    let mut line = format!("{} {}", event.kind, event.modes.join("+")).trim_end().to_owned();
    line += &format!(" “{}”: {} -> {}", trigger.join(" "), side(&event.actors), side(&event.recipients));
    let bound = |n: Option<u64>| n.map_or(String::new(), |n| n.to_string());
    line += &event.dead.map_or(String::new(), |m| format!(" | dead {}..{}", bound(m.low), bound(m.high)));
    event.auxiliary.iter().for_each(|mark| line += &format!(" | {mark}"));
    let word = |&j: &usize| {
        let denied = if event.denied_by.contains(&j) { "denied " } else { "" };
        format!("{denied}a{}", j + 1)
    };
    let word: Vec<String> = event.attributions.iter().map(word).collect();
    let word = if word.is_empty() { "the report's own".to_owned() } else { word.join(", ") };
    format!("{line} | {word}")
}

//! Phrases alone, with the parser: whom each names (`tests/actors/phrases.txt`).

use annalist::core::{Report, moment::Moment};

/// What a phrase on a day resolves to: `CODE SECTOR …`, or `nobody`.
fn named(phrase: &str, day: &str) -> String {
    let day = day.parse().unwrap_or_else(|_| panic!("`{day}` is no day"));
    let report = Report { text: phrase.to_owned(), published: Some(Moment::day(day)), ..Report::default() };
    annalist::describe(&report).map_or("nobody".to_owned(), |found| {
        let country = found.country.map_or("-".to_owned(), |c| c.to_string());
        let sectors = found.sectors.iter().map(|s| s.as_str());
        std::iter::once(country.as_str()).chain(sectors).collect::<Vec<_>>().join(" ")
    })
}

#[test]
fn phrases_name_whom_they_name() {
    let table = include_str!("actors/phrases.txt");
    let mut wrong = Vec::new();
    for line in table.lines().filter(|l| !l.is_empty() && !l.starts_with(['#', '='])) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [phrase, day, expected] = cells[..] else { panic!("expected three cells in `{line}`") };
        let found = named(phrase, day);
        if found != expected {
            wrong.push(format!("{phrase} ({day}): expected {expected}, found {found}"));
        }
    }
    assert!(wrong.is_empty(), "{} phrases are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

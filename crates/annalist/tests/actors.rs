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

/// How many of the phrases of `table.txt` that name someone must come out with country and sectors right, of a thousand.
const RIGHT: usize = 950;

/// How many of those that name nobody must be refused, of a thousand.
const REFUSED: usize = 980;

#[test]
fn most_phrases_of_a_table_written_beforehand_are_right() {
    let (mut right, mut all, mut refused, mut nobody) = (0, 0, 0, 0);
    let mut wrong = Vec::new();
    let mut day = "";
    for line in include_str!("actors/table.txt").lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        if let Some((_, stated)) = line.strip_prefix("== ").and_then(|title| title.split_once('|')) {
            day = stated.trim();
            continue;
        }
        let (code, rest) = line.split_once(" = ").unwrap_or_else(|| panic!("expected `=` in `{line}`"));
        let mut rest = rest.split(" / ").map(str::trim);
        let phrases = rest.next().unwrap_or_default();
        let codes: Vec<&str> = std::iter::once(code.trim()).chain(rest).collect();
        for phrase in phrases.split(';').map(str::trim) {
            let found = named(phrase, day);
            let (count, total) =
                if code == "nobody" { (&mut refused, &mut nobody) } else { (&mut right, &mut all) };
            *total += 1;
            if codes.contains(&found.as_str()) {
                *count += 1;
            } else {
                wrong.push(format!("{phrase}: expected {}, found {found}", codes[0]));
            }
        }
    }
    let listed = wrong.join("\n");
    assert!(right * 1000 >= RIGHT * all, "{right} of {all} are right:\n{listed}");
    assert!(refused * 1000 >= REFUSED * nobody, "{refused} of {nobody} are refused:\n{listed}");
}

/// Of a thousand phrases of each round of `rounds.txt` that name somebody, how many must be right, their sectors after the
/// first in any order, and of those that name nobody, how many must be refused.
const ROUNDS: [(&str, usize, usize); 3] = [("one", 930, 990), ("two", 930, 990), ("three", 955, 990)];

#[test]
fn most_phrases_written_without_a_look_at_the_lexicon_are_right() {
    let text = include_str!("actors/rounds.txt");
    for (round, least, refusals) in ROUNDS {
        let section =
            text.split("\n== round ").find_map(|s| s.strip_prefix(round)).expect("a section a round");
        let (mut right, mut all, mut refused, mut nobody) = (0, 0, 0, 0);
        let mut wrong = Vec::new();
        for line in section.lines().filter(|l| l.contains('|')) {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let [phrase, day, readings] = cells[..] else { panic!("expected three cells in `{line}`") };
            let found = named(phrase, day);
            let fits = readings.split(" / ").any(|reading| in_any_order(reading) == in_any_order(&found));
            let (count, total) =
                if readings == "nobody" { (&mut refused, &mut nobody) } else { (&mut right, &mut all) };
            *total += 1;
            *count += usize::from(fits);
            if !fits {
                wrong.push(format!("{phrase} ({day}): expected {readings}, found {found}"));
            }
        }
        let listed = wrong.join("\n");
        assert!(right * 1000 >= least * all, "round {round}: {right} of {all} are right:\n{listed}");
        assert!(
            refused * 1000 >= refusals * nobody,
            "round {round}: {refused} of {nobody} are refused:\n{listed}"
        );
    }
}

/// A labelling with the sectors after the first in the order of the alphabet.
fn in_any_order(labels: &str) -> Vec<&str> {
    let mut words: Vec<&str> = labels.split(' ').collect();
    if let Some(rest) = words.get_mut(2..) {
        rest.sort_unstable();
    }
    words
}

/// The party that an annotated text first knows by these words.
fn party_of(coded: &annalist::Coded, words: &str) -> String {
    let text = &coded.document.text;
    let mention = coded.annotations.mentions.iter().find(|m| m.span.of(text) == words);
    let entity = coded.annotations.entity(mention.unwrap_or_else(|| panic!("no mention `{words}`")).entity);
    let codes = entity.country.iter().map(ToString::to_string);
    let codes = codes.chain(entity.sectors.iter().map(|s| s.as_str().to_owned()));
    let name = entity.name.clone().unwrap_or_else(|| "-".into());
    format!("{name}: {}", codes.collect::<Vec<_>>().join(" "))
}

#[test]
fn first_persons_in_quotations_are_their_speakers() {
    let text = "\"We cannot accept attacks while Turkish soldiers are there,\" presidential spokesman Ibrahim \
                Kalin said on Saturday. \"I have told Moscow so.\"\n\n\"The army owes us their release,\" \
                Amnesty International said in a statement.";
    let published = Some(Moment::day("2018-09-09".parse().unwrap()));
    let coded = annalist::code(Report { text: text.into(), published, ..Report::default() });
    assert_eq!(party_of(&coded, "We"), "-: TUR GOV");
    assert_eq!(party_of(&coded, "I"), "İbrahim Kalın: TUR GOV");
    assert_eq!(party_of(&coded, "us"), "Amnesty International: NGO SOC");
    let dense = coded.annotations.entities.iter().enumerate().all(|(i, e)| e.id.0 as usize == i);
    assert!(dense, "entity numbers have gaps");
}

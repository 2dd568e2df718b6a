//! Every line of `lexicon/events` has an example sentence, and that sentence gives a record by that very line.
//!
//! Lines whose example does not, for a known reason or none, stand in `tests/predicates/failing.txt`; a line that begins
//! or ceases to fail must be written there: `ANNALIST_UPDATE=1 cargo test -p annalist --test predicates`.

use annalist::examples::{events, is_by};
use annalist::lexicon::Lexicon;
use annalist::lexicon::predicates::{Action, Entry};
use std::path::Path;

fn classes() -> Vec<&'static Entry> {
    let is_class = |e: &&Entry| matches!(e.action, Action::Class(_));
    let mut entries: Vec<&Entry> = Lexicon::english().predicates.all().filter(is_class).collect();
    entries.sort_by_key(|e| (e.trigger, e.example));
    entries.dedup_by_key(|e| (e.trigger, e.example));
    entries
}

#[test]
fn every_line_has_an_example() {
    for entry in classes() {
        assert!(entry.example.is_some(), "`{}` has no example", entry.trigger);
    }
}

#[test]
fn examples_give_records_by_their_lines() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/predicates/failing.txt");
    let entries = classes();
    let coded = entries.iter().map(|e| (e, events(e.example.unwrap_or_default(), Lexicon::english())));
    let failing = coded.filter(|(entry, events)| !events.iter().any(|event| is_by(event, entry.trigger)));
    let lines = failing.map(|(entry, events)| {
        let rules: Vec<String> = events.into_iter().map(|e| e.rule).collect();
        format!("{}\t{}\t{}\n", entry.trigger, entry.example.unwrap_or_default(), rules.join(" "))
    });
    let actual = format!(
        "# FIXME: predicates whose example gives other records or none.\n{}",
        lines.collect::<String>()
    );
    if std::env::var_os("ANNALIST_UPDATE").is_some() {
        std::fs::write(&path, actual).unwrap();
        return;
    }
    let written = std::fs::read_to_string(&path).unwrap();
    for line in actual.lines() {
        assert!(written.lines().any(|l| l == line), "a predicate no longer meets its example: {line}");
    }
    for line in written.lines() {
        assert!(actual.lines().any(|l| l == line), "a predicate meets its example again: {line}");
    }
}

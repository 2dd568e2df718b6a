//! Every line of `lexicon/events` has an example sentence, and that sentence gives a record by that very line.
//!
//! Lines whose example does not, for a known reason or none, stand in `tests/predicates/failing.txt`; a line that begins
//! or ceases to fail must be written there: `ANNALIST_UPDATE=1 cargo test -p annalist --test predicates`.

use annalist::core::Report;
use annalist::core::moment::Moment;
use annalist::lexicon::Lexicon;
use annalist::lexicon::predicates::{Action, Entry};
use std::path::Path;

const PUBLISHED: jiff::civil::Date = jiff::civil::date(2010, 6, 15);

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
    let coded = entries.iter().map(|e| (e, rules(e)));
    let failing = coded.filter(|(entry, rules)| !rules.iter().any(|r| is_by(r, entry)));
    let lines = failing
        .map(|(e, rules)| format!("{}\t{}\t{}\n", e.trigger, e.example.unwrap_or_default(), rules.join(" ")));
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

/// The rules of the records that the entry's example gives.
fn rules(entry: &Entry) -> Vec<String> {
    let text = entry.example.unwrap_or_default().to_owned();
    let report = Report { text, published: Some(Moment::day(PUBLISHED)), ..Report::default() };
    annalist::code(report).events.into_iter().map(|e| e.rule).collect()
}

/// Whether the entry is the innermost one of a record's rule: `SANCTION/order/v>flee/v` is by `flee/v`.
fn is_by(rule: &str, entry: &Entry) -> bool {
    let entries = rule.split_once('/').map_or("", |(_kind, entries)| entries);
    entries.rsplit('>').next() == Some(&entry.trigger.replace(' ', "_"))
}

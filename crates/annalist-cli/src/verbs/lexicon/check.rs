//! `annalist lexicon check`: codes the example of each line and says which do not record as they claim.

use super::actors::both;
use super::{place, told};
use crate::args::CheckArgs;
use crate::lexicons;
use crate::output::Output;
use annalist::examples::{events, is_as_claimed, is_by};
use annalist::lexicon::Lexicon;
use annalist::lexicon::dictionaries::Dictionary;
use annalist::lexicon::predicates::{Addition, Extension, Removal};
use annalist_core::Event;
use anyhow::Result;
use std::path::Path;
use std::process::ExitCode;

/// Checks every file.
///
/// # Errors
/// If a file cannot be read.
pub fn run(args: &CheckArgs) -> Result<ExitCode> {
    let mut lexicon = Lexicon::built_in();
    let mut output = Output::open(None)?;
    let (mut failed, mut skipped) = (0, false);
    let mut events = Vec::new();
    let mut dictionaries = Vec::new();
    for path in &args.files {
        if lexicons::is_actors(path)? {
            let dictionary = lexicons::add_actors(&mut lexicon, path)?;
            dictionary.problems.iter().for_each(|problem| eprintln!("error: {problem}"));
            skipped |= !dictionary.problems.is_empty();
            dictionaries.push((path, dictionary));
        } else {
            events.push(path.clone());
        }
    }
    let extensions = lexicons::add_events(&mut lexicon, &events)?;
    for (path, extension) in events.iter().zip(&extensions) {
        let report = report(path, extension, &lexicon);
        failed += report.failed;
        output.write(report.text.as_bytes())?;
        skipped |= !extension.problems.is_empty();
    }
    for (path, dictionary) in &dictionaries {
        output.write(actors(path, dictionary, &lexicon).as_bytes())?;
    }
    Ok(ExitCode::from(if skipped { 2 } else { u8::from(failed > 0) }))
}

/// What a dictionary of actors says otherwise than the program, and what it adds.
fn actors(path: &Path, dictionary: &Dictionary, lexicon: &Lexicon) -> String {
    let mut text = String::new();
    for replaced in dictionary.replaced(lexicon) {
        let (own, other) = (lexicon.names.entry(replaced.own), lexicon.names.entry(replaced.built_in));
        let (line, name) = (own.source.line, own.name);
        let was = both(other.at(None).country, &other.at(None).sectors);
        text += &format!("line {line}: `{name}` replaces {}, {was} ({})\n", other.name, place(other.source));
    }
    let count = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let mut parts = vec![
        count(dictionary.parties, "party", "parties"),
        count(dictionary.roles, "role noun", "role nouns"),
        count(dictionary.countries, "name of a country", "names of countries"),
        count(dictionary.phrases, "phrase in all", "phrases in all"),
    ];
    if dictionary.known > 0 {
        parts.push(count(
            dictionary.known,
            "name of a country or place known already",
            "names of countries and places known already",
        ));
    }
    if !dictionary.problems.is_empty() {
        parts.push(count(dictionary.problems.len(), "line skipped", "lines skipped"));
    }
    text + &format!("`{}`: {}\n", path.display(), parts.join(", "))
}

#[derive(Default)]
struct Report {
    text: String,
    failed: usize,
}

impl Report {
    fn say(&mut self, line: usize, words: &str) {
        self.text += &format!("line {line}: {words}\n");
    }

    /// Says what an example gave instead of what its line claims.
    fn fail(&mut self, line: usize, words: &str, example: &str, found: &[Event]) {
        self.failed += 1;
        self.say(line, words);
        self.text += &format!("    “{example}”\n");
        for event in found {
            self.text += &format!("    gives {}\n", shown(event));
        }
        if found.is_empty() {
            self.text += "    gives no record\n";
        }
    }
}

fn report(path: &Path, extension: &Extension, lexicon: &Lexicon) -> Report {
    let mut report = Report::default();
    for addition in &extension.added {
        added(addition, lexicon, &mut report);
    }
    for removal in &extension.removed {
        removed(removal, lexicon, &mut report);
    }
    report.text += &summary(path, extension, report.failed);
    report
}

fn added(addition: &Addition, lexicon: &Lexicon, report: &mut Report) {
    let entry = &addition.entry;
    for old in &addition.replaced {
        let words = format!("`{}` replaces {} ({})", entry.trigger, told(old, lexicon), place(old.source));
        report.say(entry.source.line, &words);
    }
    let Some(example) = entry.example else {
        report.failed += 1;
        report.say(entry.source.line, &format!("`{}` has no example to check", entry.trigger));
        return;
    };
    let found = events(example, lexicon);
    if !found.iter().any(|event| is_as_claimed(event, entry, lexicon)) {
        let words = format!("`{}` does not record {} in its example", entry.trigger, told(entry, lexicon));
        report.fail(entry.source.line, &words, example, &found);
    }
}

/// A removal is right where the entry made a record of its example before and makes none now.
fn removed(removal: &Removal, lexicon: &Lexicon, report: &mut Report) {
    for entry in &removal.entries {
        let words =
            format!("removes `{}`, {} ({})", entry.trigger, told(entry, lexicon), place(entry.source));
        report.say(removal.line, &words);
    }
    let Some(example) = removal.example else { return };
    let before = events(example, Lexicon::english());
    if !before.iter().any(|event| is_by(event, removal.trigger)) {
        let words =
            format!("`{}` records nothing in this example even where it is not removed", removal.trigger);
        report.fail(removal.line, &words, example, &before);
        return;
    }
    let after = events(example, lexicon);
    if after.iter().any(|event| is_by(event, removal.trigger)) {
        let words = format!("another entry `{}` still makes a record of this example", removal.trigger);
        report.fail(removal.line, &words, example, &after);
    }
}

/// Type, mode, marks and rule of a record.
fn shown(event: &Event) -> String {
    let marks: String = event.auxiliary.iter().map(|a| format!(" [{a}]")).collect();
    let modes: String = event.modes.iter().map(|m| format!(" {m}")).collect();
    format!("{}{modes}{marks} by {}", event.kind, event.rule)
}

fn summary(path: &Path, extension: &Extension, failed: usize) -> String {
    let count = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let mut parts = vec![
        count(extension.types.len(), "type", "types"),
        count(extension.added.len(), "entry", "entries"),
        count(extension.removed.len(), "removal", "removals"),
    ];
    if !extension.problems.is_empty() {
        parts.push(count(extension.problems.len(), "line skipped", "lines skipped"));
    }
    let verdict = match failed {
        0 => "every example records as its line claims".to_owned(),
        n => format!("{} not record as claimed", count(n, "example does", "examples do")),
    };
    format!("`{}`: {}; {verdict}\n", path.display(), parts.join(", "))
}

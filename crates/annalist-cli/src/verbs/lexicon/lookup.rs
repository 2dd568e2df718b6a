//! `annalist lexicon lookup`: the entries for a word or phrase, with file and line.

use super::{actors, codes, place, told};
use crate::args::LookupArgs;
use crate::lexicons;
use crate::output::Output;
use annalist::lexicon::Lexicon;
use annalist::lexicon::predicates::{Action, Class, Entry, Predicates};
use annalist::syntax::Parser;
use annalist_core::moment::Moment;
use annalist_core::{EventType, Report};
use anyhow::Result;
use jiff::civil::Date;
use std::process::ExitCode;
use unicode_width::UnicodeWidthStr;

/// Prints what is known of the words.
///
/// # Errors
/// If a file of the user cannot be read.
pub fn run(args: &LookupArgs) -> Result<ExitCode> {
    let loaded = lexicons::load(&args.own)?;
    let words = args.words.join(" ");
    let parts = [description, classes, group, entries];
    let mut text: String = parts.iter().map(|part| part(&words, &loaded.known)).collect();
    text += &parties(&words, args.date, &loaded.known);
    if text.is_empty() {
        text = format!("nothing is known of `{}`\n", words.escape_debug());
    }
    Output::open(None)?.write(text.as_bytes())?;
    Ok(loaded.exit_code(ExitCode::SUCCESS))
}

/// What is known of a name, country or role noun, and whom the phrase as a whole means.
fn parties(words: &str, date: Option<Date>, lexicon: &Lexicon) -> String {
    let known = actors::known(words, date, lexicon);
    let report = Report { text: words.to_owned(), published: date.map(Moment::day), ..Report::default() };
    let Some(found) = annalist::describe_with(&report, lexicon).filter(|f| f.rule != "unknown-name") else {
        return table(&known, |_| None);
    };
    let country = found.country.map_or("-".to_owned(), |c| c.to_string());
    let sectors = found.sectors.iter().map(|s| s.as_str());
    let codes = std::iter::once(country.as_str()).chain(sectors).collect::<Vec<_>>().join(" ");
    let name = found.name.map(|n| format!(", {n}")).unwrap_or_default();
    format!("{}as a party: {codes}{name} (by {})\n", table(&known, |_| None), found.rule)
}

/// What a declared type is said to be.
fn description(words: &str, lexicon: &Lexicon) -> String {
    let named = |kind: &&EventType| kind.as_str() == words;
    match lexicon.predicates.types().iter().find(named) {
        Some(EventType::Declared(own)) => format!("{words}  {}\n", own.description),
        _ => String::new(),
    }
}

/// The classes of a type, or the class of that name: `COERCE`, `COERCE arrest`, `arrest`.
fn classes(words: &str, lexicon: &Lexicon) -> String {
    let named = |c: &&Class| c.name == words || c.kind.as_str() == words || codes(c) == words;
    let found: Vec<&Class> = lexicon.predicates.classes().iter().filter(named).collect();
    let rows = found.iter().map(|class| {
        let code =
            if class.cameo.is_empty() { "no CAMEO code".into() } else { format!("CAMEO {}", class.cameo) };
        let scale = format!("quad {}, scale {}", class.kind.quad_code(), class.scale);
        let count = of_class(class, &lexicon.predicates);
        vec![
            format!("class {}", class.name),
            codes(class),
            code,
            scale,
            format!("{count} {}", if count == 1 { "entry" } else { "entries" }),
        ]
    });
    table(&rows.collect::<Vec<_>>(), |_| None)
}

fn of_class(class: &Class, predicates: &Predicates) -> usize {
    let id = predicates.class_named(class.name);
    let lines: std::collections::BTreeSet<_> = predicates
        .all()
        .filter(|e| matches!(e.action, Action::Class(c) if Some(c) == id))
        .map(|e| (e.source.file, e.source.line))
        .collect();
    lines.len()
}

/// The members of a group, or the groups that a word is a member of.
fn group(word: &str, lexicon: &Lexicon) -> String {
    if let Some(lemmas) = lexicon.predicates.group(word) {
        return format!("{word}  {}\n", lemmas.join(" "));
    }
    match lexicon.predicates.groups_with(word) {
        groups if groups.is_empty() => String::new(),
        groups => format!("{word} is in {}\n", groups.join(", ")),
    }
}

/// The entries for the words as they stand, else for their lemmas.
fn entries(words: &str, lexicon: &Lexicon) -> String {
    let lower = words.to_lowercase();
    let mut found = lexicon.predicates.with_words(&lower.split_whitespace().collect::<Vec<_>>());
    if found.is_empty() {
        let document = Parser::english().parse(&lower);
        let lemmas: Vec<&str> = document.tokens.iter().map(|t| t.lemma.as_str()).collect();
        if !lemmas.is_empty() {
            found = lexicon.predicates.with_words(&lemmas);
        }
    }
    let rows = found.iter().map(|e| vec![e.trigger.to_owned(), frame(e), told(e, lexicon), place(e.source)]);
    table(&rows.collect::<Vec<_>>(), |i| found[i].example)
}

/// The frame as its file writes it, nothing where it is the usual one.
fn frame(entry: &Entry) -> String {
    let slots = [("A", &entry.actor), ("R", &entry.recipient)];
    let written: Vec<String> =
        slots.iter().filter_map(|(slot, part)| Some(format!("{slot}={}", part.written()?))).collect();
    written.join(" ")
}

/// A cell wider than this pushes the rest of its row aside rather than every row.
const WIDEST: usize = 44;

/// `rows` with their columns one under another, each with its example beneath.
fn table(rows: &[Vec<String>], example: impl Fn(usize) -> Option<&'static str>) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or(0).min(WIDEST);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut out = String::new();
    for (i, row) in rows.iter().enumerate() {
        let cells = row.iter().zip(&widths).filter(|(_, width)| **width > 0);
        let line: Vec<String> = cells
            .map(|(cell, width)| cell.to_owned() + &" ".repeat(width.saturating_sub(cell.width())))
            .collect();
        out += line.join("  ").trim_end();
        out.push('\n');
        out.extend(example(i).map(|e| format!("    {e}\n")));
    }
    out
}

//! `annalist lexicon`: check a user's files, list and look up what the program knows.

pub mod actors;
pub mod check;
pub mod list;
pub mod lookup;

use annalist::lexicon::Lexicon;
use annalist::lexicon::predicates::{Action, Class, Entry, Source};

/// `press.events:12`; built-in files are named within the repository.
fn place(source: Source) -> String {
    let folder = if source.is_users { "" } else { "lexicon/" };
    format!("{folder}{}:{}", source.file, source.line)
}

/// Type and mode: `COERCE arrest`.
fn codes(class: &Class) -> String {
    class.kind.as_str().to_owned() + &class.mode.map(|m| format!(" {m}")).unwrap_or_default()
}

/// What an entry tells: `COERCE arrest`, or `operator ask`.
fn told(entry: &Entry, lexicon: &Lexicon) -> String {
    match entry.action {
        Action::Class(id) => codes(lexicon.predicates.class(id)),
        Action::Operator(operator) => format!("operator {operator:?}").to_lowercase(),
    }
}

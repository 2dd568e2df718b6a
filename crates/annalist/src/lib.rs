//! annalist reads news reports and writes the annals: who did what to whom, where, when, and on whose word.
//!
//! The pipeline, each step from value to value:
//!
//! 1. [`read`] — bytes to [`Report`](core::Report)s;
//! 2. [`syntax`] — text to a [`Document`](core::Document): sentences, trees, names;
//! 3. [`extract::annotate`] — [`Annotations`](core::Annotations): times, places, actors, attributions;
//! 4. [`extract::code`] — PLOVER [`Event`](core::Event)s.

pub mod examples;
pub mod guard;
pub mod unnamed;

pub use annalist_core as core;
pub use annalist_extract as extract;
pub use annalist_lexicon as lexicon;
pub use annalist_read as read;
pub use annalist_syntax as syntax;

use annalist_core::{Annotations, Document, Event, Report, Span};
use annalist_extract::actors::{self, Resolution};
use annalist_extract::events;
use annalist_extract::events::scene::Scene;
use annalist_extract::events::unmatched::{self, Unmatched};
use annalist_extract::pairs::{self, Model, Verdict};
use annalist_extract::places;
use annalist_lexicon::Lexicon;

/// A report with every layer of its analysis.
#[derive(Clone, Debug, Default)]
pub struct Coded {
    /// The report as read.
    pub report: Report,
    /// Its parse.
    pub document: Document,
    /// Its times, places, entities and attributions.
    pub annotations: Annotations,
    /// Its events.
    pub events: Vec<Event>,
    /// The version of the lexicon it was coded with.
    pub lexicon: String,
}

/// Runs the whole pipeline over one report.
///
/// A report in a language other than English comes back without a parse, annotations or events; its notes say so.
pub fn code(report: Report) -> Coded {
    code_with(report, Lexicon::english())
}

/// As [`code`], with a lexicon that may hold a user's own event types, predicates and actors.
pub fn code_with(mut report: Report, lexicon: &Lexicon) -> Coded {
    let mut coded = Coded { lexicon: lexicon.version.clone(), ..Coded::default() };
    if is_english(&report) {
        coded.document = parse(&report);
        coded.annotations = extract::annotate(&report, &coded.document, lexicon);
        note_impossible_days(&mut report, &coded.annotations);
        coded.events = extract::code(&report, &coded.document, &coded.annotations, lexicon);
    } else {
        coded.document.text.clone_from(&report.text);
    }
    Coded { report, ..coded }
}

/// Notes the days that a report names and that no calendar has; they date nothing.
fn note_impossible_days(report: &mut Report, annotations: &Annotations) {
    let impossible = annotations.times.iter().filter(|t| t.rule == extract::times::IMPOSSIBLE);
    let notes: Vec<String> =
        impossible.map(|t| format!("times: no calendar has the day `{}`", t.span.of(&report.text))).collect();
    report.notes.extend(notes);
}

/// Parses a report's body; a dateline is a sentence of its own, so that its place is nobody's subject.
pub fn parse(report: &Report) -> Document {
    let mut document = syntax::segment::segment(&report.text);
    if let Some(span) = report.dateline.as_ref().and_then(|d| d.span) {
        document.split_sentence_at(span.end);
    }
    syntax::Parser::english().parse_tokens(document)
}

impl Coded {
    /// The document and its annotations, indexed for rules and models.
    pub fn scene(&self) -> Scene<'_> {
        Scene::new(&self.report, &self.document, &self.annotations, Lexicon::english())
    }

    /// The predicates and parties that `lexicon`, with which the report was coded, does not place.
    pub fn unmatched(&self, lexicon: &Lexicon) -> Unmatched {
        let scene = Scene::new(&self.report, &self.document, &self.annotations, lexicon);
        unmatched::find(&scene, &self.events)
    }
}

/// The PLOVER type between two parties of a one-sentence report, at the given bytes of its text; always an answer.
pub fn classify(report: Report, actor: &[Span], recipient: &[Span]) -> Verdict {
    let coded = code(report);
    let scene = coded.scene();
    pairs::decide(&scene, &events::code(&scene, None), actor, recipient, Model::english())
}

/// Whom a phrase names, `report` holding the phrase alone and, where known, its date; none where nobody codable.
pub fn describe(report: &Report) -> Option<Resolution> {
    describe_with(report, Lexicon::english())
}

/// As [`describe`], with a lexicon that may hold a user's own actors.
pub fn describe_with(report: &Report, lexicon: &Lexicon) -> Option<Resolution> {
    let document = syntax::Parser::english().parse(&report.text);
    let places = places::find(report, &document, lexicon);
    actors::describe(report, &document, &places, lexicon)
}

/// Whether the report is in English as far as is known.
fn is_english(report: &Report) -> bool {
    report.language.as_deref().is_none_or(|code| code == "en")
}

/// The snippets of the documents, compiled and run as documentation tests.
#[cfg(doctest)]
mod documents {
    #[doc = include_str!("../../../ARCHITECTURE.md")]
    struct Architecture;
    #[doc = include_str!("../../../DESIGN.md")]
    struct Design;
    #[doc = include_str!("../../../README.md")]
    struct Readme;
}

//! annalist reads news reports and writes the annals: who did what to whom, where, when, and on whose word.
//!
//! The pipeline, each step from value to value:
//!
//! 1. [`read`] — bytes to [`Report`](core::Report)s;
//! 2. [`syntax`] — text to a [`Document`](core::Document): sentences, trees, names;
//! 3. [`extract::annotate`] — [`Annotations`](core::Annotations): times, places, actors, attributions;
//! 4. [`extract::code`] — PLOVER [`Event`](core::Event)s.

pub use annalist_core as core;
pub use annalist_extract as extract;
pub use annalist_lexicon as lexicon;
pub use annalist_read as read;
pub use annalist_syntax as syntax;

use annalist_core::{Annotations, Document, Event, Report, Span};
use annalist_extract::actors::{self, Resolution};
use annalist_extract::events::scene::Scene;
use annalist_extract::pairs::{self, Model, Verdict};
use annalist_extract::places;
use annalist_lexicon::Lexicon;

/// A report with every layer of its analysis.
#[derive(Clone, Debug)]
pub struct Coded {
    /// The report as read.
    pub report: Report,
    /// Its parse.
    pub document: Document,
    /// Its times, places, entities and attributions.
    pub annotations: Annotations,
    /// Its events.
    pub events: Vec<Event>,
}

/// Runs the whole pipeline over one report.
///
/// A report in a language other than English comes back without a parse, annotations or events; its notes say so.
pub fn code(report: Report) -> Coded {
    if !is_english(&report) {
        let document = Document { text: report.text.clone(), ..Document::default() };
        return Coded { report, document, annotations: Annotations::default(), events: Vec::new() };
    }
    let lexicon = Lexicon::english();
    let document = parse(&report);
    let annotations = extract::annotate(&report, &document, lexicon);
    let events = extract::code(&report, &document, &annotations, lexicon);
    Coded { report, document, annotations, events }
}

/// Parses the body; a dateline is a sentence of its own, so that its place is nobody's subject.
fn parse(report: &Report) -> Document {
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
}

/// The PLOVER type between two parties of a one-sentence report, at the given bytes of its text; always an answer.
pub fn classify(report: Report, actor: &[Span], recipient: &[Span]) -> Verdict {
    let coded = code(report);
    pairs::decide(&coded.scene(), &coded.events, actor, recipient, Model::english())
}

/// Whom a phrase names, `report` holding the phrase alone and, where known, its date; none where nobody codable.
pub fn describe(report: &Report) -> Option<Resolution> {
    let lexicon = Lexicon::english();
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

//! The record: one happening of a PLOVER type.

use crate::annotations::{EntityId, Place, Polarity};
use crate::moment::Precision;
use crate::{Auxiliary, Context, CountryCode, EventType, Sector, Span};
use jiff::civil::Date;

/// A party to an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// The party's noun phrase without trailing clauses.
    pub span: Span,
    /// The party's full name, where known.
    pub name: Option<String>,
    /// Country or international code.
    pub country: Option<CountryCode>,
    /// Sectors, the primary one first.
    pub sectors: Vec<Sector>,
    /// The entity it refers to.
    pub entity: Option<EntityId>,
}

/// Where a date came from, nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateSource {
    /// A time expression that modifies the event's own clause.
    Clause,
    /// Another one in the same sentence.
    Sentence,
    /// A neighbouring sentence.
    Discourse,
    /// The dateline.
    Dateline,
    /// The publication date.
    Published,
    /// Nothing.
    None,
}

impl DateSource {
    /// `clause`, `sentence`, `discourse`, `dateline`, `published` or `none`.
    pub fn as_str(self) -> &'static str {
        match self {
            DateSource::Clause => "clause",
            DateSource::Sentence => "sentence",
            DateSource::Discourse => "discourse",
            DateSource::Dateline => "dateline",
            DateSource::Published => "published",
            DateSource::None => "none",
        }
    }
}

/// When an event happened.
#[derive(Clone, Debug, PartialEq)]
pub struct EventDate {
    /// First day, where known.
    pub start: Option<Date>,
    /// Last day, where it is not the first.
    pub end: Option<Date>,
    /// The value as TIMEX3 where no full date is known (`XXXX-03-12`).
    pub partial: Option<String>,
    /// How precise it is.
    pub precision: Precision,
    /// Where it came from.
    pub source: DateSource,
    /// The words it came from, as an index into the document's times.
    pub time: Option<usize>,
}

/// A count with its bounds: "at least 12" is `12..`, "between 3,000 and 5,000" is `3000..=5000`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Magnitude {
    /// The lowest number meant.
    pub low: Option<u64>,
    /// The highest number meant.
    pub high: Option<u64>,
    /// The words.
    pub span: Span,
}

/// Where a location came from, nearest first; the same ladder as [`DateSource`] without publication.
pub type LocationSource = DateSource;

/// One event record.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its type.
    pub kind: EventType,
    /// Its modes, the main one first; each is one of [`EventType::modes`] or declared by a researcher.
    pub modes: Vec<&'static str>,
    /// Its conflict–cooperation score, −10 to 10: that of its type with its first mode.
    pub scale: f32,
    /// Its contexts, in the ontology's order.
    pub contexts: Vec<Context>,
    /// Its CAMEO code, two to four digits; empty where a declared type has none.
    pub cameo: String,
    /// What keeps it from being a plain present fact.
    pub auxiliary: Vec<Auxiliary>,
    /// Who did it, or all who took part in a reciprocal event.
    pub actors: Vec<Party>,
    /// To whom.
    pub recipients: Vec<Party>,
    /// When.
    pub date: EventDate,
    /// Where, with the source of that knowledge.
    pub location: Option<(Place, LocationSource)>,
    /// The main trigger's tokens as spans: verb and particle, or noun.
    pub trigger: Vec<Span>,
    /// Further triggers of the same happening elsewhere in the report.
    pub mentions: Vec<Vec<Span>>,
    /// People killed.
    pub dead: Option<Magnitude>,
    /// People injured.
    pub injured: Option<Magnitude>,
    /// People taking part.
    pub size: Option<Magnitude>,
    /// The attributions it stands in, outermost first, as indices into the document's attributions.
    pub attributions: Vec<usize>,
    /// Those of [`attributions`](Event::attributions) whose source denies the event: by a word of denial, or by saying
    /// that it did not happen.
    pub denied_by: Vec<usize>,
    /// How likely type and parties are right, 0 to 1.
    pub confidence: f32,
    /// The rule or lexicon entry that made it: `REQUEST/appeal-to`.
    pub rule: String,
    /// How the rule was reached, step by step, for `--explain`.
    pub trace: Vec<String>,
    /// The sentence, as an index into the document's sentences.
    pub sentence: usize,
}

impl Event {
    /// Whether attribution `i`, one of [`attributions`](Event::attributions), asserts or denies the event.
    pub fn polarity(&self, i: usize) -> Polarity {
        if self.denied_by.contains(&i) { Polarity::Denied } else { Polarity::Asserted }
    }
}

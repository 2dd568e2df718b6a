//! One record in the form in which a hand coding and annalist's are compared.

use annalist_core::Span;
use annalist_core::annotations::PlacePrecision;
use annalist_core::moment::Precision;
use serde::Serialize;

/// One record of either coder. `None` in a field means that the coder does not state it, and it is not compared;
/// an empty list means that there is none.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Coding {
    /// The record's own identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The event type, in capitals.
    pub event: String,
    /// Modes, lower case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<Vec<String>>,
    /// Contexts, lower case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<Vec<String>>,
    /// Auxiliary modes, lower case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auxiliary: Option<Vec<String>>,
    /// Who did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<Side>,
    /// To whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<Side>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<When>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Site>,
    /// People killed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dead: Option<Bounds>,
    /// People injured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub injured: Option<Bounds>,
    /// People taking part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<Bounds>,
    /// On whose word, outermost first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribution: Option<Vec<Voice>>,
    /// The words that tell it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trigger: Option<String>,
    /// How likely type and parties are right, 0 to 1, as its coder says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// Where its triggers stand in the text, in bytes; empty where that is not known. See [`crate::locate`].
    #[serde(skip)]
    pub triggers: Vec<Span>,
    /// The sentence of its main telling, as an index into the document's, where known.
    #[serde(skip)]
    pub sentence: Option<usize>,
    /// What a hand coding says of where it stands, before it is located.
    #[serde(skip)]
    pub clue: Clue,
}

/// What a hand coding says of where in the text a record stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clue {
    /// Ranges of the trigger in code points of the text.
    pub ranges: Vec<[u32; 2]>,
    /// The sentence's words.
    pub sentence: Option<String>,
    /// The sentence's number in the report, from 0.
    pub number: Option<usize>,
}

/// All parties of one side of a record.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Side {
    /// Their words in the text.
    pub text: Vec<String>,
    /// Their full names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub name: Vec<String>,
    /// Their country codes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub country: Vec<String>,
    /// Their sectors.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sector: Vec<String>,
}

impl Side {
    /// Whether nobody is named on this side.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.name.is_empty() && self.country.is_empty() && self.sector.is_empty()
    }
}

/// When, as ISO 8601 with less where less is known: `2013-01-10`, `2013-01`, `2013`, `XXXX-03-12`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct When {
    /// First day, month or year.
    pub start: String,
    /// Last day, where it is not the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    /// How exact it is.
    pub precision: Precision,
}

/// Where.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Site {
    /// Its words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Its full name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its country's code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The name of its first-order division.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin1: Option<String>,
    /// What kind of place it is.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "precision")]
    pub precision: Option<PlacePrecision>,
    /// Latitude and longitude in degrees.
    #[serde(skip)]
    pub point: Option<(f64, f64)>,
}

fn precision<S: serde::Serializer>(given: &Option<PlacePrecision>, to: S) -> Result<S::Ok, S::Error> {
    given.map(PlacePrecision::as_str).serialize(to)
}

/// A count with its bounds; without either, no number is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Bounds {
    /// The lowest number meant.
    pub low: Option<u64>,
    /// The highest number meant.
    pub high: Option<u64>,
}

/// One attribution that a record stands in.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Voice {
    /// The source's words; `None` where it is not named.
    pub source: Option<String>,
    /// The source's full name, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `asserted` or `denied`, where stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub polarity: Option<String>,
    /// `confirmed`, `said`, `claimed`, `possible` or `unverified`, where stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certainty: Option<String>,
}

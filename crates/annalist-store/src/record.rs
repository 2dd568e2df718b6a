//! Records, statements and reports as they leave the coder (PLOVER JSON with annalist's own fields), owned.
//!
//! The store takes what `annalist code` prints and keeps the line as it is; these types are what the store itself reads
//! from it. Fields that they do not name stay in the kept line.

use crate::error::{Result, StoreError};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One event record, as `annalist code` prints it. Spans are code points of the report's text.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Record {
    /// `REPORT:TYPE:OFFSET`.
    pub id: String,
    /// First day as ISO 8601, or a partial date such as `XXXX-03-12`.
    pub date: Option<String>,
    /// Last day, where it is not the first.
    pub enddate: Option<String>,
    /// `time`, `day`, `week`, `month`, `quarter`, `year` or `unknown`.
    pub date_precision: String,
    /// Where the date came from.
    pub date_source: String,
    /// The type, in a list of one.
    pub event: Vec<String>,
    /// Modes, the main one first.
    pub mode: Vec<String>,
    /// Contexts.
    pub context: Vec<String>,
    /// The CAMEO code.
    pub cameo: Option<String>,
    /// 1 to 4.
    pub quad_code: u8,
    /// −10 to 10.
    pub event_scale: f64,
    /// Auxiliary modes: `historical`, `future`, `hypothetical`, `negation`.
    pub auxiliary: Vec<String>,
    /// Who did it.
    pub actor: Vec<Party>,
    /// To whom.
    pub recipient: Vec<Party>,
    /// Where.
    pub event_loc: Option<Place>,
    /// Where the place came from.
    pub loc_source: String,
    /// The trigger words, the main trigger first.
    pub event_text: Vec<String>,
    /// People killed.
    pub dead: Option<Number>,
    /// People injured.
    pub injured: Option<Number>,
    /// People taking part.
    pub size: Option<Number>,
    /// On whose word, outermost first.
    pub attribution: Vec<Attribution>,
    /// How likely type and parties are right, 0 to 1.
    pub confidence: f64,
    /// The rule or lexicon entry.
    pub rule: String,
    /// The sentence.
    pub text: String,
    /// Where the words stand.
    pub text_info: TextInfo,
    /// The report.
    pub cite_info: Citation,
    /// Program and lexicon that made the record.
    pub coder: String,
}

/// A party, or the source of an attribution.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Party {
    /// The words.
    pub text: String,
    /// The full name, where known.
    pub name: Option<String>,
    /// Country or international code.
    pub country: Option<String>,
    /// Sectors, the primary one first.
    pub sector: Vec<String>,
    /// Where the words stand.
    pub span: Option<[u32; 2]>,
}

/// Where an event happened.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Place {
    /// The words.
    pub text: String,
    /// The gazetteer's name.
    pub name: String,
    /// The country.
    pub country: Option<String>,
    /// The first-order division.
    pub admin1: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// The GeoNames identifier.
    pub geonames: Option<i64>,
    /// `site`, `city`, `district`, `province`, `region` or `country`.
    pub precision: String,
}

/// A count: exact, or with its bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(untagged)]
pub enum Number {
    /// Exactly so many.
    Exact(u64),
    /// At least `low`, at most `high`.
    Bounds {
        /// The lowest number meant.
        low: Option<u64>,
        /// The highest number meant.
        high: Option<u64>,
    },
}

impl Number {
    /// Lowest and highest number meant.
    pub fn bounds(self) -> (Option<u64>, Option<u64>) {
        match self {
            Number::Exact(n) => (Some(n), Some(n)),
            Number::Bounds { low, high } => (low, high),
        }
    }
}

/// The bounds of a count that may be missing.
pub fn bounds(number: Option<Number>) -> (Option<u64>, Option<u64>) {
    number.map_or((None, None), Number::bounds)
}

/// On whose word.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Attribution {
    /// `a3`: the number of the statement within its report.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Who says it, where known.
    pub source: Option<Party>,
    /// "said".
    pub cue: String,
    /// `asserted` or `denied`.
    pub polarity: String,
    /// `confirmed`, `said`, `claimed`, `possible` or `unverified`.
    pub certainty: String,
}

/// Where a record's words stand, in code points.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct TextInfo {
    /// The sentence.
    pub span: [u32; 2],
    /// The main trigger.
    pub trigger: Vec<[u32; 2]>,
}

/// The report a record came from.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Citation {
    /// The report's identifier.
    pub id: String,
    /// The outlet.
    pub publisher: Option<String>,
    /// The headline.
    pub headline: Option<String>,
    /// Where it stands on the web.
    pub url: Option<String>,
    /// When it was published, as ISO 8601.
    pub published: Option<String>,
}

/// One statement, as `annalist quotes` prints it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Statement {
    /// `REPORT:a3`.
    pub id: String,
    /// Who says it.
    pub source: Option<Party>,
    /// The source's role or office.
    pub role: Option<String>,
    /// When.
    pub date: Option<String>,
    /// To whom.
    pub addressee: Option<Party>,
    /// By what medium.
    pub channel: Option<String>,
    /// "said".
    pub cue: String,
    /// What kind of cue: `say`, `deny`, `accuse` …
    pub class: String,
    /// `direct`, `indirect` or `mixed`.
    pub form: String,
    /// `asserted` or `denied`.
    pub polarity: String,
    /// How sure.
    pub certainty: String,
    /// What is said.
    pub content: String,
    /// The records it tells of.
    pub about: Vec<String>,
    /// The records that it is itself.
    pub act: Vec<String>,
}

/// One report, as `annalist read` prints it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Report {
    /// Its identifier.
    pub id: String,
    /// Where it stands on the web.
    pub url: Option<String>,
    /// The outlet.
    pub publisher: Option<String>,
    /// The agency that wrote the copy.
    pub agency: Option<String>,
    /// The headline.
    pub headline: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// ISO 639-1.
    pub language: Option<String>,
    /// The body.
    pub text: String,
}

/// Reads `line`, the JSON of `what`.
///
/// # Errors
/// [`StoreError::Shape`] where it is not of the shape.
pub fn parse<T: for<'a> Deserialize<'a>>(what: &str, line: &str) -> Result<T> {
    serde_json::from_str(line).map_err(|why| StoreError::shape(what, why))
}

impl Record {
    /// Reads a line of `annalist code`.
    ///
    /// # Errors
    /// [`StoreError::Shape`] where it is no record: it needs `id` and one type in `event`.
    pub fn from_json(line: &str) -> Result<Self> {
        let record: Record = parse("a record", line)?;
        if record.id.is_empty() || record.event.len() != 1 {
            return Err(StoreError::shape("a record", "expected `id` and one type in `event`"));
        }
        Ok(record)
    }

    /// The type.
    pub fn kind(&self) -> &str {
        self.event.first().map_or("", String::as_str)
    }

    /// First and last day, where the date is a full one. Where no `enddate` is given, the last day follows from the
    /// precision: a record dated `2013-01-01` to the month may be of any day until 31 January.
    pub fn days(&self) -> Option<(Date, Date)> {
        let day = |text: Option<&str>| text?.get(..10)?.parse::<Date>().ok();
        let first = day(self.date.as_deref())?;
        let stated = day(self.enddate.as_deref()).filter(|last| *last >= first);
        Some((first, stated.unwrap_or_else(|| self.end_of_period(first))))
    }

    fn end_of_period(&self, first: Date) -> Date {
        let after = match self.date_precision.as_str() {
            "week" => first.checked_add(7.days()),
            "month" => first.checked_add(1.month()),
            "quarter" => first.checked_add(3.months()),
            "year" => first.checked_add(1.year()),
            _ => return first,
        };
        after.and_then(|day| day.yesterday()).unwrap_or(first)
    }

    /// Whether some source denies the event.
    pub fn is_denied(&self) -> bool {
        self.attribution.iter().any(|a| a.polarity == "denied")
    }

    /// Where the main trigger starts.
    pub fn trigger_start(&self) -> Option<u32> {
        self.text_info.trigger.first().map(|t| t[0])
    }
}

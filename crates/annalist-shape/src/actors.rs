//! Whom a phrase names: what `actors` takes and answers.

use annalist::lexicon::Lexicon;
use annalist::read::dates;
use annalist_core::moment::Moment;
use annalist_core::{CountryCode, Report, Sector};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// A phrase, with the day for which offices and memberships are looked up.
#[derive(Debug, Deserialize)]
pub struct Row {
    /// Given back with the answer.
    #[serde(default)]
    pub id: Value,
    /// The phrase.
    pub text: String,
    /// The day for which offices and memberships are looked up.
    #[serde(default, deserialize_with = "moment")]
    pub date: Option<Moment>,
}

/// The answer for a phrase; nulls where it names nobody codable.
#[derive(Debug, Serialize)]
pub struct Answer {
    /// As it was given.
    pub id: Value,
    /// The full name, where known.
    pub name: Option<String>,
    /// ISO 3166-1 alpha-3 or PLOVER's own.
    pub country: Option<CountryCode>,
    /// The primary sector first.
    pub sector: Option<Vec<Sector>>,
    /// The lexicon entry or rule, or why it is nobody.
    pub note: String,
}

impl Row {
    /// Whom the phrase names, by `lexicon`.
    pub fn answer(self, lexicon: &Lexicon) -> Answer {
        let Row { id, text, date } = self;
        let report = Report { text, published: date, ..Report::default() };
        match annalist::describe_with(&report, lexicon) {
            None => {
                Answer { id, name: None, country: None, sector: None, note: nobody(&report.text).to_owned() }
            }
            Some(found) => Answer {
                id,
                name: found.name,
                country: found.country,
                sector: Some(found.sectors),
                note: found.rule.to_string(),
            },
        }
    }
}

/// Why a phrase is nobody's.
fn nobody(text: &str) -> &'static str {
    if text.contains(char::is_alphanumeric) {
        "nobody: the phrase names no person, people, body or country"
    } else {
        "nobody: the phrase has no words"
    }
}

/// A date as reports state it; null and an empty string are none.
fn moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Moment>, D::Error> {
    let stated = Option::<String>::deserialize(deserializer)?.filter(|text| !text.trim().is_empty());
    let read = |text: String| {
        dates::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format!("`date`: expected a date such as 2013-01-11, found `{text}`"))
        })
    };
    stated.map(read).transpose()
}

//! `annalist actors`: the country and the sectors of whom a phrase names.

use super::json_line;
use crate::args::ActorsArgs;
use crate::driver::{self, Streams};
use crate::lexicons;
use crate::rows::rows;
use annalist::extract::actors::Resolution;
use annalist::read::dates;
use annalist_core::moment::Moment;
use annalist_core::{CountryCode, Report, Sector};
use anyhow::Result;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use std::process::ExitCode;

/// A phrase, with the day for which offices and memberships are looked up.
#[derive(Debug, Deserialize)]
struct Row {
    #[serde(default)]
    id: Value,
    text: String,
    #[serde(default, deserialize_with = "moment")]
    date: Option<Moment>,
}

/// The answer for a phrase; nulls where it names nobody codable.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    id: &'a Value,
    name: Option<String>,
    country: Option<CountryCode>,
    sector: Option<Vec<Sector>>,
    note: String,
}

/// Prints one JSON object a row.
///
/// # Errors
/// If a file of the user cannot be read or the output cannot be written.
pub fn run(args: &ActorsArgs) -> Result<ExitCode> {
    let lexicon = lexicons::with(&[], &args.actors, &[])?;
    let code =
        driver::run_items(&Streams::from(&args.rows), b"", rows(args.rows.inputs.clone()), |row: Row, _| {
            let report = Report { text: row.text, published: row.date, ..Report::default() };
            let found = annalist::describe_with(&report, &lexicon.known);
            let mut out = Vec::new();
            json_line(&mut out, &answer(&row.id, &report.text, found))?;
            Ok(out)
        })?;
    Ok(lexicon.exit_code(code))
}

fn answer<'a>(id: &'a Value, text: &str, found: Option<Resolution>) -> Answer<'a> {
    let Some(found) = found else {
        let note = nobody(text).to_owned();
        return Answer { id, name: None, country: None, sector: None, note };
    };
    Answer {
        id,
        name: found.name,
        country: found.country,
        sector: Some(found.sectors),
        note: found.rule.to_string(),
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

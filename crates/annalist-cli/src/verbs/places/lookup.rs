//! `annalist places lookup`: the places that a name may mean.

use crate::args::PlaceLookupArgs;
use crate::lexicons;
use crate::output::Output;
use annalist::lexicon::places::{Entry, Form};
use annalist::lexicon::{Casing, Lexicon, Naming, fold, words};
use anyhow::Result;
use std::process::ExitCode;
use unicode_width::UnicodeWidthStr;

/// Prints the places of a name, one a line: name, kind, province, country, coordinates, people, identifier.
///
/// # Errors
/// If a file of the user cannot be read.
pub fn run(args: &PlaceLookupArgs) -> Result<ExitCode> {
    let loaded = lexicons::load(&args.own)?;
    let name = args.words.join(" ");
    let mut rows = countries(&name, &loaded.known);
    let key = fold(&name);
    rows.extend(loaded.known.places.lookup(&key).map(|e| row(&e, "")));
    let described = loaded.known.places.curated(&key).filter(|(form, _)| *form != Form::Name);
    rows.extend(described.map(|(form, e)| row(&e, form_name(form))));
    let text = if rows.is_empty() {
        format!("no place is known as `{}`\n", name.escape_debug())
    } else {
        table(&rows)
    };
    Output::open(None)?.write(text.as_bytes())?;
    Ok(loaded.exit_code(ExitCode::SUCCESS))
}

/// The countries that the name names or describes.
fn countries(name: &str, lexicon: &Lexicon) -> Vec<Vec<String>> {
    let words = words(name);
    let found = lexicon.countries.longest_at_start(&words, Casing::Ignore).filter(|f| f.len == words.len());
    let named = found.into_iter().flat_map(|f| f.values).filter_map(|m| {
        if m.naming == Naming::Capital {
            return None;
        }
        let country = lexicon.countries.entry(m);
        let code = country.territory.or(country.code)?;
        let (lat, lon, geonames) = lexicon.places.country(code)?;
        let how = match m.naming {
            Naming::FormerName => "former name",
            Naming::Adjective => "adjective",
            Naming::Demonym | Naming::DemonymPlural => "demonym",
            Naming::Name | Naming::Capital => "",
        };
        Some(cells(country.name, "country", "", code.as_str(), (lat, lon), 0.0, geonames, how))
    });
    named.collect()
}

fn form_name(form: Form) -> &'static str {
    match form {
        Form::Name => "",
        Form::Abbreviation => "abbreviation",
        Form::Postal => "postal code",
        Form::Adjective | Form::DoubtfulAdjective => "adjective",
    }
}

fn row(e: &Entry, how: &str) -> Vec<String> {
    let how = if e.alternate { "other name" } else { how };
    let country = e.country.map(|c| c.to_string()).unwrap_or_default();
    let province = if e.admin1 == e.name { "" } else { e.admin1 };
    cells(e.name, e.feature.as_str(), province, &country, (e.lat, e.lon), e.population, e.geonames, how)
}

#[allow(clippy::too_many_arguments, reason = "the columns of a table")]
fn cells(
    name: &str,
    kind: &str,
    province: &str,
    country: &str,
    at: (f64, f64),
    people: f64,
    geonames: Option<u32>,
    how: &str,
) -> Vec<String> {
    let some = |text: &str| if text.is_empty() { "-".to_owned() } else { text.to_owned() };
    vec![
        name.to_owned(),
        kind.to_owned(),
        some(province),
        some(country),
        format!("{:.2} {:.2}", at.0, at.1),
        if people >= 1.0 { format!("{} people", rounded(people)) } else { "-".to_owned() },
        geonames.map_or("-".to_owned(), |id| format!("geonames {id}")),
        how.to_owned(),
    ]
}

/// Two figures, which is as exact as the gazetteer is.
fn rounded(people: f64) -> u64 {
    let unit = 10f64.powf((people.log10().floor() - 1.0).max(0.0));
    ((people / unit).round() * unit) as u64
}

/// The rows with their columns one under another.
fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let widths: Vec<usize> =
        (0..columns).map(|c| rows.iter().map(|r| r[c].width()).max().unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let cells = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| cell.to_owned() + &" ".repeat(width.saturating_sub(cell.width())));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}

//! POLECAT's layout: the tab-separated files that its project publishes, column for column.
//!
//! What is not known is `None`, as there. Never filled, since annalist does not know it: the titles of parties, their
//! Wikipedia identifiers, and the people, organizations and places of the story.

use super::Around;
use super::countries::cow;
use super::flat::{join, safe};
use crate::record::{Party, Record};

/// The columns, in order.
pub const COLUMNS: [&str; 40] = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
];

/// What stands where nothing is known.
const NONE: &str = "None";

/// The row of a record.
pub fn row(record: &Record, around: &Around) -> Vec<String> {
    let mut cells = what(record);
    cells.extend(who(&record.actor));
    cells.extend(who(&record.recipient));
    cells.extend(place(record));
    cells.push(known(record.cite_info.publisher.as_deref()));
    cells.push(known(record.cite_info.published.as_deref().and_then(|p| p.get(..10))));
    cells.extend([NONE; 3].map(str::to_owned));
    cells.push(around.language.clone().unwrap_or_else(|| "en".into()));
    cells.push(record.coder.clone());
    cells
}

fn what(record: &Record) -> Vec<String> {
    let contexts: Vec<&String> = record.context.iter().chain(&record.auxiliary).collect();
    vec![
        safe(&record.id),
        known(record.date.as_deref()),
        record.kind().to_owned(),
        listed(&record.mode),
        record.event_scale.to_string(),
        quad(record.quad_code).to_owned(),
        listed(&contexts),
    ]
}

/// The name of a quad category, as POLECAT writes it.
fn quad(code: u8) -> &'static str {
    match code {
        1 => "VERBAL COOPERATION",
        2 => "MATERIAL COOPERATION",
        3 => "VERBAL CONFLICT",
        4 => "MATERIAL CONFLICT",
        _ => NONE,
    }
}

fn who(parties: &[Party]) -> [String; 8] {
    let names: Vec<String> = parties.iter().map(|p| safe(p.name.as_ref().unwrap_or(&p.text))).collect();
    let countries: Vec<&str> = parties.iter().map(|p| p.country.as_deref().unwrap_or(NONE)).collect();
    let numbers: Vec<&str> =
        countries.iter().map(|c| Some(cow(c)).filter(|n| !n.is_empty()).unwrap_or(NONE)).collect();
    let first: Vec<&str> = parties.iter().map(|p| p.sector.first().map_or(NONE, String::as_str)).collect();
    let mut sectors: Vec<&String> = Vec::new();
    for sector in parties.iter().flat_map(|p| &p.sector) {
        if !sectors.contains(&sector) {
            sectors.push(sector);
        }
    }
    let raw: Vec<String> = parties.iter().map(|p| safe(&p.text)).collect();
    [
        listed(&names),
        listed(&countries),
        listed(&numbers),
        listed(&first),
        listed(&sectors),
        NONE.to_owned(),
        listed(&raw),
        NONE.to_owned(),
    ]
}

fn place(record: &Record) -> Vec<String> {
    let Some(place) = &record.event_loc else { return vec![NONE.to_owned(); 10] };
    let only = |precision: &[&str]| {
        let fits = precision.contains(&place.precision.as_str());
        if fits { safe(&place.name) } else { NONE.to_owned() }
    };
    let number = |n: Option<f64>| n.map_or_else(|| NONE.to_owned(), |n| n.to_string());
    let feature = match place.precision.as_str() {
        "city" => "PPL",
        "district" => "ADM2",
        "province" => "ADM1",
        "country" => "PCLI",
        "region" => "RGN",
        _ => NONE,
    };
    vec![
        safe(&place.name),
        only(&["city"]),
        only(&["district"]),
        known(place.admin1.as_deref()),
        known(place.country.as_deref()),
        number(place.lat),
        number(place.lon),
        place.geonames.map_or_else(|| NONE.to_owned(), |g| g.to_string()),
        safe(&place.text),
        feature.to_owned(),
    ]
}

fn known(cell: Option<&str>) -> String {
    cell.filter(|c| !c.is_empty()).map_or_else(|| NONE.to_owned(), safe)
}

fn listed<S: AsRef<str>>(cells: &[S]) -> String {
    if cells.is_empty() { NONE.to_owned() } else { join(cells) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_its_cell() {
        assert_eq!(row(&Record::default(), &Around::default()).len(), COLUMNS.len());
    }
}

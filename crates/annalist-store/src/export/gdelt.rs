//! GDELT 2.0's event layout: 61 tab-separated columns without a header, as in its `export.CSV` files.
//!
//! A row is one pair of parties: a record with several of them has several rows, whose numbers of mentions are the
//! record's. Records that are planned, supposed, did not happen or are denied have no rows, since the layout cannot say so. Never
//! filled, since annalist does not know it: known-group, ethnic and religion codes of actors, the tone, the places of
//! actors, and second-order divisions. `GLOBALEVENTID` is a number made from the record's id, the same every time.

use super::Around;
use super::cameo::{self, pairs};
use super::countries::fips;
use super::flat::safe;
use crate::hash;
use crate::record::{Party, Place, Record};
use jiff::civil::Date;

/// The columns, in order; files have no header.
#[rustfmt::skip]
pub const COLUMNS: [&str; 61] = [
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    "Actor1Code", "Actor1Name", "Actor1CountryCode", "Actor1KnownGroupCode", "Actor1EthnicCode", "Actor1Religion1Code",
    "Actor1Religion2Code", "Actor1Type1Code", "Actor1Type2Code", "Actor1Type3Code",
    "Actor2Code", "Actor2Name", "Actor2CountryCode", "Actor2KnownGroupCode", "Actor2EthnicCode", "Actor2Religion1Code",
    "Actor2Religion2Code", "Actor2Type1Code", "Actor2Type2Code", "Actor2Type3Code",
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "NumMentions", "NumSources", "NumArticles", "AvgTone",
    "Actor1Geo_Type", "Actor1Geo_FullName", "Actor1Geo_CountryCode", "Actor1Geo_ADM1Code", "Actor1Geo_ADM2Code",
    "Actor1Geo_Lat", "Actor1Geo_Long", "Actor1Geo_FeatureID",
    "Actor2Geo_Type", "Actor2Geo_FullName", "Actor2Geo_CountryCode", "Actor2Geo_ADM1Code", "Actor2Geo_ADM2Code",
    "Actor2Geo_Lat", "Actor2Geo_Long", "Actor2Geo_FeatureID",
    "ActionGeo_Type", "ActionGeo_FullName", "ActionGeo_CountryCode", "ActionGeo_ADM1Code", "ActionGeo_ADM2Code",
    "ActionGeo_Lat", "ActionGeo_Long", "ActionGeo_FeatureID",
    "DATEADDED", "SOURCEURL",
];

/// The first characters of a report whose events count as root events, about GDELT's lead paragraph.
const LEAD: u32 = 300;

/// The rows of a record.
pub fn rows(record: &Record, around: &Around) -> Vec<Vec<String>> {
    if cameo::is_no_fact(record) {
        return Vec::new();
    }
    let pairs = pairs(record).into_iter().enumerate();
    pairs.map(|(i, (actor, recipient))| row(record, around, i, actor, recipient)).collect()
}

fn row(
    record: &Record,
    around: &Around,
    pair: usize,
    first: Option<&Party>,
    second: Option<&Party>,
) -> Vec<String> {
    // Fifteen digits stand exactly in every program that reads numbers as floating point.
    let number = hash::of(format!("{}/{pair}", record.id).into_bytes()) % 1_000_000_000_000_000;
    let mut cells = vec![number.to_string()];
    cells.extend(dates(record.days().map(|d| d.0)));
    cells.extend(actor(first));
    cells.extend(actor(second));
    cells.extend(event(record));
    cells.extend([around.mentions, around.sources, around.reports].map(|n| n.max(1).to_string()));
    cells.push(String::new());
    cells.extend(vec![String::new(); 16]);
    cells.extend(place(record.event_loc.as_ref()));
    cells.push(added(record.cite_info.published.as_deref()));
    cells.push(record.cite_info.url.as_deref().map(safe).unwrap_or_default());
    cells
}

/// Day, month, year, and the year with its fraction by GDELT's formula.
fn dates(day: Option<Date>) -> [String; 4] {
    let Some(day) = day else { return Default::default() };
    let fraction = f64::from(i32::from(day.month()) * 30 + i32::from(day.day())) / 365.0;
    let month = format!("{:04}{:02}", day.year(), day.month());
    [
        format!("{month}{:02}", day.day()),
        month,
        day.year().to_string(),
        format!("{:.4}", f64::from(day.year()) + fraction.min(0.9999)),
    ]
}

fn actor(party: Option<&Party>) -> Vec<String> {
    let Some(party) = party else { return vec![String::new(); 10] };
    let roles = cameo::roles(party);
    let role = |i: usize| roles.get(i).map(|r| (*r).to_owned()).unwrap_or_default();
    let country = party
        .country
        .clone()
        .filter(|c| !matches!(c.as_str(), "UNO" | "EUR" | "IGO" | "NGO" | "ISM" | "IMG" | "MNC"));
    let mut cells = vec![
        cameo::actor(party).unwrap_or_default(),
        safe(&party.name.as_ref().unwrap_or(&party.text).to_uppercase()),
        country.unwrap_or_default(),
    ];
    cells.extend(vec![String::new(); 4]);
    cells.extend([role(0), role(1), role(2)]);
    cells
}

fn event(record: &Record) -> [String; 6] {
    let code = cameo::code(record).unwrap_or_default();
    let first = |n: usize| code.get(..n.min(code.len())).unwrap_or_default().to_owned();
    [
        u8::from(record.text_info.span[0] < LEAD).to_string(),
        code.to_owned(),
        first(3),
        first(2),
        cameo::quad_class(code).map(|q| q.to_string()).unwrap_or_default(),
        cameo::goldstein(code).map(|g| format!("{g:.1}")).unwrap_or_default(),
    ]
}

/// GDELT's eight columns of the place: its kinds 1 country, 2 state and 3 city of the United States, 4 city and 5 division
/// elsewhere.
fn place(place: Option<&Place>) -> Vec<String> {
    let Some(place) = place else {
        return vec![
            "0".to_owned(),
            "".into(),
            "".into(),
            "".into(),
            "".into(),
            "".into(),
            "".into(),
            "".into(),
        ];
    };
    let home = place.country.as_deref() == Some("USA");
    let kind = match (place.precision.as_str(), home) {
        ("country", _) => 1,
        ("province", true) => 2,
        ("province" | "district" | "region", _) => 5,
        (_, true) => 3,
        (_, false) => 4,
    };
    let country = place.country.as_deref().unwrap_or_default();
    let parts = [
        Some(place.name.as_str()),
        place.admin1.as_deref().filter(|a| *a != place.name),
        place.country.as_deref(),
    ];
    let full: Vec<&str> = if kind == 1 { vec![&place.name] } else { parts.into_iter().flatten().collect() };
    let number = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();
    vec![
        kind.to_string(),
        safe(&full.join(", ")),
        fips(country).to_owned(),
        // GDELT's code of the division needs FIPS numbers of divisions; the country alone is what it gives for countries.
        fips(country).to_owned(),
        String::new(),
        number(place.lat),
        number(place.lon),
        place.geonames.map(|g| g.to_string()).unwrap_or_default(),
    ]
}

/// The time of publication as `YYYYMMDDHHMMSS`, midnight where only the day is known.
fn added(published: Option<&str>) -> String {
    let digits: String =
        published.unwrap_or_default().chars().take(19).filter(char::is_ascii_digit).collect();
    if digits.len() < 8 { String::new() } else { format!("{digits:0<14}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_its_cell() {
        let record =
            Record { event: vec!["ASSAULT".into()], date: Some("2013-01-10".into()), ..Record::default() };
        let rows = rows(&record, &Around::default());
        assert_eq!(rows[0].len(), COLUMNS.len());
        let cell = |name: &str| rows[0][COLUMNS.iter().position(|c| *c == name).unwrap()].as_str();
        assert_eq!(
            (cell("SQLDATE"), cell("FractionDate"), cell("EventRootCode")),
            ("20130110", "2013.1096", "18")
        );
        assert_eq!((cell("QuadClass"), cell("GoldsteinScale"), cell("NumArticles")), ("4", "-9.0", "1"));
    }

    #[test]
    fn plans_and_what_is_denied_have_no_rows() {
        let record = Record { auxiliary: vec!["future".into()], ..Record::default() };
        assert!(rows(&record, &Around::default()).is_empty());
        let denied = crate::record::Attribution { polarity: "denied".into(), ..Default::default() };
        let record = Record { attribution: vec![denied], ..Record::default() };
        assert!(rows(&record, &Around::default()).is_empty());
    }

    #[test]
    fn times_of_publication_are_fourteen_digits() {
        assert_eq!(added(Some("2013-01-11T08:20:00+01:00")), "20130111082000");
        assert_eq!(added(Some("2013-01-11")), "20130111000000");
        assert_eq!(added(None), "");
    }
}

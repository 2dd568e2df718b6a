//! Rows of a GeoNames dump (<https://download.geonames.org/export/dump/>, CC BY 4.0): `allCountries.txt`, `cities500.txt`
//! and files of one country, all of one form; `admin1CodesASCII.txt`; `alternateNamesV2.txt`.

use super::Feature;
use crate::tsv::{built_in, rows};
use annalist_core::CountryCode;
use std::collections::HashMap;
use std::sync::OnceLock;

const ISO: &str = include_str!("../../../../lexicon/places/iso.tsv");
/// The columns of a dump.
const COLUMNS: usize = 19;
/// The most other names that are kept of a place.
const OTHER_NAMES: usize = 16;
/// The shortest other name that is kept, in letters: shorter ones are codes.
const SHORTEST: usize = 4;

/// A place of a dump.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The GeoNames identifier.
    pub geonames: u32,
    /// Its name.
    pub name: String,
    /// Its other names in Latin letters, at most sixteen.
    pub others: Vec<String>,
    /// Degrees north, −90 to 90.
    pub lat: f64,
    /// Degrees east, −180 to 180.
    pub lon: f64,
    /// What it is.
    pub feature: Feature,
    /// The country it lies in; none for the high seas.
    pub country: Option<CountryCode>,
    /// The country's code of two letters and that of the first-order division, as `admin1CodesASCII.txt` joins them: `ML.07`.
    pub division: String,
    /// How many live there; 0 where unknown.
    pub population: u64,
}

/// Reads one line of a dump; `None` where it is of a kind of thing that annalist has no use for.
///
/// # Errors
/// Says what was expected and found where the line has not 19 columns, no name, or an impossible number, coordinate or
/// country.
pub fn row(line: &str) -> Result<Option<Row>, String> {
    let fields: Vec<&str> = line.split('\t').collect();
    if fields.len() != COLUMNS {
        return Err(format!("expected {COLUMNS} columns parted by tabs, found {}", fields.len()));
    }
    let geonames =
        fields[0].parse().map_err(|_| format!("expected a GeoNames identifier, found `{}`", fields[0]))?;
    if fields[1].trim().is_empty() {
        return Err("expected a name, found none".to_owned());
    }
    let lat = degrees(fields[4], "latitude", 90.0)?;
    let lon = degrees(fields[5], "longitude", 180.0)?;
    let population = match fields[14] {
        "" => 0,
        text => text.parse().map_err(|_| format!("expected a population, found `{text}`"))?,
    };
    let Some(feature) = feature(fields[6], fields[7]) else { return Ok(None) };
    let country = match fields[8] {
        "" => None,
        code => Some(
            country(code)
                .ok_or_else(|| format!("expected a country's code of two letters, found `{code}`"))?,
        ),
    };
    let name = fields[1].trim().to_owned();
    let mut others: Vec<String> = Vec::new();
    for other in std::iter::once(fields[2]).chain(fields[3].split(',')).map(str::trim) {
        if others.len() < OTHER_NAMES && is_name(other) && other != name && !others.iter().any(|o| o == other)
        {
            others.push(other.to_owned());
        }
    }
    let division =
        if fields[10].is_empty() { String::new() } else { format!("{}.{}", fields[8], fields[10]) };
    Ok(Some(Row { geonames, name, others, lat, lon, feature, country, division, population }))
}

/// Reads one line of `admin1CodesASCII.txt`: a division's code, `ML.07`, and its name.
///
/// # Errors
/// Says what was expected where the line has not four columns.
pub fn division(line: &str) -> Result<(String, String), String> {
    let fields: Vec<&str> = line.split('\t').collect();
    match fields.as_slice() {
        [code, name, _, _] if code.contains('.') && !name.is_empty() => {
            Ok(((*code).to_owned(), (*name).to_owned()))
        }
        _ => Err(format!("expected code, name, plain name and identifier, found {} columns", fields.len())),
    }
}

/// Reads one line of `alternateNamesV2.txt`: the place's identifier and an English name of it; `None` for other languages.
///
/// # Errors
/// Says what was expected where the line has not eight to ten columns or no identifier.
pub fn other_name(line: &str) -> Result<Option<(u32, String)>, String> {
    let fields: Vec<&str> = line.split('\t').collect();
    if !(4..=10).contains(&fields.len()) {
        return Err(format!("expected 8 to 10 columns parted by tabs, found {}", fields.len()));
    }
    let id =
        fields[1].parse().map_err(|_| format!("expected a GeoNames identifier, found `{}`", fields[1]))?;
    Ok((fields[2] == "en" && is_name(fields[3])).then(|| (id, fields[3].to_owned())))
}

fn degrees(text: &str, what: &str, limit: f64) -> Result<f64, String> {
    let value = text.parse().ok().filter(|v: &f64| v.abs() <= limit);
    value.ok_or_else(|| format!("expected a {what} from -{limit} to {limit} degrees, found `{text}`"))
}

/// A name that English copy may print: Latin letters, a capital first, no code.
fn is_name(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let latin =
        text.chars().all(|c| !c.is_alphabetic() || c < '\u{250}' || ('\u{1e00}'..'\u{1f00}').contains(&c));
    let capital = text.chars().next().is_some_and(char::is_uppercase);
    letters >= SHORTEST && latin && capital && text.chars().any(char::is_lowercase) && text.len() <= 120
}

/// What a feature code of GeoNames is here.
fn feature(class: &str, code: &str) -> Option<Feature> {
    Some(match (class, code) {
        ("P", "PPLC") => Feature::Capital,
        ("P", "PPLX") => Feature::District,
        ("P", _) => Feature::City,
        ("A", "ADM1") => Feature::Province,
        ("A", "ADM2" | "ADM3" | "ADMD") => Feature::District,
        (
            "S",
            "AIRB" | "AIRF" | "AIRP" | "AIRQ" | "CMPRF" | "DAM" | "HSP" | "MNMT" | "NUCL" | "PRN" | "SQR",
        ) => Feature::Site,
        ("L", "CMN" | "CMP" | "MILB" | "OILF" | "PRK" | "RESN") => Feature::Site,
        ("T", "PASS") => Feature::Site,
        ("L", "RGN" | "RGNE" | "RGNH" | "TERR") => Feature::Region,
        ("T", "ISL" | "ISLS" | "MT" | "MTS" | "PEN" | "PLAT" | "VAL" | "DSRT") => Feature::Region,
        ("H", "BAY" | "CHN" | "GULF" | "LK" | "RSV" | "SEA" | "STRT") => Feature::Water,
        ("H", "STM") => Feature::River,
        _ => return None,
    })
}

/// The country of a code of two letters.
pub fn country(code: &str) -> Option<CountryCode> {
    static CODES: OnceLock<HashMap<&'static str, CountryCode>> = OnceLock::new();
    let codes = CODES.get_or_init(|| {
        let rows = built_in(rows("places/iso.tsv", ISO, 2));
        rows.iter().filter_map(|r| Some((r.field(0), CountryCode::from_code(r.field(1))?))).collect()
    });
    codes.get(code).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tsv::tests::check_form;

    fn line(changes: &[(usize, &str)]) -> String {
        let mut fields = vec![
            "2460596",
            "Bamako",
            "Bamako",
            "BKO,Bamaco,Бамако,Bamakó",
            "12.65",
            "-8.0",
            "P",
            "PPLC",
            "ML",
            "",
            "01",
            "",
            "",
            "",
            "1297281",
            "",
            "350",
            "Africa/Bamako",
            "2019-09-05",
        ];
        changes.iter().for_each(|(i, text)| fields[*i] = text);
        fields.join("\t")
    }

    #[test]
    fn a_row_is_read_with_its_latin_names() {
        let row = row(&line(&[])).unwrap().unwrap();
        assert_eq!((row.name.as_str(), row.feature, row.population), ("Bamako", Feature::Capital, 1_297_281));
        assert_eq!(row.country.map(|c| c.to_string()).as_deref(), Some("MLI"));
        assert_eq!(
            (row.division.as_str(), row.others),
            ("ML.01", vec!["Bamaco".to_owned(), "Bamakó".to_owned()])
        );
    }

    #[test]
    fn what_is_impossible_is_named() {
        let reason = |changes: &[(usize, &str)]| row(&line(changes)).unwrap_err();
        assert_eq!(reason(&[(4, "91.5")]), "expected a latitude from -90 to 90 degrees, found `91.5`");
        assert_eq!(reason(&[(5, "east")]), "expected a longitude from -180 to 180 degrees, found `east`");
        assert_eq!(reason(&[(4, "NaN")]), "expected a latitude from -90 to 90 degrees, found `NaN`");
        assert_eq!(reason(&[(8, "QQ")]), "expected a country's code of two letters, found `QQ`");
        assert_eq!(reason(&[(0, "-1")]), "expected a GeoNames identifier, found `-1`");
        assert_eq!(reason(&[(14, "many")]), "expected a population, found `many`");
        assert_eq!(reason(&[(1, " ")]), "expected a name, found none");
        assert_eq!(row("a\tb").unwrap_err(), "expected 19 columns parted by tabs, found 2");
    }

    #[test]
    fn what_is_of_no_use_is_left_out() {
        assert_eq!(row(&line(&[(6, "S"), (7, "HTL")])), Ok(None));
        assert_eq!(other_name("1\t2460596\tfr\tBamako"), Ok(None));
        assert_eq!(
            other_name("1\t2460596\ten\tBamako City"),
            Ok(Some((2_460_596, "Bamako City".to_owned())))
        );
    }

    #[test]
    fn codes_are_sorted_and_well_formed() {
        check_form("places/iso.tsv", ISO, 1);
        assert_eq!(country("GB").map(|c| c.to_string()).as_deref(), Some("GBR"));
    }
}

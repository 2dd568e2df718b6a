//! A user's own places: what `annalist places import` writes and `--places` reads.
//!
//! Plain lines parted by tabs: name, kind, country, province, latitude, longitude, population, GeoNames identifier, other
//! names; `|` parts names, `-` stands for none, `#` opens a comment.

use super::{Entry, Feature, Gazetteer, degrees, geonames};
use crate::tsv::{LexiconError, Row};
use crate::words::fold;

/// The most bytes of a file that are read.
pub const FILE_BYTES: usize = 512 << 20;
/// The most places that are read or imported.
pub const PLACES: usize = 2_000_000;
/// The columns of a line.
const COLUMNS: usize = 9;

/// What a file of places added.
#[derive(Debug, Default)]
pub struct Added {
    /// How many places.
    pub places: usize,
    /// Lines that could not be used, and why.
    pub problems: Vec<LexiconError>,
}

/// The line of such a file for a row of a dump that lies in `province`, empty where unknown.
pub fn line(place: &geonames::Row, province: &str) -> String {
    let plain = |text: &str| text.replace(['\t', '\n', '\r', '|'], " ").trim().to_owned();
    let or_none = |text: String| if text.is_empty() { "-".to_owned() } else { text };
    let others: Vec<String> = place.others.iter().map(|o| plain(o)).filter(|o| !o.is_empty()).collect();
    [
        or_none(plain(&place.name)),
        place.feature.as_str().to_owned(),
        or_none(place.country.map(|c| c.to_string()).unwrap_or_default()),
        or_none(plain(province)),
        place.lat.to_string(),
        place.lon.to_string(),
        place.population.to_string(),
        place.geonames.to_string(),
        or_none(others.join("|")),
    ]
    .join("\t")
}

/// A user's places by name. Keys are kept as their hashes in 64 bits, which leaves a million places room.
#[derive(Debug, Default)]
pub(super) struct Own {
    entries: Vec<Entry>,
    /// The hash of each name's folded form, and the number of its entry, with [`ALTERNATE`] where it is another name;
    /// sorted.
    names: Vec<(u64, u32)>,
}

/// Set where a name is another name of its entry; numbers of entries stay below.
const ALTERNATE: u32 = 1 << 31;

impl Own {
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The places that `folded` names, in the order in which they were added.
    pub(super) fn lookup(&self, folded: &str) -> impl Iterator<Item = Entry> + Clone + '_ {
        let key = hash(folded);
        let from = self.names.partition_point(|(k, _)| *k < key);
        self.names[from..].iter().take_while(move |(k, _)| *k == key).map(|(_, at)| {
            let entry = self.entries[(at & !ALTERNATE) as usize];
            Entry { alternate: at & ALTERNATE != 0, ..entry }
        })
    }

    fn add(&mut self, entry: Entry, others: impl Iterator<Item = &'static str>) {
        let number = self.entries.len() as u32;
        let own = fold(entry.name);
        self.names.push((hash(&own), number));
        let others = others.map(fold).filter(|other| !other.is_empty() && *other != own);
        self.names.extend(others.map(|other| (hash(&other), number | ALTERNATE)));
        self.entries.push(entry);
    }
}

/// FNV-1a in 64 bits.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

impl Gazetteer {
    /// Adds a user's places; `file` names them in messages. They stand beside the built-in ones and replace those of the
    /// same GeoNames identifier. The text lives as long as the program.
    pub fn add_places(&mut self, file: &str, text: String) -> Added {
        let text: &'static str = Box::leak(text.into_boxed_str());
        let file: &'static str = Box::leak(file.to_owned().into_boxed_str());
        let mut added = Added::default();
        for (i, line) in text.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#')) {
            if added.places == PLACES {
                let message =
                    format!("expected at most {PLACES} places; this line and those after it are left out");
                added.problems.push(LexiconError { file: file.to_owned(), line: i + 1, message });
                break;
            }
            match Row::new(file, i + 1, line, COLUMNS).and_then(|row| self.add_own(&row)) {
                Ok(()) => added.places += 1,
                Err(problem) => added.problems.push(problem),
            }
        }
        self.own.names.sort_unstable();
        self.own.names.dedup();
        added
    }

    fn add_own(&mut self, row: &Row<'static>) -> Result<(), LexiconError> {
        let feature = Feature::from_word(row.field(1));
        let number = |i: usize, what: &str| -> Result<Option<u64>, LexiconError> {
            match row.field(i) {
                "" => Ok(None),
                text => {
                    text.parse().map(Some).map_err(|_| row.error(format!("expected {what}, found `{text}`")))
                }
            }
        };
        let geonames = number(7, "a GeoNames identifier")?.and_then(|id| u32::try_from(id).ok());
        let entry = Entry {
            name: row.field(0),
            feature: feature
                .ok_or_else(|| row.error(format!("expected a kind, found `{}`", row.field(1))))?,
            country: crate::countries::read_code(row, row.field(2))?,
            admin1: row.field(3),
            lat: degrees(row, 4, 90.0)?,
            lon: degrees(row, 5, 180.0)?,
            population: number(6, "a population")?.unwrap_or(0) as f64,
            geonames,
            alternate: false,
            curated: false,
        };
        if fold(entry.name).is_empty() {
            return Err(row.error("expected a name, found none"));
        }
        self.own.add(entry, row.items(8));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use annalist_core::CountryCode;

    fn place(name: &str, country: &str, at: (f64, f64), geonames: u32) -> geonames::Row {
        geonames::Row {
            geonames,
            name: name.to_owned(),
            others: Vec::new(),
            lat: at.0,
            lon: at.1,
            feature: Feature::City,
            country: CountryCode::from_code(country),
            division: String::new(),
            population: 900,
        }
    }

    #[test]
    fn lines_are_read_as_they_are_written() {
        let others = vec!["Qorvasht-e Pain".to_owned()];
        let row = geonames::Row { others, ..place("Qorvasht", "AFG", (36.5, 70.25), 4_000_000) };
        let mut gazetteer = Gazetteer::built_in();
        let before = gazetteer.len();
        let added = gazetteer.add_places("own.tsv", format!("# places\n{}\n", line(&row, "Badakhshan")));
        assert_eq!((added.places, added.problems.len(), gazetteer.len()), (1, 0, before + 1));
        let found: Vec<Entry> = gazetteer.lookup("qorvasht e pain").collect();
        assert_eq!(found.len(), 1);
        assert!(found[0].alternate && found[0].admin1 == "Badakhshan" && (found[0].lat - 36.5).abs() < 1e-9);
    }

    #[test]
    fn an_own_place_replaces_that_of_the_same_identifier() {
        let mut gazetteer = Gazetteer::built_in();
        let bamako = |g: &Gazetteer| -> Vec<Entry> {
            g.lookup("bamako").filter(|e| e.geonames == Some(2_460_596)).collect()
        };
        assert_eq!(bamako(&gazetteer).len(), 1, "Bamako is built in");
        gazetteer.add_places("own.tsv", line(&place("Bamako", "MLI", (12.6, -8.0), 2_460_596), ""));
        let found = bamako(&gazetteer);
        assert_eq!(found.len(), 1);
        assert!((found[0].population - 900.0).abs() < 1e-9);
    }

    #[test]
    fn a_bad_line_is_named_and_the_others_are_used() {
        let good = line(&place("Xqzville", "MLI", (1.0, 2.0), 7), "");
        let text =
            format!("{}\nshort\n{}\n{good}\n", good.replace("\t1\t", "\t95\t"), good.replace("city", "town"));
        let mut gazetteer = Gazetteer::built_in();
        let added = gazetteer.add_places("own.tsv", text);
        let problems: Vec<String> = added.problems.iter().map(ToString::to_string).collect();
        assert_eq!(added.places, 1);
        assert_eq!(
            problems,
            [
                "cannot read lexicon `own.tsv`: line 1: expected degrees up to 90, found `95`",
                "cannot read lexicon `own.tsv`: line 2: expected 9 columns, found 1",
                "cannot read lexicon `own.tsv`: line 3: expected a kind, found `town`",
            ]
        );
    }
}

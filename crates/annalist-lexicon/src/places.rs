//! The gazetteer: populated places, divisions, countries, regions, seas, rivers and sites, by name.
//!
//! Two sources stand behind it. `lexicon/places/gazetteer.bin` holds a quarter of a million GeoNames places and
//! divisions and is read where it lies in the program (its form is described in `lexicon/places/README.md`);
//! `lexicon/places/regions.tsv`, `landforms.tsv` and `countries.tsv` are written by hand and win over it; `scenes.tsv`, also by hand, adds
//! small places that reports of conflict name, which weigh as small towns do.

pub mod geonames;
pub mod own;
mod packed;

use crate::tsv::{LexiconError, Row, built_in, rows};
use crate::words::{fold, words};
use annalist_core::CountryCode;
use packed::Packed;
use std::collections::{BTreeMap, HashMap};

const REGIONS: &str = include_str!("../../../lexicon/places/regions.tsv");
const LANDFORMS: &str = include_str!("../../../lexicon/places/landforms.tsv");
const COUNTRIES: &str = include_str!("../../../lexicon/places/countries.tsv");
const SCENES: &str = include_str!("../../../lexicon/places/scenes.tsv");
static GAZETTEER: &[u8] = include_bytes!("../../../lexicon/places/gazetteer.bin");

/// As many people as a place of `scenes.tsv` weighs: it is written about, but a namesake may be meant.
const SCENE_POPULATION: f64 = 20_000.0;

/// What an entry of the gazetteer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Feature {
    /// A populated place.
    City,
    /// A country's capital.
    Capital,
    /// A first-order division.
    Province,
    /// A second-order division.
    District,
    /// A country or dependency.
    Country,
    /// A part of the world that is no division.
    Region,
    /// A continent.
    Continent,
    /// A sea, lake, strait or canal.
    Water,
    /// A river.
    River,
    /// A building, camp, square, base or the like.
    Site,
}

impl Feature {
    /// Its name in files: `city`, `province` …
    pub fn as_str(self) -> &'static str {
        match self {
            Feature::City => "city",
            Feature::Capital => "capital",
            Feature::Province => "province",
            Feature::District => "district",
            Feature::Country => "country",
            Feature::Region => "region",
            Feature::Continent => "continent",
            Feature::Water => "water",
            Feature::River => "river",
            Feature::Site => "site",
        }
    }

    fn from_word(word: &str) -> Option<Feature> {
        Some(match word {
            "city" => Feature::City,
            "capital" => Feature::Capital,
            "province" => Feature::Province,
            "district" => Feature::District,
            "country" => Feature::Country,
            "region" => Feature::Region,
            "continent" => Feature::Continent,
            "water" => Feature::Water,
            "river" => Feature::River,
            "site" => Feature::Site,
            _ => return None,
        })
    }
}

/// One place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// Its usual name.
    pub name: &'static str,
    /// What it is.
    pub feature: Feature,
    /// The country or dependency it lies in, by that one's own code.
    pub country: Option<CountryCode>,
    /// The first-order division it lies in, empty where unknown.
    pub admin1: &'static str,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// How many live there, to within four in a hundred; 0 where unknown.
    pub population: f64,
    /// The GeoNames identifier.
    pub geonames: Option<u32>,
    /// Whether the name looked up is one of its other names.
    pub alternate: bool,
    /// Whether the entry was written by hand and wins over the gazetteer's.
    pub curated: bool,
}

/// How a form in `regions.tsv` or `landforms.tsv` names its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Its name or another name: "Kashmir".
    Name,
    /// A name that counts only with its full stop: "Calif.".
    Abbreviation,
    /// A postal code, which counts only after a comma: "NJ".
    Postal,
    /// An adjective or demonym: "Kashmiri".
    Adjective,
    /// An adjective that as often means something else: "Victorian".
    DoubtfulAdjective,
}

/// All places by name.
#[derive(Debug, Default)]
pub struct Gazetteer {
    packed: Packed,
    entries: Vec<Entry>,
    forms: HashMap<Box<str>, Vec<(Form, u32)>>,
    /// The small places of `scenes.tsv` by folded name.
    scenes: HashMap<Box<str>, Vec<Entry>>,
    scene_count: usize,
    own: own::Own,
    countries: BTreeMap<CountryCode, (f64, f64, Option<u32>)>,
}

impl Gazetteer {
    pub(crate) fn built_in() -> Gazetteer {
        let mut gazetteer = Gazetteer { packed: Packed::new(GAZETTEER), ..Gazetteer::default() };
        built_in(gazetteer.read_countries());
        built_in(gazetteer.read_regions("places/regions.tsv", REGIONS));
        built_in(gazetteer.read_regions("places/landforms.tsv", LANDFORMS));
        built_in(gazetteer.read_scenes());
        gazetteer
    }

    /// The places that `folded` (see [`crate::fold`]) names: those written by hand, the user's own, then the more populous.
    pub fn lookup(&self, folded: &str) -> impl Iterator<Item = Entry> + '_ {
        let curated =
            self.curated(folded).filter(|(form, _)| matches!(form, Form::Name)).map(|(_, entry)| entry);
        let scenes = self.scenes.get(folded).map_or(&[][..], Vec::as_slice);
        let own = self.own.lookup(folded);
        let also = own.clone();
        let replaced =
            move |e: &Entry| e.geonames.is_some() && also.clone().any(|own| own.geonames == e.geonames);
        let packed = self.packed.lookup(folded).filter(move |e| !replaced(e));
        curated.chain(scenes.iter().copied()).chain(own).chain(packed)
    }

    /// The hand-written places that `folded` names or describes, and how.
    pub fn curated(&self, folded: &str) -> impl Iterator<Item = (Form, Entry)> + '_ {
        let forms = self.forms.get(folded).map_or(&[][..], Vec::as_slice);
        forms.iter().map(|&(form, i)| (form, self.entries[i as usize]))
    }

    /// Whether a gazetteer name is also a common English word, such as "reading".
    pub fn is_common_word(&self, folded: &str) -> bool {
        self.packed.is_common_word(folded)
    }

    /// Every place of the gazetteer's file, as `gazetteer.bin` has it.
    pub fn built_in_places(&self) -> impl Iterator<Item = Entry> + '_ {
        (0..self.packed.len() as u32).map(|i| self.packed.entry(i, false))
    }

    /// The middle of a country or dependency: latitude, longitude and GeoNames identifier.
    pub fn country(&self, code: CountryCode) -> Option<(f64, f64, Option<u32>)> {
        self.countries.get(&code).copied()
    }

    /// The number of places.
    pub fn len(&self) -> usize {
        self.entries.len() + self.scene_count + self.own.len() + self.packed.len()
    }

    /// Whether there is no place.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn read_countries(&mut self) -> Result<(), LexiconError> {
        for row in rows("places/countries.tsv", COUNTRIES, 4)? {
            let code = CountryCode::from_code(row.field(0)).ok_or_else(|| row.error("expected a code"))?;
            let geonames = row.field(3).parse().ok();
            self.countries.insert(code, (degrees(&row, 1, 90.0)?, degrees(&row, 2, 180.0)?, geonames));
        }
        Ok(())
    }

    fn read_regions(&mut self, file: &'static str, text: &'static str) -> Result<(), LexiconError> {
        for row in rows(file, text, 7)? {
            let feature = Feature::from_word(row.field(1));
            self.entries.push(Entry {
                name: row.field(0),
                feature: feature
                    .ok_or_else(|| row.error(format!("expected a kind, found `{}`", row.field(1))))?,
                country: crate::countries::read_code(&row, row.field(2))?,
                admin1: if feature == Some(Feature::Province) { row.field(0) } else { "" },
                lat: degrees(&row, 3, 90.0)?,
                lon: degrees(&row, 4, 180.0)?,
                population: 0.0,
                geonames: None,
                alternate: false,
                curated: true,
            });
            for name in std::iter::once(row.field(0)).chain(row.items(5)) {
                self.add(name, name_form(name));
            }
            for adjective in row.items(6) {
                match adjective.strip_suffix('?') {
                    Some(adjective) => self.add(adjective, Form::DoubtfulAdjective),
                    None => self.add(adjective, Form::Adjective),
                }
            }
        }
        Ok(())
    }

    fn read_scenes(&mut self) -> Result<(), LexiconError> {
        for row in rows("places/scenes.tsv", SCENES, 7)? {
            let feature = Feature::from_word(row.field(1));
            let entry = Entry {
                name: row.field(0),
                feature: feature
                    .ok_or_else(|| row.error(format!("expected a kind, found `{}`", row.field(1))))?,
                country: crate::countries::read_code(&row, row.field(2))?,
                admin1: row.field(3),
                lat: degrees(&row, 4, 90.0)?,
                lon: degrees(&row, 5, 180.0)?,
                population: SCENE_POPULATION,
                geonames: None,
                alternate: false,
                curated: false,
            };
            self.scene_count += 1;
            for name in std::iter::once(row.field(0)).chain(row.items(6)) {
                let list = self.scenes.entry(fold(name).into()).or_default();
                if !list.contains(&entry) {
                    list.push(entry);
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, text: &str, form: Form) {
        let last = (self.entries.len() - 1) as u32;
        let list = self.forms.entry(fold(text).into()).or_default();
        if !list.contains(&(form, last)) {
            list.push((form, last));
        }
    }
}

/// How a name in `regions.tsv` counts, which its own writing tells.
fn name_form(name: &str) -> Form {
    let letters = name.bytes().filter(u8::is_ascii_alphabetic).count();
    let single = words(name).len() == 1;
    if single && name.ends_with('.') && letters > 2
        || name.ends_with('.') && name.matches('.').count() == 1 && single
    {
        Form::Abbreviation
    } else if letters == 2 && name.len() == 2 && name != "EU" {
        Form::Postal
    } else {
        Form::Name
    }
}

fn degrees(row: &Row<'_>, column: usize, limit: f64) -> Result<f64, LexiconError> {
    let value: Option<f64> = row.field(column).parse().ok();
    let value = value.filter(|v| v.abs() <= limit);
    value.ok_or_else(|| row.error(format!("expected degrees up to {limit}, found `{}`", row.field(column))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tsv::tests::check_form;

    fn check(name: &str, country: &str, admin1: &str, feature: Feature) {
        let gazetteer = Gazetteer::built_in();
        let found: Vec<_> = gazetteer.lookup(&fold(name)).map(|e| (e.country, e.admin1, e.feature)).collect();
        assert!(found.contains(&(CountryCode::from_code(country), admin1, feature)), "{name}: {found:?}");
    }

    #[test]
    fn files_are_sorted_and_well_formed() {
        check_form("places/regions.tsv", REGIONS, 1);
        check_form("places/landforms.tsv", LANDFORMS, 1);
        check_form("places/scenes.tsv", SCENES, 3);
        check_form("places/countries.tsv", COUNTRIES, 1);
    }

    #[test]
    fn places_are_found_by_name_other_name_and_former_name() {
        check("Bamako", "MLI", "Bamako", Feature::Capital);
        check("Gao", "MLI", "Gao", Feature::City);
        check("Rangoon", "MMR", "", Feature::City);
        check("Leningrad", "RUS", "", Feature::City);
        check("Donbas", "UKR", "", Feature::Region);
        check("Cuyahoga County", "USA", "Ohio", Feature::District);
        check("Ternopil", "UKR", "Ternopil", Feature::City);
        check("Harasta", "SYR", "Rif-dimashq", Feature::City);
    }

    #[test]
    fn scenes_of_conflict_are_found_in_every_spelling() {
        check("Baghuz", "SYR", "Deir ez-Zor", Feature::City);
        check("al-Baghouz", "SYR", "Deir ez-Zor", Feature::City);
        check("Musa Qaleh", "AFG", "Helmand", Feature::City);
    }

    #[test]
    fn scenes_add_to_the_gazetteer() {
        let gazetteer = Gazetteer::built_in();
        for (name, entries) in &gazetteer.scenes {
            for scene in entries {
                let near = |e: &Entry| (e.lat - scene.lat).abs() < 0.25 && (e.lon - scene.lon).abs() < 0.25;
                let double = gazetteer.packed.lookup(name).find(|e| e.country == scene.country && near(e));
                assert!(double.is_none(), "`{name}` of scenes.tsv stands in the gazetteer: {double:?}");
            }
        }
    }

    #[test]
    fn abbreviations_and_adjectives_are_no_plain_names() {
        let gazetteer = Gazetteer::built_in();
        let forms = |text: &str| gazetteer.curated(text).map(|(form, e)| (form, e.name)).collect::<Vec<_>>();
        assert_eq!(forms("calif"), [(Form::Abbreviation, "California")]);
        assert_eq!(forms("nj"), [(Form::Name, "New Jersey"), (Form::Postal, "New Jersey")]);
        assert_eq!(forms("kashmiri"), [(Form::Adjective, "Kashmir")]);
    }

    #[test]
    fn every_packed_entry_is_on_the_globe_and_of_a_known_country() {
        let gazetteer = Gazetteer::built_in();
        for i in 0..gazetteer.packed.len() as u32 {
            let entry = gazetteer.packed.entry(i, false);
            assert!(entry.lat.abs() <= 90.0 && entry.lon.abs() <= 180.0, "{entry:?}");
            assert!(entry.country.is_some_and(|c| gazetteer.country(c).is_some()), "{entry:?}");
            assert!(!entry.name.is_empty());
        }
    }

    #[test]
    fn every_name_finds_its_own_entry() {
        let gazetteer = Gazetteer::built_in();
        for i in (0..gazetteer.packed.len() as u32).step_by(97) {
            let entry = gazetteer.packed.entry(i, false);
            let key = fold(entry.name);
            if key.is_ascii() && !key.is_empty() {
                assert!(gazetteer.packed.lookup(&key).any(|e| e == entry), "{entry:?}");
            }
        }
    }

    #[test]
    fn the_program_stays_small() {
        assert!(GAZETTEER.len() < 10_000_000);
    }
}

//! What the gazetteer and the list of countries know under the words of the text.

use super::view::View;
use annalist_core::CountryCode;
use annalist_lexicon::places::{Entry, Feature, Form};
use annalist_lexicon::{Casing, Country, CountryMatch, Lexicon, Naming, Rank, Shape, fold};
use std::ops::Range;

/// The most words that a name is looked up with.
const LONGEST: usize = 6;

/// How the words name their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wording {
    Name,
    /// "Calif.", "NJ".
    Abbreviation,
    Adjective,
    /// An adjective that may well mean something else.
    DoubtfulAdjective,
    /// People: "Malians".
    Demonym,
}

/// Words that may be a toponym.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub units: Range<usize>,
    pub key: String,
    pub wording: Wording,
    /// The places meant; none for a place that only the wording marks.
    pub entries: Vec<Entry>,
    /// Whether the name is also a common English word.
    pub common: bool,
    /// Whether the list of countries marks the name as ambiguous.
    pub ambiguous: bool,
}

impl Candidate {
    /// A place that the gazetteer lacks.
    pub fn unlisted(&self) -> bool {
        self.entries.is_empty()
    }

    pub fn has(&self, feature: Feature) -> bool {
        self.entries.iter().any(|e| e.feature == feature)
    }

    pub fn adjectival(&self) -> bool {
        matches!(self.wording, Wording::Adjective | Wording::DoubtfulAdjective | Wording::Demonym)
    }

    pub fn population(&self) -> f64 {
        self.entries
            .iter()
            .map(|e| if e.alternate { e.population / 10.0 } else { e.population })
            .fold(0.0, f64::max)
    }
}

/// The longest candidate at every word; they may overlap.
pub fn all(view: &View<'_>, lexicon: &Lexicon) -> Vec<Candidate> {
    (0..view.len()).filter_map(|i| longest_at(view, lexicon, i)).collect()
}

/// The longest candidate that starts at word `i`.
fn longest_at(view: &View<'_>, lexicon: &Lexicon, i: usize) -> Option<Candidate> {
    if view.casing == Casing::Respect && !view.capital(i) {
        return None;
    }
    let joined = (i + 1..(i + LONGEST).min(view.len())).take_while(|&j| view.continues(j)).count();
    let words = &view.words[i..i + 1 + joined];
    let casing = if view.shouted(i) { Casing::Ignore } else { view.casing };
    let mut country = lexicon.countries.longest_at_start(words, casing);
    while let Some(found) = &country
        && found.len > 1
        && !found.values.iter().any(|m| country_entry(lexicon, lexicon.countries.entry(*m)).is_some())
    {
        country = lexicon.countries.longest_at_start(&words[..found.len - 1], casing);
    }
    let country_len = country.as_ref().map_or(0, |f| f.len);
    let mut key = String::new();
    for len in (1..=words.len()).rev() {
        let units = i..i + len;
        let mut candidate = listed(view, lexicon, units.clone(), &mut key);
        if len == country_len
            && let Some(found) = &country
        {
            candidate = with_countries(lexicon, candidate, units, &key, &found.values);
        }
        if candidate.is_some() {
            return candidate;
        }
    }
    None
}

/// What the gazetteer has under the words.
fn listed(view: &View<'_>, lexicon: &Lexicon, units: Range<usize>, key: &mut String) -> Option<Candidate> {
    key.clear();
    for i in units.clone() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(view.fold(i));
    }
    let last = units.end - 1;
    if view.casing == Casing::Respect
        && !view.capital(last)
        && !(super::lists::is_generic(view.fold(last)) && is_curated(lexicon, key))
    {
        return None;
    }
    let gazetteer = &lexicon.places;
    let mut entries: Vec<Entry> = Vec::new();
    let mut wording = Wording::Name;
    if key.len() > 3
        || units.len() > 1
        || view.words[units.start].shape == Shape::Upper
        || !is_curated(lexicon, key)
    {
        let short = key.len() <= 2;
        entries.extend(
            gazetteer.lookup(key).filter(|e| !short || e.curated && short_form(view, units.start, e.feature)),
        );
    }
    if entries.is_empty()
        && let Some(short) = without_article(key)
    {
        entries.extend(gazetteer.lookup(short).filter(|e| !e.curated));
    }
    for (form, entry) in gazetteer.curated(key) {
        let stands = match form {
            Form::Name => continue,
            Form::Abbreviation => {
                let capital = view.words[units.start].shape == Shape::Capital || view.shouted(units.start);
                capital && ends_with_stop(view, units.end - 1) && view.comma_before(units.start)
            }
            Form::Postal => view.words[units.start].shape == Shape::Upper && view.comma_before(units.start),
            Form::Adjective | Form::DoubtfulAdjective => entries.is_empty() || wording != Wording::Name,
        };
        if stands {
            wording = worded(form);
            if wording == Wording::Abbreviation {
                entries.clear();
            }
            entries.push(entry);
        }
    }
    if entries.is_empty() {
        return None;
    }
    drop_doubles(&mut entries);
    let common = units.len() == 1 && gazetteer.is_common_word(key);
    Some(Candidate { units, key: key.clone(), wording, entries, common, ambiguous: false })
}

/// Whether a name of two letters stands as one: states want full stops or a comma before ("N.S.", ", DC").
fn short_form(view: &View<'_>, i: usize, feature: Feature) -> bool {
    let printed = view.document.tokens[view.tokens[i]].span.of(&view.document.text);
    feature != Feature::Province
        || printed.contains('.')
        || view.comma_before(i)
        || view.fold(i) == "dc" && super::lists::is_locative(view.before(i, 1))
}

/// Joins the gazetteer's own entry to the one written by hand of the same name, kind and country, which gains its
/// population, province and identifier.
fn drop_doubles(entries: &mut Vec<Entry>) {
    if !entries.iter().any(|e| e.curated) {
        return;
    }
    let packed: Vec<Entry> = entries.iter().filter(|e| !e.curated).copied().collect();
    for curated in entries.iter_mut().filter(|e| e.curated) {
        if let Some(double) = packed.iter().find(|e| is_double(curated, e)) {
            curated.population = curated.population.max(double.population);
            curated.geonames = curated.geonames.or(double.geonames);
            if curated.admin1.is_empty() && curated.feature != Feature::Country {
                curated.admin1 = double.admin1;
            }
        }
    }
    let curated: Vec<Entry> = entries.iter().filter(|e| e.curated).copied().collect();
    entries.retain(|e| e.curated || !curated.iter().any(|c| is_double(c, e)));
}

/// Whether a hand-written entry stands for one of the gazetteer's.
fn is_double(curated: &Entry, packed: &Entry) -> bool {
    let town = |f: Feature| matches!(f, Feature::City | Feature::Capital);
    let within = |d: f64| (curated.lat - packed.lat).abs() < d && (curated.lon - packed.lon).abs() < d;
    let same_country = curated.country == packed.country || curated.country.is_none() && within(4.0);
    let towns = town(curated.feature) && town(packed.feature) && within(1.0);
    let divisions = curated.feature == packed.feature && !town(packed.feature);
    let country = curated.feature == Feature::Country && packed.feature == Feature::Province;
    same_country && (towns || divisions || country)
}

fn is_curated(lexicon: &Lexicon, key: &str) -> bool {
    lexicon.places.curated(key).next().is_some()
}

fn worded(form: Form) -> Wording {
    match form {
        Form::Name => Wording::Name,
        Form::Abbreviation | Form::Postal => Wording::Abbreviation,
        Form::Adjective => Wording::Adjective,
        Form::DoubtfulAdjective => Wording::DoubtfulAdjective,
    }
}

/// The name without an Arabic article, which English copy writes in many ways.
fn without_article(key: &str) -> Option<&str> {
    let (article, rest) = key.split_once(' ')?;
    matches!(article, "al" | "el" | "an" | "ar" | "as" | "ash" | "ad" | "az" | "at")
        .then_some(rest)
        .filter(|r| r.len() > 3)
}

/// Whether a full stop belongs to or follows word `i`.
fn ends_with_stop(view: &View<'_>, i: usize) -> bool {
    let span = view.document.tokens[view.tokens[i]].span;
    span.of(&view.document.text).ends_with('.') || view.document.text[span.end as usize..].starts_with('.')
}

/// Adds the countries that the words name to what the gazetteer has.
fn with_countries(
    lexicon: &Lexicon,
    candidate: Option<Candidate>,
    units: Range<usize>,
    key: &str,
    matches: &[CountryMatch],
) -> Option<Candidate> {
    let mut entries = Vec::new();
    let mut wording = None;
    let mut ambiguous = false;
    for found in matches {
        let worded = match found.naming {
            Naming::Name | Naming::FormerName => Wording::Name,
            Naming::Adjective if found.ambiguous => Wording::DoubtfulAdjective,
            Naming::Adjective => Wording::Adjective,
            Naming::Demonym | Naming::DemonymPlural => Wording::Demonym,
            Naming::Capital => continue,
        };
        let Some(entry) = country_entry(lexicon, lexicon.countries.entry(*found)) else { continue };
        if wording.is_none_or(|w| w == worded) {
            wording = Some(worded);
            ambiguous |= found.ambiguous;
            entries.push(entry);
        }
    }
    let Some(mut wording) = wording else { return candidate };
    let common = candidate.as_ref().is_some_and(|c| c.common && wording == Wording::Name && ambiguous);
    if let Some(other) = candidate {
        if other.wording == Wording::Name && wording != Wording::Name {
            // "Turkish" is no town, but "Lagos" stays one.
            if other.population() > 50_000.0 || other.entries.iter().any(|e| e.curated) {
                wording = Wording::Name;
                entries.clear();
            } else {
                return Some(Candidate {
                    units,
                    key: key.to_owned(),
                    wording,
                    entries,
                    common: false,
                    ambiguous,
                });
            }
        }
        let former = matches.iter().all(|m| m.naming == Naming::FormerName);
        ambiguous |= former && other.population() > 50_000.0;
        let curated_elsewhere =
            |e: &Entry| !entries.iter().any(|c: &Entry| c.feature == e.feature && c.country == e.country);
        let others: Vec<Entry> = other.entries.into_iter().filter(curated_elsewhere).collect();
        entries.extend(others);
        drop_doubles(&mut entries);
    }
    Some(Candidate { units, key: key.to_owned(), wording, entries, common, ambiguous })
}

/// A country, dependency or region as a place; peoples are none.
pub fn country_entry(lexicon: &Lexicon, country: &Country) -> Option<Entry> {
    let code: CountryCode = country.territory.or(country.code)?;
    match country.rank {
        Rank::People => None,
        Rank::Region | Rank::Breakaway => {
            let key = fold(country.name);
            let inside = |e: &Entry| {
                e.country.is_none_or(|c| super::sovereign(lexicon, c) == country.code.unwrap_or(c))
            };
            lexicon.places.lookup(&key).find(inside)
        }
        Rank::State | Rank::Territory => {
            let (lat, lon, geonames) = lexicon.places.country(code)?;
            Some(Entry {
                name: country.name,
                feature: Feature::Country,
                country: Some(code),
                admin1: "",
                lat,
                lon,
                population: 0.0,
                geonames,
                alternate: false,
                curated: true,
            })
        }
    }
}

//! Countries, dependencies, breakaway entities, regions and peoples: their names, adjectives, demonyms and capitals.

use crate::period::Period;
use crate::phrases::{Casing, Demand, Found, PhraseTable};
use crate::predicates::Source;
use crate::tsv::{LexiconError, Row, built_in, rows};
use crate::words::{Word, words};
use annalist_core::CountryCode;
use jiff::civil::Date;
use std::collections::BTreeMap;

const COUNTRIES: &str = include_str!("../../../lexicon/countries.tsv");
const REGIONS: &str = include_str!("../../../lexicon/regions.tsv");

/// What an entry is to PLOVER (manual 0.8, section "Country names").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    /// A state that has its own code, Kosovo, Palestine, Hong Kong and Antarctica among them.
    State,
    /// A dependency with an ISO 3166 code, folded into its sovereign.
    Territory,
    /// A partially recognized entity, folded into the state that claims it and marked `PRE`.
    Breakaway,
    /// A part of a state.
    Region,
    /// An ethnic or religious community, at home in one state or in several.
    People,
}

/// A country, dependency, breakaway entity, region or people.
#[derive(Clone, Debug)]
pub struct Country {
    /// PLOVER's code: the sovereign's for dependencies and regions; none for peoples of several states.
    pub code: Option<CountryCode>,
    /// The dependency's own ISO 3166 code.
    pub territory: Option<CountryCode>,
    /// What it is.
    pub rank: Rank,
    /// When the state existed.
    pub period: Period,
    /// The state whose code serves once this one is gone.
    pub successor: Option<CountryCode>,
    /// The short English name.
    pub name: &'static str,
    /// The first capital, empty where there is none.
    pub capital: &'static str,
    /// The first adjective, empty where there is none.
    pub adjective: &'static str,
    /// Where it stands.
    pub source: Source,
}

/// How a phrase names a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// "Mali", "United States".
    Name,
    /// A name no longer current: "Zaire", "Burma".
    FormerName,
    /// "Malian".
    Adjective,
    /// One person: "a Malian", "a Frenchman".
    Demonym,
    /// Several persons: "Malians", "Frenchmen".
    DemonymPlural,
    /// The seat of government: "Bamako".
    Capital,
}

/// One reading of a phrase as a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountryMatch {
    /// Which entry; see [`Countries::entry`].
    pub entry: u16,
    /// How the phrase names it.
    pub naming: Naming,
    /// Whether the phrase as often means something else: "Georgia", "San José".
    pub ambiguous: bool,
}

/// All countries and the phrases that name them.
#[derive(Debug, Default)]
pub struct Countries {
    entries: Vec<Country>,
    by_code: BTreeMap<CountryCode, u16>,
    phrases: PhraseTable<CountryMatch>,
    own: PhraseTable<CountryMatch>,
}

impl Countries {
    /// The built-in countries.
    pub(crate) fn built_in() -> Countries {
        let mut countries = Countries::default();
        built_in(countries.read_states());
        built_in(countries.read_regions());
        countries
    }

    /// The state or dependency with this code.
    pub fn by_code(&self, code: CountryCode) -> Option<&Country> {
        self.by_code.get(&code).map(|&i| &self.entries[usize::from(i)])
    }

    /// The entry of a match.
    pub fn entry(&self, found: CountryMatch) -> &Country {
        &self.entries[usize::from(found.entry)]
    }

    /// All entries, states first.
    pub fn entries(&self) -> &[Country] {
        &self.entries
    }

    /// The readings of a whole phrase, the likeliest first; empty when it names no country.
    pub fn lookup(&self, phrase: &str) -> Vec<CountryMatch> {
        let words = words(phrase);
        let own = self.own.whole(&words, Casing::Ignore);
        own.or_else(|| self.phrases.whole(&words, Casing::Ignore)).map(|f| f.values).unwrap_or_default()
    }

    /// The longest name of a country that starts at the first word; of two as long, the user's.
    pub fn longest_at_start(&self, words: &[Word], casing: Casing) -> Option<Found<CountryMatch>> {
        Found::longer(self.own.longest_at_start(words, casing), self.phrases.longest_at_start(words, casing))
    }

    /// The readings of a whole phrase without users' files.
    pub(crate) fn built_in_readings(&self, phrase: &str) -> Vec<CountryMatch> {
        self.phrases.whole(&words(phrase), Casing::Ignore).map(|f| f.values).unwrap_or_default()
    }

    /// Where the state or dependency with this code stands among the entries.
    pub(crate) fn index(&self, code: CountryCode) -> Option<u16> {
        self.by_code.get(&code).copied()
    }

    /// Adds a user's name for a country.
    pub(crate) fn add_own(&mut self, phrase: &str, demand: Demand, found: CountryMatch) {
        self.own.add_as(phrase, demand, found);
    }

    /// The code in use on `date`: a state that is gone by then gives its successor's, a dependency its sovereign's.
    pub fn code_at(&self, code: CountryCode, date: Option<Date>) -> CountryCode {
        let Some(country) = self.by_code(code) else { return code };
        match (country.successor, date) {
            (Some(successor), Some(date)) if country.period.is_past(date) => successor,
            _ => country.code.unwrap_or(code),
        }
    }

    /// The state gone since that stood where `code` stands now on `date`: what is Russian by name and existed in 1983
    /// was Soviet. Told by the capital they share.
    pub fn predecessor_at(&self, code: CountryCode, date: Option<Date>) -> Option<CountryCode> {
        let (date, country) = (date?, self.by_code(code)?);
        let gone = self.entries.iter().filter(|c| c.successor == Some(code) && c.period.contains(date));
        gone.filter(|c| !c.capital.is_empty() && c.capital == country.capital).find_map(|c| c.code)
    }

    fn read_states(&mut self) -> Result<(), LexiconError> {
        let mut all = rows("countries.tsv", COUNTRIES, 11)?;
        // States that are gone share their capital with a successor, which is the likelier meaning.
        all.sort_by_key(|row| !row.field(4).is_empty());
        for row in all {
            let own = code(&row, 0)?.ok_or_else(|| row.error("expected a code"))?;
            let sovereign = code(&row, 1)?;
            let country = Country {
                code: Some(sovereign.unwrap_or(own)),
                territory: sovereign.map(|_| own),
                rank: if sovereign.is_some() { Rank::Territory } else { Rank::State },
                period: Period::parse(row.field(2), row.field(3)).map_err(|m| row.error(m))?,
                successor: code(&row, 4)?,
                name: row.field(5).trim_end_matches('?'),
                capital: first(&row, 10),
                adjective: first(&row, 8),
                source: row.source(),
            };
            let index = self.push(country);
            self.by_code.insert(own, index);
            self.add_phrases(&row, 5, index);
        }
        Ok(())
    }

    fn read_regions(&mut self) -> Result<(), LexiconError> {
        for row in rows("regions.tsv", REGIONS, 8)? {
            let country = Country {
                code: code(&row, 1)?,
                territory: None,
                rank: match row.field(2) {
                    "breakaway" => Rank::Breakaway,
                    "region" => Rank::Region,
                    "people" => Rank::People,
                    other => {
                        return Err(
                            row.error(format!("expected breakaway, region or people, found `{other}`"))
                        );
                    }
                },
                period: Period::default(),
                successor: None,
                name: row.field(0),
                capital: first(&row, 7),
                adjective: first(&row, 5),
                source: row.source(),
            };
            if country.rank != Rank::People {
                self.phrases.add(row.field(0), self.reading(Naming::Name));
            }
            let index = self.push(country);
            self.add_phrases(&row, 2, index);
        }
        Ok(())
    }

    fn push(&mut self, country: Country) -> u16 {
        self.entries.push(country);
        (self.entries.len() - 1) as u16
    }

    /// What the next entry would be matched as.
    fn reading(&self, naming: Naming) -> CountryMatch {
        CountryMatch { entry: self.entries.len() as u16, naming, ambiguous: false }
    }

    /// Adds the names from column `at` on: name, other names, former names, adjectives, demonyms, capitals.
    fn add_phrases(&mut self, row: &Row<'static>, at: usize, entry: u16) {
        use Naming::*;
        let name = if at == 5 { row.field(at) } else { "" };
        self.add(name, Name, entry);
        for (i, naming) in [(1, Name), (2, FormerName), (3, Adjective), (5, Capital)] {
            for item in row.items(at + i) {
                self.add(item, naming, entry);
            }
        }
        for item in row.items(at + 4) {
            let (item, ambiguous) = certainty(item);
            let (one, many) = item.split_once('/').unwrap_or((item, item));
            self.phrases.add(one, CountryMatch { entry, naming: Demonym, ambiguous });
            self.phrases.add(many, CountryMatch { entry, naming: DemonymPlural, ambiguous });
        }
    }

    fn add(&mut self, item: &str, naming: Naming, entry: u16) {
        let (phrase, ambiguous) = certainty(item);
        self.phrases.add(phrase, CountryMatch { entry, naming, ambiguous });
    }
}

/// An item without its mark, and whether it was marked ambiguous.
fn certainty(item: &str) -> (&str, bool) {
    match item.strip_suffix('?') {
        Some(phrase) => (phrase, true),
        None => (item, false),
    }
}

/// The first item of a column without its mark of ambiguity.
fn first(row: &Row<'static>, column: usize) -> &'static str {
    row.items(column).next().unwrap_or("").trim_end_matches('?')
}

fn code(row: &Row<'_>, column: usize) -> Result<Option<CountryCode>, LexiconError> {
    read_code(row, row.field(column))
}

/// A code, or none for an empty field.
pub(crate) fn read_code(row: &Row<'_>, text: &str) -> Result<Option<CountryCode>, LexiconError> {
    if text.is_empty() {
        return Ok(None);
    }
    match CountryCode::from_code(text) {
        Some(code) => Ok(Some(code)),
        None => Err(row.error(format!("expected a code of three capitals, found `{text}`"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tsv::tests::check_form;
    use jiff::civil::date;

    fn check(phrase: &str, code: &str, naming: Naming) {
        let countries = Countries::built_in();
        let found = countries.lookup(phrase);
        let read = found.first().map(|m| (countries.entry(*m).code.map(|c| c.to_string()), m.naming));
        assert_eq!(read, Some((Some(code.to_owned()), naming)), "{phrase}");
    }

    #[test]
    fn files_are_sorted_and_well_formed() {
        check_form("countries.tsv", COUNTRIES, 1);
        check_form("regions.tsv", REGIONS, 1);
    }

    #[test]
    fn every_code_named_exists() {
        let countries = Countries::built_in();
        for entry in countries.entries() {
            for code in [entry.code, entry.successor].into_iter().flatten() {
                assert!(countries.by_code(code).is_some(), "{}: {code}", entry.name);
            }
        }
    }

    #[test]
    fn names_adjectives_demonyms_and_capitals_are_found() {
        check("Mali", "MLI", Naming::Name);
        check("malian", "MLI", Naming::Adjective);
        check("Frenchmen", "FRA", Naming::DemonymPlural);
        check("U.S.", "USA", Naming::Name);
        check("Kiev", "UKR", Naming::Capital);
        check("Zaire", "COD", Naming::FormerName);
        check("Falkland Islands", "GBR", Naming::Name);
        check("Transnistria", "MDA", Naming::Name);
        check("Scottish", "GBR", Naming::Adjective);
    }

    #[test]
    fn gone_states_give_way_to_their_successors() {
        let countries = Countries::built_in();
        let sun = CountryCode::from_code("SUN").unwrap();
        assert_eq!(countries.code_at(sun, Some(date(1990, 5, 1))).as_str(), "SUN");
        assert_eq!(countries.code_at(sun, Some(date(1999, 5, 1))).as_str(), "RUS");
        let puerto_rico = CountryCode::from_code("PRI").unwrap();
        assert_eq!(countries.code_at(puerto_rico, None).as_str(), "USA");
        let rus = CountryCode::from_code("RUS").unwrap();
        assert_eq!(countries.predecessor_at(rus, Some(date(1983, 5, 1))), Some(sun));
        assert_eq!(countries.predecessor_at(rus, Some(date(1999, 5, 1))), None);
        let deu = CountryCode::from_code("DEU").unwrap();
        assert_eq!(countries.predecessor_at(deu, Some(date(1983, 5, 1))), None);
    }
}

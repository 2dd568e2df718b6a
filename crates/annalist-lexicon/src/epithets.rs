//! Epithets: by what a report calls a country that it has named ("the Himalayan kingdom").

use crate::tsv::{self, LexiconError, Row};
use annalist_core::CountryCode;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

const EPITHETS: &str = include_str!("../../../lexicon/epithets.tsv");

/// Nouns for a country, whatever its form.
const STATES: [&str; 7] = ["country", "democracy", "government", "nation", "power", "republic", "state"];

/// The most words of an epithet.
const LONGEST: usize = 3;

/// All epithets.
#[derive(Debug, Default)]
pub struct Epithets {
    /// By the words before the noun, then by noun; empty for the nouns that any country may be called.
    countries: BTreeMap<&'static str, BTreeMap<&'static str, Vec<CountryCode>>>,
    /// All nouns that epithets name.
    nouns: BTreeSet<&'static str>,
}

impl Epithets {
    /// The built-in epithets, read at first use.
    pub fn built_in() -> &'static Epithets {
        static ALL: OnceLock<Epithets> = OnceLock::new();
        ALL.get_or_init(|| tsv::built_in(Epithets::load()))
    }

    fn load() -> Result<Epithets, LexiconError> {
        let mut all = Epithets::default();
        for row in tsv::rows("epithets.tsv", EPITHETS, 3)? {
            let countries = row.items(2).map(|code| country(&row, code)).collect::<Result<Vec<_>, _>>()?;
            let nouns = all.countries.entry(row.field(0)).or_default();
            for noun in row.field(1).split('|') {
                all.nouns.insert(noun);
                if nouns.insert(noun, countries.clone()).is_some() {
                    return Err(row.error(format!("`{} {noun}` stands twice", row.field(0))));
                }
            }
        }
        Ok(all)
    }

    /// The countries of which `noun` after the words `before` is said, all in lower case; nothing where the phrase has no
    /// epithet that is known.
    pub fn countries(&self, before: &[&str], noun: &str) -> Option<Vec<CountryCode>> {
        let mut left: Option<Vec<CountryCode>> = None;
        let mut narrow = |words: &str| {
            let Some(nouns) = self.countries.get(words) else { return false };
            let state = || nouns.get("").filter(|_| STATES.contains(&noun) || self.is_form(noun));
            let Some(countries) = nouns.get(noun).or_else(state) else { return false };
            left = Some(match &left {
                Some(left) => left.iter().copied().filter(|c| countries.contains(c)).collect(),
                None => countries.clone(),
            });
            true
        };
        narrow("");
        let mut at = 0;
        while at < before.len() {
            let longest = (1..=LONGEST.min(before.len() - at)).rev();
            let found = longest.into_iter().find(|n| narrow(&before[at..at + n].join(" ")));
            at += found.unwrap_or(1);
        }
        left
    }

    /// Whether any epithet stands with `noun`, in lower case.
    pub fn is_said_with(&self, noun: &str) -> bool {
        STATES.contains(&noun) || self.nouns.contains(noun)
    }

    /// Whether a noun names a form of state: "kingdom", "emirate".
    fn is_form(&self, noun: &str) -> bool {
        self.countries.get("").is_some_and(|nouns| nouns.contains_key(noun))
    }
}

fn country(row: &Row, code: &str) -> Result<CountryCode, LexiconError> {
    CountryCode::from_code(code).ok_or_else(|| row.error(format!("`{code}` is no country's code")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(before: &[&str], noun: &str) -> Option<Vec<String>> {
        let found = Epithets::built_in().countries(before, noun)?;
        Some(found.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn all_epithets_of_a_phrase_hold() {
        assert_eq!(codes(&["himalayan"], "kingdom").unwrap(), ["BTN", "NPL"]);
        assert!(codes(&["west", "african"], "nation").unwrap().contains(&"MLI".to_owned()));
        assert!(!codes(&["west", "african"], "nation").unwrap().contains(&"KEN".to_owned()));
        assert_eq!(codes(&["tiny", "gulf"], "emirate").unwrap(), ["ARE", "KWT", "QAT"]);
    }

    #[test]
    fn other_phrases_have_none() {
        assert_eq!(codes(&["small"], "country"), None);
        assert_eq!(codes(&["african"], "elephant"), None);
    }

    #[test]
    fn the_file_has_its_form() {
        crate::tsv::tests::check_form("epithets.tsv", EPITHETS, 2);
    }
}

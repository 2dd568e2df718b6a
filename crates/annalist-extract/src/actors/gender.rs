//! Whether words and names speak of a man, a woman or a person of either sex.

use std::collections::HashMap;
use std::sync::OnceLock;

/// What a pronoun for a person must agree with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// "He".
    Male,
    /// "She".
    Female,
    /// A person of either sex.
    Either,
}

static GIVEN_NAMES: &str = include_str!("../../../../lexicon/people/given-names.tsv");
static NOUNS: &str = include_str!("../../../../lexicon/people/gendered-nouns.tsv");

/// The gender of people called `given`, a given name as printed.
pub fn of_given_name(given: &str) -> Option<Gender> {
    static TABLE: OnceLock<HashMap<&str, Gender>> = OnceLock::new();
    let table = TABLE.get_or_init(|| read(GIVEN_NAMES));
    let first = given.split('-').next().unwrap_or(given);
    table.get(given).or_else(|| table.get(first)).copied()
}

/// The gender of the person that `noun`, a lower-case noun or title, means.
pub fn of_noun(noun: &str) -> Option<Gender> {
    static TABLE: OnceLock<HashMap<&str, Gender>> = OnceLock::new();
    TABLE.get_or_init(|| read(NOUNS)).get(noun).copied()
}

fn read(text: &'static str) -> HashMap<&'static str, Gender> {
    text.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t')).map(entry).collect()
}

fn entry((word, mark): (&'static str, &str)) -> (&'static str, Gender) {
    let gender = match mark {
        "m" => Gender::Male,
        "f" => Gender::Female,
        _ => Gender::Either,
    };
    (word, gender)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_unique_and_well_formed() {
        for text in [GIVEN_NAMES, NOUNS] {
            let lines: Vec<&str> = text.lines().filter(|l| !l.starts_with('#')).collect();
            assert!(lines.windows(2).all(|w| w[0].split('\t').next() < w[1].split('\t').next()));
            assert!(lines.iter().all(|l| matches!(l.split_once('\t'), Some((_, "m" | "f" | "p")))));
        }
    }

    #[test]
    fn names_and_nouns_have_a_gender_only_where_known() {
        assert_eq!(of_given_name("Angela"), Some(Gender::Female));
        assert_eq!(of_given_name("Jean-Marc"), Some(Gender::Male));
        assert_eq!(of_given_name("Zorblat"), None);
        assert_eq!(of_noun("spokeswoman"), Some(Gender::Female));
        assert_eq!(of_noun("neighbour"), Some(Gender::Either));
    }
}

//! Tables of phrases, searched for the longest that starts or ends at a word.

use crate::words::{Shape, Word, words};
use std::collections::HashMap;

/// Whether letter case is evidence in the text searched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Casing {
    /// Ordinary text.
    #[default]
    Respect,
    /// Text without capitals: names are matched all the same, acronyms that are common words are not.
    Ignore,
}

/// How a phrase must be written to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Demand {
    Any,
    Capital,
    Upper,
}

/// Acronyms that lower-cased text cannot tell from words.
const COMMON: &[&str] = &[
    "aa", "aids", "all", "am", "an", "arena", "as", "at", "be", "care", "eta", "far", "fed", "go", "he",
    "if", "in", "is", "it", "ira", "mi", "no", "nor", "now", "of", "on", "or", "pm", "red", "so", "the",
    "to", "up", "us", "who",
];

/// A table from folded phrases to values; one phrase may have several, in the order they were added.
#[derive(Clone, Debug)]
pub struct PhraseTable<T> {
    entries: HashMap<Box<str>, Vec<(Demand, T)>>,
    longest_from: HashMap<Box<str>, usize>,
    longest_to: HashMap<Box<str>, usize>,
}

impl<T> Default for PhraseTable<T> {
    fn default() -> Self {
        PhraseTable { entries: HashMap::new(), longest_from: HashMap::new(), longest_to: HashMap::new() }
    }
}

/// A phrase found: how many words it took, and its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<T> {
    /// The number of words matched, at least one.
    pub len: usize,
    /// The values, the likeliest first; never empty.
    pub values: Vec<T>,
}

impl<T: Copy + PartialEq> PhraseTable<T> {
    /// Adds `phrase` for `value`. A phrase without capitals matches in any case, one with capitals needs one in the
    /// text, and an acronym of up to three letters, or one that ends in `!`, needs capitals throughout.
    pub fn add(&mut self, phrase: &str, value: T) {
        let (phrase, exact) = match phrase.strip_suffix('!') {
            Some(stem) => (stem, true),
            None => (phrase, false),
        };
        let parts = words(phrase);
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return };
        let demand = demand(&parts, exact);
        for (map, word) in [(&mut self.longest_from, first), (&mut self.longest_to, last)] {
            match map.get_mut(word.fold.as_str()) {
                Some(n) => *n = (*n).max(parts.len()),
                None => drop(map.insert(word.fold.as_str().into(), parts.len())),
            }
        }
        let mut buffer = String::new();
        join(&parts, &mut buffer);
        let list = self.entries.entry(buffer.into_boxed_str()).or_default();
        if !list.iter().any(|(_, v)| *v == value) {
            list.push((demand, value));
        }
    }

    /// The longest phrase that starts at the first of `words`.
    pub fn longest_at_start(&self, words: &[Word], casing: Casing) -> Option<Found<T>> {
        let most = *self.longest_from.get(words.first()?.fold.as_str())?;
        let mut buffer = String::new();
        (1..=most.min(words.len())).rev().find_map(|n| self.exactly(&words[..n], casing, &mut buffer))
    }

    /// The longest phrase that ends with the last of `words`.
    pub fn longest_at_end(&self, words: &[Word], casing: Casing) -> Option<Found<T>> {
        let most = *self.longest_to.get(words.last()?.fold.as_str())?;
        let mut buffer = String::new();
        (1..=most.min(words.len()))
            .rev()
            .find_map(|n| self.exactly(&words[words.len() - n..], casing, &mut buffer))
    }

    /// The values of the phrase that `words` make as a whole.
    pub fn whole(&self, words: &[Word], casing: Casing) -> Option<Found<T>> {
        self.exactly(words, casing, &mut String::new())
    }

    /// The number of different phrases.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no phrase.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Every folded phrase with its values, in alphabetical order.
    pub fn sorted(&self) -> Vec<(&str, Vec<T>)> {
        let mut all: Vec<_> =
            self.entries.iter().map(|(k, v)| (&**k, v.iter().map(|(_, value)| *value).collect())).collect();
        all.sort_by_key(|(phrase, _): &(&str, Vec<T>)| *phrase);
        all
    }

    fn exactly(&self, words: &[Word], casing: Casing, buffer: &mut String) -> Option<Found<T>> {
        join(words, buffer);
        let list = self.entries.get(buffer.as_str())?;
        let fits = |demand: Demand| demand.is_met(words, casing);
        let values: Vec<T> = list.iter().filter(|(d, _)| fits(*d)).map(|(_, v)| *v).collect();
        (!values.is_empty()).then_some(Found { len: words.len(), values })
    }
}

impl Demand {
    fn is_met(self, words: &[Word], casing: Casing) -> bool {
        let upper = || words.iter().all(|w| w.shape == Shape::Upper);
        let common = || words.len() == 1 && COMMON.contains(&words[0].fold.as_str());
        match self {
            Demand::Any => true,
            Demand::Capital => casing == Casing::Ignore || is_capitalized(words),
            Demand::Upper => upper() || casing == Casing::Ignore && !common(),
        }
    }
}

/// Whether a word other than the leading article has a capital.
fn is_capitalized(words: &[Word]) -> bool {
    let article = usize::from(words.len() > 1 && words[0].fold == "the");
    words[article..].iter().any(|w| w.shape != Shape::Lower)
}

fn demand(parts: &[Word], exact: bool) -> Demand {
    let acronym = parts.len() == 1 && parts[0].shape == Shape::Upper;
    if exact || acronym && parts[0].fold.len() <= 3 {
        Demand::Upper
    } else if parts.iter().any(|w| w.shape != Shape::Lower) {
        Demand::Capital
    } else {
        Demand::Any
    }
}

fn join(words: &[Word], buffer: &mut String) {
    buffer.clear();
    for (i, word) in words.iter().enumerate() {
        if i > 0 {
            buffer.push(' ');
        }
        buffer.push_str(&word.fold);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> PhraseTable<u8> {
        let mut table = PhraseTable::default();
        for (phrase, value) in [
            ("US", 1),
            ("NATO", 2),
            ("secret police", 3),
            ("police", 4),
            ("Mali", 5),
            ("CARE!", 6),
            ("The Economist", 7),
        ] {
            table.add(phrase, value);
        }
        table
    }

    fn check(text: &str, casing: Casing, expected: Option<(usize, u8)>) {
        let found = table().longest_at_start(&words(text), casing);
        assert_eq!(found.map(|f| (f.len, f.values[0])), expected, "{text}");
    }

    #[test]
    fn case_is_demanded_as_written() {
        check("US troops", Casing::Respect, Some((1, 1)));
        check("us too", Casing::Respect, None);
        check("us too", Casing::Ignore, None);
        check("Nato said", Casing::Respect, Some((1, 2)));
        check("nato said", Casing::Ignore, Some((1, 2)));
        check("care workers", Casing::Respect, None);
        check("CARE workers", Casing::Respect, Some((1, 6)));
        check("Secret police officers", Casing::Respect, Some((2, 3)));
        check("The economist said", Casing::Respect, None);
        check("The Economist said", Casing::Respect, Some((2, 7)));
        check("secret mission", Casing::Respect, None);
    }

    #[test]
    fn the_longest_phrase_wins_from_either_end() {
        let found = table().longest_at_end(&words("the secret police"), Casing::Respect);
        assert_eq!(found, Some(Found { len: 2, values: vec![3] }));
    }
}

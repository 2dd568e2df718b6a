//! Tables of phrases, searched for the longest that starts or ends at a word.

use crate::words::{Shape, Word, push_words, words};
use smol_str::SmolStr;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Whether letter case is evidence in the text searched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Casing {
    /// Ordinary text.
    #[default]
    Respect,
    /// Text without capitals: names are matched all the same, acronyms that are common words are not.
    Ignore,
}

/// A hash for short keys from trusted data, several times faster than the standard one (after rustc's FxHash).
pub(crate) type FastHash = BuildHasherDefault<FastHasher>;

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct FastHasher(u64);

impl Hasher for FastHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            let mixed =
                (self.0.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(0x517c_c1b7_2722_0a95);
            self.0 = mixed ^ (mixed >> 29);
        }
    }

    fn finish(&self) -> u64 {
        self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

/// How a phrase must be written to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Demand {
    /// Anyhow.
    Any,
    /// With a capital.
    Capital,
    /// In capitals throughout.
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
    first: HashMap<SmolStr, u32, FastHash>,
    entries: Vec<Entry<T>>,
    reach: HashMap<SmolStr, Reach, FastHash>,
    /// Where phrases are cut and joined while they are added.
    words: Vec<Word>,
    buffer: String,
}

/// A value of a phrase and where the phrase's next value stands.
#[derive(Clone, Debug)]
struct Entry<T> {
    demand: Demand,
    value: T,
    next: Option<u32>,
}

/// The number of words in the longest phrase that starts with a word and in the longest that ends with it.
#[derive(Clone, Copy, Debug, Default)]
struct Reach {
    from: usize,
    to: usize,
}

impl<T> Default for PhraseTable<T> {
    fn default() -> Self {
        PhraseTable {
            first: HashMap::default(),
            entries: Vec::new(),
            reach: HashMap::default(),
            words: Vec::new(),
            buffer: String::new(),
        }
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

impl<T> Found<T> {
    /// The longer of two; of two as long, `own`.
    pub(crate) fn longer(own: Option<Found<T>>, other: Option<Found<T>>) -> Option<Found<T>> {
        match (&own, &other) {
            (Some(a), Some(b)) if b.len > a.len => other,
            (Some(_), _) => own,
            (None, _) => other,
        }
    }
}

impl<T: Copy + PartialEq> PhraseTable<T> {
    /// Adds `phrase` for `value`. A phrase without capitals matches in any case, one with capitals needs one in the
    /// text, and an acronym of up to three letters, or one that ends in `!`, needs capitals throughout.
    pub fn add(&mut self, phrase: &str, value: T) {
        self.cut(phrase, |parts, table| {
            table.add_words(parts, Demand::of_words(parts, phrase.ends_with('!')), value);
        });
    }

    /// As [`PhraseTable::add`], with what is demanded of the text said by `demand`.
    pub(crate) fn add_as(&mut self, phrase: &str, demand: Demand, value: T) {
        self.cut(phrase, |parts, table| table.add_words(parts, demand, value));
    }

    /// Calls `add` with the words of `phrase`, in the buffer that the table keeps for them.
    fn cut(&mut self, phrase: &str, add: impl FnOnce(&[Word], &mut Self)) {
        let mut words = std::mem::take(&mut self.words);
        words.clear();
        push_words(phrase, &mut words);
        add(&words, self);
        self.words = words;
    }

    /// As [`PhraseTable::add_as`], for a phrase that is cut into words already.
    pub(crate) fn add_words(&mut self, parts: &[Word], demand: Demand, value: T) {
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return };
        let len = parts.len();
        let from = &mut self.reach.entry(first.fold.clone()).or_default().from;
        *from = len.max(*from);
        let to = &mut self.reach.entry(last.fold.clone()).or_default().to;
        *to = len.max(*to);
        let mut buffer = std::mem::take(&mut self.buffer);
        join(parts, &mut buffer);
        self.link(&buffer, Entry { demand, value, next: None });
        self.buffer = buffer;
    }

    /// Makes room for `more` phrases.
    pub(crate) fn reserve(&mut self, more: usize) {
        self.first.reserve(more);
        self.entries.reserve(more);
    }

    /// Puts `entry` after the others of `phrase`, unless its value is there already, which then demands no more than either.
    fn link(&mut self, phrase: &str, entry: Entry<T>) {
        let new = self.entries.len() as u32;
        match self.first.get(phrase) {
            None => drop(self.first.insert(phrase.into(), new)),
            Some(&head) => {
                let mut at = head as usize;
                while self.entries[at].value != entry.value {
                    let Some(next) = self.entries[at].next else {
                        self.entries[at].next = Some(new);
                        self.entries.push(entry);
                        return;
                    };
                    at = next as usize;
                }
                self.entries[at].demand = self.entries[at].demand.min(entry.demand);
                return;
            }
        }
        self.entries.push(entry);
    }

    /// The entries of a phrase from the first on.
    fn chain(&self, head: u32) -> impl Iterator<Item = &Entry<T>> {
        std::iter::successors(self.entries.get(head as usize), |e| self.entries.get(e.next? as usize))
    }

    /// The longest phrase that starts at the first of `words`.
    pub fn longest_at_start(&self, words: &[Word], casing: Casing) -> Option<Found<T>> {
        let most = self.reach.get(words.first()?.fold.as_str())?.from;
        let mut buffer = String::new();
        (1..=most.min(words.len())).rev().find_map(|n| self.exactly(&words[..n], casing, &mut buffer))
    }

    /// The longest phrase that ends with the last of `words`.
    pub fn longest_at_end(&self, words: &[Word], casing: Casing) -> Option<Found<T>> {
        let most = self.reach.get(words.last()?.fold.as_str())?.to;
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
        self.first.len()
    }

    /// Whether there is no phrase.
    pub fn is_empty(&self) -> bool {
        self.first.is_empty()
    }

    /// Every folded phrase with its values, in alphabetical order.
    pub fn sorted(&self) -> Vec<(&str, Vec<T>)> {
        let values = |head: u32| self.chain(head).map(|e| e.value).collect();
        let mut all: Vec<_> =
            self.first.iter().map(|(phrase, head)| (phrase.as_str(), values(*head))).collect();
        all.sort_by_key(|(phrase, _): &(&str, Vec<T>)| *phrase);
        all
    }

    fn exactly(&self, words: &[Word], casing: Casing, buffer: &mut String) -> Option<Found<T>> {
        join(words, buffer);
        let head = *self.first.get(buffer.as_str())?;
        let fitting = self.chain(head).filter(|e| e.demand.is_met(words, casing));
        let values: Vec<T> = fitting.map(|e| e.value).collect();
        (!values.is_empty()).then_some(Found { len: words.len(), values })
    }
}

impl Demand {
    /// What the writing of `phrase` demands of the text.
    pub(crate) fn of(phrase: &str) -> Demand {
        Demand::of_words(&words(phrase), phrase.ends_with('!'))
    }

    /// As [`Demand::of`]; `exact` where a mark asks for capitals throughout.
    pub(crate) fn of_words(parts: &[Word], exact: bool) -> Demand {
        let acronym = parts.len() == 1 && parts[0].shape == Shape::Upper;
        if exact || acronym && parts[0].fold.len() <= 3 {
            Demand::Upper
        } else if parts.iter().any(|w| w.shape != Shape::Lower) {
            Demand::Capital
        } else {
            Demand::Any
        }
    }

    fn is_met(self, words: &[Word], casing: Casing) -> bool {
        let upper = || words.iter().all(|w| w.shape == Shape::Upper);
        let common = || words.len() == 1 && is_common(&words[0].fold);
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

/// Whether lower-cased text cannot tell the acronym `folded` from a word.
pub(crate) fn is_common(folded: &str) -> bool {
    COMMON.contains(&folded)
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

//! What is compared between two events, made once from each record.

use crate::hash;
use crate::record::{Party, Place, Record, bounds};
use crate::words::words;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Weights of words by their hash, sorted by hash, of length 1.
pub type Vector = Vec<(u64, f32)>;

/// How much of a report tells what it is about: its headline and this many words of its body.
const LEAD: usize = 90;
/// The most words that an event is looked up by.
const NAMES: usize = 10;

/// What is compared of one event.
#[derive(Clone, Debug)]
pub struct Features {
    /// The key of the report in the store.
    pub report: i64,
    /// The type.
    pub kind: String,
    /// Whether it is told as a fact (also a denied one), and not as planned, supposed or not having happened.
    pub fact: bool,
    /// First and last day, as days since 1970.
    pub days: Option<(i32, i32)>,
    /// Whether the day was taken from the publication or the dateline, for want of a word in the text.
    pub guessed: bool,
    /// Where.
    pub place: Option<Place>,
    /// Who did it.
    pub actors: Vec<Party>,
    /// To whom.
    pub recipients: Vec<Party>,
    /// The words of the sentence.
    pub sentence: Vector,
    /// The words of headline and lead, shared by the events of a report.
    pub lead: Arc<Vector>,
    /// The stems of the trigger.
    pub trigger: Vec<u64>,
    /// People killed, at least and at most.
    pub dead: Option<(u64, u64)>,
    /// The main trigger's place in the text.
    pub at: Option<u32>,
    /// What it is looked up by.
    pub blocks: Vec<i64>,
}

/// `date` as days since 1970.
pub fn day_number(date: Date) -> i32 {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.until(date).map_or(0, |span| span.get_days())
}

impl Features {
    /// The features of `record`; `published` is the day of its report, in place of a day that the record does not know.
    pub fn new(report: i64, record: &Record, lead: Arc<Vector>, published: Option<Date>) -> Self {
        let days = record.days().map(|(first, last)| (day_number(first), day_number(last)));
        let fact = !record.auxiliary.iter().any(|a| a != "historical");
        let (low, high) = bounds(record.dead);
        let mut features = Features {
            report,
            kind: record.kind().to_owned(),
            fact,
            days: days.or(published.map(day_number).map(|day| (day, day))),
            guessed: days.is_none()
                || matches!(record.date_source.as_str(), "published" | "dateline" | "none"),
            place: record.event_loc.clone(),
            actors: record.actor.clone(),
            recipients: record.recipient.clone(),
            sentence: vector(&record.text),
            lead,
            trigger: record
                .event_text
                .first()
                .into_iter()
                .flat_map(|t| words(t))
                .map(|w| of_word(&w))
                .collect(),
            dead: low.or(high).map(|_| (low.unwrap_or(0), high.unwrap_or(u64::MAX))),
            at: record.trigger_start(),
            blocks: Vec::new(),
        };
        features.blocks = features.block_values(&record.text);
        features
    }

    /// What the event shares with others that may tell of the same happening: its place, the names of its parties, their
    /// country and sector, and the names and numbers of its sentence.
    fn block_values(&self, sentence: &str) -> Vec<i64> {
        let mut values = Vec::new();
        let mut add = |what: &str, value: &str| {
            let text = format!("{what}\0{value}\0{}", self.fact);
            values.push(hash::of(text.into_bytes()) as i64);
        };
        if let Some(place) = &self.place {
            add(if place.precision == "country" { "country" } else { "place" }, &place.name.to_lowercase());
        }
        for party in self.actors.iter().chain(&self.recipients) {
            match (&party.name, &party.country) {
                (Some(name), _) => add("party", &name.to_lowercase()),
                (None, Some(country)) => {
                    add("role", &format!("{country} {}", party.sector.first().map_or("", String::as_str)));
                }
                (None, None) => {}
            }
        }
        for name in names(sentence).into_iter().take(NAMES) {
            add("word", &name);
        }
        values.sort_unstable();
        values.dedup();
        values
    }
}

/// The words of what a report is about.
pub fn lead(headline: Option<&str>, text: &str) -> Vector {
    let start = text.split_whitespace().take(LEAD).collect::<Vec<_>>().join(" ");
    vector(&format!("{}. {start}", headline.unwrap_or_default()))
}

/// How alike two texts are in their words, 0 to 1 (cosine).
pub fn likeness(a: &Vector, b: &Vector) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while let (Some((x, wx)), Some((y, wy))) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += wx * wy;
                i += 1;
                j += 1;
            }
        }
    }
    sum
}

/// The words of `text` with their weights: names and numbers tell more than other words, and words that any text has
/// tell nothing.
fn vector(text: &str) -> Vector {
    let mut weights: BTreeMap<u64, f32> = BTreeMap::new();
    for piece in text.split_whitespace() {
        let name = piece.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
        for word in words(piece) {
            if STOP.binary_search(&word.as_str()).is_err() {
                let number = word.starts_with(|c: char| c.is_ascii_digit());
                let weight = if number || name { 1.6 } else { 1.0 };
                let kept = weights.entry(of_word(&word)).or_insert(0.0);
                *kept = kept.max(weight);
            }
        }
    }
    let length = weights.values().map(|w| w * w).sum::<f32>().sqrt();
    weights.into_iter().map(|(word, weight)| (word, weight / length)).collect()
}

/// The names and numbers of a sentence in lower case, each once, in order; a sentence's first word is as often a plain
/// word as a name, and does no harm.
fn names(sentence: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for piece in sentence.split_whitespace() {
        let first = piece.chars().find(|c| c.is_alphanumeric());
        if first.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit()) {
            let fresh =
                words(piece).filter(|w| w.chars().count() > 1 && STOP.binary_search(&w.as_str()).is_err());
            for word in fresh.collect::<Vec<_>>() {
                if !names.contains(&word) {
                    names.push(word);
                }
            }
        }
    }
    names
}

/// A word by its stem: without the endings of plural and tense.
fn of_word(word: &str) -> u64 {
    let endings = ["ings", "ing", "ers", "er", "ed", "es", "s"];
    let stem =
        endings.iter().find_map(|ending| word.strip_suffix(ending).filter(|stem| stem.chars().count() > 3));
    hash::of(stem.unwrap_or(word).trim_end_matches('e').bytes())
}

/// Words that any news text has, sorted.
const STOP: &[&str] = &[
    "a",
    "about",
    "according",
    "after",
    "again",
    "against",
    "all",
    "also",
    "among",
    "an",
    "and",
    "any",
    "are",
    "as",
    "at",
    "be",
    "been",
    "before",
    "being",
    "between",
    "but",
    "by",
    "can",
    "could",
    "did",
    "do",
    "during",
    "each",
    "for",
    "friday",
    "from",
    "had",
    "has",
    "have",
    "he",
    "her",
    "him",
    "his",
    "how",
    "i",
    "if",
    "in",
    "into",
    "is",
    "it",
    "its",
    "last",
    "late",
    "later",
    "least",
    "less",
    "many",
    "may",
    "monday",
    "more",
    "most",
    "mr",
    "mrs",
    "ms",
    "new",
    "no",
    "not",
    "now",
    "of",
    "on",
    "one",
    "only",
    "or",
    "other",
    "others",
    "out",
    "over",
    "said",
    "saturday",
    "say",
    "says",
    "she",
    "since",
    "so",
    "some",
    "such",
    "sunday",
    "than",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "thursday",
    "to",
    "told",
    "tuesday",
    "two",
    "u",
    "under",
    "until",
    "up",
    "was",
    "we",
    "wednesday",
    "were",
    "what",
    "when",
    "where",
    "which",
    "while",
    "who",
    "will",
    "with",
    "would",
    "year",
    "you",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stop_words_are_sorted() {
        assert!(STOP.is_sorted());
    }

    #[test]
    fn two_tellings_of_one_happening_are_more_alike_than_two_happenings() {
        let a =
            lead(Some("Blast kills 11 in Kabul"), "A bomb killed at least 11 people in a mosque in Kabul.");
        let b =
            lead(Some("Kabul mosque bombing"), "Eleven people died when a bomb went off in a Kabul mosque.");
        let c = lead(Some("Strike at Lagos port"), "Dock workers in Lagos walked out on Monday over pay.");
        assert!(likeness(&a, &b) > 2.0 * likeness(&a, &c), "{} {}", likeness(&a, &b), likeness(&a, &c));
        assert!((likeness(&a, &a) - 1.0).abs() < 1e-5);
    }
}

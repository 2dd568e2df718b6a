//! What is compared between two events, made once from each record.

use super::rarity::{Token, tokens};
use crate::hash;
use crate::record::{Party, Place, Record, bounds};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How much of a report tells what it is about: its headline and this many words of its body.
const LEAD: usize = 120;
/// The most words of its sentence that an event is looked up by.
const OF_SENTENCE: usize = 6;
/// The most words of the headline, and names of the lead, that a report's events are looked up by.
const OF_REPORT: usize = 4;
/// In how many words of a report's body such names are looked for.
const NAMED_IN: usize = 40;
/// How rare a word must be to look events up by it.
const RARE: f32 = 0.45;
/// How many days around an event others are looked for.
const WINDOW: i32 = 7;
/// The same where its date is not stated for the event itself.
const WIDE_WINDOW: i32 = 15;
/// The longest period in which others are looked for, in days: a year.
const PERIOD: i32 = 366;

/// The words of a text, each once, with their weights.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Words {
    /// Stem and weight, sorted by stem.
    weights: Vec<(u64, f32)>,
    /// The sum of the squares of the weights.
    squares: f32,
}

impl Words {
    fn new<'a>(tokens: impl IntoIterator<Item = &'a Token>) -> Self {
        let weights: BTreeMap<u64, f32> = tokens.into_iter().map(|t| (t.stem, t.weight)).collect();
        Words { squares: weights.values().map(|w| w * w).sum(), weights: weights.into_iter().collect() }
    }

    /// The words of `text`.
    pub fn of(text: &str) -> Self {
        Words::new(&tokens(text))
    }

    /// How alike two texts are in their words, 0 to 1 (cosine).
    pub fn likeness(&self, other: &Words) -> f32 {
        let norm = (self.squares * other.squares).sqrt();
        if norm > 0.0 { self.shared(other, |w| w * w) / norm } else { 0.0 }
    }

    /// The share of this text's words that stand in the other, by weight, 0 to 1.
    pub fn within(&self, other: &Words) -> f32 {
        if self.squares > 0.0 { self.shared(other, |w| w * w) / self.squares } else { 0.0 }
    }

    /// The weight of the words that both have.
    pub fn common(&self, other: &Words) -> f32 {
        self.shared(other, |w| w)
    }

    fn shared(&self, other: &Words, value: impl Fn(f32) -> f32) -> f32 {
        self.weights.iter().filter(|(stem, _)| other.has(*stem)).map(|(_, weight)| value(*weight)).sum()
    }

    /// Whether the text has the word.
    pub fn has(&self, stem: u64) -> bool {
        self.weights.binary_search_by_key(&stem, |(stem, _)| *stem).is_ok()
    }
}

/// What a report is about.
#[derive(Clone, Debug, Default)]
pub struct Lead {
    /// The words of headline and first paragraphs.
    words: Words,
    /// The rarest words of the headline, and names of the first sentences.
    topics: Vec<u64>,
}

impl Lead {
    /// The lead of a report with this headline and body.
    pub fn new(headline: Option<&str>, text: &str) -> Self {
        let start = |n: usize| text.split_whitespace().take(n).collect::<Vec<_>>().join(" ");
        let headline = tokens(headline.unwrap_or_default());
        let body = tokens(&start(LEAD));
        let named: Vec<Token> = tokens(&start(NAMED_IN)).into_iter().filter(|t| t.name).collect();
        let mut topics = rarest(&headline, OF_REPORT);
        topics.extend(rarest(&named, OF_REPORT));
        Lead { words: Words::new(headline.iter().chain(&body)), topics }
    }
}

/// The `most` rarest of the rare words; of equals, names first.
fn rarest(tokens: &[Token], most: usize) -> Vec<u64> {
    let mut rare: BTreeMap<u64, f32> = BTreeMap::new();
    for token in tokens.iter().filter(|t| t.weight >= RARE) {
        let value = token.weight + if token.name { 0.3 } else { 0.0 };
        let known = rare.entry(token.stem).or_insert(value);
        *known = known.max(value);
    }
    let mut rare: Vec<(u64, f32)> = rare.into_iter().collect();
    rare.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    rare.into_iter().take(most).map(|(stem, _)| stem).collect()
}

/// What is compared of one event.
#[derive(Clone, Debug)]
pub struct Features {
    /// The key of the report in the store.
    pub report: i64,
    /// The type.
    pub kind: String,
    /// The modes.
    pub modes: Vec<String>,
    /// Whether it is told as a fact (also a denied one), and not as planned, supposed or not having happened.
    pub fact: bool,
    /// First and last day, as days since 1970.
    pub days: Option<(i32, i32)>,
    /// Whether the date is not stated for the event itself: it is that of the sentences before, of the dateline or of the
    /// publication.
    pub guessed: bool,
    /// Where.
    pub place: Option<Place>,
    /// The words of the place's name.
    pub place_words: Vec<u64>,
    /// Who did it.
    pub actors: Vec<Party>,
    /// To whom.
    pub recipients: Vec<Party>,
    /// The words of the sentence.
    pub sentence: Words,
    /// The names and numbers of the sentence.
    pub names: Words,
    /// The lead of the report, shared by its events.
    pub lead: Arc<Lead>,
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
    pub fn new(report: i64, record: &Record, lead: Arc<Lead>, published: Option<Date>) -> Self {
        let days = record.days().map(|(first, last)| (day_number(first), day_number(last)));
        let (low, high) = bounds(record.dead);
        let sentence = tokens(&record.text);
        let unstated = ["discourse", "published", "dateline", "none"];
        let stems = |text: &str| tokens(text).into_iter().map(|t| t.stem).collect::<Vec<_>>();
        let mut features = Features {
            report,
            kind: record.kind().to_owned(),
            modes: record.mode.clone(),
            fact: !record.auxiliary.iter().any(|a| a != "historical"),
            days: days.or(published.map(day_number).map(|day| (day, day))),
            guessed: days.is_none() || unstated.contains(&record.date_source.as_str()),
            place: record.event_loc.clone(),
            place_words: record.event_loc.as_ref().map(|place| stems(&place.name)).unwrap_or_default(),
            actors: record.actor.clone(),
            recipients: record.recipient.clone(),
            names: Words::new(sentence.iter().filter(|t| t.name)),
            sentence: Words::new(&sentence),
            lead,
            trigger: record.event_text.first().map(|text| stems(text)).unwrap_or_default(),
            dead: low.or(high).map(|_| (low.unwrap_or(0), high.unwrap_or(u64::MAX))),
            at: record.trigger_start(),
            blocks: Vec::new(),
        };
        features.blocks = features.block_values(&rarest(&sentence, OF_SENTENCE));
        features
    }

    /// What the event shares with others that may tell of the same happening: its place, the names of its parties, their
    /// country and sector, the rarest words of its sentence, and those of its report's headline and lead.
    fn block_values(&self, sentence: &[u64]) -> Vec<i64> {
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
        for stem in sentence.iter().chain(&self.lead.topics) {
            add("word", &format!("{stem:x}"));
        }
        values.sort_unstable();
        values.dedup();
        values
    }

    /// The first days, from and until, of events that may be the same happening.
    pub fn around(&self) -> Option<(i32, i32)> {
        let (first, last) = self.days?;
        let window = if self.guessed { WIDE_WINDOW } else { WINDOW };
        Some((first - window, last.min(first + PERIOD) + window))
    }

    /// Whether `earlier`, which a store already holds, would be looked at when this event comes.
    pub fn meets(&self, earlier: &Features) -> bool {
        let near = self
            .around()
            .zip(earlier.days)
            .is_some_and(|((from, until), (day, _))| from <= day && day <= until);
        near && self.blocks.iter().any(|value| earlier.blocks.binary_search(value).is_ok())
    }

    /// How much of the one's sentence the other's report tells in its lead, 0 to 1.
    pub fn told(&self, other: &Features) -> f32 {
        self.sentence.within(&other.lead.words).max(other.sentence.within(&self.lead.words))
    }

    /// How alike the leads of the reports are, 0 to 1.
    pub fn story(&self, other: &Features) -> f32 {
        self.lead.words.likeness(&other.lead.words)
    }

    /// Whether the sentence or the lead has all of these words.
    pub fn speaks_of(&self, stems: &[u64]) -> bool {
        stems.iter().all(|stem| self.sentence.has(*stem) || self.lead.words.has(*stem))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_tellings_of_one_happening_are_more_alike_than_two_happenings() {
        let a = Words::of("Blast kills 11 in Kabul. A bomb killed at least 11 people in a mosque in Kabul.");
        let b = Words::of("Kabul mosque bombing. Eleven people died when a bomb went off in a Kabul mosque.");
        let c = Words::of("Strike at Lagos port. Dock workers in Lagos walked out on Monday over pay.");
        assert!(a.likeness(&b) > 2.0 * a.likeness(&c), "{} {}", a.likeness(&b), a.likeness(&c));
        assert!((a.likeness(&a) - 1.0).abs() < 1e-5);
        assert!((Words::of("the Kabul mosque").within(&a) - 1.0).abs() < 1e-5);
        assert_eq!(Words::of("").likeness(&a), 0.0);
    }

    #[test]
    fn a_report_is_looked_up_by_the_names_of_its_lead() {
        let lead =
            Lead::new(Some("Mosque bombed"), "Eleven people died in Kabul on Monday, said the police.");
        let kabul = tokens("Kabul")[0].stem;
        assert!(lead.topics.contains(&kabul), "{lead:?}");
        assert!(!lead.topics.contains(&tokens("police")[0].stem));
    }
}

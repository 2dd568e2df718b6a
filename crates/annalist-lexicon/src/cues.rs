//! Cues: the words that report speech, writing, thought and feeling, and words of judgement.

use crate::tsv::{self, LexiconError, Row};
use annalist_core::Upos;
use annalist_core::annotations::{Certainty, Polarity};
use std::collections::{BTreeMap, BTreeSet};

const CUES: &str = include_str!("../../../lexicon/cues.tsv");
const LOADED: &str = include_str!("../../../lexicon/loaded.tsv");

/// What kind of content a cue takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// A clause: "said that".
    Clause,
    /// A question: "asked whether".
    Question,
    /// An infinitive: "promised to".
    Infinitive,
    /// A noun phrase: "accused", "criticism of".
    Phrase,
}

/// The part of speech of a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CueKind {
    /// "say"
    Verb,
    /// "claim"
    Noun,
    /// "aware"
    Adjective,
    /// "reportedly"
    Adverb,
    /// "according to"
    Preposition,
}

/// One cue.
#[derive(Clone, Debug, PartialEq)]
pub struct Cue {
    /// Its class, such as `say`, `think`, `accuse`.
    pub class: &'static str,
    /// The number of its class, from 1, in alphabetical order of classes.
    pub number: u32,
    /// How sure the source, or the reporter of the source, is.
    pub certainty: Certainty,
    /// Whether the source asserts or denies the content.
    pub polarity: Polarity,
    /// What it takes.
    pub content: Content,
}

/// All cues and words of judgement.
#[derive(Debug, Default)]
pub struct Cues {
    entries: BTreeMap<&'static str, Vec<(CueKind, Cue)>>,
    loaded: BTreeSet<&'static str>,
}

impl Cues {
    /// Reads the built-in lists.
    ///
    /// # Errors
    /// Names the first line that is not in form.
    pub fn load() -> Result<Cues, LexiconError> {
        let mut entries: BTreeMap<&str, Vec<(CueKind, Cue)>> = BTreeMap::new();
        for row in tsv::rows("cues.tsv", CUES, 6)? {
            entries.entry(row.field(0)).or_default().push(entry(&row)?);
        }
        let classes: BTreeSet<&str> = entries.values().flatten().map(|(_, c)| c.class).collect();
        for (_, cue) in entries.values_mut().flatten() {
            cue.number = 1 + classes.range(..cue.class).count() as u32;
        }
        let loaded = tsv::rows("loaded.tsv", LOADED, 1)?.iter().map(|row| row.field(0)).collect();
        Ok(Cues { entries, loaded })
    }

    /// The cue with the lemma `lemma` (lower case) and part of speech `kind`.
    pub fn get(&self, lemma: &str, kind: CueKind) -> Option<&Cue> {
        self.entries.get(lemma)?.iter().find(|(k, _)| *k == kind).map(|(_, cue)| cue)
    }

    /// The cue with the lemma `lemma` (lower case) that a word of part of speech `upos` may be.
    pub fn of_word(&self, lemma: &str, upos: Upos) -> Option<&Cue> {
        use CueKind::*;
        let kinds: &[CueKind] = match upos {
            Upos::Verb | Upos::Aux => &[Verb],
            Upos::Noun | Upos::Propn => &[Noun, Verb],
            Upos::Adj => &[Adjective],
            Upos::Adv => &[Adverb],
            Upos::Adp | Upos::Sconj => &[Preposition],
            _ => &[],
        };
        kinds.iter().find_map(|&k| self.get(lemma, k))
    }

    /// The classes of cues, in alphabetical order.
    pub fn classes(&self) -> impl Iterator<Item = &'static str> {
        let classes: BTreeSet<&'static str> = self.entries.values().flatten().map(|(_, c)| c.class).collect();
        classes.into_iter()
    }

    /// How many words of `lemmas` (lower case), from its start, are a word of judgement; 0 for none.
    pub fn loaded_at(&self, lemmas: &[&str]) -> usize {
        (1..=lemmas.len().min(4))
            .rev()
            .find(|&n| self.loaded.contains(lemmas[..n].join(" ").as_str()))
            .unwrap_or(0)
    }
}

fn entry(row: &Row<'static>) -> Result<(CueKind, Cue), LexiconError> {
    let kind = match row.field(1) {
        "verb" => CueKind::Verb,
        "noun" => CueKind::Noun,
        "adjective" => CueKind::Adjective,
        "adverb" => CueKind::Adverb,
        "preposition" => CueKind::Preposition,
        other => return Err(row.error(format!("expected a part of speech, found `{other}`"))),
    };
    let certainty = match row.field(3) {
        "confirmed" => Certainty::Confirmed,
        "said" => Certainty::Said,
        "claimed" => Certainty::Claimed,
        "possible" => Certainty::Possible,
        "unverified" => Certainty::Unverified,
        other => return Err(row.error(format!("expected a certainty, found `{other}`"))),
    };
    let polarity = match row.field(4) {
        "asserted" => Polarity::Asserted,
        "denied" => Polarity::Denied,
        other => return Err(row.error(format!("expected `asserted` or `denied`, found `{other}`"))),
    };
    let content = match row.field(5) {
        "clause" => Content::Clause,
        "question" => Content::Question,
        "infinitive" => Content::Infinitive,
        "np" => Content::Phrase,
        other => return Err(row.error(format!("expected a kind of content, found `{other}`"))),
    };
    Ok((kind, Cue { class: row.field(2), number: 0, certainty, polarity, content }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_in_form() {
        tsv::tests::check_form("cues.tsv", CUES, 2);
        tsv::tests::check_form("loaded.tsv", LOADED, 1);
        Cues::load().expect("built-in cues are in form");
    }

    #[test]
    fn cues_are_found_by_lemma_and_part_of_speech() {
        let cues = Cues::load().expect("built-in cues are in form");
        let check = |lemma, upos, class: Option<&str>, polarity| {
            let cue = cues.of_word(lemma, upos);
            assert_eq!(cue.map(|c| c.class), class, "{lemma}");
            assert!(cue.is_none_or(|c| c.polarity == polarity), "{lemma}");
        };
        check("say", Upos::Verb, Some("say"), Polarity::Asserted);
        check("deny", Upos::Verb, Some("deny"), Polarity::Denied);
        check("allegation", Upos::Noun, Some("claim"), Polarity::Asserted);
        check("reportedly", Upos::Adv, Some("say"), Polarity::Asserted);
        check("table", Upos::Noun, None, Polarity::Asserted);
    }

    #[test]
    fn words_of_judgement_may_be_several_words() {
        let cues = Cues::load().expect("built-in cues are in form");
        assert_eq!(cues.loaded_at(&["saboteur", "and"]), 1);
        assert_eq!(cues.loaded_at(&["freedom", "fighter", "who"]), 2);
        assert_eq!(cues.loaded_at(&["farmer"]), 0);
    }
}

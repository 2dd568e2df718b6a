//! `code --unmatched`: what a corpus tells that the lexicon does not place, counted, for those who extend it.

pub mod print;
mod tally;

pub use tally::{Row, Tally};

use annalist::Coded;
use annalist::extract::events::unmatched::Unmatched;
use annalist::lexicon::Lexicon;
use annalist_core::Upos;

/// One predicate or party of one report that is not placed.
#[derive(Clone, Debug, PartialEq)]
pub struct Met {
    /// `predicate` or `party`.
    pub what: &'static str,
    /// Of a predicate `verb` or `noun`; of a party the kind of its name, or `common noun`.
    pub kind: &'static str,
    /// The trigger in the lexicon's notation, or the phrase.
    pub form: String,
    /// Whether a known party acts in it; of a party, whether it acts.
    pub acting: bool,
    /// Whether a known party is acted on; of a party, whether it is acted on.
    pub acted_on: bool,
    /// Whether the lexicon has entries for the word, none of which fits.
    pub has_entries: bool,
    /// The sentence.
    pub example: String,
}

/// The longest example, in characters.
const EXAMPLE: usize = 300;

/// What `coded` tells that `lexicon`, with which it was coded, does not place: predicates, then parties, each in text order.
pub fn met(coded: &Coded, lexicon: &Lexicon) -> Vec<Met> {
    let Unmatched { predicates, parties } = coded.unmatched(lexicon);
    let document = &coded.document;
    let sentence = |token: usize| {
        let span = document.sentences[document.sentence_of(token)].span;
        let words = span.of(&document.text).split_whitespace().collect::<Vec<_>>().join(" ");
        match words.char_indices().nth(EXAMPLE) {
            Some((end, _)) => format!("{}…", &words[..end]),
            None => words,
        }
    };
    let is = |token: usize, upos: Upos| document.tokens[token].upos == upos;
    let predicates = predicates.into_iter().map(|p| Met {
        what: "predicate",
        kind: if is(p.token, Upos::Verb) { "verb" } else { "noun" },
        form: p.trigger,
        acting: p.subject,
        acted_on: p.object,
        has_entries: p.has_entries,
        example: sentence(p.token),
    });
    let parties = parties.into_iter().map(|n| Met {
        what: "party",
        kind: match n.kind {
            Some(kind) => kind.as_str(),
            None if is(n.token, Upos::Propn) => "other",
            None => "common noun",
        },
        form: n.phrase,
        acting: n.acts,
        acted_on: !n.acts,
        has_entries: false,
        example: sentence(n.token),
    });
    predicates.chain(parties).collect()
}

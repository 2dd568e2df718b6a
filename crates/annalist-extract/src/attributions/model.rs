//! The two trained taggers: where cues are, and what belongs to each.

use super::cue::Cue;
use super::labels::{CUES, ROLES, phrases};
use super::tagger::Tagger;
use super::view::View;
use super::{grammar, traits};
use crate::network::Item;
use annalist_core::Document;
use annalist_lexicon::Lexicon;
use annalist_syntax::model::weights::{ModelError, Weights};
use std::ops::Range;
use std::sync::OnceLock;

pub(super) const WEIGHTS: &[u8] = include_bytes!("../../../../models/en/attributions.safetensors");

/// A cue with the words that belong to it, as token indices.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The tokens of the cue, in order.
    pub cue: Vec<usize>,
    /// The cue's token highest in the tree.
    pub head: usize,
    /// Who says it.
    pub source: Vec<Range<usize>>,
    /// What is said.
    pub content: Vec<Range<usize>>,
}

/// Both taggers.
pub struct Models {
    cues: Tagger,
    roles: Tagger,
}

impl Models {
    /// The built-in taggers, read at first use.
    pub fn english() -> &'static Models {
        static MODELS: OnceLock<Models> = OnceLock::new();
        MODELS.get_or_init(|| Models::read(WEIGHTS).unwrap_or_else(|error| panic!("attributions: {error}")))
    }

    /// Reads the tensors of both from a safetensors file.
    ///
    /// # Errors
    /// When the bytes are no such file, or a tensor is missing or does not fit the others.
    pub fn read(bytes: &'static [u8]) -> Result<Models, ModelError> {
        let weights = Weights::new(bytes)?;
        Ok(Models {
            cues: Tagger::read(&weights, "cues", CUES.count, &traits::CUE_SIZES)?,
            roles: Tagger::read(&weights, "roles", ROLES.count, &traits::ROLE_SIZES)?,
        })
    }

    /// Cues with their sources and contents, in text order; cues without either are dropped.
    pub fn find(&self, view: &View, class: &[u32]) -> Vec<Found> {
        let mut found = self.roles(view, &self.cues(view, class), class);
        found.retain(|f| !f.source.is_empty() || !f.content.is_empty());
        found
    }

    /// The cues: runs of tokens, in text order.
    fn cues(&self, view: &View, class: &[u32]) -> Vec<Vec<usize>> {
        let item = |i: usize| {
            let (other, _) = grammar::seen_from(view, i);
            Item { own: i, other, traits: traits::of_cue(view, i, class) }
        };
        let sentences = &view.document.sentences;
        let sequences: Vec<Vec<_>> = sentences.iter().map(|s| s.tokens.clone().map(item).collect()).collect();
        let states = || (0..view.token_count()).map(|i| view.document.state(i));
        let (own, other) = (self.cues.network.own(states()), self.cues.network.other(states()));
        let labels = self.cues.tag(&own, &other, &sequences, &traits::CUE_SIZES);
        let found = labels.iter().zip(sentences).flat_map(|(l, s)| phrases(l, 1, s.tokens.start));
        found.map(Iterator::collect).collect()
    }

    /// What belongs to each of `cues`, none of which is empty.
    pub fn roles(&self, view: &View, cues: &[Vec<usize>], class: &[u32]) -> Vec<Found> {
        let mut is_cue = vec![false; view.token_count()];
        cues.iter().flatten().for_each(|&t| is_cue[t] = true);
        let cues: Vec<Cue> = cues.iter().map(|tokens| Cue::new(view, tokens, class)).collect();
        let windows: Vec<Range<usize>> = cues.iter().map(|cue| cue.window(view)).collect();
        let (own, rows) = self.roles.network.own_within(view.document, windows.iter().cloned());
        let other = self.roles.network.other(cues.iter().map(|cue| view.document.state(cue.head)));
        let sequence = |(k, (cue, window)): (usize, (&Cue, &Range<usize>))| -> Vec<_> {
            let item = |i: usize| {
                let traits = traits::of_role(view, cue, i, &is_cue, class);
                Item { own: rows[i], other: k, traits }
            };
            window.clone().map(item).collect()
        };
        let sequences: Vec<Vec<_>> = cues.iter().zip(&windows).enumerate().map(sequence).collect();
        let labels = self.roles.tag(&own, &other, &sequences, &traits::ROLE_SIZES);
        let found = cues.iter().zip(&windows).zip(labels);
        found
            .map(|((cue, window), labels)| Found {
                cue: cue.tokens.to_vec(),
                head: cue.head,
                source: words(view, phrases(&labels, 1, window.start)),
                content: words(view, phrases(&labels, 4, window.start)),
            })
            .collect()
    }
}

/// Phrases without the punctuation at their edges; those of nothing else are dropped.
fn words(view: &View, mut phrases: Vec<Range<usize>>) -> Vec<Range<usize>> {
    for phrase in &mut phrases {
        let word = |t: &usize| !view.punctuation[*t];
        let (first, last) = (phrase.clone().find(word), phrase.clone().rfind(word));
        *phrase = first.unwrap_or(phrase.end)..last.map_or(phrase.end, |t| t + 1);
    }
    phrases.retain(|phrase| !phrase.is_empty());
    phrases
}

/// For each token the class of the cue its lemma is in the lexicon, 0 for none.
pub fn classes(document: &Document, lexicon: &Lexicon) -> Vec<u32> {
    let class = |t: &annalist_core::Token| lexicon.cues.of_word(&t.lemma.to_lowercase(), t.upos);
    document.tokens.iter().map(|t| class(t).map_or(0, |c| c.number * 4 + c.content as u32)).collect()
}

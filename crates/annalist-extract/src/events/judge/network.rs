//! What a small network makes of drafts: of which type each is, and which words of its sentence play a part in it.
//!
//! It reads the sentence as seen from the draft's word, once for each draft ([`traits`]); where the linear models look at
//! one word at a time, it looks at all in a row. `training/events/network.py` is its twin.

use super::super::draft::Draft;
use super::super::scene::Scene;
use super::traits::{self, Seen, Words};
use super::{KINDS, PART_COLUMNS, PARTS};
use crate::linear::softmax;
use crate::network::{Item, Network};
use annalist_syntax::model::weights::{ModelError, Weights};
use std::ops::Range;

/// The scores of a token: at the draft's word every type and none, then nobody's in each part; at others what the columns of
/// the linear model of parts are.
pub const COLUMNS: usize = KINDS + PART_COLUMNS;

/// The trained network.
#[derive(Clone, Debug)]
pub struct EventNetwork(Network);

/// What it makes of a draft.
#[derive(Clone, Debug)]
pub struct Opinion {
    head: usize,
    window: Range<usize>,
    scores: Vec<f32>,
}

impl EventNetwork {
    /// Reads its tensors from a safetensors file.
    ///
    /// # Errors
    /// When the bytes are no such file, or a tensor is missing or does not fit the others.
    pub fn read(bytes: &'static [u8]) -> Result<EventNetwork, ModelError> {
        Network::read(&Weights::new(bytes)?, "events", COLUMNS, &traits::SIZES).map(EventNetwork)
    }

    /// What it makes of each of `drafts`.
    pub fn opinions(&self, scene: &Scene, drafts: &[&Draft]) -> Vec<Opinion> {
        let document = scene.tree.document;
        let words = Words::new(scene);
        let seen: Vec<Seen> = drafts.iter().map(|d| Seen::new(scene, &words, d)).collect();
        let (own, rows) = self.0.own_within(document, seen.iter().map(|s| s.window.clone()));
        let other = self.0.other(drafts.iter().map(|d| document.state(d.happening.head)));
        let sequences: Vec<Vec<Item<{ traits::SIZES.len() }>>> = seen
            .iter()
            .enumerate()
            .map(|(k, s)| {
                s.window.clone().map(|i| Item { own: rows[i], other: k, traits: s.of(i) }).collect()
            })
            .collect();
        let scores = self.0.scores(&own, &other, &sequences, &traits::SIZES);
        let opinion = |((draft, seen), scores): ((&&Draft, &Seen), Vec<f32>)| Opinion {
            head: draft.happening.head,
            window: seen.window.clone(),
            scores,
        };
        drafts.iter().zip(&seen).zip(scores).map(opinion).collect()
    }
}

impl Opinion {
    fn row(&self, i: usize) -> Option<&[f32]> {
        let at = self.window.contains(&i).then(|| (i - self.window.start) * COLUMNS)?;
        self.scores.get(at..at + COLUMNS)
    }

    /// The probability of every type and of none.
    pub fn kinds(&self) -> Vec<f32> {
        let mut chances = self.row(self.head).map_or(vec![0.0; KINDS], |r| r[..KINDS].to_vec());
        softmax(&mut chances);
        chances
    }

    /// How token `i` ranks in each part, and how likely it plays it whatever the others do; `None` out of its sight.
    pub fn parts(&self, i: usize) -> Option<&[f32]> {
        self.row(i).map(|r| &r[KINDS..])
    }

    /// How nobody ranks in each part.
    pub fn nobody(&self) -> &[f32] {
        self.row(self.head).map_or(&[0.0; PARTS], |r| &r[KINDS..KINDS + PARTS])
    }
}

#[cfg(test)]
mod tests {
    use super::super::NETWORK;
    use super::*;

    /// What `training/events/network.py` says the network makes of made-up tokens.
    #[derive(serde::Deserialize)]
    struct Fixture {
        states: Vec<Vec<i8>>,
        sequences: Vec<Sequence>,
    }

    #[derive(serde::Deserialize)]
    struct Sequence {
        own: Vec<usize>,
        other: usize,
        traits: Vec<Vec<u32>>,
        scores: Vec<f32>,
    }

    #[test]
    fn the_network_computes_what_was_trained() {
        let fixture: Fixture =
            serde_json::from_str(include_str!("../../../tests/event-network.json")).unwrap();
        let EventNetwork(network) = EventNetwork::read(NETWORK).unwrap();
        let states = || fixture.states.iter().map(Vec::as_slice);
        let (own, other) = (network.own(states()), network.other(states()));
        let items = |s: &Sequence| -> Vec<Item<{ traits::SIZES.len() }>> {
            let traits = s.traits.iter().map(|t| t[..].try_into().unwrap());
            s.own.iter().zip(traits).map(|(own, traits)| Item { own: *own, other: s.other, traits }).collect()
        };
        let together: Vec<_> = fixture.sequences.iter().map(items).collect();
        let scores = network.scores(&own, &other, &together, &traits::SIZES);
        for (scores, sequence) in scores.iter().zip(&fixture.sequences) {
            assert_eq!(scores.len(), sequence.scores.len());
            for (score, expected) in scores.iter().zip(&sequence.scores) {
                assert!((score - expected).abs() < 0.2, "{score} for {expected}");
            }
        }
    }

    #[test]
    fn half_a_file_is_an_error() {
        assert!(EventNetwork::read(&NETWORK[..NETWORK.len() / 2]).is_err());
    }
}

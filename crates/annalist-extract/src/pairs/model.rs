//! The linear model: one row of weights a hashed feature, one column a label.

use crate::linear::{Weights, softmax};
use annalist_core::EventType;
use std::sync::OnceLock;

/// The labels of the model: PLOVER's types with CONCEDE and RETREAT in one (CAMEO's YIELD).
pub const LABELS: [&str; 15] = [
    "ACCUSE",
    "AGREE",
    "AID",
    "ASSAULT",
    "COERCE",
    "CONSULT",
    "COOPERATE",
    "MOBILIZE",
    "PROTEST",
    "REJECT",
    "REQUEST",
    "SANCTION",
    "SUPPORT",
    "THREATEN",
    "YIELD",
];

/// The number of the label that stands for `kind`.
pub fn label_of(kind: EventType) -> usize {
    let name = match kind {
        EventType::Concede | EventType::Retreat => "YIELD",
        other => other.as_str(),
    };
    LABELS.iter().position(|l| *l == name).unwrap_or(0)
}

/// The trained weights.
#[derive(Clone, Debug)]
pub struct Model {
    /// By hashed feature.
    pub words: Weights,
    /// By what the parser's network makes of the words.
    pub states: Weights,
}

/// Rows of [`Model::words`].
pub const ROWS: usize = 1 << 16;

impl Model {
    /// The model that is part of the program.
    ///
    /// # Panics
    /// When the files it was built with have the wrong size, which the tests rule out.
    pub fn english() -> &'static Model {
        static ENGLISH: OnceLock<Model> = OnceLock::new();
        let words = include_bytes!("../../../../models/en/pairs.bin");
        let states = include_bytes!("../../../../models/en/pair-states.bin");
        ENGLISH.get_or_init(|| Model::read(words, states).expect("the embedded model is whole"))
    }

    /// A model from the bytes of its two files; `None` where they are not whole.
    pub fn read(words: &[u8], states: &[u8]) -> Option<Model> {
        let [words, states] = [words, states].map(|b| Weights::read(b, LABELS.len()));
        Some(Model { words: words?, states: states? })
    }

    /// The probability of each label, given hashed features and the values of the states.
    pub fn probabilities(&self, features: &[u32], states: &[f32]) -> Vec<f32> {
        let mut scores = self.words.sum(features);
        self.states.add(states, &mut scores);
        softmax(&mut scores);
        scores
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_model_gives_probabilities() {
        let chances = Model::english().probabilities(&[1, 77, 4242], &[]);
        assert!((chances.iter().sum::<f32>() - 1.0).abs() < 1e-5);
    }

    #[test]
    fn every_type_has_a_label() {
        for kind in EventType::ALL {
            assert!(label_of(*kind) < LABELS.len());
        }
        assert_eq!(label_of(EventType::Concede), label_of(EventType::Retreat));
    }
}

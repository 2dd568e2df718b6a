//! The linear model: one row of weights a hashed feature, one column a label.

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

/// Weights by feature, read from `pairs.bin`: a 32-bit float a label (the scale of its column), then signed bytes.
#[derive(Debug)]
pub struct Model {
    scales: [f32; LABELS.len()],
    weights: &'static [u8],
}

const EMBEDDED: &[u8] = include_bytes!("../../../../models/en/pairs.bin");
const HEADER: usize = 4 * LABELS.len();

impl Model {
    /// The number of rows.
    pub const ROWS: usize = 1 << 15;

    /// The model that is part of the program.
    ///
    /// # Panics
    /// When the file it was built with has the wrong size, which the tests rule out.
    pub fn english() -> &'static Model {
        static ENGLISH: OnceLock<Model> = OnceLock::new();
        ENGLISH.get_or_init(|| Model::new(EMBEDDED).expect("the embedded model is whole"))
    }

    /// A model from the bytes of `pairs.bin`; `None` where their number is wrong.
    pub fn new(bytes: &'static [u8]) -> Option<Model> {
        if bytes.len() != HEADER + Self::ROWS * LABELS.len() {
            return None;
        }
        let mut scales = [0.0; LABELS.len()];
        for (scale, raw) in scales.iter_mut().zip(bytes[..HEADER].chunks_exact(4)) {
            *scale = f32::from_le_bytes([raw[0], raw[1], raw[2], raw[3]]);
        }
        Some(Model { scales, weights: &bytes[HEADER..] })
    }

    /// The probability of each label, given feature hashes.
    pub fn probabilities(&self, features: &[u32]) -> [f32; LABELS.len()] {
        let mut scores = [0.0; LABELS.len()];
        for feature in features {
            let row = *feature as usize % Self::ROWS * LABELS.len();
            for (score, weight) in scores.iter_mut().zip(&self.weights[row..row + LABELS.len()]) {
                *score += f32::from(*weight as i8);
            }
        }
        for (score, scale) in scores.iter_mut().zip(&self.scales) {
            *score *= scale;
        }
        softmax(&mut scores);
        scores
    }
}

fn softmax(scores: &mut [f32]) {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - top).exp();
        sum += *score;
    }
    scores.iter_mut().for_each(|s| *s /= sum);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_model_gives_probabilities() {
        let chances = Model::english().probabilities(&[1, 77, 4242]);
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

//! A conditional random field whose scores come from a [`Network`]; `training/attribution/model.py` is its twin.

use super::labels::best;
use crate::network::{Item, Network, Shares};
use annalist_syntax::model::weights::{ModelError, Weights};

/// A trained tagger.
pub struct Tagger {
    /// What gives the scores.
    pub network: Network,
    /// A row for each label and one for the start.
    steps: Vec<f32>,
}

impl Tagger {
    /// Reads the tensors whose names begin with `name`; `sizes` says how many values each trait has.
    ///
    /// # Errors
    /// When a tensor is missing or does not fit the others.
    pub fn read(
        weights: &Weights<'static>,
        name: &str,
        labels: usize,
        sizes: &[usize],
    ) -> Result<Tagger, ModelError> {
        let network = Network::read(weights, name, labels, sizes)?;
        Ok(Tagger { network, steps: weights.sized(&format!("{name}.steps"), labels * (labels + 1))? })
    }

    /// The best labels of each sequence. `sizes` is as in [`read`](Self::read).
    pub fn tag<const N: usize>(
        &self,
        own: &Shares,
        other: &Shares,
        sequences: &[Vec<Item<N>>],
        sizes: &[usize; N],
    ) -> Vec<Vec<u8>> {
        let scores = self.network.scores(own, other, sequences, sizes);
        scores.iter().map(|scores| best(scores, self.network.columns(), &self.steps)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::labels::{CUES, ROLES};
    use super::super::model::WEIGHTS;
    use super::super::traits;
    use super::*;

    /// What `training/attribution/export.py` says the networks make of made-up tokens.
    #[derive(serde::Deserialize)]
    struct Fixture {
        states: Vec<Vec<i8>>,
        cues: Vec<Sequence>,
        roles: Vec<Sequence>,
    }

    #[derive(serde::Deserialize)]
    struct Sequence {
        own: Vec<usize>,
        other: Vec<usize>,
        traits: Vec<Vec<u32>>,
        scores: Vec<f32>,
    }

    fn check<const N: usize>(
        name: &str,
        labels: usize,
        sizes: &[usize; N],
        states: &[Vec<i8>],
        given: &[Sequence],
    ) {
        let tagger = Tagger::read(&Weights::new(WEIGHTS).unwrap(), name, labels, sizes).unwrap();
        let states = || states.iter().map(Vec::as_slice);
        let (own, other) = (tagger.network.own(states()), tagger.network.other(states()));
        let items = |s: &Sequence| -> Vec<Item<N>> {
            let traits = s.traits.iter().map(|t| t[..].try_into().unwrap());
            let tokens = s.own.iter().zip(&s.other).zip(traits);
            tokens.map(|((own, other), traits)| Item { own: *own, other: *other, traits }).collect()
        };
        let together: Vec<_> = given.iter().map(items).collect();
        let scores = tagger.network.scores(&own, &other, &together, sizes);
        for (scores, sequence) in scores.iter().zip(given) {
            let alone = tagger.network.scores(&own, &other, &[items(sequence)], sizes);
            assert_eq!(*scores, alone[0], "{name}: the others of a batch bear on a sequence");
            for (score, expected) in scores.iter().zip(&sequence.scores) {
                assert!((score - expected).abs() < 0.2, "{name}: {score} for {expected}");
            }
        }
        assert!(tagger.tag(&own, &other, &[Vec::new()], sizes)[0].is_empty());
    }

    #[test]
    fn taggers_compute_what_was_trained() {
        let fixture: Fixture = serde_json::from_str(include_str!("../../tests/taggers.json")).unwrap();
        check("cues", CUES.count, &traits::CUE_SIZES, &fixture.states, &fixture.cues);
        check("roles", ROLES.count, &traits::ROLE_SIZES, &fixture.states, &fixture.roles);
    }

    #[test]
    fn tensors_that_do_not_fit_are_errors() {
        let weights = Weights::new(WEIGHTS).unwrap();
        assert!(Tagger::read(&weights, "cues", CUES.count, &[1, 2]).is_err());
        assert!(Tagger::read(&weights, "cues", 5, &traits::CUE_SIZES).is_err());
        assert!(Tagger::read(&weights, "none", CUES.count, &traits::CUE_SIZES).is_err());
    }
}

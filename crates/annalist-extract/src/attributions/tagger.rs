//! A conditional random field over one bidirectional LSTM layer; `training/attribution/model.py` is its twin.
//!
//! A token's input is the sum of three shares, cut to ±1: what a matrix makes of its state in the parser's network, what
//! another makes of the state of the token it is seen from, and a row for each of its traits.

use super::labels::best;
use annalist_syntax::model::encoder::{Input, Layer, Layout, Space};
use annalist_syntax::model::kernels::add;
use annalist_syntax::model::kernels::bytes::{MOST, Quantized, ZERO, byte};
use annalist_syntax::model::weights::{ModelError, Table, Weights};
use std::cmp::Reverse;

/// Tokens that are worked at together, at least one sequence: more would need memory and save no time.
const TOGETHER: usize = 4096;

/// A trained tagger.
pub struct Tagger {
    own: Quantized,
    other: Quantized,
    traits: Table<'static>,
    layer: Layer,
    out: Quantized,
    /// A row for each label and one for the start.
    steps: Vec<f32>,
}

/// What states of the parser's network give to the inputs, a row each.
pub struct Shares(Vec<f32>);

/// One token of a sequence.
pub struct Item<const N: usize> {
    /// Its own row of shares.
    pub own: usize,
    /// The row of the token that it is seen from.
    pub other: usize,
    /// Its traits.
    pub traits: [u32; N],
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
        let part = |part: &str| format!("{name}.{part}");
        let tagger = Tagger {
            own: weights.quantized(&part("own"))?,
            other: weights.quantized(&part("other"))?,
            traits: weights.table(&part("traits"))?,
            layer: weights.layer(&part("lstm"))?,
            out: weights.quantized(&part("out"))?,
            steps: weights.sized(&part("steps"), labels * (labels + 1))?,
        };
        let read = tagger.own.columns();
        let hidden = tagger.layer.hidden;
        for (part, fits) in [
            ("other", tagger.other.columns() == read && tagger.other.inner() == tagger.own.inner()),
            ("traits", tagger.traits.width() == read && tagger.traits.rows() == sizes.iter().sum::<usize>()),
            ("lstm", tagger.layer.reads() == Some(read) && hidden > 0 && hidden.is_multiple_of(4)),
            ("out", tagger.out.inner() == 2 * hidden && tagger.out.columns() == labels),
        ] {
            if !fits {
                return Err(ModelError::Tensor(format!("{name}.{part}")));
            }
        }
        Ok(tagger)
    }

    /// The shares of tokens themselves, whose states are given; a state of another length counts as zeros.
    pub fn own<'s>(&self, states: impl Iterator<Item = &'s [i8]>) -> Shares {
        shares(&self.own, states)
    }

    /// The shares of tokens that others are seen from.
    pub fn other<'s>(&self, states: impl Iterator<Item = &'s [i8]>) -> Shares {
        shares(&self.other, states)
    }

    /// The best labels of each sequence. `sizes` is as in [`read`](Self::read).
    pub fn tag<const N: usize>(
        &self,
        own: &Shares,
        other: &Shares,
        sequences: &[Vec<Item<N>>],
        sizes: &[usize; N],
    ) -> Vec<Vec<u8>> {
        let scores = self.scores(own, other, sequences, sizes);
        scores.iter().map(|scores| best(scores, self.out.columns(), &self.steps)).collect()
    }

    /// The scores of each sequence, a row of labels a token.
    fn scores<const N: usize>(
        &self,
        own: &Shares,
        other: &Shares,
        sequences: &[Vec<Item<N>>],
        sizes: &[usize; N],
    ) -> Vec<Vec<f32>> {
        let count = self.out.columns();
        let mut order: Vec<usize> = (0..sequences.len()).filter(|&s| !sequences[s].is_empty()).collect();
        order.sort_by_key(|&s| Reverse(sequences[s].len()));
        let mut scores = vec![Vec::new(); sequences.len()];
        let (mut space, mut states, mut all) = (Space::default(), Vec::new(), Vec::new());
        let mut rest = &order[..];
        while let Some(longest) = rest.first() {
            let (batch, after) = rest.split_at((TOGETHER / sequences[*longest].len()).clamp(1, rest.len()));
            rest = after;
            let layout = Layout::new(batch.iter().map(|&s| sequences[s].len()).collect());
            let inputs = self.inputs(own, other, sequences, batch, sizes, &layout);
            self.layer.run(Input::States(&inputs), &layout, &mut states, &mut space);
            all.resize(layout.rows() * count, 0.0);
            self.out.product_of(&states, 1.0 / MOST, &mut all);
            for (k, &s) in batch.iter().enumerate() {
                let rows = (0..sequences[s].len()).map(|t| &all[layout.row(k, t) * count..][..count]);
                scores[s] = rows.flatten().copied().collect();
            }
        }
        scores
    }

    /// The inputs of the LSTM as bytes, a row a token in the order of `layout`.
    fn inputs<const N: usize>(
        &self,
        own: &Shares,
        other: &Shares,
        sequences: &[Vec<Item<N>>],
        batch: &[usize],
        sizes: &[usize; N],
        layout: &Layout,
    ) -> Vec<u8> {
        let read = self.own.columns();
        let mut inputs = vec![ZERO; layout.rows() * read];
        let mut sum = vec![0f32; read];
        for (k, &s) in batch.iter().enumerate() {
            for (t, item) in sequences[s].iter().enumerate() {
                sum.copy_from_slice(&own.0[item.own * read..][..read]);
                add(&mut sum, &other.0[item.other * read..][..read]);
                let mut first = 0;
                for (value, size) in item.traits.iter().zip(sizes) {
                    self.traits.add(first + *value as usize, 1.0, &mut sum);
                    first += size;
                }
                let to = &mut inputs[layout.row(k, t) * read..][..read];
                to.iter_mut().zip(&sum).for_each(|(b, s)| *b = byte(s.clamp(-1.0, 1.0) * MOST));
            }
        }
        inputs
    }
}

fn shares<'s>(matrix: &Quantized, states: impl Iterator<Item = &'s [i8]>) -> Shares {
    let width = matrix.inner();
    let mut bytes = Vec::new();
    let mut count = 0;
    for state in states {
        count += 1;
        let start = bytes.len();
        bytes.resize(start + width.next_multiple_of(4), ZERO);
        if state.len() == width {
            bytes[start..].iter_mut().zip(state).for_each(|(b, s)| *b = s.cast_unsigned() ^ 0x80);
        }
    }
    let mut out = vec![0.0; count * matrix.columns()];
    matrix.product_of(&bytes, 1.0 / MOST, &mut out);
    Shares(out)
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
        let (own, other) = (tagger.own(states()), tagger.other(states()));
        let items = |s: &Sequence| -> Vec<Item<N>> {
            let traits = s.traits.iter().map(|t| t[..].try_into().unwrap());
            let tokens = s.own.iter().zip(&s.other).zip(traits);
            tokens.map(|((own, other), traits)| Item { own: *own, other: *other, traits }).collect()
        };
        let together: Vec<_> = given.iter().map(items).collect();
        let scores = tagger.scores(&own, &other, &together, sizes);
        for (scores, sequence) in scores.iter().zip(given) {
            let alone = tagger.scores(&own, &other, &[items(sequence)], sizes);
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

//! Scores of tokens from one bidirectional LSTM layer over the parser's states and small traits.
//!
//! A token's input is the sum of three shares, cut to ±1: what a matrix makes of its state in the parser's network, what
//! another makes of the state of the token it is seen from, and a row for each of its traits. The networks that are trained,
//! in `training/attribution` and `training/events`, are its twins.

use annalist_core::Document;
use annalist_syntax::model::encoder::{Input, Layer, Layout, Space};
use annalist_syntax::model::kernels::add;
use annalist_syntax::model::kernels::bytes::{MOST, Quantized, ZERO, byte};
use annalist_syntax::model::weights::{ModelError, Table, Weights};
use std::cmp::Reverse;
use std::ops::Range;

/// Tokens that are worked at together, at least one sequence: more would need memory and save no time.
const TOGETHER: usize = 4096;

/// A trained network.
#[derive(Clone, Debug)]
pub struct Network {
    own: Quantized,
    other: Quantized,
    traits: Table<'static>,
    layer: Layer,
    out: Quantized,
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

impl Network {
    /// Reads the tensors whose names begin with `name`: a network of `columns` scores; `sizes` says how many values each
    /// trait has.
    ///
    /// # Errors
    /// When a tensor is missing or does not fit the others.
    pub fn read(
        weights: &Weights<'static>,
        name: &str,
        columns: usize,
        sizes: &[usize],
    ) -> Result<Network, ModelError> {
        let part = |part: &str| format!("{name}.{part}");
        let network = Network {
            own: weights.quantized(&part("own"))?,
            other: weights.quantized(&part("other"))?,
            traits: weights.table(&part("traits"))?,
            layer: weights.layer(&part("lstm"))?,
            out: weights.quantized(&part("out"))?,
        };
        let read = network.own.columns();
        let hidden = network.layer.hidden;
        for (part, fits) in [
            ("other", network.other.columns() == read && network.other.inner() == network.own.inner()),
            (
                "traits",
                network.traits.width() == read && network.traits.rows() == sizes.iter().sum::<usize>(),
            ),
            ("lstm", network.layer.reads() == Some(read) && hidden > 0 && hidden.is_multiple_of(4)),
            ("out", network.out.inner() == 2 * hidden && network.out.columns() == columns),
        ] {
            if !fits {
                return Err(ModelError::Tensor(format!("{name}.{part}")));
            }
        }
        Ok(network)
    }

    /// The shares of tokens themselves, whose states are given; a state of another length counts as zeros.
    pub fn own<'s>(&self, states: impl Iterator<Item = &'s [i8]>) -> Shares {
        shares(&self.own, states)
    }

    /// The shares of the tokens of `windows`, each once, and for each token of the document its row.
    pub fn own_within(
        &self,
        document: &Document,
        windows: impl Iterator<Item = Range<usize>>,
    ) -> (Shares, Vec<usize>) {
        let mut needed = vec![false; document.tokens.len()];
        windows.for_each(|window| needed[window].fill(true));
        let mut rows = vec![0; needed.len()];
        let rows_needed = rows.iter_mut().zip(&needed).filter(|(_, needed)| **needed);
        rows_needed.enumerate().for_each(|(count, (row, _))| *row = count);
        let states = (0..needed.len()).filter(|i| needed[*i]).map(|i| document.state(i));
        (self.own(states), rows)
    }

    /// The shares of tokens that others are seen from.
    pub fn other<'s>(&self, states: impl Iterator<Item = &'s [i8]>) -> Shares {
        shares(&self.other, states)
    }

    /// The number of scores of a token.
    pub fn columns(&self) -> usize {
        self.out.columns()
    }

    /// The scores of each sequence, a row a token. `sizes` is as in [`read`](Self::read).
    pub fn scores<const N: usize>(
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

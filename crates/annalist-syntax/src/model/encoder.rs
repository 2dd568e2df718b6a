//! The bidirectional LSTM over a batch of sentences.
//!
//! States are bytes throughout: a state's value times 127, plus 128. The matrices of a layer that reads the states of
//! another stand side by side with its recurrent ones, so that one product a time step gives all its gates.

use super::kernels::bytes::{MOST, Quantized, Rows, ZERO};
use super::kernels::cell::lstm_cell;

/// Sentences side by side, longest first: rows of one time step stand together (a packed sequence).
pub struct Layout {
    /// Sentence lengths, descending.
    lengths: Vec<usize>,
    /// The first row of each time step, and the row count at the end.
    starts: Vec<usize>,
}

impl Layout {
    /// The layout of sentences whose `lengths` descend; all are at least 1.
    pub fn new(lengths: Vec<usize>) -> Self {
        debug_assert!(lengths.is_sorted_by(|a, b| a >= b));
        let longest = lengths.first().copied().unwrap_or(0);
        let mut starts = vec![0];
        for t in 0..longest {
            let active = lengths.partition_point(|l| *l > t);
            starts.push(starts[t] + active);
        }
        Layout { lengths, starts }
    }

    /// The number of rows: the tokens of all sentences.
    pub fn rows(&self) -> usize {
        self.starts.last().copied().unwrap_or(0)
    }

    /// The row of token `t` of sentence `s`.
    pub fn row(&self, s: usize, t: usize) -> usize {
        self.starts[t] + s
    }

    /// The lengths of the sentences, descending.
    pub fn lengths(&self) -> &[usize] {
        &self.lengths
    }

    fn steps(&self) -> usize {
        self.starts.len() - 1
    }

    fn step(&self, t: usize) -> std::ops::Range<usize> {
        self.starts[t]..self.starts[t + 1]
    }
}

/// One direction of one layer.
#[derive(Clone, Debug)]
pub struct Direction {
    /// From the layer's input, where that is looked up for each form, to the four gates.
    pub input: Option<Quantized>,
    /// To the four gates from the last state, before which the layer's input stands where it is states of other layers.
    pub step: Quantized,
}

/// One bidirectional layer.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Left to right, then right to left.
    pub directions: [Direction; 2],
    /// Width of one direction's state, a multiple of four.
    pub hidden: usize,
}

/// What a layer reads.
#[derive(Clone, Copy)]
pub enum Input<'a> {
    /// Shares of the gates, of which each row has the one that `index` names.
    Gates {
        /// From [`Layer::gates`].
        gates: &'a Gates,
        /// A row of `gates` for each row of the batch.
        index: &'a [usize],
    },
    /// States of the layers before it, a row of bytes for each row of the batch.
    States(&'a [u8]),
}

/// Buffers that are kept between calls.
#[derive(Default)]
pub struct Space {
    /// For packing the left operands of products.
    pub packing: Vec<f32>,
    /// For the left operands of products of bytes.
    pub rows: Rows,
    gates: Vec<f32>,
    cell: Vec<f32>,
    state: Vec<u8>,
}

/// The inputs' share of the gates: for each direction a row of four gates.
#[derive(Default)]
pub struct Gates([Vec<f32>; 2]);

impl Layer {
    /// The width of the states that it reads, 0 where its input is looked up; `None` where the directions do not fit
    /// each other or the width of their own states.
    pub fn reads(&self) -> Option<usize> {
        let [before, other] = self.directions.each_ref().map(|d| {
            (d.step.columns() == 4 * self.hidden).then(|| d.step.inner().checked_sub(self.hidden)).flatten()
        });
        before.filter(|_| before == other)
    }

    /// What the rows of `x` give to the gates. Rows may stand for several words of the same form.
    pub fn gates(&self, x: &Rows, gates: &mut Gates) {
        for (direction, values) in self.directions.iter().zip(&mut gates.0) {
            if let Some(input) = &direction.input {
                input.product(x, values);
            }
        }
    }

    /// Writes the states of all rows, both directions side by side.
    pub fn run(&self, input: Input, layout: &Layout, out: &mut Vec<u8>, space: &mut Space) {
        out.resize(layout.rows() * 2 * self.hidden, ZERO);
        for backward in [false, true] {
            self.run_direction(input, layout, backward, out, space);
        }
    }

    fn run_direction(
        &self,
        input: Input,
        layout: &Layout,
        backward: bool,
        out: &mut [u8],
        space: &mut Space,
    ) {
        let (hidden, side) = (self.hidden, usize::from(backward));
        let step = &self.directions[side].step;
        let (gates, width, before) = (4 * hidden, step.inner(), step.inner() - hidden);
        let most = layout.lengths().len();
        space.gates.resize(most * gates, 0.0);
        space.cell.clear();
        space.cell.resize(most * hidden, 0.0);
        space.state.clear();
        space.state.resize(most * width, ZERO);
        for i in 0..layout.steps() {
            let rows = layout.step(if backward { layout.steps() - 1 - i } else { i });
            if let Input::States(states) = input {
                for (line, row) in space.state.chunks_exact_mut(width).zip(rows.clone()) {
                    line[..before].copy_from_slice(&states[row * before..(row + 1) * before]);
                }
            }
            let now = &mut space.gates[..rows.len() * gates];
            step.product_of(&space.state[..rows.len() * width], 1.0 / MOST, now);
            let lines = space.state.chunks_exact_mut(width).zip(space.cell.chunks_exact_mut(hidden));
            for ((row, now), (line, cell)) in rows.zip(now.chunks_exact(gates)).zip(lines) {
                let share = match input {
                    Input::Gates { gates: shares, index } => &shares.0[side][index[row] * gates..][..gates],
                    Input::States(_) => &[],
                };
                lstm_cell(now, share, cell, &mut line[before..]);
                let at = (row * 2 + side) * hidden;
                out[at..at + hidden].copy_from_slice(&line[before..]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layout_puts_the_rows_of_one_step_together() {
        let layout = Layout::new(vec![3, 2, 2]);
        assert_eq!(layout.rows(), 7);
        assert_eq!((layout.row(0, 0), layout.row(2, 0), layout.row(1, 1), layout.row(0, 2)), (0, 2, 4, 6));
        assert_eq!(Layout::new(Vec::new()).rows(), 0);
    }

    fn weights(columns: usize, inner: usize, shift: usize) -> Quantized {
        let bytes: Vec<i8> = (0..columns * inner).map(|i| ((i * 37 + shift) % 101) as i8 - 50).collect();
        Quantized::new(&bytes, inner, &vec![0.01; columns], None)
    }

    fn states(layer: &Layer, x: &[f32], width: usize, layout: &Layout) -> Vec<u8> {
        let (mut gates, mut space, mut out) = (Gates::default(), Space::default(), Vec::new());
        let mut rows = Rows::default();
        rows.fit(x, width);
        layer.gates(&rows, &mut gates);
        let index: Vec<usize> = (0..layout.rows()).collect();
        layer.run(Input::Gates { gates: &gates, index: &index }, layout, &mut out, &mut space);
        let over = Layer {
            directions: [3, 5].map(|shift| Direction { input: None, step: weights(16, 12, shift) }),
            hidden: 4,
        };
        let mut second = Vec::new();
        over.run(Input::States(&out), layout, &mut second, &mut space);
        second
    }

    #[test]
    fn a_sentence_has_the_same_states_alone_and_in_a_batch() {
        let input = 5;
        let direction =
            |shift| Direction { input: Some(weights(16, input, shift)), step: weights(16, 4, shift) };
        let layer = Layer { directions: [direction(0), direction(7)], hidden: 4 };
        let token = |s: usize, t: usize| (0..input).map(move |k| ((s * 7 + t * 3 + k) % 11) as f32 / 11.0);
        let lengths = vec![6, 3, 3, 1];
        let layout = Layout::new(lengths.clone());
        let mut x = vec![0.0; layout.rows() * input];
        for (s, n) in lengths.iter().enumerate() {
            for t in 0..*n {
                let row = layout.row(s, t) * input;
                x[row..row + input].iter_mut().zip(token(s, t)).for_each(|(a, b)| *a = b);
            }
        }
        let together = states(&layer, &x, input, &layout);
        for (s, n) in lengths.iter().enumerate() {
            let alone: Vec<f32> = (0..*n).flat_map(|t| token(s, t)).collect();
            let states = states(&layer, &alone, input, &Layout::new(vec![*n]));
            for t in 0..*n {
                let row = layout.row(s, t);
                assert_eq!(&states[t * 8..(t + 1) * 8], &together[row * 8..(row + 1) * 8]);
            }
        }
    }
}

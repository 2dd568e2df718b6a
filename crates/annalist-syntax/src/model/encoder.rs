//! The bidirectional LSTM over a batch of sentences.

use super::kernels::{self, Packed};

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
    /// From the layer's input to the four gates, with both biases.
    pub input: Packed,
    /// From the last state to the four gates.
    pub recurrent: Packed,
}

/// One bidirectional layer.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Left to right, then right to left.
    pub directions: [Direction; 2],
    /// Width of one direction's state.
    pub hidden: usize,
}

/// Buffers that are kept between calls.
#[derive(Default)]
pub struct Space {
    /// For packing the left operands of products.
    pub packing: Vec<f32>,
    gates: Vec<f32>,
    state: Vec<f32>,
    cell: Vec<f32>,
}

/// The inputs' share of the gates: for each direction a row of four gates.
#[derive(Default)]
pub struct Gates([Vec<f32>; 2]);

impl Layer {
    /// What the rows of `x` give to the gates. Rows may stand for several words of the same form.
    pub fn gates(&self, x: &[f32], gates: &mut Gates, space: &mut Space) {
        let width = 4 * self.hidden;
        for (direction, values) in self.directions.iter().zip(&mut gates.0) {
            values.resize(x.len() / direction.input.inner() * width, 0.0);
            direction.input.product(x, values, width, false, &mut space.packing);
        }
    }

    /// Writes the states of all rows, both directions side by side. `index` gives each row its row of `gates`.
    pub fn run(
        &self,
        gates: &Gates,
        index: &[usize],
        layout: &Layout,
        out: &mut Vec<f32>,
        space: &mut Space,
    ) {
        out.resize(layout.rows() * 2 * self.hidden, 0.0);
        for backward in [false, true] {
            self.run_direction(gates, index, layout, backward, out, space);
        }
    }

    fn run_direction(
        &self,
        gates: &Gates,
        index: &[usize],
        layout: &Layout,
        backward: bool,
        out: &mut [f32],
        space: &mut Space,
    ) {
        let (h, side) = (self.hidden, usize::from(backward));
        let width = 4 * h;
        let most = layout.lengths().len();
        space.gates.resize(most * width, 0.0);
        for start in [&mut space.state, &mut space.cell] {
            start.clear();
            start.resize(most * h, 0.0);
        }
        for i in 0..layout.steps() {
            let rows = layout.step(if backward { layout.steps() - 1 - i } else { i });
            let active = rows.len() * h;
            let now = &mut space.gates[..rows.len() * width];
            for (row, gate) in index[rows.clone()].iter().zip(now.chunks_exact_mut(width)) {
                gate.copy_from_slice(&gates.0[side][row * width..(row + 1) * width]);
            }
            if i > 0 {
                let state = &space.state[..active];
                self.directions[side].recurrent.product(state, now, width, true, &mut space.packing);
            }
            kernels::lstm_cell(now, &mut space.cell[..active], &mut space.state[..active], h);
            for (row, state) in rows.zip(space.state.chunks_exact(h)) {
                let at = (row * 2 + side) * h;
                out[at..at + h].copy_from_slice(state);
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

    fn layer(input: usize, hidden: usize) -> Layer {
        let weights = |n: usize| (0..n).map(|i| ((i * 37 % 101) as f32 - 50.0) / 80.0).collect::<Vec<_>>();
        let direction = |shift: usize| Direction {
            input: Packed::new(&weights(4 * hidden * input + shift)[shift..], input, None),
            recurrent: Packed::new(&weights(4 * hidden * hidden + shift)[shift..], hidden, None),
        };
        Layer { directions: [direction(0), direction(7)], hidden }
    }

    fn states(layer: &Layer, x: &[f32], layout: &Layout) -> Vec<f32> {
        let (mut gates, mut space, mut out) = (Gates::default(), Space::default(), Vec::new());
        layer.gates(x, &mut gates, &mut space);
        let index: Vec<usize> = (0..layout.rows()).collect();
        layer.run(&gates, &index, layout, &mut out, &mut space);
        out
    }

    #[test]
    fn a_sentence_has_the_same_states_alone_and_in_a_batch() {
        let (layer, input) = (layer(5, 4), 5);
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
        let together = states(&layer, &x, &layout);
        for (s, n) in lengths.iter().enumerate() {
            let alone: Vec<f32> = (0..*n).flat_map(|t| token(s, t)).collect();
            let states = states(&layer, &alone, &Layout::new(vec![*n]));
            for t in 0..*n {
                let row = layout.row(s, t);
                assert_eq!(&states[t * 8..(t + 1) * 8], &together[row * 8..(row + 1) * 8]);
            }
        }
    }
}

//! The hidden layer of a model while it is trained.

use crate::crf::{Seen, States};

/// Weights that are moved by AdaGrad, with the slopes gathered since the last step.
#[derive(Clone)]
struct Matrix {
    weights: Vec<f32>,
    slopes: Vec<f32>,
    squares: Vec<f32>,
}

impl Matrix {
    /// `rows` × `columns` weights drawn evenly from plus or minus `spread`.
    fn new(rows: usize, columns: usize, spread: f32, seed: &mut u64) -> Matrix {
        let mut draw = || {
            *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((*seed >> 40) as f32 / (1u64 << 24) as f32 * 2.0 - 1.0) * spread
        };
        let n = rows * columns;
        Matrix { weights: (0..n).map(|_| draw()).collect(), slopes: vec![0.0; n], squares: vec![1e-2; n] }
    }

    fn step(&mut self, rate: f32) {
        for ((w, slope), square) in self.weights.iter_mut().zip(&mut self.slopes).zip(&mut self.squares) {
            if *slope != 0.0 {
                *square += *slope * *slope;
                *w -= rate * (*slope / square.sqrt() + DECAY * *w);
                *slope = 0.0;
            }
        }
    }
}

/// How strongly weights are drawn to zero at each step.
const DECAY: f32 = 1e-4;

/// A hidden layer as in `annalist_extract::attributions::hidden`.
#[derive(Clone)]
pub struct Layer {
    units: usize,
    labels: usize,
    own: Matrix,
    other: Matrix,
    bias: Matrix,
    out: Matrix,
}

impl Layer {
    /// A layer of small random weights.
    pub fn new(units: usize, width: usize, categories: usize, labels: usize) -> Layer {
        let mut seed = 54_321;
        let spread = 1.7 / (width as f32).sqrt();
        Layer {
            units,
            labels,
            own: Matrix::new(width, units, spread, &mut seed),
            other: Matrix::new(width, units, spread, &mut seed),
            bias: Matrix::new(categories, units, 0.1, &mut seed),
            out: Matrix::new(units, labels, 0.1, &mut seed),
        }
    }

    /// The rectified units of a sequence, a row a token.
    pub fn forward(&self, sequence: &[Seen], states: &States) -> Vec<f32> {
        let mut all = Vec::with_capacity(sequence.len() * self.units);
        let (mut last, mut other) = (None, vec![0.0; self.units]);
        for seen in sequence {
            if last != Some(seen.other) {
                other.fill(0.0);
                add_product(states.of(seen.other), &self.other.weights, &mut other);
                last = Some(seen.other);
            }
            let mut row = other.clone();
            let bias = &self.bias.weights[seen.category as usize * self.units..][..self.units];
            row.iter_mut().zip(bias).for_each(|(r, b)| *r += b);
            add_product(states.of(seen.own), &self.own.weights, &mut row);
            all.extend(row.into_iter().map(|r| r.max(0.0)));
        }
        all
    }

    /// The scores of a sequence, a row of labels a token, from its units.
    pub fn scores(&self, hidden: &[f32]) -> Vec<f32> {
        let mut scores = vec![0.0; hidden.len() / self.units * self.labels];
        for (row, units) in scores.chunks_mut(self.labels).zip(hidden.chunks(self.units)) {
            for (unit, weights) in
                units.iter().zip(self.out.weights.chunks(self.labels)).filter(|(u, _)| **u > 0.0)
            {
                row.iter_mut().zip(weights).for_each(|(s, w)| *s += unit * w);
            }
        }
        scores
    }

    /// Adds the slopes of the `k`th token of a sequence, whose labels have slopes `row`.
    pub fn back(&mut self, hidden: &[f32], k: usize, seen: Seen, states: &States, row: &[f32]) {
        let units = &hidden[k * self.units..][..self.units];
        let mut slopes = vec![0.0; self.units];
        for (u, (unit, slope)) in
            units.iter().zip(&mut slopes).enumerate().filter(|(_, (unit, _))| **unit > 0.0)
        {
            let range = u * self.labels..(u + 1) * self.labels;
            *slope = row.iter().zip(&self.out.weights[range.clone()]).map(|(r, w)| r * w).sum();
            self.out.slopes[range].iter_mut().zip(row).for_each(|(s, r)| *s += unit * r);
        }
        let bias = &mut self.bias.slopes[seen.category as usize * self.units..][..self.units];
        bias.iter_mut().zip(&slopes).for_each(|(b, s)| *b += s);
        add_outer(states.of(seen.own), &slopes, &mut self.own.slopes);
        add_outer(states.of(seen.other), &slopes, &mut self.other.slopes);
    }

    /// Moves the weights against the slopes gathered.
    pub fn step(&mut self, rate: f32) {
        [&mut self.own, &mut self.other, &mut self.bias, &mut self.out]
            .into_iter()
            .for_each(|m| m.step(rate));
    }

    /// The matrices as they are written.
    pub fn matrices(&self) -> annalist_extract::attributions::hidden::Matrices<'_> {
        annalist_extract::attributions::hidden::Matrices {
            units: self.units,
            width: self.own.weights.len() / self.units,
            sides: [&self.own.weights, &self.other.weights],
            bias: &self.bias.weights,
            out: &self.out.weights,
        }
    }
}

fn add_product(state: &[i8], matrix: &[f32], sum: &mut [f32]) {
    for (&s, row) in state.iter().zip(matrix.chunks_exact(sum.len())) {
        let s = f32::from(s) / 127.0;
        sum.iter_mut().zip(row).for_each(|(x, w)| *x += s * w);
    }
}

fn add_outer(state: &[i8], slopes: &[f32], matrix: &mut [f32]) {
    for (&s, row) in state.iter().zip(matrix.chunks_exact_mut(slopes.len())) {
        let s = f32::from(s) / 127.0;
        row.iter_mut().zip(slopes).for_each(|(m, x)| *m += s * x);
    }
}

//! Linear models over hashed features: a row of weights a feature, a column a label.

use annalist_core::Document;

/// A set of hashed features.
#[derive(Default)]
pub struct Bag {
    hashes: Vec<u32>,
}

impl Bag {
    /// Adds the feature made of `parts` (FNV-1a over the parts, each closed by a zero byte).
    pub fn add(&mut self, parts: &[&str]) {
        let mut hash: u32 = 0x811c_9dc5;
        for byte in parts.iter().flat_map(|p| p.bytes().chain([0])) {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
        self.hashes.push(hash ^ (hash >> 15));
    }

    /// The features, sorted and without doubles.
    pub fn finish(mut self) -> Vec<u32> {
        self.hashes.sort_unstable();
        self.hashes.dedup();
        self.hashes
    }
}

/// Weights of a model.
#[derive(Clone, Debug)]
pub struct Weights {
    columns: usize,
    values: Vec<f32>,
}

impl Weights {
    /// All zero.
    pub fn zero(rows: usize, columns: usize) -> Weights {
        Weights { columns, values: vec![0.0; rows * columns] }
    }

    /// Reads what [`bytes`](Self::bytes) wrote: a 32-bit float a column, its scale, then a signed byte a weight, row by
    /// row. `None` where the length is not that of whole rows.
    pub fn read(bytes: &[u8], columns: usize) -> Option<Weights> {
        let (head, body) = bytes.split_at_checked(4 * columns)?;
        if body.is_empty() || !body.len().is_multiple_of(columns) {
            return None;
        }
        let scales: Vec<f32> =
            head.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        let values = body.iter().zip(scales.iter().cycle()).map(|(w, s)| f32::from(*w as i8) * s).collect();
        Some(Weights { columns, values })
    }

    /// The weights in the form that [`read`](Self::read) takes.
    pub fn bytes(&self) -> Vec<u8> {
        let scale = |c: usize| {
            self.values.iter().skip(c).step_by(self.columns).fold(1e-6f32, |m, w| m.max(w.abs())) / 127.0
        };
        let scales: Vec<f32> = (0..self.columns).map(scale).collect();
        let mut bytes: Vec<u8> = scales.iter().flat_map(|s| s.to_le_bytes()).collect();
        bytes.extend(self.values.iter().zip(scales.iter().cycle()).map(|(w, s)| (w / s).round() as i8 as u8));
        bytes
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.values.len() / self.columns
    }

    /// The number of labels.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// The weights of a feature.
    pub fn row(&self, feature: u32) -> &[f32] {
        let at = feature as usize % self.rows() * self.columns;
        &self.values[at..at + self.columns]
    }

    /// The weights of a feature, to change them.
    pub fn row_mut(&mut self, feature: u32) -> &mut [f32] {
        let at = feature as usize % self.rows() * self.columns;
        &mut self.values[at..at + self.columns]
    }

    /// All weights, row by row, to change them.
    pub fn values_mut(&mut self) -> &mut [f32] {
        &mut self.values
    }

    /// Adds to `sum` the rows, each times its value in `dense`.
    pub fn add(&self, dense: &[f32], sum: &mut [f32]) {
        for (value, row) in dense.iter().zip(self.values.chunks_exact(self.columns)) {
            sum.iter_mut().zip(row).for_each(|(s, w)| *s += w * value);
        }
    }

    /// The sum of the rows of `features`.
    pub fn sum(&self, features: &[u32]) -> Vec<f32> {
        let mut sum = vec![0.0; self.columns];
        for feature in features {
            sum.iter_mut().zip(self.row(*feature)).for_each(|(s, w)| *s += w);
        }
        sum
    }
}

/// What the parser's network makes of token `i` and of the one above it, for the weights of states; zeros for the second
/// where `i` is a root.
pub fn states(document: &Document, i: usize) -> Vec<f32> {
    let of = |i: usize| document.state(i).iter().map(|s| f32::from(*s) / 127.0);
    let mut all: Vec<f32> = of(i).collect();
    match document.head(i) {
        Some(head) => all.extend(of(head)),
        None => all.extend(std::iter::repeat_n(0.0, all.len())),
    }
    all
}

/// Turns sums into probabilities that add up to one.
pub fn softmax(scores: &mut [f32]) {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    scores.iter_mut().for_each(|s| *s = (*s - top).exp());
    let sum: f32 = scores.iter().sum();
    scores.iter_mut().for_each(|s| *s /= sum);
}

/// Turns a sum into a probability by itself.
pub fn logistic(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_read_as_written() {
        let mut weights = Weights::zero(4, 3);
        weights.row_mut(6).copy_from_slice(&[1.0, -2.0, 0.5]);
        let read = Weights::read(&weights.bytes(), 3).unwrap();
        for (a, b) in weights.row(2).iter().zip(read.row(2)) {
            assert!((a - b).abs() < 0.02, "{a} {b}");
        }
        assert_eq!((read.rows(), read.columns()), (4, 3));
        assert!(Weights::read(&[0; 13], 3).is_none() && Weights::read(&[0; 5], 3).is_none());
    }

    #[test]
    fn a_bag_is_sorted_and_knows_where_parts_end() {
        let mut bag = Bag::default();
        bag.add(&["ab", "c"]);
        bag.add(&["a", "bc"]);
        bag.add(&["ab", "c"]);
        assert_eq!(bag.finish().len(), 2);
    }
}

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
        let hash = fnv(parts.iter().flat_map(|p| p.bytes().chain([0])));
        self.hashes.push(hash ^ (hash >> 15));
    }

    /// The features, sorted and without doubles.
    pub fn finish(mut self) -> Vec<u32> {
        self.hashes.sort_unstable();
        self.hashes.dedup();
        self.hashes
    }
}

/// FNV-1a over the bytes of `text`.
pub fn hash(text: &str) -> u32 {
    fnv(text.bytes())
}

fn fnv(bytes: impl Iterator<Item = u8>) -> u32 {
    bytes.fold(0x811C_9DC5, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
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

    /// Reads what [`bytes`](Self::bytes) wrote: the number of rows as a 32-bit integer, a 32-bit float a column, its scale,
    /// a bit for each row, whether it is given, and, row by row, a signed byte a weight of those that are; all others are
    /// zero. `None` where the length is not that.
    pub fn read(bytes: &[u8], columns: usize) -> Option<Weights> {
        let (rows, rest) = bytes.split_at_checked(4)?;
        let rows = u32::from_le_bytes(rows.try_into().ok()?) as usize;
        let (scales, rest) = rest.split_at_checked(4 * columns)?;
        let (given, body) = rest.split_at_checked(rows.div_ceil(8))?;
        let is_given = |row: &usize| given[row / 8] >> (row % 8) & 1 == 1;
        let count = (0..rows).filter(is_given).count();
        if rows == 0 || body.len() != count * columns {
            return None;
        }
        let scales: Vec<f32> =
            scales.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        let mut weights = Weights::zero(rows, columns);
        for (row, bytes) in (0..rows).filter(is_given).zip(body.chunks_exact(columns)) {
            let values = bytes.iter().zip(&scales).map(|(w, s)| f32::from(*w as i8) * s);
            weights.row_mut(row as u32).iter_mut().zip(values).for_each(|(w, v)| *w = v);
        }
        Some(weights)
    }

    /// The weights in the form that [`read`](Self::read) takes.
    pub fn bytes(&self) -> Vec<u8> {
        let scale = |c: usize| {
            self.values.iter().skip(c).step_by(self.columns).fold(1e-6f32, |m, w| m.max(w.abs())) / 127.0
        };
        let scales: Vec<f32> = (0..self.columns).map(scale).collect();
        let mut given = vec![0u8; self.rows().div_ceil(8)];
        let mut body = Vec::new();
        for (row, values) in self.values.chunks_exact(self.columns).enumerate() {
            let rounded = values.iter().zip(&scales).map(|(w, s)| (w / s).round() as i8 as u8);
            let start = body.len();
            body.extend(rounded);
            if body[start..].iter().all(|b| *b == 0) {
                body.truncate(start);
            } else {
                given[row / 8] |= 1 << (row % 8);
            }
        }
        let mut bytes = (self.rows() as u32).to_le_bytes().to_vec();
        bytes.extend(scales.iter().flat_map(|s| s.to_le_bytes()));
        bytes.extend(given);
        bytes.extend(body);
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
        assert_eq!(read.row(1), [0.0; 3]);
        let bytes = weights.bytes();
        assert_eq!(bytes.len(), 4 + 12 + 1 + 3, "rows of zeros take no room");
        for wrong in [&bytes[..bytes.len() - 1], &bytes[..10], &[0; 17]] {
            assert!(Weights::read(wrong, 3).is_none());
        }
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

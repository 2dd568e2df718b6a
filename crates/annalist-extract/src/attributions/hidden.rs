//! The part of the attribution models that looks at the states of the parser's network: one hidden layer.

use super::chain::{Malformed, float, signed, take};

/// A layer of rectified units over the states of two tokens and a small category, with a weight for each label. The
/// states that are its input are signed bytes, and so are the matrices; sums of their products are whole numbers, the
/// same on every machine.
pub struct Hidden {
    units: usize,
    width: usize,
    labels: usize,
    scale: f32,
    /// A row of `width` for each unit, for the token itself and for the other one.
    matrices: [Vec<i16>; 2],
    /// A row of `units` for each category.
    bias: Vec<f32>,
    /// A row of `labels` for each unit.
    out: Vec<f32>,
}

/// What the layer makes of one state before the units are rectified: a value a unit.
pub type Sums = Vec<f32>;

/// Which of its two tokens a state is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The token that is labelled.
    Own,
    /// The one it is seen from: the cue, or its head in the tree.
    Other,
}

/// Trained matrices, as [`Hidden::write`] takes them.
pub struct Matrices<'a> {
    /// Number of units.
    pub units: usize,
    /// Length of a state.
    pub width: usize,
    /// For each value of a state a row of `units`: of the token itself, of the other one.
    pub sides: [&'a [f32]; 2],
    /// A row of `units` for each category.
    pub bias: &'a [f32],
    /// A row of labels for each unit.
    pub out: &'a [f32],
}

impl Hidden {
    /// What one state adds to the units; nothing for a token without a state.
    pub fn sums(&self, side: Side, state: &[i8]) -> Sums {
        if state.len() != self.width {
            return vec![0.0; self.units];
        }
        let state: Vec<i16> = state.iter().map(|&s| i16::from(s)).collect();
        let product =
            |row: &[i16]| -> i32 { row.iter().zip(&state).map(|(&a, &b)| i32::from(a) * i32::from(b)).sum() };
        self.matrices[side as usize]
            .chunks_exact(self.width)
            .map(|row| product(row) as f32 * self.scale)
            .collect()
    }

    /// Adds to `scores`, one for each label, what the layer makes of a token in `category`, both its sums given.
    pub fn score(&self, own: &[f32], other: &[f32], category: u32, scores: &mut [f32]) {
        let bias = self.bias.chunks_exact(self.units).nth(category as usize);
        let rows =
            own.iter().zip(other).zip(bias.into_iter().flatten()).zip(self.out.chunks_exact(self.labels));
        for (((a, b), c), row) in rows {
            let unit = a + b + c;
            if unit > 0.0 {
                scores.iter_mut().zip(row).for_each(|(s, w)| *s += unit * w);
            }
        }
    }

    /// Reads a layer for `labels` labels from the front of `bytes` and moves past it.
    ///
    /// # Errors
    /// [`Malformed`] where the bytes are no layer.
    pub fn read(bytes: &mut &[u8], labels: usize) -> Result<Hidden, Malformed> {
        let mut size =
            || Ok(usize::from(u16::from_le_bytes(take(bytes, 2)?.try_into().map_err(|_| Malformed)?)));
        let (units, width, categories) = (size()?, size()?, size()?);
        if units == 0 || width == 0 {
            return Err(Malformed);
        }
        let scale = float(bytes)?;
        let mut matrix = || Ok(take(bytes, units * width)?.iter().map(|&b| i16::from(b as i8)).collect());
        let matrices = [matrix()?, matrix()?];
        let mut floats = |n: usize| (0..n).map(|_| float(bytes)).collect::<Result<Vec<f32>, _>>();
        let (bias, out) = (floats(categories * units)?, floats(units * labels)?);
        Ok(Hidden { units, width, labels, scale, matrices, bias, out })
    }

    /// Writes a layer.
    pub fn write(trained: &Matrices, out: &mut Vec<u8>) {
        let Matrices { units, width, sides, bias, out: weights } = trained;
        let categories = bias.len() / (*units).max(1);
        for size in [*units, *width, categories] {
            out.extend((size as u16).to_le_bytes());
        }
        let largest = sides.iter().flat_map(|m| m.iter()).fold(0f32, |m, w| m.max(w.abs()));
        let scale = (largest / 127.0).max(f32::MIN_POSITIVE);
        out.extend((scale / 127.0).to_le_bytes());
        for matrix in sides {
            for unit in 0..*units {
                out.extend(matrix.iter().skip(unit).step_by(*units).map(|w| signed(w / scale)));
            }
        }
        bias.iter().chain(weights.iter()).for_each(|w| out.extend(w.to_le_bytes()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layer_is_read_as_written_and_adds_up_both_tokens() {
        let sides: [&[f32]; 2] = [&[1.0, -1.0, 0.5, 0.0], &[0.25, 0.0, 0.0, 1.0]];
        let trained =
            Matrices { units: 2, width: 2, sides, bias: &[0.0, 0.0, 0.5, 0.5], out: &[2.0, 0.0, 0.0, 3.0] };
        let mut bytes = Vec::new();
        Hidden::write(&trained, &mut bytes);
        let hidden = Hidden::read(&mut &bytes[..], 2).unwrap();
        let (own, other) = (hidden.sums(Side::Own, &[127, 0]), hidden.sums(Side::Other, &[0, 127]));
        let mut scores = [0.0; 2];
        hidden.score(&own, &other, 1, &mut scores);
        for (score, expected) in scores.iter().zip([2.0 * 1.5, 3.0 * 0.5]) {
            assert!((score - expected).abs() < 0.05, "{score} {expected}");
        }
        assert!(Hidden::read(&mut &bytes[..bytes.len() - 1], 2).is_err());
        assert_eq!(hidden.sums(Side::Own, &[]), [0.0; 2]);
    }
}

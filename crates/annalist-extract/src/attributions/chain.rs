//! Linear-chain models over hashed features: scoring, decoding, and their file format.

use std::fmt;

/// Hashed features lie in `0..1 << BITS`.
pub const BITS: u32 = 20;

/// The features of one token.
#[derive(Debug, Default)]
pub struct Features(pub Vec<u32>);

impl Features {
    /// Adds the conjunction of `parts` under a template's number.
    pub fn add(&mut self, template: u32, parts: &[u32]) {
        let mut h = (u64::from(template) + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        for &p in parts {
            h = (h.rotate_left(23) ^ u64::from(p)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        }
        h ^= h >> 29;
        self.0.push((h.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - BITS)) as u32);
    }
}

/// A trained model: a weight for each feature and label, and for each pair of labels in a row.
pub struct Chain {
    labels: usize,
    scale: f32,
    weights: Vec<i8>,
    /// `labels + 1` rows; the last row is for the first token.
    transitions: Vec<f32>,
}

/// A model file that cannot be read.
#[derive(Debug)]
pub struct Malformed;

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("attribution model is cut short or of another version")
    }
}

impl std::error::Error for Malformed {}

impl Chain {
    /// The number of labels.
    pub fn labels(&self) -> usize {
        self.labels
    }

    /// Adds the weights of `features` to `scores`, one for each label.
    pub fn score(&self, features: &Features, scores: &mut [f32]) {
        let mut sums = [0i32; 8];
        for &f in &features.0 {
            let row = &self.weights[f as usize * self.labels..][..self.labels];
            for (s, &w) in sums.iter_mut().zip(row) {
                *s += i32::from(w);
            }
        }
        for (s, sum) in scores.iter_mut().zip(sums) {
            *s += sum as f32 * self.scale;
        }
    }

    /// The best labelling for `scores` (tokens × labels). Labels with forbidden transitions weigh minus infinity.
    pub fn best(&self, scores: &[f32]) -> Vec<u8> {
        best(scores, self.labels, &self.transitions)
    }

    /// Reads a model from the front of `bytes` and moves past it.
    ///
    /// # Errors
    /// [`Malformed`] where the bytes are no model.
    pub fn read(bytes: &mut &[u8]) -> Result<Chain, Malformed> {
        let labels = usize::from(*take(bytes, 1)?.first().ok_or(Malformed)?);
        if labels == 0 || labels > 8 {
            return Err(Malformed);
        }
        let scale = float(bytes)?;
        let transitions = (0..labels * (labels + 1)).map(|_| float(bytes)).collect::<Result<_, _>>()?;
        let rows = u32::from_le_bytes(take(bytes, 4)?.try_into().map_err(|_| Malformed)?);
        let mut weights = vec![0; labels << BITS];
        let mut at = 0usize;
        for _ in 0..rows {
            at += gap(bytes)?;
            let row = weights.get_mut(at * labels..(at + 1) * labels).ok_or(Malformed)?;
            for (w, &b) in row.iter_mut().zip(take(bytes, labels)?) {
                *w = b as i8;
            }
        }
        Ok(Chain { labels, scale, weights, transitions })
    }

    /// Writes a model: rows that are not all zero, each after the gap to the one before.
    pub fn write(labels: usize, weights: &[f32], transitions: &[f32], out: &mut Vec<u8>) {
        let largest = weights.iter().fold(0f32, |m, w| m.max(w.abs()));
        let scale = (largest / 127.0).max(f32::MIN_POSITIVE);
        out.push(labels as u8);
        out.extend(scale.to_le_bytes());
        transitions.iter().for_each(|t| out.extend(t.to_le_bytes()));
        let rows: Vec<(usize, Vec<u8>)> = weights
            .chunks(labels)
            .map(|row| row.iter().map(|w| (w / scale).round() as i8 as u8).collect::<Vec<u8>>())
            .enumerate()
            .filter(|(_, row)| row.iter().any(|&w| w != 0))
            .collect();
        out.extend((rows.len() as u32).to_le_bytes());
        let mut last = 0;
        for (at, row) in rows {
            let mut gap = at - last;
            while gap >= 255 {
                out.push(255);
                gap -= 255;
            }
            out.push(gap as u8);
            out.extend(row);
            last = at;
        }
    }
}

/// Viterbi over `scores` (tokens × labels) with `transitions` as in [`Chain`].
pub fn best(scores: &[f32], labels: usize, transitions: &[f32]) -> Vec<u8> {
    let n = scores.len() / labels;
    let mut total = vec![0f32; labels];
    let mut back = vec![0u8; n * labels];
    for t in 0..n {
        let mut next = vec![f32::NEG_INFINITY; labels];
        for y in 0..labels {
            let from = |p: usize| transitions[p * labels + y] + if t == 0 { 0.0 } else { total[p] };
            let rows = if t == 0 { labels..labels + 1 } else { 0..labels };
            for p in rows {
                if from(p) > next[y] {
                    next[y] = from(p);
                    back[t * labels + y] = p as u8;
                }
            }
            next[y] += scores[t * labels + y];
        }
        total = next;
    }
    let last = (0..labels).max_by(|&a, &b| total[a].total_cmp(&total[b]).then(b.cmp(&a))).unwrap_or(0);
    let mut path = vec![last as u8; n];
    for t in (1..n).rev() {
        path[t - 1] = back[t * labels + path[t] as usize];
    }
    path
}

fn take<'a>(bytes: &mut &'a [u8], n: usize) -> Result<&'a [u8], Malformed> {
    let (head, tail) = bytes.split_at_checked(n).ok_or(Malformed)?;
    *bytes = tail;
    Ok(head)
}

fn float(bytes: &mut &[u8]) -> Result<f32, Malformed> {
    Ok(f32::from_le_bytes(take(bytes, 4)?.try_into().map_err(|_| Malformed)?))
}

fn gap(bytes: &mut &[u8]) -> Result<usize, Malformed> {
    let mut gap = 0;
    loop {
        let byte = take(bytes, 1)?[0];
        gap += usize::from(byte);
        if byte < 255 {
            return Ok(gap);
        }
    }
}

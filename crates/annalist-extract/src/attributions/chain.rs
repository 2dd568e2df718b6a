//! Linear-chain models over hashed features and the states of the parser's network: scoring, decoding, and their file
//! format.

use super::hidden::{Hidden, Matrices};
use std::fmt;

/// Hashed features lie in `0..1 << BITS`.
pub const BITS: u32 = 20;

/// The most labels a model may have.
const LARGEST: usize = 8;

/// The order of labels: 0 is outside, and each of these is the first of three, a phrase's first token, its later ones,
/// and its last or only one.
pub struct Order(pub &'static [usize]);

impl Order {
    /// The pairs of labels of which the second never follows the first; `labels` stands for the start.
    pub fn forbidden(&self, labels: usize) -> Vec<(usize, usize)> {
        let within = |y: usize| self.0.iter().find(|&&first| (first..first + 3).contains(&y));
        let open = |y: usize| within(y).is_some_and(|&first| y < first + 2);
        let goes_on = |p: usize, y: usize| open(p) && within(p) == within(y) && Some(&y) != within(y);
        let later = |y: usize| within(y).is_some_and(|&first| y == first + 1);
        let pairs = (0..=labels).flat_map(|p| (0..labels).map(move |y| (p, y)));
        pairs.filter(|&(p, y)| if open(p) { !goes_on(p, y) } else { later(y) }).collect()
    }

    /// The labels of a phrase of `length` tokens that begins with label `first`.
    pub fn of_phrase(first: usize, length: usize) -> impl Iterator<Item = u8> {
        (0..length).map(move |k| (first + if k + 1 == length { 2 } else { k.min(1) }) as u8)
    }
}

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
    /// What it makes of the states of the parser's network.
    pub hidden: Hidden,
}

/// What training gives, as [`Chain::write`] takes it.
pub struct Weights<'a> {
    /// Number of labels.
    pub labels: usize,
    /// A row of `labels` for each hashed feature.
    pub rows: &'a [f32],
    /// `labels + 1` rows of `labels`, as in [`Chain`].
    pub transitions: &'a [f32],
    /// The hidden layer.
    pub hidden: Matrices<'a>,
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
        let mut sums = [0i32; LARGEST];
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
        if labels == 0 || labels > LARGEST {
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
        let hidden = Hidden::read(bytes, labels)?;
        Ok(Chain { labels, scale, weights, transitions, hidden })
    }

    /// Writes a model: rows that are not all zero, each after the gap to the one before, then the hidden layer.
    pub fn write(model: &Weights, out: &mut Vec<u8>) {
        let Weights { labels, rows: weights, transitions, hidden } = model;
        let labels = *labels;
        let largest = weights.iter().fold(0f32, |m, w| m.max(w.abs()));
        let scale = (largest / 127.0).max(f32::MIN_POSITIVE);
        out.push(labels as u8);
        out.extend(scale.to_le_bytes());
        transitions.iter().for_each(|t| out.extend(t.to_le_bytes()));
        let rows: Vec<(usize, Vec<u8>)> = weights
            .chunks(labels)
            .map(|row| row.iter().map(|w| signed(w / scale)).collect::<Vec<u8>>())
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
        Hidden::write(hidden, out);
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

/// A number from −128 to 127 as a byte.
pub(super) fn signed(value: f32) -> u8 {
    value.round() as i8 as u8
}

pub(super) fn take<'a>(bytes: &mut &'a [u8], n: usize) -> Result<&'a [u8], Malformed> {
    let (head, tail) = bytes.split_at_checked(n).ok_or(Malformed)?;
    *bytes = tail;
    Ok(head)
}

pub(super) fn float(bytes: &mut &[u8]) -> Result<f32, Malformed> {
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

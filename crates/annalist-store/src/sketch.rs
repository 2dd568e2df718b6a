//! How much of one text stands in another, from small sketches (MinHash over runs of three words, Broder 1997).
//!
//! Papers print an agency's story shortened, with a paragraph of their own before it; so not the share of what both
//! have in common is asked, but how much of the shorter text the longer one holds.

use crate::hash;
use crate::words::words;
use std::collections::HashSet;

/// How many numbers a sketch holds. The estimate of a share errs by about 0.06.
const SIZE: usize = 64;

/// A sketch of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch {
    /// How many different runs of words the text has.
    runs: u32,
    /// The smallest hash of all runs under each of [`SIZE`] hashes.
    least: Vec<u32>,
}

impl Sketch {
    /// The sketch of `text`.
    pub fn new(text: &str) -> Self {
        let words: Vec<String> = words(text).collect();
        let joined = words.windows(3).map(|run| hash::of(run.join(" ").into_bytes()));
        let runs: HashSet<u64> = joined.collect();
        let mut least = vec![u32::MAX; SIZE];
        for run in &runs {
            for (i, smallest) in least.iter_mut().enumerate() {
                *smallest = (*smallest).min((hash::mix(run ^ hash::mix(i as u64 + 1)) >> 32) as u32);
            }
        }
        Sketch { runs: runs.len() as u32, least }
    }

    /// The share of the shorter text's runs that the longer text holds too, 0 to 1, estimated; 0 where one has none.
    pub fn containment(&self, other: &Sketch) -> f64 {
        let shorter = f64::from(self.runs.min(other.runs));
        if shorter == 0.0 {
            return 0.0;
        }
        let same = self.least.iter().zip(&other.least).filter(|(a, b)| a == b).count() as f64 / SIZE as f64;
        let total = f64::from(self.runs) + f64::from(other.runs);
        (same * total / ((1.0 + same) * shorter)).min(1.0)
    }

    /// The bytes that a store keeps.
    pub fn to_bytes(&self) -> Vec<u8> {
        std::iter::once(&self.runs).chain(&self.least).flat_map(|n| n.to_le_bytes()).collect()
    }

    /// The sketch that `bytes` hold, if they hold one.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut numbers = bytes.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]));
        let runs = numbers.next()?;
        let least: Vec<u32> = numbers.collect();
        (least.len() == SIZE).then_some(Sketch { runs, least })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(from: usize, to: usize) -> String {
        (from..to).map(|i| format!("word{i}")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_shortened_reprint_is_contained_and_another_text_is_not() {
        let whole = Sketch::new(&text(0, 400));
        let part = Sketch::new(&format!("{} {}", text(900, 920), text(0, 150)));
        let other = Sketch::new(&text(2000, 2400));
        assert!(whole.containment(&part) > 0.7, "{}", whole.containment(&part));
        assert!(whole.containment(&other) < 0.1);
        assert!(whole.containment(&whole) > 0.99);
        assert_eq!(Sketch::new("two words").containment(&whole), 0.0);
    }

    #[test]
    fn a_sketch_survives_its_bytes() {
        let sketch = Sketch::new(&text(0, 50));
        assert_eq!(Sketch::from_bytes(&sketch.to_bytes()), Some(sketch));
        assert_eq!(Sketch::from_bytes(&[0; 7]), None);
    }
}

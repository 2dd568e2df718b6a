//! A text as a MinHash signature over its runs of four words (Broder 1997), in bands for looking up (Leskovec, Rajaraman
//! and Ullman, *Mining of Massive Datasets*, chapter 3).

use crate::id::fnv1a;

/// Words of a run.
const RUN: usize = 4;

/// Bands, and the rows of each: texts that share half of their runs meet in some band with a chance of 0.94, those that
/// share a hundredth with one of 0.00002.
pub(super) const BANDS: u8 = 21;
const ROWS: usize = 3;
const HASHES: usize = BANDS as usize * ROWS;

/// Runs that a text must have for a signature to mean something; shorter texts are compared as a whole.
const FEWEST: usize = 12;

/// What is kept of a text.
#[derive(Clone)]
pub(super) struct Sketch {
    /// The smallest hash of all runs, by hash function.
    least: [u32; HASHES],
    /// How many runs there are.
    runs: u32,
}

impl Sketch {
    pub(super) fn new(text: &str) -> Self {
        let words: Vec<u64> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(|word| fnv1a(&[&word.to_lowercase()]))
            .collect();
        let mut least = [u32::MAX; HASHES];
        let mut runs: Vec<u64> =
            words.windows(RUN).map(|run| run.iter().fold(0, |hash, word| mix(hash ^ word))).collect();
        runs.sort_unstable();
        runs.dedup();
        if runs.len() < FEWEST {
            runs = vec![words.iter().fold(1, |hash, word| mix(hash ^ word))];
        }
        for run in &runs {
            for (at, least) in least.iter_mut().enumerate() {
                // The upper half of a mixed sum is as good as a hash function of its own.
                let hash =
                    (mix(run.wrapping_add((at as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15))) >> 32) as u32;
                *least = (*least).min(hash);
            }
        }
        Sketch { least, runs: u32::try_from(runs.len()).unwrap_or(u32::MAX) }
    }

    /// What texts that agree in a band have in common.
    pub(super) fn band(&self, band: u8) -> u64 {
        let rows = &self.least[usize::from(band) * ROWS..][..ROWS];
        rows.iter().fold(u64::from(band), |hash, row| mix(hash ^ u64::from(*row)))
    }

    /// The share of the shorter text's runs that stand in the longer, as estimated; 0 to 1.
    pub(super) fn contained(&self, other: &Sketch) -> f64 {
        let same = self.least.iter().zip(&other.least).filter(|(a, b)| a == b).count();
        let common = same as f64 / HASHES as f64;
        let (a, b) = (f64::from(self.runs), f64::from(other.runs));
        // Of Jaccard's measure and the sizes: |A∩B| = J (|A| + |B|) / (1 + J).
        (common * (a + b) / (1.0 + common) / a.min(b)).min(1.0)
    }
}

/// The finisher of SplitMix64 (Steele, Lea and Flood 2014).
fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

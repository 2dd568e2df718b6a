//! How well items are put together: BCubed precision, recall and F1 (Bagga and Baldwin 1998).

use serde::Serialize;

/// How well items were put together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct BCubed {
    /// Of those put together with an item, the share that belong with it, averaged over items.
    pub precision: f64,
    /// Of those that belong with an item, the share put together with it, averaged over items.
    pub recall: f64,
    /// The harmonic mean of the averages.
    pub f1: f64,
    /// How many items.
    pub items: usize,
}

/// Compares two ways of putting the same items together; `found[i]` and `gold[i]` name the groups of item `i`.
///
/// # Panics
/// If they are not of one length.
pub fn bcubed<F: PartialEq, G: PartialEq>(found: &[F], gold: &[G]) -> BCubed {
    assert_eq!(found.len(), gold.len(), "both say where every item is");
    let items = found.len();
    if items == 0 {
        return BCubed::default();
    }
    let (mut precision, mut recall) = (0.0, 0.0);
    for i in 0..items {
        let with = (0..items).filter(|&j| found[j] == found[i]);
        let (right, together) = with
            .fold((0.0, 0.0), |(right, all), j| (right + f64::from(u8::from(gold[j] == gold[i])), all + 1.0));
        let belong = gold.iter().filter(|g| **g == gold[i]).count() as f64;
        precision += right / together;
        recall += right / belong;
    }
    let (precision, recall) = (precision / items as f64, recall / items as f64);
    BCubed { precision, recall, f1: 2.0 * precision * recall / (precision + recall), items }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(found: &[u8], gold: &[u8], precision: f64, recall: f64) {
        let figures = bcubed(found, gold);
        assert!((figures.precision - precision).abs() < 1e-9, "{figures:?}");
        assert!((figures.recall - recall).abs() < 1e-9, "{figures:?}");
    }

    #[test]
    fn groups_are_scored_by_their_items() {
        check(&[1, 1, 2, 2], &[7, 7, 8, 8], 1.0, 1.0);
        check(&[1, 2, 3, 4], &[7, 7, 8, 8], 1.0, 0.5);
        check(&[1, 1, 1, 1], &[7, 7, 8, 8], 0.5, 1.0);
        check(
            &[1, 1, 1, 2],
            &[7, 7, 8, 8],
            (2.0 / 3.0 + 2.0 / 3.0 + 1.0 / 3.0 + 1.0) / 4.0,
            (1.0 + 1.0 + 0.5 + 0.5) / 4.0,
        );
        assert_eq!(bcubed::<u8, u8>(&[], &[]), BCubed::default());
    }
}

//! How far a share would move if other reports of the same kind had been drawn.

use crate::figures::Intervals;

/// The share of two sums over reports, with what its standard error needs.
///
/// Records of one report are right or wrong together, so the report is what varies: the share is a ratio of two sums
/// over reports, its error that of the ratio estimator (Cochran, Sampling Techniques, 1977, section 6.4).
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Ratio {
    reports: f64,
    part: f64,
    whole: f64,
    part_squared: f64,
    whole_squared: f64,
    product: f64,
}

impl Ratio {
    /// Adds a report with `part` of `whole`.
    pub(crate) fn add(&mut self, part: u64, whole: u64) {
        let (part, whole) = (part as f64, whole as f64);
        self.reports += 1.0;
        self.part += part;
        self.whole += whole;
        self.part_squared += part * part;
        self.whole_squared += whole * whole;
        self.product += part * whole;
    }

    /// Lower and upper end of the 95% interval within 0 to 1; none of fewer than two reports or of nothing.
    pub(crate) fn interval(&self) -> Option<[f64; 2]> {
        if self.reports < 2.0 || self.whole == 0.0 {
            return None;
        }
        let share = self.part / self.whole;
        let residuals = self.part_squared - 2.0 * share * self.product + share * share * self.whole_squared;
        let variance = self.reports / (self.reports - 1.0) * residuals.max(0.0) / (self.whole * self.whole);
        let reach = 1.96 * variance.sqrt();
        Some([(share - reach).max(0.0), (share + reach).min(1.0)])
    }
}

/// Precision, recall and F1 of one idea of right.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Ratios([Ratio; 3]);

impl Ratios {
    /// Adds a report with `right` records out of `gold` and `coded`.
    pub(crate) fn add(&mut self, gold: u64, coded: u64, right: u64) {
        let [precision, recall, f1] = &mut self.0;
        precision.add(right, coded);
        recall.add(right, gold);
        f1.add(2 * right, gold + coded);
    }

    pub(crate) fn intervals(&self) -> Intervals {
        let [precision, recall, f1] = self.0.map(|ratio| ratio.interval());
        Intervals { precision, recall, f1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_is_that_of_the_ratio_over_reports() {
        let mut ratio = Ratio::default();
        for (part, whole) in [(1, 2), (3, 4), (0, 2), (4, 4)] {
            ratio.add(part, whole);
        }
        // Share 8/12; residuals −1/3, 1/3, −4/3, 4/3 with squares 34/9 in all; variance 4/3 · 34/9 / 144; the upper end is cut.
        let reach = 1.96 * (4.0 / 3.0 * (34.0 / 9.0) / 144.0_f64).sqrt();
        let [low, high] = ratio.interval().unwrap();
        assert!((low - (2.0 / 3.0 - reach)).abs() < 1e-9 && high == 1.0);
    }

    #[test]
    fn one_report_or_nothing_says_nothing_of_others() {
        let mut ratio = Ratio::default();
        ratio.add(1, 2);
        assert_eq!(ratio.interval(), None);
        let mut nothing = Ratio::default();
        nothing.add(0, 0);
        nothing.add(0, 0);
        assert_eq!(nothing.interval(), None);
    }
}

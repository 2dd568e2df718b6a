//! What is reported: every figure of a comparison, ready to be serialized.

use crate::pairing::Field;
use annalist_core::EventType;
use serde::Serialize;
use std::collections::BTreeMap;

/// Every figure of a comparison. Shares, F1 and the like run from 0 to 1; kappa from −1 to 1.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// Reports compared.
    pub reports: u64,
    /// Hand-coded records.
    pub gold: u64,
    /// annalist's records.
    pub coded: u64,
    /// Pairs of the two.
    pub paired: u64,
    /// Over all types.
    pub scores: Scores,
    /// By type, in the manual's order.
    pub by_type: Vec<TypeScore>,
    /// Records by type of the hand coding, then of annalist; `none` where one has no partner.
    pub confusion: BTreeMap<String, BTreeMap<String, u64>>,
    /// Agreement of the pairs, by field that was compared at least once.
    pub fields: Vec<FieldAgreement>,
    /// Modes of the pairs, counted one by one.
    pub mode_labels: Option<Labels>,
    /// Contexts of the pairs, counted one by one.
    pub context_labels: Option<Labels>,
    /// Auxiliary modes of the pairs, counted one by one.
    pub auxiliary_labels: Option<Labels>,
    /// Pairs whose event some source denies.
    pub denied: Existence,
    /// Reports with an event.
    pub event_or_none_by_report: Existence,
    /// Sentences with the main telling of an event.
    pub event_or_none_by_sentence: Existence,
    /// Reports left out of the count by sentence, because a hand-coded record could not be found in the text.
    pub reports_without_sentences: u64,
    /// How far the stated confidence is to be believed; none where no record states it.
    pub reliability: Option<Reliability>,
}

/// Scores over all types.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scores {
    /// A record is right if its partner has the same type.
    pub type_right: Score,
    /// A record is right if besides the parties of both sides agree.
    pub right: Score,
    /// 95% intervals of `type_right`, over reports.
    pub type_right_interval: Intervals,
    /// 95% intervals of `right`, over reports.
    pub right_interval: Intervals,
    /// Mean F1 of the types that the hand coding has, by type alone.
    pub macro_f1_type: Option<f64>,
    /// Mean F1 of the types that the hand coding has, by type and parties.
    pub macro_f1: Option<f64>,
    /// Cohen's kappa of the types of paired records.
    pub kappa_type: Option<f64>,
}

/// Lower and upper ends of 95% intervals; none of fewer than two reports.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Intervals {
    /// Of the precision.
    pub precision: Option<[f64; 2]>,
    /// Of the recall.
    pub recall: Option<[f64; 2]>,
    /// Of F1.
    pub f1: Option<[f64; 2]>,
}

/// Precision, recall and F1; 0 where there is nothing to be right.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Score {
    /// Records that are right.
    pub right: u64,
    /// The share of annalist's records that are right.
    pub precision: f64,
    /// The share of the hand-coded records that annalist has right.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

impl Score {
    /// The scores of `right` records out of `gold` and `coded`.
    pub fn new(gold: u64, coded: u64, right: u64) -> Self {
        let f1 = share(2 * right, gold + coded);
        Score { right, precision: share(right, coded), recall: share(right, gold), f1 }
    }
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The scores of one type.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TypeScore {
    /// The type.
    pub event: String,
    /// Hand-coded records of it.
    pub gold: u64,
    /// annalist's records of it.
    pub coded: u64,
    /// By type alone.
    pub type_right: Score,
    /// By type and parties.
    pub right: Score,
}

/// How often a field agrees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Agreement {
    /// Pairs in which it was compared.
    pub compared: u64,
    /// Those in which it agrees.
    pub agreed: u64,
}

impl Agreement {
    /// Counts one pair.
    pub fn add(&mut self, agrees: bool) {
        self.compared += 1;
        self.agreed += u64::from(agrees);
    }
}

/// The agreement of one field.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldAgreement {
    /// The field.
    pub field: Field,
    /// Pairs in which it was compared.
    pub compared: u64,
    /// Those in which it agrees.
    pub agreed: u64,
    /// The share of those in which it agrees.
    pub share: f64,
}

impl FieldAgreement {
    pub(crate) fn new(field: Field, agreement: Agreement) -> Self {
        let Agreement { compared, agreed } = agreement;
        FieldAgreement { field, compared, agreed, share: share(agreed, compared) }
    }
}

/// Labels of the pairs, counted one by one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Counts {
    pub(crate) gold: u64,
    pub(crate) coded: u64,
    pub(crate) both: u64,
}

/// How well the labels of pairs agree, each label counting once.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Labels {
    /// Labels of the hand coding.
    pub gold: u64,
    /// Labels of annalist.
    pub coded: u64,
    /// Precision, recall and F1 of the labels.
    #[serde(flatten)]
    pub score: Score,
}

impl Labels {
    pub(crate) fn of(counts: &Counts) -> Option<Self> {
        let Counts { gold, coded, both } = *counts;
        (gold + coded > 0).then(|| Labels { gold, coded, score: Score::new(gold, coded, both) })
    }
}

/// Whether there is something, by the two coders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Existence {
    /// Both say yes.
    pub both: u64,
    /// The hand coding alone says yes.
    pub gold_only: u64,
    /// annalist alone says yes.
    pub coded_only: u64,
    /// Both say no.
    pub neither: u64,
    /// Cohen's kappa; none where one answer only was ever given.
    pub kappa: Option<f64>,
}

impl Existence {
    /// All cases.
    pub fn total(&self) -> u64 {
        self.both + self.gold_only + self.coded_only + self.neither
    }
}

/// How far the stated confidence is to be believed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reliability {
    /// Ten bins of confidence; those without a record are left out.
    pub bins: Vec<Bin>,
    /// Mean distance of confidence from the share with type and parties right, over bins, weighed by their records.
    pub expected_calibration_error: f64,
    /// Mean square of confidence less 1 (type and parties right) or 0.
    pub brier_score: f64,
    /// The same distance from the share with the type right.
    pub expected_calibration_error_of_type: f64,
    /// The same mean square by the type alone.
    pub brier_score_of_type: f64,
    /// Records that state no confidence.
    pub records_without_confidence: u64,
}

/// One bin of confidence, half-open but for the last.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bin {
    /// The lowest confidence in it.
    pub from: f64,
    /// The confidence it ends before.
    pub to: f64,
    /// annalist's records in it.
    pub records: u64,
    /// Their mean confidence.
    pub mean_confidence: f64,
    /// The share whose type is right.
    pub share_type_right: f64,
    /// The share whose type and parties are right.
    pub share_right: f64,
}

/// Where a type stands in the manual's order; types that the manual does not have follow, `none` last.
pub fn order(event: &str) -> (usize, String) {
    let known = EventType::ALL.iter().position(|t| t.as_str() == event);
    let after = EventType::ALL.len() + usize::from(event == "none");
    (known.unwrap_or(after), event.to_owned())
}

/// Cohen's kappa of a square table of counts (Cohen 1960); none where it is empty or chance agreement is whole.
pub(crate) fn kappa(rows: &[Vec<u64>]) -> Option<f64> {
    let total: u64 = rows.iter().flatten().sum();
    let n = total as f64;
    let observed: u64 = rows.iter().enumerate().map(|(i, row)| row[i]).sum();
    let chance: f64 = (0..rows.len())
        .map(|i| {
            let row: u64 = rows[i].iter().sum();
            let column: u64 = rows.iter().map(|r| r[i]).sum();
            row as f64 * column as f64
        })
        .sum();
    let (observed, chance) = (observed as f64 / n, chance / (n * n));
    (total > 0 && chance < 1.0).then(|| (observed - chance) / (1.0 - chance))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kappa_is_agreement_beyond_chance() {
        // Cohen's example of two judges: 50 cases, observed 0.7, by chance 0.5.
        let rows = vec![vec![20, 5], vec![10, 15]];
        assert!((kappa(&rows).unwrap() - 0.4).abs() < 1e-9);
        assert_eq!(kappa(&[vec![7, 0], vec![0, 0]]), None, "one answer only");
        assert_eq!(kappa(&[]), None);
    }
}

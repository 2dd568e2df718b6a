//! Counts over reports, from which all figures are made.

use crate::coding::Coding;
use crate::figures::{
    Agreement, Bin, Counts, Existence, FieldAgreement, Figures, Labels, Reliability, Score, Scores,
    TypeScore, kappa, order,
};
use crate::interval::Ratios;
use crate::pairing::{Compared, FIELDS, Field, Pair};
use std::collections::{BTreeMap, BTreeSet};

/// Bins of the reliability table.
const BINS: usize = 10;

/// Counts over the reports compared so far. Its size does not grow with them.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    reports: u64,
    /// By type of the hand coding and of annalist; `None` where one has no partner.
    confusion: BTreeMap<Cell, u64>,
    /// Pairs with type and parties right, by type.
    right: BTreeMap<String, u64>,
    type_ratios: Ratios,
    ratios: Ratios,
    fields: BTreeMap<Field, Agreement>,
    modes: Counts,
    contexts: Counts,
    auxiliary: Counts,
    polarity: Table,
    /// Reports, and sentences, with an event in the hand coding and in annalist's.
    by_report: Table,
    by_sentence: Table,
    unlocated: u64,
    bins: [BinCounts; BINS],
    squares: f64,
    squares_of_type: f64,
}

/// The type by the hand coding and by annalist.
type Cell = (Option<String>, Option<String>);

/// Yes or no by the hand coding (first) and by annalist (second).
#[derive(Clone, Copy, Debug, Default)]
struct Table([[u64; 2]; 2]);

#[derive(Clone, Copy, Debug, Default)]
struct BinCounts {
    records: u64,
    confidence: f64,
    type_right: u64,
    right: u64,
}

impl Table {
    fn add(&mut self, gold: bool, coded: bool) {
        self.0[usize::from(gold)][usize::from(coded)] += 1;
    }

    fn existence(&self) -> Existence {
        let [[neither, coded_only], [gold_only, both]] = self.0;
        let rows = vec![vec![neither, coded_only], vec![gold_only, both]];
        Existence { both, gold_only, coded_only, neither, kappa: kappa(&rows) }
    }
}

impl Tally {
    /// Adds one report of `sentences` sentences, whose codings have been compared.
    pub fn add(&mut self, gold: &[Coding], coded: &[Coding], compared: &Compared, sentences: usize) {
        self.reports += 1;
        let right = |is: fn(&Pair) -> bool| compared.pairs.iter().filter(|p| is(p)).count() as u64;
        let (by_hand, by_annalist) = (gold.len() as u64, coded.len() as u64);
        self.type_ratios.add(by_hand, by_annalist, right(Pair::has_type));
        self.ratios.add(by_hand, by_annalist, right(Pair::is_right));
        for pair in &compared.pairs {
            let (one, other) = (&gold[pair.gold], &coded[pair.coded]);
            *self.confusion.entry((Some(one.event.clone()), Some(other.event.clone()))).or_default() += 1;
            if pair.is_right() {
                *self.right.entry(one.event.clone()).or_default() += 1;
            }
            for (field, agrees) in &pair.fields {
                self.fields.entry(*field).or_default().add(*agrees);
            }
            self.modes.add(&one.mode, &other.mode);
            self.contexts.add(&one.context, &other.context);
            self.auxiliary.add(&one.auxiliary, &other.auxiliary);
            if pair.agrees(Field::Polarity).is_some() {
                let denied = |c: &Coding| {
                    c.attribution.iter().flatten().any(|v| v.polarity.as_deref() == Some("denied"))
                };
                self.polarity.add(denied(one), denied(other));
            }
            self.weigh(other, pair.has_type(), pair.is_right());
        }
        for g in &compared.gold_only {
            *self.confusion.entry((Some(gold[*g].event.clone()), None)).or_default() += 1;
        }
        for c in &compared.coded_only {
            *self.confusion.entry((None, Some(coded[*c].event.clone()))).or_default() += 1;
            self.weigh(&coded[*c], false, false);
        }
        self.by_report.add(!gold.is_empty(), !coded.is_empty());
        self.add_sentences(gold, coded, sentences);
    }

    /// Sentences count only in reports whose hand-coded records can all be found in the text.
    fn add_sentences(&mut self, gold: &[Coding], coded: &[Coding], sentences: usize) {
        let of =
            |codings: &[Coding]| -> Option<BTreeSet<usize>> { codings.iter().map(|c| c.sentence).collect() };
        let (Some(gold), Some(coded)) = (of(gold), of(coded)) else {
            self.unlocated += 1;
            return;
        };
        for sentence in 0..sentences {
            self.by_sentence.add(gold.contains(&sentence), coded.contains(&sentence));
        }
    }

    fn weigh(&mut self, coding: &Coding, type_right: bool, right: bool) {
        let Some(confidence) = coding.confidence else { return };
        let at = ((confidence * BINS as f64) as usize).min(BINS - 1);
        let bin = &mut self.bins[at];
        bin.records += 1;
        bin.confidence += confidence;
        bin.type_right += u64::from(type_right);
        bin.right += u64::from(right);
        self.squares += (confidence - f64::from(u8::from(right))).powi(2);
        self.squares_of_type += (confidence - f64::from(u8::from(type_right))).powi(2);
    }

    /// The figures of all reports added.
    pub fn figures(&self) -> Figures {
        let sum = |keep: &dyn Fn(&Cell) -> bool| -> u64 {
            self.confusion.iter().filter(|(k, _)| keep(k)).map(|(_, n)| n).sum()
        };
        let gold = sum(&|k| k.0.is_some());
        let coded = sum(&|k| k.1.is_some());
        let paired = sum(&|k| k.0.is_some() && k.1.is_some());
        let type_right = sum(&|k| k.0.is_some() && k.0 == k.1);
        let right = self.right.values().sum();
        let by_type = self.by_type();
        let mean = |score: fn(&TypeScore) -> f64| {
            let met: Vec<f64> = by_type.iter().filter(|t| t.gold > 0).map(score).collect();
            (!met.is_empty()).then(|| met.iter().sum::<f64>() / met.len() as f64)
        };
        Figures {
            reports: self.reports,
            gold,
            coded,
            paired,
            scores: Scores {
                type_right: Score::new(gold, coded, type_right),
                right: Score::new(gold, coded, right),
                type_right_interval: self.type_ratios.intervals(),
                right_interval: self.ratios.intervals(),
                macro_f1_type: mean(|t| t.type_right.f1),
                macro_f1: mean(|t| t.right.f1),
                kappa_type: self.kappa_of_types(),
            },
            by_type,
            confusion: self.confusion_rows(),
            fields: FIELDS.iter().filter_map(|f| self.field(*f)).collect(),
            mode_labels: Labels::of(&self.modes),
            context_labels: Labels::of(&self.contexts),
            auxiliary_labels: Labels::of(&self.auxiliary),
            denied: self.polarity.existence(),
            event_or_none_by_report: self.by_report.existence(),
            event_or_none_by_sentence: self.by_sentence.existence(),
            reports_without_sentences: self.unlocated,
            reliability: self.reliability(coded),
        }
    }

    fn field(&self, field: Field) -> Option<FieldAgreement> {
        self.fields.get(&field).map(|agreement| FieldAgreement::new(field, *agreement))
    }

    /// All types met, in the manual's order.
    fn types(&self) -> Vec<String> {
        let all: BTreeSet<&String> = self.confusion.keys().flat_map(|(g, c)| [g, c]).flatten().collect();
        let mut all: Vec<String> = all.into_iter().cloned().collect();
        all.sort_by_key(|t| order(t));
        all
    }

    fn cell(&self, gold: Option<&str>, coded: Option<&str>) -> u64 {
        let key = (gold.map(str::to_owned), coded.map(str::to_owned));
        self.confusion.get(&key).copied().unwrap_or(0)
    }

    fn by_type(&self) -> Vec<TypeScore> {
        let one = |event: String| {
            let rows = |pick: fn(&Cell) -> &Option<String>| -> u64 {
                let of = self.confusion.iter().filter(|(k, _)| pick(k).as_ref() == Some(&event));
                of.map(|(_, n)| n).sum()
            };
            let (gold, coded) = (rows(|k| &k.0), rows(|k| &k.1));
            let right = self.right.get(&event).copied().unwrap_or(0);
            TypeScore {
                gold,
                coded,
                type_right: Score::new(gold, coded, self.cell(Some(&event), Some(&event))),
                right: Score::new(gold, coded, right),
                event,
            }
        };
        self.types().into_iter().map(one).collect()
    }

    fn confusion_rows(&self) -> BTreeMap<String, BTreeMap<String, u64>> {
        let name = |t: &Option<String>| t.clone().unwrap_or_else(|| "none".to_owned());
        let mut rows: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
        for ((gold, coded), n) in &self.confusion {
            rows.entry(name(gold)).or_default().insert(name(coded), *n);
        }
        rows
    }

    /// Cohen's kappa of the types of paired records.
    fn kappa_of_types(&self) -> Option<f64> {
        let types = self.types();
        let row = |g: &String| types.iter().map(|c| self.cell(Some(g), Some(c))).collect();
        kappa(&types.iter().map(row).collect::<Vec<Vec<u64>>>())
    }

    fn reliability(&self, coded: u64) -> Option<Reliability> {
        let weighed: u64 = self.bins.iter().map(|b| b.records).sum();
        if weighed == 0 {
            return None;
        }
        let n = weighed as f64;
        let gap = |right: fn(&BinCounts) -> u64| -> f64 {
            self.bins.iter().map(|b| (b.confidence - right(b) as f64).abs()).sum::<f64>() / n
        };
        let bins = self.bins.iter().enumerate().filter(|(_, b)| b.records > 0).map(|(i, b)| Bin {
            from: i as f64 / BINS as f64,
            to: (i + 1) as f64 / BINS as f64,
            records: b.records,
            mean_confidence: b.confidence / b.records as f64,
            share_type_right: b.type_right as f64 / b.records as f64,
            share_right: b.right as f64 / b.records as f64,
        });
        Some(Reliability {
            bins: bins.collect(),
            expected_calibration_error: gap(|b| b.right),
            brier_score: self.squares / n,
            expected_calibration_error_of_type: gap(|b| b.type_right),
            brier_score_of_type: self.squares_of_type / n,
            records_without_confidence: coded - weighed,
        })
    }
}

impl Counts {
    fn add(&mut self, gold: &Option<Vec<String>>, coded: &Option<Vec<String>>) {
        let (Some(gold), Some(coded)) = (gold, coded) else { return };
        self.gold += gold.len() as u64;
        self.coded += coded.len() as u64;
        self.both += gold.iter().filter(|w| coded.contains(w)).count() as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare;
    use annalist_core::Span;

    fn coding(event: &str, at: usize, confidence: Option<f64>) -> Coding {
        Coding {
            event: event.into(),
            triggers: vec![Span::new(at, at + 1)],
            sentence: Some(at / 10),
            confidence,
            ..Coding::default()
        }
    }

    /// The figures of one report of four sentences.
    fn figures(gold: &[(&str, usize)], coded: &[(&str, usize, f64)]) -> Figures {
        let gold: Vec<Coding> = gold.iter().map(|(e, at)| coding(e, *at, None)).collect();
        let coded: Vec<Coding> = coded.iter().map(|(e, at, c)| coding(e, *at, Some(*c))).collect();
        let mut tally = Tally::default();
        tally.add(&gold, &coded, &compare(&gold, &coded), 4);
        tally.figures()
    }

    #[test]
    fn precision_recall_and_confusion_follow_the_pairs() {
        let gold = [("ASSAULT", 1), ("ASSAULT", 11), ("AID", 21)];
        let coded = [("ASSAULT", 1, 0.9), ("COERCE", 11, 0.8), ("PROTEST", 31, 0.3)];
        let found = figures(&gold, &coded);
        assert_eq!((found.gold, found.coded, found.paired), (3, 3, 2));
        let third = 1.0 / 3.0;
        let Score { precision, recall, f1, right } = found.scores.type_right;
        assert_eq!((precision, recall, right), (third, third, 1));
        assert!((f1 - third).abs() < 1e-9);
        assert_eq!(found.confusion["ASSAULT"], BTreeMap::from([("ASSAULT".into(), 1), ("COERCE".into(), 1)]));
        assert_eq!(found.confusion["none"], BTreeMap::from([("PROTEST".into(), 1)]));
        assert_eq!(found.confusion["AID"], BTreeMap::from([("none".into(), 1)]));
        let events: Vec<&str> = found.by_type.iter().map(|t| t.event.as_str()).collect();
        assert_eq!(events, ["AID", "PROTEST", "COERCE", "ASSAULT"], "in the manual's order");
    }

    #[test]
    fn sentences_with_an_event_are_counted_where_all_records_are_found() {
        let found = figures(&[("AID", 1), ("AID", 5)], &[("AID", 1, 0.5), ("AID", 11, 0.5)]);
        let by_sentence = &found.event_or_none_by_sentence;
        assert_eq!(
            (by_sentence.both, by_sentence.gold_only, by_sentence.coded_only, by_sentence.neither),
            (1, 0, 1, 2)
        );
        // Observed 3 of 4; by chance (1·2 + 3·2) / 16.
        assert!((by_sentence.kappa.unwrap() - 0.5).abs() < 1e-9);
        let mut tally = Tally::default();
        let adrift = [Coding { event: "AID".into(), ..Coding::default() }];
        tally.add(&adrift, &[], &compare(&adrift, &[]), 4);
        assert_eq!(tally.figures().reports_without_sentences, 1);
        assert_eq!(tally.figures().event_or_none_by_sentence.neither, 0);
    }

    #[test]
    fn reliability_sets_confidence_against_what_is_right() {
        let found =
            figures(&[("AID", 1), ("AID", 11)], &[("AID", 1, 0.9), ("AID", 11, 1.0), ("AID", 31, 0.3)]);
        let reliability = found.reliability.unwrap();
        let bins: Vec<(u64, f64, f64)> =
            reliability.bins.iter().map(|b| (b.records, b.mean_confidence, b.share_right)).collect();
        assert_eq!(bins, [(1, 0.3, 0.0), (2, 0.95, 1.0)]);
        assert!((reliability.expected_calibration_error - (0.3 + 0.1) / 3.0).abs() < 1e-9);
        assert!((reliability.brier_score - (0.09 + 0.01) / 3.0).abs() < 1e-9);
    }

    #[test]
    fn nothing_compared_gives_no_figures_rather_than_noughts() {
        let figures = Tally::default().figures();
        assert_eq!((figures.scores.macro_f1, figures.scores.kappa_type), (None, None));
        assert!(figures.fields.is_empty() && figures.reliability.is_none());
    }
}

//! Counts of forms, in memory that does not grow with the corpus.

use super::Met;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Different forms held at most. A form takes a few hundred bytes, most of them its example.
const MOST: usize = 100_000;

/// One form with its counts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// `predicate` or `party`.
    pub what: &'static str,
    /// `verb`, `noun`; `person`, `organization`, `place`, `other`, `common noun`.
    pub kind: &'static str,
    /// The trigger in the lexicon's notation, or the phrase.
    pub form: String,
    /// How often it was met.
    pub count: u64,
    /// In how many reports.
    pub reports: u64,
    /// How often a known party acts in it; of a party, how often it acts.
    pub acting: u64,
    /// How often a known party is acted on; of a party, how often it is acted on.
    pub acted_on: u64,
    /// How often it joins two known parties; 0 of a party.
    pub joining: u64,
    /// Whether the lexicon has entries for the word, none of which fits.
    pub has_entries: bool,
    /// A sentence: the first one in which it joins two known parties, else the first.
    pub example: String,
    /// The report of that sentence.
    pub report: String,
    #[serde(skip)]
    last_report: u64,
}

/// Counts over the reports so far. Where more than [`MOST`] forms are met, the rarest are forgotten (lossy counting,
/// Manku and Motwani 2002), and no count is too low by more than [`Tally::missed`].
#[derive(Clone, Debug, Default)]
pub struct Tally {
    rows: BTreeMap<(&'static str, &'static str, String), Row>,
    reports: u64,
    missed: u64,
}

impl Tally {
    /// Adds what one report tells.
    pub fn add(&mut self, report: &str, met: Vec<Met>) {
        self.reports += 1;
        for one in met {
            self.count(report, one);
        }
        if self.rows.len() > MOST {
            self.forget(MOST / 2);
        }
    }

    fn count(&mut self, report: &str, met: Met) {
        let joins = met.what == "predicate" && met.acting && met.acted_on;
        let row = self.rows.entry((met.what, met.kind, met.form.clone())).or_insert_with(|| Row {
            what: met.what,
            kind: met.kind,
            form: met.form,
            count: 0,
            reports: 0,
            acting: 0,
            acted_on: 0,
            joining: 0,
            has_entries: met.has_entries,
            example: String::new(),
            report: String::new(),
            last_report: 0,
        });
        if row.count == 0 || joins && row.joining == 0 {
            (row.example, row.report) = (met.example, report.to_owned());
        }
        row.count += 1;
        row.reports += u64::from(row.last_report != self.reports);
        row.last_report = self.reports;
        row.acting += u64::from(met.acting);
        row.acted_on += u64::from(met.acted_on);
        row.joining += u64::from(joins);
    }

    /// Forgets the rarest forms until at most `keep` are left.
    fn forget(&mut self, keep: usize) {
        let mut least = 0;
        while self.rows.len() > keep {
            least = self.rows.values().map(|r| r.count).min().unwrap_or(least);
            self.rows.retain(|_, row| row.count > least);
        }
        self.missed += least;
    }

    /// How much too low a count can be; forms met no more often may be missing.
    pub fn missed(&self) -> u64 {
        self.missed
    }

    /// All rows: predicates that join two known parties most often first, then by count, then by form; parties by count.
    pub fn rows(&self) -> Vec<Row> {
        let mut rows: Vec<Row> = self.rows.values().cloned().collect();
        let party = |r: &Row| r.what == "party";
        rows.sort_by(|a, b| {
            let rank = |r: &Row| (party(r), Reverse(r.joining), Reverse(r.count));
            rank(a).cmp(&rank(b)).then_with(|| (&a.form, a.kind).cmp(&(&b.form, b.kind)))
        });
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(what: &'static str, form: &str, acting: bool, acted_on: bool) -> Met {
        let kind = if what == "party" { "person" } else { "verb" };
        let example = format!("{form} {acting} {acted_on}");
        Met { what, kind, form: form.into(), acting, acted_on, has_entries: false, example }
    }

    #[test]
    fn predicates_that_join_parties_come_first() {
        let mut tally = Tally::default();
        let often = met("predicate", "see/v", true, false);
        tally.add("r1", vec![often.clone(), often.clone(), met("party", "Ansar", true, false)]);
        tally.add("r2", vec![often, met("predicate", "evict/v", true, true)]);
        let told: Vec<_> =
            tally.rows().into_iter().map(|r| (r.form, r.count, r.reports, r.joining)).collect();
        let expected = [("evict/v", 1, 1, 1), ("see/v", 3, 2, 0), ("Ansar", 1, 1, 0)];
        assert_eq!(told, expected.map(|(form, c, r, j)| (form.to_owned(), c, r, j)));
    }

    #[test]
    fn the_example_shows_two_parties_where_one_does() {
        let mut tally = Tally::default();
        tally.add("r1", vec![met("predicate", "evict/v", true, false)]);
        tally.add("r2", vec![met("predicate", "evict/v", true, true)]);
        let row = &tally.rows()[0];
        assert_eq!((row.report.as_str(), row.example.as_str()), ("r2", "evict/v true true"));
    }

    #[test]
    fn the_rarest_are_forgotten_and_the_shortfall_is_known() {
        let mut tally = Tally::default();
        for i in 0..40 {
            let common = met("party", "common", true, false);
            tally.add("r", vec![common, met("party", &format!("rare {i}"), true, false)]);
        }
        assert_eq!((tally.rows.len(), tally.missed()), (41, 0));
        tally.forget(20);
        assert_eq!((tally.rows.len(), tally.missed()), (1, 1));
        assert_eq!(tally.rows()[0].count, 40);
    }
}

//! What a run did, counted: on standard error where something was left out, and as JSON with `--summary`.

use crate::driver::Streams;
use crate::interrupt;
use annalist::read::PassedOver;
use anyhow::{Context, Result};
use serde::Serialize;
use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Whether a verb leaves reports in other languages uncoded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Uncoded {
    /// It prints them as any other.
    #[default]
    No,
    /// It makes nothing of them.
    OtherLanguages,
}

/// The counts of a run.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    counts: Counts,
    uncoded: Uncoded,
    passed: PassedOver,
    copies: Arc<AtomicU64>,
}

/// The counts that a broken run leaves to the one that goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct Counts {
    /// Pieces that came out of the reading, reports or faults.
    pieces: u64,
    /// Reports worked on.
    done: u64,
    /// Reports and inputs skipped or cut short, by kind.
    skipped: BTreeMap<String, u64>,
    /// Reports in other languages than English, by language.
    languages: BTreeMap<String, u64>,
}

impl Counts {
    /// Pieces that came out of the reading, reports or faults.
    pub fn pieces(&self) -> u64 {
        self.pieces
    }
}

/// The counts as they are written.
#[derive(Serialize)]
struct Shape<'a> {
    /// Reports found, worked on or not.
    read: u64,
    done: u64,
    skipped: u64,
    skipped_by_kind: &'a BTreeMap<String, u64>,
    uncoded: u64,
    languages: &'a BTreeMap<String, u64>,
    passed_over: BTreeMap<&'static str, u64>,
    /// Reports that repeat another's text, with `--dedupe`.
    copies: u64,
    complete: bool,
}

impl Summary {
    /// Goes on from `counts`.
    pub fn from(counts: Counts, uncoded: Uncoded) -> Self {
        Summary { counts, uncoded, ..Summary::default() }
    }

    /// With what the reader passes over, and how many reports are copies of others.
    pub fn over(self, passed: PassedOver, copies: Arc<AtomicU64>) -> Self {
        Summary { passed, copies, ..self }
    }

    /// Counts one piece.
    pub fn add(&mut self, done: bool, problem: Option<&'static str>, language: Option<String>) {
        self.counts.pieces += 1;
        self.counts.done += u64::from(done);
        if let Some(kind) = problem {
            *self.counts.skipped.entry(kind.to_owned()).or_default() += 1;
        }
        if let Some(language) = language {
            *self.counts.languages.entry(language).or_default() += 1;
        }
    }

    /// Reports worked on.
    pub fn done(&self) -> u64 {
        self.counts.done
    }

    /// What is kept for a run that goes on.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    fn problems(&self) -> u64 {
        self.counts.skipped.values().sum()
    }

    fn in_other_languages(&self) -> u64 {
        match self.uncoded {
            Uncoded::No => 0,
            Uncoded::OtherLanguages => self.counts.languages.values().sum(),
        }
    }

    /// 0, or 2 where something was skipped.
    pub fn exit_code(&self) -> ExitCode {
        if self.problems() > 0 { ExitCode::from(2) } else { ExitCode::SUCCESS }
    }

    /// Prints and writes the counts and returns the exit code; `stopped` says that the run was broken off.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn close(self, streams: &Streams, stopped: bool) -> Result<ExitCode> {
        if !streams.quiet {
            self.lines().iter().for_each(|line| eprintln!("{line}"));
        }
        if let Some(path) = &streams.summary {
            let json = serde_json::to_string_pretty(&self.shape(!stopped))?;
            std::fs::write(path, json + "\n")
                .with_context(|| format!("cannot write `{}`", path.display()))?;
        }
        Ok(if stopped { ExitCode::from(interrupt::EXIT_CODE) } else { self.exit_code() })
    }

    /// What a user should know; nothing where everything was done.
    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let listed = |counts: &mut dyn Iterator<Item = (String, u64)>| {
            let mut all: Vec<(String, u64)> = counts.collect();
            all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            all.iter().map(|(what, n)| format!("{n} {what}")).collect::<Vec<_>>().join(", ")
        };
        if self.problems() > 0 {
            let kinds = listed(&mut self.counts.skipped.iter().map(|(k, n)| (k.clone(), *n)));
            lines.push(format!(
                "{} done, {} skipped or cut short: {kinds}",
                self.counts.done,
                self.problems()
            ));
        }
        if self.in_other_languages() > 0 {
            let languages = listed(&mut self.counts.languages.iter().map(|(l, n)| (format!("in `{l}`"), *n)));
            lines.push(format!("left uncoded: {languages}"));
        }
        let copies = self.copies.load(Ordering::Relaxed);
        if copies > 0 {
            lines.push(format!("copies of other reports: {copies}"));
        }
        let passed = self.passed.counts();
        if !passed.is_empty() {
            let parts = listed(&mut passed.iter().map(|(what, n)| ((*what).to_owned(), *n)));
            lines.push(format!("passed over: {parts}"));
        }
        lines
    }

    fn shape(&self, complete: bool) -> Shape<'_> {
        Shape {
            read: self.counts.done + self.problems(),
            done: self.counts.done,
            skipped: self.problems(),
            skipped_by_kind: &self.counts.skipped,
            uncoded: self.in_other_languages(),
            languages: &self.counts.languages,
            passed_over: self.passed.counts().into_iter().collect(),
            copies: self.copies.load(Ordering::Relaxed),
            complete,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_out_is_told_by_kind_the_most_frequent_first() {
        let mut summary = Summary::from(Counts::default(), Uncoded::OtherLanguages);
        summary.add(true, None, None);
        assert!(summary.lines().is_empty());
        summary.add(true, None, Some("fr".into()));
        summary.add(false, Some("empty"), None);
        summary.add(false, Some("no text"), None);
        summary.add(true, Some("no text"), None);
        assert_eq!(
            summary.lines(),
            ["3 done, 3 skipped or cut short: 2 no text, 1 empty", "left uncoded: 1 in `fr`"]
        );
    }
}

//! What a rule sees: the words of a sentence, the report's day, and the times found so far.

use super::tense::{self, Tense};
use super::value::{Meaning, Unit};
use annalist_core::annotations::TimeKind;
use annalist_core::moment::Precision;
use annalist_core::{Document, Report};
use jiff::civil::{Date, DateTime};
use smol_str::SmolStr;
use std::ops::Range;

/// A time expression as a rule finds it.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// One past its last token.
    pub end: usize,
    /// What it means.
    pub meaning: Meaning,
    /// The rule's name.
    pub rule: &'static str,
}

impl Found {
    /// A finding that ends before token `end`.
    pub fn new(end: usize, meaning: Meaning, rule: &'static str) -> Option<Found> {
        Some(Found { end, meaning, rule })
    }
}

/// The words around, and the times to reckon from.
pub(super) struct Context<'a> {
    /// The parsed report.
    pub document: &'a Document,
    /// The report's own day: of publication, else of the dateline.
    pub anchor: Option<Date>,
    /// The tokens of the sentence being read.
    pub sentence: Range<usize>,
    /// The last day or longer period that the text fixed.
    pub last: Option<(Date, Date)>,
    /// The last single day that the text fixed.
    pub last_day: Option<Date>,
    /// The last day found in this sentence.
    pub day: Option<Date>,
    /// The last day found in the sentence before, if it is named there and not only counted from the report.
    day_before: Option<Date>,
    day_is_named: bool,
    /// The last time of day by the clock found in this sentence, else in the one before.
    pub clock: Option<DateTime>,
    /// Whether the clock time was found in this sentence.
    clock_is_new: bool,
    /// One past the last token of the last time found.
    pub end: usize,
    /// Whether the last time found is a time of day.
    ends_with_time_of_day: bool,
    /// The last quarter found.
    pub quarter: Option<(i16, i8)>,
    words: Vec<SmolStr>,
    /// Whether capitals mean anything in this text.
    cased: bool,
}

impl<'a> Context<'a> {
    /// Prepares `document` for the rules.
    pub fn new(report: &Report, document: &'a Document) -> Context<'a> {
        let anchor =
            report.published.map(|p| p.date).or_else(|| report.dateline.as_ref().and_then(|d| d.date));
        let words = (0..document.tokens.len()).map(|i| lower(document.form(i))).collect();
        let cased = document.text.chars().take(5000).any(char::is_lowercase)
            && document.text.chars().take(5000).any(char::is_uppercase);
        Context {
            document,
            anchor,
            sentence: 0..0,
            last: None,
            last_day: None,
            day: None,
            day_before: None,
            day_is_named: false,
            clock: None,
            clock_is_new: false,
            end: 0,
            ends_with_time_of_day: false,
            quarter: None,
            words,
            cased,
        }
    }

    /// Goes on to the next sentence, of these tokens.
    pub fn enter(&mut self, sentence: Range<usize>) {
        self.sentence = sentence;
        self.day_before = self.day.take().filter(|_| self.day_is_named);
        self.clock = self.clock.filter(|_| self.clock_is_new);
        self.clock_is_new = false;
    }

    /// The day that a time of day at token `i` falls on, where it names none: the last day of its sentence, else of the
    /// sentence before, unless the tense speaks against it, else the report's own.
    pub fn day_spoken_of(&self, i: usize) -> Option<Date> {
        let told = |day: &Date| {
            self.anchor.is_none_or(|anchor| match tense::of(self, i) {
                Tense::Past => *day <= anchor,
                Tense::Present | Tense::Future => *day >= anchor,
            })
        };
        self.day.or_else(|| self.day_before.filter(told)).or(self.anchor)
    }

    /// Whether the last time found is one of day and ends right before the word before token `i`: `9 p.m.` in
    /// `from 9 p.m. to 5 a.m.`
    pub fn clock_ends_before(&self, i: usize) -> bool {
        self.ends_with_time_of_day && self.end + 1 == i
    }

    /// The lower-case form of token `i` without a leading `mid-`; empty outside the sentence.
    pub fn word(&self, i: usize) -> &str {
        if self.sentence.contains(&i) { &self.words[i] } else { "" }
    }

    /// The word `back` places before token `i`.
    pub fn before(&self, i: usize, back: usize) -> &str {
        i.checked_sub(back).map_or("", |j| self.word(j))
    }

    /// The token's form as printed; empty outside the sentence.
    pub fn form(&self, i: usize) -> &str {
        if self.sentence.contains(&i) { self.document.form(i) } else { "" }
    }

    /// Whether token `i` is one of `words`.
    pub fn is(&self, i: usize, words: &[&str]) -> bool {
        words.contains(&self.word(i))
    }

    /// Whether `words` stand from token `i` on.
    pub fn follows(&self, i: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(k, w)| self.word(i + k) == *w)
    }

    /// Whether token `i` has a capital, or the text has no case to tell.
    pub fn capital(&self, i: usize) -> bool {
        let form = self.form(i);
        let form = form.strip_prefix("mid-").unwrap_or(form);
        !self.cased || form.starts_with(char::is_uppercase)
    }

    /// Whether capitals tell names from words in this text.
    pub fn cased(&self) -> bool {
        self.cased
    }

    /// The time in the text that `that year` or `the next day` reckons from: one no longer than the unit.
    pub fn reference(&self, unit: Unit) -> Option<(Date, Date)> {
        let longest = match unit {
            Unit::Day => 0,
            Unit::Week | Unit::Weekend => 6,
            Unit::Month => 30,
            Unit::Quarter => 92,
            Unit::Year => 366,
            _ => 40_000,
        };
        let short = |(first, last): &(Date, Date)| first.until(*last).is_ok_and(|s| s.get_days() <= longest);
        self.last.filter(short).or(self.last_day.map(|day| (day, day)))
    }

    /// Remembers a finding, which ends before token `end`, for the expressions after it.
    pub fn note(&mut self, found: &Found, end: usize) {
        self.end = end;
        let meaning = &found.meaning;
        self.ends_with_time_of_day = meaning.kind == TimeKind::Time;
        let Some(interval) = meaning.interval else { return };
        if !matches!(meaning.kind, TimeKind::Date | TimeKind::Time) {
            return;
        }
        self.last = Some(interval);
        if meaning.precision <= Precision::Day {
            self.day = Some(interval.0);
            self.last_day = self.day;
            self.day_is_named = !matches!(found.rule, "ago" | "last-night");
        }
        if let Ok(clock) = meaning.value.replace("T24:00", "T23:59").parse::<DateTime>()
            && meaning.value.contains(':')
        {
            (self.clock, self.clock_is_new) = (Some(clock), true);
        }
        let quarter =
            meaning.value.split_once("-Q").and_then(|(y, q)| Some((y.parse().ok()?, q.parse().ok()?)));
        if !matches!(found.rule, "year-earlier" | "same-period") {
            self.quarter = quarter.or(self.quarter);
        }
    }
}

fn lower(form: &str) -> SmolStr {
    let lower = form.to_lowercase();
    let short = ["mid-", "mid‑"].iter().find_map(|p| lower.strip_prefix(p)).filter(|w| !w.is_empty());
    SmolStr::new(short.unwrap_or(&lower))
}

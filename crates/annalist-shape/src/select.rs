//! `--only` and `--without`: which records leave the program.

use crate::error::{Error, Result};
use annalist::lexicon::Lexicon;
use annalist_core::annotations::{Attribution, Certainty, Polarity};
use annalist_core::{Auxiliary, Event, EventType};
use std::str::FromStr;

/// How likely a record's type and parties must be right where the user does not say.
pub const LEAST_CONFIDENCE: f32 = 0.35;

/// The same in a store, where every record keeps its probability to be filtered by, and where other reports of the same
/// happening stand beside it.
pub const LEAST_RECORDED: f32 = 0.3;

/// A type or a mark that records can be chosen by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// An event type.
    Type(EventType),
    /// An auxiliary mode.
    Auxiliary(Auxiliary),
    /// Some source denies the event.
    Denied,
}

/// The labels that `--option` names; `declared` are the types that the user's files declare.
///
/// # Errors
/// Names the first word that is no label, and those that are.
pub fn labels(option: &str, words: &[String], declared: &[EventType]) -> Result<Vec<Label>> {
    let read = |word: &String| {
        let unknown =
            || Error::Label { option: option.into(), word: word.clone(), expected: expected(declared) };
        label(word.trim(), declared).ok_or_else(unknown)
    };
    words.iter().map(read).collect()
}

fn label(word: &str, declared: &[EventType]) -> Option<Label> {
    let upper = word.to_ascii_uppercase();
    let own = || declared.iter().copied().find(|t| t.as_str() == upper);
    if let Some(kind) = EventType::from_label(&upper).or_else(own) {
        return Some(Label::Type(kind));
    }
    let lower = word.to_ascii_lowercase();
    let denied = (lower == "denied").then_some(Label::Denied);
    Auxiliary::from_label(&lower).map(Label::Auxiliary).or(denied)
}

/// The words that `--only` and `--without` know.
fn expected(declared: &[EventType]) -> String {
    let types = EventType::ALL.iter().chain(declared).map(|t| t.as_str());
    let marks = Auxiliary::ALL.iter().map(|a| a.as_str());
    let words: Vec<&str> = types.chain(marks).collect();
    format!("{} or denied", words.join(", "))
}

/// Which records to keep.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    only: Vec<Label>,
    without: Vec<Label>,
    least: f32,
}

impl Selection {
    /// Keeps what `only` names (all, if it names nothing) less what `without` names, of records at least as confident as
    /// `least`.
    ///
    /// Types and marks in `only` are two conditions: `--only ASSAULT,future` keeps planned assaults.
    pub fn new(only: Vec<Label>, without: Vec<Label>, least: f32) -> Self {
        Selection { only, without, least }
    }

    /// Whether `event` is kept.
    pub fn keeps(&self, event: &Event) -> bool {
        event.confidence >= self.least && self.keeps_what(|label| has(event, label))
    }

    /// Whether that is kept of which `has` tells what labels hold for it; confidence is not asked.
    pub fn keeps_what(&self, has: impl Fn(Label) -> bool) -> bool {
        let holds = |label: &Label| has(*label);
        let (types, marks): (Vec<Label>, Vec<Label>) =
            self.only.iter().partition(|l| matches!(l, Label::Type(_)));
        let wanted = |labels: &[Label]| labels.is_empty() || labels.iter().any(holds);
        wanted(&types) && wanted(&marks) && !self.without.iter().any(holds)
    }
}

fn has(event: &Event, label: Label) -> bool {
    match label {
        Label::Type(kind) => event.kind == kind,
        Label::Auxiliary(auxiliary) => event.auxiliary.contains(&auxiliary),
        Label::Denied => !event.denied_by.is_empty(),
    }
}

/// A class, form, polarity or certainty that statements can be chosen by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatementLabel {
    facet: usize,
    word: &'static str,
}

/// The words that statements can be chosen by, facet by facet: classes of cues, forms, polarities, certainties.
fn facets() -> [Vec<&'static str>; 4] {
    use Certainty::*;
    use annalist_core::annotations::AttributionForm::{Direct, Indirect, Mixed};
    [
        Lexicon::english().cues.classes().collect(),
        [Direct, Indirect, Mixed].map(|f| f.as_str()).into(),
        [Polarity::Asserted, Polarity::Denied].map(|p| p.as_str()).into(),
        [Confirmed, Said, Claimed, Possible, Unverified].map(|c| c.as_str()).into(),
    ]
}

impl FromStr for StatementLabel {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let lower = text.trim().to_ascii_lowercase();
        let facets = facets();
        let known =
            facets.iter().enumerate().flat_map(|(facet, words)| words.iter().map(move |w| (facet, *w)));
        let found = known.clone().find(|(_, word)| *word == lower);
        found
            .map(|(facet, word)| StatementLabel { facet, word })
            .ok_or_else(|| format!("expected {}", known.map(|(_, word)| word).collect::<Vec<_>>().join(", ")))
    }
}

/// Which statements to keep.
#[derive(Clone, Debug, Default)]
pub struct Statements {
    only: Vec<StatementLabel>,
    without: Vec<StatementLabel>,
}

impl Statements {
    /// Keeps what `only` names (all, if it names nothing) less what `without` names.
    ///
    /// Labels of one facet are alternatives, those of several are conditions: `--only say,deny,direct` keeps what is
    /// said or denied in quotation marks.
    pub fn new(only: Vec<StatementLabel>, without: Vec<StatementLabel>) -> Self {
        Statements { only, without }
    }

    /// Whether `attribution` is kept.
    pub fn keeps(&self, attribution: &Attribution) -> bool {
        let words = [
            attribution.class,
            attribution.form.as_str(),
            attribution.polarity.as_str(),
            attribution.certainty.as_str(),
        ];
        let holds = |label: &StatementLabel| words[label.facet] == label.word;
        let wanted = |facet: usize| {
            let mut asked = self.only.iter().filter(|l| l.facet == facet).peekable();
            asked.peek().is_none() || asked.any(holds)
        };
        (0..words.len()).all(wanted) && !self.without.iter().any(holds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn read(words: &[&str]) -> Result<Vec<Label>> {
        labels("only", &words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>(), &[])
    }

    #[test]
    fn labels_are_read_in_either_case() {
        let expected = [Label::Type(EventType::Assault), Label::Auxiliary(Auxiliary::Future), Label::Denied];
        assert_eq!(read(&["assault", "Future", "denied"]).unwrap(), expected);
        let error = read(&["ASAULT"]).unwrap_err().to_string();
        assert!(error.starts_with("cannot understand `--only ASAULT`: expected AGREE, CONSULT"), "{error}");
        assert!(error.contains("COERCE, ASSAULT, historical"), "{error}");
    }

    #[test]
    fn types_and_marks_are_two_conditions() {
        let coded = sample::coded();
        let event = &coded.events[0];
        let keeps = |only: &[&str], without: &[&str]| {
            Selection::new(read(only).unwrap(), read(without).unwrap(), 0.0).keeps(event)
        };
        assert!(keeps(&[], &[]));
        assert!(keeps(&["REQUEST", "ASSAULT"], &[]));
        assert!(!keeps(&["REQUEST", "future"], &[]), "the sample is no plan");
        assert!(!keeps(&[], &["REQUEST"]));
        assert!(keeps(&[], &["future", "denied"]));
    }

    #[test]
    fn labels_of_one_facet_are_alternatives_and_those_of_several_conditions() {
        let coded = sample::coded();
        let keeps = |only: &[&str], without: &[&str]| {
            let labels = |words: &[&str]| words.iter().map(|w| w.parse().unwrap()).collect();
            Statements::new(labels(only), labels(without)).keeps(&coded.annotations.attributions[0])
        };
        assert!(keeps(&[], &[]) && keeps(&["say", "deny"], &[]) && keeps(&["Say", "indirect", "said"], &[]));
        assert!(!keeps(&["say", "direct"], &[]), "the sample is indirect");
        assert!(!keeps(&[], &["asserted"]));
        assert!("shout".parse::<StatementLabel>().unwrap_err().contains("asserted, denied, confirmed"));
    }
}

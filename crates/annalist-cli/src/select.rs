//! `--only` and `--without`: which records leave the program.

use annalist_core::annotations::{Attribution, Polarity};
use annalist_core::{Auxiliary, Event, EventType};
use std::str::FromStr;

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

impl FromStr for Label {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let word = text.trim();
        if let Some(kind) = EventType::from_label(&word.to_ascii_uppercase()) {
            return Ok(Label::Type(kind));
        }
        let lower = word.to_ascii_lowercase();
        if let Some(auxiliary) = Auxiliary::from_label(&lower) {
            return Ok(Label::Auxiliary(auxiliary));
        }
        if lower == "denied" {
            return Ok(Label::Denied);
        }
        Err(format!("expected {}", expected()))
    }
}

/// The words that `--only` and `--without` know.
fn expected() -> String {
    let types = EventType::ALL.iter().map(|t| t.as_str());
    let marks = Auxiliary::ALL.iter().map(|a| a.as_str());
    let words: Vec<&str> = types.chain(marks).collect();
    format!("{} or denied", words.join(", "))
}

/// Which records to keep.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    only: Vec<Label>,
    without: Vec<Label>,
}

impl Selection {
    /// Keeps what `only` names (all, if it names nothing) less what `without` names.
    ///
    /// Types and marks in `only` are two conditions: `--only ASSAULT,future` keeps planned assaults.
    pub fn new(only: Vec<Label>, without: Vec<Label>) -> Self {
        Selection { only, without }
    }

    /// Whether `event`, standing in a report with `attributions`, is kept.
    pub fn keeps(&self, event: &Event, attributions: &[Attribution]) -> bool {
        let holds = |label: &Label| has(event, attributions, *label);
        let (types, marks): (Vec<Label>, Vec<Label>) =
            self.only.iter().partition(|l| matches!(l, Label::Type(_)));
        let wanted = |labels: &[Label]| labels.is_empty() || labels.iter().any(holds);
        wanted(&types) && wanted(&marks) && !self.without.iter().any(holds)
    }
}

fn has(event: &Event, attributions: &[Attribution], label: Label) -> bool {
    match label {
        Label::Type(kind) => event.kind == kind,
        Label::Auxiliary(auxiliary) => event.auxiliary.contains(&auxiliary),
        Label::Denied => is_denied(event, attributions),
    }
}

/// Whether an attribution that `event` stands in denies it.
pub fn is_denied(event: &Event, attributions: &[Attribution]) -> bool {
    event.attributions.iter().filter_map(|&i| attributions.get(i)).any(|a| a.polarity == Polarity::Denied)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn labels_are_read_in_either_case() {
        assert_eq!("assault".parse(), Ok(Label::Type(EventType::Assault)));
        assert_eq!("Future".parse(), Ok(Label::Auxiliary(Auxiliary::Future)));
        assert_eq!("denied".parse(), Ok(Label::Denied));
        assert!("ASAULT".parse::<Label>().unwrap_err().contains("COERCE, ASSAULT, historical"));
    }

    #[test]
    fn types_and_marks_are_two_conditions() {
        let coded = sample::coded();
        let event = &coded.events[0];
        let keeps = |only: &[&str], without: &[&str]| {
            let labels = |words: &[&str]| words.iter().map(|w| w.parse().unwrap()).collect();
            Selection::new(labels(only), labels(without)).keeps(event, &coded.annotations.attributions)
        };
        assert!(keeps(&[], &[]));
        assert!(keeps(&["REQUEST", "ASSAULT"], &[]));
        assert!(!keeps(&["REQUEST", "future"], &[]), "the sample is no plan");
        assert!(!keeps(&[], &["REQUEST"]));
        assert!(keeps(&[], &["future", "denied"]));
    }
}

//! The type between two marked parties of a sentence: what `classify` takes and answers.

use crate::rounded;
use annalist_core::{EventType, Report, Span};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A sentence with two parties. Spans are code points of `text`; a party that is not in it has none.
#[derive(Debug, Deserialize)]
pub struct Pair {
    /// Given back with the answer.
    #[serde(default)]
    pub id: Value,
    /// The sentence.
    pub text: String,
    /// The words of the party that acts.
    pub actor: String,
    /// The words of the other party.
    pub recipient: String,
    /// Where the first stands, if known.
    #[serde(default)]
    pub actor_spans: Vec<[usize; 2]>,
    /// Where the second stands, if known.
    #[serde(default)]
    pub recipient_spans: Vec<[usize; 2]>,
}

/// The answer for a pair.
#[derive(Debug, Serialize)]
pub struct Answer {
    /// As it was given.
    pub id: Value,
    /// The PLOVER type.
    pub event: &'static str,
    /// Its mode, where it has one.
    pub mode: Option<&'static str>,
    /// The type's score, 0 to 1.
    pub score: f64,
    /// The score of every type.
    pub scores: Map<String, Value>,
}

impl Pair {
    /// The type between the parties; there is always one.
    pub fn answer(self) -> Answer {
        let actor = places(&self.text, &self.actor, &self.actor_spans);
        let recipient = places(&self.text, &self.recipient, &self.recipient_spans);
        let report = Report { text: self.text, ..Report::default() };
        let verdict = annalist::classify(report, &actor, &recipient);
        let score = |(kind, score): &(_, f32)| (EventType::to_string(kind), rounded(*score, 4).into());
        let own = verdict.scores.iter().find(|(kind, _)| *kind == verdict.kind);
        Answer {
            id: self.id,
            event: verdict.kind.as_str(),
            mode: verdict.mode,
            score: own.map_or(0.0, |(_, score)| rounded(*score, 4)),
            scores: verdict.scores.iter().map(score).collect(),
        }
    }
}

/// Where a party stands: its spans where they are given and lie in the text, else its first mention by `words`.
fn places(text: &str, words: &str, spans: &[[usize; 2]]) -> Vec<Span> {
    let given: Vec<Span> = spans.iter().filter_map(|s| bytes(text, *s)).collect();
    if !given.is_empty() {
        return given;
    }
    let words = words.trim();
    let found = text.find(words).filter(|_| !words.is_empty());
    found.map(|start| Span::new(start, start + words.len())).into_iter().collect()
}

/// The bytes of a range of code points.
fn bytes(text: &str, [start, end]: [usize; 2]) -> Option<Span> {
    let mut starts = text.char_indices().map(|(i, _)| i).chain([text.len()]);
    let from = starts.nth(start)?;
    let to = if end > start { starts.nth(end - start - 1)? } else { return None };
    Some(Span::new(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parties_are_found_by_span_or_by_words() {
        let text = "Élysée officials met Malian envoys.";
        let check = |words: &str, spans: &[[usize; 2]], expected: &[&str]| {
            let found: Vec<&str> = places(text, words, spans).iter().map(|s| s.of(text)).collect();
            assert_eq!(found, expected);
        };
        check("", &[[0, 16], [21, 34]], &["Élysée officials", "Malian envoys"]);
        check("Malian envoys", &[], &["Malian envoys"]);
        check("Malian envoys", &[[30, 99]], &["Malian envoys"]);
        check("Swiss envoys", &[], &[]);
        check("", &[], &[]);
    }
}

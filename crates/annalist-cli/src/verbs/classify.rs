//! `annalist classify`: the PLOVER type between two marked parties of a sentence.

use super::json_line;
use crate::args::RowsArgs;
use crate::driver::{self, Streams};
use crate::rows::rows;
use crate::shape::rounded;
use annalist::extract::pairs::Verdict;
use annalist_core::{Report, Span};
use anyhow::Result;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::process::ExitCode;

/// A sentence with two parties. Spans are code points of `text`; a party that is not in it has none.
#[derive(Debug, Deserialize)]
struct Pair {
    #[serde(default)]
    id: Value,
    text: String,
    actor: String,
    recipient: String,
    #[serde(default)]
    actor_spans: Vec<[usize; 2]>,
    #[serde(default)]
    recipient_spans: Vec<[usize; 2]>,
}

/// The answer for a pair.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    id: &'a Value,
    event: &'static str,
    mode: Option<&'static str>,
    score: f64,
    scores: Map<String, Value>,
}

/// Prints one JSON object a row; it always answers.
///
/// # Errors
/// If the output cannot be written.
pub fn run(args: &RowsArgs) -> Result<ExitCode> {
    driver::run_items(&Streams::from(args), b"", rows(args.inputs.clone()), |pair: Pair, _| {
        let actor = places(&pair.text, &pair.actor, &pair.actor_spans);
        let recipient = places(&pair.text, &pair.recipient, &pair.recipient_spans);
        let report = Report { text: pair.text, ..Report::default() };
        let verdict = annalist::classify(report, &actor, &recipient);
        let mut out = Vec::new();
        json_line(&mut out, &answer(&pair.id, &verdict))?;
        Ok(out)
    })
}

fn answer<'a>(id: &'a Value, verdict: &Verdict) -> Answer<'a> {
    let scores = verdict.scores.iter().map(|(kind, score)| (kind.to_string(), rounded(*score, 4).into()));
    let own = verdict.scores.iter().find(|(kind, _)| *kind == verdict.kind);
    Answer {
        id,
        event: verdict.kind.as_str(),
        mode: verdict.mode,
        score: own.map_or(0.0, |(_, score)| rounded(*score, 4)),
        scores: scores.collect(),
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

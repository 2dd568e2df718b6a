//! A phrase that stands alone, resolved by the order of its words; no tree is needed.

use super::knowledge::Knowledge;
use super::resolve::{Phrase, Resolution, resolve};
use annalist_core::{Document, Place, Report};
use annalist_lexicon::Lexicon;
use annalist_lexicon::fold;
use std::ops::Range;

/// Words that open what follows the core of a noun phrase.
const TAIL_OPENERS: &[&str] = &[
    "of", "in", "from", "for", "to", "at", "with", "on", "by", "against", "near", "under", "over", "within", "without",
    "about", "among", "inside", "outside", "across", "and", "or", "who", "whom", "whose", "which", "that",
];

/// Who `document`, the parse of a phrase alone, names; `None` when nobody codable. `report` supplies the date.
pub fn describe(report: &Report, document: &Document, places: &[Place], lexicon: &Lexicon) -> Option<Resolution> {
    let knowledge = Knowledge::new(report, document, places, lexicon);
    let tokens = trimmed(document)?;
    let core_end = core_end(document, tokens.clone());
    let head = document.names.iter().rev().find(|n| n.tokens.contains(&core_end));
    let phrase = Phrase {
        document,
        kind: head.map(|n| n.kind),
        locative: false,
        plural: document.tokens[core_end].has("Number=Plur"),
        core_end,
        tokens,
    };
    Some(resolve(&knowledge, &phrase)).filter(|r| r.codable)
}

/// The tokens up to the first comma, bracket or relative pronoun, without marks at the edges.
fn trimmed(document: &Document) -> Option<Range<usize>> {
    let wordless = |i: usize| fold(document.form(i)).is_empty();
    let start = (0..document.tokens.len()).find(|i| !wordless(*i))?;
    let stops = |i: &usize| matches!(document.form(*i), "," | ";" | "(" | ":" | "who" | "which" | "that" | "whose");
    let mut end = (start + 1..document.tokens.len()).find(stops).unwrap_or(document.tokens.len());
    while end > start + 1 && wordless(end - 1) {
        end -= 1;
    }
    Some(start..end)
}

/// The last token of the core of a phrase: what comes before the first preposition or conjunction.
pub fn core_end(document: &Document, tokens: Range<usize>) -> usize {
    let opens = |i: &usize| TAIL_OPENERS.contains(&document.form(*i).to_lowercase().as_str());
    let end = (tokens.start + 1..tokens.end).find(opens).unwrap_or(tokens.end);
    let mut last = end - 1;
    while last > tokens.start && fold(document.form(last)).is_empty() {
        last -= 1;
    }
    last
}

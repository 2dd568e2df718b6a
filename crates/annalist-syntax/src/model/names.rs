//! Names: runs of proper nouns read off the tree, their kinds by what is known, by their words and by the model.
//!
//! A proper noun with its `flat`, `compound` and `of` parts is one name. Its kind comes, in this order, from the table of
//! known names, from words such as `University` or `River`, from titles and given names, from a fuller name elsewhere in
//! the document, and from the tag scores of its words. `training/syntax/silver.py` holds the same rules.

use super::known::{Known, Mark};
use annalist_core::{Document, Name, NameKind, Relation, Upos};
use std::collections::HashSet;
use std::ops::Range;

/// What a tag says of its token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// No name.
    Outside,
    /// The first token of a name.
    Begin(NameKind),
    /// A later token.
    Inside(NameKind),
}

impl Tag {
    /// Reads `O`, `B-PER`, `I-ORG` and so on.
    pub fn read(text: &str) -> Option<Self> {
        if text == "O" {
            return Some(Tag::Outside);
        }
        let (begins, kind) = text.split_once('-')?;
        let kind = kind_of(kind)?;
        Some(if begins == "B" { Tag::Begin(kind) } else { Tag::Inside(kind) })
    }
}

/// The kind that files write as `tag`.
pub fn kind_of(tag: &str) -> Option<NameKind> {
    KINDS.into_iter().find(|k| k.tag() == tag)
}

const KINDS: [NameKind; 4] = [NameKind::Person, NameKind::Organization, NameKind::Place, NameKind::Other];

/// Added to a place's score where only `in`, `near` or `outside` stands before the name.
const IN_A_PLACE: f32 = 1.5;

/// What rules say of a run of proper nouns.
#[derive(Clone, Copy, PartialEq)]
enum Verdict {
    Is(NameKind),
    NoName,
    /// Nothing certain; the model's score of a place is raised by this much.
    Open(f32),
}

/// The names in `document`, in order. `scores` has a row of `tags.len()` for each token.
pub fn names(document: &Document, scores: &[f32], tags: &[Tag], known: &Known) -> Vec<Name> {
    let runs = runs(document, known);
    let verdicts: Vec<Verdict> = runs.iter().map(|r| verdict(document, r, known)).collect();
    let full = runs
        .iter()
        .zip(&verdicts)
        .filter(|(r, v)| **v == Verdict::Is(NameKind::Person) && r.tokens.len() > 1);
    let surnames: HashSet<&str> = full.map(|(r, _)| document.form(r.tokens.end - 1)).collect();
    let mut out = Vec::new();
    for (run, verdict) in runs.iter().zip(&verdicts) {
        let kind = match verdict {
            Verdict::Is(kind) => Some(*kind),
            Verdict::NoName => None,
            Verdict::Open(_)
                if run.tokens.len() == 1 && surnames.contains(document.form(run.tokens.start)) =>
            {
                Some(NameKind::Person)
            }
            Verdict::Open(place) => model_kind(scores, tags, &run.tokens, *place),
        };
        out.extend(kind.map(|kind| Name { tokens: run.tokens.clone(), kind }));
    }
    out
}

/// A run of proper nouns and the one that heads it.
struct Run {
    tokens: Range<usize>,
    head: usize,
    /// Whether a title was taken off its start.
    titled: bool,
}

fn runs(document: &Document, known: &Known) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    for sentence in &document.sentences {
        let from = out.len();
        for head in sentence.tokens.clone() {
            if document.tokens[head].upos == Upos::Propn && !is_inner(document, head) {
                let run = trimmed(document, extent(document, &sentence.tokens, head), head, known);
                let free = |other: &Run| {
                    other.tokens.end <= run.tokens.start || run.tokens.end <= other.tokens.start
                };
                if out[from..].iter().all(free) {
                    out.push(run);
                }
            }
        }
        out[from..].sort_by_key(|r| r.tokens.start);
    }
    out
}

fn is_proper(document: &Document, i: usize) -> bool {
    let token = &document.tokens[i];
    token.upos == Upos::Propn || token.xpos.starts_with("NNP")
}

/// Whether the token belongs to the name that its head heads.
fn is_inner(document: &Document, i: usize) -> bool {
    let joined =
        matches!(document.tokens[i].relation, Relation::Flat | Relation::Compound | Relation::Goeswith);
    joined && document.head(i).is_some_and(|h| is_proper(document, h))
}

/// The unbroken run of tokens around `head` that its name takes up.
fn extent(document: &Document, sentence: &Range<usize>, head: usize) -> Range<usize> {
    let mut part = vec![head];
    let mut at = 0;
    while at < part.len() {
        let above = part[at] as u32;
        let joins = |i: &usize| document.tokens[*i].head == Some(above) && is_part(document, *i);
        part.extend(sentence.clone().filter(joins));
        at += 1;
    }
    let (first, last) = part.iter().fold((head, head), |(a, b), i| (a.min(*i), b.max(*i)));
    let holds = |i: usize| part.contains(&i) || is_bridge(document, i);
    let left = (first..head).rev().take_while(|i| holds(*i)).filter(|i| part.contains(i)).last();
    let right = (head + 1..=last).take_while(|i| holds(*i)).filter(|i| part.contains(i)).last();
    left.unwrap_or(head)..right.unwrap_or(head) + 1
}

fn is_part(document: &Document, i: usize) -> bool {
    use Relation::{Amod, Compound, Flat, Nmod, NmodPoss, Nummod};
    match document.tokens[i].relation {
        Flat => true,
        Nmod => {
            is_proper(document, i)
                && document.children_in(i, Relation::Case).any(|c| document.form(c) == "of")
        }
        Compound | Amod | NmodPoss | Nummod => is_proper(document, i),
        _ => false,
    }
}

/// Whether a token may stand between two parts of a name.
fn is_bridge(document: &Document, i: usize) -> bool {
    let token = &document.tokens[i];
    matches!(token.upos, Upos::Adp | Upos::Det | Upos::Cconj | Upos::Part | Upos::Num)
        || token.relation == Relation::Compound
        || matches!(document.form(i), "-" | "." | "&" | "'" | "’" | "/" | "–")
}

/// The run without titles before it (`President`) and what is no part of names after it (`Wednesday`).
fn trimmed(document: &Document, tokens: Range<usize>, head: usize, known: &Known) -> Run {
    let word = |i: usize| document.form(i).to_lowercase();
    let others = tokens.len() - 1;
    let titles = tokens.clone().take(others).take_while(|i| known.has(&word(*i), Mark::Title)).count();
    let of = document.tokens[tokens.start + titles].upos == Upos::Adp;
    let start = if of { tokens.start } else { tokens.start + titles };
    let rest = start + 1..tokens.end;
    let after = rest.rev().take_while(|i| known.kind(&word(*i)) == Some(None)).count();
    Run { tokens: start..tokens.end - after, head, titled: start > tokens.start }
}

fn verdict(document: &Document, run: &Run, known: &Known) -> Verdict {
    let words: Vec<String> = run.tokens.clone().map(|i| document.form(i).to_lowercase()).collect();
    let text = words.join(" ");
    match known.kind(&text) {
        Some(Some(kind)) => return Verdict::Is(kind),
        Some(None) => return Verdict::NoName,
        None if text.contains(|c: char| c.is_ascii_digit() || matches!(c, '@' | '_' | '/')) => {
            return Verdict::NoName;
        }
        None => {}
    }
    let (first, last) = (words[0].as_str(), words[words.len() - 1].as_str());
    let of = words.iter().any(|w| w == "of");
    if words[1..].iter().any(|w| known.has(w, Mark::Organization))
        || known.has(first, Mark::Organization) && of
    {
        return Verdict::Is(NameKind::Organization);
    }
    if words.len() > 1 && (known.has(last, Mark::Place) || known.has(first, Mark::PlaceStart)) {
        return Verdict::Is(NameKind::Place);
    }
    if is_person(document, run, known, first) { Verdict::Is(NameKind::Person) } else { open(document, run) }
}

fn is_person(document: &Document, run: &Run, known: &Known, first: &str) -> bool {
    let is_title = |i: usize| known.has(&document.form(i).to_lowercase(), Mark::Title);
    let described = document.children_in(run.head, Relation::NmodDesc).any(is_title);
    let called = document.tokens[run.head].relation == Relation::Vocative;
    let capital = |i: usize| document.form(i).starts_with(char::is_uppercase);
    let flat = run.tokens.len() < 5
        && run.tokens.clone().any(|i| document.tokens[i].relation == Relation::Flat)
        && run.tokens.clone().all(capital);
    run.titled || described || called || flat || capital(run.tokens.start) && known.has(first, Mark::Given)
}

/// What articles and prepositions say where nothing else does.
fn open(document: &Document, run: &Run) -> Verdict {
    let last = document.form(run.tokens.end - 1);
    let acronym = (3..=5).contains(&last.len()) && last.bytes().all(|b| b.is_ascii_uppercase());
    if document.child_in(run.head, Relation::Det).is_some() {
        return if acronym { Verdict::Is(NameKind::Organization) } else { Verdict::Open(0.0) };
    }
    let case = document.child_in(run.head, Relation::Case).map(|i| document.form(i).to_lowercase());
    let within = matches!(case.as_deref(), Some("in" | "near" | "outside"));
    Verdict::Open(if within && !acronym { IN_A_PLACE } else { 0.0 })
}

/// The kind whose tags score best over all words of the run, if any does better than no name.
fn model_kind(scores: &[f32], tags: &[Tag], run: &Range<usize>, place: f32) -> Option<NameKind> {
    let sum = |first: Tag, later: Tag| -> f32 {
        let column = |tag: Tag| tags.iter().position(|t| *t == tag).unwrap_or(0);
        let (first, later) = (column(first), column(later));
        run.clone().map(|i| scores[i * tags.len() + if i == run.start { first } else { later }]).sum()
    };
    let mut best = (None, sum(Tag::Outside, Tag::Outside));
    for kind in KINDS {
        let score =
            sum(Tag::Begin(kind), Tag::Inside(kind)) + if kind == NameKind::Place { place } else { 0.0 };
        if score > best.1 {
            best = (Some(kind), score);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_decides_by_all_words_of_a_run() {
        let read = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"];
        let tags: Vec<Tag> = read.iter().filter_map(|t| Tag::read(t)).collect();
        assert_eq!(tags.len(), read.len());
        #[rustfmt::skip]
        let scores = [
            1.0, 2.0, 0.0, 1.9, 0.0,
            1.0, 0.0, 1.0, 0.0, 3.0,
        ];
        assert_eq!(model_kind(&scores, &tags, &(0..2), 0.0), Some(NameKind::Place));
        assert_eq!(model_kind(&scores, &tags, &(0..1), 0.0), Some(NameKind::Person));
        assert_eq!(model_kind(&scores, &tags, &(0..1), IN_A_PLACE), Some(NameKind::Place));
    }
}

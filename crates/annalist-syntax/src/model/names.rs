//! Names: the best sequence of name tags for each sentence, by the model's scores and by what is known.
//!
//! The model scores the tags of each word. To them is added what the tree and the tables say of runs of proper nouns (a
//! proper noun with its `flat`, `compound` and `of` parts): known names, towns, words such as `River`, titles, given
//! names, a fuller name elsewhere in the document. The sequence with the best sum wins (Viterbi 1967).

use super::kernels::argmax;
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

/// What is added to the scores (log chances) of tags, fitted on the development set.
mod weight {
    /// Where the table of known names tells what the run names.
    pub const KNOWN: f32 = 3.0;
    /// Where it tells that the run is no name.
    pub const NO_NAME: f32 = 1.0;
    /// For a person, where a title, a given name or the tree tells.
    pub const PERSON: f32 = 2.5;
    /// For a person, where the document has the run as the end of a fuller name.
    pub const FULLER: f32 = 1.5;
    /// For a place, where its first or last word tells: `River`, `San`.
    pub const PLACE: f32 = 0.4;
    /// For a place, where the gazetteer has a town of this name.
    pub const TOWN: f32 = 1.5;
    /// For any word to be outside of names: the model's chances are too high for them.
    pub const OUTSIDE: f32 = 1.5;
}

/// What rules say of a run of proper nouns: that it is of a kind or (`None`) no name, and how much they are trusted.
type Verdict = (Option<NameKind>, f32);

/// The names in `document`, in order. `scores` has a row of `tags.len()` for each token.
pub fn names(document: &Document, scores: &[f32], tags: &[Tag], known: &Known) -> Vec<Name> {
    let mut chances = scores.to_vec();
    for row in chances.chunks_exact_mut(tags.len()) {
        to_log_chances(row);
    }
    if let Some(outside) = tags.iter().position(|t| *t == Tag::Outside) {
        chances.chunks_exact_mut(tags.len()).for_each(|row| row[outside] += weight::OUTSIDE);
    }
    let runs = runs(document, known);
    let verdicts: Vec<Option<Verdict>> = runs.iter().map(|r| verdict(document, r, known)).collect();
    let full = runs
        .iter()
        .zip(&verdicts)
        .filter(|(r, v)| v.is_some_and(|v| v.0 == Some(NameKind::Person)) && r.tokens.len() > 1);
    let surnames: HashSet<&str> = full.map(|(r, _)| document.form(r.tokens.end - 1)).collect();
    for (run, verdict) in runs.iter().zip(&verdicts) {
        let fuller = run.tokens.len() == 1 && surnames.contains(document.form(run.tokens.start));
        let fuller = fuller.then_some((Some(NameKind::Person), weight::FULLER));
        if let Some((kind, weight)) = verdict.or(fuller) {
            raise(&mut chances, tags, &run.tokens, kind, weight);
        }
    }
    let sentences = document.sentences.iter().map(|s| s.tokens.clone());
    sentences.flat_map(|s| spans(&best_tags(&chances, tags, &s), s.start)).collect()
}

fn to_log_chances(row: &mut [f32]) {
    let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let total: f32 = row.iter().map(|v| (v - most).exp()).sum();
    row.iter_mut().for_each(|v| *v -= most + total.ln());
}

/// Adds `weight` to the tags that make `run` a name of `kind`, or to those of no name.
fn raise(chances: &mut [f32], tags: &[Tag], run: &Range<usize>, kind: Option<NameKind>, weight: f32) {
    for i in run.clone() {
        let wanted = match kind {
            None => Tag::Outside,
            Some(kind) if i == run.start => Tag::Begin(kind),
            Some(kind) => Tag::Inside(kind),
        };
        let row = &mut chances[i * tags.len()..(i + 1) * tags.len()];
        row.iter_mut().zip(tags).filter(|(_, t)| **t == wanted).for_each(|(v, _)| *v += weight);
    }
}

/// The best tags of a sentence in which a name goes on only where one of its kind has begun. Of equals the first wins.
fn best_tags(chances: &[f32], tags: &[Tag], sentence: &Range<usize>) -> Vec<Tag> {
    let width = tags.len();
    let row = |i: usize| &chances[i * width..(i + 1) * width];
    let follows = |before: Option<usize>, t: usize| match tags[t] {
        Tag::Inside(kind) => {
            before.is_some_and(|b| matches!(tags[b], Tag::Begin(k) | Tag::Inside(k) if k == kind))
        }
        _ => true,
    };
    let Some(first) = sentence.clone().next() else { return Vec::new() };
    let start = |t: usize| if follows(None, t) { row(first)[t] } else { f32::NEG_INFINITY };
    let mut sums: Vec<f32> = (0..width).map(start).collect();
    let mut back: Vec<usize> = Vec::with_capacity(sentence.len() * width);
    let mut next = sums.clone();
    for i in sentence.clone().skip(1) {
        for (t, sum) in next.iter_mut().enumerate() {
            let mut from = 0;
            *sum = f32::NEG_INFINITY;
            for (b, before) in sums.iter().enumerate() {
                if follows(Some(b), t) && before + row(i)[t] > *sum {
                    (*sum, from) = (before + row(i)[t], b);
                }
            }
            back.push(from);
        }
        std::mem::swap(&mut sums, &mut next);
    }
    let mut path = vec![argmax(&sums)];
    for step in back.chunks_exact(width).rev() {
        path.push(step[path[path.len() - 1]]);
    }
    path.into_iter().rev().map(|t| tags[t]).collect()
}

/// The names that `tags` mark, the first of which is the tag of token `start`.
fn spans(tags: &[Tag], start: usize) -> Vec<Name> {
    let mut out: Vec<Name> = Vec::new();
    for (i, tag) in tags.iter().enumerate() {
        match (tag, out.last_mut()) {
            (Tag::Begin(kind), _) => out.push(Name { tokens: start + i..start + i + 1, kind: *kind }),
            (Tag::Inside(_), Some(name)) => name.tokens.end += 1,
            _ => {}
        }
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

fn verdict(document: &Document, run: &Run, known: &Known) -> Option<Verdict> {
    let words: Vec<String> = run.tokens.clone().map(|i| document.form(i).to_lowercase()).collect();
    let text = words.join(" ");
    match known.kind(&text) {
        Some(None) => return Some((None, weight::NO_NAME)),
        Some(kind) => return Some((kind, weight::KNOWN)),
        None if text.contains(|c: char| c.is_ascii_digit() || matches!(c, '@' | '_' | '/')) => {
            return Some((None, weight::NO_NAME));
        }
        None => {}
    }
    let (first, last) = (words[0].as_str(), words[words.len() - 1].as_str());
    if words.len() > 1 && (known.has(last, Mark::Place) || known.has(first, Mark::PlaceStart)) {
        return Some((Some(NameKind::Place), weight::PLACE));
    }
    if is_person(document, run, known, first) {
        return Some((Some(NameKind::Person), weight::PERSON));
    }
    known.has(&text, Mark::Town).then_some((Some(NameKind::Place), weight::TOWN))
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

#[cfg(test)]
mod tests {
    use super::*;

    const TAGS: [&str; 5] = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"];

    #[track_caller]
    fn check(scores: &[[f32; 5]], expected: &[&str]) {
        let tags: Vec<Tag> = TAGS.iter().filter_map(|t| Tag::read(t)).collect();
        let expected: Vec<Tag> = expected.iter().filter_map(|t| Tag::read(t)).collect();
        assert_eq!(best_tags(scores.as_flattened(), &tags, &(0..scores.len())), expected);
    }

    #[test]
    fn the_best_sequence_is_a_sequence_of_whole_names() {
        check(&[], &[]);
        check(&[[0.0, 0.0, 5.0, 0.0, 1.0]], &["O"]);
        check(&[[1.0, 2.0, 0.0, 1.9, 0.0], [1.0, 0.0, 1.0, 0.0, 3.0]], &["B-LOC", "I-LOC"]);
        check(
            &[[0.0, 2.0, 0.0, 0.0, 0.0], [0.0, 0.0, 2.0, 0.0, 1.0], [2.0, 0.0, 0.0, 0.0, 0.0]],
            &["B-PER", "I-PER", "O"],
        );
    }

    #[test]
    fn what_is_known_is_added_to_the_scores() {
        let tags: Vec<Tag> = TAGS.iter().filter_map(|t| Tag::read(t)).collect();
        let mut chances = [[0.0; 5]; 3].as_flattened().to_vec();
        raise(&mut chances, &tags, &(1..3), Some(NameKind::Place), 2.0);
        let found = spans(&best_tags(&chances, &tags, &(0..3)), 10);
        assert_eq!(found, [Name { tokens: 11..13, kind: NameKind::Place }]);
    }
}

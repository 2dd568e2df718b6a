//! How far a noun phrase reaches: its head's subtree without clauses, appositions and conjuncts.

use super::heads::{is_quote, restrictive_apposition, whole_name};
use annalist_core::moment::WEEKDAYS;
use annalist_core::{Document, Relation, Span, Upos};
use std::ops::Range;

/// Prepositions whose phrases belong to the name of a party: "minister of justice", "envoy to Syria".
const INNER_PREPOSITIONS: [&str; 6] = ["of", "in", "from", "for", "to", "at"];

/// The longest prepositional phrase, in tokens, that still belongs to the phrase it follows.
const LONGEST_TAIL: usize = 9;

/// The same of one with `of`, which names oftener than it tells: "leaders of the 21 member economies of the Asia-Pacific
/// Economic Cooperation".
const LONGEST_OF: usize = 16;

/// The tokens of the noun phrase headed by `head`, without trailing clauses; always contains `head`.
pub fn phrase(document: &Document, head: usize) -> Range<usize> {
    let sentence =
        document.sentences.get(document.sentence_of(head)).map_or(head..head + 1, |s| s.tokens.clone());
    let mut inside = vec![false; sentence.len()];
    let top = before_weekday(document, head).unwrap_or(head);
    mark(document, top, top, &sentence, &mut inside, 0);
    let at = |i: usize| inside[i - sentence.start];
    let mut start = head;
    while start > sentence.start
        && (at(start - 1) || bridges(document, start - 1) && start - 1 > sentence.start && at(start - 2))
    {
        start -= 1;
    }
    let mut end = head + 1;
    while end < sentence.end && (at(end) || bridges(document, end) && end + 1 < sentence.end && at(end + 1)) {
        end += 1;
    }
    let name = whole_name(document, head).unwrap_or(head..head + 1);
    let range = trim(document, head, start.min(name.start)..end.max(name.end));
    with_bound(document, range)
}

/// Takes in what bounds a number before it: "at least 12 people", "more than 300".
fn with_bound(document: &Document, range: Range<usize>) -> Range<usize> {
    const BOUNDS: &[[&str; 2]] = &[
        ["at", "least"],
        ["at", "most"],
        ["fewer", "than"],
        ["less", "than"],
        ["more", "than"],
        ["up", "to"],
    ];
    let word = |i: usize| document.form(i).to_lowercase();
    let number = |i: usize| document.tokens.get(i).is_some_and(|t| t.upos == Upos::Num);
    let first = range.start + usize::from(BOUNDS.iter().any(|b| word(range.start) == b[1]));
    let bounded = number(first)
        && first >= 2
        && BOUNDS.iter().any(|b| word(first - 2) == b[0] && word(first - 1) == b[1]);
    if bounded { first - 2..range.end } else { range }
}

/// The bytes that [`phrase`] covers.
pub fn span(document: &Document, head: usize) -> Span {
    document.span_of(phrase(document, head))
}

/// Marks what belongs to the phrase at or under `at`.
fn mark(
    document: &Document,
    at: usize,
    head: usize,
    sentence: &Range<usize>,
    inside: &mut [bool],
    depth: usize,
) {
    let slot = at.wrapping_sub(sentence.start);
    if slot >= inside.len() || inside[slot] || depth > 40 {
        return;
    }
    inside[slot] = true;
    let predicate = at == head && is_predicate(document, at);
    for child in sentence.clone() {
        if document.tokens[child].head == Some(at as u32) && belongs(document, at, child, head, predicate) {
            mark(document, child, head, sentence, inside, depth + 1);
        }
    }
}

/// Whether the noun at `i` is the predicate of a copula and so carries a clause's dependents.
pub fn is_predicate(document: &Document, i: usize) -> bool {
    document.child_in(i, Relation::Cop).is_some()
}

fn belongs(document: &Document, parent: usize, child: usize, head: usize, predicate: bool) -> bool {
    use Relation::*;
    let token = &document.tokens[child];
    match token.relation {
        Acl | AclRelcl | Advcl | AdvclRelcl | Ccomp | Csubj | CsubjOuter | CsubjPass | Parataxis | Dep => {
            false
        }
        Cop | Aux | AuxPass | Mark | Expl | Discourse | Vocative | Dislocated | Orphan | List
        | Reparandum => false,
        Nsubj | NsubjOuter | NsubjPass | Obj | Iobj | OblAgent | Xcomp => false,
        Conj | Cc => parent != head && !matches!(document.tokens[parent].relation, Flat | Appos),
        CcPreconj => false,
        Case => parent != head,
        Punct => joins(document, child),
        Appos => restrictive_apposition(document, child),
        Obl | OblUnmarked => !predicate && parent != head,
        Advmod => !predicate && child < parent,
        Nmod => child < head || belongs_as_tail(document, child),
        NmodUnmarked => child < head,
        _ => true,
    }
}

/// Whether a following prepositional phrase is short and of the kind that names rather than tells.
fn belongs_as_tail(document: &Document, child: usize) -> bool {
    let Some(case) = document.child_in(child, Relation::Case) else { return false };
    let word = document.form(case).to_lowercase();
    let longest = if word == "of" { LONGEST_OF } else { LONGEST_TAIL };
    document.subtree(child).len() <= longest && INNER_PREPOSITIONS.contains(&word.as_str())
}

/// Hyphens, slashes, brackets-free joints and quotation marks may stand inside a phrase; commas may not.
fn joins(document: &Document, i: usize) -> bool {
    let text = document.form(i);
    is_quote(text) || matches!(text, "-" | "–" | "/" | "." | "&")
}

/// A token outside the phrase that may stand between two of its tokens.
fn bridges(document: &Document, i: usize) -> bool {
    document.tokens[i].upos == Upos::Punct && joins(document, i)
}

/// "A federal judge Thursday approved": the weekday that the parser took for the head of the noun before it.
pub fn before_weekday(document: &Document, head: usize) -> Option<usize> {
    let up = document.head(head).filter(|up| *up == head + 1 && WEEKDAYS.contains(&document.form(*up)))?;
    (document.tokens[head].relation == Relation::Compound).then_some(up)
}

/// Drops focus adverbs, quotation marks and a possessive ending from the edges.
fn trim(document: &Document, head: usize, mut range: Range<usize>) -> Range<usize> {
    let loose = |i: usize| {
        let token = &document.tokens[i];
        matches!(token.upos, Upos::Punct | Upos::Cconj) && !(document.form(i) == "." && token.continues_word)
            || token.relation == Relation::Advmod && document.head(i) == Some(head)
            || WEEKDAYS.contains(&document.form(i))
            || i < head && token.relation == Relation::Case && token.upos == Upos::Adp
            || i < head && matches!(token.lemma.as_str(), "even" | "only" | "also" | "just" | "not")
            || token.relation == Relation::Case && token.upos == Upos::Part
    };
    while range.start < head && loose(range.start) {
        range.start += 1;
    }
    while range.end > head + 1 && loose(range.end - 1) {
        range.end -= 1;
    }
    range
}

//! Statements reported in statements: "a spokesman said that the minister had told reporters that …".
//!
//! PolNeAR marks the outermost attribution only, so the models leave inner ones out. Here verbs of saying, claiming,
//! confirming and denying that stand in somebody's words, with a subject and a clause of their own, are added.

use super::model::Found;
use super::view::View;
use annalist_core::{Attribution, Relation, Span, Upos};
use annalist_lexicon::Lexicon;
use std::ops::Range;

/// Adds the inner attributions, keeping the order of cues.
pub fn extend(view: &View, lexicon: &Lexicon, found: &mut Vec<Found>) {
    let mut is_cue = vec![false; view.token_count()];
    found.iter().flat_map(|f| &f.cue).for_each(|&t| is_cue[t] = true);
    let mut inner = Vec::new();
    for range in found.iter().flat_map(|f| &f.content) {
        for verb in range.clone().filter(|&t| !is_cue[t] && reports(view, t, lexicon)) {
            inner.extend(statement(view, verb, range));
        }
        inner.extend(range.clone().filter(|&t| !is_cue[t]).filter_map(|t| claim(view, t, range, lexicon)));
    }
    found.append(&mut inner);
    found.sort_by_key(|f| f.cue[0]);
    found.dedup_by(|a, b| a.cue == b.cue);
}

/// Whether token `t` is a verb of reporting with a subject and a clause.
fn reports(view: &View, t: usize, lexicon: &Lexicon) -> bool {
    let token = &view.document.tokens[t];
    let telling = || {
        let cue = lexicon.cues.of_word(&token.lemma.to_lowercase(), token.upos);
        cue.is_some_and(|c| matches!(c.class, "say" | "write" | "claim" | "confirm" | "deny"))
    };
    token.upos == Upos::Verb
        && clause(view, t).is_some()
        && view.child(t, |r| matches!(r, Relation::Nsubj | Relation::NsubjPass)).is_some()
        && telling()
}

/// The statement that `verb` reports, where its subject and clause lie within `range`.
fn statement(view: &View, verb: usize, range: &Range<usize>) -> Option<Found> {
    let subject = view.child(verb, |r| matches!(r, Relation::Nsubj | Relation::NsubjPass))?;
    let clause = clause(view, verb)?;
    let (source, content) = (phrase(view, subject), phrase(view, clause));
    let within = |r: &Range<usize>| {
        !r.is_empty() && range.start <= r.start && r.end <= range.end && !r.contains(&verb)
    };
    let fits = within(&source) && within(&content);
    fits.then(|| Found {
        cue: verb_group(view, verb),
        head: verb,
        source: vec![source],
        content: vec![content],
    })
}

/// The claim that a noun names: "the *claim* that …", "Moscow's *allegation* that …".
fn claim(view: &View, noun: usize, range: &Range<usize>, lexicon: &Lexicon) -> Option<Found> {
    let lemma = view.document.tokens[noun].lemma.to_lowercase();
    let reported = matches!(lemma.as_str(), "report" | "statement" | "rumour" | "rumor" | "assertion");
    let class = |t: usize| lexicon.cues.of_word(&lemma, view.upos(t)).map(|c| c.class);
    if view.upos(noun) != Upos::Noun || !(reported || class(noun) == Some("claim")) {
        return None;
    }
    let that = |t: &usize| {
        matches!(view.relation(*t), Relation::Acl | Relation::Ccomp | Relation::AclRelcl)
            && view
                .children(*t)
                .any(|m| view.document.tokens[m].lemma == "that" && view.relation(m) == Relation::Mark)
    };
    let clause = view.children(noun).find(that)?;
    let owner = view.children(noun).find(|&t| match view.relation(t) {
        Relation::NmodPoss => true,
        Relation::Nmod => view.children(t).any(|c| {
            view.relation(c) == Relation::Case
                && matches!(view.document.tokens[c].lemma.as_str(), "by" | "from" | "of")
        }),
        _ => false,
    });
    let source = owner.map(|t| without_case(view, t)).filter(|r| !r.is_empty());
    let words = phrase(view, clause);
    let content = words.start..words.end.min(range.end);
    let found = || Found {
        cue: vec![noun],
        head: noun,
        source: source.into_iter().collect(),
        content: vec![content.clone()],
    };
    (!content.is_empty()).then(found)
}

/// The phrase of `top` without the preposition before it or the "'s" behind it.
fn without_case(view: &View, top: usize) -> Range<usize> {
    let mut range = phrase(view, top);
    let case = |t: usize| view.relation(t) == Relation::Case && view.head(t) == Some(top);
    while range.start < top && case(range.start) {
        range.start += 1;
    }
    while range.end > top + 1 && case(range.end - 1) {
        range.end -= 1;
    }
    range
}

/// The clause a verb reports: its clausal complement, or a clause that "that" opens, however it is attached.
fn clause(view: &View, verb: usize) -> Option<usize> {
    let that = |t: usize| {
        view.children(t)
            .any(|m| view.relation(m) == Relation::Mark && view.document.tokens[m].lemma == "that")
    };
    let own = view.children(verb).find(|&t| match view.relation(t) {
        Relation::Ccomp => true,
        Relation::Advcl => that(t),
        _ => false,
    });
    // "told reporters that …" is often read as a clause about the reporters.
    let object = || view.child(verb, |r| matches!(r, Relation::Obj | Relation::Iobj));
    own.or_else(|| {
        view.children(object()?)
            .find(|&t| matches!(view.relation(t), Relation::Acl | Relation::AclRelcl) && that(t))
    })
}

/// The tokens from the first to the last at or under `top`, without punctuation at either end.
pub(super) fn phrase(view: &View, top: usize) -> Range<usize> {
    let (mut start, mut end) = (view.edges[top].0 as usize, view.edges[top].1 as usize + 1);
    while start < end && view.punctuation[start] {
        start += 1;
    }
    while start < end && view.punctuation[end - 1] {
        end -= 1;
    }
    start..end
}

/// The tokens of the clause that `top` heads, without the clauses joined to it, "and", "but" and punctuation.
pub(super) fn clause_of(view: &View, top: usize) -> Range<usize> {
    let joined = |t: usize| match view.relation(t) {
        Relation::Parataxis => true,
        Relation::Conj => view.child(t, Relation::is_subject).is_some(),
        Relation::Cc | Relation::Mark | Relation::Discourse => t < top,
        Relation::Advcl => view.children(t).any(|m| {
            matches!(view.document.tokens[m].lemma.as_str(), "while" | "whereas" | "although" | "though")
        }),
        _ => view.punctuation[t],
    };
    let own =
        || view.children(top).filter(|&t| !joined(t)).map(|t| phrase(view, t)).filter(|r| !r.is_empty());
    let start = own().map(|r| r.start).min().map_or(top, |s| s.min(top));
    let end = own().map(|r| r.end).max().map_or(top + 1, |e| e.max(top + 1));
    start..end
}

/// A verb with the auxiliaries and negations right before it.
pub(super) fn verb_group(view: &View, verb: usize) -> Vec<usize> {
    let belongs = |t: usize| {
        let relation = view.relation(t);
        let lemma = view.document.tokens[t].lemma.as_str();
        view.head(t) == Some(verb)
            && (matches!(relation, Relation::Aux | Relation::AuxPass)
                || relation == Relation::Advmod && matches!(lemma, "not" | "never"))
    };
    let mut first = verb;
    while first > 0 && belongs(first - 1) {
        first -= 1;
    }
    (first..=verb).collect()
}

/// Joins each attribution to the smallest one in whose content its cue stands. Of two that hold each other's cue, the
/// later holds the earlier.
pub fn join(attributions: &mut [Attribution]) {
    let holds = |a: &Attribution, cue: Span| a.content.iter().any(|c| c.contains(cue));
    for i in 0..attributions.len() {
        let Some(&cue) = attributions[i].cue.first() else { continue };
        let size =
            |j: usize| attributions[j].content.iter().filter(|c| c.contains(cue)).map(|c| c.len()).min();
        let crossed =
            |j: usize| j < i && attributions[j].cue.first().is_some_and(|c| holds(&attributions[i], *c));
        let others = (0..attributions.len()).filter(|&j| j != i && !crossed(j));
        attributions[i].within = others.filter_map(|j| size(j).map(|s| (s, j))).min().map(|(_, j)| j);
    }
}

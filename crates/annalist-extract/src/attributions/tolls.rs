//! Figures that somebody gives: "the government *put* the death toll at 9".

use super::chains::{phrase, verb_group};
use super::model::Found;
use super::view::View;
use annalist_core::{Relation, Upos};

/// Adds them where the models did not.
pub fn add(view: &View, found: &mut Vec<Found>) {
    let verbs = (0..view.token_count()).filter(|&t| view.upos(t) == Upos::Verb);
    let missed: Vec<Found> = verbs
        .filter(|t| !found.iter().any(|f| f.cue.contains(t)))
        .filter_map(|verb| estimate(view, verb))
        .collect();
    found.extend(missed);
    found.sort_by_key(|f| f.cue[0]);
}

fn estimate(view: &View, verb: usize) -> Option<Found> {
    const VERBS: [&str; 4] = ["put", "place", "estimate", "set"];
    const FIGURES: [&str; 7] = ["toll", "number", "figure", "count", "casualty", "loss", "turnout"];
    let lemma = |t: usize| view.document.tokens[t].lemma.as_str();
    let of = |relation: Relation| view.child(verb, |r| r == relation);
    let (subject, figure) = (of(Relation::Nsubj)?, of(Relation::Obj)?);
    let at = view.children(verb).find(|&t| {
        view.relation(t) == Relation::Obl && t > figure && view.children(t).any(|c| lemma(c) == "at")
    });
    let at = at.or_else(|| {
        view.children(figure).find(|&t| t > figure && view.children(t).any(|c| lemma(c) == "at"))
    })?;
    if !VERBS.contains(&lemma(verb)) || !FIGURES.contains(&lemma(figure)) {
        return None;
    }
    let content = phrase(view, figure).start..phrase(view, at).end;
    Some(Found {
        cue: verb_group(view, verb),
        head: verb,
        source: vec![phrase(view, subject)],
        content: vec![content],
    })
}

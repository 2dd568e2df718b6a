//! Where an event happened: from its clause, its sentence, the discourse, the dateline.

use super::Scene;
use super::happening::Happening;
use annalist_core::annotations::PlaceUse;
use annalist_core::event::{DateSource, LocationSource};
use annalist_core::{Place, Relation};

/// The place of a happening: of its own clause, else of the word that introduces it.
pub fn of_happening(scene: &Scene, h: &Happening) -> Option<(Place, LocationSource)> {
    of(scene, h.core).or_else(|| of(scene, h.head))
}

/// The place of the event whose clause is headed by `core`; only literal toponyms after a preposition of place do.
fn of(scene: &Scene, core: usize) -> Option<(Place, LocationSource)> {
    if let Some(place) = in_clause(scene, core) {
        return Some((place.clone(), DateSource::Clause));
    }
    if is_here(scene, core)
        && let Some(place) = dateline(scene)
    {
        return Some((place.clone(), DateSource::Dateline));
    }
    if let Some(place) = in_sentence(scene, core) {
        return Some((place.clone(), DateSource::Sentence));
    }
    Some((dateline(scene)?.clone(), DateSource::Dateline))
}

/// Whether the clause says that it happened where the report was written: "met *here* on Monday".
fn is_here(scene: &Scene, core: usize) -> bool {
    scene.tree.in_relation(core, Relation::Advmod).any(|i| scene.tree.lemma(i) == "here")
}

/// The place of the report's dateline: of one that was read as such, or a place that the text opens with before a colon,
/// as Indian papers print it ("patna: a group of …").
pub fn dateline<'s>(scene: &'s Scene) -> Option<&'s Place> {
    let text = &scene.tree.document.text;
    let places = &scene.annotations.places;
    if let Some(span) = scene.report.dateline.as_ref().and_then(|d| d.span) {
        return places.iter().find(|p| span.contains(p.span) && p.coordinates.is_some());
    }
    let first = places.first().filter(|p| p.coordinates.is_some())?;
    let opens = text.get(..first.span.range().start)?.trim().is_empty();
    let rest = text.get(first.span.range().end..)?;
    (opens && rest.trim_start().starts_with(':')).then_some(first)
}

/// Prepositions that say where something happens.
const LOCATIVE: &[&str] = &[
    "across",
    "along",
    "around",
    "at",
    "in",
    "inside",
    "near",
    "off",
    "on",
    "outside",
    "over",
    "through",
    "throughout",
    "within",
];

/// Verbs whose object is the place of the event: "visited Iraq", "bombed Dresden".
fn is_entered(lemma: &str) -> bool {
    matches!(
        lemma,
        "visit"
            | "tour"
            | "invade"
            | "enter"
            | "occupy"
            | "capture"
            | "recapture"
            | "retake"
            | "storm"
            | "bomb"
            | "shell"
            | "bombard"
            | "raid"
            | "annex"
            | "besiege"
            | "overrun"
    )
}

/// Whether a toponym says where: a literal one after a preposition of place, or one that modifies the trigger.
fn locates(scene: &Scene, place: &Place, core: usize) -> bool {
    if place.usage != PlaceUse::Literal {
        return false;
    }
    let tokens = scene.tree.document.tokens_in(place.span);
    let Some(head) = tokens.clone().find(|t| scene.tree.head(*t).is_none_or(|h| !tokens.contains(&h))) else {
        return false;
    };
    let at = |i: usize| scene.tree.preposition(i).is_some_and(|p| LOCATIVE.contains(&p.as_str()));
    let above = scene.tree.head(head);
    let modifies = matches!(
        scene.tree.relation(head),
        Relation::Compound | Relation::NmodUnmarked | Relation::NmodDesc | Relation::OblUnmarked
    );
    let entered = scene.tree.relation(head) == Relation::Obj && is_entered(scene.tree.lemma(core));
    at(head)
        || above == Some(core) && (modifies || entered)
        || above.is_some_and(|h| scene.tree.is_nominal(h) && at(h))
}

/// The most precise literal place among the dependents of the trigger or of the light verb above it.
fn in_clause<'s>(scene: &'s Scene, core: usize) -> Option<&'s Place> {
    let mut at = core;
    for _ in 0..3 {
        let found = scene
            .places_of_sentence(core)
            .filter(|p| locates(scene, p, core))
            .filter(|p| scene.tree.document.token_at(p.span.start).is_some_and(|t| reaches(scene, t, at)))
            .min_by_key(|p| p.precision);
        if found.is_some() {
            return found;
        }
        match (scene.tree.relation(at), scene.tree.head(at)) {
            (
                Relation::Obj
                | Relation::Xcomp
                | Relation::Nsubj
                | Relation::NsubjPass
                | Relation::Nmod
                | Relation::Obl,
                Some(head),
            ) => {
                at = head;
            }
            _ => return None,
        }
    }
    None
}

/// Whether the heads above `token` reach `clause` without passing a subject or another clause.
fn reaches(scene: &Scene, token: usize, clause: usize) -> bool {
    let mut at = token;
    for _ in 0..6 {
        if at == clause {
            return true;
        }
        let barred = matches!(
            scene.tree.relation(at),
            Relation::Nsubj | Relation::Ccomp | Relation::AclRelcl | Relation::Advcl | Relation::Parataxis
        );
        match scene.tree.head(at) {
            Some(head) if !barred => at = head,
            _ => return false,
        }
    }
    false
}

/// The nearest literal place of the sentence.
fn in_sentence<'s>(scene: &'s Scene, core: usize) -> Option<&'s Place> {
    let start = scene.tree.document.tokens[core].span.start;
    scene
        .places_of_sentence(core)
        .filter(|p| locates(scene, p, core))
        .min_by_key(|p| (p.precision, p.span.start.abs_diff(start)))
}

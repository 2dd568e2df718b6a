//! Features of the places that a report names, as the place of a happening; see [`super::when`] for its times.

use super::super::draft::Draft;
use super::super::locations;
use super::super::scene::Scene;
use super::words::category;
use crate::linear::Bag;
use annalist_core::annotations::PlaceUse;
use annalist_core::event::LocationSource;
use annalist_core::{EventType, Place, Span};

/// Sentences before the happening's own that its time or place may stand in.
pub(super) const BACK: usize = 6;

/// Where a happening was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// At a place that the report names, by its number.
    Named(usize),
    /// At none that can be known.
    Unknown,
}

/// What may be its place.
pub fn places(scene: &Scene, draft: &Draft) -> Vec<Where> {
    let span = reach(scene, draft);
    let sentences = &scene.tree.document.sentences;
    let lead = sentences.iter().take(2).map(|s| s.span).reduce(Span::cover).unwrap_or(span);
    let all = scene.annotations.places.iter().enumerate();
    let near =
        all.filter(|(_, p)| (span.contains(p.span) || lead.contains(p.span)) && p.coordinates.is_some());
    near.map(|(i, _)| Where::Named(i)).chain([Where::Unknown]).collect()
}

/// The happening's sentence and those before it.
pub(super) fn reach(scene: &Scene, draft: &Draft) -> Span {
    let sentences = &scene.tree.document.sentences;
    let own = scene.tree.document.sentence_of(draft.happening.head);
    sentences[own.saturating_sub(BACK)].span.cover(sentences[own].span)
}

/// What the rules say of a draft's place.
pub fn told_place(scene: &Scene, draft: &Draft) -> Option<(Place, LocationSource)> {
    locations::of_happening(scene, &draft.happening)
}

/// The feature hashes of `place` as the place of a draft of type `kind`, `rule` being its [`told_place`].
pub fn of_place(
    scene: &Scene,
    draft: &Draft,
    kind: EventType,
    rule: Option<&(Place, LocationSource)>,
    place: Where,
) -> Vec<u32> {
    let mut bag = Bag::default();
    let h = &draft.happening;
    let source = rule.map_or("none", |(_, s)| s.as_str());
    let Where::Named(i) = place else {
        bag.add(&["place", "unknown"]);
        bag.add(&["place", "unknown", source]);
        bag.add(&["place", "unknown", kind.as_str()]);
        bag.add(&["place", "unknown", source, kind.as_str()]);
        telling(&mut bag, scene, draft, "nowhere");
        return bag.finish();
    };
    let p = &scene.annotations.places[i];
    let usage = match p.usage {
        PlaceUse::Literal => "literal",
        PlaceUse::Metonymic => "metonymic",
        PlaceUse::Modifier => "modifier",
        PlaceUse::Embedded => "embedded",
    };
    let precision = format!("{:?}", p.precision);
    let picked = if rule.is_some_and(|(r, _)| r.span == p.span) { source } else { "no" };
    bag.add(&["place"]);
    bag.add(&["place-picked", picked]);
    bag.add(&["place-picked", picked, usage]);
    bag.add(&["place-usage", usage, &precision]);
    bag.add(&["place-usage", usage, kind.as_str()]);
    bag.add(&["place-precision", &precision, kind.as_str()]);
    if locations::dateline(scene).is_some_and(|d| d.span == p.span) {
        bag.add(&["place-dateline"]);
        bag.add(&["place-dateline", kind.as_str()]);
    }
    let often = scene.annotations.places.iter().filter(|q| q.name == p.name).count();
    bag.add(&["place-often", &often.min(4).to_string()]);
    let tokens = scene.tree.document.tokens_in(p.span);
    let head = tokens.clone().find(|t| scene.tree.head(*t).is_none_or(|x| !tokens.contains(&x)));
    let head = head.unwrap_or(h.head);
    for (name, parties) in [("actor", &draft.actors), ("recipient", &draft.recipients)] {
        if parties.iter().any(|party| party.span.contains(p.span)) {
            bag.add(&["place-in", name]);
            bag.add(&["place-in", name, kind.as_str(), usage]);
        }
    }
    position(&mut bag, scene, draft, "place", head, usage);
    bag.finish()
}

/// How the happening itself is told.
pub(super) fn telling(bag: &mut Bag, scene: &Scene, draft: &Draft, name: &str) {
    let tree = &scene.tree;
    let core = draft.happening.core;
    bag.add(&["telling", name, tree.xpos(core)]);
    bag.add(&["telling", name, tree.relation(core).as_str(), tree.xpos(core)]);
    let g = draft.grammar;
    for (flag, set) in [("negated", g.negated), ("future", g.future), ("hypothetical", g.hypothetical)] {
        if set {
            bag.add(&["telling", name, flag]);
        }
    }
    for child in tree.children(core).filter(|c| tree.upos(*c).as_str() == "AUX") {
        bag.add(&["telling", name, "aux", &tree.document.form(child).to_lowercase()]);
    }
    let sentence = tree.document.sentence_of(core);
    bag.add(&["telling", name, "sentence", &sentence.min(5).to_string()]);
}

/// Where a phrase stands with regard to the happening.
pub(super) fn position(bag: &mut Bag, scene: &Scene, draft: &Draft, what: &str, head: usize, sort: &str) {
    let tree = &scene.tree;
    let core = draft.happening.core;
    let (own, its) = (tree.document.sentence_of(core), tree.document.sentence_of(head));
    let back = own.saturating_sub(its).min(BACK).to_string();
    let paragraph = tree.document.sentences[its.min(own) + 1..=own].iter().any(|s| s.starts_paragraph);
    let paragraph = if paragraph { "other" } else { "same" };
    bag.add(&[what, "back", &back]);
    bag.add(&[what, "back", &back, sort]);
    bag.add(&[what, "back", &back, paragraph]);
    if its < 2 {
        bag.add(&[what, "lead"]);
        bag.add(&[what, "lead", sort]);
    }
    let preposition = tree.preposition(head).unwrap_or_default();
    bag.add(&[what, "preposition", &preposition]);
    bag.add(&[what, "preposition", &preposition, sort]);
    bag.add(&[what, "preposition", &preposition, if own == its { "own" } else { "other" }]);
    bag.add(&[what, "relation", tree.relation(head).as_str(), sort]);
    if let Some(above) = tree.head(head) {
        bag.add(&[what, "above", tree.relation(head).as_str(), tree.lemma(above)]);
        bag.add(&[what, "above-kind", tree.relation(head).as_str(), &category(scene, above)]);
        if above == core || above == draft.happening.head {
            bag.add(&[what, "on the trigger"]);
            bag.add(&[what, "on the trigger", tree.relation(head).as_str(), sort]);
        }
    }
    if own != its {
        return;
    }
    let (up, down) = (tree.ancestors(core), tree.ancestors(head));
    if let Some(top) = up.iter().copied().find(|x| down.contains(x)) {
        let rise: Vec<&str> =
            up.iter().take_while(|x| **x != top).map(|x| tree.relation(*x).as_str()).collect();
        let fall: Vec<&str> =
            down.iter().take_while(|x| **x != top).map(|x| tree.relation(*x).as_str()).collect();
        let clauses = |way: &[&str]| {
            let clausal = ["ccomp", "advcl", "acl", "acl:relcl", "parataxis", "conj"];
            way.iter().filter(|r| clausal.contains(r)).count().min(2).to_string()
        };
        bag.add(&[what, "clauses", &clauses(&rise), &clauses(&fall)]);
        bag.add(&[what, "clauses", &clauses(&rise), &clauses(&fall), sort]);
        if rise.len() + fall.len() <= 5 {
            bag.add(&[what, "way", &rise.join("<"), &fall.join("<")]);
        }
    }
    let side = if head < core { "before" } else { "after" };
    bag.add(&[what, "side", side, sort]);
    bag.add(&[what, "distance", side, &(head.abs_diff(core).min(32) / 4).to_string()]);
}

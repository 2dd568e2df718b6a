//! Features of the times and places that a report names, as the time and place of a happening.

use super::super::draft::Draft;
use super::super::scene::Scene;
use super::super::{dates, locations};
use super::words::category;
use crate::linear::Bag;
use annalist_core::annotations::PlaceUse;
use annalist_core::event::{EventDate, LocationSource};
use annalist_core::{EventType, Place, Span};

/// Sentences before the happening's own that its time or place may stand in.
const BACK: usize = 6;

/// When a happening was, as far as the report says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// At a time that the report names, by its number.
    Named(usize),
    /// When the report was written: the dateline's day, or that of publication.
    Told,
    /// At no time that can be known.
    Unknown,
}

/// Where a happening was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// At a place that the report names, by its number.
    Named(usize),
    /// At none that can be known.
    Unknown,
}

/// What may be its time.
pub fn times(scene: &Scene, draft: &Draft) -> Vec<When> {
    let span = reach(scene, draft);
    let all = scene.annotations.times.iter().enumerate();
    let named = all.filter(|(_, t)| span.contains(t.span) && dates::dates(t)).map(|(i, _)| When::Named(i));
    named.chain([When::Told, When::Unknown]).collect()
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
fn reach(scene: &Scene, draft: &Draft) -> Span {
    let sentences = &scene.tree.document.sentences;
    let own = scene.tree.document.sentence_of(draft.happening.head);
    sentences[own.saturating_sub(BACK)].span.cover(sentences[own].span)
}

/// What the rules say of a draft's time, which features of every candidate look at.
pub fn told_time(scene: &Scene, draft: &Draft) -> EventDate {
    dates::of(scene, draft.happening.core, draft.grammar)
}

/// What the rules say of a draft's place.
pub fn told_place(scene: &Scene, draft: &Draft) -> Option<(Place, LocationSource)> {
    locations::of_happening(scene, &draft.happening)
}

/// The feature hashes of `when` as the time of a draft of type `kind`, `rule` being its [`told_time`].
pub fn of_time(scene: &Scene, draft: &Draft, kind: EventType, rule: &EventDate, when: When) -> Vec<u32> {
    let mut bag = Bag::default();
    let source = rule.source.as_str();
    let When::Named(i) = when else {
        let name = if when == When::Told { "told" } else { "unknown" };
        let has = if scene.report.published.is_some() { "dated" } else { "undated" };
        bag.add(&["time", name, has]);
        bag.add(&["time", name, has, source]);
        bag.add(&["time", name, kind.as_str()]);
        telling(&mut bag, scene, draft, name);
        return bag.finish();
    };
    let time = &scene.annotations.times[i];
    bag.add(&["time"]);
    let picked = if rule.time == Some(i) { source } else { "no" };
    bag.add(&["time-picked", picked]);
    let precision = format!("{:?}", time.precision);
    bag.add(&["time-picked", picked, &precision]);
    bag.add(&["time-precision", &precision, kind.as_str()]);
    bag.add(&["time-rule", time.rule, &precision]);
    let published = scene.report.published.map(|p| p.date);
    let age = match (time.interval, published) {
        (Some((start, end)), Some(day)) if start <= day && day <= end => "now",
        (Some((_, end)), Some(day)) if end < day => {
            let days = day.since(end).map_or(0, |s| s.get_days());
            match days {
                0..8 => "week",
                8..366 => "year",
                _ => "history",
            }
        }
        (Some(_), Some(_)) => "future",
        _ => "unknown",
    };
    bag.add(&["time-age", age]);
    let grammar = draft.grammar;
    bag.add(&["time-age", age, if grammar.future { "future" } else { "past" }]);
    bag.add(&["time-age", age, scene.tree.xpos(draft.happening.core)]);
    let head = scene.time_head(i).unwrap_or(draft.happening.head);
    position(&mut bag, scene, draft, "time", head, &precision);
    telling(&mut bag, scene, draft, "named");
    bag.finish()
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
    let dateline = scene.report.dateline.as_ref().and_then(|d| d.span).is_some_and(|d| d.contains(p.span));
    if dateline {
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
fn telling(bag: &mut Bag, scene: &Scene, draft: &Draft, name: &str) {
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
fn position(bag: &mut Bag, scene: &Scene, draft: &Draft, what: &str, head: usize, sort: &str) {
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

//! What bears both on the time of a happening ([`super::when`]) and on its place ([`super::whereabouts`]).

use super::super::draft::Draft;
use super::super::scene::Scene;
use super::words::category;
use crate::linear::Bag;
use annalist_core::{Attribution, EntityId, Party, Span, Upos};
use annalist_lexicon::predicates::TriggerPos;

/// Sentences before the happening's own that its time or place may stand in.
pub(super) const BACK: usize = 6;

/// The happening's sentence and those before it.
pub(super) fn reach(scene: &Scene, draft: &Draft) -> Span {
    let sentences = &scene.tree.document.sentences;
    let own = scene.tree.document.sentence_of(draft.happening.head);
    sentences[own.saturating_sub(BACK)].span.cover(sentences[own].span)
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
    let holder = holder(scene, draft, head);
    bag.add(&[what, "holder", holder, sort]);
    bag.add(&[what, "holder", holder, tree.xpos(core)]);
    bag.add(&[what, "holder", holder, tree.preposition(core).as_deref().unwrap_or("-")]);
    bag.add(&[what, "side", side, sort]);
    bag.add(&[what, "distance", side, &(head.abs_diff(core).min(32) / 4).to_string()]);
}

/// How the verb or deed that a phrase completes stands to the happening.
fn holder(scene: &Scene, draft: &Draft, head: usize) -> &'static str {
    let tree = &scene.tree;
    let deed = |i: usize| {
        let predicates = &scene.lexicon.predicates;
        tree.upos(i) == Upos::Verb
            || tree.upos(i) == Upos::Noun && !predicates.entries(tree.lemma(i), TriggerPos::Noun).is_empty()
    };
    let Some(holder) = tree.ancestors(head).into_iter().skip(1).find(|i| deed(*i)) else { return "nothing" };
    let h = &draft.happening;
    if holder == h.core || holder == h.head || h.words.contains(&holder) {
        return "itself";
    }
    let verb = tree.upos(holder) == Upos::Verb;
    if tree.document.is_under(h.core, holder) {
        if verb { "verb above" } else { "noun above" }
    } else if tree.document.is_under(holder, h.core) {
        if verb { "verb below" } else { "noun below" }
    } else if verb {
        "another verb"
    } else {
        "another noun"
    }
}

/// The parties of a happening, actors first.
pub type Sides = [Vec<Party>; 2];

/// The statement that token `i` is part of the cue of.
pub(super) fn cue_at<'s>(scene: &'s Scene, i: usize) -> Option<&'s Attribution> {
    let span = scene.tree.document.tokens[i].span;
    scene.annotations.attributions.iter().find(|a| a.cue.iter().any(|c| c.overlaps(span)))
}

/// Mentions and tokens of a sentence that are looked at, at most.
const LONGEST: usize = 120;

/// How the parties of one side stand in a sentence.
fn met(scene: &Scene, side: &[Party], sentence: usize) -> &'static str {
    if side.iter().all(|p| p.entity.is_none()) {
        return "nobody";
    }
    let span = scene.tree.document.sentences[sentence].span;
    let all = &scene.annotations.mentions;
    let from = all.partition_point(|m| m.span.start < span.start);
    let there = all[from..].iter().take_while(|m| m.span.start < span.end).take(LONGEST);
    let mut found = there.filter(|m| side.iter().any(|p| p.entity == Some(m.entity))).peekable();
    if found.peek().is_none() {
        "absent"
    } else if found.any(|m| scene.tree.relation(m.head).is_subject()) {
        "subject"
    } else {
        "present"
    }
}

/// Whether the report opens with the actor of a happening.
pub(super) fn newcomer(scene: &Scene, draft: &Draft, sides: &[Vec<Party>; 2]) -> &'static str {
    match scene.tree.document.sentence_of(draft.happening.head) {
        0 => "first",
        _ => met(scene, &sides[0], 0),
    }
}

/// Whether the sentence of a phrase tells of the same people or of the same kind of happening, and whether they do what is
/// said to be there or then.
pub(super) fn occasion(
    bag: &mut Bag,
    scene: &Scene,
    draft: &Draft,
    sides: &[Vec<Party>; 2],
    what: &str,
    head: usize,
    sort: &str,
) {
    let document = scene.tree.document;
    let (own, there) = (document.sentence_of(draft.happening.head), document.sentence_of(head));
    let lemma = scene.tree.lemma(draft.happening.head);
    let mut tokens = document.sentences[there].tokens.clone().take(LONGEST);
    let (actor, recipient, again) = if own == there {
        ("own", "own", "own")
    } else {
        let again = if tokens.any(|t| scene.tree.lemma(t) == lemma) { "again" } else { "else" };
        (met(scene, &sides[0], there), met(scene, &sides[1], there), again)
    };
    bag.add(&[what, "met", actor, recipient]);
    bag.add(&[what, "met", actor, sort]);
    bag.add(&[what, "met recipient", recipient, sort]);
    bag.add(&[what, "again", again, sort]);
    bag.add(&[what, "again", again, actor]);
    let Some(above) = scene.tree.head(head) else { return };
    let subject = scene.tree.children(above).find(|c| scene.tree.relation(*c).is_subject());
    let is = |side: usize, e: EntityId| sides[side].iter().any(|p| p.entity == Some(e));
    let did = match subject.and_then(|c| scene.mention(c)).map(|m| m.entity) {
        None => "nobody",
        Some(e) if is(0, e) => "actor",
        Some(e) if is(1, e) => "recipient",
        Some(_) => "another",
    };
    bag.add(&[what, "did", did, sort]);
    bag.add(&[what, "did", did, if own == there { "own" } else { "other" }]);
}

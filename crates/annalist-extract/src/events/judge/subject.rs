//! Features of what a happening is about: its sentence, its type, and what the word lists say.

use super::super::contexts;
use super::super::draft::Draft;
use super::super::scene::Scene;
use super::words::category;
use crate::linear::Bag;
use annalist_core::{EventType, Upos};

/// The feature hashes of a draft of type `kind` and mode `mode`.
pub fn of(scene: &Scene, draft: &Draft, kind: EventType, mode: Option<&str>) -> Vec<u32> {
    let mut bag = Bag::default();
    let tree = &scene.tree;
    let h = &draft.happening;
    let kind = kind.as_str();
    bag.add(&["bias"]);
    bag.add(&["kind", kind]);
    bag.add(&["mode", kind, mode.unwrap_or_default()]);
    bag.add(&["lemma", tree.lemma(h.head)]);
    bag.add(&["core", tree.lemma(h.core)]);
    let class = scene.lexicon.predicates.class(draft.class);
    if !h.entries.is_empty() {
        bag.add(&["class", class.name]);
    }
    for context in contexts::of(scene, h, class) {
        bag.add(&["listed", context.as_str()]);
        bag.add(&["listed", context.as_str(), kind]);
    }
    let sentence = &tree.document.sentences[tree.document.sentence_of(h.head)];
    for t in sentence.tokens.clone() {
        if !matches!(tree.upos(t), Upos::Noun | Upos::Verb | Upos::Adj | Upos::Propn) {
            continue;
        }
        bag.add(&["word", tree.lemma(t)]);
        let under = tree.document.is_under(t, h.core) || tree.document.is_under(t, h.head);
        if under {
            bag.add(&["under", tree.lemma(t)]);
        }
        for context in scene.lexicon.predicates.contexts(tree.lemma(t)) {
            bag.add(&["word-listed", context.as_str(), if under { "under" } else { "beside" }]);
        }
    }
    for (part, heads) in [("actor", &h.actors), ("recipient", &h.recipients)] {
        for head in heads.iter().take(2) {
            bag.add(&["party", part, &category(scene, *head)]);
            bag.add(&["party-kind", part, &category(scene, *head), kind]);
        }
    }
    for (part, parties) in [("actor", &draft.actors), ("recipient", &draft.recipients)] {
        for sector in parties.iter().flat_map(|p| &p.sectors) {
            bag.add(&["sector", part, sector.as_str()]);
            bag.add(&["sector-kind", part, sector.as_str(), kind]);
        }
    }
    bag.finish()
}

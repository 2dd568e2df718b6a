//! What an event is about: PLOVER's contexts, from the words of its sentence and the class of the happening.

use super::Scene;
use super::happening::Happening;
use annalist_core::Context;
use annalist_lexicon::predicates::Class;

/// The contexts of a happening, in the ontology's order.
pub fn of(scene: &Scene, h: &Happening, class: &Class) -> Vec<Context> {
    let document = scene.tree.document;
    let mut found = class.contexts.clone();
    for i in document.sentences[document.sentence_of(h.head)].tokens.clone() {
        found.extend(scene.lexicon.predicates.contexts(scene.tree.lemma(i)));
    }
    found.sort_unstable();
    found.dedup();
    found
}

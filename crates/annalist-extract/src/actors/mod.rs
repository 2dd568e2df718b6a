//! Parties: noun phrases that name or describe someone, with country and sectors.

use annalist_core::{Document, Entity, Mention, Place, Report};
use annalist_lexicon::Lexicon;

/// Finds mentions and resolves each to an entity of its own; [`crate::coreference`] merges them.
pub fn find(
    _report: &Report,
    _document: &Document,
    _places: &[Place],
    _lexicon: &Lexicon,
) -> (Vec<Entity>, Vec<Mention>) {
    (Vec::new(), Vec::new())
}

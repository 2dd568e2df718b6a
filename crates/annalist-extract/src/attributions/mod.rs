//! On whose word: sources, cues and what they say.

use annalist_core::{Attribution, Document, Entity, Mention, Report};
use annalist_lexicon::Lexicon;

/// Finds attributions (PolNeAR's source, cue and content).
pub fn find(
    _report: &Report,
    _document: &Document,
    _entities: &[Entity],
    _mentions: &[Mention],
    _lexicon: &Lexicon,
) -> Vec<Attribution> {
    Vec::new()
}

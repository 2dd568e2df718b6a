//! Toponyms, found and resolved.

use annalist_core::{Document, Place, Report};
use annalist_lexicon::Lexicon;

/// Finds toponyms and resolves them.
pub fn find(_report: &Report, _document: &Document, _lexicon: &Lexicon) -> Vec<Place> {
    Vec::new()
}

//! PLOVER events from trees and annotations.

use annalist_core::{Annotations, Document, Event, Report};
use annalist_lexicon::Lexicon;

/// Codes events, in the order of their main trigger.
pub fn code(
    _report: &Report,
    _document: &Document,
    _annotations: &Annotations,
    _lexicon: &Lexicon,
) -> Vec<Event> {
    Vec::new()
}

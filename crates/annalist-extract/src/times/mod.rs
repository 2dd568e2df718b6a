//! Time expressions (TIMEX3).

use annalist_core::{Document, Report, Time};

/// Finds time expressions and resolves them against the report's own time.
pub fn find(_report: &Report, _document: &Document) -> Vec<Time> {
    Vec::new()
}

//! Datelines.
use annalist_core::report::Dateline;
/// Finds.
pub fn find(_text: &str, _published: Option<jiff::civil::Date>) -> Option<Dateline> { None }

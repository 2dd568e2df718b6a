//! What must hold of whatever bytes are read as whatever format: an end, no panic, reports that are whole.

use annalist_core::Report;
use annalist_read::{Format, Limits, Options, read_bytes};

/// Reads `bytes` as `format`, or as what they look like, under small limits.
///
/// # Panics
/// If a report is not as every report must be; the reader itself must never panic.
pub fn read(format: Option<Format>, bytes: &[u8]) {
    let limits = Limits { report_bytes: 256 << 10, ratio: 50, ..Limits::default() };
    let options = Options { format, limits, ..Options::default() };
    // More answers than bytes would mean that reading does not get on.
    let mut answers = 0;
    for answer in read_bytes("input", bytes.to_vec(), &options) {
        answers += 1;
        assert!(answers <= bytes.len() + 1, "there is no end");
        match answer {
            Ok(report) => check(&report),
            Err(error) => assert!(error.to_string().starts_with("cannot read `input"), "{error}"),
        }
    }
}

fn check(report: &Report) {
    assert!(!report.id.is_empty() && !report.text.trim().is_empty());
    if let Some(span) = report.dateline.as_ref().and_then(|d| d.span) {
        assert!(report.text.get(span.range()).is_some(), "the dateline lies outside the text");
    }
}

/// A target that reads its input as one format.
#[macro_export]
macro_rules! target {
    ($format:expr) => {
        libfuzzer_sys::fuzz_target!(|bytes: &[u8]| $crate::read($format, bytes));
    };
}

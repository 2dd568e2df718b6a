//! The shapes in which results leave annalist, apart from the core types and made from them by hand; the program, what it
//! serves and the Python package all write these.
//!
//! Spans change here from UTF-8 bytes to Unicode code points. Field order is the order of the structs.

pub mod actors;
pub mod annotate;
pub mod classify;
mod error;
pub mod explain;
pub mod flat;
pub mod plover;
pub mod record;
pub mod report;
#[cfg(any(test, feature = "sample"))]
pub mod sample;
pub mod select;
pub mod statement;

pub use error::{Error, Result};

use annalist::Coded;
use annalist_core::Span;
use annalist_core::moment::Precision;
use annalist_core::span::CodePoints;
use record::records;
use report::ReportShape;
use select::Selection;
use statement::statements;

/// What wrote the records of a report: program, version and lexicon, with the user's own files.
pub fn coder(coded: &Coded) -> String {
    coder_with(&coded.lexicon)
}

/// What writes records with the lexicon of version `lexicon`.
pub fn coder_with(lexicon: &str) -> String {
    format!("annalist {} {lexicon}", env!("CARGO_PKG_VERSION"))
}

/// A half-open range of code points.
pub type Range = [u32; 2];

/// `spans` in code points.
fn ranges(points: &CodePoints, spans: &[Span]) -> Vec<Range> {
    spans.iter().map(|s| points.span(*s)).collect()
}

/// The words of `spans`, with a space between one span and the next.
pub fn words(text: &str, spans: &[Span]) -> String {
    let parts: Vec<&str> = spans.iter().map(|s| s.of(text)).collect();
    parts.join(" ")
}

/// `value` as the shortest decimal with at most `places` digits after the point.
pub fn rounded(value: f32, places: i32) -> f64 {
    let scale = 10f64.powi(places);
    (f64::from(value) * scale).round() / scale
}

/// The word for `precision` that records carry.
pub fn precision(precision: Precision) -> &'static str {
    match precision {
        Precision::Time => "time",
        Precision::Day => "day",
        Precision::Week => "week",
        Precision::Month => "month",
        Precision::Quarter => "quarter",
        Precision::Year => "year",
        Precision::Unknown => "unknown",
    }
}

/// A coded report in lines of JSON: itself, the records that `selection` keeps, and its statements.
///
/// # Errors
/// If one cannot be written as JSON.
pub fn lines(coded: &Coded, selection: &Selection) -> Result<(String, Vec<String>, Vec<String>)> {
    let points = CodePoints::new(&coded.document.text);
    let kept = records(coded, &points, false).into_iter().filter(|(event, _)| selection.keeps(event));
    let records = kept.map(|(_, record)| serde_json::to_string(&record)).collect::<Result<_, _>>()?;
    let found = statements(coded, &points, |_| true);
    let statements = found.iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
    Ok((serde_json::to_string(&ReportShape::new(&coded.report))?, records, statements))
}

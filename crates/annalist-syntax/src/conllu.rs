//! Reading and writing CoNLL-U, the file format of Universal Dependencies
//! (<https://universaldependencies.org/format.html>).
//!
//! [`read`] keeps everything a [`Document`] can hold; [`read_tokens`] keeps only tokens and sentence breaks,
//! so that the words of a treebank can be parsed anew. Both rebuild a text from the forms. Empty nodes and
//! enhanced dependencies are dropped.

mod parse;
mod print;

pub use print::write;

use annalist_core::Document;

/// Why a CoNLL-U file could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct ReadError {
    /// The line, counted from one.
    pub line: usize,
    /// What was expected there and what was found.
    pub reason: String,
}

/// Reads CoNLL-U with its lemmas, tags, heads, relations and names (`NE=B-PER` in MISC).
///
/// # Errors
///
/// Names the first line that is not CoNLL-U: a wrong number of columns, an identifier out of order, a head
/// outside the sentence, an unknown part of speech or relation.
pub fn read(input: &str) -> Result<Document, ReadError> {
    parse::document(input, true)
}

/// Reads the tokens and sentence breaks of CoNLL-U and ignores its other columns.
///
/// # Errors
///
/// As [`read`], but tags, heads and relations are not looked at.
pub fn read_tokens(input: &str) -> Result<Document, ReadError> {
    parse::document(input, false)
}

#[cfg(test)]
mod tests;

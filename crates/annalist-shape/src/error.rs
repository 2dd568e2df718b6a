//! What can go wrong where results take shape.

use annalist_store::StoreError;

/// Why a result could not be given a shape.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A word that records cannot be chosen by.
    #[error("cannot understand `--{option} {word}`: expected {expected}")]
    Label {
        /// The option it was given to.
        option: String,
        /// The word.
        word: String,
        /// The words that are known.
        expected: String,
    },
    /// It cannot be written as JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// It cannot be written as a table.
    #[error(transparent)]
    Table(#[from] csv::Error),
    /// It cannot be written in a layout of the store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

//! What can go wrong with a store.

/// Why something could not be done with a store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite refused or failed.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    /// A file is not a store of annalist.
    #[error("it is no store of annalist: expected application id {expected:#x}, found {found:#x}")]
    NotAStore {
        /// The application id of a store.
        expected: i32,
        /// That of the file.
        found: i32,
    },
    /// A store was written by a newer program.
    #[error(
        "its schema is version {found}, and this program knows versions up to {known}; use a newer annalist"
    )]
    TooNew {
        /// The version of the file.
        found: i32,
        /// The newest version known.
        known: i32,
    },
    /// Something that should be a record, a statement, a report or a correction is none.
    #[error("{what} cannot be read: {why}")]
    Shape {
        /// What was being read.
        what: String,
        /// What was expected and what was found.
        why: String,
    },
    /// An export cannot be written.
    #[error("cannot write the {format} export: {why}")]
    Export {
        /// The form of the export.
        format: &'static str,
        /// Why.
        why: String,
    },
}

impl StoreError {
    /// That `what` has not the shape it should have.
    pub(crate) fn shape(what: impl Into<String>, why: impl ToString) -> Self {
        StoreError::Shape { what: what.into(), why: why.to_string() }
    }
}

/// A result of the store.
pub type Result<T> = std::result::Result<T, StoreError>;

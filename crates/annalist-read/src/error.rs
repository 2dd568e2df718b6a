//! What can be wrong with an input, said so that a user can find and mend it.

use std::fmt;

/// One input, or one report of it, that could not be read. The other reports are not affected.
///
/// Reads as ``cannot read `news.jsonl`: line 41: expected a JSON object with a string `text`, found …``.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot read {}: {}{reason}", Named(.input), At(.line))]
pub struct ReadError {
    /// The file or folder as the user named it, or `-` for standard input.
    pub input: String,
    /// The line, counted from 1, where the input has several reports.
    pub line: Option<u64>,
    /// What was wrong.
    pub reason: Reason,
}

/// The reasons for a [`ReadError`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// The operating system refused: missing, not permitted, and so on.
    #[error("{0}")]
    System(String),
    /// There is nothing in it.
    #[error("it is empty")]
    Empty,
    /// It is not text.
    #[error("expected text, found {0}")]
    Binary(String),
    /// Its bytes make no sense in the encoding it names or seems to have.
    #[error("expected text in {expected}, found bytes that are not (first at byte {at})")]
    Encoding {
        /// The encoding's name.
        expected: String,
        /// The offset of the first bad byte.
        at: usize,
    },
    /// It is larger than the limit.
    #[error("it is larger than the limit of {}", Bytes(*.0))]
    TooLarge(u64),
    /// It grew too much on decompression.
    #[error("it decompresses to more than {0} times its size, which no news text does")]
    Bomb(u64),
    /// An over-long line did not end.
    #[error("its line is longer than {}; the rest of the input was not read", Bytes(*.0))]
    EndlessLine(u64),
    /// A compressed file is damaged or cut short.
    #[error("its compressed data is damaged: {0}")]
    Compression(String),
    /// A web page without an article.
    #[error("no article found in the page")]
    NoArticle,
    /// Markup beyond the limits.
    #[error("its markup is {what} (limit {limit})")]
    Markup {
        /// `nested too deeply` or `too large`.
        what: &'static str,
        /// The limit exceeded.
        limit: usize,
    },
    /// Markup that the parser fails on.
    #[error("its markup cannot be parsed")]
    Unparsable,
    /// Only headers or furniture, no body.
    #[error("no body text found below its headers")]
    NoBody,
    /// A line of JSONL that is not what it should be.
    #[error("expected a JSON object with a string `{field}`, found {found}")]
    Json {
        /// The name of the text field.
        field: String,
        /// What stood there instead.
        found: String,
    },
    /// A table without a column for the text.
    #[error("expected a column `{field}` in the header, found {found}")]
    NoColumn {
        /// The name of the text column.
        field: String,
        /// The columns there are.
        found: String,
    },
    /// A row with more or fewer fields than the header.
    #[error("expected {expected} columns, found {found}")]
    Ragged {
        /// Columns of the header.
        expected: u64,
        /// Columns of the row.
        found: u64,
    },
    /// A row whose text is empty.
    #[error("column `{0}` is empty")]
    EmptyColumn(String),
    /// A folder that leads back into itself, or is nested too deeply.
    #[error("folders are nested more than {0} deep")]
    FolderDepth(usize),
}

impl ReadError {
    pub(crate) fn new(input: &str, reason: Reason) -> Self {
        ReadError { input: input.to_owned(), line: None, reason }
    }

    pub(crate) fn at(input: &str, line: u64, reason: Reason) -> Self {
        ReadError { input: input.to_owned(), line: Some(line), reason }
    }
}

impl From<std::io::Error> for Reason {
    /// Keeps a reason that travelled inside an I/O error; words the common system errors plainly.
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind::*;
        if let Some(reason) = error.get_ref().and_then(|e| e.downcast_ref::<Reason>()) {
            return reason.clone();
        }
        match error.kind() {
            NotFound => Reason::System("no such file or folder".into()),
            PermissionDenied => Reason::System("permission denied".into()),
            _ => Reason::System(error.to_string()),
        }
    }
}

impl From<Reason> for std::io::Error {
    fn from(reason: Reason) -> Self {
        std::io::Error::other(reason)
    }
}

struct Named<'a>(&'a str);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == "-" { f.write_str("standard input") } else { write!(f, "`{}`", self.0.escape_debug()) }
    }
}

struct At<'a>(&'a Option<u64>);

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |line| write!(f, "line {line}: "))
    }
}

/// A size in words: `64 MiB`, `200 bytes`.
struct Bytes(u64);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            n if n >= 1 << 30 && n % (1 << 30) == 0 => write!(f, "{} GiB", n >> 30),
            n if n >= 1 << 20 && n % (1 << 20) == 0 => write!(f, "{} MiB", n >> 20),
            n if n >= 1 << 10 && n % (1 << 10) == 0 => write!(f, "{} KiB", n >> 10),
            n => write!(f, "{n} bytes"),
        }
    }
}

//! What can be wrong with an input, said so that a user can find and mend it.

use std::fmt;

/// One input, or one report of it, that could not be read. The other reports are not affected.
///
/// Reads as ``cannot read `news.jsonl`: line 41: expected a JSON object with a string `text`, found …``.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot read {}: {}{reason}", Named(.input), At(.place))]
pub struct ReadError {
    /// The file or folder as the user named it, or `-` for standard input.
    pub input: String,
    /// Where in the input, if it holds several reports.
    pub place: Option<Place>,
    /// What was wrong.
    pub reason: Reason,
}

/// Where a report stands in an input that holds several; counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A line of JSONL, CSV or TSV.
    Line(u64),
    /// A record of a WARC.
    Record(u64),
    /// A message of a mailbox.
    Message(u64),
    /// An item of a feed, a list or a package.
    Item(u64),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Line(n) => write!(f, "line {n}"),
            Place::Record(n) => write!(f, "record {n}"),
            Place::Message(n) => write!(f, "message {n}"),
            Place::Item(n) => write!(f, "item {n}"),
        }
    }
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
    /// A web page that says it is something else than an article.
    #[error("no article found in the page: it seems to be {0}")]
    Stub(&'static str),
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
    /// A record of a WARC that is not one.
    #[error("its record is damaged: {0}")]
    Record(String),
    /// An archive that cannot be gone through.
    #[error("its archive is damaged: {0}")]
    Archive(String),
    /// An archive's entry that needs a password, or is packed in a way that is not read.
    #[error("it is {0}, which is not read")]
    Packing(String),
    /// Archives and compressions around each other without end.
    #[error("archives are nested more than {0} deep")]
    Nested(usize),
    /// An XML document that is not one, or not of a kind that is read.
    #[error("expected {expected}, found {found}")]
    Xml {
        /// What would have been read.
        expected: &'static str,
        /// What stood there.
        found: String,
    },
    /// A JSON document that holds no reports.
    #[error("expected a report, a list of reports, a JSON Feed or ninjs, found {0}")]
    Document(String),
    /// A message without a text.
    #[error("expected a mail message, found {0}")]
    Mail(&'static str),
    /// An address that was not fetched.
    #[error("{0}")]
    Fetch(String),
    /// A folder that leads back into itself, or is nested too deeply.
    #[error("folders are nested more than {0} deep")]
    FolderDepth(usize),
}

impl Reason {
    /// What kind of fault it is, in a few words that are the same for all of its kind: for counting.
    pub fn kind(&self) -> &'static str {
        match self {
            Reason::System(_) | Reason::FolderDepth(_) => "not readable",
            Reason::Empty | Reason::EmptyColumn(_) => "empty",
            Reason::Binary(_) => "not text",
            Reason::Encoding { .. } => "broken encoding",
            Reason::TooLarge(_) | Reason::EndlessLine(_) => "too large",
            Reason::Bomb(_) | Reason::Nested(_) => "decompression without end",
            Reason::Compression(_) => "damaged compression",
            Reason::NoArticle | Reason::Stub(_) => "pages without an article",
            Reason::Markup { .. } | Reason::Unparsable => "markup beyond the limits",
            Reason::NoBody | Reason::Mail(_) => "no text",
            Reason::Json { .. } | Reason::Document(_) => "JSON that is no report",
            Reason::NoColumn { .. } | Reason::Ragged { .. } => "broken tables",
            Reason::Record(_) => "damaged records",
            Reason::Archive(_) => "damaged archives",
            Reason::Packing(_) => "archives packed otherwise",
            Reason::Xml { .. } => "XML that is no report",
            Reason::Fetch(_) => "not fetched",
        }
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

struct At<'a>(&'a Option<Place>);

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |place| write!(f, "{place}: "))
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

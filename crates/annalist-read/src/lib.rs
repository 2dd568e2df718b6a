//! Bytes to [`Report`]s: every shape in which news arrives, from files, folders, archives, addresses and standard input.
//!
//! ```
//! use annalist_read::{Options, read};
//!
//! for report in read(["no-such-file.txt".into()], Options::default()) {
//!     match report {
//!         Ok(report) => println!("{}: {} bytes", report.id, report.text.len()),
//!         Err(error) => assert_eq!(error.to_string(), "cannot read `no-such-file.txt`: no such file or folder"),
//!     }
//! }
//! ```
//!
//! What happens to an input:
//!
//! 1. `source`: folders are gone through in the order of names, hidden entries skipped; addresses are fetched (`fetch`);
//! 2. `packed`: gzip, zstandard, zip and tar are looked through, whatever the name, with a limit on growth;
//! 3. `open`: the [`Format`] is the caller's, else the server's or the extension's, else told from the first bytes;
//! 4. the format's module finds the reports in it, one at a time ([`Unread`]): a WARC's records, a feed's items, a table's
//!    rows, or the whole;
//! 5. [`Unread::report`], on any thread, parses one: the encoding is told by byte order mark, then by the server's and the
//!    page's own word, then by detection; headline, times and body are found; [`dateline`], date, language and
//!    identifier complete it.
//!
//! Reports come one at a time: memory is bounded by the largest single report. An error names one input or one place
//! in it and never ends the iteration. Hostile input is expected: see [`limits`].
//!
//! | format | module |
//! | --- | --- |
//! | plain text, agency copy | `copy` |
//! | web pages | `html` |
//! | JSONL; CSV and TSV | `jsonl`, `csv_table` |
//! | a JSON document: a list, a JSON Feed, ninjs | `json`, `ninjs` |
//! | RSS, Atom | `feed` |
//! | NewsML-G2, NITF | `newsml`, `nitf` |
//! | WARC | `warc` |
//! | mailboxes, mail messages | `mbox`, `mail` |

mod copy;
mod csv_table;
pub mod dateline;
pub mod dates;
pub mod duplicates;
mod encoding;
mod error;
mod feed;
pub mod fetch;
mod fields;
mod finish;
mod format;
mod html;
mod id;
mod inputs;
mod json;
mod jsonl;
mod language;
pub mod limits;
mod lines;
mod mail;
mod mbox;
mod newsml;
mod ninjs;
mod nitf;
mod open;
mod packed;
mod source;
pub mod stated;
mod unread;
mod warc;
mod words;
mod xml;

pub use error::{Place, ReadError, Reason};
pub use fields::FieldMap;
pub use format::Format;
pub use id::of_report as hash_id;
pub use inputs::{Inputs, open, open_stream, read, read_bytes};
pub use jsonl::of_fields;
pub use limits::{Limits, cut_short};
pub use open::Stream;
pub use source::size_of;
pub use unread::{PassedOver, Unread};

#[cfg(doc)]
use annalist_core::Report;
use annalist_core::moment::Moment;

/// How inputs are read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The format of all inputs, instead of telling it from name and content.
    pub format: Option<Format>,
    /// The user's own field names for JSONL, CSV and TSV.
    pub fields: FieldMap,
    /// The publication time of reports that state none.
    pub published: Option<Moment>,
    /// The IANA zone for local times of reports, passed on in each report.
    pub zone: Option<String>,
    /// What names reports that bring no identifier.
    pub ids: Ids,
    /// How much is read before a report is given up.
    pub limits: Limits,
}

/// What names a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ids {
    /// The report's own identifier, else a hash of text, time and publisher.
    #[default]
    Hash,
    /// For files that hold one report, the file's name without extension.
    FileStem,
}

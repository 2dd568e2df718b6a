//! Bytes to [`Report`]s: plain text, saved web pages, JSONL, CSV and TSV, from files, folders and standard input.
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
//! 1. folders are gone through in the order of names, hidden entries skipped;
//! 2. gzip is looked through, whatever the name, with a limit on growth;
//! 3. the [`Format`] is the caller's, else the extension's, else told from the first bytes;
//! 4. the encoding is told by byte order mark, then by the page's own word, then by detection;
//! 5. the format's module makes a report of it, and [`dateline`], date, language and identifier complete it.
//!
//! Reports come one at a time: memory is bounded by the largest single report. An error names one input or one line
//! of it and never ends the iteration. Hostile input is expected: see [`limits`].

mod copy;
pub mod dateline;
pub mod dates;
mod encoding;
mod error;
mod fields;
mod finish;
mod format;
mod gzip;
mod html;
mod id;
mod jsonl;
mod language;
pub mod limits;
mod lines;
mod source;
pub mod stated;
mod table;
mod words;

pub use error::{ReadError, Reason};
pub use fields::FieldMap;
pub use format::Format;
pub use id::of_report as hash_id;
pub use limits::Limits;

use annalist_core::Report;
use annalist_core::moment::Moment;
use source::{Source, Walk};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::PathBuf;
use std::sync::Arc;

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

/// Reads all reports of all inputs, in order. An input is a file, a folder, or `-` for standard input.
pub fn read(inputs: impl IntoIterator<Item = PathBuf>, options: Options) -> Reader {
    Reader { walk: Walk::new(inputs), current: None, name: String::new(), options: Arc::new(options) }
}

/// Reads the reports of bytes already in memory; `name` stands in errors and tells the format by its extension.
pub fn read_bytes(name: &str, bytes: Vec<u8>, options: &Options) -> Reports {
    let source = Source::File(PathBuf::from(name));
    open_stream(&source, Box::new(Cursor::new(bytes)), &Arc::new(options.clone()))
        .unwrap_or_else(|e| Box::new(std::iter::once(Err(e))))
}

/// Reports of one input.
pub type Reports = Box<dyn Iterator<Item = Result<Report, ReadError>> + Send>;

/// The iterator that [`read`] returns. It may be moved to another thread, and so may its reports.
pub struct Reader {
    walk: Walk,
    current: Option<Reports>,
    name: String,
    options: Arc<Options>,
}

impl Reader {
    /// The input that is being read: a path as given or found, or `-`; empty before the first.
    pub fn source(&self) -> &str {
        &self.name
    }
}

impl Iterator for Reader {
    type Item = Result<Report, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(report) = self.current.as_mut().and_then(Iterator::next) {
                return Some(report);
            }
            self.current = None;
            match self.walk.next()? {
                Ok(source) => {
                    self.name = source.name();
                    match open(&source, &self.options) {
                        Ok(reports) => self.current = Some(reports),
                        Err(error) => return Some(Err(error)),
                    }
                }
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

fn open(source: &Source, options: &Arc<Options>) -> Result<Reports, ReadError> {
    let input: Box<dyn BufRead + Send> = match source {
        Source::StandardInput => Box::new(BufReader::new(io::stdin())),
        Source::File(path) => {
            let file = File::open(path).map_err(|e| ReadError::new(&source.name(), e.into()))?;
            Box::new(BufReader::with_capacity(64 << 10, file))
        }
    };
    open_stream(source, input, options)
}

/// Looks at the first bytes and hands the stream to its format.
fn open_stream(
    source: &Source,
    input: Box<dyn BufRead + Send>,
    options: &Arc<Options>,
) -> Result<Reports, ReadError> {
    let name = source.name();
    let failed = |error: io::Error| ReadError::new(&name, error.into());
    let (_, input) = peek(input).map_err(failed)?;
    let input = gzip::open(input, options.limits).map_err(failed)?;
    let (head, input) = peek(input).map_err(failed)?;
    if head.is_empty() {
        return Err(ReadError::new(&name, Reason::Empty));
    }
    let by_name = if let Source::File(path) = source { Format::of_path(path) } else { None };
    let format = options.format.or(by_name).unwrap_or_else(|| Format::sniff(&head));
    let lines = |input| encoding::utf8_stream(&head, input).map_err(|reason| ReadError::new(&name, reason));
    Ok(match format {
        Format::Jsonl => Box::new(jsonl::Jsonl::new(lines(input)?, name.clone(), options.clone())),
        Format::Csv => Box::new(table::Table::open(lines(input)?, b',', name.clone(), options.clone())?),
        Format::Tsv => Box::new(table::Table::open(lines(input)?, b'\t', name.clone(), options.clone())?),
        Format::Text | Format::Html => {
            let report = single(format, input, source.stem().as_deref(), options);
            Box::new(std::iter::once(report.map_err(|reason| ReadError::new(&name, reason))))
        }
    })
}

/// Reads an input that is one report.
fn single(format: Format, input: impl Read, stem: Option<&str>, options: &Options) -> Result<Report, Reason> {
    let limit = options.limits.report_bytes as u64;
    let mut bytes = Vec::new();
    input.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(Reason::TooLarge(limit));
    }
    let declared = (format == Format::Html).then(|| encoding::declared_in_markup(&bytes)).flatten();
    let decoded = encoding::decode(&bytes, declared)?;
    drop(bytes);
    if decoded.text.trim().is_empty() {
        return Err(Reason::Empty);
    }
    let mut report =
        if format == Format::Html { html::report(&decoded.text)? } else { copy::report(&decoded.text)? };
    report.notes.extend(decoded.note);
    Ok(finish::finish(report, stem, options))
}

/// The first bytes of an input, and the input with them put back.
fn peek(mut input: Box<dyn BufRead + Send>) -> io::Result<(Vec<u8>, impl BufRead + Send + 'static)> {
    let mut head = Vec::new();
    input.by_ref().take(limits::SNIFF_BYTES as u64).read_to_end(&mut head)?;
    Ok((head.clone(), Cursor::new(head).chain(input)))
}

//! CSV and TSV with a header, read one row at a time.

use crate::error::{Place, Reason};
use crate::finish::finish;
use crate::open::Stream;
use crate::unread::{Entry, Unread};
use crate::{Options, encoding, fields};
use annalist_core::Report;
use csv::ByteRecord;
use serde_json::Value;
use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The reports of one table.
pub(crate) struct Table {
    rows: csv::Reader<Rationed>,
    /// Bytes the reader may still take for the present row.
    ration: Arc<AtomicU64>,
    columns: Arc<Columns>,
    entry: Entry,
    row: ByteRecord,
    reports: u64,
    ended: bool,
}

impl Table {
    /// Reads the header.
    ///
    /// # Errors
    /// When the table is empty or has no column for the text.
    pub(crate) fn open(input: Stream, separator: u8, entry: Entry) -> Result<Self, Reason> {
        let limit = entry.options.limits.report_bytes as u64;
        let ration = Arc::new(AtomicU64::new(limit));
        let input = Rationed { inner: input, left: ration.clone(), limit };
        let mut rows = csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(input);
        let header = rows.byte_headers().map_err(reason_of)?;
        if header.is_empty() || header.iter().all(|h| h.is_empty()) {
            return Err(Reason::Empty);
        }
        let names: Vec<String> =
            header.iter().map(|h| decoded(h).trim_matches(['\u{FEFF}', ' ']).to_lowercase()).collect();
        let text = text_column(&names, &entry.options)?;
        let columns = Arc::new(Columns { names, text });
        Ok(Table { rows, ration, columns, entry, row: ByteRecord::new(), reports: 0, ended: false })
    }

    fn fail(&mut self, line: u64, reason: Reason) -> Option<Unread> {
        self.ended = true;
        Some(self.entry.failed(Some(Place::Line(line)), reason))
    }
}

/// The header of a table.
struct Columns {
    names: Vec<String>,
    /// Which of them holds the text.
    text: usize,
}

impl Columns {
    fn parse(&self, record: &ByteRecord, options: &Options) -> Result<Report, Reason> {
        if record.len() != self.names.len() {
            return Err(Reason::Ragged { expected: self.names.len() as u64, found: record.len() as u64 });
        }
        let row: Vec<String> = record.iter().map(decoded).collect();
        if row[self.text].trim().is_empty() {
            return Err(Reason::EmptyColumn(self.names[self.text].clone()));
        }
        let mut report = Report { text: row[self.text].clone(), ..Report::default() };
        let lookup = |field: &str| {
            let at = self.names.iter().position(|c| *c == field.to_lowercase())?;
            Some(Value::String(row[at].clone()))
        };
        fields::fill(&mut report, &options.fields, lookup);
        if record.iter().any(|f| std::str::from_utf8(f).is_err()) {
            report.notes.push("not UTF-8; read as windows-1252".to_owned());
        }
        Ok(finish(report, None, options))
    }
}

impl Iterator for Table {
    type Item = Unread;

    fn next(&mut self) -> Option<Unread> {
        if self.ended {
            return None;
        }
        self.ration.store(self.entry.options.limits.report_bytes as u64, Ordering::Relaxed);
        let start = self.rows.position().line();
        match self.rows.read_byte_record(&mut self.row) {
            Ok(true) => {}
            Ok(false) => {
                self.ended = true;
                return (self.reports == 0).then(|| self.entry.failed(None, Reason::Empty));
            }
            Err(error) => return self.fail(start, reason_of(error)),
        }
        self.reports += 1;
        let line = self.row.position().map_or(0, csv::Position::line);
        let (row, columns, options) = (self.row.clone(), self.columns.clone(), self.entry.options.clone());
        Some(self.entry.unread(Some(Place::Line(line)), move || columns.parse(&row, &options)))
    }
}

fn decoded(field: &[u8]) -> String {
    std::str::from_utf8(field).map_or_else(|_| encoding::western(field), str::to_owned)
}

fn text_column(columns: &[String], options: &Options) -> Result<usize, Reason> {
    let names = options.fields.names("text");
    let found = names.iter().find_map(|n| columns.iter().position(|c| *c == n.to_lowercase()));
    found.ok_or_else(|| {
        let mut shown: Vec<String> = columns
            .iter()
            .take(12)
            .map(|c| format!("`{}`", c.chars().take(40).collect::<String>()))
            .collect();
        if columns.len() > 12 {
            shown.push(format!("{} more", columns.len() - 12));
        }
        Reason::NoColumn {
            field: names.first().copied().unwrap_or("text").to_owned(),
            found: shown.join(", "),
        }
    })
}

fn reason_of(error: csv::Error) -> Reason {
    match error.into_kind() {
        csv::ErrorKind::Io(e) => e.into(),
        other => Reason::System(format!("{other:?}")),
    }
}

/// Stops a row that does not end: an unclosed quotation mark makes the rest of a file one row.
struct Rationed {
    inner: Box<dyn BufRead + Send>,
    left: Arc<AtomicU64>,
    limit: u64,
}

impl Read for Rationed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let left = self.left.load(Ordering::Relaxed);
        if read as u64 > left {
            return Err(Reason::EndlessLine(self.limit).into());
        }
        self.left.store(left - read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

//! The records of a WARC: a version line, headers, an empty line, a block of a stated length.

use crate::error::Reason;
use crate::limits::HEADER_BYTES;
use crate::open::Stream;
use std::io::{self, BufRead, Read};

/// The headers of one record, their names in lower case.
pub(super) struct Header {
    fields: Vec<(String, String)>,
    length: u64,
}

impl Header {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// Goes through a WARC record by record.
pub(super) struct Records {
    input: Stream,
    /// Bytes of the present block not yet read.
    left: u64,
    number: u64,
    longest: usize,
    over: bool,
    /// The version line of a record that was found in search of the next one.
    found: bool,
}

impl Records {
    /// `longest` is the largest block read, in bytes.
    pub(super) fn new(input: Stream, longest: usize) -> Self {
        Records { input, left: 0, number: 0, longest, over: false, found: false }
    }

    /// The number of the present record, counted from 1.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Whether nothing more can be read.
    pub(super) fn is_over(&self) -> bool {
        self.over
    }

    /// Goes to the next record and reads its headers; None at the end.
    ///
    /// # Errors
    /// For a record that is damaged; the next call finds the one after it.
    pub(super) fn next_header(&mut self) -> Result<Option<Header>, Reason> {
        if let Err(reason) = self.skip_block() {
            return self.damaged(reason);
        }
        if !std::mem::take(&mut self.found) {
            match self.version() {
                Ok(true) => {}
                Ok(false) => {
                    self.over = true;
                    return Ok(None);
                }
                Err(reason) => return self.damaged(reason),
            }
        }
        self.number += 1;
        match self.fields() {
            Ok(header) => {
                self.left = header.length;
                Ok(Some(header))
            }
            Err(reason) => self.damaged(reason),
        }
    }

    /// The start of the present record's block: all of it, or as much as headers may take.
    ///
    /// # Errors
    /// What is wrong with the record.
    pub(super) fn block_start(&mut self) -> Result<Vec<u8>, Reason> {
        let mut bytes = Vec::new();
        self.read_block(&mut bytes, self.left.min(HEADER_BYTES as u64))?;
        Ok(bytes)
    }

    /// The whole block, of which `start` has been read.
    ///
    /// # Errors
    /// [`Reason::TooLarge`] past the limit; what is wrong with the record.
    pub(super) fn block(&mut self, mut start: Vec<u8>) -> Result<Vec<u8>, Reason> {
        if self.left + start.len() as u64 > self.longest as u64 {
            return Err(Reason::TooLarge(self.longest as u64));
        }
        self.read_block(&mut start, self.left)?;
        Ok(start)
    }

    fn read_block(&mut self, bytes: &mut Vec<u8>, length: u64) -> Result<(), Reason> {
        let before = bytes.len();
        let read = self.input.by_ref().take(length).read_to_end(bytes);
        let taken = (bytes.len() - before) as u64;
        self.left -= taken;
        match read {
            Ok(_) if taken == length => Ok(()),
            Ok(_) => self.damaged(Reason::Record("it is cut short".into())),
            Err(error) => self.damaged(error.into()),
        }
    }

    fn skip_block(&mut self) -> Result<(), Reason> {
        let left = std::mem::take(&mut self.left);
        let skipped = io::copy(&mut self.input.by_ref().take(left), &mut io::sink())?;
        if skipped < left { Err(Reason::Record("it is cut short".into())) } else { Ok(()) }
    }

    /// Reads the version line; false at the end.
    fn version(&mut self) -> Result<bool, Reason> {
        loop {
            let line = self.line(HEADER_BYTES)?;
            match line.as_slice() {
                [] => return Ok(false),
                line if line.trim_ascii().is_empty() => {}
                line if is_version(line) => return Ok(true),
                line => {
                    let shown =
                        String::from_utf8_lossy(&line[..line.len().min(40)]).escape_debug().to_string();
                    return Err(Reason::Record(format!("expected a line such as WARC/1.0, found `{shown}`")));
                }
            }
        }
    }

    fn fields(&mut self) -> Result<Header, Reason> {
        let (mut fields, mut size) = (Vec::<(String, String)>::new(), 0);
        loop {
            let line = self.line(HEADER_BYTES)?;
            size += line.len();
            if line.is_empty() || size > HEADER_BYTES {
                let why =
                    if line.is_empty() { "its headers are cut short" } else { "its headers are too long" };
                return Err(Reason::Record(why.into()));
            }
            let text = String::from_utf8_lossy(&line);
            if text.trim().is_empty() {
                break;
            }
            // A line that starts with a space continues the one before it.
            match (text.starts_with([' ', '\t']), fields.last_mut(), text.split_once(':')) {
                (true, Some((_, value)), _) => *value = format!("{value} {}", text.trim()),
                (_, _, Some((name, value))) => {
                    fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
                }
                _ => return Err(Reason::Record("one of its headers has no colon".into())),
            }
        }
        let stated = fields.iter().find(|(name, _)| name == "content-length").map(|(_, value)| value.parse());
        match stated {
            Some(Ok(length)) => Ok(Header { fields, length }),
            Some(Err(_)) => Err(Reason::Record("its Content-Length is no number".into())),
            None => Err(Reason::Record("it has no Content-Length".into())),
        }
    }

    /// A line with its end; empty at the end of the input.
    fn line(&mut self, most: usize) -> Result<Vec<u8>, Reason> {
        let mut line = Vec::new();
        self.input.by_ref().take(most as u64 + 1).read_until(b'\n', &mut line)?;
        Ok(line)
    }

    /// Goes to the next line that opens a record, and tells what was wrong before it.
    fn damaged<T>(&mut self, reason: Reason) -> Result<T, Reason> {
        self.left = 0;
        loop {
            match self.line(HEADER_BYTES) {
                Ok(line) if line.is_empty() => {
                    self.over = true;
                    break;
                }
                Ok(line) if is_version(&line) => {
                    self.found = true;
                    break;
                }
                Ok(_) => {}
                // Growth beyond the limit would only go on; damage ends with the next member of the gzip.
                Err(Reason::Compression(_)) => {}
                Err(_) => {
                    self.over = true;
                    break;
                }
            }
        }
        Err(reason)
    }
}

fn is_version(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    line.len() <= 10 && line.strip_prefix(b"WARC/").is_some_and(|v| v.first().is_some_and(u8::is_ascii_digit))
}

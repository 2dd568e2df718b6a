//! Reading line by line under a limit, so that an endless line cannot fill the memory.

use crate::error::Reason;
use crate::limits::Limits;
use std::io::{self, BufRead};

/// What [`Lines::next_line`] found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line<'a> {
    /// A line without its end mark.
    Whole(&'a [u8]),
    /// A line over the limit; the reader stands after it.
    TooLong,
}

/// A line reader that counts lines from 1 and holds at most one of them.
pub(crate) struct Lines<R> {
    inner: R,
    buffer: Vec<u8>,
    number: u64,
    limits: Limits,
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(inner: R, limits: Limits) -> Self {
        Lines { inner, buffer: Vec::new(), number: 0, limits }
    }

    /// The number of the line last returned or failed at.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// The next line, or None at the end.
    ///
    /// # Errors
    /// When reading fails, or an over-long line does not end within [`Limits::skipped_line_bytes`].
    pub(crate) fn next_line(&mut self) -> io::Result<Option<Line<'_>>> {
        self.buffer.clear();
        // A single huge line must not keep its memory for the rest of the run.
        if self.buffer.capacity() > 1 << 20 {
            self.buffer = Vec::new();
        }
        let limit = self.limits.report_bytes as u64 + 1;
        self.number += 1;
        let read = io::Read::take(&mut self.inner, limit).read_until(b'\n', &mut self.buffer)?;
        if read == 0 {
            return Ok(None);
        }
        if !self.buffer.ends_with(b"\n") && self.buffer.len() as u64 == limit {
            self.skip_to_end_of_line()?;
            return Ok(Some(Line::TooLong));
        }
        let line = self.buffer.strip_suffix(b"\n").unwrap_or(&self.buffer);
        Ok(Some(Line::Whole(line.strip_suffix(b"\r").unwrap_or(line))))
    }

    fn skip_to_end_of_line(&mut self) -> io::Result<()> {
        self.buffer = Vec::new();
        let mut skipped = 0u64;
        loop {
            let available = self.inner.fill_buf()?;
            if available.is_empty() {
                return Ok(());
            }
            let end = available.iter().position(|b| *b == b'\n').map(|i| i + 1);
            let used = end.unwrap_or(available.len());
            self.inner.consume(used);
            skipped += used as u64;
            if end.is_some() {
                return Ok(());
            }
            if skipped > self.limits.skipped_line_bytes {
                return Err(Reason::EndlessLine(self.limits.skipped_line_bytes).into());
            }
        }
    }
}

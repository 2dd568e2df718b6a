//! zip archives. Their directory stands at their end, so a file is gone through by it, and what comes as a stream is
//! held in memory up to the limit on one report.

use super::growth::Growth;
use super::holds_reports;
use crate::error::Reason;
use crate::open::{self, Stream};
use crate::unread::{Entry, Reports, Unread};
use flate2::bufread::DeflateDecoder;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::Arc;
use zip::{CompressionMethod, ZipArchive};

pub(super) fn is(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// Bytes that can be read from any offset, any number of times at once.
#[derive(Clone)]
enum Bytes {
    File(Arc<File>),
    Memory(Arc<[u8]>),
}

/// Reads a file as a zip archive.
///
/// # Errors
/// When its directory cannot be read.
pub(crate) fn open_file(entry: Entry, file: File) -> io::Result<Reports> {
    let directory = ZipArchive::new(BufReader::new(file.try_clone()?)).map_err(damaged)?;
    Archive::open(entry, directory, Bytes::File(Arc::new(file)))
}

/// Reads a stream as a zip archive.
///
/// # Errors
/// When it is too large, or its directory cannot be read.
pub(super) fn open_stream(entry: Entry, input: Stream) -> io::Result<Reports> {
    let limit = entry.options.limits.report_bytes as u64;
    let mut bytes = Vec::new();
    input.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(Reason::TooLarge(limit).into());
    }
    let bytes: Arc<[u8]> = bytes.into();
    let directory = ZipArchive::new(Cursor::new(bytes.clone())).map_err(damaged)?;
    Archive::open(entry, directory, Bytes::Memory(bytes))
}

fn damaged(error: zip::result::ZipError) -> io::Error {
    match error {
        zip::result::ZipError::Io(error) => error,
        other => Reason::Archive(other.to_string().to_lowercase()).into(),
    }
}

struct Archive<R> {
    entry: Entry,
    directory: ZipArchive<R>,
    left: Range<usize>,
    bytes: Bytes,
    current: Option<Reports>,
}

impl<R: Read + Seek + Send + 'static> Archive<R> {
    /// Refuses what is a zip archive on the outside only.
    fn open(entry: Entry, directory: ZipArchive<R>, bytes: Bytes) -> io::Result<Reports> {
        let has = |name: &str| directory.index_for_name(name).is_some();
        if has("[Content_Types].xml") || has("mimetype") {
            return Err(Reason::Binary("an office document or book".into()).into());
        }
        Ok(Box::new(Archive { entry, left: 0..directory.len(), directory, bytes, current: None }))
    }

    /// The reports of one entry; None for what holds none.
    fn open_entry(&mut self, at: usize) -> Option<Reports> {
        let found = match self.directory.by_index_raw(at) {
            Ok(found) => found,
            Err(error) => return Some(self.entry.nothing(damaged(error))),
        };
        let name = String::from_utf8_lossy(found.name_raw()).into_owned();
        if found.is_dir() || found.is_symlink() || !holds_reports(&name) {
            return None;
        }
        let inner = self.entry.inside(&name);
        if found.encrypted() {
            return Some(inner.nothing(Reason::Packing("encrypted".into())));
        }
        let (method, sum) = (found.compression(), found.crc32());
        let Some(start) = found.data_start() else {
            return Some(inner.nothing(Reason::Archive("an entry has no data".into())));
        };
        let growth = Growth::new(self.entry.options.limits);
        let part =
            Part { bytes: self.bytes.clone(), at: start, end: start.saturating_add(found.compressed_size()) };
        let raw = growth.counted(BufReader::with_capacity(32 << 10, part));
        let content: Box<dyn Read + Send> = match method {
            CompressionMethod::Stored => Box::new(raw),
            CompressionMethod::Deflated => Box::new(DeflateDecoder::new(raw)),
            other => {
                let how = format!("packed by the method {}", other.to_string().to_lowercase());
                return Some(inner.nothing(Reason::Packing(how)));
            }
        };
        let checked = Checked { content, growth, sum: flate2::Crc::new(), expected: sum };
        Some(open::open_stream(inner, Box::new(BufReader::new(checked))))
    }
}

impl<R: Read + Seek + Send + 'static> Iterator for Archive<R> {
    type Item = Unread;

    fn next(&mut self) -> Option<Unread> {
        loop {
            if let Some(report) = self.current.as_mut().and_then(Iterator::next) {
                return Some(report);
            }
            let at = self.left.next()?;
            self.current = self.open_entry(at);
        }
    }
}

/// A range of the archive's bytes.
struct Part {
    bytes: Bytes,
    at: u64,
    end: u64,
}

impl Read for Part {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.end.saturating_sub(self.at)).unwrap_or(usize::MAX).min(buffer.len());
        let read = match &self.bytes {
            // One thread reads an archive, so the position that the handles share is this part's own for now.
            Bytes::File(file) => {
                let mut file: &File = file;
                file.seek(SeekFrom::Start(self.at))?;
                file.read(&mut buffer[..most])?
            }
            Bytes::Memory(bytes) => {
                let from = usize::try_from(self.at).unwrap_or(usize::MAX).min(bytes.len());
                (&bytes[from..]).read(&mut buffer[..most])?
            }
        };
        self.at += read as u64;
        Ok(read)
    }
}

/// An entry's content, held to its checksum and to the limit on growth.
struct Checked {
    content: Box<dyn Read + Send>,
    growth: Growth,
    sum: flate2::Crc,
    expected: u32,
}

impl Read for Checked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.content.read(buffer).map_err(|e| Reason::Compression(e.to_string()))?;
        if read == 0 && !buffer.is_empty() && self.sum.sum() != self.expected {
            return Err(Reason::Compression("its checksum is another".into()).into());
        }
        self.sum.update(&buffer[..read]);
        self.growth.check(read)?;
        Ok(read)
    }
}

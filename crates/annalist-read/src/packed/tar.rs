//! tar archives, read as a stream: an entry's reports are read before the next entry is looked at.

use super::holds_reports;
use crate::error::Reason;
use crate::limits::NAME_BYTES;
use crate::open::{self, Stream};
use crate::unread::{Entry, Reports, Unread};
use std::io::{self, BufReader, Read};
use std::sync::{Arc, Mutex, PoisonError};
use tar::{EntryType, Header};

const BLOCK: usize = 512;

/// The mark of a header lies far from its start.
pub(super) fn is(head: &[u8]) -> bool {
    head.get(257..262) == Some(b"ustar")
}

pub(super) fn open(entry: Entry, input: Stream) -> Reports {
    let shared = Arc::new(Mutex::new(Shared { input, left: 0, padding: 0 }));
    Box::new(Archive { entry, shared, current: None, ended: false })
}

/// The stream under an archive and its present entry.
struct Shared {
    input: Stream,
    /// Bytes of the present entry still to be read, and those after it that fill its last block.
    left: u64,
    padding: u64,
}

impl Shared {
    fn skip_entry(&mut self) -> io::Result<()> {
        let rest = self.left + self.padding;
        (self.left, self.padding) = (0, 0);
        let skipped = io::copy(&mut self.input.by_ref().take(rest), &mut io::sink())?;
        if skipped < rest { Err(Reason::Archive("it is cut short".into()).into()) } else { Ok(()) }
    }
}

struct Content(Arc<Mutex<Shared>>);

impl Read for Content {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut shared = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let most = usize::try_from(shared.left).unwrap_or(usize::MAX).min(buffer.len());
        let read = shared.input.read(&mut buffer[..most])?;
        if read == 0 && most > 0 {
            return Err(Reason::Archive("it is cut short".into()).into());
        }
        shared.left -= read as u64;
        Ok(read)
    }
}

struct Archive {
    entry: Entry,
    shared: Arc<Mutex<Shared>>,
    current: Option<Reports>,
    ended: bool,
}

impl Archive {
    /// Opens the next entry that may hold reports; None at the end.
    fn next_entry(&mut self) -> io::Result<Option<Reports>> {
        let mut long_name = None;
        loop {
            let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
            shared.skip_entry()?;
            let Some(header) = header(&mut shared.input)? else { return Ok(None) };
            let damaged = |e: io::Error| io::Error::from(Reason::Archive(e.to_string()));
            shared.left = header.entry_size().map_err(damaged)?;
            shared.padding = shared.left.next_multiple_of(BLOCK as u64) - shared.left;
            match header.entry_type() {
                EntryType::GNULongName => long_name = Some(gnu_name(&mut shared)?),
                EntryType::XHeader => long_name = pax_name(&mut shared)?.or(long_name),
                EntryType::Regular | EntryType::Continuous => {
                    let short = || String::from_utf8_lossy(&header.path_bytes()).into_owned();
                    let path = long_name.take().unwrap_or_else(short);
                    drop(shared);
                    if holds_reports(&path) {
                        let content = Box::new(BufReader::new(Content(self.shared.clone())));
                        return Ok(Some(open::open_stream(self.entry.inside(&path), content)));
                    }
                }
                // Folders, links and devices.
                _ => long_name = None,
            }
        }
    }
}

impl Iterator for Archive {
    type Item = Unread;

    fn next(&mut self) -> Option<Unread> {
        while !self.ended {
            if let Some(report) = self.current.as_mut().and_then(Iterator::next) {
                return Some(report);
            }
            self.current = None;
            match self.next_entry() {
                Ok(Some(reports)) => self.current = Some(reports),
                Ok(None) => self.ended = true,
                Err(error) => {
                    self.ended = true;
                    return Some(self.entry.failed(None, error));
                }
            }
        }
        None
    }
}

/// The next header; None at the end, which is a block of zeros or the end of the stream.
fn header(input: &mut Stream) -> io::Result<Option<Header>> {
    let mut block = [0; BLOCK];
    let mut read = 0;
    while read < BLOCK {
        match input.read(&mut block[read..])? {
            0 => break,
            n => read += n,
        }
    }
    if read == 0 || block == [0; BLOCK] {
        return Ok(None);
    }
    let header = Header::from_byte_slice(&block).clone();
    let sum = block.iter().enumerate().map(|(i, b)| if (148..156).contains(&i) { 32 } else { u32::from(*b) });
    if read < BLOCK || header.cksum().ok() != Some(sum.sum()) {
        return Err(Reason::Archive("a header of it is not one".into()).into());
    }
    Ok(Some(header))
}

fn body(shared: &mut Shared) -> io::Result<Vec<u8>> {
    if shared.left > NAME_BYTES {
        return Err(Reason::Archive("the name of an entry is too long".into()).into());
    }
    let mut bytes = Vec::new();
    shared.input.by_ref().take(shared.left).read_to_end(&mut bytes)?;
    shared.left -= bytes.len() as u64;
    Ok(bytes)
}

fn gnu_name(shared: &mut Shared) -> io::Result<String> {
    let bytes = body(shared)?;
    Ok(String::from_utf8_lossy(bytes.split(|b| *b == 0).next().unwrap_or(&bytes)).into_owned())
}

/// The path among the extended fields `LENGTH KEY=VALUE\n`.
fn pax_name(shared: &mut Shared) -> io::Result<Option<String>> {
    let bytes = body(shared)?;
    let mut fields = tar::PaxExtensions::new(&bytes);
    let path =
        fields.find_map(|f| f.ok().filter(|f| f.key_bytes() == b"path").map(|f| f.value_bytes().to_vec()));
    Ok(path.map(|p| String::from_utf8_lossy(&p).into_owned()))
}

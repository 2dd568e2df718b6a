//! What lies around inputs: compression (gzip, zstandard) and archives (zip, tar). Nothing is ever written to disk, so
//! that the names of entries can do no harm.

mod growth;
mod gzip;
mod tar;
mod zip;
mod zstd;

use crate::error::Reason;
use crate::limits::PACKED_DEPTH;
use crate::open::{Stream, peek};
use crate::source::is_wanted;
use crate::unread::{Entry, Reports};
use std::io;
use std::path::Path;

pub(crate) use growth::Growth;
pub(crate) use zip::open_file as open_zip_file;

/// What an input turns out to be once compression is looked through.
pub(crate) enum Unpacked {
    /// A document or a stream of reports, with its first bytes.
    Plain(Vec<u8>, Stream),
    /// The reports of an archive's entries.
    Archive(Reports),
}

/// Looks through compression and archives.
///
/// # Errors
/// When the first bytes cannot be read, or the layers do not end.
pub(crate) fn unpack(entry: &Entry, mut input: Stream) -> io::Result<Unpacked> {
    let mut layers = entry.nested;
    loop {
        let (head, whole) = peek(input)?;
        if !(gzip::is(&head) || zstd::is(&head) || zip::is(&head) || tar::is(&head)) {
            return Ok(Unpacked::Plain(head, whole));
        }
        layers += 1;
        if layers > PACKED_DEPTH {
            return Err(Reason::Nested(PACKED_DEPTH).into());
        }
        let inner = Entry { nested: layers - 1, ..entry.clone() };
        input = if gzip::is(&head) {
            gzip::open(whole, entry.options.limits)
        } else if zstd::is(&head) {
            zstd::open(whole, entry.options.limits)
        } else if zip::is(&head) {
            return zip::open_stream(inner, whole).map(Unpacked::Archive);
        } else {
            return Ok(Unpacked::Archive(tar::open(inner, whole)));
        };
    }
}

/// Whether an archive's entry may hold reports: pictures, hidden files and the like are passed over, as in folders.
fn holds_reports(path: &str) -> bool {
    !path.ends_with('/') && !path.starts_with("__MACOSX/") && is_wanted(Path::new(path))
}

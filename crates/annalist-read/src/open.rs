//! Opens an input: looks through what is packed, tells its format and hands its bytes to that format's module.

use crate::error::Reason;
use crate::fetch::Fetcher;
use crate::source::{Source, SourceKind};
use crate::unread::{Entry, Reports};
use crate::{
    Format, copy, csv_table, encoding, feed, finish, html, json, jsonl, mail, mbox, newsml, nitf, packed,
    warc,
};
use annalist_core::Report;
use packed::Unpacked;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes that come one after the other.
pub type Stream = Box<dyn BufRead + Send>;

/// Opens what the user named. `consumed` counts the bytes read of it.
pub(crate) fn open_source(
    source: Source,
    mut entry: Entry,
    consumed: &Arc<AtomicU64>,
    fetcher: &mut Fetcher,
) -> Reports {
    match source.kind {
        SourceKind::StandardInput => open_stream(entry, Box::new(BufReader::new(io::stdin()))),
        SourceKind::Address(url) => match fetcher.get(&url) {
            Ok((http, body)) => {
                entry.file = http.url.clone().map(|url| file_of(&url).into());
                entry.http = http;
                open_stream(entry, body)
            }
            Err(reason) => entry.nothing(reason),
        },
        SourceKind::File(path) => {
            entry.file = Some(path.to_string_lossy().into());
            let file = match File::open(&path) {
                Ok(file) => file,
                Err(error) => return entry.nothing(error),
            };
            if is_zip(&file) {
                return packed::open_zip_file(entry.clone(), file).unwrap_or_else(|e| entry.nothing(e));
            }
            let counted = Consumed { file, consumed: consumed.clone() };
            open_stream(entry, Box::new(BufReader::with_capacity(64 << 10, counted)))
        }
    }
}

/// The last part of an address's path, which may have an extension.
pub(crate) fn file_of(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    path.rsplit('/').next().unwrap_or("")
}

/// Whether a regular file is a zip archive; the position is as before.
fn is_zip(file: &File) -> bool {
    use std::io::Seek;
    if !file.metadata().is_ok_and(|m| m.is_file()) {
        return false;
    }
    let mut start = [0; 4];
    let mut reader = file;
    let read = reader.read_exact(&mut start).is_ok();
    let _ = reader.rewind();
    read && (start == *b"PK\x03\x04" || start == *b"PK\x05\x06")
}

/// Counts the bytes read of a file.
struct Consumed {
    file: File,
    consumed: Arc<AtomicU64>,
}

impl Read for Consumed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.consumed.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Looks at the first bytes and hands the stream to its format.
pub(crate) fn open_stream(entry: Entry, input: Stream) -> Reports {
    match packed::unpack(&entry, input) {
        Ok(Unpacked::Archive(reports)) => reports,
        Ok(Unpacked::Plain(head, _)) if head.is_empty() => entry.nothing(Reason::Empty),
        Ok(Unpacked::Plain(head, stream)) => {
            open_plain(entry.clone(), head, stream).unwrap_or_else(|e| entry.nothing(e))
        }
        Err(error) => entry.nothing(error),
    }
}

fn open_plain(entry: Entry, head: Vec<u8>, input: Stream) -> Result<Reports, Reason> {
    let format = format(&entry, &head);
    let lines = |input| encoding::utf8_stream(&head, input);
    Ok(match format {
        Format::Jsonl => Box::new(jsonl::Jsonl::new(lines(input)?, entry)),
        Format::Csv => Box::new(csv_table::Table::open(lines(input)?, b',', entry)?),
        Format::Tsv => Box::new(csv_table::Table::open(lines(input)?, b'\t', entry)?),
        Format::Warc => Box::new(warc::Warc::new(input, entry)),
        Format::Mbox => Box::new(mbox::Mailbox::new(input, entry)),
        Format::Text | Format::Html | Format::Eml => {
            let bytes = whole(&entry, input)?;
            let options = entry.clone();
            let unread = entry.unread(None, move || document(format, &bytes, &options));
            Box::new(std::iter::once(unread))
        }
        Format::Json => json::reports(whole(&entry, input)?, entry)?,
        Format::Feed => feed::reports(whole(&entry, input)?, entry)?,
        Format::NewsMl => newsml::reports(whole(&entry, input)?, entry)?,
        Format::Nitf => nitf::reports(whole(&entry, input)?, entry)?,
    })
}

/// The format: the user's word, the server's, the name's, what the first bytes look like.
fn format(entry: &Entry, head: &[u8]) -> Format {
    let by_name = entry.file.as_deref().and_then(|name| Format::of_path(Path::new(name)));
    let served = entry.http.media.as_deref().and_then(Format::of_media);
    let told = entry.options.format.or(served).or(by_name);
    match told {
        Some(format) => format,
        None => Format::sniff(head),
    }
}

/// The bytes of an input that is read as one, up to the limit.
pub(crate) fn whole(entry: &Entry, input: Stream) -> Result<Vec<u8>, Reason> {
    let limit = entry.options.limits.report_bytes as u64;
    let mut bytes = Vec::new();
    input.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(Reason::TooLarge(limit)) } else { Ok(bytes) }
}

/// Reads a document that is one report: text, a page or a message.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn document(format: Format, bytes: &[u8], entry: &Entry) -> Result<Report, Reason> {
    let mut report = match format {
        Format::Eml => mail::report(bytes)?,
        _ => {
            let served =
                entry.http.charset.as_deref().and_then(|c| encoding_rs::Encoding::for_label(c.as_bytes()));
            let html = format == Format::Html;
            let declared = served.or_else(|| if html { encoding::declared_in_markup(bytes) } else { None });
            let decoded = encoding::decode(bytes, declared)?;
            if decoded.text.trim().is_empty() {
                return Err(Reason::Empty);
            }
            let mut report = if html { html::report(&decoded.text)? } else { copy::report(&decoded.text)? };
            report.notes.extend(decoded.note);
            report
        }
    };
    if report.url.is_none() {
        report.url = entry.http.url.as_deref().map(str::to_owned);
    }
    if report.publisher.is_none() {
        report.publisher = report.url.as_deref().and_then(html::host);
    }
    report.notes.extend(entry.http.notes.iter().cloned());
    Ok(finish::finish(report, entry.stem().as_deref(), &entry.options))
}

/// The first bytes of an input, and the input with them put back. What goes wrong while they are read goes wrong
/// again after them, so that nothing before it is lost.
///
/// # Errors
/// When not even one byte can be read.
pub(crate) fn peek(mut input: Stream) -> io::Result<(Vec<u8>, Stream)> {
    let mut head = Vec::new();
    let read = input.by_ref().take(crate::limits::SNIFF_BYTES as u64).read_to_end(&mut head);
    let error = match read {
        Err(error) if head.is_empty() => return Err(error),
        read => read.err(),
    };
    let back = Cursor::new(head.clone()).chain(Failing(error)).chain(input);
    Ok((head, Box::new(BufReader::with_capacity(64 << 10, back))))
}

/// Fails once, then is at its end.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

//! The HTTP response in a record: status, headers, and the body with its transfer and content encodings undone.

use crate::error::Reason;
use crate::limits::{HEADER_BYTES, Limits};
use crate::packed::Growth;
use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::borrow::Cow;
use std::io::{BufRead, Cursor, Read};

/// A response as it came over the wire.
pub(super) struct Response {
    pub status: u16,
    headers: Vec<(String, String)>,
    /// All of it, or its start.
    pub bytes: Vec<u8>,
    /// Where the body starts.
    body: usize,
}

/// Reads status and headers.
///
/// # Errors
/// [`Reason::Record`] where there are none.
pub(super) fn parse(bytes: Vec<u8>) -> Result<Response, Reason> {
    let damaged = |why: &str| Reason::Record(why.to_owned());
    let head = &bytes[..bytes.len().min(HEADER_BYTES)];
    let body = end_of_headers(head).ok_or_else(|| damaged("its HTTP headers do not end"))?;
    let text = String::from_utf8_lossy(&bytes[..body]).into_owned();
    let mut lines = text.lines();
    let status = lines.next().filter(|l| l.starts_with("HTTP/") || l.starts_with("ICY"));
    let status = status.and_then(|l| l.split_whitespace().nth(1)?.parse().ok());
    let status = status.ok_or_else(|| damaged("it does not start with an HTTP status"))?;
    let headers = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    Ok(Response { status, headers, bytes, body })
}

/// The offset after the empty line.
fn end_of_headers(head: &[u8]) -> Option<usize> {
    let (mut at, mut start) = (0, 0);
    while let Some(found) = head[at..].iter().position(|b| *b == b'\n') {
        at += found + 1;
        if head[start..at].trim_ascii().is_empty() {
            return Some(at);
        }
        start = at;
    }
    None
}

impl Response {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The body as the server meant it. Crawlers that decode what they store often leave the headers as they were, so a
    /// body that is not encoded as it says is taken as it is.
    ///
    /// # Errors
    /// [`Reason::Compression`], [`Reason::Bomb`], [`Reason::TooLarge`].
    pub(super) fn decoded(&self, limits: Limits) -> Result<Vec<u8>, Reason> {
        let raw = &self.bytes[self.body..];
        let chunked =
            self.header("transfer-encoding").is_some_and(|e| e.to_ascii_lowercase().contains("chunked"));
        let mut body = if chunked { joined(raw) } else { Cow::Borrowed(raw) };
        let encodings = self.header("content-encoding").unwrap_or("").to_ascii_lowercase();
        // The last encoding named was applied last.
        for encoding in encodings.split(',').map(str::trim).rev().take(3) {
            if let Some(decoded) = undone(encoding, &body, limits)? {
                body = Cow::Owned(decoded);
            }
        }
        Ok(body.into_owned())
    }
}

/// A body without one encoding; None where it does not have it.
fn undone(encoding: &str, body: &[u8], limits: Limits) -> Result<Option<Vec<u8>>, Reason> {
    let growth = Growth::new(limits);
    let input = growth.counted(Cursor::new(body));
    let decoder: Box<dyn Read + '_> = match encoding {
        "gzip" | "x-gzip" if body.starts_with(&[0x1F, 0x8B]) => Box::new(MultiGzDecoder::new(input)),
        "deflate" if is_zlib(body) => Box::new(ZlibDecoder::new(input)),
        "deflate" if !looks_like_text(body) => Box::new(DeflateDecoder::new(input)),
        "br" if !looks_like_text(body) => Box::new(brotli_decompressor::Decompressor::new(input, 16 << 10)),
        _ => return Ok(None),
    };
    read(decoder, growth, limits).map(Some)
}

fn read(mut decoder: impl Read, mut growth: Growth, limits: Limits) -> Result<Vec<u8>, Reason> {
    let (mut body, mut buffer) = (Vec::new(), vec![0; 32 << 10]);
    loop {
        match decoder.read(&mut buffer) {
            Ok(0) => return Ok(body),
            Ok(n) => {
                growth.check(n)?;
                body.extend_from_slice(&buffer[..n]);
                if body.len() > limits.report_bytes {
                    return Err(Reason::TooLarge(limits.report_bytes as u64));
                }
            }
            Err(error) => return Err(Reason::Compression(error.to_string())),
        }
    }
}

/// The chunks of a body put together; the body itself where it is not in chunks.
fn joined(raw: &[u8]) -> Cow<'_, [u8]> {
    let (mut rest, mut body) = (raw, Vec::new());
    loop {
        let mut line = Vec::new();
        if rest.by_ref().take(100).read_until(b'\n', &mut line).is_err() {
            return Cow::Borrowed(raw);
        }
        let digits = line.split(|b| *b == b';').next().unwrap_or(&line).trim_ascii();
        let length = std::str::from_utf8(digits).ok().and_then(|d| usize::from_str_radix(d, 16).ok());
        match length {
            Some(0) => return Cow::Owned(body),
            Some(length) if length <= rest.len() => {
                body.extend_from_slice(&rest[..length]);
                rest = &rest[length..];
                let end = if rest.starts_with(b"\r\n") { 2 } else { usize::from(rest.starts_with(b"\n")) };
                rest = &rest[end..];
            }
            // The crawler may have stopped in the middle of a chunk.
            Some(_) if !body.is_empty() => {
                body.extend_from_slice(rest);
                return Cow::Owned(body);
            }
            None if !body.is_empty() => return Cow::Owned(body),
            _ => return Cow::Borrowed(raw),
        }
    }
}

fn is_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [first, second, ..] if first & 0x0F == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0)
}

fn looks_like_text(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(256)];
    let start = head.trim_ascii_start();
    start.starts_with(b"<")
        || start.starts_with(b"\xEF\xBB\xBF")
        || head.iter().all(|b| *b >= 0x20 || b.is_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(headers: &str, body: &[u8]) -> Result<String, Reason> {
        let mut bytes = format!("HTTP/1.1 200 OK\r\n{headers}\r\n").into_bytes();
        bytes.extend_from_slice(body);
        let body = parse(bytes)?.decoded(Limits { report_bytes: 1 << 20, ..Limits::default() })?;
        Ok(String::from_utf8(body).expect("text"))
    }

    fn gzipped(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::read::GzEncoder::new(text, flate2::Compression::fast());
        let mut bytes = Vec::new();
        encoder.read_to_end(&mut bytes).expect("read from memory");
        bytes
    }

    #[test]
    fn chunks_are_joined() {
        let check = |body: &str, expected: &str| {
            assert_eq!(
                decoded("Transfer-Encoding: chunked\r\n", body.as_bytes()).unwrap(),
                expected,
                "{body}"
            );
        };
        check("4\r\nThe \r\n5;x=y\r\ntalks\r\n0\r\n\r\n", "The talks");
        check("5\r\nThe t\r\nFF\r\nalks", "The talks");
        check("The talks, decoded already", "The talks, decoded already");
        check("", "");
    }

    #[test]
    fn content_encodings_are_undone_where_they_are_there() {
        let gz = gzipped(b"The talks");
        assert_eq!(decoded("Content-Encoding: gzip\r\n", &gz).unwrap(), "The talks");
        assert_eq!(decoded("Content-Encoding: gzip\r\n", b"The talks").unwrap(), "The talks");
        assert_eq!(decoded("Content-Encoding: gzip, gzip\r\n", &gzipped(&gz)).unwrap(), "The talks");
        let mut zlib = Vec::new();
        flate2::read::ZlibEncoder::new(&b"The talks"[..], flate2::Compression::fast())
            .read_to_end(&mut zlib)
            .unwrap();
        assert_eq!(decoded("Content-Encoding: deflate\r\n", &zlib).unwrap(), "The talks");
        // An uncompressed block of brotli's own format.
        let brotli = [0x0B, 0x04, 0x80, b'T', b'h', b'e', b' ', b't', b'a', b'l', b'k', b's', 0x03];
        assert_eq!(decoded("Content-Encoding: br\r\n", &brotli).unwrap(), "The talks");
    }

    #[test]
    fn growth_and_size_are_limited() {
        let bomb = gzipped(&vec![b' '; 4 << 20]);
        assert_eq!(decoded("Content-Encoding: gzip\r\n", &bomb), Err(Reason::TooLarge(1 << 20)));
        assert!(matches!(decoded("Content-Encoding: gzip\r\n", &bomb[..40]), Err(Reason::Compression(_))));
        assert!(matches!(parse(b"HTTP/1.1 200 OK\r\nA: b\r\n".to_vec()), Err(Reason::Record(_))));
    }
}

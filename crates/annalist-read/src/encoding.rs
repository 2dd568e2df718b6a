//! Bytes to text: byte order mark first, then what the input declares, then detection.

use crate::error::Reason;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::io::{self, BufRead, BufReader, Read};

/// Text decoded from bytes, with a note where the encoding had to be guessed or mended.
#[derive(Debug)]
pub(crate) struct Decoded {
    pub text: String,
    pub note: Option<String>,
}

/// Decodes a whole input. `declared` is the encoding a page names in its markup.
///
/// # Errors
/// [`Reason::Binary`] for what is not text, [`Reason::Encoding`] where more than a few bytes cannot be decoded.
pub(crate) fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> Result<Decoded, Reason> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return lossy(&bytes[mark..], encoding, None);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        let note = format!("read as {}, judged by its bytes", encoding.name());
        return lossy(bytes, encoding, Some(note));
    }
    if let Some(kind) = binary_kind(bytes) {
        return Err(Reason::Binary(kind.to_owned()));
    }
    // Bytes that are valid UTF-8 and not plain ASCII are hardly ever anything else, whatever a page declares.
    let Err(error) = std::str::from_utf8(bytes) else {
        return Ok(Decoded { text: String::from_utf8_lossy(bytes).into_owned(), note: None });
    };
    match declared {
        Some(encoding) if encoding != UTF_8 => lossy(bytes, encoding, None),
        _ => guessed(bytes, error.valid_up_to()),
    }
}

/// Mostly UTF-8 with stray bytes is mended; anything else is detected.
fn guessed(bytes: &[u8], first_bad: usize) -> Result<Decoded, Reason> {
    if let Some(text) = mostly_utf8(bytes) {
        let note = format!("some bytes are not UTF-8 and were replaced (first at byte {first_bad})");
        return Ok(Decoded { text, note: Some(note) });
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
    let note = format!("encoding not declared; read as {}", encoding.name());
    lossy(bytes, encoding, Some(note))
}

/// The text with replacement characters, if at least nine in ten of its non-ASCII characters are sound.
fn mostly_utf8(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let bad = text.matches('\u{FFFD}').count();
    let good = text.chars().filter(|c| !c.is_ascii() && *c != '\u{FFFD}').count();
    (good >= 9 * bad).then(|| text.into_owned())
}

fn lossy(bytes: &[u8], encoding: &'static Encoding, note: Option<String>) -> Result<Decoded, Reason> {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    if !damaged {
        if let Some(found) = control_share(&text) {
            return Err(Reason::Binary(found.to_owned()));
        }
        return Ok(Decoded { text: text.into_owned(), note });
    }
    let bad = text.matches('\u{FFFD}').count();
    // One character in two hundred may be a damaged disk; more is another encoding.
    if bad * 200 > text.chars().count() + 200 {
        let at = text.find('\u{FFFD}').unwrap_or(0);
        return Err(Reason::Encoding { expected: encoding.name().to_owned(), at });
    }
    let note = format!("{bad} damaged characters in {} were replaced", encoding.name());
    Ok(Decoded { text: text.into_owned(), note: Some(note) })
}

/// UTF-16 without a byte order mark: in Western text every other byte is zero.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(512) & !1];
    if head.len() < 16 {
        return None;
    }
    let zeros = |at: usize| head.iter().skip(at).step_by(2).filter(|b| **b == 0).count() * 2;
    let (even, odd) = (zeros(0), zeros(1));
    let most = head.len() * 3 / 4;
    if odd > most && even * 20 < head.len() {
        Some(UTF_16LE)
    } else if even > most && odd * 20 < head.len() {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// What kind of data bytes are that are not text; None for text in a one-byte encoding or UTF-8.
pub(crate) fn binary_kind(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: [(&[u8], &str); 12] = [
        (b"%PDF-", "a PDF file"),
        (b"\x89PNG", "a PNG picture"),
        (b"\xFF\xD8\xFF", "a JPEG picture"),
        (b"GIF8", "a GIF picture"),
        (b"PK\x03\x04", "a zip archive or office document"),
        (b"\x1F\x8B", "gzip data inside gzip data"),
        (b"BZh", "bzip2 data"),
        (b"\xFD7zXZ", "xz data"),
        (b"\x28\xB5\x2F\xFD", "zstandard data"),
        (b"\x7FELF", "a program"),
        (b"\xD0\xCF\x11\xE0", "an office document"),
        (b"SQLite format 3", "a database"),
    ];
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(kind);
    }
    let head = &bytes[..bytes.len().min(64 << 10)];
    let controls = head
        .iter()
        .filter(|b| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0C | 0x1A | 0x1B))
        .count();
    // Stray control bytes stand in old wire copy; one in fifty does not, and a zero byte in a row of them never.
    (controls * 50 > head.len() || head.windows(2).any(|w| w == [0, 0])).then_some("binary data")
}

fn control_share(text: &str) -> Option<&'static str> {
    let (mut controls, mut all) = (0, 0);
    for c in text.chars().take(64 << 10) {
        all += 1;
        controls += usize::from(
            c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{C}' | '\u{1A}' | '\u{1B}' | '\u{85}'),
        );
    }
    (controls * 50 > all).then_some("binary data")
}

/// Decodes one field or line that is not valid UTF-8: Western one-byte text, as spreadsheets write it.
pub(crate) fn western(bytes: &[u8]) -> String {
    WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
}

/// The encoding that a page names in its first kilobytes: `<meta charset=…>` or `content="…; charset=…"`.
pub(crate) fn declared_in_markup(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(4096)].to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    let start = head.find("charset=").map(|i| i + 8).or_else(|| xml_encoding(&head))?;
    let label = head[start..].trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | ':'))?;
    Encoding::for_label(&label.as_bytes()[..end])
}

fn xml_encoding(head: &str) -> Option<usize> {
    let declaration = head.starts_with("<?xml").then(|| head.split("?>").next())??;
    declaration.find("encoding=").map(|i| i + 9)
}

/// A stream of UTF-8 for the formats read line by line: UTF-16 is converted as it comes.
///
/// # Errors
/// [`Reason::Binary`] where the first bytes are not text.
pub(crate) fn utf8_stream(
    head: &[u8],
    input: impl BufRead + Send + 'static,
) -> Result<Box<dyn BufRead + Send>, Reason> {
    let utf16 = match Encoding::for_bom(head) {
        Some((encoding, _)) => (encoding != UTF_8).then_some(encoding),
        None => utf16_without_mark(head),
    };
    match utf16 {
        Some(encoding) => Ok(Box::new(BufReader::new(Converted::new(input, encoding)))),
        None => match binary_kind(head) {
            Some(kind) => Err(Reason::Binary(kind.to_owned())),
            None => Ok(Box::new(input)),
        },
    }
}

/// Converts a stream to UTF-8.
struct Converted<R> {
    inner: R,
    decoder: encoding_rs::Decoder,
    pending: Vec<u8>,
    sent: usize,
    ended: bool,
}

impl<R: BufRead> Converted<R> {
    fn new(inner: R, encoding: &'static Encoding) -> Self {
        Converted {
            inner,
            decoder: encoding.new_decoder_with_bom_removal(),
            pending: Vec::new(),
            sent: 0,
            ended: false,
        }
    }

    fn convert_more(&mut self) -> io::Result<()> {
        let bytes = self.inner.fill_buf()?;
        self.ended = bytes.is_empty();
        let mut text = String::with_capacity(bytes.len() * 3 + 16);
        let (_, read, _) = self.decoder.decode_to_string(bytes, &mut text, self.ended);
        self.inner.consume(read);
        self.pending = text.into_bytes();
        self.sent = 0;
        Ok(())
    }
}

impl<R: BufRead> Read for Converted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.sent == self.pending.len() && !self.ended {
            self.convert_more()?;
        }
        let rest = &self.pending[self.sent..];
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.sent += count;
        Ok(count)
    }
}

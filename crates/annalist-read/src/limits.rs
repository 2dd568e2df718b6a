//! How much of anything is read before a report is given up: hostile and broken input is expected.
//!
//! The constants are the defaults of [`Limits`], which a caller may change. Each ends in a named error for that
//! one report; nothing else is lost.

use annalist_core::Report;

/// The largest report: a file of text, HTML, XML or JSON after decompression, one line of JSONL, one row of a table, one
/// record of a WARC, one message of a mailbox, in bytes. A zip archive that comes as a stream is held to it too.
pub const REPORT_BYTES: usize = 64 << 20;

/// How far past [`REPORT_BYTES`] an over-long line is skipped in search of its end, before the rest of that input
/// is given up.
pub const SKIPPED_LINE_BYTES: u64 = 1 << 30;

/// How many times larger than its compressed form an input may grow; news text compresses about four times,
/// and deflate cannot exceed 1,032.
pub const RATIO: u64 = 200;

/// Decompressed bytes that are read before [`RATIO`] applies.
pub const UNPACKED_FREE_BYTES: u64 = 16 << 20;

/// The most memory that a zstandard frame may ask for, in bytes; the format's own tools write up to 8 MiB unless told.
pub const ZSTD_WINDOW: u64 = 128 << 20;

/// The deepest nesting of archives and compressions: `archive.zip` in `archive.tar.gz` is three deep.
pub const PACKED_DEPTH: usize = 4;

/// The longest name of an archive's entry, in bytes.
pub const NAME_BYTES: u64 = 64 << 10;

/// The longest headers of a WARC record or of an HTTP message, in bytes.
pub const HEADER_BYTES: usize = 256 << 10;

/// The deepest nesting of elements that is built into a tree; real pages stay under 100.
pub const MARKUP_DEPTH: usize = 400;

/// The most elements of one page or one XML document's report.
pub const MARKUP_ELEMENTS: usize = 400_000;

/// The most attributes of one element; parsers compare each with all before it.
pub const TAG_ATTRIBUTES: usize = 5_000;

/// Attribute values longer than this, such as pictures in `data:` addresses, are dropped before parsing.
pub const ATTRIBUTE_BYTES: usize = 16 << 10;

/// The longest text that is worked on, in bytes. No news report comes near; a longer input is many reports
/// in one file, or no report at all, and would take memory without bound.
pub const TEXT_BYTES: usize = 1 << 20;

/// The deepest nesting of folders that is followed.
pub const FOLDER_DEPTH: usize = 64;

/// Bytes of an input that its format and encoding are told from.
pub const SNIFF_BYTES: usize = 8 << 10;

/// Redirects that are followed from an address.
pub const REDIRECTS: u32 = 5;

/// Seconds that fetching one address may take in all.
pub const FETCH_SECONDS: u64 = 60;

/// Seconds between two requests to one host, unless its `robots.txt` asks for more (up to ten times as many).
pub const FETCH_PAUSE_SECONDS: u64 = 1;

/// Cuts the text of a report of more than [`TEXT_BYTES`] at the end of a paragraph, a line or a word before that, notes it
/// and says what was expected and found; none where the report is as it should be.
pub fn cut_short(report: &mut Report) -> Option<String> {
    let whole = report.text.len();
    if whole <= TEXT_BYTES {
        return None;
    }
    let limit = report.text.floor_char_boundary(TEXT_BYTES);
    let from = report.text.floor_char_boundary(TEXT_BYTES / 2);
    let tail = &report.text[from..limit];
    let end = tail.rfind("\n\n").or_else(|| tail.rfind('\n')).or_else(|| tail.rfind(' '));
    report.text.truncate(end.map_or(limit, |i| from + i));
    report.text.shrink_to_fit();
    report.notes.push(format!("only the first {} of {whole} bytes of the text were read", report.text.len()));
    Some(format!("expected at most {TEXT_BYTES} bytes of text, found {whole}"))
}

/// The limits one run works under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest single report in bytes: see [`REPORT_BYTES`].
    pub report_bytes: usize,
    /// The longest stretch skipped after an over-long line, in bytes: see [`SKIPPED_LINE_BYTES`].
    pub skipped_line_bytes: u64,
    /// The largest growth by decompression: see [`RATIO`].
    pub ratio: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { report_bytes: REPORT_BYTES, skipped_line_bytes: SKIPPED_LINE_BYTES, ratio: RATIO }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endless_report_is_cut_at_a_paragraph() {
        let paragraph = "Troops crossed the river at dawn — witnesses said.\n\n";
        let mut report = Report { text: paragraph.repeat(60_000), ..Report::default() };
        let whole = report.text.len();
        let said = cut_short(&mut report).expect("it is too long");
        assert!(report.text.len() <= TEXT_BYTES && report.text.ends_with("said."));
        assert_eq!(said, format!("expected at most 1048576 bytes of text, found {whole}"));
        assert_eq!(cut_short(&mut report), None);
    }
}

//! How much of anything is read before a report is given up: hostile and broken input is expected.
//!
//! The constants are the defaults of [`Limits`], which a caller may change. Each ends in a named error for that
//! one report; nothing else is lost.

/// The largest report: a file of text or HTML after decompression, or one line of JSONL or one row of a table, in bytes.
pub const REPORT_BYTES: usize = 64 << 20;

/// How far past [`REPORT_BYTES`] an over-long line is skipped in search of its end, before the rest of that input
/// is given up.
pub const SKIPPED_LINE_BYTES: u64 = 1 << 30;

/// How many times larger than its compressed form an input may grow; news text compresses about four times,
/// and deflate cannot exceed 1,032.
pub const GZIP_RATIO: u64 = 200;

/// Decompressed bytes that are read before [`GZIP_RATIO`] applies.
pub const GZIP_FREE_BYTES: u64 = 16 << 20;

/// The deepest nesting of elements that is built into a tree; real pages stay under 100.
pub const MARKUP_DEPTH: usize = 400;

/// The most elements of one page.
pub const MARKUP_ELEMENTS: usize = 400_000;

/// The most attributes of one element; parsers compare each with all before it.
pub const TAG_ATTRIBUTES: usize = 5_000;

/// Attribute values longer than this, such as pictures in `data:` addresses, are dropped before parsing.
pub const ATTRIBUTE_BYTES: usize = 16 << 10;

/// The deepest nesting of folders that is followed.
pub const FOLDER_DEPTH: usize = 64;

/// Bytes of an input that its format and encoding are told from.
pub const SNIFF_BYTES: usize = 8 << 10;

/// The limits one run works under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest single report in bytes: see [`REPORT_BYTES`].
    pub report_bytes: usize,
    /// The longest stretch skipped after an over-long line, in bytes: see [`SKIPPED_LINE_BYTES`].
    pub skipped_line_bytes: u64,
    /// The largest growth by decompression: see [`GZIP_RATIO`].
    pub gzip_ratio: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { report_bytes: REPORT_BYTES, skipped_line_bytes: SKIPPED_LINE_BYTES, gzip_ratio: GZIP_RATIO }
    }
}

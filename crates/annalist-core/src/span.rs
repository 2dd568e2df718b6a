//! Positions in a report's text.

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A half-open range `[start, end)` of UTF-8 byte offsets in a report's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`, in bytes.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end && end <= u32::MAX as usize);
        Span { start: start as u32, end: end as u32 }
    }

    /// The number of bytes covered.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The same positions as a range for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The covered part of `text`, which must be the text the span was made for.
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// Whether the two spans share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that covers both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// Converts byte offsets of one text into Unicode code points, for the edges of the program.
///
/// ```
/// use annalist_core::span::{CodePoints, Span};
/// let points = CodePoints::new("à Paris");
/// assert_eq!(points.span(Span::new(3, 8)), [2, 7]);
/// ```
pub struct CodePoints {
    /// Code points before each 64-byte block, empty when the text is ASCII.
    blocks: Vec<u32>,
    bytes: Vec<u8>,
}

const BLOCK: usize = 64;

impl CodePoints {
    /// Prepares the conversion for `text`.
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return CodePoints { blocks: Vec::new(), bytes: Vec::new() };
        }
        let bytes = text.as_bytes().to_vec();
        let mut blocks = Vec::with_capacity(bytes.len() / BLOCK + 1);
        let mut count = 0;
        for block in bytes.chunks(BLOCK) {
            blocks.push(count);
            count += block.iter().filter(|b| starts_char(**b)).count() as u32;
        }
        blocks.push(count);
        CodePoints { blocks, bytes }
    }

    /// The number of code points before byte `offset`, which must lie on a character boundary.
    pub fn offset(&self, offset: u32) -> u32 {
        if self.blocks.is_empty() {
            return offset;
        }
        let at = (offset as usize).min(self.bytes.len());
        let block = at / BLOCK;
        let rest = self.bytes[block * BLOCK..at].iter().filter(|b| starts_char(**b)).count();
        self.blocks[block] + rest as u32
    }

    /// The span in code points, as `[start, end]` (half-open).
    pub fn span(&self, span: Span) -> [u32; 2] {
        [self.offset(span.start), self.offset(span.end)]
    }
}

fn starts_char(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_agree_with_a_plain_count() {
        let text = "À l’aube, Traoré a parlé — «\u{1F30D}» ".repeat(9);
        let points = CodePoints::new(&text);
        for (byte, _) in text.char_indices() {
            assert_eq!(points.offset(byte as u32) as usize, text[..byte].chars().count());
        }
        assert_eq!(points.offset(text.len() as u32) as usize, text.chars().count());
    }

    #[test]
    fn spans_overlap_only_where_they_share_a_byte() {
        assert!(!Span::new(0, 4).overlaps(Span::new(4, 6)));
        assert!(Span::new(0, 5).overlaps(Span::new(4, 6)));
        assert_eq!(Span::new(2, 3).cover(Span::new(7, 9)), Span::new(2, 9));
    }
}

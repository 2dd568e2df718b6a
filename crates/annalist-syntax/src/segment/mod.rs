//! Splitting text into sentences and syntactic words, after the conventions of UD English.
//!
//! Text is cut into [`blocks`] (paragraphs, headings, list items), blocks into [`words`] and words into
//! syntactic words ([`clitics`]: `do|n't`, `Bush|'s`); full stops are told apart by [`abbreviations`] and
//! [`stops`], and [`sentences`] end where punctuation and the next word say so, or at the [`seams`] of lines
//! that were run together. Every step is linear in the text.

mod abbreviations;
mod blocks;
mod clitics;
mod patterns;
mod seams;
mod sentences;
mod stops;
mod words;

use annalist_core::Document;

/// How a whole text is written, which decides how much capitals can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    /// Ordinary print.
    Mixed,
    /// All capitals, as old agency copy.
    Upper,
    /// No capitals at all.
    Lower,
}

/// How many bytes are looked at to tell a text's [`Case`].
const CASE_SAMPLE: usize = 20_000;

impl Case {
    fn of(text: &str) -> Case {
        let (mut upper, mut lower) = (0usize, 0usize);
        for c in text.chars().take(CASE_SAMPLE) {
            upper += usize::from(c.is_uppercase());
            lower += usize::from(c.is_lowercase());
        }
        match upper + lower {
            n if n < 40 => Case::Mixed,
            n if upper * 10 > n * 8 => Case::Upper,
            n if upper * 500 < n => Case::Lower,
            _ => Case::Mixed,
        }
    }
}

/// Splits `text` into sentences and unparsed tokens.
///
/// Every character that is not a space (see [`is_space`]) lies in exactly one token, and every token in
/// exactly one sentence. No sentence has more than 400 tokens: longer ones are cut at a comma or the like.
pub fn segment(text: &str) -> Document {
    let case = Case::of(text);
    let mut document = Document { text: text.to_owned(), ..Document::default() };
    for block in blocks::split(text, case) {
        let first = document.tokens.len();
        words::tokenize(text, block.range, case, &mut document.tokens);
        let tokens = first..document.tokens.len();
        sentences::split(text, case, &document.tokens, tokens, block.paragraph, &mut document.sentences);
    }
    document
}

/// Whether `c` stands between tokens: white space, control characters and invisible breaks.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

/// Whether `c` can be part of a word: letters, digits, marks that join them, and scripts without capitals.
fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    c.is_alphanumeric() || !is_space(c) && !is_symbol(c)
}

/// Whether `c`, not ASCII, is punctuation or a symbol by its Unicode block.
fn is_symbol(c: char) -> bool {
    matches!(c as u32,
        0xA1..=0xA9 | 0xAB..=0xAC | 0xAE..=0xB1 | 0xB4 | 0xB6..=0xB8 | 0xBB | 0xBF | 0xD7 | 0xF7
        | 0x2C6..=0x2DF | 0x37E | 0x589 | 0x60C | 0x61B | 0x61F | 0x66A..=0x66D | 0x6D4 | 0x964..=0x965
        | 0x1361..=0x1368
        | 0x2010..=0x205E | 0x20A0..=0x20CF | 0x2100..=0x2BFF | 0x3001..=0x3004 | 0x3007..=0x3020 | 0x3030
        | 0xE000..=0xF8FF | 0xFE10..=0xFE1F | 0xFE30..=0xFE6F | 0xFF01..=0xFF0F | 0xFF1A..=0xFF20
        | 0xFF3B..=0xFF40 | 0xFF5B..=0xFF65 | 0xFFE0..=0xFFFD | 0x1F000..=0x1FAFF)
}

/// Whether `c` is an apostrophe as printed.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´' | '＇')
}

#[cfg(test)]
mod tests;

//! Tokens: words, numbers, links, punctuation, with exact positions.

use super::abbreviations::{self, Class};
use super::{Case, clitics, is_apostrophe, is_space, is_word, patterns};
use annalist_core::{Span, Token};
use std::ops::Range;

/// Tokenizes the bytes `block` of `text` and appends the tokens to `tokens`.
pub(super) fn tokenize(text: &str, block: Range<usize>, case: Case, tokens: &mut Vec<Token>) {
    let first = tokens.len();
    let mut scanner = Scanner {
        text,
        case,
        at: block.start,
        end: block.start,
        block: block.end,
        tokens,
        first,
        quoted: false,
    };
    while scanner.next_chunk() {
        while scanner.at < scanner.end {
            scanner.scan_token();
        }
    }
}

pub(super) struct Scanner<'a> {
    pub(super) text: &'a str,
    pub(super) case: Case,
    /// The byte to go on from.
    pub(super) at: usize,
    /// The end of the run of characters without a space that is being scanned.
    pub(super) end: usize,
    /// The end of the block.
    pub(super) block: usize,
    pub(super) tokens: &'a mut Vec<Token>,
    /// The block's first token.
    pub(super) first: usize,
    /// Whether a single quotation mark is open.
    quoted: bool,
}

impl Scanner<'_> {
    /// Moves to the next run of characters without spaces; false at the end of the block.
    fn next_chunk(&mut self) -> bool {
        let rest = &self.text[self.end..self.block];
        let Some(start) = rest.find(|c| !is_space(c)) else { return false };
        self.at = self.end + start;
        self.end = self.text[self.at..self.block].find(is_space).map_or(self.block, |n| self.at + n);
        true
    }

    fn scan_token(&mut self) {
        let rest = &self.text[self.at..self.end];
        let Some(c) = rest.chars().next() else { return };
        if let Some(length) = self.whole_symbol(rest, c) {
            return self.push(self.at + length, false);
        }
        if is_word(c) || self.number_opens(rest) {
            match self.at_word_start().then(|| patterns::link(rest)).flatten() {
                Some(length) => self.push(self.at + length, false),
                None => self.scan_word(),
            }
        } else if is_apostrophe(c) {
            self.scan_apostrophe(c);
        } else {
            self.scan_symbol(c);
        }
    }

    /// The length of the token at the start of `rest` that opens with the symbol `c` but is more than it.
    fn whole_symbol(&self, rest: &str, c: char) -> Option<usize> {
        match c {
            '#' | '@' if self.at_word_start() => patterns::tag(rest),
            '.' if self.at_word_start() => patterns::file_ending(rest),
            '-' | '=' | '+' | '*' | '~' | '<' | '>' | '|' | '{' | '_'
                if self.opens_chunk() && patterns::is_drawing(rest) =>
            {
                Some(rest.len())
            }
            _ => None,
        }
    }

    fn opens_chunk(&self) -> bool {
        self.before().is_none_or(is_space)
    }

    /// Ends a token at byte `end` and goes on from there.
    fn push(&mut self, end: usize, continues: bool) {
        self.tokens.push(Token::unparsed(Span::new(self.at, end), continues));
        self.at = end;
    }

    fn before(&self) -> Option<char> {
        self.text[..self.at].chars().next_back()
    }

    fn at_word_start(&self) -> bool {
        !self.before().is_some_and(|c| is_word(c) || c == '-' || c == '@')
    }

    /// Whether `rest` opens with a sign or point that belongs to the number after it: `+44`, `.22`.
    fn number_opens(&self, rest: &str) -> bool {
        let digit = rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
        digit && rest.starts_with(['+', '.']) && self.at_word_start()
    }

    fn scan_word(&mut self) {
        let start = self.at;
        let rest = &self.text[start..self.end];
        let mut end = start + self.citation(rest).unwrap_or_else(|| word_length(rest, self.case));
        end = self.with_currency(start, end);
        end = self.with_stop(start, end);
        end = self.with_stutter(start, end);
        let word = &self.text[start..end];
        if let Some(cut) = clitics::unit_cut(word.strip_suffix('.').unwrap_or(word)) {
            self.push(start + cut, false);
            self.push(end, false);
            return;
        }
        if let Some(cut) = clitics::its_cut(word, &self.text[end..self.block]) {
            self.push(start + cut, false);
            self.push(end, true);
            return;
        }
        for (i, part) in clitics::cut(word, start).into_iter().enumerate() {
            self.push(part.end, i > 0);
        }
    }

    /// The length of a number in a list of notes in brackets, `[13,14]`, where a comma parts numbers.
    fn citation(&self, rest: &str) -> Option<usize> {
        let before = &self.text.as_bytes()[..self.at];
        let listed = matches!(before, [.., b'['] | [.., b'0'..=b'9', b',']);
        let length = length_while(rest, |c| c.is_ascii_digit());
        (listed && (1..=3).contains(&length) && rest[length..].starts_with([',', ']'])).then_some(length)
    }

    /// Takes a dollar sign into the word where it names whose dollar: `US$`, `HK$`.
    fn with_currency(&self, start: usize, end: usize) -> usize {
        let word = &self.text[start..end];
        let country = word.len() <= 3 && word.bytes().all(|b| b.is_ascii_uppercase());
        if country && self.text[end..self.end].starts_with('$') { end + 1 } else { end }
    }

    /// Takes the hyphen after a fragment of a word into it: `th- the`.
    fn with_stutter(&self, start: usize, end: usize) -> usize {
        let short = end - start <= 2 && self.text[start..end].bytes().all(|b| b.is_ascii_alphabetic());
        let whole = start == 0 || self.text[..start].ends_with(is_space);
        if short && whole && &self.text[end..self.end] == "-" { end + 1 } else { end }
    }

    fn scan_apostrophe(&mut self, c: char) {
        let rest = &self.text[self.at..self.end];
        let after = &rest[c.len_utf8()..];
        let word = after.find(|c| !is_word(c)).unwrap_or(after.len());
        let inside = self
            .before()
            .is_some_and(|b| is_word(b) || matches!(b, '.' | '"' | '”' | ')' | '’' | '!' | '#' | '%' | '&'));
        let length = c.len_utf8() + word;
        if rest == "'s" && !inside && !self.quoted {
            return self.push(self.at + length, false);
        }
        if word > 0 && inside && self.adjacent() && clitics::is_clitic(&rest[..length]) {
            return self.push(self.at + length, true);
        }
        if word > 0 && !inside && is_elision(&after[..word]) {
            return self.push(self.at + length, false);
        }
        let possessive = self.before().is_some_and(|b| matches!(b, 's' | 'S' | 'x' | 'z'));
        let quote_ends = self.quoted && c != '`';
        let possessive = possessive && word == 0 && !quote_ends && c != '‘';
        if word == 0 && !possessive {
            self.quoted = false;
        } else if !inside {
            self.quoted = true;
        }
        let pair = if c == '‘' && after.starts_with('’') { '’' } else { c };
        let double = if after.starts_with(pair) && word == 0 { pair.len_utf8() } else { 0 };
        self.push(self.at + c.len_utf8() + double, possessive && self.adjacent());
    }

    /// Whether the last token ends where the scanner stands.
    fn adjacent(&self) -> bool {
        self.tokens[self.first..].last().is_some_and(|t| t.span.end as usize == self.at)
    }

    fn scan_symbol(&mut self, c: char) {
        let rest = &self.text[self.at..self.end];
        if let Some(length) = patterns::emoticon(rest) {
            return self.push(self.at + length, false);
        }
        let run = match c {
            '.' | '!' | '?' | '…' => length_while(rest, |d| matches!(d, '.' | '!' | '?' | '…')),
            '-' | '*' | '=' | '~' | '#' | '<' | '>' | '|' | '+' | '^' | '—' | '–' | '_' | '\\' | '`'
            | '$' => length_while(rest, |d| d == c),
            _ if c.is_ascii() => c.len_utf8(),
            _ => c.len_utf8() + length_while(&rest[c.len_utf8()..], joins_symbol),
        };
        self.push(self.at + run, false);
    }
}

/// Marks that change the symbol before them: variation selectors, joiners, skin tones, combining signs.
fn joins_symbol(c: char) -> bool {
    matches!(c as u32, 0xFE00..=0xFE0F | 0x200D | 0x20D0..=0x20FF | 0x1F3FB..=0x1F3FF | 0x300..=0x36F)
}

fn length_while(text: &str, fits: impl Fn(char) -> bool) -> usize {
    text.find(|c| !fits(c)).unwrap_or(text.len())
}

/// Whether letters after an apostrophe make one word with it: `'90s`, `'em`.
fn is_elision(letters: &str) -> bool {
    const WORDS: [&str; 9] = ["em", "til", "till", "cause", "tis", "twas", "bout", "n", "cos"];
    let years = letters.trim_end_matches('s');
    let decade = years.len() == 2 && years.bytes().all(|b| b.is_ascii_digit());
    decade || WORDS.iter().any(|w| letters.eq_ignore_ascii_case(w))
}

/// The length of the word at the start of `rest`, with the punctuation inside it.
fn word_length(rest: &str, case: Case) -> usize {
    if let Some(length) = patterns::hyphened_number(rest) {
        return length;
    }
    let mut end = 0;
    let mut piece = 0;
    let mut previous = ' ';
    let mut chars = rest.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let next = chars.peek().map(|(_, n)| *n);
        let joined = is_word(c)
            || i == 0
            || next.is_some_and(is_word)
                && joins(&rest[piece..i], previous, c, &rest[i + c.len_utf8()..], case);
        if !joined {
            break;
        }
        if !is_word(c) {
            let affix = matches!(c, '-' | '‐' | '‑');
            piece = if affix { i + c.len_utf8() } else { piece };
        }
        end = i + c.len_utf8();
        previous = c;
    }
    end
}

/// Whether `mark`, between `piece` (which ends in `previous`) and `after`, is inside a word.
fn joins(piece: &str, previous: char, mark: char, after: &str, case: Case) -> bool {
    let Some(next) = after.chars().next() else { return false };
    match mark {
        '.' => !sentence_ends(piece, after, case),
        ',' | ':' | '/' if previous.is_ascii_digit() => next.is_ascii_digit(),
        '/' => is_letter(piece) && opens_with_letter(after),
        '-' | '‐' | '‑' => joins_hyphen(piece, mark, after),
        '&' => previous.is_alphabetic() && next.is_alphabetic() && piece.len() <= 3,
        '@' => previous.is_alphanumeric() && next.is_alphanumeric(),
        _ if is_apostrophe(mark) => joins_apostrophe(previous, mark, next),
        _ => false,
    }
}

/// Whether `text` is one letter, as both halves of `b/c` are.
fn is_letter(text: &str) -> bool {
    text.len() == 1 && text.starts_with(char::is_alphabetic)
}

/// Whether the first word of `text` is one letter.
fn opens_with_letter(text: &str) -> bool {
    let goes_on = text.chars().nth(1).is_some_and(|c| is_word(c) || c == '/');
    text.starts_with(char::is_alphabetic) && !goes_on
}

fn joins_apostrophe(previous: char, mark: char, next: char) -> bool {
    previous.is_alphanumeric() && next.is_alphabetic() && (mark != '‘' || next.is_lowercase())
}

/// How many bytes of a piece or of what follows it are looked at.
const NEAR: usize = 12;

fn joins_hyphen(piece: &str, mark: char, after: &str) -> bool {
    if piece.len() > NEAR {
        return false;
    }
    let mut affix = piece.to_owned();
    affix.push('-');
    if abbreviations::is_prefix(&affix) && after.starts_with(char::is_alphanumeric) {
        return true;
    }
    let word = after.char_indices().take(NEAR).find(|(_, c)| !is_word(*c)).map_or(after.len(), |(i, _)| i);
    mark == '-' && word <= NEAR && abbreviations::is_suffix(&format!("-{}", &after[..word]))
}

/// Whether the stop between `piece` and `after` ends a sentence whose space is missing, or an abbreviation.
fn sentence_ends(piece: &str, after: &str, case: Case) -> bool {
    let tail_start = piece.char_indices().rev().take(NEAR).last().map_or(0, |(i, _)| i);
    let tail = piece[tail_start..].rsplit('.').next().unwrap_or("");
    let mut next = after.chars();
    let (first, second) = (next.next().unwrap_or(' '), next.next().unwrap_or(' '));
    if matches!(abbreviations::class(tail, case), Some(Class::Title | Class::Number))
        && tail.len() == piece.len()
    {
        let name = second.is_lowercase() || case == Case::Upper && second.is_uppercase();
        return first.is_uppercase() && name || first.is_ascii_digit();
    }
    let lower = tail.chars().count() >= 2 && tail.chars().next_back().is_some_and(char::is_lowercase);
    if first.is_ascii_digit()
        && tail.len() == piece.len()
        && abbreviations::class(tail, case) == Some(Class::Month)
    {
        return true;
    }
    let number = tail.chars().all(|c| c.is_ascii_digit()) && !tail.is_empty();
    (lower || number) && first.is_uppercase() && second.is_lowercase()
}

//! Where sentences end.

use super::Case;
use super::abbreviations::{self, Class};
use annalist_core::{Sentence, Token};
use std::ops::Range;

/// The most tokens a sentence may have.
const LONGEST: usize = 400;

/// Groups `tokens`, those of one block, into sentences and appends them to `sentences`.
pub(super) fn split(
    text: &str,
    case: Case,
    all: &[Token],
    tokens: Range<usize>,
    paragraph: bool,
    sentences: &mut Vec<Sentence>,
) {
    let view = View { text, case, tokens: all, end: tokens.end };
    let (mut start, mut at, mut starts_paragraph) = (tokens.start, tokens.start, paragraph);
    while at < tokens.end {
        let forced = || (at + 1 - start >= LONGEST).then(|| view.forced_end(start, at + 1));
        let Some(end) = view.end_at(at, start).or_else(|| view.line_end(at, start)).or_else(forced) else {
            at += 1;
            continue;
        };
        sentences.push(view.sentence(start..end, starts_paragraph));
        (start, at, starts_paragraph) = (end, end, false);
    }
    if start < tokens.end {
        sentences.push(view.sentence(start..tokens.end, starts_paragraph));
    }
}

pub(super) struct View<'a> {
    text: &'a str,
    case: Case,
    tokens: &'a [Token],
    /// One past the last token of the block.
    pub(super) end: usize,
}

impl View<'_> {
    fn sentence(&self, tokens: Range<usize>, starts_paragraph: bool) -> Sentence {
        let span = self.tokens[tokens.start].span.cover(self.tokens[tokens.end - 1].span);
        Sentence { span, tokens, starts_paragraph }
    }

    pub(super) fn form(&self, i: usize) -> &str {
        self.tokens[i].span.of(self.text)
    }

    /// Whether token `i` follows the one before it without a space.
    pub(super) fn adjacent(&self, i: usize) -> bool {
        i > 0 && i < self.end && self.tokens[i - 1].span.end == self.tokens[i].span.start
    }

    /// One past the last token of the sentence that ends with token `i` and what closes it, if one does.
    fn end_at(&self, i: usize, start: usize) -> Option<usize> {
        let form = self.form(i);
        let last = form.chars().next_back()?;
        let ends = match last {
            '.' if form.len() > 1 && form.starts_with(|c: char| c.is_alphanumeric()) => {
                return self.abbreviation_ends(i).then_some(i + 1);
            }
            '.' | '…' if form.chars().count() > 1 || last == '…' => Self::ellipsis_ends,
            '.' if i == start + 1 && self.is_item_number(start) => return None,
            '.' | '。' | '।' | '۔' | '።' => Self::stop_ends,
            '!' if form.starts_with(char::is_alphabetic) => return None,
            '!' | '?' | '！' | '？' | '؟' => Self::mark_ends,
            _ => return None,
        };
        let end = self.past_closers(i + 1);
        (end >= self.end || ends(self, i, end)).then_some(end.min(self.end))
    }

    /// One past the quotation marks and brackets that close right after the token before `i`.
    fn past_closers(&self, mut i: usize) -> usize {
        while let Some(length) = self.closer(i) {
            i += length;
        }
        i
    }

    /// How many tokens from `i` on close a sentence: a quotation mark or bracket right after it, a note (`[4]`)
    /// or an emoticon.
    fn closer(&self, i: usize) -> Option<usize> {
        if i >= self.end {
            return None;
        }
        let form = self.form(i);
        let emoticon = form.len() > 1 && form.starts_with([':', ';']) && !form.ends_with(':');
        let last = i + 1 == self.end && matches!(form, "\"" | "”" | "''" | "'" | "’");
        if emoticon || last || self.adjacent(i) && self.closes(i) {
            return Some(1);
        }
        let note = form == "[" && i + 2 < self.end && self.form(i + 2) == "]";
        (note && self.form(i + 1).bytes().all(|b| b.is_ascii_digit())).then_some(3)
    }

    /// Whether token `i` can be the number of a heading or list item.
    fn is_item_number(&self, i: usize) -> bool {
        let form = self.form(i);
        form.len() <= 2 && form.bytes().all(|b| b.is_ascii_digit())
    }

    fn closes(&self, i: usize) -> bool {
        match self.form(i) {
            "”" | "’" | "»" | ")" | "]" | "''" | "’’" => true,
            "\"" | "'" => !self.adjacent(i + 1) || !self.form(i + 1).starts_with(char::is_alphanumeric),
            _ => false,
        }
    }

    /// The first letter or digit after an opening quotation mark or bracket at token `i`.
    fn opening(&self, i: usize) -> Option<char> {
        let open = |f: &str| matches!(f, "\"" | "“" | "‘" | "'" | "``" | "(" | "[" | "«" | "-" | "–" | "—");
        let word = (i..self.end.min(i + 3)).find(|&j| !open(self.form(j)))?;
        self.form(word).chars().next()
    }

    fn stop_ends(&self, i: usize, end: usize) -> bool {
        let Some(next) = self.opening(end) else { return true };
        let lower = next.is_lowercase() && self.case == Case::Mixed;
        if self.is_agency(end) {
            return false;
        }
        if self.adjacent(end) {
            return next.is_uppercase() && (end > i + 1 || self.case == Case::Mixed) || next as u32 > 0x2E80;
        }
        !(matches!(self.form(end), "," | ";" | ":" | ")" | ".") || lower && end > i + 1)
    }

    /// Whether an agency's name between strokes starts at token `i`, part of a dateline: `ROME, May 2. /ANSA/.`
    fn is_agency(&self, i: usize) -> bool {
        let strokes = i + 2 < self.end && self.form(i) == "/" && self.form(i + 2) == "/";
        strokes && self.form(i + 1).chars().all(char::is_uppercase)
    }

    fn mark_ends(&self, i: usize, end: usize) -> bool {
        let Some(next) = self.opening(end) else { return true };
        if matches!(self.form(end), "," | ";" | ":" | ")" | "." | "!" | "?")
            || self.adjacent(end) && next.is_lowercase()
        {
            return false;
        }
        end == i + 1 || !(next.is_lowercase() && self.case == Case::Mixed || self.is_tag(end))
    }

    fn ellipsis_ends(&self, i: usize, end: usize) -> bool {
        let Some(next) = self.opening(end) else { return true };
        let parted = !self.adjacent(end) || self.case == Case::Mixed && self.form(end).starts_with(next);
        next.is_uppercase() && parted && !(end > i + 1 && self.is_tag(end))
    }

    /// Whether a phrase such as `Smith said` or `asked Smith` starts at token `i`.
    fn is_tag(&self, i: usize) -> bool {
        const VERBS: [&str; 10] =
            ["said", "says", "asked", "asks", "told", "added", "shouted", "cried", "replied", "wrote"];
        (i..self.end.min(i + 4)).any(|j| VERBS.iter().any(|v| self.form(j).eq_ignore_ascii_case(v)))
    }

    /// Whether a sentence ends with the abbreviation at token `i`, by its class and the word after it.
    fn abbreviation_ends(&self, i: usize) -> bool {
        if i + 1 >= self.end {
            return true;
        }
        if self.adjacent(i + 1) && !matches!(self.form(i + 1), "\"" | "”") {
            return false;
        }
        let word = self.form(i).trim_end_matches('.');
        let class = abbreviations::class(word, self.case).filter(|_| word.len() > 1);
        let number = word.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let title = matches!(class, Some(Class::Title | Class::Number)) && !self.is_street(i);
        if number || title || self.case == Case::Lower {
            return false;
        }
        let quote = matches!(self.form(i + 1), "\"" | "“" | "”");
        let next = if quote && i + 2 < self.end { i + 2 } else { i + 1 };
        let form = self.form(next);
        if !form.starts_with(char::is_uppercase) {
            return false;
        }
        quote || self.is_starter(form) || self.ends_clause(word) && self.is_plain_capital(form)
    }

    /// Whether token `i` is the `St.` of a street and not of a saint.
    fn is_street(&self, i: usize) -> bool {
        self.form(i) == "St." && i > 0 && abbreviations::names_street(self.form(i - 1))
    }

    /// Whether `form`, after an abbreviation, opens a sentence. Among capitals only, `U.S. AND` goes on.
    fn is_starter(&self, form: &str) -> bool {
        match self.case {
            Case::Upper => abbreviations::is_plain_starter(form),
            _ => abbreviations::is_starter(form),
        }
    }

    /// Whether `word` hardly ever stands before the name it belongs to.
    fn ends_clause(&self, word: &str) -> bool {
        self.case == Case::Mixed && ["a.m", "p.m", "etc", "jr"].iter().any(|w| word.eq_ignore_ascii_case(w))
    }

    /// Whether `form` is capitalized and neither a weekday, a month nor an acronym such as `EST`.
    fn is_plain_capital(&self, form: &str) -> bool {
        const DAYS: [&str; 10] =
            ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Eastern", "Pacific", "Greenwich"];
        let lower = form.chars().nth(1).is_some_and(char::is_lowercase);
        lower && !DAYS.iter().any(|d| form.starts_with(d)) && !form.ends_with('.')
    }

    /// Where a sentence from `start` that has grown too long is cut, at or before `limit`.
    fn forced_end(&self, start: usize, limit: usize) -> usize {
        let pause = |j: &usize| matches!(self.form(*j), "," | ";" | ":" | "-" | "–" | "—" | "--" | "...");
        let from = start + LONGEST * 3 / 4;
        (from..limit).rev().find(pause).map_or(limit, |j| j + 1)
    }
}

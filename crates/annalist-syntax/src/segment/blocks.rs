//! Blocks: stretches of text that no sentence crosses, told by line breaks.

use super::abbreviations::{self, Class};
use super::{Case, is_space};
use std::ops::Range;

/// A stretch of text that sentences do not cross.
pub(super) struct Block {
    /// Its bytes, without the line break after it.
    pub range: Range<usize>,
    /// Whether a paragraph starts here.
    pub paragraph: bool,
}

/// The longest line, in characters, of text that was wrapped by hand or by a wire.
const WIDEST_WRAP: usize = 110;

/// Splits `text` at blank lines, form feeds and those single line breaks that end a paragraph, a heading or
/// a list item. In copy wrapped to a fixed width a single line break is a space.
pub(super) fn split(text: &str, case: Case) -> Vec<Block> {
    let lines = lines(text);
    let wrap = Wrap::of(text, &lines, case);
    let mut blocks: Vec<Block> = Vec::new();
    let mut previous: Option<&Line> = None;
    let mut blanks = 0;
    for line in lines.iter() {
        if line.blank {
            blanks += 1;
            continue;
        }
        let joins = |before: &Line| match blanks {
            0 => wrap.joins(text, before, line),
            1 => wrap.joins_over_blank(text, before, line),
            _ => false,
        };
        match (previous, blocks.last_mut()) {
            (Some(before), Some(block)) if !line.page && joins(before) => {
                block.range.end = line.range.end;
            }
            _ => blocks.push(Block { range: line.range.clone(), paragraph: true }),
        }
        (previous, blanks) = (Some(line), 0);
    }
    blocks
}

struct Line {
    range: Range<usize>,
    blank: bool,
    /// Whether a form feed or paragraph separator stands before it.
    page: bool,
}

fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut start, mut page, mut was_return) = (0, false, false);
    for (i, c) in text.char_indices() {
        let breaks = matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}');
        if breaks && !(c == '\n' && was_return) {
            push_line(text, start..i, page, &mut lines);
        }
        if breaks {
            page = matches!(c, '\u{C}' | '\u{2029}');
            start = i + c.len_utf8();
        }
        was_return = c == '\r';
    }
    push_line(text, start..text.len(), page, &mut lines);
    lines
}

fn push_line(text: &str, range: Range<usize>, page: bool, lines: &mut Vec<Line>) {
    let blank = text[range.clone()].chars().all(is_space);
    lines.push(Line { range, blank, page });
}

/// Whether, and how widely, a text is wrapped to a fixed width.
struct Wrap {
    width: Option<usize>,
    /// Whether a blank line follows every line, even inside sentences.
    spaced: bool,
    case: Case,
}

impl Wrap {
    fn of(text: &str, lines: &[Line], case: Case) -> Wrap {
        let mut wrap = Wrap { width: None, spaced: is_spaced(text, lines), case };
        let widest = lines.iter().map(|l| l.range.len()).max().unwrap_or(0);
        if widest > 2 * WIDEST_WRAP || text.lines().any(|l| l.chars().count() > WIDEST_WRAP) {
            return wrap;
        }
        let pairs = lines.windows(2).filter(|p| !p[0].blank && !p[1].blank);
        let (mut all, mut running) = (0, 0);
        for pair in pairs {
            all += 1;
            running += usize::from(wrap.runs_on(text, &pair[0], &pair[1]));
        }
        if running > 0 && running * 10 >= all * 4 {
            wrap.width = Some(widest);
        }
        wrap
    }

    /// Whether the words show that a sentence goes on over the break.
    fn runs_on(&self, text: &str, a: &Line, b: &Line) -> bool {
        let first = &text[a.range.clone()];
        let open = !ends_sentence(first) || ends_in_abbreviation(first, self.case);
        open && (self.case == Case::Upper || starts_lower(&text[b.range.clone()]))
    }

    /// Whether the break between two lines is only a space.
    fn joins(&self, text: &str, a: &Line, b: &Line) -> bool {
        let (first, second) = (&text[a.range.clone()], &text[b.range.clone()]);
        let cut_off = ends_in_abbreviation(first, self.case);
        if second.starts_with([',', ';', ')']) || cut_off && second.starts_with("--") {
            return true;
        }
        if starts_item(second) {
            return false;
        }
        let Some(width) = self.width else {
            return starts_lower(second) && (cut_off || ends_in_word(first));
        };
        if second.starts_with([' ', '\t']) && !first.starts_with([' ', '\t']) {
            return false;
        }
        let word = second.split(is_space).find(|w| !w.is_empty()).map_or(0, str::len);
        let fills = first.trim_end().len() + 1 + word + 8 >= width;
        let open = cut_off || !ends_sentence(first);
        fills || open && (self.case == Case::Upper || first.trim().len() * 2 >= width)
    }

    /// Whether the blank line between two lines is only a space.
    fn joins_over_blank(&self, text: &str, a: &Line, b: &Line) -> bool {
        self.spaced
            && self.case == Case::Mixed
            && runs_over_blank(&text[a.range.clone()], &text[b.range.clone()])
    }
}

/// The widths, in bytes, of lines in copy with a blank line after each line; shorter ones are lists, longer ones
/// paragraphs.
const SPACED: Range<usize> = 30..100;

/// Whether sentences of `text` more than once go on over blank lines.
fn is_spaced(text: &str, lines: &[Line]) -> bool {
    let over = |l: &&[Line]| {
        let parted = !l[0].blank && l[1].blank && !l[2].blank;
        parted && runs_over_blank(&text[l[0].range.clone()], &text[l[2].range.clone()])
    };
    lines.windows(3).filter(over).nth(1).is_some()
}

/// Whether `second` goes on with the sentence of `first`, two lines with a blank one between.
fn runs_over_blank(first: &str, second: &str) -> bool {
    SPACED.contains(&first.trim().len())
        && ends_in_word(first)
        && starts_lower(second)
        && !starts_item(second)
}

fn ends_sentence(line: &str) -> bool {
    let end = line.trim_end_matches(|c: char| is_space(c) || matches!(c, '"' | '”' | '’' | '\'' | ')' | ']'));
    end.ends_with(['.', '!', '?', '…', ':'])
}

fn starts_lower(line: &str) -> bool {
    line.chars().find(|c| !is_space(*c)).is_some_and(char::is_lowercase)
}

/// Whether a line ends in an abbreviation that its sentence goes on after: a title, a state, `U.S.`
fn ends_in_abbreviation(line: &str, case: Case) -> bool {
    let Some(last) = line.trim_end().strip_suffix('.') else { return false };
    let word = last.rsplit([' ', '\t', '(', '-', '"', '“']).next().unwrap_or(last);
    let class = abbreviations::class(word, case);
    abbreviations::is_acronym(word) || class.is_some_and(|c| !matches!(c, Class::Number))
}

/// Whether a line ends in a letter or a comma, perhaps before a closing mark, so that a lower-case line below
/// goes on with its sentence.
fn ends_in_word(line: &str) -> bool {
    let line = line.trim_end().trim_end_matches(['"', '”', '’', '\'', ')', ']']);
    line.ends_with(|c: char| c.is_alphabetic() || c == ',')
}

/// Whether a line opens with a bullet or a number.
fn starts_item(line: &str) -> bool {
    let line = line.trim_start();
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = rest.len() < line.len()
        && line.len() - rest.len() <= 2
        && rest.starts_with([')', '.'])
        && rest[1..].starts_with(' ');
    let bullet = line.starts_with(['•', '*', '·', '▪', '■', '●', '◦', '‣']);
    let dash = line.starts_with("- ") || line.starts_with("– ") || line.starts_with("— ");
    numbered || bullet || dash
}

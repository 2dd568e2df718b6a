//! Styled text, broken into lines by the width it takes on a terminal.

use anstyle::{AnsiColor, Style as Ansi};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The look of a piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    Plain,
    Bold,
    Dim,
    /// Words a record rests on; between asterisks where there is no colour.
    Trigger,
    /// Marks of doubt: future, denied and so on.
    Mark,
    /// Verbal cooperation, material cooperation, verbal conflict, material conflict.
    Quad(u8),
}

impl Style {
    fn ansi(self) -> Ansi {
        let plain = Ansi::new();
        let colour = |c: AnsiColor| plain.fg_color(Some(c.into())).bold();
        match self {
            Style::Plain => plain,
            Style::Bold => plain.bold(),
            Style::Dim => plain.dimmed(),
            Style::Trigger => plain.underline(),
            Style::Mark => plain.fg_color(Some(AnsiColor::Magenta.into())),
            Style::Quad(1) => colour(AnsiColor::Cyan),
            Style::Quad(2) => colour(AnsiColor::Green),
            Style::Quad(3) => colour(AnsiColor::Yellow),
            Style::Quad(_) => colour(AnsiColor::Red),
        }
    }
}

/// One line of styled pieces.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line(Vec<(Style, String)>);

impl Line {
    /// A line in one style.
    pub fn plain(text: &str, style: Style) -> Self {
        Line(vec![(style, text.to_owned())])
    }

    /// This line behind `prefix`.
    pub fn after(mut self, prefix: &[(Style, String)]) -> Self {
        self.0.splice(0..0, prefix.iter().cloned());
        self
    }

    /// This line with `suffix` behind it.
    pub fn before(mut self, suffix: &[(Style, String)]) -> Self {
        self.0.extend_from_slice(suffix);
        self
    }

    /// The line as printed, without spaces at its end.
    pub fn render(&self, colour: bool) -> String {
        let mut out = String::new();
        for (style, text) in &self.0 {
            let ansi = style.ansi();
            if colour && ansi != Ansi::new() && !text.trim().is_empty() {
                out += &format!("{}{text}{}", ansi.render(), ansi.render_reset());
            } else {
                out += text;
            }
        }
        out.truncate(out.trim_end().len());
        out
    }

    fn push(&mut self, style: Style, text: &str) {
        match self.0.last_mut() {
            Some((last, words)) if *last == style => *words += text,
            _ => self.0.push((style, text.to_owned())),
        }
    }
}

/// Breaks `pieces` at spaces into lines of at most `width` columns; longer words are cut.
pub fn wrap(pieces: &[(Style, &str)], width: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut line = Line::default();
    let mut column = 0;
    for word in words(pieces).iter().flat_map(|w| w.cut(width)) {
        if column > 0 && column + 1 + word.width() > width {
            lines.push(std::mem::take(&mut line));
            column = 0;
        }
        if column > 0 {
            line.push(word.space, " ");
            column += 1;
        }
        column += word.width();
        word.pieces.iter().for_each(|(style, text)| line.push(*style, text));
    }
    lines.extend((!line.0.is_empty()).then_some(line));
    lines
}

/// Text without a space inside, perhaps in several styles.
#[derive(Clone, Debug)]
struct Word {
    pieces: Vec<(Style, String)>,
    /// The style of the space before it.
    space: Style,
}

impl Word {
    fn width(&self) -> usize {
        self.pieces.iter().map(|(_, text)| text.width()).sum()
    }

    /// The word in parts of at most `width` columns.
    fn cut(&self, width: usize) -> Vec<Word> {
        if self.width() <= width {
            return vec![self.clone()];
        }
        let mut parts = vec![Word { pieces: Vec::new(), space: self.space }];
        for (style, text) in &self.pieces {
            for c in text.chars() {
                let full = parts.last().is_none_or(|p| p.width() + c.width().unwrap_or(0) > width);
                if full {
                    parts.push(Word { pieces: Vec::new(), space: *style });
                }
                parts.last_mut().into_iter().for_each(|p| p.pieces.push((*style, c.to_string())));
            }
        }
        parts
    }
}

/// Splits `pieces` at spaces only, so that a quotation mark stays with the word it touches.
fn words(pieces: &[(Style, &str)]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    for (style, text) in pieces {
        for (i, part) in text.split(|c: char| c.is_whitespace() && c != '\u{a0}').enumerate() {
            open &= i == 0;
            if part.is_empty() {
                continue;
            }
            if !open {
                let before = words.last().and_then(|w| w.pieces.last()).map(|(s, _)| *s);
                let space = before.filter(|s| s == style).unwrap_or(Style::Plain);
                words.push(Word { pieces: Vec::new(), space });
                open = true;
            }
            words.last_mut().into_iter().for_each(|w| w.pieces.push((*style, part.to_owned())));
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pieces: &[(Style, &str)], width: usize, expected: &[&str]) {
        let lines: Vec<String> = wrap(pieces, width).iter().map(|l| l.render(false)).collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn lines_break_at_spaces() {
        check(&[(Style::Plain, "the rebels took the town")], 12, &["the rebels", "took the", "town"]);
    }

    #[test]
    fn marks_stay_with_the_words_they_touch() {
        check(
            &[(Style::Plain, "“he "), (Style::Trigger, "fled"), (Style::Plain, "” today")],
            6,
            &["“he", "fled”", "today"],
        );
    }

    #[test]
    fn wide_characters_take_two_columns() {
        check(&[(Style::Plain, "北京 北京 上海")], 9, &["北京 北京", "上海"]);
    }

    #[test]
    fn a_word_wider_than_the_terminal_is_cut() {
        check(&[(Style::Plain, "a abcdefghijkl b")], 5, &["a", "abcde", "fghij", "kl b"]);
    }
}

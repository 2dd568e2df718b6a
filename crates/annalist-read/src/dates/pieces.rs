//! A date's string as numbers, words and marks, and a position among them.

use super::month;

/// A piece of a spelled-out date.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    Number { value: i32, digits: usize },
    Word(String),
    Mark(char),
}

pub(super) fn pieces(text: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = |test: fn(char) -> bool| rest.find(|c| !test(c)).unwrap_or(rest.len());
        let taken = if first.is_ascii_digit() {
            let digits = length(|c| c.is_ascii_digit());
            let value = rest[..digits].parse().ok().filter(|_| digits <= 9)?;
            pieces.push(Piece::Number { value, digits });
            digits
        } else if first.is_alphabetic() {
            let letters = length(char::is_alphabetic);
            pieces.push(Piece::Word(rest[..letters].to_lowercase()));
            letters
        } else {
            let mark = if matches!(first, '\u{2212}' | '\u{2010}' | '\u{2011}') { '-' } else { first };
            let gap = mark.is_whitespace() || matches!(mark, '|' | '(' | ')' | '\u{B7}' | '\u{2022}');
            pieces.push(Piece::Mark(if gap { ' ' } else { mark }));
            first.len_utf8()
        };
        rest = &rest[taken..];
    }
    Some(pieces)
}

/// A position among pieces; each method takes what it names or leaves the position as it was.
#[derive(Clone)]
pub(super) struct Cursor<'a> {
    pub rest: &'a [Piece],
    pub at: usize,
}

impl Cursor<'_> {
    pub fn peek(&self) -> Option<&Piece> {
        self.rest.get(self.at)
    }

    pub fn peek_mark(&self) -> Option<char> {
        match self.peek()? {
            Piece::Mark(mark) => Some(*mark),
            _ => None,
        }
    }

    pub fn peek_number(&self, ahead: usize) -> Option<(i32, usize)> {
        match self.rest.get(self.at + ahead)? {
            Piece::Number { value, digits } => Some((*value, *digits)),
            _ => None,
        }
    }

    pub fn any_number(&mut self) -> Option<(i32, usize)> {
        let found = self.peek_number(0)?;
        self.at += 1;
        Some(found)
    }

    pub fn number(&mut self, fewest: usize, most: usize) -> Option<i32> {
        let (value, digits) = self.peek_number(0)?;
        (fewest..=most).contains(&digits).then(|| self.at += 1)?;
        Some(value)
    }

    pub fn mark(&mut self, marks: &[char]) -> Option<char> {
        let mark = self.peek_mark().filter(|m| marks.contains(m))?;
        self.at += 1;
        Some(mark)
    }

    pub fn exact(&mut self, mark: char) -> Option<char> {
        self.mark(&[mark])
    }

    pub fn skip(&mut self, marks: &[char]) {
        while self.mark(marks).is_some() {}
    }

    pub fn word(&mut self, word: &str) -> bool {
        let is = matches!(self.peek(), Some(Piece::Word(w)) if w == word);
        self.at += usize::from(is);
        is
    }

    pub fn ordinal(&mut self) {
        let _ = ["st", "nd", "rd", "th"].iter().any(|suffix| self.word(suffix));
    }

    pub fn month(&mut self) -> Option<i8> {
        let Piece::Word(word) = self.peek()? else { return None };
        let month = month(word)?;
        self.at += 1;
        Some(month)
    }

    pub fn half_is_next(&mut self) -> bool {
        self.half().is_some()
    }

    /// `am`, `p.m.`: whether it is after noon.
    pub fn half(&mut self) -> Option<bool> {
        let start = self.at;
        self.skip(&[' ']);
        let half = match self.peek() {
            Some(Piece::Word(w)) if w == "am" || w == "pm" => {
                self.at += 1;
                Some(self.rest[self.at - 1] == Piece::Word("pm".into()))
            }
            Some(Piece::Word(w)) if w == "a" || w == "p" => self.dotted_half(),
            _ => None,
        };
        if half.is_none() {
            self.at = start;
        }
        half
    }

    pub fn dotted_half(&mut self) -> Option<bool> {
        let afternoon = self.word("p");
        self.at += usize::from(!afternoon);
        self.exact('.')?;
        self.word("m").then_some(())?;
        let _ = self.exact('.');
        Some(afternoon)
    }

    /// `+01:00`, `-0500`, `+3`: minutes east of UTC and the pieces used.
    pub fn signed_offset(&mut self) -> Option<(i16, usize)> {
        let start = self.at;
        let sign = if self.mark(&['+', '-'])? == '-' { -1 } else { 1 };
        let (value, digits) = self.any_number()?;
        let minutes = match digits {
            4 => value / 100 * 60 + value % 100,
            1 | 2 if self.exact(':').is_some() => value * 60 + self.number(2, 2)?,
            1 | 2 => value * 60,
            _ => return None,
        };
        // Offsets in use run from UTC-12 to UTC+14.
        (minutes <= 14 * 60).then_some((sign * minutes as i16, self.at - start))
    }
}

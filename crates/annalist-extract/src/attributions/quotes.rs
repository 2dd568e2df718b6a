//! Quotation marks: which tokens stand inside which quotation.
//!
//! Works on the text rather than on tokens, so that no tokenizer's habits matter. Knows straight, curly and doubled
//! marks (`"`, `“ ”`, `''`, ` `` `), single marks where they cannot be apostrophes, quotations that run over several
//! paragraphs (each opens anew, only the last closes), and quotations that nobody closes (they end with their paragraph).

use annalist_core::{Document, Span};

/// One quotation, or one paragraph of a longer one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// From the opening mark to the closing mark, both included, in bytes.
    pub span: Span,
    /// Whether it goes on from the paragraph before.
    pub continues: bool,
}

/// The quotations of a text, in order and without overlap (quotations inside quotations belong to the outer one).
pub fn find(text: &str) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut carried = false;
    for paragraph in paragraphs(text) {
        carried = scan(text, paragraph, carried, &mut found);
    }
    found
}

/// For each token the index of the quotation it stands in.
pub fn by_token(document: &Document, quotations: &[Quotation]) -> Vec<Option<u32>> {
    let mut at = 0;
    let mut inside = Vec::with_capacity(document.tokens.len());
    for token in &document.tokens {
        while quotations.get(at).is_some_and(|q| q.span.end <= token.span.start) {
            at += 1;
        }
        let covered = quotations.get(at).is_some_and(|q| q.span.start < token.span.end);
        inside.push(covered.then_some(at as u32));
    }
    inside
}

/// A text's paragraphs: the runs between line breaks.
fn paragraphs(text: &str) -> impl Iterator<Item = Span> + '_ {
    let start = text.as_ptr() as usize;
    text.split('\n').map(move |line| {
        let at = line.as_ptr() as usize - start;
        Span::new(at, at + line.len())
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Double,
    Single,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Opens,
    Closes,
    /// A straight mark that fits either way.
    Either,
}

struct Mark {
    span: Span,
    kind: Kind,
    side: Side,
}

/// Adds the quotations of one paragraph; says whether its last one was left open.
fn scan(text: &str, paragraph: Span, carried: bool, found: &mut Vec<Quotation>) -> bool {
    let marks = marks(text, paragraph);
    let mut open: Option<usize> = None;
    let mut first = true;
    for (i, mark) in marks.iter().enumerate() {
        match open {
            None if may_open(&marks, i) => {
                open = Some(i);
            }
            Some(o) if closes(&marks[o], mark) => {
                let span = marks[o].span.cover(mark.span);
                found.push(Quotation { span, continues: carried && first });
                first = false;
                open = None;
            }
            _ => {}
        }
    }
    let Some(o) = open else { return carried && text[paragraph.range()].trim().is_empty() };
    let span = Span { start: marks[o].span.start, end: paragraph.end };
    found.push(Quotation { span, continues: carried && first });
    true
}

/// Whether mark `i` may open a quotation. Single marks must find their partner in the paragraph.
fn may_open(marks: &[Mark], i: usize) -> bool {
    let mark = &marks[i];
    match mark.kind {
        Kind::Double => mark.side != Side::Closes,
        Kind::Single => {
            mark.side == Side::Opens
                && marks[i + 1..].iter().any(|m| m.kind == Kind::Single && m.side == Side::Closes)
        }
    }
}

fn closes(open: &Mark, mark: &Mark) -> bool {
    open.kind == mark.kind && mark.side != Side::Opens
}

/// The quotation marks of a paragraph. A mark is judged by its neighbours where its shape does not tell.
fn marks(text: &str, paragraph: Span) -> Vec<Mark> {
    let mut marks = Vec::new();
    let line = &text[paragraph.range()];
    let mut skip = 0;
    for (at, c) in line.char_indices() {
        if at < skip {
            continue;
        }
        let rest = &line[at..];
        let (kind, len) = match c {
            '“' | '”' | '"' | '«' | '»' | '„' => (Kind::Double, c.len_utf8()),
            '\'' | '`' if rest[1..].starts_with(['\'', '`']) => (Kind::Double, 2),
            '‘' if rest['‘'.len_utf8()..].starts_with('‘') => (Kind::Double, 2 * c.len_utf8()),
            '’' if rest['’'.len_utf8()..].starts_with('’') => (Kind::Double, 2 * c.len_utf8()),
            '\'' | '‘' | '’' | '`' => (Kind::Single, c.len_utf8()),
            _ => continue,
        };
        skip = at + len;
        let before = line[..at].chars().next_back();
        let after = line[at + len..].chars().next();
        let start = paragraph.start as usize + at;
        if let Some(side) = side(c, kind, before, after) {
            marks.push(Mark { span: Span::new(start, start + len), kind, side });
        }
    }
    marks
}

/// Which side of a quotation a mark stands on; `None` for apostrophes.
fn side(c: char, kind: Kind, before: Option<char>, after: Option<char>) -> Option<Side> {
    let opens_here = before.is_none_or(|b| b.is_whitespace() || "([{—–-“\"‘'…".contains(b));
    let closes_here = after.is_none_or(|a| a.is_whitespace() || ")]},.;:!?—–-”\"’'…".contains(a));
    if kind == Kind::Single {
        return match (opens_here && after.is_some_and(char::is_alphanumeric), closes_here) {
            (true, false) if c != '’' => Some(Side::Opens),
            (false, true) if c != '‘' && before.is_some_and(|b| ".,!?".contains(b)) => Some(Side::Closes),
            (false, true) if c == '’' || c == '\'' => {
                before.is_some_and(|b| b != 's').then_some(Side::Closes)
            }
            _ => None,
        };
    }
    Some(match c {
        '“' | '„' | '‘' | '`' => Side::Opens,
        '”' if opens_here && !closes_here => Side::Opens,
        '”' | '’' => Side::Closes,
        '«' | '»' => Side::Either,
        _ => match (opens_here, closes_here) {
            (true, false) => Side::Opens,
            (false, true) => Side::Closes,
            _ => Side::Either,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = find(text).iter().map(|q| q.span.of(text)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn marks_of_every_shape_are_matched() {
        check("“We will go,” he said, “and stay.”", &["“We will go,”", "“and stay.”"]);
        check("\"We will go,\" he said.", &["\"We will go,\""]);
        check("''We will go,'' he said.", &["''We will go,''"]);
        check("``We will go,'' he said.", &["``We will go,''"]);
        check("He said: 'The treaty is dead.' Paris disagreed.", &["'The treaty is dead.'"]);
    }

    #[test]
    fn apostrophes_are_not_quotation_marks() {
        check("The ministers' plan isn't the president's.", &[]);
        check("The '90s were the decade of '68's children.", &[]);
    }

    #[test]
    fn inner_quotations_belong_to_the_outer_one() {
        check("“He told me ‘never again’ twice,” she said.", &["“He told me ‘never again’ twice,”"]);
    }

    #[test]
    fn open_quotations_end_with_their_paragraph() {
        check("“First part.\n\n“Second part,” he said.", &["“First part.", "“Second part,”"]);
        let text = "“First part.\n\n“Second part,” he said.";
        let continues: Vec<bool> = find(text).iter().map(|q| q.continues).collect();
        assert_eq!(continues, [false, true]);
    }

    #[test]
    fn stray_marks_do_no_harm() {
        check("” he said.", &[]);
        check("”“", &["”“"]);
        check("5' 10\" tall", &[]);
    }
}

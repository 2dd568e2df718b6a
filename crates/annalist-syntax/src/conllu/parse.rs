//! From CoNLL-U to a [`Document`].

use super::ReadError;
use annalist_core::{Document, Name, NameKind, Relation, Sentence, Span, Token, Upos};
use smol_str::SmolStr;

/// Reads a whole file; `full` says whether the columns after FORM count.
pub(super) fn document(input: &str, full: bool) -> Result<Document, ReadError> {
    let mut reader = Reader { full, ..Reader::default() };
    let mut rows: Vec<Row> = Vec::new();
    for (i, line) in input.trim_start_matches('\u{FEFF}').lines().enumerate() {
        let line = line.trim_end_matches('\r');
        if line.trim().is_empty() {
            reader.sentence(&rows)?;
            rows.clear();
        } else if let Some(comment) = line.strip_prefix('#') {
            let comment = comment.trim_start();
            reader.paragraph |= comment.starts_with("newpar") || comment.starts_with("newdoc");
        } else {
            rows.extend(Row::read(line, i + 1)?);
        }
    }
    reader.sentence(&rows)?;
    Ok(reader.document)
}

/// One line of a sentence: a word (`last == first`) or the range of a multiword token.
struct Row<'a> {
    line: usize,
    first: usize,
    last: usize,
    columns: Vec<&'a str>,
}

impl<'a> Row<'a> {
    /// Reads a line; `None` for an empty node (`8.1`).
    fn read(text: &'a str, line: usize) -> Result<Option<Row<'a>>, ReadError> {
        let fail = |reason: String| Err(ReadError { line, reason });
        let columns: Vec<&str> = text.split('\t').collect();
        if columns.len() != 10 {
            return fail(format!("expected 10 columns separated by tabs, found {}", columns.len()));
        }
        let id = columns[0];
        if id.contains('.') {
            return Ok(None);
        }
        let (first, last) = id.split_once('-').unwrap_or((id, id));
        let (Ok(first), Ok(last)) = (first.parse(), last.parse()) else {
            return fail(format!(
                "expected a number or a range such as `3-4` in the first column, found `{id}`"
            ));
        };
        if columns[1].trim().is_empty() {
            return fail("expected a form in the second column, found nothing".to_owned());
        }
        Ok(Some(Row { line, first, last, columns }))
    }

    fn fail<T>(&self, reason: String) -> Result<T, ReadError> {
        Err(ReadError { line: self.line, reason })
    }

    fn is_range(&self) -> bool {
        self.columns[0].contains('-')
    }

    fn misc(&self, key: &str) -> Option<&'a str> {
        self.columns[9].split('|').find_map(|m| m.strip_prefix(key)?.strip_prefix('='))
    }

    fn glued(&self) -> bool {
        self.misc("SpaceAfter") == Some("No")
    }
}

#[derive(Default)]
struct Reader {
    full: bool,
    document: Document,
    /// Whether a paragraph starts with the next sentence.
    paragraph: bool,
    /// Whether no space follows what was read last.
    glued: bool,
    /// The kind of the name that the last token belongs to.
    name: Option<NameKind>,
}

impl Reader {
    fn sentence(&mut self, rows: &[Row]) -> Result<(), ReadError> {
        let Some(first_row) = rows.first() else { return Ok(()) };
        let first = self.document.tokens.len();
        let words = rows.iter().filter(|r| !r.is_range()).count();
        self.separate(first == 0);
        self.name = None;
        let mut next = 1;
        let mut rows = rows.iter();
        while let Some(row) = rows.next() {
            if row.first != next || row.last < row.first || row.is_range() && row.last == row.first {
                return row.fail(format!("expected word {next}, found `{}`", row.columns[0]));
            }
            let surface = self.surface(row);
            if row.is_range() {
                let parts: Vec<&Row> = rows.by_ref().take(row.last - row.first + 1).collect();
                self.multiword(row, &parts, surface, (first, words))?;
            } else {
                self.word(row, surface, false, (first, words))?;
            }
            self.glued = row.glued();
            next = row.last + 1;
        }
        let last = self.document.tokens.len();
        if last == first {
            return first_row.fail("expected a sentence with words".to_owned());
        }
        let span = self.document.span_of(first..last);
        let starts_paragraph = std::mem::take(&mut self.paragraph) || first == 0;
        self.document.sentences.push(Sentence { span, tokens: first..last, starts_paragraph });
        Ok(())
    }

    /// Writes what stands between two sentences.
    fn separate(&mut self, at_start: bool) {
        if !at_start && self.paragraph {
            self.document.text.push_str("\n\n");
            self.glued = true;
        }
    }

    /// Appends the form of `row` to the text, after a space unless the word before is glued to it.
    fn surface(&mut self, row: &Row) -> Span {
        let text = &mut self.document.text;
        if !text.is_empty() && !self.glued {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(row.columns[1]);
        Span::new(start, text.len())
    }

    /// Adds the words of a multiword token, each with its part of the surface.
    fn multiword(
        &mut self,
        range: &Row,
        parts: &[&Row],
        surface: Span,
        at: (usize, usize),
    ) -> Result<(), ReadError> {
        let mut start = surface.start as usize;
        for (i, part) in parts.iter().enumerate() {
            if part.is_range() || part.first != range.first + i {
                return part.fail(format!("expected word {}, found `{}`", range.first + i, part.columns[0]));
            }
            let rest = &self.document.text[start..surface.end as usize];
            let letters = part.columns[1].chars().count();
            let length = rest.char_indices().nth(letters).map_or(rest.len(), |(n, _)| n);
            let end = if i + 1 == parts.len() { surface.end as usize } else { start + length };
            self.word(part, Span::new(start, end), i > 0, at)?;
            start = end;
        }
        let last = parts.last().map_or(range.first, |p| p.last);
        if last != range.last {
            return range.fail(format!("expected words up to {}, found {last}", range.last));
        }
        Ok(())
    }

    /// Adds a word of the sentence that starts at token `at.0` and has `at.1` words.
    fn word(&mut self, row: &Row, span: Span, continues: bool, at: (usize, usize)) -> Result<(), ReadError> {
        let mut token = Token::unparsed(span, continues);
        if self.full {
            self.fill(&mut token, row, at)?;
            self.extend_names(row);
        }
        self.document.tokens.push(token);
        Ok(())
    }

    fn fill(&self, token: &mut Token, row: &Row, (first, words): (usize, usize)) -> Result<(), ReadError> {
        let c = &row.columns;
        token.lemma = SmolStr::new(c[2]);
        token.xpos = SmolStr::new(c[4]);
        token.features = SmolStr::new(c[5]);
        let Some(upos) = Upos::from_label(c[3]) else {
            return row.fail(format!("expected a part of speech, found `{}`", c[3]));
        };
        token.upos = upos;
        token.head = match c[6].parse::<usize>() {
            Ok(0) => None,
            Ok(head) if head <= words => Some((first + head - 1) as u32),
            _ => return row.fail(format!("expected a head from 0 to {words}, found `{}`", c[6])),
        };
        let known = Relation::from_label(c[7]).or_else(|| Relation::from_label(c[7].split(':').next()?));
        let Some(relation) = known else {
            return row.fail(format!("expected a dependency relation, found `{}`", c[7]));
        };
        token.relation = relation;
        Ok(())
    }

    /// Starts or prolongs a name by `NE=B-PER`, `NE=I-PER` in the MISC column.
    fn extend_names(&mut self, row: &Row) {
        let i = self.document.tokens.len();
        let tag = row.misc("NE").and_then(|t| t.split_once('-'));
        let kind = tag.and_then(|(_, kind)| kind_of(kind));
        let inside = tag.is_some_and(|(place, _)| place == "I") && kind == self.name;
        match (kind, self.document.names.last_mut()) {
            (Some(_), Some(name)) if inside && name.tokens.end == i => name.tokens.end = i + 1,
            (Some(kind), _) => self.document.names.push(Name { tokens: i..i + 1, kind }),
            (None, _) => {}
        }
        self.name = kind;
    }
}

fn kind_of(tag: &str) -> Option<NameKind> {
    [NameKind::Person, NameKind::Organization, NameKind::Place, NameKind::Other]
        .into_iter()
        .find(|k| k.tag() == tag)
}

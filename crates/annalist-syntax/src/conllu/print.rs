//! From a [`Document`] to CoNLL-U.

use annalist_core::span::CodePoints;
use annalist_core::{Document, NameKind};
use std::fmt::{self, Write};
use std::ops::Range;

/// Writes `document` as CoNLL-U, its sentences numbered `ID-1`, `ID-2` … after `id`, and `notes` as comments before them.
///
/// MISC holds `NE=B-PER` and the like for names, `SpaceAfter=No`, and `Start=`/`End=`, the word's span in
/// Unicode code points of the text. Contractions get a multiword line.
///
/// # Errors
///
/// Only those of `out`.
pub fn write(document: &Document, id: &str, notes: &[String], out: &mut impl Write) -> fmt::Result {
    let printer = Printer { document, points: CodePoints::new(&document.text), names: name_tags(document) };
    if !id.is_empty() {
        writeln!(out, "# newdoc id = {}", one_line(id))?;
    }
    for note in notes {
        writeln!(out, "# note = {}", one_line(note))?;
    }
    for number in 0..document.sentences.len() {
        printer.sentence(number, id, out)?;
    }
    Ok(())
}

/// The name tag of each token: its kind and whether the name begins there.
fn name_tags(document: &Document) -> Vec<Option<(NameKind, bool)>> {
    let mut tags = vec![None; document.tokens.len()];
    for name in &document.names {
        for i in name.tokens.clone().filter(|i| *i < document.tokens.len()) {
            tags[i] = Some((name.kind, i == name.tokens.start));
        }
    }
    tags
}

struct Printer<'a> {
    document: &'a Document,
    points: CodePoints,
    names: Vec<Option<(NameKind, bool)>>,
}

impl Printer<'_> {
    fn sentence(&self, number: usize, id: &str, out: &mut impl Write) -> fmt::Result {
        let sentence = &self.document.sentences[number];
        let dash = if id.is_empty() { "" } else { "-" };
        writeln!(out, "# sent_id = {}{dash}{}", one_line(id), number + 1)?;
        if sentence.starts_paragraph {
            writeln!(out, "# newpar")?;
        }
        writeln!(out, "# text = {}", one_line(sentence.span.of(&self.document.text)))?;
        for i in sentence.tokens.clone() {
            if let Some(word) = self.multiword_at(i, &sentence.tokens) {
                self.range(word, sentence.tokens.start, out)?;
            }
            self.word(i, &sentence.tokens, out)?;
        }
        writeln!(out)
    }

    /// The tokens of the contraction that starts with token `i`, if one does.
    fn multiword_at(&self, i: usize, sentence: &Range<usize>) -> Option<Range<usize>> {
        let tokens = &self.document.tokens;
        let continues = |j: usize| j < sentence.end && tokens[j].continues_word;
        if !continues(i + 1) || tokens[i].continues_word && i > sentence.start {
            return None;
        }
        let end = (i + 1..=sentence.end).find(|j| !continues(*j))?;
        Some(i..end)
    }

    fn range(&self, word: Range<usize>, first: usize, out: &mut impl Write) -> fmt::Result {
        let form = one_line(self.document.span_of(word.clone()).of(&self.document.text));
        let space = if self.space_after(word.end - 1) { "_" } else { "SpaceAfter=No" };
        let (from, to) = (word.start - first + 1, word.end - first);
        writeln!(out, "{from}-{to}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{space}")
    }

    fn word(&self, i: usize, sentence: &Range<usize>, out: &mut impl Write) -> fmt::Result {
        let token = &self.document.tokens[i];
        let head = token.head.map_or(0, |h| (h as usize).saturating_sub(sentence.start) + 1);
        let lemma = if token.lemma.is_empty() { "_" } else { token.lemma.as_str() };
        write!(
            out,
            "{}\t{}\t{}\t",
            i - sentence.start + 1,
            one_line(self.document.form(i)),
            one_line(lemma)
        )?;
        write!(out, "{}\t{}\t{}\t", token.upos, token.xpos, token.features)?;
        write!(out, "{head}\t{}\t_\t", token.relation)?;
        self.misc(i, sentence, out)
    }

    fn misc(&self, i: usize, sentence: &Range<usize>, out: &mut impl Write) -> fmt::Result {
        if let Some((kind, begins)) = self.names[i] {
            write!(out, "NE={}-{}|", if begins { 'B' } else { 'I' }, kind.tag())?;
        }
        let tokens = &self.document.tokens;
        let in_contraction = tokens[i].continues_word && i > sentence.start
            || i + 1 < sentence.end && tokens[i + 1].continues_word;
        if !in_contraction && !self.space_after(i) {
            write!(out, "SpaceAfter=No|")?;
        }
        let [start, end] = self.points.span(tokens[i].span);
        writeln!(out, "Start={start}|End={end}")
    }

    /// Whether something other than the next token follows token `i`.
    fn space_after(&self, i: usize) -> bool {
        self.document.tokens.get(i + 1).is_none_or(|next| next.span.start > self.document.tokens[i].span.end)
    }
}

/// `text` with every break and tab as a space, since CoNLL-U cannot hold them.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c }).collect()
}

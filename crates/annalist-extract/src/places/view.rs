//! The document as folded words, with what their writing tells.

use annalist_core::{Document, NameKind, Span, Upos};
use annalist_lexicon::{Casing, Shape, Word, push_words};
use std::ops::Range;

/// The words of a document; a unit is a folded word of a token.
pub struct View<'a> {
    pub document: &'a Document,
    pub words: Vec<Word>,
    /// The token of each word.
    pub tokens: Vec<usize>,
    /// Whether only spaces or a hyphen stand between this word and the one before it.
    joined: Vec<bool>,
    /// Whether a possessive ending parts this word from the one before it: "People's Republic".
    owned: Vec<bool>,
    /// Whether a sentence or quotation starts at this word.
    starts: Vec<bool>,
    /// Whether the word's sentence is in capitals throughout.
    shouted: Vec<bool>,
    /// What kind of name covers each token, where the document has names.
    kinds: Vec<Option<NameKind>>,
    pub casing: Casing,
    /// Whether the document's names were found at all.
    pub has_names: bool,
}

impl<'a> View<'a> {
    pub fn new(document: &'a Document) -> Self {
        let mut view = View {
            document,
            words: Vec::new(),
            tokens: Vec::new(),
            joined: Vec::new(),
            owned: Vec::new(),
            starts: Vec::new(),
            shouted: Vec::new(),
            kinds: vec![None; document.tokens.len()],
            casing: casing(&document.text),
            has_names: !document.names.is_empty(),
        };
        for name in &document.names {
            view.kinds[name.tokens.clone()].fill(Some(name.kind));
        }
        for sentence in &document.sentences {
            view.read_sentence(sentence.tokens.clone());
        }
        view
    }

    fn read_sentence(&mut self, tokens: Range<usize>) {
        let first = self.words.len();
        let mut start = true;
        let mut last: Option<usize> = None;
        for token in tokens {
            let form = self.document.form(token);
            let count = push_words(form, &mut self.words);
            if count == 0 && opens(form) {
                start = true;
            }
            for part in 0..count {
                let joined = part > 0 || last.is_some_and(|last| self.is_joined(last, token));
                self.tokens.push(token);
                self.joined.push(joined);
                self.owned.push(part == 0 && last.is_some_and(|last| self.is_owned(last, token)));
                self.starts.push(start && part == 0);
                start = false;
            }
            if count > 0 {
                last = Some(token);
            }
        }
        let words = &self.words[first..];
        let upper = words.iter().filter(|w| w.shape == Shape::Upper).count();
        let lower = words
            .iter()
            .filter(|w| w.shape == Shape::Lower && w.fold.chars().any(char::is_alphabetic))
            .count();
        let shouted = upper >= 4 && lower * 10 <= upper;
        self.shouted.resize(self.words.len(), shouted);
    }

    /// Whether only spaces, or only a hyphen, part two tokens.
    fn is_joined(&self, before: usize, after: usize) -> bool {
        let gap =
            self.document.tokens[before].span.end as usize..self.document.tokens[after].span.start as usize;
        let gap = self.document.text.get(gap).unwrap_or("\n");
        gap.len() <= 3 && (gap.chars().all(|c| matches!(c, ' ' | '\u{a0}')) || matches!(gap, "-" | "‑"))
    }

    fn is_owned(&self, before: usize, after: usize) -> bool {
        let gap =
            self.document.tokens[before].span.end as usize..self.document.tokens[after].span.start as usize;
        matches!(self.document.text.get(gap), Some("'s " | "’s "))
    }

    /// Whether word `i` may be of one name with the word before it.
    pub fn continues(&self, i: usize) -> bool {
        self.joined(i) || self.owned.get(i).copied().unwrap_or(false)
    }

    /// Whether word `i` is in capitals and a dateline's sign follows: "BEIRUT (", "TORONTO —", "BASRA, Iraq (".
    pub fn opens_dateline(&self, end: usize) -> bool {
        let mut end = end;
        if self.comma_before(end) && self.capital(end) {
            end += 1;
            while self.joined(end) && self.capital(end) {
                end += 1;
            }
        }
        let gap = self.gap(end).trim_start();
        gap.starts_with(['(', '—', '–']) || gap.starts_with("-") && gap.len() > 1 || gap.starts_with("- ")
    }

    /// Whether the words are the place of a dateline: in capitals or before its sign, at the start of a paragraph.
    pub fn opens_text_line(&self, units: Range<usize>) -> bool {
        let sentence = &self.document.sentences[self.sentence(units.start)];
        let first = sentence.tokens.contains(&self.tokens[units.start])
            && self.tokens[units.start] == sentence.tokens.start
            && sentence.starts_paragraph;
        let sign = self.gap(units.end).trim_start();
        let capitals =
            units.clone().all(|i| self.words[i].shape == Shape::Upper && self.words[i].fold.len() > 3);
        self.opens_dateline(units.end) && (first || capitals)
            || first && capitals && sign.starts_with([':', ','])
    }

    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// The folded word `i`, empty beyond the ends.
    pub fn fold(&self, i: usize) -> &str {
        self.words.get(i).map_or("", |w| &w.fold)
    }

    /// The folded word before `i`, wherever it is in the same sentence.
    pub fn before(&self, i: usize, back: usize) -> &str {
        match i.checked_sub(back) {
            Some(j) if self.same_sentence(i, j) => self.fold(j),
            _ => "",
        }
    }

    /// The folded word after `i - 1`, if in the same sentence.
    pub fn after(&self, end: usize) -> &str {
        if end < self.len() && end > 0 && self.same_sentence(end - 1, end) { self.fold(end) } else { "" }
    }

    pub fn same_sentence(&self, a: usize, b: usize) -> bool {
        let sentence = |i: usize| self.document.sentence_of(self.tokens[i]);
        sentence(a) == sentence(b)
    }

    pub fn sentence(&self, i: usize) -> usize {
        self.document.sentence_of(self.tokens[i])
    }

    pub fn joined(&self, i: usize) -> bool {
        self.joined.get(i).copied().unwrap_or(false)
    }

    pub fn starts(&self, i: usize) -> bool {
        self.starts[i]
    }

    pub fn shouted(&self, i: usize) -> bool {
        self.shouted.get(i).copied().unwrap_or(false)
    }

    /// Whether word `i` has a capital that means something.
    pub fn capital(&self, i: usize) -> bool {
        self.words.get(i).is_some_and(|w| w.shape != Shape::Lower && w.fold.chars().any(char::is_alphabetic))
    }

    /// Whether word `i` is in capitals within ordinary text.
    pub fn acronym(&self, i: usize) -> bool {
        self.words[i].shape == Shape::Upper && !self.shouted[i]
    }

    pub fn span(&self, units: Range<usize>) -> Span {
        self.document.span_of(self.tokens[units.start]..self.tokens[units.end - 1] + 1)
    }

    /// The text between the end of word `i - 1` and the start of word `i`.
    pub fn gap(&self, i: usize) -> &str {
        if i == 0 || i >= self.len() || self.tokens[i - 1] == self.tokens[i] {
            return "";
        }
        let (a, b) = (
            self.document.tokens[self.tokens[i - 1]].span.end,
            self.document.tokens[self.tokens[i]].span.start,
        );
        self.document.text.get(a as usize..b as usize).unwrap_or("")
    }

    /// Whether word `i` follows the one before it after a comma alone.
    pub fn comma_before(&self, i: usize) -> bool {
        matches!(self.gap(i).trim(), "," | ".,")
    }

    /// The kind of the name that covers word `i`.
    pub fn kind(&self, i: usize) -> Option<NameKind> {
        self.kinds[self.tokens[i]]
    }

    /// The tokens of the name that covers word `i`.
    pub fn name_of(&self, i: usize) -> Option<Range<usize>> {
        let token = self.tokens[i];
        let at = self.document.names.partition_point(|n| n.tokens.end <= token);
        self.document.names.get(at).map(|n| n.tokens.clone()).filter(|t| t.contains(&token))
    }

    /// Whether word `i` is a verb or adverb, where the document is tagged.
    pub fn is_verb_or_adverb(&self, i: usize) -> bool {
        matches!(self.document.tokens[self.tokens[i]].upos, Upos::Verb | Upos::Adv)
    }

    /// Whether word `i` is a noun, name or adjective, where the document is tagged.
    pub fn is_nominal(&self, i: usize) -> bool {
        matches!(self.document.tokens[self.tokens[i]].upos, Upos::Noun | Upos::Propn | Upos::Adj)
    }

    /// The words of the name that covers word `i`, and its kind.
    pub fn name_units(&self, i: usize) -> Option<(Range<usize>, NameKind)> {
        let tokens = self.name_of(i)?;
        let unit = |token: usize| self.tokens.partition_point(|&t| t < token);
        Some((unit(tokens.start)..unit(tokens.end), self.kind(i)?))
    }

    /// The capitalized run that holds `units`: joined capitalized words, with "of", "the", "and" between them.
    pub fn run(&self, units: Range<usize>) -> Range<usize> {
        let (mut start, mut end) = (units.start, units.end);
        while start > 0 && self.joined(start) {
            if self.capital(start - 1) {
                start -= 1;
            } else {
                let mut link = start - 1;
                while link > 0
                    && self.joined(link)
                    && start - link < 2
                    && self.links(link)
                    && self.links(link - 1)
                {
                    link -= 1;
                }
                if !(self.links(link)
                    && self.links(start - 1)
                    && link > 0
                    && self.joined(link)
                    && self.capital(link - 1))
                {
                    break;
                }
                start = link - 1;
            }
        }
        while self.joined(end) {
            if self.capital(end) {
                end += 1;
            } else if self.links(end) && self.joined(end + 1) && self.capital(end + 1) {
                end += 2;
            } else {
                break;
            }
        }
        start..end
    }

    fn links(&self, i: usize) -> bool {
        matches!(self.fold(i), "of" | "the" | "de" | "del" | "la")
    }
}

/// Whether a token of signs alone opens a new start: quotation marks, dashes, colons, bullets.
fn opens(form: &str) -> bool {
    form.chars().any(|c| matches!(c, '"' | '“' | '”' | '‘' | '—' | '–' | ':' | '•' | '`'))
}

/// Text with hardly a capital is read without regard to case.
fn casing(text: &str) -> Casing {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    if letters > 40 && capitals * 250 < letters { Casing::Ignore } else { Casing::Respect }
}

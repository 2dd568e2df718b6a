//! A parsed report: sentences, tokens, dependency trees and names, in flat arrays.

use crate::{Relation, Span, Upos};
use smol_str::SmolStr;
use std::ops::Range;

/// The parse of one text. Tokens of all sentences stand in one array; heads are indices into it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The text that all spans count in.
    pub text: String,
    /// Sentences in order; their token ranges tile `tokens`.
    pub sentences: Vec<Sentence>,
    /// Syntactic words in order.
    pub tokens: Vec<Token>,
    /// Names found, in order, not overlapping.
    pub names: Vec<Name>,
    /// What the parser's network makes of each token, a row of equal length a token: values between −1 and 1 times 127.
    /// Empty where the document was not parsed by it.
    pub states: Vec<i8>,
}

/// One sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// From the first to the last token, in bytes.
    pub span: Span,
    /// Indices into [`Document::tokens`].
    pub tokens: Range<usize>,
    /// Whether a paragraph starts here (first sentence, or after a line break that ends a paragraph).
    pub starts_paragraph: bool,
}

/// A syntactic word with its place in the tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Position in the text. Parts of a contraction (`do|n't`) have their own spans.
    pub span: Span,
    /// The dictionary form.
    pub lemma: SmolStr,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn Treebank tag.
    pub xpos: SmolStr,
    /// UD features, `Number=Sing|…`, or `_`.
    pub features: SmolStr,
    /// Index of the head in [`Document::tokens`]; `None` for the root of a sentence.
    pub head: Option<u32>,
    /// Relation to the head.
    pub relation: Relation,
    /// Whether this word and the one before it are one orthographic word (`don't`, `cannot`).
    pub continues_word: bool,
}

impl Token {
    /// A token with its position only, as the tokenizer leaves it for the tagger.
    pub fn unparsed(span: Span, continues_word: bool) -> Self {
        Token {
            span,
            lemma: SmolStr::default(),
            upos: Upos::X,
            xpos: SmolStr::new_static("_"),
            features: SmolStr::new_static("_"),
            head: None,
            relation: Relation::Root,
            continues_word,
        }
    }

    /// Whether the features hold `feature`, such as `Number=Plur`.
    pub fn has(&self, feature: &str) -> bool {
        self.features.split('|').any(|f| f == feature)
    }
}

/// What kind of thing a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    /// A person or a people's leader by name.
    Person,
    /// An organization.
    Organization,
    /// A place.
    Place,
    /// Anything else with a name: events, works, products, laws.
    Other,
}

impl NameKind {
    /// `person`, `organization`, `place` or `other`.
    pub fn as_str(self) -> &'static str {
        match self {
            NameKind::Person => "person",
            NameKind::Organization => "organization",
            NameKind::Place => "place",
            NameKind::Other => "other",
        }
    }

    /// The tag of CoNLL-style files: `PER`, `ORG`, `LOC` or `OTH`.
    pub fn tag(self) -> &'static str {
        match self {
            NameKind::Person => "PER",
            NameKind::Organization => "ORG",
            NameKind::Place => "LOC",
            NameKind::Other => "OTH",
        }
    }
}

/// A name: a run of tokens.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// Indices into [`Document::tokens`].
    pub tokens: Range<usize>,
    /// What it names.
    pub kind: NameKind,
}

impl Document {
    /// Ends a sentence at byte `offset`, where one sentence has tokens on both sides of it; for unparsed documents,
    /// whose trees would not fit the halves.
    pub fn split_sentence_at(&mut self, offset: u32) {
        let Some(at) = self.token_at(offset) else { return };
        let i = self.sentence_of(at);
        let Some(sentence) = self.sentences.get(i).filter(|s| s.tokens.start < at).cloned() else { return };
        let (first, rest) = (sentence.tokens.start..at, at..sentence.tokens.end);
        let starts_paragraph = sentence.starts_paragraph;
        let first = Sentence { span: self.span_of(first.clone()), tokens: first, starts_paragraph };
        let rest = Sentence { span: self.span_of(rest.clone()), tokens: rest, starts_paragraph: false };
        self.sentences.splice(i..=i, [first, rest]);
    }

    /// What the network makes of token `i`; empty where it made nothing of it.
    pub fn state(&self, i: usize) -> &[i8] {
        let width = self.states.len() / self.tokens.len().max(1);
        &self.states[i * width..(i + 1) * width]
    }

    /// The text of token `i` as it stands.
    pub fn form(&self, i: usize) -> &str {
        self.tokens[i].span.of(&self.text)
    }

    /// The bytes from the first to the last of `tokens`, which must not be empty.
    pub fn span_of(&self, tokens: Range<usize>) -> Span {
        self.tokens[tokens.start].span.cover(self.tokens[tokens.end - 1].span)
    }

    /// The index of the sentence that holds token `i`.
    pub fn sentence_of(&self, i: usize) -> usize {
        self.sentences.partition_point(|s| s.tokens.end <= i)
    }

    /// The head of token `i`.
    pub fn head(&self, i: usize) -> Option<usize> {
        self.tokens[i].head.map(|h| h as usize)
    }

    /// The dependents of token `i`, left to right.
    pub fn children(&self, i: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let sentence = self.sentences.get(self.sentence_of(i)).map_or(0..0, |s| s.tokens.clone());
        sentence.filter(move |&j| self.tokens[j].head == Some(i as u32))
    }

    /// The dependents of token `i` in `relation`, left to right.
    pub fn children_in(&self, i: usize, relation: Relation) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.children(i).filter(move |&j| self.tokens[j].relation == relation)
    }

    /// The first dependent of token `i` in `relation`.
    pub fn child_in(&self, i: usize, relation: Relation) -> Option<usize> {
        self.children_in(i, relation).next()
    }

    /// Whether one of two phrases, by their heads, is the subject of a verb and the other something else of it or of a clause
    /// that shares the subject, so that they are two: "*Egypt* was ready to help *the country*".
    pub fn are_arguments(&self, a: usize, b: usize) -> bool {
        let is_subject = |i: usize| self.tokens[i].relation.is_subject();
        let (subject, other) = match (is_subject(a), is_subject(b)) {
            (true, false) => (a, b),
            (false, true) => (b, a),
            _ => return false,
        };
        let Some(verb) = self.head(subject) else { return false };
        let complement = matches!(
            self.tokens[other].relation,
            Relation::Obj | Relation::Iobj | Relation::Obl | Relation::OblAgent
        );
        let mut clause = self.head(other).filter(|_| complement);
        for _ in 0..4 {
            let Some(at) = clause else { return false };
            if at == verb {
                return true;
            }
            let shares =
                matches!(self.tokens[at].relation, Relation::Xcomp | Relation::Advcl | Relation::Conj)
                    && !self.children(at).any(is_subject);
            clause = self.head(at).filter(|_| shares);
        }
        false
    }

    /// Whether `ancestor` is `i` or one of the heads above it.
    pub fn is_under(&self, i: usize, ancestor: usize) -> bool {
        let mut at = Some(i);
        let mut steps = 0;
        while let Some(j) = at {
            if j == ancestor {
                return true;
            }
            steps += 1;
            if steps > self.tokens.len() {
                return false;
            }
            at = self.head(j);
        }
        false
    }

    /// All tokens at or under `i`, in text order.
    pub fn subtree(&self, i: usize) -> Vec<usize> {
        let sentence = self.sentences.get(self.sentence_of(i)).map_or(0..0, |s| s.tokens.clone());
        sentence.filter(|&j| self.is_under(j, i)).collect()
    }

    /// The token whose span covers or follows byte `offset` first, if any.
    pub fn token_at(&self, offset: u32) -> Option<usize> {
        let i = self.tokens.partition_point(|t| t.span.end <= offset);
        (i < self.tokens.len()).then_some(i)
    }

    /// The tokens that overlap `span`, as a range (empty when none does).
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let start = self.tokens.partition_point(|t| t.span.end <= span.start);
        let end = self.tokens.partition_point(|t| t.span.start < span.end);
        start..end.max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_split_between_its_tokens_only() {
        let words = ["PARIS", "-", "France", "agreed"];
        let text = words.join(" ");
        let mut at = 0;
        let span = |w: &str| {
            let s = text[at..].find(w).map_or(0, |i| at + i);
            at = s + w.len();
            Token::unparsed(Span::new(s, s + w.len()), false)
        };
        let tokens: Vec<Token> = words.iter().copied().map(span).collect();
        let whole = Sentence { span: Span::new(0, text.len()), tokens: 0..4, starts_paragraph: true };
        let mut document =
            Document { text: text.clone(), sentences: vec![whole], tokens, ..Document::default() };
        document.split_sentence_at(7);
        document.split_sentence_at(0);
        document.split_sentence_at(99);
        let ranges: Vec<_> = document.sentences.iter().map(|s| s.tokens.clone()).collect();
        assert_eq!(ranges, [0..2, 2..4]);
    }
}

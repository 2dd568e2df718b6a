//! A document as the attribution models see it: words as hashed strings, tree neighbourhoods, quotations.

use super::quotes::{self, Quotation};
use crate::linear::hash;
use annalist_core::{Document, Relation, Upos};

/// A hashed string.
pub type Id = u32;

/// One token's strings, hashed once.
#[derive(Clone, Copy, Debug, Default)]
pub struct Word {
    /// The form in lower case, digits as `0`, curly apostrophes straight.
    pub form: Id,
    /// The lemma in lower case.
    pub lemma: Id,
    /// Penn Treebank tag.
    pub xpos: Id,
    /// Relation to the head.
    pub relation: Id,
    /// The last three letters.
    pub suffix: Id,
    /// Capitals and kind of characters.
    pub shape: Id,
}

/// A document with everything the features ask for, each looked up in constant time.
pub struct View<'a> {
    /// The parse itself.
    pub document: &'a Document,
    /// Hashed strings, one a token.
    pub words: Vec<Word>,
    /// The quotations of the text.
    pub quotations: Vec<Quotation>,
    /// The quotation each token stands in.
    pub quotation: Vec<Option<u32>>,
    /// The sentence of each token.
    pub sentence: Vec<u32>,
    /// First and last token of each token's subtree.
    pub edges: Vec<(u32, u32)>,
    /// Steps to the root of the sentence.
    pub depth: Vec<u32>,
    /// The kind of name each token is part of, from 1; 0 for none.
    pub name: Vec<u32>,
    /// Whether each token is a mark of punctuation.
    pub punctuation: Vec<bool>,
    starts: Vec<u32>,
    dependents: Vec<u32>,
}

impl<'a> View<'a> {
    /// Prepares `document`. Trees with cycles or heads outside the sentence are borne: such tokens count as roots.
    pub fn new(document: &'a Document) -> Self {
        let quotations = quotes::find(&document.text);
        let quotation = quotes::by_token(document, &quotations);
        let (starts, dependents) = dependents(document);
        let depth = depths(document);
        View {
            words: (0..document.tokens.len()).map(|i| word(document, i)).collect(),
            sentence: sentences(document),
            name: names(document),
            edges: edges(document, &depth),
            punctuation: (0..document.tokens.len())
                .map(|i| !document.form(i).contains(char::is_alphanumeric))
                .collect(),
            document,
            quotations,
            quotation,
            depth,
            starts,
            dependents,
        }
    }

    /// The dependents of token `i`, left to right.
    pub fn children(&self, i: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.dependents[self.starts[i] as usize..self.starts[i + 1] as usize].iter().map(|&j| j as usize)
    }

    /// The first dependent of `i` whose relation passes `test`.
    pub fn child(&self, i: usize, test: impl Fn(Relation) -> bool) -> Option<usize> {
        self.children(i).find(|&j| test(self.relation(j)))
    }

    /// The head of token `i` within a well-formed tree.
    pub fn head(&self, i: usize) -> Option<usize> {
        self.document.head(i).filter(|&h| self.depth[i] > 0 && self.depth[h] < self.depth[i])
    }

    /// The relation of token `i` to its head.
    pub fn relation(&self, i: usize) -> Relation {
        self.document.tokens[i].relation
    }

    /// The part of speech of token `i`.
    pub fn upos(&self, i: usize) -> Upos {
        self.document.tokens[i].upos
    }

    /// The number of tokens.
    pub fn token_count(&self) -> usize {
        self.words.len()
    }

    /// The nearest of `i` and its ancestors that passes `test`, at most eight steps up.
    pub fn nearest_up(&self, i: usize, test: impl Fn(usize) -> bool) -> Option<usize> {
        std::iter::successors(Some(i), |&j| self.head(j)).take(8).find(|&j| test(j))
    }
}

fn word(document: &Document, i: usize) -> Word {
    let token = &document.tokens[i];
    let raw = document.form(i);
    let form = normal(raw);
    let suffix = form.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
    Word {
        form: hash(&form),
        lemma: hash(&normal(&token.lemma)),
        xpos: hash(&token.xpos),
        relation: token.relation as u32 + 1,
        suffix: hash(&form[suffix..]),
        shape: shape(raw),
    }
}

fn normal(text: &str) -> String {
    let plain = |c: char| match c {
        '’' | '‘' => '\'',
        '“' | '”' => '"',
        c if c.is_ascii_digit() => '0',
        c => c,
    };
    text.chars().map(plain).flat_map(char::to_lowercase).collect()
}

fn shape(text: &str) -> Id {
    let capital = text.chars().next().is_some_and(char::is_uppercase);
    let others = text.chars().skip(1).any(char::is_uppercase);
    let digit = text.chars().any(|c| c.is_ascii_digit());
    let letter = text.chars().any(char::is_alphabetic);
    1 + u32::from(capital) + 2 * u32::from(others) + 4 * u32::from(digit) + 8 * u32::from(letter)
}

fn sentences(document: &Document) -> Vec<u32> {
    let mut of = vec![0; document.tokens.len()];
    for (s, sentence) in document.sentences.iter().enumerate() {
        of[sentence.tokens.clone()].fill(s as u32);
    }
    of
}

fn names(document: &Document) -> Vec<u32> {
    let mut of = vec![0; document.tokens.len()];
    for name in &document.names {
        of[name.tokens.clone()].fill(name.kind as u32 + 1);
    }
    of
}

/// Dependents of all tokens in one array, with where each token's begin.
fn dependents(document: &Document) -> (Vec<u32>, Vec<u32>) {
    let n = document.tokens.len();
    let heads: Vec<Option<usize>> = (0..n).map(|i| document.head(i).filter(|&h| h < n && h != i)).collect();
    let mut starts = vec![0u32; n + 2];
    for h in heads.iter().flatten() {
        starts[h + 2] += 1;
    }
    for i in 2..n + 2 {
        starts[i] += starts[i - 1];
    }
    let mut dependents = vec![0; heads.iter().flatten().count()];
    for (i, h) in heads.iter().enumerate() {
        if let Some(h) = h {
            dependents[starts[h + 1] as usize] = i as u32;
            starts[h + 1] += 1;
        }
    }
    starts.pop();
    (starts, dependents)
}

fn depths(document: &Document) -> Vec<u32> {
    const UNKNOWN: u32 = u32::MAX;
    let n = document.tokens.len();
    let mut depth = vec![UNKNOWN; n];
    let mut path = Vec::new();
    for i in 0..n {
        let mut at = i;
        path.clear();
        let base = loop {
            if depth[at] != UNKNOWN {
                break depth[at] + 1;
            }
            path.push(at);
            match document
                .head(at)
                .filter(|&h| h < n && path.len() <= n && !(depth[h] == UNKNOWN && path.contains(&h)))
            {
                Some(h) => at = h,
                None => break 0,
            }
        };
        for (steps, &j) in path.iter().rev().enumerate() {
            depth[j] = base + steps as u32;
        }
    }
    depth
}

fn edges(document: &Document, depth: &[u32]) -> Vec<(u32, u32)> {
    let mut edges: Vec<(u32, u32)> = (0..depth.len() as u32).map(|i| (i, i)).collect();
    let mut order: Vec<usize> = (0..depth.len()).collect();
    order.sort_by_key(|&i| std::cmp::Reverse(depth[i]));
    for i in order {
        if let Some(h) = document.head(i).filter(|&h| h < depth.len() && depth[h] < depth[i]) {
            edges[h] = (edges[h].0.min(edges[i].0), edges[h].1.max(edges[i].1));
        }
    }
    edges
}

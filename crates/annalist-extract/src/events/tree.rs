//! Dependency trees with quick access to dependents.

use annalist_core::{Document, Relation, Upos};

/// A document with its dependents listed by head.
pub struct Tree<'a> {
    /// The parse.
    pub document: &'a Document,
    /// Where each token's dependents start in `dependents`; one more entry than tokens.
    starts: Vec<u32>,
    dependents: Vec<u32>,
}

impl<'a> Tree<'a> {
    /// Lists the dependents of every token.
    pub fn new(document: &'a Document) -> Self {
        let n = document.tokens.len();
        let mut starts = vec![0u32; n + 1];
        for head in document.tokens.iter().filter_map(|t| t.head) {
            starts[head as usize + 1] += 1;
        }
        for i in 0..n {
            starts[i + 1] += starts[i];
        }
        let mut next = starts.clone();
        let mut dependents = vec![0; starts[n] as usize];
        for (i, token) in document.tokens.iter().enumerate() {
            if let Some(head) = token.head {
                dependents[next[head as usize] as usize] = i as u32;
                next[head as usize] += 1;
            }
        }
        Tree { document, starts, dependents }
    }

    /// The dependents of `i`, left to right.
    pub fn children(&self, i: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.dependents[self.starts[i] as usize..self.starts[i + 1] as usize].iter().map(|d| *d as usize)
    }

    /// The dependents of `i` in `relation`, left to right.
    pub fn in_relation(&self, i: usize, relation: Relation) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.children(i).filter(move |c| self.relation(*c) == relation)
    }

    /// The first dependent of `i` in `relation`.
    pub fn first(&self, i: usize, relation: Relation) -> Option<usize> {
        self.in_relation(i, relation).next()
    }

    /// Whether `i` has a dependent in `relation`.
    pub fn has(&self, i: usize, relation: Relation) -> bool {
        self.first(i, relation).is_some()
    }

    /// The head of `i`.
    pub fn head(&self, i: usize) -> Option<usize> {
        self.document.tokens[i].head.map(|h| h as usize)
    }

    /// The relation of `i` to its head.
    pub fn relation(&self, i: usize) -> Relation {
        self.document.tokens[i].relation
    }

    /// The part of speech of `i`.
    pub fn upos(&self, i: usize) -> Upos {
        self.document.tokens[i].upos
    }

    /// The Penn tag of `i`.
    pub fn xpos(&self, i: usize) -> &str {
        &self.document.tokens[i].xpos
    }

    /// The lemma of `i`.
    pub fn lemma(&self, i: usize) -> &str {
        &self.document.tokens[i].lemma
    }

    /// Whether `i` is a noun, name or pronoun.
    pub fn is_nominal(&self, i: usize) -> bool {
        matches!(self.upos(i), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Sym | Upos::X)
    }

    /// The lower-cased preposition of the phrase headed by `i`, with fixed parts and neighbours joined: `because of`,
    /// `out of`. It may stand under a title: "*against president* Morsi".
    pub fn preposition(&self, i: usize) -> Option<String> {
        let titles =
            self.in_relation(i, Relation::NmodDesc).flat_map(|t| self.in_relation(t, Relation::Case));
        let all = self.in_relation(i, Relation::Case).chain(titles);
        let mut cases = all.filter(|c| self.lemma(*c) != "'s" && *c < i);
        let case = cases.next()?;
        let mut text = self.document.form(case).to_lowercase();
        let mut last = case;
        let parts = self.in_relation(case, Relation::Fixed).collect::<Vec<_>>();
        for part in parts.iter().copied().chain(cases) {
            if part == last + 1 || parts.contains(&part) {
                text.push(' ');
                text.push_str(&self.document.form(part).to_lowercase());
                last = part;
            }
        }
        Some(text)
    }

    /// `i` and its nominal conjuncts.
    pub fn with_conjuncts(&self, i: usize) -> Vec<usize> {
        let mut all = vec![i];
        let mut at = 0;
        while at < all.len() && all.len() < 40 {
            let next: Vec<usize> =
                self.in_relation(all[at], Relation::Conj).filter(|c| self.is_nominal(*c)).collect();
            all.extend(next);
            at += 1;
        }
        all
    }

    /// `i` and the words above it, up to the root of its sentence; at most 64.
    pub fn ancestors(&self, i: usize) -> Vec<usize> {
        std::iter::successors(Some(i), |i| self.head(*i)).take(64).collect()
    }

    /// The number of steps from `i` to the root of its sentence.
    pub fn depth(&self, i: usize) -> usize {
        let mut depth = 0;
        let mut at = i;
        while let Some(head) = self.head(at) {
            depth += 1;
            at = head;
            if depth > self.document.tokens.len() {
                break;
            }
        }
        depth
    }
}

//! What the model, which scores each arc by itself, now and then gets wrong of constructions that news is full of, set
//! right by rule. Each file is one construction, with its example.
//!
//! A rule looks at words, tags and arcs, changes only what its construction rules out, and leaves one tree.

mod complements;
mod holders;
mod names;
mod offices;
mod subjects;
mod titles;
mod visitors;

use super::known::Known;
use annalist_core::{Document, Relation};
use std::ops::Range;

const RULES: [fn(&mut Document); 6] =
    [names::mend, offices::mend, titles::mend, subjects::mend, visitors::mend, complements::mend];

/// Mends the trees of all sentences by what words, tags and arcs tell.
pub fn mend(document: &mut Document) {
    RULES.iter().for_each(|rule| keep_trees(document, rule));
}

/// Mends trees, and names, where the names that were found in them tell more, and joins torn names, which whoever finds names
/// has learned to see torn.
pub fn mend_named(document: &mut Document, known: &Known) {
    keep_trees(document, names::join);
    keep_trees(document, |d| holders::mend(d, known));
}

/// Applies a rule. What it makes of a sentence counts only where it is one tree still: whoever walks up from a word relies on
/// arriving at a root.
fn keep_trees(document: &mut Document, rule: impl Fn(&mut Document)) {
    let before: Vec<_> = document.tokens.iter().map(|t| (t.head, t.relation)).collect();
    rule(document);
    for s in 0..document.sentences.len() {
        let tokens = document.sentences[s].tokens.clone();
        if !is_tree(document, tokens.clone()) {
            for i in tokens {
                (document.tokens[i].head, document.tokens[i].relation) = before[i];
            }
        }
    }
}

/// The first token of a name whose head stands outside it.
fn outer(document: &Document, name: &Range<usize>) -> Option<usize> {
    name.clone().find(|i| document.head(*i).is_none_or(|h| !name.contains(&h)))
}

/// Whether every one of `tokens`, a sentence, has its head among them and, over it, a root above it.
fn is_tree(document: &Document, tokens: Range<usize>) -> bool {
    // Of each token, in which walk it was met first: a walk that meets itself goes round.
    let mut walks = vec![None; tokens.len()];
    tokens.clone().all(|start| {
        let mut at = start;
        loop {
            let walk = &mut walks[at - tokens.start];
            if walk.is_some() {
                return *walk != Some(start);
            }
            *walk = Some(start);
            match document.head(at) {
                Some(head) if tokens.contains(&head) => at = head,
                Some(_) => return false,
                None => return true,
            }
        }
    })
}

/// Hangs token `i` under `head`.
fn attach(document: &mut Document, i: usize, head: usize, relation: Relation) {
    document.tokens[i].head = Some(head as u32);
    document.tokens[i].relation = relation;
}

/// Whether token `i` stands below `above` in its tree.
fn is_below(document: &Document, i: usize, above: usize) -> bool {
    let up = std::iter::successors(document.head(i), |at| document.head(*at));
    up.take(document.tokens.len()).any(|at| at == above)
}

/// Puts token `new` in the place of `old`: `new` gets its head and relation, and `old` hangs under `new`.
fn trade(document: &mut Document, old: usize, new: usize, relation: Relation) {
    let above = &document.tokens[old];
    (document.tokens[new].head, document.tokens[new].relation) = (above.head, above.relation);
    attach(document, old, new, relation);
}

/// Hangs the dependents of token `from` under `to` instead.
fn adopt(document: &mut Document, from: usize, to: usize) {
    let dependents: Vec<usize> = document.children(from).filter(|c| *c != to).collect();
    for dependent in dependents {
        document.tokens[dependent].head = Some(to as u32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conllu::read_tokens;
    use annalist_core::{Name, NameKind, Upos};
    use proptest::prelude::*;

    /// A sentence of `form tag relation head`, the head as a number from 1, 0 for the root.
    pub(super) fn sentence(rows: &[(&str, &str, Upos, Relation, u32)]) -> Document {
        let lines = rows.iter().enumerate();
        let lines: String =
            lines.map(|(i, (form, ..))| format!("{}\t{form}{}\n", i + 1, "\t_".repeat(8))).collect();
        let mut document = read_tokens(&(lines + "\n")).unwrap();
        for (token, (form, xpos, upos, relation, head)) in document.tokens.iter_mut().zip(rows) {
            token.xpos = (*xpos).into();
            token.lemma = form.to_lowercase().into();
            (token.upos, token.relation, token.head) = (*upos, *relation, head.checked_sub(1));
        }
        document
    }

    /// Heads as in [`sentence`], with relations.
    pub(super) fn arcs(document: &Document) -> Vec<(u32, Relation)> {
        document.tokens.iter().map(|t| (t.head.map_or(0, |h| h + 1), t.relation)).collect()
    }

    /// Words that rules look for, with tags they may have.
    const WORDS: [(&str, &str, Upos); 18] = [
        ("david", "NNP", Upos::Propn),
        ("Frost", "NNP", Upos::Propn),
        ("director", "NN", Upos::Noun),
        ("Attorney", "NNP", Upos::Propn),
        ("General", "NNP", Upos::Propn),
        ("general", "JJ", Upos::Adj),
        ("foreign", "JJ", Upos::Adj),
        ("minister", "NN", Upos::Noun),
        ("President", "NNP", Upos::Propn),
        ("New", "NNP", Upos::Propn),
        ("Zealand", "NNP", Upos::Propn),
        ("visiting", "VBG", Upos::Verb),
        ("met", "VBD", Upos::Verb),
        ("accused", "VBD", Upos::Verb),
        ("said", "VBD", Upos::Verb),
        ("with", "IN", Upos::Adp),
        ("of", "IN", Upos::Adp),
        ("and", "CC", Upos::Cconj),
    ];
    const RELATIONS: [Relation; 14] = [
        Relation::Nsubj,
        Relation::Obj,
        Relation::Obl,
        Relation::Nmod,
        Relation::NmodDesc,
        Relation::Compound,
        Relation::Flat,
        Relation::Amod,
        Relation::Appos,
        Relation::Conj,
        Relation::Case,
        Relation::Ccomp,
        Relation::Advcl,
        Relation::Parataxis,
    ];

    #[test]
    fn a_name_below_an_office_stays_below_it() {
        use Relation::*;
        let mut document = sentence(&[
            ("said", "VBD", Upos::Verb, Root, 0),
            ("david", "NNP", Upos::Propn, NmodDesc, 4),
            ("frost", "NNP", Upos::Propn, Compound, 4),
            ("director", "NN", Upos::Noun, Nsubj, 1),
            ("general", "NN", Upos::Noun, Flat, 3),
        ]);
        mend(&mut document);
        assert_eq!(arcs(&document)[2..], [(4, Compound), (1, Nsubj), (4, Amod)]);
    }

    proptest! {
        /// Any tree over such words is one tree afterwards.
        #[test]
        fn trees_stay_trees(words in prop::collection::vec((0..18usize, 0..14usize, any::<prop::sample::Index>()), 2..12)) {
            // Every word hangs under an earlier one of a shuffled order, so that the first is the root.
            let mut order: Vec<usize> = (0..words.len()).collect();
            order.sort_by_key(|i| (words[*i].0 * 7 + words[*i].1 * 5 + i * 3) % 11);
            let mut rows = vec![("", "", Upos::X, Relation::Root, 0); words.len()];
            for (k, i) in order.iter().enumerate() {
                let (form, xpos, upos) = WORDS[words[*i].0];
                let head = if k == 0 { 0 } else { order[words[*i].2.index(k)] as u32 + 1 };
                let relation = if k == 0 { Relation::Root } else { RELATIONS[words[*i].1] };
                rows[*i] = (form, xpos, upos, relation, head);
            }
            let mut document = sentence(&rows);
            let all = 0..document.tokens.len();
            prop_assert!(is_tree(&document, all.clone()));
            mend(&mut document);
            prop_assert!(is_tree(&document, all.clone()));
            // Two persons and what is left, as far as there are words.
            let parts = [0..all.end / 2, all.end / 2..all.end - 1];
            let persons = parts.into_iter().filter(|tokens| !tokens.is_empty());
            document.names = persons.map(|tokens| Name { tokens, kind: NameKind::Person }).collect();
            mend_named(&mut document, &Known::read("zealand\tLOC\n"));
            prop_assert!(is_tree(&document, all.clone()));
            prop_assert_eq!(all.filter(|i| document.head(*i).is_none()).count(), 1);
        }
    }
}

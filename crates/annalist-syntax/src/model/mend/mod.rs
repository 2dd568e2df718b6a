//! What the model, which scores each arc by itself, now and then gets wrong of constructions that news is full of, set
//! right by rule. Each file is one construction, with its example.
//!
//! A rule looks at words, tags and arcs, changes only what its construction rules out, and leaves one tree.

mod complements;
mod names;
mod offices;
mod subjects;
mod titles;
mod visitors;

use annalist_core::{Document, Relation};

/// Mends the trees of all sentences.
pub fn mend(document: &mut Document) {
    names::mend(document);
    offices::mend(document);
    titles::mend(document);
    subjects::mend(document);
    visitors::mend(document);
    complements::mend(document);
}

/// The head of token `i`.
fn head_of(document: &Document, i: usize) -> Option<usize> {
    document.tokens[i].head.map(|h| h as usize)
}

/// Hangs token `i` under `head`.
fn attach(document: &mut Document, i: usize, head: usize, relation: Relation) {
    document.tokens[i].head = Some(head as u32);
    document.tokens[i].relation = relation;
}

/// Puts token `new` in the place of `old`, its head: `new` gets its head and relation and its dependents that `moves`, and
/// `old` hangs under `new`.
fn trade(document: &mut Document, old: usize, new: usize, relation: Relation, moves: impl Fn(usize) -> bool) {
    let children: Vec<usize> = document.children(old).filter(|c| *c != new && moves(*c)).collect();
    let (head, above) = (document.tokens[old].head, document.tokens[old].relation);
    document.tokens[new].head = head;
    document.tokens[new].relation = above;
    attach(document, old, new, relation);
    for child in children {
        document.tokens[child].head = Some(new as u32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conllu::read_tokens;
    use annalist_core::Upos;

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
}

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

/// Hangs token `i` under `head`.
fn attach(document: &mut Document, i: usize, head: usize, relation: Relation) {
    document.tokens[i].head = Some(head as u32);
    document.tokens[i].relation = relation;
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

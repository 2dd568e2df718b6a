//! A verb has one subject: of two side by side, a noun and the name of whom it describes ("the opposition leader Alexei
//! Navalny was arrested"), the name is an apposition of the noun, as the treebanks have it. The model scores each arc by
//! itself and now and then makes subjects of both.

use annalist_core::{Document, Relation, Upos};

/// Mends the double subjects of all sentences.
pub fn mend(document: &mut Document) {
    for name in 0..document.tokens.len() {
        if let Some(noun) = described_by(document, name) {
            document.tokens[name].head = Some(noun as u32);
            document.tokens[name].relation = Relation::Appos;
        }
    }
}

/// The noun just before the name headed by `name`, if both are subjects of one verb.
fn described_by(document: &Document, name: usize) -> Option<usize> {
    let is_subject = |i: usize| matches!(document.tokens[i].relation, Relation::Nsubj | Relation::NsubjPass);
    if document.tokens[name].upos != Upos::Propn || !is_subject(name) {
        return None;
    }
    let noun = name.checked_sub(1)?;
    let both = document.tokens[noun].upos == Upos::Noun && is_subject(noun);
    (both && document.tokens[noun].head == document.tokens[name].head).then_some(noun)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conllu::read_tokens;

    #[test]
    fn a_name_after_its_noun_is_an_apposition() {
        let rows = ["leader", "Navalny", "spoke"].iter().enumerate();
        let rows: String = rows.map(|(i, form)| format!("{}\t{form}{}\n", i + 1, "\t_".repeat(8))).collect();
        let mut document = read_tokens(&(rows + "\n")).unwrap();
        for (i, upos, relation, head) in [
            (0, Upos::Noun, Relation::Nsubj, Some(2)),
            (1, Upos::Propn, Relation::Nsubj, Some(2)),
            (2, Upos::Verb, Relation::Root, None),
        ] {
            let token = &mut document.tokens[i];
            (token.upos, token.relation, token.head) = (upos, relation, head);
        }
        mend(&mut document);
        assert_eq!((document.tokens[1].head, document.tokens[1].relation), (Some(0), Relation::Appos));
        assert_eq!((document.tokens[0].head, document.tokens[0].relation), (Some(2), Relation::Nsubj));
    }
}

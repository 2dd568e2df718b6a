//! Who is met while on a visit is no clause: "met with *visiting* French President Jacques Chirac". The model takes
//! "visiting" for a verb whose object is the visitor.

use super::{attach, head_of};
use annalist_core::{Document, Relation, Upos};

/// What is done with visitors.
const RECEIVES: [&str; 13] = [
    "assure", "brief", "greet", "host", "inform", "invite", "join", "meet", "meeting", "receive", "talk",
    "tell", "welcome",
];

pub(super) fn mend(document: &mut Document) {
    for visiting in 0..document.tokens.len() {
        if document.form(visiting).eq_ignore_ascii_case("visiting") {
            mend_at(document, visiting);
        }
    }
}

fn mend_at(document: &mut Document, visiting: usize) {
    let token = &document.tokens[visiting];
    if !matches!(token.relation, Relation::Advcl | Relation::Xcomp | Relation::Acl | Relation::Ccomp) {
        return;
    }
    let Some(verb) = head_of(document, visiting) else { return };
    let is = |i: usize, relation: Relation| document.tokens[i].relation == relation;
    let mark = document.children(visiting).find(|c| is(*c, Relation::Mark));
    let with = mark.is_some_and(|m| m + 1 == visiting && document.form(m).eq_ignore_ascii_case("with"));
    let met = RECEIVES.contains(&document.tokens[verb].lemma.to_lowercase().as_str());
    if !(met && (with || mark.is_none())) {
        return;
    }
    let Some(visitor) = document.children(visiting).find(|c| *c > visiting && is(*c, Relation::Obj)) else {
        return;
    };
    let determined = document.children(visitor).any(|c| document.tokens[c].relation == Relation::Det);
    if determined || !matches!(document.tokens[visitor].upos, Upos::Noun | Upos::Propn) {
        return;
    }
    let has_object = document.children(verb).any(|c| document.tokens[c].relation == Relation::Obj);
    let relation = if with || has_object { Relation::Obl } else { Relation::Obj };
    let others: Vec<usize> = document.children(visiting).filter(|c| *c != visitor).collect();
    attach(document, visitor, verb, relation);
    attach(document, visiting, visitor, Relation::Amod);
    for other in others {
        if Some(other) == mark {
            attach(document, other, visitor, Relation::Case);
        } else {
            document.tokens[other].head = Some(verb as u32);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{arcs, sentence};
    use super::*;
    use Relation::*;
    use annalist_core::Upos::{Adp, Propn, Sconj, Verb};

    #[test]
    fn a_visitor_is_met() {
        let mut document = sentence(&[
            ("Hu", "NNP", Propn, Nsubj, 2),
            ("meet", "VBD", Verb, Root, 0),
            ("with", "IN", Sconj, Mark, 4),
            ("visiting", "VBG", Verb, Advcl, 2),
            ("Chirac", "NNP", Propn, Obj, 4),
            ("in", "IN", Adp, Case, 7),
            ("Beijing", "NNP", Propn, Obl, 4),
        ]);
        mend(&mut document);
        assert_eq!(arcs(&document)[2..], [(5, Case), (5, Amod), (2, Obl), (7, Case), (2, Obl)]);
    }
}

//! Who is met while on a visit is no clause: "met with *visiting* French President Jacques Chirac". The model takes
//! "visiting" for a verb whose object is the visitor.

use super::{adopt, attach};
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
    let Some(verb) = document.head(visiting) else { return };
    let mark = document.child_in(visiting, Relation::Mark);
    let with = mark.is_some_and(|m| m + 1 == visiting && document.form(m).eq_ignore_ascii_case("with"));
    let met = RECEIVES.contains(&document.tokens[verb].lemma.to_lowercase().as_str());
    if !(met && (with || mark.is_none())) {
        return;
    }
    let Some(visitor) = document.children_in(visiting, Relation::Obj).find(|c| *c > visiting) else { return };
    let determined = document.child_in(visitor, Relation::Det).is_some();
    if determined || !matches!(document.tokens[visitor].upos, Upos::Noun | Upos::Propn) {
        return;
    }
    let has_object = document.child_in(verb, Relation::Obj).is_some();
    let relation = if with || has_object { Relation::Obl } else { Relation::Obj };
    attach(document, visitor, verb, relation);
    attach(document, visiting, visitor, Relation::Amod);
    adopt(document, visiting, verb);
    if let Some(mark) = mark {
        attach(document, mark, visitor, Relation::Case);
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

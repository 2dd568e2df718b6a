//! The first word of a name in two words is not its head where it is an adjective: "pressed Australia, *New Zealand* and
//! Canada". The model makes a flat name of a conjunct that begins so, and of its first word an adjective in a list of names.

use super::{adopt, trade};
use annalist_core::{Document, Relation, Upos};

pub(super) fn mend(document: &mut Document) {
    for last in 1..document.tokens.len() {
        let first = last - 1;
        let token = &document.tokens[last];
        let is_flat = token.upos == Upos::Propn && token.relation == Relation::Flat;
        let opening = &document.tokens[first];
        if !is_flat || opening.upos != Upos::Adj || opening.xpos != "NNP" {
            continue;
        }
        let above = document.head(last);
        let beside = opening.relation == Relation::Conj && above == document.head(first);
        if above == Some(first) || beside {
            trade(document, first, last, Relation::Amod);
            adopt(document, first, last);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{arcs, sentence};
    use super::*;
    use Relation::*;

    #[test]
    fn a_name_is_no_part_of_the_one_before_it_in_a_list() {
        let mut document = sentence(&[
            ("Fiji", "NNP", Upos::Propn, Nsubj, 5),
            (",", ",", Upos::Punct, Punct, 3),
            ("New", "NNP", Upos::Adj, Conj, 1),
            ("Zealand", "NNP", Upos::Propn, Flat, 1),
            ("agreed", "VBD", Upos::Verb, Root, 0),
        ]);
        mend(&mut document);
        assert_eq!(arcs(&document)[1..4], [(4, Punct), (4, Amod), (1, Conj)]);
    }

    #[test]
    fn a_name_in_a_list_is_headed_by_its_noun() {
        let mut document = sentence(&[
            ("pressed", "VBD", Upos::Verb, Root, 0),
            ("Fiji", "NNP", Upos::Propn, Obj, 1),
            (",", ",", Upos::Punct, Punct, 4),
            ("New", "NNP", Upos::Adj, Conj, 2),
            ("Zealand", "NNP", Upos::Propn, Flat, 4),
        ]);
        mend(&mut document);
        assert_eq!(arcs(&document)[2..], [(5, Punct), (5, Amod), (2, Conj)]);
    }
}

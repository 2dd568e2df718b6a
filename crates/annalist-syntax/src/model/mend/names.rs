//! The first word of a name in two words is not its head where it is an adjective: "pressed Australia, *New Zealand* and
//! Canada". The model makes a flat name of a conjunct that begins so, and of its first word an adjective in a list of names.

use super::{adopt, attach, trade};
use annalist_core::{Document, NameKind, Relation, Upos};

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

/// "Mali and *Sierra Leone* signed": the two words of a place's name are one conjunct, not two.
pub(super) fn join(document: &mut Document) {
    let places = document.names.iter().filter(|n| n.kind == NameKind::Place && n.tokens.len() == 2);
    let pairs: Vec<(usize, usize)> = places.map(|n| (n.tokens.start, n.tokens.end - 1)).collect();
    for (first, last) in pairs {
        let conjunct = |i: usize| {
            document.tokens[i].upos == Upos::Propn && document.tokens[i].relation == Relation::Conj
        };
        let torn = document.head(first) != Some(last) && document.head(last) != Some(first);
        if conjunct(first) && conjunct(last) && torn {
            attach(document, first, last, Relation::Compound);
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

    #[test]
    fn a_place_in_a_list_is_one_conjunct() {
        let mut document = sentence(&[
            ("Mali", "NNP", Upos::Propn, Nsubj, 5),
            ("and", "CC", Upos::Cconj, Cc, 3),
            ("Sierra", "NNP", Upos::Propn, Conj, 1),
            ("Leone", "NNP", Upos::Propn, Conj, 1),
            ("signed", "VBD", Upos::Verb, Root, 0),
        ]);
        document.names = vec![annalist_core::Name { tokens: 2..4, kind: NameKind::Place }];
        join(&mut document);
        assert_eq!(arcs(&document)[..4], [(5, Nsubj), (4, Cc), (4, Compound), (1, Conj)]);
    }
}

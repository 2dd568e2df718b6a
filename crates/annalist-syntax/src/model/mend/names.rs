//! The first word of a name in two words is not its head where it is an adjective: "pressed Australia, *New Zealand* and
//! Canada". The model makes a flat name of a conjunct that begins so, and of its first word an adjective in a list of names.

use super::{adopt, attach, trade};
use annalist_core::moment::WEEKDAYS;
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

/// "Met China's *Wang Yi*", "faced *Chancellor Helmut* Kohl": words of a name that stand side by side under one head are one
/// name. A day of the week is no part of it: "told AFP Wednesday".
pub(super) fn join(document: &mut Document) {
    for second in 1..document.tokens.len() {
        let before = second - 1;
        // Of three words in a row the second hangs under the first by now.
        let first = match (document.tokens[before].relation, document.head(before)) {
            (Relation::Flat, Some(head)) if head < before => head,
            _ => before,
        };
        if !is_torn(document, first, second) {
            continue;
        }
        let named_in_full = document.child_in(second, Relation::Flat).is_some_and(|c| c > second);
        if named_in_full || document.children(second).any(|c| c < first) {
            let relation = if named_in_full { Relation::NmodDesc } else { Relation::Compound };
            attach(document, first, second, relation);
            adopt(document, first, second);
        } else {
            attach(document, second, first, Relation::Flat);
            adopt(document, second, first);
        }
    }
}

fn is_torn(document: &Document, first: usize, second: usize) -> bool {
    use Relation::*;
    let (one, other) = (&document.tokens[first], &document.tokens[second]);
    let is_named = |i: usize| {
        let token = &document.tokens[i];
        token.upos == Upos::Propn && token.xpos.starts_with("NNP") && !WEEKDAYS.contains(&document.form(i))
    };
    let phrase = matches!(one.relation, Nsubj | NsubjPass | Obj | Iobj | Obl | Nmod | Conj | Appos);
    // Nor is the day of a month: "told Reuters June 5".
    let dated = document.tokens.get(second + 1).is_some_and(|t| t.upos == Upos::Num);
    phrase
        && !dated
        && (one.head, one.relation) == (other.head, other.relation)
        && is_named(first)
        && is_named(second)
        && document.sentence_of(first) == document.sentence_of(second)
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
        join(&mut document);
        assert_eq!(arcs(&document)[..4], [(5, Nsubj), (3, Cc), (1, Conj), (3, Flat)]);
    }

    #[test]
    fn a_title_before_a_whole_name_describes_it() {
        let mut document = sentence(&[
            ("faced", "VBD", Upos::Verb, Root, 0),
            ("Chancellor", "NNP", Upos::Propn, Obj, 1),
            ("Helmut", "NNP", Upos::Propn, Obj, 1),
            ("Kohl", "NNP", Upos::Propn, Flat, 3),
            ("Monday", "NNP", Upos::Propn, Obj, 1),
        ]);
        join(&mut document);
        assert_eq!(arcs(&document)[1..], [(3, NmodDesc), (1, Obj), (3, Flat), (1, Obj)]);
    }
}

//! A name after an office with its department or post is the office's holder: "Egyptian *Minister of Trade and Industry* Rachid
//! Mohamed Rachid", "the Czech *ambassador to Zimbabwe* Vaclav Jilek". The model hangs the name under the last word of the
//! department, and takes the country of the post for part of the name.

use super::super::known::Known;
use super::{attach, is_below, outer, trade};
use annalist_core::{Document, Name, NameKind, Relation, Upos};
use std::ops::Range;

const OFFICES: [&str; 24] = [
    "ambassador",
    "chairman",
    "chairwoman",
    "chief",
    "commander",
    "commissioner",
    "consul",
    "counsellor",
    "counselor",
    "delegate",
    "director",
    "envoy",
    "governor",
    "head",
    "leader",
    "minister",
    "president",
    "representative",
    "secretary",
    "spokesman",
    "spokesperson",
    "spokeswoman",
    "undersecretary",
    "vice-president",
];

pub(super) fn mend(document: &mut Document, known: &Known) {
    let persons = document.names.iter().filter(|n| n.kind == NameKind::Person);
    let persons: Vec<_> = persons.map(|n| n.tokens.clone()).collect();
    for name in persons {
        let name = part_from_post(document, known, name);
        let name = with_per(document, name);
        let Some(head) = outer(document, &name) else { continue };
        let Some((office, department)) = office_before(document, name.start, head) else { continue };
        if let Some(of) = marker(document, head, office, department) {
            attach(document, of, department, Relation::Case);
        }
        trade(document, office, head, Relation::NmodDesc);
        let after = |i: &usize| *i >= name.end;
        let later: Vec<usize> = document.children(office).filter(after).collect();
        later.into_iter().for_each(|i| document.tokens[i].head = Some(head as u32));
    }
}

/// The tokens of a name without the country of the post before it: "ambassador to *Zimbabwe* Vaclav Jilek".
fn part_from_post(document: &mut Document, known: &Known, name: Range<usize>) -> Range<usize> {
    let post = name.start;
    let country = known.kind(&document.form(post).to_lowercase()) == Some(Some(NameKind::Place));
    let preposition = post.checked_sub(1).filter(|p| document.head(*p) == Some(post));
    let stands = preposition.is_some_and(|p| document.tokens[p].relation == Relation::Case);
    let office = document.head(post).filter(|o| *o < post && is_office(document, *o));
    let place = document.names.iter().position(|n| n.tokens == name);
    let Some(n) = place.filter(|_| name.len() > 2 && country && stands && office.is_some()) else {
        return name;
    };
    let given = post + 1;
    let relation = document.tokens[post].relation;
    for i in given + 1..name.end {
        if document.head(i) == Some(post) {
            attach(document, i, given, Relation::Flat);
        }
    }
    attach(document, given, post, relation);
    document.names[n].tokens = given..name.end;
    document.names.insert(n, Name { tokens: post..given, kind: NameKind::Place });
    given..name.end
}

/// The tokens of a name with the given name before it that is a preposition elsewhere: "*Per* Stig Moeller".
fn with_per(document: &mut Document, name: Range<usize>) -> Range<usize> {
    let n = document.names.iter().position(|n| n.tokens == name);
    let given = name
        .start
        .checked_sub(1)
        .filter(|&i| document.form(i) == "Per" && document.head(i).is_some_and(|h| name.contains(&h)));
    let (Some(n), Some(given), Some(head)) = (n, given, outer(document, &name)) else { return name };
    attach(document, given, head, Relation::Compound);
    document.tokens[given].upos = Upos::Propn;
    document.tokens[given].xpos = "NNP".into();
    document.names[n].tokens.start = given;
    given..name.end
}

fn is_office(document: &Document, i: usize) -> bool {
    OFFICES.contains(&document.form(i).to_lowercase().as_str())
}

/// The preposition between an office and its department that hangs under `i`.
fn marker(document: &Document, i: usize, office: usize, department: usize) -> Option<usize> {
    document.children_in(i, Relation::Case).find(|c| (office..department).contains(c))
}

/// The office whose department ends right before the name that starts at `start`, with the department, where the name's head
/// hangs within it or beside it.
fn office_before(document: &Document, start: usize, head: usize) -> Option<(usize, usize)> {
    let before = start.checked_sub(1)?;
    let word = matches!(document.tokens[before].upos, Upos::Propn | Upos::Noun | Upos::Adj);
    // Bounded, since what the name before this one became counts only where it is a tree still.
    let up = std::iter::successors(Some(before), |at| document.head(*at).filter(|a| word && *a < before));
    let steps = up.clone().zip(up.skip(1)).take(document.tokens.len());
    let of_office = |(at, above): &(usize, usize)| {
        is_office(document, *above) && document.tokens[*at].relation == Relation::Nmod
    };
    let (department, office) = steps.into_iter().find(of_office)?;
    let marked = [department, head].into_iter().any(|i| marker(document, i, office, department).is_some());
    let beside = matches!(document.tokens[head].relation, Relation::Appos | Relation::Nmod | Relation::Flat);
    let hangs = is_below(document, head, department) || beside && document.head(head) == Some(office);
    (marked && hangs).then_some((office, department))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{arcs, sentence};
    use super::*;
    use Relation::*;
    use annalist_core::Upos::{Adp, Noun, Propn, Verb};

    fn named(mut document: Document, tokens: std::ops::Range<usize>) -> Document {
        document.names = vec![Name { tokens, kind: NameKind::Person }];
        mend(&mut document, &Known::read("zimbabwe\tLOC\n"));
        document
    }

    #[test]
    fn the_name_is_that_of_the_minister() {
        let document = sentence(&[
            ("Minister", "NNP", Propn, Nsubj, 8),
            ("of", "IN", Adp, Case, 3),
            ("Trade", "NNP", Propn, Nmod, 1),
            ("and", "CC", Upos::Cconj, Cc, 5),
            ("Industry", "NNP", Propn, Conj, 3),
            ("Rachid", "NNP", Propn, Appos, 5),
            ("Mohamed", "NNP", Propn, Flat, 6),
            ("spoke", "VBD", Verb, Root, 0),
        ]);
        let document = named(document, 5..7);
        let all = arcs(&document);
        assert_eq!((all[0], all[2], all[5]), ((6, NmodDesc), (1, Nmod), (8, Nsubj)));
    }

    #[test]
    fn a_name_beside_its_office_is_described_by_it() {
        let document = sentence(&[
            ("Egyptian", "JJ", Upos::Adj, Amod, 2),
            ("Minister", "NNP", Propn, Nsubj, 9),
            ("of", "IN", Adp, Case, 7),
            ("Trade", "NNP", Propn, Nmod, 2),
            ("and", "CC", Upos::Cconj, Cc, 6),
            ("Industry", "NNP", Propn, Conj, 4),
            ("Rachid", "NNP", Propn, Appos, 2),
            ("Mohamed", "NNP", Propn, Flat, 7),
            ("spoke", "VBD", Verb, Root, 0),
        ]);
        let document = named(document, 6..8);
        let all = arcs(&document);
        assert_eq!((all[1], all[2], all[6]), ((7, NmodDesc), (4, Case), (9, Nsubj)));
    }

    #[test]
    fn a_given_name_may_look_like_a_preposition() {
        let document = sentence(&[
            ("Minister", "NNP", Propn, Nsubj, 6),
            ("of", "IN", Adp, Case, 3),
            ("Trade", "NNP", Propn, Nmod, 1),
            ("Per", "IN", Adp, Case, 5),
            ("Moeller", "NNP", Propn, Nmod, 3),
            ("spoke", "VBD", Verb, Root, 0),
        ]);
        let document = named(document, 4..5);
        assert_eq!(arcs(&document)[..5], [(5, NmodDesc), (3, Case), (1, Nmod), (5, Compound), (6, Nsubj)]);
        assert_eq!(document.names[0].tokens, 3..5);
    }

    #[test]
    fn a_country_is_no_part_of_its_ambassadors_name() {
        let document = sentence(&[
            ("ambassador", "NN", Noun, Nsubj, 6),
            ("to", "IN", Adp, Case, 3),
            ("Zimbabwe", "NNP", Propn, Nmod, 1),
            ("Vaclav", "NNP", Propn, Flat, 3),
            ("Jilek", "NNP", Propn, Flat, 3),
            ("spoke", "VBD", Verb, Root, 0),
        ]);
        let document = named(document, 2..5);
        assert_eq!(arcs(&document)[..5], [(4, NmodDesc), (3, Case), (1, Nmod), (6, Nsubj), (4, Flat)]);
        let names: Vec<_> = document.names.iter().map(|n| (n.tokens.clone(), n.kind)).collect();
        assert_eq!(names, [(2..3, NameKind::Place), (3..5, NameKind::Person)]);
    }

    #[test]
    fn whoever_a_department_is_named_after_does_not_head_it() {
        let document = sentence(&[
            ("Minister", "NNP", Propn, Nsubj, 5),
            ("of", "IN", Adp, Case, 4),
            ("Justice", "NNP", Propn, Compound, 4),
            ("Rachid", "NNP", Propn, Nmod, 1),
            ("spoke", "VBD", Verb, Root, 0),
        ]);
        let document = named(document, 3..4);
        assert_eq!(arcs(&document)[0], (5, Nsubj), "nothing says where the department ends");
    }
}

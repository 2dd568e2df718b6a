//! A name after an office of several words is one name, which the office describes: "and the U.S. Undersecretary of State
//! *Nicholas Burns* met". The model now and then hangs the given name under the office and the family name elsewhere.

use super::{adopt, attach, trade};
use annalist_core::{Document, Relation, Upos};

pub(super) fn mend(document: &mut Document) {
    for family in 2..document.tokens.len() {
        if let Some(office) = office_of(document, family) {
            let given = family - 1;
            trade(document, office, given, Relation::NmodDesc);
            attach(document, family, given, Relation::Flat);
            adopt(document, family, given);
        }
    }
}

/// The office before the name that ends with `family`, where the two words of the name are torn apart.
fn office_of(document: &Document, family: usize) -> Option<usize> {
    let tokens = &document.tokens;
    let given = family - 1;
    let named = |i: usize| tokens[i].upos == Upos::Propn && tokens[i].xpos == "NNP";
    if !named(given) || !named(family) || document.sentence_of(given) != document.sentence_of(family) {
        return None;
    }
    let office = document.head(given).filter(|o| *o + 2 < given)?;
    let (above, beyond) = (document.head(family)?, document.head(office));
    let torn = above != given && above != office;
    let loose = |i: usize| document.child_in(i, Relation::Case).is_none();
    let ends_in_of = tokens[given - 1].relation == Relation::Nmod
        && document.head(given - 1) == Some(office)
        && !loose(given - 1);
    let fits = tokens[given].relation == Relation::Nmod && loose(given) && loose(family);
    let same_place = matches!(
        tokens[family].relation,
        Relation::Conj | Relation::Nsubj | Relation::NsubjPass | Relation::Obj | Relation::Appos
    );
    (torn && ends_in_of && fits && same_place && beyond != Some(family)).then_some(office)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{arcs, sentence};
    use super::*;
    use Relation::*;
    use annalist_core::Upos::{Adp, Propn, Verb};

    #[test]
    fn a_name_is_not_torn_from_its_office() {
        let mut document = sentence(&[
            ("Undersecretary", "NNP", Propn, Nsubj, 6),
            ("of", "IN", Adp, Case, 3),
            ("State", "NNP", Propn, Nmod, 1),
            ("Nicholas", "NNP", Propn, Nmod, 1),
            ("Burns", "NNP", Propn, Nsubj, 6),
            ("spoke", "VBD", Verb, Root, 0),
        ]);
        mend(&mut document);
        assert_eq!(arcs(&document)[..5], [(4, NmodDesc), (3, Case), (1, Nmod), (6, Nsubj), (4, Flat)]);
    }
}

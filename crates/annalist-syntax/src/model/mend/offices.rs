//! An office whose noun comes before its adjective is one phrase: "*Attorney General* Alberto Gonzales accused", "Kenya's
//! *attorney general* warned". The model takes "general" for an officer and makes two phrases.

use super::{adopt, attach, is_below, trade};
use annalist_core::{Document, Relation};

const BEFORE_GENERAL: [&str; 17] = [
    "accountant",
    "adjutant",
    "advocate",
    "attorney",
    "auditor",
    "commissioner",
    "comptroller",
    "consul",
    "controller",
    "director",
    "governor",
    "inspector",
    "postmaster",
    "procurator",
    "prosecutor",
    "secretary",
    "solicitor",
];

pub(super) fn mend(document: &mut Document) {
    for general in 1..document.tokens.len() {
        let noun = general - 1;
        if !document.form(general).eq_ignore_ascii_case("general")
            || !BEFORE_GENERAL.contains(&document.form(noun).to_lowercase().trim_end_matches('s'))
            || document.sentence_of(noun) != document.sentence_of(general)
        {
            continue;
        }
        let above = document.head(general);
        if above == Some(noun) {
            continue;
        }
        if document.head(noun) == Some(general) {
            trade(document, general, noun, Relation::Amod);
        } else {
            // Both have a head outside: the noun takes that of a title, which stands with the name, else it keeps its own, as it
            // does where the name stands below it: "David Frost, *director general*".
            let relation = document.tokens[general].relation;
            if matches!(relation, Relation::NmodDesc | Relation::Compound | Relation::Flat)
                && let Some(name) = above
                && !is_below(document, name, noun)
            {
                attach(document, noun, name, relation);
            }
            attach(document, general, noun, Relation::Amod);
        }
        adopt(document, general, noun);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{arcs, sentence};
    use super::*;
    use Relation::*;
    use annalist_core::Upos::{Noun, Propn, Verb};

    #[test]
    fn a_title_is_one_phrase() {
        let mut document = sentence(&[
            ("Attorney", "NNP", Propn, Nsubj, 4),
            ("General", "NNP", Propn, NmodDesc, 3),
            ("Gonzales", "NNP", Propn, Nsubj, 4),
            ("spoke", "VBD", Verb, Root, 0),
        ]);
        mend(&mut document);
        assert_eq!(arcs(&document)[..3], [(3, NmodDesc), (1, Amod), (4, Nsubj)]);
    }

    #[test]
    fn an_office_is_one_phrase() {
        let mut document = sentence(&[
            ("attorney", "NN", Noun, Nsubj, 3),
            ("general", "NN", Noun, Nsubj, 3),
            ("spoke", "VBD", Verb, Root, 0),
        ]);
        mend(&mut document);
        assert_eq!(arcs(&document)[..2], [(3, Nsubj), (1, Amod)]);
    }
}

//! What somebody is accused of completes the verb: "accused *Moscow of involvement*", "charged *the guards with murder*". The
//! model hangs the phrase under whom it accuses, as if it were part of the name. So does what somebody is made: "shot *dead* a
//! teenager".

use super::attach;
use annalist_core::{Document, Relation, Upos};

/// Verbs that take their object's fault, loss or knowledge in a phrase, with its preposition.
const TAKES: [(&str, &str); 16] = [
    ("absolve", "of"),
    ("accuse", "of"),
    ("acquit", "of"),
    ("assure", "of"),
    ("blame", "for"),
    ("charge", "with"),
    ("clear", "of"),
    ("convict", "of"),
    ("deprive", "of"),
    ("inform", "of"),
    ("notify", "of"),
    ("rob", "of"),
    ("strip", "of"),
    ("suspect", "of"),
    ("thank", "for"),
    ("warn", "of"),
];

/// Of these, those after which a bare noun is the charge and not of what the accused are: "accused the ruling party of fraud".
const CHARGES: [&str; 5] = ["accuse", "acquit", "charge", "convict", "suspect"];

/// Nouns that count or group what follows: "convicted hundreds of protesters".
const GROUPS: [&str; 9] =
    ["dozen", "group", "hundred", "majority", "member", "million", "number", "score", "thousand"];

/// What ministers and secretaries are "of".
const PORTFOLIOS: [&str; 20] = [
    "affair",
    "affairs",
    "agriculture",
    "culture",
    "defence",
    "defense",
    "education",
    "energy",
    "finance",
    "health",
    "home",
    "information",
    "interior",
    "justice",
    "labor",
    "labour",
    "oil",
    "state",
    "trade",
    "transport",
];

pub(super) fn mend(document: &mut Document) {
    for dead in 1..document.tokens.len() {
        let verb = dead - 1;
        let shot = document.tokens[verb].upos == Upos::Verb
            && matches!(document.tokens[verb].lemma.as_str(), "shoot" | "strike" | "gun");
        let of_object = document.tokens[dead].relation == Relation::Amod && document.head(dead) > Some(dead);
        if shot && of_object && document.form(dead) == "dead" {
            attach(document, dead, verb, Relation::Xcomp);
        }
    }
    for phrase in 0..document.tokens.len() {
        if let Some(verb) = completes(document, phrase) {
            attach(document, phrase, verb, Relation::Obl);
        }
    }
}

/// The verb that the phrase headed by `phrase` completes, where it hangs under the verb's object instead.
fn completes(document: &Document, phrase: usize) -> Option<usize> {
    let tokens = &document.tokens;
    let object =
        document.head(phrase).filter(|o| *o < phrase && tokens[phrase].relation == Relation::Nmod)?;
    let is_object = matches!(tokens[object].relation, Relation::Obj | Relation::NsubjPass | Relation::Iobj);
    let verb = document.head(object).filter(|_| is_object)?;
    let lemma = tokens[verb].lemma.to_lowercase();
    let (_, preposition) = TAKES.iter().find(|(v, _)| *v == lemma)?;
    let named = matches!(tokens[object].upos, Upos::Propn | Upos::Pron);
    let lemma_of = |i: usize| tokens[i].lemma.to_lowercase();
    let first = document.children_in(object, Relation::Nmod).find(|c| *c > object) == Some(phrase);
    let counts = first && GROUPS.contains(&lemma_of(object).as_str());
    let office = matches!(lemma_of(object).as_str(), "minister" | "secretary")
        && PORTFOLIOS.contains(&lemma_of(phrase).as_str());
    let charge =
        !(counts || office) && CHARGES.contains(&lemma.as_str()) && is_charge(document, phrase, preposition);
    if !named && !charge {
        return None;
    }
    let case = |i: usize| {
        document.children_in(i, Relation::Case).any(|c| document.form(c).eq_ignore_ascii_case(preposition))
    };
    let has = document.children_in(verb, Relation::Obl).any(case);
    (case(phrase) && !has && verb < phrase).then_some(verb)
}

/// Whether a phrase is a bare noun after which no charge follows: in "accused members of parliament of fraud" parliament is none.
fn is_charge(document: &Document, phrase: usize, preposition: &str) -> bool {
    let sentence = &document.sentences[document.sentence_of(phrase)].tokens;
    document.tokens[phrase].upos == Upos::Noun
        && document.child_in(phrase, Relation::Det).is_none()
        && !(phrase + 1..sentence.end).any(|i| document.form(i).eq_ignore_ascii_case(preposition))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{arcs, sentence};
    use super::*;
    use Relation::*;
    use annalist_core::Upos::{Adp, Noun, Propn, Verb};

    #[test]
    fn whoever_is_shot_dead_was_not_dead_before() {
        let mut document = sentence(&[
            ("Soldiers", "NNS", Noun, Nsubj, 2),
            ("shot", "VBD", Verb, Root, 0),
            ("dead", "JJ", Upos::Adj, Amod, 4),
            ("protesters", "NNS", Noun, Obj, 2),
        ]);
        document.tokens[1].lemma = "shoot".into();
        mend(&mut document);
        assert_eq!(arcs(&document)[2], (2, Xcomp));
    }

    #[test]
    fn an_accusation_completes_its_verb() {
        let rows = [
            ("accuse", "VBD", Verb, Root, 0),
            ("Moscow", "NNP", Propn, Obj, 1),
            ("of", "IN", Adp, Case, 4),
            ("murder", "NN", Noun, Nmod, 2),
        ];
        let mut document = sentence(&rows);
        mend(&mut document);
        assert_eq!(arcs(&document)[3], (1, Obl));
    }

    #[test]
    fn what_belongs_to_a_noun_is_left() {
        let mut document = sentence(&[
            ("accuse", "VBD", Verb, Root, 0),
            ("minister", "NN", Noun, Obj, 1),
            ("of", "IN", Adp, Case, 4),
            ("justice", "NN", Noun, Nmod, 2),
        ]);
        mend(&mut document);
        assert_eq!(arcs(&document)[3], (2, Nmod));
    }

    #[test]
    fn a_bare_noun_is_the_charge_and_no_part_of_the_accused() {
        let rows = [
            ("accused", "VBD", Upos::Verb, Root, 0),
            ("members", "NNS", Upos::Noun, Obj, 1),
            ("of", "IN", Upos::Adp, Case, 4),
            ("parliament", "NN", Upos::Noun, Nmod, 2),
            ("of", "IN", Upos::Adp, Case, 6),
            ("fraud", "NN", Upos::Noun, Nmod, 2),
        ];
        let mut document = sentence(&rows);
        document.tokens[0].lemma = "accuse".into();
        mend(&mut document);
        assert_eq!(arcs(&document)[1..], [(1, Obj), (4, Case), (2, Nmod), (6, Case), (1, Obl)]);
    }
}

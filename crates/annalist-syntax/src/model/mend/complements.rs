//! What somebody is accused of completes the verb: "accused *Moscow of involvement*", "charged *Mandela with treason*". The
//! model hangs the phrase under the name, as if it were part of it. So does what somebody is made: "shot *dead* a teenager".

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
    let named = matches!(tokens[object].upos, Upos::Propn | Upos::Pron);
    let is_object = matches!(tokens[object].relation, Relation::Obj | Relation::NsubjPass | Relation::Iobj);
    let verb = document.head(object).filter(|_| named && is_object)?;
    let lemma = tokens[verb].lemma.to_lowercase();
    let (_, preposition) = TAKES.iter().find(|(v, _)| *v == lemma)?;
    let case = |i: usize| {
        document.children_in(i, Relation::Case).any(|c| document.form(c).eq_ignore_ascii_case(preposition))
    };
    let has = document.children_in(verb, Relation::Obl).any(case);
    (case(phrase) && !has && verb < phrase).then_some(verb)
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
}

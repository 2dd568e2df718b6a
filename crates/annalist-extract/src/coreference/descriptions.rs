//! Definite descriptions: "the minister", "the group", "the treatment", back to what they describe.

use super::chains::Chains;
use super::facts::{Facts, Number, Sort};
use annalist_core::annotations::MentionForm;
use annalist_core::{Document, Entity, Relation, Upos};
use smol_str::SmolStr;
use std::collections::HashMap;

/// How many sentences back a description may reach.
const SENTENCES_BACK: usize = 12;

/// Joins definite descriptions with the nearest earlier mention of the same thing.
pub fn link(document: &Document, entities: &[Entity], facts: &[Facts], chains: &mut Chains) {
    let mut last: HashMap<SmolStr, usize> = HashMap::new();
    for m in 0..facts.len() {
        let fact = &facts[m];
        for key in keys(document, entities, facts, m) {
            if let Some(&other) = last.get(&key)
                && refers_back(document, facts, m)
                && fits(document, facts, chains, m, other)
            {
                chains.join(other, m);
                break;
            }
        }
        if fact.form != MentionForm::Pronoun && !fact.modifier {
            for key in keys(document, entities, facts, m) {
                last.insert(key, m);
            }
        }
    }
}

/// The words a mention may be taken up by: the noun it is headed by and the office or title that stands in it.
fn keys(document: &Document, entities: &[Entity], facts: &[Facts], m: usize) -> Vec<SmolStr> {
    let fact = &facts[m];
    let mut keys = Vec::new();
    if fact.form == MentionForm::Nominal {
        keys.push(fact.lemma.clone());
    }
    if let Some(office) = &entities[m].office {
        keys.extend(office.split_whitespace().last().map(|w| SmolStr::from(w.to_lowercase())));
    }
    if fact.form == MentionForm::Name {
        keys.push(super::facts::lemma(document, fact.head));
        keys.extend(document.children_in(fact.head, Relation::NmodDesc).map(|c| super::facts::lemma(document, c)));
    }
    keys.dedup();
    keys
}

/// Whether the phrase asks to be understood from what came before: definite, and no name itself.
fn refers_back(document: &Document, facts: &[Facts], m: usize) -> bool {
    let fact = &facts[m];
    let first = document.form(fact.tokens.start).to_lowercase();
    let article = matches!(first.as_str(), "the" | "this" | "that" | "these" | "those");
    fact.form == MentionForm::Nominal && article && !fact.modifier
}

fn fits(document: &Document, facts: &[Facts], chains: &Chains, m: usize, other: usize) -> bool {
    let (a, b) = (&facts[m], &facts[other]);
    let near = a.sentence <= b.sentence + SENTENCES_BACK;
    let numbers = a.number == b.number || [a.number, b.number].contains(&Number::Body);
    let sorts = a.sort == b.sort || [chains.sort(m), chains.sort(other)].contains(&Sort::Unknown);
    let apart = !b.tokens.contains(&a.head) && !a.tokens.contains(&b.head);
    near && numbers && sorts && apart && chains.genders_agree(m, other) && nothing_new(document, a, b)
}

/// Whether the description adds no modifier that the earlier mention lacks ("the other group", "the Turkish minister").
fn nothing_new(document: &Document, a: &Facts, b: &Facts) -> bool {
    let content = |i: &usize| {
        matches!(document.tokens[*i].upos, Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num)
            || document.tokens[*i].upos == Upos::Pron
    };
    let earlier: Vec<SmolStr> = b.tokens.clone().map(|i| super::facts::lemma(document, i)).collect();
    a.tokens.clone().filter(|&i| i != a.head).filter(content).all(|i| {
        earlier.contains(&super::facts::lemma(document, i))
    })
}

//! "Its embassy", "his wife": what a description takes from the party that its possessive pronoun stands for.

use super::chains::Chains;
use super::facts::Facts;
use super::merge;
use crate::actors::sectors::is_official;
use annalist_core::annotations::MentionForm;
use annalist_core::{Document, Entity, Relation, Sector};
use annalist_lexicon::Lexicon;

/// Gives descriptions without a country that of their possessor, and relatives of officials their sector.
pub fn inherit(
    document: &Document,
    lexicon: &Lexicon,
    facts: &[Facts],
    chains: &Chains,
    entities: &mut [Entity],
) {
    let mut at_token = vec![None; document.tokens.len()];
    for (m, fact) in facts.iter().enumerate() {
        at_token[fact.head] = Some(m);
    }
    for m in 0..facts.len() {
        if facts[m].form != MentionForm::Nominal || !entities[m].codable || entities[m].country.is_some() {
            continue;
        }
        let possessor = document.child_in(facts[m].head, Relation::NmodPoss).and_then(|t| at_token[t]);
        let Some(owner) = possessor.filter(|p| !chains.joined(*p, m)) else { continue };
        let owner = merge::describe(facts, chains.members(owner), entities);
        take(lexicon, &owner, facts[m].lemma.as_str(), &mut entities[m]);
    }
}

fn take(lexicon: &Lexicon, owner: &Entity, noun: &str, own: &mut Entity) {
    let official = owner.sectors.iter().any(|s| is_official(*s) || *s == Sector::Eli);
    let role = lexicon.roles.lookup(noun).map(|m| lexicon.roles.entry(m));
    if role.is_some_and(|r| r.kin) {
        if official {
            (own.sectors, own.country) = (vec![Sector::Eli], owner.country);
        }
        return;
    }
    if is_another(noun) {
        return;
    }
    own.country = owner.country;
    let unknown = own.sectors.is_empty() || own.sectors == [Sector::Unk];
    if unknown && role.is_some_and(|r| r.transparent) {
        own.sectors = owner.sectors.clone();
    }
}

/// Those who stand apart from whose they are called: "its enemies", "his counterpart".
fn is_another(noun: &str) -> bool {
    matches!(
        noun,
        "adversary"
            | "ally"
            | "captive"
            | "counterpart"
            | "critic"
            | "enemy"
            | "foe"
            | "guest"
            | "host"
            | "hostage"
            | "neighbor"
            | "neighbour"
            | "opponent"
            | "prisoner"
            | "rival"
            | "target"
            | "victim"
            | "visitor"
    )
}

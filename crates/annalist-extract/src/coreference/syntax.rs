//! Links that grammar states: apposition, copula and relative pronouns.

use super::chains::{Chains, is_relative};
use super::facts::{Facts, Number, Sort};
use annalist_core::annotations::MentionForm;
use annalist_core::{Document, NameKind, Relation, Upos};

/// Joins appositions, predicates and relative pronouns with what they stand for.
pub fn link(document: &Document, facts: &[Facts], at_token: &[Option<usize>], chains: &mut Chains) {
    for (m, fact) in facts.iter().enumerate() {
        let other = match document.tokens[fact.head].relation {
            _ if entitles(document, facts, m).is_some() => entitles(document, facts, m),
            Relation::Appos => apposed(document, facts, at_token, m),
            _ if is_relative(&fact.lemma) && fact.form == MentionForm::Pronoun => {
                let noun = antecedent(document, fact.head).and_then(|t| at_token[t]);
                noun.and_then(|n| if fact.lemma == "which" { thing_before(facts, m, n) } else { Some(n) })
            }
            _ => predicated(document, facts, at_token, m),
        };
        if let Some(other) = other
            && other != m
        {
            chains.join(m, other);
        }
    }
}

/// "Wang Yi, the foreign minister": the noun that the apposition `m` stands beside, unless it is an age or a place.
fn apposed(document: &Document, facts: &[Facts], at_token: &[Option<usize>], m: usize) -> Option<usize> {
    let other = at_token[document.head(facts[m].head)?]?;
    let named = |i: usize| facts[i].form == MentionForm::Name && facts[i].sort == Sort::Person;
    let two_people = named(m) && named(other) && facts[m].lemma != facts[other].lemma;
    // "Kenyatta, a police spokeswoman, Zipporah Mboroki, said": the description goes with the name after it.
    let own_name =
        document.children_in(facts[m].head, Relation::Appos).filter_map(|t| at_token[t]).any(named);
    let two_people = two_people || named(other) && own_name;
    (compatible(facts, m, other) && !two_people).then_some(other)
}

/// "Secretary of State Warren Christopher", "his wife Grace": the name that follows the description of a person directly,
/// where the parser made two phrases of them.
fn entitles(document: &Document, facts: &[Facts], m: usize) -> Option<usize> {
    let fact = &facts[m];
    let person = |f: &Facts| f.sort == Sort::Person && f.number == Number::One && !f.modifier;
    let named =
        |head: usize| document.names.iter().any(|n| n.kind == NameKind::Person && n.tokens.contains(&head));
    // A title in capitals, "Secretary of State", looks like a name that nobody bears.
    let title = super::titles::is_title(document.form(fact.head)) && fact.sort == Sort::Unknown;
    if named(fact.head) || fact.form == MentionForm::Pronoun || !(person(fact) || title) {
        return None;
    }
    let end = fact.tokens.end;
    let next = (m + 1..facts.len().min(m + 6)).find(|o| facts[*o].tokens.start == end)?;
    let other = &facts[next];
    let apart = document.child_in(other.head, Relation::Case).is_some_and(|c| c < other.head)
        || document.tokens[other.head].relation.is_subject()
            && !document.tokens[fact.head].relation.is_subject();
    (named(other.head)
        && other.form == MentionForm::Name
        && person(other)
        && other.sentence == fact.sentence
        && !apart)
        .then_some(next)
}

fn compatible(facts: &[Facts], a: usize, b: usize) -> bool {
    let (a, b) = (&facts[a], &facts[b]);
    let numbers = a.number == b.number || [a.number, b.number].contains(&Number::Body);
    a.sort.suits(b.sort) && numbers
}

/// "A delegate from Qatar, which chairs …": "which" skips persons to the nearest other mention before it.
fn thing_before(facts: &[Facts], m: usize, noun: usize) -> Option<usize> {
    if facts[noun].sort != Sort::Person {
        return Some(noun);
    }
    let near = (m.saturating_sub(4)..m).rev().filter(|o| facts[*o].sentence == facts[m].sentence);
    near.into_iter().find(|o| facts[*o].sort != Sort::Person && facts[*o].form != MentionForm::Pronoun)
}

/// "X is the minister": the subject of the definite or named predicate `m`.
fn predicated(document: &Document, facts: &[Facts], at_token: &[Option<usize>], m: usize) -> Option<usize> {
    let fact = &facts[m];
    let copula = document.child_in(fact.head, Relation::Cop)?;
    if document.child_in(fact.head, Relation::Case).is_some() {
        return None;
    }
    let plain =
        !document.children(fact.head).any(|c| negates(document, c)) && document.tokens[copula].lemma == "be";
    let subject = document.child_in(fact.head, Relation::Nsubj).and_then(|t| at_token[t])?;
    let identifies =
        fact.definite && facts[subject].form != MentionForm::Pronoun && facts[subject].sort != Sort::Thing;
    (plain && identifies && compatible(facts, m, subject)).then_some(subject)
}

fn negates(document: &Document, i: usize) -> bool {
    matches!(document.tokens[i].lemma.as_str(), "not" | "never" | "n't" | "no")
}

/// The noun that the relative pronoun at `i` stands for: the one its clause modifies.
fn antecedent(document: &Document, i: usize) -> Option<usize> {
    let mut at = i;
    for _ in 0..12 {
        let up = document.head(at)?;
        if document.tokens[at].relation == Relation::AclRelcl {
            return (document.tokens[up].upos != Upos::Verb).then_some(up);
        }
        at = up;
    }
    None
}

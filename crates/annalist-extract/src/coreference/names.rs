//! Names that are one: repeated, shortened to a surname, or to an acronym.

use super::chains::Chains;
use super::facts::{Facts, Number, Sort};
use crate::actors::heads::whole_name;
use annalist_core::annotations::MentionForm;
use annalist_core::{Document, Entity, NameKind, Relation, Upos};
use smol_str::SmolStr;
use std::collections::HashMap;

/// Joins the mentions that name one party. Each name is looked up in tables of the names before it, so that the work
/// grows with the number of mentions, not its square.
pub fn link(document: &Document, entities: &[Entity], facts: &[Facts], chains: &mut Chains) {
    let mut known = Known::default();
    for m in 0..facts.len() {
        let Some(name) = name_words(document, facts, m) else { continue };
        let resolved =
            entities[m].name.as_deref().filter(|_| facts[m].form == MentionForm::Name || !name.is_empty());
        if name.is_empty() && resolved.is_none() {
            continue;
        }
        let guessed = entities[m].rule == "unknown-name";
        if let Some(other) = known.find(facts, chains, m, &name, resolved, guessed) {
            chains.join(other, m);
        }
        known.add(document, facts, m, &name, resolved);
    }
}

#[derive(Default)]
struct Known {
    whole: HashMap<String, usize>,
    resolved: HashMap<String, usize>,
    last: HashMap<SmolStr, usize>,
    first: HashMap<SmolStr, usize>,
    acronym: HashMap<String, usize>,
    /// First and last names with one letter left out ([`misspelt`]), with the whole name.
    nearly: HashMap<String, (Vec<SmolStr>, usize)>,
}

impl Known {
    /// `guessed`: what sort the name is of, only its form and place in the sentence say.
    fn find(
        &self,
        facts: &[Facts],
        chains: &Chains,
        m: usize,
        name: &[SmolStr],
        resolved: Option<&str>,
        guessed: bool,
    ) -> Option<usize> {
        let whole = name.join(" ");
        let exact = resolved.and_then(|r| self.resolved.get(r)).or_else(|| self.whole.get(&whole));
        let found = exact.or_else(|| self.acronym.get(&whole)).copied();
        if let Some(other) = found.filter(|o| same_number(facts, m, *o)) {
            return Some(other);
        }
        let last = name.last()?;
        let person = |i: usize| matches!(chains.sort(i), Sort::Person | Sort::Unknown);
        let given = self.first.get(last).filter(|_| name.len() == 1);
        let found = [self.last.get(last), given].into_iter().flatten().copied();
        let fits = |o: &usize| {
            person(*o) && (person(m) || guessed) && chains.genders_agree(m, *o) && same_number(facts, m, *o)
        };
        let mut fitting = found.filter(fits);
        let nearly = || self.nearly(name).filter(fits);
        fitting.next().or_else(nearly)
    }

    /// The person whose name is spelt almost as this one: "Mullahkil" for "Mohammad Nabi Mullahkhil", "Ohn Gya" for "Ohn Gyaw".
    fn nearly(&self, name: &[SmolStr]) -> Option<usize> {
        const SHORTEST: usize = 6;
        let (last, rest) = name.split_last()?;
        if rest.is_empty() && last.chars().count() < SHORTEST {
            return None;
        }
        let known = |variant: String| {
            self.nearly.get(&variant).filter(|(other, _)| rest.iter().all(|w| other.contains(w)))
        };
        misspelt(last).find_map(known).map(|(_, m)| *m)
    }

    fn add(
        &mut self,
        document: &Document,
        facts: &[Facts],
        m: usize,
        name: &[SmolStr],
        resolved: Option<&str>,
    ) {
        if let Some(resolved) = resolved {
            self.resolved.insert(resolved.to_owned(), m);
        }
        if name.is_empty() {
            return;
        }
        self.whole.insert(name.join(" "), m);
        if facts[m].sort != Sort::Body && name.len() > 1 && !name.iter().any(|w| w == "of") {
            let (first, last) = (&name[0], &name[name.len() - 1]);
            let variants = misspelt(first).chain(misspelt(last));
            self.nearly.extend(variants.map(|variant| (variant, (name.to_vec(), m))));
            self.last.insert(last.clone(), m);
            self.first.insert(first.clone(), m);
        }
        for acronym in acronyms(document, &facts[m], name) {
            self.acronym.entry(acronym).or_insert(m);
        }
    }
}

/// A name as it is and with each letter but the first left out. Two names that share one of these differ by a letter left out
/// or exchanged, or by two neighbours that changed places (deletion neighbourhoods, as in Bocek, Hunt and Stiller 2007).
fn misspelt(name: &str) -> impl Iterator<Item = String> + '_ {
    const LENGTHS: std::ops::RangeInclusive<usize> = 3..=40;
    let fits = LENGTHS.contains(&name.chars().count());
    let without = |at: usize| name.char_indices().filter(move |(i, _)| *i != at).map(|(_, c)| c).collect();
    let letters = name.char_indices().skip(1).map(|(i, _)| i);
    std::iter::once(name.to_owned()).chain(letters.map(without)).filter(move |_| fits)
}

fn same_number(facts: &[Facts], a: usize, b: usize) -> bool {
    (facts[a].number == Number::Many) == (facts[b].number == Number::Many)
}

/// The words of the mention's own name, without titles; empty where it has none; `None` for pronouns and modifiers
/// that are no names.
fn name_words(document: &Document, facts: &[Facts], m: usize) -> Option<Vec<SmolStr>> {
    let fact = &facts[m];
    if fact.form == MentionForm::Pronoun {
        return None;
    }
    if let Some(name) = own_name(document, fact) {
        let word = |i: &usize| {
            document.tokens[*i].upos != Upos::Punct && !super::titles::is_title(document.form(*i))
        };
        let words: Vec<SmolStr> = name.filter(word).map(|i| form(document, i)).collect();
        if !words.is_empty() {
            return Some(words);
        }
    }
    if fact.form == MentionForm::Nominal {
        return Some(apposed_name(document, fact));
    }
    let part = |i: &usize| *i == fact.head || is_name_part(document, *i, fact.head);
    let words: Vec<SmolStr> = fact.tokens.clone().filter(part).map(|i| form(document, i)).collect();
    Some(words)
}

/// The person's name that the parser found at the head or right beside it.
fn own_name(document: &Document, fact: &Facts) -> Option<std::ops::Range<usize>> {
    let beside = document.children(fact.head).filter(|c| {
        matches!(document.tokens[*c].relation, Relation::Flat | Relation::Appos) && fact.tokens.contains(c)
    });
    let mut found = std::iter::once(fact.head).chain(beside).filter_map(|t| whole_name(document, t));
    found.find(|name| {
        name.start >= fact.tokens.start && name.end <= fact.tokens.end && is_person(document, name)
    })
}

fn is_person(document: &Document, tokens: &std::ops::Range<usize>) -> bool {
    let at = document.names.partition_point(|n| n.tokens.end <= tokens.start);
    document.names.get(at).is_some_and(|n| n.kind == NameKind::Person)
}

fn form(document: &Document, i: usize) -> SmolStr {
    document.form(i).trim_end_matches(['\'', '’']).into()
}

/// Whether token `i` is part of the name that `head` heads, titles aside.
fn is_name_part(document: &Document, i: usize, head: usize) -> bool {
    let token = &document.tokens[i];
    let up = document.head(i);
    let attached = up == Some(head)
        || up
            .is_some_and(|u| document.head(u) == Some(head) && document.tokens[u].relation == Relation::Flat);
    match token.relation {
        Relation::Flat => attached,
        Relation::Compound | Relation::Amod => {
            attached
                && i < head
                && matches!(token.upos, Upos::Propn | Upos::Adj)
                && document.form(i).chars().next().is_some_and(char::is_uppercase)
                && !super::titles::is_title(document.form(i))
        }
        _ => false,
    }
}

/// "His wife Manju Sam": the name that stands beside a description.
fn apposed_name(document: &Document, fact: &Facts) -> Vec<SmolStr> {
    let inside = |c: &usize| fact.tokens.contains(c) && document.tokens[*c].upos == Upos::Propn;
    let Some(name) = document.children_in(fact.head, Relation::Appos).find(inside) else { return Vec::new() };
    fact.tokens
        .clone()
        .filter(|&i| i == name || is_name_part(document, i, name))
        .map(|i| form(document, i))
        .collect()
}

/// Acronyms that the name may be shortened to: of its capitals, and one that follows it in brackets.
fn acronyms(document: &Document, fact: &Facts, name: &[SmolStr]) -> Vec<String> {
    let mut found = Vec::new();
    let words: Vec<&str> = fact.tokens.clone().map(|i| document.form(i)).collect();
    let capitals: String =
        words.iter().filter_map(|w| w.chars().next().filter(|c| c.is_uppercase())).collect();
    if name.len() > 1 && capitals.chars().count() > 2 || words.contains(&"of") && capitals.chars().count() > 1
    {
        found.push(capitals);
    }
    let after = fact.tokens.end;
    let bracketed =
        after + 2 < document.tokens.len() && document.form(after) == "(" && document.form(after + 2) == ")";
    if bracketed && document.form(after + 1).chars().filter(|c| c.is_uppercase()).count() > 1 {
        found.push(document.form(after + 1).to_owned());
    }
    found
}

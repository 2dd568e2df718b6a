//! Definite descriptions: "the minister", "the group", "the treatment", back to what they describe.

use super::chains::Chains;
use super::facts::{Facts, Number, lemma};
use super::pronouns::speaks;
use annalist_core::annotations::MentionForm;
use annalist_core::{Document, Entity, NameKind, Relation, Sector, Upos};
use annalist_lexicon::{Kind, Lexicon};
use smol_str::SmolStr;
use std::collections::{HashMap, VecDeque};

/// How many sentences back a description may reach.
const SENTENCES_BACK: usize = 12;

/// How many sentences back "the country" may reach, since reports name several.
const COUNTRY_BACK: usize = 2;

/// How many mentions are remembered by one word, at most: "the Turkish leader" reaches past a Greek one.
const REMEMBERED: usize = 6;

/// What a country may be taken up as.
const COUNTRY_WORDS: [&str; 2] = ["country", "nation"];

/// The key of persons out of office: "the former leader" is the last of them, whatever the office was called.
const FORMER: SmolStr = SmolStr::new_static("former …");

/// Joins definite descriptions with the nearest earlier mention of the same thing.
pub fn link(
    document: &Document,
    lexicon: &Lexicon,
    entities: &[Entity],
    facts: &[Facts],
    chains: &mut Chains,
) {
    let mut last: HashMap<SmolStr, VecDeque<usize>> = HashMap::new();
    for m in 0..facts.len() {
        let keys = keys(document, lexicon, &entities[m], &facts[m]);
        let candidates = || keys.iter().filter_map(|k| last.get(k)).flatten().copied();
        let found = if refers_back(document, &facts[m]) {
            let fitting = candidates().filter(|o| fits(document, entities, facts, chains, m, *o));
            // "The Turkish Cypriot leader" is not the Greek Cypriot one, though no word of it is new to the country.
            fitting.max_by_key(|o| (nothing_new(document, &facts[m], &facts[*o], &entities[*o], false), *o))
        } else {
            candidates().filter(|o| introduced(document, entities, facts, chains, m, *o)).max()
        };
        if let Some(other) = found {
            chains.join(other, m);
        }
        if facts[m].form != MentionForm::Pronoun && !facts[m].modifier {
            for key in keys {
                let of = last.entry(key).or_default();
                of.push_back(m);
                if of.len() > REMEMBERED {
                    of.pop_front();
                }
            }
        }
    }
}

/// Whether somebody who spoke without a name is now named: "*A top British general* said … *General Nick Houghton* told the BBC".
/// Both speak, and are of one country and sector.
fn introduced(
    document: &Document,
    entities: &[Entity],
    facts: &[Facts],
    chains: &Chains,
    m: usize,
    other: usize,
) -> bool {
    const SENTENCES: usize = 6;
    let (a, b) = (&facts[m], &facts[other]);
    let (named, unnamed) = (&entities[m], &entities[other]);
    let person = named.kind == Some(NameKind::Person) && named.name.is_some();
    let bare = b.form == MentionForm::Nominal && !refers_back(document, b) && b.number == Number::One;
    let nameless = || chains.members(other).iter().all(|o| entities[*o].name.is_none());
    let alone = || chains.members(m).iter().all(|o| *o >= m);
    let countries = named.country == unnamed.country || named.country.is_none() || unnamed.country.is_none();
    let known = |e: &Entity| e.sectors.first().copied().filter(|s| *s != Sector::Unk);
    let same = countries && (known(named) == known(unnamed) || known(named).is_none());
    person
        && bare
        && same
        && a.sentence > b.sentence
        && a.sentence <= b.sentence + SENTENCES
        && chains.genders_agree(m, other)
        && nameless()
        && alone()
        && speaks(document, a)
        && speaks(document, b)
}

/// The words that a mention may be taken up by: its head noun, its office, and what its name is the name of.
fn keys(document: &Document, lexicon: &Lexicon, entity: &Entity, fact: &Facts) -> Vec<SmolStr> {
    let mut keys: Vec<SmolStr> = Vec::new();
    if fact.form == MentionForm::Nominal {
        keys.push(fact.lemma.clone());
    }
    keys.extend(synonym(&fact.lemma).filter(|_| fact.form == MentionForm::Nominal));
    if entity.sectors.first() == Some(&Sector::Eli) && fact.number == Number::One {
        keys.push(FORMER);
    }
    if let Some(office) = &entity.office {
        keys.extend(office_keys(office));
    }
    if fact.form == MentionForm::Name {
        keys.push(lemma(document, fact.head));
        keys.extend(document.children_in(fact.head, Relation::NmodDesc).map(|c| lemma(document, c)));
        if entity.rule.starts_with("country/") {
            keys.extend(COUNTRY_WORDS.map(SmolStr::new_static));
        }
        keys.extend(kind_keys(lexicon, entity).iter().map(|k| SmolStr::new_static(k)));
    }
    keys
}

/// The office that another word for it means.
fn synonym(word: &str) -> Option<SmolStr> {
    const WORDS: &[(&str, &str)] = &[
        ("monarch", "king"),
        ("pontiff", "pope"),
        ("premier", "prime minister"),
        ("veep", "vice president"),
    ];
    WORDS.iter().find(|(other, _)| *other == word).map(|(_, office)| SmolStr::new_static(office))
}

/// "Foreign minister" may be taken up as "the minister"; "vice president" not as "the president".
fn office_keys(office: &str) -> Vec<SmolStr> {
    let lower = office.to_lowercase();
    let mut keys = vec![SmolStr::from(lower.as_str())];
    let words: Vec<&str> = lower.split_whitespace().collect();
    let lesser = ["vice", "deputy", "assistant", "former", "under"].contains(&words[0]);
    let whole = matches!(words.last(), Some(&"president"));
    if words.len() > 1 && !lesser && !whole {
        keys.push(SmolStr::from(words[words.len() - 1]));
    }
    let of = words.iter().position(|w| *w == "of");
    keys.extend(of.filter(|at| *at > 0).map(|at| SmolStr::from(words[at - 1])));
    keys
}

/// What the bearer of a name in the lexicon is commonly called.
fn kind_keys(lexicon: &Lexicon, entity: &Entity) -> &'static [&'static str] {
    let Some(name) = entity.name.as_deref().filter(|_| entity.kind == Some(NameKind::Organization)) else {
        return &[];
    };
    let kinds = lexicon.names.lookup(name).into_iter().map(|id| lexicon.names.entry(id).kind);
    let Some(kind) = kinds.into_iter().find(|kind| *kind != Kind::Unsaid) else { return &[] };
    match kind {
        Kind::ArmedGroup => &["group", "movement", "organization", "organisation", "militia", "rebel"],
        Kind::Intergovernmental => &["organization", "organisation", "bloc", "alliance", "body"],
        Kind::Nongovernmental => &["group", "organization", "organisation", "charity", "agency"],
        Kind::Movement => &["group", "movement", "organization", "organisation"],
        Kind::PoliticalParty => &["party"],
        Kind::Agency => &["agency", "ministry", "department"],
        Kind::Legislature => &["parliament", "assembly", "legislature", "chamber"],
        Kind::Court => &["court", "tribunal"],
        Kind::Military => &["army", "military"],
        Kind::Police => &["police"],
        Kind::Media => &["agency", "newspaper", "paper", "broadcaster", "channel"],
        Kind::Company => &["company", "firm"],
        _ => &[],
    }
}

/// Whether the phrase asks to be understood from what came before: "the" or a demonstrative, and no name itself.
fn refers_back(document: &Document, fact: &Facts) -> bool {
    let first = document.form(fact.tokens.start).to_lowercase();
    let article = matches!(first.as_str(), "the" | "this" | "that" | "these" | "those");
    fact.form == MentionForm::Nominal && article && !fact.modifier
}

fn fits(
    document: &Document,
    entities: &[Entity],
    facts: &[Facts],
    chains: &Chains,
    m: usize,
    other: usize,
) -> bool {
    let (a, b) = (&facts[m], &facts[other]);
    let is_country = COUNTRY_WORDS.contains(&a.lemma.as_str());
    // "Egypt would help the country": the parties of one clause are two.
    if is_country && document.are_arguments(a.head, b.head) {
        return false;
    }
    let reach = if is_country { COUNTRY_BACK } else { SENTENCES_BACK };
    let near = a.sentence <= b.sentence + reach;
    let numbers = a.number == b.number || [a.number, b.number].contains(&Number::Body);
    let apart = !b.tokens.contains(&a.head) && !a.tokens.contains(&b.head);
    let (x, y) = (entities[m].country, entities[other].country);
    let countries = x.is_none() || y.is_none() || x == y;
    near && numbers
        && apart
        && countries
        && chains.sort(m).suits(chains.sort(other))
        && chains.genders_agree(m, other)
        && (nothing_new(document, a, b, &entities[other], x.is_some() && x == y)
            || both_former(&entities[m], &entities[other]))
}

fn both_former(a: &Entity, b: &Entity) -> bool {
    [a, b].iter().all(|e| e.sectors.first() == Some(&Sector::Eli)) && b.kind == Some(NameKind::Person)
}

/// Whether the description adds no modifier that the earlier mention and its office lack ("the other group"); a demonym of the
/// same country adds nothing.
fn nothing_new(document: &Document, a: &Facts, b: &Facts, other: &Entity, same_country: bool) -> bool {
    let content = |i: &usize| {
        let proper = document.form(*i).starts_with(char::is_uppercase);
        match document.tokens[*i].upos {
            Upos::Adj | Upos::Propn => !(same_country && proper),
            Upos::Noun | Upos::Num | Upos::Pron => true,
            _ => false,
        }
    };
    let office = other.office.as_deref().unwrap_or_default().to_lowercase();
    let held = office.split_whitespace().map(SmolStr::from);
    let earlier: Vec<SmolStr> = b.tokens.clone().map(|i| lemma(document, i)).chain(held).collect();
    a.tokens.clone().filter(|&i| i != a.head).filter(content).all(|i| earlier.contains(&lemma(document, i)))
}

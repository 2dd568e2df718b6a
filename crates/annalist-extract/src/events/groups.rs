//! Pairs that go by their number: "India and Pakistan met. *The two countries* agreed", "*both sides* said".
//!
//! A record names both. Who they are is read from what stands before: the nearest sentence that, with those after it, names
//! two of the sort. Where it is three, or never two, they are the two countries that the report is about, if it is about two;
//! else the phrase stays as it is.

use super::Scene;
use super::parties::same;
use annalist_core::annotations::MentionForm;
use annalist_core::{CountryCode, Mention, NameKind, Party, Relation, Sector, Span};

/// Sentences before the phrase in which the two may be named.
const BACK: usize = 3;

/// Mentions that are looked at, at most.
const MOST: usize = 80;

/// Who can be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    /// Countries and their governments.
    States,
    /// Persons in office.
    Persons,
    /// States, bodies and groups.
    Sides,
}

/// The parties of a record, actors first, with each pair replaced by the two it stands for; both keep the pair's words. A pair that
/// acts itself is nobody's recipient: "Pakistan and Russia agreed to expand trade between *the two sides*".
pub fn expanded(scene: &Scene, sides: [Vec<Party>; 2]) -> [Vec<Party>; 2] {
    let [actors, mut recipients] = sides.map(|parties| with_members(scene, parties));
    let spans: Vec<Span> = recipients.iter().map(|r| r.span).collect();
    let acts = |r: &Party| actors.iter().any(|a| is_again(a, r));
    recipients.retain(|r| spans.iter().filter(|s| **s == r.span).count() < 2 || !acts(r));
    [actors, recipients]
}

/// Whether two parties are one state or one entity.
fn is_again(one: &Party, other: &Party) -> bool {
    one.country.is_some() && one.country == other.country && one.sectors == other.sectors
        || one.entity.is_some() && one.entity == other.entity
}

fn with_members(scene: &Scene, parties: Vec<Party>) -> Vec<Party> {
    let mut found: Vec<Party> = Vec::with_capacity(parties.len());
    for party in parties {
        let members = members(scene, &party).unwrap_or_else(|| vec![party]);
        for member in members {
            let again =
                found.iter().any(|f| is_again(f, &member) || f.span != member.span && same(f, &member));
            if !again {
                found.push(member);
            }
        }
    }
    found
}

fn members(scene: &Scene, pair: &Party) -> Option<Vec<Party>> {
    // A country can only have been implied: whoever is told apart by a word of it is no such pair.
    let entity = pair.entity.filter(|_| pair.name.is_none())?;
    let mentions = &scene.annotations.mentions;
    let from = mentions.partition_point(|m| m.span.start < pair.span.start);
    let mention = mentions[from..].iter().find(|m| m.span == pair.span && m.entity == entity)?;
    let sort = sort(scene, mention)?;
    let document = scene.tree.document;
    let sentence = document.sentence_of(mention.head);
    let mut two: Vec<Party> = Vec::new();
    for back in 0..=BACK.min(sentence) {
        let span = document.sentences[sentence - back].span;
        let start = mentions.partition_point(|m| m.span.start < span.start);
        let there = mentions[start..].iter().take_while(|m| m.span.start < span.end.min(pair.span.start));
        let mut here: Vec<Party> = Vec::new();
        for member in there.take(MOST).filter_map(|m| member(scene, sort, m, pair)) {
            let known = |p: &Party| {
                p.country == member.country && (p.entity == member.entity || sort != Sort::Persons)
            };
            if !here.iter().chain(&two).any(known) {
                here.push(member);
            }
        }
        here.append(&mut two);
        two = here;
        if two.len() >= 2 {
            break;
        }
    }
    if two.len() == 2 {
        return Some(two);
    }
    if sort == Sort::Persons { None } else { two_of_the_report(scene, pair) }
}

/// The two countries that a report is about: it names them more than twice as often as any other.
fn two_of_the_report(scene: &Scene, pair: &Party) -> Option<Vec<Party>> {
    let mut countries = scene.landscape.countries.iter().filter(|(c, ..)| !c.is_international());
    let (first, second, third) = (countries.next()?, countries.next()?, countries.next());
    let clear = second.1 > 1 && third.is_none_or(|third| third.1 * 2 < second.1);
    let both = || Some(vec![state(scene, first.0, pair)?, state(scene, second.0, pair)?]);
    if clear { both() } else { None }
}

/// What sort of pair a phrase means, if it is one: "the two countries", "both leaders", "the sides".
fn sort(scene: &Scene, mention: &Mention) -> Option<Sort> {
    let tree = &scene.tree;
    let head = mention.head;
    let word = |i: usize| tree.document.form(i).to_lowercase();
    let sort = match tree.lemma(head) {
        "country" | "nation" | "state" | "government" | "capital" | "neighbor" | "neighbour" => Sort::States,
        "leader" | "president" | "minister" | "premier" | "official" | "diplomat" | "statesman"
        | "chancellor" => Sort::Persons,
        "side" | "party" => Sort::Sides,
        "both" if tree.relation(head).is_subject() => Sort::Sides,
        _ => return None,
    };
    let counted = tree.children(head).any(|c| matches!(word(c).as_str(), "two" | "both"));
    // Whoever is told apart by more than the number is somebody else: "the two rebel sides".
    let told_apart = tree.children(head).any(|c| {
        matches!(tree.relation(c), Relation::Amod | Relation::Compound | Relation::Nmod | Relation::NmodPoss)
            && !matches!(
                word(c).as_str(),
                "foreign" | "neighboring" | "neighbouring" | "prime" | "asian" | "african"
            )
    });
    let bare = tree.lemma(head) == "both" || word(head) == "sides";
    ((counted || bare) && !told_apart).then_some(sort)
}

/// A party that a mention can add to a pair.
fn member(scene: &Scene, sort: Sort, mention: &Mention, pair: &Party) -> Option<Party> {
    let entity = scene.annotations.entity(mention.entity);
    let country = entity.country.filter(|c| !c.is_international());
    if mention.form == MentionForm::Pronoun || !entity.codable || entity.id == pair.entity? {
        return None;
    }
    let person = entity.kind == Some(NameKind::Person);
    let itself = || Party {
        span: pair.span,
        name: entity.name.clone(),
        country: entity.country,
        sectors: entity.sectors.clone(),
        entity: Some(entity.id),
    };
    match sort {
        Sort::States => state(scene, country?, pair),
        Sort::Persons => {
            let public = matches!(entity.sectors.first(), Some(Sector::Gov | Sector::Leg | Sector::Mil));
            (person && public).then(itself)
        }
        Sort::Sides if country.is_some() && is_public(&entity.sectors) => state(scene, country?, pair),
        Sort::Sides => (!person && mention.form == MentionForm::Name).then(itself),
    }
}

fn is_public(sectors: &[Sector]) -> bool {
    sectors.first().is_none_or(|s| matches!(s, Sector::Gov | Sector::Mil | Sector::Leg))
}

/// A country as a party, by its own entity where the report names it.
fn state(scene: &Scene, code: CountryCode, pair: &Party) -> Option<Party> {
    let itself = scene.annotations.entities.iter();
    let itself = itself.take(MOST).find(|e| e.country == Some(code) && e.rule.starts_with("country/"));
    Some(Party {
        span: pair.span,
        name: Some(scene.country_name(code)?),
        country: Some(code),
        sectors: vec![Sector::Gov],
        entity: itself.map(|e| e.id),
    })
}

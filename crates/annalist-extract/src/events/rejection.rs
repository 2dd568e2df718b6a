//! What is told in the words of events and is none: sport, metaphor, nature, business among companies.

use super::Scene;
use super::codes::Codes;
use super::happening::Happening;
use annalist_core::{EventType, Party, Sector};

/// Why a happening is no event, if it is none.
pub fn reason(
    scene: &Scene,
    h: &Happening,
    codes: &Codes,
    actors: &[Party],
    recipients: &[Party],
) -> Option<&'static str> {
    let class = scene.lexicon.predicates.class(h.class);
    let kind = codes.manner(class);
    // Whoever declares a type says in its entries whom it concerns.
    let own = matches!(codes.kind, EventType::Declared(_));
    let violent = own || matches!(kind, EventType::Assault | EventType::Protest);
    let parties = || actors.iter().chain(recipients);
    let agentless = actors.iter().all(|a| a.sectors == [Sector::Unk]);
    if kind == EventType::Assault && agentless && told_of(scene, h, "@nature") {
        return Some("an accident or nature, not a deed");
    }
    let class = class.like;
    if kind == EventType::Consult && class == "visit" && !actors.iter().any(is_representative) {
        return Some("a private journey");
    }
    if is_done_to_people(class) && recipients.is_empty() && actors.is_empty() {
        return Some("nobody is named");
    }
    let official = matches!(kind, EventType::Coerce | EventType::Mobilize | EventType::Sanction);
    let named = |p: &Party| p.name.is_some();
    let concerned =
        parties().any(is_public) || violent && parties().any(is_somebody) || official && parties().any(named);
    if !concerned {
        return Some("no public party");
    }
    if scene.is_sport && !parties().any(is_armed) {
        return Some("a report of sport");
    }
    let words = sport_words(scene, h);
    if words >= SPORT && !parties().any(is_armed_or_official) || words > 0 && has_score(scene, h) {
        return Some("sport");
    }
    None
}

/// Classes whose object is people; of anything else the verb is a metaphor ("arrest the decline", "kill the bill").
pub fn is_done_to_people(class: &str) -> bool {
    matches!(
        class,
        "arrest"
            | "deport"
            | "abduct"
            | "kill"
            | "injure"
            | "beat"
            | "torture"
            | "execute"
            | "assassinate"
            | "stab"
            | "sexual-assault"
            | "massacre"
            | "fight"
    )
}

/// Whether a word of `group` stands in the sentence of the happening.
fn told_of(scene: &Scene, h: &Happening, group: &str) -> bool {
    let document = scene.tree.document;
    document.sentences[document.sentence_of(h.head)].tokens.clone().any(|t| is_in(scene, t, group))
}

/// Whether a party can visit on someone's behalf: officials, officers, clergy, parties, international bodies.
fn is_representative(party: &Party) -> bool {
    use Sector::*;
    let stands_for =
        |s: &Sector| matches!(s, Gov | Leg | Jud | Mil | Eli | Opp | Pty | Rel | Reb | Spy | Cop);
    party.sectors.iter().any(stands_for) || party.country.is_some_and(|c| c.is_international())
}

fn is_armed(party: &Party) -> bool {
    use Sector::*;
    party.sectors.iter().any(|s| matches!(s, Mil | Cop | Reb | Prm | Spy | Uaf))
}

/// Words of sport in a sentence that make its fights and clashes matches.
const SPORT: usize = 2;

/// Whether the sentence has the score of a match: `2-0`.
fn has_score(scene: &Scene, h: &Happening) -> bool {
    let document = scene.tree.document;
    let tokens = document.sentences[document.sentence_of(h.head)].tokens.clone();
    let points = |i: usize| {
        let form = document.form(i);
        (1..=3).contains(&form.len()) && form.bytes().all(|b| b.is_ascii_digit())
    };
    tokens.skip(2).any(|i| points(i - 2) && matches!(document.form(i - 1), "-" | "–") && points(i))
}

fn sport_words(scene: &Scene, h: &Happening) -> usize {
    let document = scene.tree.document;
    let sentence = &document.sentences[document.sentence_of(h.head)];
    sentence.tokens.clone().filter(|t| is_in(scene, *t, "@sport")).count()
}

fn is_in(scene: &Scene, token: usize, group: &str) -> bool {
    scene.lexicon.predicates.group(group).is_some_and(|g| g.contains(&scene.tree.lemma(token)))
}

/// Whether a party belongs to public life: a state, an international body, or a sector other than private business.
fn is_public(party: &Party) -> bool {
    let private = |s: &Sector| matches!(s, Sector::Bus | Sector::Unk);
    match party.sectors.first() {
        Some(_) => party.sectors.iter().any(|s| !private(s)) && !is_company(party),
        None => party.country.is_some(),
    }
}

fn is_company(party: &Party) -> bool {
    party.country == Some(annalist_core::CountryCode::MNC)
}

/// Whether anything is known of a party.
fn is_somebody(party: &Party) -> bool {
    party.country.is_some() || !party.sectors.is_empty() || party.entity.is_some()
}

fn is_armed_or_official(party: &Party) -> bool {
    use Sector::*;
    party.sectors.iter().any(|s| matches!(s, Gov | Mil | Cop | Jud | Leg | Reb | Prm | Spy | Uaf | Opp))
}

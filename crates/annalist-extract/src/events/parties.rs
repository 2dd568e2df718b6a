//! From argument heads to parties.

use super::Scene;
use super::happening::{self, Happening, inner_parties};
use annalist_core::annotations::MentionForm;
use annalist_core::{Mention, Party, Relation, Sector, Span, Upos};

/// The parties among `candidates`, with the conjuncts of the first that is one.
///
/// Codable parties win over things; a thing may stand in for a party when `things` is true ("condemned the
/// *attack*").
pub fn resolve(scene: &Scene, candidates: &[usize], exclude: &[Party], things: bool) -> Vec<Party> {
    let free = |party: &Party| !exclude.iter().any(|e| same(e, party));
    // "withdrew its troops from the zone": what is the actor's own comes last.
    let (own, candidates): (Vec<usize>, Vec<usize>) =
        candidates.iter().copied().partition(|c| !exclude.is_empty() && is_own(scene, *c, exclude));
    let candidates = &[candidates, own].concat()[..];
    for (i, head) in candidates.iter().enumerate() {
        if let Some(party) = party_at(scene, *head).filter(&free) {
            return with_conjuncts(scene, party, *head, &candidates[i + 1..], &free);
        }
        let inside = inside(scene, *head).into_iter().filter_map(|h| party_at(scene, h)).find(&free);
        if let Some(party) = inside {
            return vec![party];
        }
    }
    if !things {
        return Vec::new();
    }
    candidates.iter().filter_map(|h| thing_at(scene, *h)).find(free).into_iter().collect()
}

/// Whether a phrase belongs to one of `parties`: "its troops", "their leaders".
fn is_own(scene: &Scene, head: usize, parties: &[Party]) -> bool {
    scene.tree.in_relation(head, Relation::NmodPoss).any(|p| {
        let owner = scene.mention(p).map(|m| m.entity);
        scene.tree.upos(p) == Upos::Pron && parties.iter().any(|x| owner.is_some() && x.entity == owner)
    })
}

/// Parties inside a phrase that is none; of a deed, only its doers: who condemns an attack on a church does not
/// condemn the church.
fn inside(scene: &Scene, head: usize) -> Vec<usize> {
    let harmful = |h: &Happening| scene.lexicon.predicates.class(h.class).kind.quad_code() == 4;
    match happening::at(scene, head, 0).filter(|_| scene.tree.upos(head) == Upos::Noun).filter(harmful) {
        Some(deed) => deed.actors,
        None => inner_parties(scene, head),
    }
}

fn with_conjuncts(
    scene: &Scene,
    first: Party,
    head: usize,
    rest: &[usize],
    free: &impl Fn(&Party) -> bool,
) -> Vec<Party> {
    let group = scene.tree.with_conjuncts(head);
    let mut parties = vec![first];
    for other in group.iter().skip(1).chain(rest.iter().filter(|r| scene.coordinated(head, **r))) {
        if let Some(party) = party_at(scene, *other).filter(free)
            && !parties.iter().any(|p| same(p, &party))
        {
            parties.push(party);
        }
    }
    parties
}

/// Whether two parties are one: the same words, or the same entity.
pub fn same(a: &Party, b: &Party) -> bool {
    a.span.overlaps(b.span) || (a.entity.is_some() && a.entity == b.entity)
}

/// The party that the phrase headed by `head` names, if it names one.
pub fn party_at(scene: &Scene, head: usize) -> Option<Party> {
    if let Some(part) = super::needs::partitive(scene, head)
        && let Some(whole) = party_at(scene, part)
        && scene.mention(head).is_none_or(|m| is_vague(scene, m))
    {
        let span = scene.tree.document.tokens[head].span.cover(whole.span);
        return Some(Party { span, ..whole });
    }
    if let Some(mention) = scene.mention(head) {
        return scene.is_codable(mention).then(|| from_mention(scene, mention)).flatten();
    }
    demonym(scene, head)
}

/// The party headed by `head`, or the phrase as it stands where it names none.
pub fn whoever(scene: &Scene, head: usize) -> Option<Party> {
    party_at(scene, head).or_else(|| thing_at(scene, head))
}

/// A demonym that stands for its country: "an *Israeli* air strike".
fn demonym(scene: &Scene, head: usize) -> Option<Party> {
    let token = &scene.tree.document.tokens[head];
    let place =
        scene.place_over(token.span).filter(|_| token.upos == Upos::Adj || token.upos == Upos::Propn)?;
    let code = place.country?;
    Some(Party {
        span: token.span,
        name: scene.country_name(code),
        country: Some(code),
        sectors: Vec::new(),
        entity: None,
    })
}

/// Whether a mention says nothing of who is meant: "one", "some", "dozens".
fn is_vague(scene: &Scene, mention: &Mention) -> bool {
    let entity = scene.annotations.entity(mention.entity);
    entity.country.is_none() && entity.sectors.iter().all(|s| *s == Sector::Unk)
}

/// The party of a mention; a pronoun that stands for nobody known is none.
fn from_mention(scene: &Scene, mention: &Mention) -> Option<Party> {
    let entity = scene.annotations.entity(mention.entity);
    let shown = if mention.form == MentionForm::Pronoun { scene.antecedent(mention) } else { mention };
    let known = shown.form != MentionForm::Pronoun || entity.country.is_some() || !entity.sectors.is_empty();
    known.then(|| Party {
        span: shown.span,
        name: entity.name.clone(),
        country: entity.country,
        sectors: entity.sectors.clone(),
        entity: Some(entity.id),
    })
}

/// The actor of violence whose agent is a thing: PLOVER codes "a bomb killed two" with an unknown actor.
pub fn unknown_agent(scene: &Scene, candidates: &[usize]) -> Vec<Party> {
    let thing = candidates.iter().find_map(|h| thing_at(scene, *h));
    thing.into_iter().map(|t| Party { sectors: vec![Sector::Unk], country: None, ..t }).collect()
}

/// A phrase that is no party, taken as it stands; times, amounts and pronouns are refused.
fn thing_at(scene: &Scene, head: usize) -> Option<Party> {
    let token = &scene.tree.document.tokens[head];
    let noun = matches!(token.upos, Upos::Noun | Upos::Propn);
    if !noun || scene.is_time(token.span) {
        return None;
    }
    let span: Span = crate::actors::extent::span(scene.tree.document, head);
    let place = scene.annotations.places.iter().find(|p| span.contains(p.span));
    Some(Party {
        span,
        name: None,
        country: place.and_then(|p| p.country),
        sectors: Vec::new(),
        entity: scene.mention(head).map(|m| m.entity),
    })
}

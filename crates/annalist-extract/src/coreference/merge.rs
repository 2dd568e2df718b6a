//! One entity for each chain of mentions.

use super::chains::Chains;
use super::facts::Facts;
use annalist_core::annotations::MentionForm;
use annalist_core::{Entity, EntityId, Mention};

/// Replaces the entities, one a mention, by one a chain, in the order of first mentions.
pub fn apply(facts: &[Facts], chains: &Chains, entities: &mut Vec<Entity>, mentions: &mut [Mention]) {
    let mut number = vec![None; mentions.len()];
    let mut merged: Vec<Entity> = Vec::new();
    for (m, mention) in mentions.iter_mut().enumerate() {
        let root = chains.root(m);
        let id = *number[root].get_or_insert_with(|| {
            let id = EntityId(merged.len() as u32);
            merged.push(Entity { id, ..describe(facts, chains.members(m), entities) });
            id
        });
        mention.entity = id;
    }
    *entities = merged;
}

/// What the mentions of a chain say together.
pub fn describe(facts: &[Facts], members: &[usize], entities: &[Entity]) -> Entity {
    let mut order = members.to_vec();
    order.sort_unstable();
    let spoken: Vec<usize> =
        order.iter().copied().filter(|m| facts[*m].form != MentionForm::Pronoun).collect();
    let order = if spoken.is_empty() { order } else { spoken };
    let mut out = entities[order[0]].clone();
    let best = order
        .iter()
        .copied()
        .max_by_key(|m| (worth(&entities[*m]), std::cmp::Reverse(*m)))
        .unwrap_or(order[0]);
    let source = &entities[best];
    (out.country, out.sectors, out.rule) = (source.country, source.sectors.clone(), source.rule.clone());
    fill(&mut out, &order, entities);
    out
}

fn fill(out: &mut Entity, order: &[usize], entities: &[Entity]) {
    out.country = out.country.or_else(|| order.iter().find_map(|m| entities[*m].country));
    if out.sectors.is_empty() && !has_no_sector(out) {
        out.sectors =
            order.iter().map(|m| &entities[*m].sectors).find(|s| !s.is_empty()).cloned().unwrap_or_default();
    }
    out.name = fullest_name(order, entities);
    out.kind = order.iter().find_map(|m| entities[*m].kind);
    out.office = order.iter().find_map(|m| entities[*m].office.clone());
    out.codable = order.iter().any(|m| entities[*m].codable);
}

/// Bodies of states have none by name, though "the bank" is a business.
fn has_no_sector(entity: &Entity) -> bool {
    let of_states = entity.country.is_some_and(|c| c.is_international());
    of_states && entity.sectors.is_empty() && entity.rule.starts_with("name/")
}

/// How well a mention is resolved: country and sector, sector, country, neither; a named entry before a description, and a
/// country that the words state before one that only the report suggests.
fn worth(entity: &Entity) -> u32 {
    let unknown = entity.sectors.first() == Some(&annalist_core::Sector::Unk);
    let sector = !entity.sectors.is_empty() && !unknown || has_no_sector(entity);
    let stated = if entity.rule.ends_with("+home") { 1 } else { 3 };
    u32::from(sector) * 4 + u32::from(entity.country.is_some()) * stated + u32::from(entity.name.is_some())
}

fn fullest_name(order: &[usize], entities: &[Entity]) -> Option<String> {
    let names = || order.iter().filter_map(|m| entities[*m].name.as_ref());
    let proper = |n: &&String| n.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let names = names().filter(proper).chain(names().filter(|n| !proper(n) && !names().any(|o| proper(&o))));
    names
        .max_by(|a, b| a.split(' ').count().cmp(&b.split(' ').count()).then(std::cmp::Ordering::Greater))
        .cloned()
}

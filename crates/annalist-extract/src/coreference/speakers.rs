//! First persons of what is quoted: "I" is whoever speaks, "we" are those for whom they speak.

use annalist_core::annotations::{AttributionForm, MentionForm};
use annalist_core::{Attribution, Document, Entity, EntityId, Mention, NameKind};
use std::collections::HashMap;

/// Gives the first persons in quotations to their speakers. "I", and "we" of a body or of several speakers, are the speaker;
/// "we" of a single person are a group of the speaker's country and sectors. Entity numbers stay dense.
pub fn settle(
    document: &Document,
    attributions: &mut [Attribution],
    entities: &mut Vec<Entity>,
    mentions: &mut [Mention],
) {
    let speakers = speakers(attributions, mentions);
    let mut groups: HashMap<EntityId, EntityId> = HashMap::new();
    let mut moved = false;
    for (mention, speaker) in mentions.iter_mut().zip(speakers) {
        let Some(speaker) = speaker.filter(|_| mention.form == MentionForm::Pronoun) else { continue };
        let Some(several) = first_person(&document.form(mention.head).to_lowercase()) else { continue };
        moved = true;
        let said = &entities[speaker.0 as usize];
        let many =
            said.plural || said.kind == Some(NameKind::Organization) || said.kind == Some(NameKind::Place);
        if several && !many {
            let (country, sectors) = (said.country, said.sectors.clone());
            let group = *groups.entry(speaker).or_insert(mention.entity);
            let found = &mut entities[group.0 as usize];
            (found.country, found.sectors) = (country, sectors);
            (found.plural, found.rule) = (true, "speaker".into());
            mention.entity = group;
        } else if several || !said.plural {
            mention.entity = speaker;
        }
    }
    if moved {
        renumber(attributions, entities, mentions);
    }
}

/// Who utters each mention, by the innermost quotation in which it stands.
fn speakers(attributions: &[Attribution], mentions: &[Mention]) -> Vec<Option<EntityId>> {
    let mut found: Vec<Option<(u32, EntityId)>> = vec![None; mentions.len()];
    for attribution in attributions.iter().filter(|a| a.form != AttributionForm::Indirect) {
        let Some(speaker) = attribution.speaker else { continue };
        for content in &attribution.content {
            let from = mentions.partition_point(|m| m.span.start < content.start);
            let until = mentions.partition_point(|m| m.span.start < content.end);
            let length = content.end - content.start;
            for slot in &mut found[from..until] {
                if slot.is_none_or(|(other, _)| length < other) {
                    *slot = Some((length, speaker));
                }
            }
        }
    }
    found.into_iter().map(|slot| slot.map(|(_, speaker)| speaker)).collect()
}

/// Whether a word, in lower case, is a first person, and then whether of several.
pub(super) fn first_person(word: &str) -> Option<bool> {
    match word {
        "i" | "me" | "my" | "mine" | "myself" => Some(false),
        "we" | "us" | "our" | "ours" | "ourselves" => Some(true),
        _ => None,
    }
}

/// Takes out entities that nothing refers to any more.
fn renumber(attributions: &mut [Attribution], entities: &mut Vec<Entity>, mentions: &mut [Mention]) {
    let mut number: Vec<Option<EntityId>> = vec![None; entities.len()];
    let mut kept = Vec::new();
    for mention in mentions.iter_mut() {
        let old = mention.entity.0 as usize;
        mention.entity = *number[old].get_or_insert_with(|| {
            let id = EntityId(kept.len() as u32);
            kept.push(Entity { id, ..entities[old].clone() });
            id
        });
    }
    let now = |old: Option<EntityId>| old.and_then(|e| number[e.0 as usize]);
    for attribution in attributions {
        attribution.speaker = now(attribution.speaker);
        attribution.addressee = now(attribution.addressee);
    }
    *entities = kept;
}

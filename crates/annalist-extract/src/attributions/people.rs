//! Who speaks and who is spoken to, as entities.

use super::model::Found;
use super::view::View;
use annalist_core::{EntityId, Mention, Relation};

/// The entity of the source: the mention whose head stands highest in the tree among the source's words.
pub fn speaker(view: &View, found: &Found, mentions: &[Mention]) -> Option<EntityId> {
    let range = found.source.first()?;
    let inside = mentions.iter().filter(|m| range.contains(&m.head));
    inside.min_by_key(|m| (view.depth[m.head], m.head)).map(|m| m.entity)
}

/// The entity spoken to: "told reporters", "wrote to his counterpart", "said in a letter to".
pub fn addressee(view: &View, found: &Found, mentions: &[Mention]) -> Option<EntityId> {
    let verb = found.head;
    let free = |t: &usize| !found.content.iter().chain(&found.source).any(|r| r.contains(t));
    let object = view.children(verb).filter(free).find(|&t| is_told(view, verb, t));
    let to =
        || view.children(verb).filter(free).find(|&t| view.relation(t) == Relation::Obl && has_to(view, t));
    let head = object.or_else(to)?;
    mentions.iter().find(|m| m.head == head).map(|m| m.entity)
}

/// Whether `t` is the person object of a verb that has one.
fn is_told(view: &View, verb: usize, t: usize) -> bool {
    const TELLING: [&str; 18] = [
        "tell", "inform", "assure", "remind", "ask", "warn", "advise", "brief", "notify", "urge", "email",
        "text", "promise", "convince", "persuade", "beg", "order", "show",
    ];
    match view.relation(t) {
        Relation::Iobj => true,
        Relation::Obj => TELLING.contains(&view.document.tokens[verb].lemma.as_str()),
        _ => false,
    }
}

fn has_to(view: &View, t: usize) -> bool {
    view.children(t).any(|c| view.relation(c) == Relation::Case && view.document.tokens[c].lemma == "to")
}

//! By what medium a statement comes: "said *in a statement*", "wrote *on Twitter*", "told *Reuters*", "a leaked *memo*".

use super::chains::phrase;
use super::model::Found;
use super::people::{People, has_case, is_document};
use annalist_core::{Mention, Relation, Span};

/// Occasions and media other than documents.
const MEDIA: [&str; 32] = [
    "address",
    "blog",
    "book",
    "briefing",
    "broadcast",
    "call",
    "conference",
    "debate",
    "facebook",
    "hearing",
    "instagram",
    "interview",
    "journal",
    "magazine",
    "meeting",
    "news",
    "newspaper",
    "podcast",
    "press",
    "programme",
    "program",
    "radio",
    "sermon",
    "station",
    "telegram",
    "television",
    "testimony",
    "tv",
    "twitter",
    "video",
    "website",
    "youtube",
];

/// The medium's noun phrase without its preposition: beside the cue, else the press that is addressed, else the
/// document that is the source.
pub fn of(people: &People, found: &Found, addressee: Option<&Mention>) -> Option<Span> {
    let view = people.view;
    let noun = beside(people, found).map(|t| span(people, t));
    let press = || addressee.filter(|m| people.is_press(m.entity) && is_outlet(people, m)).map(|m| m.span);
    let source = || {
        let range = found.source.first()?.clone();
        let top = range.filter(|&t| !view.punctuation[t]).min_by_key(|&t| (view.depth[t], t))?;
        is_document(view, top).then(|| span(people, top))
    };
    noun.or_else(press).or_else(source)
}

/// The medium that depends on the cue: "in a letter", "on state television", "at a news conference".
fn beside(people: &People, found: &Found) -> Option<usize> {
    // "in a letter", but not "on a letter", which is what the statement is about.
    const OF_DOCUMENTS: [&str; 4] = ["in", "by", "via", "through"];
    const OF_MEDIA: [&str; 8] = ["in", "on", "at", "by", "via", "through", "during", "over"];
    let view = people.view;
    let free = |t: usize| !found.content.iter().chain(&found.source).any(|r| r.contains(&t));
    let medium = |t: usize| {
        let lemma = view.document.tokens[t].lemma.to_lowercase();
        is_document(view, t) && has_case(view, t, &OF_DOCUMENTS)
            || MEDIA.contains(&lemma.as_str()) && has_case(view, t, &OF_MEDIA)
    };
    let verbs = found.cue.iter().copied().chain([found.head]);
    let near = verbs.flat_map(|t| view.children(t));
    let fits =
        |&t: &usize| free(t) && medium(t) && matches!(view.relation(t), Relation::Obl | Relation::Nmod);
    near.filter(fits).min()
}

/// An outlet rather than people of the press: "told Reuters", not "told reporters".
fn is_outlet(people: &People, mention: &Mention) -> bool {
    let entity = &people.entities[mention.entity.0 as usize];
    entity.name.is_some() && entity.kind != Some(annalist_core::NameKind::Person)
        || MEDIA.contains(&people.view.document.tokens[mention.head].lemma.to_lowercase().as_str())
}

/// The phrase of `top` up to its first clause, apposition or mark, without its preposition.
fn span(people: &People, top: usize) -> Span {
    let view = people.view;
    let mut range = phrase(view, top);
    let case =
        |t: usize| matches!(view.relation(t), Relation::Case | Relation::Fixed) && view.head(t) != Some(t);
    while range.start < top && case(range.start) {
        range.start += 1;
    }
    let ends = |t: usize| {
        view.punctuation[t]
            || has_case(view, t, &["by", "from"])
            || matches!(
                view.relation(t),
                Relation::Acl | Relation::AclRelcl | Relation::Appos | Relation::Parataxis
            )
    };
    let own = view.children(top).filter(|&t| t > top && ends(t));
    let end = own.map(|t| view.edges[t].0 as usize).min().unwrap_or(range.end);
    view.document.span_of(range.start..end.clamp(top + 1, range.end.max(top + 1)))
}

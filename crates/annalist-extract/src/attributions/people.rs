//! Who speaks and who is spoken to, as entities.

use super::model::Found;
use super::view::View;
use annalist_core::{Attribution, Entity, EntityId, Mention, Relation, Sector, Upos};
use std::collections::HashMap;

/// The entities of a document and the phrases that refer to them.
pub struct People<'a> {
    /// The document.
    pub view: &'a View<'a>,
    /// Its entities.
    pub entities: &'a [Entity],
    /// The phrases that refer to them.
    pub mentions: &'a [Mention],
}

impl People<'_> {
    /// The entity of the source: the mention whose head stands highest in the tree among the source's words. Of a
    /// document it is whoever wrote it, where the report says so: "a letter from *the minister*", "the *UN* report".
    pub fn speaker(&self, found: &Found) -> Option<EntityId> {
        let range = found.source.first()?;
        let inside = self.mentions.iter().filter(|m| range.contains(&m.head));
        let highest = inside.min_by_key(|m| (self.view.depth[m.head], m.head))?;
        Some(self.author(highest).unwrap_or(highest).entity)
    }

    /// Gives what a document says to whoever wrote it, where another mention of it, or a statement made by way of it, tells
    /// that: "*Amnesty* said in a report that … The report said …". Attributions are in text order.
    pub fn settle_documents(&self, attributions: &mut [Attribution]) {
        let view = self.view;
        let mut mentions: HashMap<EntityId, Vec<&Mention>> = HashMap::new();
        for mention in self.mentions.iter().filter(|m| is_document(view, m.head)) {
            mentions.entry(mention.entity).or_default().push(mention);
        }
        let mut told: HashMap<&str, EntityId> = HashMap::new();
        for attribution in attributions {
            let document = attribution.speaker.and_then(|e| mentions.get(&e));
            if let Some(document) = document {
                let author = document.iter().find_map(|m| self.author(m)).map(|m| m.entity);
                let known =
                    || document.iter().find_map(|m| told.get(&*view.document.tokens[m.head].lemma).copied());
                attribution.speaker = author.or_else(known).or(attribution.speaker);
            } else if let (Some(speaker), Some(channel)) = (attribution.speaker, attribution.channel) {
                let tokens = view.document.tokens_in(channel);
                let nouns = tokens.filter(|t| is_document(view, *t)).map(|t| &*view.document.tokens[t].lemma);
                told.extend(nouns.map(|noun| (noun, speaker)));
            }
        }
    }

    /// Whoever a document is by.
    fn author(&self, document: &Mention) -> Option<&Mention> {
        let view = self.view;
        if !is_document(view, document.head) {
            return None;
        }
        let by = |t: &usize| match view.relation(*t) {
            Relation::NmodPoss | Relation::Compound | Relation::Amod => true,
            Relation::Nmod | Relation::Obl => has_case(view, *t, &["by", "from", "of"]),
            _ => false,
        };
        let written = view.children(document.head).filter(|&t| view.relation(t) == Relation::Acl);
        let agents = written.flat_map(|verb| view.children(verb)).filter(|&t| has_case(view, t, &["by"]));
        let candidates = view.children(document.head).filter(by).chain(agents);
        candidates.filter_map(|t| self.at(t)).find(|m| self.speaks(m.entity))
    }

    /// Whether an entity is somebody, not a thing.
    fn speaks(&self, id: EntityId) -> bool {
        let entity = self.entities.get(id.0 as usize);
        entity
            .is_some_and(|e| e.codable && (e.country.is_some() || !e.sectors.is_empty() || e.name.is_some()))
    }

    /// The mention headed by token `head`.
    fn at(&self, head: usize) -> Option<&Mention> {
        self.mentions.iter().find(|m| m.head == head)
    }

    /// The phrase spoken to: "told reporters", "wrote to his counterpart", "said in a letter to".
    pub fn addressee(&self, found: &Found) -> Option<&Mention> {
        let (view, verb) = (self.view, found.head);
        let free = |t: &usize| !found.content.iter().chain(&found.source).any(|r| r.contains(t));
        let object = view.children(verb).filter(free).find(|&t| is_told(view, verb, t));
        let to = || {
            view.children(verb)
                .filter(free)
                .find(|&t| view.relation(t) == Relation::Obl && has_case(view, t, &["to"]))
        };
        self.at(object.or_else(to)?)
    }

    /// Whether an entity is of the press.
    pub fn is_press(&self, id: EntityId) -> bool {
        self.entities.get(id.0 as usize).is_some_and(|e| e.sectors.first() == Some(&Sector::Jrn))
    }
}

/// Whether token `t` is a noun for a document or a message.
pub fn is_document(view: &View, t: usize) -> bool {
    const NOUNS: [&str; 42] = [
        "account",
        "advisory",
        "article",
        "assessment",
        "bulletin",
        "cable",
        "column",
        "communique",
        "communiqué",
        "declaration",
        "diary",
        "document",
        "dossier",
        "draft",
        "editorial",
        "email",
        "e-mail",
        "essay",
        "file",
        "indictment",
        "letter",
        "log",
        "manifesto",
        "memo",
        "memoir",
        "memorandum",
        "message",
        "minutes",
        "note",
        "op-ed",
        "paper",
        "post",
        "record",
        "report",
        "ruling",
        "speech",
        "statement",
        "study",
        "survey",
        "telegram",
        "transcript",
        "tweet",
    ];
    let lemma = view.document.tokens[t].lemma.to_lowercase();
    view.upos(t) == Upos::Noun && view.name[t] == 0 && NOUNS.contains(&lemma.as_str())
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

/// Whether one of `prepositions` stands before `t`.
pub fn has_case(view: &View, t: usize, prepositions: &[&str]) -> bool {
    let case = |c: usize| {
        view.relation(c) == Relation::Case
            && prepositions.contains(&view.document.tokens[c].lemma.to_lowercase().as_str())
    };
    view.children(t).any(case)
}

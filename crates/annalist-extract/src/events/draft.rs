//! What the rules make of a word that may tell of a happening, before it is judged.

use super::auxiliary::{self, Grammar};
use super::codes::{self, Codes};
use super::happening::{self, Happening, Stance};
use super::{Scene, needs, parties, rejection};
use annalist_core::{EventType, Party, Upos};
use annalist_lexicon::predicates::{Class, ClassId};

/// A word that may tell of a happening, with what the rules say of it.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What it tells; of a word that no rule knows, its arguments alone.
    pub happening: Happening,
    /// How the rules see it.
    pub view: View,
    /// Negation, future and the like.
    pub grammar: Grammar,
    /// The class, where a rule knows the word.
    pub class: ClassId,
    /// Type, mode and CAMEO code, where a rule knows the word.
    pub codes: Option<Codes>,
    /// The parties that the rules find.
    pub actors: Vec<Party>,
    /// The recipients that the rules find.
    pub recipients: Vec<Party>,
    /// How deep it stands in its tree.
    pub depth: usize,
}

/// How the rules see a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// A record.
    Record,
    /// A happening without the parties that its type needs.
    Incomplete,
    /// A happening that is no event, and why.
    Rejected(&'static str),
    /// Nothing they know.
    Unknown,
}

/// Everything in the document that may tell of a happening; in a sentence, the outermost first.
pub fn all(scene: &Scene) -> Vec<Draft> {
    let mut found: Vec<Draft> =
        (0..scene.tree.document.tokens.len()).filter_map(|i| draft(scene, i)).collect();
    let sentence = |d: &Draft| scene.tree.document.sentence_of(d.happening.head);
    found.sort_by_key(|d| (sentence(d), d.depth, d.happening.head));
    found
}

fn draft(scene: &Scene, i: usize) -> Option<Draft> {
    let depth = scene.tree.depth(i);
    if let Some(h) = happening::at(scene, i, 0) {
        return Some(by_rule(scene, h, depth));
    }
    let happening = happening::bare(scene, i)?;
    let grammar = auxiliary::of(&scene.tree, i);
    Some(Draft {
        class: happening.class,
        happening,
        view: View::Unknown,
        grammar,
        codes: None,
        actors: Vec::new(),
        recipients: Vec::new(),
        depth,
    })
}

fn by_rule(scene: &Scene, h: Happening, depth: usize) -> Draft {
    let id = told_class(scene, &h);
    let class = scene.lexicon.predicates.class(id);
    let mut grammar = auxiliary::of(&scene.tree, h.head);
    if h.stance == Stance::Do && h.core != h.head {
        let core = auxiliary::of(&scene.tree, h.core);
        grammar.future |= core.future;
        grammar.negated |= core.negated;
        grammar.hypothetical |= core.hypothetical;
    }
    // "called to congratulate": words that are the purpose of a deed are told as said.
    grammar.future |= grammar.purpose && class.kind.quad_code().is_multiple_of(2);
    let codes = codes::of(&h, class, grammar.future, grammar.negated);
    // What is planned of a declared type has no type of its own.
    grammar.future |= h.stance == Stance::Intend && matches!(codes.kind, EventType::Declared(_));
    let (actors, recipients) = who(scene, &h, class, &codes);
    let view = if !complete(scene, &h, &codes, &actors, &recipients) {
        View::Incomplete
    } else {
        match rejection::reason(scene, &h, &codes, &actors, &recipients) {
            Some(reason) => View::Rejected(reason),
            None => View::Record,
        }
    };
    Draft { happening: h, view, grammar, class: id, codes: Some(codes), actors, recipients, depth }
}

/// The class of a happening in its sentence: forces sent to keep the peace are aid (CAMEO 074), not a threat.
fn told_class(scene: &Scene, h: &Happening) -> ClassId {
    let predicates = &scene.lexicon.predicates;
    let document = scene.tree.document;
    let mut tokens = document.sentences[document.sentence_of(h.head)].tokens.clone();
    let peaceful = |t: usize| matches!(scene.tree.lemma(t), "peacekeeping" | "peacekeeper" | "peace-keeping");
    match predicates.class(h.class).name {
        "mobilize" if tokens.any(peaceful) => predicates.class_named("peacekeeping").unwrap_or(h.class),
        _ => h.class,
    }
}

/// Actors and recipients. In reciprocal events of the types that PLOVER names so, all are actors.
fn who(scene: &Scene, h: &Happening, class: &Class, codes: &Codes) -> (Vec<Party>, Vec<Party>) {
    let manner = codes.manner(class);
    let mut actors = parties::resolve(scene, &h.actors, &[], false);
    let things = matches!(
        manner,
        EventType::Accuse
            | EventType::Support
            | EventType::Reject
            | EventType::Assault
            | EventType::Coerce
            | EventType::Retreat
            | EventType::Request
            | EventType::Protest
            | EventType::Concede
            | EventType::Threaten
    );
    // Whoever mobilizes forces does so against another; whoever fights a disease fights nobody.
    let things = things && !rejection::is_done_to_people(class.like);
    let against: Vec<usize> = match manner {
        EventType::Mobilize => {
            h.recipients.iter().copied().filter(|r| !needs::is_one_of(scene, *r, &["@troops"])).collect()
        }
        _ => h.recipients.clone(),
    };
    let mut recipients = parties::resolve(scene, &against, &actors, false);
    if recipients.is_empty() && !h.reciprocal {
        recipients = parties::resolve(scene, &h.remote, &actors, false);
    }
    if recipients.is_empty() && things {
        recipients = parties::resolve(scene, &h.recipients, &actors, true);
    }
    if actors.is_empty() && manner == EventType::Mobilize {
        // "the army was put on alert": the forces stand for whoever commands them.
        actors = parties::resolve(scene, &h.recipients, &recipients, false);
    }
    if actors.is_empty() && manner == EventType::Assault {
        actors = parties::unknown_agent(scene, &h.actors);
    }
    let together = match codes.kind {
        EventType::Declared(own) => own.reciprocal,
        kind => {
            matches!(kind, EventType::Agree | EventType::Consult | EventType::Cooperate | EventType::Assault)
        }
    };
    if h.reciprocal && h.stance != Stance::Ask {
        if together && !matches!(class.name, "visit" | "host") {
            actors.append(&mut recipients);
        } else if recipients.is_empty() && actors.len() > 1 {
            recipients = actors.split_off(1);
        }
    }
    (actors, recipients)
}

/// Whether a record may stand with these parties.
fn complete(scene: &Scene, h: &Happening, codes: &Codes, actors: &[Party], recipients: &[Party]) -> bool {
    let own = match codes.kind {
        EventType::Declared(own) => Some(own),
        _ => None,
    };
    let mutual = own.map_or(codes.kind == EventType::Cooperate, |own| own.reciprocal);
    if codes.kind.requires_recipient() && recipients.is_empty() && !(mutual && actors.len() > 1) {
        return false;
    }
    // "Misgivings were voiced": what a noun tells has its actor at the noun.
    let by_noun =
        matches!(codes.kind, EventType::Accuse | EventType::Sanction | EventType::Retreat | EventType::Aid)
            && !h.inner.is_empty();
    let may_lack = codes.kind.allows_no_actor() && !by_noun;
    if actors.is_empty() && (!may_lack || recipients.is_empty()) {
        return false;
    }
    let bare_noun = h.entries.len() == 1 && scene.tree.upos(h.head) != Upos::Verb;
    if bare_noun {
        let violent = own.is_some()
            || matches!(
                codes.kind,
                EventType::Assault | EventType::Protest | EventType::Coerce | EventType::Mobilize
            );
        return violent && (!actors.is_empty() || !recipients.is_empty())
            || actors.len() + recipients.len() > 1;
    }
    let needs_two = own.is_some_and(|own| own.reciprocal)
        || matches!(codes.kind, EventType::Consult | EventType::Cooperate)
        || (codes.kind == EventType::Agree && h.entries.len() == 1 && h.reciprocal);
    !needs_two || actors.len() + recipients.len() > 1 || actors.iter().any(|a| is_group(scene, a))
}

/// Whether a party is several, so that it can meet or agree among itself.
fn is_group(scene: &Scene, party: &Party) -> bool {
    party.entity.is_some_and(|id| scene.annotations.entity(id).plural)
}

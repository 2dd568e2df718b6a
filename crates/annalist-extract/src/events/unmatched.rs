//! What a document tells of parties that no lexicon entry places: predicates without an entry that fits, and phrases in
//! the place of a party that name nobody known.
//!
//! A predicate counts where a party with a country or sector is its subject, its object or the one it is directed at,
//! no entry of the event lexicon fits it, and it marks no attribution ("said"). Verbs count always, nouns where they
//! are nouns of a deed: two such parties belong to them, or one and an ending that makes deeds of verbs. A phrase counts
//! where it stands as subject, object or the one directed at and is a name without country or sector; a common noun only
//! as the subject of a happening that the lexicon knows, since what is done to things is no matter of parties.

use super::frame::{self, Frame};
use super::happening;
use super::scene::Scene;
use annalist_core::annotations::MentionForm;
use annalist_core::{Event, NameKind, Relation, Sector, Upos};
use annalist_lexicon::predicates::TriggerPos;
use std::collections::BTreeSet;

/// What is not placed in one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unmatched {
    /// Predicates, in text order.
    pub predicates: Vec<Predicate>,
    /// Phrases in the place of a party, in text order.
    pub parties: Vec<Nobody>,
}

/// A verb or noun of a deed that no entry fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Predicate {
    /// It and its frame in the notation of `lexicon/events`: `evict/v`, `pull/v +out`, `march/v on`, `eviction/n`; with
    /// the object of a verb that says little without it, `take/v obj=refuge`.
    pub trigger: String,
    /// Whether a known party is its subject or possessor.
    pub subject: bool,
    /// Whether a known party is its object or the one it is directed at.
    pub object: bool,
    /// Whether the lexicon has entries for the word, none of which fits here.
    pub has_entries: bool,
    /// The token, as an index into the document's.
    pub token: usize,
}

/// A phrase in the place of a party that names nobody known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nobody {
    /// The full name, or the lemma of a common noun with the words compounded to it.
    pub phrase: String,
    /// What kind of name it is; `None` for a common noun.
    pub kind: Option<NameKind>,
    /// Whether it acts, rather than being acted on.
    pub acts: bool,
    /// The head of the phrase, as an index into the document's tokens.
    pub token: usize,
}

/// What `scene` tells that is not placed; `events` are the document's. An event that the judge alone found, without an
/// entry, places nothing: what it guesses by is what an entry should say.
pub fn find(scene: &Scene, events: &[Event]) -> Unmatched {
    let document = scene.tree.document;
    let by_entry = events.iter().filter(|e| !e.rule.contains("/learned:"));
    let told = by_entry.flat_map(|e| std::iter::once(&e.trigger).chain(&e.mentions)).flatten();
    let cues = scene.annotations.attributions.iter().flat_map(|a| &a.cue);
    let placed: BTreeSet<usize> = told.chain(cues).flat_map(|span| document.tokens_in(*span)).collect();
    let mut found = Unmatched::default();
    let mut seen = BTreeSet::new();
    for token in 0..document.tokens.len() {
        let frame = match scene.tree.upos(token) {
            Upos::Verb => frame::of_verb(&scene.tree, token),
            Upos::Noun => frame::of_noun(&scene.tree, token),
            _ => continue,
        };
        let known = happening::at(scene, token, 0).is_some();
        if !known && !placed.contains(&token) {
            found.predicates.extend(predicate(scene, token, &frame));
        }
        if known || scene.tree.upos(token) == Upos::Verb {
            let acting = frame.subject.iter().map(|head| (*head, true));
            let acted_on = frame.object.iter().chain(&frame.indirect).copied().chain(directed(&frame));
            for (head, acts) in acting.chain(acted_on.map(|head| (head, false))) {
                let nobody = nobody(scene, head, acts, acts && known);
                found.parties.extend(nobody.filter(|n| seen.insert(n.token)));
            }
        }
    }
    found.parties.sort_by_key(|n| n.token);
    found
}

/// Prepositions of the one that a deed is directed at.
const TOWARDS: [&str; 10] =
    ["against", "at", "between", "for", "on", "to", "toward", "towards", "upon", "with"];

fn directed(frame: &Frame) -> impl Iterator<Item = usize> + '_ {
    frame.phrases.iter().filter(|(p, _)| TOWARDS.contains(&p.as_str())).map(|(_, head)| *head)
}

fn predicate(scene: &Scene, token: usize, frame: &Frame) -> Option<Predicate> {
    let tree = &scene.tree;
    let noun = tree.upos(token) == Upos::Noun;
    if noun && (scene.is_party(token) || scene.is_place(token))
        || scene.is_time(tree.document.tokens[token].span)
    {
        return None;
    }
    let mut object = frame.object.iter().chain(&frame.indirect).any(|head| is_known(scene, *head));
    let mut subject = frame.subject.iter().any(|head| is_known(scene, *head));
    let mut preposition = None;
    if !object {
        let towards = |(p, head): &&(String, usize)| {
            (TOWARDS.contains(&p.as_str()) || noun && p == "of") && is_known(scene, *head)
        };
        preposition = frame.phrases.iter().find(towards).map(|(p, _)| p.as_str());
        object = preposition.is_some();
    }
    if noun {
        let inside = |c: usize| matches!(tree.relation(c), Relation::Amod | Relation::Compound);
        subject |= tree.children(token).any(|c| inside(c) && scene.names_party(c));
        // "The city of Basra" is no deed, "the eviction of farmers" is one.
        let directed = subject && preposition.is_some_and(|p| p != "of");
        let deed = directed || (subject || object) && is_deverbal(tree.lemma(token));
        return deed.then(|| told(scene, token, preposition.filter(|p| *p != "of"), subject, object));
    }
    let light = LIGHT.contains(&tree.lemma(token)) && !tree.has(token, Relation::CompoundPrt);
    let mut found = (subject || object).then(|| told(scene, token, preposition, subject, object))?;
    if light || found.has_entries {
        // Such a verb says little without its object: "took refuge", "held elections".
        let noun = |head: &&usize| tree.upos(**head) == Upos::Noun && !scene.is_party(**head);
        match frame.object.iter().find(noun) {
            Some(object) => found.trigger += &format!(" obj={}", tree.lemma(*object).to_lowercase()),
            None if light => return None,
            None => {}
        }
    }
    Some(found)
}

/// Verbs that tell of no deed by themselves.
const LIGHT: [&str; 46] = [
    "add", "become", "begin", "believe", "bring", "come", "continue", "do", "feel", "find", "follow", "get",
    "give", "go", "have", "hear", "hold", "hope", "include", "involve", "keep", "know", "lead", "leave",
    "let", "like", "live", "make", "mean", "need", "put", "remain", "say", "see", "seem", "start", "stay",
    "take", "tell", "think", "try", "turn", "use", "want", "work", "write",
];

fn told(scene: &Scene, token: usize, preposition: Option<&str>, subject: bool, object: bool) -> Predicate {
    let tree = &scene.tree;
    let (letter, pos) = match tree.upos(token) {
        Upos::Verb => ("v", TriggerPos::Verb),
        _ => ("n", TriggerPos::Noun),
    };
    let lemma = tree.lemma(token).to_lowercase();
    let particle = tree.first(token, Relation::CompoundPrt).map(|p| tree.lemma(p).to_lowercase());
    let mut trigger = format!("{lemma}/{letter}");
    trigger.extend(particle.map(|p| format!(" +{p}")));
    trigger.extend(preposition.map(|p| format!(" {p}")));
    let has_entries = !scene.lexicon.predicates.entries(&lemma, pos).is_empty();
    Predicate { trigger, subject, object, has_entries, token }
}

/// Whether a noun has an ending that makes the noun of a deed from its verb.
fn is_deverbal(lemma: &str) -> bool {
    const ENDINGS: [&str; 9] = ["tion", "sion", "ment", "ing", "al", "ure", "ance", "down", "out"];
    lemma.len() > 5 && ENDINGS.iter().any(|ending| lemma.ends_with(ending))
}

/// Whether `head` heads the phrase of a party whose country or sector is known.
fn is_known(scene: &Scene, head: usize) -> bool {
    let entity = scene.mention(head).map(|m| scene.annotations.entity(m.entity));
    let known = entity
        .is_some_and(|e| e.codable && (e.country.is_some() || e.sectors.iter().any(|s| *s != Sector::Unk)));
    known && !scene.is_time(scene.tree.document.tokens[head].span)
}

/// The phrase headed by `head`, if it names nobody known; common nouns only where `common` says so.
fn nobody(scene: &Scene, head: usize, acts: bool, common: bool) -> Option<Nobody> {
    let tree = &scene.tree;
    let mention = scene.mention(head)?;
    let entity = scene.annotations.entity(mention.entity);
    let token = &tree.document.tokens[head];
    // What a model says of a name is no entry for it.
    let unlisted = ["unknown-name", "unlisted"].iter().any(|rule| entity.rule.starts_with(rule));
    if mention.form == MentionForm::Pronoun
        || !unlisted && (entity.country.is_some() || !entity.sectors.is_empty())
        || scene.is_time(token.span)
    {
        return None;
    }
    let named = token.upos == Upos::Propn && mention.form == MentionForm::Name;
    let place = entity.kind == Some(NameKind::Place) || scene.is_place(head);
    let phrase = match &entity.name {
        Some(name) if named && !place => without_article(name),
        None if named && !place => without_article(mention.span.of(&tree.document.text)),
        _ if common && token.upos == Upos::Noun && !tells_a_deed(scene, head) => {
            let compounds = tree.in_relation(head, Relation::Compound).filter(|c| *c < head);
            compounds.chain([head]).map(|i| tree.lemma(i)).collect::<Vec<_>>().join(" ").to_lowercase()
        }
        _ => return None,
    };
    let kind = entity.kind.filter(|_| named);
    phrase.contains(char::is_alphabetic).then_some(Nobody { phrase, kind, acts, token: head })
}

/// Whether a common noun in the place of a party is a deed rather than somebody: "the *attack* killed two".
fn tells_a_deed(scene: &Scene, head: usize) -> bool {
    let lemma = scene.tree.lemma(head);
    is_deverbal(lemma) || !scene.lexicon.predicates.entries(lemma, TriggerPos::Noun).is_empty()
}

fn without_article(name: &str) -> String {
    let article = ["the ", "The ", "a ", "an "].iter().find_map(|article| name.strip_prefix(article));
    article.unwrap_or(name).to_owned()
}

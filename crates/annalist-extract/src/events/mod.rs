//! PLOVER events from trees and annotations.
//!
//! Each trigger's arguments are brought into deep form ([`frame`]); the lexicon says which happening it tells, the
//! operators above it say how it stands to the world ([`happening`]); [`codes`] turns that into type, mode and CAMEO
//! code; [`parties`], [`dates`], [`locations`], [`magnitudes`], [`contexts`] and [`claims`] fill the record; [`merge`]
//! joins the tellings of one happening and puts the records in order.

mod auxiliary;
mod claims;
mod codes;
mod contexts;
mod dates;
mod frame;
mod happening;
mod locations;
mod magnitudes;
mod merge;
mod needs;
mod parties;
mod rejection;
pub mod scene;
pub mod tree;

use annalist_core::event::{EventDate, Magnitude};
use annalist_core::{
    Annotations, Auxiliary, Document, Event, EventType, Party, Relation, Report, Span, Upos,
};
use annalist_lexicon::Lexicon;
use annalist_lexicon::predicates::{Class, ClassId};
use auxiliary::Grammar;
use codes::Codes;
use happening::{Happening, Stance};
use magnitudes::Counted;
use scene::Scene;

/// Codes events, in the order of their main trigger; where several join the same pair in one sentence, the main
/// point of the sentence comes first.
pub fn code(
    report: &Report,
    document: &Document,
    annotations: &Annotations,
    lexicon: &Lexicon,
) -> Vec<Event> {
    let scene = Scene::new(report, document, annotations, lexicon);
    let mut found: Vec<(usize, Happening)> = (0..document.tokens.len())
        .filter_map(|i| happening::at(&scene, i, 0))
        .map(|h| (scene.tree.depth(h.head), h))
        .collect();
    found.sort_by_key(|(depth, h)| (scene.tree.document.sentence_of(h.head), *depth, h.head));
    let mut used = vec![false; document.tokens.len()];
    let mut events = Vec::new();
    for (depth, happening) in found {
        if used[happening.head] || is_outcome(&scene, &happening, &used) {
            continue;
        }
        if let Some(event) = record(&scene, &happening) {
            for inner in happening.inner.iter().chain(&happening.words) {
                used[*inner] = true;
            }
            events.push((depth, event));
        }
    }
    merge::ordered(events)
}

/// Whether a death or injury is told as the outcome of a deed already recorded: "attacked a base, *killing* two".
fn is_outcome(scene: &Scene, h: &Happening, used: &[bool]) -> bool {
    let class = scene.lexicon.predicates.class(h.class).name;
    let beneath = scene.tree.relation(h.head) == Relation::Advcl && scene.tree.xpos(h.head) == "VBG";
    let harms = |i: usize| {
        used[i]
            && happening::at(scene, i, 0)
                .is_some_and(|above| scene.lexicon.predicates.class(above.class).kind == EventType::Assault)
    };
    matches!(class, "kill" | "injure") && beneath && scene.tree.head(h.head).is_some_and(harms)
}

/// The record of a happening, if it has the parties that its type needs.
fn record(scene: &Scene, h: &Happening) -> Option<Event> {
    let class = scene.lexicon.predicates.class(told_class(scene, h));
    let mut grammar = auxiliary::of(&scene.tree, h.head);
    if h.stance == Stance::Do && h.core != h.head {
        let core = auxiliary::of(&scene.tree, h.core);
        grammar.future |= core.future;
        grammar.negated |= core.negated;
        grammar.hypothetical |= core.hypothetical;
    }
    // "called to congratulate": words that are the purpose of a deed are told as said.
    grammar.future |= grammar.purpose && class.kind.quad_code().is_multiple_of(2);
    let codes = codes::of(h, class, grammar.future, grammar.negated);
    let (actors, recipients) = who(scene, h, class, &codes);
    if !complete(scene, h, &codes, &actors, &recipients)
        || rejection::reason(scene, h, codes.kind, &actors, &recipients).is_some()
    {
        return None;
    }
    let date = dates::of(scene, h.core, grammar);
    let (dead, injured, size) = counts(scene, h, class, &codes);
    let trigger: Vec<Span> = h.words.iter().map(|w| scene.tree.document.tokens[*w].span).collect();
    let main = scene.tree.document.tokens[h.head].span;
    let modes: Vec<&'static str> = codes.mode.into_iter().collect();
    Some(Event {
        kind: codes.kind,
        contexts: contexts::of(scene, h, class),
        auxiliary: auxiliaries(scene, grammar, &codes, &date),
        confidence: confidence(h, &actors, &recipients, &codes),
        location: locations::of(scene, h.core).or_else(|| locations::of(scene, h.head)),
        attributions: claims::around(scene, main),
        rule: rule(&codes, h),
        trace: trace(scene, h, class),
        sentence: scene.tree.document.sentence_of(h.head),
        mentions: vec![trigger.clone()],
        cameo: codes.cameo,
        modes,
        actors,
        recipients,
        date,
        trigger,
        dead,
        injured,
        size,
    })
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
    let mut actors = parties::resolve(scene, &h.actors, &[], false);
    let things = matches!(
        codes.kind,
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
    let things = things && !rejection::is_done_to_people(class.name);
    let against: Vec<usize> = match codes.kind {
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
    if actors.is_empty() && codes.kind == EventType::Mobilize {
        // "the army was put on alert": the forces stand for whoever commands them.
        actors = parties::resolve(scene, &h.recipients, &recipients, false);
    }
    if actors.is_empty() && codes.kind == EventType::Assault {
        actors = parties::unknown_agent(scene, &h.actors);
    }
    let together = matches!(
        codes.kind,
        EventType::Agree | EventType::Consult | EventType::Cooperate | EventType::Assault
    );
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
    if codes.kind.requires_recipient()
        && recipients.is_empty()
        && !(codes.kind == EventType::Cooperate && actors.len() > 1)
    {
        return false;
    }
    if actors.is_empty() && (!codes.kind.allows_no_actor() || recipients.is_empty()) {
        return false;
    }
    let bare_noun = h.entries.len() == 1 && scene.tree.upos(h.head) != Upos::Verb;
    if bare_noun {
        let violent = matches!(
            codes.kind,
            EventType::Assault | EventType::Protest | EventType::Coerce | EventType::Mobilize
        );
        return violent && (!actors.is_empty() || !recipients.is_empty())
            || actors.len() + recipients.len() > 1;
    }
    let needs_two = matches!(codes.kind, EventType::Consult | EventType::Cooperate)
        || (codes.kind == EventType::Agree && h.entries.len() == 1 && h.reciprocal);
    !needs_two || actors.len() + recipients.len() > 1 || actors.iter().any(|a| is_group(scene, a))
}

/// Whether a party is several, so that it can meet or agree among itself.
fn is_group(scene: &Scene, party: &Party) -> bool {
    party.entity.is_some_and(|id| scene.annotations.entity(id).plural)
}

fn auxiliaries(scene: &Scene, grammar: Grammar, codes: &Codes, date: &EventDate) -> Vec<Auxiliary> {
    let mut found = Vec::new();
    let absorbed = codes.absorbs.is_some();
    if is_long_past(scene, date) {
        found.push(Auxiliary::Historical);
    }
    if grammar.future && !absorbed {
        found.push(Auxiliary::Future);
    }
    if grammar.hypothetical && !(absorbed && grammar.future) {
        found.push(Auxiliary::Hypothetical);
    }
    if grammar.negated && codes.absorbs != Some(Auxiliary::Negation) {
        found.push(Auxiliary::Negation);
    }
    found
}

/// Days after which a dated event is history rather than news.
const HISTORY_DAYS: i32 = 366;

fn is_long_past(scene: &Scene, date: &EventDate) -> bool {
    let Some(published) = scene.report.published else { return false };
    let Some(last) = date.end.or(date.start) else { return false };
    published.date.since(last).is_ok_and(|span| span.get_days() > HISTORY_DAYS)
}

type Counts = (Option<Magnitude>, Option<Magnitude>, Option<Magnitude>);

fn counts(scene: &Scene, h: &Happening, class: &Class, codes: &Codes) -> Counts {
    let (mut dead, mut injured, mut size) = (None, None, None);
    let mut note = |counted: Counted, m: Magnitude| match counted {
        Counted::Dead => dead = dead.or(Some(m)),
        Counted::Injured => injured = injured.or(Some(m)),
        Counted::Taking => size = size.or(Some(m)),
    };
    if let Some(counted) = magnitudes::counted(class.name) {
        let heads = if counted == Counted::Taking { &h.actors } else { &h.recipients };
        if let Some(m) = heads.iter().find_map(|i| magnitudes::count(scene, *i)) {
            note(counted, m);
        }
    }
    if codes.kind == EventType::Assault && h.stance == Stance::Do {
        for (counted, m) in magnitudes::beside(scene, h.core) {
            note(counted, m);
        }
    }
    (dead, injured, size)
}

/// A first estimate of how likely type and parties are right; see `docs/accuracy.md` for how it compares with counts.
fn confidence(h: &Happening, actors: &[Party], recipients: &[Party], codes: &Codes) -> f32 {
    let known = |parties: &[Party]| parties.iter().any(|p| p.country.is_some() || !p.sectors.is_empty());
    let mut score: f32 = 0.45;
    score += if known(actors) { 0.2 } else { 0.0 };
    score += if known(recipients) || codes.kind == EventType::Consult { 0.15 } else { 0.0 };
    score += 0.05 * (h.entries.len().min(3) as f32);
    let asked = h.entries.iter().map(|e| e.split(' ').count() - 1).max().unwrap_or(0);
    score += 0.04 * (asked.min(2) as f32);
    score.min(0.95)
}

fn rule(codes: &Codes, h: &Happening) -> String {
    let entry = h.entries.iter().map(|e| e.replace(' ', "_")).collect::<Vec<_>>().join(">");
    format!("{}/{entry}", codes.kind)
}

fn trace(scene: &Scene, h: &Happening, class: &Class) -> Vec<String> {
    let mut steps = vec![format!("class {} ({:?})", class.name, h.stance).to_lowercase()];
    steps.extend(h.entries.iter().map(|e| format!("entry {e}")));
    let head = scene.tree.document.form(h.head);
    steps.push(format!("trigger `{head}` as {} of its head", scene.tree.relation(h.head)));
    steps
}

//! PLOVER events from trees and annotations.
//!
//! Each trigger's arguments are brought into deep form ([`frame`]); the lexicon says which happening it tells, the
//! operators above it say how it stands to the world ([`happening`]); [`codes`] turns that into type, mode and CAMEO
//! code and [`parties`] finds who acts: that is a [`draft`]. A small trained model ([`judge`]) decides whether a draft is
//! an event, of which type, and between whom. [`dates`], [`locations`], [`magnitudes`], [`contexts`] and [`claims`] fill
//! the [`record`]; [`tolls`] adds the tolls that others give; [`merge`] joins the tellings of one happening and puts the
//! records in order.

mod auxiliary;
pub(crate) mod claims;
mod codes;
mod contexts;
pub(crate) mod dates;
pub mod draft;
mod frame;
mod groups;
mod happening;
pub mod judge;
mod landscape;
mod locations;
mod magnitudes;
mod merge;
mod needs;
pub mod parties;
pub mod record;
mod rejection;
pub mod scene;
mod tolls;
pub mod tree;
pub mod unmatched;

use annalist_core::{Event, EventType, Relation};
use draft::{Draft, View};
use judge::Judge;
use record::Decision;
use scene::Scene;

/// Codes events, in the order of their main trigger; where several join the same pair in one sentence, the main
/// point of the sentence comes first. Without a judge the rules alone decide.
pub fn code(scene: &Scene, judge: Option<&Judge>) -> Vec<Event> {
    code_drafts(scene, &draft::all(scene), judge)
}

/// As [`code`], from drafts already made.
pub fn code_drafts(scene: &Scene, drafts: &[Draft], judge: Option<&Judge>) -> Vec<Event> {
    let mut used: Vec<Option<EventType>> = vec![None; scene.tree.document.tokens.len()];
    let mut events = Vec::new();
    let weighed = judge.map(|judge| judge.weigh(scene, drafts));
    for (d, draft) in drafts.iter().enumerate() {
        let h = &draft.happening;
        if used[h.head].is_some() || is_outcome(scene, draft, &used) {
            continue;
        }
        let decision = match judge.zip(weighed.as_ref()).filter(|_| !is_users(scene, draft)) {
            Some((judge, weighed)) => judge.decide(scene, draft, &weighed[d]),
            None => by_rules(scene, draft),
        };
        if let Some(decision) = decision {
            for inner in h.inner.iter().chain(&h.words) {
                used[*inner] = Some(decision.codes.kind);
            }
            events.push((draft.depth, record::fill(scene, draft, decision)));
        }
    }
    tolls::add(scene, &mut events);
    claims::answer(scene, &mut events);
    merge::ordered(events)
}

/// Whether a user's own entry says what the draft tells: then it is as they say.
fn is_users(scene: &Scene, draft: &Draft) -> bool {
    draft.happening.entries.iter().any(|e| scene.lexicon.predicates.users_entry(e).is_some())
}

/// What the rules alone decide.
fn by_rules(scene: &Scene, draft: &Draft) -> Option<Decision> {
    let codes = draft.codes.clone().filter(|_| draft.view == View::Record)?;
    let [actors, recipients] = groups::expanded(scene, [draft.actors.clone(), draft.recipients.clone()]);
    let h = &draft.happening;
    let date = dates::of(scene, h.core, draft.grammar);
    let location = locations::of_happening(scene, h);
    let contexts = contexts::of(scene, h, scene.lexicon.predicates.class(draft.class));
    Some(Decision {
        codes,
        actors,
        recipients,
        date,
        location,
        contexts,
        confidence: RULES_ALONE,
        odds: [0.0; 3],
    })
}

/// The confidence of a record that no model has judged.
const RULES_ALONE: f32 = 0.5;

/// Whether a death or injury is told as the outcome of a deed already recorded: "attacked a base, *killing* two".
fn is_outcome(scene: &Scene, draft: &Draft, used: &[Option<EventType>]) -> bool {
    let head = draft.happening.head;
    let class = scene.lexicon.predicates.class(draft.happening.class).name;
    let beneath = scene.tree.relation(head) == Relation::Advcl && scene.tree.xpos(head) == "VBG";
    let harms = |i: usize| used[i] == Some(EventType::Assault);
    !draft.happening.entries.is_empty()
        && matches!(class, "kill" | "injure")
        && beneath
        && scene.tree.head(head).is_some_and(harms)
}

//! The PLOVER type between two marked parties of a sentence: rules propose, a small trained model decides.
//!
//! The model is a linear one over hashed features ([`features`]): what the event rules found for the pair, the words
//! and lexicon classes around and between the parties, and the path between them in the tree. Its weights
//! (`models/en/pairs.bin`) are made by `training/events`. It always answers.

pub mod features;
mod model;

pub use model::{LABELS, Model, ROWS, label_of};

use crate::events::scene::Scene;
use annalist_core::{Event, EventType, Span};

/// The type between two parties, with the score of every type.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The likeliest type.
    pub kind: EventType,
    /// Its mode, where the rules found one for this pair.
    pub mode: Option<&'static str>,
    /// The probability of every type, in the manual's order; they sum to one.
    pub scores: Vec<(EventType, f32)>,
}

/// Decides the type between the parties at `actor` and `recipient` in a coded text.
///
/// Either list may be empty, where a party is not in the text.
pub fn decide(scene: &Scene, events: &[Event], actor: &[Span], recipient: &[Span], model: &Model) -> Verdict {
    let features = features::of(scene, events, actor, recipient);
    let chances = model.probabilities(&features, &features::states(scene, actor, recipient));
    let scores = spread(&chances, events);
    let kind =
        scores.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1)).map_or(EventType::Accuse, |(k, _)| k);
    let mode = events.iter().find(|e| e.kind == kind).and_then(|e| e.modes.first().copied());
    Verdict { kind, mode, scores }
}

/// The model knows CAMEO's YIELD in one piece; the rules, or the share of the two in news, say which of its halves is
/// meant.
fn spread(chances: &[f32], events: &[Event]) -> Vec<(EventType, f32)> {
    let concedes = events.iter().filter(|e| e.kind == EventType::Concede).count() as f32;
    let retreats = events.iter().filter(|e| e.kind == EventType::Retreat).count() as f32;
    let concede = (concedes + 0.4) / (concedes + retreats + 1.0);
    let chance = |kind: EventType| {
        let label = model::label_of(kind);
        let share = match kind {
            EventType::Concede => concede,
            EventType::Retreat => 1.0 - concede,
            _ => 1.0,
        };
        (kind, chances[label] * share)
    };
    EventType::ALL.iter().map(|k| chance(*k)).collect()
}

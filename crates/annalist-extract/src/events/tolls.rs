//! Tolls that a source gives for a happening already told: "the hospital put the number of dead at 69".
//!
//! Each is a record of its own on its source's word, so that tolls that differ stand side by side.

use super::Scene;
use super::claims::holds;
use super::magnitudes::{numeral, parse_number};
use annalist_core::event::Magnitude;
use annalist_core::{Attribution, Event, EventType, Party, Span, Upos};

/// How many sentences back the happening may have been told.
const MEMORY: usize = 4;

/// Adds a record for each toll that differs from that of the happening it is given for.
pub fn add(scene: &Scene, events: &mut Vec<(usize, Event)>) {
    for (i, attribution) in scene.annotations.attributions.iter().enumerate() {
        let Some((noun, dead)) = toll(scene, attribution) else { continue };
        let sentence = scene.tree.document.sentence_of(noun);
        let told = events
            .iter()
            .filter(|(_, e)| is_told_of(e, sentence))
            .max_by_key(|(_, e)| (e.sentence, !e.recipients.is_empty()));
        let Some((depth, event)) = told.cloned() else { continue };
        let same = |m: Magnitude| (m.low, m.high) == (dead.low, dead.high);
        let covered = events.iter().any(|(_, e)| e.trigger.iter().any(|t| holds(attribution, *t)));
        if covered || event.dead.is_some_and(same) {
            continue;
        }
        let mut recipients = event.recipients.clone();
        event.dead.into_iter().for_each(|m| recipients.iter_mut().for_each(|p| without_number(scene, p, m)));
        let trigger = vec![scene.tree.document.tokens[noun].span];
        // Who gives a toll does not say who else was right about the deed.
        let actors = if event.attributions.is_empty() { event.actors } else { Vec::new() };
        let other = Event {
            dead: Some(dead),
            attributions: outermost_first(&scene.annotations.attributions, i),
            denied_by: Vec::new(),
            actors,
            recipients,
            mentions: vec![trigger.clone()],
            trace: vec!["a toll given for the happening before it".to_owned()],
            rule: format!("{}/toll/n", event.kind),
            trigger,
            sentence,
            ..event
        };
        events.push((depth, other));
    }
}

/// "56 people" as "people": the number is another source's.
fn without_number(scene: &Scene, party: &mut Party, dead: Magnitude) {
    let text = &scene.tree.document.text;
    if party.span.contains(dead.span) && dead.span.end < party.span.end {
        let rest = Span { start: dead.span.end, ..party.span };
        let blank = rest.of(text).len() - rest.of(text).trim_start().len();
        party.span.start = dead.span.end + blank as u32;
    }
}

/// Attribution `i` behind those that report it.
fn outermost_first(attributions: &[Attribution], i: usize) -> Vec<usize> {
    let outer = std::iter::successors(Some(i), |i| attributions[*i].within);
    let mut chain: Vec<usize> = outer.take(attributions.len()).collect();
    chain.reverse();
    chain
}

fn is_told_of(event: &Event, sentence: usize) -> bool {
    event.kind == EventType::Assault
        && event.dead.is_some()
        && event.sentence <= sentence
        && event.sentence + MEMORY >= sentence
}

/// The noun and the number of a toll in what is said: "the death *toll* at *nine*", "the *number* of dead at *69*".
fn toll(scene: &Scene, attribution: &Attribution) -> Option<(usize, Magnitude)> {
    let tokens = scene.tree.document.tokens_in(*attribution.content.first()?);
    let noun = tokens.clone().take(6).find(|t| is_toll(scene, *t))?;
    let number = (noun + 1..tokens.end)
        .find(|t| scene.tree.upos(*t) == Upos::Num && parse_number(scene.tree.document.form(*t)).is_some())?;
    Some((noun, numeral(scene, number)?))
}

fn is_toll(scene: &Scene, t: usize) -> bool {
    let deadly = |lemma: &str| matches!(lemma, "death" | "dead" | "fatality" | "killed");
    match scene.tree.lemma(t) {
        "toll" => true,
        "number" | "count" | "figure" => scene.tree.children(t).any(|c| deadly(scene.tree.lemma(c))),
        _ => false,
    }
}

//! Statements: attributions with the time of saying, the speaker's role, and the records they bear on.

use crate::events::scene::Scene;
use crate::events::{claims, dates};
use annalist_core::annotations::MentionForm;
use annalist_core::event::EventDate;
use annalist_core::{Attribution, EntityId, Event, Mention, NameKind, Span};

/// One attribution with what the rest of the report adds to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The attribution, as an index into the document's attributions.
    pub attribution: usize,
    /// When it was made: by a time beside its cue, else the dateline's or publication's.
    pub date: EventDate,
    /// What the speaker is: by the report's description ("a lawyer for the family") or a known office; of someone
    /// without a name who is spoken of as "he", the words "he" stands for.
    pub role: Option<String>,
    /// The events its words tell or speak of, as indices into the document's events.
    pub about: Vec<usize>,
    /// The events that the saying itself is, such as the REJECT of "denied".
    pub act: Vec<usize>,
}

/// The statements of a report, in the order of its attributions.
pub fn of(scene: &Scene, events: &[Event]) -> Vec<Statement> {
    let statement = |(i, a): (usize, &Attribution)| Statement {
        attribution: i,
        date: dates::of_statement(scene, a),
        role: a.speaker.and_then(|id| role(scene, a, id)),
        about: events_where(events, |e| e.attributions.contains(&i) || tells(a, e)),
        act: events_where(events, |e| is_act(a, e)),
    };
    scene.annotations.attributions.iter().enumerate().map(statement).collect()
}

fn events_where(events: &[Event], test: impl Fn(&Event) -> bool) -> Vec<usize> {
    events.iter().enumerate().filter(|(_, e)| test(e)).map(|(i, _)| i).collect()
}

/// Whether one of the event's tellings stands in the words said.
fn tells(a: &Attribution, event: &Event) -> bool {
    let first = |mention: &[Span]| mention.first().is_some_and(|t| claims::holds(a, *t));
    first(&event.trigger) || event.mentions.iter().any(|m| first(m))
}

/// Whether the event's main trigger is the cue.
fn is_act(a: &Attribution, event: &Event) -> bool {
    event.trigger.first().is_some_and(|t| a.cue.iter().any(|c| c.contains(*t)))
}

/// How the report describes a speaker where it names it, else the office it is known to hold.
fn role(scene: &Scene, a: &Attribution, speaker: EntityId) -> Option<String> {
    let office = scene.annotations.entity(speaker).office.clone();
    let named =
        scene.annotations.mentions.iter().filter(|m| m.entity == speaker && m.form == MentionForm::Name);
    let mentioned = || named.map(|m: &Mention| m.span).find_map(|span| described(scene, span));
    let mentions = || scene.annotations.mentions.iter().filter(|m| m.entity == speaker);
    let pronoun = mentions().any(|m| m.form == MentionForm::Pronoun && a.source.contains(&m.span));
    if pronoun && scene.annotations.entity(speaker).name.is_none() {
        let noun = mentions().find(|m| m.form == MentionForm::Nominal)?;
        return Some(one_line(noun.span.of(&scene.tree.document.text)));
    }
    a.source.first().and_then(|s| described(scene, *s)).or_else(mentioned).or(office)
}

/// What stands before or behind a person's name in `span`: "*Oil Minister* Amer Rashid", "Victor Wan, *an analyst*".
fn described(scene: &Scene, span: Span) -> Option<String> {
    let document = scene.tree.document;
    let inside = |n: &&annalist_core::Name| {
        n.kind == NameKind::Person && span.contains(document.span_of(n.tokens.clone()))
    };
    let name = document.span_of(document.names.iter().find(inside)?.tokens.clone());
    let part = |from: u32, to: u32| Span { start: from, end: to }.of(&document.text);
    let behind = part(name.end, span.end).strip_prefix(", ").map(str::trim);
    let before = part(span.start, name.start).trim().trim_end_matches(',');
    let says = |words: &str| words.chars().filter(|c| c.is_lowercase()).count() > 3;
    let words = [before, behind.unwrap_or_default()].into_iter().find(|w| says(w))?;
    Some(one_line(words))
}

/// `text` with every run of white space as one space.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

//! How a record was reached: rule, steps, and the words behind its date, place and parties.

use super::words;
use annalist::Coded;
use annalist_core::event::{Event, Party};
use serde::Serialize;

/// The `explain` object of a record.
#[derive(Debug, Serialize)]
pub struct Explain<'a> {
    pub rule: &'a str,
    pub trace: &'a [String],
    pub date: Why<'a>,
    pub place: Why<'a>,
    pub parties: Vec<PartyWhy<'a>>,
    pub attributions: Vec<String>,
}

/// Where a date or place came from.
#[derive(Debug, Serialize)]
pub struct Why<'a> {
    /// How near to the event it stood: clause, sentence, discourse, dateline, published or none.
    pub source: &'static str,
    /// The words.
    pub text: Option<&'a str>,
    /// What they were taken to mean.
    pub value: Option<&'a str>,
    /// The rule or evidence.
    pub rule: Option<&'a str>,
}

/// What made a party what it is.
#[derive(Debug, Serialize)]
pub struct PartyWhy<'a> {
    pub role: &'static str,
    pub text: &'a str,
    pub entity: Option<String>,
    pub rule: Option<&'a str>,
    pub office: Option<&'a str>,
}

impl<'a> Explain<'a> {
    /// Explains `event`, which must be one of `coded`.
    pub fn new(coded: &'a Coded, event: &'a Event) -> Self {
        let actors = event.actors.iter().map(|p| party(coded, p, "actor"));
        let recipients = event.recipients.iter().map(|p| party(coded, p, "recipient"));
        Explain {
            rule: &event.rule,
            trace: &event.trace,
            date: date(coded, event),
            place: place(coded, event),
            parties: actors.chain(recipients).collect(),
            attributions: cues(coded, event),
        }
    }
}

fn date<'a>(coded: &'a Coded, event: &Event) -> Why<'a> {
    let time = event.date.time.and_then(|i| coded.annotations.times.get(i));
    Why {
        source: event.date.source.as_str(),
        text: time.map(|t| t.span.of(&coded.document.text)),
        value: time.map(|t| t.value.as_str()),
        rule: time.map(|t| t.rule),
    }
}

fn place<'a>(coded: &'a Coded, event: &'a Event) -> Why<'a> {
    let Some((place, source)) = &event.location else {
        return Why { source: "none", text: None, value: None, rule: None };
    };
    let inside = !place.span.is_empty();
    Why {
        source: source.as_str(),
        text: inside.then(|| place.span.of(&coded.document.text)),
        value: Some(&place.name),
        rule: Some(place.rule),
    }
}

fn party<'a>(coded: &'a Coded, party: &Party, role: &'static str) -> PartyWhy<'a> {
    let entity = party.entity.and_then(|id| coded.annotations.entities.get(id.0 as usize));
    PartyWhy {
        role,
        text: party.span.of(&coded.document.text),
        entity: entity.map(|e| e.id.to_string()),
        rule: entity.map(|e| e.rule.as_str()),
        office: entity.and_then(|e| e.office.as_deref()),
    }
}

/// `source — cue` for each attribution, outermost first.
fn cues(coded: &Coded, event: &Event) -> Vec<String> {
    let text = coded.document.text.as_str();
    let found = event.attributions.iter().filter_map(|&i| coded.annotations.attributions.get(i));
    found.map(|a| format!("{} — {}", words(text, &a.source), words(text, &a.cue))).collect()
}

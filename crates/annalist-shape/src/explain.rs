//! How a record was reached: rule, steps, and the words behind its date, place and parties.

use super::words;
use annalist::Coded;
use annalist_core::event::{Event, Party};
use annalist_core::moment::Precision;
use serde::Serialize;
use std::borrow::Cow;

/// The `explain` object of a record.
#[derive(Debug, Serialize)]
pub struct Explain<'a> {
    /// The lexicon entries that made the record, outermost first.
    pub rule: &'a str,
    /// The steps, in their order.
    pub trace: &'a [String],
    /// Where the date came from.
    pub date: Why<'a>,
    /// Where the place came from.
    pub place: Why<'a>,
    /// What made each party what it is, actors first.
    pub parties: Vec<PartyWhy<'a>>,
    /// `source — cue` for each attribution, outermost first.
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
    pub value: Option<Cow<'a, str>>,
    /// The rule or evidence.
    pub rule: Option<Cow<'a, str>>,
}

/// What made a party what it is.
#[derive(Debug, Serialize)]
pub struct PartyWhy<'a> {
    /// `actor` or `recipient`.
    pub role: &'static str,
    /// The party's words.
    pub text: &'a str,
    /// The entity.
    pub entity: Option<String>,
    /// The lexicon entry or rule.
    pub rule: Option<&'a str>,
    /// The office that the person holds.
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
    let source = event.date.source.as_str();
    let times = &coded.annotations.times;
    let text = coded.document.text.as_str();
    let Some((i, time)) = event.date.time.and_then(|i| Some((i, times.get(i)?))) else {
        let month = event.date.precision == Precision::Month;
        let rule =
            event.date.start.map(|_| if month { "the month of the report" } else { "the day of the report" });
        return Why { source, text: None, value: days(event).map(Cow::Owned), rule: rule.map(Cow::Borrowed) };
    };
    let shifted = time.interval.is_some_and(|(first, _)| event.date.start != Some(first));
    let end = event.date.end.filter(|end| time.interval.is_some_and(|(_, last)| last < *end));
    let until =
        end.and_then(|end| times.get(i + 1).filter(|t| t.interval.is_some_and(|(_, last)| last == end)));
    let span = until.map_or(time.span, |t| time.span.cover(t.span));
    let far = coded.document.sentences.iter().position(|s| s.span.contains(time.span));
    let far = match far.map_or(0, |s| event.sentence.saturating_sub(s)) {
        0 => String::new(),
        1 => ", one sentence before".to_owned(),
        n => format!(", {n} sentences before"),
    };
    let on = match (end, until) {
        (Some(_), None) => " until the report",
        _ if shifted => ", counted from it",
        _ => "",
    };
    let value = match end {
        None if shifted => days(event).map(Cow::Owned),
        Some(_) => days(event).map(Cow::Owned),
        None => Some(Cow::Borrowed(time.value.as_str())),
    };
    Why {
        source,
        text: Some(span.of(text)),
        value,
        rule: Some(Cow::Owned(format!("{}{on}{far}", time.rule))),
    }
}

/// The days of an event, first and last.
fn days(event: &Event) -> Option<String> {
    let start = event.date.start?;
    Some(event.date.end.map_or_else(|| start.to_string(), |end| format!("{start} to {end}")))
}

fn place<'a>(coded: &'a Coded, event: &'a Event) -> Why<'a> {
    let Some((place, source)) = &event.location else {
        return Why { source: "none", text: None, value: None, rule: None };
    };
    let inside = !place.span.is_empty();
    Why {
        source: source.as_str(),
        text: inside.then(|| place.span.of(&coded.document.text)),
        value: Some(Cow::Borrowed(&place.name)),
        rule: Some(match how(place.rule) {
            Some(how) => Cow::Owned(format!("{}: {how}", place.rule)),
            None => Cow::Borrowed(place.rule),
        }),
    }
}

/// What a rule that resolves toponyms goes by.
fn how(rule: &str) -> Option<&'static str> {
    Some(match rule {
        "adjective" | "region adjective" => "a word for its people",
        "container" => "the place that the text says holds it",
        "country" => "the name of a country",
        "fallback to container" => "unknown to the gazetteer; the place that the text says holds it",
        "fallback to country" => "unknown to the gazetteer; the country named before it",
        "fallback to focus" => "unknown to the gazetteer; the place that the report names most",
        "fallback to neighbour" => "unknown to the gazetteer; the place named next to it",
        "focus" => "the countries, provinces and neighbours that the report names",
        "only" => "the only place of that name",
        "phrase" => "a wider place in the same phrase",
        "population" => "the largest of that name",
        "publisher" => "the publisher's own town",
        _ => return None,
    })
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

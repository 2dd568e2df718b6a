//! One PLOVER record, as `code` and `annotate` print it.

use super::explain::Explain;
use super::{Range, coder, ranges, rounded, words};
use annalist::Coded;
use annalist_core::annotations::{Attribution, Place, Polarity};
use annalist_core::event::{Event, LocationSource, Magnitude, Party};
use annalist_core::moment::Precision;
use annalist_core::report::Copy;
use annalist_core::span::CodePoints;
use annalist_core::{Auxiliary, Context, CountryCode, Report, Sector, Span};
use serde::Serialize;
use std::collections::HashMap;

/// One record; field names are PLOVER's, with annalist's own added.
#[derive(Debug, Serialize)]
pub struct Record<'a> {
    pub id: String,
    pub date: Option<String>,
    pub enddate: Option<String>,
    pub date_precision: Precision,
    pub date_source: &'static str,
    pub event: [&'static str; 1],
    pub mode: &'a [&'static str],
    pub context: &'a [Context],
    pub cameo: Option<&'a str>,
    pub quad_code: u8,
    pub event_scale: f64,
    pub auxiliary: &'a [Auxiliary],
    pub actor: Vec<PartyShape<'a>>,
    pub recipient: Vec<PartyShape<'a>>,
    pub event_loc: Option<PlaceShape<'a>>,
    pub loc_source: &'static str,
    pub event_text: Vec<String>,
    pub dead: Option<Number>,
    pub injured: Option<Number>,
    pub size: Option<Number>,
    pub attribution: Vec<AttributionShape<'a>>,
    pub confidence: f64,
    pub rule: &'a str,
    pub text: &'a str,
    pub text_info: TextInfo,
    pub cite_info: CiteInfo<'a>,
    pub coder: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explain: Option<Explain<'a>>,
}

/// A party, or the source of an attribution.
#[derive(Debug, Serialize)]
pub struct PartyShape<'a> {
    pub text: &'a str,
    pub name: Option<&'a str>,
    pub country: Option<CountryCode>,
    pub sector: &'a [Sector],
    pub span: Option<Range>,
    pub entity: Option<String>,
}

/// Where an event happened. `text` is the name and `span` null where the place stands outside the body.
#[derive(Debug, Serialize)]
pub struct PlaceShape<'a> {
    pub text: &'a str,
    pub name: &'a str,
    pub country: Option<CountryCode>,
    pub admin1: Option<&'a str>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub geonames: Option<u32>,
    pub precision: &'static str,
    pub span: Option<Range>,
}

/// A count: a number where it is exact, its bounds where it is not ("at least 12" has no `high`).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Number {
    Exact(u64),
    Bounds { low: Option<u64>, high: Option<u64> },
}

/// On whose word.
#[derive(Debug, Serialize)]
pub struct AttributionShape<'a> {
    #[serde(rename = "ref")]
    pub reference: String,
    pub source: Option<PartyShape<'a>>,
    pub cue: String,
    pub form: &'static str,
    pub polarity: &'static str,
    pub certainty: &'static str,
    pub loaded: Vec<&'a str>,
}

/// Where the record's words stand in the report's text.
#[derive(Debug, Serialize)]
pub struct TextInfo {
    pub span: Range,
    pub trigger: Vec<Range>,
    pub mentions: Vec<Vec<Range>>,
}

/// The report the record came from.
#[derive(Debug, Serialize)]
pub struct CiteInfo<'a> {
    pub id: &'a str,
    pub publisher: Option<&'a str>,
    pub headline: Option<&'a str>,
    pub url: Option<&'a str>,
    pub published: Option<String>,
    /// Where else the same text was published.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<CopyShape<'a>>,
    /// The report whose text this one repeats, if that one went out before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy_of: Option<&'a str>,
}

/// Another publication of a report's text.
#[derive(Debug, Serialize)]
pub struct CopyShape<'a> {
    pub id: &'a str,
    pub publisher: Option<&'a str>,
    pub url: Option<&'a str>,
    pub published: Option<String>,
}

impl<'a> CopyShape<'a> {
    /// The shapes of `report`'s copies.
    pub fn all(report: &'a Report) -> Vec<Self> {
        let shape = |copy: &'a Copy| CopyShape {
            id: &copy.id,
            publisher: copy.publisher.as_deref(),
            url: copy.url.as_deref(),
            published: copy.published.map(|m| m.to_string()),
        };
        report.copies.iter().map(shape).collect()
    }
}

/// The records of a report, in its order, with the events they were made from.
pub fn records<'a>(coded: &'a Coded, points: &CodePoints, explain: bool) -> Vec<(&'a Event, Record<'a>)> {
    let ids = ids(coded, points);
    let shapes = coded.events.iter().zip(ids).map(|(event, id)| {
        let mut shape = record(coded, points, event, id);
        shape.explain = explain.then(|| Explain::new(coded, event));
        (event, shape)
    });
    shapes.collect()
}

/// `REPORT:TYPE:OFFSET`; a later record that would have the same one gets `:2`, `:3` and so on.
fn ids(coded: &Coded, points: &CodePoints) -> Vec<String> {
    let mut seen: HashMap<String, u32> = HashMap::new();
    let numbered = coded.events.iter().map(|event| {
        let offset = event.trigger.first().map_or(0, |s| points.offset(s.start));
        let id = format!("{}:{}:{offset}", coded.report.id, event.kind);
        let count = seen.entry(id.clone()).or_insert(0);
        *count += 1;
        if *count == 1 { id } else { format!("{id}:{count}") }
    });
    numbered.collect()
}

fn record<'a>(coded: &'a Coded, points: &CodePoints, event: &'a Event, id: String) -> Record<'a> {
    let text = coded.document.text.as_str();
    let sentence = coded.document.sentences.get(event.sentence).map_or(Span::default(), |s| s.span);
    let parties = |list: &'a [Party]| list.iter().map(|p| party(p, text, points)).collect();
    let (event_loc, loc_source) = location(event.location.as_ref(), text, points);
    Record {
        id,
        date: event.date.start.map(|d| d.to_string()).or_else(|| event.date.partial.clone()),
        enddate: event.date.end.map(|d| d.to_string()),
        date_precision: event.date.precision,
        date_source: event.date.source.as_str(),
        event: [event.kind.as_str()],
        mode: &event.modes,
        context: &event.contexts,
        cameo: Some(event.cameo.as_str()).filter(|c| !c.is_empty()),
        quad_code: event.kind.quad_code(),
        event_scale: rounded(event.scale, 2),
        auxiliary: &event.auxiliary,
        actor: parties(&event.actors),
        recipient: parties(&event.recipients),
        event_loc,
        loc_source,
        event_text: mentions(event).map(|spans| words(text, spans)).collect(),
        dead: event.dead.and_then(number),
        injured: event.injured.and_then(number),
        size: event.size.and_then(number),
        attribution: attributions(coded, event, points),
        confidence: rounded(event.confidence, 3),
        rule: &event.rule,
        text: sentence.of(text),
        text_info: TextInfo {
            span: points.span(sentence),
            trigger: ranges(points, &event.trigger),
            mentions: mentions(event).map(|spans| ranges(points, spans)).collect(),
        },
        cite_info: cite(&coded.report),
        coder: coder(coded),
        explain: None,
    }
}

/// The main trigger and the further ones, each once.
fn mentions(event: &Event) -> impl Iterator<Item = &[Span]> {
    let further = event.mentions.iter().filter(|m| **m != event.trigger);
    std::iter::once(event.trigger.as_slice()).chain(further.map(Vec::as_slice))
}

fn party<'a>(party: &'a Party, text: &'a str, points: &CodePoints) -> PartyShape<'a> {
    PartyShape {
        text: party.span.of(text),
        name: party.name.as_deref(),
        country: party.country,
        sector: &party.sectors,
        span: Some(points.span(party.span)),
        entity: party.entity.map(|e| e.to_string()),
    }
}

fn location<'a>(
    location: Option<&'a (Place, LocationSource)>,
    text: &'a str,
    points: &CodePoints,
) -> (Option<PlaceShape<'a>>, &'static str) {
    let Some((place, source)) = location else { return (None, LocationSource::None.as_str()) };
    let inside = !place.span.is_empty();
    let shape = PlaceShape {
        text: if inside { place.span.of(text) } else { &place.name },
        name: &place.name,
        country: place.country,
        admin1: place.admin1.as_deref(),
        lat: place.coordinates.map(|c| c.0),
        lon: place.coordinates.map(|c| c.1),
        geonames: place.geonames,
        precision: place.precision.as_str(),
        span: inside.then(|| points.span(place.span)),
    };
    (Some(shape), source.as_str())
}

/// `None` where neither bound is known.
pub fn number(magnitude: Magnitude) -> Option<Number> {
    match (magnitude.low, magnitude.high) {
        (None, None) => None,
        (Some(low), Some(high)) if low == high => Some(Number::Exact(low)),
        (low, high) => Some(Number::Bounds { low, high }),
    }
}

fn attributions<'a>(coded: &'a Coded, event: &'a Event, points: &CodePoints) -> Vec<AttributionShape<'a>> {
    let known = |&i: &usize| Some((i, coded.annotations.attributions.get(i)?));
    let found = event.attributions.iter().filter_map(known);
    found.map(|(i, a)| attribution(coded, i, a, event.polarity(i), points)).collect()
}

fn attribution<'a>(
    coded: &'a Coded,
    index: usize,
    attribution: &'a Attribution,
    polarity: Polarity,
    points: &CodePoints,
) -> AttributionShape<'a> {
    let text = coded.document.text.as_str();
    AttributionShape {
        reference: attribution_id(index),
        source: source(coded, attribution, points),
        cue: words(text, &attribution.cue),
        form: attribution.form.as_str(),
        polarity: polarity.as_str(),
        certainty: attribution.certainty.as_str(),
        loaded: attribution.loaded.iter().map(|s| s.of(text)).collect(),
    }
}

/// `a1` for the first attribution of a report.
pub fn attribution_id(index: usize) -> String {
    format!("a{}", index + 1)
}

/// The source's words with what is known of the speaker; `None` where no source is given.
pub fn source<'a>(
    coded: &'a Coded,
    attribution: &'a Attribution,
    points: &CodePoints,
) -> Option<PartyShape<'a>> {
    let text = coded.document.text.as_str();
    let speaker = attribution.speaker.and_then(|id| coded.annotations.entities.get(id.0 as usize));
    let span = attribution.source.first().copied();
    let name = speaker.and_then(|e| e.name.as_deref());
    if span.is_none() && speaker.is_none() {
        return None;
    }
    Some(PartyShape {
        text: span.map_or(name.unwrap_or(""), |s| s.of(text)),
        name,
        country: speaker.and_then(|e| e.country),
        sector: speaker.map_or(&[], |e| &e.sectors),
        span: span.map(|s| points.span(s)),
        entity: speaker.map(|e| e.id.to_string()),
    })
}

/// The report a record came from.
pub fn cite(report: &Report) -> CiteInfo<'_> {
    CiteInfo {
        id: &report.id,
        publisher: report.publisher.as_deref(),
        headline: report.headline.as_deref(),
        url: report.url.as_deref(),
        published: report.published.map(|m| m.to_string()),
        also: CopyShape::all(report),
        copy_of: report.copy_of.as_deref(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn json(coded: &Coded) -> serde_json::Value {
        let points = CodePoints::new(&coded.document.text);
        let records = records(coded, &points, true);
        serde_json::to_value(records.into_iter().map(|(_, r)| r).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn a_record_has_the_published_shape() {
        insta::assert_snapshot!(serde_json::to_string_pretty(&json(&sample::coded())[0]).unwrap());
    }

    #[test]
    fn a_second_record_on_the_same_trigger_gets_its_own_id() {
        let mut coded = sample::coded();
        coded.events.push(coded.events[0].clone());
        coded.events.push(coded.events[0].clone());
        let json = json(&coded);
        let ids: Vec<_> = (0..3).map(|i| json[i]["id"].as_str().unwrap()).collect();
        assert_eq!(ids, ["r17:REQUEST:36", "r17:REQUEST:36:2", "r17:REQUEST:36:3"]);
    }

    #[test]
    fn counts_are_numbers_only_where_they_are_exact() {
        let span = Span::default();
        let check = |low, high, expected| {
            let number = number(Magnitude { low, high, span });
            assert_eq!(serde_json::to_string(&number).unwrap(), expected);
        };
        check(Some(12), Some(12), "12");
        check(Some(12), None, r#"{"low":12,"high":null}"#);
        check(Some(3000), Some(5000), r#"{"low":3000,"high":5000}"#);
        check(None, None, "null");
    }
}

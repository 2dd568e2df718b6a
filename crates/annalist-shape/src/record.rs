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
    /// `REPORT:TYPE:OFFSET`; a later record with the same one ends in `:2` and so on.
    pub id: String,
    /// First day, ISO 8601; without a known year `XXXX-03-12`.
    pub date: Option<String>,
    /// Last day, where it is not the first.
    pub enddate: Option<String>,
    /// How exact the date is.
    pub date_precision: Precision,
    /// `clause`, `sentence`, `discourse`, `dateline`, `published` or `none`.
    pub date_source: &'static str,
    /// The event type, a list of one.
    pub event: [&'static str; 1],
    /// The type's modes, the main one first.
    pub mode: &'a [&'static str],
    /// What the event is about.
    pub context: &'a [Context],
    /// The CAMEO code, two to four digits.
    pub cameo: Option<&'a str>,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad_code: u8,
    /// The manual's score of the type with its first mode, −10 to 10.
    pub event_scale: f64,
    /// `historical`, `future`, `hypothetical`, `negation`.
    pub auxiliary: &'a [Auxiliary],
    /// Who did it; both sides of a reciprocal event.
    pub actor: Vec<PartyShape<'a>>,
    /// To whom.
    pub recipient: Vec<PartyShape<'a>>,
    /// Where it happened.
    pub event_loc: Option<PlaceShape<'a>>,
    /// How near the words of the place stood, as for dates.
    pub loc_source: &'static str,
    /// The words of each trigger.
    pub event_text: Vec<String>,
    /// People killed.
    pub dead: Option<Number>,
    /// People injured.
    pub injured: Option<Number>,
    /// People taking part.
    pub size: Option<Number>,
    /// On whose word, outermost first; empty where the report itself says so.
    pub attribution: Vec<AttributionShape<'a>>,
    /// How likely type and parties are right, 0 to 1.
    pub confidence: f64,
    /// The lexicon entries that made the record, outermost first.
    pub rule: &'a str,
    /// The sentence.
    pub text: &'a str,
    /// Where the words stand.
    pub text_info: TextInfo,
    /// The report.
    pub cite_info: CiteInfo<'a>,
    /// Program, version and lexicon.
    pub coder: String,
    /// How the record was reached, where that is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explain: Option<Explain<'a>>,
}

/// A party, or the source of an attribution.
#[derive(Debug, Serialize)]
pub struct PartyShape<'a> {
    /// The words.
    pub text: &'a str,
    /// The full name, where known.
    pub name: Option<&'a str>,
    /// ISO 3166-1 alpha-3 or PLOVER's own.
    pub country: Option<CountryCode>,
    /// The primary sector first.
    pub sector: &'a [Sector],
    /// Where the words stand.
    pub span: Option<Range>,
    /// The entity, within its report.
    pub entity: Option<String>,
}

/// Where an event happened. `text` is the name and `span` null where the place stands outside the body.
#[derive(Debug, Serialize)]
pub struct PlaceShape<'a> {
    /// The words.
    pub text: &'a str,
    /// The gazetteer's name.
    pub name: &'a str,
    /// The country.
    pub country: Option<CountryCode>,
    /// The first-order division.
    pub admin1: Option<&'a str>,
    /// Degrees north (WGS 84).
    pub lat: Option<f64>,
    /// Degrees east (WGS 84).
    pub lon: Option<f64>,
    /// The GeoNames identifier.
    pub geonames: Option<u32>,
    /// `site`, `city`, `district`, `province`, `region` or `country`.
    pub precision: &'static str,
    /// Where the words stand.
    pub span: Option<Range>,
}

/// A count: a number where it is exact, its bounds where it is not ("at least 12" has no `high`).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Number {
    /// Exactly so many.
    Exact(u64),
    /// At least `low`, at most `high`.
    Bounds {
        /// The lowest number meant.
        low: Option<u64>,
        /// The highest number meant.
        high: Option<u64>,
    },
}

/// On whose word.
#[derive(Debug, Serialize)]
pub struct AttributionShape<'a> {
    /// The statement's number within its report, `a1` and so on.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Who says so; none where nobody is named.
    pub source: Option<PartyShape<'a>>,
    /// The reporting words.
    pub cue: String,
    /// `direct`, `indirect` or `mixed`.
    pub form: &'static str,
    /// `asserted`, or `denied` where the source denies this event.
    pub polarity: &'static str,
    /// `confirmed`, `said`, `claimed`, `possible` or `unverified`.
    pub certainty: &'static str,
    /// Words of judgement.
    pub loaded: Vec<&'a str>,
}

/// Where the record's words stand in the report's text.
#[derive(Debug, Serialize)]
pub struct TextInfo {
    /// The sentence.
    pub span: Range,
    /// The main trigger.
    pub trigger: Vec<Range>,
    /// Every trigger of the same happening.
    pub mentions: Vec<Vec<Range>>,
}

/// The report the record came from.
#[derive(Debug, Serialize)]
pub struct CiteInfo<'a> {
    /// The report's identifier.
    pub id: &'a str,
    /// The outlet.
    pub publisher: Option<&'a str>,
    /// The headline.
    pub headline: Option<&'a str>,
    /// Where it stands on the web.
    pub url: Option<&'a str>,
    /// When it was published, ISO 8601.
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
    /// The copy's identifier.
    pub id: &'a str,
    /// Its outlet.
    pub publisher: Option<&'a str>,
    /// Where it stands on the web.
    pub url: Option<&'a str>,
    /// When it was published, ISO 8601.
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

//! Every layer of one report, as `annotate` prints it.

use super::record::{Record, attribution_id, records};
use super::{Range, ranges};
use annalist::Coded;
use annalist_core::annotations::{Attribution, Mention, Place, Time};
use annalist_core::span::CodePoints;
use annalist_core::{CountryCode, Entity, Name, Sector};
use serde::Serialize;

/// One report with all its annotations. Spans are half-open ranges of code points of `text`.
#[derive(Debug, Serialize)]
pub struct Annotated<'a> {
    /// The report's identifier.
    pub id: &'a str,
    /// When it was published, ISO 8601.
    pub published: Option<String>,
    /// The report's text, in which all spans count.
    pub text: &'a str,
    /// The sentences.
    pub sentences: Vec<Range>,
    /// The parties, in the order of their first mention.
    pub entities: Vec<EntityShape<'a>>,
    /// The names of persons, organizations and places.
    pub names: Vec<NameShape>,
    /// The time expressions.
    pub times: Vec<TimeShape<'a>>,
    /// Every toponym, demonyms and embedded ones included.
    pub places: Vec<PlaceShape<'a>>,
    /// The statements, in the order of their cues.
    pub attributions: Vec<AttributionShape>,
    /// The records, whatever their confidence.
    pub events: Vec<Record<'a>>,
    /// What was unusual about the report.
    pub notes: &'a [String],
}

/// A party, with every phrase that refers to it.
#[derive(Debug, Serialize)]
pub struct EntityShape<'a> {
    /// `e1` and so on, within its report.
    pub id: String,
    /// The full name, where known.
    pub name: Option<&'a str>,
    /// ISO 3166-1 alpha-3 or PLOVER's own.
    pub country: Option<CountryCode>,
    /// The primary sector first.
    pub sector: &'a [Sector],
    /// Where it is mentioned.
    pub mentions: Vec<Range>,
}

/// A name in the text.
#[derive(Debug, Serialize)]
pub struct NameShape {
    /// The first code point.
    pub start: u32,
    /// The code point after the last.
    pub end: u32,
    /// `person`, `organization`, `place` or `other`.
    pub kind: &'static str,
    /// The entity it names.
    pub entity: Option<String>,
}

/// A time expression (TIMEX3).
#[derive(Debug, Serialize)]
pub struct TimeShape<'a> {
    /// The first code point.
    pub start: u32,
    /// The code point after the last.
    pub end: u32,
    /// The words.
    pub text: &'a str,
    /// `DATE`, `TIME`, `DURATION` or `SET`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The TIMEX3 value.
    pub value: &'a str,
}

/// A toponym.
#[derive(Debug, Serialize)]
pub struct PlaceShape<'a> {
    /// The first code point.
    pub start: u32,
    /// The code point after the last.
    pub end: u32,
    /// The words.
    pub text: &'a str,
    /// The gazetteer's name.
    pub name: &'a str,
    /// `literal`, `metonymic`, `modifier` or `embedded`; only literal ones place events.
    #[serde(rename = "use")]
    pub usage: &'static str,
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
}

/// A statement: source, cue and content.
#[derive(Debug, Serialize)]
pub struct AttributionShape {
    /// `a1` and so on, within its report.
    pub id: String,
    /// The words of the source.
    pub source: Vec<Range>,
    /// The reporting words.
    pub cue: Vec<Range>,
    /// What is said.
    pub content: Vec<Range>,
    /// The class of the cue.
    pub class: &'static str,
    /// `direct`, `indirect` or `mixed`.
    pub form: &'static str,
    /// The entity that speaks.
    pub speaker: Option<String>,
    /// The entity spoken to.
    pub addressee: Option<String>,
    /// The medium.
    pub channel: Option<Range>,
    /// `asserted` or `denied`.
    pub polarity: &'static str,
    /// `confirmed`, `said`, `claimed`, `possible` or `unverified`.
    pub certainty: &'static str,
    /// The statement it is reported in.
    pub within: Option<String>,
    /// Words of judgement.
    pub loaded: Vec<Range>,
}

impl<'a> Annotated<'a> {
    /// The shape of a coded report.
    pub fn new(coded: &'a Coded) -> Self {
        let text = coded.document.text.as_str();
        let points = CodePoints::new(text);
        let layers = &coded.annotations;
        Annotated {
            id: &coded.report.id,
            published: coded.report.published.map(|m| m.to_string()),
            text: &coded.report.text,
            sentences: coded.document.sentences.iter().map(|s| points.span(s.span)).collect(),
            entities: layers.entities.iter().map(|e| entity(e, &layers.mentions, &points)).collect(),
            names: coded.document.names.iter().map(|n| name(n, coded, &points)).collect(),
            times: layers.times.iter().map(|t| time(t, text, &points)).collect(),
            places: layers.places.iter().map(|p| place(p, text, &points)).collect(),
            attributions: numbered(&layers.attributions, &points),
            events: records(coded, &points, false).into_iter().map(|(_, record)| record).collect(),
            notes: &coded.report.notes,
        }
    }
}

fn entity<'a>(entity: &'a Entity, mentions: &[Mention], points: &CodePoints) -> EntityShape<'a> {
    let own = mentions.iter().filter(|m| m.entity == entity.id);
    EntityShape {
        id: entity.id.to_string(),
        name: entity.name.as_deref(),
        country: entity.country,
        sector: &entity.sectors,
        mentions: own.map(|m| points.span(m.span)).collect(),
    }
}

fn name(name: &Name, coded: &Coded, points: &CodePoints) -> NameShape {
    let span = coded.document.span_of(name.tokens.clone());
    let mentions = coded.annotations.mentions.iter();
    let inside = mentions.filter(|m| name.tokens.contains(&m.head) && m.span.overlaps(span));
    let [start, end] = points.span(span);
    let entity = inside.min_by_key(|m| m.span.len()).map(|m| m.entity.to_string());
    NameShape { start, end, kind: name.kind.as_str(), entity }
}

fn time<'a>(time: &'a Time, text: &'a str, points: &CodePoints) -> TimeShape<'a> {
    let [start, end] = points.span(time.span);
    TimeShape { start, end, text: time.span.of(text), kind: time.kind.as_str(), value: &time.value }
}

fn place<'a>(place: &'a Place, text: &'a str, points: &CodePoints) -> PlaceShape<'a> {
    let [start, end] = points.span(place.span);
    PlaceShape {
        start,
        end,
        text: place.span.of(text),
        name: &place.name,
        usage: place.usage.as_str(),
        country: place.country,
        admin1: place.admin1.as_deref(),
        lat: place.coordinates.map(|c| c.0),
        lon: place.coordinates.map(|c| c.1),
        geonames: place.geonames,
    }
}

fn numbered(attributions: &[Attribution], points: &CodePoints) -> Vec<AttributionShape> {
    let shapes = attributions.iter().enumerate().map(|(i, a)| AttributionShape {
        id: attribution_id(i),
        source: ranges(points, &a.source),
        cue: ranges(points, &a.cue),
        content: ranges(points, &a.content),
        class: a.class,
        form: a.form.as_str(),
        speaker: a.speaker.map(|e| e.to_string()),
        addressee: a.addressee.map(|e| e.to_string()),
        channel: a.channel.map(|c| points.span(c)),
        polarity: a.polarity.as_str(),
        certainty: a.certainty.as_str(),
        within: a.within.map(attribution_id),
        loaded: ranges(points, &a.loaded),
    });
    shapes.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn a_report_with_all_layers_has_the_published_shape() {
        let coded = sample::coded();
        let mut json = serde_json::to_value(Annotated::new(&coded)).unwrap();
        json["events"] = serde_json::json!("as in the record's own snapshot");
        insta::assert_snapshot!(serde_json::to_string_pretty(&json).unwrap());
    }
}

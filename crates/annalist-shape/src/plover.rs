//! `--format plover`: the field names of the PLOVER manual 0.8, chapter "Data Fields", and no others.
//!
//! The manual puts auxiliary modes into `context` (section "Auxiliary modes"), and so does this shape.

use super::record::{Number, PartyShape, Record};
use annalist::Coded;
use annalist::lexicon::Lexicon;
use annalist_core::event::Event;
use annalist_core::{CountryCode, Sector};
use serde::Serialize;

/// One record (manual, table "PLOVER JSON").
#[derive(Debug, Serialize)]
pub struct Plover<'a> {
    id: &'a str,
    has_event: bool,
    date: Option<&'a str>,
    enddate: Option<&'a str>,
    actor: Vec<PloverEntity<'a>>,
    recipient: Vec<PloverEntity<'a>>,
    event: [&'static str; 1],
    event_loc: Option<PloverLocation<'a>>,
    event_text: &'a [String],
    quad_code: u8,
    event_scale: f64,
    mode: &'a [&'static str],
    context: Vec<&'static str>,
    text: &'a str,
    text_info: PloverText,
    size: PloverSize,
    cite_info: PloverCitation<'a>,
    coder: &'a str,
}

/// An entity (manual, table "Information object for entities").
#[derive(Debug, Serialize)]
struct PloverEntity<'a> {
    code: Option<CountryCode>,
    sector: &'a [Sector],
    entity_text: &'a str,
    identifier_text: Option<&'a str>,
    office: Option<&'a str>,
}

/// A location (manual, table "Location object").
#[derive(Debug, Serialize)]
struct PloverLocation<'a> {
    extracted_place: &'a str,
    resolved_place: &'a str,
    geonameid: Option<u32>,
    lat: Option<f64>,
    lon: Option<f64>,
    city: Option<&'a str>,
    district: Option<&'a str>,
    province: Option<&'a str>,
    country: Option<&'static str>,
    country_code: Option<CountryCode>,
    resolution: Option<u8>,
}

/// Where the sentence stands (manual, table "Information object for text"); offsets are code points.
#[derive(Debug, Serialize)]
struct PloverText {
    sequence: usize,
    start: u32,
    end: u32,
}

/// Counts (manual, table "Information object for size").
#[derive(Debug, Serialize)]
struct PloverSize {
    dead: Option<Number>,
    injured: Option<Number>,
}

/// The source (manual, table "Information object for citations").
#[derive(Debug, Serialize)]
struct PloverCitation<'a> {
    citation: &'a str,
    url: Option<&'a str>,
    title: Option<&'a str>,
    language: Option<&'a str>,
    publication: Option<&'a str>,
    coder: &'a str,
    codebook: &'static str,
}

impl<'a> Plover<'a> {
    /// The manual's shape of `record`, which was made from `event` of `coded`.
    pub fn new(record: &'a Record<'a>, event: &'a Event, coded: &'a Coded) -> Self {
        let entities = |list: &'a [PartyShape<'a>]| list.iter().map(|p| entity(p, coded)).collect();
        let [start, end] = record.text_info.span;
        Plover {
            id: &record.id,
            has_event: true,
            date: record.date.as_deref(),
            enddate: record.enddate.as_deref(),
            actor: entities(&record.actor),
            recipient: entities(&record.recipient),
            event: record.event,
            event_loc: location(record, event),
            event_text: &record.event_text,
            quad_code: record.quad_code,
            event_scale: record.event_scale,
            mode: record.mode,
            context: contexts(event),
            text: record.text,
            text_info: PloverText { sequence: event.sentence, start, end },
            size: PloverSize { dead: record.dead, injured: record.injured },
            cite_info: citation(record, coded),
            coder: &record.coder,
        }
    }
}

fn contexts(event: &Event) -> Vec<&'static str> {
    let contexts = event.contexts.iter().map(|c| c.as_str());
    contexts.chain(event.auxiliary.iter().map(|a| a.as_str())).collect()
}

fn entity<'a>(party: &'a PartyShape<'a>, coded: &'a Coded) -> PloverEntity<'a> {
    let known = coded.annotations.entities.iter().find(|e| Some(e.id.to_string()) == party.entity);
    PloverEntity {
        code: party.country,
        sector: party.sector,
        entity_text: party.text,
        identifier_text: party.name,
        office: known.and_then(|e| e.office.as_deref()),
    }
}

fn location<'a>(record: &'a Record<'a>, event: &Event) -> Option<PloverLocation<'a>> {
    use annalist_core::annotations::PlacePrecision::*;
    let place = record.event_loc.as_ref()?;
    let precision = event.location.as_ref()?.0.precision;
    let resolution = match precision {
        Site => Some(5),
        City => Some(4),
        District => Some(3),
        Province => Some(2),
        Region => None,
        Country => Some(1),
    };
    Some(PloverLocation {
        extracted_place: place.text,
        resolved_place: place.name,
        geonameid: place.geonames,
        lat: place.lat,
        lon: place.lon,
        city: (precision == City).then_some(place.name),
        district: (precision == District).then_some(place.name),
        province: place.admin1,
        country: place.country.and_then(|c| Lexicon::english().countries.by_code(c)).map(|c| c.name),
        country_code: place.country,
        resolution,
    })
}

fn citation<'a>(record: &'a Record<'a>, coded: &'a Coded) -> PloverCitation<'a> {
    PloverCitation {
        citation: record.cite_info.id,
        url: record.cite_info.url,
        title: record.cite_info.headline,
        language: coded.report.language.as_deref(),
        publication: record.cite_info.publisher,
        coder: &record.coder,
        codebook: "plover-0.8",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::records;
    use crate::sample;
    use annalist_core::Auxiliary;
    use annalist_core::span::CodePoints;

    #[test]
    fn a_record_has_the_manuals_names() {
        let mut coded = sample::coded();
        coded.events[0].auxiliary.push(Auxiliary::Future);
        let points = CodePoints::new(&coded.document.text);
        let records = records(&coded, &points, false);
        let plover = Plover::new(&records[0].1, records[0].0, &coded);
        insta::assert_snapshot!(serde_json::to_string_pretty(&plover).unwrap());
    }
}

//! annalist's own events as codings.

use crate::coding::{Bounds, Coding, Side, Site, Voice, When};
use annalist_core::annotations::{Attribution, Polarity};
use annalist_core::event::{Event, EventDate, Magnitude, Party};
use annalist_core::{Annotations, Document};

/// The events of one report, in their order.
pub fn codings(document: &Document, annotations: &Annotations, events: &[Event]) -> Vec<Coding> {
    events.iter().map(|event| coding(document, annotations, event)).collect()
}

fn coding(document: &Document, annotations: &Annotations, event: &Event) -> Coding {
    let text = document.text.as_str();
    let place = event.location.as_ref().map(|(place, _)| Site {
        text: (!place.span.is_empty()).then(|| place.span.of(text).to_owned()),
        name: Some(place.name.clone()),
        country: place.country.map(|c| c.to_string()),
        admin1: place.admin1.clone(),
        precision: Some(place.precision),
        point: place.coordinates,
    });
    let known = event.attributions.iter().filter_map(|&i| Some((i, annotations.attributions.get(i)?)));
    let tellings = std::iter::once(&event.trigger).chain(&event.mentions);
    Coding {
        event: event.kind.as_str().to_owned(),
        mode: Some(event.modes.iter().map(|m| (*m).to_owned()).collect()),
        context: Some(event.contexts.iter().map(|c| c.as_str().to_owned()).collect()),
        auxiliary: Some(event.auxiliary.iter().map(|a| a.as_str().to_owned()).collect()),
        actor: Some(side(text, &event.actors)),
        recipient: Some(side(text, &event.recipients)),
        date: when(&event.date),
        place,
        dead: Some(bounds(event.dead)),
        injured: Some(bounds(event.injured)),
        size: Some(bounds(event.size)),
        attribution: Some(known.map(|(i, a)| voice(text, annotations, a, event.polarity(i))).collect()),
        trigger: Some(event.trigger.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" ")),
        confidence: Some((f64::from(event.confidence) * 1000.0).round() / 1000.0),
        triggers: tellings.flatten().copied().collect(),
        sentence: Some(event.sentence),
        ..Coding::default()
    }
}

fn side(text: &str, parties: &[Party]) -> Side {
    let countries = parties.iter().filter_map(|p| p.country);
    let sectors = parties.iter().flat_map(|p| &p.sectors);
    Side {
        text: parties.iter().map(|p| p.span.of(text).to_owned()).collect(),
        name: parties.iter().filter_map(|p| p.name.clone()).collect(),
        country: countries.map(|c| c.to_string()).collect(),
        sector: sectors.map(|s| s.as_str().to_owned()).collect(),
    }
}

fn when(date: &EventDate) -> Option<When> {
    let start = date.start.map(|d| d.to_string()).or_else(|| date.partial.clone())?;
    Some(When { start, end: date.end.map(|d| d.to_string()), precision: date.precision })
}

fn bounds(magnitude: Option<Magnitude>) -> Bounds {
    magnitude.map_or(Bounds::default(), |m| Bounds { low: m.low, high: m.high })
}

fn voice(text: &str, annotations: &Annotations, attribution: &Attribution, polarity: Polarity) -> Voice {
    let speaker = attribution.speaker.and_then(|id| annotations.entities.get(id.0 as usize));
    Voice {
        source: attribution.source.first().map(|s| s.of(text).to_owned()),
        name: speaker.and_then(|e| e.name.clone()),
        polarity: Some(polarity.as_str().to_owned()),
        certainty: Some(attribution.certainty.as_str().to_owned()),
    }
}

//! GeoJSON (RFC 7946): every event that has coordinates, as a point with what a map shows of it.

use crate::record::{Party, Record, bounds};
use serde_json::{Value, json};

/// What stands before the first feature.
pub const HEAD: &str = "{\"type\":\"FeatureCollection\",\"features\":[\n";
/// What stands after the last.
pub const TAIL: &str = "\n]}\n";

/// The feature of a record; none without coordinates.
pub fn feature(record: &Record, incident: Option<i64>) -> Option<Value> {
    let place = record.event_loc.as_ref()?;
    let (lat, lon) = place.lat.zip(place.lon)?;
    let names = |parties: &[Party]| -> Vec<String> {
        parties.iter().map(|p| p.name.clone().unwrap_or_else(|| p.text.clone())).collect()
    };
    let (dead, injured, size) = (bounds(record.dead), bounds(record.injured), bounds(record.size));
    Some(json!({
        "type": "Feature",
        "id": record.id,
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {
            "date": record.date, "enddate": record.enddate, "date_precision": record.date_precision,
            "event": record.kind(), "mode": record.mode, "context": record.context, "auxiliary": record.auxiliary,
            "actor": names(&record.actor), "recipient": names(&record.recipient),
            "place": place.name, "country": place.country, "place_precision": place.precision,
            "dead": dead, "injured": injured, "size": size,
            "denied": record.is_denied(), "confidence": record.confidence, "incident": incident,
            "text": record.text, "report": record.cite_info.id, "publisher": record.cite_info.publisher,
            "published": record.cite_info.published, "url": record.cite_info.url
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Place;

    #[test]
    fn longitude_comes_first_and_what_has_no_place_is_left_out() {
        let place = Place { name: "Bamako".into(), lat: Some(12.65), lon: Some(-8.0), ..Place::default() };
        let record = Record { event_loc: Some(place), ..Record::default() };
        assert_eq!(feature(&record, None).unwrap()["geometry"]["coordinates"], json!([-8.0, 12.65]));
        assert_eq!(feature(&Record::default(), None), None);
    }
}

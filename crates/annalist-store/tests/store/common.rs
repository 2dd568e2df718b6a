//! Reports and records for tests, as the coder prints them.

#![allow(missing_docs)]

use annalist_store::{Recorder, Store, Submission};
use serde_json::{Value, json};

/// One event of a report.
#[derive(Clone, Debug)]
pub struct Telling {
    pub kind: &'static str,
    pub date: &'static str,
    pub place: (&'static str, &'static str, f64, f64),
    pub actor: (&'static str, &'static str, &'static str),
    pub recipient: (&'static str, &'static str, &'static str),
    pub dead: Option<u64>,
    pub sentence: &'static str,
    pub offset: u32,
}

/// The bombing of a mosque in Kabul that several reports tell of.
pub fn bombing() -> Telling {
    Telling {
        kind: "ASSAULT",
        date: "2020-06-12",
        place: ("Kabul", "AFG", 34.53, 69.17),
        actor: ("militants", "AFG", "REB"),
        recipient: ("worshippers", "AFG", "CVL"),
        dead: Some(4),
        sentence: "A bomb killed at least four worshippers in the Sher Shah mosque in Kabul on Friday.",
        offset: 7,
    }
}

fn party((text, country, sector): (&str, &str, &str)) -> Value {
    let name = text.starts_with(char::is_uppercase).then_some(text);
    json!([{"text": text, "name": name, "country": country, "sector": [sector], "span": [0, 1], "entity": "e1"}])
}

/// The record of `telling` in report `report`.
pub fn record(report: &str, published: &str, telling: &Telling) -> String {
    let (name, country, lat, lon) = telling.place;
    json!({
        "id": format!("{report}:{}:{}", telling.kind, telling.offset), "date": telling.date, "enddate": null,
        "date_precision": "day", "date_source": "clause", "event": [telling.kind], "mode": [], "context": ["terrorism"],
        "cameo": "183", "quad_code": 4, "event_scale": -9.0, "auxiliary": [], "actor": party(telling.actor),
        "recipient": party(telling.recipient),
        "event_loc": {"text": name, "name": name, "country": country, "admin1": null, "lat": lat, "lon": lon,
                      "geonames": null, "precision": "city", "span": null},
        "loc_source": "clause", "event_text": ["killed"], "dead": telling.dead, "injured": null, "size": null,
        "attribution": [{"ref": "a1", "source": party(("police", country, "COP"))[0], "cue": "said", "form": "indirect",
                         "polarity": "asserted", "certainty": "said", "loaded": []}],
        "confidence": 0.8, "rule": "ASSAULT/kill", "text": telling.sentence,
        "text_info": {"span": [0, 80], "trigger": [[telling.offset, telling.offset + 6]], "mentions": []},
        "cite_info": {"id": report, "publisher": format!("Paper {report}"), "headline": "Blast in Kabul mosque",
                      "url": null, "published": published},
        "coder": "annalist 0.1.0 test"
    })
    .to_string()
}

/// A report of `tellings` by its own publisher.
pub fn report(id: &str, published: &str, text: &str, tellings: &[Telling]) -> Submission {
    report_by(id, published, text, tellings, "annalist 0.1.0 test")
}

/// As [`report`], coded by `coder`.
pub fn report_by(id: &str, published: &str, text: &str, tellings: &[Telling], coder: &str) -> Submission {
    let line = json!({
        "id": id, "url": null, "publisher": format!("Paper {id}"), "agency": null, "headline": "Blast in Kabul mosque",
        "published": published, "language": "en", "text": text, "notes": []
    });
    let statement = json!({
        "id": format!("{id}:a1"), "source": party(("Ministry of Interior", "AFG", "GOV"))[0], "cue": "said",
        "class": "say", "form": "indirect", "polarity": "asserted", "certainty": "said", "content": "that it happened",
        "date": published, "about": tellings.iter().map(|t| format!("{id}:{}:{}", t.kind, t.offset)).collect::<Vec<_>>(),
        "act": []
    });
    let records = tellings.iter().map(|t| record(id, published, t)).collect();
    Submission::new(line.to_string(), records, vec![statement.to_string()], coder.into()).expect("a report")
}

/// A store that holds `reports`.
pub fn store(reports: &[Submission]) -> Store {
    let mut store = Store::in_memory().expect("memory");
    Recorder::new(&mut store).record(reports).expect("a record");
    assert_eq!(store.faults().expect("a store"), Vec::<String>::new());
    store
}

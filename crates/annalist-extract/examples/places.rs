//! Prints the toponyms of reports: reads JSON lines with `id` and `text`, writes `{"id","places":[…]}` with
//! offsets in code points.

use annalist_core::span::CodePoints;
use annalist_core::{Place, Report};
use annalist_lexicon::Lexicon;
use annalist_syntax::{Parser, segment};
use serde_json::{Value, json};
use std::io::{BufRead, Write};

fn main() -> std::io::Result<()> {
    let plain = std::env::args().any(|a| a == "--no-model");
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let row: Value = serde_json::from_str(&line?)?;
        let text = row["text"].as_str().unwrap_or_default();
        let document = if plain { segment::segment(text) } else { Parser::english().parse(text) };
        let own = |key: &str| row[key].as_str().map(str::to_owned);
        let report = Report {
            text: text.to_owned(),
            publisher: own("publisher"),
            headline: own("headline"),
            ..Report::default()
        };
        let places = annalist_extract::places::find(&report, &document, Lexicon::english());
        let points = CodePoints::new(text);
        let places: Vec<Value> = places.iter().map(|p| place(p, &points, text)).collect();
        writeln!(out, "{}", json!({"id": row["id"], "places": places}))?;
    }
    Ok(())
}

fn place(place: &Place, points: &CodePoints, text: &str) -> Value {
    let [start, end] = points.span(place.span);
    json!({
        "start": start, "end": end, "text": place.span.of(text), "name": place.name, "use": place.usage.as_str(),
        "country": place.country.map(|c| c.to_string()), "admin1": place.admin1,
        "lat": place.coordinates.map(|c| c.0), "lon": place.coordinates.map(|c| c.1),
        "geonames": place.geonames, "precision": place.precision.as_str(), "rule": place.rule,
    })
}

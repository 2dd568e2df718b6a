//! Prints the events of a JSONL file's texts, as `score.py events` reads them, or as lines for people.
//!
//! `cargo run --release -p annalist-extract --example events -- GOLD.jsonl [--show] > PRED.jsonl`

use annalist_core::span::CodePoints;
use annalist_core::{Event, Party, Report};
use annalist_lexicon::Lexicon;
use annalist_syntax::Parser;
use serde_json::{Value, json};
use std::io::{BufRead, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("expected a JSONL file")?;
    let show = std::env::args().any(|a| a == "--show");
    let mut out = std::io::stdout().lock();
    for line in std::io::BufReader::new(std::fs::File::open(path)?).lines() {
        let row: Value = serde_json::from_str(&line?)?;
        let text = row["text"].as_str().unwrap_or_default();
        let published = row["published"].as_str().and_then(|p| p.parse().ok());
        let report = Report {
            text: text.to_owned(),
            published: published.map(annalist_core::moment::Moment::day),
            ..Report::default()
        };
        let document = Parser::english().parse(text);
        let annotations = annalist_extract::annotate(&report, &document, Lexicon::english());
        let events = annalist_extract::code(&report, &document, &annotations, Lexicon::english());
        if show {
            writeln!(out, "\n{} [{}] {} -> {}\n  {text}", row["id"], row["event"], row["actor"], row["recipient"])?;
            for e in &events {
                writeln!(out, "    {}", line_of(e, text))?;
            }
        } else {
            let points = CodePoints::new(text);
            let events: Vec<Value> = events.iter().map(|e| shape(e, &points)).collect();
            writeln!(out, "{}", json!({"id": row["id"], "events": events}))?;
        }
    }
    Ok(())
}

fn shape(event: &Event, points: &CodePoints) -> Value {
    let parties = |p: &[Party]| p.iter().map(|p| json!({"span": points.span(p.span)})).collect::<Vec<_>>();
    json!({"event": [event.kind], "cameo": event.cameo, "actor": parties(&event.actors), "recipient": parties(&event.recipients)})
}

fn line_of(e: &Event, text: &str) -> String {
    let parties = |p: &[Party]| {
        let one = |p: &Party| {
            let country = p.country.map(|c| c.to_string()).unwrap_or_default();
            let sectors = p.sectors.iter().map(|s| s.as_str()).collect::<Vec<_>>().join(",");
            format!("{} <{country} {sectors}>", p.span.of(text))
        };
        p.iter().map(one).collect::<Vec<_>>().join(" & ")
    };
    format!(
        "{} {:?} {} {:?}: {} -> {}   [{}] {:?} {:?} dead {:?}",
        e.kind,
        e.modes,
        e.cameo,
        e.auxiliary,
        parties(&e.actors),
        parties(&e.recipients),
        e.rule,
        e.date.start,
        e.location.as_ref().map(|l| l.0.name.as_str()),
        e.dead.map(|d| (d.low, d.high)),
    )
}

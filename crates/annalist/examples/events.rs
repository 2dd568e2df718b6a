//! Prints the events of a JSONL file's texts, as `score.py events` reads them, or as lines for people.
//!
//! `cargo run --release -p annalist --example events -- GOLD.jsonl [--show] > PRED.jsonl`

use annalist::core::moment::Moment;
use annalist::core::span::CodePoints;
use annalist::core::{Event, Party, Report};
use serde_json::{Value, json};
use std::io::{BufRead, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("expected a JSONL file")?;
    let show = std::env::args().any(|a| a == "--show");
    let mut out = std::io::stdout().lock();
    for line in std::io::BufReader::new(std::fs::File::open(path)?).lines() {
        let row: Value = serde_json::from_str(&line?)?;
        let text = row["text"].as_str().unwrap_or_default();
        let published: Option<jiff::civil::Date> = row["published"].as_str().and_then(|p| p.parse().ok());
        let report = Report {
            text: text.to_owned(),
            dateline: annalist::read::dateline::find(text, published),
            published: published.map(Moment::day),
            ..Report::default()
        };
        let events = annalist::code(report).events;
        if show {
            writeln!(
                out,
                "\n{} [{}] {} -> {}\n  {text}",
                row["id"], row["event"], row["actor"], row["recipient"]
            )?;
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

//! Finds time expressions in reports: JSONL with `id`, `published` and `text` in, `id` and `times` out.
//!
//!     cargo run --release -p annalist-extract --example times < REPORTS.jsonl > TIMES.jsonl
//!
//! With `--tokens` the reports are not parsed, to see what the rules do without trees.

use annalist_core::moment::Moment;
use annalist_core::span::CodePoints;
use annalist_core::{Document, Report};
use annalist_syntax::segment::segment;
use serde_json::{Value, json};
use std::io::{BufRead, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let tokens_only = std::env::args().any(|a| a == "--tokens");
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let row: Value = serde_json::from_str(&line?)?;
        let report = report(&row);
        let document = if tokens_only { segment(&report.text) } else { parse(&report.text) };
        let points = CodePoints::new(&report.text);
        let times: Vec<Value> = annalist_extract::times::find(&report, &document)
            .into_iter()
            .map(|t| {
                let [start, end] = points.span(t.span);
                let text = t.span.of(&report.text);
                json!({"start": start, "end": end, "text": text, "type": t.kind.as_str(), "value": t.value, "rule": t.rule})
            })
            .collect();
        writeln!(out, "{}", json!({"id": row["id"], "times": times}))?;
    }
    Ok(())
}

fn parse(text: &str) -> Document {
    annalist_syntax::model::Parser::english().parse(text)
}

fn report(row: &Value) -> Report {
    let date = row["published"].as_str().and_then(|p| p.get(..10)?.parse().ok());
    Report {
        text: row["text"].as_str().unwrap_or_default().to_owned(),
        published: date.map(Moment::day),
        ..Report::default()
    }
}

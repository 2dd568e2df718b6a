//! Finds attributions: JSONL with `id` and `text` in, `id` and `attributions` out, as `score.py attribution` reads them.
//!
//!     cargo run --release -p annalist-extract --example attributions < REPORTS.jsonl > ATTRIBUTIONS.jsonl

use annalist_core::span::CodePoints;
use annalist_core::{Attribution, Report, Span};
use annalist_lexicon::Lexicon;
use annalist_syntax::model::Parser;
use serde_json::{Value, json};
use std::io::{BufRead, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let row: Value = serde_json::from_str(&line?)?;
        let report =
            Report { text: row["text"].as_str().unwrap_or_default().to_owned(), ..Report::default() };
        let document = Parser::english().parse(&report.text);
        let annotations = annalist_extract::annotate(&report, &document, Lexicon::english());
        let points = CodePoints::new(&report.text);
        let found: Vec<Value> = annotations.attributions.iter().map(|a| shown(a, &points)).collect();
        writeln!(out, "{}", json!({"id": row["id"], "attributions": found}))?;
    }
    Ok(())
}

fn shown(a: &Attribution, points: &CodePoints) -> Value {
    let spans = |s: &[Span]| s.iter().map(|s| points.span(*s)).collect::<Vec<_>>();
    json!({
        "source": spans(&a.source), "cue": spans(&a.cue), "content": spans(&a.content), "form": a.form.as_str(),
        "speaker": a.speaker.map(|e| e.to_string()), "addressee": a.addressee.map(|e| e.to_string()),
        "polarity": a.polarity.as_str(), "certainty": a.certainty.as_str(), "within": a.within, "loaded": spans(&a.loaded),
    })
}

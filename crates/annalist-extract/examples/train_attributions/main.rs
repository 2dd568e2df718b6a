//! Trains the attribution models and writes `attributions.bin`; see `training/attribution/README.md`.
//!
//!     cargo run --release -p annalist-extract --example train_attributions -- ../shared/data/attribution/train.jsonl models/en/attributions.bin
//!
//! Two conditional random fields over hashed features, by AdaGrad with L2 decay, seed fixed: cues from all sentences,
//! then sources and contents for every cue as annotated.

#![allow(clippy::print_stdout)]

mod crf;
mod gold;

use annalist_extract::attributions::chain::{Chain, Features};
use annalist_extract::attributions::role_features::Cue;
use annalist_extract::attributions::view::View;
use annalist_extract::attributions::{cue_features, model, role_features};
use annalist_lexicon::Lexicon;
use annalist_syntax::model::Parser;
use crf::Examples;
use serde_json::Value;
use std::io::BufRead;

type Failure = Box<dyn std::error::Error>;

/// Later labels may only follow their first label or themselves.
const CUE_FORBIDDEN: &[(usize, usize)] = &[(0, 2), (3, 2)];
const ROLE_FORBIDDEN: &[(usize, usize)] = &[(0, 2), (5, 2), (3, 2), (4, 2), (0, 4), (5, 4), (1, 4), (2, 4)];

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let data = arguments.next().ok_or("expected the file of annotated reports")?;
    let out = arguments.next().ok_or("expected the file to write")?;
    let (mut cues, mut roles) = (Examples::default(), Examples::default());
    for line in std::io::BufReader::new(std::fs::File::open(data)?).lines() {
        add(&serde_json::from_str(&line?)?, &mut cues, &mut roles);
    }
    println!("{} tokens for cues, {} for roles", cues.len(), roles.len());
    let mut file = Vec::new();
    for (mut examples, labels, forbidden) in
        [(cues, cue_features::LABELS, CUE_FORBIDDEN), (roles, role_features::LABELS, ROLE_FORBIDDEN)]
    {
        let trained = crf::train(&mut examples, labels, forbidden, &crf::SETTINGS);
        Chain::write(labels, &trained.weights, &trained.transitions, &mut file);
        println!("{} bytes", file.len());
    }
    std::fs::write(out, file)?;
    Ok(())
}

/// Adds one report's examples.
fn add(row: &Value, cues: &mut Examples, roles: &mut Examples) {
    let text = row["text"].as_str().unwrap_or_default();
    let document = Parser::english().parse(text);
    let view = View::new(&document);
    let class = model::classes(&document, Lexicon::english());
    let relations = gold::relations(&view, row);
    let labels = gold::cue_labels(&view, &relations);
    let mut features = Features::default();
    for sentence in &document.sentences {
        for i in sentence.tokens.clone() {
            cue_features::of(&view, i, &class, &mut features);
            cues.add(&features, labels[i]);
        }
        cues.end();
    }
    let is_cue: Vec<bool> = labels.iter().map(|&l| l > 0).collect();
    for relation in &relations {
        let cue = Cue::new(&view, &relation.cue, &class);
        let window = cue.window(&view);
        let labels = gold::role_labels(relation, &window);
        for (i, label) in window.zip(labels) {
            role_features::of(&view, &cue, i, &is_cue, &class, &mut features);
            roles.add(&features, label);
        }
        roles.end();
    }
}

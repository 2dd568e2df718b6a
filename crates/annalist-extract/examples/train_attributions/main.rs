//! Trains the attribution models and writes `attributions.bin`; see `training/attribution/README.md`.
//!
//!     cargo run --release -p annalist-extract --example train_attributions -- TRAIN.jsonl models/en/attributions.bin [DEV.jsonl]
//!
//! Two conditional random fields over hashed features and the parser's states, by AdaGrad with L2 decay, seeds fixed: cues
//! from all sentences, then sources and contents for every cue as annotated. With a third file it prints, after every
//! epoch, how well the models do on its reports.

#![allow(clippy::print_stdout)]

mod crf;
mod gold;
mod layer;
mod measure;
mod prepared;

use annalist_extract::attributions::chain::{Chain, Features, Order, Weights};
use annalist_extract::attributions::model::Models;
use annalist_extract::attributions::role_features::Cue;
use annalist_extract::attributions::{cue_features, role_features};
use crf::{Examples, Seen, Settings, States, Task, Trained};
use prepared::Prepared;

type Failure = Box<dyn std::error::Error>;

/// Chosen on a tenth of the training reports.
const CUES: Settings = Settings {
    epochs: 4,
    rate: 0.03,
    decay: 3e-3,
    least: 5,
    largest: 1.0,
    smallest: 0.05,
    units: 48,
    unit_rate: 0.01,
};
const ROLES: Settings = Settings { smallest: 0.055, ..CUES };

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let data = arguments.next().ok_or("expected the file of annotated reports")?;
    let out = arguments.next().ok_or("expected the file to write")?;
    let reports = prepared::read(&data)?;
    let measured = arguments.next().map(|path| prepared::read(&path)).transpose()?;
    let (mut states, mut cues, mut roles) = (States::default(), Examples::default(), Examples::default());
    for report in &reports {
        let first = states.add(&report.document.states, report.document.tokens.len());
        add(report, first, &mut cues, &mut roles);
    }
    println!("{} tokens for cues, {} for roles", cues.len(), roles.len());
    let task = |labels, categories, order: Order, settings| Task {
        labels,
        categories,
        forbidden: order.forbidden(labels),
        states: &states,
        settings,
    };
    let cue_task = task(cue_features::LABELS, cue_features::CATEGORIES, cue_features::ORDER, CUES);
    let role_task = task(role_features::LABELS, role_features::CATEGORIES, role_features::ORDER, ROLES);
    let mut file = Vec::new();
    write(&crf::train(&mut cues, &cue_task, |_, _| ()), cue_features::LABELS, &mut file);
    println!("cues: {} bytes", file.len());
    let roles = crf::train(&mut roles, &role_task, |epoch, roles| {
        let Some(measured) = &measured else { return };
        let mut whole = file.clone();
        write(roles, role_features::LABELS, &mut whole);
        match Models::read(&whole) {
            Ok(models) => println!("epoch {}: {}", epoch + 1, measure::measure(&models, measured)),
            Err(error) => println!("epoch {}: {error}", epoch + 1),
        }
    });
    write(&roles, role_features::LABELS, &mut file);
    println!("both: {} bytes", file.len());
    std::fs::write(out, file)?;
    Ok(())
}

fn write(trained: &Trained, labels: usize, file: &mut Vec<u8>) {
    let weights = Weights {
        labels,
        rows: &trained.weights,
        transitions: &trained.transitions,
        hidden: trained.layer.matrices(),
    };
    Chain::write(&weights, file);
}

/// Adds one report's examples; `first` is the number of its first token among the states.
fn add(report: &Prepared, first: u32, cues: &mut Examples, roles: &mut Examples) {
    let view = report.view();
    let class = &report.class;
    let seen = |own: usize, other: usize, category| Seen {
        own: first + own as u32,
        other: first + other as u32,
        category,
    };
    let relations = gold::relations(&view, &report.row);
    let labels = gold::cue_labels(&view, &relations);
    let mut features = Features::default();
    for sentence in &report.document.sentences {
        for i in sentence.tokens.clone() {
            cue_features::of(&view, i, class, &mut features);
            let (other, category) = cue_features::seen_from(&view, i);
            cues.add(&features, seen(i, other, category), labels[i]);
        }
        cues.end();
    }
    let is_cue: Vec<bool> = labels.iter().map(|&l| l > 0).collect();
    for relation in &relations {
        let cue = Cue::new(&view, &relation.cue, class);
        let window = cue.window(&view);
        let labels = gold::role_labels(relation, &window);
        for (i, label) in window.zip(labels) {
            role_features::of(&view, &cue, i, &is_cue, class, &mut features);
            roles.add(&features, seen(i, cue.head, role_features::category(&view, &cue, i)), label);
        }
        roles.end();
    }
}

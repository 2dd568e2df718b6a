//! Trains the pair model and writes `pairs.bin`; see `training/events/README.md`.
//!
//! `cargo run --release -p annalist --example train_pairs -- \
//! ../shared/data/events training/events models/en/pairs.bin [FOLDS]`
//!
//! Multinomial logistic regression over hashed features, by stochastic descent with L2 decay, seed fixed. Sentences
//! whose exact type is not known (conflict or cooperation, quad class) teach through the sum of the types they allow.
//! With FOLDS, macro-F1 is first estimated by cross-validation on the sentences with exact types.

#![allow(clippy::print_stdout)]

mod linear;
mod lines;

use annalist::core::{EventType, Report, Span};
use annalist::extract::linear::{Weights, softmax};
use annalist::extract::pairs::{LABELS, Model, ROWS, features, label_of};
use linear::{Off, Settings, descend, fold_of};
use lines::{Failure, lines};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::path::Path;

const N: usize = LABELS.len();

/// One sentence: its features, and which labels it may have.
struct Row {
    features: Vec<u32>,
    states: Vec<f32>,
    allowed: [bool; N],
    exact: Option<usize>,
    weight: f32,
}

const SETTINGS: Settings =
    Settings { epochs: 24, rate: 0.04, decay: 5e-3, state_rate: 0.02, state_decay: 3e-3 };
/// The weight of a sentence of the project's own set: its types are spread evenly, not as in news.
const OWN: f32 = 0.03;

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let data = arguments.next().ok_or("expected the folder of the event data")?;
    let own = arguments.next().ok_or("expected the folder of the project's own sentences")?;
    let out = arguments.next().ok_or("expected the file to write")?;
    let folds: usize = arguments.next().map_or(Ok(0), |f| f.parse())?;
    let mut rows = read(Path::new(&data), Path::new(&own))?;
    balance(&mut rows);
    println!(
        "{} sentences, {} with exact types",
        rows.len(),
        rows.iter().filter(|r| r.exact.is_some()).count()
    );
    if folds > 1 {
        cross_validate(&rows, folds);
    }
    let model = train(&rows.iter().collect::<Vec<_>>());
    std::fs::write(Path::new(&out).join("pairs.bin"), model.words.bytes())?;
    std::fs::write(Path::new(&out).join("pair-states.bin"), model.states.bytes())?;
    Ok(())
}

fn read(data: &Path, own: &Path) -> Result<Vec<Row>, Failure> {
    type Given = (Value, [bool; N], Option<usize>, f32);
    let mut rows: Vec<Given> = Vec::new();
    for value in lines(&data.join("plv_train.jsonl"))? {
        let label = LABELS.iter().position(|l| Some(*l) == value["event"].as_str()).ok_or("unknown label")?;
        rows.push((value, std::array::from_fn(|i| i == label), Some(label), 1.0));
    }
    let mut files: Vec<_> = std::fs::read_dir(own)?.map(|f| f.map(|f| f.path())).collect::<Result<_, _>>()?;
    files.sort();
    for file in files.iter().filter(|f| is_sentences(f)) {
        for value in lines(file)?.iter().flat_map(pairs) {
            let kind = value["event"].as_str().and_then(EventType::from_label).ok_or("unknown type")?;
            let label = label_of(kind);
            rows.push((value, std::array::from_fn(|i| i == label), None, OWN));
        }
    }
    for value in lines(&data.join("aw_train.jsonl"))? {
        let conflict = value["conflict"].as_bool().unwrap_or(false);
        rows.push((value, std::array::from_fn(|i| is_conflict(i) == conflict), None, 0.4));
    }
    Ok(rows
        .into_par_iter()
        .map(|(value, allowed, exact, weight)| row(&value, allowed, exact, weight))
        .collect())
}

/// Whether the file holds single sentences: `pairs*.jsonl`, `sentences*.jsonl`.
fn is_sentences(file: &Path) -> bool {
    let name = file.file_name().and_then(|n| n.to_str()).unwrap_or_default();
    name.ends_with(".jsonl") && (name.starts_with("pairs") || name.starts_with("sentences"))
}

/// The marked pairs of a line: itself, or one for each of its events that has two parties.
fn pairs(value: &Value) -> Vec<Value> {
    let Some(events) = value["events"].as_array() else { return vec![value.clone()] };
    let pair = |event: &Value| {
        let recipient = event["recipient"].get(0).or_else(|| event["actor"].get(1));
        let (actor, recipient) = (event["actor"].get(0)?, recipient?);
        Some(json!({"text": value["text"], "event": event["event"], "actor": actor, "recipient": recipient}))
    };
    events.iter().filter_map(pair).collect()
}

/// Weighs exact sentences so that rare types are heard: by the inverse root of their number.
fn balance(rows: &mut [Row]) {
    let mut numbers = [0.0f32; N];
    rows.iter().filter_map(|r| r.exact).for_each(|l| numbers[l] += 1.0);
    let mean = numbers.iter().sum::<f32>() / N as f32;
    for row in rows {
        if let Some(label) = row.exact {
            row.weight = (mean / numbers[label]).sqrt();
        }
    }
}

fn is_conflict(label: usize) -> bool {
    !matches!(LABELS[label], "AGREE" | "CONSULT" | "SUPPORT" | "COOPERATE" | "AID" | "YIELD")
}

fn row(value: &Value, allowed: [bool; N], exact: Option<usize>, weight: f32) -> Row {
    let text = value["text"].as_str().unwrap_or_default();
    let report = Report {
        text: text.to_owned(),
        dateline: annalist::read::dateline::find(text, None),
        ..Report::default()
    };
    let coded = annalist::code(report);
    let scene = coded.scene();
    let (actor, recipient) = (spans(value, "actor", text), spans(value, "recipient", text));
    let events = annalist::extract::events::code(&scene, None);
    let features = features::of(&scene, &events, &actor, &recipient);
    Row { states: features::states(&scene, &actor, &recipient), features, allowed, exact, weight }
}

/// The spans of a party: as given in code points, else where its string stands in the text.
fn spans(value: &Value, name: &str, text: &str) -> Vec<Span> {
    let offsets: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
    let given = value[format!("{name}_spans")].as_array();
    let from = |s: &Value| {
        let at = |i: usize| s[i].as_u64().and_then(|n| offsets.get(n as usize).copied());
        Some(Span::new(at(0)?, at(1)?))
    };
    match given {
        Some(list) => list.iter().filter_map(from).collect(),
        None => {
            let party = value[name].as_str().unwrap_or_default();
            text.find(party).map(|i| Span::new(i, i + party.len())).into_iter().collect()
        }
    }
}

fn cross_validate(rows: &[Row], folds: usize) {
    let exact: Vec<usize> = (0..rows.len()).filter(|i| rows[*i].exact.is_some()).collect();
    let mut answers = Vec::new();
    for fold in 0..folds {
        let held = |i: usize| rows[i].exact.is_some() && fold_of(i, folds) == fold;
        let kept: Vec<&Row> = (0..rows.len()).filter(|i| !held(*i)).map(|i| &rows[i]).collect();
        let model = train(&kept);
        for i in exact.iter().copied().filter(|i| held(*i)) {
            answers.push((rows[i].exact.unwrap_or(0), best(&chances(&model.words, &model.states, &rows[i]))));
        }
    }
    report(&answers);
}

fn report(answers: &[(usize, usize)]) {
    let mut sum = 0.0;
    for (label, name) in LABELS.iter().enumerate() {
        let hit = answers.iter().filter(|(g, p)| *g == label && *p == label).count() as f32;
        let said = answers.iter().filter(|(_, p)| *p == label).count() as f32;
        let gold = answers.iter().filter(|(g, _)| *g == label).count() as f32;
        let f1 = if said + gold > 0.0 { 2.0 * hit / (said + gold) } else { 0.0 };
        println!("{name:10} f1 {f1:.3}  n {gold}");
        sum += f1;
    }
    let conflict = answers.iter().filter(|(g, p)| is_conflict(*g) == is_conflict(*p)).count() as f32;
    let right = answers.iter().filter(|(g, p)| g == p).count() as f32;
    let n = answers.len() as f32;
    println!(
        "macro-F1 {:.4}, accuracy {:.4}, conflict or not {:.4}",
        sum / N as f32,
        right / n,
        conflict / n
    );
}

fn train(rows: &[&Row]) -> Model {
    let states = rows.first().map_or(0, |r| r.states.len());
    let (words, states) =
        descend(SETTINGS, ROWS, N, states, rows.len(), |i, words, states| off(rows[i], words, states));
    Model { words, states }
}

/// How far a row is off the labels it allows, in proportion to how likely the model finds them.
fn off<'r>(row: &'r Row, words: &Weights, states: &Weights) -> Vec<Off<'r>> {
    let chances = chances(words, states, row);
    let mass: f32 = (0..N).filter(|l| row.allowed[*l]).map(|l| chances[l]).sum::<f32>().max(1e-6);
    let target = |l: usize| if row.allowed[l] { chances[l] / mass } else { 0.0 };
    let errors = (0..N).map(|l| row.weight * (target(l) - chances[l])).collect();
    vec![(&row.features, &row.states, errors)]
}

fn chances(words: &Weights, states: &Weights, row: &Row) -> Vec<f32> {
    let mut scores = words.sum(&row.features);
    states.add(&row.states, &mut scores);
    softmax(&mut scores);
    scores
}

fn best(scores: &[f32]) -> usize {
    (0..N).max_by(|a, b| scores[*a].total_cmp(&scores[*b])).unwrap_or(0)
}

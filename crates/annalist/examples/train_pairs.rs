//! Trains the pair model and writes `pairs.bin`; see `training/events/README.md`.
//!
//! `cargo run --release -p annalist --example train_pairs -- \
//! ../shared/data/events training/events models/en/pairs.bin [FOLDS]`
//!
//! Multinomial logistic regression over hashed features, by stochastic descent with L2 decay, seed fixed. Sentences
//! whose exact type is not known (conflict or cooperation, quad class) teach through the sum of the types they allow.
//! With FOLDS, macro-F1 is first estimated by cross-validation on the sentences with exact types.

#![allow(clippy::print_stdout)]

use annalist::core::{EventType, Report, Span};
use annalist::extract::pairs::{LABELS, Model, features, label_of};
use serde_json::{Value, json};
use std::io::BufRead;
use std::path::Path;

type Failure = Box<dyn std::error::Error>;
const N: usize = LABELS.len();

/// One sentence: its features, and which labels it may have.
struct Row {
    features: Vec<u32>,
    allowed: [bool; N],
    exact: Option<usize>,
    weight: f32,
}

struct Settings {
    epochs: usize,
    rate: f32,
    decay: f32,
}

const SETTINGS: Settings = Settings { epochs: 30, rate: 0.3, decay: 1e-3 };
/// The weight of a sentence of the project's own set: its types are spread evenly, not as in news.
const OWN: f32 = 0.2;

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
    let weights = train(&rows.iter().collect::<Vec<_>>(), &SETTINGS);
    std::fs::write(out, bytes_of(&weights))?;
    Ok(())
}

fn read(data: &Path, own: &Path) -> Result<Vec<Row>, Failure> {
    let mut rows = Vec::new();
    for value in lines(&data.join("plv_train.jsonl"))? {
        let label = LABELS.iter().position(|l| Some(*l) == value["event"].as_str()).ok_or("unknown label")?;
        rows.push(row(&value, std::array::from_fn(|i| i == label), Some(label), 1.0));
    }
    let mut files: Vec<_> = std::fs::read_dir(own)?.map(|f| f.map(|f| f.path())).collect::<Result<_, _>>()?;
    files.sort();
    for file in files.iter().filter(|f| is_sentences(f)) {
        for value in lines(file)?.iter().flat_map(pairs) {
            let kind = value["event"].as_str().and_then(EventType::from_label).ok_or("unknown type")?;
            let label = label_of(kind);
            rows.push(row(&value, std::array::from_fn(|i| i == label), None, OWN));
        }
    }
    for value in lines(&data.join("aw_train.jsonl"))? {
        let conflict = value["conflict"].as_bool().unwrap_or(false);
        rows.push(row(&value, std::array::from_fn(|i| is_conflict(i) == conflict), None, 0.4));
    }
    Ok(rows)
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

fn lines(path: &Path) -> Result<Vec<Value>, Failure> {
    let file = std::io::BufReader::new(std::fs::File::open(path)?);
    file.lines().map(|l| Ok(serde_json::from_str(&l?)?)).collect()
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
    let features = features::of(
        &coded.scene(),
        &coded.events,
        &spans(value, "actor", text),
        &spans(value, "recipient", text),
    );
    Row { features, allowed, exact, weight }
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
        let weights = train(&kept, &SETTINGS);
        for i in exact.iter().copied().filter(|i| held(*i)) {
            answers.push((rows[i].exact.unwrap_or(0), best(&scores(&weights, &rows[i].features))));
        }
    }
    report(&answers);
}

/// A fold by a scramble of the position, so that neighbours do not stand together.
fn fold_of(i: usize, folds: usize) -> usize {
    (i.wrapping_mul(2_654_435_761) >> 7) % folds
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

fn train(rows: &[&Row], settings: &Settings) -> Vec<[f32; N]> {
    let mut weights = vec![[0.0; N]; Model::ROWS];
    let mut sums = vec![[0.0f32; N]; Model::ROWS];
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut seed = 0x9E37_79B9_7F4A_7C15u64;
    for epoch in 0..settings.epochs {
        shuffle(&mut order, &mut seed);
        let rate = settings.rate / (1.0 + epoch as f32 * 0.15);
        for i in &order {
            step(&mut weights, rows[*i], rate, settings.decay);
        }
        if epoch >= settings.epochs / 2 {
            for (sum, w) in sums.iter_mut().zip(&weights) {
                sum.iter_mut().zip(w).for_each(|(s, w)| *s += w);
            }
        }
    }
    let n = (settings.epochs - settings.epochs / 2) as f32;
    sums.iter_mut().flatten().for_each(|s| *s /= n);
    sums
}

/// One step towards the labels a row allows, in proportion to how likely the model finds them.
fn step(weights: &mut [[f32; N]], row: &Row, rate: f32, decay: f32) {
    let chances = scores(weights, &row.features);
    let mass: f32 = (0..N).filter(|l| row.allowed[*l]).map(|l| chances[l]).sum::<f32>().max(1e-6);
    let scale = rate * row.weight / (row.features.len() as f32).sqrt();
    for feature in &row.features {
        let w = &mut weights[*feature as usize % Model::ROWS];
        for l in 0..N {
            let target = if row.allowed[l] { chances[l] / mass } else { 0.0 };
            w[l] += scale * (target - chances[l]) - rate * decay * w[l];
        }
    }
}

fn scores(weights: &[[f32; N]], features: &[u32]) -> [f32; N] {
    let mut scores = [0.0; N];
    for feature in features {
        let row = &weights[*feature as usize % Model::ROWS];
        scores.iter_mut().zip(row).for_each(|(s, w)| *s += w);
    }
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    scores.iter_mut().for_each(|s| *s = (*s - top).exp());
    let sum: f32 = scores.iter().sum();
    scores.iter_mut().for_each(|s| *s /= sum);
    scores
}

fn best(scores: &[f32; N]) -> usize {
    (0..N).max_by(|a, b| scores[*a].total_cmp(&scores[*b])).unwrap_or(0)
}

fn shuffle(order: &mut [usize], seed: &mut u64) {
    for i in (1..order.len()).rev() {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(i, (*seed >> 33) as usize % (i + 1));
    }
}

/// The file: a scale a column, then a signed byte a weight, rows first.
fn bytes_of(weights: &[[f32; N]]) -> Vec<u8> {
    let scales: [f32; N] =
        std::array::from_fn(|l| weights.iter().map(|w| w[l].abs()).fold(1e-6f32, f32::max) / 127.0);
    let mut bytes: Vec<u8> = scales.iter().flat_map(|s| s.to_le_bytes()).collect();
    for row in weights {
        bytes.extend((0..N).map(|l| (row[l] / scales[l]).round() as i8 as u8));
    }
    bytes
}

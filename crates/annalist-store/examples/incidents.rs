//! How well reports of one happening are put together: BCubed over reports whose main happening is labelled.
//!
//! ```text
//! annalist record training/incidents/NAME.jsonl --into /tmp/incidents.db
//! cargo run -p annalist-store --example incidents -- /tmp/incidents.db training/incidents/NAME.jsonl…
//! cargo run -p annalist-store --example incidents -- --fit /tmp/incidents.db training/incidents/NAME.jsonl…
//! ```
//!
//! A line of a labelled file is a report with its `id`, `text`, `published`, `publisher`, and a name for its main happening
//! in `happening`. A report is where its main incident is ([`Store::main_incident`]); one without any event is alone.
//! `--fit` fits the weights of the evidence to the labels instead, and prints them.

#![allow(clippy::print_stdout)]

use annalist_evaluate::bcubed::bcubed;
use annalist_store::Store;
use std::path::Path;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let fitting = args.first().is_some_and(|arg| arg == "--fit");
    if fitting {
        args.remove(0);
    }
    let [store, files @ ..] = args.as_slice() else {
        return Err("usage: incidents [--fit] STORE LABELS…".into());
    };
    let store = Store::open_to_read(Path::new(store))?;
    let mut labels = Vec::new();
    for file in files {
        for line in std::fs::read_to_string(file)?.lines().filter(|line| !line.trim().is_empty()) {
            let row: serde_json::Value = serde_json::from_str(line)?;
            let word = |name: &str| {
                row[name].as_str().map(str::to_owned).ok_or(format!("`{file}`: expected `{name}`"))
            };
            labels.push((word("id")?, word("happening")?));
        }
    }
    if fitting { fit(&store, &labels) } else { score(&store, &labels) }
}

fn score(store: &Store, labels: &[(String, String)]) -> Result<(), Failure> {
    let mut found = Vec::new();
    for (i, (report, _)) in labels.iter().enumerate() {
        // Every report without an event is a group of its own.
        found.push(store.main_incident(report)?.unwrap_or(-(i as i64) - 1));
    }
    let gold: Vec<&String> = labels.iter().map(|(_, happening)| happening).collect();
    for (i, (report, happening)) in labels.iter().enumerate() {
        let with = |j: &usize| found[*j] == found[i] && gold[*j] != gold[i];
        let wrong: Vec<&str> = (0..labels.len()).filter(with).map(|j| labels[j].0.as_str()).collect();
        let apart = (0..labels.len()).filter(|&j| gold[j] == gold[i] && found[j] != found[i]).count();
        if apart > 0 || !wrong.is_empty() {
            println!("{happening:24} {report:20} apart from {apart}, wrongly with {}", wrong.join(" "));
        }
    }
    let figures = bcubed(&found, &gold);
    println!(
        "precision {:.3}  recall {:.3}  F1 {:.3}  over {} reports",
        figures.precision, figures.recall, figures.f1, figures.items
    );
    Ok(())
}

/// Fits a logistic regression by plain gradient descent to the best pair of lead events of every two reports.
fn fit(store: &Store, labels: &[(String, String)]) -> Result<(), Failure> {
    let mut pairs = Vec::new();
    for (i, (a, x)) in labels.iter().enumerate() {
        for (b, y) in &labels[i + 1..] {
            if let Some(evidence) = store.best_evidence(a, b)? {
                pairs.push((evidence.values(), x == y));
            }
        }
    }
    let same = pairs.iter().filter(|(_, same)| *same).count();
    println!("{} pairs, {same} of one happening", pairs.len());
    // Most pairs are of different happenings; candidates in a store are not, so that both count alike here.
    let weight = |is: bool| if is { 0.5 / same as f64 } else { 0.5 / (pairs.len() - same) as f64 };
    let mut weights = [0.0f64; 9];
    for _ in 0..20_000 {
        let mut gradient = [0.0f64; 9];
        for (values, is) in &pairs {
            let sum: f64 =
                values.iter().zip(&weights).map(|(v, w)| f64::from(*v) * w).sum::<f64>() + weights[8];
            let error = (1.0 / (1.0 + (-sum).exp()) - f64::from(u8::from(*is))) * weight(*is);
            values.iter().enumerate().for_each(|(k, v)| gradient[k] += error * f64::from(*v));
            gradient[8] += error;
        }
        for (k, (w, g)) in weights.iter_mut().zip(gradient).enumerate() {
            let shrink = if k < 8 { 0.002 * *w } else { 0.0 };
            *w -= 2.0 * (g + shrink);
        }
    }
    println!("weights {:.2?}\nbias {:.2}", &weights[..8], weights[8]);
    Ok(())
}

//! Mentions of parties labelled by hand: whom `annalist actors` takes the phrase for, and whom `annalist annotate`
//! takes it for in its report.
//!
//! The sample stands in `training/actors` as spans without words; the texts are in the corpora, outside the repository.

use super::news::reports::{self, Points, Report, points};
use crate::results::{self, Outcome};
use crate::workspace::root;
use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// The set's name for `--only`, and of its results file.
pub const NAME: &str = "actors";

/// How much of a label's words an entity's mention must share to be the same mention: the words that both have, of
/// those that either has.
const SAME: f64 = 0.34;

/// Evaluates `program` on the sample with the texts below `data` and keeps the figures; without the texts, says so.
///
/// # Errors
/// If a file cannot be read or the program fails.
pub fn run(program: &Path, data: &Path, scratch: &Path, date: &str, machine: &str) -> Result<()> {
    if !reports::are_there(data) {
        eprintln!("skipped: {NAME} (its data are not there)");
        return Ok(());
    }
    let labels = reports::lines(&root().join("training/actors/sample.jsonl"))?;
    let mentions = reports::with_texts(labels, data)?;
    let alone = answers(program, &mentions, scratch)?;
    let within = in_reports(program, &mentions, scratch, data)?;
    let scores = json!({"phrase": figures(&mentions, &alone), "in_report": figures(&mentions, &within)});
    println!("{NAME}: {}", without_failures(&scores));
    results::write(&Outcome {
        name: NAME.to_owned(),
        title: "parties (300 mentions of news)".to_owned(),
        command: "annalist actors, annalist annotate (the mentions of training/actors/sample.jsonl)"
            .to_owned(),
        date: date.to_owned(),
        machine: machine.to_owned(),
        scores,
    })
}

/// Where the mention of a label stands.
fn span(mention: &Report) -> Points {
    [&mention.gold["start"], &mention.gold["end"]].map(|at| at.as_u64().unwrap_or(0) as u32)
}

/// What `annalist actors` says of each phrase, with the day of its report.
fn answers(program: &Path, mentions: &[Report], scratch: &Path) -> Result<Vec<Value>> {
    let (input, output) = (scratch.join("actors.jsonl"), scratch.join("actors.out"));
    let rows = mentions.iter().enumerate().map(|(i, mention)| {
        let text = mention.text.of(span(mention));
        format!("{}\n", json!({"id": i, "text": text, "date": mention.published}))
    });
    std::fs::write(&input, rows.collect::<String>())?;
    super::timed(Command::new(program).arg("actors").arg(&input).arg("--output").arg(&output))?;
    let answers = reports::lines(&output)?;
    anyhow::ensure!(answers.len() == mentions.len(), "expected an answer to every phrase");
    Ok(answers)
}

/// The entity that each mention is of, in `annotate`'s reading of its report; null where it is none's.
fn in_reports(program: &Path, mentions: &[Report], scratch: &Path, data: &Path) -> Result<Vec<Value>> {
    let ids: BTreeMap<&str, ()> = mentions.iter().map(|m| (m.id(), ())).collect();
    let mut texts = reports::with_texts(ids.keys().map(|id| json!({"id": id})).collect(), data)?;
    reports::annotate(&mut texts, scratch, |input, output| {
        super::timed(Command::new(program).arg("annotate").arg(input).arg("--output").arg(output)).map(drop)
    })?;
    let annotated: BTreeMap<&str, &Value> = texts.iter().map(|r| (r.id(), &r.annotated)).collect();
    let entity = |mention: &Report| {
        let report = annotated.get(mention.id()).context("expected every report in the output")?;
        Ok(at(report, span(mention)).unwrap_or(Value::Null))
    };
    mentions.iter().map(entity).collect()
}

/// The entity of an annotated report whose mention is most like `wanted`, the first of several; where none is like
/// enough, that of the shortest mention that ends with it: "spokesman Tom Casey" for "Tom Casey".
fn at(report: &Value, wanted: Points) -> Option<Value> {
    let mut best = (SAME, None);
    let mut around: (u32, Option<&Value>) = (u32::MAX, None);
    for entity in report["entities"].as_array()? {
        for mention in entity["mentions"].as_array()?.iter().filter_map(points) {
            let shared = mention[1].min(wanted[1]).saturating_sub(mention[0].max(wanted[0]));
            let either = mention[1].max(wanted[1]) - mention[0].min(wanted[0]);
            let like = f64::from(shared) / f64::from(either.max(1));
            if like > best.0 {
                best = (like, Some(entity));
            }
            if mention[1] == wanted[1] && mention[0] <= wanted[0] && either < around.0 {
                around = (either, Some(entity));
            }
        }
    }
    best.1.or(around.1).cloned()
}

/// The shares that are right, and the labels whose answer is wrong, by place.
fn figures(mentions: &[Report], answers: &[Value]) -> Value {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    let mut failures = Vec::new();
    for (mention, answer) in mentions.iter().zip(answers) {
        let label = &mention.gold;
        let mut count = |what, right: bool| *counts.entry(what).or_default() += u64::from(right);
        let right = if label["party"] == true {
            count("parties", true);
            count("country", readings(label).any(|r| r["country"] == answer["country"]));
            count("primary", readings(label).any(|r| primary(r) == primary(answer)));
            let right = readings(label).any(|r| agrees(r, answer));
            count("right", right);
            right
        } else {
            count("controls", true);
            let refused = answer["country"].is_null() && primary(answer).is_none();
            count("refused", refused);
            refused
        };
        if !right {
            let keys = ["file", "id", "start", "end", "country", "sector"];
            let mut failure: Map<String, Value> =
                keys.map(|k| (k.to_owned(), label[k].clone())).into_iter().collect();
            failure.insert("found".into(), json!({"country": answer["country"], "sector": answer["sector"]}));
            failures.push(Value::Object(failure));
        }
    }
    let count = |what| counts.get(what).copied().unwrap_or(0);
    let share = |what, of| (count(what) as f64 / count(of).max(1) as f64 * 1e4).round() / 1e4;
    json!({
        "country_and_sectors": share("right", "parties"),
        "country": share("country", "parties"),
        "primary_sector": share("primary", "parties"),
        "controls_refused": share("refused", "controls"),
        "n": count("parties"),
        "failures": failures,
    })
}

/// A label and the readings that are right as well.
fn readings(label: &Value) -> impl Iterator<Item = &Value> {
    std::iter::once(label).chain(label["alternates"].as_array().into_iter().flatten())
}

fn primary(reading: &Value) -> Option<&str> {
    reading["sector"].get(0)?.as_str()
}

/// Whether the country and the sectors are those of `reading`, the primary one first, the others in any order.
fn agrees(reading: &Value, answer: &Value) -> bool {
    let sectors = |of: &Value| {
        let mut all: Vec<String> = of["sector"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|s| s.as_str().map(str::to_owned))
            .collect();
        all.sort();
        all
    };
    reading["country"] == answer["country"]
        && primary(reading) == primary(answer)
        && sectors(reading) == sectors(answer)
}

fn without_failures(scores: &Value) -> Value {
    let mut scores = scores.clone();
    for part in scores.as_object_mut().into_iter().flat_map(|s| s.values_mut()) {
        part.as_object_mut().map(|p| p.remove("failures"));
    }
    scores
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(country: Value, sector: Value) -> Report {
        let gold = json!({"id": "r", "start": 0, "end": 5, "party": true, "country": country, "sector": sector,
            "alternates": [{"country": "FRA", "sector": []}]});
        Report::of("Paris", gold, Value::Null)
    }

    #[test]
    fn an_answer_is_right_by_the_label_or_an_alternate() {
        let right = |answer| {
            figures(&[label(json!("FRA"), json!(["GOV", "JUD"]))], &[answer])["country_and_sectors"].clone()
        };
        assert_eq!(right(json!({"country": "FRA", "sector": ["GOV", "JUD"]})), 1.0);
        assert_eq!(right(json!({"country": "FRA", "sector": []})), 1.0);
        assert_eq!(right(json!({"country": "FRA", "sector": ["JUD", "GOV"]})), 0.0);
        assert_eq!(right(json!({"country": "DEU", "sector": ["GOV", "JUD"]})), 0.0);
        assert_eq!(right(Value::Null), 0.0);
    }

    #[test]
    fn the_mention_most_alike_is_meant() {
        let report = json!({"entities": [
            {"id": "e1", "mentions": [[0, 30]]},
            {"id": "e2", "mentions": [[40, 50], [10, 30]]},
        ]});
        assert_eq!(at(&report, [12, 30]).unwrap()["id"], "e2");
        assert_eq!(at(&report, [0, 28]).unwrap()["id"], "e1");
        assert_eq!(at(&report, [60, 70]), None);
    }
}

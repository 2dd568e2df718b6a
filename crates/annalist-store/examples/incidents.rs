//! How well reports of one happening are put together, and the weights by which they are.
//!
//! ```text
//! annalist record training/happenings/happenings-*.jsonl --into /tmp/happenings.db
//! cargo run --release -p annalist-store --example incidents -- measure /tmp/happenings.db training/happenings/happenings-*.jsonl
//! cargo run --release -p annalist-store --example incidents -- fit /tmp/happenings.db training/happenings/happenings-*.jsonl
//! cargo run --release -p annalist-store --example incidents -- words training/events/{reports,sentences}-*.jsonl
//! ```
//!
//! `measure` puts a store's events together anew and compares the incidents with labels: BCubed over labelled mentions that the coder found, over all, and
//! over reports by what they mainly tell. A line of a labelled file is a report with its `id` and `text`, and either a name
//! for its main happening in `happening`, or in `happenings` every happening with the place of its trigger. Happenings fall
//! into two halves by a hash of their names: weights are fitted on the first, the second only measures.
//!
//! `again` writes a store's incidents anew into another, to look at. `fit` prints `src/incidents/weights.tsv`, a logistic regression; `words` prints `src/incidents/commonness.tsv`.

#![allow(clippy::print_stdout)]

use annalist_evaluate::bcubed::bcubed;
use annalist_store::incidents::features::Features;
use annalist_store::incidents::rarity::stems;
use annalist_store::incidents::score::{COUNT, Evidence, NAMES, compare};
use annalist_store::{Recorder, Store, Submission};
use rusqlite::Connection;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["words", ref files @ ..] => words(&rows(files)?),
        ["again", store, new] => again(store, Path::new(new))?,
        ["measure", store, ref files @ ..] => measure(&anew(store)?, &rows(files)?)?,
        ["fit", store, ref files @ ..] => fit(&anew(store)?, &rows(files)?)?,
        _ => return Err("usage: incidents measure|fit STORE LABELS…, incidents again STORE NEW, or incidents words TEXTS…".into()),
    }
    Ok(())
}

fn rows(files: &[&str]) -> Result<Vec<Value>, Failure> {
    let mut rows = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(file)?;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            rows.push(serde_json::from_str(line)?);
        }
    }
    Ok(rows)
}

/// How many reports are written at once.
const BATCH: usize = 100;

/// Records the reports of a store once more, so that its events are put together by this very program.
fn again(path: &str, new: &Path) -> Result<(), Failure> {
    let old = Connection::open(path)?;
    let mut store = Store::open(new)?;
    let mut recorder = Recorder::new(&mut store);
    let mut batch = Vec::new();
    let sql = "SELECT json_set(record, '$.text', text), key, coder FROM reports ORDER BY key";
    let mut statement = old.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let sql =
            "SELECT x.record FROM events e JOIN event_records x ON x.event = e.key WHERE e.report = ? AND
                   e.status NOT IN ('rejected', 'withdrawn') ORDER BY e.position";
        let mut records = old.prepare_cached(sql)?;
        let records = records.query_map([row.get::<_, i64>(1)?], |row| row.get(0))?;
        let coded =
            Submission::new(row.get(0)?, records.collect::<Result<_, _>>()?, Vec::new(), row.get(2)?)?;
        batch.push(coded);
        if batch.len() == BATCH {
            recorder.record(&std::mem::take(&mut batch))?;
        }
    }
    recorder.record(&batch)?;
    Ok(())
}

/// The same into a file that is for this once.
fn anew(path: &str) -> Result<String, Failure> {
    let new = std::env::temp_dir().join(format!("annalist-incidents-{}.db", std::process::id()));
    again(path, &new)?;
    Ok(new.display().to_string())
}

/// Whether a happening is of the half that weights are fitted on.
fn fitted_on(happening: &str) -> bool {
    annalist_store::digest(happening).bytes().last().is_some_and(|digit| matches!(digit, b'0'..=b'7'))
}

/// A labelled mention of a happening.
struct Mention {
    report: String,
    happening: String,
    /// The key of the event that the coder found for it.
    event: Option<i64>,
    incident: Option<i64>,
}

/// An event of the store.
struct Event {
    key: i64,
    incident: Option<i64>,
    kind: String,
    spans: Vec<(u64, u64)>,
}

fn events(db: &Connection) -> Result<BTreeMap<String, Vec<Event>>, Failure> {
    let sql = "SELECT r.id, e.key, i.incident, x.record FROM events e JOIN reports r ON r.key = e.report
               JOIN event_records x ON x.event = e.key LEFT JOIN incident_events i ON i.event = e.key
               WHERE e.status NOT IN ('rejected', 'withdrawn') ORDER BY e.report, e.position";
    let mut statement = db.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut found: BTreeMap<String, Vec<Event>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let record: Value = serde_json::from_str(&row.get::<_, String>(3)?)?;
        let info = &record["text_info"];
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let mut spans = list(&info["trigger"]);
        list(&info["mentions"]).iter().for_each(|mention| spans.extend(list(mention)));
        let spans = spans.iter().filter_map(|span| Some((span[0].as_u64()?, span[1].as_u64()?))).collect();
        let kind = record["event"][0].as_str().unwrap_or_default().to_owned();
        found.entry(row.get(0)?).or_default().push(Event {
            key: row.get(1)?,
            incident: row.get(2)?,
            kind,
            spans,
        });
    }
    Ok(found)
}

/// Every labelled mention with the event that the coder found for it: one that shares a word with its trigger, of its
/// type where there are several.
fn mentions(labels: &[Value], events: &BTreeMap<String, Vec<Event>>) -> Vec<Mention> {
    let mut found = Vec::new();
    for report in labels {
        let id = report["id"].as_str().unwrap_or_default();
        let mut left: Vec<&Event> = events.get(id).into_iter().flatten().collect();
        for label in report["happenings"].as_array().into_iter().flatten() {
            let start = label["start"].as_u64().unwrap_or_default();
            let end = start + label["trigger"].as_str().unwrap_or_default().chars().count() as u64;
            let fits = |event: &&Event| event.spans.iter().any(|(s, e)| *s < end && *e > start);
            let best = (0..left.len()).filter(|&i| fits(&left[i]));
            let best = best.min_by_key(|&i| left[i].kind != label["event"].as_str().unwrap_or_default());
            let event = best.map(|i| left.remove(i));
            found.push(Mention {
                report: id.to_owned(),
                happening: label["happening"].as_str().unwrap_or_default().to_owned(),
                event: event.map(|e| e.key),
                incident: event.and_then(|e| e.incident),
            });
        }
    }
    found
}

fn measure(path: &str, labels: &[Value]) -> Result<(), Failure> {
    let store = Store::open_to_read(Path::new(path))?;
    let mentions = mentions(labels, &events(&Connection::open(path)?)?);
    let alone = |i: usize, incident: Option<i64>| incident.unwrap_or(-(i as i64) - 1);
    for (half, first) in [("fitted on", true), ("measured on", false)] {
        let of: Vec<&Mention> = mentions.iter().filter(|m| fitted_on(&m.happening) == first).collect();
        if of.is_empty() {
            continue;
        }
        let found: Vec<&&Mention> = of.iter().filter(|m| m.event.is_some()).collect();
        print_figures(
            &format!("the half {half}, mentions that the coder found ({} of {})", found.len(), of.len()),
            found.iter().map(|m| (alone(0, m.incident), m.happening.as_str())),
        );
        print_figures(
            &format!("the half {half}, all mentions, those missed alone"),
            of.iter().enumerate().map(|(i, m)| (alone(i, m.incident), m.happening.as_str())),
        );
    }
    let mut reports = Vec::new();
    for (i, report) in labels.iter().enumerate() {
        if let (Some(id), Some(happening)) = (report["id"].as_str(), report["happening"].as_str()) {
            reports.push((alone(i, store.main_incident(id)?), happening));
        }
    }
    if !reports.is_empty() {
        print_figures("reports by their main happening, those without an event alone", reports.into_iter());
    }
    Ok(())
}

fn print_figures<'a>(of: &str, items: impl Iterator<Item = (i64, &'a str)>) {
    let (found, gold): (Vec<i64>, Vec<&str>) = items.unzip();
    let figures = bcubed(&found, &gold);
    println!(
        "precision {:.3}  recall {:.3}  F1 {:.3}  over {:4}: {of}",
        figures.precision, figures.recall, figures.f1, figures.items
    );
}

/// How many events of other happenings an event meets in news, for each of its own.
const DENSITY: f64 = 10.0;

/// A pair of events to learn from.
struct Pair {
    evidence: Evidence,
    same: bool,
    weight: f64,
}

/// Learns from pairs of events of different reports that meet in the store. A set of happenings is thinner than news, so
/// each pair of different happenings that share a word, place or party is also taken as if both were near in time, spread
/// evenly over a fortnight; all those together weigh [`DENSITY`] times as much as the true pairs.
fn pairs(path: &str, labels: &[Value]) -> Result<Vec<Pair>, Failure> {
    let store = Store::open_to_read(Path::new(path))?;
    let events = events(&Connection::open(path)?)?;
    let mentions = mentions(labels, &events);
    let told: BTreeMap<&str, BTreeSet<&str>> = labels.iter().map(told).collect();
    let mut features: Vec<(&str, Option<&str>, Arc<Features>)> = Vec::new();
    for (report, events) in &events {
        for event in events {
            let label = mentions.iter().find(|m| m.event == Some(event.key) && m.report == *report);
            if let Some(found) = store.features(event.key)? {
                features.push((report, label.map(|m| m.happening.as_str()), found));
            }
        }
    }
    let (mut near, mut thin) = (Vec::new(), Vec::new());
    for (i, (report, happening, later)) in features.iter().enumerate() {
        for (other, its, earlier) in &features[..i] {
            let tells = |report: &str| told.get(report).cloned().unwrap_or_default();
            let (a, b) = (tells(report), tells(other));
            // Records without a label are of no labelled happening, or tell one again.
            let apart = a.is_disjoint(&b) && a.union(&b).all(|happening| fitted_on(happening));
            let labelled = happening.zip(*its).filter(|(x, y)| fitted_on(x) && fitted_on(y));
            let Some(same) = labelled.map(|(x, y)| x == y).or(apart.then_some(false)) else { continue };
            let Some(evidence) = compare(later, earlier).filter(|_| report != other) else { continue };
            if later.meets(earlier) {
                near.push(Pair { evidence, same, weight: 1.0 });
            }
            if apart && later.blocks.iter().any(|value| earlier.blocks.contains(value)) {
                thin.push(evidence);
            }
        }
    }
    let same = near.iter().filter(|pair| pair.same).count();
    let weight = DENSITY * same as f64 / thin.len().max(1) as f64;
    for (i, evidence) in thin.into_iter().enumerate() {
        let date = [1.0, 0.5, 0.5].get(i % 15).copied().unwrap_or(-0.5);
        near.push(Pair { evidence: Evidence { date, ..evidence }, same: false, weight });
    }
    Ok(near)
}

fn told(report: &Value) -> (&str, BTreeSet<&str>) {
    let happenings = report["happenings"].as_array().into_iter().flatten();
    (report["id"].as_str().unwrap_or_default(), happenings.filter_map(|h| h["happening"].as_str()).collect())
}

/// Fits a logistic regression by plain gradient descent, with a unit ridge on the sum of losses.
fn fit(path: &str, labels: &[Value]) -> Result<(), Failure> {
    let pairs = pairs(path, labels)?;
    let total: f64 = pairs.iter().map(|pair| pair.weight).sum();
    let mut weights = [0.0f64; COUNT];
    let mut none = 0.0f64;
    for _ in 0..20_000 {
        let (mut gradient, mut of_none) = (weights, 0.0);
        for pair in &pairs {
            let values = pair.evidence.values();
            let sum: f64 = values.iter().zip(&weights).map(|(v, w)| f64::from(*v) * w).sum::<f64>() + none;
            let error = (1.0 / (1.0 + (-sum).exp()) - f64::from(u8::from(pair.same))) * pair.weight;
            values.iter().zip(&mut gradient).for_each(|(v, g)| *g += error * f64::from(*v));
            of_none += error;
        }
        // Nothing that is alike can speak against.
        weights.iter_mut().zip(gradient).for_each(|(w, g)| *w = (*w - g / total).max(0.0));
        none -= of_none / total;
    }
    let same = pairs.iter().filter(|pair| pair.same).count();
    let near = pairs.iter().filter(|pair| pair.weight == 1.0).count();
    println!(
        "# What speaks for two events being one happening, and how much; `none` is the weight where nothing does."
    );
    println!(
        "# A logistic regression, fitted on one half of training/happenings: {near} pairs of events of different reports"
    );
    println!(
        "# that meet in a store, {same} of them of one happening, and {} of different happenings set near in",
        pairs.len() - near
    );
    println!("# time. Made by `incidents fit`, see examples/incidents.rs; measured in docs/annals.md.");
    NAMES.iter().zip(weights).for_each(|(name, weight)| println!("{name}\t{weight:.2}"));
    println!("none\t{none:.2}");
    Ok(())
}

/// Prints how many texts have each stem, of those that at least four have.
fn words(texts: &[Value]) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for text in texts {
        let stems: BTreeSet<String> = stems(text["text"].as_str().unwrap_or_default()).collect();
        stems.into_iter().for_each(|stem| *counts.entry(stem).or_insert(0) += 1);
    }
    println!(
        "# In how many texts of training/events the stem of a word stands, of those in four and more; the first row"
    );
    println!("# is the number of texts. Made by `incidents words`, see examples/incidents.rs.");
    println!("\t{}", texts.len());
    counts.iter().filter(|(_, n)| **n >= 4).for_each(|(stem, n)| println!("{stem}\t{n}"));
}

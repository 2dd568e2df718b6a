//! When web pages were first published: what `annalist read` finds, against times labelled by hand.
//!
//! The labels stand in `training/pages`; the pages are in the corpora, outside the repository.

use crate::evaluate::news::reports;
use crate::results::{self, Outcome};
use crate::workspace::root;
use annalist_core::moment::Moment;
use anyhow::{Context, Result};
use jiff::ToSpan;
use jiff::civil::DateTime;
use jiff::fmt::temporal::Pieces;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// The set's name for `--only`, and of its results file.
pub const NAME: &str = "published";

/// Evaluates `program` on the pages below `data` and keeps the figures; without the pages, says so.
///
/// # Errors
/// If a file cannot be read or the program fails.
pub fn run(program: &Path, data: &Path, scratch: &Path, date: &str, machine: &str) -> Result<()> {
    let pages = data.join("pages/html");
    if !pages.exists() {
        eprintln!("skipped: {NAME} (its data are not there)");
        return Ok(());
    }
    let output = scratch.join("published.out");
    super::timed(
        Command::new(program).args(["read", "--ids", "stem"]).arg(&pages).arg("--output").arg(&output),
    )?;
    let read: BTreeMap<String, Value> = reports::lines(&output)?
        .into_iter()
        .map(|page| (page["id"].as_str().unwrap_or_default().to_owned(), page["published"].clone()))
        .collect();
    let labels = std::fs::read_to_string(root().join("training/pages/published.tsv"))?;
    let scores = figures(&labels, &read)?;
    println!("{NAME}: {scores}");
    results::write(&Outcome {
        name: NAME.to_owned(),
        title: "time of publication (pages)".to_owned(),
        command: "annalist read --ids stem data/pages/html (against training/pages/published.tsv)".to_owned(),
        date: date.to_owned(),
        machine: machine.to_owned(),
        scores,
    })
}

/// Counts pages by how what was read agrees with their labels, and names those on a wrong day.
fn figures(labels: &str, read: &BTreeMap<String, Value>) -> Result<Value> {
    let (mut declared, mut exact, mut day, mut undated, mut left) = (0, 0, 0, 0, 0);
    let mut wrong = Vec::new();
    for line in labels.lines().filter(|l| !l.starts_with('#')) {
        let (id, rest) = line.split_once('\t').with_context(|| format!("expected a tab in `{line}`"))?;
        let label = rest.split('\t').next().unwrap_or_default();
        let found = read.get(id).and_then(Value::as_str);
        if label == "-" {
            undated += 1;
            left += usize::from(found.is_none());
            continue;
        }
        declared += 1;
        let label = moment(label)?;
        let Some(found) = found.map(moment).transpose()? else { continue };
        let same = agree(&label, &found);
        exact += usize::from(same);
        if same || label.date == found.date {
            day += 1;
        } else {
            wrong.push(id);
        }
    }
    for id in &wrong {
        eprintln!("{NAME}: wrong day of {id}");
    }
    Ok(json!({
        "exact": share(exact, declared),
        "right_day": share(day, declared),
        "wrong_days": wrong.len(),
        "n": declared,
        "undated_left_undated": format!("{left} of {undated}"),
    }))
}

fn moment(text: &str) -> Result<Moment> {
    let pieces = Pieces::parse(text)
        .with_context(|| format!("expected a time such as 2019-11-19T22:10:00-05:00, found `{text}`"))?;
    let offset_minutes = pieces.to_numeric_offset().map(|offset| (offset.seconds() / 60) as i16);
    Ok(Moment { date: pieces.date(), time: pieces.time(), offset_minutes })
}

/// Day and minute in UTC, where zone and time are stated.
fn instant(moment: &Moment) -> Option<DateTime> {
    let time = moment.time?.with().second(0).subsec_nanosecond(0).build().ok()?;
    moment.date.to_datetime(time).checked_sub(moment.offset_minutes?.minutes()).ok()
}

/// Whether two times are the same minute where the label has a zone, else the same day and time as far as the label has one.
fn agree(label: &Moment, found: &Moment) -> bool {
    let clock = |m: &Moment| m.time.map(|t| (t.hour(), t.minute()));
    match (label.offset_minutes, label.time) {
        (Some(_), _) => instant(label) == instant(found),
        (None, Some(_)) => label.date == found.date && clock(label) == clock(found),
        (None, None) => label.date == found.date,
    }
}

fn share(part: usize, whole: usize) -> f64 {
    (part as f64 / (whole.max(1)) as f64 * 1e4).round() / 1e4
}

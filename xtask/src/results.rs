//! Raw results, one file a set, and the table made from them.

use crate::workspace::root;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;

/// The figures of one set with all that is needed to make them again.
pub struct Outcome {
    /// The set's name.
    pub name: String,
    /// What it measures.
    pub title: String,
    /// The command that made the answers.
    pub command: String,
    /// The day, as given.
    pub date: String,
    /// The machine, as given.
    pub machine: String,
    /// The scorer's figures.
    pub scores: Value,
}

const BEGIN: &str = "<!-- results: written by `cargo xtask evaluate` -->";
const END: &str = "<!-- end of results -->";

/// The order of the table's rows.
const ORDER: [&str; 16] = [
    "classify",
    "conflict",
    "events",
    "parse",
    "names",
    "attribution",
    "times",
    "geowebnews",
    "geovirus",
    "actors",
    "pages",
    "published",
    "speed-guardian",
    "speed-samples",
    "speed-wire",
    "speed-pages",
];

fn folder() -> PathBuf {
    root().join("docs/results")
}

/// Keeps `outcome` as `docs/results/NAME.json`.
///
/// # Errors
/// If it cannot be written.
pub fn write(outcome: &Outcome) -> Result<()> {
    fs::create_dir_all(folder())?;
    let value = json!({
        "name": outcome.name,
        "title": outcome.title,
        "command": outcome.command,
        "date": outcome.date,
        "machine": outcome.machine,
        "scores": outcome.scores,
    });
    let path = folder().join(format!("{}.json", outcome.name));
    let text = serde_json::to_string_pretty(&value)? + "\n";
    fs::write(&path, text).with_context(|| format!("cannot write `{}`", path.display()))
}

/// Writes the table of `docs/accuracy.md` from all results kept.
///
/// # Errors
/// If a file is missing or has lost its marks.
pub fn table() -> Result<()> {
    let mut rows =
        vec!["| what | figures | command | date |".to_owned(), "| --- | --- | --- | --- |".to_owned()];
    for name in ORDER {
        rows.extend(row(name)?);
    }
    section(BEGIN, END, &rows.join("\n"))
}

/// Puts `text` between the marks `begin` and `end` of `docs/accuracy.md`.
///
/// # Errors
/// If the page is missing or has lost its marks.
pub fn section(begin: &str, end: &str, text: &str) -> Result<()> {
    let path = root().join("docs/accuracy.md");
    let page = fs::read_to_string(&path).context("cannot read `docs/accuracy.md`")?;
    let lost = || format!("expected the mark `{begin}` and its end in `docs/accuracy.md`");
    let (before, rest) = page.split_once(begin).with_context(lost)?;
    let (_, after) = rest.split_once(end).with_context(lost)?;
    fs::write(&path, format!("{before}{begin}\n\n{text}\n\n{end}{after}"))?;
    Ok(())
}

fn row(name: &str) -> Result<Option<String>> {
    let Ok(text) = fs::read_to_string(folder().join(format!("{name}.json"))) else { return Ok(None) };
    let value: Value = serde_json::from_str(&text).with_context(|| format!("docs/results/{name}.json"))?;
    let word = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let figures = figures("", &value["scores"]).join(", ");
    Ok(Some(format!("| {} | {figures} | `{}` | {} |", word("title"), word("command"), word("date"))))
}

/// `name value` for every number; those of inner objects under both names.
fn figures(prefix: &str, value: &Value) -> Vec<String> {
    let Value::Object(map) = value else { return Vec::new() };
    let named = map.iter().flat_map(|(key, value)| {
        let name = format!("{prefix}{}", key.replace('_', " "));
        match value {
            Value::Number(n) => vec![format!("{name} {n}")],
            Value::Object(_) => figures(&format!("{name} "), value),
            _ => Vec::new(),
        }
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inner_figures_carry_both_names() {
        let scores = json!({"strict_f1": 0.5, "found": {"p": 0.1, "f1": 0.2}, "median": null});
        assert_eq!(figures("", &scores), ["strict f1 0.5", "found p 0.1", "found f1 0.2"]);
    }
}

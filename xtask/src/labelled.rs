//! The labelled set of `training/events`, evaluated and tabled; it needs nothing from outside the repository.

use crate::results::{self, Outcome};
use crate::workspace::root;
use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// The set's name for `--only`, and of its results file.
pub const NAME: &str = "labelled";

const BEGIN: &str = "<!-- labelled set: written by `cargo xtask evaluate` -->";
const END: &str = "<!-- end of the labelled set -->";

/// The parts of the set, by the names of their files.
const PARTS: [(&str, &[&str]); 3] =
    [("sentences", &["sentences-"]), ("reports", &["reports-"]), ("all", &["reports-", "sentences-"])];

/// Evaluates the set with `program`, keeps the figures and writes their part of `docs/accuracy.md`.
///
/// # Errors
/// If a file cannot be read, a line of the set is refused, or the page has lost its marks.
pub fn run(program: &Path, date: &str, machine: &str) -> Result<()> {
    let mut scores = Map::new();
    for (part, prefixes) in PARTS {
        let figures = evaluate(program, &lines(prefixes)?)?;
        println!("{NAME}, {part}: {}", figures["scores"]);
        scores.insert(part.to_owned(), figures);
    }
    let scores = Value::Object(scores);
    results::section(BEGIN, END, &section(&scores, date))?;
    results::write(&Outcome {
        name: NAME.to_owned(),
        title: "the labelled set (seen in training)".to_owned(),
        command: "cat training/events/{reports,sentences}-*.jsonl | annalist evaluate -".to_owned(),
        date: date.to_owned(),
        machine: machine.to_owned(),
        scores,
    })
}

/// The files whose names begin with one of `prefixes`, one after another in the order of names.
fn lines(prefixes: &[&str]) -> Result<Vec<u8>> {
    let folder = root().join("training/events");
    let entries =
        std::fs::read_dir(&folder).with_context(|| format!("cannot read `{}`", folder.display()))?;
    let mut paths = entries.map(|e| Ok(e?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    let wanted = |name: &str| name.ends_with(".jsonl") && prefixes.iter().any(|p| name.starts_with(p));
    let mut bytes = Vec::new();
    for path in paths.iter().filter(|p| p.file_name().is_some_and(|n| wanted(&n.to_string_lossy()))) {
        bytes.extend(std::fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))?);
    }
    Ok(bytes)
}

/// The figures that `annalist evaluate` prints for `gold`.
fn evaluate(program: &Path, gold: &[u8]) -> Result<Value> {
    let mut command = Command::new(program);
    command.args(["evaluate", "-", "--format", "json"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().context("cannot run the program")?;
    let mut input = child.stdin.take().context("the program takes no input")?;
    // The program reads all of its input before it prints its one line, so nothing waits for the other side.
    input.write_all(gold)?;
    drop(input);
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!("`annalist evaluate` refused a line of the labelled set ({})", output.status);
    }
    serde_json::from_slice(&output.stdout).context("expected one JSON object from `annalist evaluate`")
}

/// The part of the page: a table a question.
fn section(scores: &Value, date: &str) -> String {
    let all = &scores["all"];
    let tables = [
        totals(scores),
        by_type(&all["by_type"]),
        confusion(all),
        fields(scores),
        existence(scores),
        reliability(&all["reliability"]),
    ];
    let count = |part: &str, what: &str| scores[part][what].as_u64().unwrap_or(0);
    let intro = format!(
        "{} sentences and {} short reports with {} records by hand; measured {date} with\n\n```sh\ncat \
         training/events/{{reports,sentences}}-*.jsonl | annalist evaluate -\n```",
        count("sentences", "reports"),
        count("reports", "reports"),
        count("all", "gold"),
    );
    std::iter::once(intro).chain(tables).collect::<Vec<_>>().join("\n\n")
}

/// A table of Markdown; the first column is text, the others numbers.
pub fn table(heads: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let line = |cells: &[String]| format!("| {} |", cells.join(" | "));
    let heads: Vec<String> = heads.iter().map(|h| (*h).to_owned()).collect();
    let rule: Vec<String> =
        (0..heads.len()).map(|i| if i == 0 { "---".to_owned() } else { "---:".to_owned() }).collect();
    let rows = rows.into_iter().map(|cells| line(&cells));
    [line(&heads), line(&rule)].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

/// A share with three decimals, a whole number as it is, a dash for what is not known.
pub fn number(value: &Value) -> String {
    match (value.as_u64(), value.as_f64()) {
        (Some(n), _) => n.to_string(),
        (None, Some(share)) => format!("{share:.3}"),
        _ => "–".to_owned(),
    }
}

/// The numbers at `keys` as text, as [`number`] writes them.
pub fn numbers(value: &Value, keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| number(&value[*key])).collect()
}

/// The keys of precision, recall and F1.
pub const SCORE: [&str; 3] = ["precision", "recall", "f1"];

fn totals(scores: &Value) -> String {
    let row = |part: &str, name: &str, key: &str, mean: &str| {
        let figures = &scores[part];
        let mut cells = vec![format!("{part}: {name}")];
        cells.extend(numbers(figures, &["gold", "coded"]));
        cells.extend(numbers(&figures["scores"][key], &SCORE));
        let ends = &figures["scores"][format!("{key}_interval")]["f1"];
        cells.push(format!("{}–{}", number(&ends[0]), number(&ends[1])));
        cells.push(number(&figures["scores"][mean]));
        cells
    };
    let rows = PARTS.iter().flat_map(|(part, _)| {
        [row(part, "type", "type_right", "macro_f1_type"), row(part, "type and parties", "right", "macro_f1")]
    });
    table(&["right", "by hand", "annalist", "precision", "recall", "F1", "95% interval", "macro F1"], rows)
}

/// The scores of each type.
pub fn by_type(types: &Value) -> String {
    let rows = types.as_array().into_iter().flatten().map(|row| {
        let mut cells = vec![row["event"].as_str().unwrap_or_default().to_owned()];
        cells.extend(numbers(row, &["gold", "coded"]));
        cells.extend(numbers(&row["type_right"], &SCORE));
        cells.extend(numbers(&row["right"], &SCORE));
        cells
    });
    let heads = [
        "type",
        "by hand",
        "annalist",
        "precision",
        "recall",
        "F1",
        "with parties: precision",
        "recall",
        "F1",
    ];
    table(&heads, rows)
}

fn confusion(figures: &Value) -> String {
    let types = figures["by_type"].as_array().into_iter().flatten().filter_map(|t| t["event"].as_str());
    let types: Vec<&str> = types.chain(["none"]).collect();
    let short: Vec<String> = types.iter().map(|t| t.chars().take(4).collect()).collect();
    let heads: Vec<&str> =
        std::iter::once("by hand ↓ annalist →").chain(short.iter().map(String::as_str)).collect();
    let rows = types.iter().map(|gold| {
        let cell = |coded: &&str| figures["confusion"][*gold][*coded].as_u64();
        let cells = types.iter().map(|c| cell(c).map_or_else(String::new, |n| n.to_string()));
        std::iter::once((*gold).to_owned()).chain(cells).collect()
    });
    table(&heads, rows)
}

fn fields(scores: &Value) -> String {
    let list = |part: &str| scores[part]["fields"].as_array().cloned().unwrap_or_default();
    let reports = list("reports");
    let rows = list("sentences").into_iter().map(|row| {
        let same = |other: &&Value| other["field"] == row["field"];
        let other = reports.iter().find(same).cloned().unwrap_or_else(|| json!({}));
        let mut cells = vec![row["field"].as_str().unwrap_or_default().replace('_', " ")];
        cells.extend(numbers(&row, &["compared", "share"]));
        cells.extend(numbers(&other, &["compared", "share"]));
        cells
    });
    table(&["agreement of pairs", "sentences: compared", "agreed", "reports: compared", "agreed"], rows)
}

fn existence(scores: &Value) -> String {
    let row = |part: &str, name: &str, key: &str| {
        let found = &scores[part][key];
        let mut cells = vec![name.to_owned()];
        cells.extend(numbers(found, &["both", "gold_only", "coded_only", "neither", "kappa"]));
        cells
    };
    let rows = [
        row("sentences", "labelled sentences", "event_or_none_by_report"),
        row("reports", "sentences of reports", "event_or_none_by_sentence"),
        row("reports", "reports", "event_or_none_by_report"),
    ];
    table(&["event or none", "both", "by hand only", "annalist only", "neither", "kappa"], rows)
}

/// The bins of confidence, with the errors of calibration.
pub fn reliability(reliability: &Value) -> String {
    let keys = ["records", "mean_confidence", "share_type_right", "share_right"];
    let bins = reliability["bins"].as_array().cloned().unwrap_or_default();
    let rows = bins.iter().map(|bin| {
        let edge = |key: &str| bin[key].as_f64().unwrap_or(0.0);
        let mut cells = vec![format!("{:.1} to {:.1}", edge("from"), edge("to"))];
        cells.extend(numbers(bin, &keys));
        cells
    });
    let table = table(&["confidence", "records", "mean", "type right", "type and parties right"], rows);
    let figure = |key: &str| number(&reliability[key]);
    format!(
        "{table}\n\nExpected calibration error {} by type and parties, {} by type; Brier score {} and {}.",
        figure("expected_calibration_error"),
        figure("expected_calibration_error_of_type"),
        figure("brier_score"),
        figure("brier_score_of_type"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_have_a_cell_for_every_head() {
        let text = table(&["a", "b"], [vec!["x".to_owned(), "1".to_owned()]]);
        assert_eq!(text, "| a | b |\n| --- | ---: |\n| x | 1 |");
    }

    #[test]
    fn numbers_are_written_as_what_they_are() {
        let values = json!({"n": 7, "share": 0.25, "none": null});
        assert_eq!(numbers(&values, &["n", "share", "none"]), ["7", "0.250", "–"]);
    }

    #[test]
    fn every_part_of_the_set_is_there() {
        for (part, prefixes) in PARTS {
            assert!(!lines(prefixes).unwrap().is_empty(), "{part}");
        }
    }

    #[test]
    fn confusions_stand_in_the_row_of_the_hand_coding() {
        let figures = json!({
            "by_type": [{"event": "AID"}, {"event": "ASSAULT"}],
            "confusion": {"AID": {"ASSAULT": 2}, "none": {"AID": 1}},
        });
        let expected = "| by hand ↓ annalist → | AID | ASSA | none |\n| --- | ---: | ---: | ---: |\n\
                        | AID |  | 2 |  |\n| ASSAULT |  |  |  |\n| none | 1 |  |  |";
        assert_eq!(confusion(&figures), expected);
    }
}

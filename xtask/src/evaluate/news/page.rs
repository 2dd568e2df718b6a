//! The tables of `docs/accuracy.md` on news coded by hand.

use crate::labelled::{SCORE, by_type, number, numbers, reliability, table};
use crate::results;
use anyhow::Result;
use serde_json::Value;

const BEGIN: &str = "<!-- news coded by hand: written by `cargo xtask evaluate` -->";
const END: &str = "<!-- end of news coded by hand -->";

/// The parts with their headings.
const PARTS: [(&str, &str); 2] = [("test", "kept back"), ("train", "trained on")];

/// Writes the tables.
///
/// # Errors
/// If the page has lost its marks.
pub fn write(scores: &Value, date: &str) -> Result<()> {
    results::section(BEGIN, END, &section(scores, date))
}

fn section(scores: &Value, date: &str) -> String {
    let count = |part: &str, what: &str| scores[part]["usual"][what].as_u64().unwrap_or(0);
    let about = |part: &str| {
        let open = &scores[part]["open"];
        format!(
            "{} reports with {} records (and {open} that are open)",
            count(part, "reports"),
            count(part, "gold")
        )
    };
    let usual = &scores["min_confidence"];
    let mut blocks = vec![
        format!(
            "Kept back from training: {}; trained on: {}. Measured {date} with\n\n```sh\ncargo xtask evaluate ../shared \
             --only news --date {date}\n```\n\n`annalist code` leaves out records of a confidence below {}.",
            about("test"),
            about("train"),
            scores["min_confidence"],
        ),
        totals(scores),
    ];
    for (part, heading) in PARTS {
        blocks.push(format!("By type, {heading}, at `--min-confidence` {usual}:"));
        blocks.push(by_type(&scores[part]["usual"]["by_type"]));
    }
    blocks.push("Of the events found (those of which the type is right):".to_owned());
    blocks.push(found(scores));
    blocks.push("Quotations whose speaker is labelled:".to_owned());
    blocks.push(quotations(&scores["quotations"]));
    blocks.push("Confidence on the news kept back, all records:".to_owned());
    blocks.push(reliability(&scores["test"]["reliability"]));
    blocks.join("\n\n")
}

fn totals(scores: &Value) -> String {
    let row = |heading: &str, at: &Value, name: &str, key: &str| {
        let mut cells = vec![format!("{heading}: {name}"), at["min_confidence"].to_string()];
        cells.extend(numbers(at, &["gold", "coded"]));
        cells.extend(numbers(&at["scores"][key], &SCORE));
        let ends = &at["scores"][format!("{key}_interval")]["f1"];
        cells.push(format!("{}–{}", number(&ends[0]), number(&ends[1])));
        cells
    };
    let mut rows = Vec::new();
    for (part, heading) in PARTS {
        for (name, key) in [("type", "type_right"), ("type and parties", "right")] {
            let at = scores[part]["by_min_confidence"].as_array().into_iter().flatten();
            rows.extend(at.map(|at| row(heading, at, name, key)));
        }
    }
    let heads =
        ["right", "`--min-confidence`", "by hand", "annalist", "precision", "recall", "F1", "95% interval"];
    table(&heads, rows)
}

/// What is compared in the events found, by the field's name in the results.
const FOUND: [(&str, &str); 13] = [
    ("all_date_as_claimed", "date, at the precision that annalist states, or none where none is known"),
    ("all_date_exact", "date, exactly, or none where none is known"),
    ("date", "date, exactly, where one is known"),
    ("no_date", "no date where none is known"),
    ("all_place_as_claimed", "place, at the precision that annalist states, or none where none is known"),
    ("all_place_exact", "place, exactly, or none where none is known"),
    ("place_country", "place's country, where a place is known"),
    ("no_place", "no place where none is known"),
    ("mode_set", "modes, all"),
    ("mode_any", "modes, one shared"),
    ("auxiliary", "auxiliary modes, all"),
    ("actor", "actor"),
    ("recipient", "recipient"),
];

fn found(scores: &Value) -> String {
    let cells = |part: &str, field: &str| {
        let fields = scores[part]["found"]["fields"].as_array().into_iter().flatten();
        let row = fields.into_iter().find(|row| row["field"] == field).cloned().unwrap_or_default();
        let compared = row["compared"].as_u64().filter(|n| *n > 0);
        let share = compared.zip(row["agreed"].as_u64()).map(|(n, agreed)| agreed as f64 / n as f64);
        [number(&row["compared"]), number(&share.into())]
    };
    let rows = FOUND.iter().map(|(field, name)| {
        let parts = PARTS.iter().flat_map(|(part, _)| cells(part, field));
        std::iter::once((*name).to_owned()).chain(parts).collect()
    });
    let labels =
        [("mode_labels", "modes one by one, F1"), ("auxiliary_labels", "auxiliary modes one by one, F1")];
    let labels = labels.iter().map(|(key, name)| {
        let of = |part: &str| numbers(&scores[part]["found"][*key], &["gold", "f1"]);
        std::iter::once((*name).to_owned()).chain(PARTS.iter().flat_map(|(part, _)| of(part))).collect()
    });
    let heads = ["right", "kept back: compared", "share", "trained on: compared", "share"];
    table(&heads, rows.chain(labels))
}

fn quotations(figures: &Value) -> String {
    let seed = &figures["seed"];
    let drawn = format!("drawn at random (seed {seed})");
    let named = [("test", "kept back"), ("train", "trained on"), ("all", "all"), ("drawn", drawn.as_str())];
    let rows = named.iter().map(|(key, name)| {
        let keys = ["quotations", "met_share", "met", "speaker_share", "speaker_and_country_share"];
        std::iter::once((*name).to_owned()).chain(numbers(&figures[*key], &keys)).collect()
    });
    let heads = ["reports", "quotations", "in a statement", "of which", "speaker right", "and country"];
    table(&heads, rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn shares_stand_beside_what_they_are_of() {
        let fields =
            |agreed: u64| json!({"found": {"fields": [{"field": "date", "compared": 4, "agreed": agreed}]}});
        let text = found(&json!({"test": fields(1), "train": fields(3)}));
        assert!(
            text.lines().any(|line| line == "| date, exactly, where one is known | 4 | 0.250 | 4 | 0.750 |"),
            "{text}"
        );
        assert!(
            text.lines()
                .any(|line| line.starts_with("| place, exactly") && line.ends_with("| – | – | – | – |")),
            "{text}"
        );
    }

    #[test]
    fn each_least_confidence_has_its_row() {
        let at = |least: f64| {
            json!({"min_confidence": least, "gold": 2, "coded": 1, "scores": {
            "type_right": {"precision": 1.0, "recall": 0.5, "f1": 0.667}, "type_right_interval": {"f1": [0.5, 0.8]}}})
        };
        let text = totals(&json!({"test": {"by_min_confidence": [at(0.0), at(0.5)]}}));
        let expected = "| kept back: type | 0.5 | 2 | 1 | 1.000 | 0.500 | 0.667 | 0.500–0.800 |";
        assert!(text.lines().any(|line| line == expected), "{text}");
    }
}

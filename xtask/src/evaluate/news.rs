//! News coded by hand: records, their dates and places, and who says what, against `annalist annotate`.
//!
//! The hand coding stands in `training/events` as spans without words; the texts are in the corpora, outside the
//! repository. How records are paired and what is right stands in `docs/accuracy.md`.

mod events;
mod page;
mod parties;
mod quotes;
pub mod reports;

use crate::results::{self, Outcome};
use crate::workspace::{printed, root};
use annalist_evaluate::{Field, Tally, places};
use anyhow::{Context, Result};
use events::{Chosen, Codings};
use quotes::Quotation;
use reports::Report;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// The set's name for `--only`, and of its results file.
pub const NAME: &str = "news";

/// The parts of the set: the news kept back from training, and that which is trained on.
const PARTS: [(&str, &str); 2] = [("test", "news-test.jsonl"), ("train", "news-train.jsonl")];

/// Further values of `--min-confidence` besides the default.
const LEAST: [f64; 3] = [0.0, 0.5, 0.7];

/// How many quotations are drawn, and by what seed.
const SAMPLE: usize = 200;
const SEED: u64 = 20_261_126;

/// Evaluates `program` on the texts below `data`, keeps the figures and writes their part of `docs/accuracy.md`;
/// without the texts, says so.
///
/// # Errors
/// If a file cannot be read or the program fails.
pub fn run(program: &Path, data: &Path, scratch: &Path, date: &str, machine: &str) -> Result<()> {
    if !reports::are_there(data) {
        eprintln!("skipped: {NAME} (its data are not there)");
        return Ok(());
    }
    let usual = usual_least(&printed(Command::new(program).args(["code", "--help"]))?)?;
    let mut parts = Vec::new();
    let mut said = Vec::new();
    for (part, file) in PARTS {
        let mut of_part = reports::read(&root().join("training/events").join(file), data)?;
        reports::annotate(&mut of_part, scratch, |input, output| {
            super::timed(Command::new(program).arg("annotate").arg(input).arg("--output").arg(output))
                .map(drop)
        })?;
        let figures = records(&of_part, usual)?;
        println!("{NAME}, {part}: {}", figures["usual"]["scores"]);
        parts.push((part, figures));
        said.push((part, of_part.iter().flat_map(quotes::of).collect::<Vec<_>>()));
    }
    let mut scores: serde_json::Map<String, Value> =
        parts.into_iter().map(|(part, figures)| (part.to_owned(), figures)).collect();
    scores.insert("min_confidence".into(), json!(usual));
    scores.insert("quotations".into(), quotations(&said));
    let scores = Value::Object(scores);
    page::write(&scores, date)?;
    results::write(&Outcome {
        name: NAME.to_owned(),
        title: "news coded by hand".to_owned(),
        command: "annalist annotate (the reports of training/events/news-{test,train}.jsonl)".to_owned(),
        date: date.to_owned(),
        machine: machine.to_owned(),
        scores,
    })
}

/// The default of `--min-confidence`, out of the program's help.
fn usual_least(help: &str) -> Result<f64> {
    let of_option = help.split_once("--min-confidence").map(|(_, rest)| rest);
    let stated = of_option.and_then(|rest| rest.split_once("[default: ")?.1.split_once(']'));
    let (default, _) =
        stated.context("expected the default of `--min-confidence` in `annalist code --help`")?;
    default.parse().with_context(|| format!("expected a number as the default, found `{default}`"))
}

/// The figures of the records: all at the usual least confidence, the scores at others, and how far the confidence is
/// to be believed over all records.
fn records(reports: &[Report], usual: f64) -> Result<Value> {
    let codings = reports.iter().map(Codings::new).collect::<Result<Vec<_>>>()?;
    let mut rows = Vec::new();
    let mut least: Vec<f64> = LEAST.into_iter().chain([usual]).collect();
    least.sort_by(f64::total_cmp);
    least.dedup();
    for least in least {
        let (figures, _) = figures(&codings, least);
        rows.push(json!({
            "min_confidence": least, "gold": figures["gold"], "coded": figures["coded"], "scores": figures["scores"],
        }));
    }
    let (at_usual, found) = figures(&codings, usual);
    let (all, _) = figures(&codings, 0.0);
    let open = reports.iter().flat_map(|r| r.gold["events"].as_array()).flatten();
    Ok(json!({
        "open": open.filter(|e| e["sure"] == json!(false)).count(),
        "by_min_confidence": rows,
        "usual": at_usual,
        "found": found,
        "reliability": all["reliability"],
    }))
}

/// The figures of all records at least as likely as `least`, and those of the events found.
fn figures(codings: &[Codings], least: f64) -> (Value, Value) {
    let (mut all, mut found, mut details) = (Tally::default(), Tally::default(), Details::default());
    for codings in codings {
        let chosen = codings.likely(least);
        all.add(&chosen.gold, &chosen.coded, &chosen.compared, codings.sentences());
        let of_type = chosen.found();
        found.add(&of_type.gold, &of_type.coded, &of_type.compared, 0);
        details.add(&of_type);
    }
    let found = found.figures();
    let rows =
        found.fields.iter().map(|f| json!({"field": f.field, "compared": f.compared, "agreed": f.agreed}));
    let shown = json!({
        "events": found.paired,
        "fields": rows.chain(details.rows()).collect::<Vec<_>>(),
        "mode_labels": found.mode_labels,
        "auxiliary_labels": found.auxiliary_labels,
    });
    (json!(all.figures()), shown)
}

/// Of the events found, those whose date or place is right, none being right where the hand coding states none.
#[derive(Default)]
struct Details {
    place_exact: [u64; 2],
    place_claimed: [u64; 2],
    place_open: [u64; 2],
    date_exact: [u64; 2],
    date_claimed: [u64; 2],
    date_open: [u64; 2],
}

impl Details {
    fn add(&mut self, found: &Chosen) {
        let count = |counts: &mut [u64; 2], right: bool| {
            counts[0] += 1;
            counts[1] += u64::from(right);
        };
        for pair in &found.compared.pairs {
            let (gold, coded) = (&found.gold[pair.gold], &found.coded[pair.coded]);
            let (one, other) = (gold.place.as_ref(), coded.place.as_ref());
            count(&mut self.place_exact, places::is_exact(one, other));
            count(&mut self.place_claimed, places::holds(one, other));
            let no_date = coded.date.is_none();
            count(&mut self.date_exact, pair.agrees(Field::Date).unwrap_or(no_date));
            count(&mut self.date_claimed, pair.agrees(Field::DateAsClaimed).unwrap_or(no_date));
            if one.is_none() {
                count(&mut self.place_open, other.is_none());
            }
            if gold.date.is_none() {
                count(&mut self.date_open, no_date);
            }
        }
    }

    fn rows(&self) -> impl Iterator<Item = Value> {
        let named = [
            ("all_place_exact", self.place_exact),
            ("all_place_as_claimed", self.place_claimed),
            ("no_place", self.place_open),
            ("all_date_exact", self.date_exact),
            ("all_date_as_claimed", self.date_claimed),
            ("no_date", self.date_open),
        ];
        named.into_iter().map(
            |(field, [compared, agreed])| json!({"field": field, "compared": compared, "agreed": agreed}),
        )
    }
}

/// The figures of the quotations by part, of all, and of a draw.
fn quotations(said: &[(&str, Vec<Quotation>)]) -> Value {
    let all: Vec<Quotation> = said.iter().flat_map(|(_, of_part)| of_part).copied().collect();
    let drawn = quotes::sample(&all, SAMPLE, SEED);
    let mut figures: serde_json::Map<String, Value> =
        said.iter().map(|(part, of_part)| ((*part).to_owned(), quotes::figures(of_part))).collect();
    figures.insert("all".into(), quotes::figures(&all));
    figures.insert("drawn".into(), quotes::figures(&drawn));
    figures.insert("seed".into(), json!(SEED));
    Value::Object(figures)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_read_from_the_help() {
        let help = "      --limit <N>  [default: 7]\n      --min-confidence <P>\n          Leave out\n\n          [default: 0.3]\n";
        assert_eq!(usual_least(help).unwrap(), 0.3);
        assert!(usual_least("      --limit <N>  [default: 7]").is_err());
    }

    #[test]
    fn the_hand_codings_are_there() {
        for (_, file) in PARTS {
            assert!(root().join("training/events").join(file).is_file(), "{file}");
        }
    }
}

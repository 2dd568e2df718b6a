//! `annalist evaluate` as its users run it.

use crate::common::run;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

fn file(name: &str, content: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("evaluate");
    fs::create_dir_all(&folder).expect("a folder for the test");
    let path = folder.join(name);
    fs::write(&path, content).expect("a file for the test");
    path
}

fn text(path: &Path) -> &str {
    path.to_str().expect("the folder's name is UTF-8")
}

/// The figures that `args` give, and the exit code.
fn figures(args: &[&str]) -> (Value, Option<i32>) {
    let ran = run(&[&["evaluate", "--format", "json"], args].concat());
    (serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("no figures: {}", ran.err)), ran.code)
}

/// A report of two sentences as the labelled set has them.
fn labelled(events: Value) -> String {
    let text = "France sent soldiers to Mali on Friday. Protesters burned a flag in Bamako.";
    json!({"id": "r1", "published": "2013-01-12", "text": text, "events": events}).to_string() + "\n"
}

#[test]
fn annalist_agrees_with_its_own_records_in_every_form() {
    for format in ["jsonl", "csv", "tsv"] {
        let coded = run(&["code", "examples", "--format", format]);
        let gold = file(&format!("own.{format}"), &coded.out);
        let (found, code) = figures(&[text(&gold), "examples"]);
        assert_eq!(code, Some(0), "{found}");
        assert!(found["paired"].as_u64().unwrap() > 20);
        for count in ["gold", "coded"] {
            assert_eq!(found[count], found["paired"], "{format}");
        }
        assert_eq!(found["scores"]["right"]["f1"], 1.0, "{format}");
        for field in found["fields"].as_array().unwrap() {
            assert_eq!(field["compared"], field["agreed"], "{format}: {field}");
        }
    }
}

#[test]
fn a_labelled_report_brings_its_own_text() {
    let gold = labelled(json!([
        {"event": "MOBILIZE", "actor": ["France"], "recipient": [], "trigger": "sent"},
        {"event": "PROTEST", "actor": ["Protesters"], "recipient": [], "trigger": "burned", "place": "Bamako"},
        {"event": "AID", "actor": ["Chad"], "recipient": ["Niger"], "trigger": "never"},
    ]));
    let gold = file("labelled.jsonl", &gold);
    let (found, code) = figures(&[text(&gold)]);
    assert_eq!((code, &found["reports"], &found["gold"]), (Some(0), &json!(1), &json!(3)));
    assert_eq!(found["confusion"]["AID"], json!({"none": 1}));
    assert_eq!(found["reports_without_sentences"], 1, "one trigger is not in the text");
    let (only, _) = figures(&[text(&gold), "--only", "AID"]);
    assert_eq!((&only["gold"], &only["paired"]), (&json!(1), &json!(0)));
}

#[test]
fn a_bad_row_is_named_and_its_report_left_out() {
    let reports = file(
        "reports.jsonl",
        "{\"id\": \"a\", \"text\": \"Rebels attacked an army post near Goma.\"}\n\
         {\"id\": \"b\", \"text\": \"Rebels attacked an army post near Goma.\"}\n\
         {\"id\": \"c\", \"text\": \"Rebels attacked an army post near Goma.\"}\n",
    );
    let gold = file(
        "rows.csv",
        "report,event,actor,recipient\na,ASSAULT,rebels,army post\nb,FIGHT,rebels,army\nd,AID,France,Mali\n",
    );
    let ran = run(&["evaluate", text(&gold), text(&reports), "--format", "json"]);
    assert_eq!(ran.code, Some(2));
    for expected in [
        "line 3 of",
        "in `event`, found `FIGHT`; report `b` is left out",
        "cannot evaluate report `d`",
        "note: 1 report without a record in GOLD",
    ] {
        assert!(ran.err.contains(expected), "`{expected}` not in: {}", ran.err);
    }
    let found: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&found["reports"], &found["scores"]["right"]["right"]), (&json!(1), &json!(1)));
    let (complete, _) = figures(&[text(&gold), text(&reports), "--complete"]);
    assert_eq!(
        (&complete["reports"], &complete["event_or_none_by_report"]["coded_only"]),
        (&json!(2), &json!(1))
    );
}

#[test]
fn gold_without_texts_asks_for_them() {
    let gold = file("adrift.csv", "report,event,actor,recipient\na,ASSAULT,rebels,army\n");
    let ran = run(&["evaluate", text(&gold)]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains("no text is given\nhint: name the files with the reports after GOLD"),
        "{}",
        ran.err
    );
    assert_eq!(ran.out, "no report was compared\n");
    let missing = run(&["evaluate", "no-such-file.csv"]);
    assert_eq!(missing.code, Some(2));
    assert!(missing.err.contains("cannot read `no-such-file.csv`"), "{}", missing.err);
}

#[test]
fn differences_are_written_and_shown_with_their_sentence() {
    let gold =
        labelled(json!([{"event": "AID", "actor": ["Chad"], "recipient": ["Niger"], "trigger": "burned"}]));
    let gold = file("differing.jsonl", &gold);
    let out = gold.with_file_name("differences.jsonl");
    let ran = run(&["evaluate", text(&gold), "--list", "9", "--differences", text(&out)]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let lines: Vec<Value> =
        fs::read_to_string(&out).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let burned = lines.iter().find(|l| l["gold"]["event"] == "AID").expect("the record by hand");
    assert_eq!(burned["text"], "Protesters burned a flag in Bamako.");
    assert!(ran.out.contains("“Protesters burned a flag in Bamako.”"), "{}", ran.out);
    assert!(ran.out.contains("AID: Chad → Niger · “burned”"), "{}", ran.out);
}

#[test]
fn figures_are_the_same_on_any_number_of_threads() {
    let set = "training/events/reports-1.jsonl";
    let one = run(&["evaluate", set, "--threads", "1", "--list", "5"]);
    let many = run(&["evaluate", set, "--threads", "5", "--list", "5"]);
    assert_eq!((one.code, &one.out), (Some(0), &many.out));
}

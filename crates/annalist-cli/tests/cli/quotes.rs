//! `annalist quotes` as its users run it.

use crate::common::{annalist, run};
use serde_json::Value;

const REPORT: &str = "examples/korean-air-lines-1983.txt";

fn statements(args: &[&str]) -> Vec<Value> {
    let ran = run(&[&["quotes"], args].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran.out.lines().map(|line| serde_json::from_str(line).expect("a JSON object a line")).collect()
}

#[test]
fn the_table_shows_who_says_what_about_which_records() {
    let mut command = annalist(&["quotes", REPORT, "--format", "table"]);
    let output = command.env("COLUMNS", "88").output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    insta::assert_snapshot!(String::from_utf8(output.stdout).unwrap());
}

#[test]
fn a_table_row_has_every_column() {
    let ran = run(&["quotes", REPORT, "--format", "csv"]);
    let mut reader = csv::ReaderBuilder::new().from_reader(ran.out.as_bytes());
    let header = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.expect("a row of full width")).collect();
    assert_eq!(rows.len(), statements(&[REPORT]).len());
    let shown =
        header.iter().zip(&rows[0]).map(|(column, cell)| format!("{column:18}{cell}").trim_end().to_owned());
    insta::assert_snapshot!(shown.collect::<Vec<_>>().join("\n"));
}

#[test]
fn words_are_those_of_the_text_and_records_those_of_code() {
    let texts: Vec<Value> =
        run(&["annotate", "examples"]).out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let mut about = 0;
    for statement in statements(&["examples"]) {
        let report = texts.iter().find(|r| r["id"] == statement["cite_info"]["id"]).expect("its report");
        let text: Vec<char> = report["text"].as_str().unwrap().chars().collect();
        let words = |spans: &Value| -> String {
            let span = |s: &Value| -> String {
                let at = |i: usize| s[i].as_u64().unwrap() as usize;
                text[at(0)..at(1)].iter().collect()
            };
            spans.as_array().unwrap().iter().map(span).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(words(&statement["text_info"]["content"]), statement["content"].as_str().unwrap());
        assert_eq!(words(&statement["text_info"]["cue"]), statement["cue"].as_str().unwrap());
        let events = report["events"].as_array().unwrap();
        for id in statement["about"].as_array().unwrap().iter().chain(statement["act"].as_array().unwrap()) {
            assert!(events.iter().any(|e| e["id"] == *id), "{id} is no record");
            about += 1;
        }
    }
    assert!(about > 10, "expected statements about records, found {about}");
}

#[test]
fn a_denial_marks_the_record_it_denies() {
    let denials = statements(&[REPORT, "--only", "denied"]);
    assert!(!denials.is_empty() && denials.iter().all(|s| s["polarity"] == "denied"), "{denials:?}");
}

#[test]
fn only_and_without_choose_statements() {
    let all = statements(&["examples"]).len();
    let said = statements(&["examples", "--only", "say,write"]);
    assert!(!said.is_empty() && said.iter().all(|s| s["class"] == "say" || s["class"] == "write"));
    assert_eq!(said.len() + statements(&["examples", "--without", "say,write"]).len(), all);
    let ran = run(&["quotes", "examples", "--only", "shout"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("shout") && ran.err.contains("expected accuse, agree"), "{}", ran.err);
}

#[test]
fn statements_are_the_same_on_any_number_of_threads() {
    let one = run(&["quotes", "examples", "--threads", "1"]);
    let many = run(&["quotes", "examples", "--threads", "5"]);
    assert!(one.code == Some(0) && one.out == many.out, "outputs differ: {}", one.err);
}

#[test]
fn an_input_that_cannot_be_read_is_named_and_the_rest_done() {
    let ran = run(&["quotes", "no-such-file.txt", REPORT]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("no-such-file.txt"), "{}", ran.err);
    assert_eq!(ran.out.lines().count(), statements(&[REPORT]).len());
}

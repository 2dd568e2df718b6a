//! The program as its users run it: outputs, options, exit codes.

use crate::common::{annalist, root, run};
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;

fn scratch(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("a folder for the test");
    path
}

/// The records that `code` prints with `args` for the examples.
fn records(args: &[&str]) -> Vec<Value> {
    let ran = run(&[&["code", "examples"], args].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran.out.lines().map(|line| serde_json::from_str(line).expect("a JSON object a line")).collect()
}

/// The records of the examples without any option.
fn all_records() -> &'static [Value] {
    static ALL: std::sync::OnceLock<Vec<Value>> = std::sync::OnceLock::new();
    ALL.get_or_init(|| records(&[]))
}

#[test]
fn records_are_the_same_on_any_number_of_threads() {
    let one = run(&["annotate", "examples", "--threads", "1"]);
    let many = run(&["annotate", "examples", "--threads", "5"]);
    assert_eq!(one.code, Some(0), "{}", one.err);
    assert!(one.out == many.out, "outputs differ");
}

#[test]
fn every_record_quotes_the_words_it_points_at() {
    let ran = run(&["annotate", "examples"]);
    let mut seen = 0;
    for line in ran.out.lines() {
        let report: Value = serde_json::from_str(line).unwrap();
        let text: Vec<char> = report["text"].as_str().unwrap().chars().collect();
        let words = |span: &Value| -> String {
            let at = |i: usize| span[i].as_u64().unwrap() as usize;
            text[at(0)..at(1)].iter().collect()
        };
        for event in report["events"].as_array().unwrap() {
            assert_eq!(words(&event["text_info"]["span"]), event["text"].as_str().unwrap());
            for party in
                event["actor"].as_array().unwrap().iter().chain(event["recipient"].as_array().unwrap())
            {
                assert_eq!(words(&party["span"]), party["text"].as_str().unwrap());
            }
            seen += 1;
        }
    }
    assert!(seen > 20, "expected many events in the examples, found {seen}");
}

#[test]
fn identifiers_are_unique() {
    let mut ids: Vec<String> = all_records().iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect();
    let all = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all);
}

#[test]
fn only_and_without_choose_records() {
    let all = all_records();
    let is = |r: &Value, kind: &str| r["event"][0] == kind;
    let agree = records(&["--only", "agree,CONSULT"]);
    assert!(!agree.is_empty() && agree.iter().all(|r| is(r, "AGREE") || is(r, "CONSULT")));
    let rest = records(&["--without", "AGREE,CONSULT"]);
    assert!(!rest.iter().any(|r| is(r, "AGREE") || is(r, "CONSULT")));
    assert_eq!(agree.len() + rest.len(), all.len());
    let marked = records(&["--without", "future,hypothetical,negation,historical,denied"]);
    assert!(marked.iter().all(|r| r["auxiliary"].as_array().unwrap().is_empty()));
}

#[test]
fn explain_adds_the_rule_and_the_steps() {
    let explained = records(&["--explain"]);
    assert!(explained.iter().all(|r| r["explain"]["rule"] == r["rule"]));
    assert!(all_records().iter().all(|r| r.get("explain").is_none()));
}

#[test]
fn tables_have_a_header_and_a_row_a_record() {
    let all = all_records().len();
    for (format, separator) in [("csv", b','), ("tsv", b'\t')] {
        let ran = run(&["code", "examples", "--format", format]);
        let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(ran.out.as_bytes());
        assert_eq!(reader.headers().unwrap().get(0), Some("id"));
        let rows: Vec<_> = reader.records().map(|r| r.expect("a row of full width")).collect();
        assert_eq!(rows.len(), all);
    }
}

#[test]
fn the_manuals_format_has_no_other_names() {
    let known = [
        "id",
        "has_event",
        "date",
        "enddate",
        "actor",
        "recipient",
        "event",
        "event_loc",
        "event_text",
        "quad_code",
        "event_scale",
        "mode",
        "context",
        "text",
        "text_info",
        "size",
        "cite_info",
        "coder",
    ];
    for record in records(&["--format", "plover"]) {
        let names: Vec<&str> = record.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names, known);
    }
}

#[test]
fn colour_is_only_colour() {
    let timeline = |name: &str, value: &str| {
        let mut command = annalist(&["code", "examples/cuba-1962.txt", "--format", "timeline"]);
        let output = command.env(name, value).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(timeline("CLICOLOR_FORCE", "1").contains("\u{1b}["));
    assert!(!timeline("COLUMNS", "80").contains('\u{1b}'), "colour in a pipe");
    let mut both = annalist(&["code", "examples/cuba-1962.txt", "--format", "timeline"]);
    let output = both.env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1").output().unwrap();
    assert!(!output.stdout.contains(&0x1b), "NO_COLOR is not honoured");
}

#[test]
fn a_closed_output_pipe_ends_quietly() {
    let folder = scratch("pipe");
    let line = format!("{{\"text\":\"{}\"}}\n", "The ministers met in Geneva on Monday. ".repeat(50));
    fs::write(folder.join("many.jsonl"), line.repeat(5_000)).unwrap();
    let mut command = annalist(&["read", folder.join("many.jsonl").to_str().unwrap()]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let mut errors = String::new();
    child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
    assert_eq!((child.wait().unwrap().code(), errors.as_str()), (Some(0), ""));
    assert!(first.starts_with('{'));
}

#[test]
fn an_output_file_is_whole_or_not_there() {
    let folder = scratch("output");
    let path = folder.join("events.jsonl");
    let ran = run(&["code", "examples/mali-2013.txt", "-o", path.to_str().unwrap()]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "{}", ran.err);
    let direct = run(&["code", "examples/mali-2013.txt", "--format", "jsonl"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), direct.out);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "a temporary file is left");

    let ran = run(&["code", "examples/mali-2013.txt", "-o", folder.join("no/such/file").to_str().unwrap()]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.starts_with("error: cannot write `"), "{}", ran.err);
}

#[test]
fn a_wrong_command_line_is_told_with_what_was_expected() {
    let check = |args: &[&str], expected: &[&str]| {
        let ran = run(args);
        assert_eq!(ran.code, Some(2), "{args:?}");
        expected.iter().for_each(|e| assert!(ran.err.contains(e), "expected {e:?} in: {}", ran.err));
    };
    check(&["code", "examples", "--only", "ASAULT"], &["ASAULT", "expected AGREE, CONSULT"]);
    check(&["code", "examples", "--published", "soon"], &["`--published soon`", "expected a date such as"]);
    check(&["code", "examples", "--zone", "Mars/Olympus"], &["`Mars/Olympus`", "expected an IANA name"]);
    check(&["code", "examples", "--map", "txet=body"], &["cannot understand `--map`", "found `txet`"]);
    check(&["code", "examples", "--threads", "0"], &["0"]);
    check(&["code"], &["INPUT"]);
}

#[test]
fn a_pair_is_always_answered() {
    let row =
        r#"{"id":7,"text":"France condemned the attack by rebels.","actor":"France","recipient":"the moon"}"#;
    let folder = scratch("pairs");
    fs::write(folder.join("pairs.jsonl"), format!("{row}\n{{\"text\":\"no parties\"}}\n")).unwrap();
    let ran = run(&["classify", folder.join("pairs.jsonl").to_str().unwrap()]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("pairs.jsonl`: line 2: missing field `actor`"), "{}", ran.err);
    let answer: Value = serde_json::from_str(&ran.out).unwrap();
    let scores = answer["scores"].as_object().unwrap();
    assert_eq!((&answer["id"], scores.len()), (&Value::from(7), 16));
    let best = scores.iter().max_by(|a, b| a.1.as_f64().unwrap().total_cmp(&b.1.as_f64().unwrap())).unwrap();
    assert_eq!((&answer["score"], scores.get(answer["event"].as_str().unwrap())), (best.1, Some(best.1)));
    let sum: f64 = scores.values().map(|s| s.as_f64().unwrap()).sum();
    assert!((sum - 1.0).abs() < 0.01, "{sum}");
}

#[test]
fn phrases_are_named_by_country_and_sector() {
    let check = |rows: &str, expected: &[Value]| {
        let folder = scratch("phrases");
        fs::write(folder.join("phrases.jsonl"), rows).unwrap();
        let ran = run(&["actors", folder.join("phrases.jsonl").to_str().unwrap()]);
        let mut answers: Vec<Value> = ran.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        for answer in &mut answers {
            let note = answer.as_object_mut().unwrap().remove("note");
            assert!(note.is_some_and(|n| n.as_str().is_some_and(|n| !n.is_empty())), "{answer}");
        }
        assert_eq!((answers.as_slice(), ran.code), (expected, Some(0)), "{}", ran.err);
    };
    let row = |text: &str| format!("{{\"id\":1,\"text\":\"{text}\",\"date\":\"2014-05-01\"}}\n");
    let who = |name: Value, country: Value, sector: Value| json!({"id":1, "name":name, "country":country, "sector":sector});
    check(
        &row("the Colombian vice president"),
        &[who(json!("Angelino Garzón"), json!("COL"), json!(["GOV"]))],
    );
    check(&row("Nairobi police"), &[who(Value::Null, json!("KEN"), json!(["COP"]))]);
    check(&row("the president of France"), &[who(json!("François Hollande"), json!("FRA"), json!(["GOV"]))]);
    check(&row("the procedure"), &[who(Value::Null, Value::Null, Value::Null)]);
    check(&row(""), &[who(Value::Null, Value::Null, Value::Null)]);
    let undated = r#"{"text":"Nairobi police","date":null}"#;
    check(undated, &[json!({"id":null, "name":null, "country":"KEN", "sector":["COP"]})]);
}

#[test]
fn a_line_that_is_no_phrase_is_named() {
    let check = |line: &str, expected: &str| {
        let folder = scratch("bad-phrases");
        fs::write(folder.join("p.jsonl"), format!("{{\"text\":\"lawmakers\"}}\n{line}\n")).unwrap();
        let ran = run(&["actors", folder.join("p.jsonl").to_str().unwrap()]);
        assert_eq!((ran.code, ran.out.lines().count()), (Some(2), 1), "{}", ran.err);
        assert!(ran.err.contains("p.jsonl`: line 2: ") && ran.err.contains(expected), "{}", ran.err);
    };
    check("{\"id\":2}", "missing field `text`");
    check("[", "EOF");
    check(r#"{"text":"police","date":"soon"}"#, "`date`: expected a date such as 2013-01-11, found `soon`");
}

#[test]
fn standard_input_is_read() {
    let report = fs::File::open(root().join("examples/mali-2013.txt")).unwrap();
    let output = annalist(&["code", "-"]).stdin(report).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8(output.stdout).unwrap().contains("\"event\":["));
}

#[test]
fn a_text_in_another_language_is_parsed_with_a_note() {
    let mut command = annalist(&["parse", "-"]);
    let text = "Президент подписал указ о мобилизации. В столице прошли протесты против войны.";
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(out.lines().nth(1).unwrap().starts_with("# note = language: the text is in `ru`"), "{out}");
}

#[test]
fn trees_come_as_conllu() {
    let ran = run(&["parse", "examples/cuba-1962.txt"]);
    let words: Vec<Vec<&str>> = ran
        .out
        .lines()
        .filter(|l| l.starts_with(|c: char| c.is_ascii_digit()))
        .map(|l| l.split('\t').collect())
        .collect();
    assert!(words.len() > 250 && words.iter().all(|columns| columns.len() == 10));
    assert!(words.iter().filter(|columns| columns[7] == "root").count() >= 10);
}

#[test]
fn what_is_not_placed_is_listed_in_every_form() {
    let list = |args: &[&str]| run(&[&["code", "examples", "--unmatched"], args].concat());
    let lines = list(&["--threads", "1"]);
    assert_eq!(lines.code, Some(0), "{}", lines.err);
    assert_eq!(lines.out, list(&["--threads", "5"]).out);
    let rows: Vec<Value> = lines.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    for what in ["predicate", "party"] {
        assert!(rows.iter().any(|r| r["what"] == what && r["example"] != ""), "no {what}");
    }
    let table = list(&["--format", "csv"]);
    let mut reader = csv::Reader::from_reader(table.out.as_bytes());
    assert_eq!(reader.records().filter(Result::is_ok).count(), rows.len());
    let page = list(&["--format", "timeline"]).out;
    assert!(page.contains("predicates without an entry that fits"), "{page}");
    assert_eq!(list(&["--format", "plover"]).code, Some(2));
    assert_eq!(list(&["--only", "AID"]).code, Some(2));
}

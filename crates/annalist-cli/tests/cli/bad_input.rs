//! Bad input gets a clear message and loses nothing: the report beside it is coded, and the exit code is 2.

use crate::common::run;
use std::fs;
use std::path::{Path, PathBuf};

const GOOD: &str =
    "France condemned the attack on Friday. The president of Mali met French officials in Bamako.";

/// A fresh folder for the test `name`, with one good report in it.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("a folder for the test");
    fs::write(path.join("good.txt"), GOOD).expect("a report for the test");
    path
}

/// Runs `read` over `bad` and a good report: one line comes out, `message` stands on standard error, exit code 2.
fn check(name: &str, file: &str, bad: &[u8], messages: &[&str]) {
    let folder = folder(name);
    let path = folder.join(file);
    fs::write(&path, bad).expect("a bad input for the test");
    let ran = run(&["read", path.to_str().unwrap(), folder.join("good.txt").to_str().unwrap()]);
    assert!(ran.out.contains("France condemned"), "the good report is lost: {}", ran.err);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.starts_with("error: "), "{}", ran.err);
    assert!(ran.err.contains(path.to_str().unwrap()), "{}", ran.err);
    for message in messages {
        assert!(ran.err.contains(message), "expected {message:?} in: {}", ran.err);
    }
    assert!(ran.err.contains("skipped or cut short"), "{}", ran.err);
}

#[test]
fn a_missing_file() {
    let folder = folder("missing");
    let good = folder.join("good.txt");
    let ran = run(&["read", folder.join("none.txt").to_str().unwrap(), good.to_str().unwrap()]);
    assert_eq!((ran.code, ran.out.lines().count()), (Some(2), 1));
    assert!(ran.err.contains("none.txt`: no such file or folder"), "{}", ran.err);
}

#[test]
fn an_empty_file() {
    check("empty", "empty.txt", b"", &["it is empty"]);
    check("blank", "blank.txt", b" \n\n", &["it is empty"]);
}

#[test]
fn a_binary_file() {
    check("binary", "image.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0", &["expected text, found"]);
}

#[test]
fn a_wrong_encoding_is_mended_with_a_note() {
    let page =
        b"<html><head><meta charset=\"utf-8\"></head><body><article><p>Soldiers of the Malian army crossed \
        the river at S\xE9gou on Friday, and many people fled to the hills.</p></article></body></html>";
    let ran = run_alone("encoding", "page.html", page);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert!(report["text"].as_str().unwrap().contains("Ségou"), "{}", ran.out);
    assert!(report["notes"][0].as_str().is_some_and(|note| note.contains("encoding")), "{}", ran.out);
}

/// Runs `read` over one file alone.
fn run_alone(name: &str, file: &str, bytes: &[u8]) -> crate::common::Run {
    let path = folder(name).join(file);
    fs::write(&path, bytes).expect("an input for the test");
    run(&["read", path.to_str().unwrap()])
}

#[test]
fn a_page_without_an_article() {
    let page = b"<!DOCTYPE html><html><body><nav><a href=\"/\">Home</a></nav></body></html>";
    check("page", "page.html", page, &["no article found in the page", "hint: "]);
}

#[test]
fn a_broken_line_and_a_line_without_text() {
    let lines =
        format!("{{\"text\":\"{GOOD}\"}}\n{{\"text\": broken\n{{\"id\":\"x\"}}\n{{\"text\":\"{GOOD}\"}}\n");
    let ran = run_alone("lines", "lines.jsonl", lines.as_bytes());
    assert_eq!((ran.code, ran.out.lines().count()), (Some(2), 2), "{}", ran.err);
    assert!(ran.err.contains("lines.jsonl`: line 2: expected a JSON object"), "{}", ran.err);
    assert!(ran.err.contains("lines.jsonl`: line 3: expected"), "{}", ran.err);
    assert!(ran.err.contains("hint: name the field that holds the text: `--map text=NAME`"), "{}", ran.err);
    assert!(ran.err.contains("2 done, 2 skipped or cut short"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn a_folder_with_an_unreadable_file() {
    let folder = folder("unreadable");
    std::os::unix::fs::symlink(folder.join("gone"), folder.join("a-link.txt")).expect("a dangling link");
    fs::write(folder.join("zebra.txt"), GOOD).expect("another report");
    let ran = run(&["read", folder.to_str().unwrap()]);
    assert_eq!((ran.code, ran.out.lines().count()), (Some(2), 2), "{}", ran.err);
    assert!(ran.err.contains("a-link.txt`: no such file or folder"), "{}", ran.err);
}

#[test]
fn a_report_of_fifty_megabytes() {
    let paragraph = "The ministers met in Geneva on Monday and agreed to talk again next week.\n\n";
    let text = paragraph.repeat(50_000_000 / paragraph.len());
    check(
        "huge",
        "huge.txt",
        text.as_bytes(),
        &["cut short", "expected at most 1048576 bytes of text", "hint: "],
    );
}

#[test]
fn a_report_without_a_date_is_not_bad_input() {
    let ran = run_alone("undated", "undated.txt", GOOD.as_bytes());
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
}

#[test]
fn a_report_without_events_is_not_bad_input() {
    let folder = folder("uneventful");
    fs::write(folder.join("good.txt"), "The weather was fine and the garden was quiet.").unwrap();
    let ran = run(&["code", folder.to_str().unwrap()]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (Some(0), "", ""));
}

#[test]
fn a_sentence_of_a_treebank_that_is_not_conllu() {
    let folder = folder("treebank");
    let path = folder.join("bad.conllu");
    let good = "1\tTalks\t_\t_\t_\t_\t_\t_\t_\t_\n2\tfailed\t_\t_\t_\t_\t_\t_\t_\t_\n";
    fs::write(&path, format!("# sent_id = a\n{good}\n1\tbroken\n\n# sent_id = c\n{good}\n")).unwrap();
    let ran = run(&["parse", "--tokenized", path.to_str().unwrap()]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains("bad.conllu`: line 5: expected 10 columns"), "{}", ran.err);
    let names: Vec<&str> = ran.out.lines().filter_map(|l| l.strip_prefix("# sent_id = ")).collect();
    assert_eq!(names, ["a", "c"]);
}

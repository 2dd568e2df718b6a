//! Every format that reports come in, as small files written for this project: what is read of each, field by field.
//!
//! `ANNALIST_WRITE=1 cargo test -p annalist-read --test inputs` writes what is expected again.

use annalist_core::Report;
use annalist_read::{Options, open};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/inputs")
}

#[test]
fn every_format_is_read_field_by_field() {
    let path = folder().join("expected.txt");
    let mut names: Vec<String> = std::fs::read_dir(folder())
        .expect("the folder is there")
        .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name != "expected.txt" && !name.starts_with('.'))
        .collect();
    names.sort();
    let shown: String = names.iter().map(|name| format!("==== {name}\n{}", shown(name))).collect();
    if std::env::var_os("ANNALIST_WRITE").is_some() {
        std::fs::write(&path, &shown).expect("it can be written");
    }
    let expected = std::fs::read_to_string(&path).expect("it is there");
    for (shown, expected) in shown.lines().zip(expected.lines()) {
        assert_eq!(shown, expected);
    }
    assert_eq!(shown.lines().count(), expected.lines().count());
}

fn shown(name: &str) -> String {
    let inputs = open([folder().join(name)], Options::default());
    let passed = inputs.passed_over();
    let mut out = String::new();
    for unread in inputs {
        match unread.report() {
            Ok(report) => out += &fields(&report),
            Err(error) => {
                let message = error.to_string().replace(&folder().display().to_string(), "…");
                let _ = writeln!(out, "error: {message}\n");
            }
        }
    }
    for (what, count) in passed.counts() {
        let _ = writeln!(out, "passed over: {count} {what}\n");
    }
    out
}

fn fields(report: &Report) -> String {
    let dateline = report.dateline.as_ref().map(|d| {
        let date = d.date.map(|d| d.to_string());
        [d.place.clone(), date, d.agency.clone()].map(|p| p.unwrap_or("-".into())).join(" · ")
    });
    let pairs = [
        ("id", Some(report.id.clone())),
        ("url", report.url.clone()),
        ("publisher", report.publisher.clone()),
        ("headline", report.headline.clone()),
        ("deck", report.deck.clone()),
        ("byline", report.byline.clone()),
        ("dateline", dateline),
        ("published", report.published.map(|m| m.to_string())),
        ("updated", report.updated.map(|m| m.to_string())),
        ("language", report.language.clone()),
    ];
    let mut out = String::new();
    for (name, value) in pairs.into_iter().filter_map(|(n, v)| Some((n, v?))) {
        let _ = writeln!(out, "{name}: {value}");
    }
    report.text.lines().filter(|l| !l.is_empty()).for_each(|line| out += &format!("  | {line}\n"));
    report.notes.iter().for_each(|note| out += &format!("note: {note}\n"));
    out + "\n"
}

/// Every example of docs/inputs.md that is a whole input is read as the document says.
#[test]
fn the_documents_examples_are_read() {
    let document =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/inputs.md"))
            .expect("it is there");
    let block = |start: &str| -> String {
        let at = document.find(start).unwrap_or_else(|| panic!("no `{start}` in docs/inputs.md"));
        document[at..].split("\n```").next().unwrap_or("").to_owned()
    };
    let read = |name: &str, text: String| {
        annalist_read::read_bytes(name, text.into_bytes(), &Options::default())
            .next()
            .expect("an answer")
            .expect("a report")
    };
    let export = read("a.txt", block("Title: Border crossing"));
    assert_eq!(
        (export.publisher.as_deref(), export.agency.as_deref()),
        (Some("The Lakeside Courier"), Some("AP"))
    );
    let line = read("a.jsonl", block("{\"id\": \"r1\""));
    assert_eq!(line.published.map(|m| m.to_string()).as_deref(), Some("2019-03-11T09:05:00+01:00"));
    let item = read("a.rss", block("<item><title>Ministers"));
    assert_eq!(item.headline.as_deref(), Some("Ministers meet in Geneva"));
    let news = read("a.xml", block("<newsItem guid="));
    assert_eq!(news.published.map(|m| m.to_string()).as_deref(), Some("2013-01-11T08:20:00+01:00"));
}

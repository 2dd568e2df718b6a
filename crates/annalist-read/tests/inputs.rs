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

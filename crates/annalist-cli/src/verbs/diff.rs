//! `annalist diff`: what changed between two codings, and why.

use super::export::open;
use super::json_line;
use crate::args::{DiffArgs, DiffFormat};
use crate::output::Output;
use crate::timeline;
use annalist_store::diff::{Change, Codings, Counts, diff};
use annalist_store::record::Record;
use anyhow::{Context, Result};
use std::fmt::Write;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::ExitCode;

/// The first bytes of every SQLite file.
const SQLITE: &[u8] = b"SQLite format 3\0";

/// Compares the two codings.
pub fn run(args: &DiffArgs) -> Result<ExitCode> {
    let (old, skipped) = read(&args.old)?;
    let (new, more) = read(&args.new)?;
    let (changes, counts) = diff(&old, &new);
    let terminal = timeline::is_terminal(args.output.as_deref());
    let format = args.format.unwrap_or(if terminal { DiffFormat::Text } else { DiffFormat::Jsonl });
    let mut out = Vec::new();
    match format {
        DiffFormat::Jsonl => changes.iter().try_for_each(|change| json_line(&mut out, change))?,
        DiffFormat::Text => out = text(&changes, counts).into_bytes(),
    }
    let mut output = Output::open(args.output.as_deref())?;
    output.write(&out)?;
    output.finish()?;
    Ok(ExitCode::from(if skipped + more > 0 { 2 } else { 0 }))
}

/// The records of a store or of JSONL, and how many lines were none.
fn read(path: &Path) -> Result<(Codings, u64)> {
    let reading = || format!("cannot read `{}`", path.display());
    let mut file = BufReader::new(File::open(path).with_context(reading)?);
    let start = file.fill_buf().with_context(reading)?;
    if start.starts_with(SQLITE) {
        return Ok((Codings::of_store(&open(path)?).with_context(reading)?, 0));
    }
    let mut codings = Codings::default();
    let mut skipped = 0;
    for number in 1.. {
        let mut line = String::new();
        if file.by_ref().take(LONGEST).read_line(&mut line).with_context(reading)? == 0 {
            break;
        }
        if line.trim().is_empty() {
            continue;
        }
        match Record::from_json(&line) {
            Ok(record) => codings.add(record),
            Err(why) => {
                eprintln!("error: `{}`, line {number}: {why}", path.display());
                skipped += 1;
            }
        }
    }
    Ok((codings, skipped))
}

/// The longest line that is read, in bytes.
const LONGEST: u64 = 16 << 20;

/// The changes for people, report by report.
fn text(changes: &[Change], counts: Counts) -> String {
    let mut out = String::new();
    let mut report = "";
    for change in changes {
        if change.report != report {
            report = &change.report;
            let _ = writeln!(out, "{}{report}", if out.is_empty() { "" } else { "\n" });
        }
        one(&mut out, change);
    }
    let Counts { same, changed, new, gone } = counts;
    let gap = if out.is_empty() { "" } else { "\n" };
    let _ = writeln!(out, "{gap}{changed} changed, {new} new, {gone} gone, {same} as before");
    out
}

fn one(out: &mut String, change: &Change) {
    let sign = match change.change {
        "new" => '+',
        "gone" => '−',
        _ => '~',
    };
    let _ = writeln!(
        out,
        "  {sign} {}  “{}”",
        change.kind,
        change.text.split_whitespace().collect::<Vec<_>>().join(" ")
    );
    let shown = |value: &str| if value.is_empty() { "nothing".to_owned() } else { value.to_owned() };
    for field in &change.fields {
        let _ = writeln!(out, "      {}: {} → {}", field.field, shown(&field.old), shown(&field.new));
    }
    let because = &change.because;
    for (what, pair) in [
        ("rule", &because.rule),
        ("date from", &because.date_source),
        ("place from", &because.loc_source),
        ("coder", &because.coder),
    ] {
        match pair {
            Some([Some(old), Some(new)]) => {
                let _ = writeln!(out, "      because {what} {old} → {new}");
            }
            Some([Some(one), None] | [None, Some(one)]) => {
                let _ = writeln!(out, "      by {what} {one}");
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coding(records: &[&str]) -> Codings {
        let mut codings = Codings::default();
        records.iter().for_each(|line| codings.add(Record::from_json(line).unwrap()));
        codings
    }

    #[test]
    fn changes_read_as_a_page() {
        let old = r#"{"id":"r1:ACCUSE:4","event":["ACCUSE"],"date":"2013-01-10","rule":"ACCUSE/blame","text":"A blamed\nB.",
            "text_info":{"span":[0,9],"trigger":[[4,9]]},"cite_info":{"id":"r1"},"coder":"annalist 0.1.0"}"#
            .replace('\n', " ");
        let new = old.replace("ACCUSE", "REJECT").replace("0.1.0", "0.2.0");
        let more = r#"{"id":"r2:AID:9","event":["AID"],"rule":"AID/give","text":"B gave aid.","cite_info":{"id":"r2"}}"#;
        let (changes, counts) = diff(&coding(&[&old]), &coding(&[&new, more]));
        insta::assert_snapshot!(text(&changes, counts), @r"
        r1
          ~ REJECT  “A blamed B.”
              event: ACCUSE → REJECT
              because rule ACCUSE/blame → REJECT/blame
              because coder annalist 0.1.0 → annalist 0.2.0

        r2
          + AID  “B gave aid.”
              by rule AID/give

        1 changed, 1 new, 0 gone, 0 as before
        ");
    }
}

//! `annalist correct`: what persons say against or beside the coding, into a store.

use super::record::{count, open};
use crate::args::CorrectArgs;
use annalist_store::corrections::LONGEST;
use annalist_store::{Corrected, Recorder};
use anyhow::{Context, Result};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, stdin};
use std::path::Path;
use std::process::ExitCode;

/// Applies every edit; what cannot be one is named and skipped.
pub fn run(args: &CorrectArgs) -> Result<ExitCode> {
    anyhow::ensure!(args.store.exists(), "cannot find the store `{}`", args.store.display());
    let mut store = open(&args.store)?;
    let mut recorder = Recorder::new(&mut store);
    let mut done = Done::default();
    for path in &args.edits {
        if let Err(error) = apply(path, &mut recorder, &mut done) {
            eprintln!("error: {error:#}");
            done.skipped += 1;
        }
    }
    if !args.quiet {
        eprintln!(
            "{} applied, {} already known, {} kept for records that are not in the store yet",
            count(done.applied, "correction"),
            done.known,
            done.waiting
        );
    }
    Ok(ExitCode::from(if done.skipped > 0 { 2 } else { 0 }))
}

#[derive(Default)]
struct Done {
    applied: u64,
    known: u64,
    waiting: u64,
    skipped: u64,
}

fn apply(path: &Path, recorder: &mut Recorder, done: &mut Done) -> Result<()> {
    let name = crate::input::shown(&path.to_string_lossy());
    let reading = || format!("cannot read {name}");
    let mut input: Box<dyn BufRead> = if path.as_os_str() == "-" {
        Box::new(stdin().lock())
    } else {
        Box::new(BufReader::new(File::open(path).with_context(reading)?))
    };
    for number in 1.. {
        let mut line = Vec::new();
        // A byte more than the longest edit shows that the line is too long without reading all of it.
        let read =
            input.by_ref().take(LONGEST as u64 + 1).read_until(b'\n', &mut line).with_context(reading)?;
        if read == 0 {
            break;
        }
        let line = String::from_utf8_lossy(&line);
        if line.trim().is_empty() {
            continue;
        }
        match recorder.correct(&line) {
            Ok(Corrected::Applied) => done.applied += 1,
            Ok(Corrected::Waiting) => done.waiting += 1,
            Ok(Corrected::Known) => done.known += 1,
            Err(annalist_store::StoreError::Shape { what, why }) => {
                eprintln!("error: {name}, line {number}: {what} cannot be read: {why}");
                done.skipped += 1;
            }
            Err(other) => return Err(other).with_context(|| format!("{name}, line {number}")),
        }
    }
    Ok(())
}

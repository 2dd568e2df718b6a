//! `annalist record`: reports, coded, into a store.

use super::coded;
use crate::args::RecordArgs;
use crate::driver::{self, Streams};
use crate::input::{self, shown};
use crate::interrupt;
use crate::lexicons;
use annalist::Coded;
use annalist_core::Report;
use annalist_shape::report::ReportShape;
use annalist_shape::select::{LEAST_RECORDED, Selection};
use annalist_shape::{coder_with, lines};
use annalist_store::{Known, Recorder, Store, Submission, Tally};
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// How many reports are written at once.
const BATCH: usize = 128;
/// How long a report waits for others to be written with.
const PATIENCE: Duration = Duration::from_secs(2);

/// Codes what the store does not hold yet and records it.
pub fn run(args: &RecordArgs) -> Result<ExitCode> {
    if args.stream.resume {
        bail!("`record` goes on by itself where a run was broken off: leave `--resume` out");
    }
    let path = args.stream.output.clone().unwrap_or_default();
    let lexicon = lexicons::load(&args.coding.own)?;
    let coder = Coder {
        name: coder(&lexicon.known.version, args.coding.min_confidence, args.coding.unnamed),
        unnamed: args.coding.unnamed,
        lexicon: &lexicon,
    };
    let selection = Selection::new(Vec::new(), Vec::new(), args.coding.min_confidence);
    let mut store = open(&path)?;
    let known = store.known().with_context(|| format!("cannot read the store `{}`", path.display()))?;
    let mut writer = Writer::new(&mut store, &coder.name);
    let writing = || format!("cannot write to the store `{}`", path.display());
    let streams = Streams::from(&args.stream);
    let run = driver::fold(
        &streams,
        input::found(&args.stream, None)?,
        |report, source| coder.met(report, source, &known, &selection),
        |met| writer.take(met).with_context(writing),
    );
    // What was coded before an error is recorded all the same.
    let last = writer.flush().with_context(writing);
    let (done, namesakes) = (writer.done, writer.namesakes);
    let summary = run?;
    last?;
    if !args.stream.quiet {
        report(&path, &store, done)?;
    }
    let code = lexicon.exit_code(summary.close(&streams, interrupt::requested())?);
    Ok(if namesakes > 0 && code == ExitCode::SUCCESS { ExitCode::from(2) } else { code })
}

/// Opens the store at `path` to write to it.
///
/// # Errors
/// If it cannot be opened or is no store.
pub fn open(path: &Path) -> Result<Store> {
    Store::open(path).with_context(|| format!("cannot open the store `{}`", path.display()))
}

/// What the store calls the coder: other lexicons, thresholds and texts make other records.
pub fn coder(lexicon: &str, least: f32, unnamed: bool) -> String {
    let mut name = coder_with(lexicon);
    if least != LEAST_RECORDED {
        name += &format!(" min-confidence {least}");
    }
    if unnamed {
        name += " unnamed";
    }
    name
}

/// A report that came in.
struct Met {
    id: String,
    digest: String,
    /// What messages call it.
    shown: String,
    /// None where the store holds it just so.
    submission: Option<Submission>,
}

/// What codes reports.
struct Coder<'a> {
    name: String,
    unnamed: bool,
    lexicon: &'a lexicons::Loaded,
}

impl Coder<'_> {
    fn met(&self, report: Report, source: &str, known: &Known, selection: &Selection) -> Result<Met> {
        let id = report.id.clone();
        let digest = annalist_store::digest(&serde_json::to_string(&ReportShape::new(&report))?);
        let shown = format!("report `{id}` of {}", shown(source));
        if known.holds(&id, &digest, &self.name) {
            return Ok(Met { id, digest, shown, submission: None });
        }
        let coded = coded(report, &self.lexicon.known, self.unnamed);
        let submission = submission(&coded, selection, &self.name)?.with_digest(digest.clone());
        Ok(Met { id, digest, shown, submission: Some(submission) })
    }
}

/// A coded report as a store takes it.
///
/// # Errors
/// If it cannot be written as JSON.
pub fn submission(coded: &Coded, selection: &Selection, coder: &str) -> Result<Submission> {
    let (report, records, statements) = lines(coded, selection)?;
    Ok(Submission::new(report, records, statements, coder.to_owned())?)
}

/// Collects reports and writes them batch by batch.
struct Writer<'a> {
    recorder: Recorder<'a>,
    coder: &'a str,
    /// The reports of this run.
    run: Known,
    batch: Vec<Submission>,
    since: Instant,
    done: Tally,
    namesakes: u64,
}

impl<'a> Writer<'a> {
    fn new(store: &'a mut Store, coder: &'a str) -> Self {
        Writer {
            recorder: Recorder::new(store),
            coder,
            run: Known::default(),
            batch: Vec::new(),
            since: Instant::now(),
            done: Tally::default(),
            namesakes: 0,
        }
    }

    fn take(&mut self, met: Met) -> annalist_store::Result<()> {
        let again = self.run.holds(&met.id, &met.digest, self.coder);
        if self.run.has(&met.id) && !again {
            // One would take the place of the other.
            eprintln!(
                "error: cannot record {}: another report of this run has its id and another text",
                met.shown
            );
            eprintln!(
                "hint: give each report its own `id`, or none, so that it is named by a hash of its text"
            );
            self.namesakes += 1;
            return Ok(());
        }
        self.run.add(&met.id, &met.digest, self.coder);
        match met.submission.filter(|_| !again) {
            Some(submission) => self.batch.push(submission),
            None => self.done.unchanged += 1,
        }
        if self.batch.len() >= BATCH || self.since.elapsed() >= PATIENCE { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> annalist_store::Result<()> {
        self.since = Instant::now();
        if !self.batch.is_empty() {
            self.done += self.recorder.record(&std::mem::take(&mut self.batch))?;
        }
        Ok(())
    }
}

fn report(path: &Path, store: &Store, done: Tally) -> Result<()> {
    let totals = store.totals().with_context(|| format!("cannot read the store `{}`", path.display()))?;
    eprintln!("{} new, {} renewed, {} as they were", count(done.new, "report"), done.renewed, done.unchanged);
    eprintln!(
        "`{}` holds {}, {}, {} and {}",
        path.display(),
        count(totals.reports, "report"),
        count(totals.events, "event"),
        count(totals.incidents, "incident"),
        count(totals.statements, "statement"),
    );
    Ok(())
}

/// `1 report`, `3 reports`.
pub fn count(n: u64, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

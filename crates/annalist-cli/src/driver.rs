//! One run over many reports: read, work, write in order, name what was skipped.

use crate::args::{RowsArgs, StreamArgs};
use crate::guard::guarded;
use crate::input;
use crate::output::{Flow, Output};
use crate::pipeline;
use crate::progress::Progress;
use annalist_core::Report;
use anyhow::Result;
use std::path::PathBuf;
use std::process::ExitCode;

/// Something wrong with one input; the others are done all the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// What was wrong, with file and line.
    pub message: String,
    /// What the user can do about it.
    pub hint: Option<&'static str>,
}

impl Problem {
    fn print(&self) {
        eprintln!("error: {}", self.message);
        if let Some(hint) = self.hint {
            eprintln!("hint: {hint}");
        }
    }
}

/// One piece of work, or one thing wrong with an input.
pub enum Item<T> {
    /// Something to work on.
    Ready(Work<T>),
    /// Something skipped.
    Problem(Problem),
}

/// A piece of work with its names.
pub struct Work<T> {
    /// What is worked on.
    pub piece: T,
    /// What messages call it: ``report `r1` of `news.jsonl` ``.
    pub name: String,
    /// The input it came from.
    pub source: String,
}

/// What came of one item.
#[derive(Debug)]
enum Done<R> {
    Result(R),
    Problem(Problem),
}

/// Where a run writes and how.
#[derive(Clone, Debug)]
pub struct Streams {
    /// The output file, if not standard output.
    pub output: Option<PathBuf>,
    /// How many items are worked on at once.
    pub threads: usize,
    /// Whether to print nothing but errors to standard error.
    pub quiet: bool,
}

impl Streams {
    fn new(output: &Option<PathBuf>, threads: Option<u16>, quiet: bool) -> Self {
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        Streams { output: output.clone(), threads: threads.map_or_else(cores, usize::from), quiet }
    }
}

impl From<&StreamArgs> for Streams {
    fn from(args: &StreamArgs) -> Self {
        Streams::new(&args.output, args.threads, args.quiet)
    }
}

impl From<&RowsArgs> for Streams {
    fn from(args: &RowsArgs) -> Self {
        Streams::new(&args.output, args.threads, args.quiet)
    }
}

/// Counts of a run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    done: u64,
    problems: u64,
}

/// Runs `render` over every report that `args` names and writes what it returns, in order, after `header`.
///
/// `render` takes the report and the name of its input.
///
/// # Errors
/// If an option is wrong or the output cannot be written. Problems of single inputs are printed and show in
/// the exit code.
pub fn run(
    args: &StreamArgs,
    header: &[u8],
    render: impl Fn(Report, &str) -> Result<Vec<u8>> + Sync,
) -> Result<ExitCode> {
    run_items(&Streams::from(args), header, input::reports(args)?, render)
}

/// As [`run`], over `items` of any kind.
///
/// # Errors
/// If the output cannot be written.
pub fn run_items<T: Send>(
    streams: &Streams,
    header: &[u8],
    items: impl Iterator<Item = Item<T>> + Send,
    render: impl Fn(T, &str) -> Result<Vec<u8>> + Sync,
) -> Result<ExitCode> {
    let mut output = Output::open(streams.output.as_deref())?;
    close_if_gone(output.write(header)?);
    let tally = fold(streams, items, render, |bytes| {
        close_if_gone(output.write(&bytes)?);
        Ok(())
    })?;
    output.finish()?;
    Ok(tally.close(streams.quiet))
}

/// Works on `items` many at once and hands the results to `take` in the order of the items; problems of single items
/// are printed and counted.
///
/// # Errors
/// The first error of `take`.
pub fn fold<T: Send, R: Send>(
    streams: &Streams,
    items: impl Iterator<Item = Item<T>> + Send,
    work_on: impl Fn(T, &str) -> Result<R> + Sync,
    mut take: impl FnMut(R) -> Result<()>,
) -> Result<Tally> {
    let mut progress = Progress::new(streams);
    let mut tally = Tally::default();
    let outcome = pipeline::run(
        streams.threads,
        items,
        |item| work(item, &work_on),
        |done| {
            tally.add(&done);
            progress.step(tally.done);
            match done {
                Done::Problem(problem) => progress.aside(|| problem.print()),
                Done::Result(result) => take(result)?,
            }
            anyhow::Ok(Flow::Open)
        },
    );
    progress.finish();
    outcome.map(|()| tally)
}

/// Ends the program quietly once nobody reads its output. The reading thread may be waiting for standard
/// input, so there is no joining it.
fn close_if_gone(flow: Flow) {
    if flow == Flow::Closed {
        std::process::exit(0);
    }
}

fn work<T, R>(item: Item<T>, work_on: &impl Fn(T, &str) -> Result<R>) -> Done<R> {
    let Work { piece, name, source } = match item {
        Item::Ready(work) => work,
        Item::Problem(problem) => return Done::Problem(problem),
    };
    let why = match guarded(|| work_on(piece, &source)) {
        Ok(Ok(result)) => return Done::Result(result),
        Ok(Err(error)) => format!("{error:#}"),
        Err(panic) => panic,
    };
    Done::Problem(Problem {
        message: format!("cannot work on {name}: {why}"),
        hint: Some("this is a defect of annalist; please report it with the text"),
    })
}

impl Tally {
    fn add<R>(&mut self, done: &Done<R>) {
        match done {
            Done::Problem(_) => self.problems += 1,
            Done::Result(_) => self.done += 1,
        }
    }

    /// The exit code, after a line that counts what was skipped.
    pub fn close(self, quiet: bool) -> ExitCode {
        if self.problems == 0 {
            return ExitCode::SUCCESS;
        }
        if !quiet {
            eprintln!("{} done, {} skipped or cut short", self.done, self.problems);
        }
        ExitCode::from(2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_over_one_report_is_its_own_problem() {
        crate::guard::install();
        let item = || {
            Item::Ready(Work { piece: 7, name: "report `r1` of `a.txt`".into(), source: "`a.txt`".into() })
        };
        let done = work(item(), &|_: u8, _: &str| -> Result<Vec<u8>> { panic!("out of range") });
        let Done::Problem(Problem { message, .. }) = done else { panic!("expected a problem") };
        assert!(message.starts_with("cannot work on report `r1` of `a.txt`: out of range"), "{message}");
        let done = work(item(), &|piece: u8, _: &str| Ok(vec![piece]));
        assert!(matches!(done, Done::Result(bytes) if bytes == [7]));
    }
}

//! One run over many reports: read, work, write in order, name what was skipped.

use crate::args::{RowsArgs, StreamArgs};
use crate::input::{self, Found};
use crate::interrupt;
use crate::journal::Origin;
use crate::output::{Flow, Output};
use crate::pipeline;
use crate::progress::{Extent, Progress};
use crate::sink::Sink;
use crate::summary::{Summary, Uncoded};
use annalist::guard::guarded;
use annalist_core::Report;
use anyhow::{Result, bail};
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

/// What a piece turns out to be once it is opened: work, something wrong, or both where a report is cut short.
pub struct Opened<T> {
    /// What is to be worked on.
    pub work: Option<Work<T>>,
    /// What was wrong, and of which kind, in words that are the same for all of that kind.
    pub problem: Option<(Problem, &'static str)>,
    /// The language of a report, where it is not English.
    pub language: Option<String>,
}

/// What a run goes over. Pieces are opened on the threads that work on them.
pub trait Piece: Send + 'static {
    /// What is worked on.
    type Ready;

    /// Where it comes from, if a broken run can go on after it.
    fn origin(&self) -> Option<Origin>;

    /// Opens it.
    fn open(self) -> Opened<Self::Ready>;
}

impl<T: Send + 'static> Piece for Item<T> {
    type Ready = T;

    fn origin(&self) -> Option<Origin> {
        None
    }

    fn open(self) -> Opened<T> {
        match self {
            Item::Ready(work) => Opened { work: Some(work), problem: None, language: None },
            Item::Problem(problem) => {
                Opened { work: None, problem: Some((problem, "not usable")), language: None }
            }
        }
    }
}

/// What came of one piece.
struct Done<R> {
    origin: Option<Origin>,
    result: Option<R>,
    problem: Option<(Problem, &'static str)>,
    language: Option<String>,
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
    /// The file that the run's counts are written to.
    pub summary: Option<PathBuf>,
}

impl Streams {
    fn new(output: &Option<PathBuf>, threads: Option<u16>, quiet: bool) -> Self {
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        let threads = threads.map_or_else(cores, usize::from);
        Streams { output: output.clone(), threads, quiet, summary: None }
    }
}

impl From<&StreamArgs> for Streams {
    fn from(args: &StreamArgs) -> Self {
        Streams { summary: args.summary.clone(), ..Streams::new(&args.output, args.threads, args.quiet) }
    }
}

impl From<&RowsArgs> for Streams {
    fn from(args: &RowsArgs) -> Self {
        Streams::new(&args.output, args.threads, args.quiet)
    }
}

/// Runs `render` over every report that `args` names and writes what it returns, in order, after `header`. Goes on where
/// a broken run ended if `args` says so.
///
/// `render` takes the report and the name of its input.
///
/// # Errors
/// If an option is wrong or the output cannot be written. Problems of single inputs are printed and show in
/// the exit code.
pub fn run(
    args: &StreamArgs,
    header: &[u8],
    uncoded: Uncoded,
    render: impl Fn(Report, &str) -> Result<Vec<u8>> + Sync,
) -> Result<ExitCode> {
    let streams = Streams::from(args);
    let mut sink = Sink::open(args)?;
    if sink.is_over() {
        eprintln!("note: the run was complete; `{}` is in its place", sink.name());
        return Ok(sink.summary(uncoded).exit_code());
    }
    let found = input::found(args, sink.finished())?;
    let mut summary = sink.summary(uncoded).over(found.passed_over(), found.copies());
    let extent = found.extent(&args.inputs);
    if sink.is_new() {
        close_if_gone(sink.write(header)?);
    }
    go_over(&streams, found, extent, &mut summary, render, |origin, bytes, summary| {
        if let Some(bytes) = bytes {
            close_if_gone(sink.write(&bytes)?);
        }
        sink.step(origin, summary)
    })?;
    let stopped = interrupt::requested();
    sink.finish(stopped, &summary, args)?;
    summary.close(&streams, stopped)
}

/// As [`run`], over `items` of any kind.
///
/// # Errors
/// If the output cannot be written.
pub fn run_items<T: Send + 'static>(
    streams: &Streams,
    header: &[u8],
    items: impl Iterator<Item = Item<T>> + Send + 'static,
    render: impl Fn(T, &str) -> Result<Vec<u8>> + Sync,
) -> Result<ExitCode> {
    let mut output = Output::open(streams.output.as_deref())?;
    close_if_gone(output.write(header)?);
    let summary = fold(streams, items, render, |bytes| {
        close_if_gone(output.write(&bytes)?);
        Ok(())
    })?;
    if interrupt::requested() {
        output.keep()?;
    } else {
        output.finish()?;
    }
    summary.close(streams, interrupt::requested())
}

/// Works on `pieces` many at once and hands the results to `take` in their order; problems of single ones are printed
/// and counted.
///
/// # Errors
/// The first error of `take`.
pub fn fold<P: Piece, R: Send>(
    streams: &Streams,
    pieces: impl Iterator<Item = P> + Send + 'static,
    work_on: impl Fn(P::Ready, &str) -> Result<R> + Sync,
    mut take: impl FnMut(R) -> Result<()>,
) -> Result<Summary> {
    let mut summary = Summary::default();
    go_over(streams, pieces, Extent::unknown(), &mut summary, work_on, |_, result, _| {
        result.map_or(Ok(()), &mut take)
    })?;
    Ok(summary)
}

/// All reports of `args` for a verb that prints once, at the end.
///
/// # Errors
/// If an option is wrong.
pub fn reports_for_counting(args: &StreamArgs) -> Result<impl Iterator<Item = Found> + Send + use<>> {
    if args.resume {
        bail!("`--resume` needs records that are written as they come; this run prints once, at its end");
    }
    input::found(args, None)
}

fn go_over<P: Piece, R: Send>(
    streams: &Streams,
    pieces: impl Iterator<Item = P> + Send + 'static,
    extent: Extent,
    summary: &mut Summary,
    work_on: impl Fn(P::Ready, &str) -> Result<R> + Sync,
    mut take: impl FnMut(Option<Origin>, Option<R>, &Summary) -> Result<()>,
) -> Result<()> {
    interrupt::listen();
    let mut progress = Progress::new(streams, extent);
    let outcome = pipeline::run(
        streams.threads,
        pieces.take_while(|_| !interrupt::requested()),
        |piece| work(piece, &work_on),
        |done| {
            let Done { origin, result, problem, language } = done;
            summary.add(result.is_some(), problem.as_ref().map(|(_, kind)| *kind), language);
            progress.step(summary.done());
            if let Some((problem, _)) = problem {
                progress.aside(|| problem.print());
            }
            take(origin, result, summary)?;
            anyhow::Ok(Flow::Open)
        },
    );
    progress.finish();
    outcome
}

/// Ends the program quietly once nobody reads its output. The reading thread may be waiting for standard
/// input, so there is no joining it.
fn close_if_gone(flow: Flow) {
    if flow == Flow::Closed {
        std::process::exit(0);
    }
}

fn work<P: Piece, R>(piece: P, work_on: &impl Fn(P::Ready, &str) -> Result<R>) -> Done<R> {
    let origin = piece.origin();
    let Opened { work, problem, language } = piece.open();
    let done = |result, problem| Done { origin, result, problem, language };
    let Some(Work { piece, name, source }) = work else { return done(None, problem) };
    let why = match guarded(|| work_on(piece, &source)) {
        Ok(Ok(result)) => return done(Some(result), problem),
        Ok(Err(error)) => format!("{error:#}"),
        Err(panic) => panic,
    };
    let problem = Problem {
        message: format!("cannot work on {name}: {why}"),
        hint: Some("this is a defect of annalist; please report it with the text"),
    };
    done(None, Some((problem, "defects of annalist")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_over_one_report_is_its_own_problem() {
        annalist::guard::install();
        let item = || {
            Item::Ready(Work { piece: 7, name: "report `r1` of `a.txt`".into(), source: "`a.txt`".into() })
        };
        let done = work(item(), &|_: u8, _: &str| -> Result<Vec<u8>> { panic!("out of range") });
        let (Problem { message, .. }, _) = done.problem.expect("a problem");
        assert!(message.starts_with("cannot work on report `r1` of `a.txt`: out of range"), "{message}");
        let done = work(item(), &|piece: u8, _: &str| Ok(vec![piece]));
        assert!(done.result == Some(vec![7]) && done.problem.is_none());
    }
}

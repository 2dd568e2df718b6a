//! From the inputs named on the command line to a stream of reports and problems.

use crate::args::{self, StreamArgs};
use crate::copies::Copies;
use crate::driver::{Item, Opened, Piece, Problem, Work};
use crate::journal::{Finished, Origin};
use crate::progress::Extent;
use annalist::guard::guarded;
use annalist::read::{
    FieldMap, Ids, Inputs, Limits, Options, PassedOver, ReadError, Reason, Unread, dates, open,
};
use annalist_core::Report;
use anyhow::{Context, Result, anyhow};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// Panics of the reading in a row after which the rest of the input is given up.
const PATIENCE: u32 = 100;

/// The reports that `args` names, in order, found as they are needed and not yet parsed; `finished` says what a broken run
/// has done of them.
///
/// # Errors
/// If an option says something that cannot be.
pub fn found(args: &StreamArgs, finished: Option<Finished>) -> Result<FoundReports> {
    let mut inputs = open(args.inputs.clone(), options(args)?);
    let mut skip = Skip::default();
    let copies = args.dedupe.then(|| Copies::new(finished.as_ref().map_or(0, |f| f.counts.pieces())));
    if let Some(finished) = finished.filter(|_| copies.is_none()) {
        skip = finished.begun.clone();
        inputs = inputs.without(move |argument, name| finished.is_whole(argument, name));
    }
    Ok(FoundReports { inputs, skip, copies, panics: 0 })
}

/// As [`found`], each report parsed as it comes.
///
/// # Errors
/// If an option says something that cannot be.
pub fn reports(args: &StreamArgs) -> Result<impl Iterator<Item = Item<Report>> + Send + use<>> {
    Ok(found(args, None)?.flat_map(|found| {
        let Opened { work, problem, .. } = found.open();
        let problem = problem.map(|(problem, _)| Item::Problem(problem));
        problem.into_iter().chain(work.map(Item::Ready))
    }))
}

/// How `args` says that inputs are read.
///
/// # Errors
/// If an option says something that cannot be.
pub fn options(args: &StreamArgs) -> Result<Options> {
    let published = args.published.as_deref().map(|text| {
        dates::parse(text).ok_or_else(|| {
            anyhow!("`--published {text}` is not one certain date: expected a date such as 2013-01-11")
        })
    });
    let fields: FieldMap = args
        .map
        .join(",")
        .parse()
        .map_err(|why: String| anyhow!(why))
        .context("cannot understand `--map`")?;
    if let Some(zone) = &args.zone {
        jiff::tz::TimeZone::get(zone).with_context(|| {
            format!("cannot find zone `{zone}`: expected an IANA name such as Africa/Bamako")
        })?;
    }
    let ids = match args.ids {
        args::Ids::Stem => Ids::FileStem,
        args::Ids::Hash => Ids::Hash,
    };
    let published = published.transpose()?;
    let limits = Limits {
        report_bytes: args.max_report_bytes.unwrap_or(Limits::default().report_bytes),
        ratio: args.max_ratio.unwrap_or(Limits::default().ratio),
        ..Limits::default()
    };
    let format = args.input_format;
    Ok(Options { format, fields, published, zone: args.zone.clone(), ids, limits })
}

/// An input that a broken run had begun, and how many of its reports are done.
type Skip = Option<(Origin, u64)>;

/// A report found and not yet parsed, or what was wrong where one should have been.
pub enum Found {
    /// What the reader found.
    Unread(Unread),
    /// A panic while it was looking.
    Panic(Problem),
    /// A report that was parsed to be compared with others.
    Compared(Option<Origin>, Box<Opened<Report>>),
}

impl Piece for Found {
    type Ready = Report;

    fn origin(&self) -> Option<Origin> {
        match self {
            Found::Unread(unread) => {
                Some(Origin { argument: unread.argument(), input: unread.outer().into() })
            }
            Found::Panic(_) => None,
            Found::Compared(origin, _) => origin.clone(),
        }
    }

    fn open(self) -> Opened<Report> {
        match self {
            Found::Unread(unread) => opened(unread),
            Found::Panic(problem) => failed(problem, "defects of annalist"),
            Found::Compared(_, opened) => *opened,
        }
    }
}

fn failed(problem: Problem, kind: &'static str) -> Opened<Report> {
    Opened { work: None, problem: Some((problem, kind)), language: None }
}

/// Parses a report; a panic over one costs that one alone.
fn opened(unread: Unread) -> Opened<Report> {
    let source = unread.input().to_owned();
    match guarded(|| unread.report()) {
        Ok(Ok(mut report)) => {
            let name = format!("report `{}` of {}", report.id, shown(&source));
            let problem = cut_short(&mut report, &name).map(|problem| (problem, "cut short"));
            let language = report.language.clone().filter(|l| l != "en");
            Opened { work: Some(Work { piece: report, name, source }), problem, language }
        }
        Ok(Err(error)) => {
            let ReadError { reason, .. } = &error;
            failed(Problem { hint: hint(reason), message: error.to_string() }, reason.kind())
        }
        Err(panic) => failed(defect(&source, &panic), "defects of annalist"),
    }
}

fn defect(source: &str, panic: &str) -> Problem {
    let message = format!("cannot read {}: {panic}", shown(source));
    Problem { message, hint: Some("this is a defect of annalist; please report it with the file") }
}

/// The iterator of [`found`]; a panic over one input costs that input alone.
pub struct FoundReports {
    inputs: Inputs,
    skip: Skip,
    copies: Option<Copies>,
    panics: u32,
}

impl FoundReports {
    /// What is passed over because it holds no report.
    pub fn passed_over(&self) -> PassedOver {
        self.inputs.passed_over()
    }

    /// How many reports are copies of others, if copies are sought; counted as the reading goes on.
    pub fn copies(&self) -> Arc<AtomicU64> {
        self.copies.as_ref().map(Copies::count).unwrap_or_default()
    }

    /// How far the reading is.
    pub fn extent(&self, inputs: &[PathBuf]) -> Extent {
        Extent::new(self.inputs.consumed(), inputs.to_vec())
    }

    /// Whether a report was done by the run that was broken off.
    fn is_done(&mut self, found: &Found) -> bool {
        let Some((begun, left)) = &mut self.skip else { return false };
        if *left > 0 && found.origin().is_some_and(|origin| origin == *begun) {
            *left -= 1;
            return true;
        }
        false
    }

    /// What the reader finds next.
    fn find(&mut self) -> Option<Found> {
        loop {
            let found = match guarded(|| self.inputs.next()) {
                Ok(next) => {
                    self.panics = 0;
                    Found::Unread(next?)
                }
                Err(_) if self.panics >= PATIENCE => return None,
                Err(panic) => {
                    self.panics += 1;
                    Found::Panic(defect(self.inputs.source(), &panic))
                }
            };
            if !self.is_done(&found) {
                return Some(found);
            }
        }
    }
}

impl Iterator for FoundReports {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        let Some(mut copies) = self.copies.take() else { return self.find() };
        let next = copies.next(|| self.find());
        self.copies = Some(copies);
        next
    }
}

/// Cuts a report that is too long, and says so.
fn cut_short(report: &mut Report, name: &str) -> Option<Problem> {
    Some(Problem {
        message: format!("{name} is cut short: {}", annalist::read::cut_short(report)?),
        hint: Some("give a file that holds several reports as JSONL, one report a line"),
    })
}

/// A file's name for messages.
pub fn shown(name: &str) -> String {
    if name == "-" { "standard input".into() } else { format!("`{name}`") }
}

/// What a user can do about `reason`.
fn hint(reason: &Reason) -> Option<&'static str> {
    match reason {
        Reason::Json { .. } | Reason::NoColumn { .. } => {
            Some("name the field that holds the text: `--map text=NAME`")
        }
        Reason::Encoding { .. } => Some("convert the file to UTF-8, for example with `iconv`"),
        Reason::TooLarge(_) => Some(
            "give a file that holds several reports as JSONL, one report a line, or raise the limit: `--max-report-bytes SIZE`",
        ),
        Reason::Bomb(_) => Some("unpack it first, or raise the limit: `--max-ratio N`"),
        Reason::NoArticle | Reason::Stub(_) => Some("save the page of one article, or give its text as .txt"),
        _ => None,
    }
}

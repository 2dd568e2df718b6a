//! `annalist code`: the events of reports, in the form asked for.

use super::json_line;
use crate::args::{CodeArgs, Format};
use crate::driver;
use crate::select::Selection;
use crate::shape::record::{Record, records};
use crate::shape::{flat, plover::Plover};
use crate::timeline::{self, Look};
use annalist::Coded;
use annalist_core::Event;
use annalist_core::span::CodePoints;
use anyhow::Result;
use std::io::{IsTerminal, stdout};
use std::process::ExitCode;

/// Codes every report.
pub fn run(args: &CodeArgs) -> Result<ExitCode> {
    let format = args.format.unwrap_or_else(|| usual_format(args));
    let printer = Printer {
        format,
        selection: Selection::new(args.only.clone(), args.without.clone()),
        look: Look { width: width(), colour: colour(args), explain: args.explain },
    };
    driver::run(&args.stream, &printer.header()?, |report, source| {
        printer.print(&annalist::code(report), source)
    })
}

/// A timeline for people who look at a terminal, JSONL for programs.
fn usual_format(args: &CodeArgs) -> Format {
    let terminal = args.stream.output.is_none() && stdout().is_terminal();
    if terminal { Format::Timeline } else { Format::Jsonl }
}

/// The columns of the terminal, else those the environment states, else 80.
fn width() -> usize {
    let terminal = terminal_size::terminal_size().map(|(w, _)| usize::from(w.0));
    let stated = || std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    terminal.or_else(stated).filter(|w| *w > 0).unwrap_or(80)
}

/// Colour on a terminal that knows it, unless NO_COLOR is set (no-color.org).
fn colour(args: &CodeArgs) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|t| t == "dumb");
    let terminal = args.stream.output.is_none() && stdout().is_terminal() && !dumb;
    !set("NO_COLOR") && (terminal || set("CLICOLOR_FORCE"))
}

/// Writes coded reports in one format.
struct Printer {
    format: Format,
    selection: Selection,
    look: Look,
}

impl Printer {
    /// What stands before the first record.
    fn header(&self) -> Result<Vec<u8>> {
        match self.separator() {
            Some(separator) => table(separator, [flat::COLUMNS]),
            None => Ok(Vec::new()),
        }
    }

    fn separator(&self) -> Option<u8> {
        match self.format {
            Format::Csv => Some(b','),
            Format::Tsv => Some(b'\t'),
            _ => None,
        }
    }

    fn print(&self, coded: &Coded, source: &str) -> Result<Vec<u8>> {
        let attributions = &coded.annotations.attributions;
        let keep = |event: &Event| self.selection.keeps(event, attributions);
        if self.format == Format::Timeline {
            return Ok(timeline::report(coded, keep, source, self.look).into_bytes());
        }
        let points = CodePoints::new(&coded.document.text);
        let mut kept = records(coded, &points, self.look.explain);
        kept.retain(|(event, _)| keep(event));
        match self.separator() {
            Some(separator) => table(separator, kept.iter().map(|(_, record)| flat::row(record))),
            None => self.lines(coded, &kept),
        }
    }

    fn lines(&self, coded: &Coded, kept: &[(&Event, Record)]) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        for (event, record) in kept {
            match self.format {
                Format::Plover => json_line(&mut out, &Plover::new(record, event, coded))?,
                _ => json_line(&mut out, record)?,
            }
        }
        Ok(out)
    }
}

fn table<R>(separator: u8, rows: impl IntoIterator<Item = R>) -> Result<Vec<u8>>
where
    R: IntoIterator,
    R::Item: AsRef<[u8]>,
{
    let mut writer = csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row)?;
    }
    Ok(writer.into_inner()?)
}

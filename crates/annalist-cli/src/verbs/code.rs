//! `annalist code`: the events of reports, in the form asked for.

use super::{coded, json_line};
use crate::args::{CodeArgs, Format};
use crate::driver;
use crate::lexicons;
use crate::select::{Selection, labels};
use crate::shape::flat::{self, table};
use crate::shape::plover::Plover;
use crate::shape::record::{Record, records};
use crate::summary::Uncoded;
use crate::timeline::{self, Look};
use annalist::Coded;
use annalist_core::Event;
use annalist_core::span::CodePoints;
use anyhow::Result;
use std::process::ExitCode;

/// Codes every report.
pub fn run(args: &CodeArgs) -> Result<ExitCode> {
    let output = args.stream.output.as_deref();
    let usual = if timeline::is_terminal(output) { Format::Timeline } else { Format::Jsonl };
    let format = args.format.unwrap_or(usual);
    if args.unmatched {
        return super::unmatched::run(args, format);
    }
    let lexicon = lexicons::load(&args.own)?;
    let types = lexicon.known.predicates.types();
    let printer = Printer {
        format,
        selection: Selection::new(
            labels("only", &args.only, types)?,
            labels("without", &args.without, types)?,
            args.min_confidence,
        ),
        look: Look::of_output(output, args.explain),
    };
    let code = driver::run(&args.stream, &printer.header()?, Uncoded::OtherLanguages, |report, source| {
        printer.print(&coded(report, &lexicon.known, args.unnamed), source)
    })?;
    Ok(lexicon.exit_code(code))
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
        match separator(self.format) {
            Some(separator) => table(separator, [flat::COLUMNS]),
            None => Ok(Vec::new()),
        }
    }

    fn print(&self, coded: &Coded, source: &str) -> Result<Vec<u8>> {
        let keep = |event: &Event| self.selection.keeps(event);
        if self.format == Format::Timeline {
            return Ok(timeline::report(coded, keep, source, self.look).into_bytes());
        }
        let points = CodePoints::new(&coded.document.text);
        let mut kept = records(coded, &points, self.look.explain);
        kept.retain(|(event, _)| keep(event));
        match separator(self.format) {
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

/// What separates the columns of a table.
pub fn separator(format: Format) -> Option<u8> {
    match format {
        Format::Csv => Some(b','),
        Format::Tsv => Some(b'\t'),
        _ => None,
    }
}

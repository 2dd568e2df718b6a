//! `annalist code`: the events of reports, in the form asked for.

use super::{coded, json_line};
use crate::args::{CodeArgs, Format};
use crate::driver::{self, Streams};
use crate::interrupt;
use crate::lexicons;
use crate::output::Output;
use crate::summary::Uncoded;
use crate::timeline::{self, Look};
use annalist::Coded;
use annalist_core::Event;
use annalist_core::span::CodePoints;
use annalist_shape::flat;
use annalist_shape::plover::Plover;
use annalist_shape::record::{Record, records};
use annalist_shape::select::{Selection, labels};
use annalist_store::export;
use annalist_store::export::parquet::Parquet;
use annalist_store::record;
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
    if format == Format::Parquet {
        return to_parquet(args, &lexicon, &printer);
    }
    let code = driver::run(&args.stream, &printer.header()?, Uncoded::OtherLanguages, |report, source| {
        printer.print(&coded(report, &lexicon.known, args.unnamed), source)
    })?;
    Ok(lexicon.exit_code(code))
}

/// Codes every report into one Parquet file, whose end can only be written when all are done.
fn to_parquet(args: &CodeArgs, lexicon: &lexicons::Loaded, printer: &Printer) -> Result<ExitCode> {
    let streams = Streams::from(&args.stream);
    let reports = driver::reports_for_counting(&args.stream)?;
    let mut output = Output::open(args.stream.output.as_deref())?;
    let mut file = Parquet::new(&mut output)?;
    let records = |report, _: &str| printer.owned(&coded(report, &lexicon.known, args.unnamed));
    let summary = driver::fold(&streams, reports, records, |records| {
        Ok(records.into_iter().try_for_each(|record| file.push(record))?)
    })?;
    file.finish()?;
    if interrupt::requested() {
        output.keep()?;
    } else {
        output.finish()?;
    }
    Ok(lexicon.exit_code(summary.close(&streams, interrupt::requested())?))
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
        let Some(layout) = layout(self.format) else { return Ok(Vec::new()) };
        let Some((Some(columns), _)) = export::layout(layout) else { return Ok(Vec::new()) };
        Ok(export::lines(layout, &[columns.iter().map(|c| (*c).to_owned()).collect()])?)
    }

    /// The records of a report as a store reads them.
    fn owned(&self, coded: &Coded) -> Result<Vec<record::Record>> {
        let points = CodePoints::new(&coded.document.text);
        let kept =
            records(coded, &points, false).into_iter().filter(|(event, _)| self.selection.keeps(event));
        Ok(kept.map(|(_, record)| flat::owned(&record)).collect::<annalist_shape::Result<_>>()?)
    }

    fn print(&self, coded: &Coded, source: &str) -> Result<Vec<u8>> {
        let keep = |event: &Event| self.selection.keeps(event);
        if self.format == Format::Timeline {
            return Ok(timeline::report(coded, keep, source, self.look).into_bytes());
        }
        let points = CodePoints::new(&coded.document.text);
        let mut kept = records(coded, &points, self.look.explain);
        kept.retain(|(event, _)| keep(event));
        let Some(layout) = layout(self.format) else { return self.lines(coded, &kept) };
        let language = coded.report.language.as_deref();
        let lines = kept.iter().map(|(_, record)| flat::lines(layout, record, language));
        Ok(lines.collect::<annalist_shape::Result<Vec<_>>>()?.concat())
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

/// The layout of cells that a form is.
fn layout(format: Format) -> Option<export::Format> {
    match format {
        Format::Csv => Some(export::Format::Csv),
        Format::Tsv => Some(export::Format::Tsv),
        Format::Polecat => Some(export::Format::Polecat),
        Format::Gdelt => Some(export::Format::Gdelt),
        Format::Petrarch => Some(export::Format::Petrarch),
        _ => None,
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

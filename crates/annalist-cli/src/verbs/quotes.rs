//! `annalist quotes`: who says what in reports, in the form asked for.

use super::{coded, json_line};
use crate::args::{QuotesArgs, QuotesFormat};
use crate::driver;
use crate::lexicons;
use crate::summary::Uncoded;
use crate::timeline::{self, Look};
use annalist::Coded;
use annalist_core::Attribution;
use annalist_core::span::CodePoints;
use annalist_shape::flat::table;
use annalist_shape::select::Statements;
use annalist_shape::statement::{COLUMNS, row, statements};
use anyhow::Result;
use std::process::ExitCode;

/// Prints the statements of every report.
pub fn run(args: &QuotesArgs) -> Result<ExitCode> {
    let look = Look::of_output(args.stream.output.as_deref(), false);
    let terminal = timeline::is_terminal(args.stream.output.as_deref());
    let usual = if terminal { QuotesFormat::Table } else { QuotesFormat::Jsonl };
    let format = args.format.unwrap_or(usual);
    let chosen = Statements::new(args.only.clone(), args.without.clone());
    let header = separator(format).map_or(Ok(Vec::new()), |separator| table(separator, [COLUMNS]))?;
    let lexicon = lexicons::load(&args.own)?;
    let code = driver::run(&args.stream, &header, Uncoded::OtherLanguages, |report, source| {
        let coded = coded(report, &lexicon.known, args.unnamed);
        let keep = |a: &Attribution| chosen.keeps(a);
        match format {
            QuotesFormat::Table => Ok(timeline::statements::report(&coded, keep, source, look).into_bytes()),
            _ => rows(&coded, keep, format),
        }
    })?;
    Ok(lexicon.exit_code(code))
}

fn separator(format: QuotesFormat) -> Option<u8> {
    match format {
        QuotesFormat::Csv => Some(b','),
        QuotesFormat::Tsv => Some(b'\t'),
        QuotesFormat::Jsonl | QuotesFormat::Table => None,
    }
}

fn rows(coded: &Coded, keep: impl Fn(&Attribution) -> bool, format: QuotesFormat) -> Result<Vec<u8>> {
    let points = CodePoints::new(&coded.document.text);
    let found = statements(coded, &points, keep);
    if let Some(separator) = separator(format) {
        return Ok(table(separator, found.iter().map(row))?);
    }
    let mut out = Vec::new();
    found.iter().try_for_each(|statement| json_line(&mut out, statement))?;
    Ok(out)
}

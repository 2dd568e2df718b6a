//! `annalist code --unmatched`: what a corpus tells that the lexicon does not place.

use super::code::separator;
use super::{coded, json_line};
use crate::args::{CodeArgs, Format};
use crate::driver::{self, Streams};
use crate::interrupt;
use crate::lexicons;
use crate::output::Output;
use crate::timeline::Look;
use crate::unmatched::{Tally, met, print};
use annalist_shape::flat::table;
use anyhow::{Result, bail};
use std::process::ExitCode;

/// Counts over all reports, then prints.
///
/// # Errors
/// If an option is wrong or the output cannot be written.
pub fn run(args: &CodeArgs, format: Format) -> Result<ExitCode> {
    if !matches!(format, Format::Timeline | Format::Jsonl | Format::Csv | Format::Tsv) {
        bail!("`--unmatched` has no such form: expected timeline, jsonl, csv or tsv");
    }
    let lexicon = lexicons::load(&args.own)?;
    let stream = &args.stream;
    let streams = Streams::from(stream);
    let mut output = Output::open(streams.output.as_deref())?;
    let mut tally = Tally::default();
    let counts = driver::fold(
        &streams,
        driver::reports_for_counting(stream)?,
        |report, _| {
            let coded = coded(report, &lexicon.known, args.unnamed);
            let met = met(&coded, &lexicon.known);
            Ok((coded.report.id, met))
        },
        |(report, met)| {
            tally.add(&report, met);
            Ok(())
        },
    )?;
    let rows = tally.rows();
    let mut bytes = Vec::new();
    match separator(format) {
        Some(separator) => {
            bytes = table(separator, [print::COLUMNS])?;
            bytes.extend(table(separator, rows.iter().map(print::cells))?);
        }
        None if format == Format::Jsonl => rows.iter().try_for_each(|row| json_line(&mut bytes, row))?,
        None => bytes = print::table(&rows, Look::of_output(stream.output.as_deref(), false)).into_bytes(),
    }
    output.write(&bytes)?;
    output.finish()?;
    if tally.missed() > 0 && !streams.quiet {
        let missed = tally.missed();
        eprintln!("note: more forms than memory is kept for; counts may be low by up to {missed}");
    }
    Ok(lexicon.exit_code(counts.close(&streams, interrupt::requested())?))
}

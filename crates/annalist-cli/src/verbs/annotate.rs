//! `annalist annotate`: every layer of every report.

use super::{coded, json_line};
use crate::args::AnnotateArgs;
use crate::driver;
use crate::lexicons;
use crate::summary::Uncoded;
use annalist_shape::annotate::Annotated;
use anyhow::Result;
use std::process::ExitCode;

/// Prints one JSON object a report.
pub fn run(args: &AnnotateArgs) -> Result<ExitCode> {
    let lexicon = lexicons::load(&args.own)?;
    let code = driver::run(&args.stream, b"", Uncoded::OtherLanguages, |report, _| {
        let coded = coded(report, &lexicon.known, args.unnamed);
        let mut out = Vec::new();
        json_line(&mut out, &Annotated::new(&coded))?;
        Ok(out)
    })?;
    Ok(lexicon.exit_code(code))
}

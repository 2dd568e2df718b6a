//! `annalist annotate`: every layer of every report.

use super::json_line;
use crate::args::AnnotateArgs;
use crate::driver;
use crate::lexicons;
use crate::shape::annotate::Annotated;
use anyhow::Result;
use std::process::ExitCode;

/// Prints one JSON object a report.
pub fn run(args: &AnnotateArgs) -> Result<ExitCode> {
    let lexicon = lexicons::load(&args.own)?;
    let code = driver::run(&args.stream, b"", |report, _| {
        let coded = annalist::code_with(report, &lexicon.known);
        let mut out = Vec::new();
        json_line(&mut out, &Annotated::new(&coded))?;
        Ok(out)
    })?;
    Ok(lexicon.exit_code(code))
}

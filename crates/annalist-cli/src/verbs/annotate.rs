//! `annalist annotate`: every layer of every report.

use super::json_line;
use crate::args::StreamArgs;
use crate::driver;
use crate::shape::annotate::Annotated;
use anyhow::Result;
use std::process::ExitCode;

/// Prints one JSON object a report.
pub fn run(args: &StreamArgs) -> Result<ExitCode> {
    driver::run(args, b"", |report, _| {
        let coded = annalist::code(report);
        let mut out = Vec::new();
        json_line(&mut out, &Annotated::new(&coded))?;
        Ok(out)
    })
}

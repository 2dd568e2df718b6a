//! `annalist read`: reports as they were read.

use super::json_line;
use crate::args::StreamArgs;
use crate::driver;
use crate::summary::Uncoded;
use annalist_shape::report::ReportShape;
use anyhow::Result;
use std::process::ExitCode;

/// Prints one JSON object a report.
pub fn run(args: &StreamArgs) -> Result<ExitCode> {
    driver::run(args, b"", Uncoded::No, |report, _| {
        let mut out = Vec::new();
        json_line(&mut out, &ReportShape::new(&report))?;
        Ok(out)
    })
}

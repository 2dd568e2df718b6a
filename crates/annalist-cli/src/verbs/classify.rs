//! `annalist classify`: the PLOVER type between two marked parties of a sentence.

use super::json_line;
use crate::args::RowsArgs;
use crate::driver::{self, Streams};
use crate::rows::rows;
use annalist_shape::classify::Pair;
use anyhow::Result;
use std::process::ExitCode;

/// Prints one JSON object a row; it always answers.
///
/// # Errors
/// If the output cannot be written.
pub fn run(args: &RowsArgs) -> Result<ExitCode> {
    driver::run_items(&Streams::from(args), b"", rows(args.inputs.clone()), |pair: Pair, _| {
        let mut out = Vec::new();
        json_line(&mut out, &pair.answer())?;
        Ok(out)
    })
}

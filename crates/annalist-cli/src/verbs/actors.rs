//! `annalist actors`: the country and the sectors of whom a phrase names.

use super::json_line;
use crate::args::ActorsArgs;
use crate::driver::{self, Streams};
use crate::lexicons;
use crate::rows::rows;
use annalist_shape::actors::Row;
use anyhow::Result;
use std::process::ExitCode;

/// Prints one JSON object a row.
///
/// # Errors
/// If a file of the user cannot be read or the output cannot be written.
pub fn run(args: &ActorsArgs) -> Result<ExitCode> {
    let lexicon = lexicons::with(&[], &args.actors, &[])?;
    let code =
        driver::run_items(&Streams::from(&args.rows), b"", rows(args.rows.inputs.clone()), |row: Row, _| {
            let mut out = Vec::new();
            json_line(&mut out, &row.answer(&lexicon.known))?;
            Ok(out)
        })?;
    Ok(lexicon.exit_code(code))
}

//! The verbs: what each makes of a report.

pub mod actors;
pub mod annotate;
pub mod classify;
pub mod code;
pub mod correct;
pub mod diff;
pub mod evaluate;
pub mod export;
pub mod lexicon;
pub mod parse;
pub mod places;
pub mod quotes;
pub mod read;
pub mod record;
pub mod serve;
pub mod unmatched;
pub mod watch;

use annalist::Coded;
use annalist::lexicon::Lexicon;
use annalist::unnamed::without_private_names;
use annalist_core::Report;
use anyhow::Result;
use serde::Serialize;

/// The coded report, without the names of private persons where that is asked for.
fn coded(report: Report, lexicon: &Lexicon, unnamed: bool) -> Coded {
    let coded = annalist::code_with(report, lexicon);
    if unnamed { without_private_names(coded, lexicon) } else { coded }
}

/// Appends `value` to `out` as one line of JSON.
fn json_line(out: &mut Vec<u8>, value: &impl Serialize) -> Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.push(b'\n');
    Ok(())
}

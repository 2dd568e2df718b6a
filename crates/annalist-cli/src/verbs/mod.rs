//! The verbs: what each makes of a report.

pub mod actors;
pub mod annotate;
pub mod classify;
pub mod code;
pub mod evaluate;
pub mod lexicon;
pub mod parse;
pub mod quotes;
pub mod read;
pub mod unmatched;

use anyhow::Result;
use serde::Serialize;

/// Appends `value` to `out` as one line of JSON.
fn json_line(out: &mut Vec<u8>, value: &impl Serialize) -> Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.push(b'\n');
    Ok(())
}

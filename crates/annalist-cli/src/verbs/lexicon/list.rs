//! `annalist lexicon list`: the parties and role nouns of the lexicon as a table.

use super::actors::{COLUMNS, Listed, all};
use crate::args::ListArgs;
use crate::lexicons;
use crate::output::Output;
use anyhow::Result;
use std::process::ExitCode;

/// Prints the entries that every filter holds for.
///
/// # Errors
/// If a file of the user cannot be read or the output cannot be written.
pub fn run(args: &ListArgs) -> Result<ExitCode> {
    let loaded = lexicons::load(&args.own)?;
    let mut text = COLUMNS.join("\t") + "\n";
    for (source, cells) in all(&loaded.known) {
        if (source.is_users || !args.users) && args.filters.iter().all(|filter| fits(filter, &cells)) {
            text += &cells.map(|cell| if cell.is_empty() { "-".to_owned() } else { cell }).join("\t");
            text.push('\n');
        }
    }
    Output::open(None)?.write(text.as_bytes())?;
    Ok(loaded.exit_code(ExitCode::SUCCESS))
}

/// Whether a filter is the entry's kind, country or one of its sectors, or stands in its name or office in any case.
fn fits(filter: &str, cells: &Listed) -> bool {
    let [name, kind, country, sectors, _, _, office, _] = cells;
    let code = filter.len() == 3 && filter.bytes().all(|b| b.is_ascii_uppercase());
    if code {
        return country == filter || sectors.split(' ').any(|s| s == filter);
    }
    let lower = filter.to_lowercase();
    *kind == lower || name.to_lowercase().contains(&lower) || office.contains(&lower)
}

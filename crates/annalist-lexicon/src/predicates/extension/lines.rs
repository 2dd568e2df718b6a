//! From the bytes of a user's file to its lines of data, within limits.

use crate::tsv::{LexiconError, Row};

/// The longest file that is read, in bytes.
pub const FILE_BYTES: usize = 4 << 20;
/// The longest line that is used, in bytes.
pub const LINE_BYTES: usize = 4096;
/// The most lines of data that are used of one file.
pub const ENTRIES: usize = 20_000;
/// What a line does, in the order in which lines are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Step {
    Type,
    Mode,
    Group,
    Removal,
    Trigger,
}

impl Step {
    pub(super) fn of(row: &Row) -> Option<Step> {
        Some(match row.field(0) {
            "type" => Step::Type,
            "mode" => Step::Mode,
            "group" => Step::Group,
            "remove" => Step::Removal,
            trigger if trigger.contains('/') => Step::Trigger,
            _ => return None,
        })
    }
}

/// The lines of data of a file that can be used, and what is wrong with the others.
pub(super) fn read(file: &'static str, bytes: &[u8]) -> (Vec<Row<'static>>, Vec<LexiconError>) {
    let whole = bytes.len() <= FILE_BYTES;
    // A line that the limit cuts is not used.
    let end = bytes[..bytes.len().min(FILE_BYTES)].iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
    let kept = if whole { bytes } else { &bytes[..end] };
    let kept: &'static [u8] = kept.strip_prefix("\u{feff}".as_bytes()).unwrap_or(kept).to_vec().leak();
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    let mut number = 0;
    for line in kept.split(|b| *b == b'\n') {
        number += 1;
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() || line.starts_with(b"#") {
            continue;
        }
        let problem = |message| LexiconError { file: file.into(), line: number, message };
        if rows.len() == ENTRIES {
            let message =
                format!("expected at most {ENTRIES} lines of data: this and what follows is skipped");
            problems.push(problem(message));
            break;
        }
        match text(line).map_err(problem).and_then(|line| row(file, number, line)) {
            Ok(row) => rows.push(row),
            Err(error) => problems.push(error),
        }
    }
    if !whole {
        let message =
            format!("expected a file of at most {FILE_BYTES} bytes: this line and what follows is skipped");
        problems.push(LexiconError { file: file.into(), line: number, message });
    }
    (rows, problems)
}

/// The text of a line, if it can be used.
fn text(line: &'static [u8]) -> Result<&'static str, String> {
    if line.len() > LINE_BYTES {
        return Err(format!("expected a line of at most {LINE_BYTES} bytes, found {}", line.len()));
    }
    let text = str::from_utf8(line).map_err(|e| {
        format!(
            "expected UTF-8, found the byte 0x{:02X} as number {} of the line",
            line[e.valid_up_to()],
            e.valid_up_to() + 1
        )
    })?;
    match text.chars().find(|c| c.is_control() && *c != '\t') {
        Some(control) => {
            Err(format!("expected text, found the control character U+{:04X}", u32::from(control)))
        }
        None => Ok(text),
    }
}

fn row(file: &'static str, number: usize, line: &'static str) -> Result<Row<'static>, LexiconError> {
    let row = Row::new(file, number, line, 4)?;
    if let Some(field) = line.split('\t').find(|f| f.trim() != *f || f.is_empty()) {
        return Err(row.error(format!(
            "expected columns without spaces around them, and `-` for an empty one, found `{field}`"
        )));
    }
    match Step::of(&row) {
        Some(_) => Ok(row),
        None => Err(row.error(format!(
            "expected `type`, `mode`, `group`, `remove` or a trigger such as `attack/v`, found `{}`",
            row.field(0)
        ))),
    }
}

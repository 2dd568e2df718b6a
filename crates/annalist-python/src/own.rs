//! A lexicon with a researcher's own files.

use annalist::lexicon::places::own;
use annalist::lexicon::{Lexicon, dictionaries, predicates};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A lexicon with the user's files of event types, of actors and of places, and what is wrong with their lines; none where
/// there are no files.
///
/// # Errors
/// If a file cannot be read.
pub fn load(
    events: &[PathBuf],
    actors: &[PathBuf],
    places: &[PathBuf],
) -> Result<(Option<Box<Lexicon>>, Vec<String>), String> {
    if events.is_empty() && actors.is_empty() && places.is_empty() {
        return Ok((None, Vec::new()));
    }
    let mut lexicon = Lexicon::built_in();
    let mut problems = Vec::new();
    for path in events {
        let added = lexicon.add_events(&name(path), &bytes(path, predicates::FILE_BYTES)?);
        problems.extend(added.problems.iter().map(ToString::to_string));
    }
    for path in actors {
        let added = lexicon.add_actors(&name(path), &bytes(path, dictionaries::FILE_BYTES)?);
        problems.extend(added.problems.iter().map(ToString::to_string));
    }
    for path in places {
        let added = lexicon.add_places(&name(path), text(path)?);
        problems.extend(added.problems.iter().map(ToString::to_string));
    }
    Ok((Some(Box::new(lexicon)), problems))
}

fn name(path: &Path) -> String {
    path.display().to_string()
}

/// The text of a file of places.
fn text(path: &Path) -> Result<String, String> {
    let bytes = bytes(path, own::FILE_BYTES)?;
    let refuse = |why: String| format!("cannot read lexicon `{}`: {why}", path.display());
    if bytes.len() > own::FILE_BYTES {
        return Err(refuse(format!("expected at most {} MiB, found more", own::FILE_BYTES >> 20)));
    }
    String::from_utf8(bytes).map_err(|_| refuse("expected UTF-8".to_owned()))
}

/// The file's bytes, as many as are used and one to tell that there are more.
fn bytes(path: &Path, most: usize) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(most as u64 + 1).read_to_end(&mut bytes));
    read.map_err(|why| format!("cannot read lexicon `{}`: {why}", path.display()))?;
    Ok(bytes)
}

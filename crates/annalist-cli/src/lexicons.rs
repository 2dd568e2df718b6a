//! The lexicon of a run: the built-in one with the user's own files.

use crate::args::OwnArgs;
use annalist::lexicon::Lexicon;
use annalist::lexicon::dictionaries::{self, Dictionary};
use annalist::lexicon::places::own;
use annalist::lexicon::predicates::{self, Extension};
use anyhow::{Context, Result, anyhow, bail};
use std::fmt::Display;
use std::fs::File;
use std::io::Read;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A lexicon, and how much of the user's files could not be used.
pub struct Loaded {
    /// What is known.
    pub known: Known,
    skipped: usize,
}

/// A lexicon that is the program's own or made for this run.
pub enum Known {
    /// What is built in.
    BuiltIn(&'static Lexicon),
    /// With the user's files.
    Extended(Box<Lexicon>),
}

impl Deref for Known {
    type Target = Lexicon;

    fn deref(&self) -> &Lexicon {
        match self {
            Known::BuiltIn(lexicon) => lexicon,
            Known::Extended(lexicon) => lexicon,
        }
    }
}

impl Loaded {
    /// The exit code of a run that would end with `code` but for lines of the user's files that were skipped.
    pub fn exit_code(&self, code: ExitCode) -> ExitCode {
        if self.skipped > 0 && code == ExitCode::SUCCESS { ExitCode::from(2) } else { code }
    }
}

/// The most wrong lines of a dictionary of actors or of places that a run names; `annalist lexicon check` names all of actors.
const NAMED: usize = 20;

/// The lexicon that `args` asks for. Lines that cannot be used are named on standard error.
///
/// # Errors
/// If a file cannot be read.
pub fn load(args: &OwnArgs) -> Result<Loaded> {
    with(&args.events, &args.actors, &args.places)
}

/// The lexicon with the user's files of event types, of actors and of places.
///
/// # Errors
/// If a file cannot be read.
pub fn with(events: &[PathBuf], actors: &[PathBuf], places: &[PathBuf]) -> Result<Loaded> {
    if events.is_empty() && actors.is_empty() && places.is_empty() {
        return Ok(Loaded { known: Known::BuiltIn(Lexicon::english()), skipped: 0 });
    }
    let mut lexicon = Lexicon::built_in();
    let extensions = add_events(&mut lexicon, events)?;
    let mut skipped = extensions.iter().map(|e| e.problems.len()).sum();
    for path in actors {
        let problems = add_actors(&mut lexicon, path)?.problems;
        problems.iter().take(NAMED).for_each(|problem| eprintln!("error: {problem}"));
        if let Some(more) = problems.len().checked_sub(NAMED).filter(|more| *more > 0) {
            let name = path.display();
            eprintln!("error: cannot read lexicon `{name}`: {more} more lines skipped");
            eprintln!("hint: `annalist lexicon check {name}` names them all");
        }
        skipped += problems.len();
    }
    for path in places {
        skipped += add_places(&mut lexicon, path)?;
    }
    Ok(Loaded { known: Known::Extended(Box::new(lexicon)), skipped })
}

/// Adds `files` of event types to `lexicon`, in their order, and says what each did. Lines that cannot be used are named
/// on standard error.
///
/// # Errors
/// If a file cannot be read.
pub fn add_events(lexicon: &mut Lexicon, files: &[PathBuf]) -> Result<Vec<Extension>> {
    let add = |path: &PathBuf| {
        let extension =
            lexicon.add_events(&path.display().to_string(), &bytes(path, predicates::FILE_BYTES)?);
        extension.problems.iter().for_each(|problem| eprintln!("error: {problem}"));
        Ok(extension)
    };
    files.iter().map(add).collect()
}

/// Adds a dictionary of actors to `lexicon` and says what it did.
///
/// # Errors
/// If the file cannot be read.
pub fn add_actors(lexicon: &mut Lexicon, path: &Path) -> Result<Dictionary> {
    Ok(lexicon.add_actors(&path.display().to_string(), &bytes(path, dictionaries::FILE_BYTES)?))
}

/// Whether a file is of actors, not of event types: those end in `.events`, or begin with a line of that form.
///
/// # Errors
/// If the file cannot be read.
pub fn is_actors(path: &Path) -> Result<bool> {
    if path.extension().is_some_and(|extension| extension == "events") {
        return Ok(false);
    }
    let bytes = bytes(path, predicates::FILE_BYTES)?;
    let line = bytes.split(|b| *b == b'\n').find(|l| !l.trim_ascii().is_empty() && !l.starts_with(b"#"));
    let Some(line) = line else { return Ok(true) };
    let line = String::from_utf8_lossy(line);
    let first = line.split('\t').next().unwrap_or_default();
    let declares = matches!(first, "type" | "mode" | "group" | "remove");
    let trigger =
        first.split(' ').next().is_some_and(|t| ["/v", "/n", "/a"].iter().any(|pos| t.ends_with(pos)));
    Ok(!(line.contains('\t') && (declares || trigger)))
}

/// Adds a file of places; how many of its lines cannot be used, which are named on standard error.
fn add_places(lexicon: &mut Lexicon, path: &Path) -> Result<usize> {
    let name = path.display().to_string();
    let bytes = bytes(path, own::FILE_BYTES)?;
    if bytes.len() > own::FILE_BYTES {
        bail!("cannot read lexicon `{name}`: expected at most {} MiB, found more", own::FILE_BYTES >> 20);
    }
    let text =
        String::from_utf8(bytes).map_err(|_| anyhow!("cannot read lexicon `{name}`: expected UTF-8"))?;
    let added = lexicon.add_places(&name, text);
    name_problems(added.problems.iter());
    Ok(added.problems.len())
}

/// Names lines of a file of places that cannot be used on standard error, the first twenty one by one.
pub fn name_problems<T: Display>(problems: impl ExactSizeIterator<Item = T>) {
    let rest = problems.len().saturating_sub(NAMED);
    problems.take(NAMED).for_each(|problem| eprintln!("error: {problem}"));
    if rest > 0 {
        eprintln!("error: {rest} more lines cannot be used");
    }
}

/// The file's bytes, as many as are used and one to tell that there are more.
pub fn bytes(path: &Path, most: usize) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|f| f.take(most as u64 + 1).read_to_end(&mut bytes));
    read.with_context(|| format!("cannot read lexicon `{}`", path.display()))?;
    Ok(bytes)
}

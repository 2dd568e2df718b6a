//! The lexicon of a run: the built-in one with the user's own files.

use crate::args::OwnArgs;
use annalist::lexicon::Lexicon;
use annalist::lexicon::predicates::{Extension, FILE_BYTES};
use anyhow::{Context, Result};
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
        if self.skipped > 0 { ExitCode::from(2) } else { code }
    }
}

/// The lexicon that `args` asks for. Lines that cannot be used are named on standard error.
///
/// # Errors
/// If a file cannot be read.
pub fn load(args: &OwnArgs) -> Result<Loaded> {
    if args.events.is_empty() {
        return Ok(Loaded { known: Known::BuiltIn(Lexicon::english()), skipped: 0 });
    }
    let (lexicon, extensions) = extended(&args.events)?;
    let skipped = extensions.iter().map(|e| e.problems.len()).sum();
    Ok(Loaded { known: Known::Extended(Box::new(lexicon)), skipped })
}

/// The built-in lexicon with `files`, in their order, and what each did. Lines that cannot be used are named on
/// standard error.
///
/// # Errors
/// If a file cannot be read.
pub fn extended(files: &[PathBuf]) -> Result<(Lexicon, Vec<Extension>)> {
    let mut lexicon = Lexicon::built_in();
    let mut extensions = Vec::new();
    for path in files {
        let name = path.display().to_string();
        let extension = lexicon.add_events(&name, &bytes(path)?);
        extension.problems.iter().for_each(|problem| eprintln!("error: {problem}"));
        extensions.push(extension);
    }
    Ok((lexicon, extensions))
}

/// The file's bytes, as many as are used and one to tell that there are more.
fn bytes(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|f| f.take(FILE_BYTES as u64 + 1).read_to_end(&mut bytes));
    read.with_context(|| format!("cannot read lexicon `{}`", path.display()))?;
    Ok(bytes)
}

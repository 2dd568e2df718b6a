//! Where results go: standard output, or a file that appears only when it is complete.

use anyhow::{Context, Result};
use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Stdout, Write};
use std::path::{Path, PathBuf};

/// Whether the reader of the output is still there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// More may be written.
    Open,
    /// The reader has gone; there is no use in going on.
    Closed,
}

/// A place to write results to.
#[derive(Debug)]
pub enum Output {
    /// Standard output.
    Standard(BufWriter<Stdout>),
    /// A device or pipe with a name, written to directly.
    Special(BufWriter<File>, PathBuf),
    /// A new file beside its final place.
    Partial(Partial),
}

/// A file under construction; dropped unfinished, it is removed.
#[derive(Debug)]
pub struct Partial {
    file: BufWriter<File>,
    temporary: PathBuf,
    path: PathBuf,
    finished: bool,
}

impl Output {
    /// Opens `path`, or standard output.
    ///
    /// # Errors
    /// If nothing can be written beside `path`.
    pub fn open(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path else { return Ok(Output::Standard(BufWriter::new(io::stdout()))) };
        let context = || format!("cannot write `{}`", path.display());
        match std::fs::metadata(path) {
            Ok(meta) if meta.is_dir() => anyhow::bail!("cannot write `{}`: it is a folder", path.display()),
            Ok(meta) if !meta.is_file() => {
                let file = File::options().write(true).open(path).with_context(context)?;
                Ok(Output::Special(BufWriter::new(file), path.to_owned()))
            }
            _ => Ok(Output::Partial(Partial::create(path).with_context(context)?)),
        }
    }

    /// Writes `bytes` and passes them on at once.
    ///
    /// # Errors
    /// If they cannot be written, other than because the reader has gone.
    pub fn write(&mut self, bytes: &[u8]) -> Result<Flow> {
        if bytes.is_empty() {
            return Ok(Flow::Open);
        }
        let written = match self {
            Output::Standard(out) => out.write_all(bytes).and_then(|()| out.flush()),
            Output::Special(out, _) => out.write_all(bytes).and_then(|()| out.flush()),
            Output::Partial(partial) => partial.file.write_all(bytes),
        };
        match written {
            Ok(()) => Ok(Flow::Open),
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(Flow::Closed),
            Err(error) => Err(error).with_context(|| format!("cannot write {}", self.name())),
        }
    }

    fn name(&self) -> String {
        match self {
            Output::Standard(_) => "to standard output".into(),
            Output::Special(_, path) => format!("`{}`", path.display()),
            Output::Partial(partial) => format!("`{}`", partial.path.display()),
        }
    }

    /// Puts a file in its place.
    ///
    /// # Errors
    /// If the last bytes cannot be written or the file cannot be named.
    pub fn finish(self) -> Result<()> {
        match self {
            Output::Standard(_) | Output::Special(..) => Ok(()),
            Output::Partial(mut partial) => {
                let context = format!("cannot write `{}`", partial.path.display());
                partial.finish().context(context)
            }
        }
    }
}

impl Partial {
    fn create(path: &Path) -> io::Result<Self> {
        let name = path.file_name().ok_or_else(|| io::Error::other("it names no file"))?;
        let hidden = format!(".{}.{}.partial", name.to_string_lossy(), std::process::id());
        let temporary = path.with_file_name(hidden);
        let file = BufWriter::new(File::options().write(true).create_new(true).open(&temporary)?);
        Ok(Partial { file, temporary, path: path.to_owned(), finished: false })
    }

    fn finish(&mut self) -> io::Result<()> {
        self.file.flush()?;
        self.file.get_ref().sync_all()?;
        std::fs::rename(&self.temporary, &self.path)?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if !self.finished {
            // Nothing can be done about a temporary file that will not go; it is hidden and named.
            let _ = std::fs::remove_file(&self.temporary);
        }
    }
}

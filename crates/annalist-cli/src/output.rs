//! Where results go: standard output, or a file that appears only when it is complete.

use anyhow::{Context, Result};
use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Seek, SeekFrom, Stdout, Write};
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
    /// Nothing is left to write.
    Nowhere,
}

/// A file under construction; dropped unfinished, it is removed.
#[derive(Debug)]
pub struct Partial {
    file: BufWriter<File>,
    temporary: PathBuf,
    path: PathBuf,
    finished: bool,
    /// Whether it stays when it is left unfinished, for a run that goes on.
    stays: bool,
    /// Its length.
    written: u64,
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

    /// Opens the file at `partial` that a broken run left, cut back to its first `written` bytes; finished, it goes to
    /// `path`, unfinished, it stays.
    ///
    /// # Errors
    /// If it is shorter, or cannot be written.
    pub fn resume(path: &Path, partial: &Path, written: u64) -> Result<Self> {
        let context = || format!("cannot write `{}`", partial.display());
        let mut options = File::options();
        let mut file = options
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(partial)
            .with_context(context)?;
        let length = file.metadata().with_context(context)?.len();
        if length < written {
            anyhow::bail!(
                "cannot go on: `{}` has {length} bytes, and its journal says {written}; remove both to start anew",
                partial.display()
            );
        }
        file.set_len(written).with_context(context)?;
        file.seek(SeekFrom::End(0)).with_context(context)?;
        let (temporary, path) = (partial.to_owned(), path.to_owned());
        let file = BufWriter::new(file);
        Ok(Output::Partial(Partial { file, temporary, path, finished: false, stays: true, written }))
    }

    /// Brings all that was written to the disk; returns how many bytes a file under construction has.
    ///
    /// # Errors
    /// If it cannot be done.
    pub fn sync(&mut self) -> Result<u64> {
        let Output::Partial(partial) = self else { return Ok(0) };
        let synced = partial.file.flush().and_then(|()| partial.file.get_ref().sync_data());
        synced.with_context(|| format!("cannot write `{}`", partial.path.display()))?;
        Ok(partial.written)
    }

    /// Keeps a file under construction as it is, under the name of its final place with `.partial`; returns that.
    ///
    /// # Errors
    /// If the last bytes cannot be written.
    pub fn keep(mut self) -> Result<Option<PathBuf>> {
        self.sync()?;
        let Output::Partial(mut partial) = self else { return Ok(None) };
        let mut name = partial.path.file_name().unwrap_or_default().to_owned();
        name.push(".partial");
        let kept = partial.path.with_file_name(name);
        std::fs::rename(&partial.temporary, &kept)
            .with_context(|| format!("cannot write `{}`", kept.display()))?;
        partial.finished = true;
        Ok(Some(kept))
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
            Output::Partial(partial) => {
                partial.written += bytes.len() as u64;
                partial.file.write_all(bytes)
            }
            Output::Nowhere => Ok(()),
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
            Output::Nowhere => "nothing".into(),
        }
    }

    /// Puts a file in its place.
    ///
    /// # Errors
    /// If the last bytes cannot be written or the file cannot be named.
    pub fn finish(self) -> Result<()> {
        match self {
            Output::Standard(_) | Output::Special(..) | Output::Nowhere => Ok(()),
            Output::Partial(mut partial) => {
                let context = format!("cannot write `{}`", partial.path.display());
                partial.finish().context(context)
            }
        }
    }
}

/// For writers that take any output. A reader that has gone ends the program quietly.
impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match Output::write(self, bytes).map_err(io::Error::other)? {
            Flow::Open => Ok(bytes.len()),
            Flow::Closed => std::process::exit(0),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Partial {
    fn create(path: &Path) -> io::Result<Self> {
        let name = path.file_name().ok_or_else(|| io::Error::other("it names no file"))?;
        let hidden = format!(".{}.{}.partial", name.to_string_lossy(), std::process::id());
        let temporary = path.with_file_name(hidden);
        let file = BufWriter::new(File::options().write(true).create_new(true).open(&temporary)?);
        Ok(Partial { file, temporary, path: path.to_owned(), finished: false, stays: false, written: 0 })
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
        if !self.finished && !self.stays {
            // Nothing can be done about a temporary file that will not go; it is hidden and named.
            let _ = std::fs::remove_file(&self.temporary);
        }
    }
}

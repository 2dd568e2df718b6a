//! Where a run over reports writes: an [`Output`], with `--resume` beside a [`Journal`].

use crate::args::StreamArgs;
use crate::journal::{Finished, Journal, Origin};
use crate::output::{Flow, Output};
use crate::summary::{Summary, Uncoded};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// The output of one run.
pub struct Sink {
    output: Output,
    journal: Option<Journal>,
    finished: Option<Finished>,
    path: Option<PathBuf>,
    /// The input under way and how many of its reports are done, for telling where a run was broken off.
    present: Option<(Origin, u64)>,
}

impl Sink {
    /// Opens the output that `args` asks for.
    ///
    /// # Errors
    /// If it cannot be written, or the run cannot be resumed.
    pub fn open(args: &StreamArgs) -> Result<Self> {
        let path = args.output.clone();
        if !args.resume {
            let output = Output::open(path.as_deref())?;
            return Ok(Sink { output, journal: None, finished: None, path, present: None });
        }
        let Some(file) = path.as_deref() else { bail!("`--resume` needs an output file: `-o FILE`") };
        if args.inputs.iter().any(|i| i.as_os_str() == "-") {
            bail!("a run over standard input cannot be resumed; give files");
        }
        if file.exists() && !file.is_file() {
            bail!("`--resume` needs a file that can be cut back, and `{}` is none", file.display());
        }
        let (mut journal, finished) = Journal::open(&beside(file, "journal"), &command())?;
        let partial = beside(file, "partial");
        if finished.as_ref().is_some_and(|f| f.is_over) {
            // The run ended between its last entry and the renaming.
            if partial.exists() {
                std::fs::rename(&partial, file)
                    .with_context(|| format!("cannot write `{}`", file.display()))?;
            }
            let output = Output::Nowhere;
            journal.end()?;
            journal.remove()?;
            return Ok(Sink { output, journal: None, finished, path, present: None });
        }
        let output = Output::resume(file, &partial, finished.as_ref().map_or(0, |f| f.written))?;
        let present = finished.as_ref().and_then(|f| f.begun.clone());
        Ok(Sink { output, journal: Some(journal), finished, path, present })
    }

    /// Whether a broken run had in fact done everything.
    pub fn is_over(&self) -> bool {
        self.finished.as_ref().is_some_and(|f| f.is_over)
    }

    /// The output file's name.
    pub fn name(&self) -> String {
        self.path.as_ref().map(|p| p.display().to_string()).unwrap_or_default()
    }

    /// Whether nothing has been written yet.
    pub fn is_new(&self) -> bool {
        self.finished.as_ref().is_none_or(|f| f.written == 0)
    }

    /// What a broken run has done.
    pub fn finished(&self) -> Option<Finished> {
        self.finished.clone()
    }

    /// The counts so far.
    pub fn summary(&self, uncoded: Uncoded) -> Summary {
        Summary::from(self.finished.as_ref().map(|f| f.counts.clone()).unwrap_or_default(), uncoded)
    }

    /// Writes `bytes`.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn write(&mut self, bytes: &[u8]) -> Result<Flow> {
        self.output.write(bytes)
    }

    /// Notes that a report of `origin` is done and its results are written.
    ///
    /// # Errors
    /// If the journal cannot be written.
    pub fn step(&mut self, origin: Option<Origin>, summary: &Summary) -> Result<()> {
        if let Some(origin) = &origin {
            match &mut self.present {
                Some((present, done)) if present == origin => *done += 1,
                present => *present = Some((origin.clone(), 1)),
            }
        }
        let Some(journal) = &mut self.journal else { return Ok(()) };
        if journal.step(origin) { journal.enter(self.output.sync()?, summary.counts()) } else { Ok(()) }
    }

    /// Puts the output in its place, or keeps what there is where the run was broken off, and says what is left.
    ///
    /// # Errors
    /// If the last bytes cannot be written.
    pub fn finish(mut self, stopped: bool, summary: &Summary, args: &StreamArgs) -> Result<()> {
        if stopped {
            if let Some(journal) = &mut self.journal {
                journal.enter(self.output.sync()?, summary.counts())?;
            }
            let (resumable, place) = (self.journal.is_some(), stop(self.present.as_ref(), args.inputs.len()));
            let kept = self.output.keep()?;
            eprintln!("interrupted: {} reports done; {place}", summary.done());
            match kept {
                Some(_) if resumable => eprintln!("hint: the same command goes on where it stopped"),
                Some(path) => {
                    eprintln!("note: what was done stands in `{}`", path.display());
                    eprintln!("hint: a run with `--resume` can go on where it stopped");
                }
                None => {}
            }
            return Ok(());
        }
        if let Some(journal) = &mut self.journal {
            journal.enter(self.output.sync()?, summary.counts())?;
            journal.end()?;
        }
        self.output.finish()?;
        self.journal.map_or(Ok(()), Journal::remove)
    }
}

/// Where a run was broken off.
fn stop(present: Option<&(Origin, u64)>, inputs: usize) -> String {
    let Some((origin, done)) = present else { return format!("none of {inputs} inputs begun") };
    let left = inputs.saturating_sub(origin.argument + 1);
    let rest = match left {
        0 => String::new(),
        1 => "; 1 input not begun".to_owned(),
        n => format!("; {n} inputs not begun"),
    };
    format!("stopped in {} after {done} of its reports{rest}", crate::input::shown(&origin.input))
}

/// `events.jsonl.partial` for `events.jsonl`.
fn beside(path: &Path, what: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{what}"));
    path.with_file_name(name)
}

/// The command line as far as it says what is written: without threads, quiet and summary.
fn command() -> String {
    let mut words = Vec::new();
    let mut args = std::env::args_os().skip(1).map(|a| a.to_string_lossy().into_owned());
    while let Some(word) = args.next() {
        match word.as_str() {
            "-j" | "--threads" | "--summary" => {
                args.next();
            }
            "-q" | "--quiet" => {}
            w if w.starts_with("--threads=") || w.starts_with("--summary=") => {}
            w if w.starts_with("-j") && w[2..].bytes().all(|b| b.is_ascii_digit()) => {}
            _ => words.push(word.escape_default().to_string()),
        }
    }
    format!("{} (annalist {})", words.join(" "), env!("CARGO_PKG_VERSION"))
}

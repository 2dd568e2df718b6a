//! The journal of a run with `--resume`: beside the partial output, which inputs are done and how far the output goes.
//!
//! ```text
//! annalist journal 1
//! command code news/ -o events.jsonl --resume
//! whole<TAB>0<TAB>news/a.jsonl                      an input that is done
//! begun<TAB>0<TAB>412<TAB>news/b.jsonl              one of which the first 412 reports are done
//! written<TAB>1048576<TAB>{"done":…}                the output's length, and the counts so far
//! ```
//!
//! What stands before the last line `written` holds; anything after it was cut off with the run. The output's bytes are on
//! the disk before that line is, so a run that goes on cuts the output back to it and does the rest again.

use crate::summary::Counts;
use anyhow::{Context, Result, bail};
use std::collections::HashSet;
use std::fs::{File, TryLockError};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The first line.
const MARK: &str = "annalist journal 1";

/// Results and time between two entries: what a broken run may have to do again.
const RESULTS: u32 = 64;
const TIME: Duration = Duration::from_secs(1);

/// Where a report comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    /// Which of the inputs on the command line, counted from 0.
    pub argument: usize,
    /// The file or address.
    pub input: Arc<str>,
}

/// What a broken run has done.
#[derive(Clone, Debug, Default)]
pub struct Finished {
    whole: HashSet<Origin>,
    /// An input of which the first reports are done.
    pub begun: Option<(Origin, u64)>,
    /// The length of the output.
    pub written: u64,
    /// The counts.
    pub counts: Counts,
    /// Whether nothing was left to do.
    pub is_over: bool,
}

impl Finished {
    /// Whether all of an input is done.
    pub fn is_whole(&self, argument: usize, input: &str) -> bool {
        self.whole.contains(&Origin { argument, input: input.into() })
    }
}

/// A journal that is being written.
#[derive(Debug)]
pub struct Journal {
    file: File,
    path: PathBuf,
    /// The input under way and how many of its reports are done.
    present: Option<(Origin, u64)>,
    /// Inputs done since the last entry.
    whole: Vec<Origin>,
    results: u32,
    last: Instant,
}

impl Journal {
    /// Opens the journal at `path`, which may be that of a broken run of the same `command`.
    ///
    /// # Errors
    /// If it is of another command, in use, or cannot be read or written.
    pub fn open(path: &Path, command: &str) -> Result<(Self, Option<Finished>)> {
        let context = || format!("cannot use journal `{}`", path.display());
        let mut options = File::options();
        let mut file = options.read(true).append(true).create(true).open(path).with_context(context)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => bail!("{}: another run is using it", context()),
            Err(TryLockError::Error(error)) => return Err(error).with_context(context),
        }
        let finished = read(&file, command).with_context(context)?;
        if finished.is_none() {
            file.set_len(0).with_context(context)?;
            writeln!(file, "{MARK}\ncommand {command}").with_context(context)?;
        }
        let present = finished.as_ref().and_then(|f| f.begun.clone());
        let journal = Journal {
            file,
            path: path.to_owned(),
            present,
            whole: Vec::new(),
            results: 0,
            last: Instant::now(),
        };
        Ok((journal, finished))
    }

    /// Counts one result of `origin`, if it has one; whether it is time for an entry.
    pub fn step(&mut self, origin: Option<Origin>) -> bool {
        if let Some(origin) = origin {
            match &mut self.present {
                Some((present, done)) if *present == origin => *done += 1,
                present => self.whole.extend(present.replace((origin, 1)).map(|(before, _)| before)),
            }
        }
        self.results += 1;
        self.results >= RESULTS || self.last.elapsed() >= TIME
    }

    /// Writes an entry: the output is `written` bytes long, and they are on the disk.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn enter(&mut self, written: u64, counts: &Counts) -> Result<()> {
        let mut entry = String::new();
        for origin in self.whole.drain(..) {
            entry += &format!("whole\t{}\t{}\n", origin.argument, origin.input.escape_default());
        }
        if let Some((origin, done)) = &self.present {
            entry += &format!("begun\t{}\t{done}\t{}\n", origin.argument, origin.input.escape_default());
        }
        entry += &format!("written\t{written}\t{}\n", serde_json::to_string(counts)?);
        self.write(&entry)?;
        (self.results, self.last) = (0, Instant::now());
        Ok(())
    }

    /// Notes that nothing is left to do.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn end(&mut self) -> Result<()> {
        self.write("over\n")
    }

    /// Takes the journal away.
    ///
    /// # Errors
    /// If it cannot be removed.
    pub fn remove(self) -> Result<()> {
        std::fs::remove_file(&self.path)
            .with_context(|| format!("cannot remove journal `{}`", self.path.display()))
    }

    fn write(&mut self, entry: &str) -> Result<()> {
        let written = self.file.write_all(entry.as_bytes()).and_then(|()| self.file.sync_data());
        written.with_context(|| format!("cannot write journal `{}`", self.path.display()))
    }
}

/// Reads what a broken run left; None for a journal without an entry.
fn read(file: &File, command: &str) -> Result<Option<Finished>> {
    let (mut finished, mut pending, mut any) = (Finished::default(), Finished::default(), false);
    for (at, line) in BufReader::new(file).lines().enumerate() {
        let line = line?;
        match at {
            0 if line != MARK => {
                bail!("expected `{MARK}`, found `{}`", line.chars().take(60).collect::<String>())
            }
            1 if line.strip_prefix("command ") != Some(command) => {
                bail!(
                    "it is of another command (`annalist {}`); give the same command again, or remove it to start anew",
                    line.trim_start_matches("command ")
                )
            }
            0 | 1 => continue,
            _ => {}
        }
        let mut columns = line.split('\t');
        match (columns.next(), columns.next(), columns.next(), columns.next()) {
            (Some("whole"), Some(argument), Some(input), None) => {
                pending.whole.extend(origin(argument, input));
            }
            (Some("begun"), Some(argument), Some(done), Some(input)) => {
                pending.begun = origin(argument, input).zip(done.parse().ok());
            }
            (Some("written"), Some(written), Some(counts), None) => {
                // A line cut off in the middle is no entry.
                let (Ok(written), Ok(counts)) = (written.parse(), serde_json::from_str(counts)) else {
                    break;
                };
                (finished.written, finished.counts) = (written, counts);
                finished.whole.extend(pending.whole.drain());
                finished.begun = pending.begun.take();
                any = true;
            }
            (Some("over"), ..) => finished.is_over = any,
            _ => break,
        }
    }
    Ok(any.then_some(finished))
}

fn origin(argument: &str, input: &str) -> Option<Origin> {
    Some(Origin { argument: argument.parse().ok()?, input: unescaped(input)?.into() })
}

/// Undoes [`str::escape_default`].
fn unescaped(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let (character, length) = match after.chars().next()? {
            't' => ('\t', 1),
            'r' => ('\r', 1),
            'n' => ('\n', 1),
            'u' => {
                let end = after.find('}')?;
                (char::from_u32(u32::from_str_radix(after.get(2..end)?, 16).ok()?)?, end + 1)
            }
            other => (other, other.len_utf8()),
        };
        out.push(character);
        rest = &after[length..];
    }
    Some(out + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(input: &str) -> Option<Origin> {
        Some(Origin { argument: 0, input: input.into() })
    }

    #[test]
    fn a_journal_cut_off_anywhere_gives_its_last_whole_entry() {
        let path = std::env::temp_dir().join(format!("annalist-journal-{}", std::process::id()));
        let _ = std::fs::remove_file(&path);
        let counts = Counts::default();
        {
            let (mut journal, finished) = Journal::open(&path, "code x").unwrap();
            assert!(finished.is_none());
            journal.step(origin("a\tb é.txt"));
            journal.step(origin("c.txt"));
            journal.step(origin("c.txt"));
            journal.enter(100, &counts).unwrap();
            journal.step(origin("d.txt"));
            journal.enter(200, &counts).unwrap();
            assert!(Journal::open(&path, "code x").is_err(), "it is in use");
        }
        let whole = std::fs::read(&path).unwrap();
        for cut in 0..=whole.len() {
            std::fs::write(&path, &whole[..cut]).unwrap();
            let Ok((_, finished)) = Journal::open(&path, "code x") else { continue };
            let Some(finished) = finished else { continue };
            assert!(finished.is_whole(0, "a\tb é.txt"));
            match finished.written {
                100 => assert_eq!(finished.begun, Some((origin("c.txt").unwrap(), 2))),
                200 => assert!(
                    finished.is_whole(0, "c.txt") && finished.begun == Some((origin("d.txt").unwrap(), 1))
                ),
                other => panic!("{other}"),
            }
        }
        assert!(
            Journal::open(&path, "code y").unwrap_err().root_cause().to_string().contains("another command")
        );
        std::fs::remove_file(path).unwrap();
    }
}

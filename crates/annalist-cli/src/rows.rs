//! JSONL of rows other than reports, as `classify` and `actors` take them.

use crate::driver::{Item, Problem, Work};
use crate::input::shown;
use serde::de::DeserializeOwned;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

/// The longest line, in bytes; what goes on beyond it is no row of a sentence or a phrase.
const LONGEST: u64 = 1 << 20;

/// The rows of all `inputs` in order; a line that is none is left out and named.
pub fn rows<T>(inputs: Vec<PathBuf>) -> impl Iterator<Item = Item<T>> + Send
where
    T: DeserializeOwned + Send + 'static,
{
    inputs.into_iter().flat_map(|path| match open(&path) {
        Ok(input) => {
            let source = shown(&path.to_string_lossy());
            let rows = Rows { input, source, line: 0, done: false, row: PhantomData };
            Box::new(rows) as Box<dyn Iterator<Item = Item<T>> + Send>
        }
        Err(why) => {
            let message = format!("cannot read {}: {why}", shown(&path.to_string_lossy()));
            Box::new(std::iter::once(Item::Problem(Problem { message, hint: None })))
        }
    })
}

fn open(path: &Path) -> io::Result<Box<dyn BufRead + Send>> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    if path.is_dir() {
        return Err(io::Error::other("expected a JSONL file, found a folder"));
    }
    Ok(Box::new(BufReader::new(File::open(path)?)))
}

struct Rows<T> {
    input: Box<dyn BufRead + Send>,
    source: String,
    line: u64,
    done: bool,
    row: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Iterator for Rows<T> {
    type Item = Item<T>;

    fn next(&mut self) -> Option<Item<T>> {
        while !self.done {
            let mut bytes = Vec::new();
            let read = self.input.by_ref().take(LONGEST + 1).read_until(b'\n', &mut bytes);
            self.line += 1;
            match read {
                Err(why) => return Some(self.end(&why.to_string())),
                Ok(0) => return None,
                Ok(n) if n as u64 > LONGEST => {
                    return Some(self.end(&format!("expected at most {LONGEST} bytes, found a longer line")));
                }
                Ok(_) if bytes.trim_ascii().is_empty() => {}
                Ok(_) => return Some(self.row(&bytes)),
            }
        }
        None
    }
}

impl<T: DeserializeOwned> Rows<T> {
    fn row(&self, bytes: &[u8]) -> Item<T> {
        match serde_json::from_slice(bytes) {
            Ok(piece) => {
                let name = format!("line {} of {}", self.line, self.source);
                Item::Ready(Work { piece, name, source: self.source.clone() })
            }
            Err(why) => Item::Problem(self.problem(&why.to_string())),
        }
    }

    /// A problem after which the rest of the input cannot be read.
    fn end(&mut self, why: &str) -> Item<T> {
        self.done = true;
        Item::Problem(self.problem(why))
    }

    fn problem(&self, why: &str) -> Problem {
        Problem { message: format!("cannot read {}: line {}: {why}", self.source, self.line), hint: None }
    }
}

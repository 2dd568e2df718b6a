//! What is served: a store with its index, and the coder.

use annalist_store::query::Index;
use annalist_store::{Corrected, Recorder, Result, Store, Submission};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

/// A report as somebody gave it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Posted {
    /// What it is, as a file's extension: `txt`, `html` or `json`.
    pub kind: &'static str,
    /// The bytes.
    pub body: Vec<u8>,
    /// When it was published, where the report itself does not say.
    pub published: Option<String>,
    /// Its headline, where the report itself has none.
    pub headline: Option<String>,
    /// Its publisher, where the report itself names none.
    pub publisher: Option<String>,
    /// Where it stands on the web, where the report itself does not say.
    pub url: Option<String>,
}

/// A coded report, in the lines that the program prints.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coded {
    /// The report, as `annalist read` prints it.
    pub report: String,
    /// Its records, as `annalist code` prints them.
    pub records: Vec<String>,
    /// Its statements, as `annalist quotes` prints them.
    pub statements: Vec<String>,
    /// What coded it.
    pub coder: String,
}

/// Codes a report, or says why it cannot be read.
pub type Coder = Box<dyn Fn(Posted) -> std::result::Result<Coded, String> + Send + Sync>;

/// A store that is read by many at once and written by one at a time.
///
/// Other processes may write to the same file meanwhile; whatever they write is seen by the next question.
pub struct Annals {
    file: Option<PathBuf>,
    /// Connections that nobody reads from now.
    idle: Mutex<Vec<Store>>,
    /// What is written to; a store in memory is read through it, too.
    writer: Option<Mutex<Store>>,
    index: RwLock<Index>,
    coder: Coder,
}

impl Annals {
    /// The store at `path`, written to only where `writable`.
    ///
    /// # Errors
    /// If it is not there, is no store, or cannot be read.
    pub fn open(path: &Path, writable: bool, coder: Coder) -> Result<Self> {
        // A store that is not there is an error, also where it is written to: it is a mistyped name.
        let reader = match Store::open_to_read(path) {
            Err(_) if writable && path.is_file() => {
                Store::open(path).and_then(|_| Store::open_to_read(path))?
            }
            opened => opened?,
        };
        let writer = writable.then(|| Store::open(path)).transpose()?.map(Mutex::new);
        let index = RwLock::new(Index::new(&reader)?);
        Ok(Annals { file: Some(path.to_owned()), idle: Mutex::new(vec![reader]), writer, index, coder })
    }

    /// An empty store that is gone with the program.
    ///
    /// # Errors
    /// If SQLite has no memory.
    pub fn in_memory(coder: Coder) -> Result<Self> {
        let store = Store::in_memory()?;
        let index = RwLock::new(Index::new(&store)?);
        Ok(Annals { file: None, idle: Mutex::default(), writer: Some(Mutex::new(store)), index, coder })
    }

    /// The file's name, where there is a file.
    pub fn name(&self) -> Option<String> {
        let file = self.file.as_deref()?;
        Some(file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned())
    }

    /// Whether reports and corrections can be recorded.
    pub fn is_writable(&self) -> bool {
        self.writer.is_some()
    }

    /// Asks the store and its index, which is brought up to date before.
    ///
    /// # Errors
    /// If the store cannot be read, or the question fails.
    pub fn ask<T>(&self, question: impl FnOnce(&Store, &Index) -> Result<T>) -> Result<T> {
        let Some(path) = &self.file else {
            return match &self.writer {
                Some(store) => self.answer(&lock(store), question),
                None => Err(annalist_store::StoreError::NotAStore { expected: 0, found: 0 }),
            };
        };
        let waiting = lock(&self.idle).pop();
        let store = waiting.map_or_else(|| Store::open_to_read(path), Ok)?;
        let answer = self.answer(&store, question);
        lock(&self.idle).push(store);
        answer
    }

    fn answer<T>(&self, store: &Store, question: impl FnOnce(&Store, &Index) -> Result<T>) -> Result<T> {
        let now = store.revision()?;
        if self.index.read().unwrap_or_else(PoisonError::into_inner).revision() < now {
            self.index.write().unwrap_or_else(PoisonError::into_inner).refresh(store)?;
        }
        question(store, &self.index.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The revision of the store.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn revision(&self) -> Result<i64> {
        self.ask(|store, _| store.revision())
    }

    /// Codes a report, which is recorded nowhere.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn code(&self, posted: Posted) -> std::result::Result<Coded, String> {
        (self.coder)(posted)
    }

    /// Records a coded report; none where nothing may be written, else whether it was not there before.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub fn record(&self, coded: Coded) -> Result<Option<bool>> {
        let Some(writer) = &self.writer else { return Ok(None) };
        let submission = Submission::new(coded.report, coded.records, coded.statements, coded.coder)?;
        let tally = Recorder::new(&mut lock(writer)).record(&[submission])?;
        Ok(Some(tally.new > 0))
    }

    /// Keeps a correction; none where nothing may be written.
    ///
    /// # Errors
    /// If `line` is no correction or the store cannot be written.
    pub fn correct(&self, line: &str) -> Result<Option<Corrected>> {
        let Some(writer) = &self.writer else { return Ok(None) };
        Recorder::new(&mut lock(writer)).correct(line).map(Some)
    }
}

/// The lock, also where somebody panicked with it: a store is whole between two statements.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

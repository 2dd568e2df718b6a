//! All inputs of a run in order, and the reports in them.

use crate::Options;
use crate::error::ReadError;
use crate::fetch::Fetcher;
use crate::open::{Stream, open_source};
use crate::source::Walk;
use crate::unread::{Entry, PassedOver, Reports, Unread};
use annalist_core::Report;
use std::io::Cursor;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// Whether an input, by its place among those named and its path, is to be left out.
type Filter = Box<dyn Fn(usize, &str) -> bool + Send>;

/// Finds the reports of all inputs, in order, without parsing them. An input is a file, a folder, an address
/// (`http://…` or `https://…`), or `-` for standard input.
pub fn open(inputs: impl IntoIterator<Item = PathBuf>, options: Options) -> Inputs {
    Inputs {
        walk: Walk::new(inputs),
        current: None,
        name: String::new(),
        options: Arc::new(options),
        passed: PassedOver::default(),
        consumed: Arc::default(),
        filter: Box::new(|_, _| false),
        fetcher: Fetcher::default(),
    }
}

/// Reads all reports of all inputs, in order: [`open`] with each report parsed as it comes.
pub fn read(
    inputs: impl IntoIterator<Item = PathBuf>,
    options: Options,
) -> impl Iterator<Item = Result<Report, ReadError>> + Send {
    open(inputs, options).map(Unread::report)
}

/// Reads the reports of bytes already in memory; `name` stands in errors and tells the format by its extension.
pub fn read_bytes(
    name: &str,
    bytes: Vec<u8>,
    options: &Options,
) -> impl Iterator<Item = Result<Report, ReadError>> + Send + use<> {
    open_stream(name, Box::new(Cursor::new(bytes)), options).map(Unread::report)
}

/// Finds the reports of bytes that come one after the other; `name` is as in [`read_bytes`].
pub fn open_stream(
    name: &str,
    input: Stream,
    options: &Options,
) -> impl Iterator<Item = Unread> + Send + use<> {
    let mut entry = Entry::new(name, 0, Arc::new(options.clone()), PassedOver::default());
    entry.file = Some(name.into());
    crate::open::open_stream(entry, input)
}

/// The iterator that [`open`] returns. It may be moved to another thread, and so may its reports.
pub struct Inputs {
    walk: Walk,
    current: Option<Reports>,
    name: String,
    options: Arc<Options>,
    passed: PassedOver,
    consumed: Arc<AtomicU64>,
    filter: Filter,
    fetcher: Fetcher,
}

impl Inputs {
    /// The input that is being read: a path or address as given or found, or `-`; empty before the first.
    pub fn source(&self) -> &str {
        &self.name
    }

    /// Leaves out the inputs for which `is_done` holds, without opening them. It is given the place of the input among
    /// those that the user named, counted from 0, and its path.
    pub fn without(mut self, is_done: impl Fn(usize, &str) -> bool + Send + 'static) -> Self {
        self.filter = Box::new(is_done);
        self
    }

    /// What is passed over because it holds no report; counted as the reading goes on.
    pub fn passed_over(&self) -> PassedOver {
        self.passed.clone()
    }

    /// How many bytes of files have been read; counted as the reading goes on. Standard input, addresses and zip archives
    /// do not count.
    pub fn consumed(&self) -> Arc<AtomicU64> {
        self.consumed.clone()
    }
}

impl Iterator for Inputs {
    type Item = Unread;

    fn next(&mut self) -> Option<Unread> {
        loop {
            if let Some(report) = self.current.as_mut().and_then(Iterator::next) {
                return Some(report);
            }
            self.current = None;
            let source = match self.walk.next()? {
                Ok(source) => source,
                Err((argument, name, reason)) => {
                    let entry = Entry::new(&name, argument, self.options.clone(), self.passed.clone());
                    return Some(entry.failed(None, reason));
                }
            };
            self.name = source.name();
            let argument = source.argument;
            if !(self.filter)(argument, &self.name) {
                let entry = Entry::new(&self.name, argument, self.options.clone(), self.passed.clone());
                self.current = Some(open_source(source, entry, &self.consumed, &mut self.fetcher));
            }
        }
    }
}

//! A coder: a lexicon, how inputs are read, and threads to work on.

use crate::error;
use crate::own;
use crate::rows::{self, Names, Rows};
use crate::task::{Ask, Task};
use annalist::lexicon::Lexicon;
use annalist::read::{FieldMap, Format, Ids, Limits, Options, dates};
use pyo3::prelude::*;
use pyo3::types::PyList;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// The stack of a worker in bytes; only what deep trees need is ever touched.
const STACK: usize = 32 << 20;

/// What tasks share.
pub struct Shared {
    /// What is known with the user's files; none where there are no files.
    extended: Option<Box<Lexicon>>,
    /// How inputs are read.
    pub options: Options,
    /// Whether private persons' names are kept out.
    pub unnamed: bool,
    threads: usize,
    /// Threads with the process they belong to: a process that forks has none of them.
    pool: Mutex<Option<(u32, Arc<ThreadPool>)>>,
}

impl Shared {
    /// What is known.
    pub fn lexicon(&self) -> &Lexicon {
        self.extended.as_deref().unwrap_or_else(|| Lexicon::english())
    }

    /// The threads.
    ///
    /// # Errors
    /// If the system refuses one.
    pub fn pool(&self) -> Result<Arc<ThreadPool>, String> {
        let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
        let process = std::process::id();
        if let Some((_, pool)) = pool.as_ref().filter(|(owner, _)| *owner == process) {
            return Ok(pool.clone());
        }
        let made = ThreadPoolBuilder::new().num_threads(self.threads).stack_size(STACK).build();
        let made = Arc::new(made.map_err(|why| format!("cannot start {} threads: {why}", self.threads))?);
        if let Some((_, foreign)) = pool.replace((process, made.clone())) {
            // Its threads are not of this process, so there is nothing to end.
            std::mem::forget(foreign);
        }
        Ok(made)
    }
}

/// A lexicon, how inputs are read, and threads to work on.
#[pyclass(frozen, module = "annalist._native")]
pub struct Coder {
    shared: Arc<Shared>,
    problems: Vec<String>,
}

#[pymethods]
impl Coder {
    #[new]
    #[pyo3(signature = (*, events=Vec::new(), actors=Vec::new(), places=Vec::new(), published=None, zone=None,
        columns=Vec::new(), input_format=None, ids="hash", unnamed=false, threads=None))]
    #[expect(clippy::too_many_arguments, reason = "they are keywords in Python")]
    fn new(
        py: Python<'_>,
        events: Vec<PathBuf>,
        actors: Vec<PathBuf>,
        places: Vec<PathBuf>,
        published: Option<&str>,
        zone: Option<String>,
        columns: Vec<(String, String)>,
        input_format: Option<&str>,
        ids: &str,
        unnamed: bool,
        threads: Option<usize>,
    ) -> PyResult<Self> {
        let options = options(published, zone, &columns, input_format, ids).map_err(error)?;
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        let threads = threads.unwrap_or_else(cores).clamp(1, 1 << 16);
        let (extended, problems) = py.detach(|| own::load(&events, &actors, &places)).map_err(error)?;
        let shared = Shared { extended, options, unnamed, threads, pool: Mutex::default() };
        Ok(Coder { shared: Arc::new(shared), problems })
    }

    /// What is wrong with lines of the user's files; they are left out.
    #[getter]
    fn problems(&self) -> Vec<String> {
        self.problems.clone()
    }

    /// What `coder` says in its records: program, version and lexicon, with the user's own files.
    #[getter]
    fn name(&self) -> String {
        annalist_shape::coder_with(&self.shared.lexicon().version)
    }

    /// How many reports are worked on at once.
    #[getter]
    fn threads(&self) -> usize {
        self.shared.threads
    }

    /// What is asked of each report.
    #[pyo3(signature = (verb, *, only=Vec::new(), without=Vec::new(), min_confidence=None, explain=false))]
    fn task(
        &self,
        verb: &str,
        only: Vec<String>,
        without: Vec<String>,
        min_confidence: Option<f32>,
        explain: bool,
    ) -> PyResult<Task> {
        let types = self.shared.lexicon().predicates.types();
        let ask = Ask::new(verb, &only, &without, min_confidence, explain, types).map_err(error)?;
        Ok(Task::new(self.shared.clone(), ask))
    }

    /// Rows of `str`, `bytes` and `dict`, with what messages call them: the first one's number, or the name of each.
    fn rows(&self, objects: &Bound<'_, PyList>, names: Names) -> PyResult<Rows> {
        rows::of_objects(objects, names, &self.shared.options)
    }

    /// The reports of files and folders.
    fn files(&self, paths: Vec<PathBuf>) -> Rows {
        rows::of_files(paths, self.shared.options.clone())
    }

    /// The reports of a binary file of Python.
    fn stream(&self, name: &str, file: Py<PyAny>) -> Rows {
        rows::of_stream(name, file, &self.shared.options)
    }
}

fn options(
    published: Option<&str>,
    zone: Option<String>,
    columns: &[(String, String)],
    input_format: Option<&str>,
    ids: &str,
) -> Result<Options, String> {
    let certain = |text: &str| {
        dates::parse(text).ok_or_else(|| {
            format!("`published={text}` is not one certain date: expected a date such as 2013-01-11")
        })
    };
    let published = published.map(certain).transpose()?;
    if let Some(zone) = &zone {
        jiff::tz::TimeZone::get(zone).map_err(|why| {
            format!("cannot find zone `{zone}`: expected an IANA name such as Africa/Bamako: {why}")
        })?;
    }
    let map: Vec<String> = columns.iter().map(|(field, name)| format!("{field}={name}")).collect();
    let fields: FieldMap =
        map.join(",").parse().map_err(|why| format!("cannot understand `columns`: {why}"))?;
    let unknown = |name: &str, why| format!("cannot understand `input_format={name}`: {why}");
    let format =
        input_format.map(|name| name.parse::<Format>().map_err(|why| unknown(name, why))).transpose()?;
    let ids = match ids {
        "hash" => Ids::Hash,
        "stem" => Ids::FileStem,
        other => return Err(format!("cannot understand `ids={other}`: expected hash or stem")),
    };
    Ok(Options { format, fields, published, zone, ids, limits: Limits::default() })
}

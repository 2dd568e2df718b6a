//! What formats hand on: reports found but not yet parsed, so that parsing can be spread over threads and left out
//! where a broken run goes on.

use crate::Options;
use crate::error::{Place, ReadError, Reason};
use annalist_core::Report;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// What makes a report of bytes already read.
type Parse = Box<dyn FnOnce() -> Result<Report, Reason> + Send>;

/// One report of an input, found but not yet parsed; or what was wrong where one should have been.
pub struct Unread {
    entry: Entry,
    place: Option<Place>,
    parse: Parse,
}

impl Unread {
    /// The file, address or archive entry it comes from, as messages name it.
    pub fn input(&self) -> &str {
        &self.entry.name
    }

    /// The input that a user can name: the file or address itself where the report lies in an archive.
    pub fn outer(&self) -> &str {
        &self.entry.outer
    }

    /// Which of the inputs named by the user it comes from, counted from 0.
    pub fn argument(&self) -> usize {
        self.entry.argument
    }

    /// Parses the report.
    ///
    /// # Errors
    /// [`ReadError`] with input, place and reason.
    pub fn report(self) -> Result<Report, ReadError> {
        let Unread { entry, place, parse } = self;
        parse().map_err(|reason| ReadError { input: entry.name.to_string(), place, reason })
    }
}

/// The reports of one input, one at a time.
pub(crate) type Reports = Box<dyn Iterator<Item = Unread> + Send>;

/// What is known of an input before its bytes are looked at.
#[derive(Clone)]
pub(crate) struct Entry {
    /// The name for messages: a path, an address, `-`, or `archive.zip:path/inside.txt`.
    pub name: Arc<str>,
    /// The same without what lies inside an archive.
    pub outer: Arc<str>,
    pub argument: usize,
    /// The file name that format and identifier are told from; None for standard input.
    pub file: Option<Arc<str>>,
    /// How many archives and compressions lie around it.
    pub nested: usize,
    /// What the server said, where the input was fetched or is a record of a crawl.
    pub http: Http,
    pub options: Arc<Options>,
    pub passed: PassedOver,
}

/// What a server said about a document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Http {
    pub url: Option<Arc<str>>,
    /// The media type in lower case, without parameters.
    pub media: Option<Arc<str>>,
    pub charset: Option<Arc<str>>,
    /// What a user should know about how it came.
    pub notes: Vec<String>,
}

impl Http {
    /// Takes `Content-Type: text/html; charset=utf-8` apart.
    pub(crate) fn set_content_type(&mut self, value: &str) {
        let mut parts = value.split(';');
        let media = parts.next().unwrap_or("").trim().to_ascii_lowercase();
        self.media = (!media.is_empty()).then(|| media.into());
        self.charset = parts.find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            let named = name.trim().eq_ignore_ascii_case("charset");
            named.then(|| value.trim().trim_matches(['"', '\'']).into())
        });
    }
}

impl Entry {
    pub(crate) fn new(name: &str, argument: usize, options: Arc<Options>, passed: PassedOver) -> Self {
        let name: Arc<str> = name.into();
        Entry {
            outer: name.clone(),
            name,
            argument,
            file: None,
            nested: 0,
            http: Http::default(),
            options,
            passed,
        }
    }

    /// The entry `path` of the archive that this is.
    pub(crate) fn inside(&self, path: &str) -> Entry {
        let name = format!("{}:{path}", self.name).into();
        Entry { name, file: Some(path.into()), nested: self.nested + 1, ..self.clone() }
    }

    /// A report to be parsed when it is wanted.
    pub(crate) fn unread(
        &self,
        place: Option<Place>,
        parse: impl FnOnce() -> Result<Report, Reason> + Send + 'static,
    ) -> Unread {
        Unread { entry: self.clone(), place, parse: Box::new(parse) }
    }

    /// What was wrong at `place`.
    pub(crate) fn failed(&self, place: Option<Place>, reason: impl Into<Reason>) -> Unread {
        let reason = reason.into();
        self.unread(place, move || Err(reason))
    }

    /// The iterator of an input that cannot be read at all.
    pub(crate) fn nothing(&self, reason: impl Into<Reason>) -> Reports {
        Box::new(std::iter::once(self.failed(None, reason)))
    }

    /// The file's name without folders and the extensions that formats and compressions have.
    pub(crate) fn stem(&self) -> Option<String> {
        let name = Path::new(self.file.as_deref()?).file_name()?.to_string_lossy().into_owned();
        let bare = crate::format::without_compression(&name);
        let stem = match crate::Format::of_path(Path::new(bare)) {
            Some(_) => bare.rsplit_once('.').map_or(bare, |(stem, _)| stem),
            None => bare,
        };
        Some(stem.to_owned())
    }
}

/// How many parts of inputs were passed over in silence because they hold no report, by what they are.
#[derive(Clone, Debug, Default)]
pub struct PassedOver(Arc<Mutex<BTreeMap<&'static str, u64>>>);

impl PassedOver {
    pub(crate) fn add(&self, what: &'static str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(what).or_default() += 1;
    }

    /// The counts so far, in the order of their names.
    pub fn counts(&self) -> Vec<(&'static str, u64)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().map(|(what, n)| (*what, *n)).collect()
    }
}

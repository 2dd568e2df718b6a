//! What the user named, as a list of things to open: files, folders gone through in order, addresses, standard input.

use crate::error::Reason;
use crate::limits::FOLDER_DEPTH;
use std::collections::VecDeque;
use std::fs::{self, DirEntry};
use std::path::{Path, PathBuf};

/// One thing to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    /// Which of the inputs that the user named it belongs to, counted from 0.
    pub argument: usize,
    pub kind: SourceKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SourceKind {
    File(PathBuf),
    StandardInput,
    /// `http://…` or `https://…`.
    Address(String),
}

impl Source {
    /// The name for messages: the path or address as given, or `-`.
    pub(crate) fn name(&self) -> String {
        match &self.kind {
            SourceKind::File(path) => path.display().to_string(),
            SourceKind::StandardInput => "-".to_owned(),
            SourceKind::Address(url) => url.clone(),
        }
    }
}

/// Which input could not be gone into, and why.
pub(crate) type Refused = (usize, String, Reason);

/// Goes through the inputs in the order given, and through folders in the order of their names.
///
/// Hidden entries, the parts of saved web pages (pictures, scripts, style sheets) and a user's files of event types
/// and actors (`.events`, `.actors.tsv` and the like) are passed over in silence; what cannot be opened is named and passed over.
pub(crate) struct Walk {
    waiting: VecDeque<Waiting>,
}

struct Waiting {
    path: PathBuf,
    argument: usize,
    /// How many folders deep the entry is; 0 for what the user named.
    depth: usize,
}

impl Walk {
    pub(crate) fn new(inputs: impl IntoIterator<Item = PathBuf>) -> Self {
        let waiting = |(argument, path)| Waiting { path, argument, depth: 0 };
        Walk { waiting: inputs.into_iter().enumerate().map(waiting).collect() }
    }

    fn visit(&mut self, entry: Waiting) -> Result<Option<SourceKind>, Reason> {
        if entry.depth == 0 && entry.path.as_os_str() == "-" {
            return Ok(Some(SourceKind::StandardInput));
        }
        if entry.depth == 0
            && let Some(url) = entry.path.to_str().filter(|p| is_address(p))
        {
            return Ok(Some(SourceKind::Address(url.to_owned())));
        }
        let metadata = fs::metadata(&entry.path)?;
        if metadata.is_dir() {
            self.enter(&entry)?;
            return Ok(None);
        }
        // A pipe inside a folder would block for ever; one the user names is meant.
        if entry.depth > 0 && !metadata.is_file() {
            return Err(Reason::System("not a regular file".into()));
        }
        Ok(Some(SourceKind::File(entry.path)))
    }

    /// Puts a folder's entries, sorted by name, before everything still waiting.
    fn enter(&mut self, folder: &Waiting) -> Result<(), Reason> {
        if folder.depth >= FOLDER_DEPTH || leads_back(&folder.path) {
            return Err(Reason::FolderDepth(FOLDER_DEPTH));
        }
        let mut entries = fs::read_dir(&folder.path)?.collect::<Result<Vec<DirEntry>, _>>()?;
        entries.sort_by_key(DirEntry::file_name);
        for entry in entries.iter().rev().filter(|e| is_wanted(&e.path())) {
            let (argument, depth) = (folder.argument, folder.depth + 1);
            self.waiting.push_front(Waiting { path: entry.path(), argument, depth });
        }
        Ok(())
    }
}

impl Iterator for Walk {
    type Item = Result<Source, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(entry) = self.waiting.pop_front() {
            let (argument, name) = (entry.argument, entry.path.display().to_string());
            match self.visit(entry) {
                Ok(None) => {}
                Ok(Some(kind)) => return Some(Ok(Source { argument, kind })),
                Err(reason) => return Some(Err((argument, name, reason))),
            }
        }
        None
    }
}

/// Whether an input is to be fetched.
fn is_address(input: &str) -> bool {
    input.starts_with("http://") || input.starts_with("https://")
}

/// How many bytes the files among `inputs` and in its folders have, for telling how far a run is; None where that
/// cannot be known, as of standard input and addresses.
pub fn size_of(inputs: impl IntoIterator<Item = PathBuf>) -> Option<u64> {
    let mut sum = 0;
    for source in Walk::new(inputs).flatten() {
        let SourceKind::File(path) = source.kind else { return None };
        sum += fs::metadata(path).ok().filter(fs::Metadata::is_file)?.len();
    }
    Some(sum)
}

/// Whether a folder is a symbolic link to one of the folders it lies in.
fn leads_back(folder: &Path) -> bool {
    let is_link = fs::symlink_metadata(folder).is_ok_and(|m| m.is_symlink());
    let (Ok(target), Some(Ok(parent))) = (folder.canonicalize(), folder.parent().map(Path::canonicalize))
    else {
        return false;
    };
    is_link && parent.starts_with(target)
}

/// Files of a user's own event types and actors, which may lie beside the reports.
fn is_lexicon(path: &Path) -> bool {
    const ENDINGS: [&str; 6] = [".events", ".actors", ".actors.tsv", ".actors.txt", ".agents", ".agents.txt"];
    let name = path.file_name().map(|n| n.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    ENDINGS.iter().any(|ending| name.ends_with(ending))
}

pub(crate) fn is_wanted(path: &Path) -> bool {
    /// Parts of saved pages, and notebooks that work with the reports beside them.
    const NO_REPORTS: [&str; 21] = [
        "avif", "bmp", "css", "gif", "ico", "ipynb", "jpeg", "jpg", "js", "map", "mjs", "mp3", "mp4", "png",
        "svg", "ttf", "webm", "webp", "woff", "woff2", "eot",
    ];
    let hidden = path.file_name().is_some_and(|n| n.as_encoded_bytes().starts_with(b"."));
    let extension = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    !hidden && !is_lexicon(path) && !NO_REPORTS.contains(&extension.as_str())
}

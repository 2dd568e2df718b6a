//! What the user named, as a list of things to open: files, folders gone through in order, standard input.

use crate::error::{ReadError, Reason};
use crate::format::Format;
use crate::limits::FOLDER_DEPTH;
use std::collections::VecDeque;
use std::fs::{self, DirEntry};
use std::path::{Path, PathBuf};

/// One thing to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    File(PathBuf),
    StandardInput,
}

impl Source {
    /// The name for messages: the path as given, or `-`.
    pub(crate) fn name(&self) -> String {
        match self {
            Source::File(path) => path.display().to_string(),
            Source::StandardInput => "-".to_owned(),
        }
    }

    /// The file name without folders and extensions, for `FileStem` identifiers.
    pub(crate) fn stem(&self) -> Option<String> {
        let Source::File(path) = self else { return None };
        let name = path.file_name()?.to_string_lossy();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        let stem = match Format::of_path(path) {
            Some(_) => name.rsplit_once('.').map_or(name, |(stem, _)| stem),
            None => name,
        };
        Some(stem.to_owned())
    }
}

/// Goes through the inputs in the order given, and through folders in the order of their names.
///
/// Hidden entries, the parts of saved web pages (pictures, scripts, style sheets) and a user's files of event types
/// and actors (`.events`, `.actors.tsv` and the like) are passed over in silence; what cannot be opened is named and passed over.
pub(crate) struct Walk {
    waiting: VecDeque<Waiting>,
}

struct Waiting {
    path: PathBuf,
    /// How many folders deep the entry is; 0 for what the user named.
    depth: usize,
}

impl Walk {
    pub(crate) fn new(inputs: impl IntoIterator<Item = PathBuf>) -> Self {
        Walk { waiting: inputs.into_iter().map(|path| Waiting { path, depth: 0 }).collect() }
    }

    fn visit(&mut self, entry: Waiting) -> Result<Option<Source>, ReadError> {
        if entry.depth == 0 && entry.path.as_os_str() == "-" {
            return Ok(Some(Source::StandardInput));
        }
        let name = entry.path.display().to_string();
        let failed = |reason: Reason| ReadError::new(&name, reason);
        let metadata = fs::metadata(&entry.path).map_err(|e| failed(e.into()))?;
        if metadata.is_dir() {
            self.enter(&entry).map_err(failed)?;
            return Ok(None);
        }
        // A pipe inside a folder would block for ever; one the user names is meant.
        if entry.depth > 0 && !metadata.is_file() {
            return Err(failed(Reason::System("not a regular file".into())));
        }
        Ok(Some(Source::File(entry.path)))
    }

    /// Puts a folder's entries, sorted by name, before everything still waiting.
    fn enter(&mut self, folder: &Waiting) -> Result<(), Reason> {
        if folder.depth >= FOLDER_DEPTH || leads_back(&folder.path) {
            return Err(Reason::FolderDepth(FOLDER_DEPTH));
        }
        let mut entries = fs::read_dir(&folder.path)?.collect::<Result<Vec<DirEntry>, _>>()?;
        entries.sort_by_key(DirEntry::file_name);
        for entry in entries.iter().rev().filter(|e| is_wanted(&e.path())) {
            self.waiting.push_front(Waiting { path: entry.path(), depth: folder.depth + 1 });
        }
        Ok(())
    }
}

impl Iterator for Walk {
    type Item = Result<Source, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(entry) = self.waiting.pop_front() {
            match self.visit(entry) {
                Ok(None) => {}
                Ok(Some(source)) => return Some(Ok(source)),
                Err(error) => return Some(Err(error)),
            }
        }
        None
    }
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

fn is_wanted(path: &Path) -> bool {
    const PAGE_PARTS: [&str; 20] = [
        "avif", "bmp", "css", "gif", "ico", "jpeg", "jpg", "js", "map", "mjs", "mp3", "mp4", "png", "svg",
        "ttf", "webm", "webp", "woff", "woff2", "eot",
    ];
    let hidden = path.file_name().is_some_and(|n| n.as_encoded_bytes().starts_with(b"."));
    let extension = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    !hidden && !is_lexicon(path) && !PAGE_PARTS.contains(&extension.as_str())
}

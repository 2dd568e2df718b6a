//! Which format an input is in: by the user's word, by its extension, else by its first bytes.

use std::path::Path;

/// The formats read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text, one report a file: agency copy as pasted.
    Text,
    /// A saved web page, one report a file.
    Html,
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values with a header.
    Csv,
    /// Tab-separated values with a header.
    Tsv,
}

impl Format {
    /// The format that an extension stands for; a final `.gz` is looked through. None where unknown.
    pub fn of_path(path: &Path) -> Option<Format> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        match name.rsplit_once('.')?.1 {
            "txt" | "text" | "asc" => Some(Format::Text),
            "html" | "htm" | "xhtml" | "shtml" => Some(Format::Html),
            "jsonl" | "ndjson" => Some(Format::Jsonl),
            "csv" => Some(Format::Csv),
            "tsv" | "tab" => Some(Format::Tsv),
            _ => None,
        }
    }

    /// The format that the first bytes look like. Plain text unless they say otherwise.
    pub fn sniff(head: &[u8]) -> Format {
        let text = String::from_utf8_lossy(head);
        let text = text.trim_start_matches('\u{FEFF}').trim_start();
        let first = text.lines().next().unwrap_or("");
        if first.starts_with('{') && looks_like_object(first) {
            Format::Jsonl
        } else if looks_like_html(text) {
            Format::Html
        } else if names_a_text_column(first, '\t') {
            Format::Tsv
        } else if names_a_text_column(first, ',') {
            Format::Csv
        } else {
            Format::Text
        }
    }
}

impl std::str::FromStr for Format {
    type Err = String;

    /// Reads `text`, `html`, `jsonl`, `csv` or `tsv`.
    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "text" | "txt" => Ok(Format::Text),
            "html" => Ok(Format::Html),
            "jsonl" => Ok(Format::Jsonl),
            "csv" => Ok(Format::Csv),
            "tsv" => Ok(Format::Tsv),
            _ => Err(format!("expected text, html, jsonl, csv or tsv, found `{name}`")),
        }
    }
}

fn looks_like_object(line: &str) -> bool {
    line[1..].trim_start().starts_with(['"', '}'])
}

fn looks_like_html(text: &str) -> bool {
    let start: String = text.chars().take(2048).collect::<String>().to_ascii_lowercase();
    start.starts_with("<!doctype html")
        || start.starts_with('<')
            && ["<html", "<head", "<body", "<article", "<div", "<p>"].iter().any(|t| start.contains(t))
}

/// Whether a header line names the column that every table must have. A sentence may hold both a comma and the
/// word, so all columns must look like names.
fn names_a_text_column(line: &str, separator: char) -> bool {
    let names: Vec<&str> = line.split(separator).map(|n| n.trim().trim_matches('"')).collect();
    names.len() > 1
        && names.iter().all(|n| n.len() <= 32 && !n.contains(' '))
        && names.iter().any(|n| crate::fields::TEXT.contains(&n.to_ascii_lowercase().as_str()))
}

//! Which format an input is in: by the user's word, the server's, its extension, else by its first bytes.

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
    /// A JSON document: a report, a list of reports, a JSON Feed, ninjs.
    Json,
    /// Comma-separated values with a header.
    Csv,
    /// Tab-separated values with a header.
    Tsv,
    /// RSS or Atom.
    Feed,
    /// NewsML-G2: a news item, a package or a message of several.
    NewsMl,
    /// NITF, the News Industry Text Format.
    Nitf,
    /// WARC, the records of a web crawl.
    Warc,
    /// A mailbox: messages one after the other.
    Mbox,
    /// One mail message.
    Eml,
}

/// The names of the formats, as a user writes them.
const NAMES: [(&str, Format); 14] = [
    ("text", Format::Text),
    ("html", Format::Html),
    ("jsonl", Format::Jsonl),
    ("json", Format::Json),
    ("csv", Format::Csv),
    ("tsv", Format::Tsv),
    ("rss", Format::Feed),
    ("atom", Format::Feed),
    ("feed", Format::Feed),
    ("newsml", Format::NewsMl),
    ("nitf", Format::Nitf),
    ("warc", Format::Warc),
    ("mbox", Format::Mbox),
    ("eml", Format::Eml),
];

/// A file name without the extension of a compression.
pub(crate) fn without_compression(name: &str) -> &str {
    [".gz", ".zst", ".GZ", ".ZST"].iter().find_map(|e| name.strip_suffix(e)).unwrap_or(name)
}

impl Format {
    /// The format that an extension stands for; a final `.gz` or `.zst` is looked through. None where unknown, as
    /// for `.xml` and `.json`, which hold many things.
    pub fn of_path(path: &Path) -> Option<Format> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        match without_compression(&name).rsplit_once('.')?.1 {
            "txt" | "text" | "asc" => Some(Format::Text),
            "html" | "htm" | "xhtml" | "shtml" => Some(Format::Html),
            "jsonl" | "ndjson" => Some(Format::Jsonl),
            "csv" => Some(Format::Csv),
            "tsv" | "tab" => Some(Format::Tsv),
            "rss" | "atom" => Some(Format::Feed),
            "nitf" => Some(Format::Nitf),
            "warc" | "wet" => Some(Format::Warc),
            "mbox" | "mbx" => Some(Format::Mbox),
            "eml" => Some(Format::Eml),
            _ => None,
        }
    }

    /// The format that a server's media type stands for. None for those that say little, as `text/plain`.
    pub(crate) fn of_media(media: &str) -> Option<Format> {
        match media {
            "text/html" | "application/xhtml+xml" => Some(Format::Html),
            "application/rss+xml" | "application/atom+xml" => Some(Format::Feed),
            "application/feed+json" => Some(Format::Json),
            "application/warc" => Some(Format::Warc),
            "message/rfc822" => Some(Format::Eml),
            "text/csv" => Some(Format::Csv),
            _ => None,
        }
    }

    /// The format that the first bytes look like. Plain text unless they say otherwise.
    pub fn sniff(head: &[u8]) -> Format {
        if head.starts_with(b"WARC/") {
            return Format::Warc;
        }
        let text = String::from_utf8_lossy(head);
        let text = text.trim_start_matches('\u{FEFF}').trim_start();
        let first = text.lines().next().unwrap_or("");
        if let Some(format) = of_root(text) {
            format
        } else if looks_like_object(first) && !text.contains("jsonfeed.org/") {
            Format::Jsonl
        } else if looks_like_json(text) {
            Format::Json
        } else if looks_like_html(text) {
            Format::Html
        } else if crate::mbox::is_envelope(first.as_bytes()) {
            Format::Mbox
        } else if has_mail_headers(text) {
            Format::Eml
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

    /// Reads `text`, `html`, `jsonl`, `json`, `csv`, `tsv`, `rss`, `atom`, `newsml`, `nitf`, `warc`, `mbox` or `eml`.
    fn from_str(name: &str) -> Result<Self, String> {
        NAMES.iter().find(|(n, _)| *n == name).map(|(_, format)| *format).ok_or_else(|| {
            let names: Vec<&str> = NAMES.iter().map(|(n, _)| *n).collect();
            format!("expected one of {}, found `{name}`", names.join(", "))
        })
    }
}

/// The XML formats, by their root element.
fn of_root(text: &str) -> Option<Format> {
    match crate::xml::root_name(text)? {
        "rss" | "feed" | "RDF" => Some(Format::Feed),
        "newsItem" | "newsMessage" | "packageItem" => Some(Format::NewsMl),
        "nitf" => Some(Format::Nitf),
        _ => None,
    }
}

/// Whether a line opens an object that ends on it, or goes on beyond what is looked at.
fn looks_like_object(line: &str) -> bool {
    let Some(inside) = line.strip_prefix('{') else { return false };
    let ends = line.trim_end().ends_with('}') || line.len() * 2 > crate::limits::SNIFF_BYTES;
    inside.trim_start().starts_with(['"', '}']) && ends
}

fn looks_like_json(text: &str) -> bool {
    let object = text.strip_prefix('{').is_some_and(|t| t.trim_start().starts_with(['"', '}']));
    object || text.strip_prefix('[').is_some_and(|t| t.trim_start().starts_with(['{', ']']))
}

/// Whether a text starts with the headers of a mail message: two that only mail has.
fn has_mail_headers(text: &str) -> bool {
    const ONLY_MAIL: [&str; 8] = [
        "return-path",
        "received",
        "message-id",
        "mime-version",
        "delivered-to",
        "dkim-signature",
        "list-unsubscribe",
        "content-transfer-encoding",
    ];
    let mut found = 0;
    for line in text.lines().take_while(|l| !l.trim().is_empty()) {
        let name = line.split(':').next().unwrap_or("");
        if !line.starts_with([' ', '\t']) && (name.len() == line.len() || name.contains(' ')) {
            return false;
        }
        found += usize::from(ONLY_MAIL.contains(&name.to_ascii_lowercase().as_str()));
    }
    found >= 2
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_by_their_first_bytes() {
        for (head, expected) in [
            ("WARC/1.0\r\n", Format::Warc),
            ("<?xml version='1.0'?>\n<!-- x -->\n<rss version='2.0'>", Format::Feed),
            ("\u{FEFF}<feed xmlns='http://www.w3.org/2005/Atom'>", Format::Feed),
            ("<rdf:RDF xmlns:rdf='x'>", Format::Feed),
            ("<?xml version='1.0'?><newsItem guid='x'>", Format::NewsMl),
            ("<!DOCTYPE nitf SYSTEM 'nitf.dtd'>\n<nitf>", Format::Nitf),
            ("<?xml version='1.0'?><!DOCTYPE html><html><body>", Format::Html),
            ("{\"text\": \"One.\"}\n{", Format::Jsonl),
            ("{\n  \"uri\": \"x\",", Format::Json),
            ("[{\"text\": \"One.\"}]", Format::Json),
            ("{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": []}", Format::Json),
            ("From news@example.org Tue Mar 12 09:05:00 2019\nSubject: x", Format::Mbox),
            ("Return-Path: <a@b>\nReceived: x\n\ty\nSubject: z\n\nText", Format::Eml),
            ("Date: 12 March 2019\nSource: The Courier\n\nText", Format::Text),
            ("id,text\n1,One.", Format::Csv),
            ("From Geneva, the delegates went to Bern in 2019", Format::Text),
            ("[Editor's note: corrects the date]", Format::Text),
        ] {
            assert_eq!(Format::sniff(head.as_bytes()), expected, "{head}");
        }
    }
}

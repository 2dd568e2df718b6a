//! WARC (ISO 28500), as crawlers and CC-NEWS write it: read record by record, so that a file of any size takes the memory
//! of its largest page. What is damaged is named, and reading goes on with the next record.

mod http;
mod record;

use crate::Format;
use crate::error::{Place, Reason};
use crate::open::{Stream, document};
use crate::unread::{Entry, Unread};
use record::{Header, Records};
use std::sync::Arc;

/// The pages of one WARC.
pub(crate) struct Warc {
    records: Records,
    entry: Entry,
    ended: bool,
}

impl Warc {
    pub(crate) fn new(input: Stream, entry: Entry) -> Self {
        Warc { records: Records::new(input, entry.options.limits.report_bytes), entry, ended: false }
    }

    /// Reads one record; None for what holds no report.
    fn record(&mut self, header: &Header) -> Result<Option<Unread>, Reason> {
        let place = Some(Place::Record(self.records.number()));
        let kind = header.get("warc-type").unwrap_or("").to_ascii_lowercase();
        let media = header.get("content-type").unwrap_or("").to_ascii_lowercase();
        let is_http = kind == "response" && media.starts_with("application/http");
        let is_document = matches!(kind.as_str(), "resource" | "conversion");
        if !is_http && !is_document {
            self.entry.passed.add("records that are no documents");
            return Ok(None);
        }
        let mut entry = self.entry.clone();
        entry.http.url = header.get("warc-target-uri").map(|u| Arc::from(u.trim_matches(['<', '>'])));
        entry.http.notes.extend(header.get("warc-date").map(|date| format!("fetched: {date}")));
        if let Some(why) = header.get("warc-truncated") {
            entry.http.notes.push(format!("the crawler cut the document short ({why})"));
        }
        if is_document {
            entry.http.set_content_type(&media);
            let Some(format) = format(&entry) else { return Ok(None) };
            let bytes = self.records.block(Vec::new())?;
            return Ok(Some(entry.clone().unread(place, move || document(format, &bytes, &entry))));
        }
        let start = self.records.block_start()?;
        let mut response = http::parse(start)?;
        if response.status != 200 {
            self.entry.passed.add("pages that the server did not give");
            return Ok(None);
        }
        if let Some(content_type) = response.header("content-type") {
            entry.http.set_content_type(content_type);
        }
        let Some(format) = format(&entry) else { return Ok(None) };
        response.bytes = self.records.block(response.bytes)?;
        Ok(Some(entry.clone().unread(place, move || {
            let body = response.decoded(entry.options.limits)?;
            document(format, &body, &entry)
        })))
    }
}

/// The format of a document that was crawled; None for what is no page and no text.
fn format(entry: &Entry) -> Option<Format> {
    let found = match entry.http.media.as_deref() {
        Some("text/html" | "application/xhtml+xml") => Some(Format::Html),
        Some("text/plain") if entry.http.url.as_deref().is_some_and(|u| u.ends_with("/robots.txt")) => None,
        Some("text/plain") => Some(Format::Text),
        _ => None,
    };
    if found.is_none() {
        entry.passed.add("documents that are no pages");
    }
    found
}

impl Iterator for Warc {
    type Item = Unread;

    fn next(&mut self) -> Option<Unread> {
        while !self.ended {
            let found = match self.records.next_header() {
                Ok(Some(header)) => self.record(&header),
                Ok(None) if self.records.number() == 0 => Err(Reason::Empty),
                Ok(None) => break,
                Err(reason) => Err(reason),
            };
            let place = Some(Place::Record(self.records.number())).filter(|_| self.records.number() > 0);
            self.ended = self.records.is_over();
            match found {
                Ok(None) => {}
                Ok(Some(unread)) => return Some(unread),
                Err(reason) => return Some(self.entry.failed(place, reason)),
            }
        }
        self.ended = true;
        None
    }
}

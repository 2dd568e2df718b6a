//! Rows to download, written while they are sent.

use super::typed;
use crate::app::Served;
use crate::ask::{Ask, select};
use crate::form;
use crate::problem::Problem;
use annalist_store::export::{self, Format};
use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use std::io::{self, BufWriter, Write};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

/// The forms: name, media type, ending, and what the page calls it.
pub const FORMATS: [(&str, &str, &str, &str, Format); 9] = [
    ("csv", "text/csv; charset=utf-8", "csv", "CSV", Format::Csv),
    ("tsv", "text/tab-separated-values; charset=utf-8", "tsv", "TSV", Format::Tsv),
    ("jsonl", "application/x-ndjson", "jsonl", "JSONL (PLOVER)", Format::Jsonl),
    ("parquet", "application/vnd.apache.parquet", "parquet", "Parquet", Format::Parquet),
    ("polecat", "text/tab-separated-values; charset=utf-8", "polecat.tsv", "POLECAT", Format::Polecat),
    ("gdelt", "text/tab-separated-values; charset=utf-8", "gdelt.tsv", "GDELT 2.0", Format::Gdelt),
    ("petrarch", "text/tab-separated-values; charset=utf-8", "petrarch.tsv", "PETRARCH2", Format::Petrarch),
    ("geojson", "application/geo+json", "geojson", "GeoJSON", Format::GeoJson),
    ("ical", "text/calendar; charset=utf-8", "ics", "iCalendar", Format::ICal),
];

/// How many bytes are sent at once.
const PIECE: usize = 64 << 10;

/// The events found, in the form that `format` names.
pub async fn export(State(served): State<Served>, RawQuery(query): RawQuery) -> Result<Response, Problem> {
    let ask = Ask::new(query.as_deref(), &["format"])?;
    let given =
        form::pairs(query.as_deref().unwrap_or_default()).into_iter().find(|(name, _)| name == "format");
    let given = given.map_or_else(|| "jsonl".to_owned(), |(_, format)| format);
    let known = FORMATS.iter().find(|(name, ..)| *name == given);
    let Some((_, kind, ending, _, format)) = known else {
        let names: Vec<&str> = FORMATS.iter().map(|(name, ..)| *name).collect();
        return Err(Problem::bad(format!(
            "expected one of {} in `format`, found `{given}`",
            names.join(", ")
        )));
    };
    let keys: Vec<i64> =
        served.ask(move |store, index| Ok(select(store, index, &ask)?.keys().collect())).await?;
    let file = format!("attachment; filename=\"events.{ending}\"");
    let mut response = typed(kind, sent(served, keys, *format));
    if let Ok(file) = HeaderValue::from_str(&file) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, file);
    }
    Ok(response)
}

/// The corrections that people made, a line each.
pub async fn corrections(State(served): State<Served>) -> Response {
    typed("application/x-ndjson", sent(served, Vec::new(), Format::Corrections))
}

fn sent(served: Served, keys: Vec<i64>, format: Format) -> Body {
    let (pieces, body) = mpsc::channel::<io::Result<Bytes>>(4);
    tokio::spawn(async move {
        let broken = pieces.clone();
        let in_memory = served.annals().name().is_none();
        let written = served.download(move |store| {
            if in_memory {
                // Others wait while such a store is read, so that it is read before anything is sent.
                let mut all = Vec::new();
                export::write_keys(store, &keys, format, &mut all)?;
                let _ = pieces.blocking_send(Ok(all.into()));
                return Ok(());
            }
            let mut out = BufWriter::with_capacity(PIECE, Pieces(pieces));
            export::write_keys(store, &keys, format, &mut out)?;
            Ok(())
        });
        if let Err(problem) = written.await {
            // The answer has begun: only breaking it off says that it is not whole.
            let _ = broken.send(Err(io::Error::other(problem.detail))).await;
        }
    });
    Body::from_stream(ReceiverStream::new(body))
}

/// Hands what is written to whoever sends it.
struct Pieces(mpsc::Sender<io::Result<Bytes>>);

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let gone = |_| io::Error::new(io::ErrorKind::BrokenPipe, "the reader went away");
        self.0.blocking_send(Ok(Bytes::copy_from_slice(bytes))).map_err(gone)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

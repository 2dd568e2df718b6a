//! The annals in the forms that other programs read.
//!
//! [`write()`] writes a store, or what a filter finds in it, in one [`Format`]; the layouts that are rows of cells
//! ([`flat`], [`polecat`], [`gdelt`], [`petrarch`]), [`arrow`] and [`parquet`] are made from single records, so that `annalist code`
//! writes them too. [`crate_folder`] is a folder for a replication archive.

pub mod arrow;
mod cameo;
mod countries;
pub mod crate_folder;
pub mod flat;
pub mod gdelt;
pub mod geojson;
pub mod ical;
pub mod parquet;
pub mod petrarch;
pub mod polecat;

use crate::error::{Result, StoreError};
use crate::query::{Filter, Index};
use crate::record::Record;
use crate::store::Store;
use roaring::RoaringBitmap;
use std::io::Write;

/// A form to write events in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One PLOVER record a line, as `annalist code` prints it, with corrections.
    Jsonl,
    /// One flat row a record, separated by commas.
    Csv,
    /// One flat row a record, separated by tabs.
    Tsv,
    /// Parquet.
    Parquet,
    /// POLECAT's tab-separated layout.
    Polecat,
    /// GDELT 2.0's tab-separated event layout.
    Gdelt,
    /// PETRARCH2's tab-separated output.
    Petrarch,
    /// GeoJSON of the events that have coordinates.
    GeoJson,
    /// iCalendar of what was announced.
    ICal,
    /// The corrections that persons made, as they gave them.
    Corrections,
}

/// What is known around a record, that the record itself does not say.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// How many events tell of the incident.
    pub mentions: u64,
    /// How many independent sources they are.
    pub sources: u64,
    /// How many reports.
    pub reports: u64,
    /// The language of the report, as ISO 639-1.
    pub language: Option<String>,
}

/// What an export held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Records that were asked for.
    pub records: u64,
    /// Those of them that the form cannot hold, and that were left out: without coordinates, no announcement, or, where
    /// the layout cannot say so, no fact.
    pub left_out: u64,
}

/// The columns of a layout that has a header, and the separator of a layout of cells.
pub fn layout(format: Format) -> Option<(Option<&'static [&'static str]>, u8)> {
    match format {
        Format::Csv => Some((Some(&flat::COLUMNS), b',')),
        Format::Tsv => Some((Some(&flat::COLUMNS), b'\t')),
        Format::Polecat => Some((Some(&polecat::COLUMNS), b'\t')),
        Format::Gdelt | Format::Petrarch => Some((None, b'\t')),
        _ => None,
    }
}

/// The rows of a record in a layout of cells; none where the layout cannot hold it, or has no cells.
pub fn rows(format: Format, record: &Record, around: &Around) -> Vec<Vec<String>> {
    match format {
        Format::Csv | Format::Tsv => vec![flat::row(record)],
        Format::Polecat => vec![polecat::row(record, around)],
        Format::Gdelt => gdelt::rows(record, around),
        Format::Petrarch => petrarch::rows(record),
        _ => Vec::new(),
    }
}

/// Rows of cells as lines.
///
/// # Errors
/// If a row cannot be written.
pub fn lines(format: Format, rows: &[Vec<String>]) -> Result<Vec<u8>> {
    let Some((_, separator)) = layout(format) else { return Ok(Vec::new()) };
    let refuse = |why: String| StoreError::Export { format: "table", why };
    // PETRARCH2's lines have a cell more where there is an address.
    let mut writer = csv::WriterBuilder::new();
    writer.flexible(true).delimiter(separator);
    if matches!(format, Format::Gdelt | Format::Petrarch) {
        // Neither knows quotation marks around cells, and no cell has a tab or a line's end.
        writer.quote_style(csv::QuoteStyle::Never);
    }
    let mut writer = writer.from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).map_err(|why| refuse(why.to_string()))?;
    }
    writer.into_inner().map_err(|why| refuse(why.to_string()))
}

/// Writes the events of `store` that `filter` finds (all, without one), in the order of publication, report and text.
///
/// # Errors
/// If the store cannot be read or `out` not be written.
pub fn write<W: Write + Send>(
    store: &Store,
    filter: Option<&Filter>,
    format: Format,
    out: W,
) -> Result<Written> {
    let wanted = match filter {
        Some(filter) => {
            let index = Index::new(store)?;
            Some(index.select(store, filter)?.keys().map(|key| key as u32).collect())
        }
        None => None,
    };
    write_wanted(store, wanted.as_ref(), format, out)
}

/// Writes the events of `store` that have `keys`, as [`write()`] does.
///
/// # Errors
/// If the store cannot be read or `out` not be written.
pub fn write_keys<W: Write + Send>(store: &Store, keys: &[i64], format: Format, out: W) -> Result<Written> {
    let wanted = keys.iter().map(|key| *key as u32).collect();
    write_wanted(store, Some(&wanted), format, out)
}

fn write_wanted<W: Write + Send>(
    store: &Store,
    wanted: Option<&RoaringBitmap>,
    format: Format,
    out: W,
) -> Result<Written> {
    match format {
        Format::Corrections => corrections(store, out),
        Format::Parquet => {
            let mut file = parquet::Parquet::new(out)?;
            let written = each(store, wanted, |event| file.push(event.record).map(|()| true))?;
            file.finish()?.flush().map_err(|why| refuse(&why))?;
            Ok(written)
        }
        _ => text(store, wanted, format, out),
    }
}

fn refuse(why: &std::io::Error) -> StoreError {
    StoreError::Export { format: "store's", why: why.to_string() }
}

/// An event on its way out.
pub(crate) struct Leaving {
    pub line: String,
    pub record: Record,
    pub incident: Option<i64>,
    pub around: Around,
}

fn text<W: Write>(store: &Store, wanted: Option<&RoaringBitmap>, format: Format, out: W) -> Result<Written> {
    let mut out = std::io::BufWriter::new(out);
    let mut put = |bytes: &[u8]| out.write_all(bytes).map_err(|why| refuse(&why));
    if let Some((Some(columns), _)) = layout(format) {
        put(&lines(format, &[columns.iter().map(|c| (*c).to_owned()).collect()])?)?;
    }
    match format {
        Format::GeoJson => put(geojson::HEAD.as_bytes())?,
        Format::ICal => put(ical::HEAD.as_bytes())?,
        _ => {}
    }
    let mut first = true;
    let written = each(store, wanted, |event| {
        match format {
            Format::Jsonl => put(format!("{}\n", event.line).as_bytes())?,
            Format::GeoJson => {
                let Some(feature) = geojson::feature(&event.record, event.incident) else { return Ok(false) };
                let comma = if std::mem::take(&mut first) { "" } else { ",\n" };
                put(format!("{comma}{feature}").as_bytes())?;
            }
            Format::ICal => match ical::entry(&event.record) {
                Some(entry) => put(entry.as_bytes())?,
                None => return Ok(false),
            },
            _ => {
                let rows = rows(format, &event.record, &event.around);
                put(&lines(format, &rows)?)?;
                return Ok(!rows.is_empty());
            }
        }
        Ok(true)
    })?;
    match format {
        Format::GeoJson => put(geojson::TAIL.as_bytes())?,
        Format::ICal => put(ical::TAIL.as_bytes())?,
        _ => {}
    }
    out.flush().map_err(|why| refuse(&why))?;
    Ok(written)
}

/// Hands every wanted event to `take`, which says whether it was written.
pub(crate) fn each(
    store: &Store,
    wanted: Option<&RoaringBitmap>,
    mut take: impl FnMut(Leaving) -> Result<bool>,
) -> Result<Written> {
    // Reports are sorted by their keys alone, so that memory does not grow with the records.
    let mut statement = store.db.prepare("SELECT key, language FROM reports ORDER BY published, id")?;
    let reports = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let reports = reports.collect::<rusqlite::Result<Vec<(i64, Option<String>)>>>()?;
    let sql = "SELECT e.key, x.record, i.incident, n.events, n.sources, n.reports
               FROM events e JOIN event_records x ON x.event = e.key
               LEFT JOIN incident_events i ON i.event = e.key LEFT JOIN incidents n ON n.key = i.incident
               WHERE e.report = ? AND e.status NOT IN ('rejected', 'withdrawn') ORDER BY e.position, e.key";
    let mut statement = store.db.prepare(sql)?;
    let mut written = Written::default();
    for (report, language) in reports {
        let mut rows = statement.query([report])?;
        while let Some(row) = rows.next()? {
            let key: i64 = row.get(0)?;
            if wanted.is_some_and(|wanted| !wanted.contains(key as u32)) {
                continue;
            }
            let line: String = row.get(1)?;
            let count = |column: usize| row.get::<_, Option<u64>>(column).map(|n| n.unwrap_or(1));
            let language = language.clone();
            let around = Around { mentions: count(3)?, sources: count(4)?, reports: count(5)?, language };
            let record = Record::from_json(&line)?;
            written.records += 1;
            if !take(Leaving { line, record, incident: row.get(2)?, around })? {
                written.left_out += 1;
            }
        }
    }
    Ok(written)
}

/// The corrections, a line each, in the order they were made.
fn corrections<W: Write>(store: &Store, mut out: W) -> Result<Written> {
    let mut statement = store.db.prepare("SELECT edit FROM corrections ORDER BY key")?;
    let mut rows = statement.query([])?;
    let mut written = Written::default();
    while let Some(row) = rows.next()? {
        let line: String = row.get(0)?;
        writeln!(out, "{line}").map_err(|why| refuse(&why))?;
        written.records += 1;
    }
    Ok(written)
}

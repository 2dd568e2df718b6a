//! Rows by their keys: events, incidents, reports, statements, actors, places.

use crate::error::Result;
use crate::store::Store;
use rusqlite::{Connection, OptionalExtension, Row};
use serde::Serialize;
use serde_json::value::RawValue;

/// One event.
#[derive(Debug, Serialize)]
pub struct EventRow {
    /// Its key in this store.
    pub key: i64,
    /// `coded`, `edited`, `added` or `rejected`.
    pub status: String,
    /// The incident it belongs to.
    pub incident: Option<i64>,
    /// The record, as `annalist code` prints it, with corrections.
    pub record: Box<RawValue>,
    /// The record as it was coded, where a person changed it.
    pub coded: Option<Box<RawValue>>,
}

/// One incident in sum.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IncidentRow {
    /// Its key, which never changes.
    pub key: i64,
    /// The commonest type of its events.
    #[serde(rename = "type")]
    pub kind: String,
    /// The commonest mode.
    pub mode: Option<String>,
    /// The first day, as most of its events give it.
    pub first_day: Option<String>,
    /// The last day.
    pub last_day: Option<String>,
    /// Where, as most of its events give it.
    pub place: Option<PlaceRow>,
    /// How many events tell of it.
    pub events: u64,
    /// In how many reports.
    pub reports: u64,
    /// Of how many independent sources.
    pub sources: u64,
    /// The lowest toll that any of them gives.
    pub dead_low: Option<u64>,
    /// The highest.
    pub dead_high: Option<u64>,
    /// Who told of it first, and its sentence.
    pub first: Option<FirstWord>,
    /// The incident that it was merged into; it has no events then.
    pub merged_into: Option<i64>,
}

/// What the first report of an incident says of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FirstWord {
    /// The report.
    pub report: String,
    /// Its publisher.
    pub publisher: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// Its headline.
    pub headline: Option<String>,
    /// The sentence.
    pub sentence: Option<String>,
}

/// One place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlaceRow {
    /// Its key in this store.
    pub key: i64,
    /// Its name.
    pub name: String,
    /// The country, empty where unknown.
    pub country: String,
    /// The first-order division, empty where unknown.
    pub admin1: String,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// `site`, `city`, `district`, `province`, `region` or `country`.
    pub precision: String,
}

/// One actor: a name with a country.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActorRow {
    /// Its key in this store.
    pub key: i64,
    /// The name.
    pub name: String,
    /// Country or international code, empty where unknown.
    pub country: String,
}

/// One statement.
#[derive(Debug, Serialize)]
pub struct StatementRow {
    /// Its key in this store.
    pub key: i64,
    /// The key of the speaker, where it is named.
    pub speaker: Option<i64>,
    /// The statement, as `annalist quotes` prints it.
    pub statement: Box<RawValue>,
}

/// One report without its text.
#[derive(Debug, Serialize)]
pub struct ReportRow {
    /// Its key in this store.
    pub key: i64,
    /// What coded it.
    pub coder: String,
    /// The report, as `annalist read` prints it, without `text`.
    pub report: Box<RawValue>,
}

/// The JSON that a column holds. Only the store writes these columns, so that it is always JSON.
pub(crate) fn raw(row: &Row, column: usize) -> rusqlite::Result<Box<RawValue>> {
    let text: String = row.get(column)?;
    let refuse = |why: serde_json::Error| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(why))
    };
    RawValue::from_string(text).map_err(refuse)
}

impl Store {
    /// The events of `keys`, in that order; keys of no event are left out.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn events(&self, keys: &[i64]) -> Result<Vec<EventRow>> {
        let sql = "SELECT e.key, e.status, i.incident, x.record, x.coded FROM events e
                   JOIN event_records x ON x.event = e.key LEFT JOIN incident_events i ON i.event = e.key WHERE e.key = ?";
        by_keys(&self.db, sql, keys, event_row)
    }

    /// The event of identifier `id`.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn event(&self, id: &str) -> Result<Option<EventRow>> {
        let sql = "SELECT e.key, e.status, i.incident, x.record, x.coded FROM events e
                   JOIN event_records x ON x.event = e.key LEFT JOIN incident_events i ON i.event = e.key WHERE e.id = ?";
        Ok(self.db.prepare_cached(sql)?.query_row([id], event_row).optional()?)
    }

    /// The incidents of `keys`, in that order.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn incidents(&self, keys: &[i64]) -> Result<Vec<IncidentRow>> {
        let sql = "SELECT i.key, i.type, i.mode, i.first_day, i.last_day, i.events, i.reports, i.sources, i.dead_low,
                          i.dead_high, i.merged_into, p.key, p.name, p.country, p.admin1, p.lat, p.lon, p.precision,
                          r.id, r.publisher, r.published, r.headline,
                          (SELECT x.record ->> '$.text' FROM incident_events m JOIN events e ON e.key = m.event
                           JOIN event_records x ON x.event = e.key
                           WHERE m.incident = i.key AND e.report = i.first_report ORDER BY e.position LIMIT 1)
                   FROM incidents i LEFT JOIN places p ON p.key = i.place LEFT JOIN reports r ON r.key = i.first_report
                   WHERE i.key = ?";
        by_keys(&self.db, sql, keys, incident_row)
    }

    /// The places of `keys`, in that order.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn places(&self, keys: &[i64]) -> Result<Vec<PlaceRow>> {
        let sql = "SELECT key, name, country, admin1, lat, lon, precision FROM places WHERE key = ?";
        by_keys(&self.db, sql, keys, |row| Ok(place_row(row, 0)?.expect("the key is not null")))
    }

    /// The actors of `keys`, in that order.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn actors(&self, keys: &[i64]) -> Result<Vec<ActorRow>> {
        by_keys(&self.db, "SELECT key, name, country FROM actors WHERE key = ?", keys, actor_row)
    }

    /// The actors whose name begins with or holds `words`, at most `limit`; exact names first, then by name.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn find_actors(&self, words: &str, limit: usize) -> Result<Vec<ActorRow>> {
        let sql = "SELECT key, name, country FROM actors WHERE instr(lower(name), lower(?1)) > 0
                   ORDER BY lower(name) != lower(?1), instr(lower(name), lower(?1)), name, country LIMIT ?2";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map(rusqlite::params![words, limit], actor_row)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

pub(crate) fn by_keys<T>(
    db: &Connection,
    sql: &str,
    keys: &[i64],
    read: impl Fn(&Row) -> rusqlite::Result<T>,
) -> Result<Vec<T>> {
    let mut statement = db.prepare_cached(sql)?;
    let mut found = Vec::with_capacity(keys.len());
    for key in keys {
        found.extend(statement.query_row([key], &read).optional()?);
    }
    Ok(found)
}

fn event_row(row: &Row) -> rusqlite::Result<EventRow> {
    let coded = row.get_ref(4)?.as_str_or_null()?.is_some();
    Ok(EventRow {
        key: row.get(0)?,
        status: row.get(1)?,
        incident: row.get(2)?,
        record: raw(row, 3)?,
        coded: coded.then(|| raw(row, 4)).transpose()?,
    })
}

fn actor_row(row: &Row) -> rusqlite::Result<ActorRow> {
    Ok(ActorRow { key: row.get(0)?, name: row.get(1)?, country: row.get(2)? })
}

/// A place whose columns start at `from`; none where its key is null.
fn place_row(row: &Row, from: usize) -> rusqlite::Result<Option<PlaceRow>> {
    let Some(key) = row.get(from)? else { return Ok(None) };
    Ok(Some(PlaceRow {
        key,
        name: row.get(from + 1)?,
        country: row.get(from + 2)?,
        admin1: row.get(from + 3)?,
        lat: row.get(from + 4)?,
        lon: row.get(from + 5)?,
        precision: row.get(from + 6)?,
    }))
}

fn incident_row(row: &Row) -> rusqlite::Result<IncidentRow> {
    let report: Option<String> = row.get(18)?;
    let first = report.map(|report| {
        Ok::<_, rusqlite::Error>(FirstWord {
            report,
            publisher: row.get(19)?,
            published: row.get(20)?,
            headline: row.get(21)?,
            sentence: row.get(22)?,
        })
    });
    Ok(IncidentRow {
        key: row.get(0)?,
        kind: row.get(1)?,
        mode: row.get(2)?,
        first_day: row.get(3)?,
        last_day: row.get(4)?,
        events: row.get(5)?,
        reports: row.get(6)?,
        sources: row.get(7)?,
        dead_low: row.get(8)?,
        dead_high: row.get(9)?,
        merged_into: row.get(10)?,
        place: place_row(row, 11)?,
        first: first.transpose()?,
    })
}

/// How far into a report its main happening is told, in code points: a lead and the paragraph after it.
const LEAD: i64 = 500;

impl Store {
    /// The incident that a report is mainly about: of those of the events in its lead, else of all its events, the one that
    /// most reports tell of; of several, the one told first.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn main_incident(&self, report: &str) -> Result<Option<i64>> {
        let sql = "SELECT i.incident FROM reports r JOIN events e ON e.report = r.key
                   JOIN incident_events i ON i.event = e.key JOIN incidents n ON n.key = i.incident
                   WHERE r.id = ? ORDER BY ifnull(e.trigger_start, 0) >= ?, n.reports DESC, e.position LIMIT 1";
        Ok(self
            .db
            .prepare_cached(sql)?
            .query_row(rusqlite::params![report, LEAD], |row| row.get(0))
            .optional()?)
    }
}

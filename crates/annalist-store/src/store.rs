//! The file: opening, checking, migrating.

use crate::error::{Result, StoreError};
use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior};
use std::path::Path;
use std::time::Duration;

/// What SQLite's header says of a store of annalist: `anls`.
const APPLICATION: i32 = 0x616E_6C73;

/// What makes each version of the schema out of the one before; never changed once released.
const MIGRATIONS: &[&str] = &[include_str!("schema/0001.sql"), include_str!("schema/0002.sql")];

/// How long one process waits for another that writes.
const PATIENCE: Duration = Duration::from_secs(30);

/// A record of many reports in one SQLite file.
///
/// Any number of processes may read while one writes. Whatever is written is written whole or not at all, also where the
/// process is killed or the machine stops.
#[derive(Debug)]
pub struct Store {
    pub(crate) db: Connection,
}

impl Store {
    /// Opens the store at `path` for reading and writing; makes it where there is none, and brings an older one up to
    /// the present schema.
    ///
    /// # Errors
    /// If the file cannot be opened, is no store, or was written by a newer program.
    pub fn open(path: &Path) -> Result<Self> {
        let mut store = Store { db: Connection::open(path)? };
        store.prepare()?;
        store.migrate()?;
        store.db.pragma_update(None, "journal_mode", "wal")?;
        store.db.pragma_update(None, "synchronous", "full")?;
        Ok(store)
    }

    /// Opens the store at `path` for reading alone.
    ///
    /// # Errors
    /// If the file is not there, is no store, or has another schema than this program's.
    pub fn open_to_read(path: &Path) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let store = Store { db: Connection::open_with_flags(path, flags)? };
        store.prepare()?;
        match store.version()? {
            found if found as usize == MIGRATIONS.len() => Ok(store),
            found => Err(StoreError::NotAStore { expected: MIGRATIONS.len() as i32, found }),
        }
    }

    /// A store in memory, gone with the value.
    ///
    /// # Errors
    /// If SQLite has no memory.
    pub fn in_memory() -> Result<Self> {
        let mut store = Store { db: Connection::open_in_memory()? };
        store.prepare()?;
        store.migrate()?;
        Ok(store)
    }

    fn prepare(&self) -> Result<()> {
        self.db.busy_timeout(PATIENCE)?;
        self.db.set_prepared_statement_cache_capacity(128);
        self.db.pragma_update(None, "foreign_keys", true)?;
        self.db.pragma_update(None, "cache_size", -65_536)?;
        self.db.pragma_update(None, "temp_store", "memory")?;
        let found: i32 = self.db.pragma_query_value(None, "application_id", |row| row.get(0))?;
        let tables: i64 = self.db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        if found != APPLICATION && !(found == 0 && tables == 0) {
            return Err(StoreError::NotAStore { expected: APPLICATION, found });
        }
        Ok(())
    }

    /// The version of the schema.
    fn version(&self) -> Result<i32> {
        Ok(self.db.pragma_query_value(None, "user_version", |row| row.get(0))?)
    }

    fn migrate(&mut self) -> Result<()> {
        if self.version()? as usize == MIGRATIONS.len() {
            return Ok(());
        }
        let work = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let found: i32 = work.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let known = MIGRATIONS.len() as i32;
        if found > known {
            return Err(StoreError::TooNew { found, known });
        }
        for (i, migration) in MIGRATIONS.iter().enumerate().skip(found.max(0) as usize) {
            work.execute_batch(migration)?;
            work.pragma_update(None, "user_version", i as i32 + 1)?;
        }
        work.pragma_update(None, "application_id", APPLICATION)?;
        Ok(work.commit()?)
    }

    /// What the store holds, in the order of the fields.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn totals(&self) -> Result<Totals> {
        let count = |sql: &str| self.db.query_row(sql, [], |row| row.get::<_, i64>(0)).map(|n| n as u64);
        Ok(Totals {
            reports: count("SELECT count(*) FROM reports")?,
            events: count("SELECT count(*) FROM events WHERE status NOT IN ('rejected', 'withdrawn')")?,
            statements: count("SELECT count(*) FROM statements")?,
            incidents: count("SELECT count(*) FROM incidents WHERE merged_into IS NULL AND events > 0")?,
            corrections: count("SELECT count(*) FROM corrections")?,
        })
    }

    /// Looks for whatever is not as it must be: SQLite's own check, references into nothing, events in no incident, and
    /// summaries that do not agree with what they sum up. Empty where the store is whole.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn faults(&self) -> Result<Vec<String>> {
        let mut faults = Vec::new();
        let sound: String = self.db.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
        if sound != "ok" {
            faults.push(sound);
        }
        let broken =
            self.db.query_row("PRAGMA foreign_key_check", [], |row| row.get::<_, String>(0)).optional()?;
        faults.extend(broken.map(|table| format!("a row of `{table}` refers to nothing")));
        for (what, sql) in CHECKS {
            let found: i64 = self.db.query_row(sql, [], |row| row.get(0))?;
            if found > 0 {
                faults.push(format!("{found} {what}"));
            }
        }
        Ok(faults)
    }
}

/// What may not be, and how many there are of it.
const CHECKS: &[(&str, &str)] = &[
    (
        "events without their record",
        "SELECT count(*) FROM events e WHERE NOT EXISTS (SELECT 1 FROM event_records x WHERE x.event = e.key)",
    ),
    (
        "events in no incident",
        "SELECT count(*) FROM events e WHERE status NOT IN ('rejected', 'withdrawn')
         AND NOT EXISTS (SELECT 1 FROM incident_events i WHERE i.event = e.key)",
    ),
    (
        "rejected or withdrawn events in an incident",
        "SELECT count(*) FROM events e JOIN incident_events i ON i.event = e.key
         WHERE status IN ('rejected', 'withdrawn')",
    ),
    (
        "incidents whose number of events is wrong",
        "SELECT count(*) FROM incidents i
         WHERE events != (SELECT count(*) FROM incident_events x WHERE x.incident = i.key)",
    ),
    (
        "events that words are not indexed for",
        "SELECT count(*) FROM events e WHERE status NOT IN ('rejected', 'withdrawn')
         AND NOT EXISTS (SELECT 1 FROM event_words w WHERE w.rowid = e.key)",
    ),
    (
        "reports that words are not indexed for",
        "SELECT count(*) FROM reports r WHERE NOT EXISTS (SELECT 1 FROM report_words w WHERE w.rowid = r.key)",
    ),
    (
        "places outside the map",
        "SELECT count(*) FROM places p WHERE lat IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM places_box b WHERE b.key = p.key)",
    ),
];

/// How much a store holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Totals {
    /// Reports.
    pub reports: u64,
    /// Events that are neither rejected nor withdrawn.
    pub events: u64,
    /// Statements.
    pub statements: u64,
    /// Incidents that hold events.
    pub incidents: u64,
    /// Corrections made by hand.
    pub corrections: u64,
}

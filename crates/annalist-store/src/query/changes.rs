//! What was written since: by whoever shows a store while others write to it.

use crate::error::Result;
use crate::store::Store;

impl Store {
    /// The revision: a number that grows with everything written.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn revision(&self) -> Result<i64> {
        let sql = "SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'revision'";
        Ok(self.db.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
    }

    /// At most `limit` events, neither rejected nor withdrawn, that were written or changed after `revision` and up to
    /// `until`; by their keys, in the order of revisions, each with its own.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn events_since(&self, revision: i64, until: i64, limit: usize) -> Result<Vec<(i64, i64)>> {
        let sql = "SELECT key, revision FROM events WHERE revision > ? AND revision <= ?
                   AND status NOT IN ('rejected', 'withdrawn') ORDER BY revision, key LIMIT ?";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement
            .query_map(rusqlite::params![revision, until, limit], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

//! Incidents told by identifiers alone, for work that is spread over machines block by block and put together after.

use crate::error::Result;
use crate::store::Store;

impl Store {
    /// Each event with the first recorded event of its incident, in the order in which they were recorded; the two are the
    /// same where the event opened the incident.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn leads(&self) -> Result<Vec<(String, String)>> {
        let sql = "SELECT e.id, lead.id FROM incident_events i JOIN events e ON e.key = i.event
                   JOIN (SELECT incident, min(event) AS event FROM incident_events GROUP BY incident) first
                   ON first.incident = i.incident JOIN events lead ON lead.key = first.event ORDER BY e.key";
        let mut statement = self.db.prepare(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

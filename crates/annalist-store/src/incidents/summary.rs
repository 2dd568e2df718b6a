//! What the events of an incident say in sum.

use super::sources::{Source, groups};
use crate::error::Result;
use crate::sketch::Sketch;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

/// What a summary needs of one event.
struct Member {
    kind: String,
    mode: Option<String>,
    days: Option<(String, String)>,
    exact: bool,
    place: Option<i64>,
    precise: bool,
    dead: (Option<i64>, Option<i64>),
}

/// Writes the summary of `incident` anew: its commonest type and mode, the days and the place that most of its events
/// give, how many events, reports and independent sources, who was first, and the span of the tolls.
pub(crate) fn refresh(db: &Connection, incident: i64) -> Result<()> {
    let members = members(db, incident)?;
    let (reports, sources, first) = reports(db, incident)?;
    let days = commonest(members.iter().filter(|m| m.exact).filter_map(|m| m.days.clone()))
        .or_else(|| commonest(members.iter().filter_map(|m| m.days.clone())));
    let place = commonest(members.iter().filter(|m| m.precise).filter_map(|m| m.place))
        .or_else(|| commonest(members.iter().filter_map(|m| m.place)));
    let sql = "UPDATE incidents SET type = ifnull(?, type), mode = ?, first_day = ?, last_day = ?, place = ?, events = ?,
               reports = ?, sources = ?, first_report = ?, dead_low = ?, dead_high = ? WHERE key = ?";
    db.prepare_cached(sql)?.execute(params![
        commonest(members.iter().map(|m| m.kind.clone())),
        commonest(members.iter().filter_map(|m| m.mode.clone())),
        days.as_ref().map(|d| &d.0),
        days.as_ref().map(|d| &d.1),
        place,
        members.len(),
        reports,
        sources,
        first,
        members.iter().filter_map(|m| m.dead.0.or(m.dead.1)).min(),
        members.iter().filter_map(|m| m.dead.1.or(m.dead.0)).max(),
        incident
    ])?;
    Ok(())
}

fn members(db: &Connection, incident: i64) -> Result<Vec<Member>> {
    let sql = "SELECT e.type, e.mode, e.first_day, e.last_day, e.date_precision IN ('day', 'time'), e.place,
                      p.precision NOT IN ('country', 'region', 'province'), e.dead_low, e.dead_high
               FROM incident_events i JOIN events e ON e.key = i.event LEFT JOIN places p ON p.key = e.place
               WHERE i.incident = ? ORDER BY e.key";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([incident], |row| {
        Ok(Member {
            kind: row.get(0)?,
            mode: row.get(1)?,
            days: row.get::<_, Option<String>>(2)?.zip(row.get(3)?),
            exact: row.get(4)?,
            place: row.get(5)?,
            precise: row.get::<_, Option<bool>>(6)?.unwrap_or(false),
            dead: (row.get(7)?, row.get(8)?),
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// How many reports tell of the incident, how many independent sources they are, and the first of them.
fn reports(db: &Connection, incident: i64) -> Result<(usize, usize, Option<i64>)> {
    let reports = told_by(db, incident)?;
    let sources: Vec<Source> = reports.iter().map(|(_, source)| source.clone()).collect();
    let independent = groups(&sources).into_iter().max().map_or(0, |most| most + 1);
    Ok((reports.len(), independent, reports.first().map(|(key, _)| *key)))
}

/// The reports that tell of an incident, the first published first; reports of unknown time come last.
pub(crate) fn told_by(db: &Connection, incident: i64) -> Result<Vec<(i64, Source)>> {
    let sql = "SELECT r.key, r.publisher, r.agency, r.sketch FROM reports r WHERE r.key IN
               (SELECT e.report FROM incident_events i JOIN events e ON e.key = i.event WHERE i.incident = ?)
               ORDER BY r.published IS NULL, r.published, r.key";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([incident], |row| {
        let sketch: Vec<u8> = row.get(3)?;
        let source =
            Source { publisher: row.get(1)?, agency: row.get(2)?, sketch: Sketch::from_bytes(&sketch) };
        Ok((row.get(0)?, source))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The value that occurs most often; of several, the one that occurs first in their order.
fn commonest<T: Ord>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, (usize, usize)> = BTreeMap::new();
    for (at, value) in values.enumerate() {
        counts.entry(value).or_insert((0, at)).0 += 1;
    }
    counts.into_iter().max_by_key(|(_, (count, at))| (*count, std::cmp::Reverse(*at))).map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::commonest;

    #[test]
    fn what_is_said_most_often_wins_and_the_first_of_equals() {
        assert_eq!(commonest(["b", "a", "a", "b"].into_iter()), Some("b"));
        assert_eq!(commonest(["b", "a", "a"].into_iter()), Some("a"));
        assert_eq!(commonest(std::iter::empty::<u8>()), None);
    }
}

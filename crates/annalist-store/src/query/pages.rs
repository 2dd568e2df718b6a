//! What a page shows of one thing: an incident with its sources, an actor, a report.

use super::index::Index;
use super::rows::{ActorRow, EventRow, IncidentRow, ReportRow, StatementRow, by_keys, raw};
use crate::error::Result;
use crate::incidents::sources::groups;
use crate::incidents::summary::told_by;
use crate::store::Store;
use roaring::RoaringBitmap;
use rusqlite::{OptionalExtension, Row};
use serde::Serialize;
use serde_json::value::RawValue;

/// An incident with everything that is known of it.
#[derive(Debug, Serialize)]
pub struct IncidentPage {
    /// In sum.
    pub incident: IncidentRow,
    /// Incidents that were merged into it.
    pub merged: Vec<i64>,
    /// Who tells of it, the first published first.
    pub sources: Vec<SourceOf>,
    /// What they say, in the order of publication.
    pub tellings: Vec<Telling>,
    /// The numbers of dead, injured and taking part that were given, in the order of publication.
    pub figures: Vec<Figure>,
    /// What the sources agree on, and where they differ.
    pub differences: Vec<Difference>,
}

/// A report that tells of an incident.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SourceOf {
    /// The report.
    pub report: String,
    /// Its publisher.
    pub publisher: Option<String>,
    /// The agency that it credits.
    pub agency: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// Its headline.
    pub headline: Option<String>,
    /// The number of the independent source that it counts to, from 1; reprints of one story share it.
    pub source: usize,
}

/// One event of an incident.
#[derive(Debug, Serialize)]
pub struct Telling {
    /// The event.
    pub event: EventRow,
    /// The report.
    pub report: String,
    /// Why it belongs to the incident: the event it is most like with the evidence, or who said so.
    pub because: Box<RawValue>,
    /// How well it fitted when it came, 0 to 1; none for the first.
    pub score: Option<f64>,
    /// On whose word it stands.
    pub word: Vec<Word>,
}

/// On whose word something stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Word {
    /// The statement.
    pub statement: String,
    /// Who says it: the name, else the words for it; none where the report names nobody.
    pub speaker: Option<String>,
    /// The country of the speaker.
    pub country: Option<String>,
    /// `asserted` or `denied`.
    pub polarity: Option<String>,
    /// How sure.
    pub certainty: Option<String>,
}

/// A number that a source gives.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// `dead`, `injured` or `size`.
    pub what: &'static str,
    /// At least.
    pub low: Option<u64>,
    /// At most.
    pub high: Option<u64>,
    /// The report.
    pub report: String,
    /// Its publisher.
    pub publisher: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// Who says so in it; empty where it is the report's own word.
    pub by: Vec<String>,
}

/// A detail with the values that sources give it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// `type`, `day`, `place`, `dead`, `injured`, `size` or `denied`.
    pub what: &'static str,
    /// The values, that of most reports first.
    pub values: Vec<ValueOf>,
}

/// A value with who gives it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ValueOf {
    /// The value.
    pub value: String,
    /// The reports that give it.
    pub reports: Vec<String>,
    /// The speakers on whose word they give it.
    pub by: Vec<String>,
}

/// An actor with what they did, what was done to them and what they said.
#[derive(Debug, Serialize)]
pub struct ActorPage {
    /// Who.
    pub actor: ActorRow,
    /// How many events they did.
    pub did: u64,
    /// How many were done to them.
    pub received: u64,
    /// How many statements they made.
    pub said: u64,
    /// Types of the events they did, the commonest first.
    pub did_types: Vec<(String, u64)>,
    /// Types of those done to them.
    pub received_types: Vec<(String, u64)>,
    /// With whom they stand in events most often.
    pub with: Vec<(ActorRow, u64)>,
    /// The latest statements.
    pub statements: Vec<StatementRow>,
}

/// A report with its events and statements.
#[derive(Debug, Serialize)]
pub struct ReportPage {
    /// The report without its text.
    pub report: ReportRow,
    /// The text that spans count in.
    pub text: String,
    /// Its events in order; rejected ones are among them, withdrawn ones are not.
    pub events: Vec<EventRow>,
    /// Its statements in order.
    pub statements: Vec<StatementRow>,
}

/// The events of one report or incident, by a condition on `e`.
const EVENTS: &str = "SELECT e.key FROM events e";
/// How many others and statements an actor's page shows.
const MOST: usize = 25;

impl Store {
    /// The page of an incident. One that was merged answers with where it went in `incident.merged_into`.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn incident_page(&self, key: i64) -> Result<Option<IncidentPage>> {
        let Some(incident) = self.incidents(&[key])?.pop() else { return Ok(None) };
        let sources = self.sources_of(key)?;
        let tellings = self.tellings(key)?;
        let merged = self.keys("SELECT key FROM incidents WHERE merged_into = ? ORDER BY key", key)?;
        let told = self.told(key)?;
        let (figures, differences) = (figures(&told), differences(&told));
        Ok(Some(IncidentPage { incident, merged, sources, tellings, figures, differences }))
    }

    fn keys(&self, sql: &str, of: i64) -> Result<Vec<i64>> {
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([of], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn sources_of(&self, incident: i64) -> Result<Vec<SourceOf>> {
        let told_by = told_by(&self.db, incident)?;
        let sources: Vec<_> = told_by.iter().map(|(_, source)| source.clone()).collect();
        let keys: Vec<i64> = told_by.iter().map(|(key, _)| *key).collect();
        let sql = "SELECT id, publisher, agency, published, headline FROM reports WHERE key = ?";
        let mut rows = by_keys(&self.db, sql, &keys, |row| {
            Ok(SourceOf {
                report: row.get(0)?,
                publisher: row.get(1)?,
                agency: row.get(2)?,
                published: row.get(3)?,
                headline: row.get(4)?,
                source: 0,
            })
        })?;
        for (row, group) in rows.iter_mut().zip(groups(&sources)) {
            row.source = group + 1;
        }
        Ok(rows)
    }

    fn tellings(&self, incident: i64) -> Result<Vec<Telling>> {
        let sql =
            "SELECT e.key, r.id, i.because, i.score FROM incident_events i JOIN events e ON e.key = i.event
                   JOIN reports r ON r.key = e.report WHERE i.incident = ?
                   ORDER BY r.published IS NULL, r.published, r.key, e.position";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([incident], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, raw(row, 2)?, row.get::<_, Option<f64>>(3)?))
        })?;
        let mut tellings = Vec::new();
        for row in rows {
            let (key, report, because, score) = row?;
            if let Some(event) = self.events(&[key])?.pop() {
                tellings.push(Telling { event, report, because, score, word: self.words_of(key)? });
            }
        }
        Ok(tellings)
    }

    /// On whose word an event stands.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn words_of(&self, event: i64) -> Result<Vec<Word>> {
        let sql = "SELECT s.id, ifnull(a.name, s.source), s.source_country, w.polarity, w.certainty
                   FROM event_statements w JOIN statements s ON s.key = w.statement
                   LEFT JOIN actors a ON a.key = s.speaker WHERE w.event = ? AND w.relation = 'word' ORDER BY s.key";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([event], |row| {
            Ok(Word {
                statement: row.get(0)?,
                speaker: row.get(1)?,
                country: row.get(2)?,
                polarity: row.get(3)?,
                certainty: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn told(&self, incident: i64) -> Result<Vec<Told>> {
        let sql =
            "SELECT e.key, e.type, e.first_day, p.name, e.denied, e.dead_low, e.dead_high, e.injured_low,
                          e.injured_high, e.size_low, e.size_high, r.id, r.publisher, r.published
                   FROM incident_events i JOIN events e ON e.key = i.event JOIN reports r ON r.key = e.report
                   LEFT JOIN places p ON p.key = e.place WHERE i.incident = ?
                   ORDER BY r.published IS NULL, r.published, r.key, e.position";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut told =
            statement.query_map([incident], Told::read)?.collect::<rusqlite::Result<Vec<Told>>>()?;
        for one in &mut told {
            one.by = self.words_of(one.event)?.into_iter().filter_map(|word| word.speaker).collect();
            one.by.dedup();
        }
        Ok(told)
    }

    /// The page of an actor.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn actor_page(&self, index: &Index, key: i64) -> Result<Option<ActorPage>> {
        let Some(actor) = self.actors(&[key])?.pop() else { return Ok(None) };
        let (did, received) = index.of_actor(key);
        let both = index.selection(&did | &received);
        let others: Vec<(i64, u64)> =
            both.actors(MOST + 1).into_iter().filter(|(other, _)| *other != key).collect();
        let rows = self.actors(&others.iter().map(|(other, _)| *other).collect::<Vec<_>>())?;
        let said = self
            .db
            .query_row("SELECT count(*) FROM statements WHERE speaker = ?", [key], |row| row.get(0))?;
        let sql = "SELECT key, speaker, record FROM statements WHERE speaker = ? ORDER BY date DESC, key DESC LIMIT 25";
        let mut statement = self.db.prepare_cached(sql)?;
        let statements = statement.query_map([key], statement_row)?.collect::<rusqlite::Result<_>>()?;
        let types = |events: &RoaringBitmap| index.selection(events.clone()).facet(super::Facet::Type);
        Ok(Some(ActorPage {
            did_types: types(&did),
            received_types: types(&received),
            did: did.len(),
            received: received.len(),
            said,
            with: rows.into_iter().zip(others).take(MOST).map(|(row, (_, n))| (row, n)).collect(),
            statements,
            actor,
        }))
    }

    /// The page of a report.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn report_page(&self, id: &str) -> Result<Option<ReportPage>> {
        let sql = "SELECT key, coder, record, text FROM reports WHERE id = ?";
        let found = self.db.prepare_cached(sql)?.query_row([id], |row| {
            let report = ReportRow { key: row.get(0)?, coder: row.get(1)?, report: raw(row, 2)? };
            Ok((report, row.get::<_, String>(3)?))
        });
        let Some((report, text)) = found.optional()? else { return Ok(None) };
        let events =
            format!("{EVENTS} WHERE e.report = ? AND e.status != 'withdrawn' ORDER BY e.position, e.key");
        let events = self.events(&self.keys(&events, report.key)?)?;
        let sql = "SELECT key, speaker, record FROM statements WHERE report = ? ORDER BY key";
        let mut statement = self.db.prepare_cached(sql)?;
        let statements =
            statement.query_map([report.key], statement_row)?.collect::<rusqlite::Result<_>>()?;
        Ok(Some(ReportPage { report, text, events, statements }))
    }
}

pub(crate) fn statement_row(row: &Row) -> rusqlite::Result<StatementRow> {
    Ok(StatementRow { key: row.get(0)?, speaker: row.get(1)?, statement: raw(row, 2)? })
}

/// What one event of an incident says, for comparing.
struct Told {
    event: i64,
    kind: String,
    day: Option<String>,
    place: Option<String>,
    denied: bool,
    numbers: [(Option<u64>, Option<u64>); 3],
    report: String,
    publisher: Option<String>,
    published: Option<String>,
    by: Vec<String>,
}

/// What the numbers of an event count.
const NUMBERS: [&str; 3] = ["dead", "injured", "size"];

impl Told {
    fn read(row: &Row) -> rusqlite::Result<Told> {
        Ok(Told {
            event: row.get(0)?,
            kind: row.get(1)?,
            day: row.get(2)?,
            place: row.get(3)?,
            denied: row.get(4)?,
            numbers: [(row.get(5)?, row.get(6)?), (row.get(7)?, row.get(8)?), (row.get(9)?, row.get(10)?)],
            report: row.get(11)?,
            publisher: row.get(12)?,
            published: row.get(13)?,
            by: Vec::new(),
        })
    }

    /// The details that sources may differ in.
    fn details(&self) -> Vec<(&'static str, String)> {
        let mut details = vec![("type", self.kind.clone())];
        details.extend(self.day.clone().map(|day| ("day", day)));
        details.extend(self.place.clone().map(|place| ("place", place)));
        let numbers = NUMBERS.iter().zip(self.numbers).filter(|(_, n)| n.0.or(n.1).is_some());
        details.extend(numbers.map(|(what, (low, high))| (*what, shown(low, high))));
        details.push(("denied", if self.denied { "denied" } else { "not denied" }.to_owned()));
        details
    }
}

/// `3`, `3–11`, `at least 3` or `at most 11`.
fn shown(low: Option<u64>, high: Option<u64>) -> String {
    match (low, high) {
        (Some(low), Some(high)) if low == high => low.to_string(),
        (Some(low), Some(high)) => format!("{low}–{high}"),
        (Some(low), None) => format!("at least {low}"),
        (None, Some(high)) => format!("at most {high}"),
        (None, None) => String::new(),
    }
}

fn figures(told: &[Told]) -> Vec<Figure> {
    let mut figures: Vec<Figure> = Vec::new();
    for one in told {
        let given = NUMBERS.iter().zip(one.numbers).filter(|(_, n)| n.0.or(n.1).is_some());
        for (what, (low, high)) in given {
            let figure = Figure {
                what,
                low,
                high,
                report: one.report.clone(),
                publisher: one.publisher.clone(),
                published: one.published.clone(),
                by: one.by.clone(),
            };
            if !figures.contains(&figure) {
                figures.push(figure);
            }
        }
    }
    figures
}

/// The details with more than one value.
fn differences(told: &[Told]) -> Vec<Difference> {
    let mut found: Vec<Difference> = Vec::new();
    for one in told {
        for (what, value) in one.details() {
            let at = found.iter().position(|d| d.what == what).unwrap_or_else(|| {
                found.push(Difference { what, values: Vec::new() });
                found.len() - 1
            });
            let values = &mut found[at].values;
            let at = values.iter().position(|v| v.value == value).unwrap_or_else(|| {
                values.push(ValueOf { value, reports: Vec::new(), by: Vec::new() });
                values.len() - 1
            });
            add_new(&mut values[at].reports, std::slice::from_ref(&one.report));
            add_new(&mut values[at].by, &one.by);
        }
    }
    found.retain(|d| d.values.len() > 1);
    for difference in &mut found {
        difference.values.sort_by_key(|v| std::cmp::Reverse(v.reports.len()));
    }
    found
}

fn add_new(list: &mut Vec<String>, more: &[String]) {
    for one in more {
        if !list.contains(one) {
            list.push(one.clone());
        }
    }
}

//! Coded reports into the store: each once, whole, and again where a coder or a text has changed.

use crate::corrections::{self, Edit, Effective, Kept};
use crate::error::{Result, StoreError};
use crate::hash;
use crate::incidents::Clusterer;
use crate::record::{Party, Place, Record, Report, Statement, bounds, parse};
use crate::sketch::Sketch;
use crate::store::Store;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};

/// A coded report, checked and ready to be recorded.
#[derive(Clone, Debug)]
pub struct Submission {
    report: Report,
    line: String,
    digest: String,
    sketch: Sketch,
    records: Vec<String>,
    statements: Vec<(Statement, String)>,
    coder: String,
}

/// What tells whether a report as read is one that the store holds.
///
/// `line` is the report as `annalist read` prints it, without the line's end.
pub fn digest(line: &str) -> String {
    format!("{:016x}", hash::of(line.bytes()))
}

impl Submission {
    /// A report with its records and statements, each as the line that `annalist read`, `code` and `quotes` print.
    ///
    /// # Errors
    /// [`StoreError::Shape`] where one is not of its shape.
    pub fn new(report: String, records: Vec<String>, statements: Vec<String>, coder: String) -> Result<Self> {
        let read: Report = parse("a report", &report)?;
        if read.id.is_empty() {
            return Err(StoreError::shape("a report", "expected its identifier in `id`"));
        }
        records.iter().try_for_each(|line| Record::from_json(line).map(drop))?;
        let statements =
            statements.into_iter().map(|line| Ok((parse::<Statement>("a statement", &line)?, line)));
        Ok(Submission {
            digest: digest(&report),
            sketch: Sketch::new(&read.text),
            statements: statements.collect::<Result<_>>()?,
            report: read,
            line: report,
            records,
            coder,
        })
    }

    /// The same with the [`digest`] of the report as it was read, where its text was changed before it was coded.
    pub fn with_digest(self, digest: String) -> Self {
        Submission { digest, ..self }
    }
}

/// What a batch did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Reports that were not in the store.
    pub new: u64,
    /// Reports that were there as another coder left them, or with another text.
    pub renewed: u64,
    /// Reports that were there just so.
    pub unchanged: u64,
    /// Records of new and renewed reports.
    pub events: u64,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.new += other.new;
        self.renewed += other.renewed;
        self.unchanged += other.unchanged;
        self.events += other.events;
    }
}

impl Store {
    /// Which reports the store holds. Who is about to code a report looks here whether it need be.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn known(&self) -> Result<Known> {
        let mut statement = self.db.prepare("SELECT id, digest, coder FROM reports")?;
        let rows = statement.query_map([], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
        })?;
        let mut known = Known::default();
        for row in rows {
            let (id, digest, coder) = row?;
            known.add(&id, &digest, &coder);
        }
        Ok(known)
    }
}

/// Reports by a hash of their identifier, each with a hash of its text and coder: 16 bytes a report.
#[derive(Clone, Debug, Default)]
pub struct Known(HashMap<u64, u64>);

impl Known {
    /// Whether there is the report `id` with this [`digest`] by this coder.
    pub fn holds(&self, id: &str, digest: &str, coder: &str) -> bool {
        self.0.get(&hash::of(id.bytes())) == Some(&version(digest, coder))
    }

    /// Whether there is a report `id`, of whatever text.
    pub fn has(&self, id: &str) -> bool {
        self.0.contains_key(&hash::of(id.bytes()))
    }

    /// Adds a report.
    pub fn add(&mut self, id: &str, digest: &str, coder: &str) {
        self.0.insert(hash::of(id.bytes()), version(digest, coder));
    }
}

fn version(digest: &str, coder: &str) -> u64 {
    hash::of(digest.bytes().chain([0]).chain(coder.bytes()))
}

/// Records reports in one store, batch by batch.
#[derive(Debug)]
pub struct Recorder<'a> {
    store: &'a mut Store,
    clusterer: Clusterer,
}

impl<'a> Recorder<'a> {
    /// Records into `store`.
    pub fn new(store: &'a mut Store) -> Self {
        Recorder { store, clusterer: Clusterer::default() }
    }

    /// Records a batch: all of it, or, where an error comes back or the process ends before, nothing of it.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub fn record(&mut self, batch: &[Submission]) -> Result<Tally> {
        let outcome = self.write(|work, clusterer| {
            let mut tally = Tally::default();
            for submission in batch {
                tally += report(work, clusterer, submission)?;
            }
            Ok(tally)
        });
        if outcome.is_err() {
            self.clusterer = Clusterer::default();
        }
        outcome
    }

    /// Keeps a correction and applies it; says whether it was new and found what it is about.
    ///
    /// A correction whose record or report is not in the store is kept all the same, and applied once it comes.
    ///
    /// # Errors
    /// If `line` is no correction or the store cannot be written.
    pub fn correct(&mut self, line: &str) -> Result<Corrected> {
        let edit = Edit::from_json(line)?;
        let outcome = self.write(|work, clusterer| correction(work, clusterer, line.trim(), &edit));
        if outcome.is_err() {
            self.clusterer = Clusterer::default();
        }
        outcome
    }

    fn write<T>(&mut self, task: impl FnOnce(&Transaction, &mut Clusterer) -> Result<T>) -> Result<T> {
        let work = self.store.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        work.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE name = 'revision'", [])?;
        let done = task(&work, &mut self.clusterer)?;
        self.clusterer.refresh(&work)?;
        work.commit()?;
        Ok(done)
    }
}

/// What became of a correction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Corrected {
    /// It was kept and applied.
    Applied,
    /// It was kept; what it is about is not in the store yet.
    Waiting,
    /// The last correction of the same records says the same.
    Known,
}

fn report(work: &Transaction, clusterer: &mut Clusterer, submission: &Submission) -> Result<Tally> {
    let id = &submission.report.id;
    let sql = "SELECT key, digest, coder FROM reports WHERE id = ?";
    let known: Option<(i64, String, String)> = work
        .prepare_cached(sql)?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    if let Some((_, digest, coder)) = &known
        && (digest, coder) == (&submission.digest, &submission.coder)
    {
        return Ok(Tally { unchanged: 1, ..Tally::default() });
    }
    let report = write_report(work, known.as_ref().map(|k| k.0), submission)?;
    let effective =
        corrections::apply(submission.records.clone(), &kept(work, id)?, &cite(&submission.report))?;
    let changed = write_events(work, clusterer, report, &effective)?;
    write_statements(work, report, submission)?;
    link_statements(work, report, id, &submission.statements)?;
    place_in_incidents(work, clusterer, &changed)?;
    let events = effective.len() as u64;
    let (new, renewed) = if known.is_none() { (1, 0) } else { (0, 1) };
    Ok(Tally { new, renewed, unchanged: 0, events })
}

fn write_report(db: &Connection, key: Option<i64>, submission: &Submission) -> Result<i64> {
    let Submission { report, line, digest, sketch, coder, .. } = submission;
    let mut kept: Value = parse("a report", line)?;
    if let Some(fields) = kept.as_object_mut() {
        fields.shift_remove("text");
    }
    let sql = "INSERT INTO reports (key, id, digest, coder, published, publisher, agency, headline, url, language, text,
               record, sketch) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
               ON CONFLICT (key) DO UPDATE SET digest = ?3, coder = ?4, published = ?5, publisher = ?6, agency = ?7,
               headline = ?8, url = ?9, language = ?10, text = ?11, record = ?12, sketch = ?13";
    db.prepare_cached(sql)?.execute(params![
        key,
        report.id,
        digest,
        coder,
        report.published,
        report.publisher,
        report.agency,
        report.headline,
        report.url,
        report.language,
        report.text,
        kept.to_string(),
        sketch.to_bytes()
    ])?;
    let key = key.unwrap_or_else(|| db.last_insert_rowid());
    db.prepare_cached("INSERT OR REPLACE INTO report_words (rowid, headline, text) VALUES (?, ?, ?)")?
        .execute(params![key, report.headline, report.text])?;
    Ok(key)
}

/// The report as records cite it.
fn cite(report: &Report) -> Value {
    json!({
        "id": report.id, "publisher": report.publisher, "headline": report.headline, "url": report.url,
        "published": report.published
    })
}

/// The corrections of a report's records, in their order.
fn kept(db: &Connection, report: &str) -> Result<Vec<Kept>> {
    let sql = "SELECT key, edit, coded FROM corrections WHERE report = ? AND action NOT IN ('join', 'split') ORDER BY key";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([report], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, Option<String>>(2)?))
    })?;
    let mut kept = Vec::new();
    for row in rows {
        let (key, edit, coded) = row?;
        kept.push(Kept { key, edit: Edit::from_json(&edit)?, coded });
    }
    Ok(kept)
}

/// An event that was there before.
struct Present {
    key: i64,
    status: String,
    line: String,
}

/// Brings the events of a report to what `effective` says; the keys of those that are new or other than before come
/// back, each with whether it counts.
fn write_events(
    db: &Connection,
    clusterer: &mut Clusterer,
    report: i64,
    effective: &[Effective],
) -> Result<Vec<(i64, bool)>> {
    let mut present = present(db, report)?;
    let mut changed = Vec::new();
    for (position, event) in effective.iter().enumerate() {
        let was = present.remove(&event.record.id);
        let counts = event.status != "rejected";
        match was {
            Some(was) if was.status == event.status && was.line == event.line => {
                let sql = "UPDATE events SET position = ? WHERE key = ?";
                db.prepare_cached(sql)?.execute(params![position, was.key])?;
            }
            was => {
                let before = was.map(|was| was.key);
                if let Some(key) = before {
                    clear(db, key)?;
                    if !counts {
                        clusterer.remove(db, key)?;
                    }
                    clusterer.forget(report, &[key]);
                }
                changed.push((write_event(db, before, report, position, event)?, counts));
            }
        }
    }
    let mut gone: Vec<i64> =
        present.into_values().filter(|p| p.status != "withdrawn").map(|p| p.key).collect();
    gone.sort_unstable();
    for key in gone {
        clear(db, key)?;
        clusterer.remove(db, key)?;
        let sql =
            "UPDATE events SET status = 'withdrawn', revision = (SELECT CAST(value AS INTEGER) FROM meta
                   WHERE name = 'revision') WHERE key = ?";
        db.prepare_cached(sql)?.execute([key])?;
    }
    Ok(changed)
}

fn present(db: &Connection, report: i64) -> Result<HashMap<String, Present>> {
    let sql = "SELECT e.id, e.key, e.status, x.record FROM events e JOIN event_records x ON x.event = e.key
               WHERE e.report = ?";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([report], |row| {
        Ok((row.get(0)?, Present { key: row.get(1)?, status: row.get(2)?, line: row.get(3)? }))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Removes what stands about an event in other tables, save its record and its incident.
fn clear(db: &Connection, key: i64) -> Result<()> {
    db.prepare_cached("DELETE FROM parties WHERE event = ?")?.execute([key])?;
    db.prepare_cached("DELETE FROM event_statements WHERE event = ?")?.execute([key])?;
    db.prepare_cached("DELETE FROM event_words WHERE rowid = ?")?.execute([key])?;
    Ok(())
}

fn write_event(
    db: &Connection,
    key: Option<i64>,
    report: i64,
    position: usize,
    event: &Effective,
) -> Result<i64> {
    let Effective { record, line, coded, status } = event;
    let place = record.event_loc.as_ref().map(|place| place_key(db, place)).transpose()?;
    let days = record.days();
    let [dead, injured, size] = [record.dead, record.injured, record.size].map(bounds);
    let sql = "INSERT OR REPLACE INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
               ?, ?, ?, ?, ?, ?, ?, ?, (SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'revision'))";
    db.prepare_cached(sql)?.execute(params![
        key,
        record.id,
        report,
        position,
        status,
        record.kind(),
        record.mode.first(),
        record.mode.join("; "),
        record.context.join("; "),
        record.auxiliary.join("; "),
        record.cameo,
        record.quad_code,
        record.event_scale,
        record.date,
        record.enddate,
        days.map(|d| d.0.to_string()),
        days.map(|d| d.1.to_string()),
        record.date_precision,
        record.date_source,
        place,
        record.loc_source,
        dead.0,
        dead.1,
        injured.0,
        injured.1,
        size.0,
        size.1,
        record.is_denied(),
        record.confidence,
        record.rule,
        record.trigger_start(),
    ])?;
    let key = key.unwrap_or_else(|| db.last_insert_rowid());
    db.prepare_cached("INSERT OR REPLACE INTO event_records VALUES (?, ?, ?)")?
        .execute(params![key, line, coded])?;
    for (role, parties) in [("actor", &record.actor), ("recipient", &record.recipient)] {
        for (position, party) in parties.iter().enumerate() {
            write_party(db, key, role, position, party)?;
        }
    }
    if *status != "rejected" {
        let insert = "INSERT OR REPLACE INTO event_words (rowid, words) VALUES (?, ?)";
        db.prepare_cached(insert)?.execute(params![key, searchable(record)])?;
    }
    Ok(key)
}

/// What an event is found by: its sentence, the headline, and the names of parties and place where the sentence has
/// other words for them.
fn searchable(record: &Record) -> String {
    let parties = record.actor.iter().chain(&record.recipient).filter_map(|p| p.name.as_deref());
    let place = record.event_loc.as_ref().map(|p| p.name.as_str());
    let headline = record.cite_info.headline.as_deref();
    let mut words = record.text.clone();
    for more in parties.chain(place).chain(headline) {
        if !words.contains(more) {
            words.push('\n');
            words.push_str(more);
        }
    }
    words
}

fn write_party(db: &Connection, event: i64, role: &str, position: usize, party: &Party) -> Result<()> {
    let actor = actor_key(db, party)?;
    db.prepare_cached("INSERT INTO parties VALUES (?, ?, ?, ?, ?, ?, ?, ?)")?.execute(params![
        event,
        role,
        position,
        party.text,
        actor,
        party.country,
        party.sector.first(),
        party.sector.join(" ")
    ])?;
    Ok(())
}

/// The key of whom a party names, or none where it names nobody.
fn actor_key(db: &Connection, party: &Party) -> Result<Option<i64>> {
    let Some(name) = party.name.as_deref().filter(|n| !n.is_empty()) else { return Ok(None) };
    let country = party.country.as_deref().unwrap_or("");
    let find = "SELECT key FROM actors WHERE name = ? AND country = ?";
    if let Some(key) = db.prepare_cached(find)?.query_row([name, country], |row| row.get(0)).optional()? {
        return Ok(Some(key));
    }
    db.prepare_cached("INSERT INTO actors (name, country) VALUES (?, ?)")?.execute([name, country])?;
    Ok(Some(db.last_insert_rowid()))
}

fn place_key(db: &Connection, place: &Place) -> Result<i64> {
    let country = place.country.as_deref().unwrap_or("");
    let admin1 = place.admin1.as_deref().unwrap_or("");
    let find = "SELECT key FROM places WHERE name = ? AND country = ? AND admin1 = ? AND precision = ?
                AND ifnull(lat, 0) = ifnull(?, 0) AND ifnull(lon, 0) = ifnull(?, 0)";
    let identity = params![place.name, country, admin1, place.precision, place.lat, place.lon];
    if let Some(key) = db.prepare_cached(find)?.query_row(identity, |row| row.get(0)).optional()? {
        return Ok(key);
    }
    let insert = "INSERT INTO places (name, country, admin1, precision, lat, lon, geonames) VALUES (?, ?, ?, ?, ?, ?, ?)";
    db.prepare_cached(insert)?.execute(params![
        place.name,
        country,
        admin1,
        place.precision,
        place.lat,
        place.lon,
        place.geonames
    ])?;
    let key = db.last_insert_rowid();
    if let (Some(lat), Some(lon)) = (place.lat, place.lon) {
        db.prepare_cached("INSERT INTO places_box VALUES (?1, ?2, ?2, ?3, ?3)")?
            .execute(params![key, lat, lon])?;
    }
    Ok(key)
}

fn write_statements(db: &Connection, report: i64, submission: &Submission) -> Result<()> {
    let unlink =
        "DELETE FROM event_statements WHERE statement IN (SELECT key FROM statements WHERE report = ?)";
    db.prepare_cached(unlink)?.execute([report])?;
    db.prepare_cached("DELETE FROM statements WHERE report = ?")?.execute([report])?;
    let sql = "INSERT INTO statements VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    for (statement, line) in &submission.statements {
        let source = statement.source.as_ref();
        db.prepare_cached(sql)?.execute(params![
            statement.id,
            report,
            source.map(|s| actor_key(db, s)).transpose()?.flatten(),
            source.map(|s| &s.text),
            source.and_then(|s| s.country.as_ref()),
            source.map(|s| s.sector.join(" ")).unwrap_or_default(),
            statement.role,
            statement.addressee.as_ref().map(|a| a.name.as_ref().unwrap_or(&a.text)),
            statement.channel,
            statement.date,
            statement.cue,
            statement.class,
            statement.form,
            statement.polarity,
            statement.certainty,
            statement.content,
            line
        ])?;
    }
    Ok(())
}

/// Ties the events of a report to the statements that they stand on (`word`), that tell of them (`about`), and that they
/// are themselves (`act`).
fn link_statements(
    db: &Connection,
    report: i64,
    report_id: &str,
    statements: &[(Statement, String)],
) -> Result<()> {
    let keys = keys(db, "SELECT id, key FROM statements WHERE report = ?", report)?;
    let events = keys_of_events(db, report)?;
    let mut insert = db.prepare_cached("INSERT OR IGNORE INTO event_statements VALUES (?, ?, ?, ?, ?)")?;
    for (key, record) in events.values() {
        for attribution in &record.attribution {
            let Some(statement) = keys.get(&format!("{report_id}:{}", attribution.reference)) else {
                continue;
            };
            insert.execute(params![key, statement, "word", attribution.polarity, attribution.certainty])?;
        }
    }
    for (statement, _) in statements {
        let Some(own) = keys.get(&statement.id) else { continue };
        for (relation, told) in [("about", &statement.about), ("act", &statement.act)] {
            for (event, _) in told.iter().filter_map(|id| events.get(id)) {
                insert.execute(params![event, own, relation, statement.polarity, statement.certainty])?;
            }
        }
    }
    Ok(())
}

fn keys(db: &Connection, sql: &str, report: i64) -> Result<HashMap<String, i64>> {
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([report], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The events of a report that count, by identifier.
fn keys_of_events(db: &Connection, report: i64) -> Result<HashMap<String, (i64, Record)>> {
    let sql = "SELECT e.id, e.key, x.record FROM events e JOIN event_records x ON x.event = e.key
               WHERE e.report = ? AND e.status NOT IN ('rejected', 'withdrawn')";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([report], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?))
    })?;
    let mut events = HashMap::new();
    for row in rows {
        let (id, key, line) = row?;
        events.insert(id, (key, Record::from_json(&line)?));
    }
    Ok(events)
}

/// Puts events that are in no incident into one, and joins and splits them as persons said; an event that was in one
/// stays there.
fn place_in_incidents(db: &Connection, clusterer: &mut Clusterer, changed: &[(i64, bool)]) -> Result<()> {
    for (key, _) in changed.iter().filter(|(_, counts)| *counts) {
        match crate::incidents::incident_of(db, *key)? {
            None => clusterer.assign(db, *key)?,
            Some(incident) => {
                clusterer.touched.insert(incident);
            }
        }
    }
    let mut wanted = HashSet::new();
    for (key, _) in changed {
        let sql = "SELECT c.key FROM corrections c, json_each(c.edit, '$.events') j
                   WHERE c.action IN ('join', 'split') AND j.value = (SELECT id FROM events WHERE key = ?)";
        let mut statement = db.prepare_cached(sql)?;
        wanted.extend(
            statement.query_map([key], |row| row.get::<_, i64>(0))?.collect::<rusqlite::Result<Vec<_>>>()?,
        );
    }
    let mut wanted: Vec<i64> = wanted.into_iter().collect();
    wanted.sort_unstable();
    for key in wanted {
        let line: String =
            db.query_row("SELECT edit FROM corrections WHERE key = ?", [key], |row| row.get(0))?;
        group(db, clusterer, &Edit::from_json(&line)?)?;
    }
    Ok(())
}

/// Joins or splits; false where fewer events are there than it takes.
fn group(db: &Connection, clusterer: &mut Clusterer, edit: &Edit) -> Result<bool> {
    let (ids, least) = match edit {
        Edit::Join { events } => (events, 2),
        Edit::Split { events } => (events, 1),
        _ => return Ok(false),
    };
    let sql = "SELECT key FROM events WHERE id = ? AND status NOT IN ('rejected', 'withdrawn')";
    let mut found = Vec::new();
    for id in ids {
        found.extend(db.prepare_cached(sql)?.query_row([id], |row| row.get::<_, i64>(0)).optional()?);
    }
    if found.len() < least {
        return Ok(false);
    }
    match edit {
        Edit::Join { .. } => clusterer.join(db, &found)?,
        _ => clusterer.split(db, &found)?,
    }
    Ok(true)
}

fn correction(work: &Transaction, clusterer: &mut Clusterer, line: &str, edit: &Edit) -> Result<Corrected> {
    let (event, report) = about(work, edit)?;
    let last = "SELECT edit FROM corrections WHERE event IS ? AND action NOT IN ('join', 'split', 'add')
                ORDER BY key DESC LIMIT 1";
    let same = match edit {
        Edit::Add { .. } | Edit::Join { .. } | Edit::Split { .. } => {
            let sql = "SELECT edit FROM corrections WHERE edit = ? LIMIT 1";
            work.query_row(sql, [line], |row| row.get::<_, String>(0)).optional()?
        }
        _ => work.query_row(last, [&event], |row| row.get(0)).optional()?,
    };
    if same.as_deref() == Some(line) {
        return Ok(Corrected::Known);
    }
    let coded = "SELECT ifnull(x.coded, x.record) FROM events e JOIN event_records x ON x.event = e.key WHERE e.id = ?";
    let coded: Option<String> = work.query_row(coded, [&event], |row| row.get(0)).optional()?;
    work.execute(
        "INSERT INTO corrections (action, event, report, edit, coded) VALUES (?, ?, ?, ?, ?)",
        params![edit.action(), event, report, line, coded],
    )?;
    if matches!(edit, Edit::Join { .. } | Edit::Split { .. }) {
        return Ok(if group(work, clusterer, edit)? { Corrected::Applied } else { Corrected::Waiting });
    }
    let Some(report) = report else { return Ok(Corrected::Waiting) };
    let found = again(work, clusterer, &report)?;
    let there = match &event {
        Some(event) => {
            let sql = "SELECT 1 FROM events WHERE id = ? AND status != 'withdrawn'";
            work.query_row(sql, [event], |_| Ok(())).optional()?.is_some()
        }
        None => found,
    };
    Ok(if there { Corrected::Applied } else { Corrected::Waiting })
}

/// The record and the report that a correction is about.
fn about(db: &Connection, edit: &Edit) -> Result<(Option<String>, Option<String>)> {
    match edit {
        Edit::Reject { event } | Edit::Edit { event, .. } | Edit::Restore { event } => {
            let sql = "SELECT r.id FROM events e JOIN reports r ON r.key = e.report WHERE e.id = ?";
            let known: Option<String> = db.query_row(sql, [event], |row| row.get(0)).optional()?;
            // `REPORT:TYPE:OFFSET`, with `:2` where there are several; a report's own name may hold colons.
            let named = || {
                let parts: Vec<&str> = event.split(':').collect();
                let kind = parts
                    .iter()
                    .rposition(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_uppercase() || b == b'_'))?;
                (kind > 0).then(|| parts[..kind].join(":"))
            };
            Ok((Some(event.clone()), known.or_else(named)))
        }
        Edit::Add { report, .. } => Ok((None, Some(report.clone()))),
        Edit::Join { .. } | Edit::Split { .. } => Ok((None, None)),
    }
}

/// Applies the corrections of a report to what was coded of it; false where the report is not there.
fn again(db: &Connection, clusterer: &mut Clusterer, report: &str) -> Result<bool> {
    let sql = "SELECT key, record FROM reports WHERE id = ?";
    let row: Option<(i64, String)> =
        db.query_row(sql, [report], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((key, line)) = row else { return Ok(false) };
    let sql = "SELECT ifnull(x.coded, x.record) FROM events e JOIN event_records x ON x.event = e.key
               WHERE e.report = ? AND e.status != 'withdrawn' AND x.record ->> '$.coder' != 'by hand'
               ORDER BY e.position";
    let mut statement = db.prepare_cached(sql)?;
    let coded = statement.query_map([key], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    let cited: Report = parse("a report", &line)?;
    let effective = corrections::apply(coded, &kept(db, report)?, &cite(&cited))?;
    let changed = write_events(db, clusterer, key, &effective)?;
    let mut statement = db.prepare_cached("SELECT record FROM statements WHERE report = ?")?;
    let lines = statement.query_map([key], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    let read = |line: String| Ok((parse::<Statement>("a statement", &line)?, line));
    let statements = lines.into_iter().map(read).collect::<Result<Vec<_>>>()?;
    link_statements(db, key, report, &statements)?;
    place_in_incidents(db, clusterer, &changed)?;
    Ok(true)
}

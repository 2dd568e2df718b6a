//! Events of several reports that tell of one happening become one incident.
//!
//! 1. [`features`] — a record to what is compared, words by how rare they are ([`rarity`]);
//! 2. candidates — events of the days around that share a place, a party, or a rare word;
//! 3. [`score`] — how likely two events are one happening;
//! 4. the event joins the incident whose events it fits best, or opens one; where it fits two that fit each other, the
//!    younger is merged into the older;
//! 5. [`summary`] — what an incident's events say in sum, with how many independent [`sources`].
//!
//! Incidents keep their numbers: events are added, merged incidents point to where they went, and nothing is clustered
//! again. Each event says why it is where it is. What a person joined or split is left alone.

pub mod features;
mod leads;
pub mod rarity;
pub mod score;
pub mod sources;
pub mod summary;

use crate::error::Result;
use crate::record::Record;
use crate::store::Store;
use features::{Features, Lead};
use rusqlite::{Connection, OptionalExtension, params};
use score::compare;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// How likely an event must be the same happening as those of an incident to join it.
pub const THRESHOLD: f32 = 0.5;
/// How likely it must be on average with all events of the incident, so that events do not hang on each other in a chain
/// of days and weeks.
const AGREEMENT: f32 = 0.5;
/// The same within one report, which seldom tells of one happening in two records of different words.
const WITHIN_REPORT: f32 = 0.8;
/// The most events looked at for one shared value; the latest recorded come first.
const PER_VALUE: u32 = 300;
/// The most candidates that are scored.
const SCORED: usize = 40;
/// The most members of an incident that are compared when two incidents are, and of the first and of the last when an event
/// is.
const MEMBERS: usize = 6;
/// How many sets of features are kept in memory.
const CACHE: usize = 20_000;

/// Puts events into incidents.
#[derive(Debug, Default)]
pub(crate) struct Clusterer {
    cache: HashMap<i64, Arc<Features>>,
    leads: HashMap<i64, Arc<Lead>>,
    /// Incidents whose summary is out of date.
    pub touched: BTreeSet<i64>,
}

/// What speaks for an event and an incident.
struct Fit {
    incident: i64,
    score: f32,
    /// The event of the incident that fits best, with the evidence.
    best: (i64, score::Evidence, f32),
}

impl Clusterer {
    /// Forgets what is known of `report` and its `events`, whose records have changed.
    pub fn forget(&mut self, report: i64, events: &[i64]) {
        self.leads.remove(&report);
        for event in events {
            self.cache.remove(event);
        }
    }

    /// Puts `event`, which is in no incident, where it belongs.
    pub fn assign(&mut self, db: &Connection, event: i64) -> Result<()> {
        let Some(features) = self.features(db, event)? else { return Ok(()) };
        index(db, event, &features)?;
        let fits = self.fits(db, event, &features)?;
        let Some(best) = fits.first() else {
            let incident = open(db, &features)?;
            self.touched.insert(incident);
            return put(db, event, incident, None, &json!({"opened": true}), false);
        };
        let (like, evidence, score) = &best.best;
        let like: String = db.query_row("SELECT id FROM events WHERE key = ?", [like], |row| row.get(0))?;
        let because = json!({"like": like, "pair": rounded(*score), "evidence": evidence});
        put(db, event, best.incident, Some(best.score), &because, false)?;
        self.touched.insert(best.incident);
        if let Some(second) = fits.get(1).filter(|fit| fit.score >= THRESHOLD) {
            self.merge_if_one(db, best.incident, second.incident)?;
        }
        Ok(())
    }

    /// The incidents that the event fits, best first.
    fn fits(&mut self, db: &Connection, event: i64, features: &Features) -> Result<Vec<Fit>> {
        let mut pairs: BTreeMap<i64, Vec<(i64, score::Evidence, f32)>> = BTreeMap::new();
        for (other, incident) in candidates(db, event, features)? {
            let Some(other_features) = self.features(db, other)? else { continue };
            let Some(evidence) = compare(features, &other_features) else { continue };
            let mut score = evidence.score();
            if features.report == other_features.report {
                score = within_report(features, &other_features, score);
            }
            pairs.entry(incident).or_default().push((other, evidence, score));
        }
        let mut fits: Vec<Fit> =
            pairs.into_iter().filter_map(|(incident, pairs)| fit(incident, pairs)).collect();
        fits.retain(|fit| fit.score >= THRESHOLD);
        fits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.incident.cmp(&b.incident)));
        let mut kept = Vec::new();
        for fit in fits {
            if self.agreement(db, features, &members(db, fit.incident)?)? >= AGREEMENT {
                kept.push(fit);
            }
        }
        Ok(kept)
    }

    /// How well an event fits the events that other reports tell of an incident on average, of which the first and the last are looked at.
    fn agreement(&mut self, db: &Connection, event: &Features, members: &[i64]) -> Result<f32> {
        let late = members.len().saturating_sub(MEMBERS).max(MEMBERS.min(members.len()));
        let (mut sum, mut n) = (0.0, 0.0);
        for member in members.iter().take(MEMBERS).chain(&members[late..]) {
            if let Some(member) = self.features(db, *member)?.filter(|member| member.report != event.report) {
                sum += self.pair(event, &member);
                n += 1.0;
            }
        }
        Ok(if n > 0.0 { sum / n } else { 1.0 })
    }

    /// How likely two events are one happening.
    fn pair(&self, a: &Features, b: &Features) -> f32 {
        let score = compare(a, b).map_or(0.0, |evidence| evidence.score());
        if a.report == b.report { within_report(a, b, score) } else { score }
    }

    /// Merges the younger of two incidents into the older where their events fit each other and no person has touched
    /// them.
    fn merge_if_one(&mut self, db: &Connection, a: i64, b: i64) -> Result<()> {
        let (into, from) = (a.min(b), a.max(b));
        let by_hand = "SELECT count(*) FROM incident_events WHERE incident IN (?, ?) AND by_hand";
        if db.query_row(by_hand, [into, from], |row| row.get::<_, i64>(0))? > 0 {
            return Ok(());
        }
        let (xs, ys) = (members(db, into)?, members(db, from)?);
        let mut scores = Vec::new();
        for x in xs.iter().take(MEMBERS) {
            for y in ys.iter().take(MEMBERS) {
                let (Some(x), Some(y)) = (self.features(db, *x)?, self.features(db, *y)?) else { continue };
                scores.push(self.pair(&x, &y));
            }
        }
        let mean = scores.iter().sum::<f32>() / scores.len().max(1) as f32;
        if mean >= THRESHOLD {
            self.merge(db, into, from, &json!({"merged": from, "mean": rounded(mean)}), false)?;
        }
        Ok(())
    }

    /// Moves the events of `from` to `into`.
    fn merge(
        &mut self,
        db: &Connection,
        into: i64,
        from: i64,
        because: &serde_json::Value,
        by_hand: bool,
    ) -> Result<()> {
        touch_events(db, from)?;
        let sql = "UPDATE incident_events SET incident = ?1, by_hand = by_hand OR ?4,
                   because = json_patch(because, ?3) WHERE incident = ?2";
        db.prepare_cached(sql)?.execute(params![into, from, because.to_string(), by_hand])?;
        db.prepare_cached("UPDATE incidents SET merged_into = ? WHERE key = ?")?.execute([into, from])?;
        self.touched.extend([into, from]);
        Ok(())
    }

    /// Makes one incident of those of `events`, as a person says.
    pub fn join(&mut self, db: &Connection, events: &[i64]) -> Result<()> {
        let mut incidents = BTreeSet::new();
        for event in events {
            incidents.extend(incident_of(db, *event)?);
        }
        let Some(&into) = incidents.first() else { return Ok(()) };
        for from in incidents.iter().skip(1) {
            self.merge(db, into, *from, &json!({"joined": "by hand"}), true)?;
        }
        mark(db, events)
    }

    /// Takes `events` out of their incidents into one of their own, as a person says. Where they are one already, nothing
    /// changes, so that its number stays.
    pub fn split(&mut self, db: &Connection, events: &[i64]) -> Result<()> {
        let mut incidents = BTreeSet::new();
        for event in events {
            incidents.extend(incident_of(db, *event)?);
        }
        if let [only] = incidents.iter().collect::<Vec<_>>()[..] {
            let all: BTreeSet<i64> = members(db, *only)?.into_iter().collect();
            if all == events.iter().copied().collect() {
                return mark(db, events);
            }
        }
        let Some(first) = events.first() else { return Ok(()) };
        let Some(features) = self.features(db, *first)? else { return Ok(()) };
        let own = open(db, &features)?;
        for event in events {
            put(db, *event, own, None, &json!({"split": "by hand"}), true)?;
        }
        self.touched.extend(incidents);
        self.touched.insert(own);
        Ok(())
    }

    /// Takes `event` out of its incident, since it counts no more.
    pub fn remove(&mut self, db: &Connection, event: i64) -> Result<()> {
        self.touched.extend(incident_of(db, event)?);
        db.prepare_cached("DELETE FROM incident_events WHERE event = ?")?.execute([event])?;
        if let Some(features) = self.features(db, event)? {
            let mut delete =
                db.prepare_cached("DELETE FROM incident_blocks WHERE value = ? AND day = ? AND event = ?")?;
            for value in &features.blocks {
                delete.execute(params![value, features.days.map(|d| d.0), event])?;
            }
        }
        Ok(())
    }

    /// Sums up the incidents that have changed.
    pub fn refresh(&mut self, db: &Connection) -> Result<()> {
        for incident in std::mem::take(&mut self.touched) {
            summary::refresh(db, incident)?;
        }
        Ok(())
    }

    /// What is compared of an event, from memory or from its record.
    fn features(&mut self, db: &Connection, event: i64) -> Result<Option<Arc<Features>>> {
        if let Some(known) = self.cache.get(&event) {
            return Ok(Some(known.clone()));
        }
        let sql =
            "SELECT e.report, x.record FROM events e JOIN event_records x ON x.event = e.key WHERE e.key = ?";
        let row = db
            .prepare_cached(sql)?
            .query_row([event], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)));
        let Some((report, line)) = row.optional()? else { return Ok(None) };
        let record = Record::from_json(&line)?;
        let lead = self.lead(db, report)?;
        let published = record.cite_info.published.as_deref().and_then(|p| p.get(..10)?.parse().ok());
        let features = Arc::new(Features::new(report, &record, lead, published));
        if self.cache.len() >= CACHE {
            self.cache.clear();
            self.leads.clear();
        }
        self.cache.insert(event, features.clone());
        Ok(Some(features))
    }

    fn lead(&mut self, db: &Connection, report: i64) -> Result<Arc<Lead>> {
        if let Some(known) = self.leads.get(&report) {
            return Ok(known.clone());
        }
        let sql = "SELECT headline, text FROM reports WHERE key = ?";
        let (headline, text): (Option<String>, String) =
            db.prepare_cached(sql)?.query_row([report], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let lead = Arc::new(Lead::new(headline.as_deref(), &text));
        self.leads.insert(report, lead.clone());
        Ok(lead)
    }
}

/// Two records of one report are one happening only where they say so plainly: on the same trigger, or much alike.
fn within_report(a: &Features, b: &Features, score: f32) -> f32 {
    if a.at.is_some() && a.at == b.at && a.kind == b.kind {
        return 1.0;
    }
    if score >= WITHIN_REPORT { score } else { 0.0 }
}

/// The mean of the three best pairs, and the best of them.
fn fit(incident: i64, mut pairs: Vec<(i64, score::Evidence, f32)>) -> Option<Fit> {
    pairs.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)));
    pairs.truncate(3);
    let score = pairs.iter().map(|pair| pair.2).sum::<f32>() / pairs.len() as f32;
    pairs.first().map(|best| Fit { incident, score, best: *best })
}

fn rounded(score: f32) -> f64 {
    (f64::from(score) * 1000.0).round() / 1000.0
}

/// The events around that share something with `event`, each with its incident; those that share most come first.
fn candidates(db: &Connection, event: i64, features: &Features) -> Result<Vec<(i64, i64)>> {
    let Some((from, until)) = features.around() else { return Ok(Vec::new()) };
    let sql = "SELECT event FROM incident_blocks WHERE value = ? AND day BETWEEN ? AND ? AND event != ?
               ORDER BY day DESC, event DESC LIMIT ?";
    let mut look = db.prepare_cached(sql)?;
    let mut shared: HashMap<i64, u32> = HashMap::new();
    for value in &features.blocks {
        let found = look.query_map(params![value, from, until, event, PER_VALUE], |row| row.get(0))?;
        for other in found {
            *shared.entry(other?).or_insert(0) += 1;
        }
    }
    let mut order: Vec<(i64, u32)> = shared.into_iter().collect();
    order.sort_unstable_by_key(|(event, n)| (std::cmp::Reverse(*n), *event));
    let mut found = Vec::new();
    for (other, _) in order.into_iter().take(SCORED) {
        found.extend(incident_of(db, other)?.map(|incident| (other, incident)));
    }
    Ok(found)
}

/// Makes the event findable by what it shares with others.
fn index(db: &Connection, event: i64, features: &Features) -> Result<()> {
    let Some((day, _)) = features.days else { return Ok(()) };
    let mut insert = db.prepare_cached("INSERT OR IGNORE INTO incident_blocks VALUES (?, ?, ?)")?;
    for value in &features.blocks {
        insert.execute(params![value, day, event])?;
    }
    Ok(())
}

/// A new incident, summed up later.
fn open(db: &Connection, features: &Features) -> Result<i64> {
    let sql = "INSERT INTO incidents (type, events, reports, sources) VALUES (?, 0, 0, 0)";
    db.prepare_cached(sql)?.execute([&features.kind])?;
    Ok(db.last_insert_rowid())
}

fn put(
    db: &Connection,
    event: i64,
    incident: i64,
    score: Option<f32>,
    because: &serde_json::Value,
    by_hand: bool,
) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO incident_events VALUES (?, ?, ?, ?, ?)";
    let score = score.map(rounded);
    db.prepare_cached(sql)?.execute(params![event, incident, score, because.to_string(), by_hand])?;
    touch_event(db, event)
}

fn mark(db: &Connection, events: &[i64]) -> Result<()> {
    for event in events {
        db.prepare_cached("UPDATE incident_events SET by_hand = 1 WHERE event = ?")?.execute([event])?;
    }
    Ok(())
}

/// The incident of an event.
pub(crate) fn incident_of(db: &Connection, event: i64) -> Result<Option<i64>> {
    let sql = "SELECT incident FROM incident_events WHERE event = ?";
    Ok(db.prepare_cached(sql)?.query_row([event], |row| row.get(0)).optional()?)
}

/// The events of an incident, in the order they were recorded.
fn members(db: &Connection, incident: i64) -> Result<Vec<i64>> {
    let sql = "SELECT event FROM incident_events WHERE incident = ? ORDER BY event";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([incident], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Lets readers know that an event is in another incident.
fn touch_event(db: &Connection, event: i64) -> Result<()> {
    let sql = "UPDATE events SET revision = (SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'revision')
               WHERE key = ?";
    db.prepare_cached(sql)?.execute([event])?;
    Ok(())
}

fn touch_events(db: &Connection, incident: i64) -> Result<()> {
    members(db, incident)?.into_iter().try_for_each(|event| touch_event(db, event))
}

impl Store {
    /// What is compared of an event, by its key; none where there is no such event.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn features(&self, event: i64) -> Result<Option<Arc<Features>>> {
        Clusterer::default().features(&self.db, event)
    }
}

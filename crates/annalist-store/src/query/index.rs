//! The events of a store in memory, by everything they are filtered by.
//!
//! A filter over a million events is a handful of set operations on bitmaps (Roaring, Lemire et al. 2018); pages, counts
//! and maps read off the set. SQLite stays what counts: the index is made from it, brought up to date by
//! [`Index::refresh`] from what was written since, and searched words and records are read from it.
//!
//! For a million events the index takes about 100 MB and a few seconds to make.

use super::filter::{Filter, search_terms};
use crate::error::Result;
use crate::incidents::features::day_number;
use crate::store::Store;
use jiff::ToSpan;
use jiff::civil::Date;
use roaring::RoaringBitmap;
use rusqlite::Connection;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// The day of events without a full date.
pub(crate) const UNDATED: i32 = i32::MIN;

/// What events are filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Facet {
    /// Types.
    Type,
    /// Modes.
    Mode,
    /// Contexts.
    Context,
    /// Auxiliary modes.
    Auxiliary,
    /// Countries of actors.
    ActorCountry,
    /// Countries of recipients.
    RecipientCountry,
    /// Countries of places.
    PlaceCountry,
    /// Sectors of actors.
    ActorSector,
    /// Sectors of recipients.
    RecipientSector,
    /// Publishers.
    Source,
}

/// How many searches for words are kept.
const SEARCHES: usize = 32;

/// Sets of events by one facet's words or keys.
type Sets<K> = HashMap<K, RoaringBitmap>;

/// The events of a store, ready to be filtered.
#[derive(Debug, Default)]
pub struct Index {
    /// The revision of the store that the index shows.
    revision: i64,
    /// Events that are neither rejected nor withdrawn.
    live: RoaringBitmap,
    denied: RoaringBitmap,
    marked: RoaringBitmap,
    words: HashMap<Facet, Sets<String>>,
    acting: Sets<i64>,
    receiving: Sets<i64>,
    speaking: Sets<i64>,
    places: Sets<i64>,
    points: HashMap<i64, (f64, f64)>,
    /// By key of event.
    first: Vec<i32>,
    last: Vec<i32>,
    place: Vec<u32>,
    incident: Vec<u32>,
    /// The first day of each incident, by its key, as most of its events give it.
    incident_day: Vec<i32>,
    confidence: Vec<u8>,
    /// Where the actors of each event stand in `names`, and how many they are.
    named: Vec<(u32, u16)>,
    names: Vec<u32>,
    most_actor: u32,
    /// The latest searches for words and what they found.
    searches: Mutex<Vec<(String, RoaringBitmap)>>,
}

/// One row of the events table.
struct Row {
    key: i64,
    live: bool,
    kind: String,
    modes: String,
    contexts: String,
    auxiliary: String,
    first: Option<String>,
    last: Option<String>,
    place: Option<i64>,
    denied: bool,
    confidence: f64,
    incident: Option<i64>,
    publisher: Option<String>,
}

impl Index {
    /// Reads the events of `store`.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn new(store: &Store) -> Result<Self> {
        let mut index = Index { revision: -1, ..Index::default() };
        index.refresh(store)?;
        Ok(index)
    }

    /// The revision of the store that the index shows.
    pub fn revision(&self) -> i64 {
        self.revision
    }

    /// Reads what was written to `store` since; true where there was something.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn refresh(&mut self, store: &Store) -> Result<bool> {
        let work = store.db.unchecked_transaction()?;
        let now: i64 =
            work.query_row("SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'revision'", [], |row| {
                row.get(0)
            })?;
        if now == self.revision {
            return Ok(false);
        }
        self.searches.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
        let since = self.revision;
        let everything = since < 0;
        self.read_places(&work)?;
        let changed = self.read_events(&work, since, everything)?;
        self.read_parties(&work, &changed, everything)?;
        self.read_speakers(&work, &changed, everything)?;
        self.revision = now;
        Ok(true)
    }

    fn read_places(&mut self, db: &Connection) -> Result<()> {
        let most = self.points.keys().max().copied().unwrap_or(0);
        let mut statement = db.prepare_cached(
            "SELECT key, lat, lon FROM places WHERE key > ? AND lat IS NOT NULL AND lon IS NOT NULL",
        )?;
        let rows = statement.query_map([most], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
        for row in rows {
            let (key, point) = row?;
            self.points.insert(key, point);
        }
        Ok(())
    }

    fn read_events(&mut self, db: &Connection, since: i64, everything: bool) -> Result<RoaringBitmap> {
        let sql = "SELECT e.key, e.status NOT IN ('rejected', 'withdrawn'), e.type, e.modes, e.contexts,
                          e.auxiliary, e.first_day, e.last_day, e.place, e.denied, e.confidence, i.incident, r.publisher
                   FROM events e JOIN reports r ON r.key = e.report LEFT JOIN incident_events i ON i.event = e.key
                   WHERE e.revision > ?";
        let mut changed = RoaringBitmap::new();
        add_keys(db, "SELECT key FROM events WHERE revision > ?", [since], &mut changed)?;
        if !everything {
            self.forget(&changed);
        }
        let mut statement = db.prepare_cached(sql)?;
        let mut rows = statement.query([since])?;
        // Incidents that an event went from or came to.
        let mut touched = RoaringBitmap::new();
        while let Some(row) = rows.next()? {
            let row = Row {
                key: row.get(0)?,
                live: row.get(1)?,
                kind: row.get(2)?,
                modes: row.get(3)?,
                contexts: row.get(4)?,
                auxiliary: row.get(5)?,
                first: row.get(6)?,
                last: row.get(7)?,
                place: row.get(8)?,
                denied: row.get(9)?,
                confidence: row.get(10)?,
                incident: row.get(11)?,
                publisher: row.get(12)?,
            };
            touched.insert(self.incident.get(row.key as usize).copied().unwrap_or(0));
            self.add(&row)?;
            touched.insert(row.incident.unwrap_or(0) as u32);
        }
        self.read_incidents(db, &touched, everything)?;
        Ok(changed)
    }

    /// Takes events out of every set.
    fn forget(&mut self, events: &RoaringBitmap) {
        let sets = [&mut self.acting, &mut self.receiving, &mut self.speaking, &mut self.places];
        for set in sets.into_iter().flat_map(|sets| sets.values_mut()) {
            *set -= events;
        }
        for set in self.words.values_mut().flat_map(|sets| sets.values_mut()) {
            *set -= events;
        }
        for set in [&mut self.live, &mut self.denied, &mut self.marked] {
            *set -= events;
        }
    }

    fn add(&mut self, row: &Row) -> Result<()> {
        let at = row.key as usize;
        let key = row.key as u32;
        if self.first.len() <= at {
            let size = at + 1;
            self.first.resize(size, UNDATED);
            self.last.resize(size, UNDATED);
            self.place.resize(size, 0);
            self.incident.resize(size, 0);
            self.confidence.resize(size, 0);
            self.named.resize(size, (0, 0));
        }
        self.first[at] = day_of(row.first.as_deref());
        self.last[at] = day_of(row.last.as_deref());
        self.place[at] = row.place.unwrap_or(0) as u32;
        self.incident[at] = row.incident.unwrap_or(0) as u32;
        self.confidence[at] = (row.confidence * 200.0).round() as u8;
        self.named[at] = (0, 0);
        if !row.live {
            return Ok(());
        }
        self.live.insert(key);
        if row.denied {
            self.denied.insert(key);
        }
        if !row.auxiliary.is_empty() {
            self.marked.insert(key);
        }
        if let Some(place) = row.place {
            self.places.entry(place).or_default().insert(key);
        }
        self.put(Facet::Type, &row.kind, key);
        for (facet, list) in
            [(Facet::Mode, &row.modes), (Facet::Context, &row.contexts), (Facet::Auxiliary, &row.auxiliary)]
        {
            list.split("; ").filter(|w| !w.is_empty()).for_each(|word| self.put(facet, word, key));
        }
        if let Some(publisher) = &row.publisher {
            self.put(Facet::Source, publisher, key);
        }
        Ok(())
    }

    fn put(&mut self, facet: Facet, word: &str, event: u32) {
        let sets = self.words.entry(facet).or_default();
        match sets.get_mut(word) {
            Some(set) => {
                set.insert(event);
            }
            None => {
                sets.insert(word.to_owned(), RoaringBitmap::from_iter([event]));
            }
        }
    }

    /// Runs `sql` over all events, or with `WHERE event = ?` over each of `changed`.
    fn each_row(
        db: &Connection,
        sql: &str,
        column: &str,
        changed: &RoaringBitmap,
        everything: bool,
        mut take: impl FnMut(&rusqlite::Row) -> rusqlite::Result<()>,
    ) -> Result<()> {
        if everything {
            let mut statement = db.prepare(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                take(row)?;
            }
            return Ok(());
        }
        let mut statement = db.prepare_cached(&format!("{sql} WHERE {column} = ?"))?;
        for event in changed {
            let mut rows = statement.query([event])?;
            while let Some(row) = rows.next()? {
                take(row)?;
            }
        }
        Ok(())
    }

    /// Reads the days of `touched` incidents.
    fn read_incidents(&mut self, db: &Connection, touched: &RoaringBitmap, everything: bool) -> Result<()> {
        let sql = "SELECT key, first_day FROM incidents";
        let days = &mut self.incident_day;
        Index::each_row(db, sql, "key", touched, everything, |row| {
            let key = row.get::<_, i64>(0)? as usize;
            if days.len() <= key {
                days.resize(key + 1, UNDATED);
            }
            days[key] = day_of(row.get_ref(1)?.as_str_or_null()?);
            Ok(())
        })
    }

    fn read_parties(&mut self, db: &Connection, changed: &RoaringBitmap, everything: bool) -> Result<()> {
        let sql = "SELECT event, role = 'actor', actor, country, sectors FROM parties";
        Index::each_row(db, sql, "event", changed, everything, |row| {
            let event: i64 = row.get(0)?;
            let event = event as u32;
            if !self.live.contains(event) {
                return Ok(());
            }
            let acts: bool = row.get(1)?;
            if let Some(actor) = row.get::<_, Option<i64>>(2)? {
                let sets = if acts { &mut self.acting } else { &mut self.receiving };
                sets.entry(actor).or_default().insert(event);
                self.name(event, actor);
            }
            let (country, sector) = if acts {
                (Facet::ActorCountry, Facet::ActorSector)
            } else {
                (Facet::RecipientCountry, Facet::RecipientSector)
            };
            if let Ok(code) = row.get_ref(3)?.as_str() {
                self.put(country, code, event);
            }
            for word in row.get_ref(4)?.as_str()?.split(' ').filter(|w| !w.is_empty()) {
                self.put(sector, word, event);
            }
            Ok(())
        })?;
        let sql = "SELECT e.key, p.country FROM events e JOIN places p ON p.key = e.place";
        Index::each_row(db, sql, "e.key", changed, everything, |row| {
            let event: i64 = row.get(0)?;
            let country = row.get_ref(1)?.as_str()?;
            if self.live.contains(event as u32) && !country.is_empty() {
                self.put(Facet::PlaceCountry, country, event as u32);
            }
            Ok(())
        })
    }

    fn read_speakers(&mut self, db: &Connection, changed: &RoaringBitmap, everything: bool) -> Result<()> {
        let sql = "SELECT w.event, s.speaker FROM event_statements w JOIN statements s ON s.key = w.statement
                   AND w.relation = 'word' AND s.speaker IS NOT NULL";
        Index::each_row(db, sql, "w.event", changed, everything, |row| {
            let event: i64 = row.get(0)?;
            if self.live.contains(event as u32) {
                self.speaking.entry(row.get(1)?).or_default().insert(event as u32);
            }
            Ok(())
        })
    }

    /// The events that `filter` asks for.
    ///
    /// # Errors
    /// If words are searched and the store cannot be read.
    pub fn select(&self, store: &Store, filter: &Filter) -> Result<Selection<'_>> {
        let mut found = self.live.clone();
        for (facets, words) in conditions(filter) {
            if !words.is_empty() {
                found &= self.any(facets, words);
            }
        }
        for (sets, keys) in [
            (&[&self.acting, &self.receiving][..], &filter.parties),
            (&[&self.acting], &filter.actors),
            (&[&self.receiving], &filter.recipients),
            (&[&self.speaking], &filter.speakers),
            (&[&self.places], &filter.places),
        ] {
            if !keys.is_empty() {
                found &= union(sets.iter().flat_map(|sets| keys.iter().filter_map(|key| sets.get(key))));
            }
        }
        self.select_marks(filter, &mut found);
        if let Some([west, south, east, north]) = filter.bbox {
            found &= self.within(west, south, east, north);
        }
        self.select_times(filter, &mut found);
        self.select_by_store(store, filter, &mut found)?;
        Ok(Selection { index: self, events: found })
    }

    /// The events that have one of `words` in one of `facets`.
    fn any(&self, facets: &[Facet], words: &[String]) -> RoaringBitmap {
        let sets = facets.iter().filter_map(|facet| self.words.get(facet));
        union(sets.flat_map(|sets| words.iter().filter_map(|word| sets.get(word))))
    }

    fn select_marks(&self, filter: &Filter, found: &mut RoaringBitmap) {
        if !filter.auxiliary.is_empty() {
            let mut wanted = self.any(&[Facet::Auxiliary], &filter.auxiliary);
            if filter.auxiliary.iter().any(|word| word == "none") {
                wanted |= &self.live - &self.marked;
            }
            *found &= wanted;
        }
        *found -= self.any(&[Facet::Auxiliary], &filter.without);
        if filter.without.iter().any(|word| word == "denied") {
            *found -= &self.denied;
        }
    }

    fn within(&self, west: f64, south: f64, east: f64, north: f64) -> RoaringBitmap {
        let across = west > east;
        let inside = |(lat, lon): &(f64, f64)| {
            let columns = if across { *lon >= west || *lon <= east } else { (west..=east).contains(lon) };
            (south..=north).contains(lat) && columns
        };
        let places = self.points.iter().filter(|(_, point)| inside(point));
        union(places.filter_map(|(key, _)| self.places.get(key)))
    }

    fn select_times(&self, filter: &Filter, found: &mut RoaringBitmap) {
        let from = filter.from.map_or(UNDATED, day_number);
        let until = filter.until.map_or(i32::MAX, day_number);
        let least = filter.min_confidence.map_or(0, |p| (p.clamp(0.0, 1.0) * 200.0).round() as u8);
        if filter.from.is_none() && filter.until.is_none() && least == 0 {
            return;
        }
        let timed = filter.from.is_some() || filter.until.is_some();
        let keep = |key: &u32| {
            let at = *key as usize;
            let in_time =
                !timed || (self.first[at] != UNDATED && self.last[at] >= from && self.first[at] <= until);
            in_time && self.confidence[at] >= least
        };
        *found = RoaringBitmap::from_sorted_iter(found.iter().filter(keep)).unwrap_or_default();
    }

    fn select_by_store(&self, store: &Store, filter: &Filter, found: &mut RoaringBitmap) -> Result<()> {
        let db = &store.db;
        if !filter.reports.is_empty() {
            let mut events = RoaringBitmap::new();
            let sql = "SELECT e.key FROM events e JOIN reports r ON r.key = e.report WHERE r.id = ?";
            for id in &filter.reports {
                add_keys(db, sql, [id], &mut events)?;
            }
            *found &= events;
        }
        if !filter.incidents.is_empty() {
            let mut events = RoaringBitmap::new();
            for incident in &filter.incidents {
                add_keys(
                    db,
                    "SELECT event FROM incident_events WHERE incident = ?",
                    [incident],
                    &mut events,
                )?;
            }
            *found &= events;
        }
        if let Some(least) = filter.min_sources.filter(|least| *least > 1) {
            let mut incidents = RoaringBitmap::new();
            add_keys(db, "SELECT key FROM incidents WHERE sources >= ?", [least], &mut incidents)?;
            let keep = |key: &u32| incidents.contains(self.incident[*key as usize]);
            *found = RoaringBitmap::from_sorted_iter(found.iter().filter(keep)).unwrap_or_default();
        }
        if let Some(terms) = filter.text.as_deref().map(search_terms) {
            *found &= terms.map(|terms| self.search(store, terms)).transpose()?.unwrap_or_default();
        }
        Ok(())
    }

    /// The events whose words match `terms`. A page asks for one search several times, to list, to count and to map; the
    /// latest answers are kept until something is written.
    fn search(&self, store: &Store, terms: String) -> Result<RoaringBitmap> {
        let searches = || self.searches.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, events)) = searches().iter().find(|(known, _)| *known == terms) {
            return Ok(events.clone());
        }
        let mut events = RoaringBitmap::new();
        let sql = "SELECT rowid FROM event_words WHERE event_words MATCH ?";
        add_keys(&store.db, sql, [&terms], &mut events)?;
        let mut searches = searches();
        if searches.len() >= SEARCHES {
            searches.remove(0);
        }
        searches.push((terms, events.clone()));
        Ok(events)
    }

    /// A selection of `events`.
    pub(crate) fn selection(&self, events: RoaringBitmap) -> Selection<'_> {
        Selection { index: self, events }
    }

    /// The keys of an actor's events by role: those they did, and those done to them.
    pub(crate) fn of_actor(&self, actor: i64) -> (RoaringBitmap, RoaringBitmap) {
        let of = |sets: &Sets<i64>| sets.get(&actor).cloned().unwrap_or_default();
        (of(&self.acting), of(&self.receiving))
    }

    /// The `limit` actors with most events among `events`, with how many.
    fn actors_among(&self, events: &RoaringBitmap, limit: usize) -> Vec<(i64, u64)> {
        let mut counts = vec![0u32; self.most_actor as usize + 1];
        for event in events {
            let parties = self.parties(event);
            for (i, actor) in parties.iter().enumerate() {
                // Whoever stands on both sides counts once.
                counts[*actor as usize] += u32::from(!parties[..i].contains(actor));
            }
        }
        let found = counts.iter().enumerate().filter(|(_, n)| **n > 0);
        let mut found: Vec<(i64, u64)> = found.map(|(actor, n)| (actor as i64, u64::from(*n))).collect();
        let order = |a: &(i64, u64), b: &(i64, u64)| b.1.cmp(&a.1).then(a.0.cmp(&b.0));
        if found.len() > limit {
            found.select_nth_unstable_by(limit, order);
            found.truncate(limit);
        }
        found.sort_unstable_by(order);
        found
    }

    /// The keys of the actors of an event, in whatever role.
    fn parties(&self, event: u32) -> &[u32] {
        let (start, length) = self.named.get(event as usize).copied().unwrap_or_default();
        &self.names[start as usize..start as usize + usize::from(length)]
    }

    /// Adds `actor` to the parties of `event`, the rows of which come one after the other.
    fn name(&mut self, event: u32, actor: i64) {
        let (start, length) = self.named[event as usize];
        let end = start as usize + usize::from(length);
        if length == 0 {
            self.named[event as usize] = (self.names.len() as u32, 1);
        } else if end == self.names.len() && length < u16::MAX {
            self.named[event as usize].1 += 1;
        } else {
            return;
        }
        self.names.push(actor as u32);
        self.most_actor = self.most_actor.max(actor as u32);
    }
}

/// The conditions of a filter that are words, with the facets that they are looked for in.
fn conditions(filter: &Filter) -> [(&'static [Facet], &Vec<String>); 11] {
    use Facet::*;
    [
        (&[Type], &filter.types),
        (&[Mode], &filter.modes),
        (&[Context], &filter.contexts),
        (&[ActorCountry, RecipientCountry, PlaceCountry], &filter.countries),
        (&[ActorCountry], &filter.actor_countries),
        (&[RecipientCountry], &filter.recipient_countries),
        (&[PlaceCountry], &filter.place_countries),
        (&[ActorSector, RecipientSector], &filter.sectors),
        (&[ActorSector], &filter.actor_sectors),
        (&[RecipientSector], &filter.recipient_sectors),
        (&[Source], &filter.sources),
    ]
}

fn union<'a>(sets: impl Iterator<Item = &'a RoaringBitmap>) -> RoaringBitmap {
    use roaring::MultiOps;
    sets.union()
}

fn add_keys(
    db: &Connection,
    sql: &str,
    values: impl rusqlite::Params,
    into: &mut RoaringBitmap,
) -> Result<()> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(values)?;
    let mut keys = Vec::new();
    while let Some(row) = rows.next()? {
        keys.push(row.get::<_, i64>(0)? as u32);
    }
    // Words are found in the order of keys; sets are made several times as fast from that order.
    match RoaringBitmap::from_sorted_iter(keys.iter().copied()) {
        Ok(found) => *into |= found,
        Err(_) => into.extend(keys),
    }
    Ok(())
}

/// `counts` with the highest first, equal ones by key; without zeros.
fn ranked<K: Ord>(mut counts: Vec<(K, u64)>) -> Vec<(K, u64)> {
    counts.retain(|(_, n)| *n > 0);
    counts.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}

/// A day of the store as days since 1970.
fn day_of(text: Option<&str>) -> i32 {
    text.and_then(|text| text.parse::<Date>().ok()).map_or(UNDATED, day_number)
}

/// The order of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// The latest first; undated events come last.
    #[default]
    Latest,
    /// The earliest first; undated events come first.
    Earliest,
}

/// Where a page ends: the day and the key of its last event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub(crate) day: i32,
    pub(crate) key: u32,
}

impl std::fmt::Display for Cursor {
    /// Two numbers with a point between, as they stand in an address.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.day, self.key)
    }
}

impl std::str::FromStr for Cursor {
    type Err = &'static str;

    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        let read = || {
            let (day, key) = text.split_once('.')?;
            Some(Cursor { day: day.parse().ok()?, key: key.parse().ok()? })
        };
        read().ok_or("expected the `next` of a page before")
    }
}

/// Lengths of time that events are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Period {
    /// Days.
    Day,
    /// Weeks from Monday.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
}

/// The events that a filter found.
#[derive(Clone, Debug)]
pub struct Selection<'a> {
    index: &'a Index,
    events: RoaringBitmap,
}

impl Selection<'_> {
    /// How many.
    pub fn len(&self) -> u64 {
        self.events.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// The keys of at most `limit` events after `after`, and where to go on, if there are more.
    pub fn page(&self, order: Order, after: Option<Cursor>, limit: usize) -> (Vec<i64>, Option<Cursor>) {
        let place = |key: u32| (self.index.first[key as usize], key);
        let beyond = |at: &(i32, u32)| match (after, order) {
            (None, _) => true,
            (Some(c), Order::Latest) => *at < (c.day, c.key),
            (Some(c), Order::Earliest) => *at > (c.day, c.key),
        };
        let mut places: Vec<(i32, u32)> = self.events.iter().map(place).filter(beyond).collect();
        let more = places.len() > limit;
        let arrange = |a: &(i32, u32), b: &(i32, u32)| match order {
            Order::Latest => b.cmp(a),
            Order::Earliest => a.cmp(b),
        };
        if more {
            places.select_nth_unstable_by(limit, arrange);
            places.truncate(limit);
        }
        places.sort_unstable_by(arrange);
        let next = places.last().filter(|_| more).map(|(day, key)| Cursor { day: *day, key: *key });
        (places.into_iter().map(|(_, key)| i64::from(key)).collect(), next)
    }

    /// How many events begin in each `period`, named by its first day, earliest first; periods without events are left
    /// out, and so are events without a full date.
    pub fn counts(&self, period: Period) -> Vec<(Date, u64)> {
        let days = self.events.iter().map(|key| self.index.first[key as usize]).filter(|day| *day != UNDATED);
        let (mut least, mut most) = (i32::MAX, i32::MIN);
        let mut by_day: HashMap<i32, u64> = HashMap::new();
        let mut recent = (UNDATED, 0u64);
        for day in days {
            if day == recent.0 {
                recent.1 += 1;
                continue;
            }
            if recent.1 > 0 {
                *by_day.entry(recent.0).or_insert(0) += recent.1;
            }
            recent = (day, 1);
            (least, most) = (least.min(day), most.max(day));
        }
        if recent.1 > 0 {
            *by_day.entry(recent.0).or_insert(0) += recent.1;
        }
        let mut by_period: std::collections::BTreeMap<Date, u64> = std::collections::BTreeMap::new();
        for (day, n) in by_day {
            if let Some(date) = date_of(day) {
                *by_period.entry(start(period, date)).or_insert(0) += n;
            }
        }
        by_period.into_iter().collect()
    }

    /// How many events are at each place, by the place's key, the most first.
    pub fn places(&self) -> Vec<(i64, u64)> {
        let most = self.index.place.iter().copied().max().unwrap_or(0);
        let mut counts = vec![0u64; most as usize + 1];
        for key in &self.events {
            counts[self.index.place[key as usize] as usize] += 1;
        }
        let placed = counts.into_iter().enumerate().skip(1);
        ranked(placed.map(|(place, n)| (place as i64, n)).collect())
    }

    /// How many events have each word of `facet`, the most first.
    pub fn facet(&self, facet: Facet) -> Vec<(String, u64)> {
        let sets = self.index.words.get(&facet).into_iter().flatten();
        let all = self.events.len() == self.index.live.len();
        let count = |set: &RoaringBitmap| if all { set.len() } else { set.intersection_len(&self.events) };
        ranked(sets.map(|(word, set)| (word.clone(), count(set))).collect())
    }

    /// The incidents of the events, each with how many of its events were found, `limit` of them after `after`; ordered by
    /// their first days, as most of their events give them, those without one like undated events of [`page`](Self::page).
    pub fn incidents(
        &self,
        order: Order,
        after: Option<Cursor>,
        limit: usize,
    ) -> (Vec<(i64, u64)>, Option<Cursor>) {
        let size = self.index.incident.iter().copied().max().unwrap_or(0) as usize + 1;
        let mut found = vec![0u64; size];
        for key in &self.events {
            found[self.index.incident[key as usize] as usize] += 1;
        }
        let day = |key: usize| self.index.incident_day.get(key).copied().unwrap_or(UNDATED);
        let beyond = |at: &(i32, u32)| match (after, order) {
            (None, _) => true,
            (Some(c), Order::Latest) => *at < (c.day, c.key),
            (Some(c), Order::Earliest) => *at > (c.day, c.key),
        };
        let there = found.iter().enumerate().skip(1).filter(|(_, n)| **n > 0);
        let mut places: Vec<(i32, u32)> =
            there.map(|(key, _)| (day(key), key as u32)).filter(beyond).collect();
        let more = places.len() > limit;
        let arrange = |a: &(i32, u32), b: &(i32, u32)| match order {
            Order::Latest => b.cmp(a),
            Order::Earliest => a.cmp(b),
        };
        if more {
            places.select_nth_unstable_by(limit, arrange);
            places.truncate(limit);
        }
        places.sort_unstable_by(arrange);
        let next = places.last().filter(|_| more).map(|(day, key)| Cursor { day: *day, key: *key });
        (places.into_iter().map(|(_, key)| (i64::from(key), found[key as usize])).collect(), next)
    }

    /// The `limit` actors with most of the events, in whatever role, with how many.
    pub fn actors(&self, limit: usize) -> Vec<(i64, u64)> {
        self.index.actors_among(&self.events, limit)
    }

    /// Whether the event of `key` is among them.
    pub fn contains(&self, key: i64) -> bool {
        u32::try_from(key).is_ok_and(|key| self.events.contains(key))
    }

    /// The keys of all events, in the order they were recorded.
    pub fn keys(&self) -> impl Iterator<Item = i64> + '_ {
        self.events.iter().map(i64::from)
    }
}

fn date_of(day: i32) -> Option<Date> {
    jiff::civil::date(1970, 1, 1).checked_add(day.days()).ok()
}

/// The first day of the period that `date` lies in.
fn start(period: Period, date: Date) -> Date {
    match period {
        Period::Day => date,
        Period::Week => {
            let since = i64::from(date.weekday().to_monday_zero_offset());
            date.checked_sub(since.days()).unwrap_or(date)
        }
        Period::Month => date.first_of_month(),
        Period::Year => date.first_of_year(),
    }
}

//! The address of a view as what it asks the store.
//!
//! The page and the API take the same names, [`NAMES`]. Those that are lists may stand several times, or once with
//! commas.

use crate::form;
use crate::problem::Problem;
use annalist_store::query::{Cursor, Filter, Index, Listed, Order, Period};
use annalist_store::{Result as StoreResult, Store};
use std::str::FromStr;

/// The most rows of one page.
pub const MOST: usize = 500;
/// The rows of a page where nobody says.
const USUAL: usize = 50;
/// The longest query that is read, in bytes.
const LONGEST: usize = 8192;
/// How many actors a part of a name may stand for.
const NAMESAKES: usize = 200;

/// What may be asked, with what it means.
pub const NAMES: &[(&str, &str)] = &[
    (
        "q",
        "words of the sentence, headline, names or place; \"several words\" as they stand; word* a beginning",
    ),
    ("type", "event types"),
    ("mode", "modes"),
    ("context", "contexts"),
    ("mark", "auxiliary modes that the event must have one of; none for events without any"),
    ("without", "auxiliary modes, or denied, that it must not have"),
    ("country", "countries of an actor, a recipient or the place"),
    ("actor_country", "countries of an actor"),
    ("recipient_country", "countries of a recipient"),
    ("place_country", "countries of the place"),
    ("sector", "sectors of an actor or a recipient"),
    ("actor_sector", "sectors of an actor"),
    ("recipient_sector", "sectors of a recipient"),
    ("party", "an actor in whatever role: its key, or a part of its name"),
    ("actor", "an actor that acts: its key, or a part of its name"),
    ("recipient", "an actor that is acted upon: its key, or a part of its name"),
    ("speaker", "a speaker on whose word the event stands: its key, or a part of its name"),
    ("source", "a publisher"),
    ("report", "a report"),
    ("incident", "keys of incidents"),
    ("place", "keys of places"),
    ("from", "the first day"),
    ("until", "the last day"),
    ("bbox", "west,south,east,north in degrees"),
    ("min_confidence", "how likely type and parties must be right, 0 to 1"),
    ("min_sources", "the fewest independent sources of the incident"),
    ("order", "latest (first) or earliest"),
    ("cursor", "where the page before ended"),
    ("limit", "how many rows, 1 to 500"),
    ("period", "day, week, month or year"),
];

/// A view's question.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ask {
    /// Which events.
    pub filter: Filter,
    /// Names of actors that are still to be looked up: for which list of the filter, and a part of the name.
    names: Vec<(Role, String)>,
    /// In which order.
    pub order: Order,
    /// Where the page before ended, as it was given.
    pub cursor: Option<String>,
    /// How many rows.
    pub limit: usize,
    /// Counted by what.
    pub period: Option<Period>,
    /// The pairs of the address, without order and page.
    pairs: Vec<(String, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Role {
    Any,
    Actor,
    Recipient,
    Speaker,
}

impl Ask {
    /// Reads the query of an address; `more` are names that the view takes besides.
    ///
    /// # Errors
    /// A problem that names what is not known or cannot be.
    pub fn new(query: Option<&str>, more: &[&str]) -> Result<Self, Problem> {
        let query = query.unwrap_or_default();
        if query.len() > LONGEST {
            return Err(Problem::bad(format!(
                "expected at most {LONGEST} bytes after `?`, found {}",
                query.len()
            )));
        }
        let mut ask = Ask { limit: USUAL, ..Ask::default() };
        for (name, value) in form::pairs(query) {
            if more.contains(&name.as_str()) {
                continue;
            }
            ask.take(&name, &value)?;
            if !matches!(name.as_str(), "cursor" | "limit" | "order") {
                ask.pairs.push((name, value));
            }
        }
        Ok(ask)
    }

    fn take(&mut self, name: &str, value: &str) -> Result<(), Problem> {
        let filter = &mut self.filter;
        let upper = |into: &mut Vec<String>| into.extend(list(value).map(str::to_uppercase));
        let lower = |into: &mut Vec<String>| into.extend(list(value).map(str::to_lowercase));
        match name {
            "q" => filter.text = Some(value.to_owned()),
            "type" => upper(&mut filter.types),
            "mode" => lower(&mut filter.modes),
            "context" => lower(&mut filter.contexts),
            "mark" => lower(&mut filter.auxiliary),
            "without" => lower(&mut filter.without),
            "country" => upper(&mut filter.countries),
            "actor_country" => upper(&mut filter.actor_countries),
            "recipient_country" => upper(&mut filter.recipient_countries),
            "place_country" => upper(&mut filter.place_countries),
            "sector" => upper(&mut filter.sectors),
            "actor_sector" => upper(&mut filter.actor_sectors),
            "recipient_sector" => upper(&mut filter.recipient_sectors),
            "party" => self.actor(Role::Any, value),
            "actor" => self.actor(Role::Actor, value),
            "recipient" => self.actor(Role::Recipient, value),
            "speaker" => self.actor(Role::Speaker, value),
            "source" => filter.sources.push(value.to_owned()),
            "report" => filter.reports.push(value.to_owned()),
            "incident" => filter.incidents.extend(keys(name, value)?),
            "place" => filter.places.extend(keys(name, value)?),
            "from" => filter.from = Some(read(name, value, "a day such as 2013-01-11")?),
            "until" => filter.until = Some(read(name, value, "a day such as 2013-01-11")?),
            "bbox" => filter.bbox = Some(bbox(value)?),
            "min_confidence" => {
                let least: f64 = read(name, value, "a number from 0 to 1")?;
                if !(0.0..=1.0).contains(&least) {
                    return Err(expected(name, value, "a number from 0 to 1"));
                }
                filter.min_confidence = Some(least);
            }
            "min_sources" => filter.min_sources = Some(read(name, value, "a number of sources")?),
            "order" => {
                self.order = match value {
                    "latest" => Order::Latest,
                    "earliest" => Order::Earliest,
                    _ => return Err(expected(name, value, "latest or earliest")),
                }
            }
            "cursor" => self.cursor = Some(value.to_owned()),
            "limit" => {
                self.limit = read(name, value, "a number from 1 to 500")?;
                if !(1..=MOST).contains(&self.limit) {
                    return Err(expected(name, value, "a number from 1 to 500"));
                }
            }
            "period" => self.period = Some(period(value)?),
            _ => {
                let known: Vec<&str> = NAMES.iter().map(|(name, _)| *name).collect();
                return Err(Problem::bad(format!("expected one of {}, found `{name}`", known.join(", "))));
            }
        }
        Ok(())
    }

    fn actor(&mut self, role: Role, value: &str) {
        match value.parse() {
            Ok(key) => self.keys_of(role).push(key),
            Err(_) => self.names.push((role, value.to_owned())),
        }
    }

    fn keys_of(&mut self, role: Role) -> &mut Vec<i64> {
        match role {
            Role::Any => &mut self.filter.parties,
            Role::Actor => &mut self.filter.actors,
            Role::Recipient => &mut self.filter.recipients,
            Role::Speaker => &mut self.filter.speakers,
        }
    }

    /// The filter, with the names of actors looked up in `store`; a name that nobody has finds nothing.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn filter(&self, store: &Store) -> StoreResult<Filter> {
        let mut ask = self.clone();
        for (role, name) in &self.names {
            let found = store.find_actors(name, NAMESAKES)?;
            let keys = ask.keys_of(*role);
            keys.push(NOBODY);
            keys.extend(found.iter().map(|actor| actor.key));
        }
        Ok(ask.filter)
    }

    /// What is asked, of statements or reports.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn listed(&self, store: &Store) -> StoreResult<Listed> {
        let filter = self.filter(store)?;
        Ok(Listed {
            speakers: filter.speakers,
            sources: filter.sources,
            reports: filter.reports,
            text: filter.text,
            from: filter.from,
            until: filter.until,
            after: self.cursor.as_deref().and_then(|cursor| cursor.parse().ok()),
            limit: self.limit,
        })
    }

    /// Where the page of events before ended.
    ///
    /// # Errors
    /// A problem where the cursor is none.
    pub fn after(&self) -> Result<Option<Cursor>, Problem> {
        let read = |cursor: &String| {
            cursor.parse().map_err(|_| expected("cursor", cursor, "the `next` of a page before"))
        };
        self.cursor.as_ref().map(read).transpose()
    }

    /// The values given for `name`, each of a list by itself.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let given = self.pairs.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.as_str());
        given.flat_map(move |value| if is_free(name) { vec![value] } else { list(value).collect() })
    }

    /// The first value given for `name`, else nothing.
    pub fn value(&self, name: &str) -> &str {
        self.pairs.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }

    /// What is asked, name by name.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The address of `path` with what is asked.
    pub fn address(&self, path: &str) -> String {
        address(path, self.pairs())
    }

    /// The same with `name` asked besides.
    pub fn with(&self, path: &str, name: &str, value: &str) -> String {
        address(path, self.pairs().chain([(name, value)]))
    }

    /// The same, without one pair.
    pub fn less(&self, path: &str, name: &str, value: &str) -> String {
        address(path, self.pairs().filter(|pair| *pair != (name, value)))
    }

    /// The same, with `pairs` in place of those of the same names.
    pub fn instead(&self, path: &str, pairs: &[(&str, &str)]) -> String {
        let others = self.pairs().filter(|(name, _)| pairs.iter().all(|(other, _)| other != name));
        address(path, others.chain(pairs.iter().copied()))
    }

    /// Whether everything is asked for.
    pub fn is_all(&self) -> bool {
        self.filter == Filter::default() && self.names.is_empty()
    }
}

/// The key of no actor.
const NOBODY: i64 = -1;

fn address<'a>(path: &str, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    match form::query(pairs) {
        query if query.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

/// Whether values of `name` may hold commas.
fn is_free(name: &str) -> bool {
    matches!(name, "q" | "party" | "actor" | "recipient" | "speaker" | "source" | "report" | "bbox")
}

fn list(value: &str) -> impl Iterator<Item = &str> {
    value.split(',').map(str::trim).filter(|word| !word.is_empty())
}

fn expected(name: &str, value: &str, what: &str) -> Problem {
    Problem::bad(format!("expected {what} in `{name}`, found `{value}`"))
}

fn read<T: FromStr>(name: &str, value: &str, what: &str) -> Result<T, Problem> {
    value.parse().map_err(|_| expected(name, value, what))
}

fn keys(name: &str, value: &str) -> Result<Vec<i64>, Problem> {
    list(value).map(|key| read(name, key, "a key")).collect()
}

fn bbox(value: &str) -> Result<[f64; 4], Problem> {
    let what = "west,south,east,north in degrees";
    let sides: Vec<f64> = list(value).map(|n| read("bbox", n, what)).collect::<Result<_, _>>()?;
    match sides[..] {
        [west, south, east, north]
            if [west, east].iter().all(|lon| (-180.0..=180.0).contains(lon))
                && [south, north].iter().all(|lat| (-90.0..=90.0).contains(lat)) =>
        {
            Ok([west, south, east, north])
        }
        _ => Err(expected("bbox", value, what)),
    }
}

fn period(value: &str) -> Result<Period, Problem> {
    match value {
        "day" => Ok(Period::Day),
        "week" => Ok(Period::Week),
        "month" => Ok(Period::Month),
        "year" => Ok(Period::Year),
        _ => Err(expected("period", value, "day, week, month or year")),
    }
}

/// The events that `ask` asks for, as a selection of `index`.
///
/// # Errors
/// If the store cannot be read.
pub fn select<'i>(
    store: &Store,
    index: &'i Index,
    ask: &Ask,
) -> StoreResult<annalist_store::query::Selection<'i>> {
    index.select(store, &ask.filter(store)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_and_made_again() {
        let ask = Ask::new(
            Some("type=assault,PROTEST&country=mli&q=coup&from=2013-01-01&limit=10&order=earliest"),
            &[],
        )
        .unwrap();
        assert_eq!(ask.filter.types, ["ASSAULT", "PROTEST"]);
        assert_eq!(ask.filter.countries, ["MLI"]);
        assert_eq!((ask.limit, ask.order), (10, Order::Earliest));
        assert_eq!(
            ask.with("/map", "mode", "aerial"),
            "/map?type=assault%2CPROTEST&country=mli&q=coup&from=2013-01-01&mode=aerial"
        );
        assert_eq!(
            ask.instead("/", &[("q", "truce")]),
            "/?type=assault%2CPROTEST&country=mli&from=2013-01-01&q=truce"
        );
        assert_eq!(ask.values("type").collect::<Vec<_>>(), ["assault", "PROTEST"]);
    }

    #[test]
    fn what_cannot_be_is_named() {
        let check = |query: &str, expected: &str| {
            let problem = Ask::new(Some(query), &[]).unwrap_err();
            assert!(problem.detail.contains(expected), "{query}: {problem:?}");
        };
        check("colour=red", "found `colour`");
        check("from=yesterday", "in `from`, found `yesterday`");
        check("limit=501", "from 1 to 500");
        check("bbox=1,2,3", "west,south,east,north");
        check("bbox=1,2,3,91", "west,south,east,north");
        check("min_confidence=NaN", "from 0 to 1");
        check("order=best", "latest or earliest");
        check(&format!("q={}", "x".repeat(LONGEST)), "at most 8192 bytes");
        let ask = Ask::new(Some("cursor=oops"), &[]).unwrap();
        assert!(ask.after().unwrap_err().detail.contains("found `oops`"));
    }
}

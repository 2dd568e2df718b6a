//! What is in the store: events, incidents, statements, reports, actors, counts, places.

use super::{json, linked};
use crate::app::Served;
use crate::ask::{Ask, select};
use crate::problem::Problem;
use annalist_store::query::rows::{ActorRow, PlaceRow};
use annalist_store::query::{Facet, Period};
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use serde::Serialize;

/// Rows, how many were found in all where that is known, and where to go on.
#[derive(Serialize)]
struct Rows<T> {
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<u64>,
    rows: Vec<T>,
    next: Option<String>,
}

type Answer = Result<Response, Problem>;

fn paged<T: Serialize>(ask: &Ask, path: &str, rows: Rows<T>) -> Answer {
    let order = if ask.order == Default::default() { "latest" } else { "earliest" };
    let limit = ask.limit.to_string();
    let next = rows.next.as_ref().map(|next| {
        ask.instead(&format!("/api/v1{path}"), &[("order", order), ("limit", &limit), ("cursor", next)])
    });
    Ok(linked(json(&rows)?, next))
}

/// How much the store holds.
pub async fn totals(State(served): State<Served>) -> Answer {
    json(&served.ask(|store, _| Ok(store.totals()?)).await?)
}

/// Events.
pub async fn events(State(served): State<Served>, RawQuery(query): RawQuery) -> Answer {
    let ask = Ask::new(query.as_deref(), &[])?;
    let after = ask.after()?;
    let asked = ask.clone();
    let rows = served.ask(move |store, index| {
        let found = select(store, index, &asked)?;
        let (keys, next) = found.page(asked.order, after, asked.limit);
        let rows = store.events(&keys)?;
        Ok(Rows { total: Some(found.len()), rows, next: next.map(|next| next.to_string()) })
    });
    paged(&ask, "/events", rows.await?)
}

/// One event.
pub async fn event(State(served): State<Served>, Path(id): Path<String>) -> Answer {
    let name = id.clone();
    let found = served.ask(move |store, _| Ok(store.event(&id)?)).await?;
    json(&found.ok_or_else(|| Problem::missing("event", &name))?)
}

/// Incidents of the events found.
pub async fn incidents(State(served): State<Served>, RawQuery(query): RawQuery) -> Answer {
    let ask = Ask::new(query.as_deref(), &[])?;
    let after = ask.after()?;
    let asked = ask.clone();
    let rows = served.ask(move |store, index| {
        let (found, next) = select(store, index, &asked)?.incidents(asked.order, after, asked.limit);
        let keys: Vec<i64> = found.iter().map(|(key, _)| *key).collect();
        let rows = store.incidents(&keys)?;
        Ok(Rows { total: None, rows, next: next.map(|next| next.to_string()) })
    });
    paged(&ask, "/incidents", rows.await?)
}

/// One incident with its sources, figures and differences.
pub async fn incident(State(served): State<Served>, Path(key): Path<String>) -> Answer {
    let found = match key.parse() {
        Ok(key) => served.ask(move |store, _| Ok(store.incident_page(key)?)).await?,
        Err(_) => None,
    };
    json(&found.ok_or_else(|| Problem::missing("incident", &key))?)
}

fn is_key(ask: &Ask) -> Result<(), Problem> {
    let key = ask.cursor.as_ref().is_none_or(|cursor| cursor.parse::<i64>().is_ok());
    key.then_some(()).ok_or_else(|| Problem::bad("expected the `next` of a page before in `cursor`"))
}

/// Statements.
pub async fn statements(State(served): State<Served>, RawQuery(query): RawQuery) -> Answer {
    let ask = Ask::new(query.as_deref(), &[])?;
    is_key(&ask)?;
    let asked = ask.clone();
    let rows = served.ask(move |store, _| {
        let (rows, next) = store.list_statements(&asked.listed(store)?)?;
        Ok(Rows { total: None, rows, next: next.map(|next| next.to_string()) })
    });
    paged(&ask, "/statements", rows.await?)
}

/// Reports.
pub async fn reports(State(served): State<Served>, RawQuery(query): RawQuery) -> Answer {
    let ask = Ask::new(query.as_deref(), &[])?;
    is_key(&ask)?;
    let asked = ask.clone();
    let rows = served.ask(move |store, _| {
        let (rows, next) = store.list_reports(&asked.listed(store)?)?;
        Ok(Rows { total: None, rows, next: next.map(|next| next.to_string()) })
    });
    paged(&ask, "/reports", rows.await?)
}

/// One report with text, events and statements.
pub async fn report(State(served): State<Served>, Path(id): Path<String>) -> Answer {
    let name = id.clone();
    let found = served.ask(move |store, _| Ok(store.report_page(&id)?)).await?;
    json(&found.ok_or_else(|| Problem::missing("report", &name))?)
}

#[derive(Serialize)]
struct Counted<T> {
    #[serde(flatten)]
    what: T,
    events: u64,
}

/// The actors with most of the events found.
pub async fn actors(State(served): State<Served>, RawQuery(query): RawQuery) -> Answer {
    let ask = Ask::new(query.as_deref(), &["name"])?;
    let name =
        crate::form::pairs(query.as_deref().unwrap_or_default()).into_iter().find(|(n, _)| n == "name");
    let rows = served.ask(move |store, index| {
        if let Some((_, name)) = name {
            let found = store.find_actors(&name, ask.limit)?;
            let count = |actor: ActorRow| -> Result<_, Problem> {
                let filter = annalist_store::query::Filter { parties: vec![actor.key], ..Default::default() };
                Ok(Counted { events: index.select(store, &filter)?.len(), what: actor })
            };
            let rows = found.into_iter().map(count).collect::<Result<Vec<_>, _>>()?;
            return Ok(Rows { total: None, rows, next: None });
        }
        let most = select(store, index, &ask)?.actors(ask.limit);
        let rows = store.actors(&most.iter().map(|(key, _)| *key).collect::<Vec<_>>())?;
        let counted = rows.into_iter().zip(most).map(|(what, (_, events))| Counted { what, events });
        Ok(Rows { total: None, rows: counted.collect(), next: None })
    });
    json(&rows.await?)
}

/// One actor: what they did, what was done to them, what they said, with whom.
pub async fn actor(State(served): State<Served>, Path(key): Path<String>) -> Answer {
    let found = match key.parse() {
        Ok(key) => served.ask(move |store, index| Ok(store.actor_page(index, key)?)).await?,
        Err(_) => None,
    };
    json(&found.ok_or_else(|| Problem::missing("actor", &key))?)
}

#[derive(Serialize)]
struct Count {
    from: String,
    events: u64,
}

/// Events by period.
pub async fn counts(State(served): State<Served>, RawQuery(query): RawQuery) -> Answer {
    let ask = Ask::new(query.as_deref(), &[])?;
    let period = ask.period.unwrap_or(Period::Month);
    let rows = served.ask(move |store, index| Ok(select(store, index, &ask)?.counts(period)));
    let rows =
        rows.await?.into_iter().map(|(from, events)| Count { from: from.to_string(), events }).collect();
    json(&Rows::<Count> { total: None, rows, next: None })
}

/// The facets with their names.
const FACETS: [(&str, Facet); 10] = [
    ("type", Facet::Type),
    ("mode", Facet::Mode),
    ("context", Facet::Context),
    ("mark", Facet::Auxiliary),
    ("actor_country", Facet::ActorCountry),
    ("recipient_country", Facet::RecipientCountry),
    ("place_country", Facet::PlaceCountry),
    ("actor_sector", Facet::ActorSector),
    ("recipient_sector", Facet::RecipientSector),
    ("source", Facet::Source),
];

/// How many of the events found have each type, mode, country, sector and source.
pub async fn facets(State(served): State<Served>, RawQuery(query): RawQuery) -> Answer {
    let ask = Ask::new(query.as_deref(), &[])?;
    let counted = served.ask(move |store, index| {
        let found = select(store, index, &ask)?;
        let mut all = serde_json::Map::new();
        for (name, facet) in FACETS {
            let words = found.facet(facet).into_iter().take(ask.limit);
            let rows = words.map(|(word, events)| serde_json::json!({"word": word, "events": events}));
            all.insert(name.to_owned(), rows.collect());
        }
        Ok(all)
    });
    json(&counted.await?)
}

/// Places of the events found, that with most of them first.
pub async fn places(State(served): State<Served>, RawQuery(query): RawQuery) -> Answer {
    let ask = Ask::new(query.as_deref(), &[])?;
    let rows = served.ask(move |store, index| {
        let most: Vec<(i64, u64)> =
            select(store, index, &ask)?.places().into_iter().take(ask.limit).collect();
        let rows = store.places(&most.iter().map(|(key, _)| *key).collect::<Vec<_>>())?;
        Ok(rows.into_iter().zip(most).map(|(what, (_, events))| Counted { what, events }).collect())
    });
    json(&Rows::<Counted<PlaceRow>> { total: None, rows: rows.await?, next: None })
}

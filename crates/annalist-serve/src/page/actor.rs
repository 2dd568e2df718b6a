//! An actor: what they did, what was done to them, what they said, and with whom.

use super::{Page, View, badge, lists, timeline};
use crate::app::Served;
use crate::problem::Problem;
use crate::words;
use annalist_store::query::pages::ActorPage;
use annalist_store::query::rows::EventRow;
use annalist_store::query::{Filter, Order};
use annalist_store::record::Record;
use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

/// How many of the latest events are shown in each role.
const LATEST: usize = 8;

struct Found {
    page: ActorPage,
    did: Vec<EventRow>,
    received: Vec<EventRow>,
}

/// The page of an actor.
pub async fn view(State(served): State<Served>, Path(key): Path<String>) -> Response {
    super::shown(&served, page(&served, &key).await)
}

async fn page(served: &Served, name: &str) -> View {
    let missing = || Problem::missing("actor", name);
    let key: i64 = name.parse().map_err(|_| missing())?;
    let found = served.ask(move |store, index| {
        let Some(page) = store.actor_page(index, key)? else { return Ok(None) };
        let latest = |filter: Filter| -> Result<Vec<EventRow>, Problem> {
            let (keys, _) = index.select(store, &filter)?.page(Order::Latest, None, LATEST);
            Ok(store.events(&keys)?)
        };
        let did = latest(Filter { actors: vec![key], ..Filter::default() })?;
        let received = latest(Filter { recipients: vec![key], ..Filter::default() })?;
        Ok(Some(Found { page, did, received }))
    });
    let found = found.await?.ok_or_else(missing)?;
    Ok(Page::new(found.page.actor.name.clone(), "/actors", shown(&found)))
}

fn shown(found: &Found) -> Markup {
    let page = &found.page;
    let key = page.actor.key;
    html! {
        article.actor {
            p.kicker { a href="/actors" { "Actors" } }
            h1 { (page.actor.name) }
            @let country = words::country(&page.actor.country);
            @if country != page.actor.name { p.sum { (country) } }
            div.halves {
                (side("What they did", page.did, &page.did_types, &found.did, key, "actor"))
                (side("What was done to them", page.received, &page.received_types, &found.received, key, "recipient"))
            }
            (said(page))
            (with(page))
        }
    }
}

fn side(title: &str, n: u64, types: &[(String, u64)], rows: &[EventRow], key: i64, role: &str) -> Markup {
    html! {
        section aria-label=(title) {
            h2 { (title) " " span.n { (words::grouped(n)) } }
            @if n == 0 { p.unknown { "Nothing is recorded." } }
            ul.types {
                @for (kind, n) in types {
                    li { a href=(format!("/events?{role}={key}&type={kind}")) { (badge(kind, None)) " " span.n { (words::grouped(*n)) } } }
                }
            }
            ol.latest {
                @for row in rows {
                    @if let Ok(record) = Record::from_json(row.record.get()) {
                        li { p.when { (words::date_of(&record)) } ol { (timeline::event(row, &record)) } }
                    }
                }
            }
            @if n > rows.len() as u64 { p { a href=(format!("/events?{role}={key}")) { "All " (words::of(n, "event")) } } }
        }
    }
}

fn said(page: &ActorPage) -> Markup {
    html! {
        section aria-labelledby="said" {
            h2 #said { "What they said " span.n { (words::grouped(page.said)) } }
            @if page.said == 0 { p.unknown { "No statement is recorded." } }
            (lists::statement_rows(&page.statements, false))
            @if page.said > page.statements.len() as u64 {
                p { a href=(format!("/statements?speaker={}", page.actor.key)) { "All " (words::of(page.said, "statement")) } }
            }
        }
    }
}

fn with(page: &ActorPage) -> Markup {
    html! {
        @if !page.with.is_empty() {
            section aria-labelledby="with" {
                h2 #with { "With whom" }
                ul.actors {
                    @for (actor, n) in &page.with {
                        li {
                            a href=(format!("/actors/{}", actor.key)) { (actor.name) }
                            @if !actor.country.is_empty() && words::country(&actor.country) != actor.name { " " span.role { (words::country(&actor.country)) } }
                            " " span.n { (words::grouped(*n)) span.hidden { " events" } }
                        }
                    }
                }
            }
        }
    }
}

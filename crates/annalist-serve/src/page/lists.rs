//! Lists of statements, reports and actors.

use super::{Page, View};
use crate::app::Served;
use crate::ask::{Ask, select};
use crate::form;
use crate::problem::Problem;
use crate::words;
use annalist_store::query::rows::{ActorRow, ReportRow, StatementRow};
use annalist_store::record::{Report, Statement};
use axum::extract::{RawQuery, State};
use axum::response::Response;
use maud::{Markup, html};

/// How many actors are listed.
const ACTORS: usize = 200;

fn key_of(ask: &Ask) -> Result<(), Problem> {
    let is_key = ask.cursor.as_ref().is_none_or(|cursor| cursor.parse::<i64>().is_ok());
    is_key.then_some(()).ok_or_else(|| Problem::bad("expected the `next` of a page before in `cursor`"))
}

/// Statements, the latest first.
pub async fn statements(State(served): State<Served>, RawQuery(query): RawQuery) -> Response {
    super::shown(&served, statements_page(&served, query.as_deref()).await)
}

async fn statements_page(served: &Served, query: Option<&str>) -> View {
    let ask = Ask::new(query, &[])?;
    key_of(&ask)?;
    let asked = ask.clone();
    let (rows, next) = served.ask(move |store, _| Ok(store.list_statements(&asked.listed(store)?)?)).await?;
    let content = html! {
        div.narrow {
            h1 { "Statements" }
            (search(&ask, "/statements", Some(("speaker", "Who says it"))))
            (statement_rows(&rows, true))
            @if rows.is_empty() { p.nothing { "Nothing of the kind was said." } }
            (more(&ask, "/statements", next))
        }
    };
    Ok(Page::new("Statements", "/statements", content))
}

/// Statements as a list, with their speakers unless they are all of one.
pub fn statement_rows(rows: &[StatementRow], speakers: bool) -> Markup {
    html! {
        ol.statements {
            @for row in rows {
                @if let Ok(said) = serde_json::from_str::<Quoted>(row.statement.get()) {
                    li { (statement(row, &said, speakers)) }
                }
            }
        }
    }
}

/// A statement with the report it stands in.
#[derive(serde::Deserialize)]
struct Quoted {
    #[serde(flatten)]
    said: Statement,
    #[serde(default)]
    cite_info: annalist_store::record::Citation,
}

fn statement(row: &StatementRow, quoted: &Quoted, speakers: bool) -> Markup {
    let said = &quoted.said;
    let cite = &quoted.cite_info;
    let speaker = said.source.as_ref().map_or_else(|| "an unnamed source".to_owned(), words::party);
    let address = format!("/reports/{}#{}", form::step(&cite.id), super::report::anchor(&said.id));
    html! {
        @if speakers {
            p.speaker {
                @match row.speaker {
                    Some(key) => a href=(format!("/actors/{key}")) { (speaker) },
                    None => (speaker),
                }
                @if let Some(source) = &said.source {
                    @let role = words::role(source);
                    @if !role.is_empty() { " " span.role { (role) } }
                }
            }
        }
        blockquote { p { (words::short(&said.content, 500)) } }
        p.facts {
            span { (said.cue) @if said.polarity == "denied" { " (denied)" } }
            @if let Some(date) = &said.date { span { (words::day_of(date)) } }
            span { a href=(address) { (cite.headline.as_deref().or(cite.publisher.as_deref()).unwrap_or("report")) } }
        }
    }
}

/// Reports, the latest first.
pub async fn reports(State(served): State<Served>, RawQuery(query): RawQuery) -> Response {
    super::shown(&served, reports_page(&served, query.as_deref()).await)
}

async fn reports_page(served: &Served, query: Option<&str>) -> View {
    let ask = Ask::new(query, &[])?;
    key_of(&ask)?;
    let asked = ask.clone();
    let (rows, next) = served.ask(move |store, _| Ok(store.list_reports(&asked.listed(store)?)?)).await?;
    let content = html! {
        div.narrow {
            h1 { "Reports" }
            (search(&ask, "/reports", Some(("source", "Publisher"))))
            ol.reports { @for row in &rows { (report(row)) } }
            @if rows.is_empty() { p.nothing { "No such report is recorded." } }
            (more(&ask, "/reports", next))
        }
    };
    Ok(Page::new("Reports", "/reports", content))
}

fn report(row: &ReportRow) -> Markup {
    let Ok(report) = serde_json::from_str::<Report>(row.report.get()) else { return html! {} };
    html! {
        li {
            a href=(format!("/reports/{}", form::step(&report.id))) { (report.headline.as_deref().unwrap_or(&report.id)) }
            p.facts {
                @if let Some(publisher) = &report.publisher { span { (publisher) } }
                @if let Some(agency) = &report.agency { span { "after " (agency) } }
                @if let Some(published) = &report.published { span { (words::published(published)) } }
            }
        }
    }
}

/// Words, one more field, and days.
fn search(ask: &Ask, path: &str, other: Option<(&str, &str)>) -> Markup {
    html! {
        form.bar method="get" action=(path) data-live {
            p.field { label for="s-q" { "Words" } input #s-q type="search" name="q" value=(ask.value("q")); }
            @if let Some((name, title)) = other {
                p.field { label for="s-o" { (title) } input #s-o name=(name) value=(ask.value(name)); }
            }
            p.field { label for="s-from" { "Published from" } input #s-from type="date" name="from" value=(ask.value("from")); }
            p.field { label for="s-until" { "until" } input #s-until type="date" name="until" value=(ask.value("until")); }
            button { "Search" }
        }
    }
}

fn more(ask: &Ask, path: &str, next: Option<i64>) -> Markup {
    html! {
        @if next.is_some() || ask.cursor.is_some() {
            nav.pager aria-label="Pages" {
                @if ask.cursor.is_some() { a href=(ask.address(path)) { "To the beginning" } }
                @if let Some(next) = next {
                    a.next rel="next" href=(ask.with(path, "cursor", &next.to_string())) { "More" span aria-hidden="true" { " →" } }
                }
            }
        }
    }
}

/// Actors with most events, or whose name has some words.
pub async fn actors(State(served): State<Served>, RawQuery(query): RawQuery) -> Response {
    super::shown(&served, actors_page(&served, query.as_deref()).await)
}

async fn actors_page(served: &Served, query: Option<&str>) -> View {
    let ask = Ask::new(query, &["name"])?;
    let name =
        form::pairs(query.unwrap_or_default()).into_iter().find(|(n, _)| n == "name").map(|(_, name)| name);
    let sought = name.clone();
    let rows: Vec<(ActorRow, u64)> = served
        .ask(move |store, index| {
            if let Some(name) = sought {
                let found = store.find_actors(&name, ACTORS)?;
                let count = |actor: ActorRow| -> Result<(ActorRow, u64), Problem> {
                    let filter =
                        annalist_store::query::Filter { parties: vec![actor.key], ..Default::default() };
                    let n = index.select(store, &filter)?.len();
                    Ok((actor, n))
                };
                return found.into_iter().map(count).collect();
            }
            let most = select(store, index, &ask)?.actors(ACTORS);
            let rows = store.actors(&most.iter().map(|(key, _)| *key).collect::<Vec<_>>())?;
            Ok(rows.into_iter().zip(most).map(|(row, (_, n))| (row, n)).collect())
        })
        .await?;
    let content = html! {
        div.narrow {
            h1 { "Actors" }
            form.bar method="get" action="/actors" data-live {
                p.field { label for="s-name" { "Name" } input #s-name type="search" name="name" value=(name.as_deref().unwrap_or_default()); }
                button { "Search" }
            }
            @if rows.is_empty() { p.nothing { "Nobody of that name is recorded." } }
            ul.actors {
                @for (actor, n) in &rows {
                    li {
                        a href=(format!("/actors/{}", actor.key)) { (actor.name) }
                        @if !actor.country.is_empty() && words::country(&actor.country) != actor.name { " " span.role { (words::country(&actor.country)) } }
                        " " span.n { (words::grouped(*n)) span.hidden { " events" } }
                    }
                }
            }
        }
    };
    Ok(Page::new("Actors", "/actors", content))
}

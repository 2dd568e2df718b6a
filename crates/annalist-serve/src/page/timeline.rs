//! The timeline: incidents, or the single events, by day.

use super::bars::{self, Counts};
use super::filters::{self, Filters, chips};
use super::{Page, View, badge, downloads};
use crate::app::Served;
use crate::ask::{Ask, select};
use crate::form;
use crate::words;
use annalist_store::query::Order;
use annalist_store::query::rows::{EventRow, IncidentRow};
use annalist_store::record::{Party, Record};
use annalist_store::{Result, Totals};
use axum::extract::{RawQuery, State};
use axum::response::Response;
use maud::{Markup, html};

/// What both lists show around their rows.
struct Around {
    found: u64,
    totals: Totals,
    counts: Counts,
    filters: Filters,
    next: Option<String>,
}

/// The timeline of incidents.
pub async fn incidents(State(served): State<Served>, RawQuery(query): RawQuery) -> Response {
    let view = view(&served, query.as_deref(), "/", |store, index, ask, after| {
        let found = select(store, index, ask)?;
        let (keys, next) = found.incidents(ask.order, after, ask.limit);
        let rows = store.incidents(&keys.iter().map(|(key, _)| *key).collect::<Vec<_>>())?;
        Ok((
            by_day(rows.iter().map(|row| ((row.first_day.clone(), row.last_day.clone()), incident(row)))),
            next,
        ))
    });
    super::shown(&served, view.await)
}

/// The list of events.
pub async fn events(State(served): State<Served>, RawQuery(query): RawQuery) -> Response {
    let view = view(&served, query.as_deref(), "/events", |store, index, ask, after| {
        let (keys, next) = select(store, index, ask)?.page(ask.order, after, ask.limit);
        let rows = store.events(&keys)?;
        let shown = rows.iter().filter_map(|row| {
            let record = Record::from_json(row.record.get()).ok()?;
            let days = record.days().map(|(first, last)| (first.to_string(), last.to_string())).unzip();
            Some((days, event(row, &record)))
        });
        Ok((by_day(shown), next))
    });
    super::shown(&served, view.await)
}

type Cursor = annalist_store::query::Cursor;

async fn view(
    served: &Served,
    query: Option<&str>,
    path: &'static str,
    rows: impl Fn(
        &annalist_store::Store,
        &annalist_store::query::Index,
        &Ask,
        Option<Cursor>,
    ) -> Result<(Markup, Option<Cursor>)>
    + Send
    + 'static,
) -> View {
    let ask = Ask::new(query, &[])?;
    let after = ask.after()?;
    let asked = ask.clone();
    let (list, around) = served
        .ask(move |store, index| {
            let filter = asked.filter(store)?;
            let (list, next) = rows(store, index, &asked, after)?;
            let around = Around {
                found: index.select(store, &filter)?.len(),
                totals: store.totals()?,
                counts: bars::count(store, index, &filter, asked.period)?,
                filters: filters::count(store, index, &filter)?,
                next: next.map(|next| next.to_string()),
            };
            Ok((list, around))
        })
        .await?;
    let title = if path == "/" { "Incidents" } else { "Events" };
    Ok(Page::new(title, path, shown(&ask, path, title, list, &around)))
}

fn shown(ask: &Ask, path: &str, title: &str, list: Markup, around: &Around) -> Markup {
    html! {
        div.columns {
            aside aria-label="Filters" { (around.filters.form(ask, path)) }
            section.view aria-labelledby="title" data-stream=(ask.address("/api/v1/stream")) {
                div.heading {
                    h1 #title { (title) }
                    (sum(ask, around))
                    (order(ask, path))
                }
                (chips(ask, path))
                (around.counts.draw(ask, path))
                p.live role="status" hidden {}
                @if around.found == 0 { (nothing(ask, path, &around.totals)) } @else { (list) }
                (pager(ask, path, around))
                @if around.found > 0 { (downloads(ask)) }
            }
        }
    }
}

fn sum(ask: &Ask, around: &Around) -> Markup {
    html! {
        p.sum {
            @if ask.is_all() {
                (words::of(around.totals.incidents, "incident")) ", "
                (words::of(around.totals.events, "event")) ", " (words::of(around.totals.reports, "report"))
            } @else {
                (words::of(around.found, "event")) " of " (words::grouped(around.totals.events))
            }
        }
    }
}

fn order(ask: &Ask, path: &str) -> Markup {
    let (other, name) = match ask.order {
        Order::Latest => ("earliest", "Earliest first"),
        Order::Earliest => ("latest", "Latest first"),
    };
    html! { p.order { a href=(ask.with(path, "order", other)) { (name) } } }
}

fn nothing(ask: &Ask, path: &str, totals: &Totals) -> Markup {
    html! {
        div.nothing {
            @if totals.reports == 0 {
                p { "There is nothing here yet." }
                p { a href="/read" { "Read a report" } ", or record some: " code { "annalist record news/ --into annals.db" } }
            } @else {
                p { "Nothing of the kind is recorded." }
                @if !ask.is_all() { p { a href=(path) { "Show everything" } } }
            }
        }
    }
}

fn pager(ask: &Ask, path: &str, around: &Around) -> Markup {
    let order = if ask.order == Order::Latest { "latest" } else { "earliest" };
    let limit = ask.limit.to_string();
    html! {
        @if around.next.is_some() || ask.cursor.is_some() {
            nav.pager aria-label="Pages" {
                @if ask.cursor.is_some() { a href=(ask.with(path, "order", order)) { "To the beginning" } }
                @if let Some(next) = &around.next {
                    a.next rel="next" href=(ask.instead(path, &[("order", order), ("limit", &limit), ("cursor", next)])) {
                        "More" span aria-hidden="true" { " →" }
                    }
                }
            }
        }
    }
}

/// First and last day, where they are known.
type Days = (Option<String>, Option<String>);

/// Rows under their days, or the months and years that they are dated to.
fn by_day(rows: impl Iterator<Item = (Days, Markup)>) -> Markup {
    let mut days: Vec<(Days, Vec<Markup>)> = Vec::new();
    for (day, row) in rows {
        let label =
            |(first, last): &Days| first.as_deref().map(|first| words::time_of(first, last.as_deref()));
        // Those of one first day stand together; of them each day, month or year is told once.
        let run = days.iter_mut().rev().take_while(|(known, _)| known.0 == day.0);
        match run.into_iter().find(|(known, _)| label(known) == label(&day)) {
            Some((_, rows)) => rows.push(row),
            None => days.push((day, vec![row])),
        }
    }
    html! {
        ol.timeline {
            @for (day, rows) in days {
                li.day {
                    h2 { @match &day.0 {
                        Some(first) => time datetime=(first) { (words::time_of(first, day.1.as_deref())) },
                        None => "Undated",
                    } }
                    ol { @for row in rows { (row) } }
                }
            }
        }
    }
}

fn incident(row: &IncidentRow) -> Markup {
    let address = format!("/incidents/{}", row.key);
    let first = row.first.as_ref();
    let told = first.and_then(|first| first.sentence.clone().or_else(|| first.headline.clone()));
    html! {
        li.row {
            p.labels { (badge(&row.kind, row.mode.as_deref())) }
            p.told { a href=(address) { (words::short(told.as_deref().unwrap_or("An incident without words"), 260)) } }
            p.facts {
                @if let Some(place) = &row.place { span { (words::place_of(&place.name, &place.country)) } }
                @if let Some(dead) = words::count(row.dead_low, row.dead_high, "dead") { span.toll { (dead) } }
                span { (told_by(row)) }
                @if let Some(publisher) = first.and_then(|f| f.publisher.as_deref()).filter(|_| row.sources > 1) {
                    span { "first " (publisher) }
                }
            }
        }
    }
}

/// `4 reports of 3 independent sources`.
pub fn told_by(row: &IncidentRow) -> String {
    match (row.reports, row.sources) {
        (1, _) => {
            row.first.as_ref().and_then(|f| f.publisher.clone()).unwrap_or_else(|| "1 report".to_owned())
        }
        (reports, 1) => format!("{} of one source", words::of(reports, "report")),
        (reports, sources) => format!("{} of {sources} sources", words::of(reports, "report")),
    }
}

/// One event as a row of a list.
pub fn event(row: &EventRow, record: &Record) -> Markup {
    let incident = html! {
        @if let Some(key) = row.incident {
            span { a href=(format!("/incidents/{key}")) { "incident" span.hidden { " " (key) } } }
        }
    };
    html! { li.row { (telling(row, record, incident)) } }
}

/// What a report says of an event; `more` stands at the end of its facts.
pub fn telling(row: &EventRow, record: &Record, more: Markup) -> Markup {
    let address =
        format!("/reports/{}#{}", form::step(&record.cite_info.id), super::report::anchor(&record.id));
    let numbers = words::numbers(record);
    html! {
        p.labels {
            (badge(record.kind(), record.mode.first().map(String::as_str)))
            (marks(record))
            @if row.status != "coded" { " " span.mark { (row.status) } }
        }
        p.who {
            (parties(&record.actor))
            @if !record.recipient.is_empty() {
                " " span.to { span aria-hidden="true" { "→" } span.hidden { "to" } } " " (parties(&record.recipient))
            }
        }
        p.told { a href=(address) { (words::short(&record.text, 320)) } }
        p.facts {
            @if let Some(place) = &record.event_loc { span { (words::place(place)) } }
            @if !numbers.is_empty() { span.toll { (numbers) } }
            @for said in &record.attribution { span.word { (words::word(said)) } }
            @if let Some(publisher) = &record.cite_info.publisher { span { (publisher) } }
            (more)
        }
    }
}

/// Auxiliary modes, and whether the event is denied.
pub fn marks(record: &Record) -> Markup {
    html! {
        @for mark in &record.auxiliary { " " span.mark { (mark) } }
        @if record.is_denied() { " " span.mark { "denied" } }
    }
}

/// Parties with their country and sectors.
pub fn parties(parties: &[Party]) -> Markup {
    html! {
        @if parties.is_empty() { span.unknown { "nobody named" } }
        @for (i, party) in parties.iter().enumerate() {
            @if i > 0 { ", " }
            span.party {
                (words::party(party))
                @let role = words::role(party);
                @if !role.is_empty() { " " span.role { "(" (role) ")" } }
            }
        }
    }
}

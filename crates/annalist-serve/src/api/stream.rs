//! New events as they are recorded: server-sent events.

use crate::app::{News, Served};
use crate::ask::{Ask, select};
use crate::problem::Problem;
use annalist_store::query::rows::{EventRow, IncidentRow};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::mpsc::{self, Sender};
use tokio_stream::Stream;
use tokio_stream::wrappers::ReceiverStream;

/// The most events told of at once; whoever missed more is told to ask again.
const MOST: usize = 5000;
/// How often a silent stream shows that it is there.
const ALIVE: Duration = Duration::from_secs(15);

/// The events that meet the filter, from now on or from the revision of `Last-Event-ID`.
///
/// `event` has a row of `/events`, `incident` the row of `/incidents` that it belongs to now; `reset` says that there was
/// more than is told. The identifier of each is the store's revision.
pub async fn stream(
    State(served): State<Served>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let ask = Ask::new(query.as_deref(), &[])?;
    let full = |_| Problem::new(StatusCode::SERVICE_UNAVAILABLE, "too many listen already; try again later");
    let place = served.listeners().try_acquire_owned().map_err(full)?;
    let since = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let (told, events) = mpsc::channel(64);
    tokio::spawn(async move {
        let _place = place;
        // A listener that went away is noticed at the next word to it.
        let _ = tell(&served, &ask, since, &told).await;
    });
    Ok(Sse::new(ReceiverStream::new(events)).keep_alive(KeepAlive::new().interval(ALIVE)))
}

type Told = Sender<Result<Event, Infallible>>;

async fn tell(served: &Served, ask: &Ask, since: Option<i64>, told: &Told) -> Option<()> {
    let mut news = served.news();
    let now = |news: News| if let News::Revision(revision) = news { Some(revision) } else { None };
    let start = now(*news.borrow_and_update())?;
    let mut since = since.unwrap_or(start);
    loop {
        let until = now(*news.borrow_and_update())?;
        if until > since {
            tell_between(served, ask, since, until, told).await?;
            since = until;
        }
        loop {
            match tokio::time::timeout(Duration::from_secs(2), news.changed()).await {
                Ok(changed) => break changed.ok()?,
                Err(_) if told.is_closed() => return None,
                Err(_) => {}
            }
        }
    }
}

async fn tell_between(served: &Served, ask: &Ask, since: i64, until: i64, told: &Told) -> Option<()> {
    let asked = ask.clone();
    let rows = served.ask(move |store, index| {
        let all = store.events_since(since, until, MOST + 1)?;
        let more = all.len() > MOST;
        let found = select(store, index, &asked)?;
        let keys: Vec<i64> = all.iter().map(|(key, _)| *key).filter(|key| found.contains(*key)).collect();
        let events = store.events(&keys)?;
        let incidents: BTreeSet<i64> = events.iter().filter_map(|event| event.incident).collect();
        let incidents = store.incidents(&incidents.into_iter().collect::<Vec<_>>())?;
        Ok((events, incidents, more))
    });
    let (events, incidents, more): (Vec<EventRow>, Vec<IncidentRow>, bool) = rows.await.ok()?;
    let named = |name: &str| Event::default().event(name).id(until.to_string());
    if more {
        told.send(Ok(named("reset").data("{}"))).await.ok()?;
        return Some(());
    }
    for event in &events {
        told.send(Ok(named("event").data(serde_json::to_string(event).ok()?))).await.ok()?;
    }
    for incident in &incidents {
        told.send(Ok(named("incident").data(serde_json::to_string(incident).ok()?))).await.ok()?;
    }
    Some(())
}

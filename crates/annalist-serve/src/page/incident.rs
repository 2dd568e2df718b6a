//! An incident: who tells of it, what they say, where they differ, and why they are taken for one.

use super::{Page, View, badge, timeline};
use crate::app::Served;
use crate::form;
use crate::problem::Problem;
use crate::words;
use annalist_store::query::pages::{Difference, Figure, IncidentPage, SourceOf, Telling};
use annalist_store::record::Record;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

/// The page of an incident; one that was merged leads to where it went.
pub async fn view(State(served): State<Served>, Path(key): Path<String>) -> Response {
    let found = match key.parse() {
        Ok(key) => served.ask(move |store, _| Ok(store.incident_page(key)?)).await,
        Err(_) => Ok(None),
    };
    if let Ok(Some(page)) = &found
        && let Some(other) = page.incident.merged_into
    {
        return Redirect::to(&format!("/incidents/{other}")).into_response();
    }
    let view = found.and_then(|page| page.ok_or_else(|| Problem::missing("incident", &key)));
    super::shown(&served, view.and_then(|page| shown(&page, served.annals().is_writable())))
}

fn shown(page: &IncidentPage, writable: bool) -> View {
    let incident = &page.incident;
    let day = match (&incident.first_day, &incident.last_day) {
        (Some(first), Some(last)) => match (first.parse(), last.parse()) {
            (Ok(first), Ok(last)) => words::span(first, last),
            _ => first.clone(),
        },
        _ => "Undated".to_owned(),
    };
    let place = incident.place.as_ref().map(|place| words::place_of(&place.name, &place.country));
    let title = match &place {
        Some(place) => format!("{} in {place}", words::kind(&incident.kind)),
        None => words::kind(&incident.kind),
    };
    let told =
        incident.first.as_ref().and_then(|first| first.sentence.clone().or_else(|| first.headline.clone()));
    let content = html! {
        article.incident {
            p.kicker { a href="/" { "Incidents" } " / " (incident.key) }
            p.labels { (badge(&incident.kind, incident.mode.as_deref())) }
            h1 { (day) @if let Some(place) = &place { ", " (place) } }
            @if let Some(told) = &told { p.lead { (told) } }
            p.sum {
                (timeline::told_by(incident))
                @if let Some(dead) = words::count(incident.dead_low, incident.dead_high, "dead") { " · " span.toll { (dead) } }
            }
            @if !page.differences.is_empty() { (differences(&page.differences)) }
            @if !page.figures.is_empty() { (figures(&page.figures)) }
            (sources(&page.sources))
            (tellings(&page.tellings, writable))
        }
    };
    Ok(Page::new(title, "/", content))
}

fn report(id: &str) -> String {
    format!("/reports/{}", form::step(id))
}

fn differences(differences: &[Difference]) -> Markup {
    html! {
        section aria-labelledby="differ" {
            h2 #differ { "Where they differ" }
            div.scroll tabindex="0" role="region" aria-labelledby="differ" {
                table {
                    thead { tr { th scope="col" { "What" } th scope="col" { "Value" } th scope="col" { "Says who" } } }
                    tbody {
                        @for difference in differences {
                            @for (i, value) in difference.values.iter().enumerate() {
                                tr {
                                    @if i == 0 { th scope="rowgroup" rowspan=(difference.values.len()) { (difference.what) } }
                                    td { (said(difference.what, &value.value)) }
                                    td {
                                        @for (i, id) in value.reports.iter().enumerate() {
                                            @if i > 0 { ", " }
                                            a href=(report(id)) { (id) }
                                        }
                                        @if !value.by.is_empty() { " on the word of " (value.by.join(", ")) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn said(what: &str, value: &str) -> String {
    match what {
        "type" => words::kind(value),
        "day" => words::day_of(value),
        _ => value.to_owned(),
    }
}

fn figures(figures: &[Figure]) -> Markup {
    html! {
        section aria-labelledby="figures" {
            h2 #figures { "How the figures changed" }
            div.scroll tabindex="0" role="region" aria-labelledby="figures" {
                table {
                    thead { tr {
                        th scope="col" { "Published" } th scope="col" { "By" } th.n scope="col" { "Figure" } th scope="col" { "On the word of" }
                    } }
                    tbody {
                        @for figure in figures {
                            @let noun = if figure.what == "size" { "taking part" } else { figure.what };
                            tr {
                                td { (figure.published.as_deref().map_or_else(|| "undated".to_owned(), words::published)) }
                                td { a href=(report(&figure.report)) { (figure.publisher.as_deref().unwrap_or(&figure.report)) } }
                                td.n { (words::count(figure.low, figure.high, noun).unwrap_or_default()) }
                                td { @if figure.by.is_empty() { span.unknown { "its own" } } @else { (figure.by.join(", ")) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn sources(sources: &[SourceOf]) -> Markup {
    html! {
        section aria-labelledby="sources" {
            h2 #sources { "Who tells of it" }
            ol.sources {
                @for source in sources {
                    li {
                        a href=(report(&source.report)) { (source.headline.as_deref().unwrap_or(&source.report)) }
                        p.facts {
                            @if let Some(publisher) = &source.publisher { span { (publisher) } }
                            @if let Some(agency) = &source.agency { span { "after " (agency) } }
                            @if let Some(published) = &source.published { span { (words::published(published)) } }
                            span { "source " (source.source) }
                        }
                    }
                }
            }
        }
    }
}

fn tellings(tellings: &[Telling], writable: bool) -> Markup {
    let several = tellings.len() > 1 && writable;
    let rows = html! {
        ol.tellings {
            @for telling in tellings {
                @if let Ok(record) = Record::from_json(telling.event.record.get()) {
                    li.row {
                        @if several {
                            label.pick { input type="checkbox" name="event" value=(record.id); span.hidden { "Split off " (record.id) } }
                        }
                        (timeline::telling(&telling.event, &record, html! {}))
                        (because(telling))
                    }
                }
            }
        }
    };
    html! {
        section aria-labelledby="tellings" {
            h2 #tellings { "What they say" }
            @if several {
                form method="post" action="/corrections" {
                    input type="hidden" name="action" value="split";
                    (rows)
                    p.actions { button { "Split what is ticked into an incident of its own" } }
                }
            } @else { (rows) }
            @if writable && !tellings.is_empty() { (join(tellings)) }
        }
    }
}

fn join(tellings: &[Telling]) -> Markup {
    let first = tellings.first().and_then(|telling| Record::from_json(telling.event.record.get()).ok());
    html! {
        @if let Some(first) = first {
            form.inline method="post" action="/corrections" {
                input type="hidden" name="action" value="join";
                input type="hidden" name="event" value=(first.id);
                label for="with" { "Join with incident number" }
                input #with name="incident" inputmode="numeric" pattern="[0-9]+" required;
                button { "Join" }
            }
        }
    }
}

/// Why an event belongs to the incident, in words.
fn because(telling: &Telling) -> Markup {
    let reason: serde_json::Value = serde_json::from_str(telling.because.get()).unwrap_or_default();
    let like = reason["like"].as_str();
    let names = [
        ("kind", "type"),
        ("date", "date"),
        ("place", "place"),
        ("parties", "parties"),
        ("words", "words"),
        ("names", "names"),
        ("told", "telling"),
        ("story", "story"),
        ("numbers", "numbers"),
        ("trigger", "verb"),
        ("mode", "mode"),
    ];
    let evidence = reason.get("evidence").unwrap_or(&reason);
    let speaks: Vec<String> = names
        .iter()
        .filter_map(|(field, name)| {
            let value = evidence[field].as_f64().filter(|value| value.abs() >= 0.2)?;
            Some(format!("{name} {}{value:.1}", if value > 0.0 { "+" } else { "" }).replace('-', "−"))
        })
        .collect();
    html! {
        @if like.is_some() || !speaks.is_empty() {
            details.because {
                summary { "Why it is taken for the same" }
                p {
                    @if let Some(like) = like { "It is most like " code { (like) } ". " }
                    @if !speaks.is_empty() { "Evidence: " (speaks.join(", ")) "." }
                    @if let Some(score) = telling.score { " Together " (format!("{score:.2}")) "." }
                }
            }
        }
    }
}

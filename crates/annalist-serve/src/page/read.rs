//! The paste box: any report coded at once.

use super::report::{Said, Sheet, Told};
use super::{Page, View};
use crate::annals::Coded;
use crate::api;
use crate::app::Served;
use crate::form;
use crate::problem::Problem;
use annalist_store::record::Report;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

/// The box.
pub async fn view(State(served): State<Served>) -> Response {
    let writable = served.annals().is_writable();
    super::shown(&served, Ok(Page::new("Read a report", "/read", paste(&[], writable, None))))
}

/// Codes what was pasted: shows it, or records it and leads to its page.
pub async fn read(State(served): State<Served>, body: Bytes) -> Response {
    let pairs = form::pairs(&String::from_utf8_lossy(&body));
    let value = |name: &str| pairs.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone());
    let keep = value("keep").is_some();
    let writable = served.annals().is_writable();
    let mut posted = api::from_text(&value("text").unwrap_or_default());
    posted.published = value("published");
    posted.headline = value("headline");
    posted.publisher = value("publisher");
    posted.url = value("url");
    if posted.body.is_empty() {
        let problem = Problem::bad("there was nothing in the box");
        return again(&served, &pairs, writable, problem);
    }
    let done = served.code(move |annals| {
        let coded = api::make(annals, posted)?;
        let kept = if keep { annals.record(coded.clone())? } else { None };
        Ok((coded, kept.is_some()))
    });
    match done.await {
        Ok((coded, true)) => {
            Redirect::to(&format!("/reports/{}", form::step(&api::report_id(&coded)))).into_response()
        }
        Ok((coded, false)) => super::shown(&served, shown(&coded, &pairs, writable)),
        Err(problem) => again(&served, &pairs, writable, problem),
    }
}

fn again(served: &Served, pairs: &[(String, String)], writable: bool, problem: Problem) -> Response {
    let status = problem.status;
    let page = Page::new("Read a report", "/read", paste(pairs, writable, Some(&problem)));
    let mut response = super::shown(served, Ok(page));
    *response.status_mut() = status;
    response
}

fn shown(coded: &Coded, pairs: &[(String, String)], writable: bool) -> View {
    let report: Report = annalist_store::record::parse("a report", &coded.report)?;
    let sheet = Sheet {
        events: coded.records.iter().filter_map(|line| Told::new(line, "coded", None)).collect(),
        statements: coded.statements.iter().filter_map(|line| Said::new(line, None)).collect(),
        coder: coded.coder.clone(),
        writable: false,
        report,
    };
    let nothing = sheet.events.is_empty();
    let content = html! {
        div.notice role="status" {
            @if nothing { "No event of a PLOVER type was found. " }
            @if writable { "Nothing of this is kept." }
            form.inline method="post" action="/read" {
                @for (name, value) in pairs { input type="hidden" name=(name) value=(value); }
                @if writable { button name="keep" value="yes" { "Keep it in the annals" } }
                a href="/read" { "Read another" }
            }
        }
        (sheet.show_pasted())
    };
    Ok(Page::new("A report, read", "/read", content))
}

fn paste(pairs: &[(String, String)], writable: bool, problem: Option<&Problem>) -> Markup {
    let value = |name: &str| pairs.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.as_str());
    html! {
        div.narrow {
            h1 { "Read a report" }
            p.lead { "Paste the text of a news report, the source of its page, or one JSON object with " code { "text" } ". It is coded here, on this machine." }
            @if let Some(problem) = problem { p.error role="alert" { (super::sentence(&problem.detail)) } }
            form.stacked method="post" action="/read" {
                label for="text" { "The report" }
                textarea #text name="text" rows="14" required spellcheck="false" { (value("text")) }
                div.pair {
                    p.field { label for="published" { "Published" } input #published type="date" name="published" value=(value("published")); }
                    p.field { label for="publisher" { "Publisher" } input #publisher name="publisher" value=(value("publisher")); }
                }
                p.field { label for="headline" { "Headline" } input #headline name="headline" value=(value("headline")); }
                p.hint { "Without a day of publication, “on Monday” cannot be dated." }
                p.actions {
                    button { "Read it" }
                    @if writable { " " button.second name="keep" value="yes" { "Read and keep it" } }
                }
            }
        }
    }
}

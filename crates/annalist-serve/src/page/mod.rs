//! The page: HTML made here, which works without scripts; `web/` has its style and the scripts that make it livelier.
//!
//! Every view has an address, and takes the same questions as the API ([`crate::ask`]).

mod actor;
mod bars;
mod filters;
mod incident;
mod lists;
pub mod map;
mod mend;
mod read;
mod report;
mod timeline;

use crate::app::Served;
use crate::ask::Ask;
use crate::form;
use crate::gate;
use crate::problem::Problem;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use maud::{DOCTYPE, Markup, html};

/// What a view answers with.
pub(crate) type View = Result<Page, Problem>;

/// The files that pages load: name, media type, content.
const ASSETS: [(&str, &str, &str); 4] = [
    ("style.css", "text/css; charset=utf-8", include_str!("../../../../web/style.css")),
    ("annals.js", "text/javascript; charset=utf-8", include_str!("../../../../web/annals.js")),
    ("world.svg", "image/svg+xml", include_str!("../../../../web/world.svg")),
    ("icon.svg", "image/svg+xml", include_str!("../../../../web/icon.svg")),
];

/// The page's routes.
pub fn routes() -> Router<Served> {
    let assets = ASSETS.iter().fold(Router::new(), |routes, (name, kind, content)| {
        routes.route(&format!("/assets/{name}"), get(|| async { crate::api::typed(kind, *content) }))
    });
    Router::new()
        .merge(assets)
        .route("/", get(timeline::incidents))
        .route("/events", get(timeline::events))
        .route("/map", get(map::view))
        .route("/statements", get(lists::statements))
        .route("/reports", get(lists::reports))
        .route("/actors", get(lists::actors))
        .route("/incidents/{key}", get(incident::view))
        .route("/actors/{key}", get(actor::view))
        .route("/reports/{id}", get(report::view))
        .route("/read", get(read::view).post(read::read))
        .route("/corrections", post(mend::correct))
        .route("/enter", post(enter))
}

/// One page: its title, which view of the navigation it belongs to, and what is on it.
pub(crate) struct Page {
    title: String,
    at: &'static str,
    content: Markup,
}

impl Page {
    fn new(title: impl Into<String>, at: &'static str, content: Markup) -> Self {
        Page { title: title.into(), at, content }
    }
}

/// The views in the navigation.
const VIEWS: [(&str, &str); 7] = [
    ("/", "Incidents"),
    ("/events", "Events"),
    ("/map", "Map"),
    ("/statements", "Statements"),
    ("/actors", "Actors"),
    ("/reports", "Reports"),
    ("/read", "Read a report"),
];

/// `view` with what is around it; a problem as a page of its own.
fn shown(served: &Served, view: View) -> Response {
    match view {
        Ok(page) => Html(layout(&page, served).into_string()).into_response(),
        Err(problem) => {
            let page = Page::new(problem.title(), "", trouble(&problem));
            (problem.status, Html(layout(&page, served).into_string())).into_response()
        }
    }
}

fn trouble(problem: &Problem) -> Markup {
    html! {
        div.narrow {
            h1 { (problem.title()) }
            p { (sentence(&problem.detail)) }
            p { a href="/" { "To the incidents" } }
        }
    }
}

/// `text` as a sentence: with a capital and a full stop.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let end = if text.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}

fn layout(page: &Page, served: &Served) -> Markup {
    let store = served.annals().name();
    head(
        &page.title,
        html! {
            header.top {
                div.masthead {
                    a.name href="/" { "The Annals" }
                    span.store {
                        @match &store {
                            Some(name) => (name),
                            None => "in memory, gone when the program ends",
                        }
                    }
                }
                nav aria-label="Views" {
                    ul {
                        @for (path, name) in VIEWS {
                            li { a href=(path) aria-current=[(page.at == path).then_some("page")] { (name) } }
                        }
                    }
                }
                form.search role="search" action="/events" {
                    label.hidden for="search" { "Search the events" }
                    input #search type="search" name="q" placeholder="Search" autocomplete="off";
                    button { "Search" }
                }
            }
            main #main tabindex="-1" { (page.content) }
            footer.foot {
                p {
                    "annalist " (env!("CARGO_PKG_VERSION")) " · "
                    a href="/api/v1/openapi.json" { "API" } " · "
                    a href="/api/v1/corrections" { "Corrections" } " · "
                    "A claim is kept as a claim: see on whose word it stands."
                }
            }
        },
    )
}

fn head(title: &str, body: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · The Annals" }
                link rel="icon" href="/assets/icon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/assets/style.css";
                script type="module" src="/assets/annals.js" {}
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                (body)
            }
        }
    }
}

/// Links to the forms that the events of `ask` can be downloaded in.
fn downloads(ask: &Ask) -> Markup {
    html! {
        p.downloads {
            "Download these rows: "
            @for (i, (name, _, _, shown, _)) in crate::api::FORMATS.iter().enumerate() {
                @if i > 0 { " · " }
                a href=(ask.with("/api/v1/export", "format", name)) download { (shown) }
            }
        }
    }
}

/// The badge of an event type, by quad category.
fn badge(kind: &str, mode: Option<&str>) -> Markup {
    let class = crate::words::quad(kind).map_or_else(|| "badge".to_owned(), |quad| format!("badge q{quad}"));
    html! {
        span class=(class) { (crate::words::kind(kind)) }
        @if let Some(mode) = mode { " " span.mode { (mode) } }
    }
}

/// Whether a path is answered without the token: what the page that asks for it needs.
pub(crate) fn is_open(path: &str) -> bool {
    path == "/enter" || path.starts_with("/assets/")
}

/// A problem where nothing else of the request was looked at.
pub(crate) fn refused(path: &str, problem: Problem) -> Response {
    if path.starts_with("/api/") {
        return problem.into_response();
    }
    let content = html! {
        main #main.narrow tabindex="-1" {
            h1 { (problem.title()) }
            @if problem.status == StatusCode::UNAUTHORIZED {
                p { "These annals are open to whoever has the token that the server was started with." }
                form.stacked method="post" action="/enter" {
                    label for="token" { "Token" }
                    input #token type="password" name="token" autocomplete="current-password" required;
                    button { "Enter" }
                }
            } @else {
                p { (sentence(&problem.detail)) }
            }
        }
    };
    (problem.status, Html(head(problem.title(), content).into_string())).into_response()
}

/// Takes the token of the form that [`refused`] shows.
async fn enter(State(served): State<Served>, body: Bytes) -> Response {
    let pairs = form::pairs(&String::from_utf8_lossy(&body));
    let token =
        pairs.into_iter().find(|(name, _)| name == "token").map(|(_, token)| token).unwrap_or_default();
    if !served.gate().accepts(&token) {
        return refused("/", Problem::new(StatusCode::UNAUTHORIZED, "this is not the token"));
    }
    let mut response = Redirect::to("/").into_response();
    if let Ok(cookie) = HeaderValue::from_str(&gate::cookie(&token)) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

/// There is nothing of that address.
pub(crate) async fn not_found(State(served): State<Served>, uri: axum::http::Uri) -> Response {
    shown(&served, Err(Problem::missing("page", uri.path())))
}

/// The address is there, but not for this method.
pub(crate) async fn not_allowed(method: axum::http::Method, uri: axum::http::Uri) -> Response {
    let detail = format!("`{}` does not take {method}", uri.path());
    refused(uri.path(), Problem::new(StatusCode::METHOD_NOT_ALLOWED, detail))
}

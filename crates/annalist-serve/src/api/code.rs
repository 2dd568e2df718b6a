//! Reports to code and corrections to keep.

use super::{json, typed};
use crate::annals::{Annals, Coded, Posted};
use crate::app::Served;
use crate::form;
use crate::problem::Problem;
use annalist_store::Corrected;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::json;

type Answer = Result<Response, Problem>;

/// Codes the report in the body; records it nowhere.
pub async fn code(
    State(served): State<Served>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let posted = posted(query.as_deref(), &headers, &body)?;
    let coded = served.code(move |annals| make(annals, posted)).await?;
    Ok(typed("application/json", shown(&coded)))
}

/// Codes the report in the body and records it.
pub async fn record(
    State(served): State<Served>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let posted = posted(query.as_deref(), &headers, &body)?;
    let done = served.code(move |annals| {
        let coded = make(annals, posted)?;
        let new = annals.record(coded.clone())?.ok_or_else(read_only)?;
        Ok((coded, new))
    });
    let (coded, new) = done.await?;
    let mut response = typed("application/json", shown(&coded));
    *response.status_mut() = if new { StatusCode::CREATED } else { StatusCode::OK };
    let place = format!("/api/v1/reports/{}", form::step(&id(&coded)));
    if let Ok(place) = HeaderValue::from_str(&place) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

/// Keeps a correction.
pub async fn correct(State(served): State<Served>, body: Bytes) -> Answer {
    let not_text = |_| Problem::bad("expected a correction in UTF-8");
    let line = std::str::from_utf8(&body).map_err(not_text)?.to_owned();
    let value: serde_json::Value = serde_json::from_str(&line)
        .map_err(|why| Problem::bad(format!("expected a correction as one JSON object: {why}")))?;
    let line = value.to_string();
    let corrected = served.code(move |annals| annals.correct(&line)?.ok_or_else(read_only)).await?;
    let outcome = match corrected {
        Corrected::Applied => "applied",
        Corrected::Waiting => "waiting",
        Corrected::Known => "known",
    };
    let mut response = json(&json!({ "outcome": outcome }))?;
    if corrected != Corrected::Known {
        *response.status_mut() = StatusCode::CREATED;
    }
    Ok(response)
}

/// Codes a report.
///
/// # Errors
/// A problem where it cannot be read.
pub(crate) fn make(annals: &Annals, posted: Posted) -> Result<Coded, Problem> {
    annals.code(posted).map_err(|why| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, why))
}

pub(crate) fn read_only() -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "this store is served to be read alone")
}

/// The identifier of a coded report.
pub(crate) fn id(coded: &Coded) -> String {
    let report: serde_json::Value = serde_json::from_str(&coded.report).unwrap_or_default();
    report["id"].as_str().unwrap_or_default().to_owned()
}

/// The lines of a coded report as one object.
fn shown(coded: &Coded) -> String {
    let list = |lines: &[String]| lines.join(",");
    format!(
        "{{\"report\":{},\"events\":[{}],\"statements\":[{}],\"coder\":{}}}\n",
        coded.report,
        list(&coded.records),
        list(&coded.statements),
        serde_json::Value::from(coded.coder.as_str())
    )
}

/// What the address may say of the report in the body.
const ABOUT: [&str; 4] = ["published", "headline", "publisher", "url"];

fn posted(query: Option<&str>, headers: &HeaderMap, body: &[u8]) -> Result<Posted, Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let media = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let kind = match media.as_str() {
        "text/plain" => "txt",
        "text/html" | "application/xhtml+xml" => "html",
        "application/json" => "json",
        _ => {
            let detail = format!(
                "expected a report as text/plain, text/html or application/json in `Content-Type`, found `{media}`"
            );
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail));
        }
    };
    let mut posted = Posted { kind, body: body.to_vec(), ..Posted::default() };
    for (name, value) in form::pairs(query.unwrap_or_default()) {
        let field = match name.as_str() {
            "published" => &mut posted.published,
            "headline" => &mut posted.headline,
            "publisher" => &mut posted.publisher,
            "url" => &mut posted.url,
            _ => {
                return Err(Problem::bad(format!("expected one of {}, found `{name}`", ABOUT.join(", "))));
            }
        };
        *field = Some(value);
    }
    if posted.body.iter().all(u8::is_ascii_whitespace) {
        return Err(Problem::bad("expected a report in the body, found nothing"));
    }
    Ok(posted)
}

/// A report as somebody pasted it: a page's source where it looks like one, else text.
pub(crate) fn from_text(text: &str) -> Posted {
    let start: String = text.trim_start().chars().take(200).flat_map(char::to_lowercase).collect();
    let kind = if start.starts_with("<!doctype html") || start.starts_with("<html") {
        "html"
    } else if start.starts_with('{') {
        "json"
    } else {
        "txt"
    };
    Posted { kind, body: text.as_bytes().to_vec(), ..Posted::default() }
}

//! The API under `/api/v1`: JSON out, problems as RFC 9457 says. `web/openapi.json` describes it.

mod code;
mod export;
mod records;
mod stream;

use crate::app::Served;
use crate::problem::Problem;
use axum::Router;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Serialize;

pub(crate) use code::{from_text, id as report_id, make, read_only};
pub use export::FORMATS;

/// The description of the API.
pub const OPENAPI: &str = include_str!("../../../../web/openapi.json");

/// The API's routes.
pub fn routes() -> Router<Served> {
    Router::new()
        .route("/openapi.json", get(|| async { json_text(OPENAPI.to_owned()) }))
        .route("/totals", get(records::totals))
        .route("/events", get(records::events))
        .route("/events/{id}", get(records::event))
        .route("/incidents", get(records::incidents))
        .route("/incidents/{key}", get(records::incident))
        .route("/statements", get(records::statements))
        .route("/reports", get(records::reports).post(code::record))
        .route("/reports/{id}", get(records::report))
        .route("/actors", get(records::actors))
        .route("/actors/{key}", get(records::actor))
        .route("/counts", get(records::counts))
        .route("/facets", get(records::facets))
        .route("/places", get(records::places))
        .route("/code", post(code::code))
        .route("/corrections", get(export::corrections).post(code::correct))
        .route("/export", get(export::export))
        .route("/stream", get(stream::stream))
        .fallback(|| async {
            Problem::new(StatusCode::NOT_FOUND, "there is nothing of that address in this API")
        })
}

/// `value` as JSON.
pub(crate) fn json<T: Serialize>(value: &T) -> Result<Response, Problem> {
    let failed = |why: serde_json::Error| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, why.to_string());
    serde_json::to_string(value).map(json_text).map_err(failed)
}

fn json_text(text: String) -> Response {
    typed("application/json", text)
}

/// `body` of the given media type.
pub(crate) fn typed(kind: &'static str, body: impl IntoResponse) -> Response {
    let mut response = body.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// The header that names the page after this one.
pub(crate) fn linked(mut response: Response, next: Option<String>) -> Response {
    let link = next.and_then(|next| HeaderValue::from_str(&format!("<{next}>; rel=\"next\"")).ok());
    if let Some(link) = link {
        response.headers_mut().insert(HeaderName::from_static("link"), link);
    }
    response
}

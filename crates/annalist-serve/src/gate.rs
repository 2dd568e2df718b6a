//! Who may ask, and the headers of every answer.
//!
//! A page that somebody else's server sends must not ask this one in its reader's name: requests must name a host of ours
//! (against DNS rebinding), and those that write must come from our own page. Beyond the machine itself a token is needed.

use crate::app::Served;
use crate::page;
use crate::problem::Problem;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The cookie that holds the token.
const COOKIE: &str = "annalist";
/// How many requests that write a host beyond this machine may send at once, and how long until it may send one more.
const BURST: u32 = 30;
const EVERY: Duration = Duration::from_secs(2);
/// How many hosts are counted at once.
const HOSTS: usize = 4096;

/// Who may ask.
#[derive(Debug, Default)]
pub struct Gate {
    token: Option<String>,
    /// Hosts that requests may name, in lower case, with port.
    hosts: Vec<String>,
    rates: Mutex<HashMap<IpAddr, (u32, Instant)>>,
}

impl Gate {
    /// Everybody on this machine may ask, or, with a token, whoever has it.
    pub fn new(token: Option<String>) -> Self {
        Gate { token, ..Gate::default() }
    }

    /// The gate of a server that listens on `address`.
    #[must_use]
    pub fn listening_on(mut self, address: SocketAddr) -> Self {
        let port = address.port();
        self.hosts = vec![
            format!("localhost:{port}"),
            format!("127.0.0.1:{port}"),
            format!("[::1]:{port}"),
            address.to_string(),
        ];
        self
    }

    /// Whether `host` is one of ours. Where a token is needed, any name will do: without the token it helps nobody.
    fn knows(&self, host: &str) -> bool {
        self.token.is_some() || self.hosts.iter().any(|known| known.eq_ignore_ascii_case(host))
    }

    /// Whether `given` is the token; takes as long whichever byte differs.
    pub(crate) fn accepts(&self, given: &str) -> bool {
        let Some(token) = &self.token else { return true };
        let differs = token.bytes().zip(given.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b));
        token.len() == given.len() && differs == 0
    }

    /// How long a host must wait before it may write again; none where it may now.
    fn wait(&self, host: IpAddr, now: Instant) -> Option<Duration> {
        let mut rates = self.rates.lock().unwrap_or_else(PoisonError::into_inner);
        if rates.len() >= HOSTS {
            rates.retain(|_, (_, since)| now.duration_since(*since) < EVERY * BURST);
        }
        if rates.len() >= HOSTS && !rates.contains_key(&host) {
            return Some(EVERY);
        }
        let (spent, since) = rates.entry(host).or_insert((0, now));
        let regained =
            (now.duration_since(*since).as_nanos() / EVERY.as_nanos()).min(u128::from(BURST)) as u32;
        if regained > 0 {
            *spent = spent.saturating_sub(regained);
            *since = now;
        }
        if *spent >= BURST {
            return Some(EVERY.saturating_sub(now.duration_since(*since)).max(Duration::from_secs(1)));
        }
        *spent += 1;
        None
    }

    fn check(&self, request: &Request) -> Result<(), Problem> {
        let headers = request.headers();
        let host =
            host(request.uri(), headers).ok_or_else(|| Problem::bad("expected the header `Host` once"))?;
        if !self.knows(host) {
            let detail = format!("this is not `{host}`; expected one of {}", self.hosts.join(", "));
            return Err(Problem::new(StatusCode::MISDIRECTED_REQUEST, detail));
        }
        if is_write(request.method()) && !is_own_page(headers, host) {
            let detail = "requests that write must come from this page or from no page at all";
            return Err(Problem::new(StatusCode::FORBIDDEN, detail));
        }
        if !self.accepts(&token(headers).unwrap_or_default()) && !page::is_open(request.uri().path()) {
            let detail = "expected the token that the server was started with: `Authorization: Bearer TOKEN`";
            return Err(Problem::new(StatusCode::UNAUTHORIZED, detail));
        }
        let peer =
            request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
        if let Some(peer) = peer.filter(|peer| is_write(request.method()) && !peer.is_loopback())
            && let Some(wait) = self.wait(peer, Instant::now())
        {
            let detail = format!("too many requests; try again in {} s", wait.as_secs());
            return Err(Problem::new(StatusCode::TOO_MANY_REQUESTS, detail));
        }
        Ok(())
    }
}

fn is_write(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD)
}

fn one<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    value.to_str().ok().filter(|_| values.next().is_none())
}

fn host<'r>(uri: &'r Uri, headers: &'r HeaderMap) -> Option<&'r str> {
    uri.authority().map(|authority| authority.as_str()).or_else(|| one(headers, &header::HOST))
}

/// Whether the request comes from our own page, or from a program that is no browser.
fn is_own_page(headers: &HeaderMap, host: &str) -> bool {
    let own = |origin: &str| {
        let origin = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        origin.is_some_and(|origin| origin.eq_ignore_ascii_case(host))
    };
    let from_here = !headers.contains_key(header::ORIGIN) || one(headers, &header::ORIGIN).is_some_and(own);
    let site = headers.get("sec-fetch-site").and_then(|site| site.to_str().ok());
    from_here && site.is_none_or(|site| matches!(site, "same-origin" | "none"))
}

fn token(headers: &HeaderMap) -> Option<String> {
    let bearer = one(headers, &header::AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer "));
    if let Some(bearer) = bearer {
        return Some(bearer.trim().to_owned());
    }
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs =
        cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value.to_owned())
}

/// The cookie that lets a browser in that gave the token.
pub(crate) fn cookie(token: &str) -> String {
    format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000")
}

/// What every answer says to browsers: nothing from elsewhere, nothing to elsewhere.
const HEADERS: [(&str, &str); 6] = [
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    // Without its own origin a form could not be told from somebody else's; nobody else is told where readers come from.
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-frame-options", "DENY"),
];

/// Lets a request in or says why not, and puts the headers on every answer.
pub async fn guard(State(served): State<Served>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let mut response = match served.gate().check(&request) {
        Ok(()) => next.run(request).await,
        Err(problem) => refused(&path, problem),
    };
    for (name, value) in HEADERS {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

fn refused(path: &str, problem: Problem) -> Response {
    let status = problem.status;
    let mut response = page::refused(path, problem);
    if status == StatusCode::TOO_MANY_REQUESTS {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
    }
    if status == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

/// Answers 304 where the store is as it was when the browser last asked.
pub async fn fresh(State(served): State<Served>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if is_write(request.method()) || path == "/api/v1/stream" {
        return next.run(request).await;
    }
    let tag = match served.tag().await {
        Ok(tag) => tag,
        Err(problem) => return page::refused(path, problem),
    };
    let known =
        request.headers().get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let same = known.flat_map(|tags| tags.split(',')).any(|known| {
        let known = known.trim();
        known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag
    });
    let mut response = if same { StatusCode::NOT_MODIFIED.into_response() } else { next.run(request).await };
    if response.status().is_success() || same {
        let headers = response.headers_mut();
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            headers.insert(header::ETAG, tag);
        }
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_that_writes_too_much_waits_and_may_write_again() {
        let gate = Gate::new(Some("secret".into()));
        let host: IpAddr = [192, 0, 2, 7].into();
        let start = Instant::now();
        assert!((0..BURST).all(|_| gate.wait(host, start).is_none()));
        assert!(gate.wait(host, start).is_some());
        assert_eq!(gate.wait([192, 0, 2, 8].into(), start), None);
        assert_eq!(gate.wait(host, start + EVERY), None);
        assert!(gate.wait(host, start + EVERY).is_some());
    }

    #[test]
    fn a_token_is_accepted_whole() {
        let gate = Gate::new(Some("secret".into()));
        assert!(gate.accepts("secret"));
        assert!(
            !gate.accepts("secre")
                && !gate.accepts("secret2")
                && !gate.accepts("")
                && !gate.accepts("Secret")
        );
        assert!(Gate::new(None).accepts(""));
    }
}

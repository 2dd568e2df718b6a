//! Requests over HTTP and HTTPS.

use super::robots::Robots;
use super::{Answer, Failure, Fetching, Validators};
use crate::error::Reason;
use crate::limits::{FETCH_PAUSE_SECONDS, REDIRECTS};
use crate::open::Stream;
use crate::unread::Http;
use std::collections::HashMap;
use std::io::{BufReader, Read};
use std::net::{IpAddr, ToSocketAddrs};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use ureq::http::{Response, StatusCode};
use ureq::{Agent, Body};

/// How annalist names itself to servers; `robots.txt` may address it as `annalist`.
const USER_AGENT: &str =
    concat!("annalist/", env!("CARGO_PKG_VERSION"), " (reads single news reports for its user)");

/// The longest `robots.txt` that is read, as RFC 9309 asks at least.
const ROBOTS_BYTES: u64 = 500 << 10;
/// How long a `robots.txt` holds, as RFC 9309 has it.
const ROBOTS_HOLD: Duration = Duration::from_secs(24 * 60 * 60);

#[derive(Clone)]
pub(super) struct Client {
    agent: Agent,
    manners: Arc<Mutex<Manners>>,
}

/// What is known of hosts, by scheme and host.
#[derive(Default)]
struct Manners {
    /// What they allow, and when they said so.
    robots: HashMap<String, (Instant, Robots)>,
    /// When they may be asked next.
    free: HashMap<String, Instant>,
}

impl Client {
    pub(super) fn new(fetching: Fetching) -> Self {
        let config = Agent::config_builder()
            .user_agent(USER_AGENT)
            .accept("text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, */*;q=0.5")
            .http_status_as_error(false)
            // Each step of a redirect is looked at, since it may lead to a host that does not want it.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(fetching.timeout))
            .build();
        Client { agent: config.into(), manners: Arc::default() }
    }

    pub(super) fn get(
        &self,
        url: &str,
        known: &Validators,
        public: Option<&str>,
    ) -> Result<(Answer, Http, Stream), Failure> {
        let mut url = url.split('#').next().unwrap_or(url).to_owned();
        // Where all redirects so far were for good, where they lead.
        let (mut moved, mut for_good) = (None, true);
        for _ in 0..=REDIRECTS {
            let host = host(&url).ok_or_else(|| failed(format!("`{url}` names no host")))?.to_owned();
            if public.is_some_and(|near| near != host && !is_public(&host)) {
                return Err(failed(format!("{host} is not a public host")));
            }
            let robots = self.robots_of(&host)?;
            if !robots.allows(&url[host.len()..]) {
                return Err(failed(format!("the robots.txt of {host} does not allow it")));
            }
            self.wait(&host, robots.pause);
            let mut request = self.agent.get(&url);
            let conditions = [("if-none-match", &known.etag), ("if-modified-since", &known.modified)];
            for (name, value) in conditions {
                if let Some(value) = value {
                    request = request.header(name, value);
                }
            }
            let response = request.call().map_err(broken)?;
            let status = response.status();
            if !status.is_redirection() || status == StatusCode::NOT_MODIFIED {
                return answer(url, moved, response);
            }
            let location = response.headers().get("location").and_then(|l| l.to_str().ok());
            url = location
                .and_then(|l| joined(&url, l))
                .ok_or_else(|| failed("it redirects to no address".into()))?;
            for_good &= matches!(status, StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT);
            if for_good {
                moved = Some(url.clone());
            }
        }
        Err(failed(format!("it redirects more than {REDIRECTS} times")))
    }

    /// The rules of a host, asked for once a day.
    fn robots_of(&self, host: &str) -> Result<Robots, Failure> {
        let known = self.manners().robots.get(host).filter(|(said, _)| said.elapsed() < ROBOTS_HOLD).cloned();
        if let Some((_, robots)) = known {
            return Ok(robots);
        }
        let robots = self.ask_robots(host)?;
        self.manners().robots.insert(host.to_owned(), (Instant::now(), robots.clone()));
        Ok(robots)
    }

    fn ask_robots(&self, host: &str) -> Result<Robots, Failure> {
        self.wait(host, None);
        let response = self.agent.get(format!("{host}/robots.txt")).call().map_err(broken)?;
        let status = response.status();
        if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
            // RFC 9309: rules that cannot be had now are taken to forbid everything.
            let why = format!("{host} did not give its robots.txt (HTTP status {})", status.as_u16());
            return Err(Failure { passing: true, retry_after: retry_after(&response), ..failed(why) });
        }
        if !status.is_success() {
            return Ok(Robots::default());
        }
        let mut bytes = Vec::new();
        let read = response.into_body().into_reader().take(ROBOTS_BYTES).read_to_end(&mut bytes);
        read.map_err(broken)?;
        Ok(Robots::read(&String::from_utf8_lossy(&bytes)))
    }

    /// Waits for the host's turn and takes it. This machine's own server needs no pause unless it asks for one.
    fn wait(&self, host: &str, asked: Option<u64>) {
        let least = if is_loopback(host) { 0 } else { FETCH_PAUSE_SECONDS };
        let pause = asked.unwrap_or(least).clamp(least, 10 * FETCH_PAUSE_SECONDS);
        let now = Instant::now();
        let turn = {
            let mut manners = self.manners();
            let turn = manners.free.get(host).copied().unwrap_or(now).max(now);
            manners.free.insert(host.to_owned(), turn + Duration::from_secs(pause));
            turn
        };
        std::thread::sleep(turn.saturating_duration_since(now));
    }

    fn manners(&self) -> std::sync::MutexGuard<'_, Manners> {
        self.manners.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn failed(why: String) -> Failure {
    Failure { reason: Reason::Fetch(why), status: None, passing: false, retry_after: None }
}

/// What the network did.
fn broken(why: impl std::fmt::Display) -> Failure {
    Failure { passing: true, ..failed(why.to_string()) }
}

fn answer(
    url: String,
    moved: Option<String>,
    response: Response<Body>,
) -> Result<(Answer, Http, Stream), Failure> {
    let status = response.status();
    if status != StatusCode::OK && status != StatusCode::NOT_MODIFIED {
        let words = status.canonical_reason().unwrap_or("no reason given");
        let why = format!("the server answered {} ({words})", status.as_u16());
        let retry_after = retry_after(&response);
        let passing = status.is_server_error()
            || matches!(status, StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS);
        return Err(Failure { status: Some(status.as_u16()), passing, retry_after, ..failed(why) });
    }
    let header = |name: &str| response.headers().get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let validators = Validators { etag: header("etag"), modified: header("last-modified") };
    let mut http = Http { url: Some(url.as_str().into()), ..Http::default() };
    if let Some(value) = header("content-type") {
        http.set_content_type(&value);
    }
    let answer = Answer { url, moved, validators, unchanged: status == StatusCode::NOT_MODIFIED };
    // Each format holds its reports to the limits, so that a whole WARC may be fetched.
    Ok((answer, http, Box::new(BufReader::new(response.into_body().into_reader()))))
}

/// How long the server asks to be left alone, where it says so in seconds.
fn retry_after(response: &Response<Body>) -> Option<Duration> {
    let value = response.headers().get("retry-after")?.to_str().ok()?;
    value.trim().parse().ok().map(Duration::from_secs)
}

/// The name or number of `https://example.org:8080`, and its port.
fn name_of(host: &str) -> Option<(&str, u16)> {
    let (scheme, rest) = host.split_once("://")?;
    let rest = rest.rsplit_once('@').map_or(rest, |(_, rest)| rest);
    let default = if scheme == "https" { 443 } else { 80 };
    let (name, port) =
        match rest.rsplit_once(':').filter(|(name, _)| !name.contains(':') || name.ends_with(']')) {
            Some((name, port)) => (name, port.parse().ok()?),
            None => (rest, default),
        };
    Some((name.trim_start_matches('[').trim_end_matches(']'), port))
}

fn is_loopback(host: &str) -> bool {
    let Some((name, _)) = name_of(host) else { return false };
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Whether a host is of the open web: a page that a stranger links to may not be this machine's or this network's own. A
/// name that cannot be looked up here is left to the request.
fn is_public(host: &str) -> bool {
    let Some((name, port)) = name_of(host) else { return false };
    if let Ok(ip) = name.parse() {
        return is_public_number(ip);
    }
    let local = ["localhost", "local", "internal", "home.arpa"];
    let last = |end: &&str| {
        name.eq_ignore_ascii_case(end) || name.to_ascii_lowercase().ends_with(&format!(".{end}"))
    };
    !local.iter().any(last)
        && (name, port).to_socket_addrs().map_or(true, |mut found| found.all(|a| is_public_number(a.ip())))
}

fn is_public_number(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => {
            let [a, b, ..] = ip.octets();
            let shared = a == 100 && (64..128).contains(&b);
            !(ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_broadcast())
                && !(ip.is_unspecified() || ip.is_multicast() || shared || a == 0 || a >= 240)
        }
        IpAddr::V6(ip) => {
            let own = ip.is_unique_local() || ip.is_unicast_link_local();
            !(own || ip.is_loopback() || ip.is_unspecified() || ip.is_multicast())
        }
    }
}

/// `https://example.org:8080` of an address.
pub(super) fn host(url: &str) -> Option<&str> {
    let start = url.find("://")? + 3;
    let end = url[start..].find(['/', '?']).map_or(url.len(), |i| start + i);
    (end > start && matches!(&url[..start], "http://" | "https://")).then(|| &url[..end])
}

/// Where a redirect from `url` leads.
fn joined(url: &str, location: &str) -> Option<String> {
    let location = location.trim().split('#').next().unwrap_or("");
    let host = host(url)?;
    let joined = if location.contains("://") {
        location.to_owned()
    } else if let Some(rest) = location.strip_prefix("//") {
        format!("{}//{rest}", &host[..host.find("//")?])
    } else if location.starts_with('/') {
        format!("{host}{location}")
    } else {
        let path = url[host.len()..].split('?').next().unwrap_or("");
        format!("{host}{}/{location}", path.rsplit_once('/').map_or("", |(folder, _)| folder))
    };
    self::host(&joined).is_some().then_some(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_do_not_lead_into_ones_own_network() {
        let check = |host: &str, expected: bool| assert_eq!(is_public(host), expected, "{host}");
        check("http://127.0.0.1:8080", false);
        check("http://10.1.2.3", false);
        check("http://169.254.169.254", false);
        check("http://[::1]:80", false);
        check("http://[::ffff:192.168.0.1]", false);
        check("https://printer.local", false);
        check("http://localhost", false);
        check("https://93.184.215.14", true);
        check("https://[2606:2800:21f::1]:8443", true);
    }

    #[test]
    fn redirects_lead_to_whole_addresses() {
        let check = |location: &str, expected: Option<&str>| {
            assert_eq!(joined("https://a.example/b/c?d=e", location).as_deref(), expected, "{location}");
        };
        check("https://x.example/y#z", Some("https://x.example/y"));
        check("//x.example/y", Some("https://x.example/y"));
        check("/y", Some("https://a.example/y"));
        check("y", Some("https://a.example/b/y"));
        check("file:///etc/passwd", None);
        check("http://", None);
    }
}

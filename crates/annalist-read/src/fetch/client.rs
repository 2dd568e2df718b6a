//! Requests over HTTP and HTTPS.

use super::robots::Robots;
use crate::error::Reason;
use crate::limits::{FETCH_PAUSE_SECONDS, FETCH_SECONDS, REDIRECTS};
use crate::open::Stream;
use crate::unread::Http;
use std::collections::HashMap;
use std::io::{BufReader, Read};
use std::time::{Duration, Instant};
use ureq::http::{Response, StatusCode};
use ureq::{Agent, Body};

/// How annalist names itself to servers; `robots.txt` may address it as `annalist`.
const USER_AGENT: &str =
    concat!("annalist/", env!("CARGO_PKG_VERSION"), " (reads single news reports for its user)");

/// The longest `robots.txt` that is read, as RFC 9309 asks at least.
const ROBOTS_BYTES: u64 = 500 << 10;

pub(super) struct Client {
    agent: Agent,
    /// What hosts allow, by scheme and host.
    robots: HashMap<String, Robots>,
    /// When a host was last asked.
    asked: HashMap<String, Instant>,
}

impl Default for Client {
    fn default() -> Self {
        let config = Agent::config_builder()
            .user_agent(USER_AGENT)
            .accept("text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, */*;q=0.5")
            .http_status_as_error(false)
            // Each step of a redirect is looked at, since it may lead to a host that does not want it.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(Duration::from_secs(FETCH_SECONDS)))
            .build();
        Client { agent: config.into(), robots: HashMap::new(), asked: HashMap::new() }
    }
}

impl Client {
    pub(super) fn get(&mut self, url: &str) -> Result<(Http, Stream), Reason> {
        let mut url = url.split('#').next().unwrap_or(url).to_owned();
        for _ in 0..=REDIRECTS {
            let host = host(&url).ok_or_else(|| failed(format!("`{url}` names no host")))?.to_owned();
            let robots = self.robots_of(&host)?;
            if !robots.allows(&url[host.len()..]) {
                return Err(failed(format!("the robots.txt of {host} does not allow it")));
            }
            let pause = robots
                .pause
                .unwrap_or(FETCH_PAUSE_SECONDS)
                .clamp(FETCH_PAUSE_SECONDS, 10 * FETCH_PAUSE_SECONDS);
            self.wait(&host, Duration::from_secs(pause));
            let response = self.agent.get(&url).call().map_err(|e| failed(e.to_string()))?;
            self.asked.insert(host, Instant::now());
            if !response.status().is_redirection() {
                return answer(url, response);
            }
            let location = response.headers().get("location").and_then(|l| l.to_str().ok());
            url = location
                .and_then(|l| joined(&url, l))
                .ok_or_else(|| failed("it redirects to no address".into()))?;
        }
        Err(failed(format!("it redirects more than {REDIRECTS} times")))
    }

    /// The rules of a host, asked for once a run.
    fn robots_of(&mut self, host: &str) -> Result<&Robots, Reason> {
        if !self.robots.contains_key(host) {
            let robots = self.ask_robots(host)?;
            self.asked.insert(host.to_owned(), Instant::now());
            self.robots.insert(host.to_owned(), robots);
        }
        Ok(&self.robots[host])
    }

    fn ask_robots(&self, host: &str) -> Result<Robots, Reason> {
        let response =
            self.agent.get(format!("{host}/robots.txt")).call().map_err(|e| failed(e.to_string()))?;
        let status = response.status();
        if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
            // RFC 9309: rules that cannot be had now are taken to forbid everything.
            return Err(failed(format!(
                "{host} did not give its robots.txt (HTTP status {})",
                status.as_u16()
            )));
        }
        if !status.is_success() {
            return Ok(Robots::default());
        }
        let mut bytes = Vec::new();
        let read = response.into_body().into_reader().take(ROBOTS_BYTES).read_to_end(&mut bytes);
        read.map_err(|e| failed(e.to_string()))?;
        Ok(Robots::read(&String::from_utf8_lossy(&bytes)))
    }

    fn wait(&self, host: &str, pause: Duration) {
        if let Some(asked) = self.asked.get(host) {
            std::thread::sleep(pause.saturating_sub(asked.elapsed()));
        }
    }
}

fn failed(why: String) -> Reason {
    Reason::Fetch(why)
}

fn answer(url: String, response: Response<Body>) -> Result<(Http, Stream), Reason> {
    let status = response.status();
    if status != StatusCode::OK {
        let words = status.canonical_reason().unwrap_or("no reason given");
        return Err(failed(format!("the server answered {} ({words})", status.as_u16())));
    }
    let mut http = Http { url: Some(url.into()), ..Http::default() };
    if let Some(value) = response.headers().get("content-type").and_then(|v| v.to_str().ok()) {
        http.set_content_type(value);
    }
    // Each format holds its reports to the limits, so that a whole WARC may be fetched.
    Ok((http, Box::new(BufReader::new(response.into_body().into_reader()))))
}

/// `https://example.org:8080` of an address.
fn host(url: &str) -> Option<&str> {
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

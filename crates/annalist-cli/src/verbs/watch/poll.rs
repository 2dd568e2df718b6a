//! One poll of one feed: what it has that is new, and the pages of that.

use super::config::Watched;
use annalist::read::fetch::{Failure, Fetcher, Validators};
use annalist::read::{Limits, Options};
use annalist_core::Report;
use annalist_core::moment::Moment;
use annalist_store::feeds::{Feed, Item};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::HashMap;
use std::time::Duration;

/// The most items that are read of a feed at once.
const ITEMS: usize = 500;
/// How often a page is asked for before what the feed says of it is taken.
const ATTEMPTS: u32 = 3;
/// The largest feed or page.
const BYTES: usize = 16 << 20;
/// How far ahead of the clock a time of publication may be: clocks differ, and so do time zones.
const AHEAD: Duration = Duration::from_secs(26 * 60 * 60);
/// The longest time until a feed that fails is asked again, and how often its time is doubled at most.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// What a poll found.
#[derive(Debug, Default)]
pub struct Polled {
    /// The feed as it is to be known from now on.
    pub feed: Feed,
    /// What is known of its items now.
    pub items: Vec<Item>,
    /// New and changed reports.
    pub reports: Vec<Report>,
    /// How many items the feed has.
    pub found: usize,
    /// What a user should know, and whether it is an error.
    pub remarks: Vec<(bool, String)>,
}

/// Asks a feed for what is new since `known`, of which `items` are known; `now` is the time by the clock.
pub fn poll(watched: &Watched, known: &Feed, items: Vec<Item>, fetcher: &Fetcher, now: Timestamp) -> Polled {
    let mut polled = Polled { feed: known.clone(), ..Polled::default() };
    let address = known.moved_to.as_deref().unwrap_or(&known.address);
    let validators = Validators { etag: known.etag.clone(), modified: known.modified.clone() };
    let asked = fetcher.ask(address, &validators, None).and_then(|(answer, document)| {
        if answer.unchanged {
            return Ok((answer, Vec::new()));
        }
        let failed = |reason| Failure { reason, status: None, passing: false, retry_after: None };
        let found = document.items(&options(watched)).map_err(failed)?;
        Ok((answer, found.take(ITEMS).collect()))
    });
    let (answer, found) = match asked {
        Ok(asked) => asked,
        Err(failure) => {
            polled.failed(watched, address, &failure, now);
            return polled;
        }
    };
    polled.settle(watched, now);
    if let Some(moved) = answer.moved.filter(|moved| Some(moved) != known.moved_to.as_ref()) {
        let note = format!("the feed `{}` has moved for good: write `{moved}` into the file", known.address);
        polled.remarks.push((false, note));
        polled.feed.moved_to = Some(moved);
    }
    if answer.unchanged {
        return polled;
    }
    polled.found = found.len();
    let mut items: HashMap<String, Item> = items.into_iter().map(|item| (item.item.clone(), item)).collect();
    for unread in found {
        match unread.report() {
            Ok(report) => polled.item(watched, &mut items, report, fetcher, now),
            Err(error) => polled.remarks.push((true, error.to_string())),
        }
    }
    // A page that could not be had is asked for again, so the feed must be read again, too.
    let whole = polled.items.iter().all(|item| item.attempts == 0);
    polled.feed.etag = answer.validators.etag.filter(|_| whole);
    polled.feed.modified = answer.validators.modified.filter(|_| whole);
    polled
}

fn options(watched: &Watched) -> Options {
    let limits = Limits { report_bytes: BYTES, ..Limits::default() };
    Options { zone: watched.zone.clone(), limits, ..Options::default() }
}

impl Polled {
    /// The feed was read.
    fn settle(&mut self, watched: &Watched, now: Timestamp) {
        self.feed.failures = 0;
        self.feed.problem = None;
        self.feed.next = now.as_second() + watched.every.as_secs() as i64;
    }

    /// The feed was not read: it is asked again after its time doubled as often as it failed, or later if it says so.
    fn failed(&mut self, watched: &Watched, address: &str, failure: &Failure, now: Timestamp) {
        let feed = &mut self.feed;
        feed.failures = feed.failures.saturating_add(1);
        let doubled =
            watched.every.saturating_mul(1 << feed.failures.min(12)).min(LONGEST.max(watched.every));
        let pause = doubled.max(failure.retry_after.unwrap_or_default().min(31 * LONGEST));
        feed.next = now.as_second() + pause.as_secs() as i64;
        feed.problem = Some(failure.reason.to_string());
        let gone = matches!(failure.status, Some(404 | 410));
        let back = if gone && feed.moved_to.take().is_some() { ", and where it was before" } else { "" };
        let again = jiff::SignedDuration::from_secs(pause.as_secs() as i64);
        let why =
            format!("cannot read the feed `{address}`: {}; asked again in {again:#}{back}", failure.reason);
        self.remarks.push((true, why));
    }

    /// Takes an item: its page where it has one, else what the feed says.
    fn item(
        &mut self,
        watched: &Watched,
        known: &mut HashMap<String, Item>,
        said: Report,
        fetcher: &Fetcher,
        now: Timestamp,
    ) {
        let name = said.url.as_deref().map_or_else(|| format!("{}#{}", watched.address, said.id), bare);
        let words = [said.headline.as_deref().unwrap_or_default(), &said.text].join("\n");
        let digest = annalist_store::digest(&words);
        if self.items.iter().any(|item| item.item == name) {
            return;
        }
        let before = known.remove(&name);
        if let Some(item) = before.as_ref().filter(|item| item.attempts == 0 && item.digest == digest) {
            self.items.push(item.clone());
            return;
        }
        let mut item = Item { item: name.clone(), digest, attempts: 0 };
        let page =
            said.url.as_deref().filter(|_| watched.articles).map(|url| self.page(watched, url, fetcher));
        let report = match page {
            None => said,
            Some(Ok(page)) => with_page(said, page),
            Some(Err((why, passing))) => {
                let attempts = before.map_or(0, |item| item.attempts) + 1;
                if passing && attempts < ATTEMPTS {
                    self.remarks.push((true, format!("{why}; asked again next time")));
                    item.attempts = attempts;
                    self.items.push(item);
                    return;
                }
                self.remarks.push((true, format!("{why}; what the feed says of it is taken instead")));
                said
            }
        };
        self.items.push(item);
        self.reports.push(finish(report, watched, name, now));
    }

    /// The report on an item's page, or why there is none and whether that may pass.
    fn page(&self, watched: &Watched, url: &str, fetcher: &Fetcher) -> Result<Report, (String, bool)> {
        let from = self.feed.moved_to.as_deref().unwrap_or(&watched.address);
        let (_, document) = fetcher
            .ask(url, &Validators::default(), Some(from))
            .map_err(|failure| (format!("cannot read `{url}`: {}", failure.reason), failure.passing))?;
        let mut found = document.reports(&options(watched));
        match found.next().map(annalist::read::Unread::report) {
            Some(Ok(report)) => Ok(report),
            Some(Err(error)) => Err((error.to_string(), false)),
            None => Err((format!("cannot read `{url}`: it is empty"), false)),
        }
    }
}

/// An address without its fragment and without the marks by which outlets count readers.
fn bare(url: &str) -> String {
    let url = url.split('#').next().unwrap_or(url);
    let Some((path, query)) = url.split_once('?') else { return url.to_owned() };
    let counts =
        |part: &&str| !part.starts_with("utm_") && !part.starts_with("at_") && !part.starts_with("fbclid=");
    let kept: Vec<&str> = query.split('&').filter(counts).collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

/// The report on the page, with what only the feed says; the feed's text where it has more.
fn with_page(said: Report, page: Report) -> Report {
    if page.text.len() < said.text.len() {
        return said;
    }
    Report {
        headline: page.headline.or(said.headline),
        publisher: said.publisher.or(page.publisher),
        published: page.published.or(said.published),
        byline: page.byline.or(said.byline),
        url: said.url,
        ..page
    }
}

/// What the user says of the feed, and what cannot be so is mended.
fn finish(mut report: Report, watched: &Watched, name: String, now: Timestamp) -> Report {
    report.id = name;
    report.publisher = watched.publisher.clone().or(report.publisher);
    report.zone = watched.zone.clone();
    let latest = now.checked_add(AHEAD).unwrap_or(now).to_zoned(TimeZone::UTC).date();
    let today = Moment::day(now.to_zoned(TimeZone::UTC).date());
    match report.published {
        Some(moment) if moment.date > latest => {
            report.notes.push(format!("published: the feed says {}, which has not come yet", moment.date));
            report.published = Some(today);
        }
        None => {
            report.notes.push("published: nothing says when; the day it was fetched is taken".to_owned());
            report.published = Some(today);
        }
        Some(_) => {}
    }
    report
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_kept_without_what_counts_readers() {
        let check = |url: &str, expected: &str| assert_eq!(bare(url), expected);
        check("https://a.example/1?utm_source=rss&utm_medium=feed#top", "https://a.example/1");
        check("https://a.example/?id=7&utm_source=rss", "https://a.example/?id=7");
        check("https://a.example/1", "https://a.example/1");
    }

    #[test]
    fn a_feed_that_fails_is_asked_ever_more_seldom_and_always_in_the_same_times() {
        let watched = Watched {
            address: "https://a.example/rss".into(),
            publisher: None,
            every: Duration::from_secs(900),
            articles: true,
            zone: None,
        };
        let now = Timestamp::from_second(1_000_000).unwrap();
        let failure = |retry_after| Failure {
            reason: annalist::read::Reason::Fetch("the server answered 500".into()),
            status: Some(500),
            passing: true,
            retry_after,
        };
        let mut polled = Polled::default();
        let mut waits = Vec::new();
        for _ in 0..8 {
            polled.failed(&watched, &watched.address, &failure(None), now);
            waits.push((polled.feed.next - now.as_second()) / 60);
        }
        assert_eq!(waits, [30, 60, 120, 240, 480, 960, 1440, 1440]);
        let mut polled = Polled::default();
        polled.failed(&watched, &watched.address, &failure(Some(Duration::from_secs(7200))), now);
        assert_eq!(polled.feed.next - now.as_second(), 7200);
    }
}

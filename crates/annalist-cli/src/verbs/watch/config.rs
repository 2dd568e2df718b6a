//! `feeds.toml`: which feeds to ask and how often.

use anyhow::{Context, Result, bail};
use jiff::SignedDuration;
use serde::Deserialize;
use std::path::Path;
use std::time::Duration;
use toml::Spanned;

/// How often a feed is asked where nothing is said.
const EVERY: Duration = Duration::from_secs(15 * 60);
/// The shortest time between two polls of one feed.
const LEAST: Duration = Duration::from_secs(60);
/// How long a request may take where nothing is said.
const TIMEOUT: Duration = Duration::from_secs(60);
/// The most feeds of one file.
const MOST: usize = 10_000;

/// The file as it stands.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    every: Option<Spanned<String>>,
    timeout: Option<Spanned<String>>,
    #[serde(default)]
    feed: Vec<FeedRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FeedRow {
    address: Spanned<String>,
    publisher: Option<String>,
    every: Option<Spanned<String>>,
    articles: Option<bool>,
    zone: Option<Spanned<String>>,
}

/// What is watched.
#[derive(Debug, PartialEq)]
pub struct Config {
    /// How long a request may take in all.
    pub timeout: Duration,
    /// The feeds in the order of the file.
    pub feeds: Vec<Watched>,
}

/// A feed that is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watched {
    /// Where it is.
    pub address: String,
    /// Who publishes its reports, instead of what it says itself.
    pub publisher: Option<String>,
    /// How often it is asked.
    pub every: Duration,
    /// Whether the pages of its items are fetched; else what the feed gives is all.
    pub articles: bool,
    /// The time zone of its reports.
    pub zone: Option<String>,
}

/// Reads the file at `path`.
///
/// # Errors
/// What is wrong with it, with the line.
pub fn read(path: &Path) -> Result<Config> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read `{shown}`"))?;
    parse(&text).with_context(|| format!("cannot read `{shown}`"))
}

fn parse(text: &str) -> Result<Config> {
    let at = |offset: usize| text[..offset.min(text.len())].matches('\n').count() + 1;
    let file: File = match toml::from_str(text) {
        Ok(file) => file,
        Err(error) => {
            let line = at(error.span().map_or(0, |span| span.start));
            bail!("line {line}: {}", error.message().lines().collect::<Vec<_>>().join("; "));
        }
    };
    let time = |stated: &Option<Spanned<String>>, default: Duration, least: Duration| match stated {
        None => Ok(default),
        Some(stated) => {
            duration(stated.get_ref(), least).with_context(|| format!("line {}", at(stated.span().start)))
        }
    };
    let every = time(&file.every, EVERY, LEAST)?;
    let timeout = time(&file.timeout, TIMEOUT, Duration::from_secs(1))?;
    if file.feed.is_empty() || file.feed.len() > MOST {
        bail!("expected 1 to {MOST} feeds, each under `[[feed]]`, found {}", file.feed.len());
    }
    let mut feeds: Vec<Watched> = Vec::new();
    for row in file.feed {
        let line = at(row.address.span().start);
        let address = row.address.into_inner();
        let scheme = address
            .split_once("://")
            .filter(|(scheme, rest)| matches!(*scheme, "http" | "https") && !rest.is_empty());
        if scheme.is_none() || address.contains(char::is_whitespace) {
            bail!("line {line}: expected an address such as https://example.org/rss, found `{address}`");
        }
        if feeds.iter().any(|feed| feed.address == address) {
            bail!("line {line}: `{address}` stands there twice");
        }
        if let Some(zone) = &row.zone
            && jiff::tz::TimeZone::get(zone.get_ref()).is_err()
        {
            let line = at(zone.span().start);
            bail!("line {line}: expected a time zone such as Africa/Bamako, found `{}`", zone.get_ref());
        }
        feeds.push(Watched {
            address,
            publisher: row.publisher,
            every: time(&row.every, every, LEAST)?,
            articles: row.articles.unwrap_or(true),
            zone: row.zone.map(Spanned::into_inner),
        });
    }
    Ok(Config { timeout, feeds })
}

/// `15m`, `1h 30m`, `90s`, `1d`.
fn duration(text: &str, least: Duration) -> Result<Duration> {
    let days = text.trim().strip_suffix('d').and_then(|n| n.trim().parse::<i64>().ok());
    let parsed = match days {
        Some(days) => SignedDuration::try_from_hours(days.saturating_mul(24)),
        None => text.parse::<SignedDuration>().ok(),
    };
    let parsed = parsed.and_then(|span| Duration::try_from(span).ok());
    let most = Duration::from_secs(31 * 24 * 60 * 60);
    match parsed.filter(|span| (least..=most).contains(span)) {
        Some(span) => Ok(span),
        None => bail!("expected a time from {}s to 31d, such as 15m or 2h, found `{text}`", least.as_secs()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_with_its_defaults() {
        let text = "every = \"30m\"\n[[feed]]\naddress = \"https://a.example/rss\"\n\n[[feed]]\n\
                    address = \"http://b.example/atom\"\nevery = \"1d\"\narticles = false\nzone = \"Africa/Bamako\"\n";
        let config = parse(text).unwrap();
        assert_eq!(config.timeout, TIMEOUT);
        assert_eq!((config.feeds[0].every, config.feeds[0].articles), (Duration::from_secs(1800), true));
        assert_eq!((config.feeds[1].every, config.feeds[1].articles), (Duration::from_secs(86_400), false));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let check = |text: &str, expected: &str| {
            let found = format!("{:#}", parse(text).expect_err(text));
            assert!(found.contains(expected), "{found}");
        };
        check("", "expected 1 to 10000 feeds");
        check("[[feed]]\nadress = \"x\"\n", "line 2: unknown field `adress`");
        check("[[feed]]\naddress = \"ftp://x\"\n", "line 2: expected an address");
        check(
            "[[feed]]\naddress = \"https://x\"\nevery = \"5s\"\n",
            "line 3: expected a time from 60s to 31d",
        );
        check("\nevery = \"soon\"\n", "line 2: expected a time");
        check(
            "[[feed]]\naddress = \"https://x\"\n[[feed]]\naddress = \"https://x\"\n",
            "line 4: `https://x` stands there twice",
        );
        check("[[feed]]\naddress = \"https://x\"\nzone = \"Mars/Olympus\"\n", "line 3: expected a time zone");
        check("[[feed]\n", "line 1: ");
    }
}

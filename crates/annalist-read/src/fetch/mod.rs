//! Addresses, fetched politely: with a pause between requests to one host, under the rules of its `robots.txt`, and under
//! limits on time, size and redirects.
//!
//! [`open`](crate::open) fetches the addresses that the user names, and nothing that a page links to. Who follows a feed asks
//! a [`Fetcher`] again and again, and says what it got last time.
//!
//! Only with the feature `fetch`; without it an address is refused with a reason.

#[cfg(feature = "fetch")]
mod client;
#[cfg(any(feature = "fetch", test))]
mod robots;

use crate::error::Reason;
use crate::limits::{FETCH_SECONDS, SNIFF_BYTES};
use crate::open::{Stream, file_of, open_stream, whole};
use crate::unread::{Entry, Http, PassedOver, Reports, Unread};
use crate::{Format, Options, feed, json};
use std::sync::Arc;
use std::time::Duration;

/// How addresses are fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fetching {
    /// How long one request may take in all.
    pub timeout: Duration,
}

impl Default for Fetching {
    fn default() -> Self {
        Fetching { timeout: Duration::from_secs(FETCH_SECONDS) }
    }
}

/// What a server named a version of a document by; given back to it, so that it need not send the same again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag`.
    pub etag: Option<String>,
    /// `Last-Modified`.
    pub modified: Option<String>,
}

/// What a server answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The address that answered, after all redirects.
    pub url: String,
    /// The address to ask from now on, where the one asked has moved there for good (301, 308).
    pub moved: Option<String>,
    /// What this version is named by.
    pub validators: Validators,
    /// Whether the document is as the validators given say (304); then there is no body.
    pub unchanged: bool,
}

/// Why there is no document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What went wrong.
    pub reason: Reason,
    /// The server's status, where it answered.
    pub status: Option<u16>,
    /// Whether it may go well another time: the network or the server failed, or is too busy.
    pub passing: bool,
    /// How long it asks to be left alone.
    pub retry_after: Option<Duration>,
}

/// What a server sent, read as it is asked for.
pub struct Document {
    name: String,
    http: Http,
    body: Stream,
}

impl Document {
    /// The reports in it, whatever its format.
    pub fn reports(self, options: &Options) -> impl Iterator<Item = Unread> + Send + use<> {
        let (entry, body) = self.opened(options);
        open_stream(entry, body)
    }

    /// The items of a feed: RSS, Atom or JSON Feed, as whatever the server declares it.
    ///
    /// # Errors
    /// If it is none, or cannot be read.
    pub fn items(self, options: &Options) -> Result<impl Iterator<Item = Unread> + Send + use<>, Reason> {
        let (entry, body) = self.opened(options);
        let bytes = whole(&entry, body)?;
        let start = String::from_utf8_lossy(&bytes[..bytes.len().min(SNIFF_BYTES)]).to_ascii_lowercase();
        let is_feed = ["<rss", "<feed", "<rdf:rdf"].iter().any(|root| start.contains(root));
        match Format::sniff(&bytes) {
            Format::Json | Format::Jsonl => json::reports(bytes, entry),
            _ if is_feed => feed::reports(bytes, entry).or_else(|reason| match reason {
                // A feed may have nothing to say.
                Reason::Xml { .. } => Ok(Box::new(std::iter::empty()) as Reports),
                reason => Err(reason),
            }),
            _ if bytes.is_empty() => Err(Reason::Empty),
            Format::Html => Err(Reason::Xml { expected: "a feed", found: "a web page".into() }),
            _ => Err(Reason::Xml { expected: "a feed", found: "something else".into() }),
        }
    }

    fn opened(self, options: &Options) -> (Entry, Stream) {
        let Document { name, http, body } = self;
        let mut entry = Entry::new(&name, 0, Arc::new(options.clone()), PassedOver::default());
        entry.file = http.url.as_deref().map(|url| file_of(url).into());
        entry.http = http;
        (entry, body)
    }
}

/// Fetches addresses and remembers what their hosts allow and when they were asked; clones share what they remember.
#[derive(Clone)]
pub struct Fetcher {
    #[cfg(feature = "fetch")]
    client: client::Client,
}

impl Default for Fetcher {
    fn default() -> Self {
        Fetcher::new(Fetching::default())
    }
}

impl Fetcher {
    /// Fetches as `fetching` says.
    #[cfg_attr(not(feature = "fetch"), expect(unused_variables, reason = "only what is fetched takes time"))]
    pub fn new(fetching: Fetching) -> Self {
        Fetcher {
            #[cfg(feature = "fetch")]
            client: client::Client::new(fetching),
        }
    }

    /// Asks for `url`, which was `known` to be at some version.
    ///
    /// `linked_from` is the address of the page or feed that the address was taken from, if the user did not name it: from
    /// there only public hosts are asked, and its own.
    ///
    /// # Errors
    /// [`Failure`] where there is no document.
    pub fn ask(
        &self,
        url: &str,
        known: &Validators,
        linked_from: Option<&str>,
    ) -> Result<(Answer, Document), Failure> {
        let (answer, http, body) = self.request(url, known, linked_from)?;
        Ok((answer, Document { name: url.to_owned(), http, body }))
    }

    /// What a server says about an address, and the body as it comes.
    ///
    /// # Errors
    /// [`Reason::Fetch`] with what went wrong.
    pub(crate) fn get(&mut self, url: &str) -> Result<(Http, Stream), Reason> {
        let found = self.request(url, &Validators::default(), None);
        found.map(|(_, http, body)| (http, body)).map_err(|failure| failure.reason)
    }

    #[cfg(feature = "fetch")]
    fn request(
        &self,
        url: &str,
        known: &Validators,
        linked_from: Option<&str>,
    ) -> Result<(Answer, Http, Stream), Failure> {
        self.client.get(url, known, linked_from.map(|from| client::host(from).unwrap_or_default()))
    }

    /// Refuses.
    #[cfg(not(feature = "fetch"))]
    fn request(&self, _: &str, _: &Validators, _: Option<&str>) -> Result<(Answer, Http, Stream), Failure> {
        let reason = Reason::Fetch("this build does not fetch addresses (feature `fetch`)".into());
        Err(Failure { reason, status: None, passing: false, retry_after: None })
    }
}

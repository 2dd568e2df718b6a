//! Addresses that the user names, fetched politely: one at a time, with a pause between requests to one host, under the
//! rules of its `robots.txt`, and under limits on time, size and redirects. Nothing that a page links to is fetched.
//!
//! Only with the feature `fetch`; without it an address is refused with a reason.

#[cfg(feature = "fetch")]
mod client;
#[cfg(any(feature = "fetch", test))]
mod robots;

use crate::error::Reason;
use crate::open::Stream;
use crate::unread::Http;

/// Fetches addresses and remembers what their hosts allow.
#[derive(Default)]
pub(crate) struct Fetcher {
    #[cfg(feature = "fetch")]
    client: client::Client,
}

impl Fetcher {
    /// What a server says about an address, and the body as it comes.
    ///
    /// # Errors
    /// [`Reason::Fetch`] with what went wrong.
    #[cfg(feature = "fetch")]
    pub(crate) fn get(&mut self, url: &str) -> Result<(Http, Stream), Reason> {
        self.client.get(url)
    }

    /// Refuses.
    ///
    /// # Errors
    /// Always [`Reason::Fetch`].
    #[cfg(not(feature = "fetch"))]
    pub(crate) fn get(&mut self, _: &str) -> Result<(Http, Stream), Reason> {
        Err(Reason::Fetch("this build does not fetch addresses (feature `fetch`)".into()))
    }
}

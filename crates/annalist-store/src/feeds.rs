//! What a store knows of the feeds it is fed from: where they are, what version of them was read, which items are done.

use crate::error::Result;
use crate::store::Store;
use rusqlite::{OptionalExtension, params};

/// How long an item is remembered that its feed no longer has, in seconds: 400 days.
const MEMORY: i64 = 400 * 24 * 60 * 60;

/// What is known of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// The address by which its user names it.
    pub address: String,
    /// Where the server said it has gone for good.
    pub moved_to: Option<String>,
    /// The `ETag` of the version that was read whole.
    pub etag: Option<String>,
    /// Its `Last-Modified`.
    pub modified: Option<String>,
    /// How often in a row it could not be read.
    pub failures: u32,
    /// Not to be asked before, in seconds since 1970.
    pub next: i64,
    /// What was wrong last time.
    pub problem: Option<String>,
}

/// What is known of an item of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// Its address, else its identifier.
    pub item: String,
    /// A digest of what the feed says of it.
    pub digest: String,
    /// How often it was tried in vain; 0 once it is done.
    pub attempts: u32,
}

impl Store {
    /// What is known of the feed at `address`; as of a new one where nothing is.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn feed(&self, address: &str) -> Result<Feed> {
        let sql = "SELECT moved_to, etag, modified, failures, next, problem FROM feeds WHERE address = ?";
        let known = self.db.prepare_cached(sql)?.query_row([address], |row| {
            Ok(Feed {
                address: address.to_owned(),
                moved_to: row.get(0)?,
                etag: row.get(1)?,
                modified: row.get(2)?,
                failures: row.get(3)?,
                next: row.get(4)?,
                problem: row.get(5)?,
            })
        });
        Ok(known.optional()?.unwrap_or_else(|| Feed { address: address.to_owned(), ..Feed::default() }))
    }

    /// The items of a feed that are known.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn feed_items(&self, address: &str) -> Result<Vec<Item>> {
        let mut statement =
            self.db.prepare_cached("SELECT item, digest, attempts FROM feed_items WHERE feed = ?")?;
        let rows = statement.query_map([address], |row| {
            Ok(Item { item: row.get(0)?, digest: row.get(1)?, attempts: row.get(2)? })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Keeps what a poll at `now`, in seconds since 1970, found out: of the feed, and of the items that it has now. Items
    /// that it has not had for more than a year are forgotten.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub fn keep_feed(&mut self, feed: &Feed, items: &[Item], now: i64) -> Result<()> {
        let work = self.db.transaction()?;
        let Feed { address, moved_to, etag, modified, failures, next, problem } = feed;
        work.execute(
            "INSERT OR REPLACE INTO feeds VALUES (?, ?, ?, ?, ?, ?, ?)",
            params![address, moved_to, etag, modified, failures, next, problem],
        )?;
        for Item { item, digest, attempts } in items {
            work.prepare_cached("INSERT OR REPLACE INTO feed_items VALUES (?, ?, ?, ?, ?)")?
                .execute(params![address, item, digest, attempts, now])?;
        }
        work.execute("DELETE FROM feed_items WHERE feed = ? AND seen < ?", params![address, now - MEMORY])?;
        Ok(work.commit()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_poll_found_out_is_known_at_the_next() {
        let mut store = Store::in_memory().unwrap();
        let mut feed = store.feed("https://a.example/rss").unwrap();
        assert_eq!((feed.next, feed.failures), (0, 0));
        feed.etag = Some("\"x\"".into());
        feed.next = 900;
        let item = |name: &str, attempts| Item { item: name.into(), digest: "d".into(), attempts };
        store.keep_feed(&feed, &[item("1", 0), item("2", 1)], 10).unwrap();
        assert_eq!(store.feed("https://a.example/rss").unwrap(), feed);
        store.keep_feed(&feed, &[item("2", 0)], 20 + MEMORY).unwrap();
        assert_eq!(store.feed_items("https://a.example/rss").unwrap(), [item("2", 0)]);
        assert!(store.feed_items("https://b.example/rss").unwrap().is_empty());
    }
}

//! Asking a store: what the page, the API and the exports read.
//!
//! [`Filter`] says which events, [`Index::select`] finds them, [`Selection`] counts and pages them, and [`rows`] and
//! [`pages`] read what is shown of them. `examples/million.rs` makes a store of a million invented events and measures
//! each.
//!
//! ```
//! use annalist_store::query::{Filter, Index, Order, Period};
//! use annalist_store::{Recorder, Store, Submission};
//!
//! let mut store = Store::in_memory()?;
//! let record = r#"{"id":"r1:PROTEST:0","event":["PROTEST"],"date":"2013-01-10","date_precision":"day",
//!     "text":"Crowds marched in Bamako.","text_info":{"span":[0,25],"trigger":[[7,14]]},"cite_info":{"id":"r1"}}"#;
//! let report = r#"{"id":"r1","published":"2013-01-10","text":"Crowds marched in Bamako."}"#;
//! let coded = Submission::new(report.into(), vec![record.into()], vec![], "annalist 0.1.0".into())?;
//! Recorder::new(&mut store).record(&[coded])?;
//!
//! let mut index = Index::new(&store)?; // kept by whoever serves, and brought up to date:
//! index.refresh(&store)?;
//! let filter = Filter { types: vec!["PROTEST".into()], text: Some("bamako".into()), ..Filter::default() };
//! let found = index.select(&store, &filter)?;
//! assert_eq!(found.len(), 1);
//! let (keys, next) = found.page(Order::Latest, None, 50);
//! assert!(next.is_none());
//! for row in store.events(&keys)? {
//!     println!("{} {}", row.status, row.record);
//! }
//! println!("{:?} {:?}", found.counts(Period::Month), found.incidents(Order::Latest, None, 50));
//! # Ok::<(), annalist_store::StoreError>(())
//! ```

mod changes;
mod filter;
mod index;
mod lists;
pub mod pages;
pub mod rows;

pub use filter::{Filter, search_terms};
pub use index::{Cursor, Facet, Index, Order, Period, Selection};
pub use lists::{Listed, Page};

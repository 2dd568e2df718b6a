//! The annals: one record of many reports in one SQLite file, to ask, to correct and to hand on.
//!
//! The way of the data:
//!
//! 1. [`Submission`] — a report with its records and statements, as the coder prints them;
//! 2. [`Recorder::record`] — into the [`Store`], each report once, with the [`corrections`] of persons applied;
//! 3. [`incidents`] — events of several reports that tell of one happening become one incident;
//! 4. [`query`] — filters, pages, counts, and the page of one incident, actor or report.
//! 5. [`export`] — the forms that other programs read.
//!
//! [`diff`] says what changed between two codings.
//!
//! The tables are for everybody: docs/annals.md explains them to people who ask with their own SQL.

pub mod corrections;
pub mod diff;
mod error;
pub mod export;
pub mod feeds;
mod hash;
pub mod incidents;
mod ingest;
pub mod query;
pub mod record;
pub mod sketch;
mod store;
mod words;

pub use error::{Result, StoreError};
pub use ingest::{Corrected, Known, Recorder, Submission, Tally, digest};
pub use store::{Store, Totals};

//! The annals on a web page and as an API, from the program itself.
//!
//! The way of a request:
//!
//! 1. [`gate`] — who may ask: the host, the origin, the token, the rate; and the headers of every answer;
//! 2. [`ask`] — the address as a [`Filter`](annalist_store::query::Filter) with order, page and period;
//! 3. [`annals`] — the store and its index are asked, or a report is coded and recorded;
//! 4. [`page`] — HTML that works without scripts; or [`api`] — JSON, server-sent events, downloads.
//!
//! What goes wrong on the way is a [`problem::Problem`]. How reports are coded is not known here: whoever serves hands a
//! [`Coder`] in.

pub mod annals;
pub mod api;
mod app;
pub mod ask;
mod form;
pub mod gate;
pub mod page;
pub mod problem;
mod words;

pub use annals::{Annals, Coded, Coder, Posted};
pub use app::{ServeError, Served, router, serve};
pub use gate::Gate;

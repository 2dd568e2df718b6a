//! The store as its users see it.

mod common;
mod record;

//! `evaluate`: the hand coding with its reports before the comparison, and what is shown after it.

pub mod gold;
pub mod table;
mod tasks;

pub use tasks::{Task, Tasks};

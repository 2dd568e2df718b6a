//! `annalist places`: look places up, and import more of them.

pub mod import;
pub mod lookup;

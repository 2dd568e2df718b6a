//! From text to trees: sentences, tokens, lemmas, tags, dependencies and names.
//!
//! [`segment`] splits text into sentences and words; the model tags and parses them; [`conllu`] reads and
//! writes treebank files. This crate knows nothing of news or politics.

pub mod conllu;
pub mod model;
pub mod segment;

pub use model::Parser;

//! What annalist knows, as plain data that people can read and correct.
//!
//! The data stand in `lexicon/` at the root of the repository, one topic a file, and are embedded in the
//! program. [`Lexicon::english`] gives the whole, built once.

pub mod predicates;
pub mod tsv;

use predicates::Predicates;
use std::sync::OnceLock;

/// All built-in knowledge.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// Which verbs and nouns tell of which happenings.
    pub predicates: Predicates,
}

impl Lexicon {
    /// The built-in English lexicon, built at first use and shared by all threads.
    pub fn english() -> &'static Lexicon {
        static ENGLISH: OnceLock<Lexicon> = OnceLock::new();
        ENGLISH.get_or_init(|| Lexicon { predicates: tsv::built_in(Predicates::load()) })
    }
}

//! What annalist knows, as plain data that people can read and correct.
//!
//! The data stand in `lexicon/` at the root of the repository, one topic a file, and are embedded in the
//! program. [`Lexicon::english`] gives the whole, built once.

mod countries;
pub mod cues;
mod names;
mod people;
mod period;
mod phrases;
pub mod places;
pub mod predicates;
mod roles;
pub mod tsv;
mod words;

pub use countries::{Countries, Country, CountryMatch, Naming, Rank};
pub use names::{DatedSectors, Kind, NameId, NamedEntry, Names, Standing};
pub use people::{Offices, Tenure};
pub use period::Period;
pub use phrases::{Casing, Found, PhraseTable};
pub use roles::{Role, RoleKind, RoleMatch, Roles};
pub use tsv::LexiconError;
pub use words::{Shape, Word, fold, push_words, words};

use cues::Cues;
use places::Gazetteer;
use predicates::Predicates;
use std::sync::OnceLock;

/// All built-in knowledge.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// Countries, dependencies, regions and peoples.
    pub countries: Countries,
    /// Organizations, groups, parties, agencies, media, companies and people.
    pub names: Names,
    /// Places by name.
    pub places: Gazetteer,
    /// Role nouns.
    pub roles: Roles,
    /// Which verbs and nouns tell of which happenings.
    pub predicates: Predicates,
    /// Words that report what others say, and words of judgement.
    pub cues: Cues,
}

impl Lexicon {
    /// The built-in English lexicon, built at first use and shared by all threads.
    pub fn english() -> &'static Lexicon {
        static ENGLISH: OnceLock<Lexicon> = OnceLock::new();
        ENGLISH.get_or_init(|| Lexicon {
            countries: Countries::built_in(),
            names: Names::built_in(),
            places: Gazetteer::built_in(),
            roles: Roles::built_in(),
            predicates: tsv::built_in(Predicates::load()),
            cues: tsv::built_in(Cues::load()),
        })
    }
}

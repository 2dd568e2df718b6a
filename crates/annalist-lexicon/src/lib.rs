//! What annalist knows, as plain data that people can read and correct.
//!
//! The data stand in `lexicon/` at the root of the repository, one topic a file, and are embedded in the
//! program. [`Lexicon::english`] gives the whole, built once.

mod countries;
pub mod cues;
pub mod dictionaries;
pub mod epithets;
pub mod holidays;
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
use places::own::Added;
use predicates::{Extension, Predicates};
use std::sync::OnceLock;

/// All knowledge: what is built in, with what users' files add.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// What records say of it: language and date, and a user's files with a hash of what they hold.
    pub version: String,
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
        ENGLISH.get_or_init(Lexicon::built_in)
    }

    /// The built-in English lexicon, to be extended; it takes as long to build as [`Lexicon::english`] at first use.
    pub fn built_in() -> Lexicon {
        // The names take as long as all the rest.
        std::thread::scope(|scope| {
            let names = scope.spawn(Names::load);
            Lexicon {
                version: VERSION.to_owned(),
                countries: Countries::built_in(),
                places: Gazetteer::built_in(),
                roles: Roles::built_in(),
                predicates: tsv::built_in(Predicates::load()),
                cues: tsv::built_in(Cues::load()),
                names: names.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            }
        })
    }

    /// Adds a user's event types and predicates; see [`Predicates::extend`]. `name` is the file's, with its folder.
    pub fn add_events(&mut self, name: &str, bytes: &[u8]) -> Extension {
        self.note_file(name, bytes);
        self.predicates.extend(name, bytes)
    }

    /// Adds a user's file to the version.
    fn note_file(&mut self, name: &str, bytes: &[u8]) {
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        self.version += &format!(" +{file}#{:08x}", hash(bytes));
    }

    /// Adds a user's places; see [`Gazetteer::add_places`]. `name` is the file's, with its folder.
    pub fn add_places(&mut self, name: &str, text: String) -> Added {
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        self.version += &format!(" +{file}#{:08x}", hash(text.as_bytes()));
        self.places.add_places(name, text)
    }
}

/// The language and the date of the built-in lexicon.
const VERSION: &str = "en-2026.11";

/// FNV-1a in 32 bits: tells versions of a file apart in records, on every machine alike.
fn hash(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

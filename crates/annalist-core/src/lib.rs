//! The types that the parts of annalist hand to each other.
//!
//! The pipeline is `bytes → `[`Report`]` → `[`Document`]` → `[`Annotations`]` → `[`Event`]`s`, and each of
//! those types lives here, together with the ontology that events are coded in ([`plover`], [`cameo`],
//! [`country`], [`sector`]). This crate knows no files, no network and no clock.
//!
//! All positions are [`Span`]s: half-open ranges of UTF-8 bytes in the report's text. They are turned into
//! Unicode code points only where records leave the program.

pub mod annotations;
pub mod cameo;
pub mod country;
pub mod declared;
pub mod document;
pub mod event;
pub mod labels;
pub mod moment;
pub mod plover;
pub mod report;
pub mod sector;
pub mod span;

pub use annotations::{Annotations, Attribution, Entity, EntityId, Mention, Place, Time};
pub use country::CountryCode;
pub use declared::{Declaration, DeclaredType};
pub use document::{Document, Name, NameKind, Sentence, Token};
pub use event::{Event, Party};
pub use labels::{Relation, Upos};
pub use plover::{Auxiliary, Context, EventType};
pub use report::Report;
pub use sector::Sector;
pub use span::Span;

//! Event types that a researcher declares beside PLOVER's sixteen.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

/// What a researcher says of an event type of their own.
#[derive(Clone, Debug, PartialEq)]
pub struct Declaration {
    /// Its name in records: upper case, `PRESS_ATTACK`.
    pub name: &'static str,
    /// What counts as an event of the type.
    pub description: &'static str,
    /// The quad category, 1 to 4, as [`EventType::quad_code`](crate::EventType::quad_code).
    pub quad_code: u8,
    /// The conflict–cooperation score of the type without a mode, −10 to 10.
    pub scale: f32,
    /// Whether a record must name an actor. At least one party is always needed.
    pub needs_actor: bool,
    /// Whether a record must name a recipient.
    pub needs_recipient: bool,
    /// Whether the parties act on each other, so that all are actors.
    pub reciprocal: bool,
}

/// An event type that a researcher declared; it compares by name.
///
/// The declaration lives as long as the program, so that a type stays as small and as cheap to copy as PLOVER's own.
#[derive(Clone, Copy, Debug)]
pub struct DeclaredType(&'static Declaration);

impl DeclaredType {
    /// The type that `declaration` states. What it holds is never freed: declare types when a lexicon is loaded, not
    /// for each report.
    pub fn new(declaration: Declaration) -> Self {
        DeclaredType(Box::leak(Box::new(declaration)))
    }
}

impl Deref for DeclaredType {
    type Target = Declaration;

    fn deref(&self) -> &Declaration {
        self.0
    }
}

impl PartialEq for DeclaredType {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for DeclaredType {}

impl Hash for DeclaredType {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl PartialOrd for DeclaredType {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DeclaredType {
    fn cmp(&self, other: &Self) -> Ordering {
        self.name.cmp(other.name)
    }
}

//! Predicates: which verbs and nouns tell of a PLOVER happening, and who takes which part in it.
//!
//! The data stand in `lexicon/events/`; the notation is explained in the README there. A researcher's own files are
//! added by [`Predicates::extend`].

mod extension;
mod lookup;
mod notation;

pub use extension::{Addition, ENTRIES, Extension, FILE_BYTES, LINE_BYTES, Removal};

use crate::tsv::{self, LexiconError, Row};
use annalist_core::{Context, EventType};
use std::cmp::Reverse;
use std::collections::HashMap;

/// The index of a [`Class`] in [`Predicates::classes`].
pub type ClassId = usize;

/// What a class of happenings is in PLOVER and CAMEO: done, intended, asked for, refused, ended or threatened.
#[derive(Clone, Debug)]
pub struct Class {
    /// Its name in the lexicon files; that of a declared type or mode is `TYPE` or `TYPE/mode`.
    pub name: &'static str,
    /// The built-in class whose rules of parties and counts it follows: a built-in class its own.
    pub like: &'static str,
    /// The PLOVER type of that class.
    pub manner: EventType,
    /// The type when it happens.
    pub kind: EventType,
    /// The mode when it happens.
    pub mode: Option<&'static str>,
    /// The conflict–cooperation score when it happens.
    pub scale: f32,
    /// The CAMEO code when it happens; empty where a declared type has none.
    pub cameo: &'static str,
    /// The CAMEO code of agreeing, offering or promising it.
    pub intend: &'static str,
    /// The mode of REQUEST and REJECT for it.
    pub appeal: Option<&'static str>,
    /// The CAMEO code of demanding it.
    pub ask: &'static str,
    /// The CAMEO code of refusing it.
    pub refuse: &'static str,
    /// The class of ending it.
    pub stop: ClassId,
    /// The mode of THREATEN for it.
    pub threat: Option<&'static str>,
    /// The CAMEO code of threatening it.
    pub threat_cameo: &'static str,
    /// Contexts it always has.
    pub contexts: Vec<Context>,
    /// Whose number is the size of the event, where the class says so.
    pub size: Option<Side>,
}

/// A side of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Who acts.
    Actor,
    /// To whom.
    Recipient,
}

/// What an operator does to the happening it governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// It happens: light verbs, aspect.
    Do,
    /// It is agreed, offered, promised or planned.
    Intend,
    /// It is threatened.
    Threaten,
    /// It is asked for or demanded.
    Ask,
    /// It is refused.
    Refuse,
    /// It is ended or lifted.
    Stop,
    /// Someone else is allowed to do it.
    Allow,
}

/// What an entry says of its trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// The trigger tells of a happening of this class.
    Class(ClassId),
    /// The trigger acts on another happening.
    Operator(Operator),
}

/// The part of speech of a trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TriggerPos {
    /// A verb.
    Verb,
    /// A noun.
    Noun,
    /// A predicative adjective.
    Adjective,
}

/// Where an argument stands relative to its trigger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// The deep object.
    Object,
    /// The deep subject.
    Subject,
    /// An adjectival modifier.
    Modifier,
    /// A noun compounded with the trigger.
    Compound,
    /// A complement of this preposition.
    Preposition(&'static str),
}

/// What an entry asks of the words around its trigger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// A particle or adverb: `+out`.
    Particle(&'static str),
    /// An argument whose head is one of these lemmas or groups (`@aid`).
    Argument(Role, Vec<&'static str>),
    /// A dependent with this lemma, or a preposition.
    Word(&'static str),
}

/// Who takes a part in the event, as a frame says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// The subject acts, object or complement receives.
    Usual,
    /// Nobody is named.
    Nobody,
    /// The argument in this place: deep subject, deep object or complement of a preposition.
    Argument(Role),
}

impl Part {
    /// As a frame writes it: `-`, `subj`, `from`; `None` for the usual one.
    pub fn written(&self) -> Option<&'static str> {
        Some(match self {
            Part::Usual => return None,
            Part::Nobody => "-",
            Part::Argument(role) => role.written(),
        })
    }
}

impl Role {
    /// As triggers and frames write it.
    pub fn written(&self) -> &'static str {
        match self {
            Role::Object => "obj",
            Role::Subject => "subj",
            Role::Modifier => "amod",
            Role::Compound => "compound",
            Role::Preposition(p) => p,
        }
    }
}

/// Where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// The file: its path within `lexicon/`, or as the user named it.
    pub file: &'static str,
    /// The line, from 1.
    pub line: usize,
    /// Whether a user's file holds it.
    pub is_users: bool,
}

/// One line of the lexicon.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The trigger as written, for `--explain`.
    pub trigger: &'static str,
    /// What must stand around it.
    pub needs: Vec<Need>,
    /// What it tells.
    pub action: Action,
    /// Who acts.
    pub actor: Part,
    /// Who receives: "refugees fled" has `A=- R=subj`.
    pub recipient: Part,
    /// An example sentence, where the line has one.
    pub example: Option<&'static str>,
    /// Where the line stands.
    pub source: Source,
}

impl Entry {
    /// How much the entry asks for: how many things, each more than the difference between two kinds of thing.
    fn demands(&self) -> usize {
        // A hyphenated trigger asks for both its parts.
        let hyphenated = self.trigger.split('/').next().is_some_and(|l| l.contains('-'));
        self.needs.len() + usize::from(hyphenated)
    }

    /// How closely the entry says what it asks for: listed words count more than groups that other layers decide, and
    /// those more than any word at all.
    fn precision(&self) -> usize {
        let of_item = |item: &&str| match *item {
            "*" => 1,
            "@people" | "@place" | "@country" | "@organization" => 2,
            item if item.starts_with('@') => 3,
            _ => 4,
        };
        let of_need = |need: &Need| match need {
            Need::Argument(_, items) => items.iter().map(of_item).min().unwrap_or(4),
            Need::Particle(_) => 4,
            Need::Word(_) => 1,
        };
        self.needs.iter().map(of_need).sum()
    }
}

/// All predicates, by lemma and part of speech.
#[derive(Debug, Default)]
pub struct Predicates {
    classes: Vec<Class>,
    /// By part of speech, then lemma.
    entries: [HashMap<&'static str, Vec<Entry>>; 3],
    groups: HashMap<&'static str, Vec<&'static str>>,
    contexts: HashMap<&'static str, Vec<Context>>,
    /// Types that users' files declare, in the order of declaration.
    types: Vec<EventType>,
    /// Lemmas of which users removed an entry: no model may code them either.
    silenced: Vec<(&'static str, TriggerPos)>,
}

const CLASSES: &str = include_str!("../../../lexicon/events/classes.tsv");
const GROUPS: &str = include_str!("../../../lexicon/events/groups.tsv");
const CONTEXTS: &str = include_str!("../../../lexicon/events/contexts.tsv");
const OPERATORS: &str = include_str!("../../../lexicon/events/operators.tsv");
const TYPES: &[(&str, &str)] = &[
    ("events/accuse.tsv", include_str!("../../../lexicon/events/accuse.tsv")),
    ("events/agree.tsv", include_str!("../../../lexicon/events/agree.tsv")),
    ("events/aid.tsv", include_str!("../../../lexicon/events/aid.tsv")),
    ("events/assault.tsv", include_str!("../../../lexicon/events/assault.tsv")),
    ("events/coerce.tsv", include_str!("../../../lexicon/events/coerce.tsv")),
    ("events/concede.tsv", include_str!("../../../lexicon/events/concede.tsv")),
    ("events/consult.tsv", include_str!("../../../lexicon/events/consult.tsv")),
    ("events/cooperate.tsv", include_str!("../../../lexicon/events/cooperate.tsv")),
    ("events/mobilize.tsv", include_str!("../../../lexicon/events/mobilize.tsv")),
    ("events/protest.tsv", include_str!("../../../lexicon/events/protest.tsv")),
    ("events/reject.tsv", include_str!("../../../lexicon/events/reject.tsv")),
    ("events/request.tsv", include_str!("../../../lexicon/events/request.tsv")),
    ("events/retreat.tsv", include_str!("../../../lexicon/events/retreat.tsv")),
    ("events/sanction.tsv", include_str!("../../../lexicon/events/sanction.tsv")),
    ("events/support.tsv", include_str!("../../../lexicon/events/support.tsv")),
    ("events/threaten.tsv", include_str!("../../../lexicon/events/threaten.tsv")),
];

impl Predicates {
    /// Builds the tables from the embedded files.
    ///
    /// # Errors
    /// Names file, line and reason of the first malformed line.
    pub fn load() -> Result<Predicates, LexiconError> {
        let mut predicates = Predicates { classes: read_classes()?, ..Predicates::default() };
        for row in tsv::rows("events/groups.tsv", GROUPS, 2)? {
            predicates.groups.insert(row.field(0), row.field(1).split(' ').collect());
        }
        for row in tsv::rows("events/contexts.tsv", CONTEXTS, 2)? {
            let context = Context::from_label(row.field(0));
            let context = context.ok_or_else(|| row.error(format!("unknown context `{}`", row.field(0))))?;
            for lemma in row.field(1).split(' ') {
                predicates.contexts.entry(lemma).or_default().push(context);
            }
        }
        for row in tsv::rows("events/operators.tsv", OPERATORS, 4)? {
            let operator = notation::operator(row.field(1));
            let operator =
                operator.ok_or_else(|| row.error(format!("unknown operator `{}`", row.field(1))))?;
            predicates.add(&row, Action::Operator(operator))?;
        }
        for (name, text) in TYPES {
            for row in tsv::rows(name, text, 4)? {
                let class = predicates.class_named(row.field(1));
                let class = class.ok_or_else(|| row.error(format!("unknown class `{}`", row.field(1))))?;
                predicates.add(&row, Action::Class(class))?;
            }
        }
        predicates.sort();
        Ok(predicates)
    }

    fn add(&mut self, row: &Row<'static>, action: Action) -> Result<(), LexiconError> {
        let (lemma, pos, entry) = notation::entry(row, action, false)?;
        self.insert(lemma, pos, entry);
        Ok(())
    }

    fn insert(&mut self, lemma: &'static str, pos: TriggerPos, entry: Entry) {
        self.add_parts(lemma, pos, &entry);
        self.entries[pos as usize].entry(lemma).or_default().push(entry);
    }

    /// Puts the entries that ask for most first; of those that ask for as much a user's, then the most precise.
    fn sort(&mut self) {
        for entries in self.entries.iter_mut().flat_map(HashMap::values_mut) {
            entries.sort_by_key(|e| (Reverse(e.demands()), !e.source.is_users, Reverse(e.precision())));
        }
    }

    /// A hyphenated trigger is also met in parts, of which either may head the other: `cease - fire`, `build - up`.
    fn add_parts(&mut self, lemma: &'static str, pos: TriggerPos, entry: &Entry) {
        let Some((first, last)) = lemma.split_once('-') else { return };
        for (head, other) in [(last, first), (first, last)] {
            let mut entry = entry.clone();
            entry.needs.push(Need::Word(other));
            self.entries[pos as usize].entry(head).or_default().push(entry);
        }
    }

    /// The entries for a lemma, those that ask for most first.
    pub fn entries(&self, lemma: &str, pos: TriggerPos) -> &[Entry] {
        self.entries[pos as usize].get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Whether a user removed an entry of this lemma, so that nothing but the entries left may code it.
    pub fn is_silenced(&self, lemma: &str, pos: TriggerPos) -> bool {
        self.silenced.iter().any(|(l, p)| *l == lemma && *p == pos)
    }

    /// The class numbered `id`.
    pub fn class(&self, id: ClassId) -> &Class {
        &self.classes[id]
    }

    /// The class named `name` in `classes.tsv`.
    pub fn class_named(&self, name: &str) -> Option<ClassId> {
        self.classes.iter().position(|c| c.name == name)
    }

    /// The lemmas of a group written with its `@`; `None` for groups that other layers decide.
    pub fn group(&self, name: &str) -> Option<&[&'static str]> {
        self.groups.get(name).map(Vec::as_slice)
    }

    /// The contexts that a lemma shows.
    pub fn contexts(&self, lemma: &str) -> &[Context] {
        self.contexts.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// The types that users' files declare, in the order of declaration.
    pub fn types(&self) -> &[EventType] {
        &self.types
    }
}

fn read_classes() -> Result<Vec<Class>, LexiconError> {
    let rows = tsv::rows("events/classes.tsv", CLASSES, 12)?;
    let names: Vec<&str> = rows.iter().map(|row| row.field(0)).collect();
    rows.iter().map(|row| class(row, &names)).collect()
}

fn class(row: &Row<'static>, names: &[&str]) -> Result<Class, LexiconError> {
    let wrong = |what: &str, column: usize| row.error(format!("unknown {what} `{}`", row.field(column)));
    let kind = EventType::from_label(row.field(1)).ok_or_else(|| wrong("type", 1))?;
    let mode = |kind: EventType, column: usize| match row.field(column) {
        "" => Ok(None),
        text => match kind.modes().iter().find(|(name, _)| *name == text) {
            Some((name, _)) => Ok(Some(*name)),
            None => Err(wrong("mode", column)),
        },
    };
    let contexts = row.field(11).split(',').filter(|x| !x.is_empty());
    let own_mode = mode(kind, 2)?;
    Ok(Class {
        name: row.field(0),
        like: row.field(0),
        kind,
        manner: kind,
        mode: own_mode,
        scale: kind.score(own_mode.as_slice()),
        size: None,
        cameo: row.field(3),
        intend: row.field(4),
        appeal: mode(EventType::Request, 5)?,
        ask: row.field(6),
        refuse: row.field(7),
        stop: names.iter().position(|n| *n == row.field(8)).ok_or_else(|| wrong("class", 8))?,
        threat: mode(EventType::Threaten, 9)?,
        threat_cameo: row.field(10),
        contexts: contexts
            .map(|x| Context::from_label(x).ok_or_else(|| wrong("context", 11)))
            .collect::<Result<_, _>>()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use annalist_core::cameo::is_code;

    #[test]
    fn every_file_loads_and_every_class_has_valid_codes() {
        let predicates = Predicates::load().unwrap();
        assert!(predicates.all().count() > 1500);
        for c in &predicates.classes {
            for code in [c.cameo, c.intend, c.ask, c.refuse, c.threat_cameo] {
                assert!(is_code(code), "{}: {code}", c.name);
            }
        }
    }

    #[test]
    fn hyphenated_triggers_are_met_in_parts() {
        let predicates = Predicates::load().unwrap();
        for lemma in ["cease-fire", "cease", "fire"] {
            let entries = predicates.entries(lemma, TriggerPos::Noun);
            assert!(entries.iter().any(|e| e.trigger == "cease-fire/n"), "{lemma}");
        }
    }

    #[test]
    fn files_are_sorted_and_free_of_doubles() {
        let shared = [
            ("classes", CLASSES, 1),
            ("contexts", CONTEXTS, 1),
            ("groups", GROUPS, 1),
            ("operators", OPERATORS, 2),
        ];
        for (name, text, key) in TYPES.iter().map(|(n, t)| (*n, *t, 1)).chain(shared) {
            tsv::tests::check_form(name, text, key);
        }
    }

    #[test]
    fn groups_named_in_needs_exist() {
        const DECIDED: &[&str] = &["@people", "@place", "@country", "@organization"];
        let predicates = Predicates::load().unwrap();
        for entry in predicates.all() {
            for need in &entry.needs {
                let Need::Argument(_, items) = need else { continue };
                for item in items.iter().filter(|i| i.starts_with('@')) {
                    let known = predicates.group(item).is_some() || DECIDED.contains(item);
                    assert!(known, "{}: {item}", entry.trigger);
                }
            }
        }
    }
}

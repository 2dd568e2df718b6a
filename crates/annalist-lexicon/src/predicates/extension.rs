//! A researcher's own file of types, modes, groups and predicates, added to the built-in ones. `docs/events.md`
//! describes its form; a line that is wrong is named and skipped, and the others are used.

mod lines;
mod options;

pub use lines::{ENTRIES, FILE_BYTES, LINE_BYTES};

use super::notation::{self, is_preposition, keys};
use super::{Action, Class, ClassId, Entry, Need, Predicates, Role, TriggerPos};
use crate::tsv::{LexiconError, Row};
use annalist_core::{Auxiliary, Declaration, DeclaredType, EventType};
use lines::Step;
use options::Options;
use std::collections::HashMap;

/// The longest name of a type, mode or group, in bytes.
const NAME_BYTES: usize = 40;
/// The most that a trigger may ask for.
const NEEDS: usize = 12;
/// Groups that other layers decide, so that they have no list.
const DECIDED: [&str; 4] = ["@people", "@place", "@country", "@organization"];

/// What one file did.
#[derive(Debug, Default)]
pub struct Extension {
    /// The types it declares.
    pub types: Vec<EventType>,
    /// The entries it adds, in the order of its lines.
    pub added: Vec<Addition>,
    /// The entries it removes, in the order of its lines.
    pub removed: Vec<Removal>,
    /// What is wrong with lines that were skipped, in the order of the lines.
    pub problems: Vec<LexiconError>,
}

/// An entry that a file adds.
#[derive(Clone, Debug)]
pub struct Addition {
    /// The entry.
    pub entry: Entry,
    /// The entries of the same trigger and frame that it takes the place of.
    pub replaced: Vec<Entry>,
}

/// A line that removes entries.
#[derive(Clone, Debug)]
pub struct Removal {
    /// The trigger as written.
    pub trigger: &'static str,
    /// A sentence in which it misfired, where the line has one.
    pub example: Option<&'static str>,
    /// The line, from 1.
    pub line: usize,
    /// The entries that are gone.
    pub entries: Vec<Entry>,
}

impl Predicates {
    /// Adds the lines of the file named `name`, which holds `bytes`; it may use what earlier files declare.
    ///
    /// An entry takes the place of others of the same trigger and frame, and goes before those that ask for as much.
    /// The text is kept until the program ends. Limits: [`FILE_BYTES`], [`LINE_BYTES`], [`ENTRIES`].
    pub fn extend(&mut self, name: &str, bytes: &[u8]) -> Extension {
        let (rows, problems) = lines::read(name.to_owned().leak(), bytes);
        let extension = Extension { problems, ..Extension::default() };
        let mut file = File { predicates: self, extension, seen: HashMap::new() };
        // What lines refer to comes first, wherever it stands in the file.
        for step in [Step::Type, Step::Mode, Step::Group, Step::Removal, Step::Trigger] {
            for row in rows.iter().filter(|r| Step::of(r) == Some(step)) {
                let outcome = file.once(row, step).and_then(|()| match step {
                    Step::Type => file.declare_type(row),
                    Step::Mode => file.declare_mode(row),
                    Step::Group => file.group(row),
                    Step::Removal => file.remove(row),
                    Step::Trigger => file.trigger(row),
                });
                file.extension.problems.extend(outcome.err());
            }
        }
        let Extension { types, added, removed, mut problems } = file.extension;
        problems.sort_by_key(|p| p.line);
        self.sort();
        Extension { types, added, removed, problems }
    }

    /// Takes out the entries of `trigger` that `goes` names.
    fn take(&mut self, lemma: &str, pos: TriggerPos, goes: impl Fn(&Entry) -> bool) -> Vec<Entry> {
        let mut taken: Vec<Entry> = Vec::new();
        for key in keys(lemma) {
            let Some(entries) = self.entries[pos as usize].get_mut(key) else { continue };
            let gone = entries.extract_if(.., |e| goes(e));
            taken.extend(gone.filter(|_| key == lemma));
        }
        taken
    }
}

/// A file being added.
struct File<'p> {
    predicates: &'p mut Predicates,
    extension: Extension,
    /// The line of each type, mode, group, removal and trigger with frame.
    seen: HashMap<(Step, &'static str, &'static str), usize>,
}

impl File<'_> {
    /// Refuses a line that says again what an earlier one says.
    fn once(&mut self, row: &Row<'static>, step: Step) -> Result<(), LexiconError> {
        let key = match step {
            Step::Trigger => (step, row.field(0), row.field(2)),
            Step::Removal => (step, row.field(1), row.field(2)),
            _ => (step, row.field(1), ""),
        };
        match self.seen.insert(key, row.line) {
            None => Ok(()),
            Some(first) => {
                self.seen.insert(key, first);
                let what = if step == Step::Trigger {
                    key.1.to_owned()
                } else {
                    format!("{} {}", row.field(0), key.1)
                };
                Err(row.error(format!("`{what}` stands in line {first} already")))
            }
        }
    }

    /// `type NAME options description`
    fn declare_type(&mut self, row: &Row<'static>) -> Result<(), LexiconError> {
        let name = row.field(1);
        let options = Options::read(
            row,
            &["quad", "scale", "needs", "reciprocal", "like", "cameo", "context", "size"],
        )?;
        check_type_name(name).map_err(|what| row.error(what))?;
        if self.predicates.types.iter().any(|t| t.as_str() == name) {
            return Err(row.error(format!("`{name}` is declared already by another file")));
        }
        if row.field(3).is_empty() {
            return Err(row.error(format!("expected a description of {name} in the fourth column")));
        }
        let needs = options.list(
            "needs",
            |word| matches!(word, "actor" | "recipient"),
            "actor, recipient or both",
        )?;
        let quad =
            options.get("quad").ok_or_else(|| row.error("expected an option `quad`, such as quad=4"))?;
        let quad_code = match quad.parse() {
            Ok(quad @ 1..=4) => quad,
            _ => return Err(row.error(format!("expected quad=1, 2, 3 or 4, found `quad={quad}`"))),
        };
        let scale =
            options.scale()?.ok_or_else(|| row.error("expected an option `scale`, such as scale=-8"))?;
        let usual = ["support", "aid", "disapprove", "coerce"][usize::from(quad_code) - 1];
        let like = self.like(&options)?.or(self.predicates.class_named(usual));
        let base = like.map(|id| self.predicates.class(id).clone());
        let base = base.ok_or_else(|| row.error(format!("unknown class `{usual}`")))?;
        let kind = EventType::Declared(DeclaredType::new(Declaration {
            name,
            description: row.field(3),
            quad_code,
            scale,
            needs_actor: needs.contains(&"actor"),
            needs_recipient: needs.contains(&"recipient"),
            reciprocal: options.get("reciprocal").is_some(),
        }));
        let own = Class { name, kind, mode: None, scale, cameo: "", contexts: Vec::new(), ..base };
        let class = options.refine(own)?;
        self.predicates.classes.push(class);
        self.predicates.types.push(kind);
        self.extension.types.push(kind);
        Ok(())
    }

    /// `mode TYPE/mode options description`
    fn declare_mode(&mut self, row: &Row<'static>) -> Result<(), LexiconError> {
        let name = row.field(1);
        let options = Options::read(row, &["scale", "like", "cameo", "context", "size"])?;
        let parted = name.split_once('/');
        let (owner, mode) = parted.ok_or_else(|| row.error(format!("expected TYPE/mode, found `{name}`")))?;
        if !is_word(mode) {
            return Err(row.error(format!("expected a mode in lower case, such as detain, found `{mode}`")));
        }
        let kind = self.kind(owner).ok_or_else(|| row.error(format!("unknown type `{owner}`")))?;
        if kind.modes().iter().any(|(m, _)| *m == mode) || self.predicates.class_named(name).is_some() {
            return Err(row.error(format!("`{mode}` is a mode of {owner} already")));
        }
        let like = self.like(&options)?.map(|id| self.predicates.class(id).clone());
        let class = match (kind, like) {
            (EventType::Declared(_), like) => {
                let whole = self.predicates.class_named(owner).map(|id| self.predicates.class(id).clone());
                let whole = whole.ok_or_else(|| row.error(format!("unknown type `{owner}`")))?;
                let base = like.unwrap_or_else(|| whole.clone());
                Class {
                    kind,
                    scale: whole.scale,
                    cameo: whole.cameo,
                    contexts: whole.contexts,
                    size: whole.size,
                    ..base
                }
            }
            (_, Some(like)) if like.kind == kind => Class { scale: kind.score::<&str>(&[]), ..like },
            (_, like) => {
                let found = like.map_or("none".to_owned(), |c| format!("`like={}` of {}", c.name, c.kind));
                let classes = self.classes_of(kind);
                return Err(
                    row.error(format!("expected like= with a class of {owner} ({classes}), found {found}"))
                );
            }
        };
        self.predicates.classes.push(options.refine(Class { name, mode: Some(mode), ..class })?);
        Ok(())
    }

    /// `group @name lemmas -`
    fn group(&mut self, row: &Row<'static>) -> Result<(), LexiconError> {
        let name = row.field(1);
        if !name.strip_prefix('@').is_some_and(is_word) || DECIDED.contains(&name) {
            return Err(row.error(format!("expected the name of a list, such as @press, found `{name}`")));
        }
        let lemmas: Vec<&str> = row.field(2).split(' ').filter(|l| !l.is_empty()).collect();
        if let Some(wrong) = lemmas.iter().find(|l| !is_lemma(l)) {
            return Err(row.error(format!("expected lemmas in lower case, found `{wrong}`")));
        }
        if lemmas.is_empty() {
            return Err(row.error(format!("expected the lemmas of {name} in the third column")));
        }
        let group = self.predicates.groups.entry(name).or_default();
        group.extend(lemmas);
        group.sort_unstable();
        group.dedup();
        Ok(())
    }

    /// `remove trigger class example`
    fn remove(&mut self, row: &Row<'static>) -> Result<(), LexiconError> {
        let (trigger, told) = (row.field(1), row.field(2));
        let (lemma, pos) =
            notation::head(trigger).map_err(|e| row.error(format!("{e}, found `{trigger}`")))?;
        let class = self.predicates.class_named(told);
        let operator = notation::operator(told);
        let meant = |action: Action| match action {
            _ if told.is_empty() => true,
            Action::Class(id) => Some(id) == class,
            Action::Operator(o) => Some(o) == operator,
        };
        let entries = self.predicates.take(lemma, pos, |e| e.trigger == trigger && meant(e.action));
        if entries.is_empty() {
            let of = if told.is_empty() { String::new() } else { format!(" of `{told}`") };
            return Err(row.error(format!("there is no entry `{trigger}`{of} to remove")));
        }
        self.predicates.silenced.push((lemma, pos));
        let example = Some(row.field(3)).filter(|e| !e.is_empty());
        self.extension.removed.push(Removal { trigger, example, line: row.line, entries });
        Ok(())
    }

    /// `trigger class frame example`
    fn trigger(&mut self, row: &Row<'static>) -> Result<(), LexiconError> {
        let class = self.class(row)?;
        let (lemma, pos, entry) = notation::entry(row, Action::Class(class), true)?;
        self.check(lemma, &entry).map_err(|what| row.error(what))?;
        let same = |e: &Entry| {
            (e.trigger, &e.actor, &e.recipient) == (entry.trigger, &entry.actor, &entry.recipient)
        };
        let replaced = self.predicates.take(lemma, pos, same);
        self.predicates.insert(lemma, pos, entry.clone());
        self.extension.added.push(Addition { entry, replaced });
        Ok(())
    }

    /// The class that a trigger's line names.
    fn class(&self, row: &Row<'static>) -> Result<ClassId, LexiconError> {
        let name = row.field(1);
        self.predicates.class_named(name).ok_or_else(|| {
            let (owner, mode) = name.split_once('/').unwrap_or((name, ""));
            row.error(match self.kind(owner) {
                Some(kind @ EventType::Declared(_)) => {
                    format!("unknown mode `{mode}` of {owner}: expected one of {}", self.classes_of(kind))
                }
                Some(kind) => format!(
                    "unknown class `{name}`: expected a class of {owner}, one of {}",
                    self.classes_of(kind)
                ),
                None => format!(
                    "unknown class `{name}`: expected a built-in class or a declared TYPE or TYPE/mode"
                ),
            })
        })
    }

    fn kind(&self, name: &str) -> Option<EventType> {
        let declared = || self.predicates.types.iter().copied().find(|t| t.as_str() == name);
        EventType::from_label(name).or_else(declared)
    }

    fn classes_of(&self, kind: EventType) -> String {
        let own = self.predicates.classes.iter().filter(|c| c.kind == kind);
        own.map(|c| c.name).collect::<Vec<_>>().join(", ")
    }

    fn like(&self, options: &Options) -> Result<Option<ClassId>, LexiconError> {
        let Some(name) = options.get("like") else { return Ok(None) };
        match self.predicates.class_named(name) {
            Some(id) => Ok(Some(id)),
            None => Err(options.row.error(format!("unknown class `{name}` in `like={name}`"))),
        }
    }

    /// Whether a trigger can ever be met.
    fn check(&self, lemma: &str, entry: &Entry) -> Result<(), String> {
        if !is_lemma(lemma) {
            return Err(format!("expected a lemma in lower case before the slash, found `{lemma}`"));
        }
        if entry.needs.len() > NEEDS {
            return Err(format!(
                "expected at most {NEEDS} words beside the trigger, found {}",
                entry.needs.len()
            ));
        }
        entry.needs.iter().try_for_each(|need| match need {
            Need::Particle(word) | Need::Word(word) if is_lemma(word) => Ok(()),
            Need::Particle(word) | Need::Word(word) => {
                Err(format!("expected a word in lower case, found `{word}`"))
            }
            Need::Argument(Role::Preposition(p), _) if !is_preposition(p) => {
                Err(format!("unknown role `{p}=`: expected obj, subj, amod, compound or a preposition"))
            }
            Need::Argument(_, items) => items.iter().try_for_each(|item| self.check_item(item)),
        })
    }

    fn check_item(&self, item: &str) -> Result<(), String> {
        let known = DECIDED.contains(&item) || self.predicates.groups.contains_key(item);
        match item {
            "*" => Ok(()),
            group if group.starts_with('@') && !known => Err(format!("unknown group `{group}`")),
            group if group.starts_with('@') => Ok(()),
            "" => Err("expected a word or group after `=` and after each comma".to_owned()),
            // Proper nouns keep their capitals.
            word if word.chars().all(is_letter) => Ok(()),
            word => Err(format!("expected a word, found `{word}`")),
        }
    }
}

/// Refuses names that are PLOVER's, that filters know otherwise, or that records cannot carry.
fn check_type_name(name: &str) -> Result<(), String> {
    let upper = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
    if !name.starts_with(|c: char| c.is_ascii_uppercase())
        || !name.bytes().all(upper)
        || name.len() > NAME_BYTES
    {
        return Err(format!(
            "expected a type in upper case of at most {NAME_BYTES} letters, such as PRESS_ATTACK, found `{name}`"
        ));
    }
    let lower = name.to_ascii_lowercase();
    if EventType::from_label(name).is_some() || Auxiliary::from_label(&lower).is_some() || lower == "denied" {
        return Err(format!("`{name}` has a meaning of its own: choose another name"));
    }
    Ok(())
}

fn is_word(name: &str) -> bool {
    let inside = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.len() <= NAME_BYTES && name.bytes().all(inside)
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '\'' | '’' | '.' | '$' | '£' | '€')
}

fn is_lemma(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| is_letter(c) && !c.is_uppercase())
}

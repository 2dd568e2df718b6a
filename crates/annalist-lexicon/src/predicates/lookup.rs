//! Finding entries by a word, for people.

use super::{Class, Entry, Need, Predicates};
use std::collections::HashMap;

impl Predicates {
    /// The entries whose trigger or needs hold each of `lemmas`, those of which the first is the trigger before others,
    /// then by trigger and place. Members of groups do not count.
    pub fn with_words(&self, lemmas: &[&str]) -> Vec<&Entry> {
        let mut found: Vec<&Entry> = self.all().filter(|e| lemmas.iter().all(|l| e.holds(l))).collect();
        let is_other = |e: &Entry| lemmas.first().is_some_and(|first| !e.lemmas().any(|l| l == *first));
        found.sort_by_key(|e| (is_other(e), e.trigger, e.source.file, e.source.line));
        found.dedup_by_key(|e| (e.trigger, e.source.file, e.source.line));
        found
    }

    /// The names of the groups that hold `lemma`, in alphabetical order.
    pub fn groups_with(&self, lemma: &str) -> Vec<&'static str> {
        let holding = self.groups.iter().filter(|(_, lemmas)| lemmas.contains(&lemma));
        let mut names: Vec<&str> = holding.map(|(name, _)| *name).collect();
        names.sort_unstable();
        names
    }

    /// Every class: the built-in ones, then those that users' files declare.
    pub fn classes(&self) -> &[Class] {
        &self.classes
    }

    /// The entry with `trigger` that a user's file holds, if one does.
    pub fn users_entry(&self, trigger: &str) -> Option<&Entry> {
        let (lemma, pos) = super::notation::head(trigger).ok()?;
        self.entries(lemma, pos).iter().find(|e| e.source.is_users && e.trigger == trigger)
    }

    /// Every entry, in no particular order.
    pub fn all(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().flat_map(HashMap::values).flatten()
    }
}

impl Entry {
    /// The lemma of the trigger and, of a hyphenated one, its parts.
    fn lemmas(&self) -> impl Iterator<Item = &'static str> {
        let lemma =
            self.trigger.split(' ').next().and_then(|t| t.rsplit_once('/')).map_or(self.trigger, |(l, _)| l);
        super::notation::keys(lemma)
    }

    /// Whether the entry is of `lemma` or asks for it.
    fn holds(&self, lemma: &str) -> bool {
        self.lemmas().any(|l| l == lemma)
            || self.needs.iter().any(|need| match need {
                Need::Particle(word) | Need::Word(word) => *word == lemma,
                Need::Argument(_, items) => items.contains(&lemma),
            })
    }
}

//! Mentions joined into chains, with what their members show together.

use super::facts::{Facts, Number, Sort};
use crate::actors::gender::Gender;
use annalist_core::annotations::MentionForm;

/// A partition of mentions into chains, as a union-find forest; the first mention of a chain is its root.
#[derive(Debug)]
pub struct Chains {
    parent: Vec<usize>,
    members: Vec<Vec<usize>>,
    gender: Vec<Option<Gender>>,
    sort: Vec<Sort>,
}

impl Chains {
    /// Every mention alone.
    pub fn new(facts: &[Facts]) -> Self {
        Chains {
            parent: (0..facts.len()).collect(),
            members: (0..facts.len()).map(|i| vec![i]).collect(),
            gender: facts.iter().map(|f| f.gender).collect(),
            sort: facts.iter().map(|f| f.sort).collect(),
        }
    }

    /// The first mention of the chain that holds `mention`.
    pub fn root(&self, mention: usize) -> usize {
        let mut at = mention;
        while self.parent[at] != at {
            at = self.parent[at];
        }
        at
    }

    /// The mentions of the chain that holds `mention`; not in order.
    pub fn members(&self, mention: usize) -> &[usize] {
        &self.members[self.root(mention)]
    }

    /// Whether two mentions are in one chain.
    pub fn joined(&self, a: usize, b: usize) -> bool {
        self.root(a) == self.root(b)
    }

    /// Joins the chains of two mentions.
    pub fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return;
        }
        let (root, other) = (a.min(b), a.max(b));
        self.parent[other] = root;
        let moved = std::mem::take(&mut self.members[other]);
        self.members[root].extend(moved);
        self.gender[root] = clearer_gender(self.gender[root], self.gender[other]);
        if self.sort[root] == Sort::Unknown {
            self.sort[root] = self.sort[other];
        }
        for i in [a, b] {
            let top = self.root(i);
            self.parent[i] = top;
        }
    }

    /// The gender that the chain shows.
    pub fn gender(&self, mention: usize) -> Option<Gender> {
        self.gender[self.root(mention)]
    }

    /// The sort that the chain shows.
    pub fn sort(&self, mention: usize) -> Sort {
        self.sort[self.root(mention)]
    }

    /// Whether the genders of two chains allow them to be one.
    pub fn genders_agree(&self, a: usize, b: usize) -> bool {
        !matches!(
            (self.gender(a), self.gender(b)),
            (Some(Gender::Male), Some(Gender::Female)) | (Some(Gender::Female), Some(Gender::Male))
        )
    }
}

fn clearer_gender(a: Option<Gender>, b: Option<Gender>) -> Option<Gender> {
    match (a, b) {
        (None | Some(Gender::Either), Some(g)) => Some(g),
        (a, _) => a,
    }
}

/// Whether pronoun `p` may stand for mention `c` of a chain, by number, sort and gender.
pub fn agrees(facts: &[Facts], chains: &Chains, p: usize, c: usize) -> bool {
    let (pronoun, other) = (&facts[p], &facts[c]);
    if other.form == MentionForm::Pronoun {
        return same_pronoun_family(&pronoun.lemma, &other.lemma)
            || is_relative(&other.lemma) && fits(pronoun, chains, c, other);
    }
    fits(pronoun, chains, c, other)
}

fn fits(pronoun: &Facts, chains: &Chains, c: usize, other: &Facts) -> bool {
    match family(&pronoun.lemma) {
        Some("he") => {
            other.number != Number::Many
                && matches!(chains.sort(c), Sort::Person | Sort::Unknown)
                && chains.gender(c) != Some(Gender::Female)
        }
        Some("she") => {
            other.number != Number::Many
                && matches!(chains.sort(c), Sort::Person | Sort::Unknown)
                && chains.gender(c) != Some(Gender::Male)
        }
        Some("it") => other.number != Number::Many && chains.sort(c) != Sort::Person,
        Some("they") => {
            other.number != Number::One && chains.sort(c) != Sort::Place
                || chains.sort(c) == Sort::Person && chains.gender(c) == Some(Gender::Either)
        }
        _ => false,
    }
}

/// The nominative of a third-person pronoun's paradigm.
pub fn family(lemma: &str) -> Option<&'static str> {
    match lemma {
        "he" | "him" | "his" | "himself" => Some("he"),
        "she" | "her" | "hers" | "herself" => Some("she"),
        "it" | "its" | "itself" => Some("it"),
        "they" | "them" | "their" | "theirs" | "themselves" => Some("they"),
        _ => None,
    }
}

fn same_pronoun_family(a: &str, b: &str) -> bool {
    family(a).is_some() && family(a) == family(b)
}

/// Whether the pronoun is relative when it opens a relative clause.
pub fn is_relative(lemma: &str) -> bool {
    matches!(lemma, "who" | "whom" | "whose" | "which" | "that")
}

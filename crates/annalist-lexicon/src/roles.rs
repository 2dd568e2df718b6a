//! Role nouns: what a person, people or body is by description, with PLOVER's sectors.

use crate::names::read_sectors;
use crate::phrases::{Casing, Demand, Found, PhraseTable};
use crate::predicates::Source;
use crate::tsv::{LexiconError, Row, built_in, rows};
use crate::words::{Word, words};
use annalist_core::{CountryCode, Sector};

const ROLES: &str = include_str!("../../../lexicon/roles.tsv");
const PORTFOLIOS: &str = include_str!("../../../lexicon/portfolios.tsv");

/// What a role noun stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RoleKind {
    /// One person in the singular: "gunman".
    Person,
    /// Several persons or a collective in whatever number: "police", "troops", "crowd".
    People,
    /// An institution: "ministry", "court", "party".
    Body,
}

/// A role noun or phrase.
#[derive(Clone, Debug)]
pub struct Role {
    /// The singular, lower case but for proper adjectives.
    pub name: &'static str,
    /// What it stands for.
    pub kind: RoleKind,
    /// Its sectors, the primary first; empty where the role itself has none.
    pub sectors: Vec<Sector>,
    /// The country or international code that the role itself has; "aid agencies" are `NGO`.
    pub country: Option<CountryCode>,
    /// Whether the party takes the sectors of what it belongs to: "spokesman", "official", "leader".
    pub transparent: bool,
    /// Whether it is kin ("wife", "son"): the kin of officials are `ELI`.
    pub kin: bool,
    /// Whether it stands before a name as a title: "president", "general".
    pub title: bool,
    /// Where it stands.
    pub source: Source,
}

/// A role and the number it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleMatch {
    /// Which role; see [`Roles::entry`].
    pub role: u32,
    /// Whether the phrase is its plural.
    pub plural: bool,
}

/// All roles and their phrases.
#[derive(Debug, Default)]
pub struct Roles {
    entries: Vec<Role>,
    phrases: PhraseTable<RoleMatch>,
    own: PhraseTable<RoleMatch>,
    /// The first role of each user's file.
    files: Vec<u32>,
}

impl Roles {
    /// The built-in roles.
    pub(crate) fn built_in() -> Roles {
        let mut roles = Roles::default();
        built_in(roles.read());
        built_in(roles.read_portfolios());
        roles
    }

    /// The role of a match.
    pub fn entry(&self, found: RoleMatch) -> &Role {
        &self.entries[found.role as usize]
    }

    /// All roles.
    pub fn entries(&self) -> &[Role] {
        &self.entries
    }

    /// The role that a whole phrase is.
    pub fn lookup(&self, phrase: &str) -> Option<RoleMatch> {
        let words = words(phrase);
        let own = self.own.whole(&words, Casing::Ignore).map(|f| self.latest(&f.values));
        own.or_else(|| self.phrases.whole(&words, Casing::Ignore).map(|f| f.values[0]))
    }

    /// The longest role phrase that ends with the last word: "foreign ministry spokesman".
    pub fn longest_at_end(&self, words: &[Word]) -> Option<Found<RoleMatch>> {
        let own = self.own.longest_at_end(words, Casing::Ignore);
        Found::longer(own.map(|f| self.latest_first(f)), self.phrases.longest_at_end(words, Casing::Ignore))
    }

    /// The longest role phrase that starts at the first word: "minister of justice".
    pub fn longest_at_start(&self, words: &[Word]) -> Option<Found<RoleMatch>> {
        let own = self.own.longest_at_start(words, Casing::Ignore);
        Found::longer(own.map(|f| self.latest_first(f)), self.phrases.longest_at_start(words, Casing::Ignore))
    }

    /// Begins a user's file, whose roles go before those of earlier ones.
    pub(crate) fn begin_own(&mut self) {
        self.files.push(self.entries.len() as u32);
    }

    /// Adds a user's role with what it is called in the singular, and in the plural where that is not empty.
    pub(crate) fn push_own(&mut self, role: Role, names: &[&str], many: &str) {
        let id = self.push_entry(role);
        for name in names {
            self.own.add_as(name, Demand::Any, RoleMatch { role: id, plural: false });
        }
        if !many.is_empty() {
            self.own.add_as(many, Demand::Any, RoleMatch { role: id, plural: true });
        }
    }

    /// The built-in role that `phrase` is or ends with: "dairy farmer" is like "farmer".
    pub(crate) fn like(&self, phrase: &str) -> Option<&Role> {
        let found = self.phrases.longest_at_end(&words(phrase), Casing::Ignore)?;
        Some(self.entry(found.values[0]))
    }

    /// Of the roles of one phrase, the first of the last file that has one.
    fn latest(&self, values: &[RoleMatch]) -> RoleMatch {
        let file = |m: &RoleMatch| self.files.partition_point(|first| *first <= m.role);
        let last = values.iter().map(file).max();
        values.iter().copied().find(|m| Some(file(m)) == last).unwrap_or(values[0])
    }

    fn latest_first(&self, found: Found<RoleMatch>) -> Found<RoleMatch> {
        Found { len: found.len, values: vec![self.latest(&found.values)] }
    }

    fn read(&mut self) -> Result<(), LexiconError> {
        for row in rows("roles.tsv", ROLES, 5)? {
            let role = Role {
                name: row.field(0),
                kind: kind(&row)?,
                sectors: read_sectors(&row, row.field(3))?,
                country: row.items(4).find_map(CountryCode::from_code),
                source: row.source(),
                transparent: row.items(4).any(|f| f == "transparent"),
                kin: row.items(4).any(|f| f == "kin"),
                title: row.items(4).any(|f| f == "title"),
            };
            let plural = row.field(1);
            self.push(role, plural);
        }
        Ok(())
    }

    /// Ministers and ministries of every portfolio: "minister of justice", "justice ministry".
    fn read_portfolios(&mut self) -> Result<(), LexiconError> {
        for row in rows("portfolios.tsv", PORTFOLIOS, 2)? {
            let mut sectors = vec![Sector::Gov];
            sectors.extend(read_sectors(&row, row.field(1))?);
            let field = row.field(0);
            for (kind, one, many) in [
                (RoleKind::Person, "minister", "ministers"),
                (RoleKind::Person, "secretary", "secretaries"),
                (RoleKind::Body, "ministry", "ministries"),
                (RoleKind::Body, "department", "departments"),
            ] {
                let title = kind == RoleKind::Person;
                let role = Role {
                    name: one,
                    kind,
                    sectors: sectors.clone(),
                    country: None,
                    transparent: false,
                    kin: false,
                    title,
                    source: row.source(),
                };
                let id = self.push_entry(role);
                for (word, plural) in [(one, false), (many, true)] {
                    for phrase in [
                        format!("{field} {word}"),
                        format!("{word} of {field}"),
                        format!("{word} for {field}"),
                    ] {
                        self.phrases.add(&phrase, RoleMatch { role: id, plural });
                    }
                }
            }
        }
        Ok(())
    }

    fn push(&mut self, role: Role, plural: &str) {
        let name = role.name;
        let id = self.push_entry(role);
        self.phrases.add(name, RoleMatch { role: id, plural: false });
        if !plural.is_empty() && plural != name {
            self.phrases.add(plural, RoleMatch { role: id, plural: true });
        }
    }

    fn push_entry(&mut self, role: Role) -> u32 {
        self.entries.push(role);
        (self.entries.len() - 1) as u32
    }
}

fn kind(row: &Row<'_>) -> Result<RoleKind, LexiconError> {
    match row.field(2) {
        "person" => Ok(RoleKind::Person),
        "people" => Ok(RoleKind::People),
        "body" => Ok(RoleKind::Body),
        other => Err(row.error(format!("expected person, people or body, found `{other}`"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tsv::tests::check_form;

    fn check(phrase: &str, sectors: &str, plural: bool) {
        let roles = Roles::built_in();
        let found = roles.longest_at_end(&words(phrase)).unwrap_or_else(|| panic!("{phrase} not found"));
        let entry = roles.entry(found.values[0]);
        let read: Vec<&str> = entry.sectors.iter().map(|s| s.as_str()).collect();
        assert_eq!((read.join(" ").as_str(), found.values[0].plural), (sectors, plural), "{phrase}");
    }

    #[test]
    fn files_are_sorted_and_well_formed() {
        check_form("roles.tsv", ROLES, 1);
        check_form("portfolios.tsv", PORTFOLIOS, 1);
    }

    #[test]
    fn roles_have_sectors_and_number() {
        check("two gunmen", "UAF", true);
        check("the prime minister", "GOV", false);
        check("Minister of Justice", "GOV JUD", false);
        check("Lawmakers", "LEG", true);
        check("foreign ministry", "GOV", false);
        check("riot police", "COP", false);
    }
}

//! Named parties: organizations, armed groups, political parties, agencies, media, companies and people.

use crate::countries::read_code;
use crate::dictionaries::DatedCode;
use crate::people::{self, Tenure};
use crate::period::Period;
use crate::phrases::{Casing, Demand, Found, PhraseTable};
use crate::predicates::Source;
use crate::tsv::{LexiconError, Row, built_in, rows};
use crate::words::{Word, words};
use annalist_core::{CountryCode, Sector};
use jiff::civil::Date;

/// The files of organizations, all of one form.
const FILES: &[(&str, &str)] = &[
    ("organizations.tsv", include_str!("../../../lexicon/organizations.tsv")),
    ("agencies.tsv", include_str!("../../../lexicon/agencies.tsv")),
    ("groups.tsv", include_str!("../../../lexicon/groups.tsv")),
    ("parties.tsv", include_str!("../../../lexicon/parties.tsv")),
    ("media.tsv", include_str!("../../../lexicon/media.tsv")),
    ("companies.tsv", include_str!("../../../lexicon/companies.tsv")),
];

/// What sort of party a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Kind {
    Person,
    /// An intergovernmental organization or one of its organs.
    Intergovernmental,
    /// A non-governmental organization.
    Nongovernmental,
    /// An armed group.
    ArmedGroup,
    /// A movement, union, church or other association.
    Movement,
    /// A political party or alliance of parties.
    PoliticalParty,
    /// A ministry, department or other executive body.
    Agency,
    Legislature,
    Court,
    Military,
    Police,
    Intelligence,
    /// A building or street that stands for a government: "the Kremlin".
    Seat,
    Media,
    Company,
    /// A party of a user's dictionary that does not say what it is.
    Unsaid,
}

impl Kind {
    const WORDS: &'static [(&'static str, Kind)] = &[
        ("agency", Kind::Agency),
        ("armed", Kind::ArmedGroup),
        ("company", Kind::Company),
        ("court", Kind::Court),
        ("igo", Kind::Intergovernmental),
        ("intelligence", Kind::Intelligence),
        ("legislature", Kind::Legislature),
        ("media", Kind::Media),
        ("military", Kind::Military),
        ("movement", Kind::Movement),
        ("ngo", Kind::Nongovernmental),
        ("party", Kind::PoliticalParty),
        ("police", Kind::Police),
        ("seat", Kind::Seat),
    ];

    pub(crate) fn from_word(text: &str) -> Option<Kind> {
        Self::WORDS.iter().find(|(word, _)| *word == text).map(|(_, kind)| *kind)
    }

    /// The words for the kinds of organizations, in alphabetical order.
    pub(crate) fn words() -> Vec<&'static str> {
        Self::WORDS.iter().map(|(word, _)| *word).collect()
    }

    /// The word for the kind, as the files have it; `actor` for what a user's dictionary leaves unsaid.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Unsaid => "actor",
            kind => Self::WORDS.iter().find(|(_, k)| *k == kind).map_or("actor", |(word, _)| word),
        }
    }
}

/// Sectors that change with time, such as those of a party in and out of government.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DatedSectors {
    usual: Vec<Sector>,
    dated: Vec<(Period, Vec<Sector>)>,
}

impl DatedSectors {
    /// The usual sectors for `whole`, then those of the periods within it.
    pub(crate) fn within(&self, whole: Period) -> Vec<(Period, Vec<Sector>)> {
        let parts = self.dated.iter().filter_map(|(p, sectors)| Some((p.meet(whole)?, sectors.clone())));
        std::iter::once((whole, self.usual.clone())).chain(parts).collect()
    }

    /// The sectors on `date`, or the usual ones where no date is given or none of the periods holds it.
    pub fn at(&self, date: Option<Date>) -> &[Sector] {
        let now = date.and_then(|date| self.dated.iter().find(|(period, _)| period.contains(date)));
        now.map_or(&self.usual, |(_, sectors)| sectors)
    }

    /// Reads `PTY OPP; 1997-05-02..2010-05-11 PTY GOV`: the usual sectors, then those of periods.
    fn parse(row: &Row<'_>, text: &str) -> Result<DatedSectors, LexiconError> {
        let mut parts = text.split(';').map(str::trim);
        let usual = read_sectors(row, parts.next().unwrap_or(""))?;
        let mut dated = Vec::new();
        for part in parts {
            let (period, sectors) =
                part.split_once(' ').ok_or_else(|| row.error("expected sectors after a period"))?;
            let (from, until) = period.split_once("..").ok_or_else(|| row.error("expected `from..until`"))?;
            let period = Period::parse(from, until).map_err(|m| row.error(m))?;
            dated.push((period, read_sectors(row, sectors)?));
        }
        Ok(DatedSectors { usual, dated })
    }
}

/// Reads sector codes parted by spaces.
pub(crate) fn read_sectors(row: &Row<'_>, text: &str) -> Result<Vec<Sector>, LexiconError> {
    let read = |word| {
        Sector::from_label(word).ok_or_else(|| row.error(format!("expected a sector, found `{word}`")))
    };
    text.split_whitespace().map(read).collect()
}

/// A named party.
#[derive(Clone, Debug)]
pub struct NamedEntry {
    /// The usual English name.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// Its country or PLOVER's international code.
    pub country: Option<CountryCode>,
    /// When it existed, where that is bounded.
    pub period: Period,
    /// The offices a person has held, earliest first; empty for organizations.
    pub tenures: Vec<Tenure>,
    /// Where it stands.
    pub source: Source,
    /// Its sectors; a person's are those of the offices.
    pub(crate) sectors: DatedSectors,
    /// What a user's dictionary says it is, in the order of its lines.
    codes: Vec<DatedCode>,
}

/// What a party is on a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its country or international code.
    pub country: Option<CountryCode>,
    /// Its sectors, the primary first.
    pub sectors: Vec<Sector>,
    /// The office a person then holds, such as `president`.
    pub office: Option<&'static str>,
    /// Whether the person held offices before and holds none now.
    pub former: bool,
    /// Whether a user's dictionary says that this is nobody to code.
    pub nobody: bool,
}

impl NamedEntry {
    /// Country, sectors and office on `date`. After office a person is `ELI`; before the first, without sector.
    /// Without a date, the last office counts as held.
    pub fn at(&self, date: Option<Date>) -> Standing {
        if self.kind == Kind::Person {
            return people::standing(self.country, &self.tenures, date);
        }
        if !self.codes.is_empty() {
            return self.own_standing(date);
        }
        let sectors = self.sectors.at(date).to_vec();
        Standing { country: self.country, sectors, office: None, former: false, nobody: false }
    }

    /// The code of a user's dictionary on `date`: the first that is dated so, else one without dates, else none. Without a
    /// date, one without dates, else the last.
    fn code_at(&self, date: Option<Date>) -> Option<&DatedCode> {
        let undated = || self.codes.iter().find(|c| c.period == Period::default());
        match date {
            Some(date) => {
                let dated = |c: &&DatedCode| c.period != Period::default() && c.period.contains(date);
                self.codes.iter().find(dated).or_else(undated)
            }
            None => undated().or(self.codes.last()),
        }
    }

    fn own_standing(&self, date: Option<Date>) -> Standing {
        let code = self.code_at(date);
        let nobody = code.is_some_and(|c| c.coded.is_none());
        let coded = code.and_then(|c| c.coded).cloned().unwrap_or_default();
        let sectors = if coded.bare { vec![Sector::Gov] } else { coded.sectors };
        Standing { country: coded.country, sectors, office: None, former: false, nobody }
    }

    /// Whether anything is said of it for `date`; only users' entries may be silent.
    pub fn speaks(&self, date: Option<Date>) -> bool {
        self.codes.is_empty() || self.code_at(date).is_some()
    }

    /// What it is in each period that a file gives it another standing in, with the line; in the order of the file.
    pub fn periods(&self) -> Vec<(Period, Standing, Source)> {
        let plain =
            |country, sectors, nobody| Standing { country, sectors, office: None, former: false, nobody };
        if self.kind == Kind::Person {
            let held = |t: &Tenure| {
                let (office, country) = (Some(t.office).filter(|o| !o.is_empty()), t.country);
                let source = t.source;
                let stand = move |(period, sectors)| {
                    (period, Standing { office, ..plain(country, sectors, false) }, source)
                };
                t.phases().into_iter().map(stand).collect::<Vec<_>>()
            };
            return self.tenures.iter().flat_map(held).collect();
        }
        if !self.codes.is_empty() {
            let of = |c: &DatedCode| {
                let coded = c.coded.cloned().unwrap_or_default();
                let sectors = if coded.bare { vec![Sector::Gov] } else { coded.sectors };
                (
                    c.period,
                    plain(coded.country, sectors, c.coded.is_none()),
                    Source { line: c.line, ..self.source },
                )
            };
            return self.codes.iter().map(of).collect();
        }
        let usual = (self.period, plain(self.country, self.sectors.usual.clone(), false), self.source);
        let dated =
            self.sectors.dated.iter().map(|(p, s)| (*p, plain(self.country, s.clone(), false), self.source));
        std::iter::once(usual).chain(dated).collect()
    }

    /// A party of a user's dictionary.
    pub(crate) fn own(name: &'static str, kind: Kind, codes: Vec<DatedCode>, source: Source) -> NamedEntry {
        NamedEntry {
            name,
            kind,
            country: codes.iter().find_map(|c| c.coded.as_ref()?.country),
            period: Period::default(),
            tenures: Vec::new(),
            source,
            sectors: DatedSectors::default(),
            codes,
        }
    }

    pub(crate) fn person(name: &'static str, tenures: Vec<Tenure>, source: Source) -> NamedEntry {
        NamedEntry {
            name,
            kind: Kind::Person,
            country: people::home_of(tenures.iter()),
            period: Period::default(),
            tenures,
            source,
            sectors: DatedSectors::default(),
            codes: Vec::new(),
        }
    }
}

/// Which named party; an index into [`Names`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameId(pub u32);

/// All named parties and the phrases that name them.
#[derive(Debug, Default)]
pub struct Names {
    entries: Vec<NamedEntry>,
    phrases: PhraseTable<NameId>,
    surnames: PhraseTable<NameId>,
    offices: people::Offices,
    own: PhraseTable<NameId>,
    /// The first entry of each user's file.
    files: Vec<NameId>,
}

impl Names {
    /// The built-in names.
    pub(crate) fn load() -> Names {
        std::thread::scope(|scope| {
            let people = scope.spawn(|| {
                let offices = built_in(people::Offices::read());
                let held = built_in(people::read(&offices));
                (offices, held)
            });
            let mut names = Names::default();
            let mut aliases = Vec::new();
            for (file, text) in FILES {
                built_in(names.read(file, text, &mut aliases));
            }
            for (alias, id) in aliases {
                names.phrases.add(alias, id);
            }
            let (offices, held) = people.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            names.offices = offices;
            built_in(people::add(&mut names, held));
            names
        })
    }

    /// The entry with this number.
    pub fn entry(&self, id: NameId) -> &NamedEntry {
        &self.entries[id.0 as usize]
    }

    /// All entries, organizations before people.
    pub fn entries(&self) -> &[NamedEntry] {
        &self.entries
    }

    /// The parties a whole phrase may name, the likeliest first and users' before the program's.
    pub fn lookup(&self, phrase: &str) -> Vec<NameId> {
        let words = words(phrase);
        let whole = |table: &PhraseTable<NameId>| {
            table.whole(&words, Casing::Ignore).map(|f| f.values).unwrap_or_default()
        };
        let mut own = whole(&self.own);
        own.reverse();
        own.extend(whole(&self.phrases));
        own
    }

    /// The longest name that starts at the first word, with all parties so called, the likeliest first. Of two names as
    /// long, that of a user's file which says something of `date`.
    pub fn longest_at_start(
        &self,
        words: &[Word],
        casing: Casing,
        date: Option<Date>,
    ) -> Option<Found<NameId>> {
        let own = self.own.longest_at_start(words, casing).and_then(|f| self.latest(f, date));
        Found::longer(own, self.phrases.longest_at_start(words, casing))
    }

    /// Of the parties of one name in users' files, those of the last file that speaks of `date`.
    fn latest(&self, mut found: Found<NameId>, date: Option<Date>) -> Option<Found<NameId>> {
        found.values.retain(|id| self.entry(*id).speaks(date));
        let file = |id: &NameId| self.files.partition_point(|first| first <= id);
        let last = found.values.iter().map(file).max()?;
        found.values.retain(|id| file(id) == last);
        Some(found)
    }

    /// The built-in party that a phrase names first.
    pub(crate) fn built_in(&self, phrase: &[Word]) -> Option<NameId> {
        self.phrases.whole(phrase, Casing::Ignore).map(|f| f.values[0])
    }

    /// Begins a user's file of so many lines, whose names go before those of earlier ones.
    pub(crate) fn begin_own(&mut self, lines: usize) {
        self.own.reserve(lines / 2);
        self.entries.reserve(lines / 2);
        self.files.push(self.next_id());
    }

    /// Adds a party, without any name.
    pub(crate) fn push_nameless(&mut self, entry: NamedEntry) -> NameId {
        let id = self.next_id();
        self.entries.push(entry);
        id
    }

    /// Adds a name of a user's party.
    pub(crate) fn add_own(&mut self, phrase: &[Word], demand: Demand, id: NameId) {
        self.own.add_words(phrase, demand, id);
    }

    /// Enters a user's person as the holder of the person's offices.
    pub(crate) fn add_own_holder(&mut self, id: NameId) {
        for tenure in self.entry(id).tenures.clone() {
            self.offices.add_holder(&tenure, id);
        }
    }

    /// Which of several parties of one name is meant: one that existed on `date`, of `country` where that is known,
    /// a person in office before any other.
    pub fn choose(&self, ids: &[NameId], country: Option<CountryCode>, date: Option<Date>) -> Option<NameId> {
        let merit = |id: &NameId| {
            let entry = self.entry(*id);
            let standing = entry.at(date);
            let alive = date.is_none_or(|date| entry.period.contains(date));
            let in_office = entry.kind != Kind::Person || standing.office.is_some();
            let same = country.is_some() && standing.country == country;
            (same, alive, in_office)
        };
        let best = ids.iter().map(merit).max()?;
        ids.iter().copied().find(|id| merit(id) == best)
    }

    /// People whose family name `surname` is.
    pub fn of_surname(&self, surname: &str) -> Vec<NameId> {
        self.surnames.whole(&words(surname), Casing::Ignore).map(|f| f.values).unwrap_or_default()
    }

    /// People whose family name `surname` is and who hold office on `date`.
    pub fn in_office(&self, surname: &str, date: Date) -> Vec<NameId> {
        let mut ids = self.of_surname(surname);
        ids.retain(|id| self.entry(*id).at(Some(date)).office.is_some());
        ids
    }

    /// Who holds the office that `title` means in `country` on `date`: "president", "foreign secretary".
    pub fn holder(&self, country: CountryCode, title: &str, date: Date) -> Option<NameId> {
        self.offices.holder(country, title, date)
    }

    /// Offices and their titles.
    pub fn offices(&self) -> &people::Offices {
        &self.offices
    }

    pub(crate) fn offices_mut(&mut self) -> &mut people::Offices {
        &mut self.offices
    }

    /// Makes room for `more` entries.
    pub(crate) fn reserve(&mut self, more: usize) {
        self.entries.reserve(more);
    }

    /// The tables of full names and of surnames, with room for so many `people` more.
    pub(crate) fn tables_of_people(
        &mut self,
        people: usize,
    ) -> (&mut PhraseTable<NameId>, &mut PhraseTable<NameId>) {
        self.phrases.reserve(people * 2);
        self.surnames.reserve(people);
        (&mut self.phrases, &mut self.surnames)
    }

    /// The number that the next entry will have.
    pub(crate) fn next_id(&self) -> NameId {
        NameId(self.entries.len() as u32)
    }

    fn push(&mut self, entry: NamedEntry) -> NameId {
        let id = self.next_id();
        self.phrases.add(entry.name, id);
        self.entries.push(entry);
        id
    }

    /// Reads one file of organizations. What is an alias of one may be the name of another, which goes first, so
    /// the aliases are collected for later.
    fn read(
        &mut self,
        file: &'static str,
        text: &'static str,
        aliases: &mut Vec<(&'static str, NameId)>,
    ) -> Result<(), LexiconError> {
        for row in rows(file, text, 7)? {
            let kind = Kind::from_word(row.field(2));
            let kind = kind.ok_or_else(|| row.error(format!("expected a kind, found `{}`", row.field(2))))?;
            let id = self.push(NamedEntry {
                name: row.field(0),
                kind,
                country: read_code(&row, row.field(1))?,
                period: Period::parse(row.field(4), row.field(5)).map_err(|m| row.error(m))?,
                tenures: Vec::new(),
                source: row.source(),
                codes: Vec::new(),
                sectors: DatedSectors::parse(&row, row.field(3))?,
            });
            aliases.extend(row.items(6).map(|alias| (alias, id)));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::countries::Countries;
    use crate::tsv::tests::check_form;
    use crate::words::words;
    use jiff::civil::date;

    fn check(text: &str, on: Date, country: &str, sectors: &str) {
        let names = Names::load();
        let found = names.longest_at_start(&words(text), Casing::Respect, Some(on));
        let ids = found.map(|f| f.values).unwrap_or_default();
        let id = names.choose(&ids, None, Some(on)).unwrap_or_else(|| panic!("{text} not found"));
        let standing = names.entry(id).at(Some(on));
        let read: Vec<&str> = standing.sectors.iter().map(|s| s.as_str()).collect();
        assert_eq!(
            (standing.country.map(|c| c.to_string()), read.join(" ")),
            (Some(country.to_owned()), sectors.to_owned()),
            "{text}"
        );
    }

    #[test]
    fn files_are_sorted_and_well_formed() {
        for (file, text) in FILES {
            check_form(file, text, 1);
        }
    }

    #[test]
    fn every_code_is_a_state_or_international() {
        let countries = Countries::built_in();
        for entry in Names::load().entries() {
            let codes = entry.country.into_iter().chain(entry.tenures.iter().filter_map(|t| t.country));
            for code in codes {
                assert!(
                    code.is_international() || countries.by_code(code).is_some(),
                    "{}: {code}",
                    entry.name
                );
            }
        }
    }

    #[test]
    fn organizations_and_people_are_found_with_their_sectors_of_the_day() {
        let on = date(2013, 1, 11);
        check("NATO said", on, "IGO", "MIL");
        check("Kremlin spokesman", on, "RUS", "GOV");
        check("Angela Merkel", on, "DEU", "GOV");
        check("Merkel", date(2023, 1, 1), "DEU", "ELI");
        check("Labour Party", date(2001, 1, 1), "GBR", "PTY GOV");
        check("Taliban fighters", date(2010, 1, 1), "AFG", "REB");
        check("Taliban fighters", date(2023, 1, 1), "AFG", "GOV");
    }

    #[test]
    fn offices_have_dated_holders() {
        let names = Names::load();
        let holder = |code: &str, title, on| {
            names.holder(CountryCode::from_code(code)?, title, on).map(|id| names.entry(id).name)
        };
        assert_eq!(holder("FRA", "president", date(2013, 1, 11)), Some("François Hollande"));
        assert_eq!(holder("DEU", "chancellor", date(2000, 1, 1)), Some("Gerhard Schröder"));
        assert_eq!(holder("DEU", "chancellor", date(1800, 1, 1)), None);
    }
}

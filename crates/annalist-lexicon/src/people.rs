//! Office holders with the dates of their offices.

use crate::countries::read_code;
use crate::names::{DatedSectors, Kind, NameId, NamedEntry, Names, Standing, read_sectors};
use crate::period::Period;
use crate::phrases::FastHash;
use crate::predicates::Source;
use crate::tsv::{LexiconError, rows};
use crate::words::fold;
use annalist_core::{CountryCode, Sector};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::HashMap;

const OFFICES: &str = include_str!("../../../lexicon/offices.tsv");
const ALIASES: &str = include_str!("../../../lexicon/people/aliases.tsv");
const PARTIES: &str = include_str!("../../../lexicon/people/parties.tsv");

/// The offices of `offices.tsv` whose holders' parties are on record.
const PARTY_LEADER: &str = "party leader";
const OPPOSITION_LEADER: &str = "opposition leader";

/// The files of office holders, all of one form.
const FILES: &[(&str, &str)] = &[
    ("people/africa.tsv", include_str!("../../../lexicon/people/africa.tsv")),
    ("people/americas.tsv", include_str!("../../../lexicon/people/americas.tsv")),
    ("people/asia.tsv", include_str!("../../../lexicon/people/asia.tsv")),
    ("people/europe.tsv", include_str!("../../../lexicon/people/europe.tsv")),
    ("people/international.tsv", include_str!("../../../lexicon/people/international.tsv")),
    ("people/oceania.tsv", include_str!("../../../lexicon/people/oceania.tsv")),
];

/// Countries whose people are commonly written family name first.
const FAMILY_FIRST: &[&str] = &["CHN", "TWN", "KOR", "PRK", "KHM"];

/// Titles that are part of how some people are listed and that text may leave out.
const TITLES: &[&str] = &[
    "Ayatollah",
    "Crown",
    "Emperor",
    "Grand",
    "King",
    "Mullah",
    "Pope",
    "Prince",
    "Queen",
    "Sheikh",
    "Sultan",
];

/// An office held by a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenure {
    /// The country or international code served.
    pub country: Option<CountryCode>,
    /// The office, as `offices.tsv` names it.
    pub office: &'static str,
    /// From when until when.
    pub period: Period,
    /// The sectors of the office, the primary first.
    pub sectors: Vec<Sector>,
    /// Those of the party that its leader leads, which governs at times and opposes at others.
    pub(crate) party: Option<DatedSectors>,
    /// The office's weight where a person holds several; 1 is the heaviest.
    pub rank: u8,
    /// Where it stands.
    pub source: Source,
}

impl Tenure {
    /// The sectors of the whole tenure, then those of the times within it in which they were others.
    pub(crate) fn phases(&self) -> Vec<(Period, Vec<Sector>)> {
        self.party
            .as_ref()
            .map_or_else(|| vec![(self.period, self.sectors.clone())], |p| p.within(self.period))
    }

    /// The sectors on `date`; those of the first day where none is given.
    pub fn sectors_at(&self, date: Option<Date>) -> Vec<Sector> {
        let party = self.party.as_ref().map(|p| p.at(date.or(self.period.from)));
        party.filter(|sectors| !sectors.is_empty()).unwrap_or(&self.sectors).to_vec()
    }
}

/// Offices, their titles by country, and who held them when.
#[derive(Debug, Default)]
pub struct Offices {
    offices: HashMap<&'static str, Vec<Office>, FastHash>,
    titles: HashMap<String, Vec<(Option<CountryCode>, &'static str)>>,
    holders: Holders,
    /// The holders that users' files name, who go before the program's.
    own: Holders,
}

type Holders = HashMap<(CountryCode, &'static str), Vec<(Period, NameId)>, FastHash>;

/// What an office is in one country, or in all that have no line of their own.
#[derive(Clone, Debug)]
struct Office {
    country: Option<CountryCode>,
    sectors: Vec<Sector>,
    rank: u8,
    /// Whether a country has one holder at a time, so that the title alone means that person.
    single: bool,
}

impl Offices {
    /// Reads the offices and their titles; the holders come with the people.
    pub(crate) fn read() -> Result<Offices, LexiconError> {
        let mut all = Offices::default();
        for row in rows("offices.tsv", OFFICES, 6)? {
            let office = row.field(0);
            let country = read_code(&row, row.field(1))?;
            let rank = row.field(2).parse().map_err(|_| row.error("expected a rank from 1 to 9"))?;
            let single = match row.field(4) {
                "one" => true,
                "many" => false,
                other => return Err(row.error(format!("expected `one` or `many`, found `{other}`"))),
            };
            let sectors = read_sectors(&row, row.field(3))?;
            all.offices.entry(office).or_default().push(Office { country, sectors, rank, single });
            for title in row.items(5) {
                all.titles.entry(fold(title)).or_default().push((country, office));
            }
        }
        Ok(all)
    }

    /// What `office` is in `country`: as its own line has it, else the one for all countries.
    fn office(&self, office: &str, country: Option<CountryCode>) -> Option<(&'static str, &Office)> {
        let (name, all) = self.offices.get_key_value(office)?;
        let own = all.iter().find(|o| o.country.is_some() && o.country == country);
        Some((name, own.or_else(|| all.iter().find(|o| o.country.is_none()))?))
    }

    /// Whether `office` in `country` has one holder at a time: a president, not a senator.
    pub fn is_single(&self, office: &str, country: CountryCode) -> bool {
        self.office(office, Some(country)).is_some_and(|(_, o)| o.single)
    }

    /// The offices that `title` means in `country`; a title peculiar to the country goes before the general ones.
    pub fn titled(&self, country: CountryCode, title: &str) -> Vec<&'static str> {
        let Some(all) = self.titles.get(&fold(title)) else { return Vec::new() };
        let own = all.iter().filter(|(c, _)| *c == Some(country));
        let general = all.iter().filter(|(c, _)| c.is_none());
        own.chain(general).map(|(_, office)| *office).collect()
    }

    /// Who alone holds the office that `title` means in `country` on `date`; nobody where the office is one of many or
    /// several hold it.
    pub fn holder(&self, country: CountryCode, title: &str, date: Date) -> Option<NameId> {
        let offices: Vec<_> =
            self.titled(country, title).into_iter().filter(|o| self.is_single(o, country)).collect();
        let of = |all: &Holders| {
            let held = |office: &&'static str| holder_on(all.get(&(country, *office))?, date);
            offices.iter().find_map(held)
        };
        of(&self.own).or_else(|| of(&self.holders)).flatten()
    }
}

/// Whether anybody holds an office on `date`, and who if it is one person. Where ends are known to the month, two may seem to
/// hold it in the month of the change, which then is the later one's.
fn holder_on(all: &[(Period, NameId)], date: Date) -> Option<Option<NameId>> {
    let now = || all.iter().filter(|(period, _)| period.contains(date));
    let (latest, id) = now().max_by_key(|(period, _)| period.from)?;
    let change = latest.from.map(|from| from.saturating_add(31.days()));
    let leaves =
        |until: Option<Date>| until.is_some_and(|until| change.is_some_and(|change| until <= change));
    Some(now().all(|(period, other)| other == id || leaves(period.until)).then_some(*id))
}

impl Offices {
    /// Adds a user's office holder, for offices that `offices.tsv` knows.
    pub(crate) fn add_holder(&mut self, tenure: &Tenure, id: NameId) {
        let Some(country) = tenure.country else { return };
        for office in self.titled(country, tenure.office) {
            self.own.entry((country, office)).or_default().push((tenure.period, id));
        }
    }
}

/// The offices that people held, sorted by person and start.
pub(crate) type Held = Vec<(&'static str, Tenure)>;

/// Reads who held which office.
pub(crate) fn read(offices: &Offices) -> Result<Held, LexiconError> {
    let mut held = Held::new();
    for (file, text) in FILES {
        for row in rows(file, text, 5)? {
            let country = read_code(&row, row.field(0))?;
            let (office, known) = offices.office(row.field(1), country).ok_or_else(|| {
                row.error(format!("expected an office of offices.tsv, found `{}`", row.field(1)))
            })?;
            let tenure = Tenure {
                country,
                office,
                period: Period::parse(row.field(2), row.field(3)).map_err(|m| row.error(m))?,
                sectors: known.sectors.clone(),
                party: None,
                rank: known.rank,
                source: row.source(),
            };
            held.push((row.field(4), tenure));
        }
    }
    held.sort_by_cached_key(|(name, t)| (*name, t.period.from, t.rank));
    Ok(held)
}

/// A person's entry and the name and country that it is called by.
struct Person {
    id: NameId,
    name: &'static str,
    country: Option<CountryCode>,
}

/// Whether the leader of the opposition leads a party meanwhile, which a mere dissident does not; `person` are the offices of one.
fn leads_too(person: &[(&str, Tenure)], tenure: &Tenure) -> bool {
    let leads = |other: &Tenure| other.office == PARTY_LEADER && other.period.meet(tenure.period).is_some();
    person.iter().any(|(_, other)| leads(other))
}

/// Gives those who lead a party what it is on each day, and leaders of the opposition who lead one its sector.
fn join_parties(names: &Names, held: &mut Held) -> Result<(), LexiconError> {
    // Of one name, a political party goes before what else bears it.
    let mut named: Vec<&NamedEntry> = names.entries().iter().collect();
    named.sort_by_key(|e| e.kind == Kind::PoliticalParty);
    let parties: HashMap<&str, &DatedSectors, FastHash> =
        named.into_iter().map(|e| (e.name, &e.sectors)).collect();
    for row in rows("people/parties.tsv", PARTIES, 5)? {
        let country = read_code(&row, row.field(1))?;
        let party = parties.get(row.field(4));
        let party = party.ok_or_else(|| row.error(format!("no party is called `{}`", row.field(4))))?;
        let period = Period::parse(row.field(2), row.field(3)).map_err(|m| row.error(m))?;
        let first = held.partition_point(|(name, _)| *name < row.field(0));
        let count = held[first..].iter().take_while(|(name, _)| *name == row.field(0)).count();
        let person = &mut held[first..first + count];
        let mut joined = false;
        for i in 0..count {
            let tenure = &person[i].1;
            let within = tenure.country == country
                && tenure.period.from.is_none_or(|from| period == Period::default() || period.contains(from));
            match (within, tenure.office) {
                (true, PARTY_LEADER) => person[i].1.party = Some((*party).clone()),
                (true, OPPOSITION_LEADER) if leads_too(person, tenure) => {
                    person[i].1.sectors = vec![Sector::Pty, Sector::Opp];
                }
                (true, OPPOSITION_LEADER) => {}
                _ => continue,
            }
            joined = true;
        }
        if !joined {
            return Err(row.error(format!("`{}` leads nothing then", row.field(0))));
        }
    }
    Ok(())
}

/// Adds the people who held these offices, and their aliases.
pub(crate) fn add(names: &mut Names, mut held: Held) -> Result<(), LexiconError> {
    join_parties(names, &mut held)?;
    let people = add_entries(names, held);
    let ids: HashMap<&str, NameId, FastHash> = people.iter().map(|p| (p.name, p.id)).collect();
    let aliases = rows("people/aliases.tsv", ALIASES, 2)?;
    for row in &aliases {
        if !ids.contains_key(row.field(0)) {
            return Err(row.error(format!("nobody is called `{}`", row.field(0))));
        }
    }
    let aliases = || aliases.iter().flat_map(|row| row.items(1).map(|alias| (alias, ids[row.field(0)])));
    let (phrases, surnames) = names.tables_of_people(people.len());
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for person in &people {
                surnames.add(surname(person.name, person.country), person.id);
            }
            for (alias, id) in aliases() {
                if let Some(surname) = alias.strip_prefix('~') {
                    surnames.add(surname, id);
                }
            }
        });
        for person in &people {
            phrases.add(person.name, person.id);
            for variant in variants(person.name) {
                phrases.add(&variant, person.id);
            }
        }
        for (alias, id) in aliases().filter(|(alias, _)| !alias.starts_with('~')) {
            phrases.add(alias, id);
        }
    });
    Ok(())
}

fn add_entries(names: &mut Names, held: Held) -> Vec<Person> {
    names.reserve(held.len());
    let mut people = Vec::new();
    let mut held = held.into_iter().peekable();
    while let Some((name, first)) = held.next() {
        let (source, country) = (first.source, first.country);
        let mut tenures = vec![first];
        while let Some((_, tenure)) = held.next_if(|(other, _)| *other == name) {
            tenures.push(tenure);
        }
        let id = names.next_id();
        for tenure in &tenures {
            if let Some(country) = tenure.country {
                let holders = &mut names.offices_mut().holders;
                holders.entry((country, tenure.office)).or_default().push((tenure.period, id));
            }
        }
        names.push_nameless(NamedEntry::person(name, tenures, source));
        people.push(Person { id, name, country });
    }
    people
}

/// The family name, or a monarch's only name: the first word where that is the custom of the country, else the last
/// that is no number or "Jr.".
fn surname(name: &'static str, country: Option<CountryCode>) -> &'static str {
    let mut words = name.split(' ');
    let first = country.is_some_and(|c| FAMILY_FIRST.contains(&c.as_str()));
    let word = if first { words.next() } else { words.rfind(|w| !is_suffix(w)) };
    word.unwrap_or(name)
}

fn is_suffix(word: &str) -> bool {
    word == "Jr." || word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'))
}

/// Other ways to print a name: without a title before two names or more, and without initials in the middle.
fn variants(name: &str) -> Vec<String> {
    if !name.contains('.') && !TITLES.iter().any(|title| name.starts_with(title)) {
        return Vec::new();
    }
    let words: Vec<&str> = name.split(' ').collect();
    let mut all = Vec::new();
    if TITLES.contains(&words[0]) && words.len() > 2 {
        all.push(words[1..].join(" "));
    }
    let is_initial = |w: &str| w.len() == 2 && w.ends_with('.');
    if !is_initial(words[0]) && words.iter().any(|w| is_initial(w)) {
        all.push(words.into_iter().filter(|w| !is_initial(w)).collect::<Vec<_>>().join(" "));
    }
    all
}

/// What a person with these offices, earliest first, is on `date`.
pub(crate) fn standing(home: Option<CountryCode>, tenures: &[Tenure], date: Option<Date>) -> Standing {
    let current = match date {
        Some(date) => tenures.iter().filter(|t| t.period.contains(date)).min_by_key(|t| t.rank),
        // Whoever is named without a date is meant as what they are best known for: their highest office, the last of equals.
        None => tenures.iter().rev().min_by_key(|t| t.rank),
    };
    if let Some(t) = current {
        return Standing {
            country: t.country,
            sectors: t.sectors_at(date),
            office: Some(t.office).filter(|office| !office.is_empty()),
            former: false,
            nobody: false,
        };
    }
    let past = |t: &&Tenure| date.is_some_and(|date| t.period.is_past(date));
    let Some(last) = tenures.iter().rev().find(past) else {
        return Standing { country: home, sectors: Vec::new(), office: None, former: false, nobody: false };
    };
    let official = tenures.iter().filter(past).any(|t| t.sectors.iter().any(|s| is_official(*s)));
    let sectors = if official { vec![Sector::Eli] } else { last.sectors.clone() };
    let country = home_of(tenures.iter().filter(past));
    Standing { country, sectors, office: None, former: true, nobody: false }
}

/// The country that people of these offices are of when they hold none: the last that they served, world bodies only where
/// they served nothing else.
pub(crate) fn home_of<'a>(
    tenures: impl DoubleEndedIterator<Item = &'a Tenure> + Clone,
) -> Option<CountryCode> {
    let served = tenures.rev().filter_map(|t| t.country);
    served.clone().find(|c| !c.is_international()).or_else(|| served.clone().next())
}

fn is_official(sector: Sector) -> bool {
    matches!(sector, Sector::Gov | Sector::Leg | Sector::Jud | Sector::Mil | Sector::Cop | Sector::Spy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tsv::tests::check_form;

    #[test]
    fn without_a_date_people_are_what_they_are_best_known_for() {
        let names = &crate::Lexicon::english().names;
        let country = |name: &str| {
            let id = names.lookup(name).into_iter().next().expect("a known name");
            names.entry(id).at(None).country.map(|c| c.to_string())
        };
        assert_eq!(country("Thabo Mbeki").as_deref(), Some("ZAF"), "an envoy of world bodies later");
    }

    #[test]
    fn leaders_are_in_government_and_opposition_with_their_parties() {
        let names = &crate::Lexicon::english().names;
        let on = |name: &str, date: &str| {
            let id = names.lookup(name).into_iter().next().expect("a known name");
            let sectors = names.entry(id).at(Some(date.parse().unwrap())).sectors;
            sectors.iter().map(|s| s.as_str()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(on("Kim Dae-jung", "1997-02-01"), "PTY OPP");
        assert_eq!(on("Sonia Gandhi", "2003-02-01"), "PTY OPP");
        assert_eq!(on("Sonia Gandhi", "2010-02-01"), "PTY GOV");
    }

    #[test]
    fn files_are_sorted_and_well_formed() {
        check_form("offices.tsv", OFFICES, 2);
        check_form("people/aliases.tsv", ALIASES, 1);
        check_form("people/parties.tsv", PARTIES, 3);
        for (file, text) in FILES {
            check_form(file, text, 5);
        }
    }

    #[test]
    fn nobody_leaves_office_before_taking_it() {
        for entry in Names::load().entries() {
            for t in &entry.tenures {
                let ordered = !matches!((t.period.from, t.period.until), (Some(a), Some(b)) if a >= b);
                assert!(ordered, "{}: {:?}", entry.name, t);
            }
        }
    }

    #[test]
    fn an_office_is_held_by_one_or_by_nobody_in_particular() {
        let of = |ends: &[(&str, &str)], on: &str| {
            let period = |(from, until): &(&str, &str)| Period::parse(from, until).unwrap();
            let all: Vec<_> = ends.iter().enumerate().map(|(i, e)| (period(e), NameId(i as u32))).collect();
            holder_on(&all, on.parse().unwrap()).map(|one| one.map(|id| id.0))
        };
        let change = [("2001-02-03", "2004-05"), ("2004-05-10", "")];
        assert_eq!(of(&change, "2004-05-09"), Some(Some(0)));
        assert_eq!(of(&change, "2004-05-10"), Some(Some(1)));
        assert_eq!(of(&change, "2000-01-01"), None);
        assert_eq!(of(&[("2001", "2006"), ("2004-05-10", "")], "2005-01-01"), Some(None));
        assert_eq!(of(&[("2001", ""), ("2004", "2008")], "2005-01-01"), Some(None));
    }

    #[test]
    fn lines_of_a_country_say_what_an_office_is_there() {
        let offices = Offices::read().unwrap();
        let code = |text| CountryCode::from_code(text).unwrap();
        assert!(offices.is_single("president", code("FRA")) && !offices.is_single("senator", code("USA")));
        assert!(offices.is_single("opposition leader", code("GBR")));
        assert!(!offices.is_single("opposition leader", code("VEN")));
        assert!(!offices.is_single("emperor of the moon", code("FRA")));
        assert_eq!(
            offices.office("party leader", Some(code("VNM"))).unwrap().1.sectors,
            [Sector::Gov, Sector::Pty]
        );
        assert_eq!(offices.office("party leader", Some(code("FRA"))).unwrap().1.sectors, [Sector::Pty]);
    }

    #[test]
    fn names_vary_in_titles_and_initials() {
        assert_eq!(variants("Ayatollah Ali Khamenei"), ["Ali Khamenei"]);
        assert_eq!(variants("Michael D. Higgins"), ["Michael Higgins"]);
        assert!(variants("King Fahd").is_empty() && variants("F. W. de Klerk").is_empty());
    }

    #[test]
    fn family_names_follow_custom() {
        let china = CountryCode::from_code("CHN");
        assert_eq!(surname("Xi Jinping", china), "Xi");
        assert_eq!(surname("Angela Merkel", CountryCode::from_code("DEU")), "Merkel");
        assert_eq!(surname("King Felipe VI", CountryCode::from_code("ESP")), "Felipe");
    }
}

//! What the lexicon knows of parties: names, countries and role nouns, each with what it is when, file and line.

use super::place;
use annalist::lexicon::predicates::Source;
use annalist::lexicon::{Country, Lexicon, NamedEntry, Naming, Period, Rank, Role, RoleKind, Standing};
use annalist_core::{CountryCode, Sector};
use jiff::civil::Date;

/// One line of what is known: cells that stand one under another.
pub type Cells = Vec<String>;

/// What is known of a phrase, as blocks of lines; those of a user's files first.
pub fn known(words: &str, date: Option<Date>, lexicon: &Lexicon) -> Vec<Cells> {
    let mut rows = Vec::new();
    for id in lexicon.names.lookup(words) {
        rows.extend(named(lexicon.names.entry(id), date, lexicon));
    }
    for found in lexicon.countries.lookup(words) {
        let country = lexicon.countries.entry(found);
        rows.push(named_so(country, found.naming));
    }
    if let Some(found) = lexicon.roles.lookup(words) {
        rows.push(role(lexicon.roles.entry(found)));
    }
    rows
}

/// A named party, then what it is in each period; the one that holds on `date` is marked.
fn named(entry: &NamedEntry, date: Option<Date>, lexicon: &Lexicon) -> Vec<Cells> {
    let now = entry.at(date);
    let state = match (date, now.former) {
        (None, _) => "no --date: as last known".to_owned(),
        (Some(date), true) => format!("on {date}, out of office"),
        (Some(date), false) => format!("on {date}"),
    };
    let office = now.office.map(|o| format!(", {o}")).unwrap_or_default();
    let mut rows = vec![vec![
        entry.name.to_owned(),
        entry.kind.as_str().to_owned(),
        codes(&at(&now, date, entry, lexicon)),
        format!("{state}{office}"),
        place(entry.source),
    ]];
    let periods = entry.periods();
    if periods.len() > 1
        || periods
            .iter()
            .any(|(period, standing, _)| *period != Period::default() || standing.office.is_some())
    {
        rows.extend(periods.iter().map(|(period, standing, source)| {
            let mark = if date.is_some_and(|d| period.contains(d)) { "  *" } else { "   " };
            let what = standing.office.unwrap_or_default().to_owned();
            vec![mark.to_owned(), what, codes(standing), shown(*period), place(*source)]
        }));
    }
    rows
}

/// The standing with the country of the states of `date`.
fn at(now: &Standing, date: Option<Date>, entry: &NamedEntry, lexicon: &Lexicon) -> Standing {
    let then = |code| match date {
        Some(_) if !entry.source.is_users => lexicon.countries.code_at(code, date),
        _ => code,
    };
    Standing { country: now.country.map(then), ..now.clone() }
}

fn named_so(country: &Country, naming: Naming) -> Cells {
    let what = match (country.rank, naming) {
        (Rank::People, _) => "people",
        (_, Naming::Name) => "name",
        (_, Naming::FormerName) => "former name",
        (_, Naming::Adjective) => "adjective",
        (_, Naming::Demonym | Naming::DemonymPlural) => "demonym",
        (_, Naming::Capital) => "capital",
    };
    let rank = match country.rank {
        Rank::State => "state",
        Rank::Territory => "dependency",
        Rank::Breakaway => "breakaway entity, PRE",
        Rank::Region => "region",
        Rank::People => "people",
    };
    let code = country.code.map_or("-".to_owned(), |c| c.to_string());
    let when = if country.period == Period::default() {
        rank.to_owned()
    } else {
        format!("{rank}, {}", shown(country.period))
    };
    vec![format!("{} of {}", what, country.name), "country".to_owned(), code, when, place(country.source)]
}

fn role(role: &Role) -> Cells {
    let kind = match role.kind {
        RoleKind::Person => "role of a person",
        RoleKind::People => "role of people",
        RoleKind::Body => "role of a body",
    };
    let flags = [
        (role.transparent, "takes the sectors of what it belongs to"),
        (role.kin, "kin"),
        (role.title, "title"),
    ];
    let flags: Vec<&str> = flags.into_iter().filter(|f| f.0).map(|f| f.1).collect();
    vec![
        role.name.to_owned(),
        kind.to_owned(),
        both(role.country, &role.sectors),
        flags.join(", "),
        place(role.source),
    ]
}

/// `DEU GOV`, `nobody` where a dictionary says so.
fn codes(standing: &Standing) -> String {
    if standing.nobody { "nobody".to_owned() } else { both(standing.country, &standing.sectors) }
}

/// Country and sectors: `DEU GOV`, `-` for no country.
pub fn both(country: Option<CountryCode>, sectors: &[Sector]) -> String {
    let country = country.map_or("-".to_owned(), |c| c.to_string());
    let sectors = sectors.iter().map(|s| s.as_str());
    std::iter::once(country.as_str()).chain(sectors).collect::<Vec<_>>().join(" ")
}

/// `2005-11-22 to 2021-12-07`: both days are within.
pub fn shown(period: Period) -> String {
    let last = period.until.and_then(|day| day.yesterday().ok());
    match (period.from, last) {
        (None, None) => "always".to_owned(),
        (Some(from), None) => format!("from {from}"),
        (None, Some(last)) => format!("until {last}"),
        (Some(from), Some(last)) => format!("{from} to {last}"),
    }
}

/// A line of `lexicon list`: name, kind, country, sectors, from, to, office, file and line.
pub type Listed = [String; 8];

/// The columns of [`Listed`].
pub const COLUMNS: [&str; 8] = ["name", "kind", "country", "sectors", "from", "to", "office", "source"];

/// Every party, and every role noun, users' first; a line for each period that a party has another standing in.
pub fn all(lexicon: &Lexicon) -> Vec<(Source, Listed)> {
    let parties = lexicon.names.entries().iter().flat_map(|entry| {
        entry.periods().into_iter().map(move |(period, standing, source)| {
            let sectors = if standing.nobody { "nobody".to_owned() } else { joined(&standing.sectors) };
            let ends = [period.from, period.until.and_then(|day| day.yesterday().ok())];
            let [from, to] = ends.map(|day| day.map(|d| d.to_string()).unwrap_or_default());
            let country = standing.country.map(|c| c.to_string()).unwrap_or_default();
            let office = standing.office.unwrap_or_default().to_owned();
            let cells = [
                entry.name.into(),
                entry.kind.as_str().into(),
                country,
                sectors,
                from,
                to,
                office,
                place(source),
            ];
            (source, cells)
        })
    });
    let roles = lexicon.roles.entries().iter().map(|role| {
        let country = role.country.map(|c| c.to_string()).unwrap_or_default();
        let empty = String::new;
        let cells = [
            role.name.into(),
            "role".into(),
            country,
            joined(&role.sectors),
            empty(),
            empty(),
            empty(),
            place(role.source),
        ];
        (role.source, cells)
    });
    let mut all: Vec<(Source, Listed)> = parties.chain(roles).collect();
    all.sort_by_key(|(source, _)| !source.is_users);
    all
}

fn joined(sectors: &[Sector]) -> String {
    sectors.iter().map(|s| s.as_str()).collect::<Vec<_>>().join(" ")
}

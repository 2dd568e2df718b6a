//! A plain table of actors: tab-separated columns that its first line names.

use super::codes::{self, Coded};
use super::{Line, Reader};
use crate::names::Kind;
use crate::period::Period;
use crate::phrases::FastHash;
use annalist_core::{CountryCode, Sector};
use std::collections::HashMap;

/// The columns a table may have.
const COLUMNS: [&str; 9] = ["name", "country", "sectors", "code", "from", "to", "kind", "office", "aliases"];

/// A row that can be used.
#[derive(Debug)]
pub(super) struct Actor {
    pub(super) name: &'static str,
    pub(super) aliases: Vec<&'static str>,
    pub(super) what: What,
    pub(super) period: Period,
    pub(super) coded: &'static Coded,
    pub(super) office: &'static str,
    pub(super) line: usize,
}

/// What a row is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A person, whose periods are offices: out of office they are `ELI`.
    Person,
    /// A party of this kind.
    Party(Kind),
    /// A role noun.
    Role,
}

/// Whether `line` is the first line of such a table.
pub(super) fn is_header(line: &str) -> bool {
    line.contains('\t') && line.split('\t').any(|column| column.trim().eq_ignore_ascii_case("name"))
}

/// Reads `lines` and hands on the actors of each name together.
pub(super) fn read(reader: &mut Reader, mut lines: impl Iterator<Item = Line>) {
    let Some(header) = lines.find(|l| is_data(l.text)) else { return };
    let columns = match header_columns(header.text) {
        Ok(columns) => columns,
        Err(why) => return reader.problem(header.number, why),
    };
    let mut order: Vec<Vec<Actor>> = Vec::new();
    let mut places: HashMap<(&'static str, bool), usize, FastHash> = HashMap::default();
    for line in lines.filter(|l| is_data(l.text)) {
        match row(reader, &columns, &line) {
            Ok(actor) => {
                let key = (actor.name, actor.what == What::Role);
                let at = *places.entry(key).or_insert_with(|| {
                    order.push(Vec::new());
                    order.len() - 1
                });
                order[at].push(actor);
            }
            Err(why) => reader.problem(line.number, why),
        }
    }
    order.into_iter().for_each(|actors| reader.actors(actors));
}

fn is_data(line: &str) -> bool {
    !line.trim().is_empty() && !line.starts_with('#')
}

/// Which of [`COLUMNS`] each column of a table is.
type Columns = Vec<usize>;

fn header_columns(line: &str) -> Result<Columns, String> {
    let known = |column: &str| COLUMNS.iter().position(|c| column.trim().eq_ignore_ascii_case(c));
    let list = || COLUMNS.join(", ");
    let mut columns = Vec::new();
    for column in line.split('\t') {
        let at = known(column)
            .ok_or_else(|| format!("expected columns of {}, found `{}`", list(), column.trim()))?;
        if columns.contains(&at) {
            return Err(format!("expected each column once, found `{}` twice", COLUMNS[at]));
        }
        columns.push(at);
    }
    let has = |name: &str| columns.iter().any(|c| COLUMNS[*c] == name);
    if !has("name") || !has("code") && !has("country") && !has("sectors") {
        return Err("expected a column `name`, and `code` or `country` and `sectors`".to_owned());
    }
    Ok(columns)
}

fn row(reader: &mut Reader, columns: &Columns, line: &Line) -> Result<Actor, String> {
    let mut fields = [""; COLUMNS.len()];
    let mut found = 0;
    for cell in line.text.split('\t').map(str::trim) {
        if let Some(at) = columns.get(found).filter(|_| cell != "-") {
            fields[*at] = cell;
        }
        found += 1;
    }
    if found != columns.len() {
        return Err(format!("expected {} columns, found {found}", columns.len()));
    }
    let [name, country, sectors, code, from, to, kind, office, aliases] = fields;
    if crate::fold(name).is_empty() {
        return Err("expected a name".to_owned());
    }
    let what = match kind {
        "" => What::Party(Kind::Unsaid),
        "person" => What::Person,
        "role" => What::Role,
        word => What::Party(Kind::from_word(word).ok_or_else(|| {
            format!("expected person, role or one of {}, found `{word}`", Kind::words().join(", "))
        })?),
    };
    let period = period(from, to)?;
    let coded = coded(reader, code, country, sectors)?;
    let aliases = aliases.split('|').map(str::trim).filter(|a| !a.is_empty()).collect();
    Ok(Actor { name, aliases, what, period, coded, office, line: line.number })
}

/// `from` and `to` are both within; a year or month stands for the whole of it.
fn period(from: &str, to: &str) -> Result<Period, String> {
    let mut period = Period::parse(from, to)?;
    if to.matches('-').count() == 2 {
        period.until = period.until.and_then(|day| day.tomorrow().ok());
    }
    match (period.from, period.until) {
        (Some(start), Some(until)) if start >= until => {
            Err(format!("expected `from` before `to`, found `{from}`, `{to}`"))
        }
        _ => Ok(period),
    }
}

/// What `code`, `country` and `sectors` say together; many rows say the same.
fn coded(
    reader: &mut Reader,
    code: &'static str,
    country: &'static str,
    sectors: &'static str,
) -> Result<&'static Coded, String> {
    let key = [code, country, sectors];
    if let Some(coded) = reader.cells.get(&key) {
        return Ok(coded);
    }
    let coded: &'static Coded = Box::leak(Box::new(read_coded(reader, code, country, sectors)?));
    reader.cells.insert(key, coded);
    Ok(coded)
}

fn read_coded(reader: &Reader, code: &str, country: &str, sectors: &str) -> Result<Coded, String> {
    let mut coded = if code.is_empty() { Coded::default() } else { codes::read(code, reader.countries())? };
    if !country.is_empty() {
        let read = CountryCode::from_code(country);
        let known = read.filter(|c| c.is_international() || reader.countries().by_code(*c).is_some());
        let known = known.ok_or_else(|| {
            format!("expected a country as in ISO 3166-1 alpha-3 or IGO, NGO, IMG …, found `{country}`")
        })?;
        coded.country = Some(known);
    }
    let words: Vec<&str> = sectors.split([' ', '+', '|']).filter(|w| !w.is_empty()).collect();
    if !words.is_empty() {
        let read = |w: &&str| {
            Sector::from_label(w).ok_or_else(|| format!("expected sectors such as GOV MIL, found `{w}`"))
        };
        coded.sectors = words.iter().map(read).collect::<Result<_, _>>()?;
        coded.bare = false;
    }
    if coded.country.is_none() && coded.sectors.is_empty() {
        return Err("expected a country, sectors or a code".to_owned());
    }
    Ok(coded)
}

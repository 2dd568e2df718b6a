//! CAMEO actor codes such as `USAGOVMIL` or `IGOUNO` as PLOVER's country and sectors, by `lexicon/cameo-codes.tsv`.

use crate::countries::{Countries, read_code};
use crate::names::read_sectors;
use crate::tsv::{LexiconError, built_in, rows};
use annalist_core::{CountryCode, Sector};
use std::collections::HashMap;
use std::sync::OnceLock;

pub(crate) const CODES: &str = include_str!("../../../../lexicon/cameo-codes.tsv");

/// The most groups of three letters that a code is read to.
const GROUPS: usize = 12;

/// What a code says of a party.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Coded {
    pub(crate) country: Option<CountryCode>,
    pub(crate) sectors: Vec<Sector>,
    /// Whether the code is a country's and nothing more.
    pub(crate) bare: bool,
}

/// A group of three letters.
#[derive(Debug)]
struct Group {
    kind: Kind,
    country: Option<CountryCode>,
    sectors: Vec<Sector>,
    alone: Vec<Sector>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Says who the party belongs to wherever it stands first: a state, region or kind of international actor.
    Whole,
    /// A role.
    Role,
    /// A belief, organization or people: what PLOVER has no code for.
    Other,
}

/// Reads `text`: groups of three letters, of which the first says whose the party is and the others what it does.
/// A country after an international code is where the party has its seat, which does not make the party that country's
/// (CAMEO manual, "International Codes"). Groups of digits divide beliefs and are passed over.
///
/// # Errors
/// Says which group is unknown.
pub(crate) fn read(text: &str, countries: &Countries) -> Result<Coded, String> {
    let form = || format!("expected a code of groups of three letters such as USAGOV, found `{text}`");
    let bytes = text.as_bytes();
    if bytes.is_empty() || !bytes.len().is_multiple_of(3) || bytes.len() > 3 * GROUPS || !text.is_ascii() {
        return Err(form());
    }
    let mut coded = Coded::default();
    let mut alone: &[Sector] = &[];
    let groups: Vec<&str> = (0..bytes.len()).step_by(3).map(|i| &text[i..i + 3]).collect();
    for (i, group) in groups.iter().enumerate() {
        if i > 0 && group.bytes().all(|b| b.is_ascii_digit()) {
            continue;
        }
        let listed = table().get(group);
        let state = CountryCode::from_code(group).filter(|c| countries.by_code(*c).is_some());
        // `MUS` is Mauritius at the start of a code and Islam later on.
        let named = listed.filter(|l| i > 0 || state.is_none() || l.kind == Kind::Whole);
        match (named, state) {
            (Some(listed), _) => {
                coded.country = listed.country.filter(|c| takes(coded.country, *c)).or(coded.country);
                add(&mut coded.sectors, &listed.sectors);
                if alone.is_empty() {
                    alone = &listed.alone;
                }
            }
            (None, Some(state)) if i == 0 => {
                coded.country = countries.by_code(state).and_then(|c| c.code);
                coded.bare = groups.len() == 1;
            }
            (None, Some(state)) if coded.country.is_none() => coded.country = Some(state),
            (None, Some(_)) => {}
            (None, None) => return Err(format!("unknown group `{group}` in the code `{text}`")),
        }
    }
    if coded.sectors.is_empty() {
        add(&mut coded.sectors, alone);
    }
    Ok(coded)
}

/// Whether a later group's country takes the place of an earlier one's: the United Nations that of `IGO`.
fn takes(so_far: Option<CountryCode>, next: CountryCode) -> bool {
    so_far.is_none()
        || so_far == Some(CountryCode::IGO) && [CountryCode::UNO, CountryCode::EUR].contains(&next)
}

fn add(sectors: &mut Vec<Sector>, more: &[Sector]) {
    for sector in more {
        if !sectors.contains(sector) {
            sectors.push(*sector);
        }
    }
}

fn table() -> &'static HashMap<&'static str, Group> {
    static TABLE: OnceLock<HashMap<&'static str, Group>> = OnceLock::new();
    TABLE.get_or_init(|| built_in(load()))
}

fn load() -> Result<HashMap<&'static str, Group>, LexiconError> {
    let mut all = HashMap::new();
    for row in rows("cameo-codes.tsv", CODES, 6)? {
        let kind = match row.field(1) {
            "international" | "region" | "state" => Kind::Whole,
            "role" => Kind::Role,
            "belief" | "organization" | "part" => Kind::Other,
            other => return Err(row.error(format!("expected a kind, found `{other}`"))),
        };
        let group = Group {
            kind,
            country: read_code(&row, row.field(2))?,
            sectors: read_sectors(&row, row.field(3))?,
            alone: read_sectors(&row, row.field(4))?,
        };
        all.insert(row.field(0), group);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tsv::tests::check_form;

    fn check(code: &str, expected: &str) {
        let shown = match read(code, &Countries::built_in()) {
            Ok(coded) => {
                let country = coded.country.map_or("-".to_owned(), |c| c.to_string());
                let sectors = coded.sectors.iter().map(|s| s.as_str());
                std::iter::once(country.as_str()).chain(sectors).collect::<Vec<_>>().join(" ")
            }
            Err(why) => why,
        };
        assert_eq!(shown, expected, "{code}");
    }

    #[test]
    fn the_table_is_sorted_and_well_formed() {
        check_form("cameo-codes.tsv", CODES, 1);
    }

    #[test]
    fn codes_become_country_and_sectors() {
        check("USA", "USA");
        check("USAGOVMIL", "USA GOV MIL");
        check("FRAGOVHLH", "FRA GOV MED");
        check("GBRMED", "GBR JRN");
        check("IRNGOVENV", "IRN GOV");
        check("KSVOPPPTY", "XKX OPP PTY");
        check("ARMUNR", "ARM PRE");
        check("IRQMUSREB", "IRQ REB");
        check("MUSGOV", "MUS GOV");
        check("VGBGOV", "GBR GOV");
        check("GBRFLKGOV", "GBR GOV");
    }

    #[test]
    fn international_codes_stay_international_whatever_their_seat() {
        check("IGOUNO", "UNO");
        check("IGOUNODEVWBK", "UNO SOC");
        check("IGOEURENV", "IGO SOC");
        check("IGOEUREEC", "EUR");
        check("NGO", "NGO SOC");
        check("NGOUSAHLH", "NGO MED");
        check("MNCJPN", "MNC BUS");
        check("IMGMUSALQ", "IMG REB");
        check("NGOCHRPRO214", "NGO SOC");
        check("MEAREB", "- REB");
    }

    #[test]
    fn what_is_no_code_is_named() {
        check("MNCCN", "expected a code of groups of three letters such as USAGOV, found `MNCCN`");
        check("KKLREB", "unknown group `KKL` in the code `KKLREB`");
    }
}

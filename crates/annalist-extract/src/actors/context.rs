//! The home country of a report: where "the government" and "police" are, when the report names one country above all.
//!
//! A report about one country says "police" for that country's police; a report about several leaves it open, and so
//! does this module.

use super::knowledge::Knowledge;
use super::pieces::Words;
use super::resolve::Resolution;
use annalist_core::{CountryCode, Document, NameKind, Place, Relation, Report, Sector, Upos};
use annalist_lexicon::Casing;
use annalist_lexicon::Lexicon;
use jiff::civil::Date;
use std::ops::Range;

/// How many times a report must name its home country, places in it, or its people and bodies.
const ENOUGH: usize = 2;

/// How many times as often as any other country.
const ABOVE_ALL: usize = 3;

/// How often a document names each country: by name, adjective, demonym or a place in it.
pub fn counts(document: &Document, places: &[Place], lexicon: &Lexicon) -> Vec<(CountryCode, usize)> {
    let mut counts: Vec<(CountryCode, usize)> = Vec::new();
    let mut count = |code: CountryCode| match counts.iter_mut().find(|(c, _)| *c == code) {
        Some((_, n)) => *n += 1,
        None => counts.push((code, 1)),
    };
    let words = Words::of(document, 0..document.tokens.len());
    for at in (0..words.len()).filter(|i| words.capital(*i)) {
        let found = lexicon.countries.longest_at_start(&words.list[at..], Casing::Respect);
        let code = found.and_then(|f| lexicon.countries.entry(f.values[0]).code);
        let start = document.tokens[words.token[at]].span.start;
        let i = places.partition_point(|p| p.span.start < start);
        let place = places.get(i).filter(|p| p.span.start == start).and_then(|p| p.country);
        if let Some(code) = place.or(code) {
            count(code);
        }
    }
    counts
}

/// As [`counts`], with the countries of the people and bodies that the lexicon knows by name: a report on "President Gloria
/// Macapagal-Arroyo" is about the Philippines, whether it says so or not.
pub fn evidence(
    document: &Document,
    counts: &[(CountryCode, usize)],
    lexicon: &Lexicon,
    date: Option<Date>,
) -> Vec<(CountryCode, usize)> {
    let mut all = counts.to_vec();
    let words = Words::of(document, 0..document.tokens.len());
    let mut at = 0;
    while at < words.len() {
        let known = words.capital(at).then(|| named(lexicon, &words, at, date)).flatten();
        if let Some((_, code)) = known {
            match all.iter_mut().find(|(c, _)| *c == code) {
                Some((_, n)) => *n += 1,
                None => all.push((code, 1)),
            }
        }
        at += known.map_or(1, |(len, _)| len);
    }
    all
}

/// The state of a party whose name of two words or more starts at word `at`, where the name does not name the state itself.
fn named(lexicon: &Lexicon, words: &Words, at: usize, date: Option<Date>) -> Option<(usize, CountryCode)> {
    let rest = &words.list[at..];
    let found = lexicon.names.longest_at_start(rest, Casing::Respect, date).filter(|f| f.len > 1)?;
    let counted = (0..found.len)
        .any(|i| lexicon.countries.longest_at_start(&rest[i..found.len], Casing::Respect).is_some());
    let code = lexicon.names.entry(found.values[0]).at(date).country?;
    (!counted && !code.is_international()).then_some((found.len, code))
}

/// The country named most often; of two named alike, the first.
pub fn focus(counts: &[(CountryCode, usize)]) -> Option<CountryCode> {
    counts.iter().rev().max_by_key(|(_, n)| *n).map(|(code, _)| *code)
}

/// The country that a report is about above all others, if there is one.
pub fn home(counts: &[(CountryCode, usize)]) -> Option<CountryCode> {
    let (code, most) = *counts.iter().rev().max_by_key(|(_, n)| *n)?;
    let next = counts.iter().filter(|(c, _)| *c != code).map(|(_, n)| *n).max().unwrap_or(0);
    (most >= ENOUGH && most >= next * ABOVE_ALL && !code.is_international()).then_some(code)
}

/// The country of the dateline, where the report names no other more often: agencies say "the foreign ministry" for that of
/// the country they write from.
pub fn filed_from(report: &Report, places: &[Place], counts: &[(CountryCode, usize)]) -> Option<CountryCode> {
    let span = report.dateline.as_ref()?.span?;
    let code = places.iter().find(|p| span.overlaps(p.span))?.country?;
    let times = |code: CountryCode| counts.iter().find(|(c, _)| *c == code).map_or(0, |(_, n)| *n);
    let most = counts.iter().map(|(_, n)| *n).max().unwrap_or(0);
    (times(code) > 1 && times(code) >= most && !code.is_international()).then_some(code)
}

/// Gives a domestic institution without a country the report's home country.
pub fn settle(knowledge: &Knowledge, document: &Document, tokens: &Range<usize>, found: &mut Resolution) {
    let Some(home) = knowledge.home else { return };
    let institution = found.sectors.first().is_some_and(|s| is_domestic(*s));
    // Officers by name are as often foreign: "General John Campbell said in Kabul".
    let officer = found.kind == Some(NameKind::Person) && found.sectors.first() == Some(&Sector::Mil);
    let described = found.rule.starts_with("role/") || found.rule.starts_with("modifier/role/");
    if found.codable
        && found.country.is_none()
        && institution
        && !officer
        && described
        && is_plain(document, tokens, found.plural)
    {
        found.country = Some(home);
        found.rule = format!("{}+home", found.rule).into();
    }
}

fn is_domestic(sector: Sector) -> bool {
    use Sector::*;
    matches!(sector, Gov | Mil | Cop | Jud | Leg | Opp | Pty | Spy)
}

/// Whether nothing in the phrase points abroad or to several countries, and no name in it is left unresolved.
fn is_plain(document: &Document, tokens: &Range<usize>, plural: bool) -> bool {
    const ABROAD: &[&str] = &[
        "allied",
        "allies",
        "arab",
        "bloc",
        "both",
        "coalition",
        "countries",
        "country",
        "diplomat",
        "diplomats",
        "embassies",
        "embassy",
        "envoy",
        "envoys",
        "european",
        "exile",
        "federation",
        "foreign",
        "global",
        "governments",
        "international",
        "leaders",
        "many",
        "multinational",
        "nations",
        "neighboring",
        "neighbouring",
        "other",
        "overseas",
        "peacekeepers",
        "peacekeeping",
        "regimes",
        "regional",
        "several",
        "state",
        "states",
        "two",
        "union",
        "various",
        "visiting",
        "western",
        "world",
    ];
    let plain = |i: usize| {
        let (token, lower) = (&document.tokens[i], document.form(i).to_lowercase());
        let elsewhere = token.upos == Upos::Propn && document.child_in(i, Relation::Case).is_some();
        let owned = token.upos == Upos::Pron && token.relation == Relation::NmodPoss;
        !ABROAD.contains(&lower.as_str()) && !elsewhere && !owned
    };
    tokens.clone().all(plain) && !(plural && document.form(tokens.start).chars().all(|c| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actors::trees::unparsed;

    fn check(text: &str, expected: Option<&str>) {
        let counts = counts(&unparsed(text), &[], Lexicon::english());
        assert_eq!(home(&counts).map(|c| c.to_string()).as_deref(), expected, "{text}");
    }

    #[test]
    fn one_country_above_all_others_is_home() {
        check("Kenya mourned. Kenyan police searched Nairobi for men from Somalia.", Some("KEN"));
        check("Kenya and Somalia, Kenyan and Somali troops, Nairobi and Mogadishu", None);
        check("Police searched a house in Kenya.", None);
        check("Police searched a house in Kenya, and Kenyan police another.", Some("KEN"));
    }
}

//! The home country of a report: where "the government" and "police" are, when the report names one country above all.
//!
//! A report about one country says "police" for that country's police; a report about several leaves it open, and so
//! does this module.

use super::knowledge::Knowledge;
use super::pieces::Words;
use super::resolve::Resolution;
use annalist_core::{CountryCode, Document, Place, Relation, Sector, Upos};
use annalist_lexicon::Casing;
use annalist_lexicon::Lexicon;
use std::ops::Range;

/// How many times a report must name its home country or places in it.
const ENOUGH: usize = 3;

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

/// Gives a domestic institution without a country the report's home country.
pub fn settle(knowledge: &Knowledge, document: &Document, tokens: &Range<usize>, found: &mut Resolution) {
    let Some(home) = knowledge.home else { return };
    let institution = found.sectors.first().is_some_and(|s| is_domestic(*s));
    let described = found.rule.starts_with("role/") || found.rule.starts_with("modifier/role/");
    if found.codable
        && found.country.is_none()
        && institution
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
    }
}

//! A phrase that stands alone, resolved by the order of its words; no tree is needed.

use super::knowledge::Knowledge;
use super::resolve::{Phrase, Resolution, resolve};
use super::standing;
use annalist_core::{CountryCode, Document, NameKind, Place, Relation, Report, Sector, Upos};
use annalist_lexicon::fold;
use annalist_lexicon::{Casing, Lexicon};
use std::ops::Range;

/// Words that open what follows the core of a noun phrase.
const TAIL_OPENERS: &[&str] = &[
    "of", "in", "from", "for", "to", "at", "with", "on", "by", "against", "near", "under", "over", "within",
    "without", "about", "among", "inside", "outside", "across", "off", "along", "around", "behind",
    "between", "during", "after", "before", "since", "through", "toward", "towards", "into", "amid",
    "aboard", "and", "or", "who", "whom", "whose", "which", "that", "loyal",
];

/// "Villagers *south of* Algiers".
const SIDES: &[&str] =
    &["east", "north", "northeast", "northwest", "south", "southeast", "southwest", "west"];

/// Who `document`, the parse of a phrase alone, names; `None` when nobody codable. `report` supplies the date.
pub fn describe(
    report: &Report,
    document: &Document,
    places: &[Place],
    lexicon: &Lexicon,
) -> Option<Resolution> {
    let mut knowledge = Knowledge::new(report, document, places, lexicon);
    knowledge.alone = true;
    let found = by_parts(&knowledge, document);
    let told = |r: &Resolution| r.country.is_some() || r.sectors.iter().any(|s| *s != Sector::Unk);
    if found.as_ref().is_some_and(told) || !is_lower_case(document) {
        return found;
    }
    knowledge.casing = Casing::Ignore;
    by_parts(&knowledge, document).filter(told).filter(|r| !is_abbreviation(document, r)).or(found)
}

/// "A car", "the us": words that without capitals are no abbreviation of a country.
fn is_abbreviation(document: &Document, found: &Resolution) -> bool {
    let long = |word: &str| word.len() > 3;
    found.rule.starts_with("country/") && !document.text.split_whitespace().any(long)
}

/// Whether a phrase of several words has no capital at all, so that names in it lack theirs: "home minister l k advani".
fn is_lower_case(document: &Document) -> bool {
    !document.text.contains(char::is_uppercase) && document.text.trim().contains(char::is_whitespace)
}

/// Who the first of the parts that tells it names.
fn by_parts(knowledge: &Knowledge, document: &Document) -> Option<Resolution> {
    let parts = parts(document);
    let mut found: Vec<Resolution> =
        parts.iter().map(|tokens| part(knowledge, document, tokens.clone())).collect();
    let known = found.iter().position(|r| r.codable && (r.country.is_some() || !r.sectors.is_empty()));
    let best = known.filter(|i| *i < 2).or_else(|| found.iter().position(|r| r.codable))?;
    if best == 1 && found[1].rule.starts_with("country/") {
        found[1].sectors = vec![Sector::Cvl];
    }
    let name = found[0].name.take().filter(|_| found[0].codable || best == 1);
    let (country, bearer) = if best == 0 { beside(found.get(1)) } else { (None, None) };
    let out = found.swap_remove(best);
    let name = bearer.filter(|_| out.rule.starts_with("role/")).or(name).or(out.name);
    Some(Resolution { name, country: out.country.or(country), ..out })
}

/// What an apposition adds to a description: "the governor of Punjab, Pakistan", "the finance minister, Ann Lee".
fn beside(next: Option<&Resolution>) -> (Option<CountryCode>, Option<String>) {
    let Some(next) = next else { return (None, None) };
    let place = ["country/", "place/", "capital/"].iter().any(|rule| next.rule.starts_with(rule));
    let person = next.kind == Some(NameKind::Person);
    (next.country.filter(|_| place), next.name.clone().filter(|_| person))
}

fn part(knowledge: &Knowledge, document: &Document, tokens: Range<usize>) -> Resolution {
    let phrase = phrase(document, tokens);
    let found = resolve(knowledge, &phrase);
    standing::settle_phrase(document, &phrase, found)
}

fn phrase(document: &Document, tokens: Range<usize>) -> Phrase<'_> {
    let tokens = without_bound(document, tokens);
    let core_end = core_end(document, tokens.clone());
    let head = document.names.iter().rev().find(|n| n.tokens.contains(&core_end));
    Phrase {
        document,
        kind: head.map(|n| n.kind),
        locative: false,
        head: core_end,
        plural: document.tokens[core_end].has("Number=Plur"),
        core_end,
        tokens,
    }
}

/// A phrase without what bounds its number: "up to 10 fighters", "a total of 205 observers".
fn without_bound(document: &Document, tokens: Range<usize>) -> Range<usize> {
    const BOUNDS: &[&[&str]] = &[
        &["a", "total", "of"],
        &["as", "many", "as"],
        &["at", "least"],
        &["at", "most"],
        &["fewer", "than"],
        &["less", "than"],
        &["more", "than"],
        &["some"],
        &["up", "to"],
    ];
    let opens = |bound: &&&[&str]| {
        let after = tokens.start + bound.len();
        after < tokens.end
            && is_number(document, after)
            && bound.iter().zip(tokens.clone()).all(|(word, i)| document.form(i).eq_ignore_ascii_case(word))
    };
    let bound = BOUNDS.iter().find(opens).map_or(0, |bound| bound.len());
    let start = tokens.start + bound;
    // "Eight to 10 observers" are ten.
    let range = start + 2 < tokens.end
        && is_number(document, start)
        && matches!(document.form(start + 1), "to" | "or" | "-" | "–")
        && is_number(document, start + 2);
    start + if range { 2 } else { 0 }..tokens.end
}

fn is_number(document: &Document, i: usize) -> bool {
    document.tokens[i].upos == Upos::Num || document.form(i).starts_with(|c: char| c.is_ascii_digit())
}

/// The phrase and the appositions that follow it, which commas and brackets part: "Cipollone, White House counsel".
fn parts(document: &Document) -> Vec<Range<usize>> {
    let wordless = |i: usize| fold(document.form(i)).is_empty();
    let stops = |i: usize| {
        matches!(document.form(i), "," | ";" | "(" | ")" | ":" | "who" | "which" | "that" | "whose")
    };
    let mut parts = Vec::new();
    let mut start = 0;
    let ends = (0..document.tokens.len()).filter(|i| stops(*i) && !lists_adjectives(document, *i));
    for end in ends.chain([document.tokens.len()]) {
        let first = (start..end).find(|i| !wordless(*i));
        let last = (start..end).rev().find(|i| !wordless(*i));
        if let (Some(first), Some(last)) = (first, last) {
            parts.push(first..last + 1);
        }
        start = end + 1;
    }
    parts
}

/// The last token of the core of a phrase: what comes before the first preposition, conjunction or, where the phrase is
/// parsed, verb.
pub fn core_end(document: &Document, tokens: Range<usize>) -> usize {
    let next = |i: usize| if i + 1 < tokens.end { document.form(i + 1) } else { "" };
    let opens = |i: &usize| {
        let word = document.form(*i).to_lowercase();
        let noun = !matches!(document.form(*i - 1), "the" | "The" | "a" | "an");
        let points = SIDES.contains(&document.form(*i)) && noun && next(*i) == "of";
        (TAIL_OPENERS.contains(&word.as_str()) || points)
            && !joins_adjectives(document, *i, tokens.end)
            && next(*i) != "-"
            || *i + 1 < tokens.end && follows_as_clause(document, *i)
    };
    let end = (tokens.start + 1..tokens.end).find(opens).unwrap_or(tokens.end);
    let mut last = end - 1;
    while last > tokens.start && fold(document.form(last)).is_empty() {
        last -= 1;
    }
    last
}

/// "U.S. and British troops": the conjunction joins two capitalized modifiers of what follows.
fn joins_adjectives(document: &Document, i: usize, end: usize) -> bool {
    let capital = |k: usize| document.form(k).starts_with(char::is_uppercase);
    let conjunction = matches!(document.form(i), "and" | "or");
    let more =
        i + 2 < end && document.form(i + 2).starts_with(char::is_lowercase) && document.form(i + 2) != "of";
    conjunction && more && capital(i - 1) && capital(i + 1)
}

/// "US, British and French forces": the comma parts capitalized modifiers of what follows the last.
fn lists_adjectives(document: &Document, comma: usize) -> bool {
    let end = document.tokens.len();
    let capital = |k: usize| k < end && document.form(k).starts_with(char::is_uppercase);
    if document.form(comma) != "," || comma == 0 || !capital(comma - 1) {
        return false;
    }
    let next = (comma + 1..end).step_by(2).find(|i| *i + 1 >= end || document.form(i + 1) != ",");
    let Some(last) =
        next.filter(|_| (comma + 1..end).step_by(2).take_while(|i| Some(*i) <= next).all(capital))
    else {
        return false;
    };
    last + 1 < end && joins_adjectives(document, last + 1, end)
}

/// "Troops based in Mali": a verb right after a noun. Without a tagger, a participle right after a plural.
fn follows_as_clause(document: &Document, i: usize) -> bool {
    let (token, before) = (&document.tokens[i], &document.tokens[i - 1]);
    if token.upos == Upos::X {
        let form = document.form(i);
        let lower = form.starts_with(char::is_lowercase) && form.len() > 4;
        let before_noun = document.form(i - 1);
        let plural = before_noun.len() > 2 && before_noun.ends_with('s')
            || matches!(before_noun, "people" | "police" | "men" | "women");
        return lower && plural && ["ed", "ing"].iter().any(|e| form.ends_with(e));
    }
    let verb = matches!(token.upos, Upos::Verb | Upos::Aux) && token.relation != Relation::Amod;
    verb && matches!(before.upos, Upos::Noun | Upos::Propn)
}

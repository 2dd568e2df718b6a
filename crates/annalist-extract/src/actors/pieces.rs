//! A noun phrase cut into what the lexicon knows: names, countries and roles, longest match first.

use super::gender;
use super::knowledge::Knowledge;
use annalist_core::{Document, NameKind, Span, Upos};
use annalist_lexicon::{Casing, CountryMatch, Found, Naming};
use annalist_lexicon::{Kind, NameId};
use annalist_lexicon::{RoleKind, RoleMatch};
use annalist_lexicon::{Shape, Word, push_words};
use std::ops::Range;

/// The words of a phrase, with the tokens they come from.
#[derive(Debug, Default)]
pub struct Words {
    /// Folded words.
    pub list: Vec<Word>,
    /// For each word, its token.
    pub token: Vec<usize>,
    /// For each word, whether a hyphen joins it to the word before.
    pub hyphenated: Vec<bool>,
}

impl Words {
    /// The words of `tokens`.
    pub fn of(document: &Document, tokens: Range<usize>) -> Words {
        let mut words = Words::default();
        let mut joined = false;
        for i in tokens {
            let form = document.form(i);
            let count = push_words(form, &mut words.list);
            for k in 0..count {
                words.token.push(i);
                words.hyphenated.push(joined || k > 0);
                joined = false;
            }
            if count == 0 {
                joined = matches!(form, "-" | "‑" | "–")
                    && document
                        .tokens
                        .get(i + 1)
                        .is_some_and(|t| t.span.start == document.tokens[i].span.end);
            }
        }
        words
    }

    /// The number of words.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The bytes of words `range` of `document`.
    pub fn span(&self, document: &Document, range: Range<usize>) -> Span {
        document.span_of(self.token[range.start]..self.token[range.end - 1] + 1)
    }

    /// Whether word `i` is written with a capital.
    pub fn capital(&self, i: usize) -> bool {
        self.list[i].shape != Shape::Lower
    }

    /// Whether there is no word.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Folded word `i`.
    pub fn fold(&self, i: usize) -> &str {
        &self.list[i].fold
    }
}

/// What the lexicon says of a run of words.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// A named party; several may be so called.
    Named(Vec<NameId>),
    /// A country, region or people.
    Country(CountryMatch),
    /// A role noun.
    Role(RoleMatch),
    /// A place that the gazetteer resolved, as an index into the report's places.
    Place(usize),
}

/// A run of words with its reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// The words, as indices into [`Words`].
    pub words: Range<usize>,
    /// What they are.
    pub reading: Reading,
}

/// Cuts `words` into pieces, left to right, the longest at each place; words that mean nothing known are left out.
pub fn cut(knowledge: &Knowledge, document: &Document, words: &Words) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match longest(knowledge, document, words, at) {
            Some(piece) => {
                at = piece.words.end;
                pieces.push(piece);
            }
            None => at += 1,
        }
    }
    pieces
}

fn longest(knowledge: &Knowledge, document: &Document, words: &Words, at: usize) -> Option<Piece> {
    let rest = &words.list[at..];
    if takes_side(words, at) {
        return side(knowledge, words, at);
    }
    let found = knowledge.named_at(rest).filter(|f| !belittled(words, at + f.len));
    let named = found.filter(|f| {
        // What the user names is meant as it stands.
        knowledge.is_users(f.values[0])
            || knowledge.choose(&f.values, None).is_some_and(|id| knowledge.common_name(&rest[..f.len], id))
                && !(words.fold(at) == "the" && followed_by_noun(knowledge, words, at + f.len))
    });
    let named = named.map(|f| (f.len, Reading::Named(f.values)));
    let place = knowledge.place_at(document, words, at).filter(|(len, _)| !belittled(words, at + len));
    let place = place.filter(|(len, _)| *len < 2 || !takes_side(words, at + 1));
    // "The Kremlin", a place too, is whom it names without "the"; "the Sudan People's Liberation Army" is not the Sudan's.
    let opens_bare = |len: usize| words.fold(at) == "the" && len > 1;
    let without_the = || knowledge.named_at(&words.list[at + 1..]).map_or(0, |f| f.len);
    let place = place.filter(|(len, _)| !opens_bare(*len) || without_the() + 1 < *len);
    let place = place.map(|(len, i)| (len, Reading::Place(i)));
    let country = country(knowledge, document, words, at).map(|(len, m)| (len, Reading::Country(m)));
    let country = country.filter(|(len, _)| !opens_bare(*len) || without_the() < *len);
    let role = role(knowledge, document, words, at).map(|(len, m)| (len, Reading::Role(m)));
    let mut best: Option<(usize, Reading)> = None;
    for (len, reading) in [named, country, role, place].into_iter().flatten() {
        if best.as_ref().is_none_or(|(most, _)| len > *most) {
            best = Some((len, reading));
        }
    }
    best.map(|(len, reading)| Piece { words: at..at + len, reading })
}

/// The person whom someone is for or against, who tells the country: "anti-Putin protesters".
fn side(knowledge: &Knowledge, words: &Words, at: usize) -> Option<Piece> {
    let found = knowledge.named_at(&words.list[at..])?;
    let id = knowledge.choose(&found.values, None)?;
    (knowledge.names().entry(id).kind == Kind::Person)
        .then(|| Piece { words: at..at + found.len, reading: Reading::Named(found.values) })
}

/// Whether the word says whom someone is for or against: "pro-Russian separatists", "anti-mafia police".
pub fn takes_side(words: &Words, at: usize) -> bool {
    at > 0 && words.hyphenated[at] && matches!(words.fold(at - 1), "anti" | "pro" | "counter")
}

/// "The Australian stock exchange" does not name the newspaper "The Australian", nor "the Guardian Council" the Guardian.
fn followed_by_noun(knowledge: &Knowledge, words: &Words, next: usize) -> bool {
    next < words.len()
        && (!words.capital(next) || knowledge.roles().longest_at_start(&words.list[next..]).is_some())
        && !["of", "in", "and", "for", "on", "at", "to"].contains(&words.fold(next))
}

fn country(
    knowledge: &Knowledge,
    document: &Document,
    words: &Words,
    at: usize,
) -> Option<(usize, CountryMatch)> {
    let rest = &words.list[at..];
    let found = knowledge.countries().longest_at_start(rest, knowledge.casing);
    let found =
        found.or_else(|| uncapitalized(knowledge, rest, document.form(words.token[at]).contains('.')))?;
    let reading = knowledge.present(&found.values);
    let continent = at > 0
        && matches!(words.fold(at), "america" | "american" | "americans")
        && ["central", "latin", "north", "south"].contains(&words.fold(at - 1));
    let gone =
        continent || at > 0 && matches!(words.fold(at - 1), "ex" | "former") && knowledge.is_gone(reading);
    (!gone && !belittled(words, at + found.len)).then_some((found.len, reading))
}

/// "An israeli soldier", "u.s. troops": an adjective or demonym that lacks its capital, an abbreviation with full stops.
fn uncapitalized(knowledge: &Knowledge, rest: &[Word], dotted: bool) -> Option<Found<CountryMatch>> {
    const WORDS: &[&str] = &["creole", "polish", "swiss", "turkey", "pole", "poles"];
    let upper: Vec<Word> = rest.iter().take(1).map(|w| Word { shape: Shape::Upper, ..w.clone() }).collect();
    let dotted = rest.first().is_some_and(|w| w.fold == "us") && dotted;
    let words = if dotted { &upper[..] } else { rest };
    let mut found = knowledge.countries().longest_at_start(words, Casing::Ignore)?;
    if dotted {
        return Some(found);
    }
    let adjective = |m: &CountryMatch| {
        !m.ambiguous && matches!(m.naming, Naming::Adjective | Naming::Demonym | Naming::DemonymPlural)
    };
    found.values.retain(adjective);
    let lower =
        rest[..found.len].iter().all(|w| w.shape == Shape::Lower && !WORDS.contains(&w.fold.as_str()));
    (lower && !found.values.is_empty()).then_some(found)
}

/// Whether the next word turns a country into a mere circumstance: "US-backed", "Iraqi-born", "Swiss-made".
fn belittled(words: &Words, next: usize) -> bool {
    const ENDINGS: &[&str] = &[
        "allied",
        "armed",
        "backed",
        "bound",
        "born",
        "built",
        "controlled",
        "donated",
        "educated",
        "financed",
        "friendly",
        "funded",
        "held",
        "made",
        "occupied",
        "owned",
        "ruled",
        "sponsored",
        "style",
        "supplied",
        "supported",
        "trained",
        "wide",
    ];
    next < words.len() && words.hyphenated[next] && ENDINGS.contains(&words.fold(next))
}

fn role(knowledge: &Knowledge, document: &Document, words: &Words, at: usize) -> Option<(usize, RoleMatch)> {
    let found = knowledge.roles().longest_at_start(&words.list[at..])?;
    let end = at + found.len;
    if qualifies_title(knowledge, words, at) || cuts_name(knowledge, words, at, found.len) {
        return None;
    }
    let role = knowledge.roles().entry(found.values[0]);
    let single = found.len == 1 && role.kind == RoleKind::Person;
    let other = single && (is_adjective(document, words, at) || is_in_name(document, words, at, role.title));
    (!other && !belittled(words, end)).then_some((found.len, found.values[0]))
}

/// Whether the word only ranks the title after it: "deputy foreign minister".
fn qualifies_title(knowledge: &Knowledge, words: &Words, at: usize) -> bool {
    let title = |at: usize| {
        let next = words.list.get(at..).and_then(|rest| knowledge.roles().longest_at_start(rest));
        next.is_some_and(|f| knowledge.roles().entry(f.values[0]).title)
    };
    words.fold(at) == "deputy" && title(at + 1)
}

/// Whether the role of `len` words ends in the first word of a longer name: "the opposition Movement for Democratic
/// Change".
fn cuts_name(knowledge: &Knowledge, words: &Words, at: usize, len: usize) -> bool {
    let last = at + len - 1;
    len > 1
        && !words.capital(at)
        && words.capital(last)
        && knowledge.named_at(&words.list[last..]).is_some_and(|f| f.len > 1)
}

/// "Christian Porter", "John Major": capitalized role nouns that are parts of a person's name.
fn is_in_name(document: &Document, words: &Words, at: usize, title: bool) -> bool {
    let given = |k: usize| words.capital(k) && gender::of_given_name(document.form(words.token[k])).is_some();
    let token = words.token[at];
    let name = document.names.partition_point(|n| n.tokens.end <= token);
    let name = document.names.get(name).filter(|n| n.kind == NameKind::Person && n.tokens.contains(&token));
    let inner = name.is_some_and(|n| n.tokens.start < token);
    let first = given(at) && at + 1 < words.len() && words.capital(at + 1);
    words.capital(at) && (inner && !title || first || at > 0 && given(at - 1))
}

/// "A general strike", "major leaders", "an independent Rwandan daily": lower-case nouns for persons that are adjectives before
/// another word, as the tagger says, or as they can be before one in lower case where none has spoken.
fn is_adjective(document: &Document, words: &Words, at: usize) -> bool {
    const EITHER: &[&str] = &["general", "local", "major", "minor", "native", "principal", "private"];
    if words.capital(at) || at + 1 == words.len() {
        return false;
    }
    // Before a capital, a noun must still come: "an independent Belgrade daily", not "dissident Wei Jingsheng".
    let next = (at + 1..words.len()).find(|i| !words.capital(*i));
    if words.capital(at + 1) && next.is_none_or(|i| document.tokens[words.token[i]].upos != Upos::Noun) {
        return false;
    }
    match document.tokens[words.token[at]].upos {
        Upos::Adj | Upos::Adv | Upos::Verb => true,
        Upos::X => EITHER.contains(&words.fold(at)) && !words.capital(at + 1),
        _ => false,
    }
}

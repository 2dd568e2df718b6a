//! What resolution draws on: the lexicon, the report's date and its places.

use super::context;
use super::pieces::Words;
use annalist_core::annotations::PlaceUse;
use annalist_core::{CountryCode, Document, NameKind, Place, Report, Upos};
use annalist_lexicon::Casing;
use annalist_lexicon::Lexicon;
use annalist_lexicon::Roles;
use annalist_lexicon::{Countries, CountryMatch, Found, Rank, Word};
use annalist_lexicon::{Kind, NameId, NamedEntry, Names, Naming, Standing};
use jiff::civil::Date;
use smol_str::SmolStr;
use std::collections::HashSet;

/// The lexicon as seen from one report.
pub struct Knowledge<'a> {
    lexicon: &'a Lexicon,
    places: &'a [Place],
    /// The day that offices and memberships are looked up for.
    pub date: Option<Date>,
    /// Whether letter case is evidence in the report.
    pub casing: Casing,
    /// The country that the report names most, which decides between parties of one name.
    focus: Option<CountryCode>,
    /// Every country that the report names, in the order of first naming; empty for a phrase alone.
    named: Vec<CountryCode>,
    /// Whether the document is longer than a phrase.
    running: bool,
    /// Whether it is a phrase alone, with no report around it.
    pub alone: bool,
    /// First and last words of the persons' names of several words that the report gives, as printed.
    bearers: HashSet<SmolStr>,
}

impl<'a> Knowledge<'a> {
    /// The knowledge for coding `report`, whose parse is `document`.
    pub fn new(report: &Report, document: &Document, places: &'a [Place], lexicon: &'a Lexicon) -> Self {
        let dateline = report.dateline.as_ref().and_then(|d| d.date);
        let date = report.published.map(|moment| moment.date).or(dateline);
        let counts = context::counts(document, places, lexicon);
        let named = counts.iter().map(|(code, _)| *code).collect();
        let running = document.tokens.len() > 14;
        let focus = context::focus(&counts);
        let (casing, bearers) = (casing(&document.text), bearers(document));
        Knowledge { lexicon, places, date, casing, focus, named, running, alone: false, bearers }
    }

    /// Whether the report gives somebody's name of several words that begins or ends with `word`.
    pub fn names_in_full(&self, word: &str) -> bool {
        self.bearers.contains(word)
    }

    /// Which of several parties of one name is meant, if one existed by the report's date, `near` being the country named beside it.
    pub fn choose(&self, ids: &[NameId], near: Option<CountryCode>) -> Option<NameId> {
        let founded = |id: &NameId| {
            let from = self.names().entry(*id).period.from;
            from.is_none_or(|from| self.date.is_none_or(|date| from <= date))
        };
        let ids: Vec<NameId> = ids.iter().copied().filter(founded).collect();
        self.names().choose(&ids, near.or(self.focus), self.date)
    }

    /// Countries and the phrases that name them.
    pub fn countries(&self) -> &'a Countries {
        &self.lexicon.countries
    }

    /// Named parties.
    pub fn names(&self) -> &'a Names {
        &self.lexicon.names
    }

    /// The longest name that starts at the first word and means someone on the report's date.
    pub fn named_at(&self, words: &[Word]) -> Option<Found<NameId>> {
        self.names().longest_at_start(words, self.casing, self.date)
    }

    /// Whether the party stands in a user's file.
    pub fn is_users(&self, id: NameId) -> bool {
        self.names().entry(id).source.is_users
    }

    /// Role nouns.
    pub fn roles(&self) -> &'a Roles {
        &self.lexicon.roles
    }

    /// The code of a country match on the report's date; none for peoples of several states.
    pub fn code(&self, found: CountryMatch) -> Option<CountryCode> {
        let code = self.countries().entry(found).code?;
        Some(self.countries().code_at(code, self.date))
    }

    /// Whether a name counts as one: "Senate" alone, which is a role noun too, is the US Senate only in a report that is
    /// most of all about the United States.
    pub fn common_name(&self, words: &[Word], id: NameId) -> bool {
        const BODIES: &[&str] = &[
            "army",
            "assembly",
            "cabinet",
            "chamber",
            "congress",
            "council",
            "court",
            "guard",
            "guards",
            "house",
            "ministry",
            "office",
            "parliament",
            "police",
            "senate",
            "treasury",
        ];
        let body = words.last().is_some_and(|w| BODIES.contains(&w.fold.as_str()));
        let role = body && self.roles().longest_at_start(words).is_some_and(|f| f.len == words.len());
        let country = self.names().entry(id).at(self.date).country;
        !role || country.is_none() || country == self.focus
    }

    /// Whether the report names the country, so that a lone surname may mean its leader; a phrase alone names none.
    pub fn names_country(&self, country: Option<CountryCode>) -> bool {
        !self.running || country.is_some_and(|c| self.named.contains(&c))
    }

    /// Whether the match is of a state that no longer exists on the report's date: "former Soviet republic".
    pub fn is_gone(&self, found: CountryMatch) -> bool {
        let period = self.countries().entry(found).period;
        period.until.is_some() && self.date.is_none_or(|date| period.is_past(date))
    }

    /// The reading that suits the report's date: states that are gone or not yet there give way.
    pub fn present(&self, readings: &[CountryMatch]) -> CountryMatch {
        let exists = |m: &&CountryMatch| {
            let entry = self.countries().entry(**m);
            entry.rank != Rank::State || self.date.is_none_or(|date| entry.period.contains(date))
        };
        let gone = |m: &&CountryMatch| {
            let period = self.countries().entry(**m).period;
            m.naming == Naming::Capital
                && period.until.is_some()
                && self.date.is_some_and(|date| period.contains(date))
        };
        // Moscow in 1983 is the Soviet Union's, though Russia has it too; "Dominican" is seldom of Dominica.
        let then = readings.iter().find(gone);
        let likely = || readings.iter().filter(exists).min_by_key(|m| m.ambiguous);
        then.or_else(likely).copied().unwrap_or(readings[0])
    }

    /// What a named party is on the report's date, its country by the states of that day.
    pub fn standing(&self, entry: &NamedEntry) -> Standing {
        let mut standing = entry.at(self.date);
        if !entry.source.is_users {
            standing.country = standing.country.map(|code| {
                let then = self.countries().predecessor_at(code, self.date);
                match then.filter(|_| entry.kind != Kind::Person) {
                    Some(then) => then,
                    None => self.countries().code_at(code, self.date),
                }
            });
        }
        standing
    }

    /// The place that starts at word `at`, with its length in words.
    pub fn place_at(&self, document: &Document, words: &Words, at: usize) -> Option<(usize, usize)> {
        let start = document.tokens[words.token[at]].span.start;
        let i = self.places.partition_point(|p| p.span.start < start);
        let place = self.places.get(i).filter(|p| p.span.start == start && p.country.is_some())?;
        let covered = |k: &usize| document.tokens[words.token[*k]].span.end <= place.span.end;
        let len = (at..words.len()).take_while(covered).count();
        let adjective = len == 1 && document.tokens[words.token[at]].upos == Upos::Adj;
        (len > 0 && !adjective).then_some((len, i))
    }

    /// A place of the report.
    pub fn place(&self, i: usize) -> &'a Place {
        &self.places[i]
    }

    /// Whether the gazetteer takes the token at `span` for the place itself, not for someone there.
    pub fn is_literal_place(&self, span: annalist_core::Span) -> bool {
        let i = self.places.partition_point(|p| p.span.end <= span.start);
        self.places.get(i).is_some_and(|p| p.span.overlaps(span) && p.usage == PlaceUse::Literal)
    }
}

fn bearers(document: &Document) -> HashSet<SmolStr> {
    let persons = document.names.iter().filter(|n| n.kind == NameKind::Person && n.tokens.len() > 1);
    persons.flat_map(|n| [n.tokens.start, n.tokens.end - 1]).map(|i| document.form(i).into()).collect()
}

/// Text in which hardly a word has a capital gives no evidence by case.
fn casing(text: &str) -> Casing {
    let starts = text.split_whitespace().filter_map(|w| w.chars().find(|c| c.is_alphabetic()));
    let (mut all, mut upper) = (0, 0);
    for c in starts {
        all += 1;
        upper += usize::from(c.is_uppercase());
    }
    if all >= 30 && upper * 60 < all { Casing::Ignore } else { Casing::Respect }
}

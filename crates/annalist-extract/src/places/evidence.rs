//! Weighs whether a candidate names a place where it stands. Weights are in rough units of log-odds.

use super::candidates::{Candidate, Wording};
use super::home::Home;
use super::lists;
use super::nearby::{self, Named};
use super::resolve;
use super::view::View;
use annalist_core::{CountryCode, NameKind};
use annalist_lexicon::places::{Entry, Feature};
use annalist_lexicon::{Casing, Kind, Lexicon, NameId};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

/// Powers of ten of people from which size speaks for a place.
const LIKELY_SIZE: f64 = 4.0;
/// Against a single word at the start of a sentence, whose capital says nothing.
const SENTENCE_START: f64 = 0.3;
/// For a name in a country or province that the document names.
const IN_SETTING: f64 = 1.2;
/// For the name of a place that the publisher is named after.
const AT_HOME: f64 = 1.5;
/// For each unit of support by names that may mean places near by, and the most that it counts.
const NEAR_OTHERS: f64 = 0.4;
const NEAR_OTHERS_MOST: f64 = 2.0;
/// For a name that goes on a list of places.
const IN_LIST: f64 = 0.8;

/// The candidates that stand, in text order, not overlapping; the longer wins over those inside it.
pub fn kept(view: &View<'_>, lexicon: &Lexicon, home: &Home, all: Vec<Candidate>) -> Vec<Candidate> {
    let surnames = surnames(view, &all);
    let mut weights: Vec<f64> = all.iter().map(|c| weight(view, lexicon, c, &surnames)).collect();
    let setting = Setting::of(&all, &weights);
    for (candidate, weight) in all.iter().zip(&mut weights) {
        *weight += setting.support(candidate);
        *weight += if home.local(&candidate.key).is_some() { AT_HOME } else { 0.0 };
    }
    near_others(view, &all, &mut weights);
    share(&all, &mut weights);
    let mut end = 0;
    let mut stands = Vec::with_capacity(all.len());
    for (i, candidate) in all.iter().enumerate() {
        let free = candidate.units.start >= end;
        stands.push(free && weights[i] + pair_support(view, &all, &weights, i) > 0.0);
        if stands[i] {
            end = candidate.units.end;
        }
    }
    all.into_iter().zip(stands).filter(|(_, stands)| *stands).map(|(candidate, _)| candidate).collect()
}

/// The countries and provinces that the document names outright, and the countries of names that lie in one only.
struct Setting {
    countries: BTreeSet<CountryCode>,
    provinces: BTreeSet<(CountryCode, &'static str)>,
}

/// Countries whose towns are called like people; there the province must be named.
const SURNAME_TOWNS: &[&str] = &["USA", "GBR", "CAN", "AUS", "NZL", "IRL"];

impl Setting {
    fn of(all: &[Candidate], weights: &[f64]) -> Setting {
        let mut setting = Setting { countries: BTreeSet::new(), provinces: BTreeSet::new() };
        for entry in all.iter().filter(|c| !c.ambiguous && !c.common).flat_map(|c| &c.entries) {
            match (entry.feature, entry.country) {
                (Feature::Country, Some(country)) => drop(setting.countries.insert(country)),
                (Feature::Province, Some(country)) if entry.curated => {
                    setting.countries.insert(country);
                    setting.provinces.insert((country, entry.admin1));
                }
                _ => {}
            }
        }
        for (candidate, _) in all.iter().zip(weights).filter(|(c, w)| **w > 1.5 && c.wording == Wording::Name)
        {
            let first = candidate.entries.first().and_then(|e| e.country);
            if let Some(country) = first.filter(|_| candidate.entries.iter().all(|e| e.country == first)) {
                setting.countries.insert(country);
            }
        }
        setting
    }

    /// What a name gains by lying in such a country, or in such a province where towns are called like people.
    fn support(&self, c: &Candidate) -> f64 {
        let inside = |e: &Entry| {
            let Some(country) = e.country.filter(|_| !e.alternate) else { return false };
            if SURNAME_TOWNS.contains(&country.as_str()) {
                let mut provinces = self.provinces.iter().filter(|(c, _)| *c == country);
                provinces.any(|(_, name)| resolve::is_alike(name, e.admin1))
            } else {
                self.countries.contains(&country)
            }
        };
        let town = |e: &&Entry| {
            matches!(e.feature, Feature::City | Feature::Province | Feature::District) && !e.curated
        };
        if c.wording == Wording::Name && c.entries.iter().filter(town).any(inside) { IN_SETTING } else { 0.0 }
    }
}

/// Lifts names that may mean a place near others that the document names.
fn near_others(view: &View<'_>, all: &[Candidate], weights: &mut [f64]) {
    let mut known: HashMap<&str, usize> = HashMap::new();
    let mut named: Vec<Named<'_>> = Vec::new();
    let of: Vec<usize> = all
        .iter()
        .zip(weights.iter())
        .map(|(candidate, weight)| {
            let at = *known.entry(&candidate.key).or_insert(named.len());
            if at == named.len() {
                named.push(Named { entries: &candidate.entries, surely: 0.0 });
            }
            if candidate.wording == Wording::Name {
                named[at].surely = named[at].surely.max(1.0 / (1.0 + (-weight).exp()));
            }
            at
        })
        .collect();
    // "Tung" is nobody's town where the report has Tung Chee-hwa.
    let people: HashSet<usize> =
        all.iter().zip(&of).filter(|(c, _)| is_part_of_person(view, c)).map(|(_, &at)| at).collect();
    let support = nearby::support(&named, resolve::size);
    for ((candidate, weight), at) in all.iter().zip(weights).zip(of) {
        let opener = candidate.common && view.starts(candidate.units.start);
        if candidate.wording == Wording::Name && !opener && !people.contains(&at) {
            let most = support[at].iter().copied().fold(0.0, f64::max);
            *weight += (NEAR_OTHERS * most).min(NEAR_OTHERS_MOST);
        }
    }
}

/// Lifts mentions of a name that is surely a place elsewhere in the document.
fn share(all: &[Candidate], weights: &mut [f64]) {
    let mut best: HashMap<&str, f64> = HashMap::new();
    for (candidate, &weight) in all.iter().zip(weights.iter()) {
        let entry = best.entry(&candidate.key).or_insert(weight);
        *entry = entry.max(weight);
    }
    for (candidate, weight) in all.iter().zip(weights) {
        if best.get(candidate.key.as_str()).is_some_and(|&b| b > 1.5) && *weight > -2.5 {
            *weight += 1.2;
        }
    }
}

/// Family names: last words of runs that open with a title or a given name, or that were found to be people.
fn surnames<'a>(view: &View<'_>, all: &'a [Candidate]) -> HashSet<&'a str> {
    let mut out = HashSet::new();
    for candidate in all {
        let i = candidate.units.start;
        let single = candidate.units.len() == 1;
        if single && i > 0 && view.joined(i) && names_person(view, i - 1) && !candidate.has(Feature::Country)
        {
            out.insert(candidate.key.as_str());
        }
    }
    out
}

/// Whether word `i` is a title, an initial or a given name, so that what follows it is a person's name.
fn names_person(view: &View<'_>, i: usize) -> bool {
    let fold = view.fold(i);
    let initial = fold.len() == 1 && view.capital(i);
    let title = lists::is_title(fold) && view.capital(i);
    title
        || initial && fold != "a"
        || view.capital(i) && lists::is_given_name(fold) && !followed_by_org(view, i + 2)
}

fn followed_by_org(view: &View<'_>, i: usize) -> bool {
    view.joined(i) && view.capital(i) && lists::is_organization(view.fold(i))
}

/// What the candidate weighs on its own.
fn weight(view: &View<'_>, lexicon: &Lexicon, c: &Candidate, surnames: &HashSet<&str>) -> f64 {
    if is_barred(view, c) || is_group(view, lexicon, c) {
        return -9.0;
    }
    prior(c)
        + writing(view, lexicon, c)
        + around(view, c)
        + person(view, lexicon, c, surnames)
        + named(view, c)
}

/// Words that are no place here whatever else speaks for them.
fn is_barred(view: &View<'_>, c: &Candidate) -> bool {
    let (start, end) = (c.units.start, c.units.end);
    let part =
        lists::is_part(&c.key) && !(view.joined(end) && matches!(view.fold(end), "province" | "region"));
    let never = c.units.len() == 1 && c.wording != Wording::Abbreviation && (lists::is_never(&c.key) || part);
    let span = view.span(c.units.clone());
    let text = &view.document.text;
    let money = text[span.end as usize..].starts_with('$')
        || span.of(text).contains('$')
        || text[..span.start as usize].ends_with('$');
    let handle = text[..span.start as usize].ends_with(['@', '#']);
    let language = c.adjectival()
        && matches!(view.before(start, 1), "in" | "into" | "speaks" | "speaking" | "spoke")
        && (!view.joined(end)
            || !view.gap(end).trim().is_empty()
            || matches!(view.after(end), "and" | "or" | "on" | "that" | "as"));
    never || money || handle || language || !c.adjectival() && is_operation(view, &c.units)
}

/// Whether the words are the name of a military operation: "Operation Olive Branch", his "Olive Branch" incursion.
pub fn is_operation(view: &View<'_>, units: &Range<usize>) -> bool {
    const NOUNS: &[&str] = &["campaign", "incursion", "offensive", "operation", "raid"];
    let text = &view.document.text;
    let span = view.span(units.clone());
    let quoted = text[..span.start as usize].ends_with(['"', '“', '\''])
        && text[span.end as usize..].starts_with(['"', '”', '\'']);
    let called = matches!(view.before(units.start, 1), "operation" | "codenamed" | "dubbed" | "called")
        || view.before(units.start, 2) == "code" && view.before(units.start, 1) == "named";
    let run = view.run(units.clone());
    let titled = run.start < units.start && view.fold(run.start) == "operation";
    titled
        || view.before(units.start, 1) == "operation" && (quoted || view.capital(units.start - 1))
        || quoted && (called || NOUNS.contains(&view.after(units.end)))
}

/// Whether the words begin or are the name of a known group that is no place: "Al-Shabab".
fn is_group(view: &View<'_>, lexicon: &Lexicon, c: &Candidate) -> bool {
    if c.adjectival() || c.has(Feature::Country) || c.entries.iter().any(|e| e.curated) {
        return false;
    }
    let words = &view.words[c.units.start..(c.units.end + 3).min(view.len())];
    let Some(found) = lexicon.names.longest_at_start(words, view.casing, None) else { return false };
    let group = |id: &NameId| {
        matches!(lexicon.names.entry(*id).kind, Kind::ArmedGroup | Kind::Movement | Kind::PoliticalParty)
    };
    found.len >= c.units.len() && found.len > 1 && found.values.iter().any(group)
}

/// What the name itself says.
fn prior(c: &Candidate) -> f64 {
    if c.adjectival() {
        return if c.wording == Wording::DoubtfulAdjective { -0.5 } else { 3.0 };
    }
    if c.wording == Wording::Abbreviation {
        return 3.0;
    }
    let people = c.population().max(1.0).log10();
    let by_size = (people - LIKELY_SIZE) * 0.9;
    let mut prior: f64 = by_size.clamp(-1.6, 2.2);
    for entry in &c.entries {
        prior = prior.max(match entry.feature {
            Feature::Country if c.ambiguous => 1.5,
            Feature::Country => 3.5,
            _ if entry.curated => 2.2,
            Feature::Capital => 2.2,
            Feature::Province if entry.population > 300_000.0 && !entry.alternate => 1.2,
            Feature::District if c.units.len() > 1 => 1.5,
            _ => -9.0,
        });
    }
    let words = (c.units.len() - 1) as f64;
    prior + if c.common { -2.2 } else { 0.5 * words.min(2.0) }
}

/// What letter case and length say.
fn writing(view: &View<'_>, lexicon: &Lexicon, c: &Candidate) -> f64 {
    let i = c.units.start;
    let curated = c.entries.iter().any(|e| e.curated);
    let mut weight = 0.0;
    if view.casing == Casing::Ignore {
        weight -= if curated { 0.0 } else { 1.6 };
        if c.units.clone().all(|i| lexicon.places.is_common_word(view.fold(i))) {
            weight -= 3.0;
        }
    }
    if c.units.len() == 1 && !curated {
        let opens = view.document.sentences[view.sentence(i)].starts_paragraph && is_early(view, i);
        if view.acronym(i) && view.opens_dateline(c.units.end) && c.key.len() > 3 {
            weight += 1.5;
        } else if view.acronym(i) && !(opens && c.key.len() > 3) {
            weight -= 2.5;
        }
        if view.starts(i) && !c.adjectival() {
            weight -= SENTENCE_START;
        }
        if c.key.len() <= 3 {
            weight -= 1.0;
        }
    }
    if c.units.len() > 1
        && c.units.clone().any(|j| view.words[j].shape == annalist_lexicon::Shape::Lower)
        && !curated
    {
        weight -= 0.7;
    }
    weight
}

/// Whether a word is among the first four of its sentence.
fn is_early(view: &View<'_>, i: usize) -> bool {
    i.checked_sub(4).is_none_or(|j| !view.same_sentence(i, j))
}

/// What the words before and after say.
fn around(view: &View<'_>, c: &Candidate) -> f64 {
    let (i, end) = (c.units.start, c.units.end);
    let mut weight = 0.0;
    let mut at = i;
    while at > 0 && view.joined(at) && (lists::is_part(view.fold(at - 1)) || view.fold(at - 1) == "the") {
        at -= 1;
    }
    let (before, second) = (view.before(at, 1), view.before(at, 2));
    if before == "of" && lists::takes_of(second) {
        weight += 2.0;
    } else if lists::is_locative(before) && view.joined(at) {
        weight +=
            if matches!(before, "in" | "near" | "outside" | "throughout" | "across") { 1.8 } else { 1.0 };
    } else if lists::is_generic(before) && view.joined(at) && !view.capital(at - 1) {
        weight += 1.2;
    }
    if view.joined(end) {
        let next = view.fold(end);
        if lists::is_generic(next) || next == "refugee" {
            weight += 1.8;
        } else if view.capital(end) && lists::is_organization(next) && c.population() > 60_000.0 {
            weight += 0.8;
        } else if matches!(next, "based" | "area" | "born" | "bound") {
            weight += 1.5;
        }
    }
    weight
}

/// What speaks for a person: titles, given names, other capitalized words around.
fn person(view: &View<'_>, lexicon: &Lexicon, c: &Candidate, surnames: &HashSet<&str>) -> f64 {
    if c.adjectival() || c.wording == Wording::Abbreviation {
        return 0.0;
    }
    let (i, end) = (c.units.start, c.units.end);
    let firm =
        c.has(Feature::Country) && !c.ambiguous || c.units.len() > 1 && c.entries.iter().any(|e| e.curated);
    let mut weight = 0.0;
    if i > 0 && view.joined(i) && view.casing == Casing::Respect && view.capital(i - 1) {
        weight -= before_name(view, i - 1, firm);
    } else if surnames.contains(c.key.as_str()) && !lists::is_locative(view.before(i, 1)) {
        weight -= if firm { 0.0 } else { 2.0 };
    }
    let spoken = matches!(view.before(i, 1), "said" | "says" | "added" | "adds")
        || view.before(i, 1) == "to" && view.before(i, 2) == "according";
    if spoken && !firm && !c.has(Feature::Capital) {
        weight -= 1.5;
    }
    if view.joined(end) && view.capital(end) && view.casing == Casing::Respect {
        weight -= after_name(view, c, firm);
    }
    if c.units.len() == 1 && lists::is_given_name(&c.key) && !firm {
        let surname = stands_surname(view, end);
        weight -= if surname { 2.5 } else { 0.8 };
    } else if c.units.len() == 1
        && lists::is_given_too(&c.key)
        && stands_surname(view, end)
        && !lexicon.places.is_common_word(view.fold(end))
    {
        weight -= 2.2;
    }
    weight
}

/// Whether word `i` goes on a name as a family name would: capitalized, and no word for an office, a body or a site.
fn stands_surname(view: &View<'_>, i: usize) -> bool {
    let word = view.fold(i);
    let marks = [lists::is_site, lists::is_organization, lists::is_generic, lists::is_title];
    view.joined(i) && view.capital(i) && !marks.iter().any(|is| is(word))
}

/// The weight against a place of a capitalized word before it.
fn before_name(view: &View<'_>, i: usize, firm: bool) -> f64 {
    let fold = view.fold(i);
    if lists::is_part(fold)
        || fold == "the"
        || view.starts(i) && !lists::is_given_name(fold) && !lists::is_title(fold)
    {
        return 0.0;
    }
    if names_person(view, i) {
        return if firm { 1.5 } else { 4.0 };
    }
    if lists::is_organization(fold) || lists::is_site(fold) {
        return 0.3;
    }
    if firm { 0.0 } else { 1.6 }
}

/// The weight against a place of a capitalized word after it: "Paris Hilton".
fn after_name(view: &View<'_>, c: &Candidate, firm: bool) -> f64 {
    let next = view.fold(c.units.end);
    let run = view.run(c.units.clone());
    let last = view.fold(run.end - 1);
    if lists::is_organization(next)
        || lists::is_site(next)
        || lists::is_generic(next)
        || lists::is_title(next)
    {
        return 0.0;
    }
    if lists::is_organization(last) || lists::is_site(last) || firm {
        return 0.2;
    }
    let known = c.population() > 400_000.0 || c.entries.iter().any(|e| e.curated);
    if known { 0.9 } else { 2.0 }
}

/// What the document's names say, where there are any.
fn named(view: &View<'_>, c: &Candidate) -> f64 {
    if !view.has_names {
        return 0.0;
    }
    let firm = c.has(Feature::Country) || c.adjectival();
    match view.kind(c.units.start) {
        Some(NameKind::Person) if is_part_of_person(view, c) && !firm => -2.6,
        Some(NameKind::Place) => 1.2,
        Some(NameKind::Person) => {
            if firm {
                -0.5
            } else {
                -1.2
            }
        }
        Some(NameKind::Organization) => 0.0,
        Some(NameKind::Other) => 0.0,
        None => 0.0,
    }
}

/// Whether a candidate is part of a longer name of a person: "Chen *Zhonghe*".
fn is_part_of_person(view: &View<'_>, c: &Candidate) -> bool {
    let start = c.units.start;
    view.kind(start) == Some(NameKind::Person) && view.name_of(start).is_some_and(|t| t.len() > c.units.len())
}

/// What the names beside say: "X, Y" where Y holds X; "Chen Zhonghe, China's head coach" is no such pair.
fn pair_support(view: &View<'_>, all: &[Candidate], weights: &[f64], i: usize) -> f64 {
    let candidate = &all[i];
    let end = candidate.units.end;
    let mut support: f64 = 0.0;
    if view.comma_before(end)
        && !is_part_of_person(view, candidate)
        && let Some(j) = all[i + 1..].iter().position(|c| c.units.start >= end).map(|j| j + i + 1)
    {
        let container = &all[j];
        if container.units.start == end && weights[j] > 0.0 && super::resolve::may_hold(container, candidate)
        {
            support = support.max(2.8);
        }
    }
    let start = candidate.units.start;
    let plain = |c: &Candidate| !c.adjectival() && !c.entries.iter().any(|e| e.curated);
    let beside = |other: &Candidate| {
        other.units.start == end && view.joined(end) || other.units.end == start && view.joined(start)
    };
    let neighbours = all[i.saturating_sub(3)..(i + 4).min(all.len())].iter();
    if plain(candidate)
        && neighbours.into_iter().any(|o| plain(o) && beside(o) && !super::resolve::may_hold(o, candidate))
    {
        support -= 1.5;
    }
    let listed = view.comma_before(start) || view.before(start, 1) == "and" && view.joined(start);
    let back = start - if view.before(start, 1) == "and" { 1 } else { 0 };
    if listed
        && all[..i]
            .iter()
            .zip(weights)
            .rev()
            .take(4)
            .any(|(o, &w)| o.units.end == back && w > 0.0 && !o.adjectival())
    {
        support = support.max(0.0) + IN_LIST;
    }
    if view.comma_before(start) {
        let inner = all[..i].iter().rev().take(4).find(|c| c.units.end == start);
        if inner.is_some_and(|inner| super::resolve::may_hold(candidate, inner)) {
            support = support.max(1.8);
        }
    }
    support
}

//! Chooses among places of one name: by the phrase that holds it, the report's countries and provinces, its
//! neighbours on the map, and size.

use super::candidates::{Candidate, Wording};
use super::home::Home;
use super::lists;
use super::nearby::{self, Named};
use super::view::View;
use annalist_core::CountryCode;
use annalist_lexicon::fold;
use annalist_lexicon::places::{Entry, Feature};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Where a toponym lies, and what told.
#[derive(Clone, Copy, Debug)]
pub struct Resolution {
    pub entry: Option<Entry>,
    /// Whether the entry is the place itself, not one that it lies in or near.
    pub listed: bool,
    pub rule: &'static str,
}

/// The meaning of a candidate that most speaks for.
#[derive(Clone, Copy)]
struct Choice {
    /// Its place among those of the name.
    at: usize,
    rule: &'static str,
    score: f64,
}

/// Resolves every candidate.
pub fn all(home: &Home, view: &View<'_>, kept: &[Candidate]) -> Vec<Resolution> {
    let containers = containers(view, kept);
    let names = Names::of(home, kept);
    let mut focus = Focus::at_first(&names);
    let mut chosen = choose_all(&names, kept, &containers, &focus);
    for _ in 0..2 {
        focus = Focus::after(&names, &chosen);
        chosen = choose_all(&names, kept, &containers, &focus);
    }
    let mut out: Vec<Resolution> = (0..kept.len())
        .map(|i| Resolution {
            entry: chosen[i].map(|c| names.spot(i, c.at).entry),
            listed: chosen[i].is_some(),
            rule: chosen[i].map_or("none", |c| c.rule),
        })
        .collect();
    move_home(&names, kept, &chosen, &mut out);
    fall_back(view, kept, &containers, &mut out);
    out
}

/// For each candidate the one that the text says holds it: "X, Y", "X (Y)", "X in Y".
fn containers(view: &View<'_>, kept: &[Candidate]) -> Vec<Option<(usize, bool)>> {
    (0..kept.len())
        .map(|i| {
            let here = &kept[i];
            let next = kept.get(i + 1)?;
            if here.adjectival()
                || next.adjectival()
                || !view.same_sentence(here.units.start, next.units.start)
            {
                return None;
            }
            let gap = view.gap(next.units.start).trim();
            let adjacent = next.units.start == here.units.end;
            if siblings(here, next) {
                return None;
            }
            if adjacent && matches!(gap, "," | ".," | "(" | "") {
                return Some((i + 1, true));
            }
            let between = here.units.end..next.units.start;
            // "Tripoli, northern Lebanon".
            let part = between.len() == 1 && lists::is_part(view.fold(between.start));
            if part && view.comma_before(between.start) && gap.is_empty() {
                return Some((i + 1, true));
            }
            let small = between.len() <= 5 && between.clone().all(|j| !view.gap(j).contains([';', ':']));
            let leads =
                between.clone().any(|j| matches!(view.fold(j), "in" | "of" | "province" | "district"));
            (small && leads).then_some((i + 1, false))
        })
        .collect()
}

/// Whether two names beside each other are rather two countries or two provinces of a list.
fn siblings(a: &Candidate, b: &Candidate) -> bool {
    let countries = a.has(Feature::Country) && b.has(Feature::Country);
    let large = |e: &&Entry| {
        e.feature == Feature::Province && (e.curated || e.population > 1_000_000.0) && !e.alternate
    };
    let province = |c: &Candidate| c.entries.iter().find(large).and_then(|e| e.country);
    let new_york = a.key == b.key;
    countries
        || !new_york
            && province(a).is_some()
            && province(a) == province(b)
            && !a.entries.iter().any(|e| e.feature == Feature::City && e.population > 500_000.0)
}

/// A name of the report; its candidates are of one key and wording and mean the same places.
struct Name {
    key: usize,
    spots: Vec<Spot>,
}

/// One meaning of a name. Countries, provinces and keys are numbered report by report.
struct Spot {
    entry: Entry,
    country: Option<usize>,
    /// The province that it lies in.
    province: Option<usize>,
    /// That one, or for a province itself its own.
    within: Option<usize>,
    size: f64,
    /// What the names around say for it.
    nearby: f64,
    at_home: bool,
}

/// The names of a report and of its frame.
#[derive(Default)]
struct Names<'a> {
    list: Vec<Name>,
    /// The name of each candidate.
    of: Vec<usize>,
    /// Those of the frame, with their weight.
    home: Vec<(Name, f64)>,
    home_country: Option<(usize, f64)>,
    ambiguous: Vec<bool>,
    numbers: Numbers<'a>,
}

#[derive(Default)]
struct Numbers<'a> {
    keys: HashMap<&'a str, usize>,
    countries: HashMap<CountryCode, usize>,
    provinces: HashMap<(CountryCode, String), usize>,
    /// As the gazetteer writes them.
    written: HashMap<(CountryCode, &'static str), usize>,
}

impl<'a> Numbers<'a> {
    fn key(&mut self, key: &'a str) -> usize {
        let next = self.keys.len();
        *self.keys.entry(key).or_insert(next)
    }

    fn country(&mut self, code: CountryCode) -> usize {
        let next = self.countries.len();
        *self.countries.entry(code).or_insert(next)
    }

    fn province(&mut self, code: CountryCode, written: &'static str) -> Option<usize> {
        if written.is_empty() {
            return None;
        }
        let (next, provinces) = (self.provinces.len(), &mut self.provinces);
        let number = || *provinces.entry((code, fold(written))).or_insert(next);
        Some(*self.written.entry((code, written)).or_insert_with(number))
    }

    fn spot(&mut self, entry: &Entry) -> Spot {
        let itself = if entry.admin1.is_empty() && entry.curated { entry.name } else { entry.admin1 };
        Spot {
            entry: *entry,
            country: entry.country.map(|c| self.country(c)),
            province: entry.country.and_then(|c| self.province(c, entry.admin1)),
            within: entry.country.and_then(|c| self.province(c, itself)),
            size: size(entry),
            nearby: 0.0,
            at_home: false,
        }
    }
}

impl<'a> Names<'a> {
    fn of(home: &'a Home, kept: &'a [Candidate]) -> Names<'a> {
        let mut names = Names::default();
        let mut known: HashMap<(&str, Wording), usize> = HashMap::new();
        for candidate in kept {
            let next = names.list.len();
            let at = *known.entry((&candidate.key, candidate.wording)).or_insert(next);
            names.of.push(at);
            if at < next {
                continue;
            }
            let local = home.local(&candidate.key);
            let key = names.numbers.key(&candidate.key);
            let mut spots: Vec<Spot> = candidate.entries.iter().map(|e| names.numbers.spot(e)).collect();
            for spot in &mut spots {
                spot.size = size_worded(candidate, &spot.entry);
                spot.at_home = local.is_some_and(|home| is_same(home, &spot.entry));
            }
            names.list.push(Name { key, spots });
            names.ambiguous.push(candidate.ambiguous);
        }
        names.weigh_neighbours(kept);
        for (key, entries, weight) in &home.named {
            let key = names.numbers.key(key);
            let spots = entries.iter().map(|e| names.numbers.spot(e)).collect();
            names.home.push((Name { key, spots }, *weight));
        }
        names.home_country = home.country.map(|(code, weight)| (names.numbers.country(code), weight));
        names
    }

    fn weigh_neighbours(&mut self, kept: &[Candidate]) {
        let mut named: Vec<Named<'_>> = Vec::new();
        for (candidate, &at) in kept.iter().zip(&self.of) {
            if at == named.len() {
                let surely = if candidate.adjectival() { 0.0 } else { 1.0 };
                named.push(Named { entries: &candidate.entries, surely });
            }
        }
        for (name, support) in self.list.iter_mut().zip(nearby::support(&named, size)) {
            for (spot, support) in name.spots.iter_mut().zip(support) {
                spot.nearby = support;
            }
        }
    }

    /// Whether the report names the country of an entry.
    fn names_country(&self, entry: &Entry) -> bool {
        let country = |s: &Spot| s.entry.feature == Feature::Country && s.entry.country == entry.country;
        self.list.iter().any(|name| name.spots.first().is_some_and(country))
    }

    /// Meaning `at` of candidate `i`.
    fn spot(&self, i: usize, at: usize) -> &Spot {
        &self.list[self.of[i]].spots[at]
    }
}

/// The report's own places: what it writes about most.
struct Focus {
    countries: Vec<f64>,
    provinces: Vec<f64>,
    /// What each name itself adds to the weight of provinces.
    own: HashMap<(usize, usize), f64>,
    all_countries: f64,
    all_provinces: f64,
}

impl Focus {
    fn of_frame(names: &Names<'_>) -> Focus {
        let mut focus = Focus {
            countries: vec![0.0; names.numbers.countries.len()],
            provinces: vec![0.0; names.numbers.provinces.len()],
            own: HashMap::new(),
            all_countries: 0.0,
            all_provinces: 0.0,
        };
        if let Some((country, weight)) = names.home_country {
            focus.countries[country] += weight;
            focus.all_countries += weight;
        }
        for (name, weight) in &names.home {
            let best = name.spots.iter().map(|s| s.size).fold(0.0, f64::max);
            for spot in name.spots.iter().filter(|s| s.size > best - 1.5) {
                focus.add(name.key, spot, weight / if spot.size < best { 3.0 } else { 1.0 });
            }
        }
        focus
    }

    /// Countries named outright, and those of names with one meaning.
    fn at_first(names: &Names<'_>) -> Focus {
        let mut focus = Focus::of_frame(names);
        for &at in &names.of {
            let name = &names.list[at];
            let country = name.spots.iter().find(|s| s.entry.feature == Feature::Country);
            match (country.filter(|_| !names.ambiguous[at]), name.spots.as_slice()) {
                (Some(spot), _) => focus.add(name.key, spot, 0.7),
                (None, [spot]) => focus.add(name.key, spot, 1.0),
                (None, spots) => {
                    let weigh = |s: &Spot| size(&s.entry) + NEARBY * s.nearby;
                    let best = spots.iter().map(weigh).fold(0.0, f64::max);
                    let near = spots.iter().filter(|s| weigh(s) > best - 0.7);
                    let share = 0.6 / near.clone().count() as f64;
                    near.for_each(|spot| focus.add(name.key, spot, share));
                }
            }
        }
        focus
    }

    /// What was chosen for every candidate.
    fn after(names: &Names<'_>, chosen: &[Option<Choice>]) -> Focus {
        let mut focus = Focus::of_frame(names);
        for (i, choice) in chosen.iter().enumerate() {
            let Some(Choice { at, rule, .. }) = *choice else { continue };
            let name = &names.list[names.of[i]];
            let weight = match name.spots[at].entry.feature {
                Feature::Country => 0.7,
                _ if rule == "container" || name.spots.len() == 1 => 1.3,
                _ => 0.8,
            };
            focus.add(name.key, &name.spots[at], weight);
        }
        focus
    }

    fn add(&mut self, key: usize, spot: &Spot, weight: f64) {
        let Some(country) = spot.country else { return };
        self.countries[country] += weight;
        self.all_countries += weight;
        if let Some(province) = spot.province {
            self.provinces[province] += weight;
            self.all_provinces += weight;
            *self.own.entry((key, province)).or_default() += weight;
        }
    }

    fn share(&self, spot: &Spot) -> f64 {
        match spot.country {
            None => 0.4,
            Some(country) => self.countries[country] / (self.all_countries + 1.0),
        }
    }

    /// What mentions of other names than `key` give the province of `spot`.
    fn province_share(&self, key: usize, spot: &Spot) -> f64 {
        let Some(province) = spot.within else { return 0.0 };
        let own = self.own.get(&(key, province)).copied().unwrap_or(0.0);
        (self.provinces[province] - own).max(0.0) / (self.all_provinces - own + 1.0)
    }

    /// What the whole report says for a meaning.
    fn weigh(&self, key: usize, spot: &Spot) -> f64 {
        3.0 * self.share(spot)
            + 4.0 * self.province_share(key, spot)
            + NEARBY * spot.nearby.min(NEARBY_MOST)
            + if spot.at_home { AT_HOME } else { 0.0 }
    }
}

/// What a unit of support by neighbours weighs, in powers of ten of people.
const NEARBY: f64 = 0.6;
/// The most support that counts.
const NEARBY_MOST: f64 = 6.0;
/// For the place that the publisher is named after, in the units of [`size`].
const AT_HOME: f64 = 3.5;

/// The best meaning of every candidate; mentions of one name share a sense unless the text holds them apart.
fn choose_all(
    names: &Names<'_>,
    kept: &[Candidate],
    containers: &[Option<(usize, bool)>],
    focus: &Focus,
) -> Vec<Option<Choice>> {
    let weighed = |name: &Name| name.spots.iter().map(|s| focus.weigh(name.key, s)).collect::<Vec<_>>();
    let context: Vec<Vec<f64>> = names.list.iter().map(weighed).collect();
    let mut firm: Vec<Option<Choice>> = vec![None; names.list.len()];
    let mut out: Vec<Option<Choice>> = Vec::with_capacity(kept.len());
    for (i, candidate) in kept.iter().enumerate() {
        let at = names.of[i];
        let holder = containers[i].map(|(j, close)| (&kept[j], close));
        let inner = i.checked_sub(1).filter(|&j| containers[j] == Some((i, true))).map(|j| &kept[j]);
        let choice = choose(candidate, &names.list[at], &context[at], holder, inner);
        if let Some(choice) = choice.filter(|c| c.rule == "container") {
            firm[at].get_or_insert(choice);
        }
        out.push(choice);
    }
    for (choice, &at) in out.iter_mut().zip(&names.of) {
        if let (Some(choice), Some(firm)) = (choice, firm[at])
            && choice.rule != "container"
        {
            *choice = firm;
        }
    }
    out
}

fn choose(
    candidate: &Candidate,
    name: &Name,
    context: &[f64],
    holder: Option<(&Candidate, bool)>,
    inner: Option<&Candidate>,
) -> Option<Choice> {
    let held = |entry: &Entry| match holder {
        Some((holder, close)) if holder.entries.iter().any(|h| holds(h, entry)) => {
            if close {
                6.0
            } else {
                2.0
            }
        }
        _ => 0.0,
    };
    let holding = |entry: &Entry| {
        let division = matches!(entry.feature, Feature::Province | Feature::District | Feature::Country);
        division && inner.is_some_and(|inner| inner.entries.iter().any(|e| holds(entry, e)))
    };
    let scored = name.spots.iter().zip(context).map(|(spot, context)| {
        let holding = if holding(&spot.entry) { 2.5 } else { 0.0 };
        let held = held(&spot.entry);
        (held, held + context + holding + spot.size)
    });
    let scored: Vec<(f64, f64)> = scored.collect();
    let best = (0..scored.len()).max_by(|&a, &b| scored[a].1.total_cmp(&scored[b].1))?;
    let (spot, held) = (&name.spots[best], scored[best].0);
    let largest = name.spots.iter().map(|s| s.size).fold(f64::MIN, f64::max);
    let country = spot.entry.feature == Feature::Country;
    let rule = match spot {
        _ if candidate.adjectival() && country => "adjective",
        _ if candidate.adjectival() => "region adjective",
        _ if held >= 6.0 => "container",
        _ if country => "country",
        _ if scored.len() == 1 => "only",
        spot if spot.at_home => "publisher",
        _ if held > 0.0 => "phrase",
        spot if spot.size < largest => "focus",
        _ => "population",
    };
    Some(Choice { at: best, rule, score: scored[best].1 })
}

/// Takes a name whose known bearers are all far off for a place near its neighbours that the gazetteer lacks, where much
/// of the report lies around there: "Macy" beside Peru and Wabash, Indiana, is not the one in Nebraska.
fn move_home(names: &Names<'_>, kept: &[Candidate], chosen: &[Option<Choice>], out: &mut [Resolution]) {
    let mut small: Vec<Option<Entry>> = vec![None; names.list.len()];
    for (i, choice) in chosen.iter().enumerate() {
        let entry = choice.map(|c| names.spot(i, c.at).entry);
        let entry = entry.filter(|e| nearby::is_small(e) && !kept[i].adjectival());
        small[names.of[i]] = small[names.of[i]].or(entry);
    }
    small.truncate(nearby::NAMES);
    let around = |place: &Entry| small.iter().flatten().filter(|e| is_within(e, place, AROUND)).count();
    let around: Vec<usize> = small.iter().map(|e| e.as_ref().map_or(0, around)).collect();
    let small = |name: usize| small.get(name).copied().flatten();
    let count = around.iter().filter(|&&n| n > 0).count();
    let local: Vec<usize> = (0..kept.len()).filter(|&i| small(names.of[i]).is_some()).collect();
    for (i, choice) in chosen.iter().enumerate() {
        let Some(choice) = choice.filter(|c| may_move(names, i, c, &kept[i])) else { continue };
        let at = names.of[i];
        let (before, after) = local.split_at(local.partition_point(|&j| j < i));
        let other = |j: &&usize| names.of[**j] != at;
        let beside = before.iter().rev().filter(other).take(2).chain(after.iter().filter(other).take(2));
        // The nearest before it of those that most lie around.
        let beside: Vec<usize> = beside.map(|&j| names.of[j]).collect();
        let Some(place) = beside.into_iter().rev().max_by_key(|&n| around[n]) else { continue };
        let report = around[place] >= LEAST && around[place] as f64 >= PART * count as f64;
        let near = report && UNLISTED + LOCAL * (around[place] as f64).ln() > choice.score;
        if let Some(place) = small(place).filter(|place| near && lies_elsewhere(names, i, &choice, place)) {
            out[i] = Resolution { entry: Some(place), listed: false, rule: "fallback to neighbour" };
        }
    }
}

/// Whether a name may mean another place than what was chosen: no province or larger, no city that everybody knows, and no
/// place that the text says is held by another.
fn may_move(names: &Names<'_>, i: usize, choice: &Choice, candidate: &Candidate) -> bool {
    let entry = &names.spot(i, choice.at).entry;
    let small = nearby::is_small(entry) && entry.population < KNOWN;
    small && !candidate.adjectival() && choice.rule != "container"
}

/// Whether what was chosen lies elsewhere than `place`, and is no larger town of the same country.
fn lies_elsewhere(names: &Names<'_>, i: usize, choice: &Choice, place: &Entry) -> bool {
    let entry = &names.spot(i, choice.at).entry;
    let alone = names.list[names.of[i]].spots.len() == 1;
    let least = if alone { 10_000.0 } else { 50_000.0 };
    let at_home = entry.country == place.country;
    let known = (at_home || names.names_country(entry)) && entry.population > least;
    !known && !is_within(entry, place, FAR)
}

/// How near to another, in kilometres, a place counts as of the same neighbourhood.
const AROUND: f64 = 60.0;
/// How many names must lie around there, and what part of those of the report.
const LEAST: usize = 2;
const PART: f64 = 0.2;
/// A city of so many people is meant wherever it is named.
const KNOWN: f64 = 150_000.0;
/// Beyond this a place lies elsewhere.
const FAR: f64 = 161.0;
/// For a place that the gazetteer lacks, and for the logarithm of the number of names around its neighbour.
const UNLISTED: f64 = 4.25;
const LOCAL: f64 = 2.0;

fn is_within(a: &Entry, b: &Entry, reach: f64) -> bool {
    (a.lat - b.lat).abs() * 111.0 < reach && kilometres(a.lat, a.lon, b.lat, b.lon) < reach
}

fn is_same(a: &Entry, b: &Entry) -> bool {
    a.name == b.name && a.country == b.country && a.admin1 == b.admin1 && a.feature == b.feature
}

/// How large a place counts, in powers of ten of people.
pub fn size(entry: &Entry) -> f64 {
    let people = (entry.population + 10.0).log10();
    let own = match entry.feature {
        Feature::Country | Feature::Continent => 8.0,
        _ if entry.curated => match entry.feature {
            Feature::Capital => people.max(6.2) + 0.8,
            Feature::Province => 6.7,
            Feature::Region => 6.3,
            Feature::City => people.max(5.9),
            Feature::District => 5.3,
            _ => 5.8,
        },
        Feature::Capital => people + 0.8,
        Feature::Province => people - 1.0,
        Feature::District => people - 1.2,
        _ => people,
    };
    own - if entry.alternate { 1.3 } else { 0.0 }
}

fn size_worded(candidate: &Candidate, entry: &Entry) -> f64 {
    // "Salisbury" was Harare once; a town that bears the name today is meant unless more speaks for the other.
    let today = |e: &Entry| !e.alternate && e.population > 20_000.0;
    let former = if entry.alternate && candidate.entries.iter().any(today) { 1.2 } else { 0.0 };
    let doubt = if candidate.ambiguous && entry.feature == Feature::Country { 1.0 } else { 0.0 };
    let certain = if candidate.wording == Wording::Abbreviation { 4.0 } else { 0.0 };
    size(entry) - doubt - former + certain
}

/// Whether any meaning of `container` can hold any meaning of `inner`.
pub fn may_hold(container: &Candidate, inner: &Candidate) -> bool {
    !container.adjectival() && container.entries.iter().any(|c| inner.entries.iter().any(|e| holds(c, e)))
}

/// Whether one place lies in the other.
pub fn holds(container: &Entry, inner: &Entry) -> bool {
    let km = || kilometres(container.lat, container.lon, inner.lat, inner.lon);
    let same_country = container.country == inner.country;
    match container.feature {
        Feature::Country => same_country && inner.feature != Feature::Country,
        Feature::Province => {
            let same = same_country
                && inner.feature != Feature::Province
                && is_alike(container.admin1, inner.admin1);
            same || container.curated
                && (container.country.is_none() || same_country)
                && inner.feature == Feature::City
                && inner.admin1.is_empty()
                && km() < 400.0
                || container.curated && container.country.is_none() && km() < 400.0
        }
        Feature::District => {
            same_country && matches!(inner.feature, Feature::City | Feature::Site) && km() < 60.0
        }
        Feature::City | Feature::Capital => {
            matches!(inner.feature, Feature::City | Feature::Site | Feature::District)
                && same_country
                && km() < 40.0
                && container.population > inner.population
        }
        Feature::Region => {
            inner.feature != Feature::Country
                && (same_country && container.country.is_some() || container.country.is_none())
                && km() < 700.0
        }
        Feature::Continent | Feature::Water | Feature::River | Feature::Site => false,
    }
}

/// Whether two names are folded alike.
pub fn is_alike(a: &str, b: &str) -> bool {
    a == b || !(is_plain(a) && is_plain(b)) && fold(a) == fold(b) || a.eq_ignore_ascii_case(b)
}

/// Whether folding changes nothing but letter case.
fn is_plain(name: &str) -> bool {
    name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b' ')
}

/// Great-circle distance.
fn kilometres(lat1: f64, lon1: f64, lat2: f64, lon2: f64) -> f64 {
    let (a, b) = (lat1.to_radians(), lat2.to_radians());
    let (dlat, dlon) = (b - a, (lon2 - lon1).to_radians());
    let h = (dlat / 2.0).sin().powi(2) + a.cos() * b.cos() * (dlon / 2.0).sin().powi(2);
    12742.0 * h.sqrt().min(1.0).asin()
}

/// Gives places that the gazetteer lacks the place they are said to lie in, or the nearest one named.
fn fall_back(
    view: &View<'_>,
    kept: &[Candidate],
    containers: &[Option<(usize, bool)>],
    out: &mut [Resolution],
) {
    let settled: Vec<Option<Entry>> = out.iter().map(|r| r.entry).collect();
    let country = frequent_country(&settled);
    let focus = most_frequent(settled.iter().flatten().filter(|e| is_inside(e, country)));
    let small = |j: &usize| settled[*j].is_some_and(|e| nearby::is_small(&e)) && !kept[*j].adjectival();
    let mut keys: HashSet<&str> = HashSet::new();
    let first = (0..kept.len()).filter(small).filter(|&j| keys.insert(&kept[j].key)).take(nearby::NAMES);
    let named: Vec<Entry> = first.filter_map(|j| settled[j]).collect();
    for i in (0..kept.len()).filter(|&i| kept[i].unlisted()) {
        let held = || containers[i].and_then(|(j, _)| settled[j]).map(|e| (e, "fallback to container"));
        let hint = country_before(view, kept, &settled, i);
        let inside = hint.and_then(|h| h.country).or(country);
        let near = || nearest(view, kept, &settled, inside, &named, i).map(|e| (e, "fallback to neighbour"));
        let hinted = || hint.map(|e| (e, "fallback to country"));
        let focus = || focus.map(|e| (e, "fallback to focus"));
        if let Some((entry, rule)) = held().or_else(near).or_else(hinted).or_else(focus) {
            out[i] = Resolution { entry: Some(entry), listed: false, rule };
        }
    }
}

/// The country named last before candidate `i` in its sentence, where it owns what follows or things happen in it: "the Syrian
/// town of X", "Malaysia's X island", "in Nigeria, at X". "A US-led strike on X" tells nothing.
fn country_before(view: &View<'_>, kept: &[Candidate], settled: &[Option<Entry>], i: usize) -> Option<Entry> {
    let same = |j: &usize| view.same_sentence(kept[*j].units.start, kept[i].units.start);
    let tells = |j: usize| {
        let units = &kept[j].units;
        let led = view.gap(units.end) == "-";
        let owns = kept[j].adjectival() || view.gap(units.end).starts_with(['\'', '’']);
        !led && (owns || lists::is_locative(view.before(units.start, 1)))
    };
    let country = |j: usize| settled[j].filter(|e| e.feature == Feature::Country && tells(j));
    (0..i).rev().take_while(same).find_map(country)
}

/// Of the four closest toponyms of the sentences around that are smaller than a country, the one that most others of the
/// report lie around.
fn nearest(
    view: &View<'_>,
    kept: &[Candidate],
    settled: &[Option<Entry>],
    inside: Option<CountryCode>,
    named: &[Entry],
    i: usize,
) -> Option<Entry> {
    let at = view.sentence(kept[i].units.start);
    let close = |j: &usize| view.sentence(kept[*j].units.start).abs_diff(at) <= 2;
    let local = |j: usize| {
        let wide = |e: &Entry| matches!(e.feature, Feature::Country | Feature::Continent | Feature::Water);
        settled[j].filter(|e| !kept[j].adjectival() && !wide(e) && is_inside(e, inside))
    };
    let before = (0..i).rev().take_while(close).filter_map(local).take(2);
    let after = (i + 1..kept.len()).take_while(close).filter_map(local).take(2);
    let beside: Vec<Entry> = before.chain(after).collect();
    let around = |place: &Entry| named.iter().filter(|e| is_within(e, place, AROUND)).count();
    beside.into_iter().rev().max_by_key(around)
}

/// Whether an entry lies in a country, or there is none to lie in.
fn is_inside(entry: &Entry, country: Option<CountryCode>) -> bool {
    country.is_none() || entry.country == country
}

fn frequent_country(settled: &[Option<Entry>]) -> Option<CountryCode> {
    let mut counts: BTreeMap<CountryCode, usize> = BTreeMap::new();
    for code in settled.iter().flatten().filter_map(|e| e.country) {
        *counts.entry(code).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    counts.into_iter().find(|(_, n)| *n == most).map(|(code, _)| code)
}

/// The place named most often, one smaller than a country before all others.
fn most_frequent<'a>(settled: impl Iterator<Item = &'a Entry>) -> Option<Entry> {
    let wide = |e: &Entry| matches!(e.feature, Feature::Country | Feature::Continent) || e.country.is_none();
    let mut counts: BTreeMap<(bool, &str), (usize, Entry)> = BTreeMap::new();
    for entry in settled {
        counts.entry((!wide(entry), entry.name)).or_insert((0, *entry)).0 += 1;
    }
    let local = counts.keys().any(|(local, _)| *local);
    let pool = counts.into_iter().filter(|((l, _), _)| *l == local);
    pool.map(|(_, counted)| counted).max_by_key(|(n, _)| *n).map(|(_, entry)| entry)
}

//! Chooses among places of one name: by the phrase that holds it, the report's countries and provinces, its
//! neighbours on the map, and size.

use super::candidates::{Candidate, Wording};
use super::home::Home;
use super::lists;
use super::view::View;
use annalist_core::CountryCode;
use annalist_lexicon::fold;
use annalist_lexicon::places::{Entry, Feature};
use std::collections::BTreeMap;

/// Where a toponym lies, and what told.
#[derive(Clone, Copy, Debug)]
pub struct Resolution {
    pub entry: Option<Entry>,
    pub rule: &'static str,
}

/// The report's own places: what it writes about most.
#[derive(Default)]
struct Focus {
    countries: BTreeMap<CountryCode, f64>,
    provinces: BTreeMap<(CountryCode, String), f64>,
    /// What each name itself adds to the weight of provinces.
    own: BTreeMap<(String, CountryCode, String), f64>,
    anchors: Vec<(f64, f64)>,
}

/// Resolves every candidate.
pub fn all(home: &Home, view: &View<'_>, kept: &[Candidate]) -> Vec<Resolution> {
    let containers = containers(view, kept);
    let mut focus = Focus::default();
    focus.note_home(home);
    focus.note_countries(kept);
    let mut chosen = Vec::new();
    for round in 0..3 {
        chosen = choose_all(kept, &containers, &focus, home);
        if round < 2 {
            focus = Focus::default();
            focus.note_home(home);
            focus.note_chosen(kept, &chosen);
        }
    }
    let mut out: Vec<Resolution> = (0..kept.len())
        .map(|i| Resolution {
            entry: chosen[i].map(|(e, _)| e),
            rule: chosen[i].map_or("none", |(_, rule)| rule),
        })
        .collect();
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

impl Focus {
    fn add(&mut self, entry: &Entry, weight: f64) {
        let Some(country) = entry.country else { return };
        *self.countries.entry(country).or_default() += weight;
        if !entry.admin1.is_empty() {
            *self.provinces.entry((country, fold(entry.admin1))).or_default() += weight;
        }
    }

    fn add_named(&mut self, key: &str, entry: &Entry, weight: f64) {
        self.add(entry, weight);
        if let Some(country) = entry.country.filter(|_| !entry.admin1.is_empty()) {
            *self.own.entry((key.to_owned(), country, fold(entry.admin1))).or_default() += weight;
        }
    }

    fn note_home(&mut self, home: &Home) {
        if let Some((country, weight)) = home.country {
            *self.countries.entry(country).or_default() += weight;
        }
        for (key, entries, weight) in &home.named {
            let best = entries.iter().map(size).fold(0.0, f64::max);
            for entry in entries.iter().filter(|e| size(e) > best - 1.5) {
                self.add_named(key, entry, weight / if size(entry) < best { 3.0 } else { 1.0 });
            }
        }
    }

    /// Countries named outright, and those of names with one meaning.
    fn note_countries(&mut self, kept: &[Candidate]) {
        for candidate in kept {
            let firm = candidate
                .entries
                .iter()
                .find(|e| e.feature == Feature::Country)
                .filter(|_| !candidate.ambiguous);
            match (firm, candidate.entries.as_slice()) {
                (Some(entry), _) => self.add_named(&candidate.key, entry, 0.7),
                (None, [entry]) => self.add_named(&candidate.key, entry, 1.0),
                (None, entries) => {
                    let best = entries.iter().map(size).fold(0.0, f64::max);
                    let near: Vec<_> = entries.iter().filter(|e| size(e) > best - 0.7).collect();
                    for entry in &near {
                        self.add_named(&candidate.key, entry, 0.6 / near.len() as f64);
                    }
                }
            }
        }
    }

    fn note_chosen(&mut self, kept: &[Candidate], chosen: &[Option<(Entry, &'static str)>]) {
        for (candidate, choice) in kept.iter().zip(chosen) {
            let Some((entry, rule)) = choice else { continue };
            let sure = *rule == "container" || candidate.entries.len() == 1;
            let weight = match entry.feature {
                Feature::Country => 0.7,
                _ if sure => 1.3,
                _ => 0.8,
            };
            self.add_named(&candidate.key, entry, weight);
            let small =
                matches!(entry.feature, Feature::City | Feature::Capital | Feature::District | Feature::Site);
            if small && self.anchors.len() < 64 {
                self.anchors.push((entry.lat, entry.lon));
            }
        }
    }

    fn share(&self, entry: &Entry) -> f64 {
        let total: f64 = self.countries.values().sum();
        let Some(country) = entry.country else { return 0.4 };
        let own = self.countries.get(&country).copied().unwrap_or(0.0);
        if total > 0.0 { own / (total + 1.0) } else { 0.0 }
    }

    /// What mentions of other names than `key` give the province of `entry`.
    fn province_share(&self, key: &str, entry: &Entry) -> f64 {
        let total: f64 = self.provinces.values().sum();
        let name = if entry.admin1.is_empty() && entry.curated { entry.name } else { entry.admin1 };
        let Some(country) = entry.country.filter(|_| !name.is_empty()) else { return 0.0 };
        let name = fold(name);
        let own = self.own.get(&(key.to_owned(), country, name.clone())).copied().unwrap_or(0.0);
        let all = self.provinces.get(&(country, name)).copied().unwrap_or(0.0);
        if total > 0.0 { (all - own).max(0.0) / (total - own + 1.0) } else { 0.0 }
    }

    /// How near the closest other places are, from 0 to 1.
    fn nearness(&self, entry: &Entry) -> f64 {
        let mut near: Vec<f64> = self
            .anchors
            .iter()
            .map(|&(lat, lon)| kilometres(entry.lat, entry.lon, lat, lon))
            .filter(|&km| km > 3.0)
            .map(|km| (-km / 150.0).exp())
            .collect();
        near.sort_by(|a, b| b.total_cmp(a));
        near.iter().take(2).sum::<f64>() / 2.0
    }
}

/// The best entry for every candidate; mentions of one name share a sense unless the text holds them apart.
fn choose_all(
    kept: &[Candidate],
    containers: &[Option<(usize, bool)>],
    focus: &Focus,
    home: &Home,
) -> Vec<Option<(Entry, &'static str)>> {
    let mut firm: BTreeMap<&str, Entry> = BTreeMap::new();
    let mut out: Vec<Option<(Entry, &'static str)>> = Vec::with_capacity(kept.len());
    for (i, candidate) in kept.iter().enumerate() {
        let holder = containers[i].map(|(j, close)| (&kept[j], close));
        let inner = i.checked_sub(1).filter(|&j| containers[j] == Some((i, true))).map(|j| &kept[j]);
        let choice = choose(candidate, holder, inner, focus, home.local(&candidate.key));
        if let Some((entry, "container")) = choice {
            firm.entry(&candidate.key).or_insert(entry);
        }
        out.push(choice);
    }
    for (candidate, choice) in kept.iter().zip(&mut out) {
        if let (Some((_, rule)), Some(entry)) = (&choice, firm.get(candidate.key.as_str()))
            && *rule != "container"
        {
            *choice = Some((*entry, "container"));
        }
    }
    out
}

fn choose(
    candidate: &Candidate,
    holder: Option<(&Candidate, bool)>,
    inner: Option<&Candidate>,
    focus: &Focus,
    local: Option<&Entry>,
) -> Option<(Entry, &'static str)> {
    let scored = candidate.entries.iter().map(|entry| {
        let held = match holder {
            Some((holder, close)) if holder.entries.iter().any(|h| holds(h, entry)) => {
                if close {
                    6.0
                } else {
                    2.0
                }
            }
            _ => 0.0,
        };
        let context = 3.0 * focus.share(entry)
            + 4.0 * focus.province_share(&candidate.key, entry)
            + 2.5 * focus.nearness(entry);
        let holding = inner.is_some_and(|inner| {
            matches!(entry.feature, Feature::Province | Feature::District | Feature::Country)
                && inner.entries.iter().any(|e| holds(entry, e))
        });
        let context = context + if holding { 2.5 } else { 0.0 };
        let at_home = local.is_some_and(|home| is_same(home, entry));
        let context = context + if at_home { AT_HOME } else { 0.0 };
        (held, context, size_worded(candidate, entry), entry)
    });
    let scored: Vec<_> = scored.collect();
    let best = scored.iter().max_by(|a, b| (a.0 + a.1 + a.2).total_cmp(&(b.0 + b.1 + b.2)))?;
    let largest = scored.iter().map(|s| s.2).fold(f64::MIN, f64::max);
    let rule = match best {
        (_, _, _, entry) if candidate.adjectival() => {
            if entry.feature == Feature::Country {
                "adjective"
            } else {
                "region adjective"
            }
        }
        (held, ..) if *held >= 6.0 => "container",
        (_, _, _, entry) if entry.feature == Feature::Country => "country",
        _ if scored.len() == 1 => "only",
        (_, _, _, entry) if local.is_some_and(|home| is_same(home, entry)) => "publisher",
        (held, ..) if *held > 0.0 => "phrase",
        (_, _, size, _) if *size < largest => "focus",
        _ => "population",
    };
    Some((*best.3, rule))
}

/// For the place that the publisher is named after, in the units of [`size`].
const AT_HOME: f64 = 3.5;

fn is_same(a: &Entry, b: &Entry) -> bool {
    a.name == b.name && a.country == b.country && a.admin1 == b.admin1 && a.feature == b.feature
}

/// How large a place counts, in powers of ten of people.
fn size(entry: &Entry) -> f64 {
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
                && fold(container.admin1) == fold(inner.admin1)
                && inner.feature != Feature::Province;
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
    let of_country = |code: Option<CountryCode>| {
        let inside = move |e: &Entry| code.is_none() || e.country == code;
        settled.iter().map(|e| e.filter(inside)).collect::<Vec<_>>()
    };
    let focus = most_frequent(&of_country(country));
    for i in (0..kept.len()).filter(|&i| kept[i].unlisted()) {
        let held = || containers[i].and_then(|(j, _)| settled[j]).map(|e| (e, "fallback to container"));
        let hint = country_before(view, kept, &settled, i);
        let inside = of_country(hint.and_then(|h| h.country).or(country));
        let near = || nearest(view, kept, &inside, i).map(|e| (e, "fallback to neighbour"));
        let hinted = || hint.map(|e| (e, "fallback to country"));
        let focus = || focus.map(|e| (e, "fallback to focus"));
        if let Some((entry, rule)) = held().or_else(near).or_else(hinted).or_else(focus) {
            out[i] = Resolution { entry: Some(entry), rule };
        }
    }
}

/// The country named last before candidate `i` in its sentence: "the Syrian town of X", "Malaysia's X island".
fn country_before(view: &View<'_>, kept: &[Candidate], settled: &[Option<Entry>], i: usize) -> Option<Entry> {
    let same = |j: &usize| view.same_sentence(kept[*j].units.start, kept[i].units.start);
    let country = |j: usize| settled[j].filter(|e| e.feature == Feature::Country);
    (0..i).rev().take_while(same).find_map(country)
}

/// The closest toponym of the sentences around that is smaller than a country, one before the place preferred.
fn nearest(view: &View<'_>, kept: &[Candidate], settled: &[Option<Entry>], i: usize) -> Option<Entry> {
    let at = view.sentence(kept[i].units.start);
    let close = |j: &usize| view.sentence(kept[*j].units.start).abs_diff(at) <= 2;
    let local = |j: usize| {
        let wide = |e: &Entry| matches!(e.feature, Feature::Country | Feature::Continent | Feature::Water);
        settled[j].filter(|e| !kept[j].adjectival() && !wide(e))
    };
    let before = (0..i).rev().take_while(close).find_map(local);
    before.or_else(|| (i + 1..kept.len()).take_while(close).find_map(local))
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
fn most_frequent(settled: &[Option<Entry>]) -> Option<Entry> {
    let wide = |e: &Entry| matches!(e.feature, Feature::Country | Feature::Continent) || e.country.is_none();
    let mut counts: BTreeMap<(bool, &str), (usize, Entry)> = BTreeMap::new();
    for entry in settled.iter().flatten() {
        counts.entry((!wide(entry), entry.name)).or_insert((0, *entry)).0 += 1;
    }
    let local = counts.keys().any(|(local, _)| *local);
    let pool = counts.into_iter().filter(|((l, _), _)| *l == local);
    pool.map(|(_, counted)| counted).max_by_key(|(n, _)| *n).map(|(_, entry)| entry)
}

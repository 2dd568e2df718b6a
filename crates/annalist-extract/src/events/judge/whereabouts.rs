//! Where a happening was: which of the places and countries that bear on the report, and the features by which one is
//! chosen.

use super::super::draft::Draft;
use super::super::landscape::is_finer;
use super::super::locations;
use super::super::scene::Scene;
use super::setting::{Sides, cue_at, newcomer, occasion, position, telling};
use super::when::{around, tense};
use crate::linear::{Bag, Weights, softmax};
use annalist_core::annotations::{PlacePrecision, PlaceUse};
use annalist_core::event::{DateSource, LocationSource};
use annalist_core::{CountryCode, EventType, Party, Place, Relation, Span, Upos};

/// Where a happening was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// At a place smaller than a country that the report names, by its number.
    Named(usize),
    /// Somewhere in a country.
    Country(CountryCode),
    /// At none that can be known.
    Unknown,
}

/// Toponyms of other sentences that are looked at, at most: those nearest before.
const NEAR: usize = 48;
/// Sentences before the happening's own that they may stand in.
const BACK: usize = 20;
/// How much of the chance of its country a place must have to be told in its stead.
const FINER: f32 = 0.5;

/// Where one happening was, with what bears on the answer.
pub struct Question<'s> {
    scene: &'s Scene<'s>,
    draft: &'s Draft,
    kind: &'static str,
    /// What the rules say.
    rule: Option<(Place, LocationSource)>,
    /// The sentence of the happening.
    own: Span,
    /// Toponyms of the happening's sentence and of those before it, as a range of the annotations'.
    near: std::ops::Range<usize>,
    dateline: Option<&'s Place>,
    /// The parties, actors first.
    sides: &'s Sides,
    /// Their countries.
    parties: [Vec<CountryCode>; 2],
    /// The country of whoever says it.
    speaker: Option<CountryCode>,
    tense: String,
    /// The kind of the attribution that it stands in, `plain` where there is none.
    said: String,
    says: bool,
    /// Where a "here" or "there" stands.
    here: &'static str,
}

impl<'s> Question<'s> {
    /// Asks where a draft of type `kind` between these parties happened.
    pub fn new(scene: &'s Scene<'s>, draft: &'s Draft, kind: EventType, sides: &'s Sides) -> Question<'s> {
        let document = scene.tree.document;
        let head = draft.happening.head;
        let sentence = document.sentence_of(head);
        let own = document.sentences[sentence].span;
        let from = document.sentences[sentence.saturating_sub(BACK)].span.start;
        let places = &scene.annotations.places;
        let end = places.partition_point(|p| p.span.start < own.end);
        let start = places.partition_point(|p| p.span.start < from).max(end.saturating_sub(NEAR));
        let countries = |parties: &[Party]| -> Vec<CountryCode> {
            parties.iter().filter_map(|p| p.country).filter(|c| !c.is_international()).collect()
        };
        let parties = [countries(&sides[0]), countries(&sides[1])];
        let (cue, within) = (cue_at(scene, head), around(scene, head));
        let speaker = cue.or(within).and_then(|a| a.speaker).map(|e| scene.annotations.entity(e));
        Question {
            scene,
            draft,
            sides,
            kind: kind.as_str(),
            here: here(scene, draft),
            speaker: speaker.and_then(|e| e.country).filter(|c| !c.is_international()),
            rule: locations::of_happening(scene, &draft.happening),
            own,
            near: start..end,
            dateline: locations::dateline(scene),
            parties,
            tense: tense(scene, draft.happening.core),
            said: within.map_or_else(|| "plain".to_owned(), |a| a.class.to_string()),
            says: cue.is_some(),
        }
    }

    /// What may be the place: toponyms of the happening's sentence, of those before it and of the first two, the places that
    /// the report names most often, their countries and those of the parties.
    pub fn candidates(&self) -> Vec<Where> {
        let scene = self.scene;
        let places = &scene.annotations.places;
        let lead = scene.tree.document.sentences.get(1).or(scene.tree.document.sentences.first());
        let lead = lead.map_or(0, |s| places.partition_point(|p| p.span.start < s.span.end)).min(NEAR);
        let mut named: Vec<usize> = (0..lead.min(self.near.start)).chain(self.near.clone()).collect();
        named.extend(scene.landscape.places.iter().copied().filter(|i| !self.near.contains(i) && *i >= lead));
        let mut all: Vec<Where> =
            named.iter().copied().filter(|i| is_finer(&places[*i])).map(Where::Named).collect();
        let mut countries: Vec<CountryCode> = scene.landscape.countries.iter().map(|(c, ..)| *c).collect();
        countries.extend(self.parties.iter().flatten().copied().chain(self.speaker));
        countries.extend(self.near.clone().filter_map(|i| places[i].country));
        for (i, country) in countries.iter().enumerate() {
            if !countries[..i].contains(country) {
                all.push(Where::Country(*country));
            }
        }
        all.push(Where::Unknown);
        all
    }

    /// The likeliest country, or none; of it the likeliest place, where that is likely enough, else the country.
    pub fn answer(&self, settings: &Weights) -> Option<(Place, LocationSource)> {
        let all = self.candidates();
        let mut chances: Vec<f32> = all.iter().map(|w| settings.sum(&self.features(*w))[0]).collect();
        softmax(&mut chances);
        self.place(choose(&self.scene.annotations.places, &all, &chances))
    }

    /// The place that `answer` gives, with where it stands.
    pub fn place(&self, answer: Where) -> Option<(Place, LocationSource)> {
        match answer {
            Where::Named(i) => {
                let place = &self.scene.annotations.places[i];
                Some((place.clone(), self.source(place)))
            }
            Where::Country(code) => self.country(code),
            Where::Unknown => None,
        }
    }

    /// How near to the happening a toponym stands.
    fn source(&self, place: &Place) -> LocationSource {
        match &self.rule {
            Some((found, source)) if found.span == place.span => *source,
            _ if self.dateline.is_some_and(|d| d.span == place.span) => DateSource::Dateline,
            _ if self.own.contains(place.span) => DateSource::Sentence,
            _ => DateSource::Discourse,
        }
    }

    /// A country as a place: by the toponym or demonym nearest to the happening that names it, else without words.
    fn country(&self, code: CountryCode) -> Option<(Place, LocationSource)> {
        if let Some(i) = self.witness(code).filter(|i| !is_finer(&self.scene.annotations.places[*i])) {
            let place = &self.scene.annotations.places[i];
            return Some((place.clone(), self.source(place)));
        }
        let (lat, lon, geonames) = self.scene.lexicon.places.country(code)?;
        let place = Place {
            span: Span::new(0, 0),
            name: self.scene.country_name(code)?,
            usage: PlaceUse::Metonymic,
            country: Some(code),
            admin1: None,
            coordinates: Some((lat, lon)),
            geonames,
            precision: PlacePrecision::Country,
            rule: "country",
        };
        Some((place, DateSource::Discourse))
    }

    /// The toponym that speaks for a country: one that names it before one inside it, literal before others, the nearest.
    fn witness(&self, code: CountryCode) -> Option<usize> {
        let places = &self.scene.annotations.places;
        let at = self.scene.tree.document.tokens[self.draft.happening.head].span.start;
        let inside = self.near.clone().filter(|i| places[*i].country == Some(code));
        let near = inside.min_by_key(|i| {
            let p = &places[*i];
            (!self.own.contains(p.span), is_finer(p), p.usage != PlaceUse::Literal, p.span.start.abs_diff(at))
        });
        let first = || self.scene.landscape.countries.iter().find(|(c, ..)| *c == code).map(|(.., i)| *i);
        near.or_else(first)
    }

    /// The feature hashes of `answer` as the place.
    pub fn features(&self, answer: Where) -> Vec<u32> {
        let mut bag = Bag::default();
        match answer {
            Where::Named(i) => self.named(&mut bag, i),
            Where::Country(code) => self.land(&mut bag, code),
            Where::Unknown => self.unknown(&mut bag),
        }
        bag.finish()
    }

    fn rule_source(&self) -> &'static str {
        self.rule.as_ref().map_or("none", |(_, s)| s.as_str())
    }

    /// Whether the text is a sentence by itself, a short one, or a report.
    fn length(&self) -> &'static str {
        match self.scene.tree.document.sentences.len() {
            0..2 => "sentence",
            2..6 => "short",
            _ => "report",
        }
    }

    fn unknown(&self, bag: &mut Bag) {
        let (scene, draft) = (self.scene, self.draft);
        let source = self.rule_source();
        let kind = self.kind;
        bag.add(&["place", "unknown"]);
        bag.add(&["place", "unknown", self.length()]);
        bag.add(&["place", "unknown", self.length(), kind]);
        bag.add(&["place", "unknown", source]);
        bag.add(&["place", "unknown", source, self.length()]);
        bag.add(&["place", "unknown", kind]);
        bag.add(&["place", "unknown", source, kind]);
        bag.add(&["place", "unknown", "tense", &self.tense]);
        bag.add(&["place", "unknown", "tense", &self.tense, kind]);
        bag.add(&["place", "unknown", "said", &self.said]);
        bag.add(&["place", "unknown", "said", &self.said, kind]);
        bag.add(&["place", "unknown", "says", if self.says { kind } else { "no" }]);
        bag.add(&["place", "unknown", "lemma", scene.tree.lemma(draft.happening.head)]);
        bag.add(&["place", "unknown", "core", scene.tree.lemma(draft.happening.core)]);
        for (name, parties) in ["actor", "recipient"].into_iter().zip(self.sides) {
            let sector = parties.first().map_or("none", |p| p.sectors.first().map_or("no", |s| s.as_str()));
            bag.add(&["place", "unknown", name, sector]);
            bag.add(&["place", "unknown", name, sector, kind]);
        }
        bag.add(&["place", "unknown", "parties", self.relation()]);
        bag.add(&["place", "unknown", "parties", self.relation(), kind]);
        let literal = scene.places_of_sentence(draft.happening.head).any(|p| p.usage == PlaceUse::Literal);
        bag.add(&["place", "unknown", if literal { "literal" } else { "bare" }, kind]);
        bag.add(&["place", "unknown", "countries", &scene.landscape.countries.len().min(6).to_string()]);
        if self.dateline.is_some() {
            bag.add(&["place", "unknown", "dateline", kind]);
        }
        bag.add(&["place", "unknown", "here", self.here]);
        bag.add(&["place", "unknown", "here", self.here, kind]);
        bag.add(&["place", "unknown", "here", self.here, &self.said]);
        bag.add(&["place", "unknown", "lead", newcomer(scene, draft, self.sides), kind]);
        telling(bag, scene, draft, "nowhere");
    }

    /// How the countries of the parties relate.
    fn relation(&self) -> &'static str {
        let [actors, recipients] = &self.parties;
        match (actors.first(), recipients.first()) {
            (None, None) => "none",
            (Some(_), None) => "actor",
            (None, Some(_)) => "recipient",
            (Some(_), Some(r)) if actors.contains(r) => "same",
            _ => "two",
        }
    }

    /// How a country bears on the happening whatever stands in its sentence.
    fn standing(&self, bag: &mut Bag, what: &str, country: Option<CountryCode>) {
        let scene = self.scene;
        let Some(code) = country else {
            bag.add(&[what, "no country"]);
            return;
        };
        let rank = scene.landscape.rank(code);
        let order = rank.map_or("unnamed", |(i, _)| ["1", "2", "3", "4"].get(i).copied().unwrap_or("later"));
        let share = rank.map_or(0, |(_, n)| n * 5 / scene.landscape.toponyms.max(1)).to_string();
        let of = |side: usize| match self.parties[side].first() {
            None => "nobody",
            Some(c) if *c == code => "its",
            Some(_) if self.parties[side].contains(&code) => "also",
            Some(_) => "other",
        };
        let dateline = match self.dateline.and_then(|d| d.country) {
            None => "no dateline",
            Some(c) if c == code => "dateline",
            Some(_) => "other dateline",
        };
        let rule = match self.rule.as_ref().and_then(|(p, s)| Some((p.country?, s))) {
            Some((c, s)) if c == code => s.as_str(),
            Some(_) => "other",
            None => "none",
        };
        let speaker = match self.speaker {
            None => "nobody",
            Some(c) if c == code => "its",
            Some(_) => "other",
        };
        let lemma = scene.tree.lemma(self.draft.happening.head);
        bag.add(&[what, "lemma", lemma, of(0), of(1)]);
        bag.add(&[what, "speaker", speaker]);
        bag.add(&[what, "speaker", speaker, self.kind]);
        bag.add(&[what, "speaker", speaker, of(0), of(1)]);
        bag.add(&[what, "speaker", speaker, dateline]);
        let length = self.length();
        bag.add(&[what, "here", self.here, order]);
        bag.add(&[what, "here", self.here, of(0)]);
        bag.add(&[what, "rank", order]);
        bag.add(&[what, "rank", order, self.kind]);
        bag.add(&[what, "rank", order, length]);
        bag.add(&[what, "share", &share]);
        bag.add(&[what, "share", &share, self.kind]);
        bag.add(&[what, "of", of(0), of(1)]);
        bag.add(&[what, "of", of(0), of(1), self.kind]);
        bag.add(&[what, "of", of(0), of(1), order]);
        bag.add(&[what, "of", of(0), of(1), dateline]);
        bag.add(&[what, dateline]);
        bag.add(&[what, dateline, self.kind]);
        bag.add(&[what, dateline, order]);
        bag.add(&[what, "rule", rule]);
        bag.add(&[what, "rule", rule, self.kind]);
        bag.add(&[what, "rule", rule, order]);
        for (side, name) in ["actor", "recipient"].into_iter().enumerate() {
            let its = self.sides[side].iter().find(|p| p.country == Some(code));
            if let Some(sector) = its.and_then(|p| p.sectors.first()) {
                bag.add(&[what, name, sector.as_str()]);
                bag.add(&[what, name, sector.as_str(), self.kind]);
            }
        }
    }

    fn land(&self, bag: &mut Bag, code: CountryCode) {
        let (scene, draft) = (self.scene, self.draft);
        let places = &scene.annotations.places;
        bag.add(&["land"]);
        bag.add(&["land", self.kind]);
        bag.add(&["land", self.length()]);
        bag.add(&["land", "tense", &self.tense]);
        self.standing(bag, "land", Some(code));
        let inside = self.near.clone().filter(|i| places[*i].country == Some(code));
        let finer = inside.clone().filter(|i| is_finer(&places[*i])).count().min(2).to_string();
        let itself = inside.filter(|i| !is_finer(&places[*i])).count().min(3).to_string();
        bag.add(&["land", "near", &finer, &itself]);
        bag.add(&["land", "near", &finer, &itself, self.length()]);
        let Some(i) = self.witness(code) else {
            bag.add(&["land", "no words"]);
            return;
        };
        let place = &places[i];
        let usage = usage(place);
        let sort = if is_finer(place) { "inside" } else { usage };
        let there = if self.own.contains(place.span) {
            "own"
        } else if self.near.contains(&i) {
            "near"
        } else {
            "far"
        };
        bag.add(&["land", "witness", sort, there]);
        bag.add(&["land", "witness", sort, there, self.kind]);
        if !is_finer(place) && there != "far" {
            self.party(bag, "land", place, usage);
            if let Some(head) = self.head(place) {
                position(bag, scene, draft, "land", head, usage);
                occasion(bag, scene, draft, self.sides, "land", head, usage);
            }
        }
    }

    fn named(&self, bag: &mut Bag, i: usize) {
        let scene = self.scene;
        let places = &scene.annotations.places;
        let (kind, p) = (self.kind, &places[i]);
        let (usage, precision) = (usage(p), p.precision.as_str());
        let picked =
            if self.rule.as_ref().is_some_and(|(r, _)| r.span == p.span) { self.rule_source() } else { "no" };
        bag.add(&["place"]);
        bag.add(&["place-picked", picked]);
        bag.add(&["place-picked", picked, usage]);
        bag.add(&["place-picked", picked, self.length()]);
        bag.add(&["place-usage", usage, precision]);
        bag.add(&["place-usage", usage, kind]);
        bag.add(&["place-precision", precision, kind]);
        bag.add(&["place-precision", precision, p.rule]);
        if self.dateline.is_some_and(|d| d.span == p.span) {
            bag.add(&["place-dateline"]);
            bag.add(&["place-dateline", kind]);
            bag.add(&["place-dateline", "tense", &self.tense]);
            bag.add(&["place-dateline", "said", &self.said]);
        }
        let often =
            self.near.clone().map(|j| &places[j]).filter(|q| q.name == p.name).count().min(4).to_string();
        bag.add(&["place-often", &often]);
        bag.add(&["place-often", &often, self.length()]);
        let rank = scene.landscape.places.iter().position(|j| places[*j].name == p.name);
        let rank = rank.map_or(9, |r| r.min(3)).to_string();
        bag.add(&["place-rank", &rank, self.length()]);
        bag.add(&["place-rank", &rank, kind]);
        self.standing(bag, "place-in", p.country);
        let country = p.country.and_then(|c| scene.lexicon.countries.by_code(c));
        let capital = if country.is_some_and(|c| c.capital == p.name) { "capital" } else { "elsewhere" };
        let its = |side: usize| p.country.is_some_and(|c| self.parties[side].contains(&c));
        let whose = match (its(0), its(1)) {
            (true, true) => "both",
            (true, false) => "actor's",
            (false, true) => "recipient's",
            _ => "nobody's",
        };
        bag.add(&["place", capital, precision]);
        bag.add(&["place", capital, whose]);
        bag.add(&["place", capital, whose, kind]);
        bag.add(&["place", capital, whose, &self.said]);
        bag.add(&["place", capital, whose, self.here]);
        self.party(bag, "place", p, usage);
        let Some(head) = self.head(p) else { return };
        let sentence = |at: usize| scene.tree.document.sentence_of(at);
        if sentence(head) > sentence(self.draft.happening.head) {
            bag.add(&["place", "later"]);
            bag.add(&["place", "later", usage]);
            return;
        }
        if !self.near.contains(&i) {
            bag.add(&["place", "far"]);
            bag.add(&["place", "far", usage]);
        }
        let between = places[i + 1..].iter().take_while(|q| q.span.start < self.own.start);
        let between = between.filter(|q| is_finer(q) && q.name != p.name).count().min(3).to_string();
        bag.add(&["place-between", &between]);
        bag.add(&["place-between", &between, usage]);
        position(bag, scene, self.draft, "place", head, usage);
        occasion(bag, scene, self.draft, self.sides, "place", head, usage);
    }

    /// Whether a toponym stands in a party's phrase.
    fn party(&self, bag: &mut Bag, what: &str, place: &Place, usage: &str) {
        for (name, parties) in ["actor", "recipient"].into_iter().zip(self.sides) {
            if parties.iter().any(|party| party.span.contains(place.span)) {
                bag.add(&[what, "within", name]);
                bag.add(&[what, "within", name, self.kind, usage]);
            }
        }
    }

    /// The token of a toponym whose head lies outside it.
    fn head(&self, place: &Place) -> Option<usize> {
        let tokens = self.scene.tree.document.tokens_in(place.span);
        tokens.clone().find(|t| self.scene.tree.head(*t).is_none_or(|x| !tokens.contains(&x)))
    }
}

/// Where in the report, so far, the place of the telling is pointed at: "said *here* on Tuesday".
fn here(scene: &Scene, draft: &Draft) -> &'static str {
    let document = scene.tree.document;
    let head = draft.happening.head;
    let own = document.sentence_of(head);
    let in_sentence = |n: usize, word: &str| {
        let tokens = document.sentences[n].tokens.clone().take(120);
        let mut found = tokens.filter(|t| scene.tree.lemma(*t) == word && scene.tree.upos(*t) == Upos::Adv);
        found.any(|t| scene.tree.relation(t) == Relation::Advmod)
    };
    if scene.tree.children(head).any(|c| scene.tree.lemma(c) == "here") {
        "clause"
    } else if in_sentence(own, "here") {
        "sentence"
    } else if in_sentence(own, "there") {
        "there"
    } else if (0..own.min(2)).any(|n| in_sentence(n, "here")) {
        "lead"
    } else {
        "no"
    }
}

/// The country of an answer.
fn country_of(places: &[Place], answer: Where) -> Option<CountryCode> {
    match answer {
        Where::Named(i) => places[i].country,
        Where::Country(code) => Some(code),
        Where::Unknown => None,
    }
}

/// Of countries and nowhere the likeliest, all places of a country speaking for it; of its places the likeliest, where
/// that is likely enough.
fn choose(places: &[Place], all: &[Where], chances: &[f32]) -> Where {
    // A region of several countries stands by itself, as nowhere does.
    let land = |w: Where| match w {
        Where::Named(i) if places[i].country.is_none() => Err(&*places[i].name),
        w => Ok(country_of(places, w)),
    };
    let likeliest = |mass: &dyn Fn(Where) -> f32| {
        let mut best = (Where::Unknown, 0.0);
        for w in all {
            let m = mass(*w);
            if m > best.1 {
                best = (*w, m);
            }
        }
        best
    };
    let sum = |fits: &dyn Fn(Where) -> bool| {
        all.iter().zip(chances).filter(|(w, _)| fits(**w)).map(|(_, c)| *c).sum::<f32>()
    };
    let (first, whole) = likeliest(&|w| sum(&|v| land(v) == land(w)));
    let Some(country) = country_of(places, first) else { return first };
    let same = |i: usize, v: Where| matches!(v, Where::Named(j) if places[j].name == places[i].name);
    let (finer, chance) = likeliest(&|w| match w {
        Where::Named(i) if places[i].country == Some(country) => {
            sum(&|v| same(i, v) && country_of(places, v) == Some(country))
        }
        _ => 0.0,
    });
    if chance < whole * FINER {
        return Where::Country(country);
    }
    // Of several toponyms of one place the likeliest.
    let Where::Named(best) = finer else { return finer };
    let of =
        all.iter().zip(chances).filter(|(w, _)| same(best, **w) && country_of(places, **w) == Some(country));
    of.fold((finer, 0.0), |top, (w, c)| if *c > top.1 { (*w, *c) } else { top }).0
}

fn usage(place: &Place) -> &'static str {
    match place.usage {
        PlaceUse::Literal => "literal",
        PlaceUse::Metonymic => "metonymic",
        PlaceUse::Modifier => "modifier",
        PlaceUse::Embedded => "embedded",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Places as `name COUNTRY`, `-` for none; each by its number, then countries, then nowhere.
    fn chosen(named: &[(&str, f32)], lands: &[(&str, f32)], nowhere: f32) -> String {
        let places: Vec<Place> = named
            .iter()
            .map(|(words, _)| {
                let (name, country) = words.split_once(' ').unwrap();
                Place {
                    span: Span::new(0, 1),
                    name: name.into(),
                    usage: PlaceUse::Literal,
                    country: CountryCode::from_code(country),
                    admin1: None,
                    coordinates: Some((0.0, 0.0)),
                    geonames: None,
                    precision: PlacePrecision::City,
                    rule: "population",
                }
            })
            .collect();
        let land = |(code, _): &(&str, f32)| Where::Country(CountryCode::from_code(code).unwrap());
        let all: Vec<Where> = (0..named.len())
            .map(Where::Named)
            .chain(lands.iter().map(land))
            .chain([Where::Unknown])
            .collect();
        let chances: Vec<f32> = named.iter().chain(lands).map(|(_, c)| *c).chain([nowhere]).collect();
        match choose(&places, &all, &chances) {
            Where::Named(i) => format!("{} {i}", places[i].name),
            Where::Country(code) => code.to_string(),
            Where::Unknown => "nowhere".into(),
        }
    }

    #[test]
    fn toponyms_of_one_place_speak_for_it_together() {
        assert_eq!(chosen(&[("Gao MLI", 0.2), ("Gao MLI", 0.3), ("Kidal MLI", 0.1)], &[], 0.4), "Gao 1");
    }

    #[test]
    fn a_country_is_told_where_no_place_in_it_is_likely_enough() {
        assert_eq!(
            chosen(&[("Gao MLI", 0.2), ("Kidal MLI", 0.2)], &[("MLI", 0.25), ("FRA", 0.1)], 0.25),
            "MLI"
        );
    }

    #[test]
    fn nowhere_stands_against_whole_countries() {
        assert_eq!(chosen(&[("Gao MLI", 0.3)], &[("MLI", 0.15)], 0.4), "Gao 0");
        assert_eq!(chosen(&[("Gao MLI", 0.3)], &[("FRA", 0.2)], 0.4), "nowhere");
    }

    #[test]
    fn a_region_of_several_countries_stands_by_itself() {
        assert_eq!(chosen(&[("Sahel -", 0.5), ("Gao MLI", 0.3)], &[], 0.2), "Sahel 0");
    }
}

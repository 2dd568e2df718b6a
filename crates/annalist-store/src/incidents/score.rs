//! How likely two events are one happening: a few features, each with a reason, and a logistic weighing of them.

use super::features::Features;
use crate::record::{Party, Place};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// How many things are compared.
pub const COUNT: usize = 11;
/// Their names, in the order of [`Evidence`].
pub const NAMES: [&str; COUNT] =
    ["kind", "date", "place", "parties", "words", "names", "told", "story", "numbers", "trigger", "mode"];

/// What speaks for and against two events being one happening. Everything is 0 where nothing is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Evidence {
    /// 1 the same type, 0 types that one happening is told as (a raid is ASSAULT here and COERCE there).
    pub kind: f32,
    /// 1 the same day, or a day in the other's month; 0.5 a day apart, 0.3 in the other's year; −0.5 further apart.
    pub date: f32,
    /// 1 the same place or within 15 km, 0.6 the one's place is named in the other's report, 0.3 one lies in the other,
    /// −0.3 it is not named there, −1 elsewhere.
    pub place: f32,
    /// 1 the same parties in the same roles, 0.6 the same country and sector, −1 others.
    pub parties: f32,
    /// How alike the sentences are in their words, rare ones counting more, 0 to 1.
    pub words: f32,
    /// How many names and numbers the sentences share, rare ones counting more: 1 three or more.
    pub names: f32,
    /// How much of the one's sentence stands in the other's headline and lead, 0 to 1.
    pub told: f32,
    /// How alike headline and lead of the reports are, 0 to 1.
    pub story: f32,
    /// 1 the same number of dead, 0.5 numbers that agree within their bounds, −1 numbers more than three times apart.
    pub numbers: f32,
    /// 1 where the trigger is the same word.
    pub trigger: f32,
    /// 1 the same mode, −1 others.
    pub mode: f32,
}

/// The weights in the order of [`NAMES`], and that of none.
static WEIGHTS: LazyLock<([f32; COUNT], f32)> = LazyLock::new(|| {
    let lines = include_str!("weights.tsv").lines().filter(|line| !line.starts_with('#'));
    let rows: Vec<(&str, f32)> = lines
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(name, w)| Some((name, w.parse().ok()?)))
        .collect();
    let of = |name: &str| rows.iter().find(|(known, _)| *known == name).map_or(0.0, |(_, weight)| *weight);
    (NAMES.map(of), of("none"))
});

impl Evidence {
    /// The values in the order of [`NAMES`].
    pub fn values(&self) -> [f32; COUNT] {
        let Evidence { kind, date, place, parties, words, names, told, story, numbers, trigger, mode } =
            *self;
        [kind, date, place, parties, words, names, told, story, numbers, trigger, mode]
    }

    /// How likely both are one happening, 0 to 1.
    pub fn score(&self) -> f32 {
        let (weights, none) = &*WEIGHTS;
        let sum: f32 = self.values().iter().zip(weights).map(|(value, weight)| value * weight).sum();
        1.0 / (1.0 + (-(sum + none)).exp())
    }
}

/// The evidence for `a` and `b` being one happening, or none where they cannot be: of types that never tell of one
/// thing, one a fact and the other not, or words of two speakers.
pub fn compare(a: &Features, b: &Features) -> Option<Evidence> {
    let kind = kinds(&a.kind, &b.kind)?;
    if a.fact != b.fact
        || (SAID.contains(&a.kind.as_str()) && side(&a.actors, &b.actors).is_some_and(|fit| fit < 0.0))
    {
        return None;
    }
    let apart = a.report != b.report;
    Some(Evidence {
        kind,
        date: dates(a, b),
        place: where_(a, b),
        parties: parties(a, b),
        words: a.sentence.likeness(&b.sentence),
        names: a.names.common(&b.names).min(3.0) / 3.0,
        told: if apart { a.told(b) } else { 0.0 },
        story: if apart { a.story(b) } else { 0.0 },
        numbers: numbers(a.dead, b.dead),
        trigger: f32::from(u8::from(a.trigger.iter().any(|t| b.trigger.contains(t)))),
        mode: modes(&a.modes, &b.modes),
    })
}

/// Types whose events are words: those of another speaker are another event.
const SAID: [&str; 4] = ["ACCUSE", "REJECT", "REQUEST", "THREATEN"];

/// Types that one happening may be told as.
const KIN: &[&[&str]] = &[
    &["ASSAULT", "COERCE", "MOBILIZE"],
    &["COERCE", "SANCTION"],
    &["COERCE", "PROTEST"],
    &["AGREE", "CONSULT", "COOPERATE", "SUPPORT"],
    &["AGREE", "RETREAT", "CONCEDE"],
    &["AID", "COOPERATE"],
    &["AID", "AGREE"],
    &["REQUEST", "THREATEN", "REJECT", "ACCUSE"],
    &["SANCTION", "REJECT"],
];

fn kinds(a: &str, b: &str) -> Option<f32> {
    if a == b {
        return Some(1.0);
    }
    KIN.iter().any(|kin| kin.contains(&a) && kin.contains(&b)).then_some(0.0)
}

fn dates(a: &Features, b: &Features) -> f32 {
    let (Some(x), Some(y)) = (a.days, b.days) else { return 0.0 };
    match (y.0 - x.1).max(x.0 - y.1).max(0) {
        // One may be dated to the month or the year.
        0 if (x.1 - x.0).max(y.1 - y.0) >= 60 => 0.3,
        0 => 1.0,
        1 => 0.5,
        _ => -0.5,
    }
}

/// Compares the places, or asks whether the other's report speaks of the only one.
fn where_(a: &Features, b: &Features) -> f32 {
    match (&a.place, &b.place) {
        (Some(x), Some(y)) => places(x, y),
        (Some(x), None) if !wide(x) => named(&a.place_words, b),
        (None, Some(y)) if !wide(y) => named(&b.place_words, a),
        _ => 0.0,
    }
}

fn named(place: &[u64], other: &Features) -> f32 {
    match place {
        [] => 0.0,
        _ if other.speaks_of(place) => 0.6,
        _ => -0.3,
    }
}

fn wide(place: &Place) -> bool {
    matches!(place.precision.as_str(), "country" | "region")
}

fn modes(a: &[String], b: &[String]) -> f32 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    if a.iter().any(|mode| b.contains(mode)) { 1.0 } else { -1.0 }
}

fn places(a: &Place, b: &Place) -> f32 {
    if a.country.is_some() && b.country.is_some() && a.country != b.country {
        return -1.0;
    }
    if a.name.eq_ignore_ascii_case(&b.name) || (a.geonames.is_some() && a.geonames == b.geonames) {
        return if a.precision == "country" { 0.3 } else { 1.0 };
    }
    if wide(a) || wide(b) {
        return if a.country.is_some() && a.country == b.country { 0.3 } else { 0.0 };
    }
    if a.precision == "province" || b.precision == "province" {
        return if a.admin1.is_some() && a.admin1 == b.admin1 { 0.5 } else { -0.5 };
    }
    match (a.lat.zip(a.lon), b.lat.zip(b.lon)) {
        (Some(a), Some(b)) => match kilometres(a, b) {
            d if d < 15.0 => 1.0,
            d if d < 50.0 => 0.5,
            d if d < 120.0 => -0.3,
            _ => -1.0,
        },
        _ => 0.0,
    }
}

/// The distance of two points, each latitude and longitude in degrees, in kilometres.
pub fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let [lat1, lon1, lat2, lon2] = [a.0, a.1, b.0, b.1].map(f64::to_radians);
    let half = |x: f64| (x / 2.0).sin().powi(2);
    let h = half(lat2 - lat1) + lat1.cos() * lat2.cos() * half(lon2 - lon1);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}

/// Role by role; parties told in the other order count half, since active and passive are often confused.
fn parties(a: &Features, b: &Features) -> f32 {
    let straight = mean(side(&a.actors, &b.actors), side(&a.recipients, &b.recipients));
    let crossed = mean(side(&a.actors, &b.recipients), side(&a.recipients, &b.actors));
    straight.max(crossed * 0.5)
}

fn mean(a: Option<f32>, b: Option<f32>) -> f32 {
    match (a, b) {
        (Some(a), Some(b)) => (a + b) / 2.0,
        (Some(one), None) | (None, Some(one)) => one * 0.7,
        (None, None) => 0.0,
    }
}

/// How well the best pair of two lists of parties agrees; nothing where one is empty.
fn side(a: &[Party], b: &[Party]) -> Option<f32> {
    let pairs = a.iter().flat_map(|x| b.iter().map(move |y| party(x, y)));
    pairs.reduce(f32::max)
}

fn party(a: &Party, b: &Party) -> f32 {
    let same = |x: &Option<String>, y: &Option<String>| match (x, y) {
        (Some(x), Some(y)) => Some(x.eq_ignore_ascii_case(y)),
        _ => None,
    };
    if same(&a.name, &b.name) == Some(true) {
        return 1.0;
    }
    let sector = match (a.sector.first(), b.sector.first()) {
        (Some(x), Some(_)) if b.sector.contains(x) => 1,
        (Some(_), Some(_)) => -1,
        _ => 0,
    };
    match (same(&a.country, &b.country), sector) {
        (Some(true), 1) => 0.6,
        (Some(true), _) => 0.2,
        (Some(false), _) => -1.0,
        (None, 1) => 0.3,
        (None, -1) => -0.2,
        (None, _) => 0.0,
    }
}

fn numbers(a: Option<(u64, u64)>, b: Option<(u64, u64)>) -> f32 {
    let (Some(a), Some(b)) = (a, b) else { return 0.0 };
    if a == b {
        return 1.0;
    }
    if a.0 <= b.1 && b.0 <= a.1 {
        return 0.5;
    }
    let (less, more) = if a.1 < b.0 { (a.1, b.0) } else { (b.1, a.0) };
    if more > less.max(1).saturating_mul(3) { -1.0 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_a_globe() {
        let (paris, london) = ((48.8566, 2.3522), (51.5074, -0.1278));
        assert!((kilometres(paris, london) - 344.0).abs() < 3.0);
        assert_eq!(kilometres(paris, paris), 0.0);
    }

    #[test]
    fn tolls_that_grow_are_no_evidence_against() {
        let check = |a, b, expected| assert_eq!(numbers(a, b), expected);
        check(Some((3, 3)), Some((3, 3)), 1.0);
        check(Some((3, 3)), Some((5, 5)), 0.0);
        check(Some((3, 3)), Some((11, 11)), -1.0);
        check(Some((3, u64::MAX)), Some((11, 11)), 0.5);
        check(None, Some((11, 11)), 0.0);
    }

    #[test]
    fn types_that_never_tell_of_one_thing_are_not_compared() {
        assert_eq!(kinds("ASSAULT", "ASSAULT"), Some(1.0));
        assert_eq!(kinds("ASSAULT", "COERCE"), Some(0.0));
        assert_eq!(kinds("ASSAULT", "AGREE"), None);
    }
}

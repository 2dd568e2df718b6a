//! Whether the place of a record is right: at the precision that it states, and exactly.

use crate::coding::Site;
use annalist_core::CountryCode;
use annalist_core::annotations::PlacePrecision;
use annalist_lexicon::places::Entry;
use annalist_lexicon::{Lexicon, fold};

/// How far from the right place a place may lie: a hundred miles, as is usual in geocoding.
const NEAR_KILOMETRES: f64 = 161.0;

/// Whether what a record states of its place holds: a country where the happening was in it, a province where it was in it,
/// another place where it is the same or lies within 161 km. None is right where the hand coding has none.
///
/// A record that claims more than the hand coding, a town where that gives a country, is wrong. Where it does not say how
/// exact its place is, the place is taken to be no country unless it has a country's name.
pub fn holds(gold: Option<&Site>, coded: Option<&Site>) -> bool {
    let (Some(gold), Some(coded)) = (gold, coded) else { return gold.is_none() && coded.is_none() };
    match precision(coded) {
        PlacePrecision::Country => coded.country.is_some() && coded.country == gold.country,
        PlacePrecision::Province => is_named(gold, coded) || is_within(gold, coded),
        _ => is_same(gold, coded),
    }
}

/// Whether a record has the very place of the hand coding: the same name in the same country, or, neither being a country, a
/// place within 161 km.
pub fn is_exact(gold: Option<&Site>, coded: Option<&Site>) -> bool {
    match (gold, coded) {
        (Some(gold), Some(coded)) => is_same(gold, coded),
        _ => gold.is_none() && coded.is_none(),
    }
}

fn is_same(gold: &Site, coded: &Site) -> bool {
    let country = gold.country.is_none() || gold.country == coded.country;
    let is_country = |site: &Site| precision(site) == PlacePrecision::Country;
    match (is_country(gold), is_country(coded)) {
        (true, true) => country && (gold.country.is_some() || named_alike(gold, coded)),
        (false, false) => is_named(gold, coded) || comparable(gold, coded) && is_near(gold, coded),
        _ => false,
    }
}

/// Whether neither is a country and both have one name in one country.
fn is_named(gold: &Site, coded: &Site) -> bool {
    let country = gold.country.is_none() || gold.country == coded.country;
    precision(gold) != PlacePrecision::Country && country && named_alike(gold, coded)
}

/// Whether a point may stand for the place: a province's is none for a town in it.
fn comparable(gold: &Site, coded: &Site) -> bool {
    precision(coded) <= PlacePrecision::District || precision(gold) > PlacePrecision::District
}

fn named_alike(gold: &Site, coded: &Site) -> bool {
    let names = |site: &Site| [&site.name, &site.text].map(|n| n.as_deref().map(fold));
    let other = names(coded);
    names(gold).iter().flatten().any(|name| other.iter().flatten().any(|n| n == name))
}

/// How exact a place is; a city where nothing says so.
fn precision(site: &Site) -> PlacePrecision {
    let of_name = || {
        let country = |name: &str| !Lexicon::english().countries.lookup(name).is_empty();
        let named = site.name.as_deref().or(site.text.as_deref()).is_some_and(country);
        if named { PlacePrecision::Country } else { PlacePrecision::City }
    };
    site.precision.unwrap_or_else(of_name)
}

/// Whether the place of the hand coding lies in a province.
fn is_within(gold: &Site, coded: &Site) -> bool {
    if gold.country.is_none() || gold.country != coded.country || precision(gold) == PlacePrecision::Country {
        return false;
    }
    let province = [&coded.admin1, &coded.name].into_iter().flatten().map(|n| fold(n));
    let holders: Vec<String> = match &gold.admin1 {
        Some(admin1) => vec![fold(admin1)],
        None => known(gold).iter().map(|e| fold(e.admin1)).collect(),
    };
    province.into_iter().any(|p| holders.contains(&p))
}

fn is_near(gold: &Site, coded: &Site) -> bool {
    let Some(point) = coded.point else { return false };
    let points = match gold.point {
        Some(at) => vec![at],
        None => known(gold).iter().map(|e| (e.lat, e.lon)).collect(),
    };
    points.into_iter().any(|at| kilometres(at, point) <= NEAR_KILOMETRES)
}

/// What the gazetteer knows by a place's name in its country, else by what comes after a comma in that: "Islamia College,
/// Srinagar".
fn known(site: &Site) -> Vec<Entry> {
    let Some(country) = site.country.as_deref().and_then(CountryCode::from_code) else { return Vec::new() };
    let Some(name) = site.name.as_deref().or(site.text.as_deref()) else { return Vec::new() };
    let places = &Lexicon::english().places;
    let of = |name: &str| places.lookup(&fold(name)).filter(|e| e.country == Some(country)).collect();
    let whole: Vec<Entry> = of(name);
    match name.rsplit_once(',') {
        Some((_, holder)) if whole.is_empty() => of(holder.trim()),
        _ => whole,
    }
}

/// The length of the great circle between two points of latitude and longitude, in kilometres.
pub fn kilometres(one: (f64, f64), other: (f64, f64)) -> f64 {
    let [a, b] = [one, other].map(|(lat, lon)| (lat.to_radians(), lon.to_radians()));
    let half = |x: f64, y: f64| ((x - y) / 2.0).sin().powi(2);
    let chord = half(a.0, b.0) + a.0.cos() * b.0.cos() * half(a.1, b.1);
    2.0 * 6371.0 * chord.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;
    use PlacePrecision::{City, Country, Province};

    fn site(name: &str, country: &str, precision: PlacePrecision, point: Option<(f64, f64)>) -> Site {
        Site {
            name: Some(name.into()),
            country: Some(country.into()),
            precision: Some(precision),
            point,
            ..Site::default()
        }
    }

    /// Whether it holds, and whether it is exact.
    fn check(gold: &Site, coded: &Site, expected: (bool, bool)) {
        assert_eq!(
            (holds(Some(gold), Some(coded)), is_exact(Some(gold), Some(coded))),
            expected,
            "{coded:?}"
        );
    }

    #[test]
    fn a_place_is_right_at_the_precision_that_it_states() {
        let beirut = site("Beirut", "LBN", City, None);
        check(&beirut, &site("Beirut", "LBN", City, None), (true, true));
        check(&beirut, &site("Beirut", "USA", City, None), (false, false));
        check(&beirut, &site("Sidon", "LBN", City, Some((33.56, 35.37))), (true, true));
        check(&beirut, &site("Amman", "JOR", City, Some((31.95, 35.93))), (false, false));
        let lebanon = site("Lebanon", "LBN", Country, Some((33.8, 35.8)));
        check(&beirut, &lebanon, (true, false));
        check(&lebanon, &lebanon, (true, true));
        check(&lebanon, &beirut, (false, false));
        check(&site("Amman", "JOR", City, None), &lebanon, (false, false));
        let court = site("the court house, Beirut", "LBN", PlacePrecision::Site, None);
        check(&court, &site("Beirut", "LBN", City, Some((33.89, 35.5))), (true, true));
        assert!(holds(None, None) && is_exact(None, None));
        assert!(!holds(None, Some(&beirut)) && !holds(Some(&beirut), None));
    }

    #[test]
    fn a_province_holds_its_towns() {
        let anbar = site("Anbar", "IRQ", Province, Some((33.0, 41.0)));
        let town = Site { admin1: Some("Anbar".into()), ..site("Rutba", "IRQ", City, Some((33.04, 40.28))) };
        check(&Site { point: Some((36.0, 41.0)), ..town.clone() }, &anbar, (true, false));
        check(&Site { point: None, admin1: Some("Diyala".into()), ..town }, &anbar, (false, false));
        check(&site("Iraq", "IRQ", Country, None), &anbar, (false, false));
    }

    #[test]
    fn a_table_of_names_alone_is_compared_by_name() {
        let named = |name: &str| Site { text: Some(name.into()), ..Site::default() };
        check(&named("Gao"), &Site { country: Some("MLI".into()), ..named("Gao") }, (true, true));
        check(&named("Gao"), &site("Mali", "MLI", Country, None), (false, false));
        check(&named("Mali"), &site("Mali", "MLI", Country, None), (false, true));
    }

    #[test]
    fn a_degree_of_a_meridian_is_111_kilometres() {
        assert!((kilometres((0.0, 10.0), (1.0, 10.0)) - 111.19).abs() < 0.1);
        assert!((kilometres((51.5, -0.13), (48.86, 2.35)) - 344.0).abs() < 5.0, "London to Paris");
    }
}

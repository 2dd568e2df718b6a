//! Whether an event's place is right.

use annalist_core::CountryCode;
use annalist_lexicon::{Lexicon, fold};
use serde_json::Value;

/// How far from the right place a place may lie: a hundred miles, as is usual in geocoding.
const NEAR_KILOMETRES: f64 = 161.0;

/// Whether annalist's `coded` place (an `event_loc` of its records, or null) is that of the hand coding, or neither has
/// one.
///
/// A place is right that has the same name in the same country; or, where the hand coding gives a country alone, lies in
/// it; or, where it is more exact than a country, lies within 161 km of a place that the gazetteer knows by the hand
/// coding's name in the hand coding's country.
pub fn is_right(gold: &Value, coded: &Value) -> bool {
    if gold.is_null() || coded.is_null() {
        return gold.is_null() == coded.is_null();
    }
    let country = |place: &Value| place["country"].as_str().map(str::to_owned);
    let same_country = country(gold) == country(coded);
    if gold["precision"] == "country" {
        return same_country;
    }
    let named = |place: &Value, key: &str| place[key].as_str().map(fold);
    let same_name =
        ["name", "text"].iter().filter_map(|key| named(coded, key)).any(|n| Some(n) == named(gold, "name"));
    same_name && same_country || coded["precision"] != "country" && is_near(gold, coded)
}

fn is_near(gold: &Value, coded: &Value) -> bool {
    let (Some(lat), Some(lon)) = (coded["lat"].as_f64(), coded["lon"].as_f64()) else { return false };
    let Some(name) = gold["name"].as_str() else { return false };
    let country = gold["country"].as_str().and_then(CountryCode::from_code);
    let known = Lexicon::english().places.lookup(&fold(name)).filter(|e| e.country == country);
    known.map(|e| kilometres((e.lat, e.lon), (lat, lon))).any(|km| km <= NEAR_KILOMETRES)
}

/// The length of the great circle between two points of latitude and longitude, in kilometres.
fn kilometres(one: (f64, f64), other: (f64, f64)) -> f64 {
    let [a, b] = [one, other].map(|(lat, lon)| (lat.to_radians(), lon.to_radians()));
    let half = |x: f64, y: f64| ((x - y) / 2.0).sin().powi(2);
    let chord = half(a.0, b.0) + a.0.cos() * b.0.cos() * half(a.1, b.1);
    2.0 * 6371.0 * chord.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_place_is_right_by_name_by_nearness_or_by_country_where_no_more_is_said() {
        let beirut = json!({"name": "Beirut", "country": "LBN", "precision": "city"});
        let check =
            |gold: &Value, coded: Value, expected| assert_eq!(is_right(gold, &coded), expected, "{coded}");
        check(&beirut, json!({"name": "Beirut", "country": "LBN", "precision": "city"}), true);
        check(&beirut, json!({"name": "Beirut", "country": "USA", "precision": "city"}), false);
        let near =
            json!({"name": "Sidon", "country": "LBN", "precision": "city", "lat": 33.56, "lon": 35.37});
        check(&beirut, near, true);
        let middle =
            json!({"name": "Lebanon", "country": "LBN", "precision": "country", "lat": 33.8, "lon": 35.8});
        check(&beirut, middle.clone(), false);
        let far = json!({"name": "Amman", "country": "JOR", "precision": "city", "lat": 31.95, "lon": 35.93});
        check(&beirut, far, false);
        check(&beirut, Value::Null, false);
        let lebanon = json!({"name": "Lebanon", "country": "LBN", "precision": "country"});
        check(&lebanon, middle, true);
        check(&lebanon, beirut.clone(), true);
        check(&Value::Null, beirut, false);
        check(&Value::Null, Value::Null, true);
    }

    #[test]
    fn a_degree_of_a_meridian_is_111_kilometres() {
        assert!((kilometres((0.0, 10.0), (1.0, 10.0)) - 111.19).abs() < 0.1);
        assert!((kilometres((51.5, -0.13), (48.86, 2.35)) - 344.0).abs() < 5.0, "London to Paris");
    }
}

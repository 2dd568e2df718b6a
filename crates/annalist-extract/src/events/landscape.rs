//! The countries and places that a report as a whole names.

use annalist_core::annotations::PlacePrecision;
use annalist_core::{Annotations, CountryCode, Place};
use std::collections::HashMap;

/// Countries or places kept: those named less often bear on nothing.
const KEPT: usize = 12;

/// What a report names, the most often named first, of each at most twelve.
#[derive(Clone, Debug, Default)]
pub struct Landscape {
    /// Countries, with the number of toponyms that lie in them, demonyms among them, and the first of these as an index into
    /// the annotations'.
    pub countries: Vec<(CountryCode, usize, usize)>,
    /// Places smaller than a country, each by its first toponym, as an index into the annotations'.
    pub places: Vec<usize>,
    /// The number of toponyms of which the country is known.
    pub toponyms: usize,
}

impl Landscape {
    /// Counts the toponyms of a document.
    pub fn new(annotations: &Annotations) -> Landscape {
        let mut countries: HashMap<CountryCode, (usize, usize)> = HashMap::new();
        let mut places: HashMap<(&str, Option<CountryCode>), (usize, usize)> = HashMap::new();
        for (i, place) in annotations.places.iter().enumerate() {
            if let Some(code) = place.country {
                countries.entry(code).or_insert((0, i)).0 += 1;
            }
            if is_finer(place) {
                places.entry((&place.name, place.country)).or_insert((0, i)).0 += 1;
            }
        }
        let toponyms = countries.values().map(|(n, _)| n).sum();
        let mut countries: Vec<_> =
            countries.into_iter().map(|(code, (n, first))| (n, first, code)).collect();
        let mut places: Vec<(usize, usize)> = places.into_values().collect();
        countries.sort_by_key(|(n, first, _)| (std::cmp::Reverse(*n), *first));
        places.sort_by_key(|(n, first)| (std::cmp::Reverse(*n), *first));
        Landscape {
            countries: countries.into_iter().take(KEPT).map(|(n, first, code)| (code, n, first)).collect(),
            places: places.into_iter().take(KEPT).map(|(_, first)| first).collect(),
            toponyms,
        }
    }

    /// The place of a country among those named most often, from 0, and how many toponyms lie in it.
    pub fn rank(&self, country: CountryCode) -> Option<(usize, usize)> {
        self.countries.iter().position(|(c, ..)| *c == country).map(|i| (i, self.countries[i].1))
    }
}

/// Whether a toponym says more than a country, and where that is.
pub fn is_finer(place: &Place) -> bool {
    place.precision != PlacePrecision::Country && place.coordinates.is_some()
}

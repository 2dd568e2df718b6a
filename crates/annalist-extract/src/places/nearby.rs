//! What names say of each other by lying near each other: "Paris", "Powderly" and "Blossom" are in Texas.
//!
//! A name that few places bear and one of them near by is hardly there by chance; one that sixty bear may be. So
//! each name adds to a place the logarithm of how much likelier its own nearest meaning is where the report is about
//! that neighbourhood than where it is not.

use annalist_lexicon::places::{Entry, Feature};

/// How fast nearness fades, in kilometres.
const REACH: f64 = 40.0;
/// Degrees of latitude beyond which nothing counts as near.
const WINDOW: f64 = 1.4;
/// Kilometres in a degree of latitude.
const DEGREE: f64 = 111.2;
/// A likelihood ratio, less one, that says nothing.
const LEAST: f64 = 0.1;
/// The chance that one bearer of a name lies near some given town.
const CHANCE: f64 = 0.004;
/// The most that one name says, in natural logarithms.
const MOST: f64 = 3.5;
/// So many names of a report, the first, tell where it is; more would take the square of their number in time.
pub const NAMES: usize = 400;
/// How much a place of ten times the people is the likelier one of its name, before anything else is known.
const PULL: f64 = 1.2;

/// A name as the report has it.
pub struct Named<'a> {
    /// What it may mean.
    pub entries: &'a [Entry],
    /// From 0 to 1: how surely it is a place at all.
    pub surely: f64,
}

struct Spot {
    lat: f64,
    lon: f64,
    name: usize,
    entry: usize,
    /// The likelihood ratio at no distance, less one.
    ratio: f64,
    /// The square of the degrees within which it counts.
    reach: f64,
}

/// For every entry of every name what the other names say for it: 0 and more.
///
/// `size` is how large an entry counts, in powers of ten of people.
pub fn support(names: &[Named<'_>], size: impl Fn(&Entry) -> f64) -> Vec<Vec<f64>> {
    let mut out: Vec<Vec<f64>> = names.iter().map(|n| vec![0.0; n.entries.len()]).collect();
    let mut spots = spots(names, size);
    spots.sort_by(|a, b| a.lat.total_cmp(&b.lat));
    let mut best = vec![0.0f64; names.len()];
    let mut touched: Vec<usize> = Vec::new();
    let mut low = 0;
    for spot in &spots {
        while spot.lat - spots[low].lat > WINDOW {
            low += 1;
        }
        let narrow = spot.lat.to_radians().cos().max(0.05);
        for other in spots[low..].iter().take_while(|o| o.lat - spot.lat <= WINDOW) {
            let east = (other.lon - spot.lon).abs();
            let east = east.min(360.0 - east) * narrow;
            let north = other.lat - spot.lat;
            let square = north * north + east * east;
            if other.name == spot.name || square > other.reach || square < 1e-8 {
                continue;
            }
            let near = (-DEGREE * square.sqrt() / REACH).exp();
            let says = (other.ratio * near).ln_1p().min(MOST) * names[other.name].surely;
            if best[other.name] == 0.0 {
                touched.push(other.name);
            }
            best[other.name] = best[other.name].max(says);
        }
        out[spot.name][spot.entry] = touched.iter().map(|&name| best[name]).sum();
        touched.drain(..).for_each(|name| best[name] = 0.0);
    }
    out
}

fn spots(names: &[Named<'_>], size: impl Fn(&Entry) -> f64) -> Vec<Spot> {
    let mut spots = Vec::new();
    for (name, named) in names.iter().enumerate().take(NAMES) {
        let bearers = named.entries.iter().filter(|e| is_small(e)).count();
        let chance = (CHANCE * bearers as f64).min(1.0);
        let weights: Vec<f64> = named.entries.iter().map(|e| (PULL * size(e)).exp()).collect();
        let all: f64 = weights.iter().sum();
        for (entry, place) in named.entries.iter().enumerate().filter(|(_, e)| is_small(e)) {
            let ratio = weights[entry] / all / chance;
            let reach = (REACH / DEGREE * (ratio / LEAST).ln()).clamp(0.0, WINDOW);
            spots.push(Spot { lat: place.lat, lon: place.lon, name, entry, ratio, reach: reach * reach });
        }
    }
    spots
}

/// Whether an entry is small enough to lie near anything.
pub fn is_small(entry: &Entry) -> bool {
    matches!(entry.feature, Feature::City | Feature::Capital | Feature::District | Feature::Site)
}

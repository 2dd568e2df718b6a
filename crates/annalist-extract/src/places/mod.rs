//! Toponyms, found and resolved.
//!
//! [`view`] reads the document as folded words; [`candidates`] looks up the longest name at each word;
//! [`evidence`] weighs whether a candidate names a place here; [`unlisted`] adds places that the gazetteer lacks
//! but the wording marks ("the village of X", "X Street"); [`home`] reads where the report comes from; [`nearby`] weighs what names say
//! of each other by lying near each other; [`resolve`] chooses among places of one name, and
//! [`usage`] says how each toponym is used (after GeoWebNews, Gritta et al. 2020).

mod candidates;
mod evidence;
mod home;
mod lists;
mod nearby;
mod resolve;
mod unlisted;
mod usage;
mod view;

use annalist_core::annotations::PlacePrecision;
use annalist_core::{CountryCode, Document, Place, Report};
use annalist_lexicon::Lexicon;
use annalist_lexicon::places::{Entry, Feature};
use candidates::Candidate;
use resolve::Resolution;
use view::View;

/// Finds every toponym of the document and resolves it, in text order.
///
/// Works without trees and names too, on the letter case and wording alone.
pub fn find(report: &Report, document: &Document, lexicon: &Lexicon) -> Vec<Place> {
    let view = View::new(document);
    let all = candidates::all(&view, lexicon);
    let home = home::Home::of(report, lexicon);
    let mut kept = evidence::kept(&view, lexicon, &home, all);
    unlisted::add(&view, lexicon, &mut kept);
    let resolutions = resolve::all(&home, &view, &kept);
    kept.iter()
        .zip(resolutions)
        .map(|(candidate, resolution)| place(&view, lexicon, candidate, resolution))
        .collect()
}

fn place(view: &View<'_>, lexicon: &Lexicon, candidate: &Candidate, resolution: Resolution) -> Place {
    let span = view.span(candidate.units.clone());
    let entry = resolution.entry;
    let unlisted = !resolution.listed;
    let printed = || span.of(&view.document.text).to_owned();
    Place {
        span,
        name: entry.filter(|_| !unlisted).map_or_else(printed, |e| e.name.to_owned()),
        usage: usage::of(view, candidate),
        country: entry.and_then(|e| e.country).map(|code| sovereign(lexicon, code)),
        admin1: entry.map(|e| e.admin1).filter(|name| !name.is_empty()).map(str::to_owned),
        coordinates: entry.map(|e| (e.lat, e.lon)),
        geonames: entry.filter(|_| !unlisted).and_then(|e| e.geonames),
        precision: entry.map_or(PlacePrecision::Site, |e| precision(e, unlisted)),
        rule: resolution.rule,
    }
}

/// PLOVER's code: that of the sovereign for a dependency.
fn sovereign(lexicon: &Lexicon, code: CountryCode) -> CountryCode {
    lexicon.countries.by_code(code).and_then(|c| c.code).unwrap_or(code)
}

fn precision(entry: Entry, unlisted: bool) -> PlacePrecision {
    match entry.feature {
        Feature::City | Feature::Capital => PlacePrecision::City,
        Feature::Site if unlisted => PlacePrecision::City,
        Feature::Site => PlacePrecision::Site,
        Feature::District => PlacePrecision::District,
        Feature::Province => PlacePrecision::Province,
        Feature::Country => PlacePrecision::Country,
        Feature::Region | Feature::Continent | Feature::Water | Feature::River => PlacePrecision::Region,
    }
}

#[cfg(test)]
mod tests;

//! What teaches the choice of an event's place, and whether it is right.

use super::{Gold, OWN_PLACE, Sample, SettingRow, setting_row};
use annalist::Coded;
use annalist::core::annotations::PlacePrecision;
use annalist::core::{EventType, Place, Span};
use annalist::extract::events::draft::Draft;
use annalist::extract::events::judge::Sides;
use annalist::extract::events::judge::whereabouts::{Question, Where};
use annalist_evaluate::coding::Site;
use annalist_evaluate::places::is_exact;

/// A labelled place, with what the program knows of the toponym at `span`.
pub fn located(site: Site, span: Option<Span>, coded: &Coded) -> Site {
    let text = span.map(|s| s.of(&coded.document.text).to_owned());
    let Some(place) = span.and_then(|s| coded.annotations.places.iter().find(|p| p.span.overlaps(s))) else {
        return Site { text, ..site };
    };
    let found = self::site(place, coded);
    if site.country.is_none() {
        return Site { text, ..found };
    }
    // A building or camp lies where the town does that its words name: "the Saudi consulate in Istanbul".
    let holds = site.precision == Some(PlacePrecision::Site) && place.precision <= PlacePrecision::City;
    let known = site.country == found.country && (site.precision == found.precision || holds);
    Site {
        text,
        point: found.point.filter(|_| known),
        admin1: found.admin1.filter(|_| site.country == found.country),
        ..site
    }
}

/// A place as it is compared.
pub fn site(place: &Place, coded: &Coded) -> Site {
    Site {
        text: (!place.span.is_empty()).then(|| place.span.of(&coded.document.text).to_owned()),
        name: Some(place.name.clone()),
        country: place.country.map(|c| c.to_string()),
        admin1: place.admin1.clone(),
        precision: Some(place.precision),
        point: place.coordinates,
    }
}

/// What may be the event's place: the exact one is right, else its country; nothing where the set does not say or none of
/// it is right.
pub fn row(
    sample: &Sample,
    draft: &Draft,
    gold: &Gold,
    kind: EventType,
    sides: &Sides,
) -> Option<SettingRow> {
    let scene = sample.coded.scene();
    let question = Question::new(&scene, draft, kind, sides);
    let right = right(sample, &question, gold)?;
    let all = question.candidates();
    let candidates = all.into_iter().zip(right).map(|(w, right)| (question.features(w), right)).collect();
    setting_row(sample, candidates, OWN_PLACE)
}

/// Whether each candidate is to be chosen.
pub fn right(sample: &Sample, question: &Question, gold: &Gold) -> Option<Vec<bool>> {
    let place = gold.place.as_ref()?;
    let all = question.candidates();
    let exact = |w: &Where| {
        let found = question.place(*w).map(|(p, _)| site(&p, &sample.coded));
        is_exact(place.as_ref(), found.as_ref())
    };
    let mut right: Vec<bool> = all.iter().map(exact).collect();
    if !right.contains(&true) {
        let country = place.as_ref()?.country.as_ref()?;
        right = all.iter().map(|w| matches!(w, Where::Country(c) if c.as_str() == country)).collect();
    }
    right.contains(&true).then_some(right)
}

/// Prints a labelled event with the place that was told and those that it might have been.
pub fn show(sample: &Sample, gold: &Gold, told: Option<&Site>, source: &str, question: &Question) {
    let name = |site: Option<&Site>| {
        site.map_or("none".to_owned(), |s| {
            let precision = s.precision.map_or("", PlacePrecision::as_str);
            format!("{} {} {precision}", s.name.as_deref().unwrap_or(""), s.country.as_deref().unwrap_or("-"))
        })
    };
    println!(
        "\nPLACE {} {} gold {} ours {} {source}",
        sample.id,
        gold.kind,
        name(gold.place.as_ref().and_then(Option::as_ref)),
        name(told)
    );
    super::settings::sentence(sample, gold);
    let right = right(sample, question, gold);
    let all = question.candidates();
    for (i, w) in all.iter().enumerate() {
        let Some((place, _)) = question.place(*w) else { continue };
        if right.as_ref().is_some_and(|r| r[i]) {
            println!("      << {} {}", place.name, place.precision.as_str());
        }
    }
    if right.is_none() {
        println!("      no candidate is right");
    }
}

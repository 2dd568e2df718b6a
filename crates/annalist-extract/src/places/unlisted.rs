//! Places that the gazetteer lacks but the wording marks: "the village of X", "X district", "X Street", "in X, Y".

use super::candidates::{Candidate, Wording};
use super::evidence;
use super::lists;
use super::view::View;
use annalist_core::NameKind;
use annalist_lexicon::places::{Entry, Feature};
use annalist_lexicon::{Casing, Lexicon};
use std::collections::HashMap;
use std::ops::Range;

/// Adds such places to `kept`, which stays in text order without overlaps, and widens toponyms that begin the name
/// of a site ("Washington Square").
pub fn add(view: &View<'_>, lexicon: &Lexicon, kept: &mut Vec<Candidate>) {
    if view.casing == Casing::Ignore {
        return;
    }
    widen(view, lexicon, kept);
    let mut found: Vec<Candidate> = Vec::new();
    let mut i = 0;
    while i < view.len() {
        if !view.capital(i) || view.shouted(i) {
            i += 1;
            continue;
        }
        let run = proper_run(view, i);
        let chained = found.last().is_some_and(|last| follows(view, &last.units, run.start));
        if let Some(units) = marked(view, lexicon, kept, run.clone(), chained) {
            found.push(unlisted(view, units));
        }
        i = run.end.max(i + 1);
    }
    found.retain(|c| !kept.iter().any(|k| overlaps(&k.units, &c.units)));
    kept.extend(found);
    kept.sort_by_key(|c| c.units.start);
}

fn unlisted(view: &View<'_>, units: Range<usize>) -> Candidate {
    let key = units.clone().map(|i| view.fold(i)).collect::<Vec<_>>().join(" ");
    Candidate { units, key, wording: Wording::Name, entries: Vec::new(), common: false, ambiguous: false }
}

/// Turns toponyms that are part of a longer name into places of their own: of a river or the like ("Kansas River", "Lake
/// George") always, of a street or building ("Atlantic Avenue") unless the report names the toponym elsewhere.
fn widen(view: &View<'_>, lexicon: &Lexicon, kept: &mut [Candidate]) {
    let mut named: HashMap<String, usize> = HashMap::new();
    for candidate in kept.iter() {
        *named.entry(candidate.key.clone()).or_default() += 1;
    }
    let mut last = 0;
    for candidate in kept {
        let (start, end) = (candidate.units.start, candidate.units.end);
        let named_once = || named.get(&candidate.key) == Some(&1);
        let whole = if candidate.unlisted() || candidate.wording != Wording::Name {
            None
        } else if is_river(view, &candidate.units) {
            river(view, lexicon, candidate)
        } else if candidate.has(Feature::Country) {
            None
        } else if let Some(wider) = landform(view, candidate).filter(|wider| wider.start >= last) {
            Some(unlisted(view, wider))
        } else if goes_on(view, end, lists::is_address) && named_once() {
            Some(unlisted(view, start..end + 1))
        } else {
            None
        };
        if let Some(whole) = whole {
            *candidate = whole;
        }
        last = candidate.units.end;
    }
}

/// The river of a name, unlisted where the gazetteer has none and the name is a town's alone.
fn river(view: &View<'_>, lexicon: &Lexicon, candidate: &Candidate) -> Option<Candidate> {
    let key = format!("{} river", candidate.key);
    let entries: Vec<Entry> = lexicon.places.lookup(&key).filter(|e| e.feature == Feature::River).collect();
    let town = candidate.entries.iter().all(|e| matches!(e.feature, Feature::City | Feature::District));
    (town || !entries.is_empty()).then(|| Candidate {
        entries,
        key,
        ..unlisted(view, candidate.units.clone())
    })
}

/// Whether an article and the words before tell a river from the town, state or country of its name: "across the Ohio".
fn is_river(view: &View<'_>, units: &Range<usize>) -> bool {
    let (start, end) = (units.start, units.end);
    let ends = !(view.joined(end) && view.is_nominal(end));
    let along = matches!(view.before(start, 2), "across" | "along" | "over" | "on" | "up" | "down");
    let banks = view.before(start, 2) == "of"
        && matches!(
            view.before(start, 3),
            "banks" | "bank" | "mouth" | "crossing" | "waters" | "shores" | "course"
        );
    units.len() == 1 && view.joined(start) && view.before(start, 1) == "the" && ends && (along || banks)
}

/// Whether word `i` belongs to the name before it and is such a word.
fn goes_on(view: &View<'_>, i: usize, is: fn(&str) -> bool) -> bool {
    view.joined(i) && view.capital(i) && is(view.fold(i))
}

/// The name of a landform that a toponym is part of: "Toledo Bend Reservoir", "Lake George".
fn landform(view: &View<'_>, candidate: &Candidate) -> Option<Range<usize>> {
    let (start, end) = (candidate.units.start, candidate.units.end);
    if candidate.entries.iter().any(|e| matches!(e.feature, Feature::Water | Feature::River)) {
        return None;
    }
    if goes_on(view, end, lists::is_landform) {
        return Some(start..end + 1);
    }
    if view.joined(end) && view.capital(end) && goes_on(view, end + 1, lists::is_landform) {
        return Some(start..end + 2);
    }
    let opens = start > 0 && view.joined(start) && view.capital(start - 1);
    (opens && lists::opens_landform(view.fold(start - 1))).then(|| start - 1..end)
}

/// Whether word `i` goes on a list after `units`: a comma or "and" stands between.
fn follows(view: &View<'_>, units: &Range<usize>, i: usize) -> bool {
    units.end == i && view.comma_before(i) || units.end + 1 == i && matches!(view.fold(i - 1), "and" | "or")
}

fn overlaps(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// The joined capitalized words from `i` on.
fn proper_run(view: &View<'_>, i: usize) -> Range<usize> {
    let mut end = i + 1;
    while view.joined(end) && view.capital(end) {
        end += 1;
    }
    i..end
}

/// The part of a run that names an unlisted place, if the wording marks one.
fn marked(
    view: &View<'_>,
    lexicon: &Lexicon,
    kept: &[Candidate],
    run: Range<usize>,
    chained: bool,
) -> Option<Range<usize>> {
    let mut run = run;
    while run.len() > 1 && is_plain_opener(view, lexicon, run.start) {
        run.start += 1;
    }
    while run.len() > 1 && kept.iter().any(|k| k.adjectival() && k.units == (run.start..run.start + 1)) {
        run.start += 1;
    }
    if run.len() == 1 && (is_function_word(view.fold(run.start)) || lists::is_never(view.fold(run.start))) {
        return None;
    }
    // "Sunni Arab districts" are districts of people, "Operation Anaconda" is no place.
    if run.clone().all(|i| lists::is_never(view.fold(i))) || evidence::is_operation(view, &run) {
        return None;
    }
    let last = view.fold(run.end - 1);
    if run.len() > 1 && run.len() <= 5 && lists::is_site(last) {
        return Some(run);
    }
    if view.acronym(run.start) || run.len() > 3 || is_person(view, &run) {
        return None;
    }
    let (before, second) = (view.before(run.start, 1), view.before(run.start, 2));
    let named_list = is_settlement(before) && before.ends_with('s') && view.gap(run.start).trim() == ":";
    let of_place = named_list
        || before == "of"
            && lists::is_generic(second)
            && !matches!(second, "state" | "republic" | "section" | "department");
    let then_generic = view.joined(run.end) && !view.capital(run.end) && is_settlement(view.fold(run.end));
    let in_container = lists::is_locative(before)
        && view.joined(run.start)
        && view.comma_before(run.end)
        && kept.iter().any(|k| k.units.start == run.end && !k.adjectival());
    let after_kind = is_settlement(before) && view.joined(run.start) && !view.before(run.start, 2).is_empty();
    let chained = chained && run.len() <= 2 && !view.joined(run.end);
    (chained
        || is_told(view, lexicon, kept, &run)
        || of_place
        || then_generic && !lists::is_organization(last)
        || in_container
        || after_kind && lists::is_locative(view.after(run.end)))
    .then_some(run)
}

/// Whether the run is a name that the parser takes for a place's, and the words before it fit: "troops stationed at
/// Kwall", "in Nalerigu and Gambaga".
fn is_told(view: &View<'_>, lexicon: &Lexicon, kept: &[Candidate], run: &Range<usize>) -> bool {
    let before = view.before(run.start, 1);
    let listed = matches!(before, "and" | "or") || view.comma_before(run.start);
    let back = run.start - usize::from(matches!(before, "and" | "or"));
    let goes_on = || listed && kept.iter().any(|k| k.units.end == back && !k.adjectival());
    let second = view.before(run.start, 2);
    let fits = match before {
        "of" => lists::takes_of(second) || lists::is_generic(second),
        // "Services to X", "according to X".
        "to" => run.start >= 2 && second != "according" && view.is_verb_or_adverb(run.start - 2),
        _ => lists::is_locative(before) || goes_on(),
    };
    let ends = !(view.joined(run.end) && view.capital(run.end));
    // NATO is no place.
    let known = || {
        let found = lexicon.names.longest_at_start(&view.words[run.clone()], view.casing, None);
        found.is_some_and(|found| found.len >= run.len())
    };
    fits && ends
        && view.name_units(run.start).is_some_and(|(units, kind)| units == *run && kind == NameKind::Place)
        && !known()
}

/// A sentence's first word that is capital for no other reason.
fn is_plain_opener(view: &View<'_>, lexicon: &Lexicon, i: usize) -> bool {
    view.starts(i) && (lexicon.places.is_common_word(view.fold(i)) || is_function_word(view.fold(i)))
}

fn is_function_word(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "in"
            | "on"
            | "at"
            | "of"
            | "and"
            | "but"
            | "for"
            | "from"
            | "to"
            | "this"
            | "that"
            | "when"
            | "as"
            | "by"
            | "with"
            | "near"
            | "after"
            | "before"
            | "while"
            | "his"
            | "her"
            | "their"
            | "our"
            | "your"
            | "its"
            | "it"
    )
}

fn is_settlement(word: &str) -> bool {
    matches!(
        word,
        "village"
            | "town"
            | "district"
            | "province"
            | "governorate"
            | "municipality"
            | "neighborhood"
            | "neighbourhood"
            | "suburb"
            | "hamlet"
            | "settlement"
            | "county"
            | "township"
            | "camp"
            | "state"
            | "districts"
            | "provinces"
            | "villages"
            | "towns"
            | "oblast"
            | "prefecture"
            | "island"
            | "river"
    )
}

fn is_person(view: &View<'_>, run: &Range<usize>) -> bool {
    let titled = run.start > 0 && view.joined(run.start) && lists::is_title(view.fold(run.start - 1));
    titled
        || lists::is_title(view.fold(run.start))
        || view.kind(run.start) == Some(NameKind::Person)
        || lists::is_given_name(view.fold(run.start)) && run.len() > 1
}

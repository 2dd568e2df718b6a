//! Places that the gazetteer lacks but the wording marks: "the village of X", "X district", "X Street", "in X, Y".

use super::candidates::{Candidate, Wording};
use super::evidence;
use super::lists;
use super::view::View;
use annalist_core::NameKind;
use annalist_lexicon::places::Feature;
use annalist_lexicon::{Casing, Lexicon};
use std::collections::HashMap;
use std::ops::Range;

/// Adds such places to `kept`, which stays in text order without overlaps, and widens toponyms that begin the name
/// of a site ("Washington Square").
pub fn add(view: &View<'_>, lexicon: &Lexicon, kept: &mut Vec<Candidate>) {
    if view.casing == Casing::Ignore {
        return;
    }
    widen_addresses(view, kept);
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

/// Turns toponyms that only name a street or building ("Atlantic Avenue") into places of their own, unless the
/// report names the toponym elsewhere or the gazetteer knows the whole.
fn widen_addresses(view: &View<'_>, kept: &mut [Candidate]) {
    let mut named: HashMap<String, usize> = HashMap::new();
    for candidate in kept.iter() {
        *named.entry(candidate.key.clone()).or_default() += 1;
    }
    for candidate in kept {
        let end = candidate.units.end;
        let address = view.joined(end) && view.capital(end) && lists::is_address(view.fold(end));
        if address && named.get(&candidate.key) == Some(&1) && !candidate.has(Feature::Country) {
            *candidate = unlisted(view, candidate.units.start..end + 1);
        }
    }
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
        || of_place
        || then_generic && !lists::is_organization(last)
        || in_container
        || after_kind && lists::is_locative(view.after(run.end)))
    .then_some(run)
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

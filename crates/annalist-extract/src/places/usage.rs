//! How a toponym is used, after GeoWebNews' distinctions (Gritta et al. 2020, table 1).

use super::candidates::Candidate;
use super::lists;
use super::view::View;
use annalist_core::annotations::PlaceUse;
use annalist_core::{NameKind, Relation, Upos};
use annalist_lexicon::places::Feature;

/// The use of a candidate: embedded in a longer name, modifying a noun, standing for people, or literal.
pub fn of(view: &View<'_>, candidate: &Candidate) -> PlaceUse {
    if is_embedded(view, candidate) {
        PlaceUse::Embedded
    } else if candidate.adjectival() || is_modifier(view, candidate) {
        PlaceUse::Modifier
    } else if is_metonymic(view, candidate) {
        PlaceUse::Metonymic
    } else {
        PlaceUse::Literal
    }
}

/// Whether a longer name holds the toponym: "University of Cairo", "Bank of Japan".
fn is_embedded(view: &View<'_>, candidate: &Candidate) -> bool {
    let units = candidate.units.clone();
    if let Some(tokens) = view.name_of(units.start) {
        let wider = tokens.start < view.tokens[units.start] || tokens.end > view.tokens[units.end - 1] + 1;
        if wider && matches!(view.kind(units.start), Some(NameKind::Organization | NameKind::Other | NameKind::Person)) {
            return true;
        }
    }
    if candidate.unlisted() {
        return false;
    }
    let run = view.run(units.clone());
    let outside = (run.start..units.start).chain(units.end..run.end);
    outside.into_iter().any(|i| lists::is_organization(view.fold(i)) && view.capital(i) && !view.starts(i))
}

/// Whether it stands before the noun it modifies, or owns it: "the Paris prosecutor", "China's ministry".
fn is_modifier(view: &View<'_>, candidate: &Candidate) -> bool {
    let last = view.tokens[candidate.units.end - 1];
    let token = &view.document.tokens[last];
    if has_trees(view) {
        let head = view.document.head(last).map(|h| &view.document.tokens[h]);
        let nominal = head.is_some_and(|h| matches!(h.upos, Upos::Noun | Upos::Propn | Upos::Adj));
        let possessive = token.relation == Relation::NmodPoss;
        return nominal && (possessive || matches!(token.relation, Relation::Compound | Relation::Amod))
            && view.document.head(last).is_some_and(|h| h > last);
    }
    let text = &view.document.text[token.span.end as usize..];
    text.starts_with("'s ") || text.starts_with("’s ")
}

fn has_trees(view: &View<'_>) -> bool {
    view.document.tokens.iter().any(|t| t.upos != Upos::X)
}

/// Whether it stands for people: the subject or target of what governments and teams do.
fn is_metonymic(view: &View<'_>, candidate: &Candidate) -> bool {
    if candidate.unlisted() || !acts(candidate) {
        return false;
    }
    let (start, end) = (candidate.units.start, candidate.units.end);
    let before = match view.before(start, 1) {
        "the" => view.before(start, 2),
        word => word,
    };
    if lists::is_locative(before) && before != "between" {
        return false;
    }
    if lists::is_toward_party(before) {
        return true;
    }
    let last = view.tokens[end - 1];
    let token = &view.document.tokens[last];
    if has_trees(view) && token.relation.is_subject() {
        let verb = view.document.head(last).map(|h| &view.document.tokens[h]);
        let passive = token.relation == Relation::NsubjPass;
        return !passive && verb.is_some_and(|v| v.upos == Upos::Verb);
    }
    view.gap(end).trim().is_empty() && lists::is_acting(view.after(end))
}

/// Whether such a place can act: countries, capitals, big cities, provinces and seats of power.
fn acts(candidate: &Candidate) -> bool {
    candidate.entries.iter().any(|e| {
        matches!(e.feature, Feature::Country | Feature::Capital | Feature::Province | Feature::Site | Feature::Region)
    }) || candidate.population() > 300_000.0
}

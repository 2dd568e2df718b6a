//! How a toponym is used, after GeoWebNews' distinctions (Gritta et al. 2020, table 1).

use super::candidates::Candidate;
use super::lists;
use super::view::View;
use annalist_core::annotations::PlaceUse;
use annalist_core::{NameKind, Relation, Upos};
use annalist_lexicon::places::Feature;

/// The use of a candidate: embedded in a longer name, modifying a noun, standing for people, or literal.
pub fn of(view: &View<'_>, candidate: &Candidate) -> PlaceUse {
    if view.opens_text_line(candidate.units.clone()) {
        PlaceUse::Literal
    } else if is_embedded(view, candidate) {
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
        if wider
            && matches!(
                view.kind(units.start),
                Some(NameKind::Organization | NameKind::Other | NameKind::Person)
            )
        {
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

/// Whether it stands before the noun it modifies, or owns it: "the Paris prosecutor", "China's ministry". A noun for
/// a kind of place makes no modifier: "Anbar province" is where things happen.
fn is_modifier(view: &View<'_>, candidate: &Candidate) -> bool {
    let end = candidate.units.end;
    let joined = view.joined(end);
    if joined && (lists::is_generic(view.fold(end)) || view.capital(end) && lists::is_site(view.fold(end))) {
        return false;
    }
    let last = view.tokens[end - 1];
    let span = view.document.tokens[last].span;
    let rest = &view.document.text[span.end as usize..];
    if rest.starts_with("'s ") || rest.starts_with("’s ") || rest.starts_with("-") && joined {
        return true;
    }
    if candidate.unlisted() {
        return false;
    }
    if joined && view.capital(end) && lists::is_title(view.fold(end)) && !view.starts(end) {
        return true;
    }
    has_trees(view) && precedes_its_noun(view, last)
}

/// Whether the tree makes token `i`, or what it is joined to by "and", part of a noun that comes later.
fn precedes_its_noun(view: &View<'_>, i: usize) -> bool {
    let tokens = &view.document.tokens;
    let Some(head) = view.document.head(i) else { return false };
    let relation = tokens[i].relation;
    if relation == Relation::Conj && head < i {
        let above = view.document.head(head);
        return matches!(tokens[head].relation, Relation::Compound | Relation::Amod)
            && above.is_some_and(|h| h > i);
    }
    let nominal = matches!(tokens[head].upos, Upos::Noun | Upos::Propn | Upos::Adj);
    nominal && head > i && matches!(relation, Relation::Compound | Relation::Amod | Relation::NmodPoss)
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
    if matches!(before, "with" | "between" | "and" | "from") && concerns_parties(view, start) {
        return true;
    }
    if lists::is_locative(before) {
        return false;
    }
    if lists::is_toward_party(before) {
        return !(before == "with" && matches!(view.before(start, 2), "border" | "borders" | "frontier"));
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

/// Whether a noun for what parties have with each other stands shortly before word `i`: "relations between".
fn concerns_parties(view: &View<'_>, i: usize) -> bool {
    (2..=5).any(|back| lists::is_party_noun(view.before(i, back)))
}

/// Whether such a place can act: countries, capitals, big cities, provinces and seats of power.
fn acts(candidate: &Candidate) -> bool {
    candidate.entries.iter().any(|e| {
        matches!(
            e.feature,
            Feature::Country | Feature::Capital | Feature::Province | Feature::Site | Feature::Region
        )
    }) || candidate.population() > 300_000.0
}

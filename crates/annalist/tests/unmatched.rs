//! What a sentence tells that the lexicon does not place.

use annalist::core::Report;
use annalist::extract::events::unmatched::{Nobody, Predicate};
use annalist::lexicon::Lexicon;

/// Predicates as `trigger` with `S` where a known party is its subject and `O` where one is acted on; parties as
/// `phrase` with `acts` or `acted on`; `; ` between them.
fn check(text: &str, predicates: &str, parties: &str) {
    let coded = annalist::code(Report { id: "r".into(), text: text.into(), ..Report::default() });
    let found = coded.unmatched(Lexicon::english());
    let mark = |holds: bool, letter: &'static str| if holds { letter } else { "" };
    let told = |p: &Predicate| format!("{} {}{}", p.trigger, mark(p.subject, "S"), mark(p.object, "O"));
    let role = |n: &Nobody| format!("{} {}", n.phrase, if n.acts { "acts" } else { "acted on" });
    let told = found.predicates.iter().map(told).collect::<Vec<_>>().join("; ");
    let nobody = found.parties.iter().map(role).collect::<Vec<_>>().join("; ");
    assert_eq!((told.as_str(), nobody.as_str()), (predicates, parties), "{text}");
}

#[test]
fn verbs_between_parties_are_told_with_their_frame() {
    check("French soldiers shadowed the rebels.", "shadow/v SO", "");
    check("French soldiers connived with the rebels.", "connive/v with SO", "");
    check("The rebels were shadowed by French soldiers.", "shadow/v SO", "");
}

#[test]
fn what_has_an_entry_or_marks_a_statement_is_not_told() {
    check("French soldiers attacked the rebels.", "", "");
    check("The rebels said that the army had left.", "", "");
    check("The stone fell on the road.", "", "");
}

#[test]
fn nouns_of_deeds_are_told_and_places_are_not() {
    check("The schooling of the rebels by French soldiers went on.", "schooling/n SO", "");
    check("The city of the rebels is large.", "", "");
}

#[test]
fn light_verbs_are_told_with_their_object_or_not_at_all() {
    check("The soldiers had a dog.", "have/v obj=dog S", "");
    check("The soldiers stayed.", "", "");
}

#[test]
fn names_of_nobody_known_are_parties_in_want_of_an_entry() {
    check("Fighters of the army attacked Zorvan Keltis on Friday.", "", "Zorvan Keltis acted on");
    check("A crocodile attacked French soldiers.", "", "crocodile acts");
    check("The attack killed French soldiers.", "", "");
}

//! Example sentences of lexicon entries: what they give, and whether that is what their entries claim.

use annalist_core::moment::Moment;
use annalist_core::{Event, Report};
use annalist_extract::events::scene::Scene;
use annalist_lexicon::Lexicon;
use annalist_lexicon::predicates::{Action, Entry};

/// The day on which examples count as published; their dates lie before it or are given in full.
const PUBLISHED: jiff::civil::Date = jiff::civil::date(2010, 6, 15);

/// The events of an example, coded as a report of its own by the rules alone: what the lexicon says, unjudged.
pub fn events(example: &str, lexicon: &Lexicon) -> Vec<Event> {
    let report =
        Report { text: example.to_owned(), published: Some(Moment::day(PUBLISHED)), ..Report::default() };
    let coded = crate::code_with(report, lexicon);
    let scene = Scene::new(&coded.report, &coded.document, &coded.annotations, lexicon);
    annalist_extract::events::code(&scene, None)
}

/// Whether `trigger` is the innermost entry of the event's rule: `SANCTION/order/v>flee/v` is by `flee/v`.
pub fn is_by(event: &Event, trigger: &str) -> bool {
    let prefix = event.kind.as_str().len() + 1;
    let entries = event.rule.get(prefix..).unwrap_or_default();
    entries.rsplit('>').next() == Some(&trigger.replace(' ', "_"))
}

/// Whether the event is by `entry` and has the type and mode of its class.
pub fn is_as_claimed(event: &Event, entry: &Entry, lexicon: &Lexicon) -> bool {
    let Action::Class(class) = entry.action else { return is_by(event, entry.trigger) };
    let class = lexicon.predicates.class(class);
    is_by(event, entry.trigger) && event.kind == class.kind && event.modes.first().copied() == class.mode
}

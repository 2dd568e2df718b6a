//! From a parsed report to annotations and events; one module a layer, in the order they run.
//!
//! This crate does not know where text came from or where events go.

pub mod actors;
pub mod attributions;
pub mod coreference;
pub mod events;
pub mod linear;
pub mod network;
pub mod pairs;
pub mod places;
pub mod statements;
pub mod times;

use annalist_core::{Annotations, Document, Event, Report};
use annalist_lexicon::Lexicon;
use events::judge::Judge;
use events::scene::Scene;

/// Runs every annotation layer over a parsed report.
pub fn annotate(report: &Report, document: &Document, lexicon: &Lexicon) -> Annotations {
    let times = times::find(report, document);
    let places = places::find(report, document, lexicon);
    let (mut entities, mut mentions) = actors::find(report, document, &places, lexicon);
    coreference::resolve(report, document, lexicon, &mut entities, &mut mentions);
    actors::standing::settle(document, &mut entities, &mentions);
    actors::implied::settle(report, document, &places, &mut entities, &mentions);
    let mut attributions = attributions::find(report, document, &entities, &mentions, lexicon);
    coreference::speakers::settle(document, &mut attributions, &mut entities, &mut mentions);
    Annotations { times, places, entities, mentions, attributions }
}

/// Codes the events of an annotated report, in the order of their main trigger.
pub fn code(
    report: &Report,
    document: &Document,
    annotations: &Annotations,
    lexicon: &Lexicon,
) -> Vec<Event> {
    events::code(&Scene::new(report, document, annotations, lexicon), Some(Judge::english()))
}

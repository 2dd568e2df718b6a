//! Which mentions are one party.
//!
//! Passes run from the surest to the least sure: what grammar states ([`syntax`]), names ([`names`]), definite
//! descriptions ([`descriptions`]), the report's words for itself ([`publisher`]), then pronouns ([`pronouns`]), in text
//! order; once it is known who says what, the first persons in quotations ([`speakers`]). Each looks back through tables
//! or a window of sentences, so that the work grows with the length of the report.

pub mod chains;
mod descriptions;
pub mod facts;
mod merge;
mod names;
mod possessors;
pub mod pronouns;
mod publisher;
pub mod speakers;
mod syntax;
#[cfg(test)]
mod tests;
mod titles;
mod weights;

pub use titles::is_title;

use annalist_core::{Document, Entity, Mention, Report};
use annalist_lexicon::Lexicon;
use chains::Chains;
use facts::Facts;

/// Merges the entities of mentions that refer to the same party; entity numbers stay dense.
///
/// Expects an entity for each mention, in the same order, as [`crate::actors::find`] gives them. Afterwards entities
/// stand in the order of their first mention, each with the fullest name and best-resolved country and sectors among
/// its mentions.
pub fn resolve(
    report: &Report,
    document: &Document,
    lexicon: &Lexicon,
    entities: &mut Vec<Entity>,
    mentions: &mut [Mention],
) {
    let facts = facts::gather(document, entities, mentions);
    let mut chains = before_pronouns(document, lexicon, entities, &facts);
    publisher::link(report, document, lexicon, entities, &facts, &mut chains);
    pronouns::link(document, &facts, &mut chains);
    possessors::inherit(document, lexicon, &facts, &chains, entities);
    merge::apply(&facts, &chains, entities, mentions);
}

/// The chains that names, grammar and descriptions make.
pub fn before_pronouns(
    document: &Document,
    lexicon: &Lexicon,
    entities: &[Entity],
    facts: &[Facts],
) -> Chains {
    let mut chains = Chains::new(facts);
    let mut at_token = vec![None; document.tokens.len()];
    for (m, fact) in facts.iter().enumerate() {
        at_token[fact.head] = Some(m);
    }
    syntax::link(document, facts, &at_token, &mut chains);
    names::link(document, entities, facts, &mut chains);
    descriptions::link(document, lexicon, entities, facts, &mut chains);
    chains
}

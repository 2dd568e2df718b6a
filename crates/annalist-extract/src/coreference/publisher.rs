//! The report speaking of itself: "*this newspaper* has learned", "a source told *this reporter*" are the publisher.

use super::chains::Chains;
use super::facts::{Facts, lemma};
use annalist_core::annotations::MentionForm;
use annalist_core::{Document, Entity, NameKind, Report, Sector};
use annalist_lexicon::Lexicon;

/// What a publisher calls itself, or whoever writes for it.
const SELVES: [&str; 16] = [
    "agency",
    "broadcaster",
    "channel",
    "correspondent",
    "daily",
    "journal",
    "magazine",
    "network",
    "newspaper",
    "newsroom",
    "outlet",
    "paper",
    "reporter",
    "station",
    "website",
    "writer",
];

/// Names the publisher where the report says "this newspaper" or the like, and joins it with where it is named.
pub fn link(
    report: &Report,
    document: &Document,
    lexicon: &Lexicon,
    entities: &mut [Entity],
    facts: &[Facts],
    chains: &mut Chains,
) {
    let Some(publisher) = report.publisher.as_deref().map(str::trim).filter(|p| !p.is_empty()) else {
        return;
    };
    let mut selves = (0..facts.len()).filter(|m| is_self(document, &facts[*m])).peekable();
    if selves.peek().is_none() {
        return;
    }
    let known = lexicon.names.lookup(publisher).first().map(|id| lexicon.names.entry(*id));
    let name = known.map_or(publisher, |entry| entry.name);
    let mut first = entities.iter().position(|e| e.name.as_deref() == Some(name));
    for m in selves {
        let entity = &mut entities[m];
        entity.name = Some(name.to_owned());
        entity.kind = Some(NameKind::Organization);
        entity.country = known.and_then(|entry| entry.country);
        entity.sectors = vec![Sector::Jrn];
        entity.codable = true;
        entity.rule = "publisher".into();
        chains.join(*first.get_or_insert(m), m);
    }
}

fn is_self(document: &Document, fact: &Facts) -> bool {
    let opens = document.form(fact.tokens.start).to_lowercase();
    fact.form == MentionForm::Nominal
        && opens == "this"
        && fact.tokens.len() <= 3
        && SELVES.contains(&lemma(document, fact.head).as_str())
}

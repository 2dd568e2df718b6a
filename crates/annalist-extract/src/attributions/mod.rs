//! On whose word: sources, cues and what they say.
//!
//! Two taggers look at the parser's states, trees, quotation marks and the lexicon of cues ([`traits`]): the first marks
//! cues, the second, for each cue, whose words and which words ([`model`]). What follows is grammar and lexicon:
//! quotations behind a colon ([`announced`]), adverbs of hearsay ([`hearsay`]), figures somebody gives ([`tolls`]), what the
//! models mixed up ([`mend`]) or left out ([`missed`]), quotations in which a speaker goes on ([`carried`]), chains ([`chains`]); then form, polarity, certainty, words of judgement
//! ([`judgement`]), speaker and addressee ([`people`]) and medium ([`channel`]).
//! The models are trained by `training/attribution`.

mod announced;
mod carried;
mod chains;
mod channel;
pub mod cue;
pub mod grammar;
mod hearsay;
mod judgement;
pub mod labels;
mod mend;
mod missed;
pub mod model;
mod people;
pub mod quotes;
mod tagger;
#[cfg(test)]
mod tests;
mod tolls;
pub mod traits;
pub mod view;

use annalist_core::{Attribution, Document, Entity, Mention, Report, Span};
use annalist_lexicon::Lexicon;
use model::{Found, Models};
use people::People;
use std::ops::Range;
use view::View;

/// Finds attributions (PolNeAR's source, cue and content), in the order of their cues.
pub fn find(
    _report: &Report,
    document: &Document,
    entities: &[Entity],
    mentions: &[Mention],
    lexicon: &Lexicon,
) -> Vec<Attribution> {
    let view = View::new(document);
    let class = model::classes(document, lexicon);
    let mut found = Models::english().find(&view, &class);
    announced::settle(&view, &mut found);
    announced::keep_whole(&view, &mut found);
    hearsay::add(&view, lexicon, &mut found);
    tolls::add(&view, &mut found);
    mend::mend(&view, lexicon, &mut found);
    missed::add(&view, lexicon, &mut found);
    carried::give(&view, &mut found);
    chains::extend(&view, lexicon, &mut found);
    let people = People { view: &view, entities, mentions };
    let mut attributions: Vec<Attribution> = found.iter().map(|f| attribution(&people, f, lexicon)).collect();
    people.settle_documents(&mut attributions);
    chains::join(&mut attributions);
    attributions
}

fn attribution(people: &People, found: &Found, lexicon: &Lexicon) -> Attribution {
    let view = people.view;
    let content: Vec<Span> = found.content.iter().map(|r| with_marks(view, r)).collect();
    let judged = judgement::judge(view, found, lexicon);
    let addressee = people.addressee(found);
    Attribution {
        source: spans(view, &found.source),
        cue: spans(view, &runs(&found.cue)),
        class: judged.class,
        form: judgement::form(view, found),
        speaker: people.speaker(found),
        addressee: addressee.map(|m| m.entity),
        channel: channel::of(people, found, addressee),
        polarity: judged.polarity,
        certainty: judged.certainty,
        within: None,
        loaded: judgement::loaded(view, &found.content, lexicon),
        content,
    }
}

fn spans(view: &View, ranges: &[Range<usize>]) -> Vec<Span> {
    ranges.iter().map(|r| view.document.span_of(r.clone())).collect()
}

/// Tokens in order as unbroken runs.
fn runs(tokens: &[usize]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for &t in tokens {
        match runs.last_mut() {
            Some(run) if run.end == t => run.end = t + 1,
            _ => runs.push(t..t + 1),
        }
    }
    runs
}

/// The span of a content with the quotation marks that open and close it, and the stop before a closing mark.
fn with_marks(view: &View, range: &Range<usize>) -> Span {
    let mut span = view.document.span_of(range.clone());
    let opening = range.start.checked_sub(1).filter(|&t| view.quotation[t].is_some() && view.punctuation[t]);
    if let Some(quotation) = opening.and_then(|t| view.quotation[t]).map(|q| view.quotations[q as usize])
        && quotation.span.start == view.document.tokens[range.start - 1].span.start
    {
        span.start = quotation.span.start;
    }
    let last = view.quotation[range.end - 1].map(|q| view.quotations[q as usize].span.end);
    if let Some(end) = last.filter(|&end| end > span.end) {
        let between = &view.document.text[span.end as usize..end as usize];
        if !between.contains(char::is_alphanumeric) && !between.contains('\n') {
            span.end = end;
        }
    }
    span
}

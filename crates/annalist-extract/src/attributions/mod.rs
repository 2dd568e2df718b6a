//! On whose word: sources, cues and what they say.
//!
//! Two linear-chain models look at trees, quotation marks and the lexicon of cues: the first marks cues ([`model`]),
//! the second, for each cue, whose words and which words ([`role_features`]). What follows is grammar and lexicon:
//! chains ([`chains`]), form, polarity, certainty, words of judgement ([`judgement`]), speaker and addressee ([`people`]).
//! The models are trained by `training/attribution`.

pub mod chain;
mod chains;
pub mod cue_features;
mod judgement;
pub mod model;
mod people;
pub mod quotes;
pub mod role_features;
#[cfg(test)]
mod tests;
pub mod view;

use annalist_core::{Attribution, Document, Entity, Mention, Report, Span};
use annalist_lexicon::Lexicon;
use model::{Found, Models};
use std::ops::Range;
use view::View;

/// Finds attributions (PolNeAR's source, cue and content), in the order of their cues.
pub fn find(
    _report: &Report,
    document: &Document,
    _entities: &[Entity],
    mentions: &[Mention],
    lexicon: &Lexicon,
) -> Vec<Attribution> {
    let view = View::new(document);
    let class = model::classes(document, lexicon);
    let mut found = Models::english().find(&view, &class);
    chains::extend(&view, lexicon, &mut found);
    let mut attributions: Vec<Attribution> =
        found.iter().map(|f| attribution(&view, f, mentions, lexicon)).collect();
    chains::join(&mut attributions);
    attributions
}

fn attribution(view: &View, found: &Found, mentions: &[Mention], lexicon: &Lexicon) -> Attribution {
    let content: Vec<Span> = found.content.iter().map(|r| with_marks(view, r)).collect();
    let judged = judgement::judge(view, found, lexicon);
    Attribution {
        source: spans(view, &found.source),
        cue: spans(view, &runs(&found.cue)),
        form: judgement::form(view, found),
        speaker: people::speaker(view, found, mentions),
        addressee: people::addressee(view, found, mentions),
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

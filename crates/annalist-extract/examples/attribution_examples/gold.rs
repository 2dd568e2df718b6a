//! Annotated attributions as token labels.

use annalist_core::Span;
use annalist_extract::attributions::labels::of_phrase;
use annalist_extract::attributions::view::View;
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::Range;

/// One cue with all that was annotated for it, as tokens.
pub struct Relation {
    /// The cue's tokens.
    pub cue: Vec<usize>,
    /// Its sources.
    pub source: Vec<Range<usize>>,
    /// Its contents.
    pub content: Vec<Range<usize>>,
}

/// The attributions of a report; those of one cue are joined, and those without a cue left out.
pub fn relations(view: &View, row: &Value) -> Vec<Relation> {
    let text = &view.document.text;
    let offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut by_cue: BTreeMap<Vec<usize>, Relation> = BTreeMap::new();
    for attribution in row["attributions"].as_array().into_iter().flatten() {
        let ranges = |key: &str, marks: bool| -> Vec<Range<usize>> {
            let spans =
                attribution[key].as_array().into_iter().flatten().filter_map(|pair| span(pair, &offsets));
            spans.filter_map(|s| tokens(view, s, marks)).collect()
        };
        let cue: Vec<usize> = ranges("cue", true).into_iter().flatten().collect();
        if cue.is_empty() {
            continue;
        }
        let relation =
            by_cue.entry(cue.clone()).or_insert(Relation { cue, source: Vec::new(), content: Vec::new() });
        relation.source.extend(ranges("source", false));
        relation.content.extend(ranges("content", false));
    }
    by_cue.into_values().collect()
}

fn span(pair: &Value, offsets: &[usize]) -> Option<Span> {
    let at = |k: usize| offsets.get(pair[k].as_u64()? as usize).copied();
    Some(Span::new(at(0)?, at(1)?))
}

/// The tokens at least half covered, without punctuation at either end. `marks` keeps a span of nothing but punctuation.
fn tokens(view: &View, span: Span, marks: bool) -> Option<Range<usize>> {
    let covered = |i: usize| {
        let token = view.document.tokens[i].span;
        2 * token.end.min(span.end).saturating_sub(token.start.max(span.start)) >= token.len() as u32
    };
    let trim = |mut range: Range<usize>, keep: &dyn Fn(usize) -> bool| {
        while !range.is_empty() && !keep(range.start) {
            range.start += 1;
        }
        while !range.is_empty() && !keep(range.end - 1) {
            range.end -= 1;
        }
        range
    };
    let whole = trim(view.document.tokens_in(span), &covered);
    let words = trim(whole.clone(), &|i| !view.punctuation[i]);
    let range = if words.is_empty() && marks { whole } else { words };
    (!range.is_empty()).then_some(range)
}

/// A label for each token of the report, of [`CUES`](annalist_extract::attributions::labels::CUES).
pub fn cue_labels(view: &View, relations: &[Relation]) -> Vec<u8> {
    let mut labels = vec![0; view.token_count()];
    for cue in relations.iter().map(|r| &r.cue) {
        if cue.iter().all(|&t| labels[t] == 0) {
            let tokens = cue.chunk_by(|a, b| a + 1 == *b);
            tokens.for_each(|run| set(&mut labels[run[0]..=run[run.len() - 1]], 1));
        }
    }
    labels
}

/// A label for each token of the window: 1 to 3 for sources, 4 to 6 for contents.
pub fn role_labels(relation: &Relation, window: &Range<usize>) -> Vec<u8> {
    let mut labels = vec![0; window.len()];
    for (ranges, first) in [(&relation.source, 1), (&relation.content, 4)] {
        for range in ranges {
            let free = |&t: &usize| {
                window.contains(&t) && labels[t - window.start] == 0 && !relation.cue.contains(&t)
            };
            let tokens: Vec<usize> = range.clone().filter(free).map(|t| t - window.start).collect();
            tokens
                .chunk_by(|a, b| a + 1 == *b)
                .for_each(|run| set(&mut labels[run[0]..=run[run.len() - 1]], first));
        }
    }
    labels
}

fn set(labels: &mut [u8], first: usize) {
    let phrase = of_phrase(first, labels.len());
    labels.iter_mut().zip(phrase).for_each(|(label, new)| *label = new);
}

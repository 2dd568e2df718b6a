//! Quotations for which nobody is named: "“We can wait,” said *Diop*.¶“The sea is calm. Boats leave every day.”" Whoever spoke in
//! the sentence before goes on.

use super::model::Found;
use super::view::View;
use std::ops::Range;

/// A quotation has at least so many words; shorter ones are names and titles.
const FEWEST: usize = 4;

/// Gives each quotation of whole sentences that nobody has a part in to the last who is said to speak in the sentence before
/// it, or whose words that sentence is.
pub fn give(view: &View, found: &mut [Found]) {
    let mut speaker = speakers(view, found);
    let mut is_taken = vec![false; view.token_count()];
    found.iter().flat_map(|f| &f.content).for_each(|c| is_taken[c.clone()].fill(true));
    for (q, quotation) in view.quotations.iter().enumerate() {
        let tokens = view.document.tokens_in(quotation.span);
        let Some(words) = whole_sentences(view, &tokens) else { continue };
        if !words.clone().all(|t| view.quotation[t] == Some(q as u32) && !is_taken[t]) {
            continue;
        }
        let first = view.sentence[words.start] as usize;
        let Some(i) = first.checked_sub(1).and_then(|before| speaker[before]) else { continue };
        let last = view.sentence[words.end - 1] as usize;
        speaker[first..=last].iter_mut().for_each(|s| *s = Some(i));
        found[i].content.push(words);
    }
}

/// For each sentence the attribution that tells whose words it has, the last where there are several.
fn speakers(view: &View, found: &[Found]) -> Vec<Option<usize>> {
    let mut of = vec![None; view.document.sentences.len()];
    for (i, f) in found.iter().enumerate().filter(|(_, f)| !f.source.is_empty() && !f.content.is_empty()) {
        let spoken = f.content.iter().filter(|c| view.quotation[c.start].is_some()).flat_map(|c| c.clone());
        for t in spoken.chain(f.cue.iter().copied().filter(|&t| view.quotation[t].is_none())) {
            of[view.sentence[t] as usize] = Some(i);
        }
    }
    of
}

/// The words of a quotation that begins with one sentence and ends with the same or another, without marks at its ends.
fn whole_sentences(view: &View, tokens: &Range<usize>) -> Option<Range<usize>> {
    let start = tokens.clone().find(|&t| !view.punctuation[t])?;
    let end = tokens.clone().rev().find(|&t| !view.punctuation[t])? + 1;
    let sentence = |t: usize| view.document.sentences[view.sentence[t] as usize].tokens.clone();
    let opens = (sentence(start).start..start).all(|t| view.punctuation[t]);
    let closes = (end..sentence(end - 1).end).all(|t| view.punctuation[t]);
    (opens && closes && end - start >= FEWEST).then_some(start..end)
}

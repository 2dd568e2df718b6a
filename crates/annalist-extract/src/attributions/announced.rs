//! Quotations that a colon announces: "The general told state television: “We did not fire first.”"
//!
//! The colon says whose the quotation is, whole, whatever was said before it; so nobody else has a part in it.

use super::model::Found;
use super::view::View;
use std::ops::Range;

/// The farthest that a colon may stand behind its cue, in tokens: "told a news conference in Geneva on Monday:".
const FARTHEST: usize = 14;

/// Gives each announced quotation to the cue before its colon, and to no other.
pub fn settle(view: &View, found: &mut Vec<Found>) {
    let announced: Vec<Option<Range<usize>>> = found.iter().map(|f| quotation_after(view, f)).collect();
    for (i, range) in announced.iter().enumerate() {
        let Some(range) = range else { continue };
        found[i].content.retain(|c| c.start >= range.end && view.quotation[c.start].is_some());
        found[i].content.insert(0, range.clone());
        for (j, other) in found.iter_mut().enumerate() {
            if j != i && announced[j].is_none() && !range.contains(&other.head) {
                other.content = other.content.iter().flat_map(|c| without(c, range)).collect();
            }
        }
    }
    found.retain(|f| !f.content.is_empty() || !f.source.is_empty());
}

/// Takes the beginning of a quotation from a cue that has only that, where another has the quotation whole.
pub fn keep_whole(view: &View, found: &mut [Found]) {
    let whole = |f: &Found, q: u32| {
        let tokens = view.document.tokens_in(view.quotations[q as usize].span);
        tokens.filter(|&t| !view.punctuation[t]).all(|t| f.content.iter().any(|c| c.contains(&t)))
    };
    for i in 0..found.len() {
        let broken = |c: &Range<usize>| {
            let q = view.quotation[c.start]?;
            let held = !whole(&found[i], q) && c.clone().all(|t| view.quotation[t] == Some(q));
            let by_other =
                || found.iter().enumerate().any(|(j, g)| j != i && g.head != found[i].head && whole(g, q));
            let outside = view.quotation[found[i].head] != Some(q);
            (held && outside && by_other()).then_some(q)
        };
        let kept: Vec<Range<usize>> =
            found[i].content.iter().filter(|c| broken(c).is_none()).cloned().collect();
        if !kept.is_empty() {
            found[i].content = kept;
        }
    }
}

/// The tokens of the quotation that the colon behind the cue announces.
fn quotation_after(view: &View, found: &Found) -> Option<Range<usize>> {
    let last = *found.cue.last()?;
    if view.quotation[last].is_some() {
        return None;
    }
    let sentence = &view.document.sentences[view.sentence[last] as usize].tokens;
    let end = sentence.end.min(last + 1 + FARTHEST);
    let colon = (last..end).find(|&t| view.document.form(t) == ":")?;
    // A colon inside what is said anyway announces nothing: "said it was good: “very good”".
    if found.content.iter().any(|c| c.start > last && c.start < colon) {
        return None;
    }
    let first = colon + 1;
    let mark = view.quotation.get(first).copied().flatten()?;
    let quoted = |t: usize| view.quotation[t] == Some(mark);
    let past = (first..view.token_count()).find(|&t| !quoted(t)).unwrap_or(view.token_count());
    let start = (first..past).find(|&t| !view.punctuation[t])?;
    let end = (start..past).rev().find(|&t| !view.punctuation[t])? + 1;
    (found.content.is_empty() || !covers_only_later(found, past)).then_some(start..end)
}

/// Whether all of the content stands behind token `past`: the quotation is then a heading or somebody else's.
fn covers_only_later(found: &Found, past: usize) -> bool {
    found.content.iter().all(|c| c.start >= past)
}

/// What is left of `range` without `taken`.
fn without(range: &Range<usize>, taken: &Range<usize>) -> Vec<Range<usize>> {
    let parts = [range.start..range.end.min(taken.start), range.start.max(taken.end)..range.end];
    parts.into_iter().filter(|r| r.start < r.end).collect()
}

//! Adverbs that report and name nobody: "the rebels *reportedly* shelled a hospital".

use super::chains::clause_of;
use super::model::Found;
use super::view::View;
use annalist_core::{Relation, Upos};
use annalist_lexicon::Lexicon;
use std::ops::Range;

/// Adverbs that say that somebody says so; others only colour a statement or a doubt ("publicly", "possibly").
const HEARSAY: [&str; 6] =
    ["reportedly", "allegedly", "supposedly", "purportedly", "reputedly", "ostensibly"];

/// Adds the adverbs that the models missed, and takes those apart that they joined to the verb they stand by.
pub fn add(view: &View, lexicon: &Lexicon, found: &mut Vec<Found>) {
    for adverb in (0..view.token_count()).filter(|&t| is_hearsay(view, t)) {
        let holder = found.iter().position(|f| f.cue.contains(&adverb));
        let rest = |f: &Found| f.cue.iter().any(|&t| t != adverb && is_cue_word(view, t, lexicon));
        match holder {
            Some(i) if rest(&found[i]) => {}
            Some(i) => {
                if let Some(own) = hearsay(view, adverb).filter(|_| found[i].cue.len() > 1) {
                    found[i] = own;
                }
            }
            None => found.extend(hearsay(view, adverb).filter(|own| !reports_itself(own, found))),
        }
    }
    found.sort_by_key(|f| f.cue[0]);
}

fn is_hearsay(view: &View, t: usize) -> bool {
    view.upos(t) == Upos::Adv && HEARSAY.contains(&view.document.tokens[t].lemma.to_lowercase().as_str())
}

fn is_cue_word(view: &View, t: usize, lexicon: &Lexicon) -> bool {
    let token = &view.document.tokens[t];
    token.upos != Upos::Adv && lexicon.cues.of_word(&token.lemma.to_lowercase(), token.upos).is_some()
}

/// Whether the word the adverb stands by is a cue itself: "was reportedly told".
fn reports_itself(own: &Found, found: &[Found]) -> bool {
    found.iter().any(|f| f.cue.contains(&own.head))
}

/// The attribution that an adverb makes of the clause it stands in.
fn hearsay(view: &View, adverb: usize) -> Option<Found> {
    let top = view.head(adverb)?;
    let clause = clause_of(view, top);
    let sides = [clause.start..adverb, adverb + 1..clause.end];
    let content: Vec<Range<usize>> = sides.into_iter().filter_map(|r| trimmed(view, r)).collect();
    (!content.is_empty())
        .then(|| Found { cue: vec![adverb], head: adverb, source: Vec::new(), content })
        .filter(|_| view.relation(adverb) == Relation::Advmod)
}

/// `range` without punctuation at its ends.
fn trimmed(view: &View, range: Range<usize>) -> Option<Range<usize>> {
    let start = range.clone().find(|&t| !view.punctuation[t])?;
    let end = range.clone().rev().find(|&t| !view.punctuation[t])? + 1;
    Some(start..end)
}

//! What the taggers look at besides the parser's states: small numbers, each with a learned row of its own.

use super::cue::{CATEGORIES, Cue, STANDINGS};
use super::grammar::{has_content, nearest_quoted, seen_from, subject};
use super::view::View;
use annalist_core::Relation;

/// How many values each trait of [`of_cue`] has.
pub const CUE_SIZES: [usize; 15] =
    [4, CLASSES, RELATIONS, 64, 75, CLASSES, 64, 16, 8, RELATIONS, 16, 4096, 2048, 1024, 1024];

/// How many values each trait of [`of_role`] has.
pub const ROLE_SIZES: [usize; 17] = [
    CATEGORIES,
    8 * RELATIONS,
    8 * RELATIONS,
    32,
    STANDINGS,
    STANDINGS,
    24,
    32,
    8,
    32,
    CLASSES,
    128,
    8 * RELATIONS,
    RELATIONS,
    1024,
    1024,
    512,
];

/// A lemma as one of `N` values.
fn lemma<const N: u32>(view: &View, i: Option<usize>) -> u32 {
    i.and_then(|i| view.words.get(i)).map_or(0, |w| (w.lemma ^ (w.lemma >> 16)) % N)
}

/// Room for the classes of the lexicon of cues, each with four kinds of content.
const CLASSES: usize = 160;
/// Room for the relations of Universal Dependencies, and none.
const RELATIONS: usize = 64;

/// The traits of token `i`, one of which may be a cue.
pub fn of_cue(view: &View, i: usize, class: &[u32]) -> [u32; CUE_SIZES.len()] {
    let (other, category) = seen_from(view, i);
    let w = &view.words[i];
    let children = view.children(i).fold(0, |set, j| set | kind(view.relation(j)));
    let sentence = &view.document.sentences[view.sentence[i] as usize];
    let begins = (i - sentence.tokens.start).min(3) as u32;
    [
        category,
        class[i],
        w.relation,
        has_content(view, i),
        nearest_quoted(view, i, -1) * 15 + nearest_quoted(view, i, 1) * 3 + inside(view, i),
        class[other],
        has_content(view, other),
        w.shape - 1,
        view.name[i].min(7),
        view.words[other].relation,
        begins * 4 + u32::from(subject(view, i).is_some()) * 2 + u32::from(children > 0),
        lemma::<4096>(view, Some(i)),
        lemma::<2048>(view, Some(other)),
        lemma::<1024>(view, i.checked_sub(1)),
        lemma::<1024>(view, Some(i + 1)),
    ]
}

fn inside(view: &View, i: usize) -> u32 {
    match view.quotation[i] {
        None => 0,
        Some(_) if view.punctuation[i] => 2,
        Some(_) => 1,
    }
}

fn kind(relation: Relation) -> u32 {
    u32::from(matches!(relation, Relation::Ccomp | Relation::Xcomp | Relation::Parataxis))
}

/// The traits of token `i` of the window of `cue`.
pub fn of_role(view: &View, cue: &Cue, i: usize, is_cue: &[bool], class: &[u32]) -> [u32; ROLE_SIZES.len()] {
    let at = cue.standing(view, i, is_cue);
    let joined = |j: Option<usize>| u32::from(j.is_some_and(|j| cue.tokens.contains(&j)));
    let relations = RELATIONS as u32;
    [
        at.category,
        at.up * relations + at.branch,
        at.down * relations + view.words[i].relation,
        at.edge * 8 + at.up,
        at.subject,
        at.complement,
        at.quotation,
        at.gap,
        joined(i.checked_sub(1)) + 2 * joined(Some(i + 1)) + 4 * u32::from(is_cue[i]),
        at.between,
        if cue.tokens.contains(&i) { cue.class } else { class[i] },
        cue.manner(),
        at.up * relations + at.bough,
        at.join,
        lemma::<1024>(view, Some(i)),
        lemma::<1024>(view, Some(cue.head)),
        lemma::<512>(view, at.case),
    ]
}

//! What a word's place in its sentence tells of who speaks: subjects, what kind of content a word has, quotations near it.

use super::view::View;
use annalist_core::Relation;

/// The token whose state the model sees beside that of token `i`, with a category: its head in the tree.
pub fn seen_from(view: &View, i: usize) -> (usize, u32) {
    let quoted = u32::from(view.quotation[i].is_some());
    view.head(i).map_or((i, 2 + quoted), |h| (h, quoted))
}

/// How near the nearest quoted token is, within a few tokens one way: 0 far, 1 to 4 near.
pub fn nearest_quoted(view: &View, i: usize, way: isize) -> u32 {
    (1..=4)
        .find(|d| {
            i.checked_add_signed(way * d)
                .is_some_and(|j| j < view.token_count() && view.quotation[j].is_some())
        })
        .map_or(0, |d| d as u32)
}

/// What kind of content depends on `i`: none, a clause, a quotation, an object.
pub fn has_content(view: &View, i: usize) -> u32 {
    let mut kind = 0;
    for j in view.children(i) {
        let quoted = view.quotation[j].is_some() && view.quotation[i].is_none();
        kind |= match view.relation(j) {
            Relation::Ccomp => 1,
            Relation::Xcomp => 2,
            Relation::Obj => 4,
            Relation::Parataxis => 8,
            Relation::Advcl | Relation::Acl => 16,
            _ => 0,
        };
        kind |= if quoted { 32 } else { 0 };
    }
    kind
}

/// The subject of a verb, or of the verb it is joined to or depends on as an open clause.
pub fn subject(view: &View, i: usize) -> Option<usize> {
    use Relation::{Advcl, Conj, Xcomp};
    let mut at = i;
    for _ in 0..4 {
        if let Some(s) = view.child(at, Relation::is_subject) {
            return Some(s);
        }
        if !matches!(view.relation(at), Conj | Xcomp | Advcl) {
            return None;
        }
        at = view.head(at)?;
    }
    None
}

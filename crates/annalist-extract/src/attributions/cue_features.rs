//! What the cue model looks at, token by token.

use super::chain::Features;
use super::view::{Id, View};
use annalist_core::{Relation, Upos};

/// Labels of the cue model: outside, first token, later token, last or only token.
pub const LABELS: usize = 4;

/// Which labels may follow each other.
pub const ORDER: super::chain::Order = super::chain::Order(&[1]);

/// The token whose state the model sees beside that of token `i`, with a category: its head in the tree.
pub fn seen_from(view: &View, i: usize) -> (usize, u32) {
    let quoted = u32::from(view.quotation[i].is_some());
    view.head(i).map_or((i, 2 + quoted), |h| (h, quoted))
}

/// How many categories [`seen_from`] tells apart.
pub const CATEGORIES: usize = 4;

/// The features of token `i`; `class` gives the cue lexicon's class of a token, 0 for none.
pub fn of(view: &View, i: usize, class: &[u32], out: &mut Features) {
    out.0.clear();
    out.add(0, &[]);
    words(view, i, class, out);
    tree(view, i, class, out);
    dependents(view, i, class, out);
    surroundings(view, i, out);
}

/// The word, its neighbours and their conjunctions.
fn words(view: &View, i: usize, class: &[u32], out: &mut Features) {
    let w = &view.words[i];
    let at = |d: isize| {
        i.checked_add_signed(d)
            .filter(|&j| j < view.token_count() && view.sentence[j] == view.sentence[i])
            .map(|j| view.words[j])
    };
    out.add(1, &[w.form]);
    out.add(2, &[w.lemma]);
    out.add(3, &[w.xpos, w.relation]);
    out.add(4, &[w.suffix]);
    out.add(5, &[w.lemma, w.xpos, w.relation]);
    out.add(6, &[class[i], w.xpos]);
    for (k, d) in [-2isize, -1, 1, 2].into_iter().enumerate() {
        let v = at(d).unwrap_or_default();
        let t = 10 + 8 * k as u32;
        out.add(t, &[v.lemma]);
        out.add(t + 1, &[v.xpos, v.relation]);
        out.add(t + 2, &[v.lemma, w.lemma]);
        out.add(t + 3, &[v.xpos, w.lemma]);
        out.add(t + 4, &[v.xpos, w.xpos]);
        out.add(t + 5, &[i.checked_add_signed(d).and_then(|j| class.get(j)).copied().unwrap_or(0), w.xpos]);
    }
    let (p, n) = (at(-1).unwrap_or_default(), at(1).unwrap_or_default());
    out.add(50, &[p.lemma, w.lemma, n.lemma]);
    out.add(51, &[p.xpos, w.xpos, n.xpos]);
    out.add(52, &[at(-2).unwrap_or_default().lemma, p.lemma, w.lemma]);
    out.add(53, &[w.lemma, n.lemma, at(2).unwrap_or_default().lemma]);
    out.add(54, &[w.shape, w.xpos]);
    out.add(55, &[view.name[i], w.xpos]);
}

/// The word's head, its head's head, and the verb it belongs to.
fn tree(view: &View, i: usize, class: &[u32], out: &mut Features) {
    let w = &view.words[i];
    let Some(h) = view.head(i) else {
        out.add(60, &[w.lemma]);
        out.add(61, &[class[i]]);
        return;
    };
    let head = &view.words[h];
    let side = u32::from(h > i);
    out.add(62, &[head.lemma, w.relation]);
    out.add(63, &[head.lemma, w.lemma]);
    out.add(64, &[head.xpos, w.relation, w.xpos]);
    out.add(65, &[class[h], w.relation, side]);
    out.add(66, &[class[h], w.lemma]);
    out.add(67, &[w.relation, (h as i64 - i as i64).clamp(-4, 4) as u32]);
    out.add(68, &[has_content(view, h), w.relation, w.xpos, side]);
    out.add(69, &[has_content(view, h), w.relation, class[h], side]);
    if let Some(g) = view.head(h) {
        let top = &view.words[g];
        out.add(70, &[top.lemma, head.relation, w.relation]);
        out.add(71, &[class[g], head.relation, w.relation, w.lemma]);
        out.add(72, &[class[g], head.relation, head.lemma]);
        out.add(73, &[top.xpos, head.relation, w.relation]);
        out.add(74, &[w.lemma, top.lemma]);
    }
    if let Some(v) = view.nearest_up(h, |j| view.upos(j) == Upos::Verb) {
        out.add(75, &[view.words[v].lemma, w.relation]);
        out.add(76, &[class[v], w.xpos, (v as i64 - i as i64).clamp(-4, 4) as u32]);
        out.add(77, &[class[v], has_content(view, v), w.xpos, w.relation]);
    }
}

/// What depends on the word: subject, object, clauses.
fn dependents(view: &View, i: usize, class: &[u32], out: &mut Features) {
    let w = &view.words[i];
    let mut set = 0u32;
    for j in view.children(i) {
        let c = &view.words[j];
        set |= bit(view.relation(j));
        out.add(80, &[w.lemma, c.relation]);
        out.add(81, &[class[i], c.relation, c.xpos]);
        out.add(82, &[class[i], c.relation, c.lemma]);
        if matches!(
            view.relation(j),
            Relation::Xcomp | Relation::Obj | Relation::Ccomp | Relation::Obl | Relation::Advcl
        ) {
            out.add(83, &[w.lemma, c.relation, c.lemma]);
            out.add(84, &[class[j], c.relation, class[i]]);
        }
    }
    out.add(85, &[set, w.xpos]);
    out.add(86, &[set, class[i]]);
    out.add(87, &[has_content(view, i), w.lemma]);
    out.add(88, &[has_content(view, i), class[i], w.xpos]);
    if let Some(s) = subject(view, i) {
        let c = &view.words[s];
        out.add(89, &[c.lemma, w.xpos]);
        out.add(90, &[c.xpos, c.shape, class[i]]);
        out.add(91, &[c.xpos, w.lemma]);
        out.add(92, &[c.lemma, class[i]]);
        out.add(94, &[view.name[s], w.lemma]);
        out.add(95, &[view.name[s], class[i], w.xpos]);
        out.add(93, &[u32::from(s > i), class[i], has_content(view, i)]);
    }
}

/// Quotation marks and the place in sentence and paragraph.
fn surroundings(view: &View, i: usize, out: &mut Features) {
    let w = &view.words[i];
    let s = &view.document.sentences[view.sentence[i] as usize];
    let inside = u32::from(view.quotation[i].is_some());
    let before = nearest_quoted(view, i, -1);
    let after = nearest_quoted(view, i, 1);
    out.add(100, &[inside, w.xpos]);
    out.add(101, &[inside, w.lemma]);
    out.add(102, &[before, after, w.xpos]);
    out.add(103, &[before, after, w.lemma]);
    out.add(104, &[(i - s.tokens.start).min(3) as u32, w.xpos]);
    out.add(105, &[(s.tokens.end - 1 - i).min(3) as u32, w.lemma]);
    let whole = s.tokens.clone().any(|j| view.quotation[j].is_some());
    out.add(106, &[u32::from(whole), w.lemma, inside]);
    let next = (s.tokens.end < view.token_count()).then(|| view.quotation[s.tokens.end].is_some());
    out.add(107, &[next.map_or(2, u32::from), w.lemma]);
    let length = (s.tokens.len() as u32 / 4).min(5);
    out.add(108, &[length, w.xpos, u32::from(s.starts_paragraph)]);
    let p = nearest_word(view, i, -1);
    let n = nearest_word(view, i, 1);
    out.add(109, &[p, w.lemma, n]);
}

/// The lemma of the nearest token that is no punctuation, one way.
fn nearest_word(view: &View, i: usize, way: isize) -> Id {
    let mut at = i;
    while let Some(j) = at.checked_add_signed(way).filter(|&j| j < view.token_count()) {
        if !view.punctuation[j] {
            return view.words[j].xpos;
        }
        at = j;
    }
    0
}

/// How near the nearest quoted token is, within a few tokens one way: 0 far, 1 to 4 near.
fn nearest_quoted(view: &View, i: usize, way: isize) -> u32 {
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

fn bit(relation: Relation) -> u32 {
    use Relation::*;
    match relation {
        Nsubj | NsubjOuter => 1,
        NsubjPass => 2,
        Ccomp => 4,
        Xcomp => 8,
        Obj => 16,
        Iobj => 32,
        Parataxis => 64,
        Advcl => 128,
        Obl => 256,
        Mark => 512,
        AuxPass => 1024,
        Case => 2048,
        Acl | AclRelcl => 4096,
        Cop => 8192,
        Nmod | NmodPoss => 16384,
        _ => 0,
    }
}

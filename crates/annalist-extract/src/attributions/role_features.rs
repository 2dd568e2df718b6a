//! What the role model looks at: for one cue, whose words and which words.

use super::chain::Features;
use super::cue_features::{has_content, subject};
use super::view::{Id, View};
use annalist_core::Relation;
use std::ops::Range;

/// Labels of the role model: outside, source (first, later, last or only), content (first, later, last or only).
pub const LABELS: usize = 7;

/// Which labels may follow each other.
pub const ORDER: super::chain::Order = super::chain::Order(&[1, 4]);

/// How many categories [`category`] tells apart.
pub const CATEGORIES: usize = 32 * 5;

/// Where a token stands with respect to the cue, for the model's hidden layer: side, sentence and quotation.
pub fn category(view: &View, cue: &Cue, i: usize) -> u32 {
    order(view, cue, i) * 5 + quoted(view, cue, i)
}

/// Whether the token stands in a quotation: neither it nor the cue, only the cue, only it, both in one, each in its own.
fn quoted(view: &View, cue: &Cue, i: usize) -> u32 {
    match (view.quotation[i], view.quotation[cue.head]) {
        (None, None) => 0,
        (None, Some(_)) => 1,
        (Some(_), None) => 2,
        (Some(a), Some(b)) if a == b => 3,
        _ => 4,
    }
}

/// A cue and what is constant about it.
pub struct Cue<'a> {
    /// Its tokens, in order.
    pub tokens: &'a [usize],
    /// The token highest in the tree.
    pub head: usize,
    /// The lexicon's class of the head.
    pub class: u32,
    /// The ancestors of the head, itself first.
    spine: Vec<usize>,
    /// The subject of the cue's verb, shared subjects included.
    subject: Option<usize>,
    /// The dependent most likely to be the content.
    complement: Option<usize>,
    passive: u32,
    content: u32,
    sentence: u32,
}

impl<'a> Cue<'a> {
    /// The cue made of `tokens`, which must not be empty.
    pub fn new(view: &View, tokens: &'a [usize], class: &[u32]) -> Self {
        let head = tokens
            .iter()
            .copied()
            .min_by_key(|&t| (view.punctuation[t], view.depth[t], t))
            .unwrap_or(tokens[0]);
        Cue {
            tokens,
            head,
            class: class[head],
            spine: std::iter::successors(Some(head), |&j| view.head(j)).take(6).collect(),
            passive: u32::from(
                view.child(head, |r| matches!(r, Relation::AuxPass | Relation::NsubjPass)).is_some(),
            ),
            subject: subject(view, head),
            complement: complement(view, head, tokens),
            content: has_content(view, head),
            sentence: view.sentence[head],
        }
    }

    /// The tokens among which source and content are sought: the cue's sentence and the sentences around it
    /// as far as quotations run on.
    pub fn window(&self, view: &View) -> Range<usize> {
        let sentences = &view.document.sentences;
        let s = self.sentence as usize;
        let quoted = |k: usize| sentences[k].tokens.clone().any(|t| view.quotation[t].is_some());
        let opens = |k: usize| sentences[k].tokens.clone().take(2).any(|t| view.quotation[t].is_some());
        let mut first = s;
        while first > 0
            && s - first < 3
            && (!sentences[first].starts_paragraph || opens(first))
            && quoted(first - 1)
        {
            first -= 1;
        }
        let mut last = s;
        while last + 1 < sentences.len() && last - s < 12 && opens(last + 1) {
            last += 1;
        }
        let ends = self.tokens.last().is_some_and(|&t| sentences[s].tokens.end - t <= 2);
        if last == s && ends && last + 1 < sentences.len() {
            last += 1;
        }
        sentences[first].tokens.start..sentences[last].tokens.end
    }
}

/// The dependent of a cue's words most likely to be the content: a clause before a quotation before an object.
fn complement(view: &View, head: usize, tokens: &[usize]) -> Option<usize> {
    let rank = |j: usize| match view.relation(j) {
        Relation::Ccomp => 0,
        Relation::Parataxis if view.quotation[j].is_some() => 1,
        Relation::Xcomp => 2,
        Relation::Acl => 3,
        Relation::Obj => 4,
        Relation::Nmod | Relation::Obl => 5,
        Relation::Parataxis => 6,
        _ => 9,
    };
    let own = |&j: &usize| rank(j) < 9 && !tokens.contains(&j);
    let last = tokens[tokens.len() - 1];
    let near = [head, view.head(last).unwrap_or(last), last];
    near.iter().flat_map(|&t| view.children(t)).filter(own).min_by_key(|&j| (rank(j), j))
}

/// Where a token stands with respect to the cue's place in the tree.
struct Place {
    /// Hash of the relations from the token up to the cue's spine.
    path: Id,
    /// Steps from the cue's head up to where the paths meet; 7 where they do not.
    up: u32,
    /// Steps from the token to where the paths meet.
    down: u32,
    /// The last token before the spine: the branch the token belongs to.
    branch: usize,
}

/// The features of token `i` with respect to `cue`.
pub fn of(view: &View, cue: &Cue, i: usize, is_cue: &[bool], class: &[u32], out: &mut Features) {
    out.0.clear();
    out.add(200, &[]);
    let place = place(view, cue, i);
    let order = order(view, cue, i);
    word(view, i, order, out);
    branch(view, cue, &place, i, order, out);
    edges(view, cue, &place, i, order, out);
    phrases(view, cue, i, order, out);
    quotation(view, cue, i, order, out);
    distance(view, cue, i, order, is_cue, out);
    neighbours(view, cue, i, class, &place, order, out);
}

/// Before, within or after the cue, and how many sentences away.
fn order(view: &View, cue: &Cue, i: usize) -> u32 {
    let sentences = (i64::from(view.sentence[i]) - i64::from(cue.sentence)).clamp(-3, 3) + 3;
    let side = if cue.tokens.contains(&i) {
        0
    } else if i < cue.tokens[0] {
        1
    } else if i > cue.tokens[cue.tokens.len() - 1] {
        2
    } else {
        3
    };
    side * 8 + sentences as u32
}

fn word(view: &View, i: usize, order: u32, out: &mut Features) {
    let w = &view.words[i];
    out.add(201, &[w.form, order]);
    out.add(202, &[w.lemma]);
    out.add(203, &[w.xpos, w.relation, order]);
    out.add(204, &[w.shape, w.xpos, order]);
    out.add(205, &[view.name[i], w.xpos, order]);
}

fn place(view: &View, cue: &Cue, i: usize) -> Place {
    let mut at = i;
    let mut branch = i;
    let mut path = 0u32;
    for down in 0..24 {
        if let Some(up) = cue.spine.iter().position(|&s| s == at) {
            return Place { path, up: up as u32, down, branch };
        }
        if down < 4 {
            path = path.wrapping_mul(64).wrapping_add(view.words[at].relation + 1);
        }
        branch = at;
        match view.head(at) {
            Some(h) => at = h,
            None => return Place { path, up: 7, down: down + 1, branch },
        }
    }
    Place { path, up: 7, down: 24, branch }
}

fn branch(view: &View, cue: &Cue, place: &Place, i: usize, order: u32, out: &mut Features) {
    let (head, w, b) = (&view.words[cue.head], &view.words[i], &view.words[place.branch]);
    let join = cue.spine.get(place.up.saturating_sub(1) as usize).map_or(0, |&j| view.words[j].relation) * 8
        + place.up;
    out.add(210, &[place.path, place.up, order]);
    out.add(211, &[place.path, place.up, order, head.lemma]);
    out.add(212, &[b.relation, join, order]);
    out.add(213, &[b.relation, join, order, head.lemma]);
    out.add(214, &[b.relation, join, order, head.xpos, cue.passive]);
    out.add(215, &[b.relation, join, order, cue.class]);
    out.add(216, &[b.relation, join, cue.content, order]);
    out.add(217, &[b.lemma, join, order]);
    out.add(218, &[b.relation, b.xpos, join, order, cue.content]);
    out.add(219, &[place.down.min(5), b.relation, join, w.relation]);
    let (l, r) = view.edges[place.branch];
    let size = (r - l).min(20) / 4;
    out.add(220, &[size, b.relation, join, order]);
    if let Some(second) = under(view, place.branch, i) {
        let s = &view.words[second];
        out.add(221, &[b.relation, s.relation, join, order]);
        out.add(222, &[b.relation, s.relation, s.xpos, head.lemma, order]);
    }
    if let Some(case) = view.child(place.branch, |r| matches!(r, Relation::Case | Relation::Mark)) {
        let c = &view.words[case];
        out.add(223, &[b.relation, c.lemma, join, order]);
        out.add(224, &[b.relation, c.lemma, head.lemma, order]);
        out.add(225, &[b.relation, c.lemma, w.lemma, order]);
    }
}

/// The ancestor of `i` just below `top`.
fn under(view: &View, top: usize, i: usize) -> Option<usize> {
    let mut at = i;
    for _ in 0..24 {
        let h = view.head(at)?;
        if h == top {
            return Some(at);
        }
        at = h;
    }
    None
}

/// Whether the token begins or ends its branch or its own phrase.
fn edges(view: &View, cue: &Cue, place: &Place, i: usize, order: u32, out: &mut Features) {
    let head = &view.words[cue.head];
    let b = &view.words[place.branch];
    let (l, r) = view.edges[place.branch];
    let edge = u32::from(l as usize == i) + 2 * u32::from(r as usize == i);
    out.add(230, &[edge, b.relation, place.up, order]);
    out.add(231, &[edge, b.relation, place.up, order, head.lemma]);
    let same = |j: Option<usize>| {
        j.filter(|&j| j < view.token_count())
            .map_or(0, |j| 1 + u32::from(under_branch(view, place.branch, j)))
    };
    let (p, n) = (same(i.checked_sub(1)), same(Some(i + 1)));
    out.add(232, &[p, n, b.relation, place.up, order]);
    let joined = |j: usize| cue.tokens.contains(&j);
    out.add(233, &[u32::from(i > 0 && joined(i - 1)), u32::from(joined(i + 1)), view.words[i].xpos]);
    out.add(234, &[u32::from(i > 0 && joined(i - 1)), u32::from(joined(i + 1)), view.words[i].lemma]);
    out.add(235, &[p, view.words[i].lemma, b.relation, place.up]);
}

fn under_branch(view: &View, branch: usize, j: usize) -> bool {
    let (l, r) = view.edges[branch];
    (l as usize..=r as usize).contains(&j)
        && std::iter::successors(Some(j), |&k| view.head(k)).take(24).any(|k| k == branch)
}

/// Where the token stands with respect to the cue's subject and complement.
fn phrases(view: &View, cue: &Cue, i: usize, order: u32, out: &mut Features) {
    let head = &view.words[cue.head];
    for (template, phrase) in [(280, cue.subject), (290, cue.complement)] {
        let Some(top) = phrase else {
            out.add(template, &[order]);
            continue;
        };
        let (l, r) = (view.edges[top].0 as usize, view.edges[top].1 as usize);
        let inside = u32::from((l..=r).contains(&i));
        let begins = (i as i64 - l as i64).clamp(-2, 2) as u32;
        let ends = (i as i64 - r as i64).clamp(-2, 2) as u32;
        let (t, w) = (&view.words[top], &view.words[i]);
        out.add(template + 1, &[inside, t.relation, begins, order]);
        out.add(template + 2, &[inside, t.relation, ends, order]);
        out.add(template + 3, &[inside, t.relation, head.lemma, order]);
        out.add(template + 4, &[inside, begins, ends, w.xpos]);
        out.add(template + 5, &[inside, t.relation, w.lemma, begins]);
        out.add(template + 6, &[inside, t.xpos, u32::from(i > top), w.relation, order]);
        out.add(template + 7, &[inside, cue.class, t.relation, begins]);
        if inside == 1 {
            let rest = view.words.get(i + 1).map_or(0, |n| n.lemma);
            out.add(template + 8, &[ends, rest, t.relation, order]);
            let bough = under(view, top, i).map_or(0, |j| view.words[j].relation);
            out.add(template + 9, &[bough, t.relation, order]);
        }
    }
}

fn quotation(view: &View, cue: &Cue, i: usize, order: u32, out: &mut Features) {
    let q = view.quotation[i];
    let relation = quoted(view, cue, i);
    let gap = q.map_or(0, |q| between(view, cue, q));
    let start = u32::from(q.is_some() && (i == 0 || view.quotation[i - 1] != q));
    let end = u32::from(q.is_some() && view.quotation.get(i + 1).is_none_or(|n| *n != q));
    let length = q.map_or(0, |q| (view.quotations[q as usize].span.len().min(119) / 20) as u32);
    let w = &view.words[i];
    out.add(240, &[relation, order]);
    out.add(241, &[relation, order, cue.class]);
    out.add(242, &[relation, order, view.words[cue.head].lemma]);
    out.add(243, &[relation, gap, order]);
    out.add(244, &[relation, start, end, w.xpos, order]);
    out.add(245, &[relation, length, order, gap]);
    let before = i.checked_sub(1).map_or(0, |j| u32::from(view.quotation[j].is_some()));
    let continues = q.map_or(0, |q| u32::from(view.quotations[q as usize].continues));
    out.add(246, &[relation, before, continues, order]);
    let full = q.map_or(0, |q| 1 + u32::from(is_full(view, q)));
    out.add(248, &[relation, full, order, gap]);
    out.add(249, &[relation, full, before, end, w.xpos, order]);
    let first = u32::from(view.document.sentences[view.sentence[i] as usize].tokens.start == i);
    out.add(247, &[relation, before, first, order, gap]);
}

/// Whether a quotation holds a stretch of speech rather than a few words of a sentence: it ends with a stop.
fn is_full(view: &View, q: u32) -> bool {
    let text = view.quotations[q as usize].span.of(&view.document.text);
    let inner = text.trim_matches(|c: char| "\"'“”‘’`".contains(c));
    inner.ends_with(['.', ',', '?', '!', '—', '-', '…']) || text.len() > 150
}

/// How many words part the cue from quotation `q`: 0 next to it, 1 a few words, 2 a sentence or another quotation between.
fn between(view: &View, cue: &Cue, q: u32) -> u32 {
    let span = view.quotations[q as usize].span;
    let token = |t: usize| view.document.tokens[t].span;
    let (first, last) = (token(cue.tokens[0]), token(cue.tokens[cue.tokens.len() - 1]));
    let (start, end) = if span.end <= first.start { (span.end, first.start) } else { (last.end, span.start) };
    if start >= end {
        return 0;
    }
    let text = &view.document.text[start as usize..end as usize];
    let words = text.split_whitespace().count() as u32;
    1 + words.min(15) / 3
        + 8 * u32::from(text.contains(['“', '"', '”']))
        + 16 * u32::from(text.contains('\n'))
}

fn distance(view: &View, cue: &Cue, i: usize, order: u32, is_cue: &[bool], out: &mut Features) {
    let (first, last) = (cue.tokens[0], cue.tokens[cue.tokens.len() - 1]);
    let gap = if i < first { first - i } else { i.saturating_sub(last) };
    let bucket = match gap {
        0..=3 => gap as u32,
        4..=6 => 4,
        7..=12 => 5,
        13..=25 => 6,
        _ => 7,
    };
    let range = if i < first { i + 1..first } else { last + 1..i.max(last + 1) };
    let cues = range.clone().filter(|&j| is_cue[j]).count().min(3) as u32;
    let commas = range.filter(|&j| view.punctuation[j]).count().min(3) as u32;
    let w = &view.words[i];
    out.add(250, &[bucket, order, w.xpos]);
    out.add(251, &[cues, order, w.xpos]);
    out.add(252, &[cues, commas, order]);
    out.add(253, &[commas, bucket, order]);
    out.add(254, &[u32::from(is_cue[i]), order, w.xpos]);
    out.add(255, &[bucket, order, cue.class]);
}

fn neighbours(
    view: &View,
    cue: &Cue,
    i: usize,
    class: &[u32],
    place: &Place,
    order: u32,
    out: &mut Features,
) {
    let w = &view.words[i];
    let at = |d: isize| i.checked_add_signed(d).and_then(|j| view.words.get(j)).copied().unwrap_or_default();
    let (p, n) = (at(-1), at(1));
    out.add(260, &[p.lemma, order]);
    out.add(261, &[n.lemma, order]);
    out.add(262, &[p.lemma, w.xpos, order]);
    out.add(263, &[n.lemma, w.xpos, order]);
    out.add(264, &[p.xpos, w.xpos, n.xpos, order]);
    out.add(265, &[p.lemma, w.lemma]);
    out.add(266, &[w.lemma, n.lemma]);
    out.add(267, &[at(-2).lemma, p.lemma, order]);
    out.add(268, &[n.lemma, at(2).lemma, order]);
    out.add(269, &[place.path, place.up, p.xpos, w.xpos]);
    out.add(270, &[class[i], w.relation, order]);
    out.add(271, &[p.relation, w.relation, n.relation, order]);
    let head = &view.words[cue.head];
    let (a, z) = (&view.words[cue.tokens[0]], &view.words[cue.tokens[cue.tokens.len() - 1]]);
    out.add(272, &[head.lemma, w.lemma, order]);
    out.add(276, &[head.lemma, order]);
    out.add(277, &[head.lemma, order, w.xpos]);
    out.add(278, &[view.name[place.branch], view.words[place.branch].relation, place.up, order]);
    out.add(273, &[z.lemma, w.xpos, w.relation, order]);
    out.add(274, &[a.lemma, order, place.up, w.relation]);
    out.add(275, &[z.lemma, order, place.up, view.words[place.branch].relation]);
}

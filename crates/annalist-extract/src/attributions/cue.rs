//! A cue, the words among which its source and content are sought, and how each of them stands to it.

use super::grammar::{has_content, subject};
use super::view::View;
use annalist_core::Relation;
use std::ops::Range;

/// How many places with respect to a cue [`Standing::category`] tells apart.
pub const CATEGORIES: usize = 32 * 5;

/// How many ways there are to stand to a phrase.
pub const STANDINGS: usize = 51;

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

/// How a token stands to a cue, in small numbers.
pub struct Standing {
    /// Side, sentence and quotation, below [`CATEGORIES`].
    pub category: u32,
    /// Steps from the cue's head up to where the paths in the tree meet, 0 to 6; 7 where they do not.
    pub up: u32,
    /// Steps from the token to there, at most 7.
    pub down: u32,
    /// The relation of the branch that the token belongs to.
    pub branch: u32,
    /// That of what hangs on the branch's head and holds the token; 0 for none.
    pub bough: u32,
    /// That of the word on the cue's spine just below where the paths meet; 0 for none.
    pub join: u32,
    /// Whether the token begins (1) and ends (2) its branch.
    pub edge: u32,
    /// Where it stands with respect to the cue's subject, below [`STANDINGS`].
    pub subject: u32,
    /// The same for its complement.
    pub complement: u32,
    /// Whether it begins or ends a quotation, and of which sort; below 24.
    pub quotation: u32,
    /// What parts its quotation from the cue; below 32.
    pub gap: u32,
    /// How far it is from the cue, and whether other cues stand between; below 32.
    pub between: u32,
    /// The preposition or conjunction of its branch.
    pub case: Option<usize>,
}

impl Cue<'_> {
    /// How token `i` of the cue's window stands to it.
    pub fn standing(&self, view: &View, i: usize, is_cue: &[bool]) -> Standing {
        let place = place(view, self, i);
        let relation = |j: usize| view.words[j].relation;
        let (l, r) = view.edges[place.branch];
        let q = view.quotation[i];
        let start = u32::from(q.is_some() && (i == 0 || view.quotation[i - 1] != q));
        let end = u32::from(q.is_some() && view.quotation.get(i + 1).is_none_or(|n| *n != q));
        let before = i.checked_sub(1).map_or(0, |j| u32::from(view.quotation[j].is_some()));
        let full = q.map_or(0, |q| 1 + u32::from(is_full(view, q)));
        let (bucket, cues) = way(self, i, is_cue);
        Standing {
            category: category(view, self, i),
            up: place.up,
            down: place.down.min(7),
            branch: relation(place.branch),
            bough: under(view, place.branch, i).map_or(0, relation),
            join: self.spine.get(place.up.wrapping_sub(1) as usize).map_or(0, |&j| relation(j)),
            edge: u32::from(l as usize == i) + 2 * u32::from(r as usize == i),
            subject: standing(view, self.subject, i),
            complement: standing(view, self.complement, i),
            quotation: full * 8 + before * 4 + end * 2 + start,
            gap: q.map_or(0, |q| between(view, self, q)).min(31),
            between: bucket * 4 + cues,
            case: view.child(place.branch, |r| matches!(r, Relation::Case | Relation::Mark)),
        }
    }

    /// Whether the cue is a passive, and what kind of content it has; below 128.
    pub fn manner(&self) -> u32 {
        self.passive * 64 + self.content
    }
}

/// Where token `i` stands with respect to the phrase of `top`.
fn standing(view: &View, top: Option<usize>, i: usize) -> u32 {
    let Some(top) = top else { return STANDINGS as u32 - 1 };
    let (l, r) = (view.edges[top].0 as i64, view.edges[top].1 as i64);
    let from = |at: i64| ((i as i64 - at).clamp(-2, 2) + 2) as u32;
    u32::from((l..=r).contains(&(i as i64))) * 25 + from(l) * 5 + from(r)
}

/// Where a token stands with respect to the cue: side, sentence and quotation.
fn category(view: &View, cue: &Cue, i: usize) -> u32 {
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

/// Where a token stands with respect to the cue's place in the tree.
struct Place {
    /// Steps from the cue's head up to where the paths meet; 7 where they do not.
    up: u32,
    /// Steps from the token to where the paths meet.
    down: u32,
    /// The last token before the spine: the branch the token belongs to.
    branch: usize,
}

fn place(view: &View, cue: &Cue, i: usize) -> Place {
    let mut at = i;
    let mut branch = i;
    for down in 0..24 {
        if let Some(up) = cue.spine.iter().position(|&s| s == at) {
            return Place { up: up as u32, down, branch };
        }
        branch = at;
        match view.head(at) {
            Some(h) => at = h,
            None => return Place { up: 7, down: down + 1, branch },
        }
    }
    Place { up: 7, down: 24, branch }
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

/// How far token `i` is from the cue (0 to 7), and how many cues stand between (0 to 3).
fn way(cue: &Cue, i: usize, is_cue: &[bool]) -> (u32, u32) {
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
    (bucket, range.filter(|&j| is_cue[j]).count().min(3) as u32)
}

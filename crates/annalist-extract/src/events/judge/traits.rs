//! What the network of events looks at besides the parser's states: small numbers of a word as seen from a draft's, each
//! with a learned row of its own.

use super::super::draft::{Draft, View};
use super::super::scene::Scene;
use super::words::category;
use super::{KINDS, parts, position};
use crate::linear;
use annalist_core::annotations::MentionForm;
use annalist_core::{EventType, Party, Upos};
use annalist_lexicon::predicates::{Action, TriggerPos};
use std::collections::HashMap;
use std::ops::Range;

/// How many values each trait has, in the order of [`Seen::of`].
pub const SIZES: [usize; 18] = [
    16,
    STEPS * RELATIONS,
    STEPS * RELATIONS,
    2048,
    DISTANCES,
    72,
    (KINDS + 1) * 4,
    256,
    4096,
    4096,
    512,
    512,
    1024,
    32,
    64,
    16,
    128,
    32,
];

/// The steps through a tree that are told apart.
const STEPS: usize = 8;
/// Room for the relations of Universal Dependencies, and none.
const RELATIONS: usize = 64;
/// Distances to the draft's word that are told apart: sixteen to each side.
const DISTANCES: usize = 32;
/// Words further away from the draft's are not looked at.
const REACH: usize = 64;

/// The words of a report, with what does not depend on the draft they are seen from.
pub struct Words(Vec<Word>);

#[derive(Clone, Copy)]
struct Word {
    category: u32,
    lemma: u32,
    case: u32,
    class: u32,
    tag: u32,
    form: u32,
    is_cue: bool,
}

impl Words {
    /// Those of a report.
    pub fn new(scene: &Scene) -> Words {
        let tree = &scene.tree;
        let mut words: Vec<Word> = (0..tree.document.tokens.len()).map(|i| word(scene, i)).collect();
        for attribution in &scene.annotations.attributions {
            for cue in &attribution.cue {
                tree.document.tokens_in(*cue).for_each(|i| words[i].is_cue = true);
            }
        }
        Words(words)
    }
}

fn word(scene: &Scene, i: usize) -> Word {
    let tree = &scene.tree;
    let form = match scene.mention(i).map(|m| m.form) {
        Some(MentionForm::Name) => 3,
        Some(MentionForm::Pronoun) => 2,
        Some(_) => 1,
        None => 0,
    };
    Word {
        category: bucket(&category(scene, i), 256),
        lemma: bucket(tree.lemma(i), 4096),
        case: tree.preposition(i).map_or(0, |p| 1 + bucket(&p, 511)),
        class: known(scene, i),
        tag: bucket(tree.xpos(i), 64),
        form: form * 8 + scene.name_kind(i).map_or(0, |k| 1 + k as u32 % 7),
        is_cue: false,
    }
}

/// A text as one of `count` values.
fn bucket(text: &str, count: u32) -> u32 {
    let hash = linear::hash(text);
    (hash ^ (hash >> 15)) % count
}

/// What the lexicon knows of a lemma, whatever its surroundings.
fn known(scene: &Scene, i: usize) -> u32 {
    let predicates = &scene.lexicon.predicates;
    let pos = match scene.tree.upos(i) {
        Upos::Verb | Upos::Aux => TriggerPos::Verb,
        Upos::Adj => TriggerPos::Adjective,
        _ => TriggerPos::Noun,
    };
    match predicates.entries(scene.tree.lemma(i), pos).first().map(|e| &e.action) {
        None => 0,
        Some(Action::Class(class)) => 1 + bucket(predicates.class(*class).name, 447),
        Some(Action::Operator(operator)) => 448 + bucket(&format!("{operator:?}"), 64),
    }
}

/// A draft, from which the words of its sentence are seen.
pub struct Seen<'a> {
    scene: &'a Scene<'a>,
    words: &'a Words,
    draft: &'a Draft,
    /// The tokens that are looked at.
    pub window: Range<usize>,
    /// The draft's word and those above it.
    up: Vec<usize>,
    candidates: Vec<usize>,
    roles: HashMap<usize, u32>,
    rules: u32,
    class: u32,
    grammar: u32,
    is_told: bool,
    /// Tokens of the sources of statements in which the draft's word stands, and of others.
    sources: [Vec<Range<usize>>; 2],
    contents: Vec<Range<usize>>,
}

impl<'a> Seen<'a> {
    /// The sentence of `draft` as seen from it.
    pub fn new(scene: &'a Scene<'a>, words: &'a Words, draft: &'a Draft) -> Self {
        let document = scene.tree.document;
        let head = draft.happening.head;
        let sentence = &document.sentences[document.sentence_of(head)];
        let window =
            sentence.tokens.start.max(head.saturating_sub(REACH))..sentence.tokens.end.min(head + REACH + 1);
        let near = |s: annalist_core::Span| {
            let tokens = document.tokens_in(s);
            tokens.start.max(window.start)..tokens.end.min(window.end)
        };
        let (mut sources, mut contents) = ([Vec::new(), Vec::new()], Vec::new());
        let mut is_told = false;
        for a in &scene.annotations.attributions {
            let told = a.content.iter().any(|s| s.contains(document.tokens[head].span));
            is_told |= told;
            sources[usize::from(!told)].extend(a.source.iter().map(|s| near(*s)).filter(|r| !r.is_empty()));
            contents.extend(a.content.iter().map(|s| near(*s)).filter(|r| !r.is_empty()));
        }
        let g = draft.grammar;
        let flags = [g.negated, g.future, g.purpose, g.hypothetical, draft.happening.withheld];
        let view = match draft.view {
            View::Unknown => 0,
            View::Incomplete => 1,
            View::Rejected(_) => 2,
            View::Record => 3,
        };
        let kind = draft.codes.as_ref().map_or(KINDS, |c| match c.kind {
            EventType::Declared(_) => KINDS - 1,
            kind => position(kind),
        });
        let class = match draft.view {
            View::Unknown => 0,
            _ => {
                let class = scene.lexicon.predicates.class(draft.class).name;
                1 + bucket(&format!("{class} {:?}", draft.happening.stance), 1023)
            }
        };
        Seen {
            up: scene.tree.ancestors(head),
            candidates: parts::candidates(scene, draft),
            roles: roles(scene, head),
            rules: (kind * 4 + view) as u32,
            class,
            grammar: flags.iter().enumerate().map(|(k, set)| u32::from(*set) << k).sum(),
            scene,
            words,
            draft,
            window,
            is_told,
            sources,
            contents,
        }
    }

    /// The traits of token `i` of the window.
    pub fn of(&self, i: usize) -> [u32; SIZES.len()] {
        let Seen { scene, draft, .. } = self;
        let tree = &scene.tree;
        let head = draft.happening.head;
        let word = &self.words.0[i];
        let (up, branch, down, way) = self.way(i);
        let flag = |set: bool, value: u32| if set { value } else { 0 };
        let within = |ranges: &[Range<usize>]| ranges.iter().any(|r| r.contains(&i));
        let relation = |i: usize| 1 + tree.relation(i) as u32 % (RELATIONS as u32 - 1);
        [
            flag(i == head, 1)
                + flag(draft.happening.words.contains(&i), 2)
                + flag(self.candidates.binary_search(&i).is_ok(), 4)
                + flag(i < head, 8),
            up * RELATIONS as u32 + branch.map_or(0, relation),
            down * RELATIONS as u32 + relation(i),
            way,
            distance(i, head),
            self.listing(i),
            self.rules,
            word.category,
            word.lemma,
            self.words.0[head].lemma,
            word.case,
            word.class,
            self.class,
            self.grammar,
            word.tag,
            flag(within(&self.sources[0]), 1)
                + flag(within(&self.sources[1]), 2)
                + flag(if i == head { self.is_told } else { within(&self.contents) }, 4)
                + flag(word.is_cue, 8),
            self.roles.get(&i).copied().unwrap_or(0),
            word.form,
        ]
    }

    /// The way from the draft's word to token `i` through the tree: steps up, the first word below the top on the other side,
    /// steps down, and all relations hashed.
    fn way(&self, i: usize) -> (u32, Option<usize>, u32, u32) {
        let tree = &self.scene.tree;
        let mut code = 0x811c_9dc5u32;
        let mut step = |value: u32| code = (code ^ value).wrapping_mul(0x0100_0193);
        let (mut at, mut branch, mut down) = (i, None, 0);
        let rise = loop {
            if let Some(rise) = self.up.iter().position(|u| *u == at) {
                break rise;
            }
            step(tree.relation(at) as u32 + 1);
            branch = Some(at);
            down += 1;
            match tree.head(at) {
                Some(above) if down < 64 => at = above,
                _ => return (STEPS as u32 - 1, None, STEPS as u32 - 1, 0),
            }
        };
        step(255);
        self.up[..rise].iter().for_each(|u| step(tree.relation(*u) as u32 + 1));
        let most = STEPS as u32 - 1;
        (most.min(rise as u32), branch, most.min(down), (code ^ (code >> 15)) % 2048)
    }

    /// How the rules see the token: as one of the draft's actors, recipients, both, or others.
    fn listing(&self, i: usize) -> u32 {
        let h = &self.draft.happening;
        let place = |list: &[usize]| list.iter().position(|x| *x == i).map_or(0, |at| 1 + at.min(1) as u32);
        let span = self.scene.tree.document.tokens[i].span;
        let picked = |parties: &[Party]| u32::from(parties.iter().any(|p| p.span.overlaps(span)));
        let remote = u32::from(h.remote.contains(&i));
        (((place(&h.actors) * 3 + place(&h.recipients)) * 2 + remote) * 2 + picked(&self.draft.actors)) * 2
            + picked(&self.draft.recipients)
    }
}

/// The parts that the frame of a word gives to others.
fn roles(scene: &Scene, head: usize) -> HashMap<usize, u32> {
    let frame = parts::frame_of(scene, head);
    let voice = u32::from(frame.passive);
    let mut roles: HashMap<usize, u32> = HashMap::new();
    for (k, list) in [&frame.subject, &frame.object, &frame.indirect].into_iter().enumerate() {
        for (at, i) in list.iter().enumerate() {
            roles.entry(*i).or_insert(1 + (k as u32 * 2 + voice) * 2 + u32::from(at > 0));
        }
    }
    for (preposition, i) in &frame.phrases {
        roles.entry(*i).or_insert(16 + bucket(preposition, 112));
    }
    roles
}

/// The distance from the draft's word, told less finely the greater it is; from 1, the sides apart.
fn distance(i: usize, head: usize) -> u32 {
    let steps = i.abs_diff(head) as u32;
    let bucket = match steps {
        0..=7 => steps,
        8..=15 => 8 + (steps - 8) / 3,
        16..=31 => 11 + (steps - 16) / 8,
        _ => 13 + u32::from(steps > 48),
    };
    if i < head { bucket } else { bucket + DISTANCES as u32 / 2 }
}

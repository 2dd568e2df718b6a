//! Decides which drafts are events, of which type, and who acts on whom.
//!
//! Linear models over hashed features, trained by `training/events`: one gives every word that may tell of a happening
//! its type or none ([`words`]), one gives every phrase of the sentence its part in it ([`parts`]), one picks its time
//! and place from those that the report names ([`when`], [`whereabouts`]), and two say its mode and what it is about ([`subject`]).
//! What the rules say is among the features, so the models learn where the rules are to be believed. A small neural network
//! ([`network`]), which reads the sentence in a row, has a say in types and parts too.

pub mod network;
pub mod parts;
mod setting;
pub mod subject;
pub mod traits;
pub mod when;
pub mod whereabouts;
pub mod words;

pub use setting::Sides;

use super::codes::Codes;
use super::draft::{Draft, View};
use super::groups;
use super::parties;
use super::record::Decision;
use super::scene::Scene;
use crate::linear::{Weights, logistic, softmax};
use annalist_core::{Context, EventType, Party};
use network::{EventNetwork, Opinion};
use std::sync::OnceLock;

/// The number of labels of the first model: every type, and none at the end.
pub const KINDS: usize = EventType::ALL.len() + 1;
/// The number of parts: actor, recipient.
pub const PARTS: usize = 2;
/// The number of columns of the second: for each part, how it ranks among the phrases, and how likely it plays the part
/// whatever the others do.
pub const PART_COLUMNS: usize = 2 * PARTS;
/// Rows of the first model.
pub const WORD_ROWS: usize = 1 << 18;
/// Rows of the second.
pub const PART_ROWS: usize = 1 << 17;

/// Rows of the model of modes.
pub const MODE_ROWS: usize = 1 << 13;
/// Rows of the model of contexts.
pub const SUBJECT_ROWS: usize = 1 << 14;
/// From this probability on a happening has a context.
const ABOUT: f32 = 0.4;
/// Rows of the third, for times and places.
pub const SETTING_ROWS: usize = 1 << 17;

/// The trained models.
#[derive(Clone, Debug)]
pub struct Judge {
    /// Types of words.
    pub words: Weights,
    /// Types of words, from what the parser's network makes of them.
    pub states: Weights,
    /// Parts of phrases.
    pub parts: Weights,
    /// Times and places of happenings.
    pub settings: Weights,
    /// Contexts of happenings.
    pub subjects: Weights,
    /// Modes of happenings, a column for each mode of each type and for none.
    pub modes: Weights,
    /// Types and parts, from the whole sentence.
    pub network: Option<EventNetwork>,
    /// From what the models say to how often type and parties are right.
    pub calibration: Calibration,
    /// From this probability on a draft is an event.
    pub threshold: f32,
}

/// What a record's confidence is made of: a constant, and a weight for each of the log odds of type, actor and
/// recipient.
pub type Calibration = [f32; 4];

impl Judge {
    /// The models that are part of the program.
    ///
    /// # Panics
    /// When the files it was built with have the wrong size, which the tests rule out.
    pub fn english() -> &'static Judge {
        static ENGLISH: OnceLock<Judge> = OnceLock::new();
        ENGLISH.get_or_init(|| {
            let judge = Judge::read(EMBEDDED).expect("the embedded models are whole");
            let network = EventNetwork::read(NETWORK).unwrap_or_else(|error| panic!("events: {error}"));
            Judge { network: Some(network), ..judge }
        })
    }

    /// The linear models from the bytes that [`bytes`](Self::bytes) makes; `None` where they are not whole.
    pub fn read(bytes: [&[u8]; 7]) -> Option<Judge> {
        let [words, states, parts, settings, subjects, modes, calibration] = bytes;
        let text = std::str::from_utf8(calibration).ok()?;
        let numbers: Vec<f32> = text.split_whitespace().map(|n| n.parse().ok()).collect::<Option<_>>()?;
        Some(Judge {
            words: Weights::read(words, KINDS)?,
            states: Weights::read(states, KINDS)?,
            parts: Weights::read(parts, PART_COLUMNS)?,
            settings: Weights::read(settings, 1)?,
            subjects: Weights::read(subjects, Context::ALL.len())?,
            modes: Weights::read(modes, mode_columns())?,
            network: None,
            calibration: numbers.try_into().ok()?,
            threshold: THRESHOLD,
        })
    }

    /// The linear models as files: types of words, the same from states, parts of phrases, times and places, contexts, modes,
    /// calibration.
    pub fn bytes(&self) -> [Vec<u8>; 7] {
        let calibration = self.calibration.map(|c| c.to_string()).join(" ") + "\n";
        [
            self.words.bytes(),
            self.states.bytes(),
            self.parts.bytes(),
            self.settings.bytes(),
            self.subjects.bytes(),
            self.modes.bytes(),
            calibration.into_bytes(),
        ]
    }

    /// What the models make of each of `drafts`; the network is asked only about those that the linear model leaves in doubt.
    pub fn weigh(&self, scene: &Scene, drafts: &[Draft]) -> Vec<Weighed> {
        let mut weighed: Vec<Weighed> =
            drafts.iter().map(|d| Weighed { kinds: self.kinds(scene, d), opinion: None }).collect();
        let Some(network) = &self.network else { return weighed };
        let asked: Vec<usize> =
            (0..drafts.len()).filter(|d| 1.0 - weighed[*d].kinds[KINDS - 1] >= DOUBT).collect();
        let opinions = network.opinions(scene, &asked.iter().map(|d| &drafts[*d]).collect::<Vec<_>>());
        for (d, opinion) in asked.into_iter().zip(opinions) {
            let kinds = &mut weighed[d].kinds;
            *kinds = mixed(kinds, &opinion.kinds(), KIND_SHARE, SHARPNESS);
            weighed[d].opinion = Some(opinion);
        }
        weighed
    }

    /// What the linear models say: the probability of every type and of none, in the order of the labels.
    fn kinds(&self, scene: &Scene, draft: &Draft) -> Vec<f32> {
        let mut chances = self.words.sum(&words::of(scene, draft));
        self.states.add(&words::states(scene, draft), &mut chances);
        softmax(&mut chances);
        chances
    }

    /// The decision on a draft; none where it is no event.
    pub fn decide(&self, scene: &Scene, draft: &Draft, weighed: &Weighed) -> Option<Decision> {
        let chances = &weighed.kinds;
        let event = 1.0 - chances[KINDS - 1];
        if event < self.threshold {
            return None;
        }
        let kind = kind(draft, chances);
        let mut codes = match &draft.codes {
            Some(codes) if codes.kind == kind => codes.clone(),
            _ => plain(kind),
        };
        let (actors, recipients, odds) = self.parties(scene, draft, kind, weighed.opinion.as_ref());
        if !can_stand(kind, &actors, &recipients) {
            return None;
        }
        let odds = [log_odds(chances[position(kind)]), odds[0], odds[1]];
        codes.mode = self.mode(scene, draft, kind, codes.mode);
        let sides = groups::expanded(scene, [actors, recipients]);
        let date = when::Question::new(scene, draft, kind, &sides).answer(&self.settings);
        let location = whereabouts::Question::new(scene, draft, kind, &sides).answer(&self.settings);
        let [actors, recipients] = sides;
        let contexts = self.contexts(scene, draft, kind, codes.mode);
        Some(Decision {
            codes,
            actors,
            recipients,
            date,
            location,
            contexts,
            confidence: self.confidence(odds),
            odds,
        })
    }

    /// What a happening of type `kind` is about, in the ontology's order.
    fn contexts(&self, scene: &Scene, draft: &Draft, kind: EventType, mode: Option<&str>) -> Vec<Context> {
        let sums = self.subjects.sum(&subject::of(scene, draft, kind, mode));
        Context::ALL.iter().zip(sums).filter(|(_, s)| logistic(*s) >= ABOUT).map(|(c, _)| *c).collect()
    }

    /// The mode of a happening of type `kind`, `told` being what the rules say.
    fn mode(
        &self,
        scene: &Scene,
        draft: &Draft,
        kind: EventType,
        told: Option<&'static str>,
    ) -> Option<&'static str> {
        let sums = self.modes.sum(&subject::of(scene, draft, kind, told));
        let columns = columns_of(kind);
        let best = columns.clone().max_by(|a, b| sums[*a].total_cmp(&sums[*b]))?;
        kind.modes().get(best - columns.start).map(|(mode, _)| *mode)
    }

    /// How likely type and parties are right, from the log odds of type, actor and recipient.
    fn confidence(&self, odds: [f32; 3]) -> f32 {
        let [constant, weights @ ..] = self.calibration;
        logistic(constant + weights.iter().zip(odds).map(|(w, o)| w * o).sum::<f32>())
    }

    /// Who acts on whom in a happening of type `kind`, with the log odds of both choices.
    pub fn parties(
        &self,
        scene: &Scene,
        draft: &Draft,
        kind: EventType,
        opinion: Option<&Opinion>,
    ) -> (Vec<Party>, Vec<Party>, [f32; PARTS]) {
        let candidates = parts::candidates(scene, draft);
        let nobody = self.parts.sum(&parts::nobody(scene, draft, kind));
        let sums: Vec<Vec<f32>> =
            candidates.iter().map(|c| self.parts.sum(&parts::of(scene, draft, kind, *c))).collect();
        // A phrase beyond the network's sight plays no part, as far as it knows.
        let seen = |o: &Opinion, c: usize, column: usize| o.parts(c).map_or(UNSEEN, |p| p[column]);
        let apart = parts::apart(scene, draft, kind);
        let choice = |part: usize| -> Choice {
            let mut chances: Vec<f32> = sums.iter().map(|s| s[part]).chain([nobody[part]]).collect();
            softmax(&mut chances);
            if let Some(o) = opinion {
                let rows = candidates.iter().map(|c| seen(o, *c, part));
                let mut others: Vec<f32> = rows.chain([o.nobody()[part]]).collect();
                softmax(&mut others);
                chances = mixed(&chances, &others, PART_SHARE, SHARPNESS);
            }
            let also = |c: usize, sums: &[f32]| match opinion {
                Some(o) => (1.0 - PART_SHARE) * sums[PARTS + part] + PART_SHARE * seen(o, c, PARTS + part),
                None => sums[PARTS + part],
            };
            let rows = candidates.iter().zip(&sums).zip(&chances);
            let fits = |c: usize| part == 1 || !apart.contains(&c) && !parts::is_means(scene, c);
            Choice {
                phrases: rows
                    .filter(|((c, _), _)| fits(**c))
                    .map(|((c, s), first)| Scored { head: *c, first: *first, also: logistic(also(*c, s)) })
                    .collect(),
                nobody: chances[candidates.len()],
            }
        };
        let together = if draft.happening.reciprocal { &draft.actors[..] } else { &[] };
        let (actors, actor_odds) = choice(0).parties(scene, !kind.allows_no_actor(), &[], together);
        let (recipients, recipient_odds) = choice(1).parties(scene, kind.requires_recipient(), &actors, &[]);
        (actors, recipients, [actor_odds, recipient_odds])
    }
}

const EMBEDDED: [&[u8]; 7] = [
    include_bytes!("../../../../../models/en/event-words.bin"),
    include_bytes!("../../../../../models/en/event-states.bin"),
    include_bytes!("../../../../../models/en/event-parts.bin"),
    include_bytes!("../../../../../models/en/event-settings.bin"),
    include_bytes!("../../../../../models/en/event-contexts.bin"),
    include_bytes!("../../../../../models/en/event-modes.bin"),
    include_bytes!("../../../../../models/en/event-confidence.txt"),
];

const NETWORK: &[u8] = include_bytes!("../../../../../models/en/event-network.safetensors");

/// The logarithm of the odds of a probability, between −7 and 7.
fn log_odds(chance: f32) -> f32 {
    let chance = chance.clamp(1e-3, 1.0 - 1e-3);
    (chance / (1.0 - chance)).ln()
}

/// What the models make of a draft.
#[derive(Clone, Debug)]
pub struct Weighed {
    /// The probability of every type and of none, in the order of the labels.
    pub kinds: Vec<f32>,
    /// What the network makes of it, where it was asked.
    pub opinion: Option<Opinion>,
}

/// From this probability of being an event on the network is asked about a draft.
const DOUBT: f32 = 0.02;
/// The network's share in the choice of types, the rest being the linear model's.
const KIND_SHARE: f32 = 0.5;
/// Its share in the choice of parts.
const PART_SHARE: f32 = 0.5;
/// How much surer both together are than the mean of the two.
const SHARPNESS: f32 = 1.3;
/// What the network says of a phrase beyond its sight.
const UNSEEN: f32 = -5.0;

/// Two distributions as one: their weighted geometric mean, raised to `sharpness`.
fn mixed(a: &[f32], b: &[f32], share: f32, sharpness: f32) -> Vec<f32> {
    let log = |p: f32| p.max(1e-6).ln();
    let mean = |(a, b): (&f32, &f32)| sharpness * ((1.0 - share) * log(*a) + share * log(*b));
    let mut all: Vec<f32> = a.iter().zip(b).map(mean).collect();
    softmax(&mut all);
    all
}

/// Who may play a part.
struct Choice {
    phrases: Vec<Scored>,
    /// The chance that nobody does.
    nobody: f32,
}

/// A phrase with its chances.
struct Scored {
    head: usize,
    /// Of being the one that plays the part.
    first: f32,
    /// Of playing it, whatever the others do.
    also: f32,
}

/// From this probability on a draft is an event.
pub const THRESHOLD: f32 = 0.1;
/// From this probability on a further phrase plays a part beside the likeliest.
const ALSO: f32 = 0.5;
/// The same of one that is coordinated with it: "pressed Australia, New Zealand *and Canada*".
const JOINED: f32 = 0.2;
/// How much likelier than somebody nobody must be: a name too many is worth more to a reader than one too few.
const WANTED: f32 = 2.5;
/// The same where the type cannot be without.
const NEEDED: f32 = 10.0;

/// The likeliest type; the rules' own where it is nearly as likely.
fn kind(draft: &Draft, chances: &[f32]) -> EventType {
    let best = (0..KINDS - 1).max_by(|a, b| chances[*a].total_cmp(&chances[*b])).unwrap_or(0);
    match &draft.codes {
        Some(codes) if draft.view == View::Record && chances[position(codes.kind)] * 1.2 >= chances[best] => {
            codes.kind
        }
        _ => EventType::ALL[best],
    }
}

/// The columns of the modes of a type, in the manual's order, and of none at the end.
pub fn columns_of(kind: EventType) -> std::ops::Range<usize> {
    let before = EventType::ALL.iter().take_while(|k| **k != kind);
    let start = before.map(|k| k.modes().len() + 1).sum();
    start..start + kind.modes().len() + 1
}

/// The number of columns of the model of modes.
pub fn mode_columns() -> usize {
    EventType::ALL.iter().map(|k| k.modes().len() + 1).sum()
}

/// The number of a type among the labels.
pub fn position(kind: EventType) -> usize {
    EventType::ALL.iter().position(|k| *k == kind).unwrap_or(0)
}

impl Choice {
    /// The parties in text order, with the log odds that the first choice is right.
    ///
    /// Whoever the rules put together with it in a meeting or the like (`together`), or is coordinated with it, plays the part
    /// too unless that is unlikely.
    fn parties(
        mut self,
        scene: &Scene,
        needed: bool,
        taken: &[Party],
        together: &[Party],
    ) -> (Vec<Party>, f32) {
        let document = scene.tree.document;
        let is_together = |head: usize| together.iter().any(|p| p.span.contains(document.tokens[head].span));
        self.phrases.sort_by(|a, b| b.first.total_cmp(&a.first).then(a.head.cmp(&b.head)));
        let nobody = self.nobody / if needed { NEEDED } else { WANTED };
        let mut odds = log_odds(self.nobody);
        let mut found: Vec<(usize, Party)> = Vec::new();
        for phrase in &self.phrases {
            let joined = || {
                is_together(phrase.head) && found.iter().any(|(c, _)| is_together(*c))
                    || found.iter().any(|(c, _)| scene.tree.with_conjuncts(*c).contains(&phrase.head))
            };
            let plays = match found.is_empty() {
                true => phrase.first > nobody,
                false => phrase.also >= ALSO || phrase.also >= JOINED && joined(),
            };
            if !plays {
                continue;
            }
            let Some(party) = parties::whoever(scene, phrase.head) else { continue };
            let free = |p: &Party| !parties::same(p, &party);
            if taken.iter().all(free) && found.iter().all(|(_, p)| free(p)) {
                if found.is_empty() {
                    odds = log_odds(phrase.first);
                }
                found.push((phrase.head, party));
            }
        }
        found.sort_by_key(|(c, _)| *c);
        (found.into_iter().map(|(_, p)| p).collect(), odds)
    }
}

/// Whether a record of this type may stand with these parties.
fn can_stand(kind: EventType, actors: &[Party], recipients: &[Party]) -> bool {
    let recipient = !kind.requires_recipient()
        || !recipients.is_empty()
        || kind == EventType::Cooperate && actors.len() > 1;
    let actor = !actors.is_empty() || kind.allows_no_actor();
    let anybody = !actors.is_empty() || !recipients.is_empty() || kind.allows_no_party();
    recipient && actor && anybody
}

/// The codes of a type by itself.
fn plain(kind: EventType) -> Codes {
    use EventType::*;
    let cameo = match kind {
        Agree => "030",
        Consult => "040",
        Support => "050",
        Cooperate => "060",
        Aid => "070",
        Concede => "080",
        Retreat => "084",
        Request => "100",
        Accuse => "110",
        Reject => "120",
        Threaten => "130",
        Protest => "140",
        Mobilize => "150",
        Sanction => "160",
        Coerce => "170",
        Assault => "190",
        Declared(_) => "",
    };
    Codes { kind, mode: None, cameo: cameo.to_owned(), absorbs: None }
}

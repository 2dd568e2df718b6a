//! The record of a happening, once its type and parties are decided.

use super::codes::Codes;
use super::draft::Draft;
use super::happening::{Happening, Stance};
use super::magnitudes::{self, Counted, Sized};
use super::{Scene, claims};
use annalist_core::event::{EventDate, LocationSource, Magnitude};
use annalist_core::{Auxiliary, Context, Event, EventType, Party, Place, Span};
use annalist_lexicon::predicates::{Class, Side};

/// What was decided of a draft.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Type, mode and CAMEO code.
    pub codes: Codes,
    /// The parties.
    pub actors: Vec<Party>,
    /// The recipients.
    pub recipients: Vec<Party>,
    /// When.
    pub date: EventDate,
    /// What it is about, in the ontology's order.
    pub contexts: Vec<Context>,
    /// Where.
    pub location: Option<(Place, LocationSource)>,
    /// How likely type and parties are right, 0 to 1.
    pub confidence: f32,
    /// The log odds of type, actor and recipient.
    pub odds: [f32; 3],
}

/// Fills the record of `draft` as decided.
pub fn fill(scene: &Scene, draft: &Draft, decision: Decision) -> Event {
    let h = &draft.happening;
    let grammar = draft.grammar;
    let class = scene.lexicon.predicates.class(draft.class);
    let Decision { codes, actors, recipients, date, location, contexts, confidence, .. } = decision;
    let (dead, injured, size) = counts(scene, h, class, &codes);
    let trigger: Vec<Span> = h.words.iter().map(|w| scene.tree.document.tokens[*w].span).collect();
    let modes: Vec<&'static str> = codes.mode.into_iter().collect();
    let mut event = Event {
        kind: codes.kind,
        scale: codes.scale(class),
        contexts,
        auxiliary: auxiliaries(scene, grammar, &codes, &date),
        confidence,
        location,
        attributions: claims::of(scene, h),
        denied_by: Vec::new(),
        rule: rule(scene, &codes, h),
        trace: trace(scene, h, class),
        sentence: scene.tree.document.sentence_of(h.head),
        mentions: vec![trigger.clone()],
        cameo: codes.cameo,
        modes,
        actors,
        recipients,
        date,
        trigger,
        dead,
        injured,
        size,
    };
    claims::denials(scene, &mut event);
    event
}

fn auxiliaries(
    scene: &Scene,
    grammar: super::auxiliary::Grammar,
    codes: &Codes,
    date: &EventDate,
) -> Vec<Auxiliary> {
    let mut found = Vec::new();
    let absorbed = codes.absorbs.is_some();
    if is_long_past(scene, date) {
        found.push(Auxiliary::Historical);
    }
    if grammar.future && !absorbed {
        found.push(Auxiliary::Future);
    }
    if grammar.hypothetical && !(absorbed && grammar.future) {
        found.push(Auxiliary::Hypothetical);
    }
    if grammar.negated && codes.absorbs != Some(Auxiliary::Negation) {
        found.push(Auxiliary::Negation);
    }
    found
}

/// Days after which a dated event is history rather than news.
const HISTORY_DAYS: i32 = 366;

fn is_long_past(scene: &Scene, date: &EventDate) -> bool {
    let Some(published) = scene.report.published else { return false };
    let Some(last) = date.end.or(date.start) else { return false };
    published.date.since(last).is_ok_and(|span| span.get_days() > HISTORY_DAYS)
}

type Counts = (Option<Magnitude>, Option<Magnitude>, Option<Magnitude>);

fn counts(scene: &Scene, h: &Happening, class: &Class, codes: &Codes) -> Counts {
    let (mut dead, mut injured, mut size) = (None, None, None);
    let mut note = |counted: Counted, m: Magnitude| match counted {
        Counted::Dead => dead = dead.or(Some(m)),
        Counted::Injured => injured = injured.or(Some(m)),
        Counted::Taking => size = size.or(Some(m)),
    };
    let sized = class.size.map(|side| if side == Side::Actor { &h.actors } else { &h.recipients });
    if let Some(m) = sized.and_then(|heads| heads.iter().find_map(|i| magnitudes::count(scene, *i))) {
        note(Counted::Taking, m);
    }
    let deadly = h.words.iter().any(|w| magnitudes::is_deadly(scene.tree.lemma(*w)));
    if let Some(counted) = magnitudes::counted(class.like).or(deadly.then_some(Counted::Dead)) {
        let heads = if counted == Counted::Taking { &h.actors } else { &h.recipients };
        if let Some(m) = heads.iter().find_map(|i| magnitudes::count(scene, *i)) {
            note(counted, m);
        }
    }
    let heads: Option<Vec<usize>> = magnitudes::sized(codes.kind, codes.mode).map(|whose| match whose {
        Sized::Actors => h.actors.clone(),
        Sized::Recipients => h.recipients.clone(),
        Sized::Either => [h.recipients.as_slice(), h.actors.as_slice()].concat(),
    });
    let inner = h.inner.iter().copied().filter(|_| codes.kind == EventType::Mobilize);
    if let Some(m) =
        heads.and_then(|heads| heads.into_iter().chain(inner).find_map(|i| magnitudes::count(scene, i)))
    {
        note(Counted::Taking, m);
    }
    if codes.manner(class) == EventType::Assault && h.stance == Stance::Do {
        for (counted, m) in magnitudes::beside(scene, h.core) {
            note(counted, m);
        }
    }
    (dead, injured, size)
}

fn rule(scene: &Scene, codes: &Codes, h: &Happening) -> String {
    if h.entries.is_empty() {
        return format!("{}/learned:{}", codes.kind, scene.tree.lemma(h.head));
    }
    let entry = h.entries.iter().map(|e| e.replace(' ', "_")).collect::<Vec<_>>().join(">");
    format!("{}/{entry}", codes.kind)
}

fn trace(scene: &Scene, h: &Happening, class: &Class) -> Vec<String> {
    let stance = format!("{:?}", h.stance).to_lowercase();
    let mut steps = vec![format!("class {} ({stance})", class.name)];
    steps.extend(h.entries.iter().map(|e| match scene.lexicon.predicates.users_entry(e) {
        Some(own) => format!("entry {e} ({}, line {})", own.source.file, own.source.line),
        None => format!("entry {e}"),
    }));
    let head = scene.tree.document.form(h.head);
    steps.push(format!("trigger `{head}` as {} of its head", scene.tree.relation(h.head)));
    steps
}

//! Happenings: what a verb or noun tells, composed from predicates and the operators above them.

use super::Scene;
use super::auxiliary;
use super::frame::{self, Frame};
use super::needs::{self, Met};
use annalist_core::{EventType, Relation, Upos};
use annalist_lexicon::predicates::{Action, ClassId, Entry, Operator, Part, Role, TriggerPos};

/// How a happening stands to the world, as its operators say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stance {
    /// It is told as happening.
    Do,
    /// Someone agrees, offers, promises or plans it.
    Intend,
    /// Someone threatens it.
    Threaten,
    /// Someone asks for it.
    Ask,
    /// Someone refuses it.
    Refuse,
}

/// What a trigger tells, before parties are resolved.
#[derive(Clone, Debug)]
pub struct Happening {
    /// The class of the innermost predicate, after any ending of it.
    pub class: ClassId,
    /// How it stands to the world.
    pub stance: Stance,
    /// The outermost trigger.
    pub head: usize,
    /// The tokens of the trigger: verb, particle, light-verb noun.
    pub words: Vec<usize>,
    /// Candidates for the actor, best first.
    pub actors: Vec<usize>,
    /// Candidates for the recipient, best first.
    pub recipients: Vec<usize>,
    /// Further candidates that count only where they name a party or place: "declared a curfew *in Basra*".
    pub remote: Vec<usize>,
    /// Further tokens whose own happenings are part of this one.
    pub inner: Vec<usize>,
    /// The entries used, outermost first.
    pub entries: Vec<&'static str>,
    /// Whether actors and recipients act on each other.
    pub reciprocal: bool,
    /// The trigger whose own clause tells when and where.
    pub core: usize,
    /// Whether the outermost word of asking is an appeal rather than a demand.
    pub appeal: bool,
    /// What kind of word the outermost word of intending is.
    pub promise: Promise,
    /// Whether what is intended, threatened or asked for is *not* to do it: "vowed *never* to surrender".
    pub withheld: bool,
}

/// How somebody binds himself to what is to come: harm promised or vowed is a threat, forces promised are help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promise {
    /// "plans to", "agreed to".
    None,
    /// "promised to", "pledged to".
    Given,
    /// "vowed to", "swore to".
    Vow,
}

const DEEPEST: usize = 6;

/// What the token `trigger` tells, if it is a trigger at all.
pub fn at(scene: &Scene, trigger: usize, depth: usize) -> Option<Happening> {
    if depth > DEEPEST {
        return None;
    }
    let pos = match scene.tree.upos(trigger) {
        Upos::Verb => TriggerPos::Verb,
        Upos::Noun => TriggerPos::Noun,
        Upos::Adj => TriggerPos::Adjective,
        Upos::Propn if scene.tree.document.form(trigger).chars().all(char::is_uppercase) => TriggerPos::Noun,
        _ => return None,
    };
    let entries = scene.lexicon.predicates.entries(scene.tree.lemma(trigger), pos);
    if pos == TriggerPos::Verb
        && let Some(h) = obligation(scene, trigger, depth)
    {
        return Some(h);
    }
    if entries.is_empty() {
        return None;
    }
    let frame = match pos {
        TriggerPos::Noun => frame::of_noun(&scene.tree, trigger),
        _ => frame::of_verb(&scene.tree, trigger),
    };
    best(scene, trigger, pos, &frame, entries, depth)
}

/// The arguments of a word that the lexicon does not know as a trigger here, where it may tell of a happening.
pub fn bare(scene: &Scene, trigger: usize) -> Option<Happening> {
    let tree = &scene.tree;
    let (pos, frame) = match tree.upos(trigger) {
        Upos::Verb => (TriggerPos::Verb, frame::of_verb(tree, trigger)),
        Upos::Noun if may_tell(scene, trigger) => (TriggerPos::Noun, frame::of_noun(tree, trigger)),
        Upos::Adj
            if !scene.lexicon.predicates.entries(tree.lemma(trigger), TriggerPos::Adjective).is_empty() =>
        {
            (TriggerPos::Adjective, frame::of_verb(tree, trigger))
        }
        _ => return None,
    };
    if scene.lexicon.predicates.is_silenced(tree.lemma(trigger), pos) {
        return None;
    }
    let (actors, recipients, remote) = match pos {
        TriggerPos::Noun => noun_parts(scene, trigger, &frame),
        _ => verb_parts(scene, trigger, &frame, &Met::default()),
    };
    let particles = tree.in_relation(trigger, Relation::CompoundPrt);
    let mut words: Vec<usize> = particles.chain([trigger]).collect();
    words.sort_unstable();
    Some(Happening {
        class: 0,
        stance: Stance::Do,
        head: trigger,
        words,
        actors,
        recipients,
        remote,
        inner: Vec::new(),
        entries: Vec::new(),
        reciprocal: false,
        core: trigger,
        appeal: false,
        promise: Promise::None,
        withheld: false,
    })
}

/// Whether a noun may tell of a deed: one that the lexicon knows in another frame, or one made from a verb.
fn may_tell(scene: &Scene, noun: usize) -> bool {
    let lemma = scene.tree.lemma(noun);
    let known = |pos| !scene.lexicon.predicates.entries(lemma, pos).is_empty();
    known(TriggerPos::Noun) || known(TriggerPos::Verb) || frame::tells_a_deed(&scene.tree, noun)
}

/// "X said that Y must withdraw": saying that another must do something is asking it of them.
fn obligation(scene: &Scene, trigger: usize, depth: usize) -> Option<Happening> {
    let tree = &scene.tree;
    if !matches!(
        tree.lemma(trigger),
        "say" | "insist" | "declare" | "state" | "argue" | "stress" | "believe" | "tell"
    ) {
        return None;
    }
    let clause = tree
        .in_relation(trigger, Relation::Ccomp)
        .find(|c| tree.in_relation(*c, Relation::Aux).any(|a| matches!(tree.lemma(a), "must" | "should")))?;
    let frame = frame::of_verb(tree, trigger);
    let inner = frame::of_verb(tree, clause);
    let asked = if inner.passive { Vec::new() } else { inner.subject.clone() };
    if asked.iter().any(|a| frame.subject.contains(a) || tree.upos(*a) == Upos::Pron) {
        return None;
    }
    let request = scene.lexicon.predicates.class_named("request")?;
    let told = at(scene, clause, depth + 1);
    let class = told.as_ref().filter(|h| h.stance == Stance::Do).map_or(request, |h| h.class);
    let mut recipients = asked;
    recipients.extend(told.iter().flat_map(|h| h.recipients.iter().copied()));
    Some(Happening {
        stance: if class == request { Stance::Do } else { Stance::Ask },
        class,
        head: trigger,
        words: vec![trigger],
        actors: frame.subject,
        recipients,
        remote: Vec::new(),
        inner: vec![clause],
        entries: vec!["say/v must"],
        reciprocal: false,
        core: clause,
        appeal: false,
        promise: Promise::None,
        withheld: false,
    })
}

/// The most demanding entry that fits; at equal demands an operator with a complement wins.
fn best(
    scene: &Scene,
    trigger: usize,
    pos: TriggerPos,
    frame: &Frame,
    entries: &[Entry],
    depth: usize,
) -> Option<Happening> {
    let mut plain = None;
    for entry in entries {
        let Some(met) = needs::met(scene, entry, trigger, frame) else { continue };
        match entry.action {
            Action::Operator(operator) => {
                if let Some(h) = operate(scene, trigger, pos, frame, entry, operator, &met, depth) {
                    return Some(h);
                }
            }
            Action::Class(class) if entry.needs.is_empty() => {
                plain = plain.or(Some((entry, class)));
            }
            Action::Class(class) => return Some(predicate(scene, trigger, pos, frame, entry, class, met)),
        }
    }
    let (entry, class) = plain?;
    Some(predicate(scene, trigger, pos, frame, entry, class, Met::default()))
}

fn predicate(
    scene: &Scene,
    trigger: usize,
    pos: TriggerPos,
    frame: &Frame,
    entry: &Entry,
    class: ClassId,
    met: Met,
) -> Happening {
    let mut words = vec![trigger];
    words.extend(&met.words);
    words.extend(&met.consumed);
    words.sort_unstable();
    words.dedup();
    let (actors, recipients, remote) = match pos {
        TriggerPos::Noun => noun_parts(scene, trigger, frame),
        _ => verb_parts(scene, trigger, frame, &met),
    };
    let reciprocal = super::codes::is_reciprocal(scene.lexicon.predicates.class(class));
    let mut happening = Happening {
        class,
        stance: Stance::Do,
        head: trigger,
        words,
        actors,
        recipients,
        remote,
        inner: met.consumed,
        entries: vec![entry.trigger],
        reciprocal,
        core: trigger,
        appeal: is_appeal(scene.tree.lemma(trigger)),
        promise: Promise::None,
        withheld: false,
    };
    cast(&mut happening, entry, frame);
    happening
}

/// Gives actor and recipient the parts that the entry's frame states.
fn cast(h: &mut Happening, entry: &Entry, frame: &Frame) {
    let filler = |part: &Part| match part {
        Part::Usual => None,
        Part::Argument(Role::Subject) => Some(h.actors.clone()),
        Part::Argument(Role::Object) => Some(frame.object.clone()),
        Part::Argument(Role::Preposition(p)) => Some(phrases_with(frame, p).collect()),
        Part::Nobody | Part::Argument(Role::Modifier | Role::Compound) => Some(Vec::new()),
    };
    let (actors, recipients) = (filler(&entry.actor), filler(&entry.recipient));
    if entry.recipient == Part::Nobody {
        h.recipients.clear();
        h.remote.clear();
    }
    h.recipients.splice(0..0, recipients.into_iter().flatten());
    if let Some(actors) = actors {
        h.recipients.retain(|r| !actors.contains(r));
        h.actors = actors;
    }
}

/// Prepositions that introduce the one an act is directed at, best first.
const TOWARDS: &[&str] = &[
    "against", "to", "with", "on", "upon", "towards", "toward", "at", "for", "over", "between", "among",
    "into", "about", "of",
];

/// Prepositions whose party or place is the recipient only where no better one is named.
const REMOTE: &[&str] = &[
    "from",
    "off",
    "behind",
    "in",
    "inside",
    "across",
    "near",
    "along",
    "around",
    "outside",
    "through",
    "throughout",
];

type Parts = (Vec<usize>, Vec<usize>, Vec<usize>);

/// Actor, recipient and remote recipient candidates of a verb.
fn verb_parts(scene: &Scene, trigger: usize, frame: &Frame, met: &Met) -> Parts {
    // "was killed on *Nov. 7*", "at *7 pm*".
    let timeless = |i: &usize| !scene.is_time(scene.tree.document.tokens[*i].span);
    let free = |i: &usize| !met.consumed.contains(i) && !met.words.contains(i) && timeless(i);
    let used: Vec<Frame> = met.consumed.iter().map(|c| frame::of_noun(&scene.tree, *c)).collect();
    let mut recipients: Vec<usize> = frame.indirect.clone();
    recipients.extend(frame.object.iter().copied().filter(free));
    for p in TOWARDS {
        recipients.extend(phrases_with(frame, p).filter(free));
        recipients.extend(used.iter().flat_map(|f| phrases_with(f, p)));
    }
    for consumed in &met.consumed {
        recipients.extend(inner_parties(scene, *consumed));
    }
    let mut remote = Vec::new();
    for p in REMOTE {
        remote.extend(phrases_with(frame, p).filter(free));
        remote.extend(used.iter().flat_map(|f| phrases_with(f, p)));
    }
    remote.extend(below(scene, trigger, &frame.subject));
    (frame.subject.clone(), recipients, remote)
}

/// All nominals under `trigger` outside its subject, nearest first.
fn below(scene: &Scene, trigger: usize, subject: &[usize]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut queue: Vec<usize> = vec![trigger];
    let mut at = 0;
    while at < queue.len() && queue.len() < 120 {
        for child in scene.tree.children(queue[at]) {
            let skipped = scene.tree.relation(child).is_subject() && queue[at] == trigger
                || subject.contains(&child)
                || scene.tree.relation(child) == Relation::Parataxis
                || scene.tree.relation(child) == Relation::Conj && scene.tree.upos(child) == Upos::Verb;
            if !skipped {
                if matches!(scene.tree.upos(child), Upos::Noun | Upos::Propn) {
                    found.push(child);
                }
                queue.push(child);
            }
        }
        at += 1;
    }
    found
}

fn phrases_with<'f>(frame: &'f Frame, preposition: &'f str) -> impl Iterator<Item = usize> + 'f {
    frame.phrases.iter().filter(move |(p, _)| p == preposition).map(|(_, i)| *i)
}

/// Actor, recipient and remote recipient candidates of an event noun.
fn noun_parts(scene: &Scene, trigger: usize, frame: &Frame) -> Parts {
    let tree = &scene.tree;
    let mut actors = frame.subject.clone();
    let mut recipients = frame.object.clone();
    for p in TOWARDS {
        recipients.extend(phrases_with(frame, p));
    }
    let remote = REMOTE.iter().flat_map(|p| phrases_with(frame, p)).collect();
    for child in tree.children(trigger) {
        if is_modifier(tree.relation(child)) && scene.names_party(child) {
            actors.push(child);
        }
    }
    (actors, recipients, remote)
}

fn is_modifier(relation: Relation) -> bool {
    matches!(relation, Relation::Amod | Relation::Compound | Relation::NmodUnmarked | Relation::NmodDesc)
}

/// Parties inside a noun phrase that is itself none: possessors, demonyms, compounds, complements at any depth.
pub fn inner_parties(scene: &Scene, head: usize) -> Vec<usize> {
    let tree = &scene.tree;
    let mut parties = Vec::new();
    let mut queue = vec![head];
    let mut at = 0;
    while at < queue.len() && queue.len() < 24 {
        let here = queue[at];
        parties.extend(tree.in_relation(here, Relation::NmodPoss).flat_map(|c| tree.with_conjuncts(c)));
        parties
            .extend(tree.children(here).filter(|c| is_modifier(tree.relation(*c)) && scene.names_party(*c)));
        let directed = |c: &usize| !tree.preposition(*c).is_some_and(|p| REMOTE.contains(&p.as_str()));
        let complements: Vec<usize> = tree
            .in_relation(here, Relation::Nmod)
            .filter(directed)
            .flat_map(|c| tree.with_conjuncts(c))
            .collect();
        parties.extend(&complements);
        queue.extend(complements);
        queue.extend(tree.in_relation(here, Relation::NmodPoss));
        at += 1;
    }
    parties
}

#[allow(clippy::too_many_arguments)]
fn operate(
    scene: &Scene,
    trigger: usize,
    pos: TriggerPos,
    frame: &Frame,
    entry: &Entry,
    operator: Operator,
    met: &Met,
    depth: usize,
) -> Option<Happening> {
    let (complement, inner) = complement(scene, pos, frame, operator, depth)?;
    let operator = commanded(scene, trigger, operator, &inner);
    let mut happening = apply(scene, operator, inner, scene.tree.upos(complement) == Upos::Noun)?;
    let nominal = scene.tree.upos(complement) != Upos::Verb;
    distribute(scene, trigger, frame, operator, complement, nominal, &mut happening);
    happening.inner.push(happening.head);
    happening.inner.push(complement);
    happening.head = trigger;
    happening.words.push(trigger);
    happening.words.extend(&met.words);
    happening.words.sort_unstable();
    happening.words.dedup();
    happening.entries.insert(0, entry.trigger);
    let lemma = scene.tree.lemma(trigger);
    match operator {
        Operator::Ask => happening.appeal = is_appeal(lemma),
        Operator::Intend => happening.promise = promise(lemma),
        _ => {}
    }
    if operator != Operator::Do && auxiliary::is_negated(&scene.tree, complement) {
        happening.withheld = !happening.withheld;
    }
    Some(happening)
}

fn promise(lemma: &str) -> Promise {
    match lemma {
        "vow" | "swear" => Promise::Vow,
        "pledge" | "promise" => Promise::Given,
        _ => Promise::None,
    }
}

/// An order to harm someone is the orderer's own act: "ordered the attack", "ordered the paper closed".
fn commanded(scene: &Scene, trigger: usize, operator: Operator, inner: &Happening) -> Operator {
    let harmful = scene.lexicon.predicates.class(inner.class).kind.quad_code() == 4;
    let order =
        matches!(scene.tree.lemma(trigger), "order" | "command" | "authorize" | "authorise" | "direct");
    if order && inner.stance == Stance::Do {
        return if harmful || operator == Operator::Do { Operator::Do } else { Operator::Ask };
    }
    operator
}

/// The happening that an operator acts on, with the token it was found at.
fn complement(
    scene: &Scene,
    pos: TriggerPos,
    frame: &Frame,
    operator: Operator,
    depth: usize,
) -> Option<(usize, Happening)> {
    let mut candidates: Vec<usize> = Vec::new();
    let clauses = frame.clauses.iter().copied().filter(|c| operator != Operator::Ask || !is_told(scene, *c));
    if pos != TriggerPos::Noun || operator != Operator::Do {
        candidates.extend(clauses.clone());
    }
    if pos != TriggerPos::Noun {
        candidates.extend(frame.object.iter().filter(|o| scene.tree.upos(**o) == Upos::Noun));
    }
    for (preposition, i) in &frame.phrases {
        if completes(operator, pos, preposition) && scene.tree.upos(*i) == Upos::Noun {
            candidates.push(*i);
        }
    }
    if pos == TriggerPos::Noun && operator != Operator::Do {
        candidates.extend(clauses);
    }
    for c in candidates {
        if let Some(found) = at(scene, c, depth + 1) {
            return Some((c, found));
        }
    }
    None
}

/// Whether a clause has a subject and a tense of its own.
fn is_finite(scene: &Scene, clause: usize) -> bool {
    scene.tree.relation(clause) == Relation::Ccomp
        && scene.tree.children(clause).any(|c| scene.tree.relation(c).is_subject())
}

/// Whether a clause tells what is or was, so that nothing is asked: "told reporters that troops *had entered*", not
/// "demanded that troops *withdraw*".
fn is_told(scene: &Scene, clause: usize) -> bool {
    let tree = &scene.tree;
    let finite = |i: usize| matches!(tree.xpos(i), "VBD" | "VBZ");
    tree.relation(clause) == Relation::Ccomp
        && (finite(clause) || tree.children(clause).any(|c| is_auxiliary(tree.relation(c)) && finite(c)))
}

fn is_auxiliary(relation: Relation) -> bool {
    matches!(relation, Relation::Aux | Relation::AuxPass | Relation::Cop)
}

/// Whether the noun after `preposition` is what the operator acts on: "called *for* talks", "agreed *on* a truce".
fn completes(operator: Operator, pos: TriggerPos, preposition: &str) -> bool {
    let fitting: &[&str] = match (operator, pos) {
        (Operator::Do, TriggerPos::Noun) => &["of", "to", "in"],
        (Operator::Do, _) => &["in", "on", "with", "to"],
        (Operator::Intend, _) => &["to", "on", "for", "of", "in"],
        (Operator::Threaten, _) => &["with", "of", "to"],
        (Operator::Ask, _) => &["for", "to", "of"],
        (Operator::Refuse, _) => &["to", "of", "from", "with"],
        (Operator::Stop, _) => &["to", "of", "on", "in", "from"],
        (Operator::Allow, _) => &["of", "to"],
    };
    fitting.contains(&preposition)
}

/// What the operator makes of the inner happening.
fn apply(scene: &Scene, operator: Operator, mut h: Happening, nominal: bool) -> Option<Happening> {
    use Stance::*;
    let class = |name: &str| scene.lexicon.predicates.class_named(name);
    let kind = scene.lexicon.predicates.class(h.class).kind;
    let demand = h.stance == Ask || (h.stance == Do && kind == EventType::Request);
    match (operator, h.stance) {
        (Operator::Do, _) => {}
        (Operator::Intend, _) if demand => {
            h.class = class("concede")?;
            h.stance = Do;
            std::mem::swap(&mut h.actors, &mut h.recipients);
        }
        // Support and praise are words: who pledges support has given it.
        (Operator::Intend, Do) if nominal && kind == EventType::Support => {}
        (Operator::Intend, Do) => h.stance = Intend,
        (Operator::Intend, _) => {}
        (Operator::Threaten, Do | Intend) => h.stance = Threaten,
        (Operator::Ask, Do | Intend) => h.stance = Ask,
        (Operator::Refuse, _) if demand => {
            h.stance = Refuse;
            std::mem::swap(&mut h.actors, &mut h.recipients);
        }
        (Operator::Refuse, Do | Intend) => h.stance = Refuse,
        (Operator::Stop, Ask | Threaten) => {
            h.class = class("concede")?;
            h.stance = Do;
        }
        (Operator::Stop, Do | Intend) => h.class = scene.lexicon.predicates.class(h.class).stop,
        (Operator::Allow, Do | Intend) => {
            h.class = class("ease-restrictions")?;
        }
        _ => return None,
    }
    Some(h)
}

/// Decides who acts and who receives once the operator's own arguments are known.
fn distribute(
    scene: &Scene,
    trigger: usize,
    frame: &Frame,
    operator: Operator,
    complement: usize,
    nominal: bool,
    h: &mut Happening,
) {
    let own_objects: Vec<usize> = frame
        .indirect
        .iter()
        .chain(&frame.object)
        .copied()
        .filter(|o| *o != complement && !h.words.contains(o))
        .collect();
    let mut towards: Vec<usize> = Vec::new();
    for p in TOWARDS {
        towards.extend(phrases_with(frame, p).filter(|i| *i != complement));
    }
    let same_subject =
        !nominal && (h.actors.is_empty() || h.actors == frame.subject || frame.subject.is_empty());
    match operator {
        Operator::Ask | Operator::Threaten => {
            let inner_actors = std::mem::replace(&mut h.actors, frame.subject.clone());
            let asked = inner_actors.into_iter().filter(|a| !frame.subject.contains(a));
            let mut recipients = own_objects;
            recipients
                .extend(towards.iter().copied().filter(|i| operator == Operator::Ask && scene.is_party(*i)));
            recipients.extend(asked);
            recipients.extend(h.recipients.iter().copied());
            recipients.extend(towards);
            h.recipients = recipients;
            h.remote.extend(below(scene, trigger, &frame.subject));
            h.reciprocal = false;
        }
        Operator::Allow => {
            let inner_actors = std::mem::replace(&mut h.actors, frame.subject.clone());
            let mut recipients = own_objects;
            recipients.extend(inner_actors.into_iter().filter(|a| !frame.subject.contains(a)));
            recipients.extend(h.recipients.iter().copied());
            h.recipients = recipients;
        }
        // Whoever announces, confirms or reports a deed need not have done it: "the army announced that two soldiers
        // *were killed*".
        Operator::Do if !nominal && frame.clauses.contains(&complement) && is_finite(scene, complement) => {}
        Operator::Do if !nominal && !same_subject && !frame.subject.is_empty() => {}
        _ => {
            let inner_actors = std::mem::take(&mut h.actors);
            h.actors = frame.subject.clone();
            if h.actors.is_empty() {
                h.actors = inner_actors;
            } else if nominal || operator == Operator::Refuse {
                h.recipients.extend(inner_actors.into_iter().filter(|a| !frame.subject.contains(a)));
            }
            let mut recipients = own_objects;
            if nominal {
                recipients.append(&mut h.recipients);
                recipients.extend(towards);
            } else {
                let inner = std::mem::take(&mut h.recipients);
                recipients.splice(0..0, inner);
                recipients.extend(towards);
            }
            h.recipients = recipients;
            h.remote.extend(REMOTE.iter().flat_map(|p| phrases_with(frame, p)));
            h.remote.extend(below(scene, trigger, &frame.subject));
            if matches!(operator, Operator::Refuse) {
                h.reciprocal = false;
            }
        }
    }
}

fn is_appeal(lemma: &str) -> bool {
    matches!(
        lemma,
        "appeal"
            | "ask"
            | "urge"
            | "call"
            | "request"
            | "plead"
            | "beg"
            | "implore"
            | "exhort"
            | "encourage"
            | "invite"
            | "propose"
            | "suggest"
            | "recommend"
            | "advise"
            | "plea"
            | "beseech"
            | "entreat"
    )
}

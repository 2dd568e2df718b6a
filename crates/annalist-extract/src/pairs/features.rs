//! Features of a pair of parties in a sentence, hashed.

use crate::events::scene::Scene;
use crate::linear::Bag;
use annalist_core::{Event, Party, Relation, Span, Upos};
use annalist_lexicon::predicates::{Action, TriggerPos};

/// The feature hashes of a pair, sorted and without doubles.
pub fn of(scene: &Scene, events: &[Event], actor: &[Span], recipient: &[Span]) -> Vec<u32> {
    let mut bag = Bag::default();
    bag.add(&["bias"]);
    rules(&mut bag, events, actor, recipient);
    if let (Some(a), Some(r)) = (head_of(scene, actor), head_of(scene, recipient)) {
        path(&mut bag, scene, a, r);
        words(&mut bag, scene, a, r, actor, recipient);
    } else {
        let all = 0..scene.tree.document.tokens.len();
        for i in all {
            word(&mut bag, scene, i, "any");
        }
    }
    bag.finish()
}

/// What the parser's network makes of the parties, of the top of the way between them, and on the average of the words
/// between them; all zero where a party is not in the text.
pub fn states(scene: &Scene, actor: &[Span], recipient: &[Span]) -> Vec<f32> {
    let document = scene.tree.document;
    let width = if document.tokens.is_empty() { 0 } else { document.state(0).len() };
    let (Some(a), Some(r)) = (head_of(scene, actor), head_of(scene, recipient)) else {
        return vec![0.0; 4 * width];
    };
    let (up, down) = (scene.tree.ancestors(a), scene.tree.ancestors(r));
    let top = up.iter().copied().find(|i| down.contains(i)).unwrap_or(a);
    let mut all = Vec::with_capacity(4 * width);
    for i in [a, r, top] {
        all.extend(document.state(i).iter().map(|s| f32::from(*s) / 127.0));
    }
    let between: Vec<usize> = (a.min(r) + 1..a.max(r)).collect();
    let share = 1.0 / (127.0 * between.len().max(1) as f32);
    let mut mean = vec![0.0; width];
    for i in between {
        mean.iter_mut().zip(document.state(i)).for_each(|(m, s)| *m += f32::from(*s) * share);
    }
    all.extend(mean);
    all
}

/// What the event rules say: of this pair, of one of its parties, of the sentence.
fn rules(bag: &mut Bag, events: &[Event], actor: &[Span], recipient: &[Span]) {
    let touches =
        |parties: &[Party], spans: &[Span]| parties.iter().any(|p| spans.iter().any(|s| s.overlaps(p.span)));
    let mut best = 0;
    for event in events {
        let a = touches(&event.actors, actor);
        let r = touches(&event.recipients, recipient) || touches(&event.actors, recipient);
        let level = if a && r {
            "both"
        } else if a {
            "actor"
        } else if r {
            "recipient"
        } else {
            "none"
        };
        best = best.max(usize::from(a) + usize::from(r));
        bag.add(&["rule", level, event.kind.as_str()]);
        bag.add(&["cameo", level, &event.cameo]);
        bag.add(&["cameo2", level, &event.cameo[..2]]);
        bag.add(&["entry", level, &event.rule]);
        for mode in &event.modes {
            bag.add(&["mode", level, event.kind.as_str(), mode]);
        }
        for auxiliary in &event.auxiliary {
            bag.add(&["aux", level, event.kind.as_str(), auxiliary.as_str()]);
        }
    }
    bag.add(&["found", &best.to_string()]);
    if let Some(first) = events.iter().find(|e| touches(&e.actors, actor)) {
        bag.add(&["first", first.kind.as_str()]);
    }
}

/// The token of the spans whose head lies outside them.
fn head_of(scene: &Scene, spans: &[Span]) -> Option<usize> {
    let tokens = scene.tree.document.tokens_in(*spans.first()?);
    tokens.clone().find(|t| scene.tree.head(*t).is_none_or(|h| !tokens.contains(&h)))
}

/// The words on the path between the parties, and around its top.
fn path(bag: &mut Bag, scene: &Scene, a: usize, r: usize) {
    let tree = &scene.tree;
    let up = scene.tree.ancestors(a);
    let down = scene.tree.ancestors(r);
    let Some(top) = up.iter().copied().find(|i| down.contains(i)) else { return };
    bag.add(&["top", tree.lemma(top), tree.upos(top).as_str()]);
    bag.add(&["relations", tree.relation(a).as_str(), tree.relation(r).as_str()]);
    if let Some(p) = tree.preposition(r) {
        bag.add(&["preposition", &p]);
        bag.add(&["preposition", &p, tree.lemma(top)]);
    }
    let left: Vec<usize> = up.iter().copied().take_while(|i| *i != top).skip(1).collect();
    let right: Vec<usize> = down.iter().copied().take_while(|i| *i != top).skip(1).collect();
    let mut chain = Vec::new();
    for i in left.iter().rev().chain([&top]).chain(right.iter().rev()) {
        bag.add(&["path", tree.lemma(*i)]);
        classes(bag, scene, *i, "path");
        chain.push(tree.lemma(*i));
        negators(bag, scene, *i);
    }
    for pair in chain.windows(2) {
        bag.add(&["path2", pair[0], pair[1]]);
    }
    for child in tree.children(top) {
        let relation = tree.relation(child);
        if matches!(
            relation,
            Relation::Xcomp | Relation::Obj | Relation::Ccomp | Relation::Advcl | Relation::Obl
        ) {
            bag.add(&["under", relation.as_str(), tree.lemma(child)]);
            bag.add(&["under2", tree.lemma(top), tree.lemma(child)]);
            classes(bag, scene, child, "under");
        }
        if relation == Relation::CompoundPrt {
            bag.add(&["particle", tree.lemma(top), tree.lemma(child)]);
        }
    }
}

fn negators(bag: &mut Bag, scene: &Scene, i: usize) {
    for child in scene.tree.children(i) {
        if matches!(
            scene.tree.relation(child),
            Relation::Aux | Relation::AuxPass | Relation::Advmod | Relation::Mark
        ) {
            bag.add(&["aux-of-path", &scene.tree.document.form(child).to_lowercase()]);
        }
    }
}

/// The content words between and around the parties.
fn words(bag: &mut Bag, scene: &Scene, a: usize, r: usize, actor: &[Span], recipient: &[Span]) {
    let document = scene.tree.document;
    let sentence = &document.sentences[document.sentence_of(a)];
    let (low, high) = (a.min(r), a.max(r));
    bag.add(&["order", if a < r { "actor-first" } else { "recipient-first" }]);
    let mut before = "";
    for i in sentence.tokens.clone() {
        let span = document.tokens[i].span;
        let inside = actor.iter().chain(recipient).any(|s| s.contains(span));
        let zone = match i {
            _ if inside => "inside",
            i if i < low => "before",
            i if i > high => "after",
            _ => "between",
        };
        word(bag, scene, i, zone);
        if zone == "between" {
            bag.add(&["pair", before, scene.tree.lemma(i)]);
            before = scene.tree.lemma(i);
        }
    }
}

fn word(bag: &mut Bag, scene: &Scene, i: usize, zone: &str) {
    let content = matches!(
        scene.tree.upos(i),
        Upos::Verb | Upos::Noun | Upos::Adj | Upos::Adv | Upos::Aux | Upos::Part
    );
    if !content {
        return;
    }
    bag.add(&["word", zone, scene.tree.lemma(i)]);
    bag.add(&["word", scene.tree.lemma(i)]);
    if matches!(zone, "between" | "after") {
        classes(bag, scene, i, zone);
    }
}

/// The classes and operators that the lexicon knows for a lemma, whatever its surroundings.
fn classes(bag: &mut Bag, scene: &Scene, i: usize, zone: &str) {
    let pos = match scene.tree.upos(i) {
        Upos::Verb => TriggerPos::Verb,
        Upos::Noun => TriggerPos::Noun,
        _ => return,
    };
    let predicates = &scene.lexicon.predicates;
    for entry in predicates.entries(scene.tree.lemma(i), pos) {
        match entry.action {
            Action::Class(class) => {
                let class = predicates.class(class);
                bag.add(&["lexicon", zone, class.kind.as_str()]);
                bag.add(&["class", class.name]);
            }
            Action::Operator(operator) => bag.add(&["operator", zone, &format!("{operator:?}")]),
        }
    }
}

//! Features of a word that may tell of a happening.

use super::super::draft::{Draft, View};
use super::super::scene::Scene;
use crate::linear::{self, Bag};
use annalist_core::{Party, Relation, Upos};
use annalist_lexicon::predicates::{Action, TriggerPos};

/// The feature hashes of a draft.
pub fn of(scene: &Scene, draft: &Draft) -> Vec<u32> {
    let mut bag = Bag::default();
    bag.add(&["bias"]);
    rules(&mut bag, scene, draft);
    own(&mut bag, scene, draft);
    below(&mut bag, scene, draft);
    above(&mut bag, scene, draft);
    around(&mut bag, scene, draft);
    bag.finish()
}

/// What the parser's network makes of the word and of the one above it.
pub fn states(scene: &Scene, draft: &Draft) -> Vec<f32> {
    linear::states(scene.tree.document, draft.happening.head)
}

/// What the rules say.
fn rules(bag: &mut Bag, scene: &Scene, draft: &Draft) {
    let view = match draft.view {
        View::Record => "record",
        View::Incomplete => "incomplete",
        View::Rejected(reason) => reason,
        View::Unknown => "unknown",
    };
    bag.add(&["view", view]);
    let Some(codes) = &draft.codes else { return };
    let kind = codes.kind.as_str();
    let h = &draft.happening;
    bag.add(&["rule", view, kind]);
    bag.add(&["mode", kind, codes.mode.unwrap_or_default()]);
    bag.add(&["cameo", &codes.cameo]);
    bag.add(&["class", scene.lexicon.predicates.class(draft.class).name]);
    bag.add(&["stance", view, kind, &format!("{:?}", h.stance)]);
    for entry in &h.entries {
        bag.add(&["entry", view, entry]);
    }
    bag.add(&[
        "asks",
        kind,
        &h.entries.iter().map(|e| e.split(' ').count()).sum::<usize>().min(6).to_string(),
    ]);
    for (part, parties) in [("a", &draft.actors), ("r", &draft.recipients)] {
        let kind_of = parties.first().map_or("nobody".to_owned(), who);
        bag.add(&["rule-party", part, &kind_of, view]);
        bag.add(&["rule-party-of", part, &kind_of, kind]);
    }
    let pair = [&draft.actors, &draft.recipients].map(|p| p.first().map_or("nobody".to_owned(), who));
    bag.add(&["rule-pair", &pair[0], &pair[1], kind]);
}

/// What is known of a party, in a word.
fn who(party: &Party) -> String {
    let sector = party.sectors.first().map_or("-", |s| s.as_str());
    let country = party.country.map_or("-", |c| if c.is_international() { "international" } else { "state" });
    format!("{sector} {country}")
}

/// The word itself.
fn own(bag: &mut Bag, scene: &Scene, draft: &Draft) {
    let tree = &scene.tree;
    let i = draft.happening.head;
    let lemma = tree.lemma(i);
    let upos = tree.upos(i).as_str();
    bag.add(&["lemma", lemma, upos]);
    bag.add(&["lemma", lemma]);
    bag.add(&["tag", tree.xpos(i)]);
    bag.add(&["relation", upos, tree.relation(i).as_str()]);
    bag.add(&["lemma-relation", lemma, tree.relation(i).as_str()]);
    let g = draft.grammar;
    for (name, set) in [
        ("negated", g.negated),
        ("future", g.future),
        ("purpose", g.purpose),
        ("hypothetical", g.hypothetical),
        ("withheld", draft.happening.withheld),
    ] {
        if set {
            bag.add(&[name]);
            bag.add(&[name, lemma]);
        }
    }
    for n in [3, 4, 5] {
        let chars: Vec<char> = lemma.chars().collect();
        if chars.len() > n {
            bag.add(&["start", &chars[..n].iter().collect::<String>()]);
            bag.add(&["end", &chars[chars.len() - n..].iter().collect::<String>()]);
        }
    }
    known(bag, scene, i, "own");
    let span = tree.document.tokens[i].span;
    for a in &scene.annotations.attributions {
        if a.cue.iter().any(|c| c.overlaps(span)) {
            bag.add(&["cue"]);
            bag.add(&["cue", lemma]);
        }
        if a.content.iter().any(|c| c.contains(span)) {
            bag.add(&["told"]);
        }
    }
    if scene.is_sport {
        bag.add(&["sport"]);
    }
}

/// The classes and operators that the lexicon knows for a lemma, whatever its surroundings.
fn known(bag: &mut Bag, scene: &Scene, i: usize, zone: &str) {
    let lemma = scene.tree.lemma(i);
    let predicates = &scene.lexicon.predicates;
    for pos in [TriggerPos::Verb, TriggerPos::Noun, TriggerPos::Adjective] {
        for entry in predicates.entries(lemma, pos) {
            match entry.action {
                Action::Class(class) => {
                    let class = predicates.class(class);
                    bag.add(&["known", zone, class.kind.as_str()]);
                    bag.add(&["known-class", zone, class.name]);
                }
                Action::Operator(operator) => bag.add(&["operator", zone, &format!("{operator:?}")]),
            }
        }
    }
}

/// Its dependents.
fn below(bag: &mut Bag, scene: &Scene, draft: &Draft) {
    let tree = &scene.tree;
    let i = draft.happening.head;
    let lemma = tree.lemma(i);
    for c in tree.children(i) {
        let relation = tree.relation(c);
        if relation == Relation::Punct {
            if tree.lemma(c) == "?" {
                bag.add(&["question"]);
            }
            continue;
        }
        let child = tree.lemma(c);
        let r = relation.as_str();
        bag.add(&["child", r]);
        bag.add(&["child", r, child]);
        bag.add(&["child-of", lemma, r]);
        if tree.upos(c) != Upos::Propn {
            bag.add(&["child-of", lemma, r, child]);
        }
        bag.add(&["child-kind", r, &category(scene, c)]);
        bag.add(&["child-kind-of", lemma, r, &category(scene, c)]);
        if tree.is_nominal(c) || tree.upos(c) == Upos::Verb {
            known(bag, scene, c, r);
            if let Some(p) = tree.preposition(c) {
                bag.add(&["preposition", &p]);
                bag.add(&["preposition-of", lemma, &p]);
                bag.add(&["preposition-kind", lemma, &p, &category(scene, c)]);
                bag.add(&["preposition-word", &p, child]);
            }
            for g in tree.children(c) {
                if matches!(tree.relation(g), Relation::Amod | Relation::Compound | Relation::Nmod) {
                    bag.add(&["grandchild", r, tree.lemma(g)]);
                    known(bag, scene, g, "grandchild");
                }
            }
        }
    }
    let h = &draft.happening;
    for (part, heads) in [("a", &h.actors), ("r", &h.recipients)] {
        let kind = heads.iter().map(|c| category(scene, *c)).find(|c| c != "thing");
        let kind = kind.as_deref().unwrap_or(if heads.is_empty() { "nobody" } else { "thing" });
        bag.add(&["deep", part, kind]);
        bag.add(&["deep-of", part, kind, lemma]);
    }
}

/// What a phrase is, in a word.
pub fn category(scene: &Scene, head: usize) -> String {
    let tree = &scene.tree;
    if scene.is_time(tree.document.tokens[head].span) {
        return "time".to_owned();
    }
    match scene.mention(head) {
        Some(m) if scene.is_codable(m) => {
            let entity = scene.annotations.entity(m.entity);
            match entity.sectors.first() {
                Some(s) => s.as_str().to_owned(),
                None if entity.country.is_some() => "country".to_owned(),
                None => "party".to_owned(),
            }
        }
        _ if scene.is_place(head) => "place".to_owned(),
        _ if tree.upos(head) == Upos::Num => "number".to_owned(),
        _ if tree.upos(head) == Upos::Verb => "verb".to_owned(),
        _ => "thing".to_owned(),
    }
}

/// The words above it.
fn above(bag: &mut Bag, scene: &Scene, draft: &Draft) {
    let tree = &scene.tree;
    let mut at = draft.happening.head;
    let lemma = tree.lemma(at);
    for step in ["1", "2", "3"] {
        let Some(head) = tree.head(at) else {
            bag.add(&["top", step]);
            return;
        };
        let relation = tree.relation(at).as_str();
        bag.add(&["above", step, tree.lemma(head)]);
        bag.add(&["above", step, relation, tree.lemma(head)]);
        if step == "1" {
            bag.add(&["above-of", lemma, tree.lemma(head)]);
            bag.add(&["above-kind", relation, &category(scene, head)]);
            for mark in tree.in_relation(at, Relation::Mark) {
                bag.add(&["mark", relation, tree.lemma(mark)]);
            }
            if let Some(p) = tree.preposition(at) {
                bag.add(&["under", &p, tree.lemma(head)]);
                bag.add(&["under", &p]);
            }
        }
        known(bag, scene, head, step);
        at = head;
    }
}

/// The sentence.
fn around(bag: &mut Bag, scene: &Scene, draft: &Draft) {
    let tree = &scene.tree;
    let i = draft.happening.head;
    let sentence = tree.document.sentence_of(i);
    let tokens = tree.document.sentences[sentence].tokens.clone();
    for (offset, name) in [(-2isize, "-2"), (-1, "-1"), (1, "+1"), (2, "+2")] {
        let near = i.checked_add_signed(offset).filter(|n| tokens.contains(n));
        bag.add(&["near", name, near.map_or("", |n| tree.lemma(n))]);
        if offset.abs() == 1 {
            bag.add(&["near-of", name, tree.lemma(i), near.map_or("", |n| tree.lemma(n))]);
        }
    }
    for t in tokens.clone() {
        let content = matches!(tree.upos(t), Upos::Noun | Upos::Verb | Upos::Adj) && t != i;
        if content {
            bag.add(&["sentence", tree.lemma(t)]);
            if t.abs_diff(i) <= 6 {
                known(bag, scene, t, "near");
            }
        }
    }
    let bucket = |n: usize| (n.min(15) / 3).to_string();
    bag.add(&["place", &bucket(sentence)]);
    bag.add(&["deep", &draft.depth.min(6).to_string()]);
}

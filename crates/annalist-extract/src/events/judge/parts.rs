//! Features of a phrase that may play a part in a happening.

use super::super::draft::Draft;
use super::super::frame::{self, Frame};
use super::super::scene::Scene;
use super::words::category;
use crate::linear::Bag;
use annalist_core::annotations::MentionForm;
use annalist_core::{EventType, Party, Relation, Upos};

/// The heads of the phrases of the draft's sentence that may be its parties, in text order.
pub fn candidates(scene: &Scene, draft: &Draft) -> Vec<usize> {
    let tree = &scene.tree;
    let h = &draft.happening;
    let sentence = tree.document.sentence_of(h.head);
    let inside =
        |i: &usize| !matches!(tree.relation(*i), Relation::Flat | Relation::Fixed | Relation::Goeswith);
    let nominal = |i: &usize| {
        let compound = tree.relation(*i) == Relation::Compound;
        let named = |h: usize| tree.upos(h) == Upos::Propn && scene.is_party(h);
        if compound && tree.head(*i).is_some_and(named) && !scene.is_country(*i) {
            return false;
        }
        match tree.upos(*i) {
            Upos::Noun | Upos::Propn | Upos::Num => !compound || scene.names_party(*i),
            Upos::Pron | Upos::Det => scene.mention(*i).is_some(),
            Upos::Adj => scene.names_party(*i) || scene.is_party(*i),
            _ => scene.is_party(*i),
        }
    };
    tree.document.sentences[sentence]
        .tokens
        .clone()
        .filter(|i| !h.words.contains(i))
        .filter(inside)
        .filter(nominal)
        .filter(|i| !scene.is_time(tree.document.tokens[*i].span))
        .filter(|i| !is_currency(scene, *i) && !is_relation(scene, *i) && !is_helper(scene, *i))
        .collect()
}

/// Whether a name only says whose relation or servant is meant: "the widow of former agent *Litvinenko* accused Moscow".
fn is_relation(scene: &Scene, i: usize) -> bool {
    const OF: [&str; 24] = [
        "adviser",
        "advisor",
        "aide",
        "ally",
        "bodyguard",
        "brother",
        "cousin",
        "daughter",
        "father",
        "friend",
        "husband",
        "lawyer",
        "mother",
        "nephew",
        "niece",
        "relative",
        "sister",
        "son",
        "spokesman",
        "spokesperson",
        "spokeswoman",
        "supporter",
        "widow",
        "wife",
    ];
    let tree = &scene.tree;
    let up = tree.ancestors(i);
    let mut steps = up.windows(2).map(|w| (w[0], w[1]));
    let inside =
        |r: Relation| matches!(r, Relation::Appos | Relation::Flat | Relation::NmodDesc | Relation::Amod);
    steps
        .find(|(at, _)| !inside(tree.relation(*at)))
        .is_some_and(|(at, head)| tree.relation(at) == Relation::Nmod && OF.contains(&tree.lemma(head)))
}

/// Whether a phrase tells with whose help something is done: "carried out the blasts with the help of *Syria's spy agency*".
fn is_helper(scene: &Scene, i: usize) -> bool {
    let tree = &scene.tree;
    let within =
        |i: &usize| matches!(tree.relation(*i), Relation::NmodPoss | Relation::Amod | Relation::Compound);
    let up = tree.ancestors(i);
    let Some(i) = up.into_iter().find(|i| !within(i)) else { return false };
    let helps = |h: usize| {
        matches!(tree.lemma(h), "aid" | "assistance" | "backing" | "help" | "support")
            && tree.preposition(h).as_deref() == Some("with")
    };
    tree.relation(i) == Relation::Nmod && tree.head(i).is_some_and(helps)
}

/// Whether a demonym only says of what country a currency is: "10 million *U.S.* dollars".
fn is_currency(scene: &Scene, i: usize) -> bool {
    const MONEY: [&str; 14] = [
        "crown", "dinar", "dirham", "dollar", "franc", "krona", "krone", "lira", "mark", "peso", "pound",
        "rial", "rupee", "shilling",
    ];
    let tree = &scene.tree;
    let modifies = matches!(tree.relation(i), Relation::Amod | Relation::Compound | Relation::NmodUnmarked);
    modifies && tree.head(i).is_some_and(|h| MONEY.contains(&tree.lemma(h).to_lowercase().as_str()))
}

/// Who cannot be the actor, because they do what is told beside the happening: "*Britain* imposed sanctions following the
/// bombing of Aleppo", "*police* announced that ten were killed".
pub fn apart(scene: &Scene, draft: &Draft, kind: EventType) -> Vec<usize> {
    if kind == EventType::Assault && scene.tree.upos(draft.happening.core) == Upos::Verb {
        return tellers(scene, draft.happening.core);
    }
    beside(scene, draft, kind)
}

/// Who tells of violence in the passive, or finds those to whom it was done: "*police* found the bodies of two women stabbed to
/// death".
fn tellers(scene: &Scene, core: usize) -> Vec<usize> {
    const FINDING: [&str; 4] = ["discover", "find", "identify", "recover"];
    let tree = &scene.tree;
    let helped = tree.children(core).any(|c| tree.relation(c) == Relation::AuxPass);
    let passive = helped || tree.relation(core) == Relation::Acl && tree.xpos(core) == "VBN";
    let done_by = || tree.children(core).any(|c| tree.relation(c) == Relation::OblAgent);
    if !passive || done_by() {
        return Vec::new();
    }
    let tells = |v: usize| {
        tree.upos(v) == Upos::Verb
            && (FINDING.contains(&tree.lemma(v))
                || scene.lexicon.cues.of_word(tree.lemma(v), Upos::Verb).is_some())
    };
    let above = tree.ancestors(core).into_iter().skip(1).filter(|v| tells(*v));
    above.flat_map(|v| frame::of_verb(tree, v).subject).collect()
}

/// The doers of the verb beside which a noun of violence or force stands.
fn beside(scene: &Scene, draft: &Draft, kind: EventType) -> Vec<usize> {
    const BESIDE: [&str; 12] = [
        "after",
        "against",
        "amid",
        "because of",
        "despite",
        "due to",
        "following",
        "for",
        "in response to",
        "in the wake of",
        "over",
        "since",
    ];
    let tree = &scene.tree;
    let noun = draft.happening.head;
    if kind.quad_code() != 4 || !matches!(tree.upos(noun), Upos::Noun | Upos::Propn) {
        return Vec::new();
    }
    let beside = matches!(tree.relation(noun), Relation::Obl | Relation::Advcl)
        && tree.preposition(noun).is_some_and(|p| BESIDE.contains(&p.as_str()));
    tree.head(noun).filter(|_| beside).map(|verb| frame::of_verb(tree, verb).subject).unwrap_or_default()
}

/// Whether `c` is no party but a weapon or what it does: "*a bomb* killed ten", of whom nobody is said to have laid it.
pub fn is_means(scene: &Scene, c: usize) -> bool {
    const DEEDS: [&str; 12] = [
        "ambush",
        "attack",
        "blast",
        "bombing",
        "bullet",
        "device",
        "explosion",
        "explosive",
        "fire",
        "gunfire",
        "raid",
        "strike",
    ];
    let lemma = scene.tree.lemma(c);
    let weapons = scene.lexicon.predicates.group("@weapons").unwrap_or(&[]);
    !scene.is_party(c)
        && scene.tree.upos(c) == Upos::Noun
        && (weapons.contains(&lemma) || DEEDS.contains(&lemma))
}

/// The feature hashes of the phrase headed by `c` in a draft of type `kind`.
pub fn of(scene: &Scene, draft: &Draft, kind: EventType, c: usize) -> Vec<u32> {
    let mut bag = Bag::default();
    let kind = kind.as_str();
    bag.add(&["bias"]);
    bag.add(&["kind", kind]);
    rules(&mut bag, scene, draft, kind, c);
    role(&mut bag, scene, draft, kind, c);
    path(&mut bag, scene, draft, kind, c);
    phrase(&mut bag, scene, draft, kind, c);
    bag.finish()
}

/// The feature hashes of nobody in the sentence playing a part in a draft of type `kind`.
pub fn nobody(scene: &Scene, draft: &Draft, kind: EventType) -> Vec<u32> {
    let mut bag = Bag::default();
    let tree = &scene.tree;
    let h = &draft.happening;
    let (kind, lemma) = (kind.as_str(), tree.lemma(h.head));
    bag.add(&["nobody"]);
    bag.add(&["nobody", kind]);
    bag.add(&["nobody", kind, tree.xpos(h.head)]);
    bag.add(&["nobody-of", lemma]);
    bag.add(&["nobody-view", &format!("{:?}", draft.view)]);
    bag.add(&["nobody-relation", kind, tree.relation(h.head).as_str()]);
    let frame = frame_of(scene, h.head);
    let voice = if frame.passive { "passive" } else { "active" };
    let has = |list: &[usize]| list.first().map_or("no".to_owned(), |c| category(scene, *c));
    for (name, list) in [("subject", &frame.subject), ("object", &frame.object)] {
        let has = has(list);
        bag.add(&["nobody-frame", kind, voice, name, &has]);
        bag.add(&["nobody-frame", lemma, voice, name, if has == "no" { "no" } else { "yes" }]);
        bag.add(&["nobody-frame", voice, name, &has]);
    }
    for (name, list) in [("actor", &draft.actors), ("recipient", &draft.recipients)] {
        let picked = if list.is_empty() { "nobody" } else { "somebody" };
        bag.add(&["nobody-picked", name, picked]);
        bag.add(&["nobody-picked", name, picked, kind]);
    }
    for entry in &h.entries {
        bag.add(&["nobody-entry", entry]);
    }
    for (p, _) in &frame.phrases {
        bag.add(&["nobody-phrase", p, kind]);
    }
    bag.finish()
}

/// The frame of a word, by its part of speech.
pub(super) fn frame_of(scene: &Scene, i: usize) -> Frame {
    match scene.tree.upos(i) {
        Upos::Noun | Upos::Propn => frame::of_noun(&scene.tree, i),
        _ => frame::of_verb(&scene.tree, i),
    }
}

/// What the rules say.
fn rules(bag: &mut Bag, scene: &Scene, draft: &Draft, kind: &str, c: usize) {
    let h = &draft.happening;
    let known = if h.entries.is_empty() { "bare" } else { "known" };
    let same = draft.codes.as_ref().is_some_and(|x| x.kind.as_str() == kind);
    let same = if same { "same" } else { "other" };
    for (name, list) in [("actor", &h.actors), ("recipient", &h.recipients), ("remote", &h.remote)] {
        if let Some(at) = list.iter().position(|x| *x == c) {
            let at = at.min(3).to_string();
            bag.add(&["listed", name, &at, known]);
            bag.add(&["listed-kind", name, &at, kind]);
            bag.add(&["listed-who", name, &at, &category(scene, c)]);
            bag.add(&["listed-only", name, if list.len() == 1 { "only" } else { "one" }, kind]);
        } else {
            bag.add(&["unlisted", name, known]);
        }
    }
    let span = scene.mention(c).map_or(scene.tree.document.tokens[c].span, |m| m.span);
    let picked = |parties: &[Party]| parties.iter().any(|p| p.span.overlaps(span));
    for (name, parties) in [("actor", &draft.actors), ("recipient", &draft.recipients)] {
        let said = if picked(parties) {
            "this"
        } else if parties.is_empty() {
            "nobody"
        } else {
            "another"
        };
        bag.add(&["picked", name, said]);
        bag.add(&["picked", name, said, same]);
        bag.add(&["picked-kind", name, said, kind]);
        bag.add(&["picked-view", name, said, &format!("{:?}", draft.view)]);
    }
    let reciprocal = if h.reciprocal { "reciprocal" } else { "directed" };
    bag.add(&[reciprocal, kind]);
}

/// Its part in the frame of the trigger.
fn role(bag: &mut Bag, scene: &Scene, draft: &Draft, kind: &str, c: usize) {
    let tree = &scene.tree;
    for (name, i) in [("head", draft.happening.head), ("core", draft.happening.core)] {
        if name == "core" && i == draft.happening.head {
            continue;
        }
        let frame = frame_of(scene, i);
        let Some(role) = role_in(&frame, c) else { continue };
        let who = category(scene, c);
        bag.add(&["role", name, &role]);
        bag.add(&["role-kind", name, &role, kind]);
        bag.add(&["role-who", name, &role, &who]);
        bag.add(&["role-kind-who", name, &role, kind, &who]);
        bag.add(&["role-lemma", name, &role, tree.lemma(i)]);
    }
}

fn role_in(frame: &Frame, c: usize) -> Option<String> {
    let voice = if frame.passive { "passive" } else { "active" };
    for (name, list) in
        [("subject", &frame.subject), ("object", &frame.object), ("indirect", &frame.indirect)]
    {
        if let Some(at) = list.iter().position(|x| *x == c) {
            return Some(format!("{name} {voice} {}", at.min(1)));
        }
    }
    frame.phrases.iter().find(|(_, i)| *i == c).map(|(p, _)| p.clone())
}

/// The way from the trigger to the phrase through the tree.
fn path(bag: &mut Bag, scene: &Scene, draft: &Draft, kind: &str, c: usize) {
    let tree = &scene.tree;
    let i = draft.happening.head;
    let up = scene.tree.ancestors(i);
    let down = scene.tree.ancestors(c);
    let Some(top) = up.iter().copied().find(|x| down.contains(x)) else { return };
    let rise: Vec<&str> = up.iter().take_while(|x| **x != top).map(|x| tree.relation(*x).as_str()).collect();
    let fall: Vec<usize> = down.iter().copied().take_while(|x| *x != top).collect();
    let steps: Vec<&str> = fall.iter().rev().map(|x| tree.relation(*x).as_str()).collect();
    let way = format!("{}>{}", rise.join("<"), steps.join(">"));
    if rise.len() + steps.len() <= 6 {
        bag.add(&["way", &way]);
        bag.add(&["way-kind", &way, kind]);
        bag.add(&["way-who", &way, &category(scene, c)]);
        bag.add(&["way-tag", &way, tree.xpos(i)]);
        if let Some(under) = tree.preposition(i) {
            bag.add(&["way-under", &way, &under]);
        }
        if let Some(p) = tree.preposition(c) {
            bag.add(&["way-preposition", &way, &p]);
        }
        if rise.len() + steps.len() <= 2 {
            bag.add(&["way-lemma", &way, tree.lemma(i)]);
        }
    }
    let (own, its) = (boundary(&rise), boundary(&steps));
    bag.add(&["clauses", &own, &its]);
    bag.add(&["clauses-kind", &own, &its, kind]);
    bag.add(&["clauses-tag", &own, &its, tree.xpos(i), &category(scene, c)]);
    bag.add(&["steps", &rise.len().min(4).to_string(), &steps.len().min(4).to_string()]);
    let side = if c < i { "before" } else { "after" };
    bag.add(&["side", side]);
    bag.add(&["side-kind", side, kind]);
    bag.add(&["side-tag", side, tree.xpos(i), &category(scene, c)]);
    let distance = (c.abs_diff(i).min(24) / 4).to_string();
    bag.add(&["distance", side, &distance]);
    if let Some(first) = fall.last() {
        bag.add(&["branch", tree.relation(*first).as_str(), side]);
        bag.add(&["branch-word", tree.lemma(*first), kind]);
    }
    bag.add(&["top", tree.lemma(top), side]);
}

/// The clauses that a way through the tree leaves or enters, at most the two nearest to its top.
fn boundary(way: &[&str]) -> String {
    let clausal = ["ccomp", "xcomp", "advcl", "acl", "acl:relcl", "parataxis", "conj"];
    let crossed: Vec<&str> = way.iter().copied().filter(|r| clausal.contains(r)).collect();
    match crossed[..] {
        [] => "none".to_owned(),
        [only] => only.to_owned(),
        [.., a, b] => format!("{a} {b}"),
    }
}

/// The phrase itself.
fn phrase(bag: &mut Bag, scene: &Scene, draft: &Draft, kind: &str, c: usize) {
    let tree = &scene.tree;
    let who = category(scene, c);
    bag.add(&["who", &who]);
    bag.add(&["who-kind", &who, kind]);
    bag.add(&["tag", tree.xpos(c)]);
    bag.add(&["lemma", tree.lemma(c)]);
    bag.add(&["lemma-kind", tree.lemma(c), kind]);
    bag.add(&["relation", tree.relation(c).as_str()]);
    bag.add(&["relation-kind", tree.relation(c).as_str(), kind]);
    let form = scene.mention(c).map(|m| m.form);
    let form = match form {
        Some(MentionForm::Name) => "name",
        Some(MentionForm::Pronoun) => "pronoun",
        Some(_) => "description",
        None => "none",
    };
    bag.add(&["form", form]);
    bag.add(&["form-who", form, &who]);
    if let Some(p) = tree.preposition(c) {
        bag.add(&["preposition", &p]);
        bag.add(&["preposition-kind", &p, kind]);
        bag.add(&["preposition-who", &p, &who]);
    }
    if let Some(head) = tree.head(c) {
        let above = if head == draft.happening.head { "TRIGGER" } else { tree.lemma(head) };
        bag.add(&["head", tree.relation(c).as_str(), above]);
        bag.add(&["head-kind", tree.relation(c).as_str(), above, kind]);
        bag.add(&["head-who", &category(scene, head), tree.relation(c).as_str()]);
    }
    let span = tree.document.tokens[c].span;
    let trigger = tree.document.tokens[draft.happening.head].span;
    for a in &scene.annotations.attributions {
        let told = a.content.iter().any(|x| x.contains(trigger));
        if a.source.iter().any(|x| x.contains(span)) {
            bag.add(&["source", if told { "of it" } else { "of another" }]);
            bag.add(&["source", if told { "of it" } else { "of another" }, kind]);
        }
    }
    let others = candidates_like(scene, c, &who);
    bag.add(&["first-such", if others { "no" } else { "yes" }, &who]);
}

/// Whether a phrase of the same sort stands before it in the sentence.
fn candidates_like(scene: &Scene, c: usize, who: &str) -> bool {
    let sentence = &scene.tree.document.sentences[scene.tree.document.sentence_of(c)];
    (sentence.tokens.start..c).any(|i| scene.tree.is_nominal(i) && category(scene, i) == who)
}

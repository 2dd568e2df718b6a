//! Whether the words around a trigger meet what a lexicon entry asks for.

use super::Scene;
use super::frame::Frame;
use annalist_core::{Relation, Upos};
use annalist_lexicon::predicates::{Entry, Need, Role};

/// What an entry's needs were met by.
#[derive(Clone, Debug, Default)]
pub struct Met {
    /// Particles, nouns and other words that belong to the trigger.
    pub words: Vec<usize>,
    /// Arguments used up by the pattern, which are therefore not parties ("lifted the *ban*").
    pub consumed: Vec<usize>,
}

/// Checks all needs of `entry`; `None` where one is not met.
pub fn met(scene: &Scene, entry: &Entry, trigger: usize, frame: &Frame) -> Option<Met> {
    let mut met = Met::default();
    for need in &entry.needs {
        check(scene, need, entry, trigger, frame, &mut met)?;
    }
    Some(met)
}

fn check(
    scene: &Scene,
    need: &Need,
    entry: &Entry,
    trigger: usize,
    frame: &Frame,
    met: &mut Met,
) -> Option<()> {
    match need {
        Need::Particle(particle) => met.words.push(particle_of(scene, particle, entry, trigger, frame)?),
        Need::Word(word) => met.words.push(word_near(scene, trigger, word)?),
        Need::Argument(role, items) => {
            let candidates = candidates(scene, role, entry, trigger, frame);
            let found = candidates.into_iter().find(|c| is_one_of(scene, *c, items))?;
            // A clause tells of a happening of its own: "accused Moscow of *shelling* the port".
            let clause = frame.clauses.contains(&found);
            // What a user's entry asks for and names a party stays one: "detained two *journalists*".
            let is_party = entry.source.is_users && scene.is_party(found);
            if !clause && !is_party && !is_dynamic(scene, found, items) && *role != Role::Subject {
                met.consumed.push(found);
            }
            if matches!(role, Role::Compound | Role::Modifier) {
                met.words.push(found);
            }
        }
    }
    Some(())
}

/// A particle of the trigger. A parser may take it for a preposition of the object or of the phrase after it: "broke off
/// relations", "pulled out of the talks". That counts only where the entry asks for such an object or phrase.
fn particle_of(scene: &Scene, particle: &str, entry: &Entry, trigger: usize, frame: &Frame) -> Option<usize> {
    let tree = &scene.tree;
    let own = tree.children(trigger).find(|c| {
        let adverbial =
            matches!(tree.relation(*c), Relation::CompoundPrt | Relation::Advmod | Relation::Case);
        adverbial && tree.lemma(*c) == particle
    });
    own.or_else(|| {
        let asked = |(p, head): &&(String, usize)| {
            entry.needs.iter().any(|need| match need {
                Need::Argument(Role::Object, items) => p == particle && is_one_of(scene, *head, items),
                Need::Argument(Role::Preposition(q), _) | Need::Word(q) => is_both(p, particle, q),
                _ => false,
            })
        };
        let taken = frame.phrases.iter().filter(asked);
        taken
            .flat_map(|(_, head)| tree.in_relation(*head, Relation::Case))
            .find(|c| tree.lemma(*c) == particle)
    })
}

fn candidates(scene: &Scene, role: &Role, entry: &Entry, trigger: usize, frame: &Frame) -> Vec<usize> {
    let tree = &scene.tree;
    let particle = entry.needs.iter().find_map(|n| if let Need::Particle(p) = n { Some(*p) } else { None });
    match role {
        Role::Object => {
            let taken = frame.phrases.iter().filter(|(p, _)| Some(p.as_str()) == particle);
            frame.object.iter().copied().chain(taken.map(|(_, i)| *i)).collect()
        }
        Role::Subject => frame.subject.clone(),
        Role::Modifier => tree.in_relation(trigger, Relation::Amod).collect(),
        Role::Compound => tree.children(trigger).filter(|c| is_compound(scene, *c)).collect(),
        Role::Preposition(p) => frame
            .phrases
            .iter()
            .filter(|(q, _)| q == p || particle.is_some_and(|particle| is_both(q, particle, p)))
            .map(|(_, i)| *i)
            .chain(frame.object.iter().flat_map(|object| under_object(scene, *object, p)))
            .chain(
                frame
                    .clauses
                    .iter()
                    .copied()
                    .filter(|c| tree.in_relation(*c, Relation::Mark).any(|m| tree.lemma(m) == *p)),
            )
            .collect(),
    }
}

/// What a tree hangs under the party that is the object, though it completes the verb: "accused *Myanmar of genocide*",
/// "charged *Mandela and others with treason*".
fn under_object(scene: &Scene, object: usize, preposition: &str) -> Vec<usize> {
    let completes = matches!(preposition, "of" | "with") && scene.is_party(object);
    let phrases = scene.tree.in_relation(object, Relation::Nmod).filter(|_| completes);
    phrases.filter(|c| scene.tree.preposition(*c).as_deref() == Some(preposition)).collect()
}

/// Whether `words` are a particle and a preposition.
fn is_both(words: &str, particle: &str, preposition: &str) -> bool {
    words.split_once(' ') == Some((particle, preposition))
}

fn is_compound(scene: &Scene, child: usize) -> bool {
    let relation = scene.tree.relation(child);
    relation == Relation::Compound || (relation == Relation::Amod && scene.tree.upos(child) == Upos::Noun)
}

/// A dependent with lemma `word`, or a preposition of a dependent.
fn word_near(scene: &Scene, trigger: usize, word: &str) -> Option<usize> {
    let tree = &scene.tree;
    let direct = tree.children(trigger).find(|c| tree.lemma(*c) == word);
    // "took 800 people *hostage*", "shot the miners *dead*": what becomes of the object may stand under it.
    let predicate = tree.in_relation(trigger, Relation::Obj).find_map(|object| {
        let after = |c: &usize| *c > object && matches!(tree.relation(*c), Relation::Amod | Relation::Acl);
        tree.children(object).filter(after).find(|c| tree.lemma(*c) == word)
    });
    let under = |c: usize| {
        let marks = |g: &usize| {
            matches!(tree.relation(*g), Relation::Case | Relation::Mark) && tree.lemma(*g) == word
        };
        let titles = tree.in_relation(c, Relation::NmodDesc).flat_map(|title| tree.children(title));
        tree.children(c).chain(titles).find(marks)
    };
    // "charged that planes had bombed dikes": the conjunction stands in the clause.
    let clause = |c: &usize| word == "that" && tree.relation(*c) == Relation::Ccomp;
    // "de-escalated", "U-turn": the first part may hang anywhere.
    let hyphened = trigger.checked_sub(2).filter(|first| {
        let form = |i: usize| tree.document.form(i);
        form(trigger - 1) == "-" && form(*first).eq_ignore_ascii_case(word)
    });
    // "returned the bust to its owner": the phrase may stand under the verb or under its object.
    direct.or(predicate).or(hyphened).or_else(|| {
        tree.children(trigger).filter(|c| takes_phrases(tree.relation(*c)) || clause(c)).find_map(|c| {
            let objects = tree
                .in_relation(c, Relation::Nmod)
                .filter(|_| tree.relation(c) == Relation::Obj && word == "to");
            under(c).or_else(|| objects.map(under).find_map(|g| g))
        })
    })
}

fn takes_phrases(relation: Relation) -> bool {
    matches!(relation, Relation::Obl | Relation::Nmod | Relation::Obj | Relation::Advcl)
}

/// Whether the phrase headed by `head` is one of `items`: lemmas or groups.
pub fn is_one_of(scene: &Scene, head: usize, items: &[&str]) -> bool {
    items.iter().any(|item| matches_item(scene, head, item))
}

fn matches_item(scene: &Scene, head: usize, item: &str) -> bool {
    let lemma = scene.tree.lemma(head);
    match item {
        "*" => true,
        "@people" => scene.is_people(head),
        "@place" => scene.is_place(head),
        "@country" => scene.is_country(head),
        "@organization" => scene.is_organization(head),
        group if group.starts_with('@') => {
            let lemmas = scene.lexicon.predicates.group(group).unwrap_or(&[]);
            lemmas.contains(&lemma)
                || is_titled(scene, head, lemmas)
                || partitive(scene, head).is_some_and(|i| lemmas.contains(&scene.tree.lemma(i)))
                || (matches!(group, "@armed" | "@police" | "@troops" | "@diplomat" | "@official")
                    && scene.is_named_group(head, group))
        }
        word => lemma == word || scene.tree.document.form(head).eq_ignore_ascii_case(word),
    }
}

/// Whether a title before a name is among `lemmas`: "summoned Venezuelan *Ambassador* Oscar Navas".
fn is_titled(scene: &Scene, head: usize, lemmas: &[&str]) -> bool {
    let tree = &scene.tree;
    tree.upos(head) == Upos::Propn
        && tree.children(head).any(|c| {
            matches!(tree.relation(c), Relation::NmodDesc | Relation::Compound)
                && lemmas.contains(&tree.lemma(c).to_lowercase().as_str())
        })
}

/// The noun counted or measured by `head`: "a *group* of soldiers", "thousands of troops", "some of its forces".
pub fn partitive(scene: &Scene, head: usize) -> Option<usize> {
    const MEASURES: &[&str] = &[
        "all", "army", "batch", "bulk", "convoy", "dozen", "each", "fleet", "group", "half", "hundred",
        "lot", "majority", "many", "member", "million", "most", "none", "number", "one", "part", "piece",
        "rest", "scores", "series", "shipment", "some", "thousand", "ton", "tonne", "type", "unit",
    ];
    let counted = MEASURES.contains(&scene.tree.lemma(head)) || scene.tree.upos(head) == Upos::Num;
    if !counted {
        return None;
    }
    scene.tree.in_relation(head, Relation::Nmod).find(|c| scene.tree.preposition(*c).as_deref() == Some("of"))
}

fn is_dynamic(scene: &Scene, head: usize, items: &[&str]) -> bool {
    const PARTIES: &[&str] = &[
        "@people",
        "@place",
        "@country",
        "@organization",
        "@armed",
        "@police",
        "@policemen",
        "@civil",
        "@official",
        "@diplomat",
        "@base",
        "@target",
        "@building",
    ];
    items.iter().any(|i| PARTIES.contains(i) && matches_item(scene, head, i))
        || scene.mention(head).is_some_and(|m| scene.is_codable(m) && scene.tree.upos(head) != Upos::Noun)
}

//! The arguments of a verb or noun, whatever construction they stand in.
//!
//! Passives, relative clauses, participles, control and shared subjects of coordinated verbs are undone here,
//! so that rules see deep subjects and objects only.

use super::tree::Tree;
use annalist_core::{Relation, Upos};

/// The deep arguments of a trigger. All are heads of phrases, in text order, conjuncts included.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// Who does it.
    pub subject: Vec<usize>,
    /// To whom or what.
    pub object: Vec<usize>,
    /// The indirect object.
    pub indirect: Vec<usize>,
    /// Prepositional phrases with their prepositions.
    pub phrases: Vec<(String, usize)>,
    /// Clausal complements: infinitives, that-clauses, gerunds.
    pub clauses: Vec<usize>,
    /// Whether the trigger is passive.
    pub passive: bool,
}

/// Verbs whose object is the subject of their infinitive: "urged Israel to withdraw".
fn object_controls(lemma: &str) -> bool {
    const VERBS: &[&str] = &[
        "advise",
        "allow",
        "appeal",
        "ask",
        "beg",
        "call",
        "command",
        "compel",
        "direct",
        "enable",
        "encourage",
        "exhort",
        "expect",
        "forbid",
        "force",
        "get",
        "help",
        "implore",
        "instruct",
        "invite",
        "lead",
        "let",
        "make",
        "oblige",
        "order",
        "permit",
        "persuade",
        "press",
        "pressure",
        "push",
        "require",
        "tell",
        "urge",
        "want",
        "warn",
    ];
    VERBS.binary_search(&lemma).is_ok()
}

/// The frame of the verb or predicate `verb`.
pub fn of_verb(tree: &Tree, verb: usize) -> Frame {
    let mut frame = Frame { passive: is_passive(tree, verb), ..Frame::default() };
    let mut surface_subject = Vec::new();
    for child in tree.children(verb) {
        match tree.relation(child) {
            Relation::Nsubj | Relation::NsubjPass | Relation::NsubjOuter => {
                surface_subject.extend(resolved(tree, child, verb));
            }
            Relation::Obj => frame.object.extend(resolved(tree, child, verb)),
            Relation::Obl if is_counted(tree, child) => frame.object.extend(resolved(tree, child, verb)),
            Relation::Obl if is_object_of_particle(tree, verb, child) => {
                frame.object.extend(tree.with_conjuncts(child));
            }
            Relation::Iobj => frame.indirect.extend(tree.with_conjuncts(child)),
            Relation::Obl | Relation::OblAgent => add_phrase(tree, child, &mut frame.phrases),
            Relation::Xcomp | Relation::Ccomp => frame.clauses.push(child),
            Relation::Advcl if is_complement_like(tree, child) => frame.clauses.push(child),
            _ => {}
        }
    }
    if surface_subject.is_empty() {
        surface_subject = inherited_subject(tree, verb, &mut frame);
    }
    if frame.passive {
        frame.object.extend(surface_subject);
        frame.subject = agents(&mut frame.phrases);
        if frame.subject.is_empty() {
            frame.subject = agents_of_predicate(tree, &frame.clauses);
        }
        if frame.subject.is_empty() {
            frame.subject = agents_below(tree, &frame.phrases, |_| true);
        }
    } else {
        frame.subject = surface_subject;
    }
    if frame.object.is_empty() && !frame.passive {
        frame.object = gap_object(tree, verb, &frame);
    }
    frame
}

/// "killed *at least 12 protesters*": the "at" is the number's, so that the phrase is an object after all.
fn is_counted(tree: &Tree, phrase: usize) -> bool {
    let bound = |number: usize| tree.children(number).any(|t| matches!(tree.lemma(t), "least" | "most"));
    !tree.has(phrase, Relation::Case) && tree.first(phrase, Relation::Nummod).is_some_and(bound)
}

/// The frame of the noun `noun`: possessors, compounds and demonyms act; prepositions take the other parts.
pub fn of_noun(tree: &Tree, noun: usize) -> Frame {
    let mut frame = Frame::default();
    for child in tree.children(noun) {
        match tree.relation(child) {
            Relation::NmodPoss => frame.subject.extend(owner(tree, child)),
            Relation::Nmod => add_phrase(tree, child, &mut frame.phrases),
            Relation::Acl if tree.xpos(child) == "VB" => frame.clauses.push(child),
            Relation::Ccomp => frame.clauses.push(child),
            _ => {}
        }
    }
    let mut by = agents(&mut frame.phrases);
    if by.is_empty() {
        by = agents_below(tree, &frame.phrases, |i| !tells_a_deed(tree, i));
    }
    if !by.is_empty() {
        frame.object.append(&mut frame.subject);
        frame.subject = by;
    }
    frame
}

/// Whom a possessor means: of "settlers *whose* slaying of a man" the settlers.
fn owner(tree: &Tree, possessor: usize) -> Vec<usize> {
    let antecedent = || {
        let mut above = tree.ancestors(possessor).into_iter().skip(1);
        above.find(|i| tree.relation(*i) == Relation::AclRelcl).and_then(|i| tree.head(i))
    };
    let antecedent = if tree.xpos(possessor) == "WP$" { antecedent() } else { None };
    antecedent.map_or_else(|| tree.with_conjuncts(possessor), |owner| vec![owner])
}

/// Whether `verb` is passive: a passive auxiliary or subject, or a bare past participle after its noun.
pub fn is_passive(tree: &Tree, verb: usize) -> bool {
    if tree.has(verb, Relation::AuxPass) || tree.has(verb, Relation::NsubjPass) {
        return true;
    }
    let participle = tree.xpos(verb) == "VBN" && !tree.has(verb, Relation::Aux);
    match tree.relation(verb) {
        Relation::Acl => participle,
        Relation::Amod => participle,
        Relation::Advcl => participle && !tree.has(verb, Relation::Obj),
        Relation::Conj => tree.head(verb).is_some_and(|h| {
            participle
                && tree.upos(h) == Upos::Verb
                && !tree.has(verb, Relation::Nsubj)
                && is_passive(tree, h)
        }),
        _ => false,
    }
}

/// An argument with its conjuncts, a relative pronoun replaced by its antecedent.
fn resolved(tree: &Tree, argument: usize, verb: usize) -> Vec<usize> {
    if is_relative(tree, argument)
        && let Some(antecedent) = antecedent(tree, verb)
    {
        return vec![antecedent];
    }
    tree.with_conjuncts(argument)
}

fn is_relative(tree: &Tree, i: usize) -> bool {
    matches!(tree.xpos(i), "WP" | "WDT") || (tree.lemma(i) == "that" && tree.upos(i) == Upos::Pron)
}

/// The noun that the relative clause around `verb` modifies.
fn antecedent(tree: &Tree, verb: usize) -> Option<usize> {
    let mut at = verb;
    for _ in 0..6 {
        let head = tree.head(at)?;
        match tree.relation(at) {
            Relation::AclRelcl => return Some(head),
            Relation::Conj | Relation::Xcomp | Relation::Ccomp => at = head,
            _ => return None,
        }
    }
    None
}

/// The object of a relative clause without a pronoun in that part: "the man police arrested".
fn gap_object(tree: &Tree, verb: usize, frame: &Frame) -> Vec<usize> {
    if tree.relation(verb) != Relation::AclRelcl || tree.has(verb, Relation::Obj) {
        return Vec::new();
    }
    match tree.head(verb) {
        Some(head) if !frame.subject.is_empty() && !frame.subject.contains(&head) => vec![head],
        _ => Vec::new(),
    }
}

/// The subject of a clause that has none of its own. May fill the object of reduced passives.
fn inherited_subject(tree: &Tree, verb: usize, frame: &mut Frame) -> Vec<usize> {
    let Some(head) = tree.head(verb) else { return Vec::new() };
    match tree.relation(verb) {
        Relation::Acl | Relation::AclRelcl | Relation::Amod if tree.is_nominal(head) => {
            if tree.xpos(verb) == "VB" { nominal_controller(tree, head) } else { vec![head] }
        }
        Relation::Conj if tree.upos(head) == Upos::Verb => {
            let above = of_verb(tree, head);
            if frame.passive == above.passive && frame.passive {
                above.object
            } else {
                surface_subject(&above)
            }
        }
        Relation::Xcomp => {
            let above = of_verb(tree, head);
            let controlled = object_controls(tree.lemma(head)) && !above.object.is_empty();
            if controlled {
                above.object
            } else if object_controls(tree.lemma(head)) && !above.indirect.is_empty() {
                above.indirect
            } else if let Some(asked) = asked_party(tree, head, &above) {
                vec![asked]
            } else {
                surface_subject(&above)
            }
        }
        Relation::Advcl if answers_for_it(tree, verb) && tree.upos(head) == Upos::Verb => {
            let above = of_verb(tree, head);
            if above.object.is_empty() { surface_subject(&above) } else { above.object }
        }
        Relation::Advcl | Relation::Parataxis | Relation::Dep if is_clause(tree, head) => {
            surface_subject(&of_verb(tree, head))
        }
        Relation::Ccomp if tree.xpos(verb) == "VBG" && tree.upos(head) == Upos::Verb => {
            surface_subject(&of_verb(tree, head))
        }
        _ => Vec::new(),
    }
}

/// Whether the object of the verb above does what the gerund `verb` says: "accused Moscow *of shelling* the port", "kept
/// them *from leaving*", "blamed it *for starting* the war".
fn answers_for_it(tree: &Tree, verb: usize) -> bool {
    let marked = |m: usize| matches!(tree.lemma(m), "of" | "from" | "into" | "for");
    tree.xpos(verb) == "VBG" && tree.in_relation(verb, Relation::Mark).any(marked)
}

/// Whether `head` heads a clause: a verb, or a predicate with a subject of its own.
fn is_clause(tree: &Tree, head: usize) -> bool {
    tree.upos(head) == Upos::Verb || tree.has(head, Relation::Nsubj)
}

/// "called on Israel to withdraw", "appealed to Paris to send": the party in the phrase controls.
fn asked_party(tree: &Tree, head: usize, above: &Frame) -> Option<usize> {
    let wanted: &[&str] = match tree.lemma(head) {
        "call" => &["on", "upon", "for"],
        "appeal" | "plead" => &["to", "with"],
        "press" | "push" | "wait" => &["for"],
        _ => return None,
    };
    above.phrases.iter().find(|(p, _)| wanted.contains(&p.as_str())).map(|(_, i)| *i)
}

/// The one who would do what an infinitive after a noun says: the noun's possessor, or the subject of its verb.
fn nominal_controller(tree: &Tree, noun: usize) -> Vec<usize> {
    let own = of_noun(tree, noun).subject;
    if !own.is_empty() {
        return own;
    }
    match tree.head(noun) {
        Some(verb) if tree.upos(verb) == Upos::Verb && !tree.relation(noun).is_subject() => {
            surface_subject(&of_verb(tree, verb))
        }
        _ => Vec::new(),
    }
}

fn surface_subject(frame: &Frame) -> Vec<usize> {
    if frame.passive { frame.object.clone() } else { frame.subject.clone() }
}

fn add_phrase(tree: &Tree, child: usize, phrases: &mut Vec<(String, usize)>) {
    let Some(preposition) = tree.preposition(child) else { return };
    for part in tree.with_conjuncts(child) {
        let own = if part == child { None } else { tree.preposition(part) };
        phrases.push((own.unwrap_or_else(|| preposition.clone()), part));
    }
}

/// Takes the by-phrases out of `phrases`.
fn agents(phrases: &mut Vec<(String, usize)>) -> Vec<usize> {
    let agents = phrases.iter().filter(|(p, _)| p == "by").map(|(_, i)| *i).collect();
    phrases.retain(|(p, _)| p != "by");
    agents
}

/// Whether a tree takes the object of a verb with a particle for a phrase without preposition: "called off *the march*".
fn is_object_of_particle(tree: &Tree, verb: usize, child: usize) -> bool {
    let bare = child > verb && matches!(tree.xpos(child), "NN" | "NNS") && tree.preposition(child).is_none();
    bare && tree.has(verb, Relation::CompoundPrt) && !tree.has(verb, Relation::Obj)
}

/// The by-phrase that a tree hangs under what a passive says of its object: "was found *guilty by the court*", "was declared
/// persona *non grata by Bolivia*".
fn agents_of_predicate(tree: &Tree, clauses: &[usize]) -> Vec<usize> {
    let said =
        clauses.iter().filter(|c| tree.relation(**c) == Relation::Xcomp && tree.upos(**c) != Upos::Verb);
    let mut under = said.flat_map(|c| tree.children(*c));
    let agent = under.find(|c| tree.preposition(*c).as_deref() == Some("by"));
    agent.map(|i| tree.with_conjuncts(i)).unwrap_or_default()
}

/// Whether a noun may have an agent of its own, by how it ends.
pub fn tells_a_deed(tree: &Tree, i: usize) -> bool {
    const WORDS: &[&str] =
        &["ambush", "appeal", "assault", "attack", "call", "raid", "strike", "threat", "visit"];
    const ENDINGS: &[&str] = &["ion", "ment", "ing", "al", "ance", "ence", "ure", "der", "est"];
    let lemma = tree.lemma(i);
    tree.upos(i) == Upos::Noun && (WORDS.contains(&lemma) || ENDINGS.iter().any(|e| lemma.ends_with(e)))
}

/// The by-phrase that a tree hangs under a noun of `phrases`, though it tells the agent of what governs them: "was convicted
/// of *murder by the court*", "the dismissal of *Whitlam by the governor-general*", "the evacuation of civilians from *Aleppo
/// by the Red Cross*". Only below nouns that `fits` allows.
fn agents_below(tree: &Tree, phrases: &[(String, usize)], fits: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut nouns: Vec<usize> = phrases.iter().map(|(_, i)| *i).filter(|i| fits(*i)).collect();
    for _ in 0..2 {
        let below: Vec<usize> = nouns.iter().flat_map(|i| tree.in_relation(*i, Relation::Nmod)).collect();
        if let Some(agent) = below.iter().find(|c| tree.preposition(**c).as_deref() == Some("by")) {
            return tree.with_conjuncts(*agent);
        }
        nouns = below.into_iter().filter(|i| fits(*i)).collect();
    }
    Vec::new()
}

/// An adverbial clause that completes its verb: "to" infinitives and "from …ing".
fn is_complement_like(tree: &Tree, clause: usize) -> bool {
    let marks = tree.in_relation(clause, Relation::Mark).map(|m| tree.document.form(m).to_lowercase());
    let mut marks = marks.peekable();
    marks.peek().is_some_and(|m| {
        matches!(m.as_str(), "to" | "from" | "of" | "for" | "into" | "against" | "on" | "with")
    })
}

#[cfg(test)]
mod tests {
    use super::object_controls;

    #[test]
    fn control_verbs_are_found() {
        assert!(object_controls("urge") && object_controls("advise") && object_controls("warn"));
        assert!(!object_controls("promise"));
    }
}

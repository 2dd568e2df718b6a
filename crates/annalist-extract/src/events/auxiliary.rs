//! Whether a happening is negated, future, hypothetical or long past, from the grammar around its trigger.

use super::tree::Tree;
use annalist_core::{Relation, Upos};

/// What the grammar around a trigger says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Grammar {
    /// "did not attack", "no attack", "without attacking".
    pub negated: bool,
    /// "will attack", "is due to attack", "a planned attack".
    pub future: bool,
    /// "to attack", as the purpose of something else.
    pub purpose: bool,
    /// "if they attack", "might attack", "a possible attack".
    pub hypothetical: bool,
}

/// Reads the grammar of the happening headed by `trigger`.
pub fn of(tree: &Tree, trigger: usize) -> Grammar {
    let mut grammar = Grammar::default();
    own(tree, trigger, &mut grammar);
    if tree.upos(trigger) == Upos::Noun {
        noun(tree, trigger, &mut grammar);
    }
    above(tree, trigger, &mut grammar);
    grammar
}

/// Whether the clause or noun itself is negated, whatever stands above it: "*not* to attack", "*no* talks".
pub fn is_negated(tree: &Tree, trigger: usize) -> bool {
    let mut grammar = Grammar::default();
    own(tree, trigger, &mut grammar);
    grammar.negated
}

/// Marks on the trigger's own clause: negators, modals, conjunctions.
fn own(tree: &Tree, trigger: usize, grammar: &mut Grammar) {
    for child in tree.children(trigger) {
        let lemma = tree.lemma(child);
        match tree.relation(child) {
            Relation::Advmod | Relation::Cc | Relation::Det if is_negator(lemma) => grammar.negated = true,
            Relation::Aux => modal(tree, child, trigger, grammar),
            Relation::Mark => conjunction(tree, child, grammar),
            Relation::Nsubj | Relation::NsubjPass | Relation::Obj if has_no(tree, child) => {
                grammar.negated = true
            }
            Relation::Advmod if matches!(lemma, "possibly" | "perhaps" | "maybe" | "potentially") => {
                grammar.hypothetical = true;
            }
            _ => {}
        }
    }
}

fn is_negator(lemma: &str) -> bool {
    matches!(lemma, "not" | "n't" | "never" | "neither" | "nor" | "no" | "hardly" | "nowhere" | "no-one")
}

/// "Attacked nobody", "made no promise"; who makes no secret of something or loses no time does it.
fn has_no(tree: &Tree, argument: usize) -> bool {
    let verb = tree.head(argument).map_or("", |h| tree.lemma(h));
    let idiom = matches!(
        (verb, tree.lemma(argument)),
        ("lose" | "waste", "time") | ("make", "bone" | "mistake" | "secret") | ("have" | "leave", "doubt")
    );
    if idiom {
        return false;
    }
    tree.lemma(argument) == "nobody"
        || tree.lemma(argument) == "none"
        || tree.in_relation(argument, Relation::Det).any(|d| matches!(tree.lemma(d), "no" | "neither"))
}

fn modal(tree: &Tree, aux: usize, trigger: usize, grammar: &mut Grammar) {
    match tree.document.form(aux).to_lowercase().as_str() {
        "will" | "'ll" | "shall" | "wo" | "’ll" | "ll" => grammar.future = true,
        "would" | "'d" => {
            let perfect = tree.in_relation(trigger, Relation::Aux).any(|a| tree.lemma(a) == "have");
            let conditional = tree.in_relation(trigger, Relation::Advcl).any(|c| is_conditional(tree, c));
            if perfect || conditional {
                grammar.hypothetical = true;
            } else {
                grammar.future = true;
            }
        }
        "could" | "might" | "may" | "should" | "ought" => grammar.hypothetical = true,
        "can" | "ca" => grammar.hypothetical = true,
        _ => {}
    }
}

fn is_conditional(tree: &Tree, clause: usize) -> bool {
    tree.in_relation(clause, Relation::Mark).any(|m| matches!(tree.lemma(m), "if" | "unless"))
}

fn conjunction(tree: &Tree, mark: usize, grammar: &mut Grammar) {
    match tree.document.form(mark).to_lowercase().as_str() {
        "if" | "unless" | "whether" | "lest" => grammar.hypothetical = true,
        "without" => grammar.negated = true,
        _ => {}
    }
}

/// Modifiers of an event noun: "planned visit", "possible attack", "no deal".
fn noun(tree: &Tree, trigger: usize, grammar: &mut Grammar) {
    for child in tree.children(trigger) {
        match tree.lemma(child) {
            "planned" | "upcoming" | "future" | "forthcoming" | "scheduled" | "impending" | "plan"
            | "imminent" | "expected" | "intended" => grammar.future = true,
            "possible" | "potential" | "hypothetical" | "eventual" | "would-be" | "likely" | "any"
            | "feared" => {
                grammar.hypothetical = true;
            }
            "proposed" | "propose" => grammar.hypothetical = true,
            "no" | "without" => grammar.negated = true,
            _ => {}
        }
    }
}

/// Governing words that make what they govern future, hypothetical or negated.
fn above(tree: &Tree, trigger: usize, grammar: &mut Grammar) {
    let mut at = trigger;
    for _ in 0..5 {
        let Some(head) = tree.head(at) else { return };
        match tree.relation(at) {
            Relation::Xcomp
            | Relation::Ccomp
            | Relation::Csubj
            | Relation::Obj
            | Relation::Nsubj
            | Relation::NsubjPass => {
                governed(tree, head, at, grammar);
            }
            // "did not confirm reports that they attacked" does not say that they did not.
            Relation::Acl if tree.in_relation(at, Relation::Mark).any(|m| tree.lemma(m) == "that") => {
                governed(tree, head, at, grammar);
                return;
            }
            Relation::Acl | Relation::Nmod => governed(tree, head, at, grammar),
            Relation::Advcl => {
                if is_conditional(tree, at) {
                    grammar.hypothetical = true;
                }
                grammar.purpose |= purpose(tree, at);
                return;
            }
            Relation::Conj => {}
            _ => return,
        }
        at = head;
        if tree.relation(at) == Relation::Root
            || tree.upos(at) == Upos::Verb && tree.relation(at) == Relation::Ccomp
        {
            return;
        }
    }
}

/// "to discuss …": an infinitive of purpose has not happened by virtue of being told.
fn purpose(tree: &Tree, clause: usize) -> bool {
    tree.xpos(clause) == "VB" && tree.in_relation(clause, Relation::Mark).any(|m| tree.lemma(m) == "to")
}

fn governed(tree: &Tree, head: usize, at: usize, grammar: &mut Grammar) {
    let infinitive = tree.xpos(at) == "VB";
    match tree.lemma(head) {
        "plan" | "intend" | "expect" | "schedule" | "due" | "set" | "prepare" | "want" | "hope" | "go"
        | "aim" | "likely" | "ready" | "consider" | "seek" | "poise" | "decide" | "try" | "attempt"
        | "wait"
            if infinitive || tree.upos(at) == Upos::Noun =>
        {
            grammar.future = true;
        }
        "fear" | "speculate" | "imagine" | "risk" | "danger" | "possibility" | "prospect" | "likelihood"
        | "threat" | "potential" | "chance" => grammar.hypothetical = true,
        "prevent" | "avoid" | "avert" | "foil" | "thwart" | "preclude" | "deter" => {
            grammar.negated = true;
        }
        "fail" | "refuse" | "decline" | "unable" if infinitive => grammar.negated = true,
        _ => {}
    }
    if tree.upos(head) != Upos::Noun && tree.relation(at) != Relation::Ccomp {
        let mut outer = Grammar::default();
        own(tree, head, &mut outer);
        // "It was not clear whether they attacked" does not say that they did not.
        let subject = matches!(tree.relation(at), Relation::Nsubj | Relation::Csubj | Relation::CsubjPass);
        grammar.negated |= outer.negated && !subject;
        grammar.future |= outer.future;
        grammar.hypothetical |= outer.hypothetical;
    }
}

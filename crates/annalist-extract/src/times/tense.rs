//! Whether a time expression belongs to something past, present or to come.

use super::appointments::{is_ahead, is_limit, lead};
use super::context::Context;
use annalist_core::Relation;

/// The time of the clause an expression stands in, as its verb shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    /// Something that has happened; also where nothing shows otherwise.
    Past,
    /// Something that is, or happens again and again.
    Present,
    /// Something to come.
    Future,
}

const FUTURE: [&str; 30] = [
    "will",
    "shall",
    "'ll",
    "’ll",
    "wo",
    "would",
    "may",
    "might",
    "must",
    "should",
    "can",
    "could",
    "scheduled",
    "expected",
    "expects",
    "due",
    "planned",
    "plans",
    "plan",
    "set",
    "effective",
    "payable",
    "expires",
    "expire",
    "upcoming",
    "forthcoming",
    "until",
    "hopes",
    "deadline",
    "begins",
];

const PAST: [&str; 48] = [
    "said", "was", "were", "had", "did", "told", "held", "met", "took", "made", "began", "came", "went",
    "left", "fell", "rose", "won", "got", "saw", "sent", "hit", "led", "has", "have", "been", "found",
    "gave", "shot", "lost", "became", "broke", "brought", "fought", "kept", "paid", "put", "ran", "sold",
    "spoke", "struck", "thought", "wrote", "ended", "since", "died", "fled", "closed", "wounded",
];

/// The tense that governs token `i`.
pub(super) fn of(c: &Context, i: usize) -> Tense {
    if close_before(c, i) || is_ahead(c, i) {
        return Tense::Future;
    }
    by_tree(c, i).unwrap_or_else(|| by_words(c, i))
}

/// The tense that governs a weekday at token `i`, which is still to come where something is on it, or goes on up to it: "the
/// match is *on Saturday*", "the governor decides *before Tuesday*".
pub(super) fn of_weekday(c: &Context, i: usize) -> Tense {
    match of(c, i) {
        Tense::Present if is_limit(c, lead(c, i)) || is_on(c, i) => Tense::Future,
        tense => tense,
    }
}

/// Whether a present form of `be` says that something is on the day at token `i`.
fn is_on(c: &Context, i: usize) -> bool {
    let be = |at: usize| c.document.children(at).any(|j| c.document.tokens[j].relation == Relation::Cop);
    let near = |head: usize| be(head) || head.abs_diff(i) <= 3 && c.document.head(head).is_some_and(be);
    !c.is(i + 1, &["'s", "’s"]) && (be(i) || c.document.head(i).is_some_and(near))
}

/// The side of the report's day that a word right before token `i` points to: `ended`, `since`, `due`, `by`.
pub(super) fn pointed(c: &Context, i: usize) -> Option<Tense> {
    const BACK: [&str; 3] = ["ended", "since", "dated"];
    let near = |words: &[&str]| (1..=2).any(|k| words.contains(&c.before(i, k)));
    if near(&BACK) {
        return Some(Tense::Past);
    }
    (close_before(c, i) || near(&["ending"])).then_some(Tense::Future)
}

/// Whether the verb that token `i` completes tells what is over: "were killed *on March 21*". Not one that looks ahead,
/// such as "announced elections on Dec. 3", nor a noun's own day.
pub(super) fn is_told_as_past(c: &Context, i: usize) -> bool {
    const AHEAD: [&str; 32] = [
        "adjourn",
        "agree",
        "announce",
        "approve",
        "call",
        "confirm",
        "convene",
        "decide",
        "declare",
        "delay",
        "extend",
        "fix",
        "invite",
        "move",
        "order",
        "plan",
        "postpone",
        "prolong",
        "propose",
        "push",
        "put",
        "report",
        "reschedule",
        "say",
        "schedule",
        "set",
        "sign",
        "summon",
        "suspend",
        "tell",
        "vote",
        "warn",
    ];
    completed(c, i).is_some_and(|verb| {
        let lemma = c.document.tokens[verb].lemma.to_lowercase();
        !AHEAD.contains(&lemma.as_str()) && verb_tense(c, verb, 0) == Tense::Past
    })
}

/// The verb that token `i` completes; not that of a noun whose own day it is.
pub(super) fn completed(c: &Context, i: usize) -> Option<usize> {
    let tokens = &c.document.tokens;
    let mut at = i;
    for _ in 0..4 {
        let head = c.document.head(at)?;
        if is_verb(&tokens[head].xpos) {
            return Some(head);
        }
        let within = head.abs_diff(i) <= 2 && !matches!(tokens[at].relation, Relation::Nmod | Relation::Obl);
        if !within && tokens[at].relation != Relation::Conj {
            return None;
        }
        at = head;
    }
    None
}

/// Whether a word that points ahead stands right before token `i`: `scheduled for`, `due`, `effective`.
fn close_before(c: &Context, i: usize) -> bool {
    const AHEAD: [&str; 11] = [
        "scheduled",
        "slated",
        "matures",
        "due",
        "effective",
        "payable",
        "expires",
        "expire",
        "starting",
        "upcoming",
        "beginning",
    ];
    let back = (1..=8).any(|k| c.before(i, k) == "had");
    let first = lead(c, i);
    let delivery = c.word(i + 1) == "delivery" || (1..=2).any(|k| c.before(i, k) == "delivery");
    !back && (delivery || (1..=3).any(|k| AHEAD.contains(&c.before(first, k))))
}

/// The tense of the nearest verb above token `i`, if the sentence is parsed.
fn by_tree(c: &Context, i: usize) -> Option<Tense> {
    let tokens = &c.document.tokens;
    let mut at = i;
    for _ in 0..8 {
        if is_verb(&tokens[at].xpos) {
            return Some(verb_tense(c, at, 0));
        }
        if let Some(tense) = copula_tense(c, at) {
            return Some(tense);
        }
        at = c.document.head(at)?;
    }
    None
}

/// The tense of a predicate that is no verb: "will be *back*", "was *dead*".
fn copula_tense(c: &Context, predicate: usize) -> Option<Tense> {
    const AHEAD: [&str; 13] = [
        "will", "'ll", "’ll", "wo", "shall", "may", "might", "should", "must", "can", "ca", "would", "could",
    ];
    const NOW: [&str; 9] = ["is", "are", "'s", "’s", "'re", "’re", "am", "'m", "’m"];
    let mut helpers = c.document.children(predicate).filter(|&j| is_helper(c.document.tokens[j].relation));
    let copula = c.document.children(predicate).find(|&j| c.document.tokens[j].relation == Relation::Cop)?;
    if helpers.any(|j| AHEAD.contains(&c.word(j))) {
        return Some(Tense::Future);
    }
    if c.word(copula) == "be" && c.document.children(predicate).any(|j| c.word(j) == "to") {
        return Some(implied(c, predicate).map_or(Tense::Future, |verb| verb_tense(c, verb, 0)));
    }
    Some(if NOW.contains(&c.word(copula)) { Tense::Present } else { Tense::Past })
}

pub(super) fn is_verb(xpos: &str) -> bool {
    xpos.starts_with("VB") || xpos == "MD"
}

fn verb_tense(c: &Context, verb: usize, depth: usize) -> Tense {
    let helpers = || c.document.children(verb).filter(|&j| is_helper(c.document.tokens[j].relation));
    let has = |words: &[&str]| helpers().any(|j| words.contains(&c.word(j)));
    if has(&["will", "'ll", "’ll", "wo", "shall", "may", "might", "should", "must", "can", "ca"]) {
        return Tense::Future;
    }
    if has(&["was", "were", "had", "has", "have", "did", "been", "'ve", "’ve", "could", "would"]) {
        let would = has(&["would", "could"]) && !has(&["have"]);
        return if would { Tense::Future } else { Tense::Past };
    }
    match c.document.tokens[verb].xpos.as_str() {
        "VBD" => Tense::Past,
        "VBN" if has(&["be"]) && has(&["to"]) => Tense::Future,
        "VB" if has(&["to"]) || c.word(verb.wrapping_sub(1)) == "to" => match implied(c, verb) {
            Some(governor) if depth < 4 => verb_tense(c, governor, depth + 1),
            _ => Tense::Future,
        },
        // `the takeover, announced over the weekend, would`: done before what the verb above says.
        "VBN" if c.document.tokens[verb].relation == Relation::Acl && !told_above(c, verb) => Tense::Past,
        "VBG" if has(&["is", "are", "'s", "’s", "'re", "’re", "am"]) => Tense::Future,
        "VBZ" | "VBP" | "VB" => Tense::Present,
        "MD" => Tense::Future,
        "VBN" if EXPECTED.contains(&c.word(verb)) => Tense::Future,
        _ if depth < 4 => above(c, verb, depth),
        _ => Tense::Past,
    }
}

/// Whether a participle beside a noun tells nothing that is over: "talks *scheduled* for", "a film *entitled*".
fn told_above(c: &Context, participle: usize) -> bool {
    EXPECTED.contains(&c.word(participle))
        || c.is(participle, &["entitled", "titled", "named", "called", "dubbed"])
}

/// The verb above an infinitive that happens when that verb does: "*started* to recruit on Thursday".
fn implied(c: &Context, infinitive: usize) -> Option<usize> {
    let relation = c.document.tokens[infinitive].relation;
    let above =
        c.document.head(infinitive).filter(|_| matches!(relation, Relation::Xcomp | Relation::Advcl))?;
    let lemma = c.document.tokens[above].lemma.to_lowercase();
    IMPLYING.contains(&lemma.as_str()).then_some(above)
}

/// Verbs of beginning, ending and managing (Karttunen's implicatives), whose infinitive is done or left undone with them.
const IMPLYING: [&str; 22] = [
    "start", "begin", "continue", "proceed", "cease", "come", "get", "manage", "fail", "dare", "bother",
    "happen", "help", "force", "rush", "hurry", "go", "use", "serve", "gather", "march", "rally",
];

/// Participles that, in the present passive, look ahead.
const EXPECTED: [&str; 8] =
    ["expected", "scheduled", "planned", "set", "slated", "supposed", "intended", "projected"];

fn is_helper(relation: Relation) -> bool {
    matches!(relation, Relation::Aux | Relation::AuxPass | Relation::Mark | Relation::Cop)
}

/// A participle has the tense of the verb above it.
fn above(c: &Context, verb: usize, depth: usize) -> Tense {
    let mut at = c.document.head(verb);
    for _ in depth..8 {
        let Some(i) = at else { break };
        if is_verb(&c.document.tokens[i].xpos) {
            return verb_tense(c, i, depth + 1);
        }
        at = c.document.head(i);
    }
    Tense::Past
}

/// The tense of the nearest word that shows one, to the left first.
fn by_words(c: &Context, i: usize) -> Tense {
    let from = c.sentence.start.max(i.saturating_sub(14));
    let left = (from..i).rev().take_while(|&j| c.word(j) != ";");
    let right = (i + 1..c.sentence.end.min(i + 15)).take_while(|&j| c.word(j) != ";");
    left.chain(right).find_map(|j| shows(c, j)).unwrap_or(Tense::Past)
}

fn shows(c: &Context, i: usize) -> Option<Tense> {
    let word = c.word(i);
    if word == "may" && c.capital(i) && c.cased() {
        return None;
    }
    if FUTURE.contains(&word) {
        return Some(Tense::Future);
    }
    if word == "be" || c.is(i.wrapping_sub(1), &["be"]) {
        return (c.before(i, 1) == "to").then_some(Tense::Future);
    }
    let regular = word.len() > 4 && word.ends_with("ed");
    (regular || PAST.contains(&word)).then_some(Tense::Past)
}

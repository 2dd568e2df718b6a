//! Third-person pronouns: candidates before them, scored by a small linear model.
//!
//! The features follow the salience factors of Lappin and Leass (1994); their weights ([`super::weights`]) are fitted
//! to the freely licensed part of GUM (see `training/coreference`).

use super::chains::{Chains, agrees, family, is_relative};
use super::facts::{Facts, Function, Number, Sort};
use super::speakers::first_person;
use super::weights;
use crate::actors::gender::Gender;
use annalist_core::annotations::MentionForm;
use annalist_core::{Document, Relation};

/// How many sentences back an antecedent may stand.
const SENTENCES_BACK: usize = 4;

/// How many mentions before a pronoun are looked at.
const MENTIONS_BACK: usize = 70;

/// What a link between a pronoun and a candidate shows, as indices into the weights.
pub type Features = Vec<usize>;

/// Joins each third-person pronoun with its likeliest antecedent.
pub fn link(document: &Document, facts: &[Facts], chains: &mut Chains) {
    for p in 0..facts.len() {
        let alone = chains.members(p).len() == 1;
        if facts[p].form != MentionForm::Pronoun || family(&facts[p].lemma).is_none() || !alone {
            continue;
        }
        if let Some(c) = best(document, facts, chains, p) {
            chains.join(c, p);
        }
    }
}

fn best(document: &Document, facts: &[Facts], chains: &Chains, p: usize) -> Option<usize> {
    if let Some(c) = turn(document, facts, chains, p) {
        return Some(c);
    }
    let mut best: Option<(f32, usize)> = None;
    for (c, features) in candidates(document, facts, chains, p) {
        let score: f32 = features.iter().map(|f| weights::WEIGHTS.get(*f).map_or(0.0, |w| w.1)).sum();
        if best.is_none_or(|(s, _)| score > s) {
            best = Some((score, c));
        }
    }
    best.map(|(_, c)| c)
}

/// Who goes on speaking where `p` is the subject of a verb of speech beside a quotation: the last who spoke outside quotation
/// marks, or whom the sentence before the quotation was about. Whom the quoted words name does not come into question.
fn turn(document: &Document, facts: &[Facts], chains: &Chains, p: usize) -> Option<usize> {
    let pronoun = &facts[p];
    let own = &document.sentences[pronoun.sentence].tokens;
    let beside = || own.clone().any(|i| is_quotation_mark(document.form(i)));
    if pronoun.quoted || !speaks(document, pronoun) || !beside() {
        return None;
    }
    let mut quotation = pronoun.sentence;
    for c in (p.saturating_sub(MENTIONS_BACK)..p).rev() {
        let other = &facts[c];
        if other.sentence + TURN_BACK < pronoun.sentence {
            return None;
        }
        if other.quoted {
            quotation = quotation.min(other.sentence);
            continue;
        }
        if other.function != Function::Subject
            || !possible(document, facts, p, c)
            || !agrees(facts, chains, p, c)
        {
            continue;
        }
        let before = other.sentence < pronoun.sentence
            && other.sentence + 1 >= quotation
            && is_main(document, other.head);
        if before || speaks(document, other) {
            return Some(c);
        }
    }
    None
}

/// How many sentences back the last who spoke may stand.
const TURN_BACK: usize = 6;

/// Whether a mention is the subject of a verb of speech.
pub(super) fn speaks(document: &Document, fact: &Facts) -> bool {
    const VERBS: [&str; 36] = [
        "acknowledge",
        "add",
        "admit",
        "announce",
        "argue",
        "ask",
        "assert",
        "claim",
        "comment",
        "complain",
        "conclude",
        "confirm",
        "continue",
        "declare",
        "demand",
        "deny",
        "exclaim",
        "explain",
        "insist",
        "joke",
        "lament",
        "maintain",
        "note",
        "observe",
        "promise",
        "recall",
        "remark",
        "reply",
        "respond",
        "say",
        "state",
        "stress",
        "tell",
        "urge",
        "warn",
        "write",
    ];
    let quoted = document.tokens[fact.head].relation == Relation::NsubjPass;
    let speech = |lemma: &str| VERBS.contains(&lemma) || quoted && lemma == "quote";
    fact.function == Function::Subject
        && governor(document, fact.head).is_some_and(|v| speech(&document.tokens[v].lemma))
}

fn is_quotation_mark(form: &str) -> bool {
    matches!(form, "\"" | "“" | "”" | "``" | "''")
}

/// The candidates for pronoun `p`, nearest first, with what speaks for and against each.
pub fn candidates(document: &Document, facts: &[Facts], chains: &Chains, p: usize) -> Vec<(usize, Features)> {
    let pronoun = &facts[p];
    let mut seen = Vec::new();
    let mut found = Vec::new();
    let barred = barred(document, facts, chains, p);
    // "“The doctor says I must,” she said": whom her words name is not she.
    let speaker = !pronoun.quoted && speaks(document, pronoun);
    for c in (p.saturating_sub(MENTIONS_BACK)..p).rev() {
        if facts[c].sentence + SENTENCES_BACK < pronoun.sentence {
            break;
        }
        let open = !barred.contains(&chains.root(c)) && possible(document, facts, p, c);
        let named = speaker && facts[c].quoted && facts[c].sentence == pronoun.sentence;
        if !open || named || !agrees(facts, chains, p, c) {
            continue;
        }
        let rank = seen.iter().filter(|&&r| r != chains.root(c)).count();
        if !seen.contains(&chains.root(c)) {
            seen.push(chains.root(c));
        }
        found.push((c, features(document, facts, chains, p, c, rank)));
    }
    if matches!(family(&pronoun.lemma), Some("he" | "she")) {
        mark_largest(chains, p, &mut found);
    }
    found
}

/// Marks the candidates of the chain that has been mentioned most.
fn mark_largest(chains: &Chains, p: usize, found: &mut [(usize, Features)]) {
    let size = |c: usize| chains.members(c).iter().filter(|m| **m < p).count();
    let most = found.iter().map(|(c, _)| size(*c)).max().unwrap_or(0);
    let feature = NAMES.iter().position(|n| *n == "largest");
    for (_, features) in found.iter_mut().filter(|(c, _)| most > 1 && size(*c) == most) {
        features.extend(feature);
    }
}

/// The chains of the other arguments of the pronoun's verb: "John thanked him" is about two people.
fn barred(document: &Document, facts: &[Facts], chains: &Chains, p: usize) -> Vec<usize> {
    let pronoun = &facts[p];
    if is_reflexive(&pronoun.lemma) || pronoun.function == Function::Possessor {
        return Vec::new();
    }
    let verb = governor(document, pronoun.head);
    let near = (p.saturating_sub(12)..facts.len().min(p + 6)).filter(|c| *c != p);
    let core = |c: &usize| matches!(facts[*c].function, Function::Subject | Function::Object);
    let together = |c: &usize| {
        facts[*c].sentence == pronoun.sentence && verb.is_some() && governor(document, facts[*c].head) == verb
    };
    near.filter(core).filter(together).map(|c| chains.root(c)).collect()
}

fn is_reflexive(lemma: &str) -> bool {
    lemma.ends_with("self") || lemma.ends_with("selves")
}

/// Whether grammar allows `c` as the antecedent of pronoun `p`.
fn possible(document: &Document, facts: &[Facts], p: usize, c: usize) -> bool {
    let (pronoun, other) = (&facts[p], &facts[c]);
    if other.tokens.contains(&pronoun.head)
        || is_first_or_second_person(&other.lemma) && other.form == MentionForm::Pronoun
    {
        return false;
    }
    if other.form == MentionForm::Pronoun && is_relative(&other.lemma) {
        return false;
    }
    let reflexive = is_reflexive(&pronoun.lemma);
    let possessive = pronoun.function == Function::Possessor;
    let together = governor(document, pronoun.head) == governor(document, other.head)
        && pronoun.sentence == other.sentence;
    if reflexive {
        return pronoun.sentence == other.sentence && (together || is_own_subject(document, pronoun, other));
    }
    possessive || !together
}

fn is_first_or_second_person(lemma: &str) -> bool {
    first_person(lemma).is_some() || matches!(lemma, "you" | "your" | "yours" | "yourself")
}

/// The word that governs the mention headed by `head`, past coordination.
fn governor(document: &Document, head: usize) -> Option<usize> {
    let mut at = head;
    for _ in 0..8 {
        if !matches!(document.tokens[at].relation, Relation::Conj | Relation::Appos) {
            break;
        }
        at = document.head(at)?;
    }
    document.head(at)
}

/// The names of the features, in the order of their numbers.
pub const NAMES: [&str; 56] = [
    "here",
    "back-1",
    "back-2",
    "back-3",
    "back-4",
    "subject",
    "object",
    "oblique",
    "possessor",
    "other",
    "same-function",
    "name",
    "definite",
    "indefinite",
    "pronoun",
    "same-word",
    "sort-known",
    "sort-unknown",
    "chain-1",
    "chain-2",
    "chain-3",
    "chain-6",
    "own-subject",
    "rank-0",
    "rank-1",
    "rank-2",
    "rank-4",
    "quote-differs",
    "modifier",
    "main-clause",
    "opens-sentence",
    "it-body",
    "it-thing",
    "they-body",
    "they-many",
    "they-person",
    "near",
    "nested",
    "it-same-function",
    "root-subject",
    "here-subject",
    "back-1-subject",
    "here-same",
    "thing-subject",
    "chain-recent",
    "it-name",
    "same-family",
    "gender-known",
    "gender-either",
    "gender-unknown",
    "conjoined",
    "it-place",
    "subject-chain",
    "quoted",
    "largest",
    "chain-12",
];

fn features(
    document: &Document,
    facts: &[Facts],
    chains: &Chains,
    p: usize,
    c: usize,
    rank: usize,
) -> Features {
    let mut out = Vec::with_capacity(16);
    let mut on = |name: &str, holds: bool| {
        if holds && let Some(i) = NAMES.iter().position(|n| *n == name) {
            out.push(i);
        }
    };
    let (pronoun, other) = (&facts[p], &facts[c]);
    let back = pronoun.sentence - other.sentence;
    on(["here", "back-1", "back-2", "back-3", "back-4"][back.min(4)], true);
    on(["subject", "object", "oblique", "possessor", "other"][other.function as usize], true);
    on("same-function", pronoun.function == other.function);
    on("here-subject", back == 0 && other.function == Function::Subject);
    on("back-1-subject", back == 1 && other.function == Function::Subject);
    on("here-same", back == 0 && pronoun.function == other.function);
    form_features(facts, p, c, &mut on);
    chain_features(facts, chains, p, c, &mut on);
    on(rank_name(rank), true);
    on("quote-differs", pronoun.quoted != other.quoted);
    on("modifier", other.modifier);
    on("own-subject", is_own_subject(document, pronoun, other));
    on("main-clause", is_main(document, other.head));
    on("root-subject", is_main(document, other.head) && other.function == Function::Subject);
    on("opens-sentence", document.sentences[other.sentence].tokens.start == other.tokens.start);
    on("near", pronoun.head.abs_diff(other.head) < 6);
    on("quoted", other.quoted);
    on("conjoined", document.tokens[other.head].relation == Relation::Conj);
    on(
        "nested",
        c > 0 && facts[c - 1].tokens.end >= other.tokens.end && facts[c - 1].sentence == other.sentence,
    );
    out
}

fn form_features(facts: &[Facts], p: usize, c: usize, on: &mut dyn FnMut(&str, bool)) {
    let (pronoun, other) = (&facts[p], &facts[c]);
    on("name", other.form == MentionForm::Name);
    on("definite", other.form == MentionForm::Nominal && other.definite);
    on("indefinite", other.form == MentionForm::Nominal && !other.definite);
    on("pronoun", other.form == MentionForm::Pronoun);
    on("same-word", pronoun.lemma == other.lemma);
    on("same-family", other.form == MentionForm::Pronoun && family(&other.lemma) == family(&pronoun.lemma));
}

fn chain_features(facts: &[Facts], chains: &Chains, p: usize, c: usize, on: &mut dyn FnMut(&str, bool)) {
    let sort = chains.sort(c);
    let gender = chains.gender(c);
    let person = matches!(family(&facts[p].lemma), Some("he" | "she"));
    on("gender-known", person && matches!(gender, Some(Gender::Male | Gender::Female)));
    on("gender-either", person && gender == Some(Gender::Either));
    on("gender-unknown", person && gender.is_none());
    let subjects =
        chains.members(c).iter().filter(|m| **m < p && facts[**m].function == Function::Subject).count();
    on("subject-chain", subjects > 1);
    let size = chains.members(c).iter().filter(|m| **m < p).count();
    on(
        match size {
            0 | 1 => "chain-1",
            2 => "chain-2",
            3..=5 => "chain-3",
            _ => "chain-6",
        },
        true,
    );
    on("chain-12", person && size > 11);
    on("sort-known", sort != Sort::Unknown);
    on("sort-unknown", sort == Sort::Unknown);
    let family = family(&facts[p].lemma).unwrap_or("");
    on("it-body", family == "it" && sort == Sort::Body);
    on("it-thing", family == "it" && sort == Sort::Thing);
    on("it-place", family == "it" && sort == Sort::Place);
    on("it-name", family == "it" && facts[c].form == MentionForm::Name);
    on("it-same-function", family == "it" && facts[p].function == facts[c].function);
    on("they-body", family == "they" && facts[c].number == Number::Body);
    on("they-many", family == "they" && facts[c].number == Number::Many);
    on("they-person", family == "they" && sort == Sort::Person);
    on("thing-subject", sort == Sort::Thing && facts[c].function == Function::Subject);
    let sentence = facts[p].sentence;
    on("chain-recent", chains.members(c).iter().any(|m| *m < p && facts[*m].sentence + 1 == sentence));
}

fn rank_name(rank: usize) -> &'static str {
    match rank {
        0 => "rank-0",
        1 => "rank-1",
        2 | 3 => "rank-2",
        _ => "rank-4",
    }
}

/// Whether `other` is the subject of the verb that governs the pronoun or the phrase around it.
fn is_own_subject(document: &Document, pronoun: &Facts, other: &Facts) -> bool {
    if pronoun.sentence != other.sentence || other.function != Function::Subject {
        return false;
    }
    let Some(verb) = governor(document, other.head) else { return false };
    let mut at = pronoun.head;
    for _ in 0..6 {
        let Some(up) = document.head(at) else { return false };
        if up == verb {
            return true;
        }
        if document.tokens[up].upos == annalist_core::Upos::Verb && at != pronoun.head {
            return false;
        }
        at = up;
    }
    false
}

fn is_main(document: &Document, head: usize) -> bool {
    let up = governor(document, head);
    up.is_none_or(|u| document.tokens[u].head.is_none())
}

//! Plain reports and denials that the models pass over: "…, the police *confirmed*", "a charge that Moscow *denies*".

use super::chains::{phrase, verb_group};
use super::grammar::subject;
use super::judgement::{CALLING, UNTRUE};
use super::model::Found;
use super::view::View;
use annalist_core::{Relation, Upos};
use annalist_lexicon::Lexicon;
use std::ops::Range;

/// Adds what was missed, keeping the order of cues.
pub fn add(view: &View, lexicon: &Lexicon, found: &mut Vec<Found>) {
    let mut is_taken = vec![false; view.token_count()];
    found.iter().flat_map(|f| &f.cue).for_each(|&t| is_taken[t] = true);
    let free = (0..view.token_count()).filter(|&t| !is_taken[t] && view.quotation[t].is_none());
    let told = |t: &usize| found.iter().any(|f| f.content.iter().any(|c| c.contains(t)));
    let mut missed: Vec<Found> = free
        .filter_map(|t| denial(view, lexicon, t).or_else(|| report(view, lexicon, t).filter(|_| !told(&t))))
        .collect();
    found.append(&mut missed);
    found.sort_by_key(|f| f.cue[0]);
    join_neither(view, found);
    part_charges(view, found);
}

/// "Kiev said troops had crossed the border, *a charge that Moscow denied*": the denial is the reporter's to tell, and no
/// part of what Kiev said.
fn part_charges(view: &View, found: &mut [Found]) {
    let charge = |f: &Found| {
        let noun = view.head(f.head).filter(|_| view.relation(f.head) == Relation::AclRelcl)?;
        let start = phrase(view, noun).start;
        let apart = start > 0 && view.document.form(start - 1) == "," && f.cue[0] > noun;
        (apart && is_claim(view, noun)).then_some((start, f.head))
    };
    let charges: Vec<(usize, usize)> = found.iter().filter_map(charge).collect();
    for (start, head) in charges {
        let told = |c: &&mut Range<usize>| c.start < start && c.contains(&head);
        for content in found.iter_mut().flat_map(|f| &mut f.content).filter(told) {
            content.end = start - 1;
        }
    }
}

/// "has *neither confirmed nor denied* that …" is one cue.
fn join_neither(view: &View, found: &mut Vec<Found>) {
    let is = |t: usize, word: &str| view.document.tokens[t].lemma.to_lowercase() == word;
    let mut i = 0;
    while i + 1 < found.len() {
        let (first, second) = (found[i].cue[0], found[i + 1].cue[0]);
        let near = second > first && second - first <= 6 && is(second - 1, "nor");
        if near && found[i].content.is_empty() && found[i].cue.iter().any(|&t| is(t, "neither")) {
            let second = found.remove(i + 1);
            found[i].cue = (first..=second.cue[second.cue.len() - 1]).collect();
            found[i].content = second.content;
        }
        i += 1;
    }
}

/// The class of a finite verb with a subject, not one that is asked for, planned or passive.
fn class_of<'l>(view: &View, lexicon: &'l Lexicon, verb: usize) -> Option<&'l str> {
    let token = &view.document.tokens[verb];
    let modal = |t: usize| {
        view.relation(t) == Relation::AuxPass
            || view.relation(t) == Relation::Aux && view.document.tokens[t].xpos == "MD"
    };
    if token.upos != Upos::Verb || view.children(verb).any(modal) {
        return None;
    }
    lexicon.cues.of_word(&token.lemma.to_lowercase(), token.upos).map(|c| c.class)
}

/// "denied *it*", "deny *supplying them*", "*a charge* that Hanoi rejected", "called *the story absurd*".
fn denial(view: &View, lexicon: &Lexicon, verb: usize) -> Option<Found> {
    let content = match class_of(view, lexicon, verb)? {
        "deny" => denied(view, verb)?,
        _ => called_untrue(view, verb)?,
    };
    // What is rejected or dismissed may be an offer or a minister; only of claims does that say that they are untrue.
    let always = !matches!(
        lemma(view, verb).as_str(),
        "reject" | "dismiss" | "rebuff" | "renounce" | "decline" | "contradict"
    );
    let source = match subject(view, verb) {
        Some(subject) if !content.contains(&subject) => phrase(view, subject),
        _ => agent(view, verb)?,
    };
    let apart = !source.contains(&verb) && (source.end <= content.start || content.end <= source.start);
    (apart && !content.is_empty() && (always || content.clone().any(|t| is_claim(view, t)))).then(|| Found {
        cue: verb_group(view, verb),
        head: verb,
        source: vec![source],
        content: vec![content],
    })
}

/// What a verb of denying denies: the claim that its clause belongs to, else its clause or object.
fn denied(view: &View, verb: usize) -> Option<Range<usize>> {
    let relative = matches!(view.relation(verb), Relation::AclRelcl | Relation::Acl);
    if let Some(noun) = view.head(verb).filter(|&n| relative && is_claim(view, n)) {
        return Some(phrase(view, noun).start..noun + 1);
    }
    let object = view.children(verb).find(|&t| match view.relation(t) {
        Relation::Ccomp | Relation::Xcomp | Relation::Obj => true,
        Relation::Advcl => t > verb && view.document.tokens[t].xpos == "VBG",
        _ => false,
    })?;
    let range = phrase(view, object);
    Some(if object > verb { range.start.max(verb + 1)..range.end } else { range })
}

/// "called *the story "absurd"*", "calls *this enemy propaganda*": a claim, or a word for one, with what it is called.
fn called_untrue(view: &View, verb: usize) -> Option<Range<usize>> {
    const FARTHEST: usize = 9;
    let end = view.document.sentences[view.sentence[verb] as usize].tokens.end;
    let claim = view.children(verb).find(|&t| {
        t > verb
            && matches!(view.relation(t), Relation::Obj | Relation::Nsubj)
            && (is_claim(view, t) || matches!(lemma(view, t).as_str(), "it" | "this" | "that"))
    });
    let claim = claim.filter(|_| CALLING.contains(&lemma(view, verb).as_str()))?;
    let untrue =
        (claim + 1..end.min(claim + FARTHEST)).find(|&t| UNTRUE.contains(&lemma(view, t).as_str()))?;
    Some(phrase(view, claim).start.max(verb + 1)..untrue + 1)
}

fn lemma(view: &View, t: usize) -> String {
    view.document.tokens[t].lemma.to_lowercase()
}

/// "dismissed *by officials*".
fn agent(view: &View, verb: usize) -> Option<Range<usize>> {
    let by = view.child(verb, |r| r == Relation::OblAgent || r == Relation::Obl).filter(|&t| {
        view.children(t).any(|c| view.relation(c) == Relation::Case && view.document.tokens[c].lemma == "by")
    })?;
    let range = phrase(view, by);
    (range.len() > 1).then_some(range.start + 1..range.end)
}

/// Nouns for what somebody claims, that can be denied.
fn is_claim(view: &View, t: usize) -> bool {
    matches!(
        lemma(view, t).as_str(),
        "accusation"
            | "allegation"
            | "assertion"
            | "charge"
            | "claim"
            | "finding"
            | "report"
            | "story"
            | "suggestion"
    )
}

/// "…, *the police confirmed*.", "the ministry *said* that …".
fn report(view: &View, lexicon: &Lexicon, verb: usize) -> Option<Found> {
    let class = class_of(view, lexicon, verb)?;
    let finite = matches!(view.document.tokens[verb].xpos.as_str(), "VBD" | "VBZ" | "VBP")
        || view.child(verb, |r| r == Relation::Aux).is_some();
    if !finite || !matches!(class, "say" | "claim" | "confirm" | "find" | "show") {
        return None;
    }
    let subject = view.child(verb, |r| r == Relation::Nsubj)?;
    let source = phrase(view, subject);
    if matches!(lemma(view, subject).as_str(), "it" | "there" | "that" | "this" | "which" | "who")
        || source.contains(&verb)
    {
        return None;
    }
    let content = match view.children(verb).find(|&t| view.relation(t) == Relation::Ccomp) {
        Some(clause) => phrase(view, clause),
        None => before(view, verb, source.start)?,
    };
    let apart = !content.contains(&verb) && (source.end <= content.start || content.end <= source.start);
    (apart && content.len() > 2).then(|| Found {
        cue: verb_group(view, verb),
        head: verb,
        source: vec![source],
        content: vec![content],
    })
}

/// The words of the sentence before a comma, where a subject and its verb follow that end the sentence but for "on Monday".
fn before(view: &View, verb: usize, subject: usize) -> Option<Range<usize>> {
    let sentence = view.document.sentences[view.sentence[verb] as usize].tokens.clone();
    let comma = subject > sentence.start && view.document.form(subject - 1) == ",";
    let object =
        view.child(verb, |r| matches!(r, Relation::Obj | Relation::Xcomp | Relation::Ccomp)).is_some();
    let ends = (verb + 1..sentence.end)
        .all(|t| view.punctuation[t] || view.relation(t) != Relation::Root && t < verb + 6);
    let clause = sentence.start..subject.saturating_sub(1);
    let tells = || clause.clone().any(|t| view.child(t, Relation::is_subject).is_some());
    (comma && !object && ends && clause.len() > 3 && tells()).then(|| clause.clone())
}

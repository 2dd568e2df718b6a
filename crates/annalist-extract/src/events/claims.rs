//! On whose word a record stands.

use super::Scene;
use super::happening::Happening;
use annalist_core::annotations::{Certainty, Polarity};
use annalist_core::{Attribution, Auxiliary, EntityId, Event, Relation, Span, Upos};

/// The attributions whose content tells of the happening headed by token `head`, outermost first.
pub fn around(scene: &Scene, head: usize) -> Vec<usize> {
    let trigger = scene.tree.document.tokens[head].span;
    let tells = |a: &Attribution| holds(a, trigger) && !takes_for_granted(scene, a, head);
    let attributions = &scene.annotations.attributions;
    let mut found: Vec<usize> =
        attributions.iter().enumerate().filter(|(_, a)| tells(a)).map(|(i, _)| i).collect();
    let outer = |i: &usize| std::iter::successors(Some(*i), |i| attributions[*i].within);
    found.sort_by_key(|i| outer(i).take(attributions.len()).count());
    found
}

/// The attributions of a happening, outermost first. "The army *announced* that rebels had fired" is told by the army, whose
/// word is part of the trigger; "the army announced that it would withdraw" is what the army does.
pub fn of(scene: &Scene, h: &Happening) -> Vec<usize> {
    let mut found = around(scene, h.head);
    let tokens = &scene.tree.document.tokens;
    let cue = tokens[h.head].span;
    let told = |a: &Attribution| {
        let Some(first) = a.content.first().filter(|_| a.class == "say") else { return false };
        let by_another =
            h.actors.first().is_some_and(|&t| a.content.iter().any(|c| c.contains(tokens[t].span)));
        let follows = first.end <= cue.start;
        a.cue.iter().any(|c| c.overlaps(cue))
            && (by_another || follows)
            && h.words.iter().any(|&w| w != h.head && holds(a, tokens[w].span))
    };
    let own = scene.annotations.attributions.iter().position(told);
    found.extend(own.filter(|i| !found.contains(i)));
    found
}

/// Marks which of its attributions deny a record. Who says that a thing did not happen denies it: the record is then
/// of the thing, denied, and not of its absence. What will not or would not be, or is not *yet*, is still told as such.
pub fn denials(scene: &Scene, event: &mut Event) {
    let attributions = &scene.annotations.attributions;
    let denies = |i: &usize| attributions[*i].polarity == Polarity::Denied;
    event.denied_by = event.attributions.iter().copied().filter(denies).collect();
    let Some(&innermost) = event.attributions.last().filter(|_| event.auxiliary == [Auxiliary::Negation])
    else {
        return;
    };
    let said = &attributions[innermost];
    let tells = matches!(said.class, "say" | "write" | "claim" | "confirm" | "find" | "show");
    let yet = || {
        let head = scene.tree.document.token_at(event.trigger[0].start);
        head.is_some_and(|t| scene.tree.children(t).any(|c| matches!(scene.tree.lemma(c), "yet" | "without")))
    };
    if event.denied_by.is_empty() && tells && !yet() && said.certainty != Certainty::Unverified {
        event.denied_by.push(innermost);
        event.auxiliary.clear();
    }
}

/// Whether `trigger` stands in the content of an attribution.
pub fn holds(a: &Attribution, trigger: Span) -> bool {
    a.content.iter().any(|c| c.contains(trigger))
        && !a.cue.iter().chain(&a.source).any(|s| s.overlaps(trigger))
}

/// Whether an attribution speaks of the happening as known, so that the report itself vouches for it: who condemns an
/// attack does not claim it, and who denies *responsibility for* one does not deny it.
fn takes_for_granted(scene: &Scene, a: &Attribution, head: usize) -> bool {
    let named = scene.tree.upos(head) == Upos::Noun;
    match a.class {
        "criticize" | "praise" | "oppose" | "support" | "discuss" | "express" => {
            named && is_object(scene, a, head)
        }
        "deny" => named && shares_in(scene, a, head),
        "agree" | "ask" | "decide" | "demand" | "promise" | "want" => is_occasion(scene, a, head),
        _ => false,
    }
}

/// Whether no clause of the content holds the noun `head`: "condemned the attack on …", not "for saying that …".
fn is_object(scene: &Scene, a: &Attribution, head: usize) -> bool {
    let cue = |t: usize| a.cue.iter().any(|c| c.contains(scene.tree.document.tokens[t].span));
    !above(scene, head).take_while(|t| !cue(*t)).any(|t| scene.tree.upos(t) == Upos::Verb)
}

/// Whether a happening is the occasion of what is wanted or decided, not part of it: "ordered the army to resume strikes
/// *after a rocket attack*".
fn is_occasion(scene: &Scene, a: &Attribution, head: usize) -> bool {
    const OCCASIONS: [&str; 8] =
        ["after", "amid", "because of", "despite", "following", "in response to", "over", "since"];
    let tree = &scene.tree;
    let cue = |t: usize| a.cue.iter().any(|c| c.contains(tree.document.tokens[t].span));
    let mut way = std::iter::once(head).chain(above(scene, head)).take_while(|t| !cue(*t));
    way.any(|t| match tree.relation(t) {
        Relation::Obl | Relation::Nmod => {
            tree.preposition(t).is_some_and(|p| OCCASIONS.contains(&p.as_str()))
        }
        Relation::Advcl => tree.in_relation(t, Relation::Mark).any(|m| OCCASIONS.contains(&tree.lemma(m))),
        _ => false,
    })
}

/// Whether "responsibility for" and the like stand before `head` in the content, with no clause between.
fn shares_in(scene: &Scene, a: &Attribution, head: usize) -> bool {
    let trigger = scene.tree.document.tokens[head].span;
    let Some(content) = a.content.iter().find(|c| c.contains(trigger)) else { return false };
    let before = scene.tree.document.tokens_in(*content).start..head;
    let clause = |t: usize| scene.tree.upos(t) == Upos::Verb;
    before.rev().take_while(|t| !clause(*t)).any(|t| is_share(scene.tree.lemma(t)))
}

/// The tokens above `head` in its sentence, nearest first.
fn above<'a>(scene: &'a Scene, head: usize) -> impl Iterator<Item = usize> + 'a {
    std::iter::successors(scene.tree.head(head), |t| scene.tree.head(*t)).take(6)
}

/// Nouns for having a share in a deed.
fn is_share(lemma: &str) -> bool {
    matches!(
        lemma,
        "responsibility"
            | "involvement"
            | "role"
            | "part"
            | "hand"
            | "link"
            | "connection"
            | "complicity"
            | "knowledge"
            | "blame"
            | "wrongdoing"
    )
}

/// Words that a denial answers an earlier statement by: "denied *the accusation*".
fn is_answer(lemma: &str) -> bool {
    matches!(
        lemma,
        "accusation"
            | "allegation"
            | "charge"
            | "claim"
            | "report"
            | "story"
            | "assertion"
            | "finding"
            | "suggestion"
            | "it"
            | "that"
            | "this"
            | "which"
    )
}

/// How many sentences back a denial may answer a statement.
const MEMORY: usize = 4;

/// Adds to the records of a statement the denials that answer it: "Kyiv blamed Russia for it. Moscow denied
/// *involvement*."
pub fn answer(scene: &Scene, events: &mut [(usize, Event)]) {
    let attributions = &scene.annotations.attributions;
    for (i, denial) in attributions.iter().enumerate() {
        let Some(word) = answering(scene, denial) else { continue };
        let Some(answered) = answered(scene, i) else { continue };
        let own = |e: &Event| e.actors.iter().any(|p| is_denier(scene, denial.speaker, p.entity, p.country));
        for (_, event) in events.iter_mut().filter(|(_, e)| e.attributions.contains(&answered)) {
            if !event.attributions.contains(&i) && (is_answer(word) || own(event)) {
                event.attributions.push(i);
                event.denied_by.push(i);
            }
        }
    }
}

/// The word by which a denial answers an earlier statement, if that is what it does.
fn answering<'a>(scene: &'a Scene, denial: &Attribution) -> Option<&'a str> {
    if denial.polarity != Polarity::Denied {
        return None;
    }
    let tokens = scene.tree.document.tokens_in(*denial.content.first()?);
    let nominal = |t: &usize| matches!(scene.tree.upos(*t), Upos::Noun | Upos::Pron);
    let top = tokens.filter(nominal).min_by_key(|t| (scene.tree.depth(*t), *t))?;
    let cue = |t: usize| denial.cue.iter().any(|c| c.contains(scene.tree.document.tokens[t].span));
    let clause = scene.tree.children(top).any(|t| scene.tree.upos(t) == Upos::Verb && !cue(t));
    // "Moscow said that *this* was a lie": the word for what is answered is the subject.
    let subject = scene.tree.children(top).find(|&t| scene.tree.relation(t).is_subject());
    let top = subject.filter(|_| denial.class != "deny").unwrap_or(top);
    let lemma = scene.tree.lemma(top);
    (is_share(lemma) || is_answer(lemma) && !clause).then_some(lemma)
}

/// The nearest statement before denial `i` that somebody else makes.
fn answered(scene: &Scene, i: usize) -> Option<usize> {
    let attributions = &scene.annotations.attributions;
    let sentence = |a: &Attribution| {
        let cue = a.cue.first()?;
        Some(scene.tree.document.sentence_of(scene.tree.document.token_at(cue.start)?))
    };
    let here = sentence(&attributions[i])?;
    (0..i).rev().take_while(|j| sentence(&attributions[*j]).is_some_and(|s| s + MEMORY >= here)).find(|j| {
        let other = &attributions[*j];
        other.polarity == Polarity::Asserted && other.speaker != attributions[i].speaker
    })
}

/// Whether a party is who denies, or what the denier speaks for.
fn is_denier(
    scene: &Scene,
    speaker: Option<EntityId>,
    party: Option<EntityId>,
    country: Option<annalist_core::CountryCode>,
) -> bool {
    let Some(speaker) = speaker else { return false };
    let speaks_for = scene.annotations.entity(speaker).country;
    party == Some(speaker) || speaks_for.is_some() && speaks_for == country
}

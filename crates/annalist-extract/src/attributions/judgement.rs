//! Form, polarity, certainty and words of judgement of an attribution, from lexicon and grammar.

use super::model::Found;
use super::view::View;
use annalist_core::annotations::{AttributionForm, Certainty, Polarity};
use annalist_core::{Relation, Span, Upos};
use annalist_lexicon::Lexicon;
use annalist_lexicon::cues::Cue;
use std::ops::Range;

/// Class, polarity and certainty together.
pub struct Judged {
    /// The class of the cue.
    pub class: &'static str,
    /// Asserted or denied.
    pub polarity: Polarity,
    /// How sure.
    pub certainty: Certainty,
}

/// Whether the content stands in quotation marks, wholly or in part. Marks around cue and content alike do not count:
/// they belong to someone who quotes both.
pub fn form(view: &View, found: &Found) -> AttributionForm {
    let outer = view.quotation[found.head];
    let words = || found.content.iter().cloned().flatten().filter(|&t| !view.punctuation[t]);
    let quoted = words().filter(|&t| view.quotation[t].is_some() && view.quotation[t] != outer).count();
    match words().count() {
        _ if quoted == 0 => AttributionForm::Indirect,
        n if n == quoted => AttributionForm::Direct,
        _ => AttributionForm::Mixed,
    }
}

/// Polarity and certainty from the cue's entry, its negation and mood, and the content's mood.
pub fn judge(view: &View, found: &Found, lexicon: &Lexicon) -> Judged {
    let cue = entry(view, found, lexicon);
    let class = cue.map_or("say", |c| c.class);
    let mut certainty = cue.map_or(Certainty::Said, |c| c.certainty);
    let mut polarity = cue.map_or(Polarity::Asserted, |c| c.polarity);
    if is_negated(view, found) {
        match class {
            // Who does not deny a thing, or neither confirms nor denies it, vouches for nothing.
            "deny" => (polarity, certainty) = (Polarity::Asserted, Certainty::Unverified),
            "think" | "agree" if !asks_whether(view, found) => polarity = Polarity::Denied,
            "say" | "write" | "claim" | "confirm" | "show" | "know" | "find" | "hear" => {
                certainty = Certainty::Unverified
            }
            _ => {}
        }
    } else if asks_whether(view, found) || leaves_open(view, found) {
        certainty = Certainty::Unverified;
    } else if matches!(certainty, Certainty::Said | Certainty::Confirmed) && is_possible(view, found) {
        certainty = Certainty::Possible;
    } else if certainty == Certainty::Claimed && class == "claim" && says_not(view, found) {
        // Who insists that a thing is not so denies it, and that is firmly said.
        certainty = Certainty::Said;
    } else if certainty == Certainty::Said && is_rumour(view, found) {
        certainty = Certainty::Unverified;
    }
    if calls_false(view, found) {
        polarity = Polarity::Denied;
    }
    Judged { class, polarity, certainty }
}

/// The lexicon's entry for the cue: that of its head, else of the last of its words that has one.
fn entry<'l>(view: &View, found: &Found, lexicon: &'l Lexicon) -> Option<&'l Cue> {
    let of = |t: usize| {
        let token = &view.document.tokens[t];
        lexicon.cues.of_word(&token.lemma.to_lowercase(), token.upos)
    };
    let telling = |t: &usize| of(*t).is_some_and(|c| matches!(c.class, "deny" | "doubt"));
    let said = found.cue.iter().copied().find(telling);
    said.and_then(of).or_else(|| of(found.head)).or_else(|| found.cue.iter().rev().find_map(|&t| of(t)))
}

/// Whether a negation stands in the cue or depends on its head, or the source is nobody.
fn is_negated(view: &View, found: &Found) -> bool {
    let negates = |t: usize| {
        matches!(view.document.tokens[t].lemma.as_str(), "not" | "never" | "no" | "neither" | "nobody")
    };
    let near = view
        .children(found.head)
        .filter(|&t| matches!(view.relation(t), Relation::Advmod | Relation::Det | Relation::Cc));
    let first = found.source.first().map(|r| r.start);
    found.cue.iter().copied().chain(near).chain(first).any(negates)
}

/// Whether the content begins as a question: "whether", "if", "why".
fn asks_whether(view: &View, found: &Found) -> bool {
    let first = found.content.first().map(|r| view.document.tokens[r.start].lemma.to_lowercase());
    first.is_some_and(|w| w == "whether") && view.quotation[found.content[0].start].is_none()
}

/// Whether it says that something is untrue: "called the report *false*", "said that reports of it were *lies*".
fn calls_false(view: &View, found: &Found) -> bool {
    const REPORTS: [&str; 9] =
        ["report", "claim", "allegation", "accusation", "charge", "story", "suggestion", "rumour", "rumor"];
    let lemma = |t: usize| view.document.tokens[t].lemma.to_lowercase();
    let untrue = |t: usize| UNTRUE.contains(&lemma(t).as_str());
    let calls = found.cue.iter().any(|&t| CALLING.contains(&lemma(t).as_str()));
    let says = || {
        let top = top(view, found).filter(|&t| untrue(t))?;
        let adjective = view.upos(top) == Upos::Adj;
        // A report, a claim or an attack is called untrue; of people the same words judge.
        view.child(top, Relation::is_subject).filter(|&s| match view.upos(s) {
            Upos::Pron => matches!(lemma(s).as_str(), "it" | "this" | "that"),
            Upos::Noun => {
                adjective || REPORTS.contains(&lemma(s).as_str()) || FICTION.contains(&lemma(top).as_str())
            }
            _ => false,
        })
    };
    calls && found.content.iter().cloned().flatten().any(untrue) || says().is_some()
}

/// Nouns for what never was, a report of it or the thing itself.
const FICTION: [&str; 6] = ["fabrication", "fiction", "hoax", "invention", "lie", "myth"];

/// Verbs that say what somebody takes a thing for.
pub(super) const CALLING: [&str; 7] = ["call", "describe", "label", "brand", "term", "denounce", "dub"];

/// What is said of a report that is not true.
pub(super) const UNTRUE: [&str; 22] = [
    "absurd",
    "preposterous",
    "ridiculous",
    "fiction",
    "myth",
    "false",
    "untrue",
    "lie",
    "fake",
    "hoax",
    "baseless",
    "groundless",
    "unfounded",
    "fabrication",
    "fabricated",
    "invention",
    "nonsense",
    "rubbish",
    "disinformation",
    "laughable",
    "slander",
    "propaganda",
];

/// Whether the content says that the matter is open: "it was *not clear* whether", "could *not confirm* that".
fn leaves_open(view: &View, found: &Found) -> bool {
    let Some(top) = top(view, found) else { return false };
    let negated =
        view.children(top).any(|t| matches!(view.document.tokens[t].lemma.as_str(), "not" | "never"));
    match view.document.tokens[top].lemma.as_str() {
        "unclear" | "unknown" | "uncertain" | "unconfirmed" => true,
        "clear" | "known" | "know" | "certain" | "sure" | "confirm" | "verify" => negated,
        _ => false,
    }
}

/// Whether the main clause of the content is negated: "insists that it did *not*", "that *no* gun had fired".
fn says_not(view: &View, found: &Found) -> bool {
    let lemma = |t: usize| view.document.tokens[t].lemma.to_lowercase();
    let none = |t: usize| {
        matches!(lemma(t).as_str(), "nobody" | "none" | "nothing")
            || view.children(t).any(|d| view.relation(d) == Relation::Det && lemma(d) == "no")
    };
    let negates = |t: usize| match view.relation(t) {
        Relation::Advmod => matches!(lemma(t).as_str(), "not" | "never"),
        Relation::Nsubj | Relation::NsubjPass | Relation::Obj => none(t),
        _ => false,
    };
    top(view, found).is_some_and(|t| none(t) || view.children(t).any(negates))
}

/// Whether nobody is named for it but talk: "*reports* that …", "were *said* to have …", "*unconfirmed* reports".
fn is_rumour(view: &View, found: &Found) -> bool {
    let token = &view.document.tokens[found.head];
    let unconfirmed =
        view.children(found.head).any(|t| view.document.tokens[t].lemma.to_lowercase() == "unconfirmed");
    let talk = match token.lemma.as_str() {
        "report" => token.xpos == "NNS",
        "say" => view.child(found.head, |r| r == Relation::AuxPass).is_some(),
        _ => false,
    };
    found.source.is_empty() && talk || unconfirmed
}

/// The token of the content that stands highest in the tree.
fn top(view: &View, found: &Found) -> Option<usize> {
    let range = found.content.first()?;
    range.clone().filter(|&t| !view.punctuation[t]).min_by_key(|&t| (view.depth[t], t))
}

/// Whether the main verb of the content may or might be so.
fn is_possible(view: &View, found: &Found) -> bool {
    let modal = |t: usize| {
        let lemma = view.document.tokens[t].lemma.as_str();
        match view.relation(t) {
            Relation::Aux => matches!(lemma, "may" | "might"),
            Relation::Advmod => matches!(lemma, "possibly" | "perhaps" | "probably" | "maybe"),
            _ => false,
        }
    };
    top(view, found).is_some_and(|t| view.upos(t) == Upos::Aux && modal(t) || view.children(t).any(modal))
}

/// The words of judgement in the content, as spans. What hyphens join ("so-called") is looked up as one word.
pub fn loaded(view: &View, content: &[Range<usize>], lexicon: &Lexicon) -> Vec<Span> {
    let mut spans = Vec::new();
    for range in content {
        let units = hyphenated(view, range);
        let lemma = |unit: &Range<usize>| match unit.len() {
            1 => view.document.tokens[unit.start].lemma.to_lowercase(),
            _ => view.document.span_of(unit.clone()).of(&view.document.text).to_lowercase(),
        };
        let lemmas: Vec<String> = units.iter().map(lemma).collect();
        let words: Vec<&str> = lemmas.iter().map(String::as_str).collect();
        let mut at = 0;
        while at < words.len() {
            let n = lexicon.cues.loaded_at(&words[at..]);
            // "the Patriot missile": what is part of a name judges nobody.
            if n > 0 && view.name[units[at].start] == 0 {
                spans.push(view.document.span_of(units[at].start..units[at + n - 1].end));
            }
            at += n.max(1);
        }
    }
    spans
}

/// The tokens of `range`, those that a hyphen joins as one.
fn hyphenated(view: &View, range: &Range<usize>) -> Vec<Range<usize>> {
    let hyphen = |t: usize| view.document.form(t) == "-";
    let mut units: Vec<Range<usize>> = Vec::new();
    for t in range.clone() {
        let token = &view.document.tokens[t];
        match units.last_mut() {
            Some(unit)
                if (hyphen(t) || hyphen(t - 1))
                    && view.document.tokens[t - 1].span.end == token.span.start =>
            {
                unit.end = t + 1;
            }
            _ => units.push(t..t + 1),
        }
    }
    units
}

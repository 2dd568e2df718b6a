//! What grammar mends in what the models found: cues that hold too much, sources and contents left out, and clauses
//! that are a rival's rather than the speaker's.

use super::chains::{clause_of, phrase};
use super::grammar::subject;
use super::judgement::CALLING;
use super::model::Found;
use super::view::View;
use annalist_core::{Relation, Upos};
use annalist_lexicon::Lexicon;
use std::ops::Range;

/// Mends each attribution, then parts rival ones.
pub fn mend(view: &View, lexicon: &Lexicon, found: &mut Vec<Found>) {
    found.retain(|f| !quotes_price(view, f));
    join_questions(view, found);
    for f in found.iter_mut() {
        quoted_as_saying(view, f);
        keep_to_denial(view, lexicon, f);
        keep_to_calling(view, f);
        give_back_modifier(view, f);
        reported_clause(view, f);
        swallowed_clause(view, f);
        whole_subject(view, f);
        whole_sentence(view, f);
    }
    for i in 0..found.len() {
        let (before, rest) = found.split_at_mut(i);
        let f = &mut rest[0];
        shared_source(view, before, f);
        missing_source(view, f);
        missing_content(view, f);
        around_aside(view, f);
    }
    part_rivals(view, found);
    part_crossed(view, found);
}

/// "it was not clear *who had ordered the attack*": who is asked for is no source, and the question is part of what is said.
fn join_questions(view: &View, found: &mut Vec<Found>) {
    let asks = |f: &Found| {
        let who = |t: usize| view.document.tokens[t].xpos == "WP";
        let question = !matches!(view.relation(f.head), Relation::Acl | Relation::AclRelcl | Relation::Root);
        question && f.source.iter().any(|s| who(s.end - 1) && s.end <= f.cue[0] && s.end + 2 > f.cue[0])
    };
    let questions: Vec<Range<usize>> =
        found.iter().filter(|f| asks(f)).map(|f| phrase(view, f.head)).collect();
    found.retain(|f| !asks(f));
    for question in questions {
        for content in found.iter_mut().flat_map(|f| &mut f.content).filter(|c| c.end == question.start) {
            content.end = question.end;
        }
    }
}

/// "called *reports of a mine false*": what is called something is not part of the cue.
fn keep_to_calling(view: &View, f: &mut Found) {
    let calls = CALLING.contains(&view.document.tokens[f.head].lemma.as_str()) && f.cue.len() > 1;
    let called = f.cue.iter().position(|&t| t > f.head && view.upos(t) == Upos::Noun).filter(|_| calls);
    let Some(at) = called else { return };
    let first = f.cue[at];
    if let Some(content) = f.content.iter_mut().find(|c| c.start == f.cue[f.cue.len() - 1] + 1) {
        content.start = first;
        f.cue.truncate(at);
    }
}

/// "*The minister was quoted* by the agency *as saying* …": whom others quote is the source, not part of what is said.
fn quoted_as_saying(view: &View, f: &mut Found) {
    let verb = f.head;
    let Some(subject) = view.child(verb, |r| r == Relation::NsubjPass) else { return };
    if view.document.tokens[verb].lemma != "quote" || view.quotation[subject].is_some() {
        return;
    }
    let saying = view.children(verb).find(|&t| {
        view.relation(t) == Relation::Advcl
            && view
                .children(t)
                .any(|m| view.relation(m) == Relation::Mark && view.document.tokens[m].lemma == "as")
    });
    let Some(saying) = saying else { return };
    let source = phrase(view, subject);
    let mark = view.children(saying).filter(|&t| view.relation(t) == Relation::Mark);
    let helper = view.children(verb).filter(|&t| view.relation(t) == Relation::AuxPass);
    let mut cue: Vec<usize> = helper.chain([verb]).chain(mark).chain([saying]).collect();
    cue.sort_unstable();
    let clause = view.children(saying).find(|&t| matches!(view.relation(t), Relation::Ccomp | Relation::Obj));
    let outside = |r: &Range<usize>| r.end <= source.start || r.start > saying;
    f.content.retain(outside);
    let aside = || {
        let start = view.document.sentences[view.sentence[verb] as usize].tokens.start;
        let end = (start..source.start).rev().find(|&t| view.document.form(t) != ",")?;
        (view.relation(verb) == Relation::Parataxis).then_some(start..end + 1)
    };
    if f.content.is_empty() {
        f.content.extend(clause.map(|t| phrase(view, t)).or_else(aside));
    }
    (f.source, f.cue) = (vec![source], cue);
}

/// "The dollar *was quoted* at 119 yen": a price is nobody's words.
fn quotes_price(view: &View, f: &Found) -> bool {
    let noun =
        |c: &Range<usize>| c.clone().all(|t| view.upos(t) != Upos::Verb && view.quotation[t].is_none());
    view.document.tokens[f.head].lemma == "quote"
        && view.child(f.head, |r| matches!(r, Relation::AuxPass | Relation::NsubjPass)).is_some()
        && f.source.is_empty()
        && f.content.iter().all(noun)
}

/// "denied *attacking* the convoy": the deed is what is denied, not part of the denial.
fn keep_to_denial(view: &View, lexicon: &Lexicon, f: &mut Found) {
    let denies = |t: &usize| {
        let token = &view.document.tokens[*t];
        lexicon.cues.of_word(&token.lemma.to_lowercase(), token.upos).is_some_and(|c| c.class == "deny")
    };
    let Some(at) = f.cue.iter().position(denies) else { return };
    let deed = f.cue.get(at + 1).copied();
    let Some(first) = deed.filter(|&t| view.document.tokens[t].xpos == "VBG") else { return };
    f.cue.truncate(at + 1);
    f.head = f.cue[at];
    match f.content.iter_mut().find(|c| c.start > first) {
        Some(content) => content.start = first,
        None => f.content.push(phrase(view, first)),
    }
}

/// "said *so-called* protesters were …": a modifier of the content's words belongs to the content.
fn give_back_modifier(view: &View, f: &mut Found) {
    while let Some(&last) = f.cue.last().filter(|_| f.cue.len() > 1) {
        let modifies = matches!(
            view.relation(last),
            Relation::Amod
                | Relation::Advmod
                | Relation::Det
                | Relation::Compound
                | Relation::Nummod
                | Relation::NmodPoss
        );
        let joined = |c: &Range<usize>| {
            view.document.tokens[last].span.end == view.document.tokens[c.start].span.start
        };
        let content = f.content.iter_mut().find(|c| c.start == last + 1);
        let own = |c: &Range<usize>| modifies && view.head(last).is_some_and(|h| c.contains(&h)) || joined(c);
        match content.filter(|c| own(c)) {
            Some(content) => content.start = last,
            None => return,
        }
        f.cue.pop();
    }
}

/// "It was reported that …": the clause is reported, not the "it" that stands for it.
fn reported_clause(view: &View, f: &mut Found) {
    let pronoun = |r: &Range<usize>| r.len() == 1 && view.document.tokens[r.start].lemma == "it";
    let empty = match &f.content[..] {
        [] => f.source.is_empty() || f.source.iter().all(pronoun),
        [only] => pronoun(only) && only.start < f.cue[0],
        _ => false,
    };
    let passive = view.child(f.head, |r| matches!(r, Relation::AuxPass | Relation::NsubjPass)).is_some();
    if !empty || !passive {
        return;
    }
    let clause = view.children(f.head).find(|&t| t > f.head && is_that_clause(view, t));
    if let Some(clause) = clause.map(|t| phrase(view, t)) {
        f.content = vec![clause];
        f.source.retain(|r| !pronoun(r));
    }
}

fn is_that_clause(view: &View, t: usize) -> bool {
    matches!(view.relation(t), Relation::Ccomp | Relation::Csubj | Relation::CsubjPass)
        || view.relation(t) == Relation::Advcl
            && view.children(t).any(|m| view.document.tokens[m].lemma == "that")
}

/// "*A bomb went off,* police and witnesses said": a source with a clause in it has swallowed the content.
fn swallowed_clause(view: &View, f: &mut Found) {
    let tells = |r: &Range<usize>| {
        r.clone().any(|t| {
            matches!(view.document.tokens[t].xpos.as_str(), "VBD" | "VBZ" | "VBP")
                && view.children(t).any(|c| view.relation(c).is_subject() && r.contains(&c))
        })
    };
    match &f.source[..] {
        _ if !f.content.is_empty() => {}
        [first, second] if tells(first) && !tells(second) => {
            (f.content, f.source) = (vec![first.clone()], vec![second.clone()]);
        }
        [only] => {
            let comma = only.clone().rev().find(|&t| view.document.form(t) == ",");
            let parts = comma.map(|t| (only.start..t, t + 1..only.end));
            if let Some((clause, rest)) = parts.filter(|(c, r)| !r.is_empty() && tells(c) && !tells(r)) {
                (f.content, f.source) = (vec![clause], vec![rest]);
            }
        }
        _ => {}
    }
}

/// "BEIRUT (AP) -- *The minister asked* for help, diplomats said.": a report that closes its sentence is of all of it, from the
/// dateline's dash on.
fn whole_sentence(view: &View, f: &mut Found) {
    let ([source], [content]) = (&f.source[..], &mut f.content[..]) else { return };
    let sentence = view.document.sentences[view.sentence[f.head] as usize].tokens.clone();
    let last = f.cue[f.cue.len() - 1];
    let closes = source.end == f.cue[0] && (last + 1..sentence.end).all(|t| view.punctuation[t]);
    let comma = source.start > sentence.start && view.document.form(source.start - 1) == ",";
    let plain = sentence.clone().all(|t| view.quotation[t].is_none());
    if closes && comma && plain && content.end + 1 == source.start && content.start >= sentence.start {
        let dash = |t: &usize| matches!(view.document.form(*t), "-" | "--" | "–" | "—");
        let dateline = (sentence.start..content.start.min(sentence.start + 15)).rfind(dash);
        content.start = dateline.map_or(sentence.start, |t| t + 1);
    }
}

/// "X happened, *a report by Y* found", "*The owner's president, Y,* said": source and subject are one phrase. What the
/// source holds beyond the subject is content; what the content holds of the subject is source.
fn whole_subject(view: &View, f: &mut Found) {
    let subject = view.child(f.head, |r| r == Relation::Nsubj).filter(|&t| t < f.head);
    let Some(top) = subject.filter(|_| view.upos(f.head) == Upos::Verb) else { return };
    let whole = phrase(view, top);
    let [source] = &f.source[..] else { return };
    let comma = |t: usize| t > 0 && view.document.form(t - 1) == ",";
    if f.content.is_empty() && source.start + 3 < whole.start && source.end == whole.end && comma(whole.start)
    {
        f.content.push(source.start..whole.start - 1);
        f.source = vec![whole];
    } else if whole.contains(&source.start)
        && f.content.iter().any(|c| c.contains(&top) && c.end <= whole.end)
    {
        f.content.retain(|c| !whole.contains(&c.start));
        f.source = vec![whole];
    }
}

/// "A bomb went off, police said, *adding* that …": whoever said the one thing adds the other.
fn shared_source(view: &View, before: &[Found], f: &mut Found) {
    let participle = view.document.tokens[f.head].xpos == "VBG" && view.relation(f.head) == Relation::Advcl;
    let sentence = |f: &Found| view.sentence[f.head];
    let said = before.iter().rev().find(|b| sentence(b) == sentence(f) && !b.source.is_empty());
    if let Some(said) = said.filter(|_| f.source.is_empty() && participle) {
        let inside = said.content.iter().any(|c| c.contains(&f.head));
        if !inside && view.quotation[f.head].is_none() {
            f.source = said.source.clone();
        }
    }
}

/// The subject of an active verb of saying that was left without a source: "…, *adding* that".
fn missing_source(view: &View, f: &mut Found) {
    let active = view.upos(f.head) == Upos::Verb
        && view.child(f.head, |r| matches!(r, Relation::AuxPass | Relation::NsubjPass)).is_none()
        && view.document.tokens[f.head].xpos != "VBN"
        || has_auxiliary(view, f.head, "have");
    let clause = view.child(f.head, |r| r == Relation::Ccomp).is_some();
    let quoted = || f.content.iter().any(|c| view.quotation[c.start] != view.quotation[f.head]);
    if !f.source.is_empty() || f.content.is_empty() || !active || !(clause || quoted()) {
        return;
    }
    let Some(top) = subject(view, f.head) else { return };
    let range = phrase(view, top);
    let lemma = view.document.tokens[top].lemma.to_lowercase();
    let free = |t: usize| !f.cue.contains(&t) && !f.content.iter().any(|c| c.contains(&t));
    let telling = !matches!(lemma.as_str(), "it" | "there" | "that" | "this" | "which");
    let passive = view.relation(top) == Relation::NsubjPass;
    let plain = |t: usize| !matches!(view.document.form(t), "-" | "--" | "–" | "—" | ":");
    if telling && !passive && range.clone().all(|t| free(t) && plain(t)) {
        f.source = vec![range];
    }
}

fn has_auxiliary(view: &View, verb: usize, lemma: &str) -> bool {
    view.children(verb).any(|t| view.relation(t) == Relation::Aux && view.document.tokens[t].lemma == lemma)
}

/// "A bomb went off, witnesses said": the clause before a source and cue that end their sentence.
fn missing_content(view: &View, f: &mut Found) {
    if !f.content.is_empty() || f.source.is_empty() || view.upos(f.head) != Upos::Verb {
        return;
    }
    let clause = view.children(f.head).find(|&t| view.relation(t) == Relation::Ccomp);
    let from_tree = clause.map(|t| phrase(view, t));
    let sentence = view.document.sentences[view.sentence[f.head] as usize].tokens.clone();
    let first = f.source.iter().map(|r| r.start).chain(f.cue.iter().copied()).min().unwrap_or(sentence.start);
    let comma = first > sentence.start && view.document.form(first - 1) == ",";
    let before = || (comma && first - sentence.start > 3).then(|| sentence.start..first - 1);
    let free = |r: &Range<usize>| {
        !r.is_empty() && !r.clone().any(|t| f.cue.contains(&t) || f.source.iter().any(|s| s.contains(&t)))
    };
    f.content.extend(from_tree.filter(free).or_else(|| before().filter(free)));
}

/// "a video which, *it said*, showed sailors": an aside between commas reports the clause it stands in.
fn around_aside(view: &View, f: &mut Found) {
    if view.relation(f.head) != Relation::Parataxis {
        return;
    }
    let source = f.source.iter().map(|r| r.start).min();
    let (Some(first), Some(last)) = (source.min(f.cue.first().copied()), f.cue.last().copied()) else {
        return;
    };
    let comma = |t: Option<usize>| t.is_some_and(|t| t < view.token_count() && view.document.form(t) == ",");
    let verb = (last + 2..view.token_count().min(last + 4)).find(|&t| view.upos(t) == Upos::Verb);
    let Some(verb) = verb.filter(|_| comma(first.checked_sub(1)) && comma(Some(last + 1))) else { return };
    let opener = view.child(verb, |r| r == Relation::Nsubj).filter(|&t| t + 2 == first);
    if opener.is_some_and(|t| matches!(view.document.tokens[t].lemma.as_str(), "which" | "that" | "who")) {
        f.content = vec![first - 2..first - 1, last + 2..clause_of(view, verb).end];
    }
}

/// "Witnesses said 30 were killed, *but the government put the toll at 9*": the second clause is its own speaker's.
fn part_rivals(view: &View, found: &mut [Found]) {
    let rivals: Vec<(usize, usize)> = found.iter().filter_map(|f| rival(view, f)).collect();
    for (start, head) in rivals {
        for f in found.iter_mut().filter(|f| f.head < start || f.head == head) {
            for c in f.content.iter_mut().filter(|c| f.head != head && c.start < start && start < c.end) {
                let joins = |t: usize| matches!(view.relation(t), Relation::Cc | Relation::Mark);
                let end = (c.start..start).rev().find(|&t| !view.punctuation[t] && !joins(t));
                c.end = end.map_or(c.end, |t| t + 1);
            }
        }
    }
}

/// "Deng told commanders that …, *the People's Daily reported*": of two that each hold the other's cue, the later one
/// reports the earlier, whose words end before it.
fn part_crossed(view: &View, found: &mut [Found]) {
    let holds = |f: &Found, g: &Found| f.content.iter().any(|c| c.contains(&g.cue[0]));
    for i in 0..found.len() {
        for j in i + 1..found.len() {
            if !holds(&found[i], &found[j]) || !holds(&found[j], &found[i]) {
                continue;
            }
            let (cue, source) = (found[j].cue[0], found[j].source.iter().map(|s| s.start).min());
            let start = source.map_or(cue, |s| s.min(cue));
            let last = |c: &Range<usize>| (c.start..start.min(c.end)).rev().find(|&t| !view.punctuation[t]);
            for c in &mut found[i].content {
                c.end = last(c).map_or(c.start, |t| t + 1);
            }
            found[i].content.retain(|c| c.start < c.end);
        }
    }
}

/// Where a clause of reporting begins that is set against the one before it, with the head of its cue.
fn rival(view: &View, f: &Found) -> Option<(usize, usize)> {
    let mark = |lemmas: &[&str]| {
        view.children(f.head).any(|t| {
            matches!(view.relation(t), Relation::Cc | Relation::Mark)
                && lemmas.contains(&view.document.tokens[t].lemma.to_lowercase().as_str())
        })
    };
    let set_against = match view.relation(f.head) {
        Relation::Conj => mark(&["but", "and", "while", "yet"]) && !mark(&["that"]),
        Relation::Advcl => mark(&["while", "whereas", "although", "though"]),
        Relation::Parataxis => mark(&["but"]),
        _ => false,
    };
    let own = view.child(f.head, |r| r == Relation::Nsubj)?;
    let start = clause_of(view, f.head).start;
    let apart = (1..=2).any(|back| start >= back && view.punctuation[start - back]);
    let set_against = set_against && (apart || view.relation(f.head) == Relation::Conj);
    let free = view.quotation[f.head].is_none() && f.source.iter().any(|s| s.contains(&own));
    (set_against && free).then_some((start, f.head))
}

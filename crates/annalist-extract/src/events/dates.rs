//! When an event happened: from its clause, its sentence, the discourse, the dateline, publication.

use super::Scene;
use super::auxiliary::Grammar;
use annalist_core::annotations::TimeKind;
use annalist_core::event::{DateSource, EventDate};
use annalist_core::moment::Precision;
use annalist_core::{Attribution, Relation, Time, Upos};
use jiff::ToSpan;

/// The date of the event whose clause is headed by `core`.
pub fn of(scene: &Scene, core: usize, grammar: Grammar) -> EventDate {
    if let Some(time) = in_clause(scene, core) {
        return dated(scene, time, DateSource::Clause);
    }
    if let Some(time) = in_sentence(scene, core) {
        return dated(scene, time, DateSource::Sentence);
    }
    if let Some(time) = before(scene, core, grammar) {
        return dated(scene, time, DateSource::Discourse);
    }
    as_told(scene)
}

/// The date of a statement: a time beside its cue, not one that is part of what is said; else that of the report.
pub fn of_statement(scene: &Scene, statement: &Attribution) -> EventDate {
    let inside = |time: &usize| {
        let span = scene.annotations.times[*time].span;
        statement.content.iter().any(|c| c.overlaps(span))
    };
    let cue = statement.cue.iter().flat_map(|c| scene.tree.document.tokens_in(*c));
    let head = cue.min_by_key(|t| (scene.tree.depth(*t), *t));
    match head.and_then(|h| in_clause(scene, h)).filter(|t| !inside(t)) {
        Some(time) => dated(scene, time, DateSource::Clause),
        None => as_told(scene),
    }
}

/// The date of the dateline, else of publication.
pub fn as_told(scene: &Scene) -> EventDate {
    let day = |date, source| EventDate {
        start: Some(date),
        end: None,
        partial: None,
        precision: Precision::Day,
        source,
        time: None,
    };
    match (&scene.report.dateline, scene.report.published) {
        (Some(dateline), _) if dateline.date.is_some() => {
            dateline.date.map_or_else(unknown, |d| day(d, DateSource::Dateline))
        }
        (_, Some(published)) => day(published.date, DateSource::Published),
        _ => unknown(),
    }
}

/// The month in which the report was written.
pub fn lately(scene: &Scene) -> EventDate {
    let told = as_told(scene);
    let Some(day) = told.start else { return told };
    EventDate {
        start: Some(day.first_of_month()),
        end: Some(day.last_of_month()),
        precision: Precision::Month,
        source: DateSource::Published,
        ..told
    }
}

/// From the first day of one time to the last of another.
pub fn between(scene: &Scene, first: usize, last: usize, source: DateSource) -> EventDate {
    let date = dated(scene, first, source);
    let until = &scene.annotations.times[last];
    let Some((_, end)) = until.interval else { return date };
    EventDate { end: Some(end), precision: date.precision.max(until.precision), ..date }
}

/// From the first day of a time until the report was written.
pub fn since(scene: &Scene, index: usize, source: DateSource) -> EventDate {
    let date = dated(scene, index, source);
    match (date.start, as_told(scene).start) {
        (Some(start), Some(told)) if start < told => EventDate { end: Some(told), ..date },
        _ => date,
    }
}

/// So many days after a time, or before it where negative.
pub fn shifted(scene: &Scene, index: usize, days: i32, source: DateSource) -> EventDate {
    let date = dated(scene, index, source);
    let start = date.start.map(|s| s.saturating_add(i64::from(days).days()));
    EventDate { start, end: None, precision: Precision::Day, ..date }
}

/// The day that a clause is counted from, by its number, and how many days the clause lies from it: "on Monday, three
/// days after they *met*", "the vote came a day before he *left*".
pub fn apart(scene: &Scene, core: usize) -> Option<(usize, i32)> {
    let tree = &scene.tree;
    let document = tree.document;
    let clause = tree.ancestors(core);
    let sentence = document.sentences[document.sentence_of(core)].tokens.clone();
    let word = |i: usize| document.form(i).to_lowercase();
    let join = (sentence.start..core).rev().find(|i| {
        matches!(tree.lemma(*i), "after" | "before")
            && matches!(tree.relation(*i), Relation::Mark | Relation::Case)
            && tree.head(*i).is_some_and(|h| clause.contains(&h) && h > *i)
    })?;
    let unit = match word(join.checked_sub(1)?).as_str() {
        "day" | "days" => 1,
        "week" | "weeks" => 7,
        _ => return None,
    };
    let counted = join.checked_sub(2)?;
    let amount = match word(counted).as_str() {
        "a" | "one" | "the" => 1,
        number => small_number(number)?,
    };
    let sign = if tree.lemma(join) == "after" { -1 } else { 1 };
    let back = sentence
        .start
        .checked_sub(1)
        .map_or(sentence.start, |last| document.sentences[document.sentence_of(last)].tokens.start);
    let reach = document.span_of(back..counted.max(back + 1));
    let day = |t: &Time| reach.contains(t.span) && t.precision <= Precision::Day && dates(t);
    let base = scene.annotations.times.iter().rposition(day)?;
    Some((base, sign * amount * unit))
}

/// A number of days or weeks as printed, up to thirty.
fn small_number(word: &str) -> Option<i32> {
    const WORDS: [&str; 9] = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let named = WORDS.iter().position(|w| *w == word).and_then(|i| i32::try_from(i + 2).ok());
    named.or_else(|| word.parse().ok().filter(|n| (2..=30).contains(n)))
}

/// Whether what began at a time went on until the report was written: "since Monday".
pub fn goes_on(scene: &Scene, index: usize) -> bool {
    let text = &scene.report.text;
    let before = &text[..scene.annotations.times[index].span.range().start];
    let word = before.trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    word.eq_ignore_ascii_case("since")
}

/// Whether one time is the beginning and the next the end of a span: "from 1980 to 1988", "between May 3 and May 5",
/// "1975-1990".
pub fn joined(scene: &Scene, first: &Time, last: &Time) -> bool {
    let text = &scene.report.text;
    let (a, b) = (first.span.range(), last.span.range());
    let Some(middle) = text.get(a.end..b.start).map(|m| m.trim().to_lowercase()) else { return false };
    let lead = text[..a.start].trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let fits = match middle.as_str() {
        "to" | "until" | "till" | "through" | "-" | "–" | "—" => true,
        "and" => lead.eq_ignore_ascii_case("between"),
        _ => false,
    };
    let ordered = matches!((first.interval, last.interval), (Some((x, _)), Some((_, y))) if x < y);
    fits && ordered
}

/// No date.
pub fn unknown() -> EventDate {
    EventDate {
        start: None,
        end: None,
        partial: None,
        precision: Precision::Unknown,
        source: DateSource::None,
        time: None,
    }
}

/// The date that the time numbered `index` gives.
pub fn dated(scene: &Scene, index: usize, source: DateSource) -> EventDate {
    let time = &scene.annotations.times[index];
    let (start, end) = match time.interval {
        Some((start, end)) => (Some(start), (end != start).then_some(end)),
        None => (None, None),
    };
    let partial = if start.is_none() { Some(time.value.clone()) } else { None };
    EventDate { start, end, partial, precision: time.precision, source, time: Some(index) }
}

/// Times that can date an event: days, times of day, months, years, and spans that end with the report ("the past
/// three weeks"); not other durations, sets or vague ones.
pub fn dates(time: &Time) -> bool {
    match time.kind {
        TimeKind::Date | TimeKind::Time => {
            time.interval.is_some() || time.value.starts_with("XXXX") && time.rule != crate::times::IMPOSSIBLE
        }
        TimeKind::Duration => time.interval.is_some(),
        TimeKind::Set => false,
    }
}

/// A time that depends on the trigger's clause, at any depth short of another clause.
fn in_clause(scene: &Scene, core: usize) -> Option<usize> {
    let best = |head: usize| {
        scene
            .times_of_sentence(core)
            .filter(|i| dates(&scene.annotations.times[*i]))
            .filter(|i| scene.time_head(*i).is_some_and(|t| attaches(scene, t, head)))
            .min_by_key(|i| {
                scene.annotations.times[*i].span.start.abs_diff(scene.tree.document.tokens[core].span.start)
            })
    };
    let mut at = core;
    for _ in 0..4 {
        if let Some(found) = best(at) {
            return Some(found);
        }
        match (scene.tree.relation(at), scene.tree.head(at)) {
            (
                Relation::Obj
                | Relation::Xcomp
                | Relation::Conj
                | Relation::Nsubj
                | Relation::NsubjPass
                | Relation::Nmod
                | Relation::Obl
                | Relation::Advcl
                | Relation::Acl
                | Relation::Compound,
                Some(head),
            ) => at = head,
            _ => return None,
        }
    }
    None
}

/// Whether a time only says which thing is meant: "the *2015* deal", "the elections of *2019*".
fn embedded(scene: &Scene, time: usize, clause: usize) -> bool {
    let Some(head) = scene.tree.head(time) else { return false };
    let inside = matches!(
        scene.tree.relation(time),
        Relation::Compound
            | Relation::Amod
            | Relation::Nummod
            | Relation::Nmod
            | Relation::NmodPoss
            | Relation::NmodDesc
            | Relation::NmodUnmarked
    );
    inside && head != clause && scene.tree.upos(head) != Upos::Verb
}

/// Whether the chain of heads from `time` reaches `clause` without entering another clause.
fn attaches(scene: &Scene, time: usize, clause: usize) -> bool {
    if embedded(scene, time, clause) {
        return false;
    }
    let mut at = time;
    for _ in 0..6 {
        if at == clause {
            return true;
        }
        let clausal = matches!(
            scene.tree.relation(at),
            Relation::Ccomp
                | Relation::AclRelcl
                | Relation::Advcl
                | Relation::Parataxis
                | Relation::Conj
                | Relation::Acl
        );
        match scene.tree.head(at) {
            Some(head) if !clausal => at = head,
            _ => return false,
        }
    }
    false
}

/// The nearest time of the sentence that no other clause holds.
fn in_sentence(scene: &Scene, core: usize) -> Option<usize> {
    let start = scene.tree.document.tokens[core].span.start;
    scene
        .times_of_sentence(core)
        .filter(|i| dates(&scene.annotations.times[*i]))
        .filter(|i| !scene.time_head(*i).is_some_and(|t| in_saying(scene, t) || embedded(scene, t, core)))
        .min_by_key(|i| scene.annotations.times[*i].span.start.abs_diff(start))
}

/// "said on Tuesday": the time of saying, not of the event, unless the report has no other.
fn in_saying(scene: &Scene, time: usize) -> bool {
    let head = scene.tree.head(time);
    head.is_some_and(|h| matches!(scene.tree.lemma(h), "say" | "tell" | "add" | "report" | "state" | "write"))
}

/// A time of the sentence before, where the trigger's own sentence continues its story in the past tense.
fn before(scene: &Scene, core: usize, grammar: Grammar) -> Option<usize> {
    let sentence = scene.tree.document.sentence_of(core);
    let past = matches!(scene.tree.xpos(core), "VBD" | "VBN" | "NN" | "NNS");
    if sentence == 0 || grammar.future || !past || scene.tree.document.sentences[sentence].starts_paragraph {
        return None;
    }
    let previous = scene.tree.document.sentences[sentence - 1].span;
    let within = |t: &Time| previous.contains(t.span) && dates(t) && t.precision <= Precision::Day;
    scene.annotations.times.iter().position(within)
}

//! What is still to come by a timetable, an appointment or a limit: "voters *go* to the polls on Sunday", "was *set for*
//! Thursday", "has *until* Monday".

use super::context::Context;
use super::tense::{completed, is_verb};
use super::vocabulary::{month, weekday};
use annalist_core::Relation;

/// Whether the verb that token `i` completes puts it ahead.
pub(super) fn is_ahead(c: &Context, i: usize) -> bool {
    is_scheduled(c, i) || is_fixed_for(c, i)
}

/// Verbs whose simple present tells what a timetable holds: "polling *ends* on Sunday" (Quirk and others, *A Comprehensive
/// Grammar of the English Language*, 4.45).
const SCHEDULED: [&str; 37] = [
    "arrive",
    "become",
    "begin",
    "close",
    "come",
    "conclude",
    "convene",
    "depart",
    "end",
    "expire",
    "face",
    "finish",
    "fly",
    "go",
    "host",
    "kick",
    "launch",
    "leave",
    "mature",
    "meet",
    "open",
    "play",
    "reconvene",
    "reopen",
    "resume",
    "retire",
    "return",
    "run",
    "sail",
    "set",
    "sit",
    "start",
    "step",
    "take",
    "travel",
    "visit",
    "vote",
];

/// Whether the verb that token `i` completes tells what a timetable holds: "summer time ends *on October 25*".
fn is_scheduled(c: &Context, i: usize) -> bool {
    let present = |verb: usize| {
        let token = &c.document.tokens[verb];
        matches!(token.xpos.as_str(), "VBZ" | "VBP")
            && SCHEDULED.contains(&token.lemma.to_lowercase().as_str())
    };
    let own = c.is(i + 1, &["'s", "’s"]);
    !own && completed(c, i).is_some_and(present)
}

/// Verbs that put something on a later day.
const FIXING: [&str; 16] = [
    "adjourn",
    "call",
    "delay",
    "extend",
    "fix",
    "move",
    "plan",
    "postpone",
    "prolong",
    "push",
    "put",
    "reschedule",
    "schedule",
    "set",
    "suspend",
    "summon",
];

/// Whether the verb that token `i` completes puts something on that day: "was set *for* 2 p.m. Thursday", "moved *to*
/// June 11", "suspended *through* Wednesday", "had *until* Thursday".
fn is_fixed_for(c: &Context, i: usize) -> bool {
    let first = before_clock(c, lead(c, i));
    let preposition = (1..=4).find(|k| {
        c.document.tokens.get(first.wrapping_sub(*k)).is_some_and(|t| t.xpos == "IN" || t.xpos == "TO")
    });
    let joint = preposition.is_some_and(|k| c.is(first - k, &["for", "to", "until", "till", "through"]));
    let fixes = |verb: usize| {
        let lemma = c.document.tokens[verb].lemma.to_lowercase();
        let had = c.document.children(verb).any(|j| c.word(j) == "had");
        let limited = lemma == "have" && preposition.is_some_and(|k| c.is(first - k, &["until", "till"]));
        limited
            || FIXING.contains(&lemma.as_str())
                && !had
                && (lemma != "put" || c.document.children(verb).any(|j| c.is(j, &["off", "back"])))
    };
    joint && completed(c, i).or_else(|| of_noun(c, i)).is_some_and(fixes)
}

/// The verb above the noun that token `i` is the day of: "a strike *for Thursday* was called".
fn of_noun(c: &Context, i: usize) -> Option<usize> {
    let noun = c.document.head(i).filter(|_| c.before(i, 1) == "for")?;
    let relation = c.document.tokens[noun].relation;
    let verb = c.document.head(noun)?;
    let fixed = matches!(relation, Relation::Obj | Relation::NsubjPass);
    (fixed && is_verb(&c.document.tokens[verb].xpos)).then_some(verb)
}

/// Whether the word before token `i` makes it the end of something: "have *until* Monday", "stays *through* May".
pub(super) fn is_limit(c: &Context, i: usize) -> bool {
    let own = c.is(i + 1, &["'s", "’s"]);
    let i = before_clock(c, i);
    c.is(i.wrapping_sub(1), &["until", "till", "through", "by", "before"]) && !own
        || c.word(i.wrapping_sub(1)) == "for" && own
        || c.follows(i.wrapping_sub(2), &["ahead", "of"])
}

/// Before a clock time that the day at token `i` goes with: `until about midday on Sunday`.
fn before_clock(c: &Context, i: usize) -> usize {
    let mut at = i - usize::from(c.word(i.wrapping_sub(1)) == "on");
    let clock = |k: usize| {
        c.word(k).starts_with(|d: char| d.is_ascii_digit())
            || c.is(k, &["a.m.", "p.m.", "am", "pm", "gmt", "noon", "midday", "midnight", "about", "around"])
    };
    while at > 0 && clock(at - 1) {
        at -= 1;
    }
    if at + 1 < i || c.word(at) != "on" { at } else { i }
}

/// Before the times that stand in one row with that at token `i`: `Thursday` for `Sunday` in "due on Thursday and Sunday".
pub(super) fn lead(c: &Context, i: usize) -> usize {
    let mut at = i;
    while c.is(at.wrapping_sub(1), &["and", "or", ","])
        && (weekday(c.before(at, 2)).is_some() || month(c.before(at, 2)).is_some())
    {
        at -= 2;
    }
    at
}

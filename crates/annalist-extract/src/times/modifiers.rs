//! Words that shade a time and belong to its expression: `early March`, `nearly two years`, `earlier today`.

use super::context::{Context, Found};
use super::{absolute, clock, durations, eras, holidays, offsets, periods, relative, sets, vague, weekdays};
use annalist_core::annotations::TimeKind;

/// The rule families; where findings are equally long the first wins.
const FAMILIES: &[fn(&Context, usize) -> Option<Found>] = &[
    sets::find,
    clock::find,
    eras::find,
    holidays::find,
    absolute::find,
    weekdays::find,
    offsets::find,
    relative::find,
    periods::find,
    durations::find,
    vague::find,
];

/// The longest time expression at token `i`, with the words that shade it.
pub(super) fn find(c: &Context, i: usize) -> Option<Found> {
    let plain = family(c, i);
    let shaded = shading(c, i).and_then(|(at, fits)| family(c, at).filter(fits));
    match (plain, shaded) {
        (Some(a), Some(b)) => Some(if b.end > a.end { b } else { a }),
        (a, b) => a.or(b),
    }
}

fn family(c: &Context, i: usize) -> Option<Found> {
    let mut best: Option<Found> = None;
    for rule in FAMILIES {
        if let Some(found) = rule(c, i)
            && best.as_ref().is_none_or(|b| found.end > b.end)
        {
            best = Some(found);
        }
    }
    best.map(|found| clock::with_part(c, found))
}

type Fits = fn(&Found) -> bool;

fn date(found: &Found) -> bool {
    matches!(found.meaning.kind, TimeKind::Date | TimeKind::Time) && !found.meaning.value.ends_with("_REF")
}

fn any(found: &Found) -> bool {
    date(found) || found.meaning.kind == TimeKind::Duration
}

/// A length, or a time so far from another: not `this year` in `more than this year`.
fn measured(found: &Found) -> bool {
    found.meaning.kind == TimeKind::Duration
        || matches!(found.rule, "ago" | "offset" | "clock-offset" | "year-earlier")
}

/// Past `just over`, `well under`, `over` and `some` before a length. `over` alone may mean `during`, unless it follows
/// another preposition: `for over a week`, not `can be used over three years`.
fn beyond(c: &Context, i: usize) -> Option<usize> {
    if c.is(i, &["just", "well", "slightly"]) && c.is(i + 1, &["over", "under"]) {
        return Some(i + 2);
    }
    if c.follows(i, &["a", "little"]) && c.is(i + 2, &["over", "under"]) {
        return Some(i + 3);
    }
    const BEFORE: [&str; 14] = [
        "for", "after", "in", "within", "by", "with", "last", "lasted", "lasts", "lasting", "took", "take",
        "takes", "taken",
    ];
    let exceeds = c.is(i, &["over", "under"]) && BEFORE.contains(&c.before(i, 1));
    let about = c.word(i) == "some" && c.word(i + 1).starts_with(|d: char| d.is_ascii_digit());
    (exceeds || about).then_some(i + 1)
}

/// Where the expression after shading words at token `i` starts, and what it may be.
fn shading(c: &Context, i: usize) -> Option<(usize, Fits)> {
    if let Some(at) = beyond(c, i) {
        return Some((at, measured));
    }
    const COMPARED: [&[&str]; 9] = [
        &["at", "least"],
        &["at", "most"],
        &["up", "to"],
        &["more", "than"],
        &["no", "more", "than"],
        &["less", "than"],
        &["fewer", "than"],
        &["not", "more", "than"],
        &["as", "long", "as"],
    ];
    if let Some(words) = COMPARED.iter().find(|words| c.follows(i, words)) {
        return Some((i + words.len(), measured));
    }
    const QUANTITY: [&[&str]; 6] =
        [&["about"], &["around"], &["almost"], &["nearly"], &["roughly"], &["approximately"]];
    if let Some(words) = QUANTITY.iter().find(|words| c.follows(i, words)) {
        return Some((i + words.len(), any));
    }
    part_of(c, i).map(|at| (at, date as Fits))
}

/// Past `early`, `late`, `the end of`, `earlier`, `later in` and the like.
fn part_of(c: &Context, i: usize) -> Option<usize> {
    let at = i + usize::from(c.word(i) == "the");
    if c.is(at, &["early", "late", "mid"]) {
        let dash = usize::from(c.word(at + 1) == "-");
        return Some(at + 1 + dash);
    }
    if c.is(at, &["beginning", "end", "start", "middle", "close", "rest", "remainder"])
        && c.word(at + 1) == "of"
    {
        return Some(at + 2);
    }
    if at == i && c.is(i, &["earlier", "later", "sometime", "as"]) {
        let soon = c.is(i, &["as"]);
        let early = soon && c.is(i + 1, &["early", "late"]) && c.word(i + 2) == "as";
        return (!soon || early)
            .then(|| if early { i + 3 } else { i + 1 + usize::from(c.word(i + 1) == "in") });
    }
    None
}

//! Words that shade a time and belong to its expression: `early March`, `nearly two years`, `earlier today`.

use super::context::{Context, Found};
use super::value::Meaning;
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
    let shaded = shading(c, i).and_then(|(at, fits)| family(c, at).filter(|f| fits(&f.meaning)));
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

type Fits = fn(&Meaning) -> bool;

fn date(meaning: &Meaning) -> bool {
    matches!(meaning.kind, TimeKind::Date | TimeKind::Time) && !meaning.value.ends_with("_REF")
}

fn any(meaning: &Meaning) -> bool {
    date(meaning) || meaning.kind == TimeKind::Duration
}

/// Where the expression after shading words at token `i` starts, and what it may be.
fn shading(c: &Context, i: usize) -> Option<(usize, Fits)> {
    const QUANTITY: [&[&str]; 15] = [
        &["at", "least"],
        &["at", "most"],
        &["up", "to"],
        &["more", "than"],
        &["no", "more", "than"],
        &["less", "than"],
        &["fewer", "than"],
        &["not", "more", "than"],
        &["as", "long", "as"],
        &["about"],
        &["around"],
        &["almost"],
        &["nearly"],
        &["roughly"],
        &["approximately"],
    ];
    if let Some(words) = QUANTITY.iter().find(|words| c.follows(i, words)) {
        return Some((i + words.len(), any));
    }
    part_of(c, i).map(|at| (at, date as Fits))
}

/// Past `early`, `late`, `the end of`, `earlier`, `later in` and the like.
fn part_of(c: &Context, i: usize) -> Option<usize> {
    let at = i + usize::from(c.word(i) == "the");
    if c.is(at, &["early", "late", "mid", "middle"]) {
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

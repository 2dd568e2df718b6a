//! Weekdays: `Tuesday`, `last Friday`, `this coming Sunday`, `Tuesday week`, `the second Saturday in June`.

use super::anchor::{self, Which};
use super::context::{Context, Found};
use super::tense::{self, Tense};
use super::value::{Meaning, week_of};
use super::vocabulary::{day_part, month, ordinal, weekday};
use super::{absolute, holidays, relative};
use annalist_core::Relation;
use annalist_core::annotations::TimeKind;
use jiff::ToSpan;
use jiff::civil::Date;

/// Finds a weekday at token `i`.
pub(super) fn find(c: &Context, i: usize) -> Option<Found> {
    let rules = [nth, of_week, named];
    rules.iter().filter_map(|rule| rule(c, i)).max_by_key(|f| f.end)
}

/// `the second Saturday in June`, `the last Friday of Ramadan`.
fn nth(c: &Context, i: usize) -> Option<Found> {
    let from_end = c.is(i + 1, &["last", "final"]);
    let n = ordinal(c.word(i + 1)).filter(|n| (1..=5).contains(n)).or(from_end.then_some(1))?;
    let day = weekday(c.word(i + 2)).filter(|_| c.word(i) == "the" && c.is(i + 3, &["in", "of"]))?;
    let rules = [absolute::find, holidays::find, relative::find];
    let period = rules.iter().filter_map(|rule| rule(c, i + 4)).max_by_key(|f| f.end)?;
    let (first, last) =
        period.meaning.interval.filter(|(first, last)| first.until(*last).is_ok_and(|s| s.get_days() > 6))?;
    let weeks = i64::from(n) - 1;
    let day = if from_end {
        anchor::weekday(last, day, Which::Plain, Tense::Past)
    } else {
        anchor::weekday(first, day, Which::Plain, Tense::Future).checked_add(weeks.weeks()).ok()?
    };
    Found::new(period.end, Meaning::day(day), "weekday")
}

/// `Tuesday of this week`, `Monday next week`; `Tuesday week`, in Britain a week after the next Tuesday.
fn of_week(c: &Context, i: usize) -> Option<Found> {
    let day = weekday(c.word(i)).filter(|_| c.capital(i))?;
    let anchor = c.anchor?;
    let at = i + 1 + usize::from(c.word(i + 1) == "of");
    let steps = match c.word(at) {
        "last" => -1,
        "this" => 0,
        "next" => 1,
        "week" if at == i + 1 && !c.word(at + 1).starts_with(char::is_alphabetic) => {
            let next = anchor::weekday(anchor, day, Which::Next, Tense::Future);
            return Found::new(at + 1, Meaning::day(next.checked_add(1.week()).ok()?), "weekday");
        }
        _ => return None,
    };
    let (monday, _) = week_of(anchor.saturating_add(steps.weeks()));
    let there = monday.saturating_add(i64::from(day - 1).days());
    (c.word(at + 1) == "week").then(|| Found::new(at + 2, Meaning::day(there), "weekday")).flatten()
}

/// `Tuesday`, `last Friday`, `that Friday`.
fn named(c: &Context, i: usize) -> Option<Found> {
    if let Some(found) = that_weekday(c, i) {
        return Some(found);
    }
    let (which, at) = which(c, i);
    let day = weekday(c.word(at)).filter(|_| c.capital(at) || !c.word(at).ends_with('.'))?;
    let star = c.word(at).ends_with('.') && c.before(at, 1) == "the";
    if which == Which::Plain && (star || is_name(c, at)) {
        return None;
    }
    let from_text = c.word(i) == "the" && c.is(i + 1, &["previous", "following", "preceding"]);
    let meaning = match c.last.map(|(first, _)| first).filter(|_| from_text).or(c.anchor) {
        Some(anchor) => {
            let tense = tense::of_weekday(c, at);
            let alone = anchor::weekday(anchor, day, which, tense);
            let in_row = next_in_row(c, at, day)
                .filter(|d| which == Which::Plain && (tense != Tense::Past || *d <= anchor));
            Meaning::day(in_row.unwrap_or(alone))
        }
        None => Meaning::open(TimeKind::Date, format!("XXXX-WXX-{day}")),
    };
    Found::new(at + 1, meaning, "weekday")
}

/// `that Friday`: that of the week spoken of.
fn that_weekday(c: &Context, i: usize) -> Option<Found> {
    let day = weekday(c.word(i + 1)).filter(|_| c.word(i) == "that")?;
    let own = c.document.tokens.get(i).is_some_and(|t| t.relation == Relation::Det);
    let (monday, _) = week_of(c.last_day.or(c.anchor).filter(|_| own)?);
    let there = monday.saturating_add(i64::from(day - 1).days());
    let ahead = c.anchor.is_some_and(|anchor| there > anchor) && tense::of(c, i + 1) == Tense::Past;
    Found::new(i + 2, Meaning::day(if ahead { there.saturating_sub(1.week()) } else { there }), "weekday")
}

/// The weekday that follows the day found right before it: `Friday` in `next Thursday and Friday`.
fn next_in_row(c: &Context, i: usize, day: i8) -> Option<Date> {
    let joint = c.is(i.wrapping_sub(1), &["and", "or", "to", "through", "-", "–"]) && c.end + 1 == i;
    let first = c.day.filter(|_| joint && weekday(c.before(i, 2)).is_some())?;
    Some(anchor::weekday(first, day, Which::Next, Tense::Future))
}

fn which(c: &Context, i: usize) -> (Which, usize) {
    match (c.word(i), c.word(i + 1)) {
        ("this", "coming") | ("the", "coming" | "following" | "next") => (Which::Next, i + 2),
        ("this", "past") | ("the", "previous" | "preceding" | "past" | "last") => (Which::Last, i + 2),
        ("this", _) => (Which::This, i + 1),
        ("last" | "past", _) => (Which::Last, i + 1),
        ("next" | "coming", _) => (Which::Next, i + 1),
        _ => (Which::Plain, i),
    }
}

/// Whether a weekday is part of a name: `Bloody Sunday`, `Good Friday`, `the Friday Times`, `the Sunday Nation`, `Saturday
/// Night Live`.
fn is_name(c: &Context, i: usize) -> bool {
    const BEFORE: [&str; 10] =
        ["bloody", "black", "good", "super", "easter", "palm", "ash", "holy", "solidarity", "sheffield"];
    let titled = |k: usize| c.cased() && c.form(k).starts_with(char::is_uppercase);
    let paper = c.before(i, 1) == "the" && titled(i + 1) && month(c.word(i + 1)).is_none();
    let show = day_part(c.word(i + 1)).is_some() && titled(i + 1) && titled(i + 2);
    BEFORE.contains(&c.before(i, 1)) || c.is(i + 1, &["times", "post", "herald"]) || paper || show
}

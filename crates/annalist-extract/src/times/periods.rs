//! Quarters, halves, seasons, decades, centuries, and the ends of years and months.

use super::anchor;
use super::context::{Context, Found};
use super::relative::from_anchor;
use super::tense;
use super::value::{Amount, Meaning, Unit};
use super::vocabulary::{cardinal, month, ordinal, season, tens, unit};
use annalist_core::annotations::TimeKind;

/// Finds a named period at token `i`.
pub(super) fn find(c: &Context, i: usize) -> Option<Found> {
    let rules = [
        quarter,
        quarter_of_months,
        this_quarter,
        whole_year,
        whole_week,
        half_year,
        first_units,
        seasonal,
        decade,
        century,
        year_end,
        this_weekend,
        new_year,
    ];
    rules.iter().filter_map(|rule| rule(c, i)).max_by_key(|f| f.end)
}

/// A year before or after a period, as a number or relative to the report.
pub(super) fn year_near(c: &Context, i: usize) -> Option<(i16, usize)> {
    let at = i + usize::from(c.word(i) == "of");
    if let Some(found) = super::absolute::spelled(c, at) {
        return Some(found);
    }
    let word = c.word(at);
    if word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()) {
        return Some((word.parse().ok()?, at + 1));
    }
    let steps = match word {
        "last" => -1,
        "this" => 0,
        "next" => 1,
        _ => return None,
    };
    let anchor = c.anchor.filter(|_| c.word(at + 1) == "year")?;
    Some((anchor.year() + steps, at + 2))
}

/// `the third quarter`, `third-quarter`, `the 1988 second quarter`, `next year's first quarter`, `Q3 2004`.
fn quarter(c: &Context, i: usize) -> Option<Found> {
    let mut at = i + usize::from(c.word(i) == "the");
    let mut year = None;
    if let Some((y, end)) = year_near(c, at) {
        let possessive = c.is(end, &["'s", "’s"]);
        (year, at) = (Some(y), end + usize::from(possessive));
    }
    at += usize::from(c.is(at, &["fiscal"]));
    at += usize::from(at > i && c.word(at) == "-");
    let (q, mut end) = quarter_number(c, at)?;
    if year.is_none()
        && let Some((y, after)) = year_near(c, end)
    {
        (year, end) = (Some(y), after);
    }
    let modifier = c.word(at + 1) == "-" && c.word(i) == "the" && !c.is(at.wrapping_sub(1), &["-"]);
    if year.is_none() && (modifier || c.is(at, &["final"]) && is_of_match(c)) {
        return None;
    }
    let year = year.or_else(|| c.anchor.map(|a| anchor::year_of_quarter(a, q, tense::of(c, i))));
    Found::new(end, Meaning::quarter(year, q), "quarter")
}

/// `the quarter`, `the latest period`: the quarter spoken of, else the last one that has ended.
fn this_quarter(c: &Context, i: usize) -> Option<Found> {
    let latest = c.is(i + 1, &["latest"]);
    let at = i + 1 + usize::from(latest);
    let fits = c.word(i) == "the" && (c.word(at) == "quarter" || latest && c.word(at) == "period");
    if !fits || c.is(at + 1, &["-", "of", "final", "finals"]) {
        return None;
    }
    let meaning = match c.quarter {
        Some((year, q)) => Meaning::quarter(Some(year), q),
        None => from_anchor(c, Unit::Quarter, -1),
    };
    Found::new(at + 1, meaning, "this-quarter")
}

/// `for the year`, `the full year`, `the fiscal year`; a length where its end is stated.
fn whole_year(c: &Context, i: usize) -> Option<Found> {
    if c.word(i) != "the" {
        return None;
    }
    let kind = usize::from(c.is(i + 1, &["full", "fiscal", "financial", "latest"]));
    let at = i + 1 + kind + usize::from(c.word(i + 1 + kind) == "fiscal");
    if c.word(at) != "year" || kind == 0 && !c.is(i.wrapping_sub(1), &["for", "in"]) {
        return None;
    }
    let meaning = match c.word(at + 1) {
        "ended" | "ending" => Meaning::duration(Amount::Exactly(1.0), Unit::Year),
        "of" | "-" | "that" | "when" | "before" | "after" => return None,
        _ => from_anchor(c, Unit::Year, 0),
    };
    Found::new(at + 1, meaning, "whole-year")
}

/// `the July-September quarter`, `the January to March quarter`.
fn quarter_of_months(c: &Context, i: usize) -> Option<Found> {
    let at = i + usize::from(c.word(i) == "the");
    let (first, last) = (month(c.word(at))?, month(c.word(at + 2))?);
    let joined = c.is(at + 1, &["-", "–", "to"]) && c.is(at + 3, &["quarter", "period"]);
    if !joined || last != first + 2 || last % 3 != 0 {
        return None;
    }
    let stated = year_near(c, at + 4);
    let end = stated.map_or(at + 4, |(_, end)| end);
    let year = stated.map(|(y, _)| y);
    let year = year.or_else(|| c.anchor.map(|a| anchor::year_of_quarter(a, last / 3, tense::of(c, i))));
    Found::new(end, Meaning::quarter(year, last / 3), "quarter")
}

fn quarter_number(c: &Context, i: usize) -> Option<(i8, usize)> {
    if let Some(q) = ["q1", "q2", "q3", "q4"].iter().position(|q| *q == c.word(i)) {
        return Some((q as i8 + 1, i + 1));
    }
    if c.word(i) == "final" && c.word(i + 1) == "quarter" && !c.follows(i + 2, &["of", "the"]) {
        return Some((4, i + 2));
    }
    if c.is(i, &["last", "closing"]) && c.word(i + 1) == "quarter" && year_near(c, i + 2).is_some() {
        return Some((4, i + 2));
    }
    let q = ordinal(c.word(i)).filter(|n| (1..=4).contains(n))?;
    let at = i + 1 + usize::from(c.word(i + 1) == "-");
    (c.word(at) == "quarter").then_some((q as i8, at + 1))
}

/// `throughout the week`, `earlier in the week`, `the rest of the week`.
fn whole_week(c: &Context, i: usize) -> Option<Found> {
    let lead = c.is(i.wrapping_sub(1), &["throughout", "during"])
        || c.is(
            i.wrapping_sub(2),
            &["earlier", "later", "early", "late", "rest", "end", "start", "beginning"],
        );
    if !(lead && c.follows(i, &["the", "week"])) {
        return None;
    }
    Found::new(i + 2, from_anchor(c, Unit::Week, 0), "whole-week")
}

/// `the first half of 1990`, `the second half of the year`, `the first two quarters of 1990`.
fn half_year(c: &Context, i: usize) -> Option<Found> {
    if let Some(half) = ["H1", "H2"].iter().position(|h| *h == c.form(i)) {
        return short_half(c, i, half as i8 + 1);
    }
    let at = i + usize::from(c.word(i) == "the");
    let half = match c.word(at) {
        "first" => 1,
        "second" | "last" | "latter" => 2,
        _ => return None,
    };
    let dash = usize::from(c.word(at + 1) == "-");
    let end = at + 2 + dash;
    if c.word(at + 1 + dash) != "half" {
        return None;
    }
    let (year, end) = match year_near(c, end) {
        Some((year, end)) => (Some(year), end),
        None if c.follows(end, &["of", "the", "year"]) => (c.anchor.map(|a| a.year()), end + 3),
        None if c.word(end) == "of" || dash == 0 && at == i || is_of_match(c) => return None,
        None => (c.anchor.map(|a| anchor::year_of_period(a, half * 6 - 5, tense::of(c, i))), end),
    };
    Found::new(end, Meaning::half_year(year, half), "half-year")
}

/// Whether the sentence tells of a match, whose halves and quarters are no times of a year.
fn is_of_match(c: &Context) -> bool {
    const MATCH: [&str; 23] = [
        "coach",
        "equaliser",
        "equalizer",
        "equalized",
        "equalised",
        "goal",
        "goals",
        "game",
        "halftime",
        "half-time",
        "innings",
        "lead",
        "match",
        "penalty",
        "rebounds",
        "scored",
        "scoring",
        "shot",
        "shots",
        "striker",
        "touchdown",
        "touchdowns",
        "whistle",
    ];
    c.sentence.clone().any(|k| c.is(k, &MATCH))
}

/// `H2`, `H1 2010`; without a year, in that of the half named before it.
fn short_half(c: &Context, i: usize, half: i8) -> Option<Found> {
    let stated = year_near(c, i + 1);
    if stated.is_none()
        && !c.is(i.wrapping_sub(1), &["in", "for", "of", "during", "the", "from", "since", "and"])
    {
        return None;
    }
    let of_half =
        c.last.filter(|(first, last)| first.until(*last).is_ok_and(|s| (180..=184).contains(&s.get_days())));
    let year = stated.map(|(y, _)| y).or(of_half.map(|(first, _)| first.year()));
    let year = year.or_else(|| c.anchor.map(|a| anchor::year_of_period(a, half * 6 - 5, tense::of(c, i))));
    Found::new(stated.map_or(i + 1, |(_, end)| end), Meaning::half_year(year, half), "half-year")
}

/// `the first nine months`, `the first two years`, `the first hours`: a length at the start of something.
fn first_units(c: &Context, i: usize) -> Option<Found> {
    let at = i + usize::from(c.word(i) == "the");
    if at == i
        || !c.is(at, &["first", "final", "last", "latest", "early", "next", "past", "coming", "previous"])
    {
        return None;
    }
    let (amount, end) = super::numbers::amount(c, at + 1).unwrap_or((Amount::Some, at + 1));
    let (unit, plural) = unit(c.word(end + usize::from(c.word(end) == "-")))?;
    let vague_year = amount == Amount::Some && !plural;
    if vague_year {
        return None;
    }
    let end = super::durations::past_more(c, end + 1);
    let meaning = Meaning::duration(amount, unit);
    let meaning = match c.word(at) {
        "last" | "past" => meaning.anchored(unit, amount, c.anchor, false),
        "next" | "coming" => meaning.anchored(unit, amount, c.anchor, true),
        _ => meaning,
    };
    Found::new(end, meaning, "counted-span")
}

/// `this summer`, `the winter of 1994`, `last fall`, `in spring`.
fn seasonal(c: &Context, i: usize) -> Option<Found> {
    let mut at = i + usize::from(c.word(i) == "the");
    let mut steps = None;
    let mut cue = c.is(
        i.wrapping_sub(1),
        &["in", "since", "until", "by", "before", "over", "during", "early", "late", "through"],
    );
    match c.word(at) {
        "last" | "past" => steps = Some(-1),
        "this" => steps = Some(0),
        "next" | "coming" => steps = Some(1),
        _ => {}
    }
    if let Some(found) = season_beside(c, i) {
        return Some(found);
    }
    cue |= c.word(i.wrapping_sub(1)) == "of"
        && c.is(i.wrapping_sub(2), &["end", "start", "beginning", "middle", "height"]);
    if steps.is_some() {
        (at, cue) = (at + 1, true);
        at += usize::from(c.is(at, &["past", "coming"]));
    }
    let code = season(c.word(at))?;
    let mut end = at + 1;
    let stated = year_near(c, end);
    if let Some((_, after)) = stated {
        end = after;
    }
    let loose = stated.is_none()
        && (c.word(end) == "of" || !cue || c.is(end, &["in", "short", "from", "on"]) && code == "FA");
    if loose {
        return None;
    }
    let month = season_month(code);
    let year = stated.map(|(y, _)| y).or_else(|| c.anchor.map(|a| season_year(c, i, a, month, steps)));
    Found::new(end, Meaning::season(year, code), "season")
}

/// `the following summer`, `the previous winter`: beside the last time in the text.
fn season_beside(c: &Context, i: usize) -> Option<Found> {
    let code = season(c.word(i + 2)).filter(|_| c.word(i) == "the")?;
    let (first, last) = c.last?;
    let month = season_month(code);
    let year = match c.word(i + 1) {
        "following" if last.month() >= month => last.year() + 1,
        "following" => last.year(),
        "previous" | "preceding" if first.month() > month + 2 => first.year(),
        "previous" | "preceding" => first.year() - 1,
        _ => return None,
    };
    Found::new(i + 3, Meaning::season(Some(year), code), "season")
}

/// The month a season begins with.
fn season_month(code: &str) -> i8 {
    match code {
        "SP" => 3,
        "SU" => 6,
        "FA" => 9,
        _ => 12,
    }
}

fn season_year(c: &Context, i: usize, anchor: jiff::civil::Date, month: i8, steps: Option<i16>) -> i16 {
    let past = anchor::year_of_period(anchor, month, tense::Tense::Past);
    match steps {
        Some(-1) if past == anchor.year() && month + 2 >= anchor.month() => past - 1,
        Some(-1) => past,
        Some(0) => anchor.year(),
        // The one that has begun is not the next.
        Some(_) if c.word(i) == "next" && anchor.month() >= month => anchor.year() + 1,
        Some(_) => anchor::year_of_period(anchor, month, tense::Tense::Future),
        None if c.is(i.wrapping_sub(1), &["by", "until"]) => {
            anchor::year_of_period(anchor, month, tense::Tense::Future)
        }
        None => anchor::year_of_period(anchor, month, tense::of(c, i)),
    }
}

/// `the 1990s`, `the late '80s`, `the nineties`, `the nineteen eighties`.
fn decade(c: &Context, i: usize) -> Option<Found> {
    let at = i + usize::from(c.word(i) == "the");
    let word = c.word(at);
    let ages = c.word(at.wrapping_sub(1)) == "-" && c.is(at.wrapping_sub(2), &["under", "over"]);
    if let Some(first) = decade_digits(word).filter(|_| !ages) {
        return Found::new(at + 1, Meaning::decade(first), "decade");
    }
    let century = c.word(at) == "nineteen";
    let named = at + usize::from(century) + usize::from(century && c.word(at + 1) == "-");
    let ten = c.word(named).strip_suffix("ies").and_then(|stem| tens(&format!("{stem}y")))?;
    let fits = at > i || century || c.is(i.wrapping_sub(1), &["the", "early", "late", "in"]);
    let age = c.is(i.wrapping_sub(1), &["his", "her", "their", "my", "our"])
        || c.is(i.wrapping_sub(2), &["his", "her", "their"]);
    (fits && !age).then(|| Found::new(named + 1, Meaning::decade(1900 + ten as i16), "decade")).flatten()
}

fn decade_digits(word: &str) -> Option<i16> {
    let digits =
        word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).or_else(|| word.strip_suffix('s'))?;
    let digits = digits.trim_start_matches(['\'', '’']);
    let year: i16 = digits.parse().ok()?;
    match digits.len() {
        4 if year % 10 == 0 && year >= 1500 => Some(year),
        2 if year % 10 == 0 && year >= 20 => Some(1900 + year),
        _ => None,
    }
}

/// `the 20th century`, `the nineteenth century`.
fn century(c: &Context, i: usize) -> Option<Found> {
    let at = i + usize::from(c.word(i) == "the");
    let twenty = usize::from(c.word(at) == "twenty") * (1 + usize::from(c.word(at + 1) == "-"));
    let at = at + twenty;
    let word = c.word(at);
    let n = ordinal(word).or_else(|| (c.word(at + 1) == "-").then(|| cardinal(word)).flatten())?;
    let n = if twenty > 0 { n + 20 } else { n };
    let end = at + 1 + usize::from(c.word(at + 1) == "-");
    if !c.is(end, &["century", "centuries"]) || !(1..=30).contains(&n) {
        return None;
    }
    Found::new(end + 1, Meaning::century((n as i16 - 1) * 100), "century")
}

/// `year-end`, `the year's end`, `the end of the year`, `month end`.
fn year_end(c: &Context, i: usize) -> Option<Found> {
    let at = i + usize::from(c.word(i) == "the");
    if c.is(at, &["end", "beginning", "start", "middle", "close"]) && c.follows(at + 1, &["of", "the"]) {
        let (unit, plural) = unit(c.word(at + 3))?;
        let calendar = matches!(
            unit,
            Unit::Year | Unit::Month | Unit::Week | Unit::Quarter | Unit::Decade | Unit::Century
        );
        return (calendar && !plural)
            .then(|| Found::new(at + 4, from_anchor(c, unit, 0), "period-end"))
            .flatten();
    }
    let (unit, _) = unit(c.word(at)).filter(|(u, p)| matches!(u, Unit::Year | Unit::Month) && !p)?;
    let end = at + 1 + usize::from(c.is(at + 1, &["-", "'s", "’s"]));
    if c.word(end) != "end" {
        return None;
    }
    Found::new(end + 1, from_anchor(c, unit, 0), "period-end")
}

/// `the weekend`: the last one, or the one that the report's week ends with.
fn this_weekend(c: &Context, i: usize) -> Option<Found> {
    if !c.follows(i, &["the", "weekend"]) {
        return None;
    }
    let steps = match c.anchor {
        Some(a)
            if a.weekday().to_monday_one_offset() < 6 && tense::of_weekday(c, i) != tense::Tense::Future =>
        {
            -1
        }
        _ => 0,
    };
    let meaning = from_anchor(c, Unit::Weekend, steps);
    debug_assert!(meaning.kind == TimeKind::Date);
    Found::new(i + 2, meaning, "weekend")
}

/// `in the new year`, `before the new year`: the one that begins next, or early in a year that year.
fn new_year(c: &Context, i: usize) -> Option<Found> {
    let led = c.is(i.wrapping_sub(1), &["in", "before", "by", "until", "into", "after", "of", "for"]);
    let alone = super::offsets::ends(c, i + 3) && !c.is(i + 3, &["'s", "’s"])
        || c.is(i + 3, &["and", "but", "with", "when", "to", "in", "as"]);
    if !(led && alone && c.follows(i, &["the", "new", "year"])) {
        return None;
    }
    let steps = i32::from(c.anchor.is_some_and(|a| a.month() > 3));
    Found::new(i + 3, from_anchor(c, Unit::Year, steps), "new-year")
}

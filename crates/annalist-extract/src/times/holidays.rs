//! Holidays by name, with the rules of `lexicon/holidays.tsv`: `Good Friday`, `Eid al-Fitr`, `India's Republic Day`.

use super::anchor;
use super::calendars::{Calendar, unknown_day};
use super::context::{Context, Found};
use super::feasts::feast_day;
use super::value::Meaning;
use annalist_core::CountryCode;
use annalist_lexicon::Lexicon;
use annalist_lexicon::holidays::{Holiday, Holidays, Rule};
use jiff::ToSpan;
use jiff::civil::Date;

/// The most words of a holiday's name, with the possessive as a word of its own.
const LONGEST: usize = 7;

/// Finds a holiday at token `i`.
pub(super) fn find(c: &Context, i: usize) -> Option<Found> {
    // `the Lunar New Year`, but `the Christmas truce`.
    let article = c.word(i) == "the";
    let found = named(c, i + usize::from(article))?;
    let alone = super::offsets::ends(c, found.end) && c.word(found.end) != "-";
    (!article || alone).then_some(found)
}

fn named(c: &Context, i: usize) -> Option<Found> {
    if !c.capital(i) || !Holidays::built_in().begins(c.word(i)) {
        return None;
    }
    let (holidays, end) = (1..=LONGEST).rev().find_map(|n| {
        let holidays = Holidays::built_in().named(&name(c, i, n)?);
        (!holidays.is_empty()).then_some((holidays, i + n))
    })?;
    let holiday = one_of(c, i, end, holidays);
    let (stated, end) = year_after(c, end).map_or((None, end), |(y, e)| (Some(y), e));
    let meaning = match (holiday, stated, c.anchor) {
        (Some(holiday), Some(year), _) => in_year(holiday.rule, year),
        (Some(holiday), None, Some(anchor)) => nearest(holiday.rule, anchor),
        (Some(Holiday { rule: Rule::Fixed(month, day), .. }), None, None) => {
            Some(Meaning::month_day(None, *month, *day))
        }
        _ => None,
    };
    Found::new(end, meaning.unwrap_or_else(unknown_day), "holiday")
}

/// The `n` words from token `i` on as the lexicon writes them.
fn name(c: &Context, i: usize, n: usize) -> Option<String> {
    let mut name = String::new();
    for k in i..i + n {
        let word = c.word(k).replace('’', "'");
        if word.is_empty() {
            return None;
        }
        let joined = name.is_empty() || word.starts_with('\'') || word == "-" || name.ends_with('-');
        if !joined {
            name.push(' ');
        }
        name.push_str(&word);
    }
    Some(name)
}

/// The holiday that is meant: the only one of its name, or that of the country beside it.
fn one_of<'h>(c: &Context, i: usize, end: usize, all: &'h [Holiday]) -> Option<&'h Holiday> {
    let everywhere = all.iter().find(|h| h.country.is_none());
    let same = all.iter().all(|h| h.rule == all[0].rule);
    let named = country_beside(c, i, end);
    let theirs = named.and_then(|code| all.iter().find(|h| h.country == Some(code)));
    theirs.or(everywhere).or(all.first().filter(|_| same && named.is_none()))
}

/// The country right before (`India's`, `the Ukrainian`) or after (`in Kenya`) a holiday.
fn country_beside(c: &Context, i: usize, end: usize) -> Option<CountryCode> {
    let countries = &Lexicon::english().countries;
    let code = |words: &str| {
        let found = countries.lookup(words).into_iter().next()?;
        countries.entry(found).code
    };
    let before = i - usize::from(c.is(i.wrapping_sub(1), &["'s", "’s", "'", "’"]));
    let span = |from: usize, to: usize| -> Option<String> {
        let words: Vec<&str> = (from..to).map(|k| c.word(k)).collect();
        words.iter().all(|w| !w.is_empty()).then(|| words.join(" "))
    };
    let back = (1..=3).rev().find_map(|n| code(&span(before.checked_sub(n)?, before)?));
    back.or_else(|| {
        let at = end + usize::from(c.is(end, &["in", "of"]));
        (at > end).then(|| (1..=3).rev().find_map(|n| code(&span(at, at + n)?))).flatten()
    })
    .or_else(|| {
        // `Pakistan cancelled its Independence Day celebrations`.
        let own = c.is(i.wrapping_sub(1), &["its", "their", "the", "on", "for", "of"]);
        let named = |k: usize| {
            (1..=3).rev().find_map(|n| code(&span(k, k + n)?)).filter(|_| c.capital(k) && c.cased())
        };
        let mut all: Vec<CountryCode> = c.sentence.clone().filter(|_| own).filter_map(named).collect();
        all.dedup();
        <[CountryCode; 1]>::try_from(all).ok().map(|[only]| only)
    })
}

/// `Christmas 1914`, `Christmas Eve in 2000`, `Easter of 2016`.
fn year_after(c: &Context, end: usize) -> Option<(i16, usize)> {
    let at = end + usize::from(c.is(end, &["in", "of", ","]));
    let word = c.word(at);
    let year = word.parse().ok().filter(|y| (1000..3000).contains(y) && word.len() == 4)?;
    Some((year, at + 1))
}

/// The day on which a rule falls in a year; of two days of the Islamic calendar in one year the first.
fn in_year(rule: Rule, year: i16) -> Option<Meaning> {
    let from_feast =
        |feast: Option<Date>, days: i32| Some(Meaning::day(feast?.saturating_add(i64::from(days).days())));
    match rule {
        Rule::Fixed(month, day) => Some(Meaning::month_day(Some(year), month, day)),
        Rule::Weekday { month, nth, weekday, after } => {
            let first = Date::new(year, month, 1).ok()?;
            from_feast(first.nth_weekday_of_month(nth, weekday).ok(), i32::from(after))
        }
        Rule::Feast(feast, days) => from_feast(feast_day(feast, year), days),
        Rule::Islamic(..) | Rule::Persian(..) => {
            let mut all = around(rule, Date::new(year, 7, 1).ok()?);
            all.retain(|m| {
                m.interval.is_some_and(|(first, last)| first.year() == year || last.year() == year)
            });
            (!all.is_empty()).then(|| all.swap_remove(0))
        }
    }
}

/// Those of a rule of another calendar that fall near a day, in order.
fn around(rule: Rule, day: Date) -> Vec<Meaning> {
    let calendar = if matches!(rule, Rule::Persian(..)) { Calendar::Persian } else { Calendar::Islamic };
    let own = calendar.year_of(day);
    let one = |year: i32| match rule {
        Rule::Islamic(month, Some(d)) | Rule::Persian(month, d) => {
            calendar.meaning(year, i32::from(month), i32::from(d))
        }
        Rule::Islamic(month, None) => calendar.month_meaning(year, i32::from(month)),
        _ => None,
    };
    (own - 2..=own + 2).filter_map(one).collect()
}

/// The one nearest to the report.
fn nearest(rule: Rule, anchor: Date) -> Option<Meaning> {
    if let Rule::Fixed(month, day) = rule {
        let year = anchor::year_of_day(anchor, month, day, None);
        return Some(Meaning::month_day(year, month, day));
    }
    let all: Vec<Meaning> = match rule {
        Rule::Islamic(..) | Rule::Persian(..) => around(rule, anchor),
        _ => {
            let year = anchor.year();
            [year.saturating_sub(1), year, year.saturating_add(1)]
                .into_iter()
                .filter_map(|y| in_year(rule, y))
                .collect()
        }
    };
    let distance = |m: &Meaning| {
        m.interval.map_or(i32::MAX, |(first, last)| {
            let days = |d: Date| (anchor - d).get_days().abs();
            if first <= anchor && anchor <= last { 0 } else { days(first).min(days(last)) }
        })
    };
    all.into_iter().min_by_key(distance)
}

//! Calendar dates: `12 March 2003`, `Friday, Jan. 10`, `2004-11-12`, `March`, `1996`.

use super::anchor::{self, Which};
use super::appointments;
use super::context::{Context, Found};
use super::numbers;
use super::tense::{self, Tense};
use super::value::Meaning;
use super::vocabulary::{month, ordinal, weekday};

/// Finds a calendar date at token `i`.
pub(super) fn find(c: &Context, i: usize) -> Option<Found> {
    let start = after_weekday(c, i);
    let full = month_first(c, start).or_else(|| day_first(c, start));
    full.or_else(|| {
        let rules =
            [numeric, iso, range_start, range_end, month_alone, year_alone, spelled_year, fiscal_year];
        (start == i).then(|| rules.iter().find_map(|rule| rule(c, i))).flatten()
    })
}

/// Past a weekday before a date, with its comma.
fn after_weekday(c: &Context, i: usize) -> usize {
    match weekday(c.word(i)) {
        Some(_) if c.is(i + 1, &[",", "the"]) => i + 2,
        Some(_) => i + 1,
        None => i,
    }
}

/// `March 12`, `Nov. 9, 1989`, `March eighth`.
fn month_first(c: &Context, i: usize) -> Option<Found> {
    let m = month(c.word(i)).filter(|_| c.capital(i) || !is_verb(c.word(i)))?;
    let (day, end) = day_number(c, i + 1)?;
    match day_number(c, end + 1).filter(|(last, _)| is_range(c, end) && *last > day) {
        Some((last, end)) => dated(c, i, (m, day), end, "month-day").map(|found| until(found, last)),
        None => dated(c, i, (m, day), end, "month-day"),
    }
}

/// `12 March`, `the 12th of March 2003`.
fn day_first(c: &Context, i: usize) -> Option<Found> {
    let start = i + usize::from(c.word(i) == "the");
    let (day, end) = day_number(c, start)?;
    if let Some((last, end)) = day_number(c, end + 1).filter(|(last, _)| is_range(c, end) && *last > day) {
        let m = month(c.word(end))?;
        return dated(c, i, (m, day), end + 1, "day-month").map(|found| until(found, last));
    }
    let at = end + usize::from(c.word(end) == "of");
    let m = month(c.word(at))?;
    dated(c, i, (m, day), at + 1, "day-month")
}

/// Whether a month's name is also a verb, so that a number after it need not be a day.
fn is_verb(word: &str) -> bool {
    matches!(word, "may" | "march")
}

/// Whether a hyphen at token `i` joins two days: `June 4-6`.
fn is_range(c: &Context, i: usize) -> bool {
    c.is(i, &["-", "–"]) && !c.word(i + 1).is_empty()
}

/// A date that goes on to day `last` of its month. Its value stays that of the first day.
fn until(mut found: Found, last: i8) -> Found {
    if let Some((first, end)) = found.meaning.interval.as_mut()
        && let Ok(day) = jiff::civil::Date::new(first.year(), first.month(), last)
    {
        *end = day;
    }
    found
}

fn day_number(c: &Context, i: usize) -> Option<(i8, usize)> {
    let word = c.word(i);
    let digits = word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
    let tail = c.word(i + 1);
    if digits
        && (matches!(tail, "%" | "percent" | "million" | "people") || tail.starts_with('.') && tail.len() > 1)
    {
        return None;
    }
    let day = if digits { word.parse().ok()? } else { ordinal(word)? };
    let day = i8::try_from(day).ok().filter(|d| (1..=31).contains(d))?;
    Some((day, i + 1))
}

/// Completes a month and day with the year after it, or the nearest.
fn dated(c: &Context, start: usize, (month, day): (i8, i8), end: usize, rule: &'static str) -> Option<Found> {
    if let Some((year, end)) = stated_year(c, end) {
        return Found::new(end, Meaning::month_day(Some(year), month, day), rule);
    }
    let second = day_number(c, end + 1).filter(|(last, _)| c.is(end, &["and", "to"]) && *last > day);
    if let Some((year, _)) = second.and_then(|(_, after)| stated_year(c, after)) {
        return Found::new(end, Meaning::month_day(Some(year), month, day), rule);
    }
    let year = match c.anchor {
        Some(anchor) if (month, day) == (9, 11) && anchor.year() > 2001 && is_of_attacks(c, start, end) => {
            Some(2001)
        }
        Some(anchor) => {
            let past = || tense::is_told_as_past(c, start).then_some(Tense::Past);
            let ahead = || appointments::is_ahead(c, start).then_some(Tense::Future);
            let pointed = tense::pointed(c, start).or_else(past).or_else(ahead);
            anchor::year_of_day(anchor, month, day, pointed).or(Some(anchor.year()))
        }
        None => year_in_text(c, start),
    };
    Found::new(end, Meaning::month_day(year, month, day), rule)
}

/// Whether the attacks of 11 September 2001 are meant: `the Sept. 11 attacks`, `the attacks of September 11`.
fn is_of_attacks(c: &Context, start: usize, end: usize) -> bool {
    const ATTACKS: [&str; 6] = ["attack", "attacks", "hijackers", "hijackings", "terror", "terrorist"];
    c.is(end, &ATTACKS) || c.is(start.wrapping_sub(2), &ATTACKS) && c.is(start.wrapping_sub(1), &["of", "on"])
}

/// Of a report without a day of its own, the year last named; not that of a past year for something to come.
fn year_in_text(c: &Context, i: usize) -> Option<i16> {
    let (first, last) = c.last?;
    let bare = first.until(last).is_ok_and(|s| s.get_days() > 31);
    (!bare || tense::of(c, i) != Tense::Future).then_some(first.year())
}

/// `3` in `between 3 and 5 May`, `on 3 and 5 May`, `from 28 to 30 June`.
fn range_start(c: &Context, i: usize) -> Option<Found> {
    let joint = match c.before(i, 1) {
        "between" | "on" | "for" => "and",
        "from" => "to",
        _ => return None,
    };
    let (day, at) = day_number(c, i)?;
    let (last, end) = day_number(c, at + 1).filter(|(last, _)| c.word(at) == joint && *last > day)?;
    let at = end + usize::from(c.word(end) == "of");
    let m = month(c.word(at)).filter(|_| c.capital(at))?;
    let whole = dated(c, i, (m, last), at + 1, "range")?;
    let (first, _) = whole.meaning.interval?;
    Found::new(i + 1, Meaning::month_day(Some(first.year()), m, day), "range")
}

/// `26` in `from Nov. 15 to 26`, `between May 3 and 5`, `on May 3 and 5`.
fn range_end(c: &Context, i: usize) -> Option<Found> {
    let joint = c.is(i.wrapping_sub(1), &["to", "and", "until", "through"]) && c.end == i.wrapping_sub(1);
    let first = c.day.filter(|_| joint)?;
    let and = c.before(i, 1) == "and" && c.before(i, 3) != "," && month(c.before(i, 3)).is_some();
    let open =
        and || (c.sentence.start..i.saturating_sub(2)).rev().take(4).any(|k| c.is(k, &["from", "between"]));
    let (last, end) = day_number(c, i).filter(|(d, _)| open && *d > first.day())?;
    let counts =
        c.word(end).starts_with(char::is_alphabetic) && !c.is(end, &["in", "at", "and", "for", "with", "by"]);
    let day = jiff::civil::Date::new(first.year(), first.month(), last).ok().filter(|_| !counts)?;
    let end = stated_year(c, end).filter(|(year, _)| *year == first.year()).map_or(end, |(_, end)| end);
    Found::new(end, Meaning::day(day), "range")
}

/// `2004-11-12T10:30`, `2004-W05`, `2004-11`: the other forms of ISO 8601, which words part at their marks.
fn iso(c: &Context, i: usize) -> Option<Found> {
    year_number(c.word(i).get(..4)?).filter(|y| *y >= 1000)?;
    let (written, ends) = unbroken(c, i);
    let whole = |length: usize| ends.iter().find(|(l, _)| *l == length).map(|(_, end)| *end);
    if let Some((day, clock)) = written.split_once('t').filter(|(day, _)| day.len() == 10) {
        let day: jiff::civil::Date = day.parse().ok()?;
        let clock = clock.get(..5).filter(|t| t.parse::<jiff::civil::Time>().is_ok())?;
        let (_, end) = ends.iter().find(|(length, _)| *length >= 16)?;
        return Found::new(*end, Meaning::time(Some(day), clock), "iso");
    }
    let year = year_number(written.get(..4)?)?;
    if let Some(week) = written.get(4..8).and_then(|w| w.strip_prefix("-w")) {
        let week: i8 = week.parse().ok()?;
        let monday = jiff::civil::ISOWeekDate::new(year, week, jiff::civil::Weekday::Monday).ok()?;
        return Found::new(whole(8)?, Meaning::week(monday.date()), "iso");
    }
    // `2004-05` is two years as often as a month.
    let month: i8 = written.strip_prefix(&format!("{year}-")).filter(|m| m.len() == 2)?.parse().ok()?;
    let month = Some(month).filter(|m| (1..=12).contains(m) && i16::from(*m) != year % 100 + 1)?;
    Found::new(whole(7)?, Meaning::month(Some(year), month), "iso")
}

/// The lower-case words from token `i` on that no space parts, and how long they are up to the end of each token.
fn unbroken(c: &Context, i: usize) -> (String, Vec<(usize, usize)>) {
    let mut written = String::new();
    let mut ends = Vec::new();
    for k in i..i + 16 {
        let adjacent = k == i
            || c.document.tokens.get(k).is_some_and(|t| t.span.start == c.document.tokens[k - 1].span.end);
        let fits = |x: char| x.is_ascii_digit() || "-:.tzw+".contains(x);
        if !adjacent || c.word(k).is_empty() || !c.word(k).chars().all(fits) {
            break;
        }
        written.push_str(c.word(k));
        ends.push((written.len(), k + 1));
    }
    let bare = written.trim_end_matches(['.', ':', '-']).len();
    written.truncate(bare);
    ends.retain(|(length, _)| *length <= bare);
    (written, ends)
}

/// `, 1989`, ` 1989`, ` of 1989`, ` this year`, ` of last year` after a month or day.
fn stated_year(c: &Context, i: usize) -> Option<(i16, usize)> {
    let at = i + usize::from(c.is(i, &[",", "of"]));
    if let Some(year) = year_number(c.word(at)).filter(|y| *y >= 1000) {
        return Some((year, at + 1));
    }
    if c.word(i) == "," {
        return None;
    }
    let years = match c.word(at) {
        "last" => -1,
        "next" => 1,
        "this" => 0,
        _ => return spelled(c, i),
    };
    let anchor = c.anchor.filter(|_| c.word(at + 1) == "year")?;
    Some((anchor.year() + years, at + 2))
}

/// The year that a month has from another named after it: `August and December last year`, `May to July 2005`.
fn shared_year(c: &Context, i: usize, own: i8) -> Option<i16> {
    let onward = c.is(i, &["to", "through", "until", "till", "-", "–"]);
    let other = month(c.word(i + 1)).filter(|_| onward || c.is(i, &["and", "or", "&"]))?;
    let (year, _) = stated_year(c, i + 2)?;
    Some(if onward && own > other { year - 1 } else { year })
}

fn year_number(word: &str) -> Option<i16> {
    let plain = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| word.parse().ok()).flatten()
}

/// A month alone or with its year: `March`, `last April`, `this September`, `July last year`, `March 1996`.
fn month_alone(c: &Context, i: usize) -> Option<Found> {
    let (which, at) = match c.word(i) {
        "last" | "past" => (Which::Last, i + 1),
        "next" => (Which::Next, i + 1),
        "this" => (Which::This, i + 1),
        _ => (Which::Plain, i),
    };
    let m = month(c.word(at)).filter(|_| c.capital(at) || !c.word(at).ends_with('.'))?;
    if let Some((year, end)) = stated_year(c, at + 1) {
        return Found::new(end, Meaning::month(Some(year), m), "month-year");
    }
    if let Some(year) = shared_year(c, at + 1, m).filter(|_| which == Which::Plain) {
        return Found::new(at + 1, Meaning::month(Some(year), m), "month-year");
    }
    if which == Which::Plain && !stands_alone(c, at) {
        return None;
    }
    if let Some(year) = year_in_row(c, i, m).filter(|_| which == Which::Plain) {
        return Found::new(at + 1, Meaning::month(Some(year), m), "month");
    }
    let year = match c.anchor {
        Some(anchor)
            if which == Which::Plain && c.is(i.wrapping_sub(1), &["a", "an", "the", "its", "their"]) =>
        {
            anchor::year_of_day(anchor, m, 15, None)
        }
        Some(anchor) => Some(anchor::year_of_month(anchor, m, which, month_tense(c, i))),
        None => year_in_text(c, i),
    };
    Found::new(at + 1, Meaning::month(year, m), "month")
}

/// The year of a month right after another: `March` in `January-March`, `in December and January`.
fn year_in_row(c: &Context, i: usize, month: i8) -> Option<i16> {
    let joint = c.is(i.wrapping_sub(1), &["and", "or", "to", "through", "-", "–"]) && c.end + 1 == i;
    let (first, last) = c.last.filter(|_| joint && super::vocabulary::month(c.before(i, 2)).is_some())?;
    let month_long = first.until(last).is_ok_and(|s| (27..=30).contains(&s.get_days()));
    let year = if month > first.month() { first.year() } else { first.year() + 1 };
    let told =
        c.anchor.is_none_or(|a| (year, month) <= (a.year(), a.month()) || month_tense(c, i) == Tense::Future);
    (month_long && told).then_some(year)
}

/// `by February` and `through February` look ahead, `since February` back, whatever the verb.
fn month_tense(c: &Context, i: usize) -> Tense {
    match c.before(appointments::lead(c, i), 1) {
        "by" | "until" | "till" | "through"
            if !(c.sentence.start..i).any(|j| c.is(j, &["had", "was", "were"])) =>
        {
            Tense::Future
        }
        "since" => Tense::Past,
        _ => tense::of(c, i),
    }
}

/// Whether a month's name at token `i` is a month: `may`, `march` and abbreviations are also other words.
fn stands_alone(c: &Context, i: usize) -> bool {
    const PREPOSITIONS: [&str; 24] = [
        "in",
        "since",
        "by",
        "until",
        "till",
        "from",
        "to",
        "of",
        "late",
        "early",
        "through",
        "during",
        "before",
        "after",
        "between",
        "for",
        "each",
        "every",
        "last",
        "next",
        "this",
        "mid",
        "around",
        "throughout",
    ];
    let word = c.word(i);
    let row = c.is(i.wrapping_sub(1), &["and", "or", "to", "-", "–"])
        && month(c.before(i, 2)).is_some()
        && c.capital(i);
    let name = row || matches!(c.word(i + 1), "'s" | "’s") || PREPOSITIONS.contains(&c.before(i, 1));
    match word {
        "may" | "march" | "august" => name && (c.before(i, 1) != "to" || c.cased() && c.capital(i)),
        _ if word.len() <= 5 && !matches!(word, "april" | "june" | "july") => {
            // `Mar del Plata`, `Jan Egeland`: a name goes on.
            let goes_on = c.form(i + 1).starts_with(char::is_uppercase) || c.is(i + 1, &["del", "de"]);
            word.ends_with('.') && (name || c.cased()) || name && word.len() == 3 && !goes_on
        }
        _ => true,
    }
}

/// `2004-11-12`, `11/28/2000`, `12.03.2003`, `9/11`.
fn numeric(c: &Context, i: usize) -> Option<Found> {
    let word = c.word(i);
    if word == "9/11" {
        return Found::new(i + 1, Meaning::month_day(Some(2001), 9, 11), "numeric");
    }
    let separator = word.chars().find(|d| matches!(d, '-' | '/' | '.'))?;
    let parts: Vec<&str> = word.split(separator).collect();
    let [a, b, y] = parts[..] else { return None };
    let roman = roman(b).filter(|_| separator == '.' && c.form(i).contains(['I', 'V', 'X']));
    let b = roman.unwrap_or(b);
    let parts = [a, b, y];
    let fits = parts.iter().all(|p| (1..=4).contains(&p.len()) && p.bytes().all(|d| d.is_ascii_digit()));
    let number = |p: &str| p.parse::<i16>().ok();
    let (a, b, y, four) = (number(a)?, number(b)?, number(y)?, parts.map(str::len));
    let (year, month, day) = match four {
        [4, ..] => (a, b, y),
        [.., 4] if separator == '.' || a > 12 => (y, b, a),
        [.., 4] => (y, a, b),
        [.., 2] if separator == '/' => (century(y), a, b),
        // `22.06.41`, as Russian and German sources print it; not `1.2.10`, the number of a section.
        [_, 2, 2] if separator == '.' => (century(y), b, a),
        _ => return None,
    };
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let real = fits && (1..=12).contains(&month) && (1..=31).contains(&day);
    real.then(|| Found::new(i + 1, Meaning::month_day(Some(year), month, day), "numeric")).flatten()
}

/// The month of `22.VI.1941`, in digits.
fn roman(month: &str) -> Option<&'static str> {
    const MONTHS: [(&str, &str); 12] = [
        ("i", "1"),
        ("ii", "2"),
        ("iii", "3"),
        ("iv", "4"),
        ("v", "5"),
        ("vi", "6"),
        ("vii", "7"),
        ("viii", "8"),
        ("ix", "9"),
        ("x", "10"),
        ("xi", "11"),
        ("xii", "12"),
    ];
    MONTHS.iter().find(|(roman, _)| *roman == month).map(|(_, digits)| *digits)
}

/// The year a two-digit one means: 1930 to 2029.
fn century(year: i16) -> i16 {
    if year >= 30 { 1900 + year } else { 2000 + year }
}

/// `1996`, `'96`.
fn year_alone(c: &Context, i: usize) -> Option<Found> {
    let word = c.word(i);
    if let Some(short) = word.strip_prefix(['\'', '’']) {
        let year: i16 = short.parse().ok().filter(|_| short.len() == 2)?;
        return Found::new(i + 1, Meaning::year(century(year)), "year");
    }
    let year = year_number(word)?;
    let start = c.word(i) == c.before(i, 0) && c.is(i.wrapping_sub(1), &["year"]);
    if !(start || is_year(c, i, year)) {
        return None;
    }
    Found::new(i + 1, Meaning::year(year), "year")
}

/// Whether a four-digit number at token `i` is a year.
fn is_year(c: &Context, i: usize, year: i16) -> bool {
    const BEFORE: [&str; 32] = [
        "in", "since", "of", "by", "until", "till", "from", "to", "during", "between", "before", "after",
        "early", "late", "through", "for", "the", "and", "mid", "summer", "winter", "spring", "fall",
        "autumn", "around", "year", "fiscal", "(", "-", "–", ",", "a",
    ];
    const NOT_AFTER: [&str; 19] = [
        "$",
        "£",
        "€",
        "no.",
        "#",
        "about",
        "some",
        "than",
        "nearly",
        "over",
        "page",
        "flight",
        "resolution",
        "resolutions",
        "article",
        "section",
        "room",
        "highway",
        "route",
    ];
    const COUNTED: [&str; 26] = [
        "people",
        "percent",
        "%",
        "points",
        "soldiers",
        "troops",
        "men",
        "women",
        "miles",
        "kilometers",
        "dollars",
        "shares",
        "votes",
        "seats",
        "jobs",
        "homes",
        "feet",
        "hours",
        "gmt",
        "tons",
        "tonnes",
        "euros",
        "pounds",
        "yards",
        "meters",
        "prisoners",
    ];
    let (before, after) = (c.before(i, 1), c.word(i + 1));
    // `has gone up to 1587`, `rose to 2000`: a number that something comes to.
    let came = c.is(
        i.wrapping_sub(2),
        &["close", "rose", "risen", "rises", "rise", "fell", "fallen", "climbed", "grew"],
    ) || c.is(i.wrapping_sub(2), &["up", "down"])
        && c.is(i.wrapping_sub(3), &["go", "goes", "going", "gone", "went", "came", "add", "adds", "added"]);
    if before == "to" && came {
        return false;
    }
    if NOT_AFTER.contains(&before)
        || COUNTED.contains(&after)
        || after == "'s" && !(1900..2050).contains(&year)
    {
        return false;
    }
    match year {
        1900..=2049 => !before.is_empty() || c.is(i + 1, &[",", "-", ":"]) || !plural(after),
        1000..=1899 => BEFORE[..8].contains(&before) && !plural(after) || before == "year",
        _ => false,
    }
}

fn plural(word: &str) -> bool {
    word.len() > 3 && word.ends_with('s') && word.bytes().all(|b| b.is_ascii_lowercase())
}

/// `nineteen ninety-seven`, `the year two thousand`.
fn spelled_year(c: &Context, i: usize) -> Option<Found> {
    let (start, named) = match (c.word(i), c.word(i + 1)) {
        ("the", "year") => (i + 2, true),
        ("year", _) => (i + 1, true),
        _ => (i, false),
    };
    if let Some(year) = year_number(c.word(start)).filter(|_| named) {
        return Found::new(start + 1, Meaning::year(year), "year");
    }
    if named && c.follows(start, &["two", "thousand"]) {
        return Found::new(start + 2, Meaning::year(2000), "year");
    }
    let (year, end) = spelled(c, start)?;
    Found::new(end, Meaning::year(year), "year")
}

/// `nineteen ninety-seven`, `twenty twelve`: a century and the years in it.
pub(super) fn spelled(c: &Context, i: usize) -> Option<(i16, usize)> {
    let century = match c.word(i) {
        "eighteen" => 1800,
        "nineteen" => 1900,
        "twenty" => 2000,
        _ => return None,
    };
    let at = i + 1 + usize::from(c.word(i + 1) == "-");
    let (years, end) = numbers::below_hundred(c, at)?;
    let fits = years >= 10
        && !(century == 2000 && c.word(i + 1) == "-" || super::vocabulary::unit(c.word(end)).is_some());
    fits.then(|| i16::try_from(years).ok()).flatten().map(|y| (century + y, end))
}

/// `fiscal 1989`, `fiscal year 2003`, `FY 2003`.
fn fiscal_year(c: &Context, i: usize) -> Option<Found> {
    let start = i + usize::from(c.word(i) == "the");
    if !c.is(start, &["fiscal", "financial", "fy", "calendar"]) {
        return None;
    }
    let at = start + 1 + usize::from(c.word(start + 1) == "year");
    let year = year_number(c.word(at))?;
    Found::new(at + 1, Meaning::year(year), "fiscal-year")
}

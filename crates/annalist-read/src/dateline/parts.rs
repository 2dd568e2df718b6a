//! The parts of one dateline: what stands before the separator is taken apart from its end.

use super::names::{agency, is_city};
use crate::dates::month;
use jiff::civil::Date;

/// What separates a dateline from the first sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// A dash of any kind.
    Dash,
    /// A colon.
    Colon,
    /// Nothing but the closing bracket or stroke of the agency.
    Bracket,
    /// Nothing at all: `CAPE TOWN Feb 11 Sapa The talks …`.
    Bare,
}

/// What a dateline says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parts {
    pub place: Option<String>,
    pub day: Option<Day>,
    pub agency: Option<String>,
}

/// A day as datelines print it; a year of two digits is kept so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Day {
    year: Option<i16>,
    month: i8,
    day: i8,
}

impl Day {
    /// The date in full: the year stated, else the one nearest `published`, else the one `fallback` knows.
    pub(crate) fn resolve(
        self,
        published: Option<Date>,
        fallback: impl FnOnce() -> Option<i16>,
    ) -> Option<Date> {
        match (self.year, published) {
            (Some(year), _) => Date::new(year, self.month, self.day).ok(),
            (None, Some(near)) => self.nearest(near),
            (None, None) => Date::new(fallback()?, self.month, self.day).ok(),
        }
    }

    /// The only year between 1900 and 2099 that a text names with this month: "March 1998", "March 2, 1998".
    pub(crate) fn year_in(self, text: &str) -> Option<i16> {
        let words: Vec<&str> =
            text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
        let mut found = None;
        for (at, word) in words.iter().enumerate().filter(|(_, w)| w.len() == 4) {
            let named =
                words[at.saturating_sub(2)..at].iter().any(|w| month(&w.to_lowercase()) == Some(self.month));
            let Some(year) = word.parse::<i16>().ok().filter(|y| named && (1900..=2099).contains(y)) else {
                continue;
            };
            if found.is_some_and(|f| f != year) {
                return None;
            }
            found = Some(year);
        }
        found
    }

    fn nearest(self, near: Date) -> Option<Date> {
        let years = [near.year(), near.year() - 1, near.year() + 1];
        let days = years.into_iter().filter_map(|year| Date::new(year, self.month, self.day).ok());
        days.min_by_key(|date| (near - *date).get_days().abs())
    }
}

/// Reads the words before a separator as a dateline; `rest` is what follows it.
pub(crate) fn parse(prefix: &str, mark: Mark, rest: &str, opens: bool) -> Option<Parts> {
    let mut parts = Parts::default();
    let mut left = prefix.trim();
    let mut bracketed = false;
    loop {
        let before = left;
        if parts.agency.is_none()
            && let Some((name, around, with_bracket)) = take_agency(left)
        {
            (parts.agency, left, bracketed) = (Some(name), around, with_bracket);
        }
        if parts.day.is_none()
            && let Some((day, around)) = take_day(left)
        {
            (parts.day, left) = (Some(day), around);
        }
        if before == left {
            break;
        }
    }
    // A closing bracket ends a dateline only if it is the agency's own.
    if mark == Mark::Bracket && !(bracketed && prefix.trim_end().ends_with(BRACKETS)) {
        return None;
    }
    let left = without_marks(left);
    parts.place = (!left.is_empty()).then(|| place(left)).flatten();
    if !left.is_empty() && parts.place.is_none() {
        return None;
    }
    is_credible(&parts, bracketed, mark, rest, opens).then_some(parts)
}

/// The place without marks around it; the full stop of `Fla.` stays.
fn without_marks(place: &str) -> &str {
    const MARKS: [char; 8] = [' ', ',', '.', '|', '/', ';', ':', '-'];
    let bare = place.trim_matches(MARKS);
    let start = place.len() - place.trim_start_matches(MARKS).len();
    let state = bare.rsplit_once(", ").is_some_and(|(_, last)| last.len() <= 5);
    if state && place[start + bare.len()..].starts_with('.') {
        &place[start..=start + bare.len()]
    } else {
        bare
    }
}

const BRACKETS: [char; 3] = [')', '/', ']'];

/// Whether enough speaks for a dateline; `rest` is all that follows it, `opens` that nothing stands before.
fn is_credible(parts: &Parts, bracketed: bool, mark: Mark, rest: &str, opens: bool) -> bool {
    let line = rest.lines().next().unwrap_or("").trim_start();
    let place = parts.place.as_deref().map(|p| p.split(", ").next().unwrap_or(p));
    let city = place.is_some_and(is_city);
    // Where nothing is in capitals, sentences do not begin with one either.
    let sentence = line
        .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "\"'“‘«$£€[".contains(c))
        || city && is_lower_case(line);
    let known = parts.agency.as_deref().is_some_and(|a| a.split('/').all(|a| agency(a).is_some()));
    // Where everything is in capitals, any words look like a place: only the opening or a known city counts.
    if is_capitals(line) && !opens && !city {
        return false;
    }
    match (&parts.place, parts.day, &parts.agency) {
        (place, day, agency) if mark == Mark::Bare => place.is_some() && day.is_some() && agency.is_some(),
        (Some(_), _, Some(_)) if known => mark != Mark::Bracket || sentence,
        (Some(place), day, Some(name)) => {
            let apart = mark != Mark::Bracket && !is_acronym(name, place) && !is_capitals(line);
            sentence && (day.is_some() || apart && !is_title(name))
        }
        (None, _, Some(_)) => known && bracketed && (mark != Mark::Bracket || sentence),
        (Some(_), Some(_), None) => mark == Mark::Dash || sentence,
        (None, Some(day), None) => mark == Mark::Dash && day.year.is_some() && sentence,
        // The place stands for itself only before a sentence of some length.
        (Some(place), None, None) => {
            sentence && line.len() >= 40 && stands_alone(place, mark, rest) && (opens || !is_capitals(line))
        }
        (None, None, None) => false,
    }
}

/// Whether letters in brackets are the initials of the name before them: "African Union (AU)".
fn is_acronym(letters: &str, name: &str) -> bool {
    let initials: String =
        name.split([' ', '-']).filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase()).collect();
    let last = letters.chars().rev().zip(initials.chars().rev());
    last.filter(|(a, b)| a == b).count() * 2 > letters.len()
}

/// Whether a place without date and agency is a dateline rather than a label or the first half of a sentence.
fn stands_alone(place: &str, mark: Mark, rest: &str) -> bool {
    let first = place.split(", ").next().unwrap_or(place);
    if is_label(first) {
        return false;
    }
    let known = first.split(['/', '\u{2013}']).all(|p| is_city(p.trim()));
    let capitals = is_capitals(first) && first.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    let qualified = place.contains(", ");
    // Where everything is in capitals they say nothing.
    let capitals = capitals && !is_capitals(rest.lines().next().unwrap_or(""));
    let sentence = rest.lines().next().unwrap_or("").len() >= 60;
    match mark {
        // In transcripts and lists several lines start so.
        _ if is_list(rest) => false,
        Mark::Dash => capitals || sentence && (known || qualified),
        Mark::Colon => known || capitals,
        Mark::Bracket | Mark::Bare => false,
    }
}

/// The place before the colon that opens a text without capitals: a known city, or, below the line of an archive that prints
/// such datelines, one word or bracketed pair that is no label. Outlets that print such datelines name two cities as `ahmedabad/gandhinagar`.
pub(crate) fn lower_case_place(prefix: &str, rest: &str, archived: bool) -> Option<String> {
    let prefix = prefix.trim();
    let plain = |c: char| c.is_lowercase() || " -/()'.".contains(c);
    let rest_is_text =
        rest.trim_start().starts_with(|c: char| c.is_alphanumeric() || "\"'\u{201C}\u{2018}".contains(c));
    if !rest_is_text || !(3..=40).contains(&prefix.len()) || !prefix.chars().all(plain) || is_label(prefix) {
        return None;
    }
    let known = prefix.split(['/', ',']).all(|p| is_city(p.trim()));
    let (first, bracket) = prefix.split_once(" (").map_or((prefix, None), |(f, b)| (f, Some(b)));
    let one_word = !first.contains(' ') && first.len() >= 5 && bracket.is_none_or(|b| b.ends_with(')'));
    (known || archived && one_word).then(|| prefix.to_owned())
}

/// Whether one of the next lines starts with a name in capitals too.
pub(crate) fn is_list(rest: &str) -> bool {
    let names = |line: &str| {
        let name = [":", " - ", " -- ", " \u{2014} "]
            .iter()
            .find_map(|m| line.split_once(m))
            .map_or("", |(name, _)| name);
        (2..40).contains(&name.len()) && is_capitals(name)
    };
    rest.lines().skip(1).filter(|l| !l.trim().is_empty()).take(3).any(names)
}

/// Words that stand before a dash or colon at the start of reports and are no places.
fn is_label(words: &str) -> bool {
    const LABELS: [&str; 47] = [
        "ADVISORY",
        "ALERT",
        "ANALYSIS",
        "ATTENTION",
        "BREAKING",
        "BULLETIN",
        "BUSINESS",
        "CAUTION",
        "COMMENT",
        "CORRECTION",
        "CORRECTED",
        "DEVELOPING",
        "DISCLAIMER",
        "EDITORIAL",
        "EDITOR",
        "EXCLUSIVE",
        "EXPLAINER",
        "FACTBOX",
        "FEATURE",
        "FLASH",
        "FOCUS",
        "GEOGRAPHY",
        "HEADLINE",
        "INTERVIEW",
        "JUST IN",
        "LATEST",
        "LIVE",
        "NEWS",
        "NOTE",
        "OPINION",
        "PHOTO",
        "PHOTOS",
        "PICTURES",
        "POLITICS",
        "PROFILE",
        "QUESTION",
        "READ MORE",
        "REVIEW",
        "ROUNDUP",
        "SPECIAL REPORT",
        "SPORTS",
        "SUMMARY",
        "TIMELINE",
        "UPDATE",
        "URGENT",
        "VIDEO",
        "WATCH",
    ];
    let upper = words.to_uppercase();
    LABELS.iter().any(|l| upper == *l || upper.strip_prefix(l).is_some_and(|r| r.starts_with([' ', '-'])))
}

fn is_capitals(words: &str) -> bool {
    words.chars().any(char::is_alphabetic) && !words.chars().any(char::is_lowercase)
}

/// Whether a line of some length has letters and no capitals.
fn is_lower_case(line: &str) -> bool {
    line.len() >= 40 && !line.chars().any(char::is_uppercase)
}

/// Takes the agency from the end or the start of `text`: in brackets or strokes any name that looks like an agency's,
/// bare only a known one.
fn take_agency(text: &str) -> Option<(String, &str, bool)> {
    agency_at_end(text).or_else(|| agency_at_start(text))
}

fn agency_at_end(text: &str) -> Option<(String, &str, bool)> {
    let text = text.trim_end_matches([' ', ',', '.', ':']);
    for (open, close) in [('(', ')'), ('/', '/'), ('[', ']')] {
        if let Some(inner) = text.strip_suffix(close)
            && let Some(start) = inner.rfind(open)
            && let Some(name) = bracketed_agency(&inner[start + open.len_utf8()..])
        {
            return Some((name, text[..start].trim_end(), true));
        }
    }
    let separators = [", ", ". ", "| ", "/ ", "-", "\u{2014} ", "\u{2013} ", "- ", " "];
    let cut = separators.iter().filter_map(|s| text.rfind(s).map(|i| (i, s.len()))).collect::<Vec<_>>();
    cut.into_iter().find_map(|(at, length)| {
        let printed = &text[at + length..];
        is_capitals(&printed.chars().take(1).collect::<String>()).then_some(())?;
        agency(printed).map(|name| (name.to_owned(), text[..at].trim_end(), false))
    })
}

/// `AFP | Paris`, `PTI, NEW DELHI`, `(Reuters) LONDON`.
fn agency_at_start(text: &str) -> Option<(String, &str, bool)> {
    let text = text.trim_start();
    if let Some((printed, rest)) = text.strip_prefix('(').and_then(|t| t.split_once(')')) {
        return bracketed_agency(printed).map(|name| (name, rest.trim_start(), true));
    }
    let at = text.find([',', '|', '/'])?;
    let name = agency(text[..at].trim())?;
    Some((name.to_owned(), text[at + 1..].trim_start(), false))
}

/// A name in brackets: a known agency, several of them, two to eight capitals, or a name of a few words.
fn bracketed_agency(printed: &str) -> Option<String> {
    let printed = printed.trim();
    if let Some(name) = agency(printed) {
        return Some(name.to_owned());
    }
    let several = printed
        .split(['/', '-', ',', '\u{2013}'])
        .map(|p| agency(p).map(str::to_owned))
        .collect::<Option<Vec<_>>>();
    if let Some(names) = several.filter(|n| n.len() > 1) {
        return Some(names.join("/"));
    }
    // "CNN Business", "Reuters Breakingviews": a branch goes by its house.
    if let Some((house, _)) = printed.split_once(' ')
        && let Some(name) = agency(house)
        && printed.len() <= 30
    {
        return Some(name.to_owned());
    }
    let capitals = (2..=8).contains(&printed.len()) && printed.bytes().all(|b| b.is_ascii_uppercase());
    (capitals && !NOT_AGENCIES.contains(&printed) || is_title(printed)).then(|| printed.to_owned())
}

/// Whether words look like the name of a small agency: "Lagoon Press", "Potomac & Nile Service". Only between a day and
/// the text do they count.
fn is_title(words: &str) -> bool {
    let mut all = words.split(' ');
    (2..=5).contains(&words.split(' ').count())
        && words.len() <= 40
        && all.all(|w| w == "&" || w == "of" || w.starts_with(char::is_uppercase) && !w.contains('.'))
}

/// Capitals in brackets after a name that are a party, a state or a note instead.
const NOT_AGENCIES: [&str; 10] = ["UK", "US", "USA", "UN", "EU", "UAE", "DRC", "CAR", "ROK", "DPRK"];

/// Takes the date from the end of `text`.
fn take_day(text: &str) -> Option<(Day, &str)> {
    let text = text.trim_end_matches([' ', ',', '.', ';']);
    // A date starts at a word, so each start of a word is tried, longest first.
    let starts = text.char_indices().filter(|(i, c)| c.is_alphanumeric() && starts_word(text, *i));
    let (start, day) = starts.into_iter().find_map(|(i, _)| day(&text[i..]).map(|d| (i, d)))?;
    let before = text[..start].trim_end();
    // "ROME March 12" needs no comma, but a date is no date in the middle of a number.
    Some((day, before.trim_end_matches([',', '.', ';', '|', ' '])))
}

/// The day that `text` is, with its year; None where it is more or less than that.
pub(crate) fn day_alone(text: &str) -> Option<Day> {
    day(text.trim()).filter(|day| day.year.is_some())
}

fn starts_word(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric())
}

/// `March 12`, `12 March`, `Mar. 12, 2019`, `Tuesday, March 12, 2019`, `12 MAR 90`, `2019-03-12`.
fn day(text: &str) -> Option<Day> {
    if text.len() > 40 {
        return None;
    }
    if let Some(moment) = crate::dates::parse(text) {
        return Some(Day {
            year: Some(moment.date.year()),
            month: moment.date.month(),
            day: moment.date.day(),
        });
    }
    let mut words: Vec<&str> = text.split([' ', ',', '.', '-']).filter(|w| !w.is_empty()).collect();
    if words.len() > 1 && is_weekday(words[0]) {
        words.remove(0);
    }
    if let [joined] = words[..]
        && let Some(cut) = joined.find(|c: char| c.is_ascii_digit())
        && cut > 2
    {
        words = vec![&joined[..cut], &joined[cut..]];
    }
    let (first, second, year) = match words[..] {
        [first, second] => (first, second, None),
        [first, second, year] => (first, second, Some(full_year(year)?)),
        _ => return None,
    };
    let (name, number) =
        if first.starts_with(|c: char| c.is_ascii_digit()) { (second, first) } else { (first, second) };
    let month = month(&name.to_lowercase())?;
    let number = number.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let day: i8 = number.parse().ok().filter(|d| (1..=31).contains(d))?;
    // Leap years have every day that any year has.
    Date::new(2000, month, day).ok()?;
    Some(Day { year, month, day })
}

/// A year of four digits, or of two: 30 to 99 are the last century's.
fn full_year(digits: &str) -> Option<i16> {
    let digits = digits.trim_start_matches('\'');
    let value: i16 = digits.parse().ok()?;
    match (digits.len(), value) {
        (4, 1500..=2200) => Some(value),
        (2, 30..=99) => Some(1900 + value),
        (2, 0..=29) => Some(2000 + value),
        _ => None,
    }
}

fn is_weekday(word: &str) -> bool {
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().any(|d| word.to_lowercase().starts_with(d))
        && word.len() <= 9
}

/// The place as printed, with `New Delhi [India]` and `MOSCOW/KYIV` made one string; None for what is no place name.
fn place(text: &str) -> Option<String> {
    let text = text.replace(" [", ", ").replace([']', '[', ')'], "").replace(" (", ", ");
    let components: Vec<&str> = text.split(',').map(str::trim).filter(|c| !c.is_empty()).collect();
    let fits = !components.is_empty() && components.len() <= 4 && components.iter().all(|c| is_place_name(c));
    fits.then(|| components.join(", "))
}

/// One to five words, each with a capital or a particle of place names, or a city that stands in datelines by itself in
/// any case; no digits, no end of a sentence inside.
fn is_place_name(words: &str) -> bool {
    const PARTICLES: [&str; 29] = [
        "al", "am", "an", "and", "de", "del", "den", "der", "des", "di", "do", "dos", "du", "e", "el", "en",
        "es", "i", "in", "la", "le", "les", "near", "of", "off", "on", "sur", "the", "y",
    ];
    let count = words.split_whitespace().count();
    let is_name = |w: &str| {
        w.chars().next().is_some_and(char::is_uppercase) || w.starts_with("al-") || w.starts_with("el-")
    };
    let apt = |w: &str| is_name(w.trim_start_matches(['\'', '\u{2019}'])) || PARTICLES.contains(&w);
    let plain = |c: char| c.is_alphabetic() || " .'\u{2019}`-\u{2010}\u{2011}/&\u{2013}".contains(c);
    let last = words.rsplit(' ').next().unwrap_or("").to_lowercase();
    const NEVER_LAST: [&str; 14] =
        ["and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "told", "was", "with"];
    // "Aboard a U.S. Navy aircraft carrier", "On the Colombian border".
    let first = words.split(' ').next().unwrap_or("").to_lowercase();
    let most = if matches!(first.as_str(), "aboard" | "on" | "near") { 7 } else { 5 };
    (1..=most).contains(&count)
        && first != "by"
        && !NEVER_LAST.contains(&last.as_str())
        && words.chars().all(plain)
        && (words.split_whitespace().all(apt) && words.split_whitespace().any(is_name) || is_city(words))
        && !ends_sentence(words)
}

/// Whether a full stop after a longer word stands inside: "Police said. London" is no place, "St. Louis" is.
fn ends_sentence(words: &str) -> bool {
    words.split_whitespace().rev().skip(1).any(|w| w.strip_suffix('.').is_some_and(|w| w.chars().count() > 4))
}

//! The closed word classes of dates: months, weekdays, seasons, parts of the day, units.

use super::value::Unit;

/// The month a lower-case word or abbreviation (with or without its stop) names, from 1.
pub(super) fn month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let stem = word.strip_suffix('.').unwrap_or(word);
    let short =
        |name: &&str| stem.len() == 3 && stem == &name[..3] || stem == "sept" && name.starts_with("sept");
    let index = MONTHS.iter().position(|m| *m == stem || short(m))?;
    Some(index as i8 + 1)
}

/// The weekday a lower-case word or abbreviation names, from Monday = 1.
pub(super) fn weekday(word: &str) -> Option<i8> {
    const DAYS: [(&str, &[&str]); 7] = [
        ("monday", &["mon"]),
        ("tuesday", &["tue", "tues"]),
        ("wednesday", &["wed", "weds"]),
        ("thursday", &["thu", "thur", "thurs"]),
        ("friday", &["fri"]),
        ("saturday", &["sat"]),
        ("sunday", &["sun"]),
    ];
    let dotted = word.strip_suffix('.');
    let fits = |(name, short): &(&str, &[&str])| *name == word || dotted.is_some_and(|w| short.contains(&w));
    Some(DAYS.iter().position(fits)? as i8 + 1)
}

/// The weekday a plural names: `mondays`.
pub(super) fn weekdays(word: &str) -> Option<i8> {
    weekday(word.strip_suffix('s')?)
}

/// The TIMEX3 code of a season.
pub(super) fn season(word: &str) -> Option<&'static str> {
    match word {
        "spring" | "springtime" => Some("SP"),
        "summer" | "summertime" => Some("SU"),
        "fall" | "autumn" => Some("FA"),
        "winter" | "wintertime" => Some("WI"),
        _ => None,
    }
}

/// The TIMEX3 code of a part of the day.
pub(super) fn day_part(word: &str) -> Option<&'static str> {
    match word {
        "morning" | "dawn" | "daybreak" => Some("MO"),
        "afternoon" => Some("AF"),
        "evening" | "dusk" | "nightfall" => Some("EV"),
        "night" => Some("NI"),
        _ => None,
    }
}

/// The unit a lower-case word names, and whether it is plural.
pub(super) fn unit(word: &str) -> Option<(Unit, bool)> {
    let found = match word {
        "second" => (Unit::Second, false),
        "seconds" => (Unit::Second, true),
        "minute" => (Unit::Minute, false),
        "minutes" => (Unit::Minute, true),
        "hour" => (Unit::Hour, false),
        "hours" => (Unit::Hour, true),
        "day" => (Unit::Day, false),
        "days" => (Unit::Day, true),
        "night" => (Unit::Night, false),
        "nights" => (Unit::Night, true),
        "week" => (Unit::Week, false),
        "weeks" => (Unit::Week, true),
        "fortnight" => (Unit::Fortnight, false),
        "weekend" => (Unit::Weekend, false),
        "weekends" => (Unit::Weekend, true),
        "month" => (Unit::Month, false),
        "months" => (Unit::Month, true),
        "quarter" => (Unit::Quarter, false),
        "quarters" => (Unit::Quarter, true),
        "year" => (Unit::Year, false),
        "years" => (Unit::Year, true),
        "decade" => (Unit::Decade, false),
        "decades" => (Unit::Decade, true),
        "century" => (Unit::Century, false),
        "centuries" => (Unit::Century, true),
        _ => return None,
    };
    Some(found)
}

/// The number an ordinal stands for: `first`, `21st`, `thirtieth`.
pub(super) fn ordinal(word: &str) -> Option<u32> {
    const WORDS: [&str; 20] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    if let Some(i) = WORDS.iter().position(|w| *w == word) {
        return Some(i as u32 + 1);
    }
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|s| word.strip_suffix(s))?;
    let plain = !digits.is_empty() && digits.len() <= 2 && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

/// The value of a number word up to nineteen, or of a round ten.
pub(super) fn cardinal(word: &str) -> Option<u32> {
    const SMALL: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    SMALL.iter().position(|w| *w == word).map(|n| n as u32).or_else(|| tens(word))
}

/// The value of `twenty` … `ninety`.
pub(super) fn tens(word: &str) -> Option<u32> {
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    Some(TENS.iter().position(|w| *w == word)? as u32 * 10 + 20)
}

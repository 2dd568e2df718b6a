//! Holidays: the days and months that reports name instead of dates, and the rules by which they fall.

use crate::tsv::{self, LexiconError, Row};
use annalist_core::CountryCode;
use jiff::civil::Weekday;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

const HOLIDAYS: &str = include_str!("../../../lexicon/holidays.tsv");

/// When a holiday falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// On a month (1–12) and day (1–31) of every year.
    Fixed(i8, i8),
    /// On a weekday of a month: the first, second …; −1 for the last.
    Weekday {
        /// The month, 1–12.
        month: i8,
        /// Which one of the month: 1–5, or −1.
        nth: i8,
        /// The day of the week.
        weekday: Weekday,
        /// How many days after it.
        after: i8,
    },
    /// So many days after a feast that moves; before it where negative.
    Feast(Feast, i32),
    /// On a month and day of the tabular Islamic calendar; the whole month where there is no day.
    Islamic(i8, Option<i8>),
    /// On a month and day of the Persian calendar.
    Persian(i8, i8),
}

/// A feast that falls on another day of the Gregorian calendar every year, and others are counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feast {
    /// Easter Sunday of the Western churches.
    Easter,
    /// Easter Sunday of the Orthodox churches.
    Pascha,
    /// The first day of Passover, 15 Nisan.
    Passover,
    /// The first day of Hanukkah, 25 Kislev.
    Hanukkah,
    /// The first day of the Chinese calendar's year.
    LunarNewYear,
    /// The 15th of the eighth month of the Chinese calendar.
    MidAutumn,
    /// The main day of Diwali in India.
    Diwali,
}

/// Feasts as the file's rules name them.
const FEASTS: [(&str, Feast); 7] = [
    ("easter", Feast::Easter),
    ("pascha", Feast::Pascha),
    ("passover", Feast::Passover),
    ("hanukkah", Feast::Hanukkah),
    ("lunar-new-year", Feast::LunarNewYear),
    ("mid-autumn", Feast::MidAutumn),
    ("diwali", Feast::Diwali),
];

/// One holiday of one country, or of many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// Its name in lower case, its words one space apart.
    pub name: &'static str,
    /// Whose it is; nothing where it is kept in many countries.
    pub country: Option<CountryCode>,
    /// When it falls.
    pub rule: Rule,
}

/// All holidays.
#[derive(Debug, Default)]
pub struct Holidays {
    by_name: BTreeMap<&'static str, Vec<Holiday>>,
    /// The names' first words, without a possessive.
    first: BTreeSet<&'static str>,
}

impl Holidays {
    /// The built-in holidays, read at first use.
    pub fn built_in() -> &'static Holidays {
        static ALL: OnceLock<Holidays> = OnceLock::new();
        ALL.get_or_init(|| tsv::built_in(Holidays::load()))
    }

    /// Reads the built-in list.
    ///
    /// # Errors
    /// Names the first line that is not in form.
    pub fn load() -> Result<Holidays, LexiconError> {
        let mut by_name: BTreeMap<&str, Vec<Holiday>> = BTreeMap::new();
        for row in tsv::rows("holidays.tsv", HOLIDAYS, 3)? {
            let country = match row.field(1) {
                "" => None,
                code => {
                    let code = CountryCode::from_code(code);
                    Some(code.ok_or_else(|| row.error("expected a country's code or `-`"))?)
                }
            };
            let rule = rule(row.field(2)).ok_or_else(|| unknown(&row))?;
            by_name.entry(row.field(0)).or_default().push(Holiday { name: row.field(0), country, rule });
        }
        let first = by_name.keys().filter_map(|name| name.split([' ', '\'']).next()).collect();
        Ok(Holidays { by_name, first })
    }

    /// Whether a holiday's name begins with this word (lower case).
    pub fn begins(&self, word: &str) -> bool {
        self.first.contains(word.trim_end_matches(['\'', '’']))
    }

    /// The holidays of this name (lower case), those kept everywhere first.
    pub fn named(&self, name: &str) -> &[Holiday] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// All of them, by name and country.
    pub fn all(&self) -> impl Iterator<Item = &Holiday> {
        self.by_name.values().flatten()
    }
}

fn unknown(row: &Row) -> LexiconError {
    row.error("expected a rule such as `07-14`, `11 4 thursday`, `easter-2`, `passover+0`, `islamic 10-01` or `persian 01-01`")
}

fn rule(text: &str) -> Option<Rule> {
    let days = |text: &str| text.parse::<i32>().ok().filter(|d| d.abs() <= 180);
    if let Some((feast, offset)) = FEASTS.iter().find_map(|(name, f)| Some((*f, text.strip_prefix(name)?))) {
        return days(offset).map(|days| Rule::Feast(feast, days));
    }
    if let Some(date) = text.strip_prefix("islamic ") {
        return match date.split_once('-') {
            Some(_) => month_day(date, 30).map(|(m, d)| Rule::Islamic(m, Some(d))),
            None => number(date, 1..=12).map(|m| Rule::Islamic(m, None)),
        };
    }
    if let Some(date) = text.strip_prefix("persian ") {
        return month_day(date, 31).map(|(m, d)| Rule::Persian(m, d));
    }
    if let [month, nth, weekday] = text.split(' ').collect::<Vec<_>>()[..] {
        let month = number(month, 1..=12)?;
        let nth = nth.parse().ok().filter(|n| (1..=5).contains(n) || *n == -1)?;
        let (weekday, after) = weekday.split_once('+').unwrap_or((weekday, "0"));
        return Some(Rule::Weekday {
            month,
            nth,
            weekday: weekday_named(weekday)?,
            after: number(after, 0..=6)?,
        });
    }
    month_day(text, 31).map(|(m, d)| Rule::Fixed(m, d))
}

fn month_day(text: &str, longest: i8) -> Option<(i8, i8)> {
    let (month, day) = text.split_once('-')?;
    Some((number(month, 1..=12)?, number(day, 1..=longest)?))
}

fn number(text: &str, range: std::ops::RangeInclusive<i8>) -> Option<i8> {
    text.parse().ok().filter(|n| range.contains(n))
}

fn weekday_named(name: &str) -> Option<Weekday> {
    Some(match name {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_in_form() {
        tsv::tests::check_form("holidays.tsv", HOLIDAYS, 2);
        Holidays::load().expect("every line in form");
    }

    #[test]
    fn countries_are_known_and_names_are_lower_case() {
        let countries = &crate::Lexicon::english().countries;
        for holiday in Holidays::built_in().all() {
            assert_eq!(holiday.name, holiday.name.to_lowercase());
            assert!(holiday.country.is_none_or(|c| countries.by_code(c).is_some()), "{holiday:?}");
        }
    }

    #[test]
    fn rules_out_of_range_are_refused() {
        for wrong in
            ["13-01", "07-32", "11 6 thursday", "11 0 thursday", "easter", "islamic 13", "persian 01", ""]
        {
            assert_eq!(rule(wrong), None, "{wrong}");
        }
        let last = |after| Some(Rule::Weekday { month: 5, nth: -1, weekday: Weekday::Monday, after });
        assert_eq!(rule("05 -1 monday"), last(0));
        assert_eq!(rule("05 -1 monday+1"), last(1));
        assert_eq!(rule("lunar-new-year-1"), Some(Rule::Feast(Feast::LunarNewYear, -1)));
    }
}

//! Calendars other than the Gregorian.
//!
//! The Islamic calendar here is the tabular one (civil epoch, 16 July 622 Julian, leap years 2, 5, 7, 10, 13, 16, 18, 21,
//! 24, 26 and 29 of 30; Reingold and Dershowitz, *Calendrical Calculations*, chapter 7). Months that begin when the moon is
//! seen may begin a day earlier or later, and so do the days given here. The Persian calendar goes by its cycle of 33
//! years, which agrees with the astronomical rule for the years 1178 to 1633 (1799 to 2254).

use super::value::Meaning;
use annalist_core::annotations::TimeKind;
use annalist_core::moment::Precision;
use jiff::ToSpan;
use jiff::civil::{Date, date};

/// A calendar that is not the Gregorian.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Calendar {
    /// Months of the moon, counted from the Hijra.
    Islamic,
    /// Months of the sun, counted from the Hijra; Iran's and Afghanistan's.
    Persian,
}

impl Calendar {
    /// The years for which its reckoning here holds.
    fn years(self) -> std::ops::RangeInclusive<i32> {
        match self {
            Calendar::Islamic => 1..=1600,
            Calendar::Persian => 1178..=1633,
        }
    }

    /// The first day of a month of a year; nothing out of range.
    fn first(self, year: i32, month: i32) -> Option<Date> {
        if !self.years().contains(&year) || !(1..=12).contains(&month) {
            return None;
        }
        let days = match self {
            Calendar::Islamic => (year - 1) * 354 + (3 + 11 * year) / 30 + 29 * (month - 1) + month / 2,
            Calendar::Persian => {
                let before = |y: i32| 365 * y + (y / 33) * 8 + (y % 33 + 3) / 4;
                let months = if month <= 7 { (month - 1) * 31 } else { (month - 7) * 30 + 186 };
                before(year + 1595) - before(1403 + 1595) + months
            }
        };
        // 1 Muharram of the year 1 and 1 Farvardin 1403.
        let epoch = if self == Calendar::Islamic { date(622, 7, 19) } else { date(2024, 3, 20) };
        epoch.checked_add(i64::from(days).days()).ok()
    }

    /// A day of it; nothing where it does not exist.
    pub fn day(self, year: i32, month: i32, day: i32) -> Option<Date> {
        let first = self.first(year, month)?;
        let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        let date = first.checked_add(i64::from(day - 1).days()).ok()?;
        let next = self.first(next_year, next_month).or_else(|| first.checked_add(29.days()).ok())?;
        (day >= 1 && date < next).then_some(date)
    }

    /// First and last day of a month of it.
    pub fn month(self, year: i32, month: i32) -> Option<(Date, Date)> {
        let first = self.first(year, month)?;
        let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        Some((first, self.first(next_year, next_month)?.yesterday().ok()?))
    }

    /// The year of it that a day lies in, or at worst the one beside it.
    pub fn year_of(self, day: Date) -> i32 {
        match self {
            Calendar::Islamic => (i32::from(day.year()) - 622) * 33 / 32 + 1,
            Calendar::Persian => i32::from(day.year()) - 621,
        }
    }

    /// What a day of it means. A day of the Islamic calendar may be one day off, which its interval says.
    pub fn meaning(self, year: i32, month: i32, day: i32) -> Option<Meaning> {
        let fixed = self.day(year, month, day)?;
        let mut meaning = Meaning::day(fixed);
        if self == Calendar::Islamic {
            meaning.interval = Some((fixed.saturating_sub(1.day()), fixed.saturating_add(1.day())));
        }
        Some(meaning)
    }

    /// What a month of it means, by the Gregorian days it covers.
    pub fn month_meaning(self, year: i32, month: i32) -> Option<Meaning> {
        let (first, last) = self.month(year, month)?;
        let mut meaning = Meaning::month(Some(first.year()), first.month());
        meaning.interval = Some((first, last));
        meaning.precision = Precision::Month;
        Some(meaning)
    }

    /// The month a lower-case word (or two) names, from 1, in the spellings of the press.
    pub fn month_named(self, words: &str) -> Option<i32> {
        const ISLAMIC: [&[&str]; 12] = [
            &["muharram"],
            &["safar"],
            &["rabi al-awwal", "rabi i", "rabi' al-awwal"],
            &["rabi al-thani", "rabi ii", "rabi' al-thani"],
            &["jumada al-awwal", "jumada i", "jumada al-ula"],
            &["jumada al-thani", "jumada ii", "jumada al-akhira"],
            &["rajab"],
            &["shaban", "sha'ban", "shaaban"],
            &["ramadan", "ramadhan", "ramazan"],
            &["shawwal"],
            &["dhu al-qadah", "dhu al-qa'da", "dhul qadah"],
            &["dhu al-hijjah", "dhu al-hijja", "dhul hijjah", "zilhaj"],
        ];
        const PERSIAN: [&[&str]; 12] = [
            &["farvardin"],
            &["ordibehesht"],
            &["khordad"],
            &["tir"],
            &["mordad"],
            &["shahrivar"],
            &["mehr"],
            &["aban"],
            &["azar"],
            &["dey"],
            &["bahman"],
            &["esfand"],
        ];
        let names = if self == Calendar::Islamic { &ISLAMIC } else { &PERSIAN };
        let index = names.iter().position(|all| all.contains(&words))?;
        i32::try_from(index + 1).ok()
    }
}

/// The first year (Gregorian) of a reign by which Japan counts: Meiji 45 is 1912.
pub(super) fn reign(word: &str) -> Option<(i16, i16)> {
    match word {
        "meiji" => Some((1868, 45)),
        "taisho" | "taishō" => Some((1912, 15)),
        "showa" | "shōwa" => Some((1926, 64)),
        "heisei" => Some((1989, 31)),
        "reiwa" => Some((2019, 99)),
        _ => None,
    }
}

/// A date of a calendar that is not reckoned here, or of a day that it does not have: named, but no day.
pub(super) fn unknown_day() -> Meaning {
    Meaning::open(TimeKind::Date, "XXXX-XX-XX")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calendars_agree_with_known_days() {
        let islamic = |y, m, d| Calendar::Islamic.day(y, m, d);
        assert_eq!(islamic(1, 1, 1), Some(date(622, 7, 19)));
        assert_eq!(islamic(1445, 1, 1), Some(date(2023, 7, 19)));
        assert_eq!(islamic(1440, 10, 1), Some(date(2019, 6, 5)));
        let persian = |y, m, d| Calendar::Persian.day(y, m, d);
        assert_eq!(persian(1342, 3, 15), Some(date(1963, 6, 5)));
        assert_eq!(persian(1357, 11, 22), Some(date(1979, 2, 11)));
        assert_eq!(persian(1399, 12, 30), Some(date(2021, 3, 20)));
        assert_eq!(persian(1400, 12, 30), None);
        assert_eq!(islamic(1440, 2, 30), None);
        assert_eq!(islamic(1440, 13, 1), None);
    }

    #[test]
    fn days_of_a_month_follow_each_other() {
        for calendar in [Calendar::Islamic, Calendar::Persian] {
            let mut last = None;
            for year in 1300..1500 {
                for month in 1..=12 {
                    let (first, end) = calendar.month(year, month).expect("in range");
                    assert!(
                        last.is_none_or(|l: Date| l.tomorrow().ok() == Some(first)),
                        "{calendar:?} {year} {month}"
                    );
                    assert!((29..=31).contains(&(first.until(end).expect("near").get_days() + 1)));
                    last = Some(end);
                }
            }
        }
    }
}

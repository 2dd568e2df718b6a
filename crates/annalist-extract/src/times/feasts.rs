//! Feasts that move through the year: of churches, of the Jewish calendar, and those by the moon in China and India.
//!
//! Easter is reckoned, and so are the Jewish feasts (Reingold and Dershowitz, *Calendrical Calculations*, chapter 8). The
//! Chinese and Indian calendars follow the true moon and sun; their feasts stand here as tables for the years 1990 to 2030.

use annalist_lexicon::holidays::Feast;
use jiff::ToSpan;
use jiff::civil::{Date, date};

/// The day of a feast in a Gregorian year; nothing where it is not known.
pub(super) fn feast_day(feast: Feast, year: i16) -> Option<Date> {
    match feast {
        Feast::Easter => easter(year),
        Feast::Pascha => pascha(year),
        Feast::Passover => passover(year),
        Feast::Hanukkah => hanukkah(year),
        Feast::LunarNewYear => listed(&LUNAR_NEW_YEARS, year),
        Feast::MidAutumn => listed(&MID_AUTUMNS, year),
        Feast::Diwali => listed(&DIWALIS, year),
    }
}

/// The first year of the tables.
const FIRST: i16 = 1990;

fn listed(days: &[(i8, i8)], year: i16) -> Option<Date> {
    let (month, day) = days.get(usize::try_from(year.checked_sub(FIRST)?).ok()?)?;
    Date::new(year, *month, *day).ok()
}

/// The first day of the Chinese year, from 1990 on (month, day).
const LUNAR_NEW_YEARS: [(i8, i8); 41] = [
    (1, 27),
    (2, 15),
    (2, 4),
    (1, 23),
    (2, 10),
    (1, 31),
    (2, 19),
    (2, 7),
    (1, 28),
    (2, 16),
    (2, 5),
    (1, 24),
    (2, 12),
    (2, 1),
    (1, 22),
    (2, 9),
    (1, 29),
    (2, 18),
    (2, 7),
    (1, 26),
    (2, 14),
    (2, 3),
    (1, 23),
    (2, 10),
    (1, 31),
    (2, 19),
    (2, 8),
    (1, 28),
    (2, 16),
    (2, 5),
    (1, 25),
    (2, 12),
    (2, 1),
    (1, 22),
    (2, 10),
    (1, 29),
    (2, 17),
    (2, 6),
    (1, 26),
    (2, 13),
    (2, 3),
];

/// The 15th of the eighth Chinese month, from 1990 on (month, day).
const MID_AUTUMNS: [(i8, i8); 41] = [
    (10, 3),
    (9, 22),
    (9, 11),
    (9, 30),
    (9, 20),
    (9, 9),
    (9, 27),
    (9, 16),
    (10, 5),
    (9, 24),
    (9, 12),
    (10, 1),
    (9, 21),
    (9, 11),
    (9, 28),
    (9, 18),
    (10, 6),
    (9, 25),
    (9, 14),
    (10, 3),
    (9, 22),
    (9, 12),
    (9, 30),
    (9, 19),
    (9, 8),
    (9, 27),
    (9, 15),
    (10, 4),
    (9, 24),
    (9, 13),
    (10, 1),
    (9, 21),
    (9, 10),
    (9, 29),
    (9, 17),
    (10, 6),
    (9, 25),
    (9, 15),
    (10, 3),
    (9, 22),
    (9, 12),
];

/// The main day of Diwali in most of India, from 1990 on (month, day).
const DIWALIS: [(i8, i8); 41] = [
    (10, 18),
    (11, 5),
    (10, 25),
    (11, 13),
    (11, 3),
    (10, 23),
    (11, 10),
    (10, 30),
    (10, 19),
    (11, 7),
    (10, 26),
    (11, 14),
    (11, 4),
    (10, 25),
    (11, 12),
    (11, 1),
    (10, 21),
    (11, 9),
    (10, 28),
    (10, 17),
    (11, 5),
    (10, 26),
    (11, 13),
    (11, 3),
    (10, 23),
    (11, 11),
    (10, 30),
    (10, 19),
    (11, 7),
    (10, 27),
    (11, 14),
    (11, 4),
    (10, 24),
    (11, 12),
    (10, 31),
    (10, 20),
    (11, 8),
    (10, 29),
    (10, 17),
    (11, 5),
    (10, 26),
];

/// 1 Tishri of a year of the Jewish calendar: the new moon of Tishri by the mean month, put off where feasts would fall wrong.
fn jewish_new_year(year: i64) -> Option<Date> {
    let elapsed = |year: i64| {
        let months = (235 * year - 234).div_euclid(19);
        let days = 29 * months + (12_084 + 13_753 * months).div_euclid(25_920);
        if (3 * (days + 1)).rem_euclid(7) < 3 { days + 1 } else { days }
    };
    let (before, own, after) = (elapsed(year - 1), elapsed(year), elapsed(year + 1));
    let late = match (after - own, own - before) {
        (356, _) => 2,
        (_, 382) => 1,
        _ => 0,
    };
    // 1 Tishri 5784.
    let known = (date(2023, 9, 16), elapsed(5784));
    known.0.checked_add((own + late - known.1).days()).ok()
}

/// 15 Nisan, always 163 days before the next year.
fn passover(year: i16) -> Option<Date> {
    jewish_new_year(i64::from(year) + 3761)?.checked_sub(163.days()).ok()
}

/// 25 Kislev, after Tishri of 30 days and Heshvan of 29 or, in the longest years, 30.
fn hanukkah(year: i16) -> Option<Date> {
    let own = i64::from(year) + 3761;
    let (first, next) = (jewish_new_year(own)?, jewish_new_year(own + 1)?);
    let long = first.until(next).ok()?.get_days() % 10 == 5;
    first.checked_add((83 + i64::from(long)).days()).ok()
}

/// Easter Sunday of the Western churches from 1583 on (Meeus, Astronomical Algorithms, 1991, chapter 8).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e, f) = (b / 4, b % 4, (b + 8) / 25);
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    let (month, day) = (i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?);
    (year > 1582).then(|| Date::new(year, month, day).ok()).flatten()
}

/// Easter Sunday of the Orthodox churches, in the Gregorian calendar (Meeus, as above, for the Julian calendar).
fn pascha(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let d = (19 * (y % 19) + 15) % 30;
    let e = (2 * (y % 4) + 4 * (y % 7) - d + 34) % 7;
    let n = d + e + 114;
    let (month, day) = (i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?);
    // Days by which the Julian calendar is behind.
    let behind = y / 100 - y / 400 - 2;
    let julian = (year > 1582).then(|| Date::new(year, month, day).ok()).flatten()?;
    julian.checked_add(i64::from(behind).days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feasts_agree_with_known_days() {
        assert_eq!(easter(2019), Some(date(2019, 4, 21)));
        for (year, month, day) in [(1991, 4, 7), (2016, 5, 1), (2019, 4, 28), (2022, 4, 24), (2024, 5, 5)] {
            assert_eq!(pascha(year), Some(date(year, month, day)));
        }
        assert_eq!(easter(1500), None);
    }

    #[test]
    fn jewish_feasts_agree_with_known_days() {
        for (year, month, day) in [(1973, 4, 17), (2002, 3, 28), (2016, 4, 23), (2023, 4, 6), (2024, 4, 23)] {
            assert_eq!(passover(year), Some(date(year, month, day)));
        }
        for (year, month, day) in
            [(2008, 12, 22), (2013, 11, 28), (2021, 11, 29), (2023, 12, 8), (2024, 12, 26)]
        {
            assert_eq!(hanukkah(year), Some(date(year, month, day)));
        }
    }

    #[test]
    fn listed_feasts_follow_each_other_by_moons() {
        for days in [LUNAR_NEW_YEARS, MID_AUTUMNS, DIWALIS] {
            for year in 1990..2030 {
                let (one, next) =
                    (listed(&days, year).expect("a day"), listed(&days, year + 1).expect("a day"));
                let between = one.until(next).expect("near").get_days();
                assert!((353..=356).contains(&between) || (383..=385).contains(&between), "{one} {next}");
            }
        }
        assert_eq!((listed(&DIWALIS, 1989), listed(&DIWALIS, 2031)), (None, None));
    }
}

//! TIMEX3 values, and the days they stand for.
//!
//! Formats after TimeML 1.2.1 (annotation guidelines, section 2.2): `1998-03-08`, `1998-W10`, `1998-Q3`,
//! `1998-SU`, `199` (a decade), `19` (a century), `P3D`, `PT2H`, `PXM`, `XXXX-WXX-2`, `PAST_REF`.

use annalist_core::annotations::TimeKind;
use annalist_core::moment::Precision;
use jiff::ToSpan;
use jiff::civil::{Date, date};

/// What a time expression means.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Meaning {
    /// The TIMEX3 type.
    pub kind: TimeKind,
    /// The TIMEX3 value.
    pub value: String,
    /// First and last day, where fixed.
    pub interval: Option<(Date, Date)>,
    /// How precise the interval is.
    pub precision: Precision,
    /// Whether no calendar has such a day.
    pub impossible: bool,
}

/// Units of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Night,
    Week,
    Fortnight,
    Weekend,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// How many units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Amount {
    /// So many.
    Exactly(f64),
    /// An unknown number.
    Some,
}

impl Unit {
    /// The designator in a period, with `T` where it counts less than a day.
    fn code(self) -> &'static str {
        match self {
            Unit::Second => "TS",
            Unit::Minute => "TM",
            Unit::Hour => "TH",
            Unit::Day => "D",
            Unit::Night => "NI",
            Unit::Week | Unit::Fortnight => "W",
            Unit::Weekend => "WE",
            Unit::Month => "M",
            Unit::Quarter => "Q",
            Unit::Year => "Y",
            Unit::Decade => "E",
            Unit::Century => "C",
        }
    }

    /// How many of the next smaller unit a half is, and that unit.
    fn half(self) -> Option<(u32, &'static str)> {
        match self {
            Unit::Year => Some((6, "M")),
            Unit::Hour => Some((30, "M")),
            Unit::Minute => Some((30, "S")),
            Unit::Day => Some((12, "TH")),
            _ => None,
        }
    }
}

/// The period of lengths one after another, the longest unit first: `P2Y10D`, `PT2H2M`.
pub(super) fn joined(parts: &[(Amount, Unit)]) -> String {
    let mut value = String::from("P");
    for (amount, unit) in parts {
        let part = period(*amount, *unit);
        let part = part.trim_start_matches('P');
        value.push_str(if value.contains('T') { part.trim_start_matches('T') } else { part });
    }
    value
}

/// `P3D`, `PT2H`, `P2Y6M`, `PXM`.
pub(super) fn period(amount: Amount, unit: Unit) -> String {
    let (clock, letter) = match unit.code().strip_prefix('T') {
        Some(letter) => ("T", letter),
        None => ("", unit.code()),
    };
    let Amount::Exactly(n) = amount else { return format!("P{clock}X{letter}") };
    let n = match unit {
        Unit::Decade | Unit::Century if n != 1.0 => {
            return period(Amount::Exactly(years(n, unit)), Unit::Year);
        }
        Unit::Decade => return "P10Y".to_owned(),
        Unit::Century => return "P100Y".to_owned(),
        Unit::Fortnight => n * 2.0,
        _ => n,
    };
    match unit.half() {
        Some((rest, smaller)) if n == 0.25 && rest % 2 == 0 => format!("P{clock}{}", half(smaller, rest / 2)),
        Some((rest, smaller)) if n.fract() == 0.5 => {
            let whole = if n < 1.0 { String::new() } else { format!("{}{letter}", n.trunc()) };
            format!("P{clock}{whole}{}", half(smaller, rest))
        }
        _ => format!("P{clock}{n}{letter}"),
    }
}

fn half(smaller: &str, rest: u32) -> String {
    match smaller.strip_prefix('T') {
        Some(letter) => format!("T{rest}{letter}"),
        None => format!("{rest}{smaller}"),
    }
}

fn years(n: f64, unit: Unit) -> f64 {
    if unit == Unit::Decade { n * 10.0 } else { n * 100.0 }
}

impl Meaning {
    fn new(kind: TimeKind, value: String, interval: Option<(Date, Date)>, precision: Precision) -> Meaning {
        // There is no year 0, and days before it have no value.
        if interval.is_some_and(|(first, _)| first.year() < 1) {
            return Meaning { impossible: true, ..Meaning::new(kind, "XXXX-XX-XX".into(), None, precision) };
        }
        let precision = if interval.is_some() { precision } else { Precision::Unknown };
        Meaning { kind, value, interval, precision, impossible: false }
    }

    /// A value that fixes no day.
    pub fn open(kind: TimeKind, value: impl Into<String>) -> Meaning {
        Meaning::new(kind, value.into(), None, Precision::Unknown)
    }

    /// A length of time.
    pub fn duration(amount: Amount, unit: Unit) -> Meaning {
        Meaning::open(TimeKind::Duration, period(amount, unit))
    }

    /// A day.
    pub fn day(day: Date) -> Meaning {
        Meaning::new(TimeKind::Date, day.to_string(), Some((day, day)), Precision::Day)
    }

    /// A day of a year known or not; impossible ones (31 February, the year 0) fix no day.
    pub fn month_day(year: Option<i16>, month: i8, day: i8) -> Meaning {
        // A leap year has every day that any year has.
        match (year.filter(|y| *y > 0), Date::new(year.unwrap_or(2000), month, day)) {
            (Some(_), Ok(day)) => Meaning::day(day),
            (None, Ok(_)) if year.is_none() => {
                Meaning::open(TimeKind::Date, format!("XXXX-{month:02}-{day:02}"))
            }
            _ => Meaning { impossible: true, ..Meaning::open(TimeKind::Date, "XXXX-XX-XX") },
        }
    }

    /// The same length of time, which ends with `day`, or begins with it.
    pub fn anchored(mut self, unit: Unit, amount: Amount, day: Option<Date>, ahead: bool) -> Meaning {
        let Amount::Exactly(n) = amount else { return self };
        let whole = n.fract() == 0.0 && (1.0..1000.0).contains(&n);
        let Some(day) = day.filter(|_| whole) else { return self };
        let n = n as i64;
        let (span, precision) = match unit {
            Unit::Day | Unit::Night => (n.days(), Precision::Day),
            Unit::Week => (n.weeks(), Precision::Week),
            Unit::Fortnight => ((2 * n).weeks(), Precision::Week),
            Unit::Month => (n.months(), Precision::Month),
            Unit::Quarter => ((3 * n).months(), Precision::Quarter),
            Unit::Year => (n.years(), Precision::Year),
            Unit::Decade => ((10 * n).years(), Precision::Year),
            _ => return self,
        };
        self.interval =
            Some(if ahead { (day, day.saturating_add(span)) } else { (day.saturating_sub(span), day) });
        self.precision = precision;
        self
    }

    /// An ISO week.
    pub fn week(within: Date) -> Meaning {
        let (first, last) = week_of(within);
        let iso = within.iso_week_date();
        let value = format!("{:04}-W{:02}", iso.year(), iso.week());
        Meaning::new(TimeKind::Date, value, Some((first, last)), Precision::Week)
    }

    /// The Saturday and Sunday of the ISO week that `within` lies in.
    pub fn weekend(within: Date) -> Meaning {
        let mut weekend = Meaning::week(within);
        weekend.value.push_str("-WE");
        weekend.interval = weekend.interval.map(|(_, sunday)| (sunday.saturating_sub(1.day()), sunday));
        weekend
    }

    /// A month of a year known or not.
    pub fn month(year: Option<i16>, month: i8) -> Meaning {
        let interval = year.and_then(|y| months(y, month, 1));
        Meaning::new(TimeKind::Date, format!("{}-{month:02}", year_code(year)), interval, Precision::Month)
    }

    /// A quarter, from 1 to 4.
    pub fn quarter(year: Option<i16>, quarter: i8) -> Meaning {
        let interval = year.and_then(|y| months(y, quarter * 3 - 2, 3));
        Meaning::new(TimeKind::Date, format!("{}-Q{quarter}", year_code(year)), interval, Precision::Quarter)
    }

    /// A half of a year, 1 or 2.
    pub fn half_year(year: Option<i16>, half: i8) -> Meaning {
        let interval = year.and_then(|y| months(y, half * 6 - 5, 6));
        Meaning::new(TimeKind::Date, format!("{}-H{half}", year_code(year)), interval, Precision::Year)
    }

    /// A season by its code; winter is the one that starts in the year's December.
    pub fn season(year: Option<i16>, code: &str) -> Meaning {
        let first = match code {
            "SP" => 3,
            "SU" => 6,
            "FA" => 9,
            _ => 12,
        };
        let interval = year.and_then(|y| months(y, first, 3));
        Meaning::new(TimeKind::Date, format!("{}-{code}", year_code(year)), interval, Precision::Quarter)
    }

    /// A year.
    pub fn year(year: i16) -> Meaning {
        Meaning::new(TimeKind::Date, format!("{year:04}"), months(year, 1, 12), Precision::Year)
    }

    /// The ten years that start with `first`.
    pub fn decade(first: i16) -> Meaning {
        let interval = months(first, 1, 120);
        Meaning::new(TimeKind::Date, format!("{:03}", first / 10), interval, Precision::Year)
    }

    /// The hundred years that start with `first` (1900 for the 20th century).
    pub fn century(first: i16) -> Meaning {
        let interval = months(first, 1, 1200);
        Meaning::new(TimeKind::Date, format!("{:02}", first / 100), interval, Precision::Year)
    }

    /// A part of a day, or a time of day: `suffix` goes after the day and `T`.
    pub fn time(day: Option<Date>, suffix: &str) -> Meaning {
        let value = day.map_or_else(|| format!("XXXX-XX-XXT{suffix}"), |d| format!("{d}T{suffix}"));
        Meaning::new(TimeKind::Time, value, day.map(|d| (d, d)), Precision::Time)
    }
}

fn year_code(year: Option<i16>) -> String {
    year.map_or_else(|| "XXXX".to_owned(), |y| format!("{y:04}"))
}

/// First and last day of `count` months from `month` of `year` on.
fn months(year: i16, month: i8, count: i32) -> Option<(Date, Date)> {
    let first = Date::new(year, month, 1).ok()?;
    let last = first.checked_add(count.months()).ok()?.checked_sub(1.day()).ok()?;
    Some((first, last))
}

/// Monday and Sunday of the week of `day`.
pub(super) fn week_of(day: Date) -> (Date, Date) {
    let monday = day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days());
    (monday, monday.saturating_add(6.days()))
}

/// The period of `unit` that lies `steps` units from the one `from` lies in.
pub(super) fn shift(from: Date, unit: Unit, steps: i32) -> Meaning {
    let n = i64::from(steps);
    let year = |y: i64| i16::try_from(y.clamp(1, 9999)).unwrap_or(9999);
    let own = i64::from(from.year());
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour => Meaning::time(Some(from), "XX"),
        Unit::Day | Unit::Night => Meaning::day(from.saturating_add(n.days())),
        Unit::Week => Meaning::week(from.saturating_add(n.weeks())),
        Unit::Fortnight => Meaning::week(from.saturating_add((2 * n).weeks())),
        Unit::Weekend => Meaning::weekend(from.saturating_add(n.weeks())),
        Unit::Month => {
            let month = first_of_month(from).saturating_add(n.months());
            Meaning::month(Some(month.year()), month.month())
        }
        Unit::Quarter => {
            let month = first_of_month(from).saturating_add((3 * n).months());
            Meaning::quarter(Some(month.year()), quarter_of(month))
        }
        Unit::Year => Meaning::year(year(own + n)),
        Unit::Decade => Meaning::decade(year((own / 10 + n) * 10)),
        Unit::Century => Meaning::century(year((own / 100 + n) * 100)),
    }
}

fn first_of_month(day: Date) -> Date {
    Date::new(day.year(), day.month(), 1).unwrap_or(date(1, 1, 1))
}

/// The quarter a day lies in, from 1.
pub(super) fn quarter_of(day: Date) -> i8 {
    (day.month() + 2) / 3
}

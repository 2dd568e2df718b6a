//! Publication times: a civil date, with time and offset where the report states them.

use jiff::civil::{Date, Time};
use serde::Serialize;

/// The days of the week as English writes them, from Monday.
pub const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// When a report was published or updated, as precisely as it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The local calendar day.
    pub date: Date,
    /// The local time of day, where stated.
    pub time: Option<Time>,
    /// Minutes east of UTC, where stated.
    pub offset_minutes: Option<i16>,
}

impl Moment {
    /// A moment known to the day.
    pub fn day(date: Date) -> Self {
        Moment { date, time: None, offset_minutes: None }
    }
}

impl std::fmt::Display for Moment {
    /// ISO 8601: `2013-01-11`, `2013-01-11T08:20:00` or `2013-01-11T08:20:00+01:00`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.date)?;
        if let Some(time) = self.time {
            write!(f, "T{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())?;
            match self.offset_minutes {
                Some(0) => write!(f, "Z")?,
                Some(m) => {
                    write!(f, "{}{:02}:{:02}", if m < 0 { '-' } else { '+' }, m.abs() / 60, m.abs() % 60)?
                }
                None => {}
            }
        }
        Ok(())
    }
}

impl Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// How precisely a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// A time of day.
    Time,
    /// A day, or an interval of stated days.
    Day,
    /// A week or weekend.
    Week,
    /// A month.
    Month,
    /// A quarter or season.
    Quarter,
    /// A year or longer.
    Year,
    /// Nothing usable.
    Unknown,
}

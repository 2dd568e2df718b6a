//! Spans of time whose ends may be known to the day, the month or the year, or not at all.

use jiff::civil::Date;

/// A span of days, from `from` up to but not including `until`; an end left out is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Option<Date>,
    /// The first day no longer within.
    pub until: Option<Date>,
}

impl Period {
    /// Reads two ends, each `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or empty. A coarse start means its first day and a coarse
    /// end the whole of it.
    ///
    /// # Errors
    /// Says which end is no date.
    pub fn parse(from: &str, until: &str) -> Result<Period, String> {
        Ok(Period { from: end(from, false)?, until: end(until, true)? })
    }

    /// Whether `date` lies within.
    pub fn contains(&self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date) && self.until.is_none_or(|until| date < until)
    }

    /// The days of both, where there are any.
    pub fn meet(&self, other: Period) -> Option<Period> {
        let from = self.from.max(other.from);
        let until = match (self.until, other.until) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        let some = from.is_none_or(|from| until.is_none_or(|until| from < until));
        some.then_some(Period { from, until })
    }

    /// Whether the whole lies before `date`.
    pub fn is_past(&self, date: Date) -> bool {
        self.until.is_some_and(|until| until <= date)
    }
}

fn end(text: &str, after: bool) -> Result<Option<Date>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = || format!("expected a date YYYY, YYYY-MM or YYYY-MM-DD, found `{text}`");
    let parts: Vec<i16> = text.split('-').map(str::parse).collect::<Result<_, _>>().map_err(|_| wrong())?;
    let (year, month, day) = match (parts[..].as_ref(), after) {
        (&[y], false) => (y, 1, 1),
        (&[y], true) => (y + 1, 1, 1),
        (&[y, m], false) => (y, m, 1),
        (&[y, 12], true) => (y + 1, 1, 1),
        (&[y, m], true) => (y, m + 1, 1),
        (&[y, m, d], _) => (y, m, d),
        _ => return Err(wrong()),
    };
    let narrow = |n: i16| i8::try_from(n).map_err(|_| wrong());
    Date::new(year, narrow(month)?, narrow(day)?).map(Some).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn coarse_ends_are_generous() {
        let period = Period::parse("1990", "1997-05").unwrap();
        assert_eq!((period.from, period.until), (Some(date(1990, 1, 1)), Some(date(1997, 6, 1))));
        assert!(period.contains(date(1997, 5, 31)) && period.is_past(date(1997, 6, 1)));
        assert!(Period::parse("May 1990", "").is_err());
    }
}

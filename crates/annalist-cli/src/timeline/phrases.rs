//! Dates, counts, parties and places in words.

use annalist::lexicon::Lexicon;
use annalist_core::annotations::{Certainty, Place};
use annalist_core::event::{DateSource, EventDate, Magnitude, Party};
use annalist_core::moment::{Moment, Precision, WEEKDAYS};
use annalist_core::{Attribution, CountryCode, Sector};
use jiff::civil::Date;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The month's name in three letters.
fn month(date: Date) -> &'static str {
    &MONTHS[usize::from(date.month().unsigned_abs().clamp(1, 12)) - 1][..3]
}

/// The day and time of publication: `11 January 2013, 08:20`.
pub fn report_date(moment: &Moment) -> String {
    let name = MONTHS[usize::from(moment.date.month().unsigned_abs().clamp(1, 12)) - 1];
    let day = format!("{} {name} {}", moment.date.day(), moment.date.year());
    match moment.time {
        Some(time) => format!("{day}, {:02}:{:02}", time.hour(), time.minute()),
        None => day,
    }
}

/// When an event happened, as precisely as the report tells; `~` where the report does not tell and the
/// date is that of its dateline or publication.
pub fn date_label(date: &EventDate) -> String {
    let Some(start) = date.start else {
        return date.partial.as_deref().map_or_else(|| "undated".into(), partial_label);
    };
    let assumed = matches!(date.source, DateSource::Dateline | DateSource::Published);
    let label = match date.precision {
        Precision::Year if same_year(start, date.end) => start.year().to_string(),
        Precision::Month if same_month(start, date.end) => format!("{} {}", month(start), start.year()),
        Precision::Unknown => format!("about {} {}", month(start), start.year()),
        _ => match date.end {
            Some(end) if end != start => interval(start, end),
            _ => day(start),
        },
    };
    if assumed { format!("~{label}") } else { label }
}

/// A TIMEX3 value without a year in words: `XXXX-03-12` is 12 Mar, `XXXX-WXX-4` a Thursday.
fn partial_label(value: &str) -> String {
    let number = |part: Option<&str>, most: usize| {
        part.and_then(|p| p.parse::<usize>().ok()).filter(|n| (1..=most).contains(n))
    };
    let rest = value.strip_prefix("XXXX-").unwrap_or_default();
    if let Some(day) = rest.strip_prefix("WXX-").and_then(|d| number(d.get(..1), 7)) {
        return format!("a {}", WEEKDAYS[day - 1]);
    }
    let mut parts = rest.split('-');
    match (number(parts.next(), 12), number(parts.next(), 31)) {
        (Some(month), Some(day)) => format!("{day} {}", &MONTHS[month - 1][..3]),
        (Some(month), None) => MONTHS[month - 1].to_owned(),
        _ => value.to_owned(),
    }
}

fn same_year(start: Date, end: Option<Date>) -> bool {
    end.is_none_or(|e| e.year() == start.year())
}

fn same_month(start: Date, end: Option<Date>) -> bool {
    end.is_none_or(|e| (e.year(), e.month()) == (start.year(), start.month()))
}

fn day(date: Date) -> String {
    format!("{} {} {}", date.day(), month(date), date.year())
}

fn interval(start: Date, end: Date) -> String {
    if same_month(start, Some(end)) {
        return format!("{}–{} {} {}", start.day(), end.day(), month(start), start.year());
    }
    let whole_months = start.day() == 1 && end.tomorrow().is_ok_and(|next| next.day() == 1);
    match (whole_months, same_year(start, Some(end))) {
        (true, true) => format!("{}–{} {}", month(start), month(end), end.year()),
        (true, false) => format!("{} {}–{} {}", month(start), start.year(), month(end), end.year()),
        (false, true) => format!("{} {}–{}", start.day(), month(start), day(end)),
        (false, false) => format!("{}–{}", day(start), day(end)),
    }
}

/// `12 dead`, `12+ dead`, `up to 5 dead`, `3–5 dead`.
pub fn count(magnitude: Option<Magnitude>, noun: &str) -> Option<String> {
    let amount = match (magnitude?.low, magnitude?.high) {
        (Some(low), Some(high)) if low == high => grouped(low),
        (Some(low), Some(high)) => format!("{}–{}", grouped(low), grouped(high)),
        (Some(low), None) => format!("{}+", grouped(low)),
        (None, Some(high)) => format!("up to {}", grouped(high)),
        (None, None) => return None,
    };
    Some(format!("{amount} {noun}"))
}

/// `number` with a comma before every three digits from five on.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let first = digits.len() % 3;
    let mut groups: Vec<&str> = Vec::new();
    groups.extend((first > 0).then_some(&digits[..first]));
    groups.extend((first..digits.len()).step_by(3).map(|i| &digits[i..i + 3]));
    groups.join(",")
}

/// The party's name where it has one, else its words; then its codes.
pub fn party(party: &Party, text: &str) -> (String, String) {
    let name = party.name.clone().unwrap_or_else(|| one_line(party.span.of(text)));
    (name, codes(party.country, &party.sectors))
}

/// `MLI GOV`, or nothing.
pub fn codes(country: Option<CountryCode>, sectors: &[Sector]) -> String {
    let country = country.map(|c| c.to_string());
    let codes: Vec<String> = country.into_iter().chain(sectors.iter().map(|s| s.to_string())).collect();
    codes.join(" ")
}

/// `Bamako, Mali`; a country by its name alone.
pub fn place(place: &Place) -> String {
    let Some(code) = place.country else { return place.name.clone() };
    let known = Lexicon::english().countries.by_code(code);
    match known.map_or_else(|| code.to_string(), |c| c.name.to_owned()) {
        country if country == place.name => country,
        country => format!("{}, {country}", place.name),
    }
}

/// `according to diplomats`, with what sets the source apart from a plain "said"; `denied` where it denies the event.
pub fn according_to(attribution: &Attribution, denied: bool, text: &str) -> String {
    let spans: Vec<String> = attribution.source.iter().map(|s| one_line(s.of(text))).collect();
    let source = if spans.is_empty() { "an unnamed source".into() } else { spans.join(" ") };
    let verb = match (denied, attribution.certainty) {
        (true, _) => "denied by",
        (_, Certainty::Claimed) => "claimed by",
        (_, Certainty::Possible) => "thought possible by",
        (_, Certainty::Confirmed) => "confirmed by",
        (_, Certainty::Unverified) => "unverified, according to",
        (_, Certainty::Said) => "according to",
    };
    format!("{verb} {source}")
}

/// `text` with every run of white space as one space.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use annalist_core::Span;
    use jiff::civil::date;

    #[test]
    fn dates_are_as_precise_as_the_report() {
        use Precision::*;
        let check = |start: Date, end: Option<Date>, precision, source, expected: &str| {
            let date = EventDate { start: Some(start), end, partial: None, precision, source, time: None };
            assert_eq!(date_label(&date), expected);
        };
        let (clause, published) = (DateSource::Clause, DateSource::Published);
        let tenth = date(2013, 1, 10);
        check(tenth, None, Day, clause, "10 Jan 2013");
        check(tenth, None, Day, published, "~10 Jan 2013");
        check(tenth, Some(date(2013, 1, 12)), Day, clause, "10–12 Jan 2013");
        check(tenth, Some(date(2013, 2, 2)), Week, clause, "10 Jan–2 Feb 2013");
        check(date(2012, 12, 28), Some(date(2013, 1, 2)), Day, clause, "28 Dec 2012–2 Jan 2013");
        check(date(2013, 1, 1), Some(date(2013, 1, 31)), Month, clause, "Jan 2013");
        check(date(2013, 1, 1), Some(date(2013, 3, 31)), Quarter, clause, "Jan–Mar 2013");
        check(date(2013, 1, 1), Some(date(2013, 12, 31)), Year, clause, "2013");
        check(date(1975, 1, 1), Some(date(1991, 12, 31)), Year, clause, "Jan 1975–Dec 1991");
    }

    #[test]
    fn dates_without_a_year_are_said_in_words() {
        let check = |value, expected| assert_eq!(partial_label(value), expected);
        check("XXXX-03-12", "12 Mar");
        check("XXXX-03", "March");
        check("XXXX-WXX-4", "a Thursday");
        check("XXXX-WXX-4TMO", "a Thursday");
        check("PAST_REF", "PAST_REF");
        check("XXXX-13-40", "XXXX-13-40");
    }

    #[test]
    fn counts_say_what_is_open() {
        let check = |low, high, expected: Option<&str>| {
            let magnitude = Magnitude { low, high, span: Span::default() };
            assert_eq!(count(Some(magnitude), "dead").as_deref(), expected);
        };
        check(Some(12), Some(12), Some("12 dead"));
        check(Some(12), None, Some("12+ dead"));
        check(None, Some(5), Some("up to 5 dead"));
        check(Some(3000), Some(1_250_000), Some("3000–1,250,000 dead"));
        check(None, None, None);
    }
}

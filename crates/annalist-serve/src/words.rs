//! Codes, dates and numbers as people read them.

use annalist_core::{CountryCode, EventType};
use annalist_lexicon::Lexicon;
use annalist_store::record::{Attribution, Number, Party, Place, Record};
use jiff::civil::Date;

/// `Assault` for `ASSAULT`; a researcher's own type likewise.
pub fn kind(code: &str) -> String {
    let mut letters = code.chars();
    let rest = |letters: std::str::Chars| letters.as_str().to_lowercase().replace('_', " ");
    letters.next().map_or_else(String::new, |first| format!("{first}{}", rest(letters)))
}

/// The quad category of a type, 1 to 4; none of a type that is not PLOVER's.
pub fn quad(code: &str) -> Option<u8> {
    EventType::from_label(code).map(EventType::quad_code)
}

/// What each quad category is called.
pub const QUADS: [(u8, &str); 4] = [
    (1, "verbal cooperation"),
    (2, "material cooperation"),
    (3, "verbal conflict"),
    (4, "material conflict"),
];

const INTERNATIONAL: [(&str, &str); 7] = [
    ("IGO", "international organization"),
    ("UNO", "United Nations"),
    ("EUR", "European Union"),
    ("NGO", "non-governmental organization"),
    ("ISM", "international movement"),
    ("IMG", "international militant group"),
    ("MNC", "multinational company"),
];

/// `Mali` for `MLI`; the code where it has no name.
pub fn country(code: &str) -> String {
    if let Some((_, name)) = INTERNATIONAL.iter().find(|(known, _)| *known == code) {
        return (*name).to_owned();
    }
    let known = CountryCode::from_code(code).and_then(|code| Lexicon::english().countries.by_code(code));
    known.map_or_else(|| code.to_owned(), |country| country.name.to_owned())
}

const SECTORS: [(&str, &str); 25] = [
    ("AGR", "agriculture"),
    ("BUS", "business"),
    ("COP", "police"),
    ("CRM", "criminal"),
    ("CVL", "civilian"),
    ("EDU", "education"),
    ("ELI", "elite"),
    ("GOV", "government"),
    ("JRN", "press"),
    ("JUD", "judiciary"),
    ("LAB", "labour"),
    ("LEG", "legislature"),
    ("MED", "health"),
    ("MIL", "military"),
    ("OPP", "opposition"),
    ("PRE", "former government"),
    ("PRM", "paramilitary"),
    ("PTY", "party"),
    ("REB", "rebel"),
    ("REF", "refugee"),
    ("REL", "religious"),
    ("SOC", "civil society"),
    ("SPY", "intelligence"),
    ("UAF", "armed force"),
    ("UNK", "unknown"),
];

/// `rebel` for `REB`; the code where it is unknown.
pub fn sector(code: &str) -> &str {
    SECTORS.iter().find(|(known, _)| *known == code).map_or(code, |(_, name)| name)
}

/// `10 January 2013`.
pub fn day(date: Date) -> String {
    format!("{} {} {}", date.day(), date.strftime("%B"), date.year())
}

/// A day of the store in words; as it is where it is no full one.
pub fn day_of(text: &str) -> String {
    text.get(..10).and_then(|day| day.parse().ok()).map_or_else(|| text.to_owned(), day)
}

/// When something was, from its first and last day: a day, or the month or year that is all that is known.
pub fn time_of(first: &str, last: Option<&str>) -> String {
    let days = first.parse::<Date>().ok().zip(last.and_then(|last| last.parse::<Date>().ok()));
    match days {
        Some((a, b)) if (a.day(), b) == (1, a.last_of_month()) => month_of(a),
        Some((a, b)) if (a.day_of_year(), b) == (1, a.last_of_year()) => a.year().to_string(),
        _ => day_of(first),
    }
}

/// `January 2013`.
pub fn month_of(date: Date) -> String {
    format!("{} {}", date.strftime("%B"), date.year())
}

/// When something was published: `11 January 2013, 08:20`.
pub fn published(text: &str) -> String {
    match text.get(11..16).filter(|_| text.as_bytes().get(10) == Some(&b'T')) {
        Some(time) => format!("{}, {time}", day_of(text)),
        None => day_of(text),
    }
}

/// The date of a record, as precisely as it is known.
pub fn date_of(record: &Record) -> String {
    let Some((first, last)) = record.days() else {
        return record.date.clone().unwrap_or_else(|| "undated".to_owned());
    };
    let label = match record.date_precision.as_str() {
        "year" if first.year() == last.year() => first.year().to_string(),
        "month" if first.first_of_month() == last.first_of_month() => month_of(first),
        "unknown" => format!("about {}", month_of(first)),
        _ => span(first, last),
    };
    match record.date_source.as_str() {
        "dateline" | "published" => format!("~{label}"),
        _ => label,
    }
}

/// `10–12 January 2013`.
pub fn span(first: Date, last: Date) -> String {
    if first == last {
        day(first)
    } else if first.first_of_month() == last.first_of_month() {
        format!("{}–{}", first.day(), day(last))
    } else if first.year() == last.year() {
        format!("{} {} – {}", first.day(), first.strftime("%B"), day(last))
    } else {
        format!("{} – {}", day(first), day(last))
    }
}

/// `number` with a comma before every three digits from five on.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `3–11 dead`, `12+ dead`; none where nothing is known.
pub fn count(low: Option<u64>, high: Option<u64>, noun: &str) -> Option<String> {
    let amount = match (low, high) {
        (Some(low), Some(high)) if low == high => grouped(low),
        (Some(low), Some(high)) => format!("{}–{}", grouped(low), grouped(high)),
        (Some(low), None) => format!("{}+", grouped(low)),
        (None, Some(high)) => format!("up to {}", grouped(high)),
        (None, None) => return None,
    };
    Some(format!("{amount} {noun}"))
}

/// The numbers of a record: `12 dead, 30 injured`.
pub fn numbers(record: &Record) -> String {
    let given = [(record.dead, "dead"), (record.injured, "injured"), (record.size, "taking part")];
    let given = given.into_iter().filter_map(|(number, noun)| {
        let (low, high) = number.map(Number::bounds)?;
        count(low, high, noun)
    });
    given.collect::<Vec<_>>().join(", ")
}

/// `report`, `reports`: `n` of `noun`.
pub fn of(n: u64, noun: &str) -> String {
    let plural = match noun.strip_suffix('y') {
        Some(stem) if n != 1 => format!("{stem}ies"),
        _ if n != 1 => format!("{noun}s"),
        _ => noun.to_owned(),
    };
    format!("{} {plural}", grouped(n))
}

/// The party's name, else its words.
pub fn party(party: &Party) -> String {
    party.name.clone().unwrap_or_else(|| party.text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// `Mali, government`.
pub fn role(party: &Party) -> String {
    let country = party.country.as_deref().map(country).filter(|name| Some(name) != party.name.as_ref());
    let sectors = party.sector.iter().map(|code| sector(code).to_owned());
    country.into_iter().chain(sectors).collect::<Vec<_>>().join(", ")
}

/// `Bamako, Mali`; a country by its name alone.
pub fn place(place: &Place) -> String {
    place_of(&place.name, place.country.as_deref().unwrap_or_default())
}

/// `Bamako, Mali` from a name and a code.
pub fn place_of(name: &str, code: &str) -> String {
    match country(code) {
        country if code.is_empty() || country == name => name.to_owned(),
        country => format!("{name}, {country}"),
    }
}

/// `according to diplomats`, `denied by the army`.
pub fn word(attribution: &Attribution) -> String {
    let source = attribution.source.as_ref().map_or_else(|| "an unnamed source".to_owned(), party);
    match (attribution.polarity.as_str(), attribution.certainty.as_str()) {
        ("denied", _) => format!("denied by {source}"),
        (_, "claimed") => format!("claimed by {source}"),
        (_, "possible") => format!("possible, says {source}"),
        (_, "unverified") => format!("unverified, says {source}"),
        (_, "confirmed") => format!("confirmed by {source}"),
        _ => format!("according to {source}"),
    }
}

/// `text` up to about `most` characters, at the end of a word.
pub fn short(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(most) {
        Some((end, _)) => {
            format!("{} …", text[..end].rsplit_once(' ').map_or(&text[..end], |(head, _)| head))
        }
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_numbers_are_read_as_words() {
        assert_eq!(kind("ASSAULT"), "Assault");
        assert_eq!(kind("PRESS_ATTACK"), "Press attack");
        assert_eq!(country("MLI"), "Mali");
        assert_eq!(country("UNO"), "United Nations");
        assert_eq!(country("QQQ"), "QQQ");
        assert_eq!(place_of("Bamako", "MLI"), "Bamako, Mali");
        assert_eq!(place_of("Mali", "MLI"), "Mali");
        assert_eq!(time_of("2013-01-01", Some("2013-01-31")), "January 2013");
        assert_eq!(time_of("2013-01-01", Some("2013-12-31")), "2013");
        assert_eq!(time_of("2013-01-01", Some("2013-01-01")), "1 January 2013");
        assert_eq!(time_of("2013-01-01", None), "1 January 2013");
        assert_eq!(grouped(9999), "9999");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(count(Some(3), Some(11), "dead").as_deref(), Some("3–11 dead"));
        assert_eq!(of(1, "country"), "1 country");
        assert_eq!(of(20, "country"), "20 countries");
        assert_eq!(published("2013-01-11T08:20:00+01:00"), "11 January 2013, 08:20");
        assert_eq!(published("2013-01"), "2013-01");
        assert_eq!(short("one two three", 8), "one two …");
    }
}

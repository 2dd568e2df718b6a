//! Days of publication as pages in other languages state them: `publiziert am 30. Juli 2018`, `05/10/2018 - Publicado por …`.
//!
//! A word of publishing must stand beside the day, and no other number of the line may be a year. The languages below all put
//! the day before the month.

use super::{make, plausible};
use annalist_core::moment::Moment;

/// A language's words for the months, January first, as prefixes in lower case that tell them apart, and for publishing.
struct Language {
    months: [&'static str; 12],
    published: &'static [&'static str],
}

const LANGUAGES: [Language; 6] = [
    // German
    Language {
        months: ["jan", "feb", "m\u{E4}r", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"],
        published: &["publiziert", "ver\u{F6}ffentlicht", "erschienen", "erstellt am"],
    },
    // French
    Language {
        months: [
            "janv",
            "f\u{E9}v",
            "mars",
            "avr",
            "mai",
            "juin",
            "juil",
            "ao\u{FB}t",
            "sept",
            "oct",
            "nov",
            "d\u{E9}c",
        ],
        published: &["publi\u{E9}", "mis en ligne", "post\u{E9}"],
    },
    // Spanish
    Language {
        months: ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"],
        published: &[
            "publicado el",
            "publicada el",
            "publicado por",
            "fecha de publicaci\u{F3}n",
            "publicaci\u{F3}n:",
        ],
    },
    // Portuguese
    Language {
        months: ["jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"],
        published: &["publicado em", "publicada em", "publicado por", "postado em", "publica\u{E7}\u{E3}o"],
    },
    // Italian
    Language {
        months: ["gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"],
        published: &["pubblicato", "pubblicata", "pubblicazione"],
    },
    // Dutch
    Language {
        months: ["jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"],
        published: &["gepubliceerd", "geplaatst op", "verschenen op"],
    },
];

/// The day of publication that a line with a word of publishing states in one of the languages above.
pub(crate) fn published_abroad(line: &str) -> Option<Moment> {
    if line.len() > 120 || !line.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let line = line.to_lowercase();
    LANGUAGES
        .iter()
        .filter(|l| l.published.iter().any(|p| line.contains(p)))
        .find_map(|l| day(&line, &l.months))
}

/// The only day of a line.
fn day(line: &str, months: &[&str; 12]) -> Option<Moment> {
    const JOINS: [&str; 2] = ["de", "del"];
    let words = line.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|w| !w.is_empty() && !JOINS.contains(w)).collect();
    let number = |word: &str, most: usize| (word.len() <= most).then(|| word.parse::<i32>().ok())?;
    let month = |word: &str| {
        let named = months.iter().position(|m| word.starts_with(m));
        named.map(|i| i as i32 + 1).or_else(|| number(word, 2))
    };
    let is_year = |word: &str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    let mut days = words.windows(3).filter(|w| is_year(w[2])).filter_map(|w| {
        make(number(w[2], 4)?, i8::try_from(month(w[1])?).ok()?, number(w[0], 2)?).filter(|d| plausible(*d))
    });
    let only = days.next().filter(|first| days.all(|d| d == *first))?;
    (words.iter().filter(|w| is_year(w)).count() == 1).then(|| Moment::day(only))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_publishing_stands_beside_the_day() {
        for (line, expected) in [
            ("publiziert am 30. Juli 2018", "2018-07-30"),
            ("Ver\u{F6}ffentlicht: 3. M\u{E4}rz 2019, 09:05 Uhr", "2019-03-03"),
            ("05/10/2018 - Publicado por: Reda\u{E7}\u{E3}o - Categoria: Geral", "2018-10-05"),
            ("Publicado em 5 de outubro de 2018", "2018-10-05"),
            ("Publicado el 12 de marzo de 2019", "2019-03-12"),
            ("Publi\u{E9} le 14 ao\u{FB}t 2015 \u{E0} 10h30", "2015-08-14"),
            ("Pubblicato il 1 giugno 2017", "2017-06-01"),
            ("Gepubliceerd op 2 mei 2016", "2016-05-02"),
        ] {
            assert_eq!(published_abroad(line).map(|m| m.to_string()).as_deref(), Some(expected), "{line}");
        }
    }

    #[test]
    fn other_days_are_left_alone() {
        for line in [
            "30. Juli 2018",
            "Die Messe findet am 30. Juli 2018 statt",
            "publiziert am 30. Februar 2018",
            "publiziert 2017, Stand 30. Juli 2018",
            "published on 30 July 2018",
        ] {
            assert_eq!(published_abroad(line), None, "{line}");
        }
    }
}

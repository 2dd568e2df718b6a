//! Words as they are compared: by their stems, each with a weight that says how seldom texts have it.

use crate::hash;
use crate::words::words;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A word of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// The hash of its stem.
    pub stem: u64,
    /// How seldom texts have it, 0 (all do) to 1 (none of those counted).
    pub weight: f32,
    /// Whether it is written as a name or a number.
    pub name: bool,
}

/// Below this weight a word tells nothing.
const TELLING: f32 = 0.25;

/// How many texts have a stem.
struct Commonness {
    stems: HashMap<u64, f32>,
    texts: f32,
}

static COMMONNESS: LazyLock<Commonness> = LazyLock::new(|| {
    let lines = include_str!("commonness.tsv").lines().filter(|line| !line.starts_with('#'));
    let rows =
        lines.filter_map(|line| line.split_once('\t')).filter_map(|(stem, n)| Some((stem, n.parse().ok()?)));
    let rows: Vec<(&str, f32)> = rows.collect();
    // The first row has no stem: it counts the texts.
    let texts = rows.first().map_or(1.0, |(_, texts)| *texts);
    let stems = rows.iter().skip(1).map(|(stem, n)| (hash::of(stem.bytes()), *n)).collect();
    Commonness { stems, texts }
});

/// The days and months: what they tell, the date tells better.
static CALENDAR: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let names =
        "january february march april may june july august september october november december monday tuesday
                 wednesday thursday friday saturday sunday";
    names.split_whitespace().map(|name| hash::of(stem(name).bytes())).collect()
});

/// The words of `text` that tell something, in order.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    for piece in text.split_whitespace() {
        let name = piece
            .chars()
            .find(|c| c.is_alphanumeric())
            .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
        for word in words(piece) {
            let stem = hash::of(stem(&word).bytes());
            let weight = weight(stem);
            if weight >= TELLING && !CALENDAR.contains(&stem) {
                found.push(Token {
                    stem,
                    weight,
                    name: name || word.starts_with(|c: char| c.is_ascii_digit()),
                });
            }
        }
    }
    found
}

/// The stems of all words of `text`, in order.
pub fn stems(text: &str) -> impl Iterator<Item = String> {
    words(text).map(|word| stem(&word))
}

fn weight(stem: u64) -> f32 {
    let known = COMMONNESS.stems.get(&stem).copied().unwrap_or(1.0);
    1.0 - (known + 1.0).ln() / (COMMONNESS.texts + 1.0).ln()
}

/// A word, in lower case, without the endings of plural and tense; a small number in digits.
pub fn stem(word: &str) -> String {
    if let Some(number) = NUMBERS.iter().position(|number| *number == word) {
        return (number + 2).to_string();
    }
    let endings = ["ings", "ing", "ers", "er", "ed", "es", "s"];
    let without =
        endings.iter().find_map(|ending| word.strip_suffix(ending).filter(|stem| stem.chars().count() > 3));
    without.unwrap_or(word).trim_end_matches('e').to_owned()
}

/// The numbers from 2 that news texts write as words.
const NUMBERS: &[&str] = &[
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
    "twenty",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        let check = |a: &str, b: &str| assert_eq!(stem(a), stem(b));
        check("bombing", "bombings");
        check("bombed", "bomber");
        check("eleven", "11");
        assert_ne!(stem("march"), stem("marsh"));
    }

    #[test]
    fn rare_words_weigh_more_than_common_ones_and_articles_nothing() {
        let found = tokens("The president of Kyrgyzstan");
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[1].weight > 2.0 * found[0].weight && found[1].name && !found[0].name, "{found:?}");
    }
}

//! Abbreviations and other word lists that decide about full stops and hyphens.

use super::Case;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// How an abbreviation behaves before another word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A title before a name: never ends a sentence.
    Title,
    /// Only an abbreviation before a number.
    Number,
    /// A month or weekday.
    Month,
    /// A state, or a kind of street.
    Place,
    /// A form of company or body.
    Company,
    /// A part of a name, or a degree after it.
    Name,
    /// Anything else.
    Common,
}

struct Entry {
    class: Class,
    capital: bool,
}

struct Lists {
    abbreviations: HashMap<String, Entry>,
    affixes: HashSet<&'static str>,
    starters: HashSet<&'static str>,
}

/// The longest abbreviation in the list, in bytes.
const LONGEST: usize = 12;

fn entries(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|l| !l.starts_with('#') && !l.is_empty())
}

fn lists() -> &'static Lists {
    static LISTS: OnceLock<Lists> = OnceLock::new();
    LISTS.get_or_init(|| Lists {
        abbreviations: entries(include_str!("abbreviations.txt")).filter_map(entry).collect(),
        affixes: entries(include_str!("affixes.txt")).collect(),
        starters: entries(include_str!("starters.txt")).collect(),
    })
}

fn entry(line: &str) -> Option<(String, Entry)> {
    let (form, class) = line.split_once('\t')?;
    let class = match class {
        "title" => Class::Title,
        "number" => Class::Number,
        "month" => Class::Month,
        "place" => Class::Place,
        "company" => Class::Company,
        "name" => Class::Name,
        "common" => Class::Common,
        _ => return None,
    };
    let capital = form.starts_with(|c: char| c.is_ascii_uppercase());
    Some((form.trim_end_matches('.').to_ascii_lowercase(), Entry { class, capital }))
}

/// The class of `word`, given without its last full stop, if it is a listed abbreviation in a text of `case`.
pub(super) fn class(word: &str, case: Case) -> Option<Class> {
    if word.is_empty() || word.len() > LONGEST || !word.is_ascii() {
        return None;
    }
    let entry = lists().abbreviations.get(&word.to_ascii_lowercase())?;
    let capital = word.starts_with(|c: char| c.is_ascii_uppercase());
    let fits = capital || !entry.capital || case == Case::Lower && entry.class == Class::Title;
    fits.then_some(entry.class)
}

/// Whether `word`, without its last full stop, is letters with full stops between: `U.S`, `a.m`, `Ph.D`; or ends
/// in such letters after a hyphen: `anti-U.S`.
pub(super) fn is_acronym(word: &str) -> bool {
    let word = word.rsplit('-').next().unwrap_or(word);
    word.len() <= 16
        && word.contains('.')
        && word
            .split('.')
            .all(|p| p.chars().count() <= 2 && !p.is_empty() && p.chars().all(char::is_alphabetic))
        && word.split('.').any(|p| p.chars().count() == 1)
}

/// Whether `prefix` (with its hyphen) stays one word with what follows.
pub(super) fn is_prefix(prefix: &str) -> bool {
    is_affix(prefix)
}

/// Whether `suffix` (with its hyphen) stays one word with what comes before.
pub(super) fn is_suffix(suffix: &str) -> bool {
    is_affix(suffix)
}

fn is_affix(affix: &str) -> bool {
    affix.len() <= LONGEST
        && affix.is_ascii()
        && lists().affixes.contains(affix.to_ascii_lowercase().as_str())
}

/// Whether `form` before `St.` names a street: `Main St.`, `42nd St.`
pub(super) fn names_street(form: &str) -> bool {
    form.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
}

/// Whether `word` opens sentences even where capitals say nothing, as it hardly ever follows a noun.
pub(super) fn is_plain_starter(word: &str) -> bool {
    const STARTERS: [&str; 22] = [
        "a",
        "according",
        "although",
        "an",
        "but",
        "he",
        "however",
        "i",
        "it",
        "its",
        "meanwhile",
        "moreover",
        "nevertheless",
        "she",
        "the",
        "there",
        "these",
        "they",
        "this",
        "those",
        "we",
        "you",
    ];
    STARTERS.iter().any(|s| word.eq_ignore_ascii_case(s))
}

/// Whether `word` opens sentences rather than names.
pub(super) fn is_starter(word: &str) -> bool {
    word.len() <= LONGEST && word.is_ascii() && lists().starters.contains(word.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_unique_and_read_whole() {
        for file in
            [include_str!("abbreviations.txt"), include_str!("affixes.txt"), include_str!("starters.txt")]
        {
            let lines: Vec<_> = entries(file).collect();
            assert!(lines.windows(2).all(|p| p[0] < p[1]), "unsorted or doubled");
            assert!(lines.iter().all(|l| l.trim() == *l));
        }
        for line in entries(include_str!("abbreviations.txt")) {
            let (form, _) = entry(line).unwrap_or_else(|| panic!("cannot read `{line}`"));
            assert!(form.len() <= LONGEST, "`{form}` is too long");
        }
    }
}

//! Contractions and clitics: where one orthographic word is several syntactic ones.

use super::is_apostrophe;
use std::ops::Range;

/// Words without an apostrophe that are two words, and where the second starts.
const FUSED: &[(&str, usize)] = &[
    ("cannot", 3),
    ("gonna", 3),
    ("wanna", 3),
    ("gotta", 3),
    ("lemme", 3),
    ("gimme", 3),
    ("outta", 3),
    ("dont", 2),
    ("didnt", 3),
    ("doesnt", 4),
    ("isnt", 2),
    ("wasnt", 3),
    ("werent", 4),
    ("havent", 4),
    ("hasnt", 3),
    ("hadnt", 3),
    ("couldnt", 5),
    ("wouldnt", 5),
    ("shouldnt", 6),
    ("cant", 2),
    ("arent", 3),
    ("aint", 2),
    ("arnt", 2),
    ("wont", 2),
    ("youll", 3),
    ("theyll", 4),
    ("hes", 2),
    ("shes", 3),
    ("im", 1),
    ("ive", 1),
    ("thats", 4),
    ("whats", 4),
    ("theres", 5),
    ("youre", 3),
    ("theyre", 4),
    ("youve", 3),
];

const ENDINGS: &[&str] = &["s", "m", "d", "ll", "re", "ve"];

/// Cuts `word`, which starts at byte `base` of the text, into its syntactic words.
pub(super) fn cut(word: &str, base: usize) -> Vec<Range<usize>> {
    let mut end = word.len();
    let mut parts = Vec::new();
    while let Some(at) = last_cut(&word[..end]) {
        parts.push(base + at..base + end);
        end = at;
    }
    parts.push(base..base + end);
    parts.reverse();
    parts
}

/// Whether `text` (from an apostrophe on) is a clitic such as `'s` that ends there.
pub(super) fn is_clitic(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(is_apostrophe) && is_ending(chars.as_str())
}

fn is_ending(letters: &str) -> bool {
    ENDINGS.iter().any(|e| letters.eq_ignore_ascii_case(e))
}

/// The byte where the last syntactic word of `word` starts, if there are several.
fn last_cut(word: &str) -> Option<usize> {
    let Some((at, mark)) = word.char_indices().rev().take(4).find(|(_, c)| is_apostrophe(*c)) else {
        return fused(word);
    };
    let after = &word[at + mark.len_utf8()..];
    if after.eq_ignore_ascii_case("t") {
        let before = &word[..at];
        return (before.ends_with(['n', 'N']) && before.len() > 1).then(|| at - 1);
    }
    let number = word[..at].chars().all(|c| c.is_ascii_digit());
    (at > 0 && is_ending(after) && !number).then_some(at)
}

/// Where the verb starts in `its` for `it's`, told by the words after it, which no possessive has.
pub(super) fn its_cut(word: &str, after: &str) -> Option<usize> {
    const AFTER: [&str; 10] =
        ["a", "an", "the", "not", "been", "just", "really", "very", "definitely", "simply"];
    if !word.eq_ignore_ascii_case("its") {
        return None;
    }
    let next = after.strip_prefix(' ')?.split(|c: char| !c.is_alphabetic()).next()?;
    AFTER.iter().any(|a| next.eq_ignore_ascii_case(a)).then_some(2)
}

fn fused(word: &str) -> Option<usize> {
    if word.len() < 2 || word.len() > 8 || !word.is_ascii() {
        return None;
    }
    let (_, at) = FUSED.iter().find(|(w, _)| word.eq_ignore_ascii_case(w))?;
    let acronym = word.len() < 4 && word[1..].bytes().all(|b| b.is_ascii_uppercase());
    (!acronym).then_some(*at)
}

/// Numbers printed together with what they count: `7:30PM`, `80kg`, `4.5bn`; the byte where the unit starts.
pub(super) fn unit_cut(word: &str) -> Option<usize> {
    let at = word.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | ':'))?;
    let number = &word[..at];
    let fits = number.ends_with(|c: char| c.is_ascii_digit()) && UNITS.contains(&&word[at..]);
    fits.then_some(at)
}

const UNITS: &[&str] = &[
    "am", "pm", "AM", "PM", "a.m", "p.m", "A.M", "P.M", "kg", "kgs", "km", "cm", "mm", "lb", "lbs", "ft",
    "mph", "kph", "km/h", "bn", "mn", "mln", "bln", "trn", "tn", "m", "M", "k", "K", "gb", "GB", "mb", "MB",
    "mg", "ml", "mw", "MW", "kw", "kW", "GW", "hz", "Hz", "kHz", "MHz", "GHz", "oz", "in", "p", "hrs", "hr",
    "min", "mins", "GMT", "gmt", "hours", "million", "billion", "percent", "pc", "pct",
];

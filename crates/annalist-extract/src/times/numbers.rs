//! Numbers of units: `three`, `2 1/2`, `twenty-four`, `a couple of`, `several`.

use super::context::Context;
use super::value::Amount;
use super::vocabulary::{cardinal, tens};

/// The amount that starts at token `i` and one past its last token.
pub(super) fn amount(c: &Context, i: usize) -> Option<(Amount, usize)> {
    vague(c, i).or_else(|| half(c, i)).or_else(|| {
        let (n, end) = number(c, i)?;
        let (fraction, end) = fraction(c, end);
        Some((Amount::Exactly(n + fraction), end))
    })
}

fn vague(c: &Context, i: usize) -> Option<(Amount, usize)> {
    let some = |end| Some((Amount::Some, end));
    match c.word(i) {
        "few" | "several" | "many" | "numerous" | "countless" | "multiple" => some(i + 1),
        "some" if super::vocabulary::unit(c.word(i + 1)).is_some() => some(i + 1),
        "couple" if c.word(i + 1) == "of" => Some((Amount::Exactly(2.0), i + 2)),
        "dozen" => Some((Amount::Exactly(12.0), i + 1)),
        "dozens" | "hundreds" | "thousands" | "scores" if c.word(i + 1) == "of" => some(i + 2),
        "a" if c.is(i + 1, &["few", "couple", "dozen"]) => vague(c, i + 1),
        "a" if c.is(i + 1, &["number"]) && c.word(i + 2) == "of" => some(i + 3),
        "a" if c.is(i + 1, &["good", "great"]) && c.word(i + 2) == "many" => some(i + 3),
        _ => None,
    }
}

fn half(c: &Context, i: usize) -> Option<(Amount, usize)> {
    quarter(c, i).or_else(|| one_half(c, i))
}

/// `a quarter of a century`, `a quarter-century`, `a quarter of an hour`.
fn quarter(c: &Context, i: usize) -> Option<(Amount, usize)> {
    let at = i + usize::from(c.is(i, &["a", "the"]));
    let end = at + 1 + if c.word(at + 1) == "of" { 2 } else { 1 };
    let joined = c.word(at + 1) == "-" || c.word(at + 1) == "of" && c.is(at + 2, &["a", "an"]);
    let fits = c.word(at) == "quarter" && joined && c.is(end, &["century", "hour"]);
    fits.then_some((Amount::Exactly(0.25), end))
}

fn one_half(c: &Context, i: usize) -> Option<(Amount, usize)> {
    let start = i + usize::from(c.word(i) == "a" && c.word(i + 1) == "half");
    if c.word(start) != "half" {
        return None;
    }
    let end = start + 1 + usize::from(c.is(start + 1, &["a", "an", "-"]));
    super::vocabulary::unit(c.word(end)).map(|_| (Amount::Exactly(0.5), end))
}

/// `1/2` or `and a half` after a number.
fn fraction(c: &Context, i: usize) -> (f64, usize) {
    if c.word(i) == "1/2" || c.word(i) == "½" {
        return (0.5, i + 1);
    }
    if c.follows(i, &["and", "a", "half"]) {
        return (0.5, i + 3);
    }
    if c.follows(i, &["-", "and", "-", "a", "-", "half"]) {
        return (0.5, i + 6);
    }
    (0.0, i)
}

/// A cardinal number in digits or words.
pub(super) fn number(c: &Context, i: usize) -> Option<(f64, usize)> {
    let word = c.word(i);
    if word.starts_with(|d: char| d.is_ascii_digit()) {
        let plain = word.replace(',', "");
        let fits = plain.len() <= 9 && plain.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        return fits.then(|| plain.parse().ok()).flatten().map(|n| (n, i + 1));
    }
    let (n, end) = words(c, i)?;
    Some((f64::from(n), end))
}

fn words(c: &Context, i: usize) -> Option<(u32, usize)> {
    let article = matches!(c.word(i), "a" | "an") && c.is(i + 1, &["hundred", "thousand"]);
    let (mut n, mut end) = if article { (1, i + 1) } else { below_hundred(c, i)? };
    for (word, factor) in [("hundred", 100), ("thousand", 1000)] {
        if c.word(end) == word {
            (n, end) = (n * factor, end + 1);
            let rest = end + usize::from(c.word(end) == "and");
            if let Some((small, after)) = below_hundred(c, rest) {
                (n, end) = (n + small, after);
            }
        }
    }
    Some((n, end))
}

/// A number word below a hundred, its parts joined by a hyphen or a space.
pub(super) fn below_hundred(c: &Context, i: usize) -> Option<(u32, usize)> {
    let word = c.word(i);
    if let Some((ten, one)) = word.split_once('-') {
        return Some((tens(ten)? + cardinal(one).filter(|n| *n < 10)?, i + 1));
    }
    let n = cardinal(word)?;
    let next = i + 1 + usize::from(c.word(i + 1) == "-");
    let one = cardinal(c.word(next)).filter(|one| (1..10).contains(one));
    match (tens(word), one) {
        (Some(ten), Some(one)) => Some((ten + one, next + 1)),
        _ => Some((n, i + 1)),
    }
}

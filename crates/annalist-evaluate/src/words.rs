//! Words of phrases, compared.

/// The words of `texts` in lower case, without articles and the possessive `s`.
pub fn of(texts: &[String]) -> Vec<String> {
    let apart = |c: char| !c.is_alphanumeric();
    let words = texts.iter().flat_map(|t| t.split(apart)).map(str::to_lowercase);
    words.filter(|w| !matches!(w.as_str(), "" | "the" | "a" | "an" | "s")).collect()
}

/// F1 of two bags of words, 0 to 1; 0 where either is empty.
pub fn f1(one: &[String], other: &[String]) -> f64 {
    let mut left: Vec<&String> = other.iter().collect();
    let mut shared = 0usize;
    for word in one {
        if let Some(at) = left.iter().position(|w| *w == word) {
            left.swap_remove(at);
            shared += 1;
        }
    }
    if shared == 0 { 0.0 } else { 2.0 * shared as f64 / (one.len() + other.len()) as f64 }
}

/// The best F1 between any of `one` and any of `other`.
pub fn best(one: &[&[String]], other: &[&[String]]) -> f64 {
    let pairs = one.iter().flat_map(|a| other.iter().map(move |b| f1(&of(a), &of(b))));
    pairs.fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_and_case_do_not_count() {
        let check = |one: &str, other: &str, expected: f64| {
            let found = f1(&of(&[one.into()]), &of(&[other.into()]));
            assert!((found - expected).abs() < 1e-9, "{one} / {other}: {found}");
        };
        check("the United States", "United States", 1.0);
        check("South African police", "the police", 0.5);
        check("France's army", "France army", 1.0);
        check("rebels", "", 0.0);
        check("the", "the", 0.0);
        check("police police", "police", 2.0 / 3.0);
    }
}

//! What the model looks up for a word. The same definitions stand in `training/syntax/data.py`.

/// The number of n-gram vectors.
pub const BUCKETS: usize = 16384;
/// The greatest number of n-grams taken from one word.
const MAX_GRAMS: usize = 20;

fn plain(c: char) -> char {
    match c {
        '‘' | '’' | '‚' | '`' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '–' | '—' | '‐' | '‑' | '−' => '-',
        '\u{a0}' => ' ',
        c => c,
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '¹' | '²' | '³' | '⁰'..='⁹' | '₀'..='₉' | '٠'..='٩')
}

/// The form with straight quotation marks, and hyphens for dashes.
fn straight(form: &str) -> String {
    let mut out = String::with_capacity(form.len());
    for c in form.chars().map(plain) {
        if c == '\'' && out.ends_with('\'') {
            out.pop();
            out.push('"');
        } else {
            out.push(c);
        }
    }
    out
}

/// The form as it is looked up: straight quotation marks, hyphens for dashes, lower case, digits as 0.
pub fn normal(form: &str) -> String {
    let mut out = String::with_capacity(form.len());
    for c in straight(form).chars().flat_map(char::to_lowercase) {
        out.push(if is_digit(c) { '0' } else { c });
    }
    out
}

/// Upper X, lower x, digit d, other ASCII as it is, the rest `?`; runs cut to two, the whole to ten.
pub fn shape(form: &str) -> String {
    let mut out: Vec<char> = Vec::with_capacity(10);
    for c in straight(form).chars() {
        let s = match c {
            c if c.is_uppercase() => 'X',
            c if is_digit(c) => 'd',
            c if c.is_alphabetic() => 'x',
            c if c.is_ascii() => c,
            _ => '?',
        };
        if !(out.len() >= 2 && out[out.len() - 2..] == [s, s]) {
            out.push(s);
        }
    }
    out.iter().take(10).collect()
}

/// 32-bit FNV-1a over a mark and a piece of a word, its high bits folded in.
fn hash(mark: u8, piece: &str) -> u32 {
    let step = |h: u32, b: u8| (h ^ u32::from(b)).wrapping_mul(0x0100_0193);
    let h = piece.bytes().fold(step(0x811C_9DC5, mark), step);
    (h ^ (h >> 15)) % BUCKETS as u32
}

/// Hashed prefixes of one to four characters, suffixes of one to five, and inner trigrams of a normalised form.
pub fn grams(word: &str, out: &mut Vec<u32>) {
    let at: Vec<usize> = word.char_indices().map(|(i, _)| i).chain([word.len()]).collect();
    let n = at.len() - 1;
    out.clear();
    out.extend((1..=n.min(4)).map(|k| hash(b'p', &word[..at[k]])));
    out.extend((1..=n.min(5)).map(|k| hash(b's', &word[at[n - k]..])));
    out.extend((1..n.saturating_sub(3)).map(|i| hash(b't', &word[at[i]..at[i + 3]])));
    out.truncate(MAX_GRAMS);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(form: &str, normal_form: &str, shape_of: &str) {
        assert_eq!(normal(form), normal_form);
        assert_eq!(shape(form), shape_of);
    }

    #[test]
    fn forms_are_normalised_and_shaped() {
        check("Traoré", "traoré", "Xxx");
        check("U.N.", "u.n.", "X.X.");
        check("1998", "0000", "dd");
        check("’s", "'s", "'x");
        check("''", "\"", "\"");
        check("pro-Western", "pro-western", "xx-Xxx");
        check("—", "-", "-");
    }

    #[test]
    fn grams_are_bounded_and_cover_short_words() {
        let mut out = Vec::new();
        grams("a", &mut out);
        assert_eq!(out.len(), 2);
        grams("counterrevolutionaries-elect", &mut out);
        assert_eq!(out.len(), MAX_GRAMS);
        grams("", &mut out);
        assert!(out.is_empty());
    }
}

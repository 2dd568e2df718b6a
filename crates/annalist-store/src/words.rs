//! Words of a text, for comparing texts: letters and digits in lower case.

/// The words of `text` in order, in lower case; a number keeps no separators (`1,200` is `1200`).
pub fn words(text: &str) -> impl Iterator<Item = String> {
    let apart = |c: char| !(c.is_alphanumeric() || c == ',' || c == '\'' || c == '’');
    text.split(apart).filter_map(|piece| {
        let piece = piece.trim_matches([',', '\'', '’']);
        let piece = piece.strip_suffix("'s").or_else(|| piece.strip_suffix("’s")).unwrap_or(piece);
        let word: String =
            piece.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        (!word.is_empty()).then_some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_are_lower_case_and_numbers_whole() {
        let found: Vec<String> = words("Kabul’s “blast” killed 1,200, U.S. officials said.").collect();
        assert_eq!(found, ["kabul", "blast", "killed", "1200", "u", "s", "officials", "said"]);
    }
}

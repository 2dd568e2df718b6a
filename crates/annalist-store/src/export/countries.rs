//! Countries under other projects' codes, from `countries.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

/// FIPS 10-4 and Correlates of War by ISO 3166-1 alpha-3; empty where there is none.
static CODES: LazyLock<HashMap<&'static str, [&'static str; 2]>> = LazyLock::new(|| {
    let lines = include_str!("countries.tsv").lines().filter(|line| !line.starts_with('#'));
    let row = |line: &'static str| {
        let mut cells = line.split('\t');
        Some((cells.next()?, [cells.next()?, cells.next()?]))
    };
    lines.filter_map(row).collect()
});

/// The FIPS 10-4 code, by which GDELT names countries.
pub fn fips(country: &str) -> &'static str {
    CODES.get(country).map_or("", |codes| codes[0])
}

/// The number of the state in the Correlates of War, by which POLECAT names countries beside their ISO code.
pub fn cow(country: &str) -> &'static str {
    CODES.get(country).map_or("", |codes| codes[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_whole() {
        let lines: Vec<&str> =
            include_str!("countries.tsv").lines().filter(|line| !line.starts_with('#')).collect();
        assert!(lines.is_sorted() && lines.iter().all(|line| line.split('\t').count() == 3));
        assert_eq!((CODES.len(), lines.len() > 240), (lines.len(), true));
        assert_eq!((fips("DEU"), cow("DEU"), fips("XXX")), ("GM", "255", ""));
    }
}

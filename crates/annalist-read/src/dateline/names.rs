//! The names that datelines are told by: agencies, and cities that stand alone.

use std::collections::HashMap;
use std::collections::HashSet;
use std::sync::LazyLock;

const AGENCIES: &str = include_str!("../../../../lexicon/agencies-datelines.tsv");
const CITIES: &str = include_str!("../../../../lexicon/dateline-cities.txt");

/// The lines of a lexicon file without its header.
fn entries(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|l| !l.starts_with('#') && !l.is_empty())
}

/// The usual name of an agency printed as `printed`, in any case.
pub(crate) fn agency(printed: &str) -> Option<&'static str> {
    static NAMES: LazyLock<HashMap<String, &str>> = LazyLock::new(|| {
        let columns = entries(AGENCIES).map(|l| l.split('\t'));
        let pairs: Vec<(&str, &str)> = columns.filter_map(|mut c| Some((c.next()?, c.next()?))).collect();
        // The usual name is printed too; a name that is listed for itself wins.
        let usual = pairs.iter().map(|(_, name)| (name.to_lowercase(), *name));
        usual.chain(pairs.iter().map(|(printed, name)| (printed.to_lowercase(), *name))).collect()
    });
    NAMES.get(&printed.trim().to_lowercase()).copied()
}

/// Whether a city is known to stand in datelines by itself.
pub(crate) fn is_city(name: &str) -> bool {
    static NAMES: LazyLock<HashSet<String>> =
        LazyLock::new(|| entries(CITIES).map(str::to_lowercase).collect());
    NAMES.contains(&name.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_sorted_unique_and_trimmed() {
        for file in [AGENCIES, CITIES] {
            let keys: Vec<String> =
                entries(file).map(|l| l.split('\t').next().unwrap_or("").to_lowercase()).collect();
            assert!(
                keys.windows(2).all(|w| w[0] < w[1]),
                "unsorted near {:?}",
                keys.windows(2).find(|w| w[0] >= w[1])
            );
            assert!(entries(file).all(|l| l.split('\t').all(|c| !c.is_empty() && c.trim() == c)));
        }
        assert!(entries(AGENCIES).all(|l| l.split('\t').count() == 3));
    }

    #[test]
    fn agencies_are_known_in_any_case() {
        assert_eq!(agency("reuters"), Some("Reuters"));
        assert_eq!(agency("The"), None);
        assert!(is_city("NEW DELHI"));
    }
}

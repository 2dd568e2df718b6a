//! Which countries a report names, and how often: the one that it is about decides between parties of one name.

use super::pieces::Words;
use annalist_core::{CountryCode, Document, Place};
use annalist_lexicon::Casing;
use annalist_lexicon::Lexicon;

/// How often a document names each country: by name, adjective, demonym or a place in it.
pub fn counts(document: &Document, places: &[Place], lexicon: &Lexicon) -> Vec<(CountryCode, usize)> {
    let words = Words::of(document, 0..document.tokens.len());
    let named = |at: usize| {
        let found = lexicon.countries.longest_at_start(&words.list[at..], Casing::Respect);
        let code = found.and_then(|f| lexicon.countries.entry(f.values[0]).code);
        let start = document.tokens[words.token[at]].span.start;
        let i = places.partition_point(|p| p.span.start < start);
        let place = places.get(i).filter(|p| p.span.start == start).and_then(|p| p.country);
        place.or(code)
    };
    tally((0..words.len()).filter(|i| words.capital(*i)).filter_map(named))
}

/// Each country with the number of times that it is given, in the order in which they first are.
pub fn tally(given: impl Iterator<Item = CountryCode>) -> Vec<(CountryCode, usize)> {
    let mut counts: Vec<(CountryCode, usize)> = Vec::new();
    for code in given {
        match counts.iter_mut().find(|(c, _)| *c == code) {
            Some((_, n)) => *n += 1,
            None => counts.push((code, 1)),
        }
    }
    counts
}

/// The country named most often; of two named alike, the first.
pub fn focus(counts: &[(CountryCode, usize)]) -> Option<CountryCode> {
    counts.iter().rev().max_by_key(|(_, n)| *n).map(|(code, _)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actors::trees::unparsed;

    fn check(text: &str, expected: Option<&str>) {
        let counts = counts(&unparsed(text), &[], Lexicon::english());
        assert_eq!(focus(&counts).map(|c| c.to_string()).as_deref(), expected, "{text}");
    }

    #[test]
    fn the_country_named_most_is_the_focus_the_first_of_equals() {
        check("Somalia mourned. Kenyan police searched Nairobi.", Some("KEN"));
        check("Somali police searched a house in Kenya.", Some("SOM"));
        check("Police searched a house.", None);
    }
}

//! The words that furniture is told by: see `lexicon/furniture.tsv`.

use std::sync::LazyLock;

const FILE: &str = include_str!("../../../lexicon/furniture.tsv");

/// What a phrase of the file tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Appeal,
    Caption,
    CaptionEnd,
    Class,
    Control,
    Copyright,
    Credits,
    End,
    Label,
    Note,
    Offer,
    Related,
    Tail,
}

/// The kinds with their names in the file, in the order of their declaration.
const NAMES: [(Kind, &str); 13] = [
    (Kind::Appeal, "appeal"),
    (Kind::Caption, "caption"),
    (Kind::CaptionEnd, "caption-end"),
    (Kind::Class, "class"),
    (Kind::Control, "control"),
    (Kind::Copyright, "copyright"),
    (Kind::Credits, "credits"),
    (Kind::End, "end"),
    (Kind::Label, "label"),
    (Kind::Note, "note"),
    (Kind::Offer, "offer"),
    (Kind::Related, "related"),
    (Kind::Tail, "tail"),
];

static PHRASES: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let of =
        |name: &str| entries().filter(|(kind, _)| *kind == name).map(|(_, phrase)| spaced(phrase)).collect();
    NAMES.iter().map(|(_, name)| of(name)).collect()
});

fn entries() -> impl Iterator<Item = (&'static str, &'static str)> {
    FILE.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'))
}

/// Outer spaces are written as `_`, so that no editor drops them.
fn spaced(phrase: &str) -> String {
    let start = if phrase.starts_with('_') { " " } else { "" };
    let end = if phrase.ends_with('_') { " " } else { "" };
    format!("{start}{}{end}", phrase.trim_matches('_'))
}

fn phrases(kind: Kind) -> &'static [String] {
    &PHRASES[kind as usize]
}

/// Whether `lower` is one of the phrases.
pub(crate) fn is(kind: Kind, lower: &str) -> bool {
    phrases(kind).binary_search_by(|p| p.as_str().cmp(lower)).is_ok()
}

/// Whether `lower` starts with one of the phrases.
pub(crate) fn starts(kind: Kind, lower: &str) -> bool {
    phrases(kind).iter().any(|p| lower.starts_with(p.as_str()))
}

/// Whether `lower` ends with one of the phrases.
pub(crate) fn ends(kind: Kind, lower: &str) -> bool {
    phrases(kind).iter().any(|p| lower.ends_with(p.as_str()))
}

/// Whether one of the phrases stands in `lower`.
pub(crate) fn contains(kind: Kind, lower: &str) -> bool {
    phrases(kind).iter().any(|p| lower.contains(p.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_sorted_unique_and_in_lower_case() {
        let all: Vec<_> = entries().collect();
        assert!(all.is_sorted_by(|a, b| a < b));
        assert!(all.iter().all(|(_, p)| p.trim() == *p && !p.is_empty() && p.to_lowercase() == *p));
        assert!(all.iter().all(|(kind, _)| NAMES.iter().any(|(_, n)| n == kind)));
    }

    #[test]
    fn every_kind_is_declared_in_order_and_has_phrases() {
        for (at, (kind, name)) in NAMES.iter().enumerate() {
            assert_eq!(*kind as usize, at);
            assert!(!phrases(*kind).is_empty() && phrases(*kind).is_sorted(), "{name}");
        }
    }
}

//! The table of known names and of the words that tell what a name names.

use super::names::kind_of;
use annalist_core::NameKind;
use std::collections::{HashMap, HashSet};

/// What a word says of the name it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// A given name.
    Given,
    /// A person's title.
    Title,
    /// The end of places' names.
    Place,
    /// The beginning of places' names.
    PlaceStart,
    /// The name of a town in the gazetteer.
    Town,
}

/// Names and words, lower case.
#[derive(Debug, Default)]
pub struct Known<'a> {
    kinds: HashMap<&'a str, Option<NameKind>>,
    marks: HashSet<(&'a str, Mark)>,
}

impl<'a> Known<'a> {
    /// Reads lines `name<TAB>kind`; lines that begin with `# ` are comments, unknown kinds are left out.
    pub fn read(text: &'a str) -> Self {
        let mut known = Known::default();
        for line in text.lines().filter(|l| !l.starts_with("# ")) {
            let Some((name, kind)) = line.split_once('\t') else { continue };
            match (mark_of(kind), kind_of(kind)) {
                (Some(mark), _) => drop(known.marks.insert((name, mark))),
                (_, Some(named)) => drop(known.kinds.insert(name, Some(named))),
                _ if kind == "O" => drop(known.kinds.insert(name, None)),
                _ => {}
            }
        }
        known
    }

    /// What `name` (lower case, words parted by spaces) names: `Some(None)` if nothing that counts as a name.
    pub fn kind(&self, name: &str) -> Option<Option<NameKind>> {
        self.kinds.get(name).copied()
    }

    /// Whether `word` (lower case) carries `mark`.
    pub fn has(&self, word: &str, mark: Mark) -> bool {
        self.marks.contains(&(word, mark))
    }
}

fn mark_of(kind: &str) -> Option<Mark> {
    Some(match kind {
        "given" => Mark::Given,
        "title" => Mark::Title,
        "place-word" => Mark::Place,
        "place-start" => Mark::PlaceStart,
        "town" => Mark::Town,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_gives_a_kind_or_a_mark() {
        let known =
            Known::read("# names\nmali\tLOC\nmonday\tO\nmali\tgiven\nriver\tplace-word\nx\tunheard-of\n");
        assert_eq!(known.kind("mali"), Some(Some(NameKind::Place)));
        assert_eq!(known.kind("monday"), Some(None));
        assert_eq!(known.kind("x"), None);
        assert!(
            known.has("mali", Mark::Given)
                && known.has("river", Mark::Place)
                && !known.has("river", Mark::Title)
        );
    }
}

//! From tag scores to names: the best sequence in which `I-` follows its own kind only (Viterbi 1967).

use annalist_core::{Name, NameKind};

/// What a tag says of its token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// No name.
    Outside,
    /// The first token of a name.
    Begin(NameKind),
    /// A later token.
    Inside(NameKind),
}

impl Tag {
    /// Reads `O`, `B-PER`, `I-ORG` and so on.
    pub fn read(text: &str) -> Option<Self> {
        if text == "O" {
            return Some(Tag::Outside);
        }
        let (begins, kind) = text.split_once('-')?;
        let kind = match kind {
            "PER" => NameKind::Person,
            "ORG" => NameKind::Organization,
            "LOC" => NameKind::Place,
            "OTH" => NameKind::Other,
            _ => return None,
        };
        Some(if begins == "B" { Tag::Begin(kind) } else { Tag::Inside(kind) })
    }

    fn may_follow(self, before: Tag) -> bool {
        match self {
            Tag::Inside(kind) => before == Tag::Begin(kind) || before == Tag::Inside(kind),
            _ => true,
        }
    }
}

/// The names of one sentence: `scores` has a row of `tags.len()` a token, `first` is its first token's index.
pub fn names(scores: &[f32], tags: &[Tag], first: usize) -> Vec<Name> {
    let mut out: Vec<Name> = Vec::new();
    for (i, tag) in best_path(scores, tags).into_iter().enumerate() {
        match (tags[tag], out.last_mut()) {
            (Tag::Begin(kind), _) => out.push(Name { tokens: first + i..first + i + 1, kind }),
            (Tag::Inside(_), Some(name)) => name.tokens.end = first + i + 1,
            _ => {}
        }
    }
    out
}

fn best_path(scores: &[f32], tags: &[Tag]) -> Vec<usize> {
    let k = tags.len();
    let mut total: Vec<f32> = vec![f32::NEG_INFINITY; k];
    let mut back: Vec<usize> = Vec::with_capacity(scores.len());
    for (i, row) in scores.chunks_exact(k).enumerate() {
        let before = total.clone();
        for (t, tag) in tags.iter().enumerate() {
            let mut best = (f32::NEG_INFINITY, 0);
            for (b, score) in before.iter().enumerate() {
                let score = if i == 0 { 0.0 } else { *score };
                let from = if i == 0 { Tag::Outside } else { tags[b] };
                if tag.may_follow(from) && score > best.0 {
                    best = (score, b);
                }
            }
            total[t] = best.0 + row[t];
            back.push(best.1);
        }
    }
    let mut at = super::kernels::argmax(&total);
    let mut path = vec![0; back.len() / k];
    for i in (0..path.len()).rev() {
        path[i] = at;
        at = back[i * k + at];
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_one_kind_and_starts_with_its_first_token() {
        let tags: Vec<Tag> =
            ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"].iter().filter_map(|t| Tag::read(t)).collect();
        #[rustfmt::skip]
        let scores = [
            3.0, 0.0, 5.0, 0.0, 0.0, // inside cannot come first
            0.0, 2.0, 0.0, 1.9, 0.0,
            0.0, 0.0, 1.0, 0.0, 3.0, // the place wins over both tokens
            0.0, 4.0, 0.0, 0.0, 0.0,
        ];
        let found = names(&scores, &tags, 10);
        assert_eq!(
            found,
            [Name { tokens: 11..13, kind: NameKind::Place }, Name { tokens: 13..14, kind: NameKind::Person },]
        );
        assert!(names(&[], &tags, 0).is_empty());
    }
}

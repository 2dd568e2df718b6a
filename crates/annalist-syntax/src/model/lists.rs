//! The closed lists that go with the weights: words, shapes and the labels of every task.

use super::features;
use super::lemma::Script;
use super::names::Tag;
use super::network::Input;
use super::weights::ModelError;
use annalist_core::{Relation, Upos};
use smol_str::SmolStr;
use std::collections::HashMap;
use std::ops::Range;

/// What the numbers of the network mean.
#[derive(Debug)]
pub struct Lists<'a> {
    words: HashMap<&'a str, usize>,
    shapes: HashMap<&'a str, usize>,
    /// Relations in the order of their scores.
    pub relations: Vec<Relation>,
    /// Parts of speech.
    pub upos: Vec<Upos>,
    /// Penn Treebank tags.
    pub xpos: Vec<SmolStr>,
    /// Bundles of features.
    pub features: Vec<SmolStr>,
    /// Lemma scripts.
    pub scripts: Vec<Script>,
    /// Name tags.
    pub names: Vec<Tag>,
}

/// The columns of each task in a row of tag scores.
#[derive(Clone, Debug)]
pub struct Columns {
    /// Parts of speech.
    pub upos: Range<usize>,
    /// Penn Treebank tags.
    pub xpos: Range<usize>,
    /// Bundles of features.
    pub features: Range<usize>,
    /// Lemma scripts.
    pub scripts: Range<usize>,
}

impl<'a> Lists<'a> {
    /// Reads the lists: each has a line `# name count`, then one entry a line.
    ///
    /// # Errors
    /// When a list is missing, cut short or holds a label of another set.
    pub fn read(text: &'a str) -> Result<Self, ModelError> {
        let lines: Vec<&str> = text.lines().collect();
        let list = |name: &'static str| find(&lines, name).ok_or(ModelError::List(name));
        let index = |list: &[&'a str]| list.iter().enumerate().map(|(i, w)| (*w, i)).collect();
        let smol = |list: &[&str]| list.iter().map(SmolStr::new).collect();
        Ok(Lists {
            words: index(list("word")?),
            shapes: index(list("shape")?),
            relations: labels("rel", list("rel")?, Relation::from_label)?,
            upos: labels("upos", list("upos")?, Upos::from_label)?,
            xpos: smol(list("xpos")?),
            features: smol(list("feats")?),
            scripts: labels("script", list("script")?, Script::read)?,
            names: labels("name", list("name")?, Tag::read)?,
        })
    }

    /// What the network needs to know of a word.
    pub fn input(&self, form: &str) -> Input {
        let normal = features::normal(form);
        let index = |map: &HashMap<&str, usize>, key: &str| map.get(key).copied().unwrap_or(0);
        Input {
            word: index(&self.words, &normal),
            shape: index(&self.shapes, &features::shape(form)),
            normal,
        }
    }

    /// Where each task's scores stand in a row.
    pub fn columns(&self) -> Columns {
        let mut end = 0;
        let mut next = |len: usize| {
            end += len;
            end - len..end
        };
        Columns {
            upos: next(self.upos.len()),
            xpos: next(self.xpos.len()),
            features: next(self.features.len()),
            scripts: next(self.scripts.len()),
        }
    }
}

fn find<'b, 'a>(lines: &'b [&'a str], name: &str) -> Option<&'b [&'a str]> {
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let (title, count) = line.strip_prefix("# ")?.split_once(' ')?;
        let count: usize = count.parse().ok()?;
        if title == name {
            return lines.get(at + 1..at + 1 + count);
        }
        at += 1 + count;
    }
    None
}

fn labels<T>(
    name: &'static str,
    list: &[&str],
    read: impl Fn(&str) -> Option<T>,
) -> Result<Vec<T>, ModelError> {
    list.iter().map(|l| read(l)).collect::<Option<_>>().ok_or(ModelError::List(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTS: &str = "# word 3\n<unk>\n# rel 0\nnews\n# shape 2\n<unk>\nXx\n# upos 2\nNOUN\nVERB\n# xpos 1\nNN\n\
        # feats 1\n_\n# rel 2\nroot\nobj\n# script 1\nl0\n# name 1\nO\n";

    #[test]
    fn lists_are_found_by_name_and_count() {
        let lists = Lists::read(LISTS).unwrap();
        assert_eq!(lists.relations, [Relation::Root, Relation::Obj]);
        let input = lists.input("News");
        assert_eq!((input.word, input.shape, input.normal.as_str()), (2, 0, "news"));
        assert_eq!(lists.input("unheard-of").word, 0);
        assert_eq!(lists.columns().scripts, 4..5);
    }

    #[test]
    fn a_cut_list_is_an_error() {
        assert!(Lists::read(&LISTS[..LISTS.len() - 3]).is_err());
        assert!(Lists::read("").is_err());
    }
}

//! The closed lists that go with the weights: words, shapes and the labels of every task.

use super::features;
use super::kernels::argmax;
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
    /// Lemma scripts, each with the endings that it takes off; any where there are none.
    pub scripts: Vec<(Script, Vec<&'a str>)>,
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
        let endings: Vec<Vec<&'a str>> =
            list("ending")?.iter().map(|l| l.split(' ').filter(|e| *e != "*").collect()).collect();
        if endings.len() != list("script")?.len() {
            return Err(ModelError::List("ending"));
        }
        Ok(Lists {
            words: index(list("word")?),
            shapes: index(list("shape")?),
            relations: labels("rel", list("rel")?, Relation::from_label)?,
            upos: labels("upos", list("upos")?, Upos::from_label)?,
            xpos: smol(list("xpos")?),
            features: smol(list("feats")?),
            scripts: labels("script", list("script")?, Script::read)?.into_iter().zip(endings).collect(),
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

    /// The number of the script with the best score of those whose endings `form` has.
    pub fn script(&self, form: &str, scores: &[f32]) -> Option<usize> {
        let fits = |endings: &[&str]| {
            let ends = |ending: &&str| {
                let tail = form.len().checked_sub(ending.len()).and_then(|at| form.get(at..));
                tail.is_some_and(|tail| tail.eq_ignore_ascii_case(ending))
            };
            endings.is_empty() || endings.iter().any(ends)
        };
        let best = argmax(scores);
        if fits(&self.scripts.get(best)?.1) {
            return Some(best);
        }
        let fitting = (0..self.scripts.len()).filter(|i| fits(&self.scripts[*i].1));
        fitting.max_by(|a, b| scores[*a].total_cmp(&scores[*b]))
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
        # feats 1\n_\n# rel 2\nroot\nobj\n# script 1\nl0\n# ending 1\n*\n# name 1\nO\n";

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
    fn scripts_are_for_forms_with_their_endings() {
        let two =
            LISTS.replace("# script 1\nl0\n# ending 1\n*\n", "# script 2\nl0\nl3y\n# ending 2\n*\nies ied\n");
        let lists = Lists::read(two.leak()).unwrap();
        assert_eq!(lists.script("CITIES", &[0.0, 1.0]), Some(1));
        assert_eq!(lists.script("troops", &[0.0, 1.0]), Some(0));
        assert_eq!(lists.script("é", &[0.0, 1.0]), Some(0));
    }

    #[test]
    fn a_cut_list_is_an_error() {
        assert!(Lists::read(&LISTS[..LISTS.len() - 3]).is_err());
        assert!(Lists::read("").is_err());
    }
}

//! The network: from words to scores for trees and tags. `training/syntax/model.py` is its twin.

use super::encoder::{Direction, Gates, Layer, Layout, Space};
use super::features::{self, BUCKETS};
use super::kernels::{self, Packed};
use super::weights::{ModelError, Weights};

/// Added to the variance in layer normalisation, PyTorch's default.
const EPSILON: f32 = 1e-5;

/// The trained weights, ready for use.
#[derive(Debug)]
pub struct Network {
    words: Vec<f32>,
    grams: Vec<f32>,
    shapes: Vec<f32>,
    norm: Vec<f32>,
    norm_bias: Vec<f32>,
    layers: Vec<Layer>,
    /// All first layers of the heads, side by side: arc dependent, arc head, relation dependent, relation head,
    /// tags, names.
    first: Packed,
    /// What the word itself adds to the last two of them.
    lexical: Packed,
    bilinear: Packed,
    arc_root: Vec<f32>,
    relation_root: Vec<f32>,
    relation: Packed,
    tags: Packed,
    names: Packed,
}

/// What each distinct form gives to the network, a row each.
#[derive(Default)]
pub struct Words {
    gates: Gates,
    lexical: Vec<f32>,
}

/// One word as the network sees it: indices of its word and shape vectors, and its normalised form.
pub struct Input {
    /// Row of the word table, 0 for unknown words.
    pub word: usize,
    /// Row of the shape table, 0 for unknown shapes.
    pub shape: usize,
    /// The form that n-grams are taken from.
    pub normal: String,
}

/// What the network says of a batch; rows are in the order of its [`Layout`]. Kept between batches.
#[derive(Default)]
pub struct Output {
    states: Vec<f32>,
    gates: Gates,
    hidden: Vec<f32>,
    first: Vec<f32>,
    /// Scores of all tags but names, task after task, a row a token.
    pub tags: Vec<f32>,
    /// Scores of the name tags, a row a token.
    pub names: Vec<f32>,
}

impl Network {
    /// Reads the weights.
    ///
    /// # Errors
    /// When a tensor is missing or does not fit the others.
    pub fn read(weights: &Weights) -> Result<Self, ModelError> {
        let (words, embed) = weights.get("word")?;
        let (rows, hidden) = weights.get("lstm.0.forward.recurrent")?;
        debug_assert_eq!(rows.len(), 4 * hidden * hidden);
        let arc_root = weights.get("arc_root")?.0;
        let packed = |name: &str| -> Result<Packed, ModelError> {
            let (rows, inner) = weights.get(name)?;
            let bias = weights.sized(&format!("{name}.bias"), rows.len() / inner)?;
            Ok(Packed::new(&rows, inner, Some(&bias)))
        };
        let layer = |l: usize| -> Result<Layer, ModelError> {
            let direction = |side: &str| -> Result<Direction, ModelError> {
                let (recurrent, inner) = weights.get(&format!("lstm.{l}.{side}.recurrent"))?;
                let recurrent = Packed::new(&recurrent, inner, None);
                Ok(Direction { input: packed(&format!("lstm.{l}.{side}.input"))?, recurrent })
            };
            Ok(Layer { directions: [direction("forward")?, direction("backward")?], hidden })
        };
        Ok(Network {
            words,
            grams: weights.sized("gram", BUCKETS * embed)?,
            shapes: weights.get("shape")?.0,
            norm: weights.sized("norm", embed)?,
            norm_bias: weights.sized("norm.bias", embed)?,
            layers: (0..)
                .map_while(|l| weights.has(&format!("lstm.{l}.forward.input")).then(|| layer(l)))
                .collect::<Result<_, _>>()?,
            first: packed("first")?,
            lexical: Packed::new(&weights.get("lexical")?.0, embed, None),
            bilinear: packed("bilinear")?,
            arc_root,
            relation_root: weights.get("relation_root")?.0,
            relation: packed("relation")?,
            tags: packed("tags")?,
            names: packed("names")?,
        })
    }

    /// The number of scores in one row of [`Output::tags`].
    pub fn tag_width(&self) -> usize {
        self.tags.columns()
    }

    /// The number of scores in one row of [`Output::names`].
    pub fn name_width(&self) -> usize {
        self.names.columns()
    }

    /// What the words give to the first layer and to the tags, a row each: words of the same form share one.
    pub fn look_up(&self, inputs: &[Input], space: &mut Space) -> Words {
        let mut words = Words::default();
        let x = self.embed(inputs);
        if let Some(layer) = self.layers.first() {
            layer.gates(&x, &mut words.gates, space);
        }
        words.lexical.resize(inputs.len() * self.lexical.columns(), 0.0);
        self.lexical.product(&x, &mut words.lexical, self.lexical.columns(), false, &mut space.packing);
        words
    }

    /// Runs the network on a batch; `index` gives each of its rows, in the order of `layout`, its row of `words`.
    pub fn run(
        &self,
        words: &Words,
        index: &[usize],
        layout: &Layout,
        output: &mut Output,
        space: &mut Space,
    ) {
        let every: Vec<usize> = (0..layout.rows()).collect();
        for (l, layer) in self.layers.iter().enumerate() {
            if l == 0 {
                layer.run(&words.gates, index, layout, &mut output.states, space);
                continue;
            }
            layer.gates(&output.states, &mut output.gates, space);
            layer.run(&output.gates, &every, layout, &mut output.hidden, space);
            kernels::add(&mut output.states, &output.hidden);
        }
        let width = self.first.columns();
        output.first.resize(index.len() * width, 0.0);
        self.first.product(&output.states, &mut output.first, width, false, &mut space.packing);
        self.score_tags(words, index, output, space);
    }

    fn embed(&self, inputs: &[Input]) -> Vec<f32> {
        let width = self.norm.len();
        let mut x = vec![0.0; inputs.len() * width];
        let mut grams = Vec::new();
        for (input, row) in inputs.iter().zip(x.chunks_exact_mut(width)) {
            features::grams(&input.normal, &mut grams);
            for g in &grams {
                kernels::add(row, table_row(&self.grams, *g as usize, width));
            }
            let share = 1.0 / grams.len().max(1) as f32;
            row.iter_mut().for_each(|v| *v *= share);
            kernels::add(row, table_row(&self.words, input.word, width));
            kernels::add(row, table_row(&self.shapes, input.shape, width));
            self.normalise(row);
        }
        x
    }

    fn normalise(&self, row: &mut [f32]) {
        let n = row.len() as f32;
        let mean = row.iter().sum::<f32>() / n;
        let variance = row.iter().map(|v| (v - mean) * (v - mean)).sum::<f32>() / n;
        let scale = 1.0 / (variance + EPSILON).sqrt();
        for ((v, gain), bias) in row.iter_mut().zip(&self.norm).zip(&self.norm_bias) {
            *v = (*v - mean) * scale * gain + bias;
        }
    }

    /// Where the parts of a row of `first` begin: arc head, relation dependent, relation head, tags.
    fn parts(&self) -> [usize; 4] {
        let (arc, relation) = (self.arc_root.len(), self.relation_root.len());
        [arc, 2 * arc, 2 * arc + relation, 2 * arc + 2 * relation]
    }

    fn score_tags(&self, words: &Words, index: &[usize], output: &mut Output, space: &mut Space) {
        let [_, arcs, _, tags] = self.parts();
        let (width, lexical) = (self.first.columns(), self.lexical.columns());
        let names = width - self.names.inner();
        let (mut for_tags, mut for_names) = (Vec::new(), Vec::new());
        for (row, word) in output.first.chunks_exact_mut(width).zip(index) {
            kernels::add(&mut row[tags..], &words.lexical[word * lexical..(word + 1) * lexical]);
            kernels::relu(&mut row[..arcs]);
            kernels::relu(&mut row[tags..]);
            for_tags.extend_from_slice(&row[tags..names]);
            for_names.extend_from_slice(&row[names..]);
        }
        for (task, x, out) in
            [(&self.tags, &for_tags, &mut output.tags), (&self.names, &for_names, &mut output.names)]
        {
            out.resize(index.len() * task.columns(), 0.0);
            task.product(x, out, task.columns(), false, &mut space.packing);
        }
    }

    /// Scores of all arcs in one sentence: a row of `rows.len() + 1` a dependent, column 0 for the root.
    /// `rows` are the sentence's rows in the batch.
    pub fn arcs(&self, output: &Output, rows: &[usize], space: &mut Space) -> Vec<f32> {
        let (width, arc) = (self.first.columns(), self.arc_root.len());
        let mut dependents = Vec::with_capacity(rows.len() * arc);
        let mut heads = self.arc_root.clone();
        for row in rows.iter().map(|r| &output.first[r * width..]) {
            dependents.extend_from_slice(&row[..arc]);
            heads.extend_from_slice(&row[arc..2 * arc]);
        }
        let mut turned = vec![0.0; dependents.len()];
        self.bilinear.product(&dependents, &mut turned, arc, false, &mut space.packing);
        let n = rows.len() + 1;
        let mut scores = vec![0.0; rows.len() * n];
        Packed::new(&heads, arc, None).product(&turned, &mut scores, n, false, &mut space.packing);
        scores
    }

    /// Scores of the relation of each row of the batch to its head's row, `None` being the root.
    pub fn relations(&self, output: &Output, heads: &[Option<usize>], space: &mut Space) -> Vec<f32> {
        let (width, [_, dependent, head, end]) = (self.first.columns(), self.parts());
        let mut hidden = Vec::with_capacity(heads.len() * (head - dependent));
        for (row, h) in output.first.chunks_exact(width).zip(heads) {
            let above = h.map_or(&self.relation_root[..], |h| &output.first[h * width..][head..end]);
            hidden.extend(row[dependent..head].iter().zip(above).map(|(d, h)| (d + h).max(0.0)));
        }
        let mut scores = vec![0.0; heads.len() * self.relation.columns()];
        self.relation.product(&hidden, &mut scores, self.relation.columns(), false, &mut space.packing);
        scores
    }

    /// The number of scores in one row of [`relations`](Self::relations).
    pub fn relation_width(&self) -> usize {
        self.relation.columns()
    }
}

/// Row `i` of a table, or its first row where the table ends before.
fn table_row(table: &[f32], i: usize, width: usize) -> &[f32] {
    table.get(i * width..(i + 1) * width).unwrap_or(&table[..width])
}

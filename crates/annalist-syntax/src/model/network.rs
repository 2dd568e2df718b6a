//! The network: from words to scores for trees and tags. `training/syntax/model.py` is its twin.

use super::encoder::{self, Gates, Layer, Layout, Space};
use super::features::{self, BUCKETS};
use super::kernels;
use super::kernels::bytes::{MOST, Quantized};
use super::kernels::real::Packed;
use super::weights::{ModelError, Table, Weights};

/// Added to the variance in layer normalisation, PyTorch's default.
const EPSILON: f32 = 1e-5;

/// The trained weights, ready for use.
#[derive(Debug)]
pub struct Network<'a> {
    words: Table<'a>,
    grams: Table<'a>,
    shapes: Table<'a>,
    norm: Vec<f32>,
    norm_bias: Vec<f32>,
    layers: Vec<Layer>,
    /// All first layers of the heads, side by side: arc dependent, arc head, relation dependent, relation head,
    /// tags, names.
    first: Quantized,
    /// What the word itself adds to the last two of them.
    lexical: Quantized,
    bilinear: Packed,
    arc_root: Vec<f32>,
    relation_root: Vec<f32>,
    relation: Quantized,
    tags: Quantized,
    names: Quantized,
}

/// What each distinct form gives to the network, a row each.
#[derive(Default)]
pub struct Words {
    gates: Gates,
    lexical: Vec<f32>,
    /// The vectors themselves, quantized, a row a form.
    vectors: Vec<i8>,
    width: usize,
}

impl Words {
    /// The length of a word's vector.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The vector of a form: values between −4 and 4 times 31.
    pub fn row(&self, form: usize) -> &[i8] {
        &self.vectors[form * self.width..(form + 1) * self.width]
    }
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
    /// The mean state of the layers so far, as bytes, and what it is the mean of.
    states: Vec<u8>,
    hidden: Vec<u8>,
    sums: Vec<u16>,
    first: Vec<f32>,
    relations: Vec<f32>,
    /// Scores of all tags but names, task after task, a row a token.
    pub tags: Vec<f32>,
    /// Scores of the name tags, a row a token.
    pub names: Vec<f32>,
}

impl Output {
    /// The mean state of the layers, a row a token, in bytes: a value between −1 and 1 times 127, plus 128.
    pub fn states(&self) -> &[u8] {
        &self.states
    }
}

impl<'a> Network<'a> {
    /// Reads the weights.
    ///
    /// # Errors
    /// When a tensor is missing or does not fit the others.
    pub fn read(weights: &Weights<'a>) -> Result<Self, ModelError> {
        let words = weights.table("word")?;
        let embed = words.width();
        let layers = (0..)
            .map_while(|l| {
                weights.has(&format!("lstm.{l}.forward.step")).then(|| weights.layer(&format!("lstm.{l}")))
            })
            .collect::<Result<Vec<_>, _>>()?;
        let (bilinear, arc) = weights.get("bilinear")?;
        let network = Network {
            words,
            grams: weights.table("gram")?,
            shapes: weights.table("shape")?,
            norm: weights.sized("norm", embed)?,
            norm_bias: weights.sized("norm.bias", embed)?,
            layers,
            first: weights.quantized("first")?,
            lexical: weights.quantized("lexical")?,
            bilinear: Packed::new(&bilinear, arc, Some(&weights.sized("bilinear.bias", arc)?)),
            arc_root: weights.sized("arc_root", arc)?,
            relation_root: weights.get("relation_root")?.0,
            relation: weights.quantized("relation")?,
            tags: weights.quantized("tags")?,
            names: weights.quantized("names")?,
        };
        network.check()?;
        Ok(network)
    }

    /// Whether the parts fit each other, so that no sum below can go beyond a row.
    fn check(&self) -> Result<(), ModelError> {
        let embed = self.words.width();
        let hidden = self.layers.first().map_or(0, |l| l.hidden);
        let tags = self.parts()[3];
        let layers = self.layers.iter().enumerate().all(|(l, layer)| {
            layer.directions.iter().all(|d| {
                let before = if l == 0 { 0 } else { 2 * hidden };
                let looked_up = d.input.as_ref().map(|i| (i.inner(), i.columns()));
                (d.step.columns(), d.step.inner()) == (4 * hidden, before + hidden)
                    && looked_up == (l == 0).then_some((embed, 4 * hidden))
            })
        });
        for (name, fits) in [
            ("gram", self.grams.width() == embed && self.grams.rows() == BUCKETS),
            ("shape", self.shapes.width() == embed),
            ("lstm", layers && hidden > 0 && hidden.is_multiple_of(4)),
            ("first", self.first.inner() == 2 * hidden && self.first.columns() > tags),
            (
                "lexical",
                self.lexical.inner() == embed && self.lexical.columns() == self.first.columns() - tags,
            ),
            ("tags", self.tags.inner() + self.names.inner() == self.lexical.columns()),
            ("relation", self.relation.inner() == self.relation_root.len()),
        ] {
            if !fits {
                return Err(ModelError::Tensor(name.to_owned()));
            }
        }
        Ok(())
    }

    /// The length of a token's state.
    pub fn state_width(&self) -> usize {
        self.first.inner()
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
        let vectors = self.embed(inputs);
        words.width = self.norm.len();
        words.vectors = vectors.iter().map(|v| (v * 31.0).clamp(-127.0, 127.0) as i8).collect();
        space.rows.fit(&vectors, self.norm.len());
        if let Some(layer) = self.layers.first() {
            layer.gates(&space.rows, &mut words.gates);
        }
        self.lexical.product(&space.rows, &mut words.lexical);
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
        for (l, layer) in self.layers.iter().enumerate() {
            if l == 0 {
                let gates = encoder::Input::Gates { gates: &words.gates, index };
                layer.run(gates, layout, &mut output.states, space);
                output.sums.clear();
                output.sums.extend(output.states.iter().map(|s| u16::from(*s)));
            } else {
                layer.run(encoder::Input::States(&output.states), layout, &mut output.hidden, space);
                kernels::bytes::average(&mut output.sums, &output.hidden, l as u16 + 1, &mut output.states);
            }
        }
        let width = self.first.columns();
        output.first.resize(index.len() * width, 0.0);
        let scale = self.layers.len() as f32 / MOST;
        self.first.product_of(&output.states, scale, &mut output.first);
        self.score_tags(words, index, output, space);
    }

    fn embed(&self, inputs: &[Input]) -> Vec<f32> {
        let width = self.norm.len();
        let mut x = vec![0.0; inputs.len() * width];
        let mut grams = Vec::new();
        for (input, row) in inputs.iter().zip(x.chunks_exact_mut(width)) {
            features::grams(&input.normal, &mut grams);
            let share = 1.0 / grams.len().max(1) as f32;
            for g in &grams {
                self.grams.add(*g as usize, share, row);
            }
            self.words.add(input.word, 1.0, row);
            self.shapes.add(input.shape, 1.0, row);
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
        for (row, word) in output.first.chunks_exact_mut(width).zip(index) {
            kernels::add(&mut row[tags..], &words.lexical[word * lexical..(word + 1) * lexical]);
            kernels::relu(&mut row[..arcs]);
            kernels::relu(&mut row[tags..]);
        }
        let names = tags + self.tags.inner();
        space.rows.fit_part(&output.first, width, tags..names);
        self.tags.product(&space.rows, &mut output.tags);
        space.rows.fit_part(&output.first, width, names..width);
        self.names.product(&space.rows, &mut output.names);
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

    /// Scores of the relation of each row of the batch to its head's row, `None` being the root, in rows of
    /// [`relation_width`](Self::relation_width).
    pub fn relations<'o>(
        &self,
        output: &'o mut Output,
        heads: &[Option<usize>],
        space: &mut Space,
    ) -> &'o mut [f32] {
        let (width, [_, dependent, head, end]) = (self.first.columns(), self.parts());
        let hidden = &mut space.packing;
        hidden.clear();
        for (row, h) in output.first.chunks_exact(width).zip(heads) {
            let above = h.map_or(&self.relation_root[..], |h| &output.first[h * width..][head..end]);
            hidden.extend(row[dependent..head].iter().zip(above).map(|(d, h)| (d + h).max(0.0)));
        }
        space.rows.fit(hidden, head - dependent);
        self.relation.product(&space.rows, &mut output.relations);
        &mut output.relations
    }

    /// The number of scores in one row of [`relations`](Self::relations).
    pub fn relation_width(&self) -> usize {
        self.relation.columns()
    }
}

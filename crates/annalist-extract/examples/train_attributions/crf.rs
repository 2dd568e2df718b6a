//! Linear-chain conditional random fields (Lafferty, McCallum and Pereira 2001) over hashed features and a hidden layer,
//! trained by AdaGrad.

use crate::layer::Layer;
use annalist_extract::attributions::chain::{BITS, Features};
use std::ops::Range;

/// The states of the parser's network for all tokens of all reports.
#[derive(Default)]
pub struct States {
    values: Vec<i8>,
    /// Length of a state.
    pub width: usize,
}

impl States {
    /// Adds a report's states and returns the number of its first token.
    pub fn add(&mut self, states: &[i8], tokens: usize) -> u32 {
        self.width = self.width.max(states.len() / tokens.max(1));
        let first = self.values.len() / self.width.max(1);
        self.values.extend(states);
        first as u32
    }

    /// The state of a token.
    pub fn of(&self, token: u32) -> &[i8] {
        &self.values[token as usize * self.width..][..self.width]
    }
}

/// What the hidden layer looks at: a token, another one, and a category.
#[derive(Clone, Copy)]
pub struct Seen {
    /// The token itself, a number in [`States`].
    pub own: u32,
    /// The other token.
    pub other: u32,
    /// The category of the pair.
    pub category: u32,
}

/// Labelled sequences of tokens with hashed features.
#[derive(Default)]
pub struct Examples {
    features: Vec<u32>,
    starts: Vec<usize>,
    seen: Vec<Seen>,
    labels: Vec<u8>,
    ends: Vec<usize>,
}

impl Examples {
    /// Adds a token to the sequence begun.
    pub fn add(&mut self, features: &Features, seen: Seen, label: u8) {
        self.starts.push(self.features.len());
        self.features.extend(&features.0);
        self.seen.push(seen);
        self.labels.push(label);
    }

    /// Ends the sequence begun, if any.
    pub fn end(&mut self) {
        if self.ends.last().copied().unwrap_or(0) < self.labels.len() {
            self.ends.push(self.labels.len());
        }
    }

    /// The number of tokens.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    fn features(&self, t: usize) -> &[u32] {
        &self.features[self.starts[t]..self.starts.get(t + 1).copied().unwrap_or(self.features.len())]
    }

    fn sequence(&self, s: usize) -> Range<usize> {
        let start = if s == 0 { 0 } else { self.ends[s - 1] };
        start..self.ends[s]
    }

    /// Leaves out features seen fewer than `least` times.
    fn prune(&mut self, least: u32) {
        let mut seen = vec![0u32; 1 << BITS];
        self.features.iter().for_each(|&f| seen[f as usize] += 1);
        let (mut features, mut starts) = (Vec::new(), Vec::new());
        for t in 0..self.len() {
            starts.push(features.len());
            features.extend(self.features(t).iter().filter(|&&f| seen[f as usize] >= least));
        }
        (self.features, self.starts) = (features, starts);
    }
}

/// How to train.
#[derive(Clone)]
pub struct Settings {
    /// Passes over the examples.
    pub epochs: usize,
    /// The rate of the first epoch.
    pub rate: f32,
    /// How strongly weights are drawn to zero.
    pub decay: f32,
    /// Features seen fewer times are left out.
    pub least: u32,
    /// Weights are cut to plus or minus this.
    pub largest: f32,
    /// Rows with all weights smaller are left out.
    pub smallest: f32,
    /// Units of the hidden layer.
    pub units: usize,
    /// Rate of the hidden layer.
    pub unit_rate: f32,
}

/// What does not change while a model is trained.
pub struct Task<'a> {
    /// Number of labels.
    pub labels: usize,
    /// Number of categories of the hidden layer.
    pub categories: usize,
    /// Pairs of labels that never follow each other (row `labels` is the start).
    pub forbidden: Vec<(usize, usize)>,
    /// States of all tokens.
    pub states: &'a States,
    /// How to train.
    pub settings: Settings,
}

/// Trained weights.
pub struct Trained {
    /// A row of `labels` for each feature.
    pub weights: Vec<f32>,
    /// `labels + 1` rows of `labels`: transitions from each label, last from the start.
    pub transitions: Vec<f32>,
    /// The hidden layer.
    pub layer: Layer,
}

/// Trains on `examples`, calling `each` with what is learnt after every epoch.
pub fn train(examples: &mut Examples, task: &Task, mut each: impl FnMut(usize, &Trained)) -> Trained {
    let settings = &task.settings;
    examples.prune(settings.least);
    let mut trainer = Trainer::new(task);
    let mut order: Vec<usize> = (0..examples.ends.len()).collect();
    let mut seed = 12_345;
    for epoch in 0..settings.epochs {
        shuffle(&mut order, &mut seed);
        let slower = 1.0 - 0.8 * epoch as f32 / settings.epochs as f32;
        order.iter().for_each(|&s| trainer.learn(examples, examples.sequence(s), slower));
        if epoch + 1 < settings.epochs {
            each(epoch, &trainer.finish());
        }
    }
    let trained = trainer.finish();
    each(settings.epochs - 1, &trained);
    trained
}

fn shuffle(order: &mut [usize], seed: &mut u64) {
    for i in (1..order.len()).rev() {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(i, (*seed >> 33) as usize % (i + 1));
    }
}

struct Trainer<'a> {
    task: &'a Task<'a>,
    labels: usize,
    weights: Vec<f32>,
    squares: Vec<f32>,
    transitions: Vec<f32>,
    transition_squares: Vec<f32>,
    layer: Layer,
}

/// What forward and backward passes give for one sequence.
struct Passes {
    scores: Vec<f32>,
    forward: Vec<f32>,
    backward: Vec<f32>,
    total: f32,
}

impl<'a> Trainer<'a> {
    fn new(task: &'a Task<'a>) -> Self {
        let labels = task.labels;
        let mut transitions = vec![0.0; labels * (labels + 1)];
        task.forbidden.iter().for_each(|&(from, to)| transitions[from * labels + to] = f32::NEG_INFINITY);
        Trainer {
            task,
            layer: Layer::new(task.settings.units, task.states.width, task.categories, labels),
            labels,
            weights: vec![0.0; labels << BITS],
            squares: vec![1e-2; labels << BITS],
            transition_squares: vec![1e-2; transitions.len()],
            transitions,
        }
    }

    /// One step on one sequence.
    fn learn(&mut self, examples: &Examples, tokens: Range<usize>, slower: f32) {
        let (rate, decay) = (self.task.settings.rate * slower, self.task.settings.decay);
        let hidden = self.layer.forward(&examples.seen[tokens.clone()], self.task.states);
        let passes = self.passes(examples, tokens.clone(), &hidden);
        let l = self.labels;
        let mut slopes = vec![0f32; self.transitions.len()];
        let mut last = l;
        for (k, t) in tokens.enumerate() {
            let gold = usize::from(examples.labels[t]);
            let slope = |y: usize| {
                let p = (passes.forward[k * l + y] + passes.backward[k * l + y] - passes.total).exp();
                p - if y == gold { 1.0 } else { 0.0 }
            };
            let row: Vec<f32> = (0..l).map(slope).collect();
            if k == 0 {
                row.iter().enumerate().for_each(|(y, s)| slopes[l * l + y] += s);
            } else {
                self.add_pairs(&passes, k, &mut slopes);
                slopes[last * l + gold] -= 1.0;
            }
            if row.iter().any(|s| s.abs() > 1e-3) {
                self.step(examples.features(t), &row, rate, decay);
                self.layer.back(&hidden, k, examples.seen[t], self.task.states, &row);
            }
            last = gold;
        }
        self.step_transitions(&slopes, rate);
        self.layer.step(self.task.settings.unit_rate * slower);
    }

    fn add_pairs(&self, passes: &Passes, k: usize, slopes: &mut [f32]) {
        let l = self.labels;
        for p in 0..l {
            for y in 0..l {
                let path =
                    passes.forward[(k - 1) * l + p] + self.transitions[p * l + y] + passes.scores[k * l + y];
                slopes[p * l + y] += (path + passes.backward[k * l + y] - passes.total).exp();
            }
        }
    }

    fn step(&mut self, features: &[u32], slopes: &[f32], rate: f32, decay: f32) {
        for &f in features {
            let row = f as usize * self.labels;
            for (y, slope) in slopes.iter().enumerate() {
                let s = slope + decay * self.weights[row + y];
                self.squares[row + y] += s * s;
                self.weights[row + y] -= rate * s / self.squares[row + y].sqrt();
            }
        }
    }

    fn step_transitions(&mut self, slopes: &[f32], rate: f32) {
        for (i, &s) in slopes.iter().enumerate() {
            if self.transitions[i].is_finite() && s != 0.0 {
                self.transition_squares[i] += s * s;
                self.transitions[i] -= rate * s / self.transition_squares[i].sqrt();
            }
        }
    }

    fn passes(&self, examples: &Examples, tokens: Range<usize>, hidden: &[f32]) -> Passes {
        let (l, n) = (self.labels, tokens.len());
        let mut scores = self.layer.scores(hidden);
        for (row, t) in scores.chunks_mut(l).zip(tokens) {
            for &f in examples.features(t) {
                row.iter_mut().zip(&self.weights[f as usize * l..][..l]).for_each(|(s, w)| *s += w);
            }
        }
        let at = |from: usize, to: usize| self.transitions[from * l + to];
        let (mut forward, mut backward) = (scores.clone(), vec![0f32; n * l]);
        forward.iter_mut().take(l).enumerate().for_each(|(y, score)| *score += at(l, y));
        for k in 1..n {
            for y in 0..l {
                forward[k * l + y] += log_sum((0..l).map(|p| forward[(k - 1) * l + p] + at(p, y)));
            }
        }
        for k in (0..n.saturating_sub(1)).rev() {
            for y in 0..l {
                backward[k * l + y] =
                    log_sum((0..l).map(|q| at(y, q) + scores[(k + 1) * l + q] + backward[(k + 1) * l + q]));
            }
        }
        let total = log_sum(forward[(n - 1) * l..].iter().copied());
        Passes { scores, forward, backward, total }
    }

    fn finish(&self) -> Trained {
        let Settings { largest, smallest, .. } = self.task.settings;
        let mut weights = self.weights.clone();
        for row in weights.chunks_mut(self.labels) {
            row.iter_mut().for_each(|w| *w = w.clamp(-largest, largest));
            if row.iter().all(|w| w.abs() < smallest) {
                row.fill(0.0);
            }
        }
        Trained { weights, transitions: self.transitions.clone(), layer: self.layer.clone() }
    }
}

fn log_sum(values: impl Iterator<Item = f32> + Clone) -> f32 {
    let largest = values.clone().fold(f32::NEG_INFINITY, f32::max);
    if largest == f32::NEG_INFINITY {
        return largest;
    }
    largest + values.map(|v| (v - largest).exp()).sum::<f32>().ln()
}

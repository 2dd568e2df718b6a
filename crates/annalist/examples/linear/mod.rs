//! How the linear models are trained: AdaGrad over shuffled rows, with a fixed seed.

use annalist::extract::linear::Weights;

/// How a model is trained.
#[derive(Clone, Copy)]
pub struct Settings {
    /// Times that every row is seen.
    pub epochs: usize,
    /// The rate of hashed features.
    pub rate: f32,
    /// Their decay towards zero.
    pub decay: f32,
    /// The rate of the states.
    pub state_rate: f32,
    /// Their decay.
    pub state_decay: f32,
}

/// Features, values of the states, and how far each label is off.
pub type Off<'r> = (&'r [u32], &'r [f32], Vec<f32>);

/// AdaGrad over shuffled rows; `errors` says how far each label of a row is off. The mean of the weights after each of
/// the later half of the epochs.
pub fn descend<'r>(
    settings: Settings,
    rows: usize,
    columns: usize,
    states: usize,
    count: usize,
    errors: impl Fn(usize, &Weights, &Weights) -> Vec<Off<'r>>,
) -> (Weights, Weights) {
    let Settings { epochs, rate, decay, state_rate, state_decay } = settings;
    let width = states;
    let zero = || (Weights::zero(rows, columns), Weights::zero(width.max(1), columns));
    let (mut weights, mut states) = zero();
    let (mut squares, mut state_squares) = zero();
    let mut mean = zero();
    let mut order: Vec<usize> = (0..count).collect();
    let mut seed = 0x9E37_79B9_7F4A_7C15u64;
    let climb = |row: &mut [f32], square: &mut [f32], off: &[f32], value: f32, rate: f32, decay: f32| {
        for ((w, s), e) in row.iter_mut().zip(square).zip(off) {
            let g = e * value - decay * *w;
            *s += g * g;
            *w += rate * g / (s.sqrt() + 1e-3);
        }
    };
    for epoch in 0..epochs {
        shuffle(&mut order, &mut seed);
        for i in &order {
            for (features, values, off) in errors(*i, &weights, &states) {
                for f in features {
                    climb(weights.row_mut(*f), squares.row_mut(*f), &off, 1.0, rate, decay);
                }
                for (d, value) in values.iter().enumerate() {
                    let d = d as u32;
                    climb(states.row_mut(d), state_squares.row_mut(d), &off, *value, state_rate, state_decay);
                }
            }
        }
        if epoch >= epochs / 2 {
            let n = (epochs - epochs / 2) as f32;
            for (mean, now) in [(&mut mean.0, &mut weights), (&mut mean.1, &mut states)] {
                for (m, w) in mean.values_mut().iter_mut().zip(now.values_mut().iter()) {
                    *m += w / n;
                }
            }
        }
    }
    mean
}

fn shuffle(order: &mut [usize], seed: &mut u64) {
    for i in (1..order.len()).rev() {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(i, (*seed >> 33) as usize % (i + 1));
    }
}

/// The fold of row `i`, by a scramble of its position, so that neighbours do not stand together.
pub fn fold_of(i: usize, folds: usize) -> usize {
    (i.wrapping_mul(2_654_435_761) >> 7) % folds
}

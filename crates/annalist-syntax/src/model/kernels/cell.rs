//! What an LSTM does with its gates, compiled for 512-bit vectors, for AVX2 with FMA, and plain.

use super::bytes::{MOST, byte};
use super::multiply_add;
#[cfg(target_arch = "x86_64")]
use super::{has_fma, has_wide};

/// One LSTM step of one sentence. `gates` are the four gates (input, forget, cell, output; each as wide as `cell`),
/// to which those of `input` are added where it is not empty. Updates `cell` and writes the new state as bytes:
/// its values times 127, plus 128.
pub fn lstm_cell(gates: &[f32], input: &[f32], cell: &mut [f32], state: &mut [u8]) {
    #[cfg(target_arch = "x86_64")]
    {
        if has_wide() {
            // SAFETY: the processor has AVX-512.
            return unsafe { lstm_cell_wide(gates, input, cell, state) };
        }
        if has_fma() {
            // SAFETY: the processor has AVX2 and FMA.
            return unsafe { lstm_cell_fma(gates, input, cell, state) };
        }
    }
    lstm_cell_any::<{ cfg!(target_arch = "aarch64") }>(gates, input, cell, state);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma,avx512f,avx512bw,avx512vl")]
fn lstm_cell_wide(gates: &[f32], input: &[f32], cell: &mut [f32], state: &mut [u8]) {
    lstm_cell_any::<true>(gates, input, cell, state);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn lstm_cell_fma(gates: &[f32], input: &[f32], cell: &mut [f32], state: &mut [u8]) {
    lstm_cell_any::<true>(gates, input, cell, state);
}

#[inline(always)]
fn lstm_cell_any<const FMA: bool>(gates: &[f32], input: &[f32], cell: &mut [f32], state: &mut [u8]) {
    if input.is_empty() {
        lstm_row::<FMA>(quarters(gates, cell.len()), |_, _| 0.0, cell, state);
    } else {
        let more = quarters(input, cell.len());
        lstm_row::<FMA>(quarters(gates, cell.len()), |gate, j| more[gate][j], cell, state);
    }
}

#[inline(always)]
fn quarters(gates: &[f32], hidden: usize) -> [&[f32]; 4] {
    std::array::from_fn(|gate| &gates[gate * hidden..][..hidden])
}

#[inline(always)]
fn lstm_row<const FMA: bool>(
    gates: [&[f32]; 4],
    more: impl Fn(usize, usize) -> f32,
    cell: &mut [f32],
    state: &mut [u8],
) {
    let (hidden, state) = (cell.len(), &mut state[..cell.len()]);
    let gates = gates.map(|g| &g[..hidden]);
    for j in 0..hidden {
        let [input, forget, new, output] = std::array::from_fn(|gate| gates[gate][j] + more(gate, j));
        let kept = sigmoid::<FMA>(forget) * cell[j];
        cell[j] = multiply_add::<FMA>(sigmoid::<FMA>(input), tanh::<FMA>(new), kept);
        state[j] = byte(sigmoid::<FMA>(output) * tanh::<FMA>(cell[j]) * MOST);
    }
}

#[inline(always)]
fn sigmoid<const FMA: bool>(x: f32) -> f32 {
    multiply_add::<FMA>(0.5, tanh::<FMA>(0.5 * x), 0.5)
}

/// The hyperbolic tangent within 5·10⁻⁶: the quotient of two polynomials in x², fitted for the least greatest error up
/// to the bound (Lawson's iteration); beyond it, the value there.
#[inline(always)]
fn tanh<const FMA: bool>(x: f32) -> f32 {
    const BOUND: f32 = 6.5;
    const ABOVE: [f32; 4] = [4.211_757e-6, 2.334_664_8e-3, 1.236_587_5e-1, 9.999_975_3e-1];
    const BELOW: [f32; 4] = [1.487_096_2e-4, 2.133_852e-2, 4.569_831_7e-1, 1.0];
    let x = x.clamp(-BOUND, BOUND);
    let polynomial = |terms: [f32; 4]| {
        terms[1..].iter().fold(terms[0], |sum, term| multiply_add::<FMA>(sum, x * x, *term))
    };
    x * polynomial(ABOVE) / polynomial(BELOW)
}

#[cfg(test)]
mod tests {
    use super::super::pseudo;
    use super::*;

    #[test]
    fn activations_agree_with_the_standard_library() {
        for i in -4000..4000 {
            let x = i as f32 * 0.005;
            for value in [tanh::<false>(x), tanh::<true>(x)] {
                assert!((value - x.tanh()).abs() < 5e-6 && value.abs() <= 1.0, "tanh {x}: {value}");
            }
            assert!((sigmoid::<true>(x) - 1.0 / (1.0 + (-x).exp())).abs() < 5e-6, "sigmoid {x}");
        }
    }

    #[test]
    fn a_step_follows_the_definition() {
        let hidden = 37;
        let (gates, input) = (pseudo(4 * hidden, 1), pseudo(4 * hidden, 2));
        let (mut cell, mut state) = (pseudo(hidden, 3), vec![0; hidden]);
        let before = cell.clone();
        lstm_cell(&gates, &input, &mut cell, &mut state);
        let logistic = |x: f32| 1.0 / (1.0 + (-x).exp());
        for j in 0..hidden {
            let gate = |g: usize| gates[g * hidden + j] + input[g * hidden + j];
            let expected = logistic(gate(1)) * before[j] + logistic(gate(0)) * gate(2).tanh();
            assert!((cell[j] - expected).abs() < 1e-5);
            let output = logistic(gate(3)) * expected.tanh();
            assert!((f32::from(state[j]) - 128.0 - output * 127.0).abs() < 0.51);
        }
        let (mut other, mut same) = (before, vec![0; hidden]);
        let both: Vec<f32> = gates.iter().zip(&input).map(|(a, b)| a + b).collect();
        lstm_cell(&both, &[], &mut other, &mut same);
        assert_eq!((other, same), (cell, state));
    }
}

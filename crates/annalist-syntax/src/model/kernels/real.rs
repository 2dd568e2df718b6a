//! Products of matrices of single precision, compiled for 512-bit vectors, for AVX2 with FMA, and plain.

use super::multiply_add;
#[cfg(target_arch = "x86_64")]
use super::{has_fma, has_wide};

/// Columns of one panel of a packed matrix.
const PANEL: usize = 16;
/// Rows of one block of the left operand.
const BLOCK: usize = 6;

/// A matrix `inner × columns` packed into panels of sixteen columns, with the bias added to every product.
#[derive(Clone, Debug, Default)]
pub struct Packed {
    inner: usize,
    columns: usize,
    panels: Vec<[f32; PANEL]>,
    bias: Vec<[f32; PANEL]>,
}

impl Packed {
    /// Packs `rows`, the transposed matrix: `columns` rows of `inner` values each, as PyTorch stores it.
    pub fn new(rows: &[f32], inner: usize, bias: Option<&[f32]>) -> Self {
        let columns = rows.len() / inner;
        let count = columns.div_ceil(PANEL);
        let mut packed = Packed {
            inner,
            columns,
            panels: vec![[0.0; PANEL]; count * inner],
            bias: vec![[0.0; PANEL]; count],
        };
        for (c, row) in rows.chunks_exact(inner).enumerate() {
            for (k, value) in row.iter().enumerate() {
                packed.panels[c / PANEL * inner + k][c % PANEL] = *value;
            }
            if let Some(bias) = bias {
                packed.bias[c / PANEL][c % PANEL] = bias[c];
            }
        }
        packed
    }

    /// The width of the left operand's rows.
    pub fn inner(&self) -> usize {
        self.inner
    }

    /// The width of a product's rows.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Writes `x · self + bias` to `out`, or adds it to what `out` holds. `x` has rows of `inner` values,
    /// `out` rows of `stride` values, of which the first [`columns`](Self::columns) are written.
    pub fn product(&self, x: &[f32], out: &mut [f32], stride: usize, add: bool, space: &mut Vec<f32>) {
        debug_assert!(x.len().is_multiple_of(self.inner) && stride >= self.columns);
        pack_rows(x, self.inner, space);
        #[cfg(target_arch = "x86_64")]
        {
            if has_wide() {
                // SAFETY: the processor has AVX-512.
                return unsafe { product_wide(self, space, x.len() / self.inner, out, stride, add) };
            }
            if has_fma() {
                // SAFETY: the processor has AVX2 and FMA.
                return unsafe { product_fma(self, space, x.len() / self.inner, out, stride, add) };
            }
        }
        product_any::<{ cfg!(target_arch = "aarch64") }>(self, space, x.len() / self.inner, out, stride, add);
    }
}

/// Lays out blocks of up to six rows so that their values at one inner index stand side by side.
fn pack_rows(x: &[f32], inner: usize, space: &mut Vec<f32>) {
    space.clear();
    for block in x.chunks(BLOCK * inner) {
        let rows = block.len() / inner;
        for k in 0..inner {
            space.extend((0..rows).map(|r| block[r * inner + k]));
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma,avx512f")]
fn product_wide(m: &Packed, x: &[f32], rows: usize, out: &mut [f32], stride: usize, add: bool) {
    product_any::<true>(m, x, rows, out, stride, add);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn product_fma(m: &Packed, x: &[f32], rows: usize, out: &mut [f32], stride: usize, add: bool) {
    product_any::<true>(m, x, rows, out, stride, add);
}

#[inline(always)]
fn product_any<const FMA: bool>(
    m: &Packed,
    x: &[f32],
    rows: usize,
    out: &mut [f32],
    stride: usize,
    add: bool,
) {
    for (p, bias) in m.bias.iter().enumerate() {
        let panel = &m.panels[p * m.inner..(p + 1) * m.inner];
        let width = PANEL.min(m.columns - p * PANEL);
        for first in (0..rows).step_by(BLOCK) {
            let n = BLOCK.min(rows - first);
            let block = &x[first * m.inner..(first + n) * m.inner];
            let place = Place { out: &mut out[first * stride + p * PANEL..], stride, width, add };
            match n {
                6 => block_product::<6, FMA>(panel, block, bias, place),
                5 => block_product::<5, FMA>(panel, block, bias, place),
                4 => block_product::<4, FMA>(panel, block, bias, place),
                3 => block_product::<3, FMA>(panel, block, bias, place),
                2 => block_product::<2, FMA>(panel, block, bias, place),
                _ => block_product::<1, FMA>(panel, block, bias, place),
            }
        }
    }
}

/// Where a block of results goes.
struct Place<'a> {
    out: &'a mut [f32],
    stride: usize,
    width: usize,
    add: bool,
}

#[inline(always)]
fn block_product<const R: usize, const FMA: bool>(
    panel: &[[f32; PANEL]],
    block: &[f32],
    bias: &[f32; PANEL],
    place: Place,
) {
    let mut sums = [*bias; R];
    for (w, x) in panel.iter().zip(block.as_chunks::<R>().0) {
        for r in 0..R {
            for c in 0..PANEL {
                sums[r][c] = multiply_add::<FMA>(x[r], w[c], sums[r][c]);
            }
        }
    }
    for (r, sum) in sums.iter().enumerate() {
        let row = &mut place.out[r * place.stride..][..place.width];
        if place.add {
            row.iter_mut().zip(sum).for_each(|(o, s)| *o += s);
        } else {
            row.copy_from_slice(&sum[..place.width]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::pseudo;
    use super::*;

    #[test]
    fn products_agree_with_the_definition_for_all_shapes() {
        for (rows, inner, columns) in [(1, 3, 1), (5, 16, 17), (13, 33, 40), (6, 8, 16), (31, 20, 64)] {
            let (x, w, b) = (pseudo(rows * inner, 1), pseudo(columns * inner, 2), pseudo(columns, 3));
            let m = Packed::new(&w, inner, Some(&b));
            let stride = columns + 2;
            let mut out = vec![0.5; rows * stride];
            m.product(&x, &mut out, stride, true, &mut Vec::new());
            for r in 0..rows {
                for c in 0..columns {
                    let sum: f32 = (0..inner).map(|k| x[r * inner + k] * w[c * inner + k]).sum();
                    assert!((out[r * stride + c] - sum - b[c] - 0.5).abs() < 1e-4);
                }
                assert_eq!(out[r * stride + columns], 0.5);
            }
        }
    }

    #[test]
    fn rows_do_not_depend_on_their_batch() {
        let (x, w) = (pseudo(11 * 40, 5), pseudo(48 * 40, 6));
        let m = Packed::new(&w, 40, None);
        let mut whole = vec![0.0; 11 * 48];
        m.product(&x, &mut whole, 48, false, &mut Vec::new());
        for (row, expected) in x.chunks(40).zip(whole.chunks(48)) {
            let mut one = vec![0.0; 48];
            m.product(row, &mut one, 48, false, &mut Vec::new());
            assert_eq!(one, expected);
        }
    }
}

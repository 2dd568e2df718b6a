//! Products of matrices of signed bytes, exact in 32 bits.
//!
//! The left operand's bytes are stored plus 128, since the processor's dot products take unsigned by signed bytes;
//! the surplus, 128 times a column's sum, is taken off at the end.

use super::vectorized;
use std::ops::Range;

/// Columns of one panel.
const PANEL: usize = 16;
/// Inner values that one dot product takes.
const QUAD: usize = 4;
/// Rows of one block of the left operand.
const BLOCK: usize = 8;
/// What zero is stored as in the left operand.
pub const ZERO: u8 = 128;
/// The greatest magnitude of a byte.
pub const MOST: f32 = 127.0;

/// Four inner values of sixteen columns.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))]
struct Quads([i8; PANEL * QUAD]);

/// A matrix `inner × columns` of bytes with a factor and a bias a column.
#[derive(Clone, Debug, Default)]
pub struct Quantized {
    inner: usize,
    columns: usize,
    /// Panels of sixteen columns in pairs, each the column's quads one after the other.
    panels: Vec<Quads>,
    scales: Vec<[f32; PANEL]>,
    bias: Vec<[f32; PANEL]>,
    surplus: Vec<[i32; PANEL]>,
}

/// The left operand of products: rows of bytes, each padded to full quads, with a factor a row.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// The values plus [`ZERO`].
    pub bytes: Vec<u8>,
    /// What a byte of each row is worth.
    pub scales: Vec<f32>,
}

/// The bytes that a row of `inner` values takes up.
pub fn padded(inner: usize) -> usize {
    inner.next_multiple_of(QUAD)
}

impl Rows {
    /// Sets the rows to those of `x`, `inner` values each, by factors that fit each row's greatest magnitude.
    pub fn fit(&mut self, x: &[f32], inner: usize) {
        self.fit_part(x, inner, 0..inner);
    }

    /// As [`fit`](Self::fit), for the columns `part` of rows of `width` values.
    pub fn fit_part(&mut self, x: &[f32], width: usize, part: Range<usize>) {
        let inner = part.len();
        self.bytes.clear();
        self.scales.clear();
        for row in x.chunks_exact(width) {
            let start = self.bytes.len();
            self.bytes.resize(start + padded(inner), ZERO);
            self.scales.push(rounded(&row[part.clone()], &mut self.bytes[start..]));
        }
    }
}

/// The nearest whole number to a value within ±127, plus [`ZERO`]; halves go to the even neighbour.
#[inline(always)]
pub fn byte(value: f32) -> u8 {
    // Added to this, a float's low bits are the number: no conversion that must mind overflow.
    const MAGIC: f32 = 12_582_912.0;
    ((value + MAGIC).to_bits().wrapping_sub(MAGIC.to_bits()).wrapping_add(u32::from(ZERO))) as u8
}

vectorized! {
    /// Writes `row` as bytes whose greatest magnitude is [`MOST`], and returns what one is worth.
    pub fn rounded(row: &[f32], bytes: &mut [u8]) -> f32 {
        let (lanes, rest) = row.as_chunks::<16>();
        let mut most = [1e-8f32; 16];
        for chunk in lanes {
            most.iter_mut().zip(chunk).for_each(|(m, v)| *m = m.max(v.abs()));
        }
        let most = most.iter().chain(rest).fold(0.0f32, |m, v| m.max(v.abs()));
        let factor = MOST / most;
        bytes.iter_mut().zip(row).for_each(|(b, v)| *b = byte(v * factor));
        most / MOST
    }
}

vectorized! {
    /// Adds `bytes` to `sums`, which are then those of `count` rows, and writes their mean, halves rounded up.
    pub fn average(sums: &mut [u16], bytes: &[u8], count: u16, mean: &mut [u8]) {
        // A sum of up to 255 · count times this, shifted back, is the quotient: exact for counts to 16, as a test shows.
        let share = (1u32 << 20).div_ceil(u32::from(count));
        for ((sum, byte), mean) in sums.iter_mut().zip(bytes).zip(mean) {
            *sum += u16::from(*byte);
            *mean = ((u32::from(*sum + count / 2) * share) >> 20) as u8;
        }
    }
}

impl Quantized {
    /// Packs `rows`, the transposed matrix: `columns` rows of `inner` bytes, a factor and a bias each.
    pub fn new(rows: &[i8], inner: usize, scales: &[f32], bias: Option<&[f32]>) -> Self {
        let columns = rows.len() / inner;
        let (pairs, quads) = (columns.div_ceil(2 * PANEL), inner.div_ceil(QUAD));
        let mut packed = Quantized {
            inner,
            columns,
            panels: vec![Quads([0; PANEL * QUAD]); pairs * 2 * quads],
            scales: vec![[0.0; PANEL]; pairs * 2],
            bias: vec![[0.0; PANEL]; pairs * 2],
            surplus: vec![[0; PANEL]; pairs * 2],
        };
        for (c, row) in rows.chunks_exact(inner).enumerate() {
            let (panel, column) = (c / PANEL, c % PANEL);
            for (quad, values) in row.chunks(QUAD).enumerate() {
                let at = column * QUAD;
                packed.panels[panel * quads + quad].0[at..at + values.len()].copy_from_slice(values);
            }
            packed.scales[panel][column] = scales[c];
            packed.bias[panel][column] = bias.map_or(0.0, |b| b[c]);
            packed.surplus[panel][column] = i32::from(ZERO) * row.iter().map(|v| i32::from(*v)).sum::<i32>();
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

    /// Writes `x · self + bias` to `out`, a row of [`columns`](Self::columns) values for each row of `x`.
    pub fn product(&self, x: &Rows, out: &mut Vec<f32>) {
        out.resize(x.scales.len() * self.columns, 0.0);
        self.multiply(Left { bytes: &x.bytes, scales: Scales::Row(&x.scales) }, out);
    }

    /// As [`product`](Self::product), for rows of padded bytes that share one factor.
    pub fn product_of(&self, bytes: &[u8], scale: f32, out: &mut [f32]) {
        self.multiply(Left { bytes, scales: Scales::All(scale) }, out);
    }

    fn multiply(&self, x: Left, out: &mut [f32]) {
        assert_eq!(x.bytes.len() / padded(self.inner) * self.columns, out.len());
        #[cfg(target_arch = "x86_64")]
        {
            if super::has_wide() && std::arch::is_x86_feature_detected!("avx512vnni") {
                // SAFETY: the processor has AVX-512 with VNNI.
                return unsafe { vnni::multiply(self, x, out) };
            }
            if super::has_fma() {
                // SAFETY: the processor has AVX2.
                return unsafe { avx2::multiply(self, x, out) };
            }
        }
        multiply_any(self, x, out);
    }

    fn quads(&self) -> usize {
        self.inner.div_ceil(QUAD)
    }

    /// The columns of a panel in row `r` of `out`: fewer than sixteen at the right edge, none beyond it.
    #[inline(always)]
    fn place<'o>(&self, panel: usize, r: usize, out: &'o mut [f32]) -> &'o mut [f32] {
        let end = self.columns.min((panel + 1) * PANEL);
        &mut out[r * self.columns..][end.min(panel * PANEL)..end]
    }

    /// Writes the sums of row `r` in one panel.
    #[inline(always)]
    fn write(&self, sums: &[i32; PANEL], panel: usize, r: usize, x: &Left, out: &mut [f32]) {
        let (scales, bias, surplus) = (&self.scales[panel], &self.bias[panel], &self.surplus[panel]);
        let scale = x.scale(r);
        let values: [f32; PANEL] =
            std::array::from_fn(|c| (sums[c] - surplus[c]) as f32 * (scales[c] * scale) + bias[c]);
        let place = self.place(panel, r, out);
        place.copy_from_slice(&values[..place.len()]);
    }
}

/// The left operand as it is multiplied.
#[derive(Clone, Copy)]
struct Left<'a> {
    bytes: &'a [u8],
    scales: Scales<'a>,
}

impl Left<'_> {
    #[inline(always)]
    fn scale(&self, r: usize) -> f32 {
        match self.scales {
            Scales::All(scale) => scale,
            Scales::Row(scales) => scales[r],
        }
    }
}

/// What a byte is worth.
#[derive(Clone, Copy)]
enum Scales<'a> {
    All(f32),
    Row(&'a [f32]),
}

/// Calls `block::<R>` for blocks of up to `$most` rows of `$x`.
macro_rules! in_blocks {
    ($m:expr, $x:expr, $panel:expr, $out:expr, $most:literal: $($n:literal)*) => {
        let rows = $x.bytes.len() / padded($m.inner);
        for first in (0..rows).step_by($most) {
            match $most.min(rows - first) {
                $($n => block::<$n>($m, &$x, $panel, first, $out),)*
                _ => unreachable!("a block has at least one row"),
            }
        }
    };
}

/// Sixteen columns at a time, in plain code.
fn multiply_any(m: &Quantized, x: Left, out: &mut [f32]) {
    let (quads, width) = (m.quads(), padded(m.inner));
    for panel in 0..m.scales.len() {
        let weights = &m.panels[panel * quads..(panel + 1) * quads];
        for (r, row) in x.bytes.chunks_exact(width).enumerate() {
            let mut sums = [0i32; PANEL];
            for (w, x) in weights.iter().zip(row.as_chunks::<QUAD>().0) {
                for (sum, w) in sums.iter_mut().zip(w.0.as_chunks::<QUAD>().0) {
                    *sum += (0..QUAD).map(|k| i32::from(x[k]) * i32::from(w[k])).sum::<i32>();
                }
            }
            m.write(&sums, panel, r, &x, out);
        }
    }
}

/// AVX-512 with VNNI: one instruction multiplies four values of sixteen columns.
#[cfg(target_arch = "x86_64")]
mod vnni {
    use super::{BLOCK, Left, PANEL, QUAD, Quads, Quantized, padded};
    use std::arch::x86_64::{
        __m512, __m512i, _mm512_add_ps, _mm512_cvtepi32_ps, _mm512_dpbusd_epi32, _mm512_loadu_ps,
        _mm512_loadu_si512, _mm512_mask_storeu_ps, _mm512_mul_ps, _mm512_set1_epi32, _mm512_set1_ps,
        _mm512_setzero_si512, _mm512_sub_epi32,
    };

    #[target_feature(enable = "avx2,fma,avx512f,avx512vnni")]
    pub(super) fn multiply(m: &Quantized, x: Left, out: &mut [f32]) {
        for pair in 0..m.scales.len() / 2 {
            in_blocks!(m, x, pair, out, 8: 1 2 3 4 5 6 7 8);
        }
    }

    #[inline]
    #[target_feature(enable = "avx2,fma,avx512f,avx512vnni")]
    fn block<const R: usize>(m: &Quantized, x: &Left, pair: usize, first: usize, out: &mut [f32]) {
        const { assert!(R <= BLOCK) };
        let (quads, width) = (m.quads(), padded(m.inner));
        let (left, right) = m.panels[2 * pair * quads..][..2 * quads].split_at(quads);
        let lines: [&[[u8; QUAD]]; R] =
            std::array::from_fn(|r| &x.bytes[(first + r) * width..][..width].as_chunks::<QUAD>().0[..quads]);
        let mut sums = [[_mm512_setzero_si512(); 2]; R];
        for (k, (left, right)) in left.iter().zip(right).enumerate() {
            let weights = [load(left), load(right)];
            for r in 0..R {
                // SAFETY: `k` counts the quads of a panel, and each line was cut to as many.
                let quad = unsafe { *lines[r].get_unchecked(k) };
                let values = _mm512_set1_epi32(i32::from_le_bytes(quad));
                sums[r][0] = _mm512_dpbusd_epi32(sums[r][0], values, weights[0]);
                sums[r][1] = _mm512_dpbusd_epi32(sums[r][1], values, weights[1]);
            }
        }
        for side in 0..2 {
            for (r, sums) in sums.iter().enumerate() {
                write(m, sums[side], 2 * pair + side, first + r, x, out);
            }
        }
    }

    /// As [`Quantized::write`], in the same order of operations.
    #[inline]
    #[target_feature(enable = "avx512f")]
    fn write(m: &Quantized, sums: __m512i, panel: usize, r: usize, x: &Left, out: &mut [f32]) {
        let surplus = plain(&m.surplus[panel]);
        let scale = _mm512_mul_ps(real(&m.scales[panel]), _mm512_set1_ps(x.scale(r)));
        let values = _mm512_cvtepi32_ps(_mm512_sub_epi32(sums, surplus));
        let values = _mm512_add_ps(_mm512_mul_ps(values, scale), real(&m.bias[panel]));
        let place = m.place(panel, r, out);
        let mask = ((1u32 << place.len()) - 1) as u16;
        // SAFETY: the mask keeps the store within `place`, which has at most sixteen values.
        unsafe { _mm512_mask_storeu_ps(place.as_mut_ptr(), mask, values) }
    }

    #[inline]
    #[target_feature(enable = "avx512f")]
    fn load(quads: &Quads) -> __m512i {
        // SAFETY: `Quads` are 64 bytes, and the load asks for no alignment.
        unsafe { _mm512_loadu_si512((&raw const quads.0).cast()) }
    }

    #[inline]
    #[target_feature(enable = "avx512f")]
    fn plain(values: &[i32; PANEL]) -> __m512i {
        // SAFETY: these are 64 bytes, and the load asks for no alignment.
        unsafe { _mm512_loadu_si512(values.as_ptr().cast()) }
    }

    #[inline]
    #[target_feature(enable = "avx512f")]
    fn real(values: &[f32; PANEL]) -> __m512 {
        // SAFETY: these are 64 bytes, and the load asks for no alignment.
        unsafe { _mm512_loadu_ps(values.as_ptr()) }
    }
}

/// AVX2: bytes are widened to sixteen bits, whose products are summed in pairs.
#[cfg(target_arch = "x86_64")]
mod avx2 {
    use super::{Left, PANEL, QUAD, Quads, Quantized, padded};
    use std::arch::x86_64::{
        __m128i, __m256i, _mm_cvtsi32_si128, _mm_loadu_si128, _mm256_add_epi32, _mm256_broadcastq_epi64,
        _mm256_castsi256_si128, _mm256_cvtepi8_epi16, _mm256_cvtepu8_epi16, _mm256_madd_epi16,
        _mm256_setzero_si256,
    };

    #[target_feature(enable = "avx2,fma")]
    pub(super) fn multiply(m: &Quantized, x: Left, out: &mut [f32]) {
        for panel in 0..m.scales.len() {
            in_blocks!(m, x, panel, out, 3: 1 2 3);
        }
    }

    #[inline]
    #[target_feature(enable = "avx2,fma")]
    fn block<const R: usize>(m: &Quantized, x: &Left, panel: usize, first: usize, out: &mut [f32]) {
        let (quads, width) = (m.quads(), padded(m.inner));
        let weights = &m.panels[panel * quads..][..quads];
        let lines: [&[[u8; QUAD]]; R] =
            std::array::from_fn(|r| &x.bytes[(first + r) * width..][..width].as_chunks::<QUAD>().0[..quads]);
        let mut sums = [[_mm256_setzero_si256(); 4]; R];
        for k in 0..quads {
            let values: [__m256i; R] = std::array::from_fn(|r| repeat(lines[r][k]));
            for part in 0..4 {
                let weights = _mm256_cvtepi8_epi16(load(&weights[k], part));
                for (sums, values) in sums.iter_mut().zip(values) {
                    sums[part] = _mm256_add_epi32(sums[part], _mm256_madd_epi16(values, weights));
                }
            }
        }
        for (r, sums) in sums.iter().enumerate() {
            m.write(&joined(*sums), panel, first + r, x, out);
        }
    }

    /// Four bytes, widened, four times.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn repeat(quad: [u8; QUAD]) -> __m256i {
        let wide = _mm256_cvtepu8_epi16(_mm_cvtsi32_si128(i32::from_le_bytes(quad)));
        _mm256_broadcastq_epi64(_mm256_castsi256_si128(wide))
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn load(quads: &Quads, part: usize) -> __m128i {
        let sixteen = &quads.0.as_chunks::<16>().0[part];
        // SAFETY: these are 16 bytes, and the load asks for no alignment.
        unsafe { _mm_loadu_si128(sixteen.as_ptr().cast()) }
    }

    /// A column's two partial sums stand side by side, four columns a part.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn joined(parts: [__m256i; 4]) -> [i32; PANEL] {
        // SAFETY: both are 128 bytes of plain numbers.
        let halves: [[i32; 2]; PANEL] = unsafe { std::mem::transmute(parts) };
        halves.map(|[a, b]| a + b)
    }
}

#[cfg(test)]
mod tests {
    use super::super::pseudo;
    use super::*;

    type Multiply = fn(&Quantized, Left, &mut [f32]);

    /// Every way to multiply that this processor has.
    fn ways() -> Vec<(&'static str, Multiply)> {
        let mut ways: Vec<(&'static str, Multiply)> = vec![("plain", multiply_any)];
        #[cfg(all(target_arch = "x86_64", not(miri)))]
        {
            if super::super::has_fma() {
                // SAFETY: the processor has AVX2.
                ways.push(("avx2", |m, x, out| unsafe { avx2::multiply(m, x, out) }));
            }
            if super::super::has_wide() && std::arch::is_x86_feature_detected!("avx512vnni") {
                // SAFETY: the processor has AVX-512 with VNNI.
                ways.push(("vnni", |m, x, out| unsafe { vnni::multiply(m, x, out) }));
            }
        }
        ways
    }

    fn signed(n: usize, seed: u32) -> Vec<i8> {
        pseudo(n, seed).into_iter().map(|v| (v * 127.9) as i8).collect()
    }

    #[test]
    fn all_ways_give_the_exact_sums_for_all_shapes() {
        for (rows, inner, columns) in [(1, 3, 1), (5, 16, 17), (13, 33, 40), (8, 8, 32), (31, 20, 65)] {
            let (w, scales, bias) = (signed(columns * inner, 1), pseudo(columns, 2), pseudo(columns, 3));
            let m = Quantized::new(&w, inner, &scales, Some(&bias));
            let mut x = Rows::default();
            x.fit(&pseudo(rows * inner, 4), inner);
            for (name, multiply) in ways() {
                let mut out = vec![0.5; rows * columns];
                multiply(&m, Left { bytes: &x.bytes, scales: Scales::Row(&x.scales) }, &mut out);
                for r in 0..rows {
                    for c in 0..columns {
                        let at = |k| i32::from(x.bytes[r * padded(inner) + k]) - i32::from(ZERO);
                        let sum: i32 = (0..inner).map(|k| at(k) * i32::from(w[c * inner + k])).sum();
                        let expected = sum as f32 * (scales[c] * x.scales[r]) + bias[c];
                        assert_eq!(out[r * columns + c], expected, "{name} {rows}x{inner}x{columns}");
                    }
                }
            }
        }
    }

    proptest::proptest! {
        /// What the unchecked loads read is what the plain code reads, whatever the shape.
        #[test]
        fn all_ways_agree_on_any_shape(rows in 1usize..20, inner in 1usize..70, columns in 1usize..70, seed: u32) {
            let m = Quantized::new(&signed(columns * inner, seed), inner, &pseudo(columns, seed ^ 1), None);
            let mut x = Rows::default();
            x.fit(&pseudo(rows * inner, seed ^ 2), inner);
            let outputs = ways().into_iter().map(|(_, multiply)| {
                let mut out = vec![0.5; rows * columns];
                multiply(&m, Left { bytes: &x.bytes, scales: Scales::Row(&x.scales) }, &mut out);
                out
            });
            let outputs: Vec<Vec<f32>> = outputs.collect();
            proptest::prop_assert!(outputs.iter().all(|o| *o == outputs[0]));
        }
    }

    #[test]
    fn the_greatest_sums_do_not_overflow() {
        let m = Quantized::new(&[i8::MIN; 1024], 1024, &[1.0], None);
        for (name, multiply) in ways() {
            let mut out = [0.0];
            multiply(&m, Left { bytes: &[255; 1024], scales: Scales::All(1.0) }, &mut out);
            assert_eq!(out[0], -128.0 * 127.0 * 1024.0, "{name}");
        }
    }

    #[test]
    fn means_are_exact() {
        for count in 1..=16u16 {
            for sum in 0..=255 * count {
                let (mut sums, mut mean) = ([sum], [0]);
                average(&mut sums, &[0], count, &mut mean);
                assert_eq!(u16::from(mean[0]), (sum + count / 2) / count);
            }
        }
    }

    #[test]
    fn bytes_are_the_nearest_whole_numbers() {
        for (value, expected) in [(0.0, 128), (127.0, 255), (-127.0, 1), (0.4, 128), (0.6, 129), (-0.6, 127)]
        {
            assert_eq!(byte(value), expected);
        }
        let mut rows = Rows::default();
        rows.fit(&[0.0, 0.0, 0.0, -2.0, 1.0, 0.5], 3);
        assert_eq!(rows.bytes, [128, 128, 128, 128, 1, 192, 160, 128]);
        assert_eq!(rows.scales[1], 2.0 / 127.0);
    }
}

//! Dense arithmetic: [`bytes`] multiplies matrices of signed bytes, [`real`] those of single precision, [`cell`] holds
//! what an LSTM does with its gates.
//!
//! Every output row depends on its own input row alone. Sums of bytes are exact on every machine and in any order;
//! those of single precision run in a fixed order. So results do not depend on how rows are batched, and differ
//! between processors only where one lacks fused multiply-add.

pub mod bytes;
pub mod cell;
pub mod real;

/// Whether the processor has AVX2 and fused multiply-add.
#[cfg(target_arch = "x86_64")]
fn has_fma() -> bool {
    std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma")
}

/// Whether the processor has 512-bit vectors.
#[cfg(target_arch = "x86_64")]
fn has_wide() -> bool {
    has_fma()
        && std::arch::is_x86_feature_detected!("avx512f")
        && std::arch::is_x86_feature_detected!("avx512bw")
        && std::arch::is_x86_feature_detected!("avx512vl")
}

#[inline(always)]
fn multiply_add<const FMA: bool>(a: f32, b: f32, c: f32) -> f32 {
    if FMA { a.mul_add(b, c) } else { a * b + c }
}

/// Defines a function twice, plain and for AVX2, and takes the latter where the processor has it. The operations and
/// their order are the same.
macro_rules! vectorized {
    ($(#[$doc:meta])* pub fn $name:ident($($argument:ident: $type:ty),*) $(-> $result:ty)? $body:block) => {
        $(#[$doc])*
        pub fn $name($($argument: $type),*) $(-> $result)? {
            #[inline(always)]
            fn plain($($argument: $type),*) $(-> $result)? $body
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2,fma")]
                fn wide($($argument: $type),*) $(-> $result)? {
                    plain($($argument),*)
                }
                if $crate::model::kernels::has_fma() {
                    // SAFETY: the processor has AVX2 and FMA.
                    return unsafe { wide($($argument),*) };
                }
            }
            plain($($argument),*)
        }
    };
}
pub(crate) use vectorized;

vectorized! {
    /// Sets negative values to zero.
    pub fn relu(values: &mut [f32]) {
        values.iter_mut().for_each(|v| *v = v.max(0.0));
    }
}

vectorized! {
    /// Adds `b` to `a`.
    pub fn add(a: &mut [f32], b: &[f32]) {
        a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
    }
}

vectorized! {
    /// Adds signed `bytes` times `factor` to `a`.
    pub fn add_bytes(a: &mut [f32], bytes: &[u8], factor: f32) {
        a.iter_mut().zip(bytes).for_each(|(a, b)| *a += f32::from(b.cast_signed()) * factor);
    }
}

vectorized! {
    /// The index of the greatest value, the first of equals; 0 when empty.
    pub fn argmax(values: &[f32]) -> usize {
        // The greatest value by lanes first, then where it stands: both loops run as vectors, unlike one with an index.
        let (lanes, rest) = values.as_chunks::<16>();
        let mut most = [f32::NEG_INFINITY; 16];
        for chunk in lanes {
            most.iter_mut().zip(chunk).for_each(|(m, v)| *m = if *v > *m { *v } else { *m });
        }
        let greatest = most.iter().chain(rest).fold(f32::NEG_INFINITY, |m, v| if *v > m { *v } else { m });
        let holds = |chunk: &[f32; 16]| chunk.iter().fold(false, |found, v| found | (*v == greatest));
        let from = 16 * lanes.iter().position(holds).unwrap_or(lanes.len());
        values[from..].iter().position(|v| *v == greatest).map_or(0, |at| from + at)
    }
}

/// Numbers from −1 to 1 for tests, the same at every run.
#[cfg(test)]
pub fn pseudo(n: usize, seed: u32) -> Vec<f32> {
    let mut s = seed;
    (0..n)
        .map(|_| {
            s = s.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (s >> 8) as f32 / 8_388_608.0 - 1.0
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn argmax_is_the_first_of_the_greatest() {
        assert_eq!(argmax(&[]), 0);
        assert_eq!(argmax(&[f32::NEG_INFINITY; 3]), 0);
        for n in [1, 15, 16, 17, 50] {
            let mut values = pseudo(n, n as u32);
            values[n / 2] = 2.0;
            values[n - 1] = 2.0;
            assert_eq!(argmax(&values), n / 2);
        }
    }
}

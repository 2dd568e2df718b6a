//! One hash, the same in every version of the program and on every machine, since stores keep it.

/// FNV-1a of `bytes`, its bits mixed once more (the finalizer of SplitMix64), so that every bit of it depends on all of
/// `bytes`.
pub fn of(bytes: impl IntoIterator<Item = u8>) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
    mix(bytes.into_iter().fold(0xCBF2_9CE4_8422_2325, step))
}

/// Another number for every number, spread over all 64 bits.
pub fn mix(number: u64) -> u64 {
    let a = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let b = (a ^ (a >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    b ^ (b >> 31)
}

//! Names for reports that have none: a hash of what they say, so the same report always has the same name.

use annalist_core::Report;

/// FNV-1a, 64 bits (Fowler, Noll and Vo): short, stable across versions and machines.
pub(crate) fn fnv1a(parts: &[&str]) -> u64 {
    const PRIME: u64 = 0x0000_0100_0000_01B3;
    let mut hash: u64 = 0xCBF2_9CE4_8422_2325;
    for part in parts {
        // 0xFF never occurs in UTF-8, so it keeps the parts apart.
        for byte in part.bytes().chain([0xFF]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(PRIME);
        }
    }
    hash
}

/// Sixteen hexadecimal digits that depend on the report's text, publication time and publisher alone.
pub fn of_report(report: &Report) -> String {
    let published = report.published.map(|m| m.to_string()).unwrap_or_default();
    let publisher = report.publisher.as_deref().unwrap_or("");
    format!("{:016x}", fnv1a(&[&report.text, &published, publisher]))
}

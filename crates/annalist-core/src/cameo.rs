//! The CAMEO codes that records carry beside their PLOVER type.

/// Whether `code` has the form of a CAMEO code: two to four digits, the first two from 01 to 20.
///
/// ```
/// use annalist_core::cameo::is_code;
/// assert!(is_code("0232") && is_code("19"));
/// assert!(!is_code("21") && !is_code("1"));
/// ```
pub fn is_code(code: &str) -> bool {
    let digits = (2..=4).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit());
    digits && matches!(code[..2].parse::<u8>(), Ok(1..=20))
}

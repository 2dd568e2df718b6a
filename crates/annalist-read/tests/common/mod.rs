//! What the tests share: reports and errors as a reader sees them.

use annalist_read::{Options, read_bytes};

/// One line a report or error.
pub fn rendered(name: &str, bytes: &[u8], options: &Options) -> Vec<String> {
    let reports = read_bytes(name, bytes.to_vec(), options);
    reports
        .take(1000)
        .map(|r| r.map_or_else(|e| format!("error: {e}"), |r| format!("{}: {}", r.id, r.text)))
        .collect()
}

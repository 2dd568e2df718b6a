//! Files of labels and texts: a JSON value a line.

use serde_json::Value;
use std::io::BufRead;
use std::path::Path;

/// What stops a training.
pub type Failure = Box<dyn std::error::Error>;

/// The values of a file, one a line.
pub fn lines(path: &Path) -> Result<Vec<Value>, Failure> {
    let file = std::io::BufReader::new(std::fs::File::open(path)?);
    file.lines().map(|l| Ok(serde_json::from_str(&l?)?)).collect()
}

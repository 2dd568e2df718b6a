//! What came of some rows.

use pyo3::prelude::*;

/// What came of one row.
#[derive(Default)]
pub struct Outcome {
    /// The identifier, as far as it is known.
    pub id: String,
    /// Results in the published shape, one JSON object each; for `parse`, CoNLL-U.
    pub lines: Vec<String>,
    /// What was unusual about the report.
    pub notes: Vec<String>,
    /// Why there is nothing, or less than all.
    pub problems: Vec<String>,
}

/// What came of some rows, in their order.
#[pyclass(frozen, module = "annalist._native")]
pub struct Batch(pub Vec<Outcome>);

#[pymethods]
impl Batch {
    fn __len__(&self) -> usize {
        self.0.len()
    }

    /// All results.
    fn lines(&self) -> Vec<&str> {
        self.0.iter().flat_map(|outcome| outcome.lines.iter().map(String::as_str)).collect()
    }

    /// For each row: identifier, how many results, notes and problems.
    fn rows(&self) -> Vec<(&str, usize, Vec<&str>, Vec<&str>)> {
        let row = |outcome| {
            let Outcome { id, lines, notes, problems }: &Outcome = outcome;
            (id.as_str(), lines.len(), words(notes), words(problems))
        };
        self.0.iter().map(row).collect()
    }
}

fn words(list: &[String]) -> Vec<&str> {
    list.iter().map(String::as_str).collect()
}

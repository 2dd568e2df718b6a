//! Incidents of records that lie outside a store: one block of a corpus that is worked on by many machines.

use crate::error;
use annalist_store::{Recorder, Store, Submission};
use pyo3::prelude::*;

/// How many reports are recorded at once.
const BATCH: usize = 128;

/// Each record's identifier with that of the first record of its incident, in the order of `reports`: pairs of a report and its
/// records, as `annalist read` and `annalist code` print them.
///
/// The same code puts incidents together as in `annalist record`, over a store in memory that is gone after.
#[pyfunction]
pub fn incidents(py: Python<'_>, reports: Vec<(String, Vec<String>)>) -> PyResult<Vec<(String, String)>> {
    py.detach(|| leads(reports)).map_err(error)
}

fn leads(reports: Vec<(String, Vec<String>)>) -> annalist_store::Result<Vec<(String, String)>> {
    let mut store = Store::in_memory()?;
    let mut recorder = Recorder::new(&mut store);
    let mut waiting = Vec::new();
    for (report, records) in reports {
        waiting.push(Submission::new(report, records, Vec::new(), String::new())?);
        if waiting.len() == BATCH {
            recorder.record(&std::mem::take(&mut waiting))?;
        }
    }
    recorder.record(&waiting)?;
    store.leads()
}

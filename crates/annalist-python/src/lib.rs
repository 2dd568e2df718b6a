//! The native half of the Python package `annalist`; `python/annalist` is the half that people call.
//!
//! [`Rows`] is what a call goes over: texts, fields of tables, pages, files. [`Coder`] holds a lexicon and how inputs are
//! read, [`Task`] what is asked of each report. A task takes as many rows as it is told, works on them on its own threads
//! while other Python code runs, and gives a [`Batch`]: lines of JSON in the published shapes, byte for byte those of the
//! program. [`table`] gives batches as Arrow. [`incidents`] puts records of
//! one block of a corpus together.

mod batch;
mod coder;
mod incidents;
mod own;
mod rows;
mod table;
mod task;

use pyo3::prelude::*;

pyo3::create_exception!(
    annalist,
    AnnalistError,
    pyo3::exceptions::PyValueError,
    "Something that annalist cannot do, in the words of the program."
);

/// The native module.
#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    annalist::guard::install();
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("AnnalistError", module.py().get_type::<AnnalistError>())?;
    module.add_class::<coder::Coder>()?;
    module.add_class::<task::Task>()?;
    module.add_class::<rows::Rows>()?;
    module.add_class::<batch::Batch>()?;
    module.add_function(wrap_pyfunction!(incidents::incidents, module)?)?;
    module.add_function(wrap_pyfunction!(table::schema, module)?)?;
    module.add_function(wrap_pyfunction!(table::stream, module)?)
}

/// The exception that says `why`.
fn error(why: impl ToString) -> PyErr {
    AnnalistError::new_err(why.to_string())
}

//! What a call goes over: objects of Python as rows, pages and files.

use annalist::read::{Options, Unread, open, open_stream};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use serde_json::{Map, Number, Value};
use std::io::{BufReader, Read};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// One row, of which a report or a question can be made on any thread.
pub enum Row {
    /// Fields by name; `place` is what messages call the row.
    Fields {
        /// ``row 3``.
        place: String,
        /// The fields.
        fields: Map<String, Value>,
    },
    /// A report that the reader found in bytes.
    Unread(Unread),
    /// What cannot be a row.
    Problem(String),
}

/// What messages call rows.
#[derive(FromPyObject)]
pub enum Names {
    /// By their numbers, this being the first one's.
    From(usize),
    /// By these names.
    Each(Vec<String>),
}

impl Names {
    fn of(&self, i: usize) -> String {
        match self {
            Names::From(first) => format!("row {}", first + i),
            Names::Each(names) => names.get(i).cloned().unwrap_or_default(),
        }
    }
}

type Found = Box<dyn Iterator<Item = Row> + Send>;

/// The rows of one call or of one part of it, in order.
#[pyclass(frozen, module = "annalist._native")]
pub struct Rows(Mutex<Found>);

impl Rows {
    fn new(rows: impl Iterator<Item = Row> + Send + 'static) -> Self {
        Rows(Mutex::new(Box::new(rows)))
    }

    /// The next rows, at most `most`.
    pub fn take(&self, most: usize) -> Vec<Row> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).by_ref().take(most).collect()
    }
}

/// Objects of Python, and what is read of them by which options.
///
/// `str` is a text, `bytes` a page, an archive or whatever else the reader knows, `dict` the fields of a report.
pub fn of_objects(objects: &Bound<'_, PyList>, names: Names, options: &Options) -> PyResult<Rows> {
    let mut rows: Vec<Found> = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        rows.push(of_object(&object, names.of(i), options)?);
    }
    Ok(Rows::new(rows.into_iter().flatten()))
}

fn of_object(object: &Bound<'_, PyAny>, place: String, options: &Options) -> PyResult<Found> {
    let one = |row| Box::new(std::iter::once(row)) as Found;
    if let Ok(bytes) = object.cast::<PyBytes>() {
        return of_bytes(bytes.as_bytes().to_vec(), &place, options);
    }
    let mut fields = Map::new();
    if let Ok(text) = object.cast::<PyString>() {
        // Text of a file that was opened with `surrogateescape` is no text.
        let Ok(text) = text.extract::<String>() else {
            let why = format!("cannot read {place}: expected text, found half a character");
            return Ok(one(Row::Problem(why)));
        };
        fields.insert("text".to_owned(), Value::from(text));
        return Ok(one(Row::Fields { place, fields }));
    }
    let Ok(dict) = object.cast::<PyDict>() else {
        let kind = object.get_type().name()?;
        let why = format!("cannot read {place}: expected str, bytes or dict, found {kind}");
        return Ok(one(Row::Problem(why)));
    };
    for (name, value) in dict {
        if let Some(value) = value_of(&value)? {
            fields.insert(name.str()?.to_string_lossy().into_owned(), value);
        }
    }
    Ok(one(Row::Fields { place, fields }))
}

fn of_bytes(bytes: Vec<u8>, place: &str, options: &Options) -> PyResult<Found> {
    let stream = Box::new(std::io::Cursor::new(bytes));
    Ok(Box::new(open_stream(place, stream, options).map(Row::Unread)))
}

/// `value` as JSON has it; none where it is missing: `None`, not a number, not a time.
fn value_of(value: &Bound<'_, PyAny>) -> PyResult<Option<Value>> {
    if value.is_none() {
        return Ok(None);
    }
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Some(Value::from(text.to_string_lossy().into_owned())));
    }
    if value.is_instance_of::<PyBool>() {
        return Ok(Some(Value::from(value.extract::<bool>()?)));
    }
    if value.is_instance_of::<PyInt>() {
        return Ok(Some(value.extract::<i64>().map_or_else(|_| Value::from(shown(value)), Value::from)));
    }
    if value.is_instance_of::<PyFloat>() {
        return Ok(Number::from_f64(value.extract()?).map(Value::Number));
    }
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        let mut items = Vec::new();
        for item in value.try_iter()? {
            items.push(value_of(&item?)?.unwrap_or_default());
        }
        return Ok(Some(Value::Array(items)));
    }
    for method in ["isoformat", "tolist"] {
        if value.hasattr(method)? {
            // Numbers and arrays of numpy have `tolist`, days and times `isoformat`.
            let plain = value_of(&value.call_method0(method)?)?;
            return Ok(plain.and_then(|plain| if method == "isoformat" { time(&plain) } else { Some(plain) }));
        }
    }
    Ok(Some(Value::from(shown(value))))
}

/// A time as reports state it. A column of days comes as midnights; pandas' missing time is `NaT`.
fn time(stated: &Value) -> Option<Value> {
    let text = stated.as_str().filter(|text| *text != "NaT")?;
    Some(Value::from(text.strip_suffix("T00:00:00").unwrap_or(text)))
}

fn shown(value: &Bound<'_, PyAny>) -> String {
    value.str().map(|text| text.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The reports of files, folders and archives, found as they are needed.
pub fn of_files(paths: Vec<PathBuf>, options: Options) -> Rows {
    Rows::new(open(paths, options).map(Row::Unread))
}

/// The reports in what `file.read` gives; `name` tells the format by its extension and stands in messages.
pub fn of_stream(name: &str, file: Py<PyAny>, options: &Options) -> Rows {
    let stream = BufReader::with_capacity(1 << 20, PythonFile(file));
    Rows::new(open_stream(name, Box::new(stream), options).map(Row::Unread))
}

/// A binary file of Python.
struct PythonFile(Py<PyAny>);

impl Read for PythonFile {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        Python::attach(|py| {
            let read =
                self.0.bind(py).call_method1("read", (buffer.len(),)).map_err(std::io::Error::other)?;
            let bytes = read
                .cast::<PyBytes>()
                .map_err(|_| std::io::Error::other("expected a file opened in binary mode"))?;
            let bytes = bytes.as_bytes();
            let fits = buffer
                .get_mut(..bytes.len())
                .ok_or_else(|| std::io::Error::other("read more than it was asked for"))?;
            fits.copy_from_slice(bytes);
            Ok(bytes.len())
        })
    }
}

//! Batches as Arrow, through the PyCapsule interface: no library of Arrow is needed on either side, and nothing is copied.
//!
//! Records have the columns of `annalist code --format parquet`; the other results have those below.

use crate::batch::Batch;
use crate::error;
use annalist_store::export::arrow;
use annalist_store::record::Record;
use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{ArrayRef, Float64Array, RecordBatch, RecordBatchIterator, StringArray};
use arrow_schema::ffi::FFI_ArrowSchema;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use serde_json::Value;
use std::sync::Arc;

/// What a column holds.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    Number,
    List,
    /// A part of the result that has parts itself, as JSON.
    Json,
}

/// A column: its name, where its values stand in the JSON, and what they are.
type Column = (&'static str, &'static str, Kind);

#[rustfmt::skip]
const READ: &[Column] = &[
    ("id", "/id", Kind::Text), ("url", "/url", Kind::Text), ("publisher", "/publisher", Kind::Text),
    ("agency", "/agency", Kind::Text), ("headline", "/headline", Kind::Text), ("deck", "/deck", Kind::Text),
    ("byline", "/byline", Kind::Text), ("dateline_place", "/dateline/place", Kind::Text),
    ("dateline_date", "/dateline/date", Kind::Text), ("dateline_agency", "/dateline/agency", Kind::Text),
    ("published", "/published", Kind::Text), ("updated", "/updated", Kind::Text),
    ("language", "/language", Kind::Text), ("text", "/text", Kind::Text), ("notes", "/notes", Kind::List),
];

#[rustfmt::skip]
const ANNOTATE: &[Column] = &[
    ("id", "/id", Kind::Text), ("published", "/published", Kind::Text), ("text", "/text", Kind::Text),
    ("sentences", "/sentences", Kind::Json), ("entities", "/entities", Kind::Json), ("names", "/names", Kind::Json),
    ("times", "/times", Kind::Json), ("places", "/places", Kind::Json),
    ("attributions", "/attributions", Kind::Json), ("events", "/events", Kind::Json),
    ("notes", "/notes", Kind::List),
];

#[rustfmt::skip]
const RECORD: &[Column] = &[
    ("id", "/report/id", Kind::Text), ("published", "/report/published", Kind::Text),
    ("report", "/report", Kind::Json), ("events", "/events", Kind::List), ("notes", "/report/notes", Kind::List),
];

#[rustfmt::skip]
const QUOTES: &[Column] = &[
    ("id", "/id", Kind::Text), ("report", "/cite_info/id", Kind::Text),
    ("published", "/cite_info/published", Kind::Text), ("publisher", "/cite_info/publisher", Kind::Text),
    ("source_text", "/source/text", Kind::Text), ("source_name", "/source/name", Kind::Text),
    ("source_role", "/role", Kind::Text), ("source_country", "/source/country", Kind::Text),
    ("source_sector", "/source/sector", Kind::List), ("date", "/date", Kind::Text),
    ("date_precision", "/date_precision", Kind::Text), ("date_source", "/date_source", Kind::Text),
    ("addressee_text", "/addressee/text", Kind::Text), ("addressee_name", "/addressee/name", Kind::Text),
    ("addressee_country", "/addressee/country", Kind::Text), ("addressee_sector", "/addressee/sector", Kind::List),
    ("channel", "/channel", Kind::Text), ("cue", "/cue", Kind::Text), ("class", "/class", Kind::Text),
    ("form", "/form", Kind::Text), ("polarity", "/polarity", Kind::Text), ("certainty", "/certainty", Kind::Text),
    ("content", "/content", Kind::Text), ("loaded", "/loaded", Kind::List), ("within", "/within", Kind::Text),
    ("about", "/about", Kind::List), ("act", "/act", Kind::List), ("coder", "/coder", Kind::Text),
];

#[rustfmt::skip]
const CLASSIFY: &[Column] = &[
    ("id", "/id", Kind::Text), ("event", "/event", Kind::Text), ("mode", "/mode", Kind::Text),
    ("score", "/score", Kind::Number), ("scores", "/scores", Kind::Json),
];

#[rustfmt::skip]
const ACTORS: &[Column] = &[
    ("id", "/id", Kind::Text), ("name", "/name", Kind::Text), ("country", "/country", Kind::Text),
    ("sector", "/sector", Kind::List), ("note", "/note", Kind::Text),
];

const PARSE: &[Column] = &[("id", "", Kind::Text), ("conllu", "", Kind::Text)];

/// The columns of the results of `verb`, but for those of `code`.
fn columns(verb: &str) -> PyResult<&'static [Column]> {
    Ok(match verb {
        "read" => READ,
        "annotate" => ANNOTATE,
        "quotes" => QUOTES,
        "record" => RECORD,
        "classify" => CLASSIFY,
        "actors" => ACTORS,
        "parse" => PARSE,
        other => return Err(error(format!("there is no verb `{other}`"))),
    })
}

/// The schema of the results of `verb`, as an `arrow_schema` capsule.
#[pyfunction]
pub fn schema<'py>(py: Python<'py>, verb: &str) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = FFI_ArrowSchema::try_from(schema_of(verb)?.as_ref()).map_err(error)?;
    PyCapsule::new_with_value(py, schema, c"arrow_schema")
}

/// The results of `verb` in `batches` as an `arrow_array_stream` capsule.
#[pyfunction]
pub fn stream<'py>(
    py: Python<'py>,
    verb: &str,
    batches: Vec<PyRef<'py, Batch>>,
) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = schema_of(verb)?;
    let tables = batches.iter().map(|batch| table(verb, batch, &schema)).collect::<PyResult<Vec<_>>>()?;
    let reader = RecordBatchIterator::new(tables.into_iter().map(Ok::<_, ArrowError>), schema);
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), c"arrow_array_stream")
}

fn schema_of(verb: &str) -> PyResult<SchemaRef> {
    if verb == "code" {
        return Ok(arrow::schema());
    }
    let field = |(name, _, kind): &Column| Field::new(*name, data_type(*kind), true);
    Ok(Arc::new(Schema::new(columns(verb)?.iter().map(field).collect::<Vec<_>>())))
}

fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Text | Kind::Json => DataType::Utf8,
        Kind::Number => DataType::Float64,
        Kind::List => DataType::List(Arc::new(item())),
    }
}

fn item() -> Field {
    Field::new("item", DataType::Utf8, true)
}

fn table(verb: &str, batch: &Batch, schema: &SchemaRef) -> PyResult<RecordBatch> {
    let lines = || batch.0.iter().flat_map(|outcome| outcome.lines.iter());
    if verb == "code" {
        let records = lines().map(|line| Record::from_json(line)).collect::<Result<Vec<_>, _>>();
        return arrow::batch(&records.map_err(error)?).map_err(error);
    }
    let arrays = if verb == "parse" {
        let named = batch.0.iter().flat_map(|o| o.lines.iter().map(|line| (o.id.as_str(), line.as_str())));
        let (ids, trees): (Vec<&str>, Vec<&str>) = named.unzip();
        vec![Arc::new(StringArray::from(ids)) as ArrayRef, Arc::new(StringArray::from(trees))]
    } else {
        let values = lines().map(|line| serde_json::from_str(line)).collect::<Result<Vec<Value>, _>>();
        let values = values.map_err(error)?;
        columns(verb)?.iter().map(|(_, at, kind)| array(&values, at, *kind)).collect()
    };
    RecordBatch::try_new(schema.clone(), arrays).map_err(error)
}

fn array(values: &[Value], at: &str, kind: Kind) -> ArrayRef {
    let found = values.iter().map(|value| value.pointer(at).filter(|found| !found.is_null()));
    match kind {
        Kind::Text => Arc::new(StringArray::from_iter(found.map(|value| value.map(plain)))),
        Kind::Json => Arc::new(StringArray::from_iter(found.map(|value| value.map(Value::to_string)))),
        Kind::Number => Arc::new(Float64Array::from_iter(found.map(|value| value.and_then(Value::as_f64)))),
        Kind::List => {
            let mut builder = ListBuilder::new(StringBuilder::new()).with_field(item());
            for list in found {
                builder
                    .append_option(list.and_then(Value::as_array).map(|l| l.iter().map(|v| Some(plain(v)))));
            }
            Arc::new(builder.finish())
        }
    }
}

/// A string as it is, anything else as JSON.
pub fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

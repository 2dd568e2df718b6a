//! Records as Arrow: the flat row with types, and lists where the flat row joins with `; `.
//!
//! Parties are lists side by side: the second of `actor_country` is the country of the second of `actor_text`; sectors of
//! one party are joined with `+`. `first_day` and `last_day` are dates where the record's `date` is a full one.

use crate::error::{Result, StoreError};
use crate::incidents::features::day_number;
use crate::record::{Party, Record, bounds};
use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use std::sync::Arc;

/// The columns with their types, in order; every one may be null.
pub fn schema() -> SchemaRef {
    let field = |column: &Column| Field::new(column.name, (column.values)(&[]).data_type().clone(), true);
    Arc::new(Schema::new(COLUMNS.iter().map(field).collect::<Vec<_>>()))
}

/// One row a record, of [`schema`].
///
/// # Errors
/// [`StoreError::Export`] where the rows are too many for one batch.
pub fn batch(records: &[Record]) -> Result<RecordBatch> {
    let columns = COLUMNS.iter().map(|column| (column.values)(records)).collect();
    let refuse = |why: ArrowError| StoreError::Export { format: "arrow", why: why.to_string() };
    RecordBatch::try_new(schema(), columns).map_err(refuse)
}

/// A column: its name, its type, and how its values are read from records.
struct Column {
    name: &'static str,
    values: fn(&[Record]) -> ArrayRef,
}

/// The columns, in order: those of the flat row, with full dates as dates.
#[rustfmt::skip]
const COLUMNS: &[Column] = &[
    Column { name: "id", values: |r| text(r, |r| Some(r.id.clone())) },
    Column { name: "date", values: |r| text(r, |r| r.date.clone()) },
    Column { name: "enddate", values: |r| text(r, |r| r.enddate.clone()) },
    Column { name: "first_day", values: |r| days(r, |r| r.days().map(|d| day_number(d.0))) },
    Column { name: "last_day", values: |r| days(r, |r| r.days().map(|d| day_number(d.1))) },
    Column { name: "date_precision", values: |r| text(r, |r| Some(r.date_precision.clone())) },
    Column { name: "date_source", values: |r| text(r, |r| Some(r.date_source.clone())) },
    Column { name: "event", values: |r| text(r, |r| Some(r.kind().to_owned())) },
    Column { name: "mode", values: |r| lists(r, |r| some(&r.mode)) },
    Column { name: "context", values: |r| lists(r, |r| some(&r.context)) },
    Column { name: "cameo", values: |r| text(r, |r| r.cameo.clone()) },
    Column { name: "quad_code", values: |r| integers(r, |r| Some(i64::from(r.quad_code))) },
    Column { name: "event_scale", values: |r| numbers(r, |r| Some(r.event_scale)) },
    Column { name: "auxiliary", values: |r| lists(r, |r| some(&r.auxiliary)) },
    Column { name: "actor_text", values: |r| lists(r, |r| parties(&r.actor, party_text)) },
    Column { name: "actor_name", values: |r| lists(r, |r| parties(&r.actor, party_name)) },
    Column { name: "actor_country", values: |r| lists(r, |r| parties(&r.actor, party_country)) },
    Column { name: "actor_sector", values: |r| lists(r, |r| parties(&r.actor, party_sector)) },
    Column { name: "recipient_text", values: |r| lists(r, |r| parties(&r.recipient, party_text)) },
    Column { name: "recipient_name", values: |r| lists(r, |r| parties(&r.recipient, party_name)) },
    Column { name: "recipient_country", values: |r| lists(r, |r| parties(&r.recipient, party_country)) },
    Column { name: "recipient_sector", values: |r| lists(r, |r| parties(&r.recipient, party_sector)) },
    Column { name: "loc_text", values: |r| text(r, |r| r.event_loc.as_ref().map(|p| p.text.clone())) },
    Column { name: "loc_name", values: |r| text(r, |r| r.event_loc.as_ref().map(|p| p.name.clone())) },
    Column { name: "loc_country", values: |r| text(r, |r| r.event_loc.as_ref().and_then(|p| p.country.clone())) },
    Column { name: "loc_admin1", values: |r| text(r, |r| r.event_loc.as_ref().and_then(|p| p.admin1.clone())) },
    Column { name: "lat", values: |r| numbers(r, |r| r.event_loc.as_ref().and_then(|p| p.lat)) },
    Column { name: "lon", values: |r| numbers(r, |r| r.event_loc.as_ref().and_then(|p| p.lon)) },
    Column { name: "geonames", values: |r| integers(r, |r| r.event_loc.as_ref().and_then(|p| p.geonames)) },
    Column { name: "loc_precision", values: |r| text(r, |r| r.event_loc.as_ref().map(|p| p.precision.clone())) },
    Column { name: "loc_source", values: |r| text(r, |r| Some(r.loc_source.clone())) },
    Column { name: "event_text", values: |r| lists(r, |r| some(&r.event_text)) },
    Column { name: "dead_low", values: |r| integers(r, |r| whole(bounds(r.dead).0)) },
    Column { name: "dead_high", values: |r| integers(r, |r| whole(bounds(r.dead).1)) },
    Column { name: "injured_low", values: |r| integers(r, |r| whole(bounds(r.injured).0)) },
    Column { name: "injured_high", values: |r| integers(r, |r| whole(bounds(r.injured).1)) },
    Column { name: "size_low", values: |r| integers(r, |r| whole(bounds(r.size).0)) },
    Column { name: "size_high", values: |r| integers(r, |r| whole(bounds(r.size).1)) },
    Column { name: "attributed_to", values: |r| lists(r, |r| r.attribution.iter().map(|a| a.source.as_ref().map(|s| s.text.clone())).collect()) },
    Column { name: "attribution_cue", values: |r| lists(r, |r| r.attribution.iter().map(|a| Some(a.cue.clone())).collect()) },
    Column { name: "polarity", values: |r| lists(r, |r| r.attribution.iter().map(|a| Some(a.polarity.clone())).collect()) },
    Column { name: "certainty", values: |r| lists(r, |r| r.attribution.iter().map(|a| Some(a.certainty.clone())).collect()) },
    Column { name: "confidence", values: |r| numbers(r, |r| Some(r.confidence)) },
    Column { name: "rule", values: |r| text(r, |r| Some(r.rule.clone())) },
    Column { name: "text", values: |r| text(r, |r| Some(r.text.clone())) },
    Column { name: "report", values: |r| text(r, |r| Some(r.cite_info.id.clone())) },
    Column { name: "publisher", values: |r| text(r, |r| r.cite_info.publisher.clone()) },
    Column { name: "published", values: |r| text(r, |r| r.cite_info.published.clone()) },
    Column { name: "coder", values: |r| text(r, |r| Some(r.coder.clone())) },
];

fn text(records: &[Record], value: fn(&Record) -> Option<String>) -> ArrayRef {
    Arc::new(StringArray::from_iter(records.iter().map(value)))
}

fn numbers(records: &[Record], value: fn(&Record) -> Option<f64>) -> ArrayRef {
    Arc::new(Float64Array::from_iter(records.iter().map(value)))
}

fn integers(records: &[Record], value: fn(&Record) -> Option<i64>) -> ArrayRef {
    Arc::new(Int64Array::from_iter(records.iter().map(value)))
}

fn days(records: &[Record], value: fn(&Record) -> Option<i32>) -> ArrayRef {
    Arc::new(Date32Array::from_iter(records.iter().map(value)))
}

fn lists(records: &[Record], values: fn(&Record) -> Vec<Option<String>>) -> ArrayRef {
    let mut builder =
        ListBuilder::new(StringBuilder::new()).with_field(Field::new("item", DataType::Utf8, true));
    for record in records {
        builder.append_value(values(record));
    }
    Arc::new(builder.finish())
}

fn whole(number: Option<u64>) -> Option<i64> {
    number.and_then(|n| i64::try_from(n).ok())
}

fn some(list: &[String]) -> Vec<Option<String>> {
    list.iter().cloned().map(Some).collect()
}

fn parties(parties: &[Party], value: fn(&Party) -> Option<String>) -> Vec<Option<String>> {
    parties.iter().map(value).collect()
}

fn party_text(party: &Party) -> Option<String> {
    Some(party.text.clone())
}

fn party_name(party: &Party) -> Option<String> {
    party.name.clone()
}

fn party_country(party: &Party) -> Option<String> {
    party.country.clone()
}

fn party_sector(party: &Party) -> Option<String> {
    (!party.sector.is_empty()).then(|| party.sector.join("+"))
}

#[cfg(test)]
mod tests {
    use super::super::flat;
    use super::*;

    #[test]
    fn the_columns_are_those_of_the_flat_row_and_a_few_more() {
        let names: Vec<&str> = COLUMNS.iter().map(|c| c.name).collect();
        let missing: Vec<&&str> = flat::COLUMNS.iter().filter(|c| !names.contains(c)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}

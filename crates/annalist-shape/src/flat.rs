//! One row a record, in the layouts that the store exports too.

use crate::error::Result;
use crate::record::Record;
use annalist_store::export::{self, Around, Format};
use annalist_store::record;

pub use annalist_store::export::flat::{join, joined, safe};

/// The record as the store reads it.
///
/// # Errors
/// If it is not of the published shape.
pub fn owned(shape: &Record) -> Result<record::Record> {
    Ok(record::Record::from_json(&serde_json::to_string(shape)?)?)
}

/// The rows of `shape` in `format`, as lines: a record with several parties has several in layouts of pairs, and none
/// where the layout cannot hold it.
///
/// # Errors
/// If it is not of the published shape.
pub fn lines(format: Format, shape: &Record, language: Option<&str>) -> Result<Vec<u8>> {
    let around = Around {
        mentions: shape.event_text.len() as u64,
        language: language.map(str::to_owned),
        ..Around::default()
    };
    Ok(export::lines(format, &export::rows(format, &owned(shape)?, &around))?)
}

/// `rows` as lines of a table, their cells parted by `separator`.
///
/// # Errors
/// If rows have different numbers of cells.
pub fn table<R>(separator: u8, rows: impl IntoIterator<Item = R>) -> Result<Vec<u8>>
where
    R: IntoIterator,
    R::Item: AsRef<[u8]>,
{
    let mut writer = csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row)?;
    }
    writer.into_inner().map_err(|why| csv::Error::from(why.into_error()).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::records;
    use crate::sample;
    use annalist_core::span::CodePoints;
    use annalist_store::export::flat::COLUMNS;

    #[test]
    fn every_column_has_its_cell() {
        let coded = sample::coded();
        let records = records(&coded, &CodePoints::new(&coded.document.text), false);
        let cells = export::flat::row(&owned(&records[0].1).unwrap());
        let table: Vec<String> = COLUMNS.iter().zip(&cells).map(|(c, v)| format!("{c:18}{v}")).collect();
        insta::assert_snapshot!(table.join("\n"));
    }

    #[test]
    fn older_layouts_have_their_rows() {
        let coded = sample::coded();
        let records = records(&coded, &CodePoints::new(&coded.document.text), false);
        let rows = |format| String::from_utf8(lines(format, &records[0].1, Some("en")).unwrap()).unwrap();
        insta::assert_snapshot!(
            [Format::Polecat, Format::Gdelt, Format::Petrarch].map(rows).join("\n").replace('\t', " | ")
        );
    }
}

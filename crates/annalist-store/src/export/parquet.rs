//! Parquet: a file of the rows of [`arrow`].

use super::arrow;
use crate::error::{Result, StoreError};
use crate::record::Record;
use ::parquet::arrow::ArrowWriter;
use ::parquet::basic::Compression;
use ::parquet::file::properties::WriterProperties;
use std::io::Write;

/// How many rows are written at once.
const ROWS: usize = 16_384;

/// Writes records as one Parquet file.
pub struct Parquet<W: Write + Send> {
    writer: ArrowWriter<W>,
    waiting: Vec<Record>,
}

impl<W: Write + Send> Parquet<W> {
    /// Starts a file in `out`.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn new(out: W) -> Result<Self> {
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("annalist ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let writer = ArrowWriter::try_new(out, arrow::schema(), Some(properties)).map_err(refuse)?;
        Ok(Parquet { writer, waiting: Vec::new() })
    }

    /// Adds a record.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn push(&mut self, record: Record) -> Result<()> {
        self.waiting.push(record);
        if self.waiting.len() >= ROWS { self.write() } else { Ok(()) }
    }

    fn write(&mut self) -> Result<()> {
        let records = std::mem::take(&mut self.waiting);
        self.writer.write(&arrow::batch(&records)?).map_err(refuse)
    }

    /// Ends the file and gives back what it was written to.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish(mut self) -> Result<W> {
        if !self.waiting.is_empty() {
            self.write()?;
        }
        self.writer.into_inner().map_err(refuse)
    }
}

fn refuse(why: impl ToString) -> StoreError {
    StoreError::Export { format: "parquet", why: why.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Party;

    #[test]
    fn the_same_records_give_the_same_file() {
        let write = || {
            let mut out = Parquet::new(Vec::new()).unwrap();
            for i in 0..3 {
                let actor = vec![Party { text: "troops".into(), ..Party::default() }; i];
                out.push(Record {
                    id: format!("r:{i}"),
                    event: vec!["ASSAULT".into()],
                    actor,
                    ..Record::default()
                })
                .unwrap();
            }
            out.finish().unwrap()
        };
        let file = write();
        assert_eq!(file, write());
        assert_eq!((&file[..4], &file[file.len() - 4..]), (&b"PAR1"[..], &b"PAR1"[..]));
    }
}

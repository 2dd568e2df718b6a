//! GOLD as a stream of rows: lines of JSONL, or rows of a table under their column names.

use crate::driver::{Item, Problem, Work};
use crate::input::shown;
use crate::rows::rows;
use annalist_evaluate::gold::Row;
use csv::ByteRecord;
use serde_json::Value;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

/// The longest table, in bytes: a quotation mark that is never closed makes one row of all the rest.
const LONGEST_TABLE: u64 = 256 << 20;

type Rows = Box<dyn Iterator<Item = Item<Row>> + Send>;

/// The rows of `path` in order; what is none is left out and named. `-` is JSONL on standard input.
pub fn read(path: &Path) -> Rows {
    let extension = path.extension().map(|e| e.to_ascii_lowercase());
    let separator = match extension.as_deref().and_then(|e| e.to_str()) {
        Some("csv") => b',',
        Some("tsv" | "tab") => b'\t',
        _ => return Box::new(rows::<Row>(vec![path.to_owned()])),
    };
    match Table::open(path, separator) {
        Ok(table) => Box::new(table),
        Err(why) => {
            let message = format!("cannot read {}: {why}", shown(&path.to_string_lossy()));
            Box::new(std::iter::once(Item::Problem(Problem { message, hint: None })))
        }
    }
}

struct Table {
    rows: csv::Reader<io::Take<BufReader<File>>>,
    columns: Vec<String>,
    source: String,
    done: bool,
}

impl Table {
    fn open(path: &Path, separator: u8) -> Result<Self, String> {
        let file = File::open(path).map_err(|e| e.to_string())?;
        let size = file.metadata().map_err(|e| e.to_string())?;
        if size.is_dir() {
            return Err("expected a table, found a folder".into());
        }
        if size.len() > LONGEST_TABLE {
            return Err(format!("expected at most {LONGEST_TABLE} bytes, found {}", size.len()));
        }
        let input = BufReader::new(file).take(LONGEST_TABLE);
        let mut rows = csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(input);
        let header = rows.byte_headers().map_err(|e| e.to_string())?;
        let name = |cell: &[u8]| String::from_utf8_lossy(cell).trim_matches(['\u{FEFF}', ' ']).to_lowercase();
        let columns: Vec<String> = header.iter().map(name).collect();
        if columns.iter().all(String::is_empty) {
            return Err("expected a header, found nothing".into());
        }
        if let Some(twice) =
            columns.iter().enumerate().find_map(|(i, c)| columns[..i].contains(c).then_some(c))
        {
            return Err(format!("expected each column once, found `{twice}` twice"));
        }
        Ok(Table { rows, columns, source: shown(&path.to_string_lossy()), done: false })
    }

    fn row(&self, record: &ByteRecord) -> Result<Row, String> {
        if record.len() != self.columns.len() {
            return Err(format!("expected {} columns, found {}", self.columns.len(), record.len()));
        }
        let cell = |(column, bytes): (&String, &[u8])| match std::str::from_utf8(bytes) {
            Ok(text) => Ok((column.clone(), Value::String(text.to_owned()))),
            Err(_) => Err(format!("expected UTF-8 in `{column}`, found other bytes")),
        };
        self.columns.iter().zip(record).map(cell).collect()
    }
}

impl Iterator for Table {
    type Item = Item<Row>;

    fn next(&mut self) -> Option<Item<Row>> {
        if self.done {
            return None;
        }
        let mut record = ByteRecord::new();
        let start = self.rows.position().line();
        let read = self.rows.read_byte_record(&mut record);
        let line = record.position().map_or(start, csv::Position::line);
        let row = match read {
            Ok(true) => self.row(&record),
            Ok(false) => return None,
            Err(why) => {
                self.done = true;
                Err(why.to_string())
            }
        };
        Some(match row {
            Ok(piece) => {
                let name = format!("line {line} of {}", self.source);
                Item::Ready(Work { piece, name, source: self.source.clone() })
            }
            Err(why) => Item::Problem(Problem {
                message: format!(
                    "cannot read {name}: {why}",
                    name = format_args!("line {line} of {}", self.source)
                ),
                hint: None,
            }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The report column of each row of a table, or what is wrong with it.
    fn check(table: &[u8], expected: &[&str]) {
        let name = format!("annalist-gold-{}-{}.csv", std::process::id(), table.len());
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, table).unwrap();
        let place = format!(" of `{}`", path.display());
        let told = |item: Item<Row>| match item {
            Item::Ready(work) => work.piece["report"].as_str().unwrap().to_owned(),
            Item::Problem(problem) => {
                problem.message.replace(&place, "").replace(&format!("`{}`", path.display()), "it")
            }
        };
        let found: Vec<String> = read(&path).map(told).collect();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_bad_row_costs_no_other() {
        check(
            b"\xEF\xBB\xBFReport, Event\nr1,AID\nr2\n\xFF,AID\n\"r\n4\",AID\nr5,AID\n",
            &[
                "r1",
                "cannot read line 3: expected 2 columns, found 1",
                "cannot read line 4: expected UTF-8 in `report`, found other bytes",
                "r\n4",
                "r5",
            ],
        );
    }

    #[test]
    fn a_table_needs_a_header() {
        check(b"", &["cannot read it: expected a header, found nothing"]);
        check(b"report,event,event\n", &["cannot read it: expected each column once, found `event` twice"]);
    }
}

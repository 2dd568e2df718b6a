//! One row a record, for spreadsheets and data frames.
//!
//! Lists are joined with `; `. A text cell that a spreadsheet would run as a formula is written with an
//! apostrophe before it; numbers stand as they are.

use super::precision;
use super::record::{Number, PartyShape, Record};
use anyhow::Result;

/// The columns, in order.
pub const COLUMNS: [&str; 45] = [
    "id",
    "date",
    "enddate",
    "date_precision",
    "date_source",
    "event",
    "mode",
    "context",
    "cameo",
    "quad_code",
    "event_scale",
    "auxiliary",
    "actor_text",
    "actor_name",
    "actor_country",
    "actor_sector",
    "recipient_text",
    "recipient_name",
    "recipient_country",
    "recipient_sector",
    "loc_text",
    "loc_name",
    "loc_country",
    "loc_admin1",
    "lat",
    "lon",
    "geonames",
    "loc_precision",
    "loc_source",
    "event_text",
    "dead_low",
    "dead_high",
    "injured_low",
    "injured_high",
    "size_low",
    "size_high",
    "attributed_to",
    "attribution_cue",
    "polarity",
    "certainty",
    "confidence",
    "rule",
    "text",
    "report",
    "published",
];

/// The cells of `record`, one a column.
pub fn row(record: &Record) -> Vec<String> {
    let mut cells = what(record);
    cells.extend(who(&record.actor));
    cells.extend(who(&record.recipient));
    cells.extend(place(record));
    cells.push(safe(&join(&record.event_text)));
    cells.extend([record.dead, record.injured, record.size].into_iter().flat_map(bounds));
    cells.extend(word(record));
    cells.push(record.confidence.to_string());
    cells.extend([record.rule, record.text, record.cite_info.id].map(safe));
    cells.push(record.cite_info.published.clone().unwrap_or_default());
    cells
}

fn what(record: &Record) -> Vec<String> {
    let contexts: Vec<&str> = record.context.iter().map(|c| c.as_str()).collect();
    let auxiliary: Vec<&str> = record.auxiliary.iter().map(|a| a.as_str()).collect();
    vec![
        safe(&record.id),
        record.date.clone().unwrap_or_default(),
        record.enddate.clone().unwrap_or_default(),
        precision(record.date_precision).to_owned(),
        record.date_source.to_owned(),
        join(&record.event),
        join(record.mode),
        join(&contexts),
        record.cameo.unwrap_or_default().to_owned(),
        record.quad_code.to_string(),
        record.event_scale.to_string(),
        join(&auxiliary),
    ]
}

fn who(parties: &[PartyShape]) -> [String; 4] {
    let column = |cell: fn(&PartyShape) -> String| join(&parties.iter().map(cell).collect::<Vec<_>>());
    [
        safe(&column(|p| p.text.to_owned())),
        safe(&column(|p| p.name.unwrap_or_default().to_owned())),
        column(|p| p.country.map(|c| c.to_string()).unwrap_or_default()),
        column(|p| p.sector.iter().map(|s| s.as_str()).collect::<Vec<_>>().join("+")),
    ]
}

fn place(record: &Record) -> Vec<String> {
    let place = record.event_loc.as_ref();
    let text = |cell: Option<&str>| safe(cell.unwrap_or_default());
    let number = |cell: Option<f64>| cell.map(|n| n.to_string()).unwrap_or_default();
    vec![
        text(place.map(|p| p.text)),
        text(place.map(|p| p.name)),
        place.and_then(|p| p.country).map(|c| c.to_string()).unwrap_or_default(),
        text(place.and_then(|p| p.admin1)),
        number(place.and_then(|p| p.lat)),
        number(place.and_then(|p| p.lon)),
        place.and_then(|p| p.geonames).map(|g| g.to_string()).unwrap_or_default(),
        text(place.map(|p| p.precision)),
        record.loc_source.to_owned(),
    ]
}

fn bounds(number: Option<Number>) -> [String; 2] {
    let (low, high) = match number {
        None => (None, None),
        Some(Number::Exact(n)) => (Some(n), Some(n)),
        Some(Number::Bounds { low, high }) => (low, high),
    };
    [low, high].map(|n| n.map(|n| n.to_string()).unwrap_or_default())
}

/// Sources, cues, polarity and certainty of the attributions, outermost first.
fn word(record: &Record) -> [String; 4] {
    let list = &record.attribution;
    let sources: Vec<&str> = list.iter().map(|a| a.source.as_ref().map_or("", |s| s.text)).collect();
    let cues: Vec<&str> = list.iter().map(|a| a.cue.as_str()).collect();
    let polarity: Vec<&str> = list.iter().map(|a| a.polarity).collect();
    let certainty: Vec<&str> = list.iter().map(|a| a.certainty).collect();
    [safe(&join(&sources)), safe(&join(&cues)), join(&polarity), join(&certainty)]
}

/// `cells` as one, parted by `; `.
pub fn join<S: AsRef<str>>(cells: &[S]) -> String {
    cells.iter().map(AsRef::as_ref).collect::<Vec<_>>().join("; ")
}

/// `cell` on one line, with an apostrophe before what a spreadsheet would take for a formula.
pub fn safe(cell: &str) -> String {
    let line = cell.split(['\n', '\r', '\t']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let risky = line.trim_start().starts_with(['=', '+', '-', '@']);
    if risky { format!("'{line}") } else { line }
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
    Ok(writer.into_inner()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use crate::shape::record::records;
    use annalist_core::span::CodePoints;

    #[test]
    fn every_column_has_its_cell() {
        let coded = sample::coded();
        let records = records(&coded, &CodePoints::new(&coded.document.text), false);
        let cells = row(&records[0].1);
        assert_eq!(cells.len(), COLUMNS.len());
        let table: Vec<String> = COLUMNS.iter().zip(&cells).map(|(c, v)| format!("{c:18}{v}")).collect();
        insta::assert_snapshot!(table.join("\n"));
    }

    #[test]
    fn cells_cannot_run_as_formulas() {
        let check = |cell, expected| assert_eq!(safe(cell), expected);
        check("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")");
        check("  @sum", "'  @sum");
        check("-5 degrees", "'-5 degrees");
        check("two\r\nlines", "two lines");
        check("a plain - cell", "a plain - cell");
    }
}

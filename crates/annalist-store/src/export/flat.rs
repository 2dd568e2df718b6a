//! One row a record, for spreadsheets and data frames.
//!
//! Lists are joined with `; `. A text cell, or a part of a joined one, that a spreadsheet would run as a formula is
//! written with an apostrophe before it; numbers stand as they are.

use crate::record::{Number, Party, Record, bounds};

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
    cells.push(joined(record.event_text.iter().map(String::as_str)));
    cells.extend([record.dead, record.injured, record.size].into_iter().flat_map(cells_of));
    cells.extend(word(record));
    cells.push(record.confidence.to_string());
    cells.extend([&record.rule, &record.text, &record.cite_info.id].map(|cell| safe(cell)));
    cells.push(record.cite_info.published.clone().unwrap_or_default());
    cells
}

fn what(record: &Record) -> Vec<String> {
    vec![
        safe(&record.id),
        record.date.clone().unwrap_or_default(),
        record.enddate.clone().unwrap_or_default(),
        record.date_precision.clone(),
        record.date_source.clone(),
        join(&record.event),
        join(&record.mode),
        join(&record.context),
        record.cameo.clone().unwrap_or_default(),
        record.quad_code.to_string(),
        record.event_scale.to_string(),
        join(&record.auxiliary),
    ]
}

fn who(parties: &[Party]) -> [String; 4] {
    [
        joined(parties.iter().map(|p| p.text.as_str())),
        joined(parties.iter().map(|p| p.name.as_deref().unwrap_or_default())),
        join(&parties.iter().map(|p| p.country.as_deref().unwrap_or_default()).collect::<Vec<_>>()),
        join(&parties.iter().map(|p| p.sector.join("+")).collect::<Vec<_>>()),
    ]
}

fn place(record: &Record) -> Vec<String> {
    let place = record.event_loc.as_ref();
    let text = |cell: Option<&str>| safe(cell.unwrap_or_default());
    let number = |cell: Option<f64>| cell.map(|n| n.to_string()).unwrap_or_default();
    vec![
        text(place.map(|p| p.text.as_str())),
        text(place.map(|p| p.name.as_str())),
        place.and_then(|p| p.country.clone()).unwrap_or_default(),
        text(place.and_then(|p| p.admin1.as_deref())),
        number(place.and_then(|p| p.lat)),
        number(place.and_then(|p| p.lon)),
        place.and_then(|p| p.geonames).map(|g| g.to_string()).unwrap_or_default(),
        text(place.map(|p| p.precision.as_str())),
        record.loc_source.clone(),
    ]
}

fn cells_of(number: Option<Number>) -> [String; 2] {
    let (low, high) = bounds(number);
    [low, high].map(|n| n.map(|n| n.to_string()).unwrap_or_default())
}

/// Sources, cues, polarity and certainty of the attributions, outermost first.
fn word(record: &Record) -> [String; 4] {
    let list = &record.attribution;
    [
        joined(list.iter().map(|a| a.source.as_ref().map_or("", |s| s.text.as_str()))),
        joined(list.iter().map(|a| a.cue.as_str())),
        join(&list.iter().map(|a| a.polarity.as_str()).collect::<Vec<_>>()),
        join(&list.iter().map(|a| a.certainty.as_str()).collect::<Vec<_>>()),
    ]
}

/// `cells` as one, parted by `; `.
pub fn join<S: AsRef<str>>(cells: &[S]) -> String {
    cells.iter().map(AsRef::as_ref).collect::<Vec<_>>().join("; ")
}

/// Free text as one cell: every part is safe by itself, since a spreadsheet may part cells at `;`.
pub fn joined<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    cells.map(safe).collect::<Vec<_>>().join("; ")
}

/// `cell` on one line, with an apostrophe before what a spreadsheet would take for a formula.
pub fn safe(cell: &str) -> String {
    let line = cell.split(['\n', '\r', '\t']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let risky = line.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if risky { format!("'{line}") } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_cannot_run_as_formulas() {
        let check = |cell, expected| assert_eq!(safe(cell), expected);
        check("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")");
        check("  @sum", "'  @sum");
        check("-5 degrees", "'-5 degrees");
        check("＝1+1", "'＝1+1");
        check("two\r\nlines", "two lines");
        check("a plain - cell", "a plain - cell");
        assert_eq!(joined(["Paris", "=1+1"].into_iter()), "Paris; '=1+1");
    }

    #[test]
    fn every_column_has_its_cell() {
        assert_eq!(row(&Record::default()).len(), COLUMNS.len());
    }
}

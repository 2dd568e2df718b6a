//! The rows for people and for programs.

use super::Row;
use crate::timeline::Look;
use crate::timeline::wrap::{Line, Style, wrap};

/// Rows of each kind that the table for people shows.
const SHOWN: usize = 30;
/// Columns before an example.
const MARGIN: usize = 10;

/// The columns of the CSV and TSV forms; the keys of the JSONL form.
pub const COLUMNS: [&str; 11] = [
    "what",
    "kind",
    "form",
    "count",
    "reports",
    "acting",
    "acted_on",
    "joining",
    "has_entries",
    "example",
    "report",
];

/// The cells of `row`, one a column.
pub fn cells(row: &Row) -> [String; 11] {
    let safe = annalist_shape::flat::safe;
    [
        row.what.to_owned(),
        row.kind.to_owned(),
        safe(&row.form),
        row.count.to_string(),
        row.reports.to_string(),
        row.acting.to_string(),
        row.acted_on.to_string(),
        row.joining.to_string(),
        row.has_entries.to_string(),
        safe(&row.example),
        safe(&row.report),
    ]
}

/// The commonest rows with an example each.
pub fn table(rows: &[Row], look: Look) -> String {
    let (parties, predicates): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|r| r.what == "party");
    let mut lines = Vec::new();
    lines.extend(part(
        &predicates,
        "predicates without an entry that fits",
        ["joining", "count", "reports"],
        look,
    ));
    lines.push(Line::default());
    lines.extend(part(&parties, "parties without country or sector", ["acting", "count", "reports"], look));
    lines.iter().map(|line| line.render(look.colour) + "\n").collect()
}

fn part(rows: &[&Row], title: &str, columns: [&str; 3], look: Look) -> Vec<Line> {
    let width = look.width.clamp(24, 100);
    let [a, b, c] = columns;
    let mut lines = vec![Line::plain(&format!("{a:>8}{b:>8}{c:>9}  {title}"), Style::Bold)];
    if rows.is_empty() {
        lines.push(Line::plain(&format!("{:27}none", ""), Style::Dim));
    }
    for row in rows.iter().take(SHOWN) {
        let first = if row.what == "party" { row.acting } else { row.joining };
        let kind =
            if row.has_entries { format!("{}, has other entries", row.kind) } else { row.kind.to_owned() };
        let numbers = format!("{first:>8}{:>8}{:>9}  ", row.count, row.reports);
        let head = Line::plain(&row.form, Style::Bold).after(&[(Style::Plain, numbers)]);
        lines.push(head.before(&[(Style::Dim, format!("  ({kind})"))]));
        let quoted = format!("“{}”", row.example);
        let rows = wrap(&[(Style::Dim, &quoted)], width - MARGIN);
        lines.extend(rows.into_iter().map(|line| line.after(&[(Style::Plain, " ".repeat(MARGIN))])));
    }
    if rows.len() > SHOWN {
        let rest = format!("{:27}and {} more with `--format jsonl`, `csv` or `tsv`", "", rows.len() - SHOWN);
        lines.push(Line::plain(&rest, Style::Dim));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::{Met, Tally};
    use super::*;

    fn tally() -> Tally {
        let met = |what, kind, form: &str, acted_on, has_entries| Met {
            what,
            kind,
            form: form.into(),
            acting: true,
            acted_on,
            has_entries,
            example: "French soldiers shadowed the rebels of Ansar along the river for a week.".into(),
        };
        let mut tally = Tally::default();
        tally.add(
            "r1",
            vec![
                met("predicate", "verb", "shadow/v", true, false),
                met("predicate", "verb", "hold/v obj=bridge", false, true),
                met("party", "organization", "=Ansar", false, false),
            ],
        );
        tally
    }

    #[test]
    fn the_commonest_read_as_a_page() {
        let look = Look { width: 60, colour: false, explain: false };
        insta::assert_snapshot!(table(&tally().rows(), look));
        assert!(table(&[], look).contains("none"));
    }

    #[test]
    fn every_column_has_its_cell_under_the_name_of_the_json_key() {
        let rows = tally().rows();
        let json = serde_json::to_value(&rows[0]).unwrap();
        let keys: Vec<&String> = json.as_object().unwrap().keys().collect();
        assert_eq!(keys, COLUMNS);
        assert_eq!(cells(&rows[2])[2], "'=Ansar", "no spreadsheet runs it");
    }
}

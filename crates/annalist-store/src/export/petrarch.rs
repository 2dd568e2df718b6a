//! PETRARCH2's output: tab-separated lines of date, source, target, CAMEO code, issues, the record's id, the address where
//! there is one, and the publisher.
//!
//! A line is one pair of parties; `---` stands where a party has no code, and records of types without a CAMEO code, and
//! such as are planned, supposed, did not happen or are denied, have no lines. Issues are empty: PETRARCH2's come from word lists of
//! its own.

use super::cameo::{self, actor, pairs};
use super::flat::safe;
use crate::record::{Party, Record};

/// The lines of a record, each as its cells.
pub fn rows(record: &Record) -> Vec<Vec<String>> {
    let Some(code) = cameo::code(record).filter(|_| !cameo::is_no_fact(record)) else { return Vec::new() };
    let day = record.days().map(|(first, _)| first.strftime("%Y%m%d").to_string()).unwrap_or_default();
    let coded = |party: Option<&Party>| party.and_then(actor).unwrap_or_else(|| "---".into());
    let line = |(by, to)| {
        let mut cells =
            vec![day.clone(), coded(by), coded(to), code.to_owned(), String::new(), safe(&record.id)];
        cells.extend(record.cite_info.url.as_deref().map(safe));
        cells.push(record.cite_info.publisher.as_deref().map_or_else(|| "NULL".into(), safe));
        cells
    };
    pairs(record).into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_the_cells_of_petrarch2() {
        let party = |country: &str| Party {
            country: Some(country.into()),
            sector: vec!["GOV".into()],
            ..Party::default()
        };
        let record = Record {
            id: "r17:REQUEST:35".into(),
            event: vec!["REQUEST".into()],
            cameo: Some("0232".into()),
            date: Some("2013-01-10".into()),
            actor: vec![party("MLI")],
            recipient: vec![party("FRA")],
            ..Record::default()
        };
        assert_eq!(rows(&record), [["20130110", "MLIGOV", "FRAGOV", "0232", "", "r17:REQUEST:35", "NULL"]]);
    }
}

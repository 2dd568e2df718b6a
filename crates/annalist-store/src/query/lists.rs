//! Lists of statements and reports, the latest first; undated ones come last.

use super::filter::search_terms;
use super::pages::statement_row;
use super::rows::{ReportRow, StatementRow, raw};
use crate::error::Result;
use crate::store::Store;
use jiff::civil::Date;
use rusqlite::types::Value;

/// Which statements or reports are asked for: those that meet every condition that is set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listed {
    /// Keys of speakers; of reports, those that quote one of them.
    pub speakers: Vec<i64>,
    /// Publishers.
    pub sources: Vec<String>,
    /// Identifiers of reports.
    pub reports: Vec<String>,
    /// Words that the report has, as in [`super::Filter::text`]; a statement's own words must hold them too.
    pub text: Option<String>,
    /// The first day of publication, inclusive.
    pub from: Option<Date>,
    /// The last day of publication, inclusive.
    pub until: Option<Date>,
    /// The key that the list goes on after.
    pub after: Option<i64>,
    /// How many at most.
    pub limit: usize,
}

/// Rows, and the key to go on after where there are more.
pub type Page<T> = (Vec<T>, Option<i64>);

impl Store {
    /// The statements that `listed` asks for.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn list_statements(&self, listed: &Listed) -> Result<Page<StatementRow>> {
        let mut query = Query::new(listed, "statements", "s", "date");
        query.any("s.speaker", listed.speakers.iter().map(|key| Value::Integer(*key)));
        for word in listed.text.iter().flat_map(|text| text.split(['"', '*', ' '])).filter(|w| !w.is_empty())
        {
            query.and("instr(lower(s.content), lower(?)) > 0", [Value::Text(word.to_owned())]);
        }
        let sql = format!(
            "SELECT s.key, s.speaker, s.record FROM statements s JOIN reports r ON r.key = s.report
             WHERE {} ORDER BY ifnull(s.date, '') DESC, s.key DESC LIMIT ?",
            query.conditions.join(" AND ")
        );
        query.rows(self, &sql, listed.limit, statement_row, |row| row.key)
    }

    /// The reports that `listed` asks for.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn list_reports(&self, listed: &Listed) -> Result<Page<ReportRow>> {
        let mut query = Query::new(listed, "reports", "r", "published");
        if !listed.speakers.is_empty() {
            let marks = vec!["?"; listed.speakers.len()].join(", ");
            let quotes = format!("r.key IN (SELECT report FROM statements WHERE speaker IN ({marks}))");
            query.and(&quotes, listed.speakers.iter().map(|key| Value::Integer(*key)));
        }
        let sql = format!(
            "SELECT r.key, r.coder, r.record FROM reports r WHERE {}
             ORDER BY ifnull(r.published, '') DESC, r.key DESC LIMIT ?",
            query.conditions.join(" AND ")
        );
        let read = |row: &rusqlite::Row| {
            Ok(ReportRow { key: row.get(0)?, coder: row.get(1)?, report: raw(row, 2)? })
        };
        query.rows(self, &sql, listed.limit, read, |row| row.key)
    }
}

/// The conditions of a list with their values.
struct Query {
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Query {
    /// The conditions that statements and reports share; the rows of `table`, here called `name`, come by their `time`.
    fn new(listed: &Listed, table: &str, name: &str, time: &str) -> Self {
        let mut query = Query { conditions: vec!["1".to_owned()], values: Vec::new() };
        query.any("r.publisher", listed.sources.iter().map(|name| Value::Text(name.clone())));
        query.any("r.id", listed.reports.iter().map(|id| Value::Text(id.clone())));
        if let Some(text) = &listed.text {
            let terms = search_terms(text).map(Value::Text);
            match terms {
                Some(terms) => {
                    query.and("r.key IN (SELECT rowid FROM report_words WHERE report_words MATCH ?)", [terms])
                }
                None => query.and("0", []),
            }
        }
        if let Some(from) = listed.from {
            query.and("r.published >= ?", [Value::Text(from.to_string())]);
        }
        if let Some(until) = listed.until {
            query.and("substr(r.published, 1, 10) <= ?", [Value::Text(until.to_string())]);
        }
        if let Some(after) = listed.after {
            let before = format!(
                "(ifnull({name}.{time}, ''), {name}.key) < (SELECT ifnull({time}, ''), key FROM {table} WHERE key = ?)"
            );
            query.and(&before, [Value::Integer(after)]);
        }
        query
    }

    fn and(&mut self, condition: &str, values: impl IntoIterator<Item = Value>) {
        self.conditions.push(condition.to_owned());
        self.values.extend(values);
    }

    fn any(&mut self, column: &str, values: impl ExactSizeIterator<Item = Value>) {
        if values.len() > 0 {
            let marks = vec!["?"; values.len()].join(", ");
            self.and(&format!("{column} IN ({marks})"), values);
        }
    }

    fn rows<T>(
        mut self,
        store: &Store,
        sql: &str,
        limit: usize,
        read: impl FnMut(&rusqlite::Row) -> rusqlite::Result<T>,
        key: impl Fn(&T) -> i64,
    ) -> Result<Page<T>> {
        self.values.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX - 1) + 1));
        let mut statement = store.db.prepare_cached(sql)?;
        let rows = statement.query_map(rusqlite::params_from_iter(self.values), read)?;
        let mut rows = rows.collect::<rusqlite::Result<Vec<T>>>()?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(key);
        Ok((rows, next))
    }
}

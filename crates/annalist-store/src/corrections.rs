//! What a person says against or beside the coding: rejected, edited and added records, incidents joined and split.
//!
//! Corrections are kept apart from what was coded, by the identifiers of reports and records, which no better coder
//! changes; every time a report is coded anew they are applied again. One correction is one JSON object on a line:
//!
//! ```json
//! {"action": "reject", "event": "r17:ACCUSE:35", "by": "MK", "note": "a quotation of 1956"}
//! {"action": "edit", "event": "r17:REQUEST:35", "set": {"date": "2013-01-09", "mode": ["assist"]}}
//! {"action": "add", "report": "r17", "record": {"event": ["PROTEST"], "date": "2013-01-10", "text": "Crowds marched."}}
//! {"action": "restore", "event": "r17:ACCUSE:35"}
//! {"action": "join", "events": ["r17:ASSAULT:80", "r21:ASSAULT:12"]}
//! {"action": "split", "events": ["r21:ASSAULT:12"]}
//! ```
//!
//! `restore` takes back what was said of a record before. `join` makes one incident of those that the events belong to;
//! `split` takes the events out of theirs into one of their own.

use crate::error::{Result, StoreError};
use crate::record::Record;
use annalist_core::EventType;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// The most bytes of one correction.
pub const LONGEST: usize = 1 << 20;

/// What a correction does.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// The record is wrong altogether.
    Reject {
        /// Its identifier.
        event: String,
    },
    /// Fields of the record are otherwise.
    Edit {
        /// Its identifier.
        event: String,
        /// The fields as they should be, under the names of records.
        set: Map<String, Value>,
    },
    /// A record is missing.
    Add {
        /// The report it is of.
        report: String,
        /// The record; what it leaves out is empty.
        record: Map<String, Value>,
    },
    /// What was said of the record is taken back.
    Restore {
        /// Its identifier.
        event: String,
    },
    /// The incidents of the events are one.
    Join {
        /// Identifiers of two records or more.
        events: Vec<String>,
    },
    /// The events are an incident of their own.
    Split {
        /// Identifiers of one record or more.
        events: Vec<String>,
    },
}

/// The line as it is read, before it is checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    action: String,
    event: Option<String>,
    events: Option<Vec<String>>,
    report: Option<String>,
    set: Option<Map<String, Value>>,
    record: Option<Map<String, Value>>,
    #[serde(rename = "by")]
    _by: Option<String>,
    #[serde(rename = "at")]
    _at: Option<String>,
    #[serde(rename = "note")]
    _note: Option<String>,
}

impl Edit {
    /// Reads one line; besides what the action needs it may say `by` whom, `at` what time, and a `note`.
    ///
    /// # Errors
    /// [`StoreError::Shape`] where the action is unknown, what it needs is missing, or a field is none of a record.
    pub fn from_json(line: &str) -> Result<Self> {
        if line.len() > LONGEST {
            return Err(bad(format!("expected at most {LONGEST} bytes, found {}", line.len())));
        }
        let line: Line = serde_json::from_str(line).map_err(bad)?;
        let event = || line.event.clone().ok_or_else(|| bad("expected the record's identifier in `event`"));
        let events = |least: usize| match &line.events {
            Some(events) if events.len() >= least => Ok(events.clone()),
            _ => Err(bad(format!("expected identifiers of at least {least} records in `events`"))),
        };
        match line.action.as_str() {
            "reject" => Ok(Edit::Reject { event: event()? }),
            "restore" => Ok(Edit::Restore { event: event()? }),
            "edit" => {
                let set = line.set.clone().ok_or_else(|| bad("expected the fields to change in `set`"))?;
                check(&set)?;
                Ok(Edit::Edit { event: event()?, set })
            }
            "add" => {
                let report =
                    line.report.clone().ok_or_else(|| bad("expected the report's identifier in `report`"))?;
                let record = line.record.clone().ok_or_else(|| bad("expected the record in `record`"))?;
                check(&record)?;
                if !record.contains_key("event") {
                    return Err(bad("expected a type in the record's `event`"));
                }
                Ok(Edit::Add { report, record })
            }
            "join" => Ok(Edit::Join { events: events(2)? }),
            "split" => Ok(Edit::Split { events: events(1)? }),
            other => Err(bad(format!(
                "expected `action` to be reject, edit, add, restore, join or split, found `{other}`"
            ))),
        }
    }

    /// `reject`, `edit`, `add`, `restore`, `join` or `split`.
    pub fn action(&self) -> &'static str {
        match self {
            Edit::Reject { .. } => "reject",
            Edit::Edit { .. } => "edit",
            Edit::Add { .. } => "add",
            Edit::Restore { .. } => "restore",
            Edit::Join { .. } => "join",
            Edit::Split { .. } => "split",
        }
    }
}

fn bad(why: impl ToString) -> StoreError {
    StoreError::shape("a correction", why)
}

/// The fields of a record that a person may state.
const FIELDS: &[&str] = &[
    "date",
    "enddate",
    "date_precision",
    "event",
    "mode",
    "context",
    "cameo",
    "quad_code",
    "event_scale",
    "auxiliary",
    "actor",
    "recipient",
    "event_loc",
    "event_text",
    "dead",
    "injured",
    "size",
    "attribution",
    "text",
    "text_info",
];

/// Refuses fields that a person cannot state, and values that records cannot have.
fn check(fields: &Map<String, Value>) -> Result<()> {
    if let Some(name) = fields.keys().find(|name| !FIELDS.contains(&name.as_str())) {
        return Err(bad(format!("expected fields among {}, found `{name}`", FIELDS.join(", "))));
    }
    let mut whole = blank();
    whole.extend(fields.clone());
    let record: Record = serde_json::from_value(Value::Object(whole)).map_err(bad)?;
    let capital =
        |kind: &String| !kind.is_empty() && kind.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
    if record.event.len() > 1 || !record.event.iter().all(capital) {
        return Err(bad("expected one type in capitals in `event`"));
    }
    for (name, date) in [("date", &record.date), ("enddate", &record.enddate)] {
        if let Some(date) =
            date.as_ref().filter(|d| d.parse::<jiff::civil::Date>().is_err() && !is_partial(d))
        {
            return Err(bad(format!("expected a date such as 2013-01-10 in `{name}`, found `{date}`")));
        }
    }
    Ok(())
}

/// Whether `date` is a partial one, such as `XXXX-03-12`.
fn is_partial(date: &str) -> bool {
    date.contains('X') && date.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'X' | b'-' | b'W'))
}

/// A record that says nothing.
fn blank() -> Map<String, Value> {
    let Value::Object(blank) = json!({
        "id": "", "date": null, "enddate": null, "date_precision": "unknown", "date_source": "none", "event": [],
        "mode": [], "context": [], "cameo": null, "quad_code": 0, "event_scale": 0.0, "auxiliary": [], "actor": [],
        "recipient": [], "event_loc": null, "loc_source": "none", "event_text": [], "dead": null, "injured": null,
        "size": null, "attribution": [], "confidence": 1.0, "rule": "by hand", "text": "",
        "text_info": {"span": [0, 0], "trigger": [], "mentions": []}, "cite_info": {}, "coder": "by hand"
    }) else {
        return Map::new();
    };
    blank
}

/// A record after corrections.
#[derive(Clone, Debug, PartialEq)]
pub struct Effective {
    /// The line as it counts now.
    pub line: String,
    /// What it says.
    pub record: Record,
    /// The line as it was coded, where a person changed it.
    pub coded: Option<String>,
    /// `coded`, `edited`, `added` or `rejected`.
    pub status: &'static str,
}

impl Effective {
    /// A record that nobody has corrected.
    ///
    /// # Errors
    /// [`StoreError::Shape`] where `line` is no record.
    pub fn coded(line: String) -> Result<Self> {
        Ok(Effective { record: Record::from_json(&line)?, line, coded: None, status: "coded" })
    }
}

/// A correction as the store keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// Its number, by which added records are named.
    pub key: i64,
    /// What it does.
    pub edit: Edit,
    /// The line of the record it was made on.
    pub coded: Option<String>,
}

/// The records of a report after `corrections`, which are in the order they were made; `cite` is the report as records
/// cite it.
///
/// An edited record that the present coder no longer finds is kept as the person left it, unless the coder has by itself
/// come to the type that the person gave, at the same words: then the edit is applied to that record.
///
/// # Errors
/// [`StoreError::Shape`] where a line is no record.
pub fn apply(records: Vec<String>, corrections: &[Kept], cite: &Value) -> Result<Vec<Effective>> {
    let mut effective = records.into_iter().map(Effective::coded).collect::<Result<Vec<_>>>()?;
    for correction in corrections {
        match &correction.edit {
            Edit::Reject { event } => {
                if let Some(at) = find(&effective, event) {
                    effective[at].status = "rejected";
                }
            }
            Edit::Restore { event } => restore(&mut effective, event)?,
            Edit::Edit { event, set } => edit(&mut effective, event, set, correction)?,
            Edit::Add { record, report } => {
                effective.push(added(record, report, correction.key, cite)?);
            }
            Edit::Join { .. } | Edit::Split { .. } => {}
        }
    }
    Ok(effective)
}

fn find(effective: &[Effective], id: &str) -> Option<usize> {
    effective.iter().position(|e| e.record.id == id)
}

fn restore(effective: &mut [Effective], id: &str) -> Result<()> {
    let Some(at) = find(effective, id) else { return Ok(()) };
    match effective[at].coded.take() {
        Some(coded) => effective[at] = Effective::coded(coded)?,
        None if effective[at].status == "added" => effective[at].status = "rejected",
        None if effective[at].line.contains("\"coder\":\"by hand\"") => effective[at].status = "added",
        None => effective[at].status = "coded",
    }
    Ok(())
}

fn edit(effective: &mut Vec<Effective>, id: &str, set: &Map<String, Value>, kept: &Kept) -> Result<()> {
    if let Some(at) = find(effective, id) {
        let was = &effective[at];
        let changed = changed(&was.line, set)?;
        let status = if was.status == "added" { "added" } else { "edited" };
        let coded = was.coded.clone().or_else(|| (status == "edited").then(|| was.line.clone()));
        effective[at] = Effective { record: Record::from_json(&changed)?, line: changed, coded, status };
        return Ok(());
    }
    let Some(coded) = &kept.coded else { return Ok(()) };
    let changed_line = changed(coded, set)?;
    let record = Record::from_json(&changed_line)?;
    let same = |e: &Effective| {
        e.status == "coded"
            && e.record.kind() == record.kind()
            && e.record.trigger_start() == record.trigger_start()
    };
    match effective.iter().position(|e| record.trigger_start().is_some() && same(e)) {
        Some(at) => {
            let line = changed(&effective[at].line, set)?;
            let coded = Some(effective[at].line.clone());
            effective[at] = Effective { record: Record::from_json(&line)?, line, coded, status: "edited" };
        }
        None => {
            let coded = Some(coded.clone());
            effective.push(Effective { record, line: changed_line, coded, status: "edited" });
        }
    }
    Ok(())
}

/// `line` with the fields of `set`; quad category and scale follow the type where `set` does not state them.
fn changed(line: &str, set: &Map<String, Value>) -> Result<String> {
    let mut record: Map<String, Value> = crate::record::parse("a record", line)?;
    for (name, value) in set {
        record.insert(name.clone(), value.clone());
    }
    if set.contains_key("event") || set.contains_key("mode") {
        follow_type(&mut record, set);
    }
    Ok(Value::Object(record).to_string())
}

fn follow_type(record: &mut Map<String, Value>, stated: &Map<String, Value>) {
    let words = |name: &str| -> Vec<String> {
        let list = record.get(name).and_then(Value::as_array).into_iter().flatten();
        list.filter_map(|v| v.as_str().map(str::to_owned)).collect()
    };
    let Some(kind) = words("event").first().and_then(|k| EventType::from_label(k)) else { return };
    let scale = (f64::from(kind.score(&words("mode"))) * 100.0).round() / 100.0;
    if !stated.contains_key("quad_code") {
        record.insert("quad_code".into(), kind.quad_code().into());
    }
    if !stated.contains_key("event_scale") {
        record.insert("event_scale".into(), scale.into());
    }
    if stated.contains_key("event") && !stated.contains_key("cameo") {
        record.insert("cameo".into(), Value::Null);
    }
}

/// The record that a person added to `report` by correction number `key`; it is named `REPORT:TYPE:hand-KEY`.
fn added(record: &Map<String, Value>, report: &str, key: i64, cite: &Value) -> Result<Effective> {
    let mut whole = blank();
    whole.extend(record.clone());
    let dated = whole.get("date").is_some_and(|d| !d.is_null());
    if dated && !record.contains_key("date_precision") {
        whole.insert("date_precision".into(), "day".into());
    }
    let stated = record.clone();
    follow_type(&mut whole, &stated);
    let kind = whole["event"][0].as_str().unwrap_or_default().to_owned();
    whole.insert("id".into(), format!("{report}:{kind}:hand-{key}").into());
    whole.insert("cite_info".into(), cite.clone());
    let line = Value::Object(whole).to_string();
    Ok(Effective { record: Record::from_json(&line)?, line, coded: None, status: "added" })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODED: &str = r#"{"id":"r1:ACCUSE:35","date":"2013-01-10","event":["ACCUSE"],"mode":[],"quad_code":3,
        "event_scale":-3.0,"cameo":"112","text_info":{"span":[0,90],"trigger":[[35,44]]},"coder":"annalist 1"}"#;

    fn kept(lines: &[&str]) -> Vec<Kept> {
        let keep = |(i, line): (usize, &&str)| Kept {
            key: i as i64 + 1,
            edit: Edit::from_json(line).unwrap(),
            coded: Some(CODED.into()),
        };
        lines.iter().enumerate().map(keep).collect()
    }

    /// What the records are after the corrections: status, identifier, date, scale.
    fn check(records: &[&str], corrections: &[&str], expected: &[&str]) {
        let records = records.iter().map(|r| (*r).to_owned()).collect();
        let found = apply(records, &kept(corrections), &json!({"id": "r1"})).unwrap();
        let shown = found.iter().map(|e| {
            let date = e.record.date.as_deref().unwrap_or("-");
            format!("{} {} {date} {}", e.status, e.record.id, e.record.event_scale)
        });
        assert_eq!(shown.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn corrections_are_applied_in_their_order() {
        let reject = r#"{"action":"reject","event":"r1:ACCUSE:35","by":"MK"}"#;
        let restore = r#"{"action":"restore","event":"r1:ACCUSE:35"}"#;
        let edit =
            r#"{"action":"edit","event":"r1:ACCUSE:35","set":{"event":["THREATEN"],"date":"2013-01-09"}}"#;
        check(&[CODED], &[reject], &["rejected r1:ACCUSE:35 2013-01-10 -3"]);
        check(&[CODED], &[reject, restore], &["coded r1:ACCUSE:35 2013-01-10 -3"]);
        check(&[CODED], &[edit], &["edited r1:ACCUSE:35 2013-01-09 -3.5"]);
        check(&[CODED], &[edit, restore], &["coded r1:ACCUSE:35 2013-01-10 -3"]);
    }

    #[test]
    fn an_added_record_is_complete_and_named_by_its_correction() {
        let add = r#"{"action":"add","report":"r1","record":{"event":["PROTEST"],"date":"2013-01-12"}}"#;
        check(&[], &[add], &["added r1:PROTEST:hand-1 2013-01-12 -5"]);
    }

    #[test]
    fn an_edit_survives_a_coder_that_changes_its_mind() {
        let edit =
            r#"{"action":"edit","event":"r1:ACCUSE:35","set":{"event":["THREATEN"],"date":"2013-01-09"}}"#;
        // The new coder finds nothing: the person's record stays.
        check(&[], &[edit], &["edited r1:ACCUSE:35 2013-01-09 -3.5"]);
        // It has come to the person's type by itself: there are not two records.
        let better =
            CODED.replace("r1:ACCUSE:35", "r1:THREATEN:35").replace(r#"["ACCUSE"]"#, r#"["THREATEN"]"#);
        check(&[&better], &[edit], &["edited r1:THREATEN:35 2013-01-09 -3.5"]);
    }

    #[test]
    fn what_cannot_be_a_correction_is_told() {
        let check = |line: &str, expected: &str| {
            let error = Edit::from_json(line).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        };
        check("{", "EOF");
        check(r#"{"action":"delete"}"#, "reject, edit, add, restore, join or split, found `delete`");
        check(r#"{"action":"reject"}"#, "identifier in `event`");
        check(r#"{"action":"edit","event":"e","set":{"actr":[]}}"#, "found `actr`");
        check(r#"{"action":"edit","event":"e","set":{"date":"last week"}}"#, "found `last week`");
        check(r#"{"action":"edit","event":"e","set":{"event":["protest"]}}"#, "in capitals");
        check(r#"{"action":"add","report":"r","record":{}}"#, "`event`");
        check(r#"{"action":"join","events":["a"]}"#, "at least 2");
    }
}

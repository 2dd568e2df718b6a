//! A folder for a replication archive: the annals as JSONL, and an RO-Crate description of them (RO-Crate 1.1) with
//! versions and settings.
//!
//! Texts of reports are not in it, since most may not be given on; each report is named with its address and a digest of
//! what was read.

use super::{Format, Written};
use crate::error::{Result, StoreError};
use crate::query::Filter;
use crate::store::Store;
use jiff::civil::Date;
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// What a file of the folder holds: name, description, and the query whose only column is its lines.
const FILES: &[(&str, &str, &str)] = &[
    (
        "reports.jsonl",
        "The reports without their texts, one a line: the report as read, with a digest of it and the coder",
        "SELECT json_set(record, '$.digest', digest, '$.coder', coder) FROM reports ORDER BY published, id",
    ),
    (
        "statements.jsonl",
        "Who says what, one statement a line",
        "SELECT s.record FROM statements s JOIN reports r ON r.key = s.report ORDER BY r.published, r.id, s.key",
    ),
    (
        "incidents.jsonl",
        "Happenings with the records that tell of them and why, one a line",
        "SELECT json_object('incident', i.key, 'type', i.type, 'mode', i.mode, 'first_day', i.first_day,
                'last_day', i.last_day, 'events', i.events, 'reports', i.reports, 'sources', i.sources,
                'dead_low', i.dead_low, 'dead_high', i.dead_high, 'records',
                (SELECT json_group_array(json_object('id', e.id, 'score', m.score, 'because', json(m.because)))
                 FROM incident_events m JOIN events e ON e.key = m.event WHERE m.incident = i.key))
         FROM incidents i WHERE i.events > 0 ORDER BY i.key",
    ),
];

/// Writes the archive of `store` into `folder`, which must be there and empty; `made` is the day that it gives as its
/// date of publication, and `filter` what its `records.jsonl` is limited to.
///
/// # Errors
/// If the store cannot be read or a file not be written.
pub fn write(store: &Store, filter: Option<&Filter>, folder: &Path, made: Date) -> Result<Written> {
    let open =
        |name: &str| File::create_new(folder.join(name)).map(BufWriter::new).map_err(|why| refuse(&why));
    let written = super::write(store, filter, Format::Jsonl, open("records.jsonl")?)?;
    let corrections = super::write(store, None, Format::Corrections, open("corrections.jsonl")?)?;
    let mut parts = vec![
        part("records.jsonl", "PLOVER event records with corrections applied, one a line", written.records),
        part("corrections.jsonl", "What persons corrected, one correction a line", corrections.records),
    ];
    for (name, what, sql) in FILES {
        let mut out = open(name)?;
        let mut statement = store.db.prepare(sql)?;
        let mut rows = statement.query([])?;
        let mut lines = 0;
        while let Some(row) = rows.next()? {
            writeln!(out, "{}", row.get::<_, String>(0)?).map_err(|why| refuse(&why))?;
            lines += 1;
        }
        out.flush().map_err(|why| refuse(&why))?;
        parts.push(part(name, what, lines));
    }
    for part in &mut parts {
        let name = part["@id"].as_str().unwrap_or_default().to_owned();
        let size = std::fs::metadata(folder.join(&name)).map_err(|why| refuse(&why))?.len();
        part["contentSize"] = size.to_string().into();
    }
    let description = describe(store, filter, parts, made)?;
    let mut out = open("ro-crate-metadata.json")?;
    serde_json::to_writer_pretty(&mut out, &description).map_err(|why| refuse(&why.into()))?;
    out.flush().map_err(|why| refuse(&why))?;
    Ok(written)
}

fn refuse(why: &std::io::Error) -> StoreError {
    StoreError::Export { format: "rocrate", why: why.to_string() }
}

fn part(name: &str, what: &str, lines: u64) -> Value {
    json!({
        "@id": name, "@type": "File", "name": name, "description": format!("{what}; {lines} lines"),
        "encodingFormat": "application/jsonl"
    })
}

fn describe(store: &Store, filter: Option<&Filter>, parts: Vec<Value>, made: Date) -> Result<Value> {
    let coders = strings(store, "SELECT DISTINCT coder FROM reports ORDER BY coder")?;
    let span: (Option<String>, Option<String>) = store.db.query_row(
        "SELECT min(first_day), max(last_day) FROM events WHERE status NOT IN ('rejected', 'withdrawn')",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let totals = store.totals()?;
    let settings = json!({"coders": coders, "filter": filter, "totals": totals});
    let mut graph = vec![
        json!({
            "@id": "ro-crate-metadata.json", "@type": "CreativeWork", "about": {"@id": "./"},
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"}
        }),
        json!({
            "@id": "./", "@type": "Dataset", "name": "Event records coded by annalist",
            "description": "PLOVER event records coded from news reports, with statements, incidents and corrections",
            "datePublished": made.to_string(),
            "license": "Rights in the reports are their publishers'; see the curator of this archive for the records",
            "temporalCoverage": span.0.zip(span.1).map(|(from, until)| format!("{from}/{until}")),
            "hasPart": parts.iter().map(|p| json!({"@id": p["@id"]})).collect::<Vec<_>>(),
            "mentions": {"@id": "#coding"}
        }),
        json!({
            "@id": "#annalist", "@type": "SoftwareApplication", "name": "annalist",
            "softwareVersion": env!("CARGO_PKG_VERSION")
        }),
        json!({
            "@id": "#coding", "@type": "CreateAction", "name": "Coding of the reports",
            "instrument": {"@id": "#annalist"},
            "result": parts.iter().map(|p| json!({"@id": p["@id"]})).collect::<Vec<_>>(),
            "object": {"@id": "#settings"}
        }),
        json!({
            "@id": "#settings", "@type": "PropertyValue", "name": "settings", "value": settings.to_string()
        }),
    ];
    graph.extend(parts);
    Ok(json!({"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph}))
}

fn strings(store: &Store, sql: &str) -> Result<Vec<String>> {
    let mut statement = store.db.prepare(sql)?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

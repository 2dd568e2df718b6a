//! JSONL: one object a line, read one line at a time. The text is never changed: spans count in it.

use crate::error::{ReadError, Reason};
use crate::finish::finish;
use crate::lines::{Line, Lines};
use crate::{Options, fields};
use annalist_core::Report;
use serde_json::{Map, Value};
use std::io::BufRead;
use std::sync::Arc;

/// The reports of one JSONL input.
pub(crate) struct Jsonl {
    lines: Lines<Box<dyn BufRead + Send>>,
    name: String,
    options: Arc<Options>,
    reports: u64,
    ended: bool,
}

impl Jsonl {
    pub(crate) fn new(input: Box<dyn BufRead + Send>, name: String, options: Arc<Options>) -> Self {
        Jsonl { lines: Lines::new(input, options.limits), name, options, reports: 0, ended: false }
    }

    /// An input of blank lines alone is as good as empty.
    fn at_end(&mut self) -> Option<Result<Report, ReadError>> {
        self.ended = true;
        (self.reports == 0).then(|| Err(ReadError::new(&self.name, Reason::Empty)))
    }
}

impl Iterator for Jsonl {
    type Item = Result<Report, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            let line = match self.lines.next_line() {
                Ok(None) => return self.at_end(),
                Ok(Some(Line::Whole(line))) => strip_mark(line),
                Ok(Some(Line::TooLong)) => {
                    self.reports += 1;
                    let reason = Reason::TooLarge(self.options.limits.report_bytes as u64);
                    return Some(Err(ReadError::at(&self.name, self.lines.number(), reason)));
                }
                Err(error) => {
                    self.ended = true;
                    return Some(Err(ReadError::at(&self.name, self.lines.number(), error.into())));
                }
            };
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            self.reports += 1;
            let report = parse(line, &self.options);
            return Some(report.map_err(|reason| ReadError::at(&self.name, self.lines.number(), reason)));
        }
        None
    }
}

fn strip_mark(line: &[u8]) -> &[u8] {
    line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line)
}

/// Reads one line.
fn parse(line: &[u8], options: &Options) -> Result<Report, Reason> {
    let names = options.fields.names("text");
    let unfit =
        |found: String| Reason::Json { field: names.first().copied().unwrap_or("text").to_owned(), found };
    let value: Value = serde_json::from_slice(line).map_err(|e| unfit(broken(line, &e)))?;
    let Value::Object(mut object) = value else { return Err(unfit(kind(&value).to_owned())) };
    let name = names.iter().find(|n| object.get(**n).is_some_and(|v| !v.is_null()));
    let text = match name.map(|n| (n, object.remove(*n))) {
        None => return Err(unfit(format!("an object with {}", listed(&object)))),
        Some((_, Some(Value::String(text)))) if !text.trim().is_empty() => text,
        Some((n, Some(Value::String(_)))) => return Err(unfit(format!("an empty `{n}`"))),
        Some((n, other)) => return Err(unfit(format!("{} in `{n}`", kind(&other.unwrap_or(Value::Null))))),
    };
    let mut report = Report { text, ..Report::default() };
    fields::fill(&mut report, &options.fields, |field| object.get(field).cloned());
    Ok(finish(report, None, options))
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// What is wrong with a line that is not JSON, with the column in bytes.
fn broken(line: &[u8], error: &serde_json::Error) -> String {
    if let Err(bad) = std::str::from_utf8(line) {
        return format!("bytes that are not UTF-8 (first at column {})", bad.valid_up_to() + 1);
    }
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or("");
    format!("broken JSON at column {} ({message})", error.column())
}

fn listed(object: &Map<String, Value>) -> String {
    if object.is_empty() {
        return "no fields".to_owned();
    }
    let mut names: Vec<String> =
        object.keys().take(8).map(|k| format!("`{}`", k.chars().take(40).collect::<String>())).collect();
    if object.len() > 8 {
        names.push(format!("{} more", object.len() - 8));
    }
    names.join(", ")
}

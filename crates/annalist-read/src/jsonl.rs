//! JSONL: one object a line, read one line at a time. The text is never changed: spans count in it.

use crate::error::{Place, Reason};
use crate::finish::finish;
use crate::lines::{Line, Lines};
use crate::open::Stream;
use crate::unread::{Entry, Unread};
use crate::{Options, fields, ninjs};
use annalist_core::Report;
use serde_json::{Map, Value};

/// The reports of one JSONL input.
pub(crate) struct Jsonl {
    lines: Lines<Stream>,
    entry: Entry,
    reports: u64,
    ended: bool,
}

impl Jsonl {
    pub(crate) fn new(input: Stream, entry: Entry) -> Self {
        Jsonl { lines: Lines::new(input, entry.options.limits), entry, reports: 0, ended: false }
    }

    /// An input of blank lines alone is as good as empty.
    fn at_end(&mut self) -> Option<Unread> {
        self.ended = true;
        (self.reports == 0).then(|| self.entry.failed(None, Reason::Empty))
    }
}

impl Iterator for Jsonl {
    type Item = Unread;

    fn next(&mut self) -> Option<Unread> {
        while !self.ended {
            let line = match self.lines.next_line() {
                Ok(None) => return self.at_end(),
                Ok(Some(Line::Whole(line))) => strip_mark(line),
                Ok(Some(Line::TooLong)) => {
                    self.reports += 1;
                    let reason = Reason::TooLarge(self.entry.options.limits.report_bytes as u64);
                    return Some(self.entry.failed(Some(Place::Line(self.lines.number())), reason));
                }
                Err(error) => {
                    self.ended = true;
                    return Some(self.entry.failed(Some(Place::Line(self.lines.number())), error));
                }
            };
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            self.reports += 1;
            let (line, entry) = (line.to_vec(), self.entry.clone());
            return Some(
                self.entry.unread(Some(Place::Line(self.lines.number())), move || parse(&line, &entry)),
            );
        }
        None
    }
}

fn strip_mark(line: &[u8]) -> &[u8] {
    line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line)
}

/// Reads one object.
///
/// # Errors
/// [`Reason::Json`] where it is none, or has no text.
pub(crate) fn parse(line: &[u8], entry: &Entry) -> Result<Report, Reason> {
    let options = &entry.options;
    let value: Value = serde_json::from_slice(line).map_err(|e| unfit(options, broken(line, &e)))?;
    match value {
        Value::Object(object) => of_fields(object, options),
        other => Err(unfit(options, kind(&other).to_owned())),
    }
}

/// The report whose fields `object` holds, as a line of JSONL does.
///
/// # Errors
/// [`Reason::Json`] where it has no text.
pub fn of_fields(mut object: Map<String, Value>, options: &Options) -> Result<Report, Reason> {
    let names = options.fields.names("text");
    let name = names.iter().find(|n| object.get(**n).is_some_and(|v| !v.is_null()));
    let text = match name.map(|n| (n, object.remove(*n))) {
        None if ninjs::is(&object) => return Ok(finish(ninjs::report(&object)?, None, options)),
        None => return Err(unfit(options, format!("an object with {}", listed(&object)))),
        Some((_, Some(Value::String(text)))) if !text.trim().is_empty() => text,
        Some((n, Some(Value::String(_)))) => return Err(unfit(options, format!("an empty `{n}`"))),
        Some((n, other)) => {
            return Err(unfit(options, format!("{} in `{n}`", kind(&other.unwrap_or(Value::Null)))));
        }
    };
    let mut report = Report { text, ..Report::default() };
    fields::fill(&mut report, &options.fields, |field| object.get(field).cloned());
    Ok(finish(report, None, options))
}

/// That what was found is no object with a text.
fn unfit(options: &Options, found: String) -> Reason {
    let names = options.fields.names("text");
    Reason::Json { field: names.first().copied().unwrap_or("text").to_owned(), found }
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

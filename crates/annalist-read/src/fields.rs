//! Which fields of an archive hold what: the names in common use, and the user's own (`--map text=body`).

use annalist_core::Report;
use annalist_core::moment::Moment;
use serde_json::Value;
use std::fmt::Write as _;

/// Names of the text field, in the order tried: annalist's own, NGEC's, and two used by public corpora.
pub(crate) const TEXT: [&str; 4] = ["text", "event_text", "doc_text", "doc"];
const ID: &[&str] = &["id", "doc_id"];
const PUBLISHED: &[&str] = &["published", "date", "pub_date"];
const UPDATED: &[&str] = &["updated"];
const HEADLINE: &[&str] = &["headline", "title"];
const DECK: &[&str] = &["deck"];
const BYLINE: &[&str] = &["byline", "author"];
const URL: &[&str] = &["url"];
const PUBLISHER: &[&str] = &["publisher", "source"];
const AGENCY: &[&str] = &["agency"];
const LANGUAGE: &[&str] = &["language"];

/// Each field that a user can map, with the names tried by default.
const FIELDS: [(&str, &[&str]); 11] = [
    ("text", &TEXT),
    ("id", ID),
    ("published", PUBLISHED),
    ("updated", UPDATED),
    ("headline", HEADLINE),
    ("deck", DECK),
    ("byline", BYLINE),
    ("url", URL),
    ("publisher", PUBLISHER),
    ("agency", AGENCY),
    ("language", LANGUAGE),
];

/// The user's own field names; a mapped field is read from that name alone.
///
/// ```
/// let map: annalist_read::FieldMap = "text=body,published=date".parse().unwrap();
/// assert_eq!(map.names("text"), ["body"]);
/// assert_eq!(map.names("headline"), ["headline", "title"]);
/// assert!("txet=body".parse::<annalist_read::FieldMap>().is_err());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldMap {
    mapped: Vec<(&'static str, String)>,
}

impl FieldMap {
    /// The names to look for, in order; empty for a field that is not one of annalist's.
    pub fn names(&self, field: &str) -> Vec<&str> {
        if let Some((_, name)) = self.mapped.iter().find(|(f, _)| *f == field) {
            return vec![name];
        }
        FIELDS.iter().find(|(f, _)| *f == field).map(|(_, names)| names.to_vec()).unwrap_or_default()
    }
}

impl std::str::FromStr for FieldMap {
    type Err = String;

    /// Reads `field=name,field=name`.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut map = FieldMap::default();
        for pair in text.split(',').map(str::trim).filter(|p| !p.is_empty()) {
            let (field, name) =
                pair.split_once('=').ok_or(format!("expected `field=name`, found `{pair}`"))?;
            let (field, name) = (field.trim(), name.trim());
            let known = FIELDS.iter().map(|(f, _)| *f).find(|f| *f == field);
            let field = known.ok_or_else(|| {
                let all: Vec<&str> = FIELDS.iter().map(|(f, _)| *f).collect();
                format!("expected one of {}, found `{field}`", all.join(", "))
            })?;
            if name.is_empty() {
                return Err(format!("expected a name after `{field}=`"));
            }
            map.mapped.retain(|(f, _)| *f != field);
            map.mapped.push((field, name.to_owned()));
        }
        Ok(map)
    }
}

/// Fills a report's fields, all but the text, from a lookup of values by name.
pub(crate) fn fill(report: &mut Report, map: &FieldMap, lookup: impl Fn(&str) -> Option<Value>) {
    let find = |field: &str| {
        map.names(field)
            .into_iter()
            .find_map(|n| lookup(n).filter(|v| !is_nothing(v)).map(|v| (n.to_owned(), v)))
    };
    let string = |field: &str| find(field).and_then(|(_, value)| words(value));
    report.id = string("id").unwrap_or_default();
    report.headline = string("headline");
    report.deck = string("deck");
    report.byline = string("byline");
    report.url = string("url");
    report.publisher = string("publisher");
    report.agency = string("agency");
    report.language = string("language").and_then(|l| crate::language::normalize(&l));
    report.published = find("published").and_then(|(name, value)| time(&name, &value, &mut report.notes));
    report.updated = find("updated").and_then(|(name, value)| time(&name, &value, &mut report.notes));
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(s) => s.trim().is_empty(),
        _ => false,
    }
}

/// A scalar, or a list of strings, as words; an object with a `name`, as some archives hold authors, as that name.
fn words(value: Value) -> Option<String> {
    match value {
        Value::String(s) => Some(s.trim().to_owned()),
        Value::Number(n) => Some(n.to_string()),
        Value::Array(items) => {
            let names: Vec<String> = items.into_iter().filter_map(words).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        Value::Object(mut object) => object.remove("name").and_then(|v| v.as_str().map(str::to_owned)),
        Value::Null | Value::Bool(_) => None,
    }
}

fn time(name: &str, value: &Value, notes: &mut Vec<String>) -> Option<Moment> {
    let moment = match value {
        Value::String(s) => crate::dates::parse(s),
        Value::Number(n) => n.as_i64().and_then(crate::dates::parse_number),
        _ => None,
    };
    if moment.is_none() {
        let mut shown = String::new();
        let _ = write!(shown, "{}", value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        shown.truncate(shown.floor_char_boundary(60));
        notes.push(format!("`{name}` is not one certain date: `{shown}`"));
    }
    moment
}

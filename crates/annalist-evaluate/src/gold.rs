//! A hand coding's rows: reports with their events, or one record a row.
//!
//! A row is a JSON object, or the cells of a table under their column names. With a list `events` it is a report with
//! all its records; else it is one record, in the names of `annotate`'s JSONL, of `code --format csv`, or of a
//! researcher's own table:
//!
//! | what | names tried |
//! | --- | --- |
//! | report | `report`, `report_id`, `doc_id`, `cite_info.id`, else `id` |
//! | type | `event`, `event_type`, `type` |
//! | modes, contexts, auxiliary modes | `mode`, `context`, `auxiliary` |
//! | parties | `actor` or `actor_text`, `actor_name`, `actor_country`, `actor_sector`; the same of `recipient` |
//! | when | `date`, `enddate`, `date_precision` or `precision` |
//! | where | `place`, `event_loc` or `loc_text`, `loc_name`, `loc_country` |
//! | how many | `dead`, `injured`, `size`, or each with `_low` and `_high` |
//! | on whose word | `attribution`, or `attributed_to`, `polarity`, `certainty` |
//! | where in the text | `trigger` or `event_text`, `text_info.trigger`, `sentence` or `sentences`, `text` |
//!
//! Lists in a cell are separated by `;`.

use crate::coding::{Bounds, Clue, Coding, Side, Site, Voice, When};
use annalist_core::annotations::PlacePrecision;
use annalist_core::moment::Precision;
use annalist_core::{Auxiliary, Context, EventType};
use serde_json::{Map, Value};

/// One row by the name of its cells.
pub type Row = Map<String, Value>;

/// What a row holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// A report with all its records, none of them missing.
    Report {
        /// The report's identifier.
        report: String,
        /// Its records in order.
        codings: Vec<Coding>,
    },
    /// One record of a report.
    Record {
        /// The report's identifier.
        report: String,
        /// The record.
        coding: Box<Coding>,
    },
}

/// Why a row cannot be used.
#[derive(Clone, Debug, PartialEq)]
pub struct BadRow {
    /// The report it belongs to, where it says so.
    pub report: Option<String>,
    /// What was expected and what was found.
    pub reason: String,
}

/// The most events that one row may hold.
pub const MOST_EVENTS: usize = 10_000;

/// Reads one row; `declared` are event types besides the manual's.
///
/// # Errors
/// If it names no report, no type, or a word that neither the manual nor `declared` knows.
pub fn row(row: &Row, declared: &[EventType]) -> Result<Entry, BadRow> {
    let fail = |report: Option<String>| move |reason: String| BadRow { report, reason };
    let events = row.get("events");
    let Some(report) = report_id(row, events.is_some()) else {
        return Err(fail(None)(format!(
            "expected the report's identifier in `report` or `id`, found {}",
            keys(row)
        )));
    };
    match events {
        Some(Value::Array(list)) => {
            if list.len() > MOST_EVENTS {
                let reason = format!("expected at most {MOST_EVENTS} events, found {}", list.len());
                return Err(fail(Some(report))(reason));
            }
            let read = list.iter().enumerate().map(|(i, event)| {
                let object = event.as_object().ok_or_else(|| format!("expected an object, found {event}"));
                object
                    .and_then(|object| coding(object, declared))
                    .map_err(|why| format!("event {}: {why}", i + 1))
            });
            let codings = read.collect::<Result<_, _>>().map_err(fail(Some(report.clone())))?;
            Ok(Entry::Report { report, codings })
        }
        Some(other) => {
            Err(fail(Some(report))(format!("expected a list in `events`, found {}", clipped(other))))
        }
        None => {
            let mut coding = coding(row, declared).map_err(fail(Some(report.clone())))?;
            coding.id = string(row, &["id"]).filter(|id| *id != report);
            coding.clue.sentence = string(row, &["text"]);
            Ok(Entry::Record { report, coding: Box::new(coding) })
        }
    }
}

/// The report a row belongs to; in a row of a report, `id` is the report's own.
fn report_id(row: &Row, is_report: bool) -> Option<String> {
    let own = || string(row, &["id"]);
    if is_report {
        return own().or_else(|| string(row, &["doc_id"]));
    }
    let cited = || row.get("cite_info")?.as_object().and_then(|c| string(c, &["id"]));
    string(row, &["report", "report_id", "doc_id", "cite_info.id"]).or_else(cited).or_else(own)
}

fn coding(row: &Row, declared: &[EventType]) -> Result<Coding, String> {
    let events = labels(row, &["event", "event_type", "type"]).unwrap_or_default();
    let [event] = events.as_slice() else {
        return Err(format!("expected one event type in `event`, found {}", listed(&events)));
    };
    let event = event.to_uppercase();
    let types = || EventType::ALL.iter().chain(declared).map(|t| t.as_str());
    if !types().any(|known| known == event) {
        return Err(unknown("event", &event, types()));
    }
    let lower = |names: &[&str]| labels(row, names).map(|l| l.iter().map(|w| w.to_lowercase()).collect());
    let context: Option<Vec<String>> = lower(&["context"]);
    let auxiliary: Option<Vec<String>> = lower(&["auxiliary"]);
    known("context", context.as_deref(), Context::ALL.iter().map(|c| c.as_str()))?;
    known("auxiliary", auxiliary.as_deref(), Auxiliary::ALL.iter().map(|a| a.as_str()))?;
    Ok(Coding {
        event,
        mode: lower(&["mode"]),
        context,
        auxiliary,
        actor: side(row, "actor"),
        recipient: side(row, "recipient"),
        date: when(row)?,
        place: site(row),
        dead: bounds(row, "dead")?,
        injured: bounds(row, "injured")?,
        size: bounds(row, "size")?,
        attribution: voices(row)?,
        trigger: labels(row, &["trigger", "event_text"]).and_then(|l| l.into_iter().next()),
        clue: clue(row),
        ..Coding::default()
    })
}

/// Refuses a word that is none of `all`.
fn known(
    field: &str,
    words: Option<&[String]>,
    all: impl Iterator<Item = &'static str> + Clone,
) -> Result<(), String> {
    match words.unwrap_or_default().iter().find(|w| !all.clone().any(|a| a == w.as_str())) {
        Some(word) => Err(unknown(field, word, all)),
        None => Ok(()),
    }
}

fn unknown<'a>(field: &str, word: &str, all: impl Iterator<Item = &'a str>) -> String {
    let all: Vec<&str> = all.collect();
    format!("expected one of {} in `{field}`, found `{}`", all.join(", "), clip(word))
}

fn side(row: &Row, role: &str) -> Option<Side> {
    let key = |part: &str| format!("{role}_{part}");
    let flat = |part: &str| labels(row, &[&key(part)]);
    let (mut name, mut country, mut sector) = (flat("name"), flat("country"), flat("sector"));
    let text = match row.get(role) {
        Some(Value::Array(list)) if list.iter().any(Value::is_object) => {
            let objects: Vec<&Row> = list.iter().filter_map(Value::as_object).collect();
            let all = |names: &[&str]| {
                objects.iter().filter_map(|o| labels(o, names)).flatten().collect::<Vec<_>>()
            };
            name = Some(all(&["name"]));
            country = Some(all(&["country"]));
            sector = Some(all(&["sector"]));
            Some(all(&["text"]))
        }
        Some(_) => labels(row, &[role]),
        None => flat("text"),
    };
    if [&text, &name, &country, &sector].iter().all(|part| part.is_none()) {
        return None;
    }
    let upper = |codes: Option<Vec<String>>| -> Vec<String> {
        let codes = codes.unwrap_or_default();
        codes
            .iter()
            .flat_map(|c| c.split('+'))
            .map(|c| c.trim().to_uppercase())
            .filter(|c| !c.is_empty())
            .collect()
    };
    Some(Side {
        text: text.unwrap_or_default(),
        name: name.unwrap_or_default(),
        country: upper(country),
        sector: upper(sector),
    })
}

/// The date; none where the row has none or leaves it open.
fn when(row: &Row) -> Result<Option<When>, String> {
    let Some(start) = string(row, &["date"]) else { return Ok(None) };
    let end = string(row, &["enddate"]).filter(|e| *e != start);
    let day = |text: &str| text.split('T').next().unwrap_or(text).to_owned();
    let (start, end) = (day(&start), end.as_deref().map(day));
    for date in std::iter::once(&start).chain(&end) {
        if !is_date(date) {
            let reason = "expected a date such as 2013-01-10, 2013-01 or 2013";
            return Err(format!("{reason} in `date`, found `{}`", clip(date)));
        }
    }
    let by_length = || match start.len() {
        10 => Precision::Day,
        7 => Precision::Month,
        _ => Precision::Year,
    };
    let precision = match string(row, &["date_precision", "precision"]).as_deref() {
        None | Some("unknown") => by_length(),
        Some("time") => Precision::Time,
        Some("day") => Precision::Day,
        Some("week") => Precision::Week,
        Some("month") => Precision::Month,
        Some("quarter") => Precision::Quarter,
        Some("year") => Precision::Year,
        Some(other) => {
            let all = "time, day, week, month, quarter, year, unknown";
            return Err(format!("expected one of {all} in `date_precision`, found `{}`", clip(other)));
        }
    };
    Ok(Some(When { start, end, precision }))
}

/// Whether `text` is a year, month or day of ISO 8601, with `X` for digits not known; of a year that is not known, also a
/// day of the week, a week or a quarter as TIMEX3 has them: `XXXX-WXX-5`, `XXXX-WXX-WE`, `XXXX-QX`.
fn is_date(text: &str) -> bool {
    let part = |b: u8| b.is_ascii_digit() || b"XWQE-".contains(&b);
    if text
        .strip_prefix("XXXX-")
        .is_some_and(|rest| rest.len() <= 6 && rest.starts_with(['W', 'Q']) && rest.bytes().all(part))
    {
        return true;
    }
    if text.contains('X') {
        let shape =
            |(i, b): (usize, u8)| if i == 4 || i == 7 { b == b'-' } else { b == b'X' || b.is_ascii_digit() };
        return matches!(text.len(), 4 | 7 | 10) && text.bytes().enumerate().all(shape);
    }
    let whole = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    whole.len() == 10 && whole.parse::<jiff::civil::Date>().is_ok()
}

/// The place; none where the row has none or leaves it open.
fn site(row: &Row) -> Option<Site> {
    let object = ["event_loc", "place"].iter().find_map(|k| row.get(*k)?.as_object());
    let site = match object {
        Some(place) => Site {
            text: string(place, &["text"]),
            name: string(place, &["name"]),
            country: string(place, &["country"]),
            admin1: string(place, &["admin1"]),
            precision: string(place, &["precision"]).and_then(|p| PlacePrecision::from_label(&p)),
            point: point(place),
        },
        None => Site {
            text: string(row, &["place", "event_loc", "loc_text"]),
            name: string(row, &["loc_name"]),
            country: string(row, &["loc_country", "place_country"]),
            admin1: string(row, &["loc_admin1"]),
            precision: string(row, &["loc_precision"]).and_then(|p| PlacePrecision::from_label(&p)),
            point: point(row),
        },
    };
    (site != Site::default()).then_some(site)
}

/// Latitude and longitude, as numbers or as text.
fn point(row: &Row) -> Option<(f64, f64)> {
    let of = |key: &str| row.get(key).and_then(|v| v.as_f64().or_else(|| v.as_str()?.trim().parse().ok()));
    of("lat").zip(of("lon"))
}

fn bounds(row: &Row, field: &str) -> Result<Option<Bounds>, String> {
    let (low, high) = (format!("{field}_low"), format!("{field}_high"));
    let flat = row.contains_key(&low) || row.contains_key(&high);
    match row.get(field) {
        Some(Value::Object(object)) => {
            Ok(Some(Bounds { low: number(object, "low", field)?, high: number(object, "high", field)? }))
        }
        Some(_) => number(row, field, field).map(|n| Some(Bounds { low: n, high: n })),
        None if flat => Ok(Some(Bounds { low: number(row, &low, &low)?, high: number(row, &high, &high)? })),
        None => Ok(None),
    }
}

fn number(row: &Row, key: &str, field: &str) -> Result<Option<u64>, String> {
    let Some(text) = string(row, &[key]) else { return Ok(None) };
    let plain = text.replace(',', "");
    plain
        .parse()
        .map(Some)
        .map_err(|_| format!("expected a whole number in `{field}`, found `{}`", clip(&text)))
}

fn voices(row: &Row) -> Result<Option<Vec<Voice>>, String> {
    let voices: Vec<Voice> = match row.get("attribution") {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_object).map(voice).collect(),
        Some(Value::Null) => Vec::new(),
        Some(other) => return Err(format!("expected a list in `attribution`, found {}", clipped(other))),
        None => match flat_voices(row) {
            Some(voices) => voices,
            None => return Ok(None),
        },
    };
    let all = |pick: fn(&Voice) -> &Option<String>| {
        voices.iter().filter_map(|v| pick(v).clone()).collect::<Vec<_>>()
    };
    known("polarity", Some(&all(|v| &v.polarity)), ["asserted", "denied"].into_iter())?;
    let certainties = ["confirmed", "said", "claimed", "possible", "unverified"];
    known("certainty", Some(&all(|v| &v.certainty)), certainties.into_iter())?;
    Ok(Some(voices))
}

fn voice(object: &Row) -> Voice {
    let inner = object.get("source").and_then(Value::as_object);
    Voice {
        source: inner.map_or_else(|| string(object, &["source"]), |s| string(s, &["text", "name"])),
        name: inner.and_then(|s| string(s, &["name"])),
        polarity: string(object, &["polarity"]).map(|p| p.to_lowercase()),
        certainty: string(object, &["certainty"]).map(|c| c.to_lowercase()),
    }
}

/// Attributions out of columns whose cells list one value each; an unnamed source is an empty part.
fn flat_voices(row: &Row) -> Option<Vec<Voice>> {
    let parts = |key: &str| -> Option<Vec<Option<String>>> {
        let cell = row.get(key)?.as_str().unwrap_or_default();
        if cell.trim().is_empty() {
            return Some(Vec::new());
        }
        Some(cell.split(';').map(|p| Some(p.trim().to_owned()).filter(|p| !p.is_empty())).collect())
    };
    let (sources, polarity, certainty) = (parts("attributed_to"), parts("polarity"), parts("certainty"));
    if sources.is_none() && polarity.is_none() && certainty.is_none() {
        return None;
    }
    let [sources, polarity, certainty] = [sources, polarity, certainty].map(Option::unwrap_or_default);
    let many = sources.len().max(polarity.len()).max(certainty.len());
    let at = |list: &[Option<String>], i: usize| list.get(i).cloned().flatten();
    let voice = |i| Voice {
        source: at(&sources, i),
        name: None,
        polarity: at(&polarity, i).map(|p| p.to_lowercase()),
        certainty: at(&certainty, i).map(|c| c.to_lowercase()),
    };
    Some((0..many).map(voice).collect())
}

fn clue(row: &Row) -> Clue {
    let ranges = row.get("text_info").and_then(|i| i.get("trigger")).and_then(Value::as_array);
    let range =
        |v: &Value| Some([v.get(0)?.as_u64()?.try_into().ok()?, v.get(1)?.as_u64()?.try_into().ok()?]);
    let numbers = row.get("sentences").and_then(|v| v.get(0)).or_else(|| row.get("sentence"));
    let number = numbers.and_then(|n| n.as_u64().or_else(|| n.as_str()?.trim().parse().ok()));
    Clue {
        ranges: ranges.map_or(Vec::new(), |list| list.iter().filter_map(range).collect()),
        sentence: row
            .get("sentence")
            .and_then(Value::as_str)
            .filter(|s| s.trim().parse::<u64>().is_err())
            .map(str::to_owned),
        number: number.map(|n| n as usize),
    }
}

/// The first of `names` that holds a word or number.
fn string(row: &Row, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| match row.get(*name)? {
        Value::String(text) => Some(cell(text)).filter(|t| !t.is_empty()),
        Value::Number(n) => Some(n.to_string()),
        _ => None,
    })
}

/// The labels of the first of `names` that is there: a list, or a cell with `;` between them.
fn labels(row: &Row, names: &[&str]) -> Option<Vec<String>> {
    let value = names.iter().find_map(|name| row.get(*name))?;
    let words: Vec<String> = match value {
        Value::Array(list) => list.iter().filter_map(|v| v.as_str().map(cell)).collect(),
        Value::String(text) => text.split(';').map(cell).collect(),
        Value::Number(n) => vec![n.to_string()],
        _ => Vec::new(),
    };
    Some(words.into_iter().filter(|w| !w.is_empty()).collect())
}

/// A cell without the apostrophe that keeps a spreadsheet from running it.
fn cell(text: &str) -> String {
    let text = text.trim();
    let bare = text.strip_prefix('\'').filter(|rest| rest.trim_start().starts_with(['=', '+', '-', '@']));
    bare.unwrap_or(text).to_owned()
}

fn keys(row: &Row) -> String {
    listed(&row.keys().take(8).map(|k| clip(k)).collect::<Vec<_>>())
}

fn listed(words: &[String]) -> String {
    match words {
        [] => "nothing".to_owned(),
        words => words.iter().map(|w| format!("`{}`", clip(w))).collect::<Vec<_>>().join(", "),
    }
}

fn clipped(value: &Value) -> String {
    format!("`{}`", clip(&value.to_string()))
}

/// At most forty characters of a user's text, for messages.
fn clip(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn read(value: Value) -> Result<Entry, BadRow> {
        row(value.as_object().expect("an object"), &[])
    }

    fn one(value: Value) -> (String, Coding) {
        match read(value).expect("a record") {
            Entry::Record { report, coding } => (report, *coding),
            Entry::Report { report, mut codings } => (report, codings.remove(0)),
        }
    }

    #[test]
    fn a_labelled_report_and_a_flat_row_say_the_same() {
        let (_, labelled) = one(json!({"id": "r1", "events": [{
            "event": "ASSAULT", "mode": ["firearms"], "context": ["repression"], "auxiliary": [],
            "actor": ["South African police"], "recipient": ["a crowd"], "trigger": "opened fire",
            "date": "1960-03-21", "place": "Sharpeville", "dead": {"low": 56, "high": null}, "injured": null,
            "attribution": [{"source": "officials", "cue": "said", "polarity": "asserted", "certainty": "said"}],
        }]}));
        let (report, flat) = one(json!({
            "report": "r1", "event": "assault", "mode": "firearms", "context": "Repression", "auxiliary": "",
            "actor_text": "South African police", "recipient_text": "a crowd", "event_text": "opened fire; shots",
            "date": "1960-03-21", "loc_text": "Sharpeville", "dead_low": "56", "dead_high": "", "injured": "",
            "attributed_to": "officials", "polarity": "asserted", "certainty": "said",
        }));
        assert_eq!((report.as_str(), flat), ("r1", labelled));
    }

    #[test]
    fn what_a_table_leaves_out_is_not_stated() {
        let (report, coding) =
            one(json!({"id": 17, "event": "AID", "actor": "France; Chad", "recipient": ""}));
        assert_eq!(report, "17");
        assert_eq!(coding.actor.unwrap().text, ["France", "Chad"]);
        assert_eq!(coding.recipient, Some(Side::default()), "an empty cell says that there is none");
        assert_eq!((coding.mode, coding.dead, coding.attribution), (None, None, None));
    }

    #[test]
    fn an_own_record_names_report_and_place_in_the_text() {
        let (report, coding) = one(json!({"id": "r17:REQUEST:35", "event": ["REQUEST"],
            "actor": [{"text": "he", "name": "Dioncounda Traoré", "country": "MLI", "sector": ["GOV"]}],
            "recipient": [], "event_loc": {"text": "Bamako", "name": "Bamako", "country": "MLI"},
            "text_info": {"trigger": [[35, 44]]}, "cite_info": {"id": "r17"}}));
        assert_eq!((report.as_str(), coding.id.as_deref()), ("r17", Some("r17:REQUEST:35")));
        assert_eq!(coding.clue.ranges, [[35, 44]]);
        let actor = coding.actor.unwrap();
        assert_eq!(
            (actor.name, actor.country),
            (vec!["Dioncounda Traoré".to_owned()], vec!["MLI".to_owned()])
        );
        assert_eq!(coding.place.unwrap().country.as_deref(), Some("MLI"));
    }

    #[test]
    fn what_cannot_be_is_refused_with_what_was_found() {
        let check = |value: Value, expected: &str| {
            let reason = read(value).expect_err(expected).reason;
            assert!(reason.contains(expected), "{reason}");
        };
        check(json!({"event": "AID"}), "expected the report's identifier in `report` or `id`, found `event`");
        check(json!({"id": "r", "event": "FIGHT"}), "COERCE, ASSAULT in `event`, found `FIGHT`");
        check(json!({"id": "r", "actor": "x"}), "expected one event type in `event`, found nothing");
        check(json!({"id": "r", "event": "AID; ASSAULT"}), "found `AID`, `ASSAULT`");
        check(json!({"id": "r", "event": "AID", "date": "11/01/2013"}), "in `date`, found `11/01/2013`");
        check(json!({"id": "r", "event": "AID", "date": "2013-02-30"}), "found `2013-02-30`");
        check(
            json!({"id": "r", "event": "AID", "dead": "many"}),
            "expected a whole number in `dead`, found `many`",
        );
        check(json!({"id": "r", "event": "AID", "context": "war"}), "in `context`, found `war`");
        check(json!({"id": "r", "events": [{"event": "AID"}, 5]}), "event 2: expected an object, found 5");
        check(json!({"id": "r", "events": "none"}), "expected a list in `events`, found `\"none\"`");
    }

    #[test]
    fn dates_may_be_known_in_part() {
        let precision =
            |date: &str| one(json!({"id": "r", "event": "AID", "date": date})).1.date.unwrap().precision;
        assert_eq!(precision("2013-01-10"), Precision::Day);
        assert_eq!(precision("2013-01"), Precision::Month);
        assert_eq!(precision("XXXX-03-12"), Precision::Day);
        for weekday in ["XXXX-WXX-5", "XXXX-WXX-WE", "XXXX-QX"] {
            let (_, coding) = one(json!({"id": "r", "event": "AID", "date": weekday}));
            assert_eq!(coding.date.unwrap().start, weekday, "as `annotate` writes it");
        }
        assert_eq!(precision("2013"), Precision::Year);
        assert_eq!(one(json!({"id": "r", "event": "AID", "date": null})).1.date, None);
    }

    /// Any value, lists and objects included, under keys that rows use.
    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<i64>().prop_map(Value::from),
            "[A-Z;X'=+0-9-]{0,12}".prop_map(Value::from),
            ".{0,8}".prop_map(Value::from),
            prop::sample::select(vec!["ASSAULT", "future", "2013-W02", "XXXX-1é", "denied"])
                .prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec((any_key(), inner), 0..4)
                    .prop_map(|o| Value::Object(o.into_iter().collect())),
            ]
        })
    }

    fn any_key() -> impl Strategy<Value = String> {
        let keys = "id report event events actor recipient_country date enddate precision place dead dead_low size \
                    attribution polarity attributed_to trigger text_info sentences sentence text name low source cite_info";
        prop::sample::select(keys.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    proptest! {
        #[test]
        fn any_row_is_read_compared_or_refused(cells in prop::collection::vec((any_key(), any_value()), 0..9)) {
            let mut cells: Row = cells.into_iter().collect();
            cells.insert("event".into(), "ASSAULT".into());
            let codings = match row(&cells, &[]) {
                Ok(Entry::Report { codings, .. }) => codings,
                Ok(Entry::Record { coding, .. }) => vec![*coding],
                Err(bad) => {
                    prop_assert!(bad.reason.starts_with("expected") || bad.reason.starts_with("event "));
                    return Ok(());
                }
            };
            let compared = crate::compare(&codings, &codings);
            prop_assert_eq!(compared.pairs.len() + compared.gold_only.len(), codings.len());
        }
    }
}

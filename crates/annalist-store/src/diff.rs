//! What changed between two codings of the same reports, and why.
//!
//! Records are paired by their identifier, then by their main trigger's place in the text (the type changed), then by type
//! and sentence (the trigger changed). What is left is new or gone.

use crate::error::Result;
use crate::record::{Party, Record, bounds};
use crate::store::Store;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// A change of one record.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// `new`, `gone` or `changed`.
    pub change: &'static str,
    /// The report.
    pub report: String,
    /// The identifier before, where there was one.
    pub old: Option<String>,
    /// The identifier now, where there is one.
    pub new: Option<String>,
    /// The type, that of now where there are two.
    #[serde(rename = "type")]
    pub kind: String,
    /// What is otherwise, in the order of records; empty for records that are new or gone.
    pub fields: Vec<FieldChange>,
    /// What made the record before and now.
    pub because: Because,
    /// The sentence.
    pub text: String,
}

/// A field that is otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// Its name.
    pub field: &'static str,
    /// What it was, as people read it.
    pub old: String,
    /// What it is.
    pub new: String,
}

/// What made a record before and now; a reason is left out where it is the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Because {
    /// The rules or lexicon entries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<[Option<String>; 2]>,
    /// Programs and lexicons.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coder: Option<[Option<String>; 2]>,
    /// Where the dates came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_source: Option<[Option<String>; 2]>,
    /// Where the places came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loc_source: Option<[Option<String>; 2]>,
}

/// How many records there are of each kind of change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// As they were.
    pub same: u64,
    /// Otherwise.
    pub changed: u64,
    /// Not there before.
    pub new: u64,
    /// Not there any more.
    pub gone: u64,
}

/// One coding: the records of each report.
#[derive(Clone, Debug, Default)]
pub struct Codings {
    reports: HashMap<String, Vec<Record>>,
    order: Vec<String>,
}

impl Codings {
    /// Adds a record of report `record.cite_info.id`.
    pub fn add(&mut self, record: Record) {
        let id = record.cite_info.id.clone();
        let records = self.reports.entry(id.clone()).or_default();
        if records.is_empty() {
            self.order.push(id);
        }
        records.push(record);
    }

    /// The records of a store that are neither rejected nor withdrawn.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn of_store(store: &Store) -> Result<Self> {
        let mut codings = Codings::default();
        crate::export::each(store, None, |event| {
            codings.add(event.record);
            Ok(true)
        })?;
        Ok(codings)
    }
}

/// The changes from `old` to `new`, report by report in the order of `new`, then those that are in `old` alone; within a
/// report in the order of the text.
pub fn diff(old: &Codings, new: &Codings) -> (Vec<Change>, Counts) {
    let mut changes = Vec::new();
    let mut counts = Counts::default();
    let gone = old.order.iter().filter(|id| !new.reports.contains_key(*id));
    for report in new.order.iter().chain(gone) {
        let of = |codings: &'_ Codings| codings.reports.get(report).cloned().unwrap_or_default();
        let (before, now) = (of(old), of(new));
        let mut found = compare(report, &before, &now, &mut counts);
        found.sort_by_key(|(at, _)| *at);
        changes.extend(found.into_iter().map(|(_, change)| change));
    }
    (changes, counts)
}

fn compare(report: &str, old: &[Record], new: &[Record], counts: &mut Counts) -> Vec<(u32, Change)> {
    let pairs = pair(old, new);
    let taken: Vec<usize> = pairs.values().copied().collect();
    let mut changes = Vec::new();
    for (i, now) in new.iter().enumerate() {
        let before = pairs.get(&i).map(|&j| &old[j]);
        let fields = before.map(|before| fields(before, now)).unwrap_or_default();
        match before {
            Some(before) if fields.is_empty() && before.id == now.id => counts.same += 1,
            Some(_) => {
                counts.changed += 1;
                changes.push(change("changed", report, before, Some(now), fields));
            }
            None => {
                counts.new += 1;
                changes.push(change("new", report, None, Some(now), fields));
            }
        }
    }
    for (_, before) in old.iter().enumerate().filter(|(j, _)| !taken.contains(j)) {
        counts.gone += 1;
        changes.push(change("gone", report, Some(before), None, Vec::new()));
    }
    changes
}

/// Which old record each new one continues: by identifier, by trigger, by type and sentence, one to one.
fn pair(old: &[Record], new: &[Record]) -> BTreeMap<usize, usize> {
    let mut pairs: BTreeMap<usize, usize> = BTreeMap::new();
    let mut taken = vec![false; old.len()];
    let same: [fn(&Record, &Record) -> bool; 3] = [
        |a, b| a.id == b.id,
        |a, b| a.trigger_start().is_some() && a.trigger_start() == b.trigger_start(),
        |a, b| a.kind() == b.kind() && a.text_info.span == b.text_info.span && a.text == b.text,
    ];
    for same in same {
        for (i, now) in new.iter().enumerate() {
            if pairs.contains_key(&i) {
                continue;
            }
            if let Some(j) = (0..old.len()).find(|&j| !taken[j] && same(&old[j], now)) {
                taken[j] = true;
                pairs.insert(i, j);
            }
        }
    }
    pairs
}

fn change(
    change: &'static str,
    report: &str,
    old: Option<&Record>,
    new: Option<&Record>,
    fields: Vec<FieldChange>,
) -> (u32, Change) {
    let shown = new.or(old).cloned().unwrap_or_default();
    let differ = |read: fn(&Record) -> &str| {
        let of = |record: Option<&Record>| record.map(|r| read(r).to_owned()).filter(|text| !text.is_empty());
        let (old, new) = (of(old), of(new));
        (old != new).then_some([old, new])
    };
    let changed = |names: &[&str]| fields.iter().any(|f| names.contains(&f.field));
    let because = Because {
        rule: differ(|r| &r.rule),
        coder: differ(|r| &r.coder).filter(|pair| pair.iter().all(Option::is_some)),
        date_source: differ(|r| &r.date_source).filter(|_| changed(&["date", "enddate"])),
        loc_source: differ(|r| &r.loc_source).filter(|_| changed(&["place"])),
    };
    let at = shown.trigger_start().unwrap_or(shown.text_info.span[0]);
    let change = Change {
        change,
        report: report.to_owned(),
        old: old.map(|r| r.id.clone()),
        new: new.map(|r| r.id.clone()),
        kind: shown.kind().to_owned(),
        fields,
        because,
        text: shown.text,
    };
    (at, change)
}

/// The fields in which two records differ, as people read them. Confidence is not compared: it moves with every model.
fn fields(old: &Record, new: &Record) -> Vec<FieldChange> {
    let (a, b) = (shown(old), shown(new));
    let pairs = a.into_iter().zip(b).filter(|((_, old), (_, new))| old != new);
    pairs.map(|((field, old), (_, new))| FieldChange { field, old, new }).collect()
}

fn shown(record: &Record) -> [(&'static str, String); 14] {
    let number = |n| match bounds(n) {
        (None, None) => String::new(),
        (Some(low), Some(high)) if low == high => low.to_string(),
        (low, high) => {
            let side = |n: Option<u64>| n.map(|n| n.to_string()).unwrap_or_default();
            format!("{}–{}", side(low), side(high))
        }
    };
    let voice = |a: &crate::record::Attribution| {
        let source = a.source.as_ref().map_or("someone", |s| s.name.as_deref().unwrap_or(&s.text));
        format!("{source} ({}, {})", a.polarity, a.certainty)
    };
    [
        ("event", record.kind().to_owned()),
        ("mode", record.mode.join(", ")),
        ("context", record.context.join(", ")),
        ("auxiliary", record.auxiliary.join(", ")),
        ("date", record.date.clone().unwrap_or_default()),
        ("enddate", record.enddate.clone().unwrap_or_default()),
        ("actor", parties(&record.actor)),
        ("recipient", parties(&record.recipient)),
        ("place", record.event_loc.as_ref().map(place).unwrap_or_default()),
        ("dead", number(record.dead)),
        ("injured", number(record.injured)),
        ("size", number(record.size)),
        ("attribution", record.attribution.iter().map(voice).collect::<Vec<_>>().join(", ")),
        ("cameo", record.cameo.clone().unwrap_or_default()),
    ]
}

fn place(place: &crate::record::Place) -> String {
    match &place.country {
        Some(country) => format!("{}, {country}", place.name),
        None => place.name.clone(),
    }
}

/// Names with country and sectors: `Dioncounda Traoré (MLI GOV), troops (MIL)`.
pub fn parties(parties: &[Party]) -> String {
    let one = |party: &Party| {
        let codes: Vec<&str> = party.country.iter().chain(&party.sector).map(String::as_str).collect();
        let name = party.name.as_deref().unwrap_or(&party.text);
        if codes.is_empty() { name.to_owned() } else { format!("{name} ({})", codes.join(" ")) }
    };
    parties.iter().map(one).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Citation, TextInfo};

    fn record(kind: &str, at: u32, date: &str) -> Record {
        Record {
            id: format!("r1:{kind}:{at}"),
            event: vec![kind.into()],
            date: Some(date.into()),
            rule: format!("{kind}/rule"),
            text_info: TextInfo { span: [at / 100 * 100, at / 100 * 100 + 90], trigger: vec![[at, at + 4]] },
            text: format!("Sentence {}.", at / 100),
            cite_info: Citation { id: "r1".into(), ..Citation::default() },
            ..Record::default()
        }
    }

    fn codings(records: Vec<Record>) -> Codings {
        let mut codings = Codings::default();
        records.into_iter().for_each(|record| codings.add(record));
        codings
    }

    #[test]
    fn records_are_followed_through_changes_of_type_date_and_trigger() {
        let old = codings(vec![
            record("ACCUSE", 10, "2013-01-10"),
            record("ASSAULT", 110, "2013-01-10"),
            record("AGREE", 210, "2013-01-10"),
            record("AID", 310, "2013-01-10"),
            record("PROTEST", 410, "2013-01-10"),
        ]);
        let new = codings(vec![
            record("THREATEN", 10, "2013-01-10"),
            record("ASSAULT", 110, "2013-01-11"),
            record("AGREE", 230, "2013-01-10"),
            record("PROTEST", 410, "2013-01-10"),
            record("COERCE", 510, "2013-01-10"),
        ]);
        let (changes, counts) = diff(&old, &new);
        assert_eq!(counts, Counts { same: 1, changed: 3, new: 1, gone: 1 });
        let shown: Vec<String> = changes
            .iter()
            .map(|c| {
                let fields: Vec<String> =
                    c.fields.iter().map(|f| format!("{} {}→{}", f.field, f.old, f.new)).collect();
                format!("{} {} {}", c.change, c.kind, fields.join(", "))
            })
            .collect();
        assert_eq!(
            shown,
            [
                "changed THREATEN event ACCUSE→THREATEN",
                "changed ASSAULT date 2013-01-10→2013-01-11",
                "changed AGREE ",
                "gone AID ",
                "new COERCE "
            ]
        );
        assert_eq!(changes[0].because.rule, Some([Some("ACCUSE/rule".into()), Some("THREATEN/rule".into())]));
    }
}

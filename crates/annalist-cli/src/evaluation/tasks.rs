//! Each report with its hand-coded records: those of GOLD that bring their text first, then those of INPUT.

use super::gold;
use crate::args::EvaluateArgs;
use crate::driver::{Item, Problem, Work};
use crate::input::{self, shown};
use annalist::read::{self, Options};
use annalist_core::{EventType, Report};
use annalist_evaluate::Coding;
use annalist_evaluate::gold::{BadRow, Entry, Row, row};
use anyhow::Result;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Records held until INPUT brings their reports, at most.
const MOST_HELD: usize = 2_000_000;

/// A report to be coded, with its records by hand.
pub struct Task {
    /// The report.
    pub report: Report,
    /// Its records by hand, not yet located in the text.
    pub gold: Vec<Coding>,
}

type Items<T> = Box<dyn Iterator<Item = Item<T>> + Send>;

/// The tasks of one run, read as they are needed. Records whose text GOLD does not bring are held in memory.
pub struct Tasks {
    rows: Items<Row>,
    reports: Option<Items<Report>>,
    options: Options,
    declared: Vec<EventType>,
    /// Whether reports without a record count as holding none.
    complete: bool,
    gold: String,
    /// Records whose text is to come, by report.
    held: HashMap<String, Vec<Coding>>,
    count: usize,
    /// Reports in the order in which GOLD names them.
    order: Vec<String>,
    /// Reports with a bad row.
    spoiled: HashSet<String>,
    /// Reports of INPUT that were left out because GOLD says nothing of them.
    left_out: Arc<AtomicU64>,
    /// What was left over, told last.
    leftover: Option<std::vec::IntoIter<String>>,
}

impl Tasks {
    /// The tasks that `args` names; `declared` are the types that the user's files declare.
    ///
    /// # Errors
    /// If an option says something that cannot be.
    pub fn new(args: &EvaluateArgs, declared: &[EventType]) -> Result<Self> {
        let given = !args.stream.inputs.is_empty();
        let reports =
            if given { Some(Box::new(input::reports(&args.stream)?) as Items<Report>) } else { None };
        Ok(Tasks {
            rows: gold::read(&args.gold),
            reports,
            options: input::options(&args.stream)?,
            declared: declared.to_vec(),
            complete: args.complete,
            gold: shown(&args.gold.to_string_lossy()),
            held: HashMap::new(),
            count: 0,
            order: Vec::new(),
            spoiled: HashSet::new(),
            left_out: Arc::default(),
            leftover: None,
        })
    }

    /// How many reports of INPUT were left out because GOLD says nothing of them, so far.
    pub fn left_out(&self) -> Arc<AtomicU64> {
        self.left_out.clone()
    }

    /// What a row of GOLD gives at once, if anything.
    fn row(&mut self, work: Work<Row>) -> Option<Item<Task>> {
        let Work { piece, name, source } = work;
        match row(&piece, &self.declared) {
            Err(BadRow { report, reason }) => {
                let rest = match &report {
                    Some(report) => format!("; report `{report}` is left out"),
                    None => String::new(),
                };
                self.spoiled.extend(report);
                Some(problem(format!("cannot use {name}: {reason}{rest}"), None))
            }
            Ok(Entry::Report { report, codings }) if self.brings_text(&piece) => {
                Some(self.task(piece, &report, codings, name, source))
            }
            Ok(Entry::Report { report, codings }) => self.hold(report, codings),
            Ok(Entry::Record { report, coding }) => self.hold(report, vec![*coding]),
        }
    }

    fn brings_text(&self, row: &Row) -> bool {
        self.options.fields.names("text").iter().any(|name| row.get(*name).is_some_and(|v| !v.is_null()))
    }

    /// A report out of GOLD itself, read as any line of JSONL is.
    fn task(&self, mut row: Row, id: &str, gold: Vec<Coding>, name: String, source: String) -> Item<Task> {
        row.remove("events");
        let line = serde_json::Value::Object(row).to_string();
        match read::read_bytes("gold.jsonl", line.into_bytes(), &self.options).next() {
            Some(Ok(report)) => {
                let name = format!("report `{id}`, {name}");
                Item::Ready(Work {
                    piece: Task { report: Report { id: id.to_owned(), ..report }, gold },
                    name,
                    source,
                })
            }
            Some(Err(error)) => problem(format!("cannot use {name}: {}", error.reason), None),
            None => problem(format!("cannot use {name}: no text"), None),
        }
    }

    fn hold(&mut self, report: String, codings: Vec<Coding>) -> Option<Item<Task>> {
        if self.count >= MOST_HELD {
            self.rows = Box::new(std::iter::empty());
            let message = format!("cannot use all of {}: expected at most {MOST_HELD} records", self.gold);
            return Some(problem(message, Some("give a part of the reports at a time")));
        }
        self.count += codings.len().max(1);
        if !self.held.contains_key(&report) {
            self.order.push(report.clone());
        }
        self.held.entry(report).or_default().extend(codings);
        None
    }

    /// A report of INPUT with its records, unless GOLD says nothing, or something wrong, of it.
    fn report(&mut self, work: Work<Report>) -> Option<Item<Task>> {
        let Work { piece: report, name, source } = work;
        let gold = self.held.remove(&report.id);
        if self.spoiled.contains(&report.id) {
            return None;
        }
        if gold.is_none() && !self.complete {
            self.left_out.fetch_add(1, Ordering::Relaxed);
            return None;
        }
        Some(Item::Ready(Work { piece: Task { report, gold: gold.unwrap_or_default() }, name, source }))
    }

    /// Records that no report was given for.
    fn adrift(&mut self) -> Option<Item<Task>> {
        let spoiled = &self.spoiled;
        self.held.retain(|report, _| !spoiled.contains(report));
        if self.reports.is_none() && !self.held.is_empty() {
            let message =
                format!("cannot evaluate {} reports of {}: no text is given", self.held.len(), self.gold);
            self.held.clear();
            return Some(problem(message, Some("name the files with the reports after GOLD")));
        }
        let order = std::mem::take(&mut self.order);
        let leftover = self.leftover.get_or_insert_with(|| order.into_iter());
        let held = &self.held;
        let report = leftover.find(|r| held.contains_key(r))?;
        let message = format!("cannot evaluate report `{report}` of {}: no input has its text", self.gold);
        Some(problem(message, None))
    }
}

impl Iterator for Tasks {
    type Item = Item<Task>;

    fn next(&mut self) -> Option<Item<Task>> {
        while let Some(item) = self.rows.next() {
            let found = match item {
                Item::Problem(problem) => Some(Item::Problem(problem)),
                Item::Ready(work) => self.row(work),
            };
            if found.is_some() {
                return found;
            }
        }
        while let Some(item) = self.reports.as_mut().and_then(Iterator::next) {
            let found = match item {
                Item::Problem(problem) => Some(Item::Problem(problem)),
                Item::Ready(work) => self.report(work),
            };
            if found.is_some() {
                return found;
            }
        }
        self.adrift()
    }
}

fn problem(message: String, hint: Option<&'static str>) -> Item<Task> {
    Item::Problem(Problem { message, hint })
}

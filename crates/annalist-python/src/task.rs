//! What is asked of each report, and the work itself.

use crate::batch::{Batch, Outcome};
use crate::coder::Shared;
use crate::error;
use crate::rows::{Row, Rows};
use crate::table::plain;
use annalist::guard::guarded;
use annalist::read::{cut_short, of_fields};
use annalist::syntax::{Parser, conllu};
use annalist::unnamed::without_private_names;
use annalist::{Coded, lexicon::Lexicon};
use annalist_core::span::CodePoints;
use annalist_core::{EventType, Report};
use annalist_shape::actors::Row as Phrase;
use annalist_shape::annotate::Annotated;
use annalist_shape::classify::Pair;
use annalist_shape::record::records;
use annalist_shape::report::ReportShape;
use annalist_shape::select::{
    LEAST_CONFIDENCE, LEAST_RECORDED, Selection, StatementLabel, Statements, labels,
};
use annalist_shape::statement::statements;
use pyo3::prelude::*;
use rayon::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::sync::Arc;

/// What a row is asked for: a verb of the program with what it lets through.
pub enum Ask {
    /// The records of a report.
    Code {
        /// Which.
        selection: Selection,
        /// Whether each says how it was reached.
        explain: bool,
    },
    /// A report with its records, as a store takes them.
    Record(Selection),
    /// All layers of a report.
    Annotate,
    /// The report as read.
    Read,
    /// Its trees as CoNLL-U.
    Parse,
    /// Its statements.
    Quotes(Statements),
    /// The type between two parties of a sentence.
    Classify,
    /// Whom a phrase names.
    Actors,
}

impl Ask {
    /// What `verb` asks, `least` being the program's own where nothing is said; `declared` are the types that the user's files declare.
    ///
    /// # Errors
    /// Names the word that is not understood, and those that are.
    pub fn new(
        verb: &str,
        only: &[String],
        without: &[String],
        least: Option<f32>,
        explain: bool,
        declared: &[EventType],
    ) -> Result<Self, String> {
        let least = least.unwrap_or(if verb == "record" { LEAST_RECORDED } else { LEAST_CONFIDENCE });
        if !(0.0..=1.0).contains(&least) {
            return Err(format!("cannot understand `min_confidence={least}`: expected a number from 0 to 1"));
        }
        let chosen = |option: &str, words| labels(option, words, declared).map_err(|why| why.to_string());
        let selection = || -> Result<Selection, String> {
            Ok(Selection::new(chosen("only", only)?, chosen("without", without)?, least))
        };
        Ok(match verb {
            "code" => Ask::Code { selection: selection()?, explain },
            "record" => Ask::Record(selection()?),
            "annotate" => Ask::Annotate,
            "read" => Ask::Read,
            "parse" => Ask::Parse,
            "quotes" => Ask::Quotes(Statements::new(marks("only", only)?, marks("without", without)?)),
            "classify" => Ask::Classify,
            "actors" => Ask::Actors,
            other => return Err(format!("there is no verb `{other}`")),
        })
    }
}

/// The labels of statements that `option` names.
fn marks(option: &str, words: &[String]) -> Result<Vec<StatementLabel>, String> {
    let read =
        |word: &String| word.parse().map_err(|why| format!("cannot understand `--{option} {word}`: {why}"));
    words.iter().map(read).collect()
}

/// A coder with what is asked.
#[pyclass(frozen, module = "annalist._native")]
pub struct Task {
    shared: Arc<Shared>,
    ask: Ask,
}

#[pymethods]
impl Task {
    /// Works on the next rows, at most `most`, while other Python code runs; none where there are no more.
    fn run(&self, py: Python<'_>, rows: &Rows, most: usize) -> PyResult<Option<Batch>> {
        let work = || {
            let pool = self.shared.pool()?;
            let found = guarded(|| rows.take(most)).map_err(|panic| {
                format!("cannot read: {panic}; this is a defect of annalist, please report it")
            })?;
            let outcomes = || found.into_par_iter().with_max_len(1).map(|row| self.work(row)).collect();
            Ok(pool.install(outcomes))
        };
        let outcomes: Vec<Outcome> = py.detach(work).map_err(|why: String| error(why))?;
        Ok((!outcomes.is_empty()).then_some(Batch(outcomes)))
    }
}

impl Task {
    /// A task of `shared`.
    pub fn new(shared: Arc<Shared>, ask: Ask) -> Self {
        Task { shared, ask }
    }

    fn work(&self, row: Row) -> Outcome {
        let mut outcome = Outcome::default();
        let done = guarded(|| match self.ask {
            Ask::Classify => self.question(row, &mut outcome, |pair: Pair, _| to_line(&pair.answer())),
            Ask::Actors => {
                self.question(row, &mut outcome, |phrase: Phrase, known| to_line(&phrase.answer(known)))
            }
            _ => self.report(row, &mut outcome),
        });
        let why = match done {
            Ok(Ok(())) => return outcome,
            Ok(Err(why)) => why,
            Err(panic) => {
                let what = if outcome.id.is_empty() { "a row" } else { "report" };
                let id = if outcome.id.is_empty() { String::new() } else { format!(" `{}`", outcome.id) };
                format!(
                    "cannot work on {what}{id}: {panic}; this is a defect of annalist, please report it with the text"
                )
            }
        };
        outcome.lines.clear();
        outcome.problems.push(why);
        outcome
    }

    /// Answers a question that is no report.
    fn question<T: DeserializeOwned>(
        &self,
        row: Row,
        outcome: &mut Outcome,
        answer: impl Fn(T, &Lexicon) -> Result<String, String>,
    ) -> Result<(), String> {
        let (place, fields) = match row {
            Row::Fields { place, fields } => (place, fields),
            Row::Unread(_) => return Err("expected str or dict, found bytes or a file".to_owned()),
            Row::Problem(why) => return Err(why),
        };
        outcome.id = fields.get("id").map(plain).unwrap_or_default();
        let question = question(fields).map_err(|why| format!("cannot read {place}: {why}"))?;
        outcome.lines.push(answer(question, self.shared.lexicon())?);
        Ok(())
    }

    fn report(&self, row: Row, outcome: &mut Outcome) -> Result<(), String> {
        let mut report = match row {
            Row::Fields { place, fields } => {
                outcome.id = fields.get("id").map(plain).unwrap_or_default();
                let read = of_fields(fields, &self.shared.options);
                read.map_err(|why| format!("cannot read {place}: {why}"))?
            }
            Row::Unread(unread) => unread.report().map_err(|why| why.to_string())?,
            Row::Problem(why) => return Err(why),
        };
        outcome.id.clone_from(&report.id);
        let short = cut_short(&mut report);
        outcome.problems.extend(short.map(|why| format!("report `{}` is cut short: {why}", report.id)));
        self.lines(report, outcome)
    }

    fn lines(&self, report: Report, outcome: &mut Outcome) -> Result<(), String> {
        match &self.ask {
            Ask::Read => {
                outcome.notes.clone_from(&report.notes);
                outcome.lines.push(to_line(&ReportShape::new(&report))?);
                return Ok(());
            }
            Ask::Parse => {
                let document = Parser::english().parse(&report.text);
                let mut out = String::new();
                conllu::write(&document, &report.id, &report.notes, &mut out)
                    .map_err(|why| why.to_string())?;
                outcome.notes = report.notes;
                outcome.lines.push(out);
                return Ok(());
            }
            _ => {}
        }
        let coded = self.coded(report);
        outcome.notes.clone_from(&coded.report.notes);
        let points = CodePoints::new(&coded.document.text);
        match &self.ask {
            Ask::Code { selection, explain } => {
                let kept = records(&coded, &points, *explain).into_iter();
                let kept = kept.filter(|(event, _)| selection.keeps(event));
                outcome.lines = kept.map(|(_, record)| to_line(&record)).collect::<Result<_, _>>()?;
            }
            Ask::Record(selection) => {
                let (report, events, _) =
                    annalist_shape::lines(&coded, selection).map_err(|why| why.to_string())?;
                outcome.lines.push(format!("{{\"report\":{report},\"events\":[{}]}}", events.join(",")));
            }
            Ask::Quotes(chosen) => {
                let found = statements(&coded, &points, |attribution| chosen.keeps(attribution));
                outcome.lines = found.iter().map(to_line).collect::<Result<_, _>>()?;
            }
            _ => outcome.lines.push(to_line(&Annotated::new(&coded))?),
        }
        Ok(())
    }

    fn coded(&self, report: Report) -> Coded {
        let lexicon = self.shared.lexicon();
        let coded = annalist::code_with(report, lexicon);
        if self.shared.unnamed { without_private_names(coded, lexicon) } else { coded }
    }
}

fn question<T: DeserializeOwned>(fields: Map<String, Value>) -> Result<T, serde_json::Error> {
    serde_json::from_value(Value::Object(fields))
}

fn to_line(value: &impl Serialize) -> Result<String, String> {
    serde_json::to_string(value).map_err(|why| why.to_string())
}

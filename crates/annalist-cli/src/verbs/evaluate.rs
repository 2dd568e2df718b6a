//! `annalist evaluate`: how far annalist agrees with records coded by hand.

use super::json_line;
use crate::args::{EvaluateArgs, Figures as Form};
use crate::driver::{self, Streams};
use crate::evaluation::{Task, Tasks, table};
use crate::interrupt;
use crate::lexicons;
use crate::output::Output;
use crate::timeline::Look;
use annalist::lexicon::Lexicon;
use annalist_evaluate::coding::Voice;
use annalist_evaluate::difference::{Difference, differences};
use annalist_evaluate::{Coding, Compared, Tally, coded, compare, locate};
use annalist_shape::select::{Label, Selection, labels};
use anyhow::{Result, bail};
use std::process::ExitCode;
use std::sync::atomic::Ordering;

/// What came of one report.
struct Outcome {
    gold: Vec<Coding>,
    coded: Vec<Coding>,
    compared: Compared,
    sentences: usize,
    differences: Vec<Difference>,
}

/// Codes every report that was coded by hand, and prints the figures.
///
/// # Errors
/// If an option is wrong or an output cannot be written.
pub fn run(args: &EvaluateArgs) -> Result<ExitCode> {
    if args.stream.resume {
        bail!("`--resume` needs records that are written as they come; `evaluate` prints once, at its end");
    }
    let lexicon = lexicons::load(&args.own)?;
    let types = lexicon.known.predicates.types();
    let selection = Selection::new(
        labels("only", &args.only, types)?,
        labels("without", &args.without, types)?,
        args.min_confidence,
    );
    let streams = Streams::from(&args.stream);
    let mut output = Output::open(streams.output.as_deref())?;
    let mut file = args.differences.as_deref().map(|path| Output::open(Some(path))).transpose()?;
    let tasks = Tasks::new(args, types)?;
    let left_out = tasks.left_out();
    let (mut tally, mut shown) = (Tally::default(), Vec::new());
    let counts = driver::fold(
        &streams,
        tasks,
        |task, _| Ok(evaluate(task, &lexicon.known, &selection)),
        |outcome: Outcome| {
            tally.add(&outcome.gold, &outcome.coded, &outcome.compared, outcome.sentences);
            if let Some(file) = &mut file {
                let mut lines = Vec::new();
                outcome.differences.iter().try_for_each(|d| json_line(&mut lines, d))?;
                file.write(&lines)?;
            }
            let room = args.list.saturating_sub(shown.len());
            shown.extend(outcome.differences.into_iter().take(room));
            Ok(())
        },
    )?;
    let figures = tally.figures();
    let mut bytes = Vec::new();
    match args.format {
        Form::Json => json_line(&mut bytes, &figures)?,
        Form::Table => {
            let look = Look::of_output(args.stream.output.as_deref(), false);
            bytes = table::render(&figures, &shown, look).into_bytes();
        }
    }
    output.write(&bytes)?;
    output.finish()?;
    file.map_or(Ok(()), Output::finish)?;
    let left_out = left_out.load(Ordering::Relaxed);
    if left_out > 0 && !streams.quiet {
        let reports = table::counted(left_out, "report");
        eprintln!(
            "note: {reports} without a record in GOLD left out; `--complete` takes them to hold no event"
        );
    }
    Ok(lexicon.exit_code(counts.close(&streams, interrupt::requested())?))
}

/// Whether a record coded by hand is kept, whose confidence is not asked.
fn keeps(selection: &Selection, coding: &Coding) -> bool {
    let marks = coding.auxiliary.as_deref().unwrap_or_default();
    let denied = |v: &Voice| v.polarity.as_deref() == Some("denied");
    selection.keeps_what(|label| match label {
        Label::Type(kind) => coding.event == kind.as_str(),
        Label::Auxiliary(auxiliary) => marks.iter().any(|m| m == auxiliary.as_str()),
        Label::Denied => coding.attribution.iter().flatten().any(denied),
    })
}

fn evaluate(task: Task, lexicon: &Lexicon, selection: &Selection) -> Outcome {
    let found = annalist::code_with(task.report, lexicon);
    let document = &found.document;
    let mut gold = task.gold;
    gold.iter_mut().for_each(|coding| locate::locate(coding, document));
    gold.retain(|coding| keeps(selection, coding));
    let mut events = found.events;
    events.retain(|event| selection.keeps(event));
    let coded = coded::codings(document, &found.annotations, &events);
    let compared = compare(&gold, &coded);
    let differences = differences(&found.report.id, document, &gold, &coded, &compared);
    Outcome { sentences: document.sentences.len(), gold, coded, compared, differences }
}

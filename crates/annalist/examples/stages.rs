//! Where the time of coding goes: seconds of one thread by stage, over the reports of the inputs.
//!
//! ```sh
//! cargo run --release -p annalist --example stages -- news.jsonl
//! ```

use annalist::core::Annotations;
use annalist::extract::{self, actors, attributions, coreference, places, times};
use annalist::lexicon::Lexicon;
use annalist::read::{self, Options};
use annalist::syntax::{Parser, segment};
use std::io::Write;
use std::time::{Duration, Instant};

/// Seconds by stage, in the order in which the stages run.
#[derive(Default)]
struct Clock {
    stages: Vec<(&'static str, Duration)>,
}

impl Clock {
    fn time<T>(&mut self, stage: &'static str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let value = work();
        match self.stages.iter_mut().find(|(name, _)| *name == stage) {
            Some((_, sum)) => *sum += start.elapsed(),
            None => self.stages.push((stage, start.elapsed())),
        }
        value
    }
}

fn main() -> std::io::Result<()> {
    let lexicon = Lexicon::english();
    let parser = Parser::english();
    // What is built at first use is no report's cost.
    annalist::code(annalist::core::Report {
        text: "Police killed 12 protesters in Lagos on Tuesday, officials said.".into(),
        ..Default::default()
    });
    let mut clock = Clock::default();
    let mut reports = read::read(std::env::args_os().skip(1).map(Into::into), Options::default());
    let mut count = 0;
    while let Some(read) = clock.time("read", || reports.next()) {
        let Ok(report) = read else { continue };
        count += 1;
        let tokens = clock.time("sentences and words", || segment::segment(&report.text));
        let document = clock.time("tags, trees and names", || parser.parse_tokens(tokens));
        let times = clock.time("times", || times::find(&report, &document));
        let places = clock.time("places", || places::find(&report, &document, lexicon));
        let (mut entities, mut mentions) =
            clock.time("actors", || actors::find(&report, &document, &places, lexicon));
        clock.time("coreference", || {
            coreference::resolve(&report, &document, lexicon, &mut entities, &mut mentions);
        });
        clock.time("sectors and countries", || {
            actors::standing::settle(&document, &mut entities, &mentions);
            actors::implied::settle(&report, &document, &places, &mut entities, &mentions);
        });
        let attributions = clock
            .time("attributions", || attributions::find(&report, &document, &entities, &mentions, lexicon));
        let annotations = Annotations { times, places, entities, mentions, attributions };
        clock.time("events", || extract::code(&report, &document, &annotations, lexicon));
    }
    let all: Duration = clock.stages.iter().map(|(_, sum)| *sum).sum();
    let mut out = std::io::stdout().lock();
    for (stage, sum) in &clock.stages {
        let share = 100.0 * sum.as_secs_f64() / all.as_secs_f64();
        let each = 1000.0 * sum.as_secs_f64() / f64::from(count.max(1));
        writeln!(out, "{stage:22}{:8.2} s{share:7.1} %{each:8.2} ms a report", sum.as_secs_f64())?;
    }
    writeln!(out, "{:22}{:8.2} s   100.0 %   {count} reports", "all", all.as_secs_f64())
}

//! The program `annalist`: reads reports, runs the pipeline on many at once, writes what it is asked for.
//!
//! [`args`] is the command line; [`verbs`] has a module a verb; [`driver`] runs one over all inputs, with
//! [`input`] before it and [`sink`] after it. `annalist_shape`, [`timeline`], [`evaluation`] and [`unmatched`] are the forms results
//! take.

mod args;
mod copies;
mod driver;
mod evaluation;
mod input;
mod interrupt;
mod journal;
mod lexicons;
mod output;
mod pipeline;
mod progress;
mod rows;
mod sink;
mod summary;
mod timeline;
mod treebank;
mod unmatched;
mod verbs;

use args::{Cli, LexiconTask, PlacesTask, Verb};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    annalist::guard::install();
    let cli = Cli::parse();
    let outcome = match &cli.verb {
        Verb::Code(args) => verbs::code::run(args),
        Verb::Annotate(args) => verbs::annotate::run(args),
        Verb::Read(args) => verbs::read::run(args),
        Verb::Parse(args) => verbs::parse::run(args),
        Verb::Classify(args) => verbs::classify::run(args),
        Verb::Actors(args) => verbs::actors::run(args),
        Verb::Lexicon(LexiconTask::Check(args)) => verbs::lexicon::check::run(args),
        Verb::Lexicon(LexiconTask::List(args)) => verbs::lexicon::list::run(args),
        Verb::Lexicon(LexiconTask::Lookup(args)) => verbs::lexicon::lookup::run(args),
        Verb::Places(PlacesTask::Import(args)) => verbs::places::import::run(args),
        Verb::Places(PlacesTask::Lookup(args)) => verbs::places::lookup::run(args),
        Verb::Evaluate(args) => verbs::evaluate::run(args),
        Verb::Quotes(args) => verbs::quotes::run(args),
        Verb::Record(args) => verbs::record::run(args),
        Verb::Export(args) => verbs::export::run(args),
        Verb::Correct(args) => verbs::correct::run(args),
        Verb::Diff(args) => verbs::diff::run(args),
        Verb::Serve(args) => verbs::serve::run(args),
        Verb::Watch(args) => verbs::watch::run(args),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::from(2)
    })
}

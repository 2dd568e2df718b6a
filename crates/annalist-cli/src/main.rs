//! The program `annalist`: reads reports, runs the pipeline on many at once, writes what it is asked for.
//!
//! [`args`] is the command line; [`verbs`] has a module a verb; [`driver`] runs one over all inputs, with
//! [`input`] before it and [`output`] after it. [`shape`] and [`timeline`] are the forms results take.

mod args;
mod driver;
mod guard;
mod input;
mod output;
mod pipeline;
mod progress;
mod rows;
#[cfg(test)]
mod sample;
mod select;
mod shape;
mod timeline;
mod treebank;
mod verbs;

use args::{Cli, Verb};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    guard::install();
    let cli = Cli::parse();
    let outcome = match &cli.verb {
        Verb::Code(args) => verbs::code::run(args),
        Verb::Annotate(args) => verbs::annotate::run(args),
        Verb::Read(args) => verbs::read::run(args),
        Verb::Parse(args) => verbs::parse::run(args),
        Verb::Classify(args) => verbs::classify::run(args),
        Verb::Actors(args) => verbs::actors::run(args),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::from(2)
    })
}

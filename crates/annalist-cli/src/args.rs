//! The command line: every verb and option, defined and documented once.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

use crate::select::Label;

/// Reads news reports and writes who did what to whom, where, when, and on whose word.
#[derive(Debug, Parser)]
#[command(
    name = "annalist",
    version,
    max_term_width = 100,
    after_help = "\
Exit codes: 0 done; 2 an input was skipped or cut short, or the command line was wrong.\n\
Data go to standard output, everything else to standard error."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Code the events of reports: a timeline on a terminal, PLOVER records as JSONL in a pipe.
    Code(CodeArgs),
    /// Print every layer of a report: sentences, names, times, places, attributions, events.
    Annotate(StreamArgs),
    /// Print reports as they were read: text, publisher, headline, dateline, publication time.
    Read(StreamArgs),
    /// Print sentences, words and dependency trees as CoNLL-U.
    Parse(ParseArgs),
    /// Name the PLOVER type between two marked parties of a sentence: rows of `id`, `text`, `actor`, `recipient`.
    Classify(RowsArgs),
    /// Name the country and the sectors of whom a phrase names: rows of `id`, `text`, `date`.
    Actors(RowsArgs),
}

/// What `code` takes.
#[derive(Debug, Args)]
pub struct CodeArgs {
    /// Inputs and outputs.
    #[command(flatten)]
    pub stream: StreamArgs,
    /// The form of the records [default: timeline on a terminal, jsonl otherwise].
    #[arg(short, long, value_enum, value_name = "FORMAT")]
    pub format: Option<Format>,
    /// Keep only records of these types or marks, such as ASSAULT,PROTEST.
    #[arg(long, value_delimiter = ',', value_name = "TYPES")]
    pub only: Vec<Label>,
    /// Leave out records of these types or marks, such as future,denied.
    #[arg(long, value_delimiter = ',', value_name = "TYPES|MARKS")]
    pub without: Vec<Label>,
    /// Say which rule and words made each record, its date and its place.
    #[arg(long)]
    pub explain: bool,
}

/// What `parse` takes.
#[derive(Debug, Args)]
pub struct ParseArgs {
    /// Inputs and outputs.
    #[command(flatten)]
    pub stream: StreamArgs,
    /// Read CoNLL-U and keep its tokens and sentence breaks; its other columns are ignored.
    #[arg(long)]
    pub tokenized: bool,
}

/// What `classify` and `actors` take.
#[derive(Debug, Args)]
pub struct RowsArgs {
    /// JSONL files, a row a line; `-` is standard input.
    #[arg(value_name = "INPUT", required = true)]
    pub inputs: Vec<PathBuf>,
    /// Write to FILE, which appears only when it is complete.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// How many rows are worked on at once [default: one a core].
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub threads: Option<u16>,
    /// Print nothing but errors to standard error.
    #[arg(short, long)]
    pub quiet: bool,
}

/// What every verb over reports takes.
#[derive(Debug, Args)]
pub struct StreamArgs {
    /// Files (.txt, .html, .jsonl, .csv, .tsv) and folders of them; `-` is standard input.
    #[arg(value_name = "INPUT", required = true)]
    pub inputs: Vec<PathBuf>,
    /// Write to FILE, which appears only when it is complete.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The publication date of reports that state none, such as 2013-01-11.
    #[arg(long, value_name = "DATE")]
    pub published: Option<String>,
    /// The time zone of reports that state none, such as Africa/Bamako.
    #[arg(long, value_name = "NAME")]
    pub zone: Option<String>,
    /// Which fields of JSONL and columns of CSV hold what, such as text=body,published=day.
    #[arg(long, value_name = "FIELD=NAME,…")]
    pub map: Vec<String>,
    /// How reports without an id are named.
    #[arg(long, value_enum, default_value = "hash", value_name = "KIND")]
    pub ids: Ids,
    /// How many reports are worked on at once [default: one a core].
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub threads: Option<u16>,
    /// Print nothing but errors to standard error.
    #[arg(short, long)]
    pub quiet: bool,
}

/// The forms in which `code` writes records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One PLOVER record a line, with annalist's own fields.
    Jsonl,
    /// One row a record, flat columns, separated by commas.
    Csv,
    /// One row a record, flat columns, separated by tabs.
    Tsv,
    /// One record a line under the field names of the PLOVER manual alone.
    Plover,
    /// For people: what happened, report by report.
    Timeline,
}

/// How reports without an id are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Ids {
    /// After the file, with the line where a file holds several.
    Stem,
    /// By a hash of text, time and publisher.
    Hash,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}

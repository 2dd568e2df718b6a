//! The command line: every verb and option, defined and documented once.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

use annalist_shape::select::{LEAST_CONFIDENCE, LEAST_RECORDED, StatementLabel};

/// Reads news reports and writes who did what to whom, where, when, and on whose word.
#[derive(Debug, Parser)]
#[command(
    name = "annalist",
    version,
    max_term_width = 100,
    after_help = "\
Exit codes: 0 done; 2 an input was skipped or cut short, or the command line was wrong; 130 interrupted.\n\
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
    Annotate(AnnotateArgs),
    /// Print reports as they were read: text, publisher, headline, dateline, publication time.
    Read(StreamArgs),
    /// Print sentences, words and dependency trees as CoNLL-U.
    Parse(ParseArgs),
    /// Name the PLOVER type between two marked parties of a sentence: rows of `id`, `text`, `actor`, `recipient`.
    Classify(RowsArgs),
    /// Print who says what to whom, how surely, and about which records: a table on a terminal, JSONL in a pipe.
    Quotes(QuotesArgs),
    /// Code reports into a store: each once, again where the coder or its text has changed, and into incidents.
    Record(RecordArgs),
    /// Write the events of a store in a form that other programs read.
    Export(ExportArgs),
    /// Reject, edit and add records of a store, join and split its incidents: a JSONL of edits.
    Correct(CorrectArgs),
    /// Say what changed between two codings of the same reports, and why.
    Diff(DiffArgs),
    /// Show a store on a web page and as an API, and code reports pasted there; without a store, in memory.
    Serve(ServeArgs),
    /// Follow feeds: ask them again and again, code the reports they link to, and record them in a store.
    Watch(WatchArgs),
    /// Name the country and the sectors of whom a phrase names: rows of `id`, `text`, `date`.
    Actors(ActorsArgs),
    /// Check files of your own event types and actors, list parties, and look words up in the lexicon.
    #[command(subcommand)]
    Lexicon(LexiconTask),
    /// Look places up, and import a GeoNames dump for more of them.
    #[command(subcommand)]
    Places(PlacesTask),
    /// Say how far annalist agrees with records coded by hand, by type and field, and where it differs.
    Evaluate(EvaluateArgs),
}

/// What `lexicon` does.
#[derive(Debug, Subcommand)]
pub enum LexiconTask {
    /// Say what is wrong with files of event types and of actors, and what they replace.
    ///
    /// The example of each line of event types is coded, to tell which do not record as they claim.
    /// Exit codes: 0 all is well; 1 some examples do not record as claimed; 2 a line or a file cannot be used.
    Check(CheckArgs),
    /// List parties and role nouns as a table: all, or those of a country, sector or kind, or with a word in their name.
    List(ListArgs),
    /// Show the entries for a word or phrase, or what a type, class or group holds.
    Lookup(LookupArgs),
}

/// What `places` does.
#[derive(Debug, Subcommand)]
pub enum PlacesTask {
    /// Make a file for `--places` from a GeoNames dump such as allCountries.txt, cities500.txt or ML.txt.
    ///
    /// Lines that cannot be used are named with their reason and left out. Exit codes: 0 all lines were read; 2 some were not.
    Import(ImportArgs),
    /// Show the places that a name may mean, the likelier first.
    Lookup(PlaceLookupArgs),
}

/// What `places import` takes.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// Dumps as GeoNames gives them, unpacked (https://download.geonames.org/export/dump/).
    #[arg(value_name = "DUMP", required = true)]
    pub dumps: Vec<PathBuf>,
    /// Write to FILE, which appears only when it is complete.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// Names of provinces that the built-in gazetteer does not know: GeoNames' admin1CodesASCII.txt.
    #[arg(long, value_name = "FILE")]
    pub provinces: Option<PathBuf>,
    /// English names: GeoNames' alternateNamesV2.txt.
    #[arg(long, value_name = "FILE")]
    pub names: Option<PathBuf>,
    /// Leave out towns and villages of fewer people; most villages of the full dump have 0, which means unknown.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub least: u64,
}

/// What `places lookup` takes.
#[derive(Debug, Args)]
pub struct PlaceLookupArgs {
    /// A name such as Bamako or Musa Qala.
    #[arg(value_name = "NAME", required = true)]
    pub words: Vec<String>,
    /// Files to look in beside the built-in gazetteer.
    #[command(flatten)]
    pub own: OwnArgs,
}

/// What `lexicon check` takes.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Files of event types (.events) and of actors; a later one may use what an earlier one declares.
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
}

/// What `lexicon list` takes.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// What every line must have: a country or sector code such as MLI or REB, a kind such as person, armed or role, or a
    /// word in its name.
    #[arg(value_name = "FILTER")]
    pub filters: Vec<String>,
    /// List only what your own files hold.
    #[arg(long)]
    pub users: bool,
    /// Files to list beside the built-in lexicon.
    #[command(flatten)]
    pub own: OwnArgs,
}

/// What `lexicon lookup` takes.
#[derive(Debug, Args)]
pub struct LookupArgs {
    /// A word or phrase such as `call off`, a name such as `Angela Merkel`, a description such as `the Malian army`, a type
    /// such as COERCE, a class such as arrest, a group such as @armed.
    #[arg(value_name = "WORD", required = true)]
    pub words: Vec<String>,
    /// The day for which offices and memberships are looked up, such as 2010-05-01.
    #[arg(long, value_name = "DATE")]
    pub date: Option<jiff::civil::Date>,
    /// Files to look in beside the built-in lexicon.
    #[command(flatten)]
    pub own: OwnArgs,
}

/// What a user's own knowledge is read from.
#[derive(Clone, Debug, Args)]
pub struct OwnArgs {
    /// Add your own event types and predicates (see docs/events.md); may be given several times.
    #[arg(long, value_name = "FILE")]
    pub events: Vec<PathBuf>,
    /// Add your own actors: a table (.tsv) or a TABARI/PETRARCH dictionary (see docs/actors.md); may be given several times.
    #[arg(long, value_name = "FILE")]
    pub actors: Vec<PathBuf>,
    /// Add places from a file that `annalist places import` made (see docs/places.md); may be given several times.
    #[arg(long, value_name = "FILE")]
    pub places: Vec<PathBuf>,
}

/// What `annotate` takes.
#[derive(Debug, Args)]
pub struct AnnotateArgs {
    /// Inputs and outputs.
    #[command(flatten)]
    pub stream: StreamArgs,
    /// The user's own knowledge.
    #[command(flatten)]
    pub own: OwnArgs,
    /// Keep private persons' names out: `[person 1]` stands for the first, in every text and field.
    #[arg(long)]
    pub unnamed: bool,
}

/// What `code` takes.
#[derive(Debug, Args)]
pub struct CodeArgs {
    /// Inputs and outputs.
    #[command(flatten)]
    pub stream: StreamArgs,
    /// The user's own knowledge.
    #[command(flatten)]
    pub own: OwnArgs,
    /// Keep private persons' names out: `[person 1]` stands for the first, in every text and field.
    #[arg(long)]
    pub unnamed: bool,
    /// The form of the records [default: timeline on a terminal, jsonl otherwise].
    #[arg(short, long, value_enum, value_name = "FORMAT")]
    pub format: Option<Format>,
    /// Keep only records of these types or marks, such as ASSAULT,PROTEST.
    #[arg(long, value_delimiter = ',', value_name = "TYPES")]
    pub only: Vec<String>,
    /// Leave out records of these types or marks, such as future,denied.
    #[arg(long, value_delimiter = ',', value_name = "TYPES|MARKS")]
    pub without: Vec<String>,
    /// Leave out records whose type and parties are less likely to be right than this, 0 to 1.
    #[arg(long, value_name = "P", default_value_t = LEAST_CONFIDENCE, value_parser = chance)]
    pub min_confidence: f32,
    /// Say which rule and words made each record, its date and its place.
    #[arg(long)]
    pub explain: bool,
    /// Instead of records, list what the lexicon does not place: verbs and nouns of deeds between parties, and
    /// parties without country or sector, by frequency with an example (as a table, jsonl, csv or tsv).
    #[arg(long, conflicts_with_all = ["only", "without", "explain"])]
    pub unmatched: bool,
}

/// A number from 0 to 1.
fn chance(text: &str) -> Result<f32, String> {
    let number: f32 = text.parse().map_err(|_| "expected a number from 0 to 1".to_owned())?;
    if (0.0..=1.0).contains(&number) { Ok(number) } else { Err("expected a number from 0 to 1".to_owned()) }
}

/// A number of bytes: `65536`, `64K`, `8M`, `1G`.
fn size(text: &str) -> Result<usize, String> {
    let (digits, shift) =
        match text.to_ascii_uppercase().trim_end_matches("IB").trim_end_matches('B').as_bytes() {
            [digits @ .., b'K'] => (digits.len(), 10),
            [digits @ .., b'M'] => (digits.len(), 20),
            [digits @ .., b'G'] => (digits.len(), 30),
            digits => (digits.len(), 0),
        };
    let number: Option<usize> = text[..digits].trim().parse().ok();
    let bytes = number.and_then(|n| n.checked_mul(1 << shift)).filter(|n| (1..=4 << 30).contains(n));
    bytes.ok_or_else(|| "expected a size from 1 byte to 4G, such as 8M".to_owned())
}

/// What `evaluate` takes.
#[derive(Debug, Args)]
#[command(mut_arg("inputs", |inputs| inputs.required(false).help(
    "The reports that GOLD's records are of, where GOLD does not bring their text: anything that `code` reads"
)))]
pub struct EvaluateArgs {
    /// Records coded by hand: JSONL of reports with their `events`, or JSONL, .csv or .tsv of one record a row.
    #[arg(value_name = "GOLD")]
    pub gold: PathBuf,
    /// The reports and the output.
    #[command(flatten)]
    pub stream: StreamArgs,
    /// The user's own knowledge.
    #[command(flatten)]
    pub own: OwnArgs,
    /// The form of the figures.
    #[arg(short, long, value_enum, default_value = "table", value_name = "FORMAT")]
    pub format: Figures,
    /// Write every difference to FILE as JSONL: what each coder has alone, and pairs that differ, with the sentence.
    #[arg(long, value_name = "FILE")]
    pub differences: Option<PathBuf>,
    /// Show the first N differences after the table.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub list: usize,
    /// Compare records of these types or marks only, in both codings, such as ASSAULT,PROTEST.
    #[arg(long, value_delimiter = ',', value_name = "TYPES")]
    pub only: Vec<String>,
    /// Leave out records of these types or marks in both codings, such as future,hypothetical.
    #[arg(long, value_delimiter = ',', value_name = "TYPES|MARKS")]
    pub without: Vec<String>,
    /// Leave out annalist's records whose type and parties are less likely to be right than this, as `code` does.
    #[arg(long, value_name = "P", default_value_t = LEAST_CONFIDENCE, value_parser = chance)]
    pub min_confidence: f32,
    /// Take reports of INPUT without a record in GOLD as coded by hand to hold no event; else they are left out.
    #[arg(long)]
    pub complete: bool,
}

/// The forms of `evaluate`'s figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Figures {
    /// For people.
    Table,
    /// One object with every figure.
    Json,
}

/// What `quotes` takes.
#[derive(Debug, Args)]
pub struct QuotesArgs {
    /// Inputs and outputs.
    #[command(flatten)]
    pub stream: StreamArgs,
    /// The user's own knowledge.
    #[command(flatten)]
    pub own: OwnArgs,
    /// Keep private persons' names out: `[person 1]` stands for the first, in every text and field.
    #[arg(long)]
    pub unnamed: bool,
    /// The form of the statements [default: table on a terminal, jsonl otherwise].
    #[arg(short, long, value_enum, value_name = "FORMAT")]
    pub format: Option<QuotesFormat>,
    /// Keep only statements of these classes, forms and marks, such as say,deny or direct.
    #[arg(long, value_delimiter = ',', value_name = "MARKS")]
    pub only: Vec<StatementLabel>,
    /// Leave out statements of these classes, forms and marks, such as think,want.
    #[arg(long, value_delimiter = ',', value_name = "MARKS")]
    pub without: Vec<StatementLabel>,
}

/// How reports are coded that go into a store.
#[derive(Clone, Debug, Args)]
pub struct CodingArgs {
    /// The user's own knowledge.
    #[command(flatten)]
    pub own: OwnArgs,
    /// Leave out records whose type and parties are less likely to be right than this, 0 to 1.
    #[arg(long, value_name = "P", default_value_t = LEAST_RECORDED, value_parser = chance)]
    pub min_confidence: f32,
    /// Keep private persons' names out: `[person 1]` stands for the first, in every text and field.
    #[arg(long)]
    pub unnamed: bool,
}

/// What `record` takes.
#[derive(Debug, Args)]
#[command(mut_arg("output", |store| store.long("into").short(None).required(true).value_name("STORE").help(
    "The store, such as annals.db; it is made where there is none. It may be read while it is written"
)))]
pub struct RecordArgs {
    /// Inputs and the store.
    #[command(flatten)]
    pub stream: StreamArgs,
    /// How reports are coded.
    #[command(flatten)]
    pub coding: CodingArgs,
}

/// What `export` takes.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// A store that `annalist record` made.
    #[arg(value_name = "STORE")]
    pub store: PathBuf,
    /// The form.
    #[arg(short, long, value_enum, default_value = "jsonl", value_name = "FORMAT")]
    pub format: ExportFormat,
    /// Write to FILE, which appears only when it is complete; a new folder for `rocrate`.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Keep only records of these types, such as ASSAULT,PROTEST.
    #[arg(long, value_delimiter = ',', value_name = "TYPES")]
    pub only: Vec<String>,
    /// Leave out records with these marks: historical, future, hypothetical, negation, denied.
    #[arg(long, value_delimiter = ',', value_name = "MARKS")]
    pub without: Vec<String>,
    /// Keep records whose parties or place are of these countries, such as MLI,FRA.
    #[arg(long, value_delimiter = ',', value_name = "CODES")]
    pub country: Vec<String>,
    /// Keep records with parties of these sectors, such as MIL,REB.
    #[arg(long, value_delimiter = ',', value_name = "CODES")]
    pub sector: Vec<String>,
    /// Keep records of this publisher; may be given several times.
    #[arg(long, value_name = "PUBLISHER")]
    pub source: Vec<String>,
    /// Keep records of this day or later.
    #[arg(long, value_name = "DATE")]
    pub from: Option<jiff::civil::Date>,
    /// Keep records of this day or before.
    #[arg(long, value_name = "DATE")]
    pub until: Option<jiff::civil::Date>,
    /// Keep records whose sentence, headline, names or place have these words.
    #[arg(long, value_name = "WORDS")]
    pub text: Option<String>,
    /// Keep records whose type and parties are at least so likely to be right, 0 to 1.
    #[arg(long, value_name = "P", value_parser = chance)]
    pub min_confidence: Option<f32>,
    /// The day that an archive gives as its date of publication [default: today].
    #[arg(long, value_name = "DATE")]
    pub date: Option<jiff::civil::Date>,
    /// Print nothing but errors to standard error.
    #[arg(short, long)]
    pub quiet: bool,
}

/// The forms in which `export` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// One PLOVER record a line, corrections applied.
    Jsonl,
    /// One row a record, flat columns, separated by commas.
    Csv,
    /// One row a record, flat columns, separated by tabs.
    Tsv,
    /// The same columns with types, as Parquet.
    Parquet,
    /// The columns of POLECAT's files.
    Polecat,
    /// The 61 columns of GDELT 2.0's event files.
    Gdelt,
    /// PETRARCH2's output.
    Petrarch,
    /// Points for maps.
    Geojson,
    /// A calendar of what was announced.
    Ical,
    /// A folder for a replication archive: JSONL files and their description.
    Rocrate,
    /// The corrections, as `correct` takes them.
    Corrections,
}

/// What `serve` takes.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// A store that `annalist record` made; without one, what is recorded is gone when the program ends.
    #[arg(value_name = "STORE")]
    pub store: Option<PathBuf>,
    /// Listen on this port; 0 for any that is free.
    #[arg(long, value_name = "PORT", default_value_t = 8417)]
    pub port: u16,
    /// Listen on this address; any other than this machine's own needs `--token-file`.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub listen: std::net::IpAddr,
    /// Answer only whoever has the token that stands in FILE.
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
    /// Record nothing and take no corrections.
    #[arg(long, requires = "store")]
    pub read_only: bool,
    /// Open the page in the browser.
    #[arg(long)]
    pub open: bool,
    /// How reports are coded.
    #[command(flatten)]
    pub coding: CodingArgs,
}

/// What `watch` takes.
#[derive(Debug, Args)]
pub struct WatchArgs {
    /// The feeds and how often they are asked: a file of docs/watch.md.
    #[arg(value_name = "FEEDS")]
    pub feeds: PathBuf,
    /// The store, such as annals.db; it is made where there is none. It may be read while it is written.
    #[arg(long, value_name = "STORE")]
    pub into: PathBuf,
    /// Ask every feed whose time has come once, and end.
    #[arg(long)]
    pub once: bool,
    /// Show the store on a web page meanwhile, as `serve` does.
    #[arg(long, conflicts_with = "once")]
    pub serve: bool,
    /// The port of that page; 0 for any that is free.
    #[arg(long, value_name = "PORT", default_value_t = 8417, requires = "serve")]
    pub port: u16,
    /// How reports are coded.
    #[command(flatten)]
    pub coding: CodingArgs,
    /// Print nothing but errors to standard error.
    #[arg(short, long)]
    pub quiet: bool,
}

/// What `correct` takes.
#[derive(Debug, Args)]
pub struct CorrectArgs {
    /// A store that `annalist record` made.
    #[arg(value_name = "STORE")]
    pub store: PathBuf,
    /// Files of edits, one JSON object a line (see docs/annals.md); `-` is standard input.
    #[arg(value_name = "EDITS", required = true)]
    pub edits: Vec<PathBuf>,
    /// Print nothing but errors to standard error.
    #[arg(short, long)]
    pub quiet: bool,
}

/// What `diff` takes.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// The coding before: JSONL that `annalist code` wrote, or a store.
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// The coding now.
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
    /// The form of the changes [default: text on a terminal, jsonl otherwise].
    #[arg(short, long, value_enum, value_name = "FORMAT")]
    pub format: Option<DiffFormat>,
    /// Write to FILE, which appears only when it is complete.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// The forms in which `diff` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For people.
    Text,
    /// One change a line.
    Jsonl,
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

/// What `actors` takes.
#[derive(Debug, Args)]
pub struct ActorsArgs {
    /// Inputs and outputs.
    #[command(flatten)]
    pub rows: RowsArgs,
    /// Add your own actors: a table (.tsv) or a TABARI/PETRARCH dictionary (see docs/actors.md); may be given several times.
    #[arg(long, value_name = "FILE")]
    pub actors: Vec<PathBuf>,
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
    /// Files, folders, archives and addresses (https://…) of reports in any format of docs/inputs.md; `-` is standard input.
    #[arg(value_name = "INPUT", required = true)]
    pub inputs: Vec<PathBuf>,
    /// Write to FILE, which appears only when it is complete.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Go on where a run with this option was broken off: give the same command again.
    #[arg(long, requires = "output")]
    pub resume: bool,
    /// Write the run's counts to FILE as JSON: what was read, done, skipped and why.
    #[arg(long, value_name = "FILE")]
    pub summary: Option<PathBuf>,
    /// Keep one text of those that outlets reprint, with where else it was published; reports are held back meanwhile.
    #[arg(long)]
    pub dedupe: bool,
    /// The format of all inputs, instead of telling it from name and content.
    #[arg(long, value_name = "FORMAT")]
    pub input_format: Option<annalist::read::Format>,
    /// The largest report that is read, such as 8M [default: 64M].
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub max_report_bytes: Option<usize>,
    /// How many times larger an input may grow when it is decompressed [default: 200].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(2..))]
    pub max_ratio: Option<u64>,
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
    /// The flat columns with types, as Parquet.
    Parquet,
    /// The columns of POLECAT's files (see docs/annals.md for what they cannot hold).
    Polecat,
    /// The 61 columns of GDELT 2.0's event files.
    Gdelt,
    /// PETRARCH2's output.
    Petrarch,
    /// For people: what happened, report by report.
    Timeline,
}

/// The forms in which `quotes` writes statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum QuotesFormat {
    /// One statement a line.
    Jsonl,
    /// One row a statement, flat columns, separated by commas.
    Csv,
    /// One row a statement, flat columns, separated by tabs.
    Tsv,
    /// For people: who says what, report by report.
    Table,
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

//! `annalist export`: a store in the forms that other programs read.

use crate::args::{ExportArgs, ExportFormat};
use crate::output::Output;
use annalist_store::Store;
use annalist_store::export::{self, Format, Written, crate_folder};
use annalist_store::query::Filter;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::ExitCode;

/// Writes the events of a store.
pub fn run(args: &ExportArgs) -> Result<ExitCode> {
    let store = open(&args.store)?;
    let filter = filter(args);
    let filter = (filter != Filter::default()).then_some(filter);
    let written = match form(args.format) {
        Some(format) => to_output(&store, filter.as_ref(), format, args)?,
        None => to_folder(&store, filter.as_ref(), args)?,
    };
    if written.left_out > 0 && !args.quiet {
        eprintln!(
            "note: left out {} of {} records, which this form cannot hold (see docs/annals.md)",
            written.left_out, written.records
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// Opens a store that is there to read it.
///
/// # Errors
/// If it is not there or is no store.
pub fn open(path: &Path) -> Result<Store> {
    Store::open_to_read(path).with_context(|| format!("cannot open the store `{}`", path.display()))
}

fn filter(args: &ExportArgs) -> Filter {
    let upper = |words: &[String]| words.iter().map(|w| w.trim().to_uppercase()).collect();
    let lower = |words: &[String]| words.iter().map(|w| w.trim().to_lowercase()).collect();
    Filter {
        types: upper(&args.only),
        without: lower(&args.without),
        countries: upper(&args.country),
        sectors: upper(&args.sector),
        sources: args.source.clone(),
        from: args.from,
        until: args.until,
        text: args.text.clone(),
        min_confidence: args.min_confidence.map(f64::from),
        ..Filter::default()
    }
}

/// The store's name of a form; none for the archive, which is a folder.
fn form(format: ExportFormat) -> Option<Format> {
    Some(match format {
        ExportFormat::Jsonl => Format::Jsonl,
        ExportFormat::Csv => Format::Csv,
        ExportFormat::Tsv => Format::Tsv,
        ExportFormat::Parquet => Format::Parquet,
        ExportFormat::Polecat => Format::Polecat,
        ExportFormat::Gdelt => Format::Gdelt,
        ExportFormat::Petrarch => Format::Petrarch,
        ExportFormat::Geojson => Format::GeoJson,
        ExportFormat::Ical => Format::ICal,
        ExportFormat::Corrections => Format::Corrections,
        ExportFormat::Rocrate => return None,
    })
}

fn to_output(store: &Store, filter: Option<&Filter>, format: Format, args: &ExportArgs) -> Result<Written> {
    let mut output = Output::open(args.output.as_deref())?;
    let written = export::write(store, filter, format, &mut output)?;
    output.finish()?;
    Ok(written)
}

fn to_folder(store: &Store, filter: Option<&Filter>, args: &ExportArgs) -> Result<Written> {
    let Some(folder) = &args.output else {
        bail!("`--format rocrate` writes a folder: name it with `--output FOLDER`")
    };
    let context = || format!("cannot write the folder `{}`", folder.display());
    std::fs::create_dir(folder).with_context(context)?;
    let made = args.date.unwrap_or_else(|| jiff::Zoned::now().date());
    crate_folder::write(store, filter, folder, made).with_context(context)
}

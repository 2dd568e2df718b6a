//! `annalist places import`: a file for `--places` from a GeoNames dump.

use crate::args::ImportArgs;
use crate::lexicons::name_problems;
use crate::output::Output;
use annalist::lexicon::Lexicon;
use annalist::lexicon::places::geonames::{self, Row};
use annalist::lexicon::places::own::{PLACES, line};
use annalist::lexicon::places::{Entry, Feature};
use anyhow::{Context, Result};
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::ExitCode;

/// The longest line that is read, in bytes; GeoNames' own stay under 20,000.
const LINE_BYTES: u64 = 1 << 17;

/// Imports the dumps.
///
/// # Errors
/// If a file cannot be read or the output not be written.
pub fn run(args: &ImportArgs) -> Result<ExitCode> {
    let mut problems = Vec::new();
    let mut rows: BTreeMap<u32, Row> = BTreeMap::new();
    let mut left_out = 0;
    for path in &args.dumps {
        each_line(path, &mut problems, |text| {
            let row = geonames::row(text)?;
            let small =
                |r: &Row| matches!(r.feature, Feature::City | Feature::District) && r.population < args.least;
            match row {
                Some(row) if small(&row) => {}
                Some(row) if rows.len() < PLACES || rows.contains_key(&row.geonames) => {
                    drop(rows.insert(row.geonames, row))
                }
                Some(_) => left_out += 1,
                None => {}
            }
            Ok(())
        })?;
    }
    let mut given = HashMap::new();
    if let Some(path) = &args.provinces {
        each_line(path, &mut problems, |text| {
            given.extend([geonames::division(text)?]);
            Ok(())
        })?;
    }
    if let Some(path) = &args.names {
        each_line(path, &mut problems, |text| {
            if let Some((id, name)) = geonames::other_name(text)?
                && let Some(row) = rows.get_mut(&id)
                && row.name != name
                && !row.others.contains(&name)
            {
                row.others.push(name);
            }
            Ok(())
        })?;
    }
    let count = rows.len();
    write(args, rows, &given)?;
    name_problems(problems.iter());
    eprintln!("{count} places in `{}`", args.output.display());
    if left_out > 0 {
        eprintln!("error: {left_out} places beyond the first {PLACES} are left out");
        eprintln!("hint: import fewer countries, or towns of more people with --least");
    }
    Ok(ExitCode::from(if problems.is_empty() && left_out == 0 { 0 } else { 2 }))
}

/// Calls `read` with every line of a file that is no comment; what it cannot use goes to `problems`.
fn each_line(
    path: &Path,
    problems: &mut Vec<String>,
    mut read: impl FnMut(&str) -> Result<(), String>,
) -> Result<()> {
    let context = || format!("cannot read `{}`", path.display());
    let mut file = BufReader::new(File::open(path).with_context(context)?);
    let mut bytes = Vec::new();
    for number in 1.. {
        bytes.clear();
        if file.by_ref().take(LINE_BYTES).read_until(b'\n', &mut bytes).with_context(context)? == 0 {
            break;
        }
        let mut outcome = Ok(());
        if !bytes.ends_with(b"\n") && bytes.len() as u64 == LINE_BYTES {
            skip_line(&mut file).with_context(context)?;
            outcome = Err(format!("expected a line of at most {LINE_BYTES} bytes"));
        } else {
            match std::str::from_utf8(&bytes).map(|text| text.trim_end_matches(['\r', '\n'])) {
                Ok(text) if text.is_empty() || text.starts_with('#') => {}
                Ok(text) => outcome = read(text),
                Err(_) => outcome = Err("expected UTF-8".to_owned()),
            }
        }
        if let Err(reason) = outcome {
            problems.push(format!("cannot import `{}`: line {number}: {reason}", path.display()));
        }
    }
    Ok(())
}

/// Reads on to the end of a line, keeping nothing.
fn skip_line(file: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let (used, done) = match file.fill_buf()? {
            [] => return Ok(()),
            buffer => match buffer.iter().position(|b| *b == b'\n') {
                Some(at) => (at + 1, true),
                None => (buffer.len(), false),
            },
        };
        file.consume(used);
        if done {
            return Ok(());
        }
    }
}

fn write(args: &ImportArgs, rows: BTreeMap<u32, Row>, given: &HashMap<String, String>) -> Result<()> {
    let provinces = provinces(&rows, given);
    let mut output = Output::open(Some(&args.output))?;
    output.write(HEADER.as_bytes())?;
    for row in rows.into_values() {
        let province = match row.feature {
            Feature::Province => provinces.get(&row.division).unwrap_or(&row.name),
            _ => provinces.get(&row.division).map_or("", String::as_str),
        };
        output.write((line(&row, province) + "\n").as_bytes())?;
    }
    output.finish()
}

const HEADER: &str = "\
# Places for `annalist --places`, made by `annalist places import`.
# Source: GeoNames (https://www.geonames.org/). Licence: CC BY 4.0.
# Columns: name, kind, country, province, latitude, longitude, population, GeoNames identifier, other names.
";

/// The name of each division by its code: as most of its places that are built in have it, so that both name it alike,
/// else as `given`.
fn provinces(rows: &BTreeMap<u32, Row>, given: &HashMap<String, String>) -> HashMap<String, String> {
    let gazetteer = &Lexicon::english().places;
    let mut votes: HashMap<&str, BTreeMap<&str, usize>> = HashMap::new();
    for entry in gazetteer.built_in_places() {
        let same = |row: &&Row| !row.division.is_empty() && row.country == entry.country;
        let Entry { geonames: Some(id), admin1, .. } = entry else { continue };
        if let Some(row) = rows.get(&id).filter(same).filter(|_| !admin1.is_empty()) {
            *votes.entry(&row.division).or_default().entry(admin1).or_default() += 1;
        }
    }
    let mut named = given.clone();
    for (division, counts) in votes {
        let most = counts.values().max().copied();
        if let Some((name, _)) = counts.into_iter().find(|(_, n)| Some(*n) == most) {
            named.insert(division.to_owned(), name.to_owned());
        }
    }
    named
}

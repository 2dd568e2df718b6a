//! Measures how long the program's own names and a user's dictionary take to load, and a mention to look up in them:
//! `cargo run --release -p annalist-lexicon --example load_actors -- [FILE…]`; without files, a made-up one of 100,000
//! entries in either form.
#![allow(clippy::print_stdout, missing_docs)]

use annalist_lexicon::{Casing, Lexicon, words};
use jiff::civil::date;
use std::time::Instant;

/// Seconds that this thread has computed, so that other work on the machine does not count; by the clock where the system
/// does not tell.
fn seconds(start: Instant) -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|t| t.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| start.elapsed().as_secs_f64(), |n| n / 1e9)
}

fn main() -> std::io::Result<()> {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let mut inputs = Vec::new();
    for file in files {
        let bytes = std::fs::read(&file)?;
        inputs.push((file, bytes));
    }
    if inputs.is_empty() {
        inputs =
            vec![("made-up.txt".to_owned(), petrarch().into()), ("made-up.tsv".to_owned(), table().into())];
    }
    let start = Instant::now();
    let lexicon = Lexicon::built_in();
    let took = start.elapsed().as_secs_f64();
    println!("built in: {} parties in {:.1} ms by the clock", lexicon.names.entries().len(), took * 1e3);
    drop(lexicon);
    for (name, bytes) in inputs {
        let mut lexicon = Lexicon::built_in();
        let start = Instant::now();
        let before = seconds(start);
        let done = lexicon.add_actors(&name, &bytes);
        let seconds = seconds(start) - before;
        println!(
            "{name}: {} parties, {} roles, {} names of countries, {} known, {} phrases, {} lines skipped in {:.1} ms",
            done.parties,
            done.roles,
            done.countries,
            done.known,
            done.phrases,
            done.problems.len(),
            seconds * 1e3
        );
        lookups(&lexicon);
    }
    Ok(())
}

/// Looks up mentions that the dictionary has, that the program has, and that neither has.
fn lookups(lexicon: &Lexicon) {
    let mentions =
        ["Arno Belta Kora", "Angela Merkel", "Zorblat Company", "the Malian president", "United Nations"];
    let mentions: Vec<_> = mentions.iter().map(|m| words(m)).collect();
    let start = Instant::now();
    let before = seconds(start);
    let (rounds, mut found) = (20_000, 0);
    for _ in 0..rounds {
        for mention in &mentions {
            let id = lexicon.names.longest_at_start(mention, Casing::Respect, Some(date(2010, 5, 1)));
            found += usize::from(id.is_some());
        }
    }
    let each = (seconds(start) - before) / f64::from(rounds) / mentions.len() as f64;
    println!("    {:.0} ns a look-up, {found} found", each * 1e9);
}

const SYLLABLES: [&str; 12] =
    ["ar", "bel", "cor", "dan", "el", "fir", "gor", "hal", "im", "jor", "kan", "lum"];

/// A made-up name of three words, another for each number.
fn name(n: usize) -> String {
    let word = |k: usize| {
        let k = n / 12usize.pow(k as u32 * 2) % 144;
        let stem = [SYLLABLES[k % 12], SYLLABLES[k / 12]].concat();
        stem[..1].to_uppercase() + &stem[1..]
    };
    [word(0), word(1), word(2)].join(" ")
}

fn petrarch() -> String {
    (0..100_000)
        .map(|n| {
            format!("{}_\n\t[DEUGOV 970101-061231]\n\t[DEUELI]\n", name(n).to_uppercase().replace(' ', "_"))
        })
        .collect()
}

fn table() -> String {
    let rows = (0..100_000).map(|n| format!("{}\tDEU\tGOV\t1997\t2006\n", name(n)));
    std::iter::once("name\tcountry\tsectors\tfrom\tto\n".to_owned()).chain(rows).collect()
}

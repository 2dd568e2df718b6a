//! Measures how long the actor lexicon takes to load and to look up: `cargo run --release -p annalist-lexicon --example lookup_speed`.
#![allow(clippy::print_stdout, missing_docs)]

use annalist_lexicon::{Casing, Lexicon, words};
use std::time::Instant;

fn main() {
    let start = Instant::now();
    let lexicon = Lexicon::english();
    println!("all knowledge loaded in {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    let text = "The Malian president met Angela Merkel and the secretary general of the United Nations in New Delhi, \
                and officers of the Bundeswehr spoke to lawmakers, farmers, rebel leaders and Amnesty International";
    let words = words(text);
    let start = Instant::now();
    let mut found = 0;
    for _ in 0..1000 {
        for i in 0..words.len() {
            found +=
                usize::from(lexicon.names.longest_at_start(&words[i..], Casing::Respect, None).is_some());
            found += usize::from(lexicon.countries.longest_at_start(&words[i..], Casing::Respect).is_some());
            found += usize::from(lexicon.roles.longest_at_start(&words[i..]).is_some());
        }
    }
    let lookups = 3000 * words.len();
    println!(
        "{} lookups, {found} found, {:.0} ns each",
        lookups,
        start.elapsed().as_secs_f64() * 1e9 / lookups as f64
    );
}

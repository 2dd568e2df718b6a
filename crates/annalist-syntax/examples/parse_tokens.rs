//! Tags and parses the tokens of CoNLL-U on standard input, prints CoNLL-U, and says how fast it was.
//!
//!     cargo run --release -p annalist-syntax --example parse_tokens < IN.conllu > OUT.conllu

use std::io::{Read, Write};
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let document = annalist_syntax::conllu::read_tokens(&text)?;
    let start = Instant::now();
    let parser = annalist_syntax::Parser::english();
    let load = start.elapsed();
    let start = Instant::now();
    let parsed = parser.parse_tokens(document);
    let seconds = start.elapsed().as_secs_f64();
    let words = parsed.tokens.len();
    writeln!(
        std::io::stderr(),
        "{words} words in {seconds:.2} s: {:.0} words/s; model read in {load:.0?}",
        words as f64 / seconds
    )?;
    let mut out = String::new();
    annalist_syntax::conllu::write(&parsed, "", &[], &mut out)?;
    std::io::stdout().write_all(out.as_bytes())?;
    Ok(())
}

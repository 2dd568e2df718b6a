//! Splits standard input into sentences and tokens and prints them as CoNLL-U. Form feeds part documents.
//!
//!     cargo run --release -p annalist-syntax --example segment < TEXT > OUT.conllu

use std::io::{Read, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for part in text.split('\u{C}') {
        let mut conllu = String::new();
        annalist_syntax::conllu::write(&annalist_syntax::segment::segment(part), "", &[], &mut conllu)?;
        out.write_all(conllu.as_bytes())?;
    }
    out.flush()?;
    Ok(())
}

//! Parses the gold tokens of a CoNLL-U file again and again and says how many words that is in a second of
//! processor time.
//!
//! ```text
//! annalist_words IN.conllu OUT.conllu REPEAT UNIT
//! ```
//!
//! `UNIT` is what is given to the parser at a time: `file`, as `annalist parse --tokenized` does, or `document`, as
//! when reports are coded one by one; documents begin at `# newdoc` lines. The model is loaded and everything
//! parsed once before the clock starts, and that parse is what goes into `OUT.conllu`. Prints words and seconds.

use annalist_core::Document;
use annalist_syntax::{Parser, conllu};
use anyhow::{Context, Result, bail};
use cpu_time::ProcessTime;
use std::fs;
use std::hint::black_box;
use std::io::Write;

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [input, output, repeat, unit] = args.as_slice() else {
        bail!("usage: annalist_words IN.conllu OUT.conllu REPEAT file|document");
    };
    let repeat: usize = repeat.parse().with_context(|| format!("expected a number, found `{repeat}`"))?;
    let text = fs::read_to_string(input).with_context(|| format!("cannot read `{input}`"))?;
    let documents = match unit.as_str() {
        "file" => vec![conllu::read_tokens(&text)?],
        "document" => parts(&text).map(conllu::read_tokens).collect::<Result<_, _>>()?,
        _ => bail!("expected `file` or `document`, found `{unit}`"),
    };

    let parsed = parse(documents.clone());
    let mut out = String::new();
    for document in &parsed {
        conllu::write(document, "", &[], &mut out)?;
    }
    fs::write(output, out).with_context(|| format!("cannot write `{output}`"))?;

    let words: usize = parsed.iter().map(|d| d.tokens.len()).sum();
    let seconds: f64 = (0..repeat).map(|_| seconds_to_parse(documents.clone())).sum();
    writeln!(std::io::stdout(), "{} {seconds:.3}", words * repeat)?;
    Ok(())
}

/// The stretches of a CoNLL-U file that begin at `# newdoc` lines, and what stands before the first, if anything.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let starts = text.match_indices("# newdoc").map(|(at, _)| at);
    let starts: Vec<usize> = starts.filter(|at| text[..*at].ends_with('\n')).collect();
    let ends: Vec<usize> = starts.iter().copied().chain([text.len()]).collect();
    let parts = [0].into_iter().chain(starts).zip(ends).map(|(start, end)| &text[start..end]);
    parts.filter(|part| !part.trim().is_empty())
}

fn parse(documents: Vec<Document>) -> Vec<Document> {
    let parser = Parser::english();
    documents.into_iter().map(|d| parser.parse_tokens(d)).collect()
}

/// The processor time, of user and system and all threads, that one parse of `documents` takes.
fn seconds_to_parse(documents: Vec<Document>) -> f64 {
    let start = ProcessTime::now();
    let parsed = black_box(parse(documents));
    let seconds = start.elapsed().as_secs_f64();
    drop(parsed);
    seconds
}

//! `annalist parse`: sentences, words and trees as CoNLL-U.

use crate::args::ParseArgs;
use crate::driver::{self, Streams};
use crate::summary::Uncoded;
use crate::treebank::{Block, blocks};
use annalist::syntax::{Parser, conllu};
use anyhow::Result;
use std::process::ExitCode;

/// Parses reports, or the sentences of CoNLL-U files.
///
/// # Errors
/// If an option is wrong or the output cannot be written.
pub fn run(args: &ParseArgs) -> Result<ExitCode> {
    if args.tokenized {
        return driver::run_items(
            &Streams::from(&args.stream),
            b"",
            blocks(args.stream.inputs.clone()),
            |block, _| parse_block(&block),
        );
    }
    driver::run(&args.stream, b"", Uncoded::No, |report, _| {
        let document = Parser::english().parse(&report.text);
        let mut out = String::new();
        conllu::write(&document, &report.id, &report.notes, &mut out)?;
        Ok(out.into_bytes())
    })
}

/// Parses the tokens of `block`; sentences keep the names they have, or are numbered through the file.
fn parse_block(block: &Block) -> Result<Vec<u8>> {
    let document = Parser::english().parse_tokens(conllu::read_tokens(&block.text)?);
    let mut printed = String::new();
    conllu::write(&document, "", &[], &mut printed)?;
    let mut names = block.names.iter();
    let mut out = String::with_capacity(printed.len());
    for line in printed.lines() {
        match names.as_slice().first().filter(|_| line.starts_with("# sent_id = ")) {
            Some(name) => {
                names.next();
                out += &format!("# sent_id = {name}\n");
            }
            None => {
                out += line;
                out.push('\n');
            }
        }
    }
    Ok(out.into_bytes())
}

//! Annotated reports, parsed.

use annalist_core::Document;
use annalist_extract::attributions::model;
use annalist_extract::attributions::view::View;
use annalist_lexicon::Lexicon;
use annalist_syntax::model::Parser;
use serde_json::Value;
use std::io::BufRead;

/// A report with its parse.
pub struct Prepared {
    /// The line of the file.
    pub row: Value,
    /// The parse.
    pub document: Document,
    /// The class of the cue that each token's lemma is in the lexicon.
    pub class: Vec<u32>,
}

impl Prepared {
    /// The report as the models see it.
    pub fn view(&self) -> View<'_> {
        View::new(&self.document)
    }
}

/// Reads and parses the annotated reports of a file.
///
/// # Errors
/// Where the file cannot be read or holds a line that is no JSON.
pub fn read(path: &str) -> Result<Vec<Prepared>, crate::Failure> {
    let lines = std::io::BufReader::new(std::fs::File::open(path)?).lines();
    lines
        .map(|line| {
            let row: Value = serde_json::from_str(&line?)?;
            let document = Parser::english().parse(row["text"].as_str().unwrap_or_default());
            let class = model::classes(&document, Lexicon::english());
            Ok(Prepared { row, document, class })
        })
        .collect()
}

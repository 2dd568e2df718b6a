//! The plain form of the data: tab-separated lines, `#` for comments, `-` for an empty field, `|` between items.

use crate::predicates::Source;
use thiserror::Error;

/// What is wrong with a lexicon file, and where.
#[derive(Debug, Error)]
#[error("cannot read lexicon `{file}`: line {line}: {message}")]
pub struct LexiconError {
    /// The file's path within `lexicon/`.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What was expected and what was found.
    pub message: String,
}

/// One line of data, with its place for messages.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    file: &'a str,
    /// The line, from 1.
    pub line: usize,
    text: &'a str,
    /// Where each field ends.
    ends: [u32; MOST],
}

/// The most columns that a file may have.
const MOST: usize = 12;

/// The data lines of `text`, each of `columns` fields.
///
/// # Errors
/// Names the first line with another number of fields.
pub fn rows<'a>(file: &'a str, text: &'a str, columns: usize) -> Result<Vec<Row<'a>>, LexiconError> {
    let mut out = Vec::new();
    for (i, line) in text.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        out.push(Row::new(file, i + 1, line, columns)?);
    }
    Ok(out)
}

impl<'a> Row<'a> {
    /// The row of `line`, the `number`th of `file`.
    ///
    /// # Errors
    /// If it has not as many fields as there are `columns`.
    pub fn new(file: &'a str, number: usize, line: &'a str, columns: usize) -> Result<Self, LexiconError> {
        let mut row = Row { file, line: number, text: line, ends: [0; MOST] };
        let tabs = line.bytes().enumerate().filter(|(_, byte)| *byte == b'\t').map(|(at, _)| at);
        let mut found = 0;
        for end in tabs.chain([line.len()]) {
            if let Some(field) = row.ends.get_mut(found) {
                *field = end as u32;
            }
            found += 1;
        }
        if found != columns {
            return Err(row.error(format!("expected {columns} columns, found {found}")));
        }
        Ok(row)
    }

    /// The file it stands in.
    pub fn file(&self) -> &'a str {
        self.file
    }

    /// Field `i`, empty where the file has `-`.
    pub fn field(&self, i: usize) -> &'a str {
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize + 1 };
        match &self.text[start..self.ends[i] as usize] {
            "-" => "",
            text => text,
        }
    }

    /// The items of field `i`, which `|` parts.
    pub fn items(&self, i: usize) -> impl Iterator<Item = &'a str> + use<'a> {
        self.field(i).split('|').filter(|item| !item.is_empty())
    }

    /// Where it stands, as a line of a built-in file.
    pub(crate) fn source(&self) -> Source
    where
        'a: 'static,
    {
        Source { file: self.file, line: self.line, is_users: false }
    }

    /// An error at this line.
    pub fn error(&self, message: impl Into<String>) -> LexiconError {
        LexiconError { file: self.file.to_owned(), line: self.line, message: message.into() }
    }
}

/// Parses built-in data, whose form the tests guarantee.
pub(crate) fn built_in<T>(parsed: Result<T, LexiconError>) -> T {
    parsed.unwrap_or_else(|error| panic!("{error}"))
}

#[cfg(test)]
pub(crate) mod tests {
    /// Checks a data file's form: a header that states source, licence and date, no blank or untrimmed fields, and
    /// lines in strictly ascending order of their first `key` fields, so that each key is unique.
    pub(crate) fn check_form(file: &str, text: &str, key: usize) {
        let header: Vec<&str> = text.lines().take_while(|l| l.starts_with('#')).collect();
        for word in ["Source:", "Licence:", "Date:", "Columns:"] {
            assert!(header.iter().any(|l| l.contains(word)), "{file}: header lacks `{word}`");
        }
        let mut last: Vec<&str> = Vec::new();
        for line in text.lines().skip(header.len()) {
            let fields: Vec<&str> = line.split('\t').collect();
            for field in fields.iter().flat_map(|f| f.split('|')) {
                assert!(
                    !field.is_empty() && field == field.trim(),
                    "{file}: bad field `{field}` in `{line}`"
                );
            }
            let this: Vec<&str> = fields[..key].to_vec();
            assert!(last < this, "{file}: `{}` does not come after `{}`", this.join("\t"), last.join("\t"));
            last = this;
        }
    }
}

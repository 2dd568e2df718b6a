//! The reports coded by hand, with their texts and what annalist makes of them.

use annalist_core::Span;
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::Write;
use std::path::Path;

/// The corpora that hold the texts, below the data folder, each with the keys of its identifiers and texts and what
/// the hand coding puts before the identifiers.
const CORPORA: [Corpus; 4] = [
    Corpus { file: "news/wire.jsonl", id: "id", text: "text", prefix: "" },
    Corpus { file: "news/guardian.jsonl", id: "id", text: "text", prefix: "" },
    Corpus { file: "news/samples.jsonl", id: "id", text: "text", prefix: "" },
    Corpus { file: "news/india_docs.jsonl", id: "doc_id", text: "doc_text", prefix: "india:" },
];

struct Corpus {
    file: &'static str,
    id: &'static str,
    text: &'static str,
    prefix: &'static str,
}

/// A report with its two codings.
pub struct Report {
    /// The hand coding's line: `id`, `events` and `quotes`, with spans in place of words.
    pub gold: Value,
    /// What `annalist annotate` prints of it; null until it is annotated.
    pub annotated: Value,
    /// Its text.
    pub text: Text,
    /// When it was published, as the corpus states it.
    pub published: Option<String>,
}

impl Report {
    /// A report for tests.
    #[cfg(test)]
    pub fn of(text: &str, gold: Value, annotated: Value) -> Self {
        Report { gold, annotated, text: Text::new(text), published: None }
    }

    /// The report's identifier.
    pub fn id(&self) -> &str {
        self.gold["id"].as_str().unwrap_or_default()
    }
}

/// A text that is addressed by code points.
pub struct Text {
    text: String,
    /// The byte where each code point begins, and the text's length.
    bytes: Vec<usize>,
}

/// A half-open range of code points.
pub type Points = [u32; 2];

impl Text {
    /// Prepares `text`.
    pub fn new(text: &str) -> Self {
        let bytes = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        Text { text: text.to_owned(), bytes }
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The words at `points`, or none where those do not lie in the text.
    pub fn get(&self, points: Points) -> Option<&str> {
        self.span(points).map(|span| span.of(&self.text))
    }

    /// Where `points` stand, in bytes; none where they do not lie in the text.
    pub fn span(&self, points: Points) -> Option<Span> {
        let [start, end] = points.map(|p| self.bytes.get(p as usize).copied());
        Some((start?, end?)).filter(|(start, end)| start <= end).map(|(start, end)| Span::new(start, end))
    }

    /// The words at `points`; none where they do not lie in the text.
    pub fn of(&self, points: Points) -> &str {
        self.get(points).unwrap_or_default()
    }
}

/// The range that a JSON list of two numbers holds.
pub fn points(value: &Value) -> Option<Points> {
    let at = |i: usize| value.get(i)?.as_u64()?.try_into().ok();
    Some([at(0)?, at(1)?])
}

/// All ranges of a JSON list, however deep they lie in it.
pub fn all_points(value: &Value) -> Vec<Points> {
    match points(value) {
        Some(range) => vec![range],
        None => value.as_array().into_iter().flatten().flat_map(all_points).collect(),
    }
}

/// Whether two ranges share a code point.
pub fn overlap(one: Points, other: Points) -> bool {
    one[0] < other[1] && other[0] < one[1]
}

/// Whether all corpora are in `data`.
pub fn are_there(data: &Path) -> bool {
    CORPORA.iter().all(|c| data.join(c.file).is_file())
}

/// The reports of the hand coding `file`, with their texts from `data`.
///
/// # Errors
/// If a file cannot be read, or the corpora do not hold a report that the hand coding names.
pub fn read(file: &Path, data: &Path) -> Result<Vec<Report>> {
    with_texts(lines(file)?, data).with_context(|| format!("`{}`", file.display()))
}

/// Hand codings, each with an `id`, with their texts from `data`.
///
/// # Errors
/// If a corpus cannot be read, or none holds a report that a coding names.
pub fn with_texts(codings: Vec<Value>, data: &Path) -> Result<Vec<Report>> {
    let mut texts = HashMap::new();
    for corpus in &CORPORA {
        for value in lines(&data.join(corpus.file))? {
            let id = &value[corpus.id];
            let id = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
            texts.insert(
                format!("{}{id}", corpus.prefix),
                (value[corpus.text].clone(), value["published"].clone()),
            );
        }
    }
    let with_text = |gold: Value| {
        let id = gold["id"].as_str().unwrap_or_default();
        let (text, published) =
            texts.get(id).with_context(|| format!("the corpora hold no report `{id}`"))?;
        let text = Text::new(text.as_str().unwrap_or_default());
        let published = published.as_str().map(str::to_owned);
        Ok(Report { gold, annotated: Value::Null, text, published })
    };
    codings.into_iter().map(with_text).collect()
}

/// The JSON values of a file, one a line.
///
/// # Errors
/// If the file cannot be read or a line is not JSON.
pub fn lines(path: &Path) -> Result<Vec<Value>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let parsed = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(|(i, line)| {
        serde_json::from_str(line).with_context(|| format!("`{}`, line {}", path.display(), i + 1))
    });
    parsed.collect()
}

/// Lets `annotate`, given an input and an output file, annotate `reports`.
///
/// # Errors
/// If a file cannot be written or read, or the program changed a text, since spans would then point elsewhere.
pub fn annotate(
    reports: &mut [Report],
    scratch: &Path,
    annotate: impl FnOnce(&Path, &Path) -> Result<()>,
) -> Result<()> {
    let (input, output) = (scratch.join("news.jsonl"), scratch.join("news.out"));
    let mut file = std::fs::File::create(&input).context("cannot write the reports")?;
    for report in reports.iter() {
        let line = json!({"id": report.id(), "published": report.published, "text": report.text.as_str()});
        writeln!(file, "{line}")?;
    }
    annotate(&input, &output)?;
    let annotated = lines(&output)?;
    let mut by_id: HashMap<String, Value> =
        annotated.into_iter().map(|v| (v["id"].as_str().unwrap_or_default().to_owned(), v)).collect();
    for report in reports {
        let id = report.id().to_owned();
        report.annotated =
            by_id.remove(&id).with_context(|| format!("expected report `{id}` in the output"))?;
        if report.annotated["text"].as_str() != Some(report.text.as_str()) {
            bail!("expected the text of report `{id}` unchanged in the output");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_count_code_points() {
        let text = Text::new("Élan troops");
        assert_eq!(text.of([0, 4]), "Élan");
        assert_eq!(text.of([5, 11]), "troops");
        assert_eq!(text.get([5, 12]), None);
    }

    #[test]
    fn ranges_are_found_at_any_depth() {
        assert_eq!(all_points(&json!([[1, 4], [[6, 7], [9, 12]]])), [[1, 4], [6, 7], [9, 12]]);
        assert_eq!(all_points(&json!([])), Vec::<Points>::new());
        assert_eq!(points(&json!(null)), None);
    }
}

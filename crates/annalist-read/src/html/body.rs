//! The article's text out of the page's tree.

use crate::copy::furniture::{self, Furniture};
use crate::error::Reason;
use dom_query::Document;
use dom_smoothie::{Config, Readability, TextMode};

/// A body as found, with what its furniture said.
pub(super) struct Body {
    pub text: String,
    pub furniture: Vec<Furniture>,
}

/// Finds the article and its text. The document is changed.
///
/// # Errors
/// [`Reason::NoArticle`].
pub(super) fn extract(document: Document) -> Result<Body, Reason> {
    let config = Config { text_mode: TextMode::Formatted, disable_json_ld: true, ..Config::default() };
    let mut readability = Readability::with_document(document, None, Some(config)).map_err(|_| Reason::NoArticle)?;
    let article = readability.parse().map_err(|_| Reason::NoArticle)?;
    Ok(clean(&article.text_content))
}

/// The paragraphs that are text.
fn clean(text: &str) -> Body {
    let mut furniture = Vec::new();
    let mut paragraphs: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        match furniture::kind(line) {
            Some(found) => furniture.push(found),
            None => paragraphs.push(line),
        }
    }
    Body { text: paragraphs.join("\n\n"), furniture }
}

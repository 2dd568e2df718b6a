//! Saved web pages: the article's text and what the page says about it.

use crate::error::Reason;
use annalist_core::Report;
use dom_smoothie::{Config, Readability, TextMode};

/// Reads a page.
///
/// # Errors
/// [`Reason::NoArticle`] where nothing in the page looks like one.
pub(crate) fn report(page: &str) -> Result<Report, Reason> {
    let config = Config { text_mode: TextMode::Formatted, max_elements_to_parse: crate::limits::MARKUP_ELEMENTS, ..Config::default() };
    let mut readability = Readability::new(page, None, Some(config)).map_err(|_| Reason::NoArticle)?;
    let article = readability.parse().map_err(|_| Reason::NoArticle)?;
    Ok(Report {
        text: article.text_content.trim().to_owned(),
        headline: Some(article.title),
        publisher: article.site_name,
        byline: article.byline,
        ..Report::default()
    })
}

//! The article's text out of the page's tree.

use super::clean::paragraphs_length;
use crate::copy::furniture::{self, Furniture};
use crate::error::Reason;
use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability, TextMode};

/// A body as found, with what its furniture said.
pub(super) struct Body {
    pub text: String,
    pub furniture: Vec<Furniture>,
}

/// Where publishing systems put an article's paragraphs: schema.org's mark, then the usual names.
const BODIES: &str = "[itemprop=articleBody], [itemprop='articleBody text'], [class*=articleBody], [class*=article-body], [class*=article_body], \
    [class*=article__body], [class*=ArticleBody], [class*=story-body], [class*=storyBody], [class*=story__body], [class*=entry-content], \
    [class*=post-content], [class*=post__content], [class*=article-content], [class*=article__content], [class*=article-text], \
    [class*=articletext], [class*=story-content], [class*=storytext], [class*=content-body], [class*=post-body], [class*=body-copy], \
    [id*=article-body], [id*=articleBody], [id*=story-body], [data-testid=article-body], [data-component=text-block]";

/// The shortest text, in characters of paragraphs, that an element so named must hold, and the share of the page's.
const BODY: usize = 400;
const SHARE: f64 = 0.6;

/// The element that holds the article by its own word, if it holds most of the page's paragraphs.
fn named_body(document: &Document) -> Option<NodeRef<'_>> {
    let whole = paragraphs_length(&document.root());
    let matches = document.select(BODIES);
    let lengths = matches.nodes().iter().take(60).map(|n| (paragraphs_length(n), *n));
    // The innermost of those that hold nearly the same comes last in the page's order.
    let (mut best, mut length) = (None, BODY);
    for (own, node) in lengths {
        if own as f64 >= length as f64 * if best.is_some() { 0.95 } else { 1.0 } {
            length = length.max(own);
            best = Some(node);
        }
    }
    best.filter(|n| paragraphs_length(n) as f64 >= SHARE * whole as f64)
}

/// Finds the article and its text. The document is changed.
///
/// # Errors
/// [`Reason::NoArticle`].
pub(super) fn extract(document: Document) -> Result<Body, Reason> {
    if let (Some(element), Some(body)) = (named_body(&document), document.body()) {
        element.remove_from_parent();
        body.remove_children();
        body.append_child(&element);
    }
    let config = Config { text_mode: TextMode::Formatted, disable_json_ld: true, ..Config::default() };
    let mut readability =
        Readability::with_document(document, None, Some(config)).map_err(|_| Reason::NoArticle)?;
    let article = readability.parse().map_err(|_| Reason::NoArticle)?;
    Ok(clean(&article.text_content))
}

/// The paragraphs that are text.
pub(super) fn clean(text: &str) -> Body {
    let mut furniture = Vec::new();
    let mut paragraphs: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        match furniture::kind(line) {
            Some(found) => furniture.push(found),
            // Galleries and pull quotes repeat what stands elsewhere.
            None if line.len() >= REPEATED && paragraphs.iter().rev().take(NEAR).any(|p| *p == line) => {}
            None => paragraphs.push(line),
        }
    }
    cut_after_end(&mut paragraphs);
    trim_tail(&mut paragraphs);
    Body { text: paragraphs.join("\n\n"), furniture }
}

/// Paragraphs as long as this in bytes are not kept twice within [`NEAR`] paragraphs.
const REPEATED: usize = 40;
const NEAR: usize = 4;

/// Cuts what follows a heading over other stories, if only short lines do.
fn cut_after_end(paragraphs: &mut Vec<&str>) {
    let short = |p: &&str| p.split_whitespace().count() <= 30;
    let end = paragraphs.iter().rposition(|p| furniture::is_end(p));
    if let Some(end) = end.filter(|e| *e * 2 >= paragraphs.len() && paragraphs[*e..].iter().all(short)) {
        paragraphs.truncate(end);
    }
}

/// Drops notes about author and outlet from the end, with the scraps of labels between them.
fn trim_tail(paragraphs: &mut Vec<&str>) {
    let mut keep = paragraphs.len();
    for (at, paragraph) in paragraphs.iter().enumerate().skip(1).rev().take(10) {
        let label = paragraph.split_whitespace().count() <= 4
            && !paragraph.ends_with(['.', '!', '?', '"', '\u{201D}']);
        if furniture::is_tail(paragraph) {
            keep = at;
        } else if !label {
            break;
        }
    }
    paragraphs.truncate(keep);
}

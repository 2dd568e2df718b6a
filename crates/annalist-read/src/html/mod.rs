//! Saved web pages: the article's text and what the page says about it.

mod body;
mod clean;
mod guard;
mod jsonld;
mod metadata;

use crate::copy::furniture::Furniture;
use crate::error::Reason;
use annalist_core::Report;
use dom_query::Document;

/// The shortest text that is an article, in characters; below that a page is a stub, a gallery or a notice.
const SHORTEST: usize = 80;

/// Reads a page.
///
/// # Errors
/// [`Reason::NoArticle`] where nothing in the page looks like one, [`Reason::Markup`] for markup beyond the limits.
pub(crate) fn report(page: &str) -> Result<Report, Reason> {
    guard::check_markup(page)?;
    let document = Document::from(guard::without_data(page).as_ref());
    guard::check_depth(&document)?;
    let mut report = Report::default();
    let article = metadata::fill(&mut report, &document);
    clean::clean(&document);
    let body = body::extract(document)?;
    for found in body.furniture {
        take(found, &mut report);
    }
    report.text = body.text;
    if article.is_live {
        report.notes.push("live blog: its entries are read as one text".to_owned());
    }
    if report.text.chars().count() < SHORTEST {
        return Err(Reason::NoArticle);
    }
    Ok(report)
}

/// Puts what stood among the paragraphs where the page itself did not say.
fn take(found: Furniture, report: &mut Report) {
    match found {
        Furniture::Byline(names) | Furniture::Credits(Some(names)) if report.byline.is_none() => report.byline = Some(names),
        Furniture::SignOff(Some(agency)) if report.agency.is_none() => report.agency = Some(agency.to_owned()),
        Furniture::Time { moment, updated: false } if report.published.is_none() => {
            report.published = Some(moment);
            report.notes.push("published: taken from visible text".to_owned());
        }
        _ => {}
    }
}

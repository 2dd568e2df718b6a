//! A report as `read` prints it.

use super::record::CopyShape;
use annalist_core::Report;
use annalist_core::report::Dateline;
use serde::Serialize;

/// A report's text and what is known of its publication.
#[derive(Debug, Serialize)]
pub struct ReportShape<'a> {
    pub id: &'a str,
    pub url: Option<&'a str>,
    pub publisher: Option<&'a str>,
    pub agency: Option<&'a str>,
    pub headline: Option<&'a str>,
    pub deck: Option<&'a str>,
    pub byline: Option<&'a str>,
    pub dateline: Option<DatelineShape<'a>>,
    pub published: Option<String>,
    pub updated: Option<String>,
    pub language: Option<&'a str>,
    pub text: &'a str,
    pub notes: &'a [String],
    /// Where else the same text was published.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<CopyShape<'a>>,
    /// The report whose text this one repeats, if that one went out before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy_of: Option<&'a str>,
}

/// Place, day and agency that a body opens with.
#[derive(Debug, Serialize)]
pub struct DatelineShape<'a> {
    pub place: Option<&'a str>,
    pub date: Option<String>,
    pub agency: Option<&'a str>,
}

impl<'a> ReportShape<'a> {
    /// The shape of `report`.
    pub fn new(report: &'a Report) -> Self {
        ReportShape {
            id: &report.id,
            url: report.url.as_deref(),
            publisher: report.publisher.as_deref(),
            agency: report.agency.as_deref(),
            headline: report.headline.as_deref(),
            deck: report.deck.as_deref(),
            byline: report.byline.as_deref(),
            dateline: report.dateline.as_ref().map(dateline),
            published: report.published.map(|m| m.to_string()),
            updated: report.updated.map(|m| m.to_string()),
            language: report.language.as_deref(),
            text: &report.text,
            notes: &report.notes,
            also: CopyShape::all(report),
            copy_of: report.copy_of.as_deref(),
        }
    }
}

fn dateline(dateline: &Dateline) -> DatelineShape<'_> {
    DatelineShape {
        place: dateline.place.as_deref(),
        date: dateline.date.map(|d| d.to_string()),
        agency: dateline.agency.as_deref(),
    }
}

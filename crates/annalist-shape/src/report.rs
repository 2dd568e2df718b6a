//! A report as `read` prints it.

use super::record::CopyShape;
use annalist_core::Report;
use annalist_core::report::Dateline;
use serde::Serialize;

/// A report's text and what is known of its publication.
#[derive(Debug, Serialize)]
pub struct ReportShape<'a> {
    /// The report's identifier.
    pub id: &'a str,
    /// Where it stands on the web.
    pub url: Option<&'a str>,
    /// The outlet.
    pub publisher: Option<&'a str>,
    /// The agency that wrote the copy.
    pub agency: Option<&'a str>,
    /// The headline.
    pub headline: Option<&'a str>,
    /// The lines under the headline.
    pub deck: Option<&'a str>,
    /// Who wrote it.
    pub byline: Option<&'a str>,
    /// What the body opens with.
    pub dateline: Option<DatelineShape<'a>>,
    /// When it was published, ISO 8601.
    pub published: Option<String>,
    /// When it was changed, ISO 8601.
    pub updated: Option<String>,
    /// ISO 639-1, where known.
    pub language: Option<&'a str>,
    /// The body.
    pub text: &'a str,
    /// What was unusual about it.
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
    /// The place, as written.
    pub place: Option<&'a str>,
    /// The day, ISO 8601.
    pub date: Option<String>,
    /// The agency.
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

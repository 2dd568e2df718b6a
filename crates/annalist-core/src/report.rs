//! A report as read: text and what is known about its publication.

use crate::moment::Moment;
use serde::Serialize;

/// One news report, ready to be parsed.
///
/// `text` is the body that spans count in; headline and deck stand beside it and are not coded twice.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    /// The user's identifier, or a hash of text, time and publisher.
    pub id: String,
    /// Where the report stands on the web.
    pub url: Option<String>,
    /// The outlet.
    pub publisher: Option<String>,
    /// The agency that wrote the copy, where a dateline or sign-off names one.
    pub agency: Option<String>,
    /// The headline.
    pub headline: Option<String>,
    /// The line under the headline.
    pub deck: Option<String>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// The dateline, where the body opens with one.
    pub dateline: Option<Dateline>,
    /// When it was published.
    pub published: Option<Moment>,
    /// When it was last changed.
    pub updated: Option<Moment>,
    /// The language of the body, as ISO 639-1, where it could be told.
    pub language: Option<String>,
    /// The body.
    pub text: String,
    /// What a user should know about how the report was read, one sentence each.
    pub notes: Vec<String>,
    /// Where else the same text was published, if copies were sought and found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<Copy>,
    /// The report whose text this one repeats, where that one had gone on before this was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy_of: Option<String>,
    /// The `--zone` a user gave, as an IANA name; datelines and offsets of `published` win over it.
    #[serde(skip)]
    pub zone: Option<String>,
}

/// Another publication of a report's text: agency copy that an outlet reprinted.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Copy {
    /// The copy's own identifier.
    pub id: String,
    /// The outlet.
    pub publisher: Option<String>,
    /// Where it stands on the web.
    pub url: Option<String>,
    /// When it was published.
    pub published: Option<Moment>,
}

/// The dateline of a report: `BEIRUT, June 4 (Reuters) -`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Dateline {
    /// The place as printed, title case or upper case kept.
    pub place: Option<String>,
    /// The day, where the dateline has one; its year may come from `published`.
    pub date: Option<jiff::civil::Date>,
    /// The agency.
    pub agency: Option<String>,
    /// The bytes of the dateline in the report's text, where it is part of it.
    #[serde(skip)]
    pub span: Option<crate::Span>,
}

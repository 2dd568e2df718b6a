//! Header lines over a text, as archives and clipping services write them: `Date: 12 March 2019`.

use annalist_core::Report;

/// What a header line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Header {
    Headline,
    Deck,
    Published,
    Updated,
    Byline,
    Publisher,
    Url,
    Language,
    Id,
    /// Known, and of no use to annalist.
    Other,
    /// `Text:`, after which the body stands.
    Body,
}

const NAMES: [(&str, Header); 38] = [
    ("agency", Header::Publisher),
    ("author", Header::Byline),
    ("authors", Header::Byline),
    ("body", Header::Body),
    ("byline", Header::Byline),
    ("category", Header::Other),
    ("copyright", Header::Other),
    ("date", Header::Published),
    ("dateline", Header::Other),
    ("deck", Header::Deck),
    ("document type", Header::Other),
    ("edition", Header::Other),
    ("full text", Header::Body),
    ("headline", Header::Headline),
    ("id", Header::Id),
    ("keywords", Header::Other),
    ("lang", Header::Language),
    ("language", Header::Language),
    ("last updated", Header::Updated),
    ("length", Header::Other),
    ("link", Header::Url),
    ("load-date", Header::Other),
    ("modified", Header::Updated),
    ("newspaper", Header::Publisher),
    ("page", Header::Other),
    ("pages", Header::Other),
    ("publication", Header::Publisher),
    ("publication date", Header::Published),
    ("published", Header::Published),
    ("publisher", Header::Publisher),
    ("section", Header::Other),
    ("source", Header::Publisher),
    ("subject", Header::Other),
    ("tags", Header::Other),
    ("text", Header::Body),
    ("title", Header::Headline),
    ("updated", Header::Updated),
    ("url", Header::Url),
];

/// Takes the header lines off the top of `text` into `report`; returns the rest.
pub(super) fn take<'a>(text: &'a str, report: &mut Report) -> &'a str {
    let mut rest = text;
    loop {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        if line.trim().is_empty() {
            if after.is_empty() {
                return "";
            }
            rest = after;
            continue;
        }
        let Some((header, value)) = parse(line) else { return rest };
        if header == Header::Body {
            // The body may start on the line of its name.
            return if value.is_empty() {
                after
            } else {
                &rest[value.as_ptr() as usize - rest.as_ptr() as usize..]
            };
        }
        set(report, header, value);
        rest = after;
    }
}

fn parse(line: &str) -> Option<(Header, &str)> {
    let (name, value) = line.split_once(':')?;
    let name = name.trim().trim_matches(['*', '_', '#', ' ']).to_lowercase();
    let at = NAMES.binary_search_by_key(&name.as_str(), |(n, _)| n).ok()?;
    let value = value.trim().trim_start_matches("**").trim();
    (value.len() <= 500 || NAMES[at].1 == Header::Body).then_some((NAMES[at].1, value))
}

fn set(report: &mut Report, header: Header, value: &str) {
    let text = (!value.is_empty()).then(|| value.to_owned());
    match header {
        Header::Headline => report.headline = text,
        Header::Deck => report.deck = text,
        Header::Byline => report.byline = text.map(|t| super::furniture::without_by(&t).to_owned()),
        Header::Publisher => report.publisher = text,
        Header::Url => report.url = text,
        Header::Language => report.language = crate::language::normalize(value),
        Header::Id => report.id = value.to_owned(),
        Header::Published => report.published = date(value, report),
        Header::Updated => report.updated = date(value, report),
        Header::Other | Header::Body => {}
    }
}

fn date(value: &str, report: &mut Report) -> Option<annalist_core::moment::Moment> {
    let moment = crate::dates::parse(value);
    if moment.is_none() && !value.is_empty() {
        let shown: String = value.chars().take(60).collect();
        report.notes.push(format!("header is not one certain date: `{shown}`"));
    }
    moment
}

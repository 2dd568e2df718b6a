//! One statement, as `quotes` prints it: JSON, and a flat row.

use super::flat::{join, joined, safe};
use super::record::{CiteInfo, PartyShape, attribution_id, cite, records, source};
use super::{Range, coder, precision, ranges, words};
use annalist::Coded;
use annalist::extract::statements::{self, Statement};
use annalist_core::Attribution;
use annalist_core::moment::Precision;
use annalist_core::span::CodePoints;
use serde::Serialize;

/// One statement: who says what, to whom, by what medium, how surely, and about which records.
#[derive(Debug, Serialize)]
pub struct StatementShape<'a> {
    pub id: String,
    pub source: Option<PartyShape<'a>>,
    pub role: Option<String>,
    pub date: Option<String>,
    pub date_precision: Precision,
    pub date_source: &'static str,
    pub addressee: Option<PartyShape<'a>>,
    pub channel: Option<&'a str>,
    pub cue: String,
    pub class: &'static str,
    pub form: &'static str,
    pub polarity: &'static str,
    pub certainty: &'static str,
    pub content: String,
    pub within: Option<String>,
    pub about: Vec<String>,
    pub act: Vec<String>,
    pub loaded: Vec<&'a str>,
    pub text_info: StatementSpans,
    pub cite_info: CiteInfo<'a>,
    pub coder: String,
}

/// Where the statement's words stand in the report's text.
#[derive(Debug, Serialize)]
pub struct StatementSpans {
    pub source: Vec<Range>,
    pub cue: Vec<Range>,
    pub content: Vec<Range>,
}

/// The statements of a report that `keep` holds for, in the order of their cues.
pub fn statements<'a>(
    coded: &'a Coded,
    points: &CodePoints,
    keep: impl Fn(&Attribution) -> bool,
) -> Vec<StatementShape<'a>> {
    let ids: Vec<String> = records(coded, points, false).into_iter().map(|(_, record)| record.id).collect();
    let found = statements::of(&coded.scene(), &coded.events);
    let kept = found.into_iter().filter(|s| keep(&coded.annotations.attributions[s.attribution]));
    kept.map(|s| shape(coded, points, s, &ids)).collect()
}

fn shape<'a>(
    coded: &'a Coded,
    points: &CodePoints,
    statement: Statement,
    ids: &[String],
) -> StatementShape<'a> {
    let text = coded.document.text.as_str();
    let attribution = &coded.annotations.attributions[statement.attribution];
    let id = |index: usize| format!("{}:{}", coded.report.id, attribution_id(index));
    let named = |events: &[usize]| events.iter().map(|&i| ids[i].clone()).collect();
    StatementShape {
        id: id(statement.attribution),
        source: source(coded, attribution, points),
        date: statement.date.start.map(|d| d.to_string()).or(statement.date.partial),
        date_precision: statement.date.precision,
        date_source: statement.date.source.as_str(),
        addressee: addressee(coded, attribution, points),
        channel: attribution.channel.map(|c| c.of(text)),
        cue: words(text, &attribution.cue),
        class: attribution.class,
        form: attribution.form.as_str(),
        polarity: attribution.polarity.as_str(),
        certainty: attribution.certainty.as_str(),
        content: words(text, &attribution.content),
        within: attribution.within.map(id),
        about: named(&statement.about),
        act: named(&statement.act),
        role: statement.role,
        loaded: attribution.loaded.iter().map(|s| s.of(text)).collect(),
        text_info: StatementSpans {
            source: ranges(points, &attribution.source),
            cue: ranges(points, &attribution.cue),
            content: ranges(points, &attribution.content),
        },
        cite_info: cite(&coded.report),
        coder: coder(coded),
    }
}

/// The one spoken to, by the words that stand nearest to the cue.
fn addressee<'a>(coded: &'a Coded, attribution: &Attribution, points: &CodePoints) -> Option<PartyShape<'a>> {
    let id = attribution.addressee?;
    let cue = attribution.cue.first()?.start;
    let entity = coded.annotations.entities.get(id.0 as usize)?;
    let mentions = coded.annotations.mentions.iter().filter(|m| m.entity == id);
    let nearest = mentions.min_by_key(|m| m.span.start.abs_diff(cue))?;
    Some(PartyShape {
        text: nearest.span.of(&coded.document.text),
        name: entity.name.as_deref(),
        country: entity.country,
        sector: &entity.sectors,
        span: Some(points.span(nearest.span)),
        entity: Some(id.to_string()),
    })
}

/// The columns of a flat row, in order.
pub const COLUMNS: [&str; 28] = [
    "id",
    "report",
    "published",
    "publisher",
    "source_text",
    "source_name",
    "source_role",
    "source_country",
    "source_sector",
    "date",
    "date_precision",
    "date_source",
    "addressee_text",
    "addressee_name",
    "addressee_country",
    "addressee_sector",
    "channel",
    "cue",
    "class",
    "form",
    "polarity",
    "certainty",
    "content",
    "loaded",
    "within",
    "about",
    "act",
    "coder",
];

/// The cells of a statement, one a column.
pub fn row(statement: &StatementShape) -> Vec<String> {
    let [text, name, country, sector] = party(statement.source.as_ref());
    let cite = &statement.cite_info;
    let optional = |cell: Option<&str>| safe(cell.unwrap_or_default());
    let mut cells = vec![
        safe(&statement.id),
        safe(cite.id),
        cite.published.clone().unwrap_or_default(),
        optional(cite.publisher),
        text,
        name,
        optional(statement.role.as_deref()),
        country,
        sector,
        statement.date.clone().unwrap_or_default(),
        precision(statement.date_precision).to_owned(),
        statement.date_source.to_owned(),
    ];
    cells.extend(party(statement.addressee.as_ref()));
    cells.extend([
        optional(statement.channel),
        safe(&statement.cue),
        statement.class.to_owned(),
        statement.form.to_owned(),
        statement.polarity.to_owned(),
        statement.certainty.to_owned(),
        safe(&statement.content),
        joined(statement.loaded.iter().copied()),
        optional(statement.within.as_deref()),
        safe(&join(&statement.about)),
        safe(&join(&statement.act)),
        statement.coder.clone(),
    ]);
    cells
}

/// Words, name, country and sectors.
fn party(party: Option<&PartyShape>) -> [String; 4] {
    let Some(p) = party else { return Default::default() };
    let sectors: Vec<&str> = p.sector.iter().map(|s| s.as_str()).collect();
    let country = p.country.map(|c| c.to_string()).unwrap_or_default();
    [safe(p.text), safe(p.name.unwrap_or_default()), country, sectors.join("+")]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn shapes(coded: &Coded) -> Vec<StatementShape<'_>> {
        statements(coded, &CodePoints::new(&coded.document.text), |_| true)
    }

    #[test]
    fn a_statement_has_the_published_shape() {
        let coded = sample::coded();
        insta::assert_snapshot!(serde_json::to_string_pretty(&shapes(&coded)[0]).unwrap());
    }

    #[test]
    fn every_column_has_its_cell() {
        let coded = sample::coded();
        let cells = row(&shapes(&coded)[0]);
        assert_eq!(cells.len(), COLUMNS.len());
        let table: Vec<String> = COLUMNS.iter().zip(&cells).map(|(c, v)| format!("{c:18}{v}")).collect();
        insta::assert_snapshot!(table.join("\n"));
    }
}

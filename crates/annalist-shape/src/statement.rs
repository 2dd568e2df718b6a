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
    /// `REPORT:a3`.
    pub id: String,
    /// Who says it; none where nobody is named.
    pub source: Option<PartyShape<'a>>,
    /// What the source is, by the report or by a known office.
    pub role: Option<String>,
    /// When it was said.
    pub date: Option<String>,
    /// How exact the date is.
    pub date_precision: Precision,
    /// Where the date came from.
    pub date_source: &'static str,
    /// To whom.
    pub addressee: Option<PartyShape<'a>>,
    /// By what medium.
    pub channel: Option<&'a str>,
    /// The reporting words.
    pub cue: String,
    /// The class of the cue: `say`, `deny`, `accuse` …
    pub class: &'static str,
    /// `direct`, `indirect` or `mixed`.
    pub form: &'static str,
    /// `asserted` or `denied`.
    pub polarity: &'static str,
    /// `confirmed`, `said`, `claimed`, `possible` or `unverified`.
    pub certainty: &'static str,
    /// The words, pieces joined with a space.
    pub content: String,
    /// The statement it is reported in.
    pub within: Option<String>,
    /// The records that the words tell of.
    pub about: Vec<String>,
    /// The records that the saying itself is.
    pub act: Vec<String>,
    /// Words of judgement.
    pub loaded: Vec<&'a str>,
    /// Where the words stand.
    pub text_info: StatementSpans,
    /// The report.
    pub cite_info: CiteInfo<'a>,
    /// Program, version and lexicon.
    pub coder: String,
}

/// Where the statement's words stand in the report's text.
#[derive(Debug, Serialize)]
pub struct StatementSpans {
    /// The source.
    pub source: Vec<Range>,
    /// The reporting words.
    pub cue: Vec<Range>,
    /// The words said.
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

//! A report with the words of its records and statements marked, and beside it the records under their speakers.

use super::{Page, View, badge, mend, timeline};
use crate::app::Served;
use crate::form;
use crate::problem::Problem;
use crate::words;
use annalist_store::query::pages::ReportPage;
use annalist_store::record::{Record, Report, Statement};
use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

/// The page of a report.
pub async fn view(State(served): State<Served>, Path(id): Path<String>) -> Response {
    let name = id.clone();
    let found = served.ask(move |store, _| Ok(store.report_page(&id)?)).await;
    let view = found.and_then(|page| page.ok_or_else(|| Problem::missing("report", &name)));
    super::shown(&served, view.and_then(|page| of_store(&page, served.annals().is_writable())))
}

fn of_store(page: &ReportPage, writable: bool) -> View {
    let broken = |why: serde_json::Error| {
        Problem::new(
            axum::http::StatusCode::INTERNAL_SERVER_ERROR,
            format!("the report cannot be shown: {why}"),
        )
    };
    let mut report: Report = serde_json::from_str(page.report.report.get()).map_err(broken)?;
    report.text.clone_from(&page.text);
    let events = page.events.iter().filter_map(|row| Told::new(row.record.get(), &row.status, row.incident));
    let statements = page.statements.iter().filter_map(|row| Said::new(row.statement.get(), row.speaker));
    let sheet = Sheet {
        report,
        events: events.collect(),
        statements: statements.collect(),
        coder: page.report.coder.clone(),
        writable,
    };
    let title = sheet.report.headline.clone().unwrap_or_else(|| sheet.report.id.clone());
    Ok(Page::new(title, "/reports", sheet.show()))
}

/// A record as the page shows it.
pub struct Told {
    record: Record,
    mentions: Vec<[u32; 2]>,
    status: String,
    incident: Option<i64>,
}

#[derive(Deserialize)]
struct Mentions {
    #[serde(default)]
    text_info: MentionSpans,
}

#[derive(Default, Deserialize)]
struct MentionSpans {
    #[serde(default)]
    mentions: Vec<Vec<[u32; 2]>>,
}

impl Told {
    /// The record of a line; none where it is no record.
    pub fn new(line: &str, status: &str, incident: Option<i64>) -> Option<Self> {
        let record = Record::from_json(line).ok()?;
        let found: Option<Mentions> = serde_json::from_str(line).ok();
        let mentions = found.map(|found| found.text_info.mentions.concat()).unwrap_or_default();
        Some(Told { record, mentions, status: status.to_owned(), incident })
    }
}

/// A statement as the page shows it.
pub struct Said {
    statement: Statement,
    spans: StatementSpans,
    speaker: Option<i64>,
}

#[derive(Deserialize)]
struct Spans {
    #[serde(default)]
    text_info: StatementSpans,
}

#[derive(Default, Deserialize)]
struct StatementSpans {
    #[serde(default)]
    source: Vec<[u32; 2]>,
    #[serde(default)]
    cue: Vec<[u32; 2]>,
    #[serde(default)]
    content: Vec<[u32; 2]>,
}

impl Said {
    /// The statement of a line; none where it is no statement.
    pub fn new(line: &str, speaker: Option<i64>) -> Option<Self> {
        let statement = serde_json::from_str(line).ok()?;
        let found: Option<Spans> = serde_json::from_str(line).ok();
        let spans = found.map(|found| found.text_info).unwrap_or_default();
        Some(Said { statement, spans, speaker })
    }

    /// Who says it, as the page groups it.
    fn name(&self) -> String {
        self.statement.source.as_ref().map_or_else(|| "An unnamed source".to_owned(), words::party)
    }

    /// `a3`, by which records refer to it.
    fn reference(&self) -> &str {
        self.statement.id.rsplit_once(':').map_or(&self.statement.id, |(_, reference)| reference)
    }
}

/// Everything of one report.
pub struct Sheet {
    /// The report with its text.
    pub report: Report,
    /// Its records in order.
    pub events: Vec<Told>,
    /// Its statements in order.
    pub statements: Vec<Said>,
    /// What coded it.
    pub coder: String,
    /// Whether it can be corrected.
    pub writable: bool,
}

/// A record's or statement's anchor: what of its identifier follows the report's.
pub fn anchor(id: &str) -> String {
    let parts: Vec<&str> = id.rsplitn(3, ':').collect();
    let own: Vec<&str> = match parts[..] {
        [reference, ..] if reference.starts_with('a') && parts.len() > 1 => vec![reference],
        [offset, kind, _] => vec![kind, offset],
        _ => parts.into_iter().rev().collect(),
    };
    own.join("-").chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}

/// A stretch of the text that belongs to something.
struct Mark {
    span: [u32; 2],
    class: &'static str,
    anchor: String,
}

impl Sheet {
    /// The report's page.
    pub fn show(&self) -> Markup {
        self.sheet(true)
    }

    /// The same of a report that is recorded nowhere.
    pub fn show_pasted(&self) -> Markup {
        self.sheet(false)
    }

    fn sheet(&self, recorded: bool) -> Markup {
        let report = &self.report;
        html! {
            article.report {
                header {
                    @if recorded { p.kicker { a href="/reports" { "Reports" } } }
                    h1 { (report.headline.as_deref().unwrap_or("A report without a headline")) }
                    p.facts {
                        @if let Some(publisher) = &report.publisher { span { (publisher) } }
                        @if let Some(agency) = &report.agency { span { "after " (agency) } }
                        @if let Some(published) = &report.published { span { (words::published(published)) } }
                        @if let Some(url) = report.url.as_deref().filter(|url| is_web(url)) {
                            span { a href=(url) rel="noreferrer noopener external" { "original" } }
                        }
                        span { (words::of(self.events.len() as u64, "record")) }
                        span { (words::of(self.statements.len() as u64, "statement")) }
                    }
                }
                div.sheet data-sheet {
                    section.text aria-label="Text" { (self.text()) }
                    section.records aria-label="Records" {
                        (self.own_voice())
                        (self.speakers())
                        @if self.writable { (mend::add(&report.id)) }
                        p.coder {
                            "Coded by " (self.coder) "."
                            @if recorded {
                                " " a href=(format!("/api/v1/reports/{}", form::step(&report.id))) { "As JSON" }
                            }
                        }
                    }
                }
            }
        }
    }

    fn marks(&self) -> Vec<Mark> {
        let mut marks = Vec::new();
        for told in self.events.iter().filter(|told| told.status != "rejected") {
            let anchor = anchor(&told.record.id);
            let mut mark = |span: [u32; 2], class| marks.push(Mark { span, class, anchor: anchor.clone() });
            told.record.text_info.trigger.iter().for_each(|span| mark(*span, "trigger"));
            told.mentions.iter().for_each(|span| mark(*span, "trigger"));
            told.record.actor.iter().filter_map(|party| party.span).for_each(|span| mark(span, "by"));
            told.record.recipient.iter().filter_map(|party| party.span).for_each(|span| mark(span, "on"));
        }
        for said in &self.statements {
            let anchor = anchor(&said.statement.id);
            let mut mark = |spans: &[[u32; 2]], class| {
                marks.extend(spans.iter().map(|span| Mark { span: *span, class, anchor: anchor.clone() }));
            };
            mark(&said.spans.content, "said");
            mark(&said.spans.source, "source");
            mark(&said.spans.cue, "cue");
        }
        marks
    }

    /// The text in paragraphs, cut wherever a mark begins or ends.
    fn text(&self) -> Markup {
        let letters: Vec<char> = self.report.text.chars().collect();
        let marks = self.marks();
        html! {
            @for (start, end) in paragraphs(&letters) {
                p { @for piece in pieces(&letters, &marks, start, end) { (piece) } }
            }
        }
    }

    /// Records that stand on the report's own word.
    fn own_voice(&self) -> Markup {
        let own: Vec<&Told> = self.events.iter().filter(|told| told.record.attribution.is_empty()).collect();
        html! {
            @if !own.is_empty() {
                section.speaker aria-label="In the report's own voice" {
                    h2 { "In the report’s own voice" }
                    @for told in own { (self.card(told)) }
                }
            }
        }
    }

    /// Statements under their speakers, each with the records that stand on it.
    fn speakers(&self) -> Markup {
        let mut groups: Vec<(String, Vec<&Said>)> = Vec::new();
        for said in &self.statements {
            let name = said.name();
            match groups.iter_mut().find(|(known, _)| *known == name) {
                Some((_, group)) => group.push(said),
                None => groups.push((name, vec![said])),
            }
        }
        html! {
            @for (name, group) in groups {
                section.speaker aria-label=(name) {
                    h2 {
                        @match group.iter().find_map(|said| said.speaker) {
                            Some(key) => a href=(format!("/actors/{key}")) { (name) },
                            None => (name),
                        }
                        @if let Some(source) = &group[0].statement.source {
                            @let role = group[0].statement.role.clone().unwrap_or_else(|| words::role(source));
                            @if !role.is_empty() { " " span.role { (role) } }
                        }
                    }
                    @for said in group { (self.claim(said)) }
                }
            }
        }
    }

    fn claim(&self, said: &Said) -> Markup {
        let anchor = anchor(&said.statement.id);
        // A record on several words stands under the innermost, which its own sentence names last.
        let on_it = |told: &&Told| {
            told.record.attribution.last().is_some_and(|word| word.reference == said.reference())
        };
        html! {
            div.claim id=(anchor) data-record=(anchor) tabindex="-1" {
                p.facts { span.cue { (said.statement.cue) }
                    @if said.statement.polarity == "denied" { span.mark { "denied" } }
                    @if said.statement.certainty != "said" { span { (said.statement.certainty) } }
                    @if let Some(date) = &said.statement.date { span { (words::day_of(date)) } } }
                blockquote { p { (words::short(&said.statement.content, 280)) } }
                @for told in self.events.iter().filter(on_it) { (self.card(told)) }
            }
        }
    }

    fn card(&self, told: &Told) -> Markup {
        let record = &told.record;
        let anchor = anchor(&record.id);
        let numbers = words::numbers(record);
        html! {
            div.card.rejected[told.status == "rejected"] id=(anchor) data-record=(anchor) tabindex="-1" {
                p.labels {
                    (badge(record.kind(), record.mode.first().map(String::as_str)))
                    (timeline::marks(record))
                    @if told.status != "coded" { " " span.mark { (told.status) } }
                    @if let Some(key) = told.incident { a.aside href=(format!("/incidents/{key}")) { "incident" } }
                }
                dl {
                    (row("Who", timeline::parties(&record.actor)))
                    @if !record.recipient.is_empty() { (row("To whom", timeline::parties(&record.recipient))) }
                    (row("When", html! { (words::date_of(record)) }))
                    @if let Some(place) = &record.event_loc { (row("Where", html! { (words::place(place)) })) }
                    @if !numbers.is_empty() { (row("How many", html! { (numbers) })) }
                    (row("Sure", html! { (format!("{:.0} %", record.confidence * 100.0)) " " span.rule { (record.rule) } }))
                }
                @if self.writable { (mend::forms(record, &told.status)) }
            }
        }
    }
}

fn row(name: &str, value: Markup) -> Markup {
    html! { div { dt { (name) } dd { (value) } } }
}

/// Whether an address may be followed: nothing but the web.
fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// Start and end of each paragraph.
fn paragraphs(letters: &[char]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = 0;
    for (i, letter) in letters.iter().enumerate() {
        if *letter == '\n' {
            found.push((start, i));
            start = i + 1;
        }
    }
    found.push((start, letters.len()));
    found.retain(|(start, end)| letters[*start..*end].iter().any(|c| !c.is_whitespace()));
    found
}

/// The paragraph in pieces, each with the marks that it lies in.
fn pieces(letters: &[char], marks: &[Mark], start: usize, end: usize) -> Vec<Markup> {
    let here: Vec<&Mark> =
        marks.iter().filter(|m| (m.span[0] as usize) < end && m.span[1] as usize > start).collect();
    let mut cuts: Vec<usize> = vec![start, end];
    for mark in &here {
        cuts.extend(mark.span.map(|at| (at as usize).clamp(start, end)));
    }
    cuts.sort_unstable();
    cuts.dedup();
    let piece = |pair: &[usize]| {
        let text: String = letters[pair[0]..pair[1]].iter().collect();
        let over: Vec<&&Mark> =
            here.iter().filter(|m| m.span[0] as usize <= pair[0] && m.span[1] as usize >= pair[1]).collect();
        marked(&text, &over)
    };
    cuts.windows(2).map(piece).collect()
}

fn marked(text: &str, over: &[&&Mark]) -> Markup {
    let distinct = |words: Vec<&str>| {
        let mut kept: Vec<&str> = Vec::new();
        words.into_iter().for_each(|word| {
            if !kept.contains(&word) {
                kept.push(word);
            }
        });
        kept.join(" ")
    };
    let classes = distinct(over.iter().map(|mark| mark.class).collect());
    let anchors = distinct(over.iter().map(|mark| mark.anchor.as_str()).collect());
    // A trigger leads to its record; what else is marked is lit up with it.
    let trigger = over.iter().find(|mark| mark.class == "trigger");
    html! {
        @match trigger {
            _ if over.is_empty() => (text),
            Some(mark) => a class=(classes) data-of=(anchors) href=(format!("#{}", mark.anchor)) { (text) },
            None => span class=(classes) data-of=(anchors) { (text) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_the_own_part_of_identifiers() {
        assert_eq!(anchor("r17:REQUEST:35"), "REQUEST-35");
        assert_eq!(anchor("a:b:REQUEST:35"), "REQUEST-35");
        assert_eq!(anchor("r17:a3"), "a3");
        assert_eq!(anchor("urn:x:a3"), "a3");
        assert_eq!(anchor("r17:PROTEST:hand-1"), "PROTEST-hand-1");
    }

    #[test]
    fn marks_that_overlap_cut_the_text_without_losing_any() {
        let text: Vec<char> = "Army says <rebels> fled.\nÉnd".chars().collect();
        let mark = |span, class, anchor: &str| Mark { span, class, anchor: anchor.into() };
        let marks = [
            mark([10, 23], "said", "a1"),
            mark([19, 23], "trigger", "RETREAT-19"),
            mark([0, 4], "source", "a1"),
        ];
        let shown: Vec<String> = paragraphs(&text)
            .into_iter()
            .map(|(start, end)| {
                pieces(&text, &marks, start, end).into_iter().map(|m| m.into_string()).collect()
            })
            .collect();
        assert_eq!(
            shown,
            [
                "<span class=\"source\" data-of=\"a1\">Army</span> says <span class=\"said\" data-of=\"a1\">&lt;rebels&gt; </span>\
                 <a class=\"said trigger\" data-of=\"a1 RETREAT-19\" href=\"#RETREAT-19\">fled</a>.",
                "Énd"
            ]
        );
    }

    #[test]
    fn only_the_web_is_linked_to() {
        assert!(is_web("https://example.org/1"));
        assert!(!is_web("javascript:alert(1)"));
    }
}

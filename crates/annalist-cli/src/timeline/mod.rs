//! The timeline: what happened, report by report, for people.
//!
//! Meaning never hangs on colour: verbal and material, cooperation and conflict have marks of their own
//! (`○ ● △ ▲`), and without colour the words a record rests on stand between asterisks.

mod entry;
mod phrases;
pub mod statements;
pub mod wrap;

use annalist::Coded;
use annalist_core::Event;
use annalist_core::span::CodePoints;
use annalist_shape::record::records;
use phrases::{date_label, report_date};
use std::io::{IsTerminal, stdout};
use std::path::Path;
use unicode_width::UnicodeWidthStr;
use wrap::{Line, Style, wrap};

/// How wide a line may grow however wide the terminal is; longer ones are tiring to read.
const WIDEST: usize = 110;
/// Narrower than this, dates stand above their events instead of beside them.
const TWO_COLUMNS: usize = 70;

/// How the timeline is to look.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Columns of the terminal.
    pub width: usize,
    /// Whether to use colour.
    pub colour: bool,
    /// Whether to add how each record was reached.
    pub explain: bool,
}

/// Whether what is written to `output`, or to standard output, is shown on a terminal.
pub fn is_terminal(output: Option<&Path>) -> bool {
    output.is_none() && stdout().is_terminal()
}

impl Look {
    /// The look for `output`, or for standard output: the columns of the terminal, else those the environment states,
    /// else 80; colour on a terminal that knows it, unless NO_COLOR is set (no-color.org).
    pub fn of_output(output: Option<&Path>, explain: bool) -> Self {
        let terminal = terminal_size::terminal_size().map(|(w, _)| usize::from(w.0));
        let stated = || std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
        let width = terminal.or_else(stated).filter(|w| *w > 0).unwrap_or(80);
        let set = |name: &str| std::env::var_os(name).is_some_and(|v| !v.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|t| t == "dumb");
        let colour = !set("NO_COLOR") && (is_terminal(output) && !dumb || set("CLICOLOR_FORCE"));
        Look { width, colour, explain }
    }

    fn columns(self) -> usize {
        self.width.clamp(24, WIDEST)
    }

    /// The width of the date column, none on a narrow terminal.
    fn gutter(self) -> usize {
        if self.columns() >= TWO_COLUMNS { 15 } else { 0 }
    }
}

/// The timeline of one report: a heading, its kept events by date, its notes. `source` names its file.
pub fn report(coded: &Coded, keep: impl Fn(&Event) -> bool, source: &str, look: Look) -> String {
    let mut lines = heading(coded, source, look);
    let mut last = String::new();
    let found = chronological(coded, keep);
    for event in &found {
        let label = date_label(&event.date);
        let shown = if label == last { "" } else { label.as_str() };
        lines.extend(entry::lines(coded, event, shown, look));
        last = label;
    }
    if found.is_empty() {
        lines.push(Line::plain("  no events found", Style::Dim));
    }
    lines.extend(notes(coded, look));
    lines.push(Line::default());
    lines.iter().map(|line| line.render(look.colour) + "\n").collect()
}

/// The kept events, earliest first; those without a date stand where the text has them.
fn chronological(coded: &Coded, keep: impl Fn(&Event) -> bool) -> Vec<&Event> {
    let mut events: Vec<&Event> = coded.events.iter().filter(|e| keep(e)).collect();
    if events.iter().all(|e| e.date.start.is_some()) {
        events.sort_by_key(|e| (e.date.start, e.date.end));
    }
    events
}

/// `body` beside its date, or under it on a narrow terminal, with `mark` before its first line.
fn beside(date: &str, style: Style, mark: &str, body: Vec<Line>, look: Look) -> Vec<Line> {
    let gutter = look.gutter();
    let mut out = Vec::new();
    let fits = date.width() < gutter;
    if !date.is_empty() && !fits {
        out.push(Line::plain(&format!(" {date}"), Style::Bold));
    }
    let label = if fits { format!("{date:>gutter$}") } else { " ".repeat(gutter) };
    for (i, line) in body.into_iter().enumerate() {
        let margin = if i == 0 { label.clone() } else { " ".repeat(gutter) };
        let mark = if i == 0 { format!(" {mark} ") } else { " │ ".into() };
        let style = if i == 0 { style } else { Style::Dim };
        out.push(line.after(&[(Style::Bold, margin), (style, mark)]));
    }
    out.push(Line::plain(&format!("{} │", " ".repeat(gutter)), Style::Dim));
    out
}

fn heading(coded: &Coded, source: &str, look: Look) -> Vec<Line> {
    let report = &coded.report;
    let title = report.headline.clone().unwrap_or_else(|| first_words(&report.text));
    let published = report.published.map(|m| report_date(&m));
    let facts = [report.publisher.clone().or(report.agency.clone()), published, Some(source.to_owned())];
    let under: Vec<String> = facts.into_iter().flatten().filter(|f| !f.is_empty()).collect();
    let mut lines = wrap(&[(Style::Bold, &title)], look.columns());
    lines.extend(wrap(&[(Style::Dim, &under.join(" · "))], look.columns()));
    lines.push(Line::plain(&"─".repeat(look.columns()), Style::Dim));
    lines
}

/// The opening of a report without a headline.
fn first_words(text: &str) -> String {
    const WORDS: usize = 12;
    let words: Vec<&str> = text.split_whitespace().take(WORDS + 1).collect();
    if words.is_empty() {
        return "(no text)".into();
    }
    let opening = words[..words.len().min(WORDS)].join(" ");
    if words.len() > WORDS { opening + " …" } else { opening }
}

fn notes(coded: &Coded, look: Look) -> Vec<Line> {
    // Where a page states its times itself, people need not be told.
    let usual =
        |note: &&String| note.ends_with("taken from JSON-LD") || note.ends_with("taken from OpenGraph");
    let notes = coded.report.notes.iter().filter(|note| !usual(note));
    notes.flat_map(|n| wrap(&[(Style::Dim, &format!("note: {n}"))], look.columns())).collect()
}

/// The identifier of each event, for `--explain`.
fn identifier(coded: &Coded, event: &Event) -> String {
    let points = CodePoints::new(&coded.document.text);
    let found = records(coded, &points, false).into_iter().find(|(e, _)| std::ptr::eq(*e, event));
    found.map_or(String::new(), |(_, record)| record.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use annalist_core::Auxiliary;
    use annalist_core::annotations::Certainty;
    use annalist_shape::sample;

    fn check(name: &str, width: usize, explain: bool, colour: bool) {
        let look = Look { width, colour, explain };
        let shown = report(&sample::coded(), |_| true, "mali.txt", look);
        insta::assert_snapshot!(name, shown.replace('\u{1b}', "ESC"));
    }

    #[test]
    fn a_wide_terminal_has_a_date_column() {
        check("wide", 80, false, false);
    }

    #[test]
    fn a_narrow_terminal_has_dates_above_events() {
        check("narrow", 44, false, false);
    }

    #[test]
    fn explaining_adds_rule_steps_date_place_and_parties() {
        check("explained", 90, true, false);
    }

    #[test]
    fn colour_adds_nothing_but_colour() {
        check("coloured", 80, false, true);
    }

    #[test]
    fn marks_and_doubts_are_said_in_words() {
        let mut coded = sample::coded();
        coded.events[0].auxiliary.push(Auxiliary::Future);
        coded.events[0].denied_by.push(0);
        coded.annotations.attributions[0].certainty = Certainty::Claimed;
        let shown = report(&coded, |_| true, "", Look { width: 80, colour: false, explain: false });
        assert!(shown.contains("REQUEST assist [future] [denied]"), "{shown}");
        assert!(shown.contains("denied by diplomats at the United Nations"), "{shown}");
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for width in [24, 40, 60, 80, 140] {
            let look = Look { width, colour: false, explain: true };
            for line in report(&sample::coded(), |_| true, "mali.txt", look).lines() {
                assert!(unicode_width::UnicodeWidthStr::width(line) <= width, "{width}: {line}");
            }
        }
    }

    #[test]
    fn a_report_without_events_says_so() {
        let look = Look { width: 60, colour: false, explain: false };
        let shown = report(&sample::coded(), |_| false, "mali.txt", look);
        assert!(shown.contains("no events found"));
    }
}

//! The statements of one report, for people: who says what to whom, how surely, and what it bears on.

use super::phrases::{codes, date_label, one_line};
use super::wrap::{Line, Style, wrap};
use super::{Look, heading, notes};
use annalist::Coded;
use annalist::extract::statements::{self, Statement};
use annalist_core::annotations::{Certainty, Polarity};
use annalist_core::{Attribution, EntityId, Event};
use annalist_shape::record::attribution_id;

/// The longest run of words shown of one statement, in characters.
const EXCERPT: usize = 400;

/// The statements that `keep` holds for, under the heading of their report; then its notes.
pub fn report(coded: &Coded, keep: impl Fn(&Attribution) -> bool, source: &str, look: Look) -> String {
    let mut lines = heading(coded, source, look);
    let found = statements::of(&coded.scene(), &coded.events);
    let kept = found.iter().filter(|s| keep(attribution(coded, s)));
    let before = lines.len();
    let mut last = String::new();
    for statement in kept {
        let label = date_label(&statement.date);
        lines.extend(entry(coded, statement, if label == last { "" } else { &label }, look));
        last = label;
    }
    if lines.len() == before {
        lines.push(Line::plain("  no statements found", Style::Dim));
    }
    lines.extend(notes(coded, look));
    lines.push(Line::default());
    lines.iter().map(|line| line.render(look.colour) + "\n").collect()
}

fn attribution<'a>(coded: &'a Coded, statement: &Statement) -> &'a Attribution {
    &coded.annotations.attributions[statement.attribution]
}

fn entry(coded: &Coded, statement: &Statement, date: &str, look: Look) -> Vec<Line> {
    let width = look.columns().saturating_sub(look.gutter() + 4);
    let paragraphs = [
        who(coded, statement),
        how(coded, statement),
        said(coded, statement),
        about(coded, "about", &statement.about),
        about(coded, "itself", &statement.act),
        loaded(coded, statement),
    ];
    let body = paragraphs.iter().flat_map(|pieces| {
        let pieces: Vec<(Style, &str)> = pieces.iter().map(|(s, t)| (*s, t.as_str())).collect();
        wrap(&pieces, width)
    });
    super::beside(date, Style::Bold, "┃", body.collect(), look)
}

type Piece = (Style, String);

/// The speaker with role and codes, and whom they speak to.
fn who(coded: &Coded, statement: &Statement) -> Vec<Piece> {
    let text = coded.document.text.as_str();
    let a = attribution(coded, statement);
    let words = a.source.iter().map(|s| one_line(s.of(text))).collect::<Vec<_>>().join(" ");
    let known = a.speaker.map(|id| named(coded, id));
    let (name, codes) = known.unwrap_or_default();
    // Whom "he" stands for; a description that the words have anyway says nothing more.
    let stands_for = statement.role.clone().filter(|role| !words.contains(role.as_str()));
    let unnamed = || stands_for.unwrap_or(words);
    let shown = name.clone().unwrap_or_else(unnamed);
    let mut out = match shown.is_empty() {
        true => vec![(Style::Dim, "(nobody named)".to_owned())],
        false => vec![(Style::Bold, shown)],
    };
    out.extend((!codes.is_empty()).then(|| (Style::Dim, format!(" ({codes})"))));
    out.extend(statement.role.iter().filter(|_| name.is_some()).map(|r| (Style::Plain, format!(", {r}"))));
    if let Some(id) = a.addressee {
        let (name, _) = named(coded, id);
        let mention = coded.annotations.mentions.iter().filter(|m| m.entity == id);
        let nearest = mention.min_by_key(|m| a.cue.first().map_or(0, |c| m.span.start.abs_diff(c.start)));
        let words = name.or_else(|| nearest.map(|m| one_line(m.span.of(text))));
        out.extend(words.map(|w| (Style::Dim, format!(" → {w}"))));
    }
    out
}

/// Name, where there is one, and codes of an entity.
fn named(coded: &Coded, id: EntityId) -> (Option<String>, String) {
    let entity = coded.annotations.entity(id);
    (entity.name.clone(), codes(entity.country, &entity.sectors))
}

/// The number, the cue with its medium, and the marks that set it apart from a plain assertion.
fn how(coded: &Coded, statement: &Statement) -> Vec<Piece> {
    let text = coded.document.text.as_str();
    let a = attribution(coded, statement);
    let cue = a.cue.iter().map(|s| one_line(s.of(text))).collect::<Vec<_>>().join(" … ");
    let mut out =
        vec![(Style::Dim, format!("{} ", attribution_id(statement.attribution))), (Style::Trigger, cue)];
    let medium = a.channel.filter(|c| !a.cue.iter().any(|cue| cue.overlaps(*c)));
    out.extend(medium.map(|c| (Style::Plain, format!(" · by {}", one_line(c.of(text))))));
    out.push((Style::Dim, format!(" · {}", a.form.as_str())));
    let denied = (a.polarity == Polarity::Denied).then_some("denied");
    let sure = (a.certainty != Certainty::Said).then(|| a.certainty.as_str());
    out.extend(denied.into_iter().chain(sure).map(|m| (Style::Mark, format!(" [{m}]"))));
    out.extend(a.within.map(|w| (Style::Plain, format!(" · as {} reports", attribution_id(w)))));
    out
}

/// The words said, in quotation marks of the report's own or none.
fn said(coded: &Coded, statement: &Statement) -> Vec<Piece> {
    let text = coded.document.text.as_str();
    let a = attribution(coded, statement);
    let words = a.content.iter().map(|s| one_line(s.of(text))).collect::<Vec<_>>().join(" … ");
    if words.chars().count() <= EXCERPT {
        return vec![(Style::Plain, words)];
    }
    let cut: String = words.chars().take(EXCERPT).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(before, _)| before);
    vec![(Style::Plain, format!("{whole} …"))]
}

/// The records a statement bears on: type, parties, toll.
fn about(coded: &Coded, label: &str, events: &[usize]) -> Vec<Piece> {
    let shown: Vec<String> = events.iter().map(|&i| brief(coded, &coded.events[i])).collect();
    if shown.is_empty() { Vec::new() } else { vec![(Style::Dim, format!("{label} {}", shown.join("; ")))] }
}

fn brief(coded: &Coded, event: &Event) -> String {
    let text = coded.document.text.as_str();
    let names = |parties: &[annalist_core::Party]| {
        parties.iter().map(|p| super::phrases::party(p, text).0).collect::<Vec<_>>().join(", ")
    };
    let sides = [names(&event.actors), names(&event.recipients)];
    let sides: Vec<String> = sides.into_iter().filter(|s| !s.is_empty()).collect();
    let toll = super::phrases::count(event.dead, "dead").map(|d| format!(", {d}")).unwrap_or_default();
    format!("{} {}{toll}", event.kind, sides.join(" → "))
}

fn loaded(coded: &Coded, statement: &Statement) -> Vec<Piece> {
    let text = coded.document.text.as_str();
    let words: Vec<String> =
        attribution(coded, statement).loaded.iter().map(|s| format!("“{}”", one_line(s.of(text)))).collect();
    if words.is_empty() {
        Vec::new()
    } else {
        vec![(Style::Mark, format!("the speaker's words: {}", words.join(", ")))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use annalist_shape::sample;
    use unicode_width::UnicodeWidthStr;

    fn shown(width: usize, colour: bool) -> String {
        let mut coded = sample::coded();
        coded.annotations.attributions[0].polarity = Polarity::Denied;
        coded.annotations.attributions[0].channel = Some(sample::span("Paris"));
        coded.annotations.attributions[0].addressee = Some(EntityId(1));
        coded.annotations.attributions[0].loaded = vec![sample::span("appealed")];
        report(&coded, |_| true, "mali.txt", Look { width, colour, explain: false })
    }

    #[test]
    fn a_statement_says_who_how_what_and_about_which_records() {
        insta::assert_snapshot!("statements_wide", shown(80, false));
        insta::assert_snapshot!("statements_narrow", shown(44, false));
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for width in [24, 40, 60, 80, 140] {
            shown(width, false).lines().for_each(|line| assert!(line.width() <= width, "{width}: {line}"));
        }
    }

    #[test]
    fn a_report_without_statements_says_so() {
        let look = Look { width: 60, colour: false, explain: false };
        assert!(report(&sample::coded(), |_| false, "", look).contains("no statements found"));
    }
}

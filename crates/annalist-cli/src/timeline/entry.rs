//! One event in the timeline.

use super::phrases::{according_to, count, one_line, party, place};
use super::wrap::{Line, Style, wrap};
use super::{Look, beside, identifier};
use annalist::Coded;
use annalist_core::{Auxiliary, Event, EventType, Party, Span};
use annalist_shape::explain::{Explain, Why};

/// The longest excerpt shown of a sentence, in characters, unless `--explain` asks for the whole.
const EXCERPT: usize = 220;

type Piece = (Style, String);

/// The lines of `event`; `date` is its label, empty where it is the one above it.
pub fn lines(coded: &Coded, event: &Event, date: &str, look: Look) -> Vec<Line> {
    let width = look.columns().saturating_sub(look.gutter() + 4);
    let quad = Style::Quad(event.kind.quad_code());
    beside(date, quad, mark(event), body(coded, event, width, look), look)
}

/// Verbal or material (hollow or full), cooperation or conflict (round or pointed).
fn mark(event: &Event) -> &'static str {
    match event.kind.quad_code() {
        1 => "○",
        2 => "●",
        3 => "△",
        _ => "▲",
    }
}

fn body(coded: &Coded, event: &Event, width: usize, look: Look) -> Vec<Line> {
    let mut out = paragraph(&title(event), width);
    out.extend(paragraph(&parties(coded, event), width));
    out.extend(paragraph(&counts(event), width));
    out.extend(paragraph(&excerpt(coded, event, look), width));
    for (i, attribution) in
        event.attributions.iter().filter_map(|&i| Some((i, coded.annotations.attributions.get(i)?)))
    {
        let words = according_to(attribution, event.denied_by.contains(&i), &coded.document.text);
        out.extend(paragraph(&[(Style::Plain, words)], width));
    }
    if look.explain {
        out.extend(
            explanation(coded, event).iter().flat_map(|l| paragraph(&[(Style::Dim, l.clone())], width)),
        );
    }
    out
}

fn paragraph(pieces: &[Piece], width: usize) -> Vec<Line> {
    let pieces: Vec<(Style, &str)> = pieces.iter().map(|(s, t)| (*s, t.as_str())).collect();
    wrap(&pieces, width)
}

/// Type, mode, marks and place.
fn title(event: &Event) -> Vec<Piece> {
    let kind = std::iter::once(event.kind.as_str()).chain(event.modes.iter().copied());
    let mut out = vec![(Style::Quad(event.kind.quad_code()), kind.collect::<Vec<_>>().join(" "))];
    let denied = (!event.denied_by.is_empty()).then_some("denied");
    let marks = event.auxiliary.iter().map(|a| mark_word(*a)).chain(denied);
    out.extend(marks.map(|m| (Style::Mark, format!(" [{m}]"))));
    if let Some((at, _)) = &event.location {
        out.push((Style::Plain, format!(" · {}", place(at))));
    }
    out
}

fn mark_word(auxiliary: Auxiliary) -> &'static str {
    match auxiliary {
        Auxiliary::Negation => "did not happen",
        other => other.as_str(),
    }
}

/// `actor (codes) → recipient (codes)`.
fn parties(coded: &Coded, event: &Event) -> Vec<Piece> {
    let text = coded.document.text.as_str();
    let mut out = side(&event.actors, text);
    if out.is_empty() {
        out.push((Style::Dim, "(no actor named)".into()));
    }
    let recipients = side(&event.recipients, text);
    if !recipients.is_empty() {
        out.push((Style::Dim, " → ".into()));
        out.extend(recipients);
    }
    out
}

fn side(parties: &[Party], text: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    for (i, one) in parties.iter().enumerate() {
        let (name, codes) = party(one, text);
        out.extend((i > 0).then(|| (Style::Plain, ", ".to_owned())));
        out.push((Style::Bold, name));
        out.extend((!codes.is_empty()).then(|| (Style::Dim, format!(" ({codes})"))));
    }
    out
}

fn counts(event: &Event) -> Vec<Piece> {
    // The size of a type that a researcher declared may count either side.
    let sized = if matches!(event.kind, EventType::Declared(_)) { "people" } else { "taking part" };
    let counts = [(event.dead, "dead"), (event.injured, "injured"), (event.size, sized)];
    let words: Vec<String> = counts.into_iter().filter_map(|(m, noun)| count(m, noun)).collect();
    if words.is_empty() { Vec::new() } else { vec![(Style::Plain, words.join(", "))] }
}

/// The sentence, with the trigger marked; a window around the trigger where it is long.
fn excerpt(coded: &Coded, event: &Event, look: Look) -> Vec<Piece> {
    let text = coded.document.text.as_str();
    let Some(sentence) = coded.document.sentences.get(event.sentence) else { return Vec::new() };
    let whole = after_dateline(coded, sentence.span, &event.trigger);
    let shown = if look.explain { whole } else { window(text, whole, &event.trigger) };
    let mut out = vec![(Style::Plain, if shown.start > whole.start { "“… " } else { "“" }.to_owned())];
    let mut at = shown.start;
    for trigger in joined(text, &event.trigger).into_iter().filter(|t| shown.contains(*t)) {
        out.push((Style::Plain, flat(&text[at as usize..trigger.start as usize])));
        let words = one_line(trigger.of(text));
        out.push((Style::Trigger, if look.colour { words } else { format!("*{words}*") }));
        at = trigger.end;
    }
    out.push((Style::Plain, flat(&text[at as usize..shown.end as usize])));
    out.push((Style::Plain, if shown.end < whole.end { " …”" } else { "”" }.into()));
    out
}

/// `sentence` without the dateline it opens with; the heading has it already.
fn after_dateline(coded: &Coded, sentence: Span, trigger: &[Span]) -> Span {
    let text = coded.document.text.as_str();
    let dateline = coded.report.dateline.as_ref().and_then(|d| d.span);
    let Some(dateline) = dateline.filter(|d| d.overlaps(sentence) && d.end < sentence.end) else {
        return sentence;
    };
    let mark = |c: char| c.is_whitespace() || "-–—:.".contains(c);
    let rest = &text[dateline.end as usize..sentence.end as usize];
    let start = sentence.end as usize - rest.trim_start_matches(mark).len();
    let cut = Span::new(start, sentence.end as usize);
    if trigger.iter().all(|t| cut.contains(*t)) { cut } else { sentence }
}

/// `spans` in order, with those that only white space parts made one.
fn joined(text: &str, spans: &[Span]) -> Vec<Span> {
    let mut sorted = spans.to_vec();
    sorted.sort();
    let mut out: Vec<Span> = Vec::new();
    for span in sorted {
        match out.last_mut() {
            Some(last) if span.start < last.end => *last = last.cover(span),
            Some(last) if text[last.end as usize..span.start as usize].trim().is_empty() => {
                *last = last.cover(span);
            }
            _ => out.push(span),
        }
    }
    out
}

/// `text` with line breaks as spaces.
fn flat(text: &str) -> String {
    text.replace(['\n', '\r', '\t'], " ")
}

/// At most [`EXCERPT`] characters of `sentence` around `trigger`, cut at spaces.
fn window(text: &str, sentence: Span, trigger: &[Span]) -> Span {
    let length = sentence.of(text).chars().count();
    let Some(first) = trigger.first().filter(|t| length > EXCERPT && sentence.contains(**t)) else {
        return sentence;
    };
    let before = text[sentence.start as usize..first.start as usize].chars().count();
    let start = before.saturating_sub(EXCERPT * 2 / 5).min(length - EXCERPT);
    let byte = |chars: usize| {
        let mut found = sentence.of(text).char_indices().map(|(i, _)| i);
        sentence.start as usize + found.nth(chars).unwrap_or(sentence.len())
    };
    let (from, to) = (byte(start), byte(start + EXCERPT));
    let space = |slice: &str| slice.find(' ').map_or(0, |i| i + 1);
    let from = if start == 0 { from } else { from + space(&text[from..first.start as usize]) };
    let end = text[from..to].rfind(' ').map_or(to, |i| from + i);
    let to = if start + EXCERPT >= length { sentence.end as usize } else { end.max(first.end as usize) };
    Span::new(from, to)
}

/// Identifier, rule, steps, and the words behind date, place and parties.
fn explanation(coded: &Coded, event: &Event) -> Vec<String> {
    let why = Explain::new(coded, event);
    let cameo = if event.cameo.is_empty() { String::new() } else { format!(" · CAMEO {}", event.cameo) };
    let mut out = vec![
        format!("id {}", identifier(coded, event)),
        format!("rule {}{cameo} · confidence {:.2}", why.rule, event.confidence),
    ];
    out.extend(why.trace.iter().map(|step| format!("· {step}")));
    out.push(reached("date", &why.date));
    out.push(reached("place", &why.place));
    out.extend(why.parties.iter().map(|p| {
        let office = p.office.map(|o| format!(", office {o}")).unwrap_or_default();
        let by = p.rule.map_or(String::new(), |r| format!(" by {r}{office}"));
        format!("{} “{}”: {}{by}", p.role, one_line(p.text), p.entity.as_deref().unwrap_or("no entity"))
    }));
    out.extend(why.attributions.iter().map(|a| format!("word of {a}")));
    out
}

fn reached(what: &str, why: &Why) -> String {
    let words = why.text.map(|t| format!(" “{}”", one_line(t))).unwrap_or_default();
    let value = why.value.as_ref().map(|v| format!(" = {v}")).unwrap_or_default();
    let rule = why.rule.as_ref().map(|r| format!(" by {r}")).unwrap_or_default();
    format!("{what} from {}:{words}{value}{rule}", why.source).trim_end_matches(':').to_owned()
}

//! The figures of `evaluate` for people, and the first differences.

use crate::timeline::Look;
use crate::timeline::wrap::{Line, Style, wrap};
use annalist_evaluate::coding::{Coding, Side};
use annalist_evaluate::difference::{Difference, Kind};
use annalist_evaluate::figures::{Existence, Figures, Intervals, Labels, Score, order};
use annalist_evaluate::pairing::Field;

/// Confusions listed where the terminal is too narrow for their table.
const CONFUSIONS: usize = 20;

/// All figures, then `differences` one by one.
pub fn render(figures: &Figures, differences: &[Difference], look: Look) -> String {
    let mut lines = vec![heading(&summary(figures))];
    if figures.gold + figures.coded > 0 {
        lines.extend(scores(figures));
        lines.extend(by_type(figures));
        lines.extend(confusion(figures, look.width));
    }
    lines.extend(fields(figures));
    if figures.reports > 0 {
        lines.extend(existence(figures));
    }
    lines.extend(reliability(figures));
    for (i, difference) in differences.iter().enumerate() {
        lines.push(Line::default());
        if i == 0 {
            lines.push(heading("Differences"));
        }
        lines.extend(one(difference, look));
    }
    lines.iter().map(|line| line.render(look.colour) + "\n").collect()
}

fn heading(text: &str) -> Line {
    Line::plain(text, Style::Bold)
}

fn plain(text: String) -> Line {
    Line::plain(&text, Style::Plain)
}

fn summary(figures: &Figures) -> String {
    let Figures { reports, gold, coded, paired, .. } = figures;
    if *reports == 0 {
        return "no report was compared".into();
    }
    let [reports, gold, pairs] =
        [(reports, "report"), (gold, "record"), (paired, "pair")].map(|(n, one)| counted(*n, one));
    format!("{reports}: {gold} by hand, {coded} by annalist, {pairs}")
}

/// `1 report`, `2 reports`.
pub fn counted(n: u64, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

fn share(value: f64) -> String {
    format!("{value:.3}")
}

fn known(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), share)
}

fn scores(figures: &Figures) -> Vec<Line> {
    let scores = &figures.scores;
    let row = |name: &str, cells: [String; 4]| {
        let cells: String = cells.iter().map(|cell| format!("{cell:>13}")).collect();
        format!("{name:18}{cells}")
    };
    let right = |name: &str, score: &Score, mean: Option<f64>| {
        let Score { precision, recall, f1, .. } = *score;
        plain(row(name, [share(precision), share(recall), share(f1), known(mean)]))
    };
    let within = |intervals: &Intervals| {
        let ends =
            |i: Option<[f64; 2]>| i.map_or_else(String::new, |[low, high]| format!("{low:.3}–{high:.3}"));
        let Intervals { precision, recall, f1 } = *intervals;
        Line::plain(
            &row("  95% interval", [ends(precision), ends(recall), ends(f1), String::new()]),
            Style::Dim,
        )
    };
    let mut lines = vec![
        Line::default(),
        heading(&row("right", ["precision", "recall", "F1", "macro F1"].map(str::to_owned))),
        right("type", &scores.type_right, scores.macro_f1_type),
        within(&scores.type_right_interval),
        right("type and parties", &scores.right, scores.macro_f1),
        within(&scores.right_interval),
        plain(format!("Cohen's kappa of the types of pairs: {}", known(scores.kappa_type))),
    ];
    if figures.reports < 2 {
        // One report says nothing of how others would differ.
        lines.remove(5);
        lines.remove(3);
    }
    lines
}

fn by_type(figures: &Figures) -> Vec<Line> {
    let cells = |gold: &str, coded: &str, scores: [String; 6]| {
        let scores: Vec<String> = scores.iter().map(|s| format!("{s:>7}")).collect();
        format!("{gold:>7}{coded:>9} {} {}", scores[..3].concat(), scores[3..].concat())
    };
    let over = format!("{:11}{:>16} {:>21} {:>21}", "", "", "type", "type and parties");
    let names = ["P", "R", "F1", "P", "R", "F1"].map(str::to_owned);
    let mut lines = vec![Line::default(), Line::plain(&over, Style::Dim)];
    lines.push(heading(&format!("{:11}{}", "by type", cells("by hand", "annalist", names))));
    for row in &figures.by_type {
        let three = |s: &Score| [share(s.precision), share(s.recall), share(s.f1)];
        let ([a, b, c], [d, e, f]) = (three(&row.type_right), three(&row.right));
        let numbers = cells(&row.gold.to_string(), &row.coded.to_string(), [a, b, c, d, e, f]);
        lines.push(plain(format!("{:11}{numbers}", row.event)));
    }
    lines
}

/// The table of types, or the commonest confusions where it does not fit `width` columns.
fn confusion(figures: &Figures, width: usize) -> Vec<Line> {
    let mut types: Vec<&str> = figures
        .confusion
        .iter()
        .flat_map(|(g, row)| std::iter::once(g).chain(row.keys()))
        .map(String::as_str)
        .collect();
    types.push("none");
    types.sort_by_key(|t| order(t));
    types.dedup();
    let cell = |g: &str, c: &str| figures.confusion.get(g).and_then(|row| row.get(c)).copied().unwrap_or(0);
    let short = |t: &str| t.chars().take(4).collect::<String>();
    let broad = |n: u64| n.to_string().len() + 1;
    let column =
        types.iter().flat_map(|g| types.iter().map(move |c| broad(cell(g, c)))).max().unwrap_or(0).max(5);
    if 11 + column * types.len() > width {
        return commonest(&types, cell);
    }
    let head: String = types.iter().map(|t| format!("{:>column$}", short(t))).collect();
    let mut lines = vec![Line::default(), Line::plain("rows: by hand; columns: annalist", Style::Dim)];
    lines.push(heading(&format!("{:11}{head}", "confusion")));
    for g in &types {
        let number = |c: &&str| match cell(g, c) {
            0 => format!("{:>column$}", "·"),
            n => format!("{n:>column$}"),
        };
        lines.push(plain(format!("{g:11}{}", types.iter().map(number).collect::<String>())));
    }
    lines
}

fn commonest(types: &[&str], cell: impl Fn(&str, &str) -> u64) -> Vec<Line> {
    let pairs = types.iter().flat_map(|g| types.iter().map(move |c| (*g, *c))).filter(|(g, c)| g != c);
    let mut pairs: Vec<(u64, &str, &str)> =
        pairs.map(|(g, c)| (cell(g, c), g, c)).filter(|p| p.0 > 0).collect();
    pairs.sort_by_key(|(n, g, c)| (std::cmp::Reverse(*n), order(g), order(c)));
    let mut lines = vec![Line::default(), heading("commonest confusions: by hand → annalist")];
    lines.extend(pairs.iter().take(CONFUSIONS).map(|(n, g, c)| plain(format!("{n:>7}  {g} → {c}"))));
    if pairs.len() > CONFUSIONS {
        let rest =
            format!("{:>7}  more in a wider terminal or with `--format json`", pairs.len() - CONFUSIONS);
        lines.push(Line::plain(&rest, Style::Dim));
    }
    lines
}

/// What people call a field.
fn name(field: Field) -> &'static str {
    match field {
        Field::Type => "type",
        Field::Actor => "actor",
        Field::Recipient => "recipient",
        Field::ActorCountry => "actor's country",
        Field::ActorSector => "actor's sector",
        Field::RecipientCountry => "recipient's country",
        Field::RecipientSector => "recipient's sector",
        Field::ModeSet => "mode, the whole set",
        Field::ModeAny => "mode, any shared",
        Field::ContextSet => "context, the whole set",
        Field::ContextAny => "context, any shared",
        Field::Auxiliary => "auxiliary modes",
        Field::Date => "date, exactly",
        Field::DateAtPrecision => "date, as precise as stated",
        Field::DateAsClaimed => "date, as precise as claimed",
        Field::Place => "place",
        Field::PlaceAsClaimed => "place, as precise as claimed",
        Field::PlaceCountry => "place's country",
        Field::Dead => "dead",
        Field::Injured => "injured",
        Field::Size => "size",
        Field::Source => "source",
        Field::Polarity => "polarity",
        Field::Certainty => "certainty",
    }
}

fn fields(figures: &Figures) -> Vec<Line> {
    if figures.fields.is_empty() {
        return Vec::new();
    }
    let head = format!("{:28}{:>10}{:>10}{:>10}", "agreement of pairs", "compared", "agreed", "share");
    let mut lines = vec![Line::default(), heading(&head)];
    for row in &figures.fields {
        let text =
            format!("{:28}{:>10}{:>10}{:>10}", name(row.field), row.compared, row.agreed, share(row.share));
        lines.push(plain(text));
    }
    let labels = [
        ("modes", figures.mode_labels),
        ("contexts", figures.context_labels),
        ("auxiliary modes", figures.auxiliary_labels),
    ];
    if labels.iter().any(|(_, l)| l.is_some()) {
        let head = format!(
            "{:20}{:>8}{:>10}{:>10}{:>10}{:>10}",
            "labels of pairs", "by hand", "annalist", "precision", "recall", "F1"
        );
        lines.extend([Line::default(), heading(&head)]);
    }
    for (name, labels) in labels {
        let Some(Labels { gold, coded, score }) = labels else { continue };
        let [p, r, f1] = [score.precision, score.recall, score.f1].map(share);
        lines.push(plain(format!("{name:20}{gold:>8}{coded:>10}{p:>10}{r:>10}{f1:>10}")));
    }
    lines
}

fn existence(figures: &Figures) -> Vec<Line> {
    let head = format!(
        "{:24}{:>8}{:>10}{:>10}{:>10}{:>10}",
        "event or none", "both", "by hand", "annalist", "neither", "kappa"
    );
    let row = |name: &str, e: &Existence| {
        let Existence { both, gold_only, coded_only, neither, kappa } = *e;
        let kappa = known(kappa);
        plain(format!("{name:24}{both:>8}{gold_only:>10}{coded_only:>10}{neither:>10}{kappa:>10}"))
    };
    let mut lines = vec![Line::default(), heading(&head), row("by report", &figures.event_or_none_by_report)];
    if figures.event_or_none_by_sentence.total() > 0 {
        lines.push(row("by sentence", &figures.event_or_none_by_sentence));
    }
    if figures.denied.total() > 0 {
        lines.push(row("denied, by pair", &figures.denied));
    }
    if figures.reports_without_sentences > 0 {
        let reports = counted(figures.reports_without_sentences, "report");
        let text =
            format!("by sentence without {reports} whose records by hand are not all found in the text");
        lines.push(Line::plain(&text, Style::Dim));
    }
    lines
}

fn reliability(figures: &Figures) -> Vec<Line> {
    let Some(reliability) = &figures.reliability else { return Vec::new() };
    let head = format!(
        "{:14}{:>9}{:>9}{:>12}{:>18}",
        "confidence", "records", "mean", "type right", "type and parties"
    );
    let mut lines = vec![Line::default(), heading(&head)];
    for bin in &reliability.bins {
        let range = format!("{:.1} to {:.1}", bin.from, bin.to);
        let [mean, kind, right] = [bin.mean_confidence, bin.share_type_right, bin.share_right].map(share);
        lines.push(plain(format!("{range:14}{:>9}{mean:>9}{kind:>12}{right:>18}", bin.records)));
    }
    let row = |name: &str, kind: f64, right: f64| {
        plain(format!("{name:32}{:>12}{:>18}", share(kind), share(right)))
    };
    lines.push(row(
        "expected calibration error",
        reliability.expected_calibration_error_of_type,
        reliability.expected_calibration_error,
    ));
    lines.push(row("Brier score", reliability.brier_score_of_type, reliability.brier_score));
    lines
}

/// One difference: what it is, the sentence, and both records.
fn one(difference: &Difference, look: Look) -> Vec<Line> {
    let what = match difference.kind {
        Kind::GoldOnly => "by hand only".to_owned(),
        Kind::CodedOnly => "annalist only".to_owned(),
        Kind::Differing => {
            let names: Vec<&str> = difference.differs.iter().map(|f| name(*f)).collect();
            format!("differ in {}", names.join("; "))
        }
    };
    let width = look.width.clamp(24, 100);
    let mut lines =
        wrap(&[(Style::Bold, &difference.report), (Style::Plain, " "), (Style::Mark, &what)], width);
    let quoted = format!("“{}”", difference.text);
    let indented = |text: &str, style| {
        let rows = wrap(&[(style, text)], width - 2);
        rows.into_iter().map(|line| line.after(&[(Style::Plain, "  ".to_owned())])).collect::<Vec<_>>()
    };
    lines.extend(indented(&quoted, Style::Dim));
    for (coder, coding) in [("by hand ", &difference.gold), ("annalist", &difference.coded)] {
        if let Some(coding) = coding {
            lines.extend(indented(&format!("{coder} {}", told(coding)), Style::Plain));
        }
    }
    lines
}

/// A record in one line: type and modes, parties, trigger, date, place.
fn told(coding: &Coding) -> String {
    let list = |words: &Option<Vec<String>>| words.clone().unwrap_or_default().join(" ");
    let side = |side: &Option<Side>| match side {
        None => "(not stated)".to_owned(),
        Some(side) if side.is_empty() => "(nobody)".to_owned(),
        Some(side) => {
            let words = [&side.text, &side.name, &side.country].into_iter().find(|w| !w.is_empty());
            words.unwrap_or(&side.sector).join(", ")
        }
    };
    let mut text = format!("{} {}", coding.event, list(&coding.mode)).trim_end().to_owned();
    text += &format!(": {} → {}", side(&coding.actor), side(&coding.recipient));
    let trigger = coding.trigger.as_ref().map(|t| format!("“{t}”"));
    let place = coding.place.as_ref().and_then(|p| p.name.clone().or_else(|| p.text.clone()));
    let voices = coding.attribution.iter().flatten();
    let denied = voices.clone().any(|v| v.polarity.as_deref() == Some("denied")).then(|| "denied".to_owned());
    let source = voices.filter_map(|v| v.source.clone()).next().map(|s| format!("according to {s}"));
    let marks = coding.auxiliary.clone().unwrap_or_default();
    let rest = [trigger, coding.date.as_ref().map(|d| d.start.clone()), place, source, denied];
    for part in rest.into_iter().flatten().chain(marks) {
        text += " · ";
        text += &part;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use annalist_core::{Document, Span};
    use annalist_evaluate::{Tally, compare, difference::differences};

    fn coding(event: &str, actor: &str, at: usize, confidence: Option<f64>) -> Coding {
        Coding {
            event: event.into(),
            mode: Some(Vec::new()),
            actor: Some(Side { text: vec![actor.into()], ..Side::default() }),
            recipient: Some(Side::default()),
            trigger: Some("marched".into()),
            triggers: vec![Span::new(at, at + 7)],
            sentence: Some(0),
            confidence,
            ..Coding::default()
        }
    }

    fn page(width: usize) -> String {
        let text = "Farmers marched and students marched while police watched and soldiers arrested a mayor.";
        let document = Document { text: text.into(), ..Document::default() };
        let gold = [coding("PROTEST", "Farmers", 8, None), coding("PROTEST", "students", 29, None)];
        let coded =
            [coding("PROTEST", "Farmers", 8, Some(0.85)), coding("COERCE", "soldiers", 71, Some(0.35))];
        let compared = compare(&gold, &coded);
        let mut tally = Tally::default();
        tally.add(&gold, &coded, &compared, 1);
        tally.add(&gold, &gold, &compare(&gold, &gold), 1);
        let differences = differences("r1", &document, &gold, &coded, &compared);
        render(&tally.figures(), &differences, Look { width, colour: false, explain: false })
    }

    #[test]
    fn the_figures_read_as_a_page() {
        insta::assert_snapshot!(page(100));
    }

    #[test]
    fn a_narrow_terminal_gets_the_commonest_confusions() {
        let narrow = page(24);
        assert!(narrow.contains("commonest confusions") && narrow.contains("PROTEST → none"), "{narrow}");
        assert!(!narrow.contains("rows: by hand"));
    }
}

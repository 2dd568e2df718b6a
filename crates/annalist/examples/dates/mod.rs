//! How well the dates of events are told, by cross-validation over the news coded by hand, with those that are not.

use super::{Gold, Rows, SETTINGS, Sample, Set, near, setting_errors};
use annalist::core::Span;
use annalist::core::event::EventDate;
use annalist::core::moment::Precision;
use annalist::extract::events::judge::SETTING_ROWS;
use annalist::extract::events::judge::when::{Question, When};
use annalist::extract::linear::Weights;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Prints every event of the news that is dated wrongly, and counts by the source of the date.
pub fn validate(samples: &[Sample], rows: &[Rows], folds: usize) {
    let weights: Vec<Weights> = (0..folds)
        .map(|f| {
            let kept = (0..rows.len()).filter(|i| super::fold_of(*i, folds) != f);
            let kept: Vec<&super::SettingRow> = kept.flat_map(|i| &rows[i].settings).collect();
            super::descend(SETTINGS, SETTING_ROWS, 1, 0, kept.len(), |i, weights, _| {
                setting_errors(kept[i], weights)
            })
            .0
        })
        .collect();
    let sets: &[Set] =
        if std::env::var_os("TEST").is_some() { &[Set::News, Set::Test] } else { &[Set::News] };
    for set in sets.iter().copied() {
        let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
        for sample in samples.iter().filter(|s| s.set == set) {
            for (gold, date) in dated(sample, &weights[super::fold_of(sample.number, folds)]) {
                let Some(expected) = gold.date else { continue };
                let exact = interval(&date) == expected;
                let precise = exact || is_right_to_its_precision(&date, expected);
                for name in ["all", date.source.as_str()] {
                    let count = counts.entry(name).or_default();
                    count[0] += 1;
                    count[1] += usize::from(exact);
                    count[2] += usize::from(precise);
                }
                if !precise && set == Set::News {
                    show(sample, gold, &date, expected);
                }
            }
        }
        for (source, [all, exact, precise]) in counts {
            println!(
                "{set:?} {source}: {all} dated, {:.3} exactly, {:.3} right to the precision",
                exact as f32 / all as f32,
                precise as f32 / all as f32
            );
        }
    }
}

/// The labelled events of a text that a draft may tell, each with the date that is told.
fn dated<'s>(sample: &'s Sample, weights: &Weights) -> Vec<(&'s Gold, EventDate)> {
    let scene = sample.coded.scene();
    let golds = sample.golds.iter().filter(|g| g.sure && g.date.is_some());
    golds
        .filter_map(|gold| {
            let draft = &sample.drafts[*near(sample, gold).first()?];
            Some((gold, Question::new(&scene, draft, gold.kind).answer(weights)))
        })
        .collect()
}

fn interval(date: &EventDate) -> Option<(Date, Date)> {
    date.start.map(|s| (s, date.end.unwrap_or(s)))
}

/// Whether a date that claims no more than a month, a year or so holds all of the labelled one.
fn is_right_to_its_precision(date: &EventDate, expected: Option<(Date, Date)>) -> bool {
    let (Some((start, end)), Some((first, last))) = (interval(date), expected) else { return false };
    date.precision > Precision::Day && start <= first && last <= end
}

fn show(sample: &Sample, gold: &Gold, date: &EventDate, expected: Option<(Date, Date)>) {
    let text = &sample.coded.document.text;
    let Some(trigger) = gold.trigger else { return };
    let document = &sample.coded.document;
    let at = document.sentences.iter().position(|s| s.span.overlaps(trigger)).unwrap_or(0);
    let sentence = document.sentences[at].span;
    let days = |i: Option<(Date, Date)>| match i {
        Some((a, b)) if a == b => a.to_string(),
        Some((a, b)) => format!("{a}..{b}"),
        None => "unknown".into(),
    };
    let published = sample.coded.report.published.map_or("undated".into(), |p| p.date.to_string());
    println!(
        "\n{} {published} {} gold {} ours {} {} {}",
        sample.id,
        gold.kind,
        days(expected),
        days(interval(date)),
        date.source.as_str(),
        date.time.map_or("", |t| sample.coded.annotations.times[t].span.of(text)),
    );
    let range = trigger.range();
    let span = Span::new(sentence.range().start, range.start);
    println!(
        "   {}[[{}]]{}",
        span.of(text).replace('\n', " "),
        trigger.of(text),
        &text[range.end..sentence.range().end.max(range.end)].replace('\n', " ")
    );
    let scene = sample.coded.scene();
    let Some(draft) = near(sample, gold).first().map(|d| &sample.drafts[*d]) else { return };
    for candidate in Question::new(&scene, draft, gold.kind).candidates() {
        let When::Named(i) = candidate else { continue };
        let time = &sample.coded.annotations.times[i];
        let back = at.saturating_sub(document.sentence_of(document.tokens_in(time.span).start));
        let mark = if time.interval == expected && expected.is_some() { " <<" } else { "" };
        println!("      -{back} {} {}{mark}", time.span.of(text), time.value);
    }
}

//! Whether the date of an event is right.

use super::{Gold, Sample, near};
use annalist::core::event::EventDate;
use annalist::core::moment::Precision;
use annalist::extract::events::judge::when::{Question, When};
use jiff::civil::Date;

/// First and last day.
pub fn interval(date: &EventDate) -> Option<(Date, Date)> {
    date.start.map(|s| (s, date.end.unwrap_or(s)))
}

/// Whether what a date claims holds: a week, month or year that has all labelled days in it, or exactly these days.
pub fn holds(date: &EventDate, expected: Option<(Date, Date)>) -> bool {
    if interval(date) == expected {
        return true;
    }
    let (Some((start, end)), Some((first, last))) = (interval(date), expected) else { return false };
    date.precision > Precision::Day && start <= first && last <= end
}

/// Prints a labelled event with what it was dated and the times that it might have been.
pub fn show(sample: &Sample, gold: &Gold, date: &EventDate, expected: Option<(Date, Date)>) {
    let text = &sample.coded.document.text;
    let Some(trigger) = gold.trigger else { return };
    let document = &sample.coded.document;
    let at = document.sentences.iter().position(|s| s.span.overlaps(trigger)).unwrap_or(0);
    let days = |i: Option<(Date, Date)>| match i {
        Some((a, b)) if a == b => a.to_string(),
        Some((a, b)) => format!("{a}..{b}"),
        None => "unknown".into(),
    };
    let published = sample.coded.report.published.map_or("undated".into(), |p| p.date.to_string());
    println!(
        "\nDATE {} {published} {} gold {} ours {} {} {}",
        sample.id,
        gold.kind,
        days(expected),
        days(interval(date)),
        date.source.as_str(),
        date.time.map_or("", |t| sample.coded.annotations.times[t].span.of(text)),
    );
    super::settings::sentence(sample, gold);
    let scene = sample.coded.scene();
    let Some(draft) = near(sample, gold).first().map(|d| &sample.drafts[*d]) else { return };
    let sides = super::sides(sample, gold);
    for candidate in Question::new(&scene, draft, gold.kind, &sides).candidates() {
        let When::Named(i) = candidate else { continue };
        let time = &sample.coded.annotations.times[i];
        let back = at.saturating_sub(document.sentence_of(document.tokens_in(time.span).start));
        let mark = if time.interval == expected && expected.is_some() { " <<" } else { "" };
        println!("      -{back} {} {}{mark}", time.span.of(text), time.value);
    }
}

//! How well times and places of events are told, by cross-validation over the news coded by hand, with those that are not.

use super::{CHOICES, Gold, Rows, Sample, Set, dates, near, places, setting_errors};
use annalist::core::Span;
use annalist::extract::events::judge::{Judge, SETTING_ROWS, when, whereabouts};
use annalist::extract::linear::Weights;
use annalist_evaluate::places::{holds, is_exact};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Prints every event of the news that is dated or placed wrongly, and counts by source.
pub fn validate(samples: &[Sample], rows: &[Rows], folds: usize) {
    let weights: Vec<Weights> = (0..folds)
        .into_par_iter()
        .map(|f| {
            let kept = (0..rows.len()).filter(|i| super::fold_of(*i, folds) != f);
            let kept: Vec<&super::SettingRow> = kept.flat_map(|i| &rows[i].settings).collect();
            super::descend(CHOICES, SETTING_ROWS, 1, 0, kept.len(), |i, weights, _| {
                setting_errors(kept[i], weights)
            })
            .0
        })
        .collect();
    let sets: &[Set] =
        if std::env::var_os("TEST").is_some() { &[Set::News, Set::Test] } else { &[Set::News] };
    for set in sets.iter().copied() {
        let mut counts: BTreeMap<String, [usize; 3]> = BTreeMap::new();
        for sample in samples.iter().filter(|s| s.set == set) {
            ask(sample, &weights[super::fold_of(sample.number, folds)], &mut counts);
        }
        for (name, [all, exact, claimed]) in counts {
            println!(
                "{set:?} {name}: {all}, {:.3} exactly, {:.3} as claimed",
                exact as f32 / all as f32,
                claimed as f32 / all as f32
            );
        }
    }
}

/// Counts the sure events of a text that a draft may tell, between the parties that the models in use find: all, and those
/// of which date or place is exact or as claimed, by source.
fn ask(sample: &Sample, weights: &Weights, counts: &mut BTreeMap<String, [usize; 3]>) {
    let scene = sample.coded.scene();
    let mut count = |name: String, exact: bool, claimed: bool| {
        let count = counts.entry(name).or_default();
        count[0] += 1;
        count[1] += usize::from(exact);
        count[2] += usize::from(claimed);
    };
    let weighed = Judge::english().weigh(&scene, &sample.drafts);
    for gold in sample.golds.iter().filter(|g| g.sure) {
        let Some(d) = near(sample, gold).first().copied() else { continue };
        let draft = &sample.drafts[d];
        let opinion = weighed[d].opinion.as_ref();
        let (actors, recipients, _) = Judge::english().parties(&scene, draft, gold.kind, opinion);
        let sides = [actors, recipients];
        if let Some(expected) = gold.date {
            let date = when::Question::new(&scene, draft, gold.kind, &sides).answer(weights);
            let claimed = dates::holds(&date, expected);
            let exact = dates::interval(&date) == expected;
            count("date".into(), exact, claimed);
            count(format!("date from {}", date.source.as_str()), exact, claimed);
            if !claimed && sample.set == Set::News {
                dates::show(sample, gold, &date, expected);
            }
        }
        if let Some(expected) = &gold.place {
            let question = whereabouts::Question::new(&scene, draft, gold.kind, &sides);
            let answer = question.answer(weights);
            let told = answer.as_ref().map(|(p, _)| places::site(p, &sample.coded));
            let source = answer.as_ref().map_or("none", |(_, s)| s.as_str());
            let (expected, told) = (expected.as_ref(), told.as_ref());
            let claimed = holds(expected, told);
            let exact = is_exact(expected, told);
            let stated = if expected.is_some() { "where one is known" } else { "where none is" };
            for name in ["place".into(), format!("place from {source}"), format!("place {stated}")] {
                count(name, exact, claimed);
            }
            if !claimed && sample.set == Set::News {
                places::show(sample, gold, told, source, &question);
            }
        }
    }
}

/// Prints the sentence of a labelled event, its trigger in brackets.
pub fn sentence(sample: &Sample, gold: &Gold) {
    let Some(trigger) = gold.trigger else { return };
    let document = &sample.coded.document;
    let text = &document.text;
    let own = document.sentences.iter().find(|s| s.span.overlaps(trigger)).map_or(trigger, |s| s.span);
    let (own, range) = (own.range(), trigger.range());
    let before = Span::new(own.start, range.start).of(text).replace('\n', " ");
    let after = text[range.end..own.end.max(range.end)].replace('\n', " ");
    println!("   {before}[[{}]]{after}", trigger.of(text));
}

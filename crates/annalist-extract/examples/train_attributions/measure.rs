//! How well models do on annotated reports, before rules mend what they find: F1 of exact phrases.

use crate::gold;
use crate::prepared::Prepared;
use annalist_extract::attributions::model::{Found, Models};
use std::collections::BTreeSet;
use std::ops::Range;

/// Phrases found, annotated, and both.
#[derive(Default)]
struct Tally {
    found: usize,
    annotated: usize,
    both: usize,
}

impl Tally {
    fn add(&mut self, found: BTreeSet<(usize, usize)>, annotated: BTreeSet<(usize, usize)>) {
        self.found += found.len();
        self.annotated += annotated.len();
        self.both += found.intersection(&annotated).count();
    }

    fn f1(&self) -> f64 {
        2.0 * self.both as f64 / (self.found + self.annotated).max(1) as f64
    }
}

/// Exact F1 of sources, cues and contents, as found and with cues given: a line of text.
pub fn measure(models: &Models, reports: &[Prepared]) -> String {
    let mut free: [Tally; 3] = Default::default();
    let mut given: [Tally; 3] = Default::default();
    for report in reports {
        let view = report.view();
        let relations = gold::relations(&view, &report.row);
        let annotated = || relations.iter().map(|r| (&r.cue, &r.source, &r.content));
        let found = models.find(&view, &report.class);
        add(&mut free, found.iter().map(parts), annotated());
        let mut is_cue = vec![false; view.token_count()];
        relations.iter().flat_map(|r| &r.cue).for_each(|&t| is_cue[t] = true);
        let own = models.role_sums(&view);
        let found: Vec<Found> =
            relations.iter().map(|r| models.roles(&view, &r.cue, &is_cue, &report.class, &own)).collect();
        add(&mut given, found.iter().map(parts), annotated());
    }
    let [source, cue, content] = free.map(|t| t.f1());
    let [own_source, _, own_content] = given.map(|t| t.f1());
    format!(
        "source {source:.4} cue {cue:.4} content {content:.4}; cues given: source {own_source:.4} content {own_content:.4}"
    )
}

type Parts<'a> = (&'a Vec<usize>, &'a Vec<Range<usize>>, &'a Vec<Range<usize>>);

fn parts(f: &Found) -> Parts<'_> {
    (&f.cue, &f.source, &f.content)
}

fn add<'a>(
    tallies: &mut [Tally; 3],
    found: impl Iterator<Item = Parts<'a>>,
    annotated: impl Iterator<Item = Parts<'a>>,
) {
    let sets = |all: Vec<Parts<'a>>| {
        let ranges = |v: &Vec<Range<usize>>| v.iter().map(|r| (r.start, r.end)).collect::<Vec<_>>();
        let cue = |c: &Vec<usize>| {
            c.chunk_by(|a, b| a + 1 == *b).map(|r| (r[0], r[r.len() - 1] + 1)).collect::<Vec<_>>()
        };
        [
            all.iter().flat_map(|p| ranges(p.1)).collect::<BTreeSet<_>>(),
            all.iter().flat_map(|p| cue(p.0)).collect(),
            all.iter().flat_map(|p| ranges(p.2)).collect(),
        ]
    };
    let (found, annotated) = (sets(found.collect()), sets(annotated.collect()));
    tallies.iter_mut().zip(found.into_iter().zip(annotated)).for_each(|(t, (f, a))| t.add(f, a));
}

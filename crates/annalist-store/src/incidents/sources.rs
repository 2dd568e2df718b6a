//! How many independent sources reports are: reprints of one agency's story count once, and so do the reports of one
//! outlet.

use crate::sketch::Sketch;

/// What tells whose story a report is.
#[derive(Clone, Debug)]
pub struct Source {
    /// The outlet.
    pub publisher: Option<String>,
    /// The agency that its dateline or sign-off credits.
    pub agency: Option<String>,
    /// Its text.
    pub sketch: Option<Sketch>,
}

/// The share of the shorter text from which two reports are one story.
const REPRINT: f64 = 0.6;
/// The same where both credit one agency, whose story each paper shortens in its own way.
const REPRINT_OF_AGENCY: f64 = 0.25;
/// The most reports whose texts are compared with each other; of more, outlets alone are counted.
const MOST: usize = 256;

/// For each report the number of its group, numbered from 0 in the order of their first reports; the reports of a group
/// are one source.
pub fn groups(sources: &[Source]) -> Vec<usize> {
    let mut first: Vec<usize> = (0..sources.len()).collect();
    for (i, source) in sources.iter().enumerate() {
        let dependent = |j: usize| {
            let other = &sources[j];
            same(&source.publisher, &other.publisher) || (i < MOST && j < MOST && reprint(source, other))
        };
        for j in (0..i).filter(|&j| dependent(j)).collect::<Vec<_>>() {
            let (a, b) = (root(&first, i), root(&first, j));
            let (low, high) = (a.min(b), a.max(b));
            first[high] = low;
        }
    }
    let roots: Vec<usize> = (0..sources.len()).map(|i| root(&first, i)).collect();
    let mut order = roots.clone();
    order.sort_unstable();
    order.dedup();
    roots.iter().map(|r| order.binary_search(r).unwrap_or(0)).collect()
}

fn root(first: &[usize], mut i: usize) -> usize {
    while first[i] != i {
        i = first[i];
    }
    i
}

fn same(a: &Option<String>, b: &Option<String>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a.eq_ignore_ascii_case(b))
}

fn reprint(a: &Source, b: &Source) -> bool {
    let (Some(x), Some(y)) = (&a.sketch, &b.sketch) else { return false };
    let enough = if same(&a.agency, &b.agency) { REPRINT_OF_AGENCY } else { REPRINT };
    x.containment(y) >= enough
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(publisher: &str, agency: Option<&str>, words: std::ops::Range<usize>) -> Source {
        let text: Vec<String> = words.map(|i| format!("word{i}")).collect();
        Source {
            publisher: Some(publisher.into()),
            agency: agency.map(Into::into),
            sketch: Some(Sketch::new(&text.join(" "))),
        }
    }

    #[test]
    fn reprints_and_further_reports_of_an_outlet_count_once() {
        let found = groups(&[
            source("Daily A", Some("Example Wire"), 0..300),
            source("Daily B", Some("Example Wire"), 0..140),
            source("Daily C", None, 500..800),
            source("Daily C", None, 900..1200),
            source("Daily D", None, 0..280),
        ]);
        assert_eq!(found, [0, 0, 1, 1, 0]);
        assert!(groups(&[]).is_empty());
    }
}

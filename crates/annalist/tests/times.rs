//! Temporal expressions of written passages, through the whole pipeline: `tests/times/passages.txt`.

use annalist::core::{Report, Time, moment::Moment};
use rayon::prelude::*;
use std::ops::Range;

const PASSAGES: &str = include_str!("times/passages.txt");

/// Of a thousand, the least F1 of each round: spans exactly right, spans that overlap, overlapping spans of the right value.
const ROUNDS: [(&str, usize, usize, usize); 2] = [("one", 965, 985, 955), ("two", 965, 985, 940)];

/// A passage with the marks taken out: each expression's bytes and its value.
struct Marked {
    text: String,
    times: Vec<(Range<usize>, String)>,
}

fn marked(passage: &str) -> Marked {
    let mut marked = Marked { text: String::new(), times: Vec::new() };
    let mut pieces = passage.split("<<");
    marked.text.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (mark, rest) = piece.split_once(">>").unwrap_or_else(|| panic!("a mark has no end: {piece}"));
        let cells: Vec<&str> = mark.split('|').collect();
        let [words, _, value] = cells[..] else { panic!("expected three cells in `{mark}`") };
        let start = marked.text.len();
        marked.text.push_str(words);
        marked.times.push((start..marked.text.len(), value.to_owned()));
        marked.text.push_str(rest);
    }
    marked
}

/// Expressions marked and found, and of both those with the same span, with overlapping ones, and with the same value.
#[derive(Clone, Copy, Default, Debug)]
struct Count {
    marked: usize,
    found: usize,
    strict: usize,
    relaxed: usize,
    value: usize,
}

impl Count {
    fn of(passage: &str) -> Count {
        let (head, body) = passage.split_once('\n').expect("a line with the passage's name and day");
        let day = head.split(' ').nth(1).and_then(|day| day.trim().parse().ok());
        let Marked { text, times } = marked(body.trim());
        let published = Some(Moment::day(day.unwrap_or_else(|| panic!("no day in `{head}`"))));
        let found = annalist::code(Report { text, published, ..Report::default() }).annotations.times;
        let mut count = Count { marked: times.len(), found: found.len(), ..Count::default() };
        let mut used = vec![false; found.len()];
        for (range, value) in times {
            let overlaps =
                |t: &Time| (t.span.start as usize) < range.end && range.start < t.span.end as usize;
            let Some(i) = (0..found.len()).find(|&i| !used[i] && overlaps(&found[i])) else { continue };
            used[i] = true;
            count.relaxed += 1;
            let span = found[i].span.start as usize..found[i].span.end as usize;
            count.strict += usize::from(span == range);
            count.value += usize::from(found[i].value == value);
        }
        count
    }

    fn plus(self, other: Count) -> Count {
        Count {
            marked: self.marked + other.marked,
            found: self.found + other.found,
            strict: self.strict + other.strict,
            relaxed: self.relaxed + other.relaxed,
            value: self.value + other.value,
        }
    }

    /// F1 in thousandths.
    fn f1(&self, right: usize) -> usize {
        2000 * right / (self.marked + self.found)
    }
}

#[test]
fn most_expressions_of_written_passages_are_right() {
    for (round, strict, relaxed, value) in ROUNDS {
        let section =
            PASSAGES.split("\n== round ").find_map(|s| s.strip_prefix(round)).expect("a section a round");
        let passages: Vec<&str> = section.split("\n### ").skip(1).collect();
        let sum = passages.par_iter().map(|passage| Count::of(passage)).reduce(Count::default, Count::plus);
        let figures = (sum.f1(sum.strict), sum.f1(sum.relaxed), sum.f1(sum.value));
        eprintln!("round {round}: {} passages, F1 {figures:?}, {sum:?}", passages.len());
        let enough = figures.0 >= strict && figures.1 >= relaxed && figures.2 >= value;
        assert!(enough, "round {round}: F1 {figures:?}, {sum:?}");
    }
}

//! Toponyms of sentences as a table, through the whole pipeline: `tests/places/sentences.txt`.

use annalist::core::{Place, Report};
use annalist_evaluate::places::kilometres;
use rayon::prelude::*;
use std::ops::Range;

/// Reports with their toponyms marked, in rounds.
const REPORTS: &str = include_str!("places/reports.txt");
const TABLE: &str = include_str!("places/sentences.txt");

/// A sentence with its toponyms as lines.
struct Case<'t> {
    publisher: Option<&'t str>,
    text: &'t str,
    expected: Vec<&'t str>,
}

fn cases() -> Vec<Case<'static>> {
    let mut cases: Vec<Case> = Vec::new();
    let mut publisher = None;
    for line in TABLE.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        if let Some(name) = line.strip_prefix("@ ") {
            publisher = Some(name);
        } else if let Some(toponym) = line.strip_prefix("  ") {
            cases.last_mut().expect("a sentence stands above its toponyms").expected.push(toponym);
        } else {
            cases.push(Case { publisher: publisher.take(), text: line, expected: Vec::new() });
        }
    }
    cases
}

/// Whether `place` is what the line says: `text use COUNTRY[/PROVINCE]`.
fn is_as(line: &str, place: &Place, text: &str) -> bool {
    let country = place.country.map_or("-".to_owned(), |c| c.to_string());
    let short = format!("{} {} {country}", place.span.of(text), place.usage.as_str());
    let long = format!("{short}/{}", place.admin1.as_deref().unwrap_or_default());
    line == short || line == long
}

fn wrong(case: &Case) -> Option<String> {
    let report = Report {
        text: case.text.to_owned(),
        publisher: case.publisher.map(str::to_owned),
        dateline: annalist::read::dateline::find(case.text, None),
        ..Report::default()
    };
    let places = annalist::code(report).annotations.places;
    let agree = places.len() == case.expected.len()
        && case.expected.iter().zip(&places).all(|(line, place)| is_as(line, place, case.text));
    let found: Vec<String> = places
        .iter()
        .map(|p| {
            let country = p.country.map_or("-".to_owned(), |c| c.to_string());
            let admin1 = p.admin1.as_deref().unwrap_or_default();
            format!("{} {} {country}/{admin1} ({})", p.span.of(case.text), p.usage.as_str(), p.rule)
        })
        .collect();
    (!agree).then(|| format!("{}\n  expected {:#?}\n  found {found:#?}", case.text, case.expected))
}

#[test]
fn toponyms_of_local_papers_and_agencies_are_found_and_resolved() {
    let cases = cases();
    assert!(cases.len() >= 115, "the table has {} sentences", cases.len());
    let wrong: Vec<String> = cases.iter().filter_map(wrong).collect();
    assert!(wrong.is_empty(), "{} of {} are wrong:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// Of a thousand toponyms of each round of `reports.txt`: how many must be found, how many of those found must be the place that
/// is meant, and of a thousand found how many must be toponyms.
const ROUNDS: [(&str, usize, usize, usize); 2] = [("one", 935, 935, 975), ("two", 945, 935, 975)];

/// As far from the place that is meant as still counts as right (the usual measure of toponym resolution).
const RIGHT_KM: f64 = 161.0;

/// Degrees north and east.
type Point = (f64, f64);

/// A report with the marks taken out: each toponym's bytes and where it lies, or none for what may be found or not.
struct Marked {
    text: String,
    toponyms: Vec<(Range<usize>, Option<Point>)>,
}

fn marked(report: &str) -> Marked {
    let mut marked = Marked { text: String::new(), toponyms: Vec::new() };
    let mut pieces = report.split("[[");
    marked.text.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (mark, rest) = piece.split_once("]]").unwrap_or_else(|| panic!("a mark has no end: {piece}"));
        let (name, place) = mark.split_once('|').unwrap_or_else(|| panic!("expected a bar in `{mark}`"));
        let start = marked.text.len();
        marked.text.push_str(name);
        let place = place.split_once(',').map(|(lat, lon)| {
            let number = |text: &str| text.trim().parse().unwrap_or_else(|_| panic!("bad place in `{mark}`"));
            (number(lat), number(lon))
        });
        marked.toponyms.push((start..marked.text.len(), place));
        marked.text.push_str(rest);
    }
    marked
}

/// Toponyms marked, those found of them, those found at the right place, and those found that are none.
#[derive(Clone, Copy, Default, Debug)]
struct Count {
    marked: usize,
    found: usize,
    right: usize,
    wrong: usize,
}

fn count(report: &str) -> Count {
    let Marked { text, toponyms } = marked(report);
    let places = annalist::code(Report { text, ..Report::default() }).annotations.places;
    let overlaps = |p: &Place, range: &Range<usize>| {
        (p.span.start as usize) < range.end && range.start < p.span.end as usize
    };
    let mut count = Count::default();
    for (range, place) in &toponyms {
        let Some(place) = place else { continue };
        count.marked += 1;
        let Some(found) = places.iter().find(|p| overlaps(p, range)) else { continue };
        count.found += 1;
        count.right += usize::from(found.coordinates.is_some_and(|c| kilometres(c, *place) <= RIGHT_KM));
    }
    let none = |p: &&Place| !toponyms.iter().any(|(range, _)| overlaps(p, range));
    count.wrong = places.iter().filter(none).count();
    count
}

#[test]
fn most_toponyms_of_reports_written_without_a_look_at_the_gazetteer_are_right() {
    for (round, found, right, precise) in ROUNDS {
        let section =
            REPORTS.split("\n== round ").find_map(|s| s.strip_prefix(round)).expect("a section a round");
        let reports: Vec<&str> = section.split("\n### ").skip(1).collect();
        let all = reports.par_iter().map(|report| {
            let (_, body) = report.split_once('\n').expect("a line with the report's name");
            let body = body.trim();
            count(
                &body
                    .strip_prefix("headline:")
                    .map_or(body.to_owned(), |b| b.trim().replacen('\n', "\n\n", 1)),
            )
        });
        let sum = all.reduce(Count::default, |a, b| Count {
            marked: a.marked + b.marked,
            found: a.found + b.found,
            right: a.right + b.right,
            wrong: a.wrong + b.wrong,
        });
        eprintln!("round {round}: {} reports, {sum:?}", reports.len());
        assert!(sum.found * 1000 >= found * sum.marked, "round {round}: {sum:?}");
        assert!(sum.right * 1000 >= right * sum.found, "round {round}: {sum:?}");
        assert!(sum.found * 1000 >= precise * (sum.found + sum.wrong), "round {round}: {sum:?}");
    }
}

//! Toponyms of sentences as a table, through the whole pipeline: `tests/places/sentences.txt`.

use annalist::core::{Place, Report};

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

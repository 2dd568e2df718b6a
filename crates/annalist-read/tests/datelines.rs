//! Datelines in the styles of many agencies, and lines that only look like them.

use annalist_read::dateline::find;
use jiff::civil::Date;

fn check(text: &str, published: Option<Date>, expected: &str) {
    let end = text.find('‖');
    let plain = text.replace('‖', "");
    let found = find(&plain, published);
    let shown = found.as_ref().map_or("none".to_owned(), |d| {
        let date = d.date.map(|d| d.to_string());
        let parts = [d.place.as_deref(), date.as_deref(), d.agency.as_deref()];
        parts.map(|p| p.unwrap_or("-")).join(" | ")
    });
    assert_eq!(shown, expected, "{plain}");
    let span = found.and_then(|d| d.span).map(|s| s.end as usize);
    assert_eq!(span, end, "where it ends: {plain}");
}

#[test]
fn datelines_are_read_in_the_styles_of_the_agencies() {
    let mut wrong = Vec::new();
    let cases = include_str!("datelines.tsv");
    for line in cases.lines().filter(|l| !l.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [published, text, place, date, agency] = columns[..] else {
            panic!("expected 5 columns: {line}")
        };
        let result = std::panic::catch_unwind(|| {
            check(text, published.parse().ok(), &format!("{place} | {date} | {agency}"))
        });
        wrong.extend(result.is_err().then_some(text));
    }
    assert!(wrong.is_empty(), "{} wrong: {wrong:#?}", wrong.len());
}

#[test]
fn what_only_looks_like_a_dateline_is_text() {
    let mut wrong = Vec::new();
    for line in include_str!("not-datelines.txt").lines().filter(|l| !l.starts_with('#')) {
        if let Some(found) = find(&line.replace("\\n", "\n"), None) {
            wrong.push((line, found));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn datelines_below_headline_and_byline_are_found_with_their_place_in_the_text() {
    let text =
        "Hundreds freed in exchange\nBy Jane Doe\nSANAA, Oct. 15 (Reuters) - The first of two planes left.";
    let found = find(text, None).expect("a dateline");
    assert_eq!(found.span.expect("a span").of(text), "SANAA, Oct. 15 (Reuters) -");
    assert_eq!(found.date, None);
}

#[test]
fn datelines_may_run_over_the_end_of_a_wrapped_line() {
    let text = "\n   SAN\nSALVADOR, 19 NOV (ACAN-EFE) -- CLERGYMEN OF SEVERAL CHURCHES CALLED FOR TALKS\nBETWEEN THE GOVERNMENT AND THE REBELS.";
    let found = find(text, None).expect("a dateline");
    assert_eq!(found.place.as_deref(), Some("SAN SALVADOR"));
    assert_eq!(found.span.expect("a span").of(text), "SAN\nSALVADOR, 19 NOV (ACAN-EFE) --");
}

#[test]
fn a_year_comes_from_the_nearest_publication_or_the_text() {
    for (text, published, expected) in [
        ("PARIS, Dec 30 (AFP) - Talks went on.", Some("2021-01-02"), Some("2020-12-30")),
        ("PARIS, Jan 2 (AFP) - Talks went on.", Some("2020-12-31"), Some("2021-01-02")),
        ("PARIS, Jan 2 (AFP) - The war that began in January 1998 went on.", None, Some("1998-01-02")),
        ("PARIS, Jan 2 (AFP) - The war of 1998 went on.", None, None),
        ("PARIS, Feb 29 (AFP) - Talks went on.", Some("2021-03-01"), Some("2020-02-29")),
    ] {
        let found = find(text, published.map(|d| d.parse().expect("a date"))).expect("a dateline");
        assert_eq!(found.date.map(|d| d.to_string()).as_deref(), expected, "{text}");
    }
}

/// The share of the table in `agencies.tsv` that must be read in place, day and agency.
const SHARE: f64 = 0.98;

#[test]
fn datelines_in_the_styles_of_many_agencies_are_read() {
    let lines = include_str!("agencies.tsv").lines().filter(|l| !l.starts_with('#'));
    let published = Some("2019-03-15".parse().expect("a date"));
    let (mut all, mut right, mut missed) = (0, 0, Vec::new());
    for line in lines {
        let columns: Vec<&str> = line.split('\t').collect();
        let expected = columns[1..].join(" | ").to_lowercase();
        let found = find(&columns[0].replace("\\n", "\n"), published).unwrap_or_default();
        let date = found.date.map(|d| d.to_string());
        let shown = [found.place, date, found.agency].map(|p| p.unwrap_or("-".into())).join(" | ");
        all += 1;
        if shown.to_lowercase() == expected {
            right += 1;
        } else {
            missed.push(format!("{}\n  expected {expected}\n  found    {shown}", columns[0]));
        }
    }
    assert_eq!(all, 100);
    assert!(f64::from(right) >= SHARE * f64::from(all), "{right} of {all}:\n{}", missed.join("\n"));
}

#[test]
fn a_city_and_colon_are_read_in_texts_without_capitals() {
    let check = |text: &str, expected: Option<&str>| {
        let rest = "the chief minister on tuesday asked the centre to withdraw its forces from the disputed area and to hold talks with both.";
        let text = format!("This story is from March 6, 2002\n\n{text} {rest}");
        let found = find(&text, None);
        assert_eq!(found.as_ref().and_then(|d| d.place.as_deref()), expected, "{text}");
        let span = found.map(|d| d.span.expect("a span").of(&text).to_owned());
        assert_eq!(span, expected.map(|place| format!("{place}:")));
    };
    check("patna:", Some("patna"));
    check("new delhi:", Some("new delhi"));
    check("ahmedabad/vadodara:", Some("ahmedabad/vadodara"));
    check("kudatini (bellary):", Some("kudatini (bellary)"));
    check("mumbai:the", Some("mumbai"));
    check("update:", None);
    check("he gave two reasons:", None);
    check("Patna said this:", None);
}

#[test]
fn a_pictures_credit_before_the_dateline_is_passed_over() {
    let text = "Leaders meet at the summit\nPhoto: AFP New Delhi: The president on Friday held out the promise of a revival of economic partnership.";
    let found = find(text, None).expect("a dateline");
    assert_eq!(found.span.expect("a span").of(text), "New Delhi:");
}

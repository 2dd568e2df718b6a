//! Reports without the names of private persons: the names are nowhere in what is left, and public ones still are.

use annalist::core::{Report, moment::Moment};
use annalist::lexicon::Lexicon;
use annalist::unnamed::without_private_names;

/// A report about made-up private persons and public figures acting in public.
const TEXT: &str = "Kenyan police arrested lawyer Peter Otieno Mwangi and his wife Grace on Friday, a police \
spokeswoman, Lydia Wekesa, said. Mwangi, 43, had criticized President Uhuru Kenyatta. \"Mr Mwangi was \
beaten,\" said his neighbour, Mary Wanjiru (mary.wanjiru@example.org). Mwangi's brother John Otieno told \
Reuters that soldiers killed Abdi Hassan, a farmer, in Garissa. Foreign Minister Amina Mohamed met Hassan's \
family. Will Mwangi be freed? Angela Merkel called for an inquiry.";

fn report() -> Report {
    Report {
        id: "r1".into(),
        text: TEXT.into(),
        headline: Some("Police arrest Mwangi; Abdi Hassan killed; Kenyatta silent".into()),
        url: Some("https://example.org/news/peter-mwangi-arrested".into()),
        byline: Some("Jane Roe".into()),
        published: Some(Moment::day("2014-05-03".parse().unwrap())),
        ..Report::default()
    }
}

#[test]
fn private_names_are_nowhere_in_what_is_left() {
    let lexicon = Lexicon::english();
    let coded = without_private_names(annalist::code_with(report(), lexicon), lexicon);
    let all = format!("{coded:?}");
    for name in ["Otieno", "Mwangi", "mwangi", "Grace", "Wanjiru", "wanjiru", "Abdi", "Hassan", "Jane", "Roe"]
    {
        assert!(!all.contains(name), "{name} is left in {all}");
    }
    for name in ["Kenyatta", "Amina Mohamed", "Angela Merkel", "Wekesa", "Reuters", "Garissa"] {
        assert!(coded.report.text.contains(name), "{name} is gone from {}", coded.report.text);
    }
    assert_eq!(
        coded.report.headline.as_deref(),
        Some("Police arrest [person 1]; [person 5] killed; Kenyatta silent")
    );
    assert_eq!((coded.report.url, coded.report.byline), (None, None));
    assert!(
        coded.report.text.starts_with("Kenyan police arrested lawyer [person 1] and his wife [person 2] on")
    );
    assert!(
        coded.report.text.contains("said his neighbour, [person 3] ([address])."),
        "{}",
        coded.report.text
    );
}

#[test]
fn the_same_is_found_with_and_without_names() {
    let lexicon = Lexicon::english();
    let named = annalist::code_with(report(), lexicon);
    let unnamed = without_private_names(named.clone(), lexicon);
    let kinds = |coded: &annalist::Coded| coded.events.iter().map(|e| e.kind.as_str()).collect::<Vec<_>>();
    assert_eq!(kinds(&named), kinds(&unnamed));
    assert!(!named.events.is_empty());
    let text = &unnamed.document.text;
    for (before, after) in named.events.iter().zip(&unnamed.events) {
        let words = |spans: &[annalist::core::Span], text: &str| {
            spans.iter().map(|s| s.of(text).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(words(&before.trigger, TEXT), words(&after.trigger, text));
    }
    for mention in &unnamed.annotations.mentions {
        let words = mention.span.of(text);
        assert_eq!(words.matches('[').count(), words.matches(']').count(), "{words}");
    }
}

#[test]
fn a_report_that_names_nobody_private_stays_as_it_is() {
    let lexicon = Lexicon::english();
    let text = "Angela Merkel met President François Hollande in Berlin on Tuesday. The German chancellor praised France.";
    let report = Report { text: text.into(), ..report() };
    let report = Report { headline: None, url: Some("https://example.org/1".into()), byline: None, ..report };
    let named = annalist::code_with(report, lexicon);
    let unnamed = without_private_names(named.clone(), lexicon);
    assert_eq!((named.report, named.document), (unnamed.report, unnamed.document));
    assert_eq!((named.annotations, named.events), (unnamed.annotations, unnamed.events));
}

//! Whatever the bytes: no panic, an end, and JSONL text as it was.

mod common;

use annalist_read::{Format, Limits, Options, read_bytes};
use common::rendered;
use proptest::prelude::*;

const FORMATS: [Format; 12] = [
    Format::Text,
    Format::Html,
    Format::Jsonl,
    Format::Json,
    Format::Csv,
    Format::Tsv,
    Format::Feed,
    Format::NewsMl,
    Format::Nitf,
    Format::Warc,
    Format::Mbox,
    Format::Eml,
];

fn read_all(bytes: &[u8]) {
    let limits = Limits { report_bytes: 4096, ..Limits::default() };
    for format in FORMATS {
        let options = Options { format: Some(format), limits, ..Options::default() };
        for report in read_bytes("x", bytes.to_vec(), &options).flatten() {
            let inside = |s: annalist_core::Span| report.text.get(s.range()).is_some();
            assert!(report.dateline.is_none_or(|d| d.span.is_none_or(inside)));
            assert!(!report.text.trim().is_empty() && !report.id.is_empty());
        }
    }
    rendered("x", bytes, &Options::default());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        read_all(&bytes);
    }

    #[test]
    fn arbitrary_words_and_markup_never_panic(parts in prop::collection::vec(prop_oneof![
        "[ -~]{0,12}", "\\PC{0,6}", Just("\n".to_owned()), Just("PARIS, March 12 (AFP) - ".to_owned()), Just("<p>".to_owned()),
        Just("</div><div class=\"share article-body\">".to_owned()), Just("{\"text\":\"".to_owned()), Just("\",".to_owned()),
        Just("Published: 12 Mar 2019, 09:05".to_owned()), Just("<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",".to_owned()),
        Just("<time datetime=\"2019-02-30\">".to_owned()), Just("é—“”".to_owned()), Just("text,id\n".to_owned()),
    ], 0..40)) {
        read_all(parts.concat().as_bytes());
    }

    #[test]
    fn the_text_of_jsonl_is_never_changed(text in "\\PC*[a-z]\\PC*", id in "[a-z0-9]{1,8}") {
        let line = serde_json::json!({ "id": id, "text": text }).to_string();
        prop_assert_eq!(rendered("a.jsonl", line.as_bytes(), &Options::default()), [format!("{id}: {text}")]);
    }

    #[test]
    fn dates_never_panic(text in "[0-9A-Za-z:., +/-]{0,40}") {
        let _ = annalist_read::dates::parse(&text);
        let _ = annalist_read::dateline::find(&text, None);
    }
}

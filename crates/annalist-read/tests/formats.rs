//! The same report in every format and encoding it may come in.

mod common;

use annalist_core::Report;
use annalist_read::{Format, Ids, Options, read_bytes};
use common::rendered;

const TEXT: &str = "Le ministre est arrivé à Paris — “enfin”, dit-il.";

fn first(name: &str, bytes: &[u8], options: &Options) -> Report {
    read_bytes(name, bytes.to_vec(), options).next().expect("a report").expect("no error")
}

fn check_text(name: &str, bytes: &[u8], expected: &str) {
    assert_eq!(first(name, bytes, &Options::default()).text, expected, "{name}");
}

fn utf16(text: &str, mark: bool) -> Vec<u8> {
    let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

#[test]
fn encodings_are_told_from_mark_markup_and_bytes() {
    let western = encoding_rs::WINDOWS_1252.encode(TEXT).0.into_owned();
    let cyrillic = "Министр прибыл в Париж и встретился с президентом республики.";
    let page = |body: &str, charset: &str| {
        let body = body.repeat(20);
        format!(
            "<html><head><meta charset=\"{charset}\"></head><body><article><p>{body}</p></article></body></html>"
        )
    };
    check_text("a.txt", TEXT.as_bytes(), TEXT);
    check_text("a.txt", format!("\u{FEFF}{TEXT}").as_bytes(), TEXT);
    check_text("a.txt", &western, TEXT);
    check_text("a.txt", &utf16(TEXT, true), TEXT);
    check_text(
        "a.txt",
        &utf16("The minister came to Paris on Monday.", false),
        "The minister came to Paris on Monday.",
    );
    check_text("a.txt", &encoding_rs::KOI8_R.encode(cyrillic).0, cyrillic);
    let declared = encoding_rs::WINDOWS_1251.encode(&page(cyrillic, "windows-1251")).0.into_owned();
    check_text("a.html", &declared, &cyrillic.repeat(20));
    check_text("a.html", page(cyrillic, "iso-8859-1").as_bytes(), &cyrillic.repeat(20));
    let line = format!("{{\"text\":\"{TEXT}\"}}").replace("“enfin”", "enfin");
    check_text("a.jsonl", &utf16(&line, true), &TEXT.replace("“enfin”", "enfin"));
    check_text("a.csv", &encoding_rs::WINDOWS_1252.encode(&format!("id;x,text\n1,\"{TEXT}\"\n")).0, TEXT);
}

#[test]
fn guessed_encodings_are_noted() {
    let western = encoding_rs::WINDOWS_1252.encode(TEXT).0.into_owned();
    let notes = first("a.txt", &western, &Options::default()).notes;
    assert!(notes.iter().any(|n| n == "encoding not declared; read as windows-1252"), "{notes:?}");
}

#[test]
fn fields_go_by_their_usual_names_and_by_the_users() {
    let line = br#"{"doc_id": 11, "doc_text": "The talks went on.", "date": "2002-03-10", "title": "T", "source": "S", "language": "en-GB"}"#;
    let report = first("a.jsonl", line, &Options::default());
    let shown = serde_json::to_string(&report).expect("serializable");
    assert_eq!(
        shown,
        r#"{"id":"11","url":null,"publisher":"S","agency":null,"headline":"T","deck":null,"byline":null,"dateline":null,"published":"2002-03-10","updated":null,"language":"en","text":"The talks went on.","notes":[]}"#
    );
    let fields = "text=body,published=day".parse().expect("a map");
    let options = Options { fields, ..Options::default() };
    let report = first("a.csv", b"body,text,Day\nThe talks went on.,no,12 March 2019\n", &options);
    assert_eq!(
        (report.text.as_str(), report.published.map(|m| m.to_string())),
        ("The talks went on.", Some("2019-03-12".into()))
    );
}

#[test]
fn impossible_dates_are_noted_and_the_default_date_stands_in() {
    let options = Options {
        published: annalist_read::dates::parse("2019-03-12"),
        zone: Some("Asia/Kolkata".into()),
        ..Options::default()
    };
    let report = first("a.jsonl", br#"{"text":"The talks went on.","published":"2019-02-30"}"#, &options);
    assert_eq!(report.published.map(|m| m.to_string()).as_deref(), Some("2019-03-12"));
    assert_eq!(report.notes, ["`published` is not one certain date: `2019-02-30`"]);
    assert_eq!(report.zone.as_deref(), Some("Asia/Kolkata"));
}

#[test]
fn identifiers_are_stable_hashes_or_file_stems() {
    let hash = |text: &str| first("folder/page.one.txt", text.as_bytes(), &Options::default()).id;
    assert_eq!(hash("The talks went on."), hash("The talks went on."));
    assert_ne!(hash("The talks went on."), hash("The talks went on!"));
    assert_eq!(hash("The talks went on.").len(), 16);
    let options = Options { ids: Ids::FileStem, ..Options::default() };
    assert_eq!(first("folder/page.one.txt.gz", b"The talks went on.", &options).id, "page.one");
    assert_eq!(first("a.jsonl", br#"{"id":"x","text":"The talks went on."}"#, &options).id, "x");
}

#[test]
fn formats_are_told_from_content_where_the_name_says_nothing() {
    for (content, format) in [
        ("{\"text\": \"a\"}\n", Format::Jsonl),
        ("<!DOCTYPE html><html>", Format::Html),
        ("id,text,date\n", Format::Csv),
        ("id\ttext\n", Format::Tsv),
        ("In his text, the minister gave no date.", Format::Text),
        ("{sic} is how the paper printed it.", Format::Text),
    ] {
        assert_eq!(Format::sniff(content.as_bytes()), format, "{content}");
    }
    assert_eq!(rendered("-", b"{\"id\":\"a\",\"text\":\"One.\"}", &Options::default()), ["a: One."]);
}

#[test]
fn other_languages_are_read_and_labelled() {
    let text = "Le président a déclaré mercredi que le gouvernement allait ouvrir des négociations avec les rebelles du nord.";
    let report = first("a.txt", text.as_bytes(), &Options::default());
    assert_eq!(report.language.as_deref(), Some("fr"));
    assert_eq!(report.notes, ["language: the text is in `fr` (French), which is read but not coded"]);
}

#[test]
fn readers_and_reports_can_go_to_other_threads() {
    fn is_send<T: Send>() {}
    is_send::<annalist_read::Inputs>();
    is_send::<Result<Report, annalist_read::ReadError>>();
}

//! Bad input gets a clear error that names file, line and reason, and loses nothing else.

mod common;

use annalist_read::{Limits, Options, read};
use common::rendered;
use std::io::Write;
use std::path::PathBuf;

fn check(name: &str, bytes: impl AsRef<[u8]>, expected: &[&str]) {
    assert_eq!(rendered(name, bytes.as_ref(), &Options::default()), expected);
}

fn check_limited(name: &str, bytes: impl AsRef<[u8]>, report_bytes: usize, expected: &[&str]) {
    let limits = Limits { report_bytes, skipped_line_bytes: 4096, ..Limits::default() };
    assert_eq!(rendered(name, bytes.as_ref(), &Options { limits, ..Options::default() }), expected);
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("written to memory");
    encoder.finish().expect("written to memory")
}

/// A new empty folder for one test.
fn folder(test: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("annalist-read-{}-{test}", std::process::id()));
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).expect("a temporary folder");
    path
}

fn walked(
    reader: impl Iterator<Item = Result<annalist_core::Report, annalist_read::ReadError>>,
    root: &std::path::Path,
) -> Vec<String> {
    let root = root.display().to_string();
    reader.map(|r| r.map_or_else(|e| e.to_string().replace(&root, "."), |r| r.text)).collect()
}

#[test]
fn a_broken_line_of_jsonl_is_named_and_the_others_are_read() {
    check(
        "news.jsonl",
        "{\"id\":\"a\",\"text\":\"One.\"}\n{\"id\":\"b\",\"text\":\"Two.\n\n{\"id\":\"c\"}\n{\"id\":\"d\",\"text\":7}\n[1]\n\
         {\"id\":\"e\",\"text\":\" \"}\n{\"id\":\"f\",\"text\":\"Six.\"}",
        &[
            "a: One.",
            "error: cannot read `news.jsonl`: line 2: expected a JSON object with a string `text`, \
             found broken JSON at column 22 (EOF while parsing a string)",
            "error: cannot read `news.jsonl`: line 4: expected a JSON object with a string `text`, found an object with `id`",
            "error: cannot read `news.jsonl`: line 5: expected a JSON object with a string `text`, found a number in `text`",
            "error: cannot read `news.jsonl`: line 6: expected a JSON object with a string `text`, found an array",
            "error: cannot read `news.jsonl`: line 7: expected a JSON object with a string `text`, found an empty `text`",
            "f: Six.",
        ],
    );
}

#[test]
fn a_line_that_is_not_utf_8_is_named() {
    check(
        "a.jsonl",
        b"{\"id\":\"a\",\"text\":\"caf\xE9\"}\n{\"id\":\"b\",\"text\":\"Two.\"}",
        &[
            "error: cannot read `a.jsonl`: line 1: expected a JSON object with a string `text`, \
             found bytes that are not UTF-8 (first at column 22)",
            "b: Two.",
        ],
    );
}

#[test]
fn a_line_over_the_limit_is_skipped_and_an_endless_one_ends_the_input() {
    let long =
        format!("{{\"id\":\"a\",\"text\":\"{}\"}}\n{{\"id\":\"b\",\"text\":\"Two.\"}}", "x".repeat(2000));
    check_limited(
        "a.jsonl",
        &long,
        1024,
        &["error: cannot read `a.jsonl`: line 1: it is larger than the limit of 1 KiB", "b: Two."],
    );
    let endless = format!("{{\"id\":\"b\",\"text\":\"Two.\"}}\n{}", "x".repeat(100_000));
    check_limited(
        "a.jsonl",
        endless,
        1024,
        &[
            "b: Two.",
            "error: cannot read `a.jsonl`: line 2: its line is longer than 4 KiB; the rest of the input was not read",
        ],
    );
}

#[test]
fn tables_name_ragged_rows_missing_columns_and_empty_texts() {
    check(
        "a.csv",
        "id,text,date\na,One.,2019-03-12\nb,Two.\nc,,2019-03-12\nd,\"Four,\nand more.\",2019-03-12\n",
        &[
            "a: One.",
            "error: cannot read `a.csv`: line 3: expected 3 columns, found 2",
            "error: cannot read `a.csv`: line 4: column `text` is empty",
            "d: Four,\nand more.",
        ],
    );
    check(
        "b.csv",
        "id,body\na,One.\n",
        &["error: cannot read `b.csv`: expected a column `text` in the header, found `id`, `body`"],
    );
    check("c.tsv", "id\ttext\n", &["error: cannot read `c.tsv`: it is empty"]);
}

#[test]
fn an_unclosed_quotation_mark_cannot_fill_the_memory() {
    let table = format!("id,text\na,\"One.{}", "\nx".repeat(40_000));
    check_limited(
        "a.csv",
        table,
        16 << 10,
        &[
            "error: cannot read `a.csv`: line 2: its line is longer than 16 KiB; the rest of the input was not read",
        ],
    );
}

#[test]
fn files_that_are_not_text_say_what_they_are() {
    for (name, bytes, reason) in [
        ("a.txt", &b""[..], "it is empty"),
        ("a.txt", b" \n\n ", "it is empty"),
        ("a.jsonl", b"\n\n", "it is empty"),
        ("a.csv", b"", "it is empty"),
        ("a.txt", b"%PDF-1.7 binary", "expected text, found a PDF file"),
        ("a.html", b"\x89PNG\r\n\x1a\n....", "expected text, found a PNG picture"),
        ("a.jsonl", b"PK\x03\x04....", "its archive is damaged: invalid zip archive: could not find eocd"),
        ("a.txt", b"BZh91AY", "expected text, found bzip2 data"),
        ("a.csv", b"SQLite format 3\x00", "expected text, found a database"),
        ("noname", b"\x00\x01\x02\x03\x00\x00\x00\x00", "expected text, found binary data"),
        ("a.html", b"<html><body><p>Hi.</p></body></html>", "no article found in the page"),
        ("a.txt", b"Date: 12 March 2019\nSource: x\n", "no body text found below its headers"),
    ] {
        check(name, bytes, &[&format!("error: cannot read `{name}`: {reason}")]);
    }
}

#[test]
fn a_report_over_the_limit_is_named() {
    check_limited(
        "a.txt",
        "Word. ".repeat(1000),
        1024,
        &["error: cannot read `a.txt`: it is larger than the limit of 1 KiB"],
    );
}

#[test]
fn damaged_and_exploding_gzip_is_named() {
    let bomb = gzipped(&vec![b' '; 64 << 20]);
    check(
        "a.txt.gz",
        bomb,
        &[
            "error: cannot read `a.txt.gz`: it decompresses to more than 200 times its size, which no news text does",
        ],
    );
    let whole = gzipped(b"{\"id\":\"a\",\"text\":\"One.\"}\n{\"id\":\"b\",\"text\":\"Two.\"}\n");
    check("a.jsonl.gz", &whole, &["a: One.", "b: Two."]);
    let cut = rendered(
        "a.txt.gz",
        &gzipped("The talks went on. ".repeat(99).as_bytes())[..30],
        &Options::default(),
    );
    assert!(cut[0].starts_with("error: cannot read `a.txt.gz`: its compressed data is damaged"), "{cut:?}");
    check(
        "a.gz",
        (0..6).fold(b"x".to_vec(), |inner, _| gzipped(&inner)),
        &["error: cannot read `a.gz`: archives are nested more than 4 deep"],
    );
}

#[test]
fn markup_made_to_break_parsers_is_refused() {
    let deep = format!("<html><body>{}</body></html>", "<div>".repeat(100_000));
    check("a.html", deep, &["error: cannot read `a.html`: its markup is nested too deeply (limit 400)"]);
    let attributes = (0..20_000).map(|n| format!(" a{n}=x")).collect::<String>();
    let loaded = format!("<html><body><p{attributes}>The talks went on.</p></body></html>");
    check(
        "a.html",
        loaded,
        &["error: cannot read `a.html`: its markup is overloaded with attributes (limit 5000)"],
    );
    let wide = format!("<html><body>{}</body></html>", "<br>".repeat(500_000));
    check("a.html", wide, &["error: cannot read `a.html`: its markup is too large (limit 400000)"]);
}

#[test]
fn a_page_with_a_huge_picture_in_an_address_is_read() {
    let sentence =
        "The delegates met for a third day and agreed on a timetable for the withdrawal of troops. "
            .repeat(8);
    let picture = "QUJD".repeat(1 << 20);
    let page = format!(
        "<html><body><article><img src=\"data:image/png;base64,{picture}\"><p>{sentence}</p></article></body></html>"
    );
    let found = rendered("a.html", page.as_bytes(), &Options::default());
    assert!(found[0].contains("timetable for the withdrawal"), "{}", &found[0][..200.min(found[0].len())]);
}

#[test]
fn missing_files_are_named_and_the_rest_is_read() {
    let root = folder("missing");
    std::fs::write(root.join("b.txt"), "The talks went on in the capital, officials said.").expect("written");
    let inputs = [root.join("a.txt"), root.join("b.txt")];
    let found = walked(read(inputs, Options::default()), &root);
    assert_eq!(
        found,
        [
            "cannot read `./a.txt`: no such file or folder",
            "The talks went on in the capital, officials said."
        ]
    );
    std::fs::remove_dir_all(root).expect("removed");
}

#[test]
fn folders_are_read_in_order_without_hidden_files_and_page_parts() {
    let root = folder("order");
    std::fs::create_dir_all(root.join("b")).expect("made");
    for (name, text) in [
        ("c.txt", "Third."),
        ("b/a.txt", "Second."),
        ("a.jsonl", "{\"text\":\"First.\"}"),
        (".x.txt", "Hidden."),
    ] {
        std::fs::write(root.join(name), text).expect("written");
    }
    std::fs::write(root.join("b/logo.png"), b"\x89PNG").expect("written");
    std::fs::write(root.join("b/events.ipynb"), b"{\"cells\": []}").expect("written");
    std::fs::write(root.join("b/z.dat"), b"\x00\x00\x00\x00").expect("written");
    let found = walked(read([root.clone()], Options::default()), &root);
    assert_eq!(
        found,
        ["First.", "Second.", "cannot read `./b/z.dat`: expected text, found binary data", "Third."]
    );
    std::fs::remove_dir_all(root).expect("removed");
}

#[cfg(unix)]
#[test]
fn a_folder_that_leads_back_into_itself_ends() {
    let root = folder("loop");
    std::fs::write(root.join("a.txt"), "One.").expect("written");
    std::os::unix::fs::symlink(&root, root.join("again")).expect("linked");
    std::os::unix::fs::symlink(root.join("nowhere"), root.join("broken.txt")).expect("linked");
    let found = walked(read([root.clone()], Options::default()), &root);
    assert_eq!(
        found,
        [
            "One.",
            "cannot read `./again`: folders are nested more than 64 deep",
            "cannot read `./broken.txt`: no such file or folder"
        ]
    );
    std::fs::remove_dir_all(root).expect("removed");
}

#[test]
fn names_in_messages_cannot_hold_control_characters() {
    check("a\u{1b}[31m.txt", "", &["error: cannot read `a\\u{1b}[31m.txt`: it is empty"]);
}

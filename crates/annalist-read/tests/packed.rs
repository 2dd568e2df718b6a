//! Compression and archives around reports: looked through in any order, held to limits, harmless whatever their names.

mod common;

use annalist_read::{Limits, Options, open};
use common::rendered;
use std::io::{Cursor, Write};

const LINES: &[u8] = b"{\"id\":\"a\",\"text\":\"One.\"}\n{\"id\":\"b\",\"text\":\"Two.\"}\n";

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("written to memory");
    encoder.finish().expect("written to memory")
}

fn zstandard(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

fn tarred(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in entries {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        if name.len() < 100 {
            // Names that a well-behaved writer refuses, such as `../x`, are set by hand.
            header.as_gnu_mut().expect("a GNU header").name[..name.len()].copy_from_slice(name.as_bytes());
            header.set_cksum();
            archive.append(&header, *bytes).expect("written to memory");
        } else {
            archive.append_data(&mut header, name, *bytes).expect("written to memory");
        }
    }
    archive.into_inner().expect("written to memory")
}

fn zipped(entries: &[(&str, &[u8])], deflate: bool) -> Vec<u8> {
    let method = if deflate { zip::CompressionMethod::Deflated } else { zip::CompressionMethod::Stored };
    let options = zip::write::SimpleFileOptions::default().compression_method(method);
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        archive.start_file(*name, options).expect("written to memory");
        archive.write_all(bytes).expect("written to memory");
    }
    archive.finish().expect("written to memory").into_inner()
}

fn check(name: &str, bytes: &[u8], expected: &[&str]) {
    assert_eq!(rendered(name, bytes, &Options::default()), expected, "{name}");
}

#[test]
fn every_packing_is_looked_through_whatever_the_name() {
    let both = ["a: One.", "b: Two."];
    let two = [&LINES[..25], &LINES[25..]];
    for name in ["a.jsonl", "a"] {
        check(name, &gzipped(LINES), &both);
        check(name, &zstandard(LINES), &both);
        check(name, &zstandard(&gzipped(LINES)), &both);
        check(name, &[gzipped(two[0]), gzipped(two[1])].concat(), &both);
        check(name, &[zstandard(two[0]), zstandard(two[1])].concat(), &both);
        check(name, &[gzipped(LINES), vec![0; 1000]].concat(), &both);
    }
}

#[test]
fn archives_are_gone_through_in_order_and_parts_of_pages_passed_over() {
    let long = format!("{}/a.jsonl", "folder".repeat(30));
    let entries: [(&str, &[u8]); 6] = [
        (&long, LINES),
        ("picture.png", b"\x89PNG"),
        ("inner/", b""),
        ("inner/.hidden.txt", b"Hidden."),
        ("inner/b.jsonl.gz", &gzipped(b"{\"id\":\"c\",\"text\":\"Three.\"}")),
        ("c.txt", b""),
    ];
    let read = ["a: One.", "b: Two.", "c: Three."];
    for (name, bytes) in [
        ("news.tar", tarred(&entries)),
        ("news.tar.gz", gzipped(&tarred(&entries))),
        ("news.tar.zst", zstandard(&tarred(&entries))),
        ("news.zip", zipped(&entries, true)),
        ("news.zip", zipped(&entries, false)),
    ] {
        let error = format!("error: cannot read `{name}:c.txt`: it is empty");
        check(name, &bytes, &[&read[..], &[error.as_str()]].concat());
    }
}

#[test]
fn zip_files_are_read_from_the_disk_and_archives_in_archives() {
    let inner = tarred(&[("a.jsonl", LINES)]);
    let path = std::env::temp_dir().join(format!("annalist-read-{}.zip", std::process::id()));
    std::fs::write(&path, zipped(&[("inner.tar", &inner), ("b.jsonl", LINES)], true)).expect("written");
    let texts: Vec<String> =
        open([path.clone()], Options::default()).map(|u| u.report().expect("a report").text).collect();
    std::fs::remove_file(path).expect("removed");
    assert_eq!(texts, ["One.", "Two.", "One.", "Two."]);
}

#[test]
fn names_that_lead_elsewhere_do_no_harm() {
    let entries: [(&str, &[u8]); 3] = [
        ("../../../tmp/annalist-escaped.jsonl", b"{\"id\":\"a\",\"text\":\"One.\"}"),
        ("/etc/passwd.jsonl", b"{\"id\":\"b\",\"text\":\"Two.\"}"),
        ("c\x1b[31m.txt", b" "),
    ];
    for bytes in [tarred(&entries), zipped(&entries, true)] {
        check("x", &bytes, &["a: One.", "b: Two.", "error: cannot read `x:c\\u{1b}[31m.txt`: it is empty"]);
    }
    assert!(!std::path::Path::new("/tmp/annalist-escaped.jsonl").exists());
}

#[test]
fn bombs_are_named_in_every_packing() {
    let blank = vec![b' '; 40 << 20];
    let bomb = |name: &str, bytes: &[u8]| {
        let found = rendered(name, bytes, &Options::default());
        let expected = "it decompresses to more than 200 times its size, which no news text does";
        assert!(found[0].ends_with(expected), "{name}: {found:?}");
    };
    bomb("a.txt", &gzipped(&blank));
    bomb("a.txt", &zstandard(&blank));
    bomb("a.zip", &zipped(&[("a.txt", &blank)], true));
    bomb("a.tar.gz", &gzipped(&tarred(&[("a.txt", &blank)])));
    let limits = Limits { ratio: 5000, report_bytes: 1 << 20, ..Limits::default() };
    let found = rendered("a.txt", &gzipped(&blank), &Options { limits, ..Options::default() });
    assert_eq!(found, ["error: cannot read `a.txt`: it is larger than the limit of 1 MiB"]);
}

#[test]
fn damage_is_named_and_what_came_before_it_is_kept() {
    let tar = tarred(&[("a.jsonl", LINES), ("b.jsonl", LINES)]);
    check(
        "a.tar",
        &tar[..1400],
        &[
            "a: One.",
            "b: Two.",
            "error: cannot read `a.tar`: its archive is damaged: a header of it is not one",
        ],
    );
    let mut zip = zipped(&[("a.jsonl", LINES), ("b.txt", b"The talks went on.")], false);
    let at = zip.windows(5).position(|w| w == b"talks").expect("stored as it is");
    zip[at] = b'T';
    let found = rendered("a.zip", &zip, &Options::default());
    assert_eq!(found[..2], ["a: One.", "b: Two."]);
    assert_eq!(
        found[2],
        "error: cannot read `a.zip:b.txt`: its compressed data is damaged: its checksum is another"
    );
    let zst = zstandard(LINES);
    let found = rendered("a.jsonl", &zst[..zst.len() - 6], &Options::default());
    assert!(found.last().is_some_and(|l| l.contains("its compressed data is damaged")), "{found:?}");
    check(
        "book.docx",
        &zipped(&[("[Content_Types].xml", b"<x/>"), ("a.txt", b"One.")], true),
        &["error: cannot read `book.docx`: expected text, found an office document or book"],
    );
}

//! The stable stand-in for the fuzz targets in `fuzz/`: files of every format, damaged in the ways that damage comes, are
//! read without a panic and to an end, and what is read is whole.
//!
//! `ANNALIST_MUTATIONS=60 cargo test -p annalist-read --test mutations` goes on for a minute.

use annalist_read::{Format, Limits, Options, read_bytes};
use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};
use std::path::Path;
use std::time::{Duration, Instant};

const FORMATS: [Option<Format>; 13] = [
    None,
    Some(Format::Text),
    Some(Format::Html),
    Some(Format::Jsonl),
    Some(Format::Json),
    Some(Format::Csv),
    Some(Format::Tsv),
    Some(Format::Feed),
    Some(Format::NewsMl),
    Some(Format::Nitf),
    Some(Format::Warc),
    Some(Format::Mbox),
    Some(Format::Eml),
];

/// Pieces that readers stumble over.
const PIECES: [&[u8]; 16] = [
    b"\x1F\x8B\x08\0\0\0\0\0",
    b"\x28\xB5\x2F\xFD",
    b"PK\x03\x04",
    b"WARC/1.0\r\n",
    b"Content-Length: 18446744073709551615\r\n",
    b"\r\n\r\n",
    b"\nFrom a b 00:00:00 2019\n",
    b"<![CDATA[",
    b"<item><entry><nitf>",
    b"</p></body></item>",
    b"&#x110000;&lt",
    b"{\"text\":\"",
    b"\\ud800",
    b"\0\0\0\0",
    b"\xFF\xFE\xC3",
    b"PARIS, March 12 (AFP) - ",
];

fn seeds() -> Vec<Vec<u8>> {
    let inputs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/inputs");
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut paths: Vec<_> = [inputs, examples]
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).expect("the folder is there"))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).expect("it can be read")).collect()
}

/// Damages `bytes`: some are changed, cut out, doubled or put in.
fn damage(bytes: &mut Vec<u8>, random: &mut TestRng, other: &[u8]) {
    for _ in 0..1 + random.next_u32() % 4 {
        let mut at = |length: usize| random.next_u64() as usize % (length + 1);
        let (from, length) = (at(bytes.len()), at(64));
        let to = (from + length).min(bytes.len());
        match at(5) {
            0 => bytes[from..to].iter_mut().for_each(|b| *b = at(255) as u8),
            1 => drop(bytes.drain(from..to)),
            2 => bytes.truncate(from),
            3 => {
                let doubled = bytes[from..to].to_vec();
                bytes.splice(from..from, doubled);
            }
            4 => {
                let piece = PIECES[at(PIECES.len() - 1)];
                bytes.splice(from..from, piece.iter().copied());
            }
            _ => {
                let start = at(other.len());
                let end = (start + at(400)).min(other.len());
                bytes.splice(from..to, other[start..end].iter().copied());
            }
        }
    }
}

#[test]
fn damaged_files_are_read_to_their_end() {
    let seconds = std::env::var("ANNALIST_MUTATIONS").ok().and_then(|s| s.parse().ok()).unwrap_or(3);
    let (started, seeds) = (Instant::now(), seeds());
    let limits = Limits { report_bytes: 64 << 10, ratio: 50, ..Limits::default() };
    let mut random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut round = 0;
    while started.elapsed() < Duration::from_secs(seconds) || round < 200 {
        let mut bytes = seeds[round % seeds.len()].clone();
        damage(&mut bytes, &mut random, &seeds[(round / 7) % seeds.len()]);
        for format in [None, FORMATS[round % FORMATS.len()]] {
            let options = Options { format, limits, ..Options::default() };
            for (answers, answer) in read_bytes("input", bytes.clone(), &options).enumerate() {
                assert!(answers <= bytes.len(), "there is no end: round {round}, {format:?}");
                let Ok(report) = answer else { continue };
                assert!(!report.id.is_empty() && !report.text.trim().is_empty(), "round {round}, {format:?}");
                let span = report.dateline.and_then(|d| d.span);
                assert!(
                    span.is_none_or(|s| report.text.get(s.range()).is_some()),
                    "round {round}, {format:?}"
                );
            }
        }
        round += 1;
    }
    eprintln!("{round} damaged files read in {seconds} s");
}

//! WARC: large files in little memory, damage that costs one record, and files of a real crawler library read back whole.

mod common;

use annalist_read::{Limits, Options, open};
use common::rendered;
use std::io::{self, BufReader, Read, Write};
use std::path::Path;
use std::process::Command;

fn record(uri: &str, body: &str) -> Vec<u8> {
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n{body}");
    let headers = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {uri}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}",
        http.len()
    );
    format!("{headers}\r\n\r\n{http}\r\n\r\n").into_bytes()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("written to memory");
    encoder.finish().expect("written to memory")
}

fn texts(bytes: &[u8]) -> Vec<String> {
    let shown = rendered("a.warc", bytes, &Options::default());
    shown
        .into_iter()
        .map(|l| if l.starts_with("error") { l } else { l.split_once(": ").expect("an id").1.to_owned() })
        .collect()
}

#[test]
fn a_damaged_member_of_a_compressed_warc_costs_its_record_alone() {
    let members: Vec<Vec<u8>> = (1..=5)
        .map(|n| gzipped(&record("https://a.example/", &format!("Report {n} of the talks."))))
        .collect();
    let mut bytes = members.concat();
    // The middle of the third member.
    let at = members[0].len() + members[1].len() + members[2].len() / 2;
    bytes[at..at + 8].fill(0xFF);
    let found = texts(&bytes);
    let (errors, reports): (Vec<&String>, Vec<&String>) = found.iter().partition(|l| l.starts_with("error"));
    assert_eq!(errors.len(), 1, "{found:?}");
    assert!(errors[0].starts_with("error: cannot read `a.warc`: record "), "{errors:?}");
    assert_eq!(
        reports,
        [
            "Report 1 of the talks.",
            "Report 2 of the talks.",
            "Report 4 of the talks.",
            "Report 5 of the talks."
        ]
    );
}

#[test]
fn what_is_no_record_is_named_once_and_the_next_is_found() {
    let [one, two] = ["One report.", "Another report."].map(|t| record("https://a.example/", t));
    let check = |bytes: Vec<u8>, expected: &[&str]| assert_eq!(texts(&bytes), expected);
    check(
        [&one[..], b"garbage\nmore garbage\n\n", &two].concat(),
        &[
            "One report.",
            "error: cannot read `a.warc`: record 1: its record is damaged: expected a line such as WARC/1.0, found `garbage\\n`",
            "Another report.",
        ],
    );
    check(
        [&one[..], b"WARC/1.0\r\nContent-Length: 99999999999\r\n\r\nshort"].concat(),
        &["One report.", "error: cannot read `a.warc`: record 2: its record is damaged: it is cut short"],
    );
    check(
        [&one[..], &two[..two.len() - 10]].concat(),
        &["One report.", "error: cannot read `a.warc`: record 2: its record is damaged: it is cut short"],
    );
    check(
        b"WARC/1.0\r\n".to_vec(),
        &["error: cannot read `a.warc`: record 1: its record is damaged: its headers are cut short"],
    );
    let endless = [b"WARC/1.0\r\n".to_vec(), vec![b'x'; 1 << 20]].concat();
    check(
        endless,
        &["error: cannot read `a.warc`: record 1: its record is damaged: its headers are too long"],
    );
}

#[test]
fn a_page_over_the_limit_is_named_and_the_next_is_read() {
    let bytes =
        [record("https://a.example/", &"Long. ".repeat(1000)), record("https://a.example/", "Short.")]
            .concat();
    let limits = Limits { report_bytes: 4096, ..Limits::default() };
    let found = rendered("a.warc", &bytes, &Options { limits, ..Options::default() });
    assert_eq!(found[0], "error: cannot read `a.warc`: record 1: it is larger than the limit of 4 KiB");
    assert!(found[1].ends_with(": Short."), "{found:?}");
}

/// A stream of many records that are made as they are read, and the most bytes asked for at once.
struct Endless {
    record: Vec<u8>,
    at: usize,
    left: u32,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.record.len() {
            if self.left == 0 {
                return Ok(0);
            }
            (self.at, self.left) = (0, self.left - 1);
        }
        let n = (&self.record[self.at..]).read(buffer)?;
        self.at += n;
        Ok(n)
    }
}

#[test]
fn a_gigabyte_is_streamed() {
    let text = "The delegates met for a third day and agreed on a timetable. ".repeat(16_000);
    let records = 1 + (1 << 30) / record("https://a.example/", &text).len() as u32;
    let stream = Endless { record: record("https://a.example/", &text), at: 0, left: records - 1 };
    let before = memory();
    // What is found is dropped without being parsed: the reading alone is measured.
    let found =
        annalist_read::open_stream("a.warc", Box::new(BufReader::new(stream)), &Options::default()).count();
    assert_eq!(found as u32, records);
    let grown = memory().saturating_sub(before);
    assert!(grown < 32 << 10, "the memory grew by {grown} KiB");
}

/// The most memory that this process has had, in KiB; 0 where the system does not tell.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// Writes a WARC with `warcio`: pages in chunks, in gzip and plain, with requests, metadata and a revisit between them.
const WARCIO: &str = r#"
import gzip, io, sys
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter
path, compress = sys.argv[1], sys.argv[2] == "gzip"
def page(n):
    text = f"<p>Report {n}: the delegates met in Geneva on Monday for the talks on a ceasefire, a spokesman said.</p>"
    return f"<html><head><title>Report {n}</title></head><body><article>{text}<p>They will meet again on Tuesday, he said, in the same place.</p></article></body></html>".encode()
def chunked(body):
    parts = [body[i:i+97] for i in range(0, len(body), 97)]
    return b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in parts) + b"0\r\n\r\n"
with open(path, "wb") as output:
    writer = WARCWriter(output, gzip=compress)
    writer.write_record(writer.create_warcinfo_record("test.warc", {"software": "warcio"}))
    for n in range(300):
        headers, body = [("Content-Type", "text/html; charset=utf-8")], page(n)
        if n % 3 == 1:
            headers.append(("Content-Encoding", "gzip")); body = gzip.compress(body)
        if n % 2 == 1:
            headers.append(("Transfer-Encoding", "chunked")); body = chunked(body)
        uri = f"https://courier.example/{n}"
        http = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
        response = writer.create_warc_record(uri, "response", payload=io.BytesIO(body), http_headers=http)
        request = writer.create_warc_record(uri, "request", http_headers=StatusAndHeaders("GET / HTTP/1.1", [("Host", "courier.example")], is_http_request=True))
        writer.write_request_response_pair(request, response)
        if n % 50 == 0:
            writer.write_record(writer.create_revisit_record(uri, "sha1:ABC", uri, "2019-03-12T00:00:00Z", http_headers=http))
            writer.write_record(writer.create_warc_record(uri, "metadata", payload=io.BytesIO(b"via: x"), warc_content_type="application/warc-fields"))
"#;

#[test]
fn a_warc_of_a_crawler_library_is_read_back_whole() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let venv = folder.join("warcio");
    let python = venv.join("bin/python");
    let done = |command: &mut Command| command.output().is_ok_and(|o| o.status.success());
    let ready = done(Command::new(&python).args(["-c", "import warcio"]))
        || done(Command::new("python3").args(["-m", "venv"]).arg(&venv))
            && done(Command::new(&python).args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--timeout",
                "10",
                "--retries",
                "0",
                "warcio==1.8.1",
            ]));
    if !ready {
        eprintln!("skipped: reading back what warcio writes (no Python, or warcio cannot be installed)");
        return;
    }
    for packing in ["plain", "gzip"] {
        let path = folder.join(format!("warcio-{packing}.warc"));
        let output = Command::new(&python)
            .arg("-c")
            .arg(WARCIO)
            .arg(&path)
            .arg(packing)
            .output()
            .expect("Python starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let inputs = open([path], Options::default());
        let passed = inputs.passed_over();
        let reports: Vec<_> = inputs.map(|u| u.report().expect("a page")).collect();
        assert_eq!(reports.len(), 300, "{packing}");
        for (n, report) in reports.iter().enumerate() {
            assert!(
                report.text.starts_with(&format!("Report {n}: the delegates met in Geneva")),
                "{}",
                report.text
            );
            assert_eq!(report.url.as_deref(), Some(format!("https://courier.example/{n}").as_str()));
        }
        assert_eq!(passed.counts(), [("records that are no documents", 1 + 300 + 12)]);
    }
}

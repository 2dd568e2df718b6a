//! `record`, `export`, `correct` and `diff` as people run them.

use crate::common::{Folder, annalist, run};
use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

#[test]
fn examples_are_recorded_once_and_exported_as_they_were_coded() {
    let folder = Folder::new("once");
    let store = folder.path("annals.db");
    let first = run(&["record", "examples", "--into", &store]);
    assert_eq!(first.code, Some(0), "{}", first.err);
    let again = run(&["record", "examples", "--into", &store]);
    assert!(again.err.starts_with("0 reports new, 0 renewed, "), "{}", again.err);
    let mut exported: Vec<String> = run(&["export", &store]).out.lines().map(str::to_owned).collect();
    let mut coded: Vec<String> =
        run(&["code", "examples", "--min-confidence", "0.3"]).out.lines().map(str::to_owned).collect();
    exported.sort_unstable();
    coded.sort_unstable();
    assert!(!coded.is_empty());
    assert_eq!(exported, coded);
    let jsonl = folder.path("coded.jsonl");
    fs::write(&jsonl, coded.join("\n")).unwrap();
    let diff = run(&["diff", &jsonl, &store, "--format", "text"]);
    assert!(diff.out.starts_with("0 changed, 0 new, 0 gone, "), "{}", diff.out);
}

#[test]
fn every_form_is_written() {
    let folder = Folder::new("forms");
    let store = folder.path("annals.db");
    run(&["record", "examples", "--into", &store, "--quiet"]);
    for (form, start) in [
        ("jsonl", "{\"id\":"),
        ("csv", "id,date,"),
        ("tsv", "id\tdate\t"),
        ("polecat", "Event ID\tEvent Date\t"),
        ("geojson", "{\"type\":\"FeatureCollection\""),
        ("ical", "BEGIN:VCALENDAR\r\n"),
    ] {
        let out = run(&["export", &store, "--format", form]);
        assert_eq!(out.code, Some(0), "{form}: {}", out.err);
        assert!(out.out.starts_with(start) && out.out.lines().count() > 2, "{form}: {}", out.out);
    }
    let gdelt = run(&["export", &store, "--format", "gdelt"]).out;
    assert!(
        gdelt.lines().count() > 10 && gdelt.lines().all(|line| line.split('\t').count() == 61),
        "{gdelt}"
    );
    let petrarch = run(&["export", &store, "--format", "petrarch"]).out;
    assert!(
        petrarch.lines().count() > 10 && petrarch.lines().all(|line| line.split('\t').count() >= 7),
        "{petrarch}"
    );
    let geojson: serde_json::Value =
        serde_json::from_str(&run(&["export", &store, "--format", "geojson"]).out).expect("JSON");
    assert!(geojson["features"].as_array().is_some_and(|f| f.len() > 3));
    let parquet = folder.path("annals.parquet");
    assert_eq!(run(&["export", &store, "--format", "parquet", "-o", &parquet]).code, Some(0));
    let coded = folder.path("coded.parquet");
    assert_eq!(run(&["code", "examples", "--format", "parquet", "-o", &coded]).code, Some(0));
    for file in [&parquet, &coded] {
        let bytes = fs::read(file).unwrap();
        assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
    }
    let archive = folder.path("archive");
    let out = run(&["export", &store, "--format", "rocrate", "-o", &archive, "--date", "2026-11-26"]);
    assert_eq!(out.code, Some(0), "{}", out.err);
    let text = fs::read_to_string(folder.path("archive/ro-crate-metadata.json")).unwrap();
    let described: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let parts = described["@graph"].as_array().unwrap().iter().filter(|e| e["@type"] == "File").count();
    assert_eq!(parts, 5);
    let other = run(&["export", &folder.path("none.db")]);
    assert_eq!(other.code, Some(2));
    assert!(other.err.contains("cannot open the store"), "{}", other.err);
}

#[test]
fn corrections_are_applied_kept_and_named_where_they_are_none() {
    let folder = Folder::new("correct");
    let store = folder.path("annals.db");
    run(&["record", "examples", "--into", &store, "--quiet"]);
    let lines = run(&["export", &store]).out;
    let record: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    let id = record["id"].as_str().unwrap();
    let edits = folder.path("edits.jsonl");
    let reject = format!("{{\"action\":\"reject\",\"event\":\"{id}\",\"by\":\"MK\"}}");
    fs::write(&edits, format!("{reject}\nno edit\n{{\"action\":\"reject\",\"event\":\"other:AID:3\"}}\n"))
        .unwrap();
    let out = run(&["correct", &store, &edits]);
    assert_eq!(out.code, Some(2));
    assert!(out.err.contains("line 2: a correction cannot be read"), "{}", out.err);
    assert!(
        out.err.ends_with(
            "1 correction applied, 0 already known, 1 kept for records that are not in the store yet\n"
        ),
        "{}",
        out.err
    );
    assert_eq!(run(&["export", &store]).out.lines().count() + 1, lines.lines().count());
    assert!(run(&["export", &store, "--format", "corrections"]).out.starts_with(&reject));
    let missing = run(&["correct", &folder.path("none.db"), &edits]);
    assert_eq!(missing.code, Some(2));
}

#[test]
fn two_reports_of_one_name_do_not_take_each_others_place() {
    let folder = Folder::new("names");
    let (store, input) = (folder.path("annals.db"), folder.path("news.jsonl"));
    let line = |text: &str| format!("{{\"id\":\"1\",\"text\":\"{text}\",\"published\":\"2013-01-11\"}}\n");
    let text = line("French jets bombed rebels in Konna on Friday.")
        + &line("The ministers met in Bamako on Friday.");
    fs::write(&input, text).unwrap();
    let out = run(&["record", &input, "--into", &store]);
    assert_eq!(out.code, Some(2));
    assert!(out.err.contains("another report of this run has its id and another text"), "{}", out.err);
    assert!(out.err.contains("holds 1 report,"), "{}", out.err);
}

/// Kills `annalist record` at many moments, each time going on with the store that is left, and looks whether the store
/// is whole and, once a run ends by itself, the same as one that was never killed.
fn survives(kills: u32) {
    let folder = Folder::new(&format!("kill-{kills}"));
    let input = folder.path("news.jsonl");
    let reports = run(&["read", "examples"]).out;
    let many: String = (0..12)
        .flat_map(|i| {
            reports
                .lines()
                .map(move |line| line.replacen("{\"id\":\"", &format!("{{\"id\":\"{i}-"), 1) + "\n")
        })
        .collect();
    fs::write(&input, many).unwrap();
    let whole = folder.path("whole.db");
    assert_eq!(run(&["record", &input, "--into", &whole, "--quiet"]).code, Some(0));
    let start = std::time::Instant::now();
    assert_eq!(run(&["record", &input, "--into", &folder.path("timed.db"), "--quiet"]).code, Some(0));
    let usual = start.elapsed();

    let store = folder.path("annals.db");
    for i in 0..kills {
        let mut child: Command = annalist(&["record", &input, "--into", &store, "--quiet"]);
        let mut child =
            child.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts");
        // Moments spread over the whole run, in an order that jumps about.
        std::thread::sleep(Duration::from_secs_f64(
            usual.as_secs_f64() * f64::from(i * 7 % kills + 1) / f64::from(kills),
        ));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        if std::path::Path::new(&store).exists() {
            let faults = annalist_store::Store::open(std::path::Path::new(&store)).unwrap().faults().unwrap();
            assert_eq!(faults, Vec::<String>::new(), "after kill {i}");
        }
        if i % 5 == 4 {
            // Begin again, so that early moments meet an empty store too.
            for end in ["", "-wal", "-shm"] {
                let _ = fs::remove_file(format!("{store}{end}"));
            }
        }
    }
    assert_eq!(run(&["record", &input, "--into", &store, "--quiet"]).code, Some(0));
    assert_eq!(run(&["export", &store]).out, run(&["export", &whole]).out);
    let count =
        |path: &str| annalist_store::Store::open(std::path::Path::new(path)).unwrap().totals().unwrap();
    assert_eq!(count(&store), count(&whole));
}

#[test]
fn a_killed_record_loses_and_doubles_nothing() {
    survives(4);
}

#[test]
#[ignore = "takes minutes; run with `cargo test -p annalist-cli --test cli -- --ignored`"]
fn fifty_killed_records_lose_and_double_nothing() {
    survives(50);
}

//! A researcher's own actors on the command line (`--actors`, `lexicon`), and reports without private names (`--unnamed`).

use crate::common::{Run, annalist};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

const REPORT: &str = "BAMAKO, 3 December 2019 - Ganda Iso fighters attacked farmers near Gao on Monday. Imam Dicko \
condemned the attack.";

const TABLE: &str = "name\tcountry\tsectors\tkind\tfrom\tto\taliases\nGanda Iso\tMLI\tPRM\tarmed\t-\t-\t-\n\
Mahmoud Dicko\tMLI\tREL\tperson\t2008-01\t2019-04\tImam Dicko\nMahmoud Dicko\tMLI\tOPP REL\tperson\t2019-09\t-\t-\n";

/// Made-up private persons beside public figures.
const PRIVATE: &str = "Kenyan police arrested lawyer Peter Otieno Mwangi in Nairobi on Friday. Mwangi's wife, Grace \
Wanjiru, told Reuters that officers had beaten Mwangi. President Uhuru Kenyatta rejected the accusation.";

/// A fresh folder for the test `name` with files in it.
fn folder(name: &str, files: &[(&str, &[u8])]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("actors").join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("a folder for the test");
    for (file, bytes) in files {
        fs::write(path.join(file), bytes).expect("a file for the test");
    }
    path
}

fn run_in(folder: &Path, args: &[&str]) -> Run {
    annalist(args).current_dir(folder).output().expect("the program starts").into()
}

#[test]
fn a_users_actors_are_in_records_statements_and_phrases() {
    let row = br#"{"id":1,"text":"Ganda Iso fighters","date":"2019-12-03"}"#;
    let folder = folder(
        "own",
        &[("report.txt", REPORT.as_bytes()), ("own.tsv", TABLE.as_bytes()), ("row.jsonl", row)],
    );
    let code = run_in(&folder, &["code", "report.txt", "--actors", "own.tsv", "--explain"]);
    assert_eq!((code.code, code.err.as_str()), (Some(0), ""));
    let records: Vec<Value> = code.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let attack = records.iter().find(|r| r["event"][0] == "ASSAULT").expect("an attack");
    assert_eq!(attack["actor"][0]["country"], "MLI", "{attack}");
    assert_eq!(attack["actor"][0]["sector"][0], "PRM", "{attack}");
    assert!(attack["coder"].as_str().unwrap().contains(" +own.tsv#"), "{attack}");
    let quotes = run_in(&folder, &["quotes", "report.txt", "--actors", "own.tsv"]);
    assert!(
        quotes.out.contains(r#""name":"Mahmoud Dicko","country":"MLI","sector":["OPP","REL"]"#),
        "{}",
        quotes.out
    );
    let phrase = run_in(&folder, &["actors", "row.jsonl", "--actors", "own.tsv"]);
    assert!(phrase.out.contains(r#""country":"MLI","sector":["PRM"]"#), "{}", phrase.out);
}

#[test]
fn a_folder_may_hold_the_users_files_beside_the_reports() {
    let files: &[(&str, &[u8])] = &[
        ("report.txt", REPORT.as_bytes()),
        ("own.actors.tsv", TABLE.as_bytes()),
        ("own.agents.txt", b"GRIOT [~CVL]\n"),
    ];
    let folder = folder("beside", files);
    let ran = run_in(&folder, &["read", "."]);
    assert_eq!((ran.code, ran.out.lines().count()), (Some(0), 1), "{}", ran.err);
}

#[test]
fn wrong_lines_are_named_counted_and_leave_the_rest() {
    let mut text = "GANDA_ISO_\n\t[MLIPRM]\n".to_owned();
    (0..30).for_each(|i| text += &format!("NAME_{i}_ [MLIQQQ]\n"));
    let folder = folder("wrong", &[("report.txt", REPORT.as_bytes()), ("own.txt", text.as_bytes())]);
    let ran = run_in(&folder, &["code", "report.txt", "--actors", "own.txt"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.out.contains(r#""sector":["PRM"]"#), "{}", ran.out);
    let first = "error: cannot read lexicon `own.txt`: line 3: unknown group `QQQ` in the code `MLIQQQ`\n";
    assert!(ran.err.starts_with(first), "{}", ran.err);
    assert!(ran.err.contains("error: cannot read lexicon `own.txt`: 10 more lines skipped\n"), "{}", ran.err);
    let check = run_in(&folder, &["lexicon", "check", "own.txt"]);
    assert_eq!((check.code, check.err.lines().count()), (Some(2), 30));
    assert_eq!(
        check.out,
        "`own.txt`: 1 party, 0 role nouns, 0 names of countries, 1 phrase in all, 30 lines skipped\n"
    );
    let missing = run_in(&folder, &["code", "report.txt", "--actors", "nothing.txt"]);
    assert_eq!(missing.code, Some(2));
    assert!(missing.err.contains("cannot read lexicon `nothing.txt`"), "{}", missing.err);
}

#[test]
fn look_ups_tell_offices_dates_file_and_line() {
    let ran: Run =
        annalist(&["lexicon", "lookup", "Angela", "Merkel", "--date", "2010-05-01"]).output().unwrap().into();
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    for part in
        ["DEU GOV", "2005-11-22 to 2021-12-07", "lexicon/people/europe.tsv:", "on 2010-05-01, prime minister"]
    {
        assert!(ran.out.contains(part), "`{part}` is not in {}", ran.out);
    }
    let after: Run =
        annalist(&["lexicon", "lookup", "Angela Merkel", "--date", "2023-05-01"]).output().unwrap().into();
    assert!(after.out.contains("DEU ELI") && after.out.contains("out of office"), "{}", after.out);
    let wrong: Run = annalist(&["lexicon", "lookup", "Merkel", "--date", "May"]).output().unwrap().into();
    assert_eq!(wrong.code, Some(2));
}

#[test]
fn lists_are_tables_of_what_every_filter_holds_for() {
    let ran: Run = annalist(&["lexicon", "list", "MLI", "armed"]).output().unwrap().into();
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines[0], "name\tkind\tcountry\tsectors\tfrom\tto\toffice\tsource");
    assert!(lines.len() > 3 && lines[1..].iter().all(|l| l.contains("\tMLI\t")), "{}", ran.out);
    assert!(lines[1..].iter().all(|l| l.to_lowercase().contains("armed")), "{}", ran.out);
    let own = ["lexicon", "list", "--users", "--actors", "examples/mali.actors.tsv", "REL"];
    let ran: Run = annalist(&own).output().unwrap().into();
    assert_eq!(ran.out.lines().count(), 4, "{}", ran.out);
}

/// Every output of `code`, `annotate` and `quotes`, in every form.
#[test]
fn no_output_names_a_private_person() {
    let report = serde_json::json!({
        "id": "r1", "text": PRIVATE, "published": "2014-05-04", "headline": "Lawyer Mwangi arrested in Nairobi",
        "url": "https://example.org/lawyer-peter-mwangi-arrested",
    });
    let folder = folder("unnamed", &[("reports.jsonl", format!("{report}\n").as_bytes())]);
    let mut runs: Vec<Vec<&str>> =
        vec![vec!["annotate"], vec!["code", "--explain"], vec!["code", "--unmatched"]];
    for format in ["jsonl", "plover", "csv", "tsv", "timeline"] {
        runs.push(vec!["code", "--min-confidence", "0", "--format", format]);
    }
    runs.push(vec!["code", "--explain", "--format", "timeline"]);
    for format in ["jsonl", "csv", "tsv", "table"] {
        runs.push(vec!["quotes", "--format", format]);
    }
    for args in runs {
        let ran = run_in(&folder, &[&args[..], &["--unnamed", "reports.jsonl"]].concat());
        assert_eq!(ran.code, Some(0), "{args:?}: {}", ran.err);
        let lower = ran.out.to_lowercase();
        for name in ["mwangi", "otieno", "grace", "wanjiru", "peter"] {
            assert!(!lower.contains(name), "{args:?} names {name}: {}", ran.out);
        }
        assert!(args.contains(&"--unmatched") || ran.out.contains("[person 1]"), "{args:?}: {}", ran.out);
    }
    let annotated = run_in(&folder, &["annotate", "--unnamed", "reports.jsonl"]);
    let layers: Value = serde_json::from_str(&annotated.out).unwrap();
    assert!(layers["text"].as_str().unwrap().contains("President Uhuru Kenyatta rejected"), "{layers}");
}

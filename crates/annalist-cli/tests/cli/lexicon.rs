//! A researcher's own event types on the command line: `--events`, `lexicon check`, `lexicon lookup`.

use crate::common::{Run, annalist, root, run};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

const PRESS: &str = "examples/press-attacks.events";
const REPORT: &str =
    "Egyptian police detained two journalists in Cairo on 3 December 2013. France condemned the arrests.";

/// A fresh folder for the test `name`, with a report in it and the file of event types `own.events`.
fn folder(name: &str, events: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("lexicon").join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("a folder for the test");
    fs::write(path.join("report.txt"), REPORT).expect("a report for the test");
    fs::write(path.join("own.events"), events).expect("a file of event types");
    path
}

/// Runs the program in `folder`.
fn run_in(folder: &Path, args: &[&str]) -> Run {
    annalist(args).current_dir(folder).output().expect("the program starts").into()
}

/// Codes the report with the file of attacks on the press.
fn press(args: &[&str]) -> Run {
    let own = root().join(PRESS);
    let folder = folder("press", b"");
    let path = own.to_str().unwrap().to_owned();
    let ran = run_in(&folder, &[&["code", "report.txt", "--events", &path], args].concat());
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    ran
}

#[test]
fn a_declared_type_is_in_every_format_and_filter() {
    let records: Vec<Value> = press(&[]).out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(records.len(), 2);
    let record = &records[0];
    assert!(record["id"].as_str().unwrap().contains(":PRESS_ATTACK:"), "{record}");
    assert_eq!(record["event"], serde_json::json!(["PRESS_ATTACK"]));
    assert_eq!(record["mode"], serde_json::json!(["detain"]));
    assert_eq!((&record["quad_code"], &record["event_scale"]), (&Value::from(4), &Value::from(-7.5)));
    assert!(record["coder"].as_str().unwrap().contains(" +press-attacks.events#"), "{record}");

    assert_eq!(press(&["--only", "press_attack"]).out.lines().count(), 1);
    assert!(!press(&["--without", "PRESS_ATTACK"]).out.contains("PRESS_ATTACK"));
    assert!(press(&["--format", "csv"]).out.contains(",PRESS_ATTACK,detain,"));
    assert!(press(&["--format", "plover"]).out.contains(r#""event":["PRESS_ATTACK"]"#));
    let timeline = press(&["--format", "timeline", "--explain"]).out;
    assert!(timeline.contains("▲ PRESS_ATTACK detain"), "{timeline}");
    assert!(timeline.contains("rule PRESS_ATTACK/detain/v_obj=@press"), "{timeline}");
    assert!(timeline.contains("press-attacks.events, line"), "{timeline}");
}

#[test]
fn annotate_codes_with_a_users_file_too() {
    let ran = run(&["annotate", "examples/mali-2013.txt", "--events", PRESS]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("+press-attacks.events#"));
}

#[test]
fn a_type_that_no_file_declares_is_no_filter() {
    let ran = run(&["code", "examples", "--only", "PRESS_ATTACK"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("cannot understand `--only PRESS_ATTACK`"), "{}", ran.err);
    let ran = run(&["code", "examples", "--only", "ASAULT", "--events", PRESS]);
    assert!(ran.err.contains("ASSAULT, PRESS_ATTACK, historical"), "{}", ran.err);
}

#[test]
fn records_without_a_code_of_cameo_have_null() {
    let folder = folder("null", b"type\tDETENTION\tquad=4 scale=-7\tx\ndetain/v\tDETENTION\t-\t-\n");
    let ran = run_in(&folder, &["code", "report.txt", "--events", "own.events", "--only", "DETENTION"]);
    let record: Value = serde_json::from_str(&ran.out).expect("one record");
    assert_eq!(record["cameo"], Value::Null);
}

#[test]
fn a_wrong_line_is_skipped_and_the_rest_used() {
    let lines = "type\tDETENTION\tquad=4 scale=-7\tx\ndetain/v\tDETENTON\t-\t-\narrest/v obj=@people\tDETENTION\t-\tEgypt arrested two students in 2013.\n";
    let folder = folder("wrong", lines.as_bytes());
    let ran = run_in(&folder, &["code", "report.txt", "--events", "own.events"]);
    assert_eq!((ran.code, ran.out.lines().count()), (Some(2), 2));
    assert!(
        ran.err.contains("error: cannot read lexicon `own.events`: line 2: unknown class `DETENTON`"),
        "{}",
        ran.err
    );
    let ran = run_in(&folder, &["lexicon", "check", "own.events"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.out.contains("1 line skipped; every example records as its line claims"), "{}", ran.out);
}

#[test]
fn a_file_of_event_types_among_the_reports_is_no_report() {
    let folder =
        folder("among", b"type\tDETENTION\tquad=4 scale=-7\tPolice detained two students in Cairo.\n");
    let ran = run_in(&folder, &["read", "."]);
    assert_eq!((ran.code, ran.out.lines().count(), ran.err.as_str()), (Some(0), 1, ""));
}

#[test]
fn a_file_that_is_not_there_stops_the_run() {
    for args in [&["code", "examples", "--events", "no.events"][..], &["lexicon", "check", "no.events"]] {
        let ran = run(args);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
        assert!(ran.err.starts_with("error: cannot read lexicon `no.events`: "), "{}", ran.err);
    }
}

#[test]
fn examples_that_do_not_record_as_claimed_are_named() {
    let lines = "\
type\tDETENTION\tquad=4 scale=-7\tx
arrest/v\tDETENTION\t-\tFrance threatened to arrest two students in 2013.
jail/v\tDETENTION\t-\t-
remove\tkill/v\t-\tIn 2013, Egyptian soldiers shot two students.
";
    let folder = folder("unmet", lines.as_bytes());
    let ran = run_in(&folder, &["lexicon", "check", "own.events"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""));
    for expected in [
        "line 2: `arrest/v` replaces COERCE arrest (lexicon/events/coerce.tsv:",
        "line 2: `arrest/v` does not record DETENTION in its example",
        "gives THREATEN restrict by THREATEN/threaten/v>arrest/v",
        "line 3: `jail/v` has no example to check",
        "line 4: `kill/v` records nothing in this example even where it is not removed",
        "1 type, 2 entries, 1 removal; 3 examples do not record as claimed",
    ] {
        assert!(ran.out.contains(expected), "expected {expected:?} in: {}", ran.out);
    }
}

#[test]
fn a_word_is_looked_up_in_built_in_and_own_files() {
    let check = |words: &[&str], expected: &[&str]| {
        let ran = run(&[&["lexicon", "lookup", "--events", PRESS], words].concat());
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
        expected
            .iter()
            .for_each(|e| assert!(ran.out.contains(e), "{words:?}: expected {e:?} in: {}", ran.out));
    };
    check(
        &["detained"],
        &[
            "detain/v obj=@press",
            "PRESS_ATTACK detain",
            "press-attacks.events:",
            "lexicon/events/coerce.tsv:",
        ],
    );
    check(&["called", "off"], &["call/v +off", "operator refuse", "lexicon/events/operators.tsv:"]);
    check(&["call off"], &["call/v +off"]);
    check(&["journalist"], &["journalist is in @press"]);
    check(&["@press"], &["anchor blogger broadcaster"]);
    check(
        &["PRESS_ATTACK"],
        &[
            "PRESS_ATTACK  Force, pressure or punishment",
            "class PRESS_ATTACK/detain",
            "CAMEO 173",
            "quad 4, scale -7.5",
            "3 entries",
        ],
    );
    check(&["quaffing"], &["nothing is known of `quaffing`"]);
}

/// `text` without the numbers of lines in built-in files, which every new entry there moves.
fn without_lines(text: &str) -> String {
    let pieces = text.split(".tsv:").enumerate();
    pieces.map(|(i, p)| if i == 0 { p } else { p.trim_start_matches(|c: char| c.is_ascii_digit()) }).collect()
}

#[test]
fn the_page_for_researchers_shows_what_the_program_prints() {
    let page = fs::read_to_string(root().join("docs/events.md")).unwrap();
    let blocks = |fence: &str| -> Vec<String> {
        page.split(fence).skip(1).filter_map(|b| b.split("```").next()).map(str::to_owned).collect()
    };
    let folder = folder("page", b"");
    fs::write(folder.join("displacement.events"), blocks("```events\n").concat()).unwrap();
    let shown = blocks("```console\n");
    assert!(shown.len() >= 2);
    for block in shown {
        let (command, expected) = block.split_once('\n').expect("a command and its output");
        let args: Vec<&str> = command.strip_prefix("$ annalist ").expect(command).split(' ').collect();
        let ran = run_in(&folder, &args);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{command}");
        assert_eq!(without_lines(&ran.out), without_lines(expected), "{command}");
    }
    let ran = run_in(&folder, &["code", "report.txt", "--events", "displacement.events"]);
    let record: Value = serde_json::from_str(ran.out.lines().next().unwrap()).unwrap();
    assert!(page.contains(record["coder"].as_str().unwrap()), "{}", record["coder"]);
}

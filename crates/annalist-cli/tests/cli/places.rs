//! Places on the command line: `places lookup`, `places import`, `--places`.

use crate::common::{Run, annalist, run};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// A dump of two places, a hotel, and lines that cannot be used.
const DUMP: [&str; 5] = [
    "9900001|Qorvasht|Qorvasht|Qurvasht,قروشت|36.9|70.4|P|PPL|AF||01||||0|||Asia/Kabul|2020-01-01",
    "1142170|Fayzabad|Fayzabad||37.11664|70.58002|P|PPLA|AF||01||||44421|||Asia/Kabul|2020-01-01",
    "9900002|Nowhere|Nowhere||95|70.4|P|PPL|AF||01||||0|||Asia/Kabul|2020-01-01",
    "short|line",
    "9900003|Hotel|Hotel||36|70|S|HTL|AF||01||||0|||Asia/Kabul|2020-01-01",
];

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("places").join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("a folder for the test");
    path
}

fn run_in(folder: &Path, args: &[&str]) -> Run {
    annalist(args).current_dir(folder).output().expect("the program starts").into()
}

#[test]
fn lookup_shows_what_a_name_may_mean() {
    let ran = run(&["places", "lookup", "Baghuz"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    assert_eq!(ran.out, "Baghuz  city  Deir ez-Zor  SYR  34.45 40.96  20000 people  -\n");
    assert!(run(&["places", "lookup", "Malians"]).out.ends_with("geonames 2453866  demonym\n"));
    let tripoli = run(&["places", "lookup", "Tripoli"]).out;
    assert!(tripoli.starts_with("Tripoli  province"), "a capital names no country: {tripoli}");
    assert_eq!(run(&["places", "lookup", "Xqzville"]).out, "no place is known as `Xqzville`\n");
}

#[test]
fn an_imported_dump_places_what_the_gazetteer_lacks() {
    let folder = folder("import");
    fs::write(folder.join("AF.txt"), DUMP.join("\n").replace('|', "\t")).expect("a dump");
    let ran = run_in(&folder, &["places", "import", "AF.txt", "-o", "af.tsv"]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert_eq!(
        ran.err,
        "error: cannot import `AF.txt`: line 3: expected a latitude from -90 to 90 degrees, found `95`\n\
         error: cannot import `AF.txt`: line 4: expected 19 columns parted by tabs, found 2\n\
         2 places in `af.tsv`\n"
    );
    let written = fs::read_to_string(folder.join("af.tsv")).expect("the file is there");
    let line = written.lines().last().expect("a line");
    assert_eq!(
        line, "Qorvasht\tcity\tAFG\tBadakhshan\t36.9\t70.4\t0\t9900001\tQurvasht",
        "the province is named as in the gazetteer"
    );

    let text = "Gunmen killed two men in Qurvasht, Afghanistan, on Monday.";
    fs::write(folder.join("report.txt"), text).expect("a report");
    let places = |args: &[&str]| -> Vec<Value> {
        let ran = run_in(&folder, &[&["annotate", "report.txt"], args].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let report: Value = serde_json::from_str(&ran.out).expect("a line of JSON");
        report["places"].as_array().expect("places").clone()
    };
    let named = |places: &[Value]| places.iter().find(|p| p["text"] == "Qurvasht").cloned();
    assert!(named(&places(&[])).is_none_or(|p| p["geonames"].is_null()));
    let own = named(&places(&["--places", "af.tsv"])).expect("the village is found");
    assert_eq!((&own["geonames"], &own["lat"]), (&Value::from(9_900_001), &Value::from(36.9)));
}

#[test]
fn a_file_of_places_with_a_bad_line_is_used_but_for_it() {
    let folder = folder("bad");
    let text = "Qorvasht|city|AFG|Badakhshan|136.9|70.4|0|-|-\nGorvasht|city|AFG|-|36.9|70.4|0|-|-\n";
    fs::write(folder.join("own.tsv"), text.replace('|', "\t")).expect("a file of places");
    let ran = run_in(&folder, &["places", "lookup", "Gorvasht", "--places", "own.tsv"]);
    assert_eq!(ran.code, Some(2));
    assert_eq!(
        ran.err,
        "error: cannot read lexicon `own.tsv`: line 1: expected degrees up to 90, found `136.9`\n"
    );
    assert_eq!(ran.out, "Gorvasht  city  -  AFG  36.90 70.40  -  -\n");
    let ran = run_in(&folder, &["places", "lookup", "Gao", "--places", "none.tsv"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.starts_with("error: cannot read lexicon `none.tsv`: "), "{}", ran.err);
}

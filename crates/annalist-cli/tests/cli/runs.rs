//! Long runs: going on where a run was broken off, ending cleanly, counting what was done.

use crate::common::{annalist, run};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

fn scratch(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("a folder for the test");
    path
}

/// A folder of reports, each with a name of its own: lines of JSONL, single files, a broken line.
fn reports(folder: &Path, lines: usize) -> PathBuf {
    let news = folder.join("news");
    fs::create_dir_all(&news).unwrap();
    let line = |file: &str, n: usize| {
        let text = "The ministers of Kenya and Ethiopia met in Nairobi on Monday. Rebels attacked the town. "
            .repeat(6);
        format!("{{\"id\":\"{file}-{n}\",\"text\":\"Report {n}. {text}\"}}\n")
    };
    for file in ["a", "c"] {
        let mut all: String = (0..lines).map(|n| line(file, n)).collect();
        all += "{\"id\":\"broken\"\n";
        fs::write(news.join(format!("{file}.jsonl")), all).unwrap();
    }
    for n in 0..20 {
        fs::write(
            news.join(format!("b{n:02}.txt")),
            "France condemned the attack on Friday, officials in Bamako said.",
        )
        .unwrap();
    }
    news
}

fn arguments(folder: &Path, output: &Path) -> Vec<String> {
    let words = ["code", "--resume", "-j", "2", "-o"].map(str::to_owned);
    words.into_iter().chain([output, folder].map(|p| p.display().to_string())).collect()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_run_killed_anywhere_goes_on_without_loss_or_repetition() {
    let folder = scratch("killed");
    let news = reports(&folder, 150);
    let whole = folder.join("whole.jsonl");
    let ran = run(&["code", "-o", whole.to_str().unwrap(), news.to_str().unwrap()]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    let expected = fs::read(&whole).unwrap();

    let output = folder.join("out").join("events.jsonl");
    fs::create_dir_all(output.parent().unwrap()).unwrap();
    let arguments = arguments(&news, &output);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (mut kills, mut wait) = (0, 37);
    loop {
        let mut child = annalist(&arguments).stderr(Stdio::piped()).spawn().unwrap();
        // Waits that grow and vary, so that runs end at many different points, and one comes to its end.
        wait = wait * 13 / 10 + (kills * 7919) % 23;
        let started = Instant::now();
        let ended = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break Some(status);
            }
            if started.elapsed() > Duration::from_millis(wait) {
                break None;
            }
            std::thread::sleep(Duration::from_millis(3));
        };
        if let Some(status) = ended {
            assert_eq!(status.code(), Some(2), "two lines are broken, whichever run met them");
            break;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        // Whoever was killed between the last step and the end had done all.
        if output.exists() {
            assert!(fs::read(&output).unwrap() == expected, "the output appears only when it is complete");
            fs::remove_file(&output).unwrap();
        }
        kills += 1;
        assert!(kills < 200, "the runs do not get on");
    }
    assert!(kills >= 3, "expected several kills, found {kills}");
    assert!(fs::read(&output).unwrap() == expected, "the resumed run's records differ");
    assert_eq!(names(output.parent().unwrap()), ["events.jsonl"], "something is left behind");
}

#[test]
fn a_journal_of_another_command_is_refused() {
    let folder = scratch("another");
    let news = reports(&folder, 2);
    let output = folder.join("events.jsonl");
    fs::write(
        folder.join("events.jsonl.journal"),
        "annalist journal 1\ncommand code other (annalist 0)\nwritten\t0\t{}\n",
    )
    .unwrap();
    let arguments = arguments(&news, &output);
    let ran = run(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("it is of another command (`annalist code other"), "{}", ran.err);
    assert!(!output.exists());
}

#[test]
fn what_cannot_be_resumed_says_so() {
    let check = |args: &[&str], expected: &str| {
        let ran = run(args);
        assert_eq!(ran.code, Some(2), "{args:?}");
        assert!(ran.err.contains(expected), "expected {expected:?} in: {}", ran.err);
    };
    let output = scratch("unresumable").join("x.jsonl");
    let output = output.to_str().unwrap();
    check(&["code", "--resume", "examples"], "--output");
    check(&["code", "--resume", "-o", output, "-"], "standard input cannot be resumed");
    check(&["code", "--resume", "--unmatched", "-o", output, "examples"], "prints once, at its end");
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_ends_cleanly_and_says_what_is_left() {
    let folder = scratch("interrupted");
    let news = reports(&folder, 400);
    let output = folder.join("events.jsonl");
    let last = folder.join("last.txt");
    fs::write(&last, "Talks went on in Geneva on Monday.").unwrap();
    let mut arguments = arguments(&news, &output);
    arguments.push(last.display().to_string());
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let child = annalist(&arguments).stderr(Stdio::piped()).spawn().unwrap();
    // The journal's first entry shows that the run is on its way.
    let journal = folder.join("events.jsonl.journal");
    let started = Instant::now();
    while !fs::read_to_string(&journal).is_ok_and(|j| j.contains("written")) {
        assert!(started.elapsed() < Duration::from_secs(60), "the run does not start");
        std::thread::sleep(Duration::from_millis(10));
    }
    let id = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let ended = child.wait_with_output().unwrap();
    let err = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(130), "{err}");
    assert!(
        err.contains("interrupted: ") && err.contains("stopped in `") && err.contains("1 input not begun"),
        "{err}"
    );
    let partial = fs::read_to_string(folder.join("events.jsonl.partial")).unwrap();
    assert!(partial.ends_with('\n') && partial.lines().all(|l| serde_json::from_str::<Value>(l).is_ok()));

    let ran = run(&arguments);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    let direct = run(&["code", news.to_str().unwrap(), last.to_str().unwrap()]);
    assert!(fs::read_to_string(&output).unwrap() == direct.out, "the resumed run's records differ");
}

#[test]
fn a_summary_counts_what_was_done_and_what_was_not() {
    let folder = scratch("summary");
    let news = reports(&folder, 3);
    fs::write(
        news.join("d.txt"),
        "Le président a déclaré mercredi que le gouvernement allait ouvrir des négociations avec les rebelles.",
    )
    .unwrap();
    let summary = folder.join("summary.json");
    let ran = run(&["code", "--summary", summary.to_str().unwrap(), news.to_str().unwrap()]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains("27 done, 2 skipped or cut short: 2 JSON that is no report"), "{}", ran.err);
    assert!(ran.err.contains("left uncoded: 1 in `fr`"), "{}", ran.err);
    let counts: Value = serde_json::from_str(&fs::read_to_string(summary).unwrap()).unwrap();
    assert_eq!(
        (&counts["read"], &counts["done"], &counts["skipped"], &counts["uncoded"]),
        (&29.into(), &27.into(), &2.into(), &1.into())
    );
    assert_eq!((&counts["languages"]["fr"], &counts["complete"]), (&1.into(), &true.into()));
}

#[test]
fn copies_are_one_text_with_many_publishers_also_where_a_run_goes_on() {
    let folder = scratch("copies");
    let text = |n: usize| -> String {
        let part = |i: usize| {
            format!(
                "In part {i} of round {n} the delegates of region {} asked for {} days of truce. ",
                i * n + 7,
                i + n
            )
        };
        let event = "France condemned the attack on the town on Friday. ".to_owned();
        event + &(0..12).map(part).collect::<String>()
    };
    let line = |id: &str, publisher: &str, text: &str| {
        format!(
            "{{\"id\":\"{id}\",\"publisher\":\"{publisher}\",\"published\":\"2019-03-12\",\"text\":\"GENEVA (AP) - {text}\"}}\n"
        )
    };
    let lines = [
        line("a", "A", &text(1)),
        "{broken\n".to_owned(),
        line("b", "B", &text(1)),
        line("c", "C", &text(2)),
        line("d", "D", &text(1)),
    ];
    let input = folder.join("news.jsonl");
    fs::write(&input, lines.concat()).unwrap();
    let ran = run(&["read", "--dedupe", input.to_str().unwrap()]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains("copies of other reports: 2"), "{}", ran.err);
    let rows: Vec<Value> = ran.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let publishers = |row: &Value| -> Vec<String> {
        let also = row["also"].as_array().into_iter().flatten();
        also.map(|c| c["publisher"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(
        (rows.len(), publishers(&rows[0]), publishers(&rows[1])),
        (2, vec!["B".into(), "D".into()], vec![])
    );
    let coded = run(&[
        "code",
        "--dedupe",
        "--resume",
        "-o",
        folder.join("x.jsonl").to_str().unwrap(),
        input.to_str().unwrap(),
    ]);
    assert_eq!(coded.code, Some(2), "{}", coded.err);
    let records = fs::read_to_string(folder.join("x.jsonl")).unwrap();
    let of_first = records
        .lines()
        .map(|l| serde_json::from_str::<Value>(l).unwrap())
        .find(|r| r["cite_info"]["id"] == "a");
    assert_eq!(publishers(&of_first.expect("a record of the first report")["cite_info"]), ["B", "D"]);
}

//! `cargo xtask evaluate`: the release program over the development sets, scored, kept and tabled.

mod actors;
mod news;
mod published;

use crate::labelled;
use crate::results::{Outcome, write};
use crate::workspace::{cargo, printed, root, succeed};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// One row of the table: what is run, and how its output is scored.
struct Set {
    /// The name of its results file.
    name: &'static str,
    /// What it measures.
    title: &'static str,
    /// Verb and options.
    verb: &'static [&'static str],
    /// Input below the data folder.
    input: &'static str,
    /// The scorer's word, and the gold file below the data folder; none where only speed is measured.
    score: Option<(&'static str, &'static str)>,
}

const fn set(
    name: &'static str,
    title: &'static str,
    verb: &'static [&'static str],
    input: &'static str,
    score: Option<(&'static str, &'static str)>,
) -> Set {
    Set { name, title, verb, input, score }
}

const PARSE: &[&str] = &["parse", "--tokenized"];
const ANNOTATE: &[&str] = &["annotate"];
const ONE_THREAD: &[&str] = &["code", "--threads", "1", "--format", "jsonl"];

const SETS: [Set; 14] = [
    set(
        "parse",
        "trees on gold tokens (EWT + GUM dev)",
        PARSE,
        "parse/dev.conllu",
        Some(("parse", "parse/dev.conllu")),
    ),
    set("names", "names (EWT dev)", PARSE, "parse/dev.conllu", Some(("names", "parse/uner-ewt-dev.iob2"))),
    set(
        "classify",
        "type of a given pair (PLV; seen in training)",
        &["classify"],
        "events/plv_train.jsonl",
        Some(("classify", "events/plv_train.jsonl")),
    ),
    set(
        "conflict",
        "conflict or cooperation (AW; seen in training)",
        &["classify"],
        "events/aw_train.jsonl",
        Some(("conflict", "events/aw_train.jsonl")),
    ),
    set(
        "events",
        "type and both parties (PLV; seen in training)",
        ANNOTATE,
        "events/plv_train.jsonl",
        Some(("events", "events/plv_train.jsonl")),
    ),
    set(
        "attribution",
        "who said what (PolNeAR dev)",
        ANNOTATE,
        "attribution/dev.jsonl",
        Some(("attribution", "attribution/dev.jsonl")),
    ),
    set("times", "dates (TimeBank)", ANNOTATE, "time/timebank.jsonl", Some(("times", "time/timebank.jsonl"))),
    set(
        "geowebnews",
        "places (GeoWebNews)",
        ANNOTATE,
        "place/geowebnews_a.jsonl",
        Some(("places", "place/geowebnews_a.jsonl")),
    ),
    set(
        "geovirus",
        "places (GeoVirus)",
        ANNOTATE,
        "place/geovirus.jsonl",
        Some(("places", "place/geovirus.jsonl")),
    ),
    set(
        "pages",
        "article text",
        &["read", "--ids", "stem"],
        "pages/html",
        Some(("pages", "pages/truth.jsonl")),
    ),
    set("speed-guardian", "speed, Guardian reports", ONE_THREAD, "news/guardian.jsonl", None),
    set("speed-samples", "speed, mixed reports", ONE_THREAD, "news/samples.jsonl", None),
    set("speed-wire", "speed, agency copy", ONE_THREAD, "news/wire.jsonl", None),
    set("speed-pages", "speed, web pages", ONE_THREAD, "pages/html", None),
];

/// What the command line asks for.
#[derive(Default)]
struct Request {
    /// The folder with the corpora and their scorer; without it, the labelled set alone is evaluated.
    shared: Option<PathBuf>,
    date: String,
    machine: String,
    only: Vec<String>,
    program: Option<PathBuf>,
}

impl Request {
    fn parse(args: &[String]) -> Result<Self> {
        let mut request = Request { machine: "not stated".into(), ..Request::default() };
        let mut rest = args.iter();
        while let Some(arg) = rest.next() {
            let mut value =
                || rest.next().cloned().with_context(|| format!("expected a value after `{arg}`"));
            match arg.as_str() {
                "--date" => request.date = value()?,
                "--machine" => request.machine = value()?,
                "--only" => request.only = value()?.split(',').map(str::to_owned).collect(),
                "--program" => request.program = Some(value()?.into()),
                option if option.starts_with("--") => bail!("unknown option `{option}`"),
                folder => request.shared = Some(folder.into()),
            }
        }
        if request.date.is_empty() {
            bail!("expected `--date YYYY-MM-DD`: figures are kept with their date");
        }
        if let Some(shared) = request.shared.as_ref().filter(|s| !s.join("score/score.py").is_file()) {
            bail!("expected `score/score.py` in `{}`", shared.display());
        }
        Ok(request)
    }

    fn wants(&self, set: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|name| name == set)
    }
}

/// Evaluates every wanted set that is there and writes `docs/results` and the tables of `docs/accuracy.md`.
///
/// # Errors
/// If the program cannot be built, or crashes, or a score cannot be read.
pub fn run(args: &[String]) -> Result<()> {
    let request = Request::parse(args)?;
    let program = match &request.program {
        Some(program) => program.clone(),
        None => build()?,
    };
    if request.wants(labelled::NAME) {
        labelled::run(&program, &request.date, &request.machine)?;
    }
    let Some(shared) = &request.shared else {
        if request.wants(news::NAME) {
            eprintln!("skipped: {} (needs the folder with the corpora, such as ../shared)", news::NAME);
        }
        return Ok(());
    };
    let scratch = std::env::temp_dir().join(format!("annalist-evaluate-{}", std::process::id()));
    std::fs::create_dir_all(&scratch)?;
    let outcome = evaluate(&request, shared, &program, &scratch);
    std::fs::remove_dir_all(&scratch)?;
    outcome
}

/// The release program of this checkout.
fn build() -> Result<PathBuf> {
    succeed(cargo().args(["build", "--release", "--package", "annalist-cli"]))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    Ok(target.join("release/annalist"))
}

fn evaluate(request: &Request, shared: &Path, program: &Path, scratch: &Path) -> Result<()> {
    let data = shared.join("data");
    for set in SETS.iter().filter(|s| request.wants(s.name)) {
        let known = Command::new(program).args([set.verb[0], "--help"]).output()?.status.success();
        if !known || !data.join(set.input).exists() {
            let why = if known { "its data are not there" } else { "the verb is not there" };
            eprintln!("skipped: {} ({why})", set.name);
            continue;
        }
        let outcome = measure(set, request, shared, program, scratch)?;
        println!("{}: {}", set.name, outcome.scores);
        write(&outcome)?;
    }
    if request.wants(published::NAME) {
        published::run(program, &data, scratch, &request.date, &request.machine)?;
    }
    if request.wants(news::NAME) {
        news::run(program, &data, scratch, &request.date, &request.machine)?;
    }
    if request.wants(actors::NAME) {
        actors::run(program, &data, scratch, &request.date, &request.machine)?;
    }
    crate::results::table()
}

fn measure(set: &Set, request: &Request, shared: &Path, program: &Path, scratch: &Path) -> Result<Outcome> {
    let data = shared.join("data");
    let predicted = scratch.join(format!("{}.out", set.name));
    let mut command = Command::new(program);
    command.args(set.verb).arg(data.join(set.input)).arg("--output").arg(&predicted);
    let run = timed(&mut command)?;
    let scores = match set.score {
        Some((word, gold)) => score(shared, word, &data.join(gold), &predicted)?,
        None => speed(&run, set, program, &data)?,
    };
    Ok(Outcome {
        name: set.name.to_owned(),
        title: set.title.to_owned(),
        command: format!("annalist {} data/{}", set.verb.join(" "), set.input),
        date: request.date.clone(),
        machine: request.machine.clone(),
        scores,
    })
}

/// How long a command ran, how long it computed, and the most memory it held.
#[derive(Default)]
struct Run {
    seconds: f64,
    cpu_seconds: Option<f64>,
    peak_megabytes: Option<f64>,
}

/// Runs `command` and watches it through /proc, where there is one. Exit code 2 (an input was
/// skipped) is told and is no failure.
fn timed(command: &mut Command) -> Result<Run> {
    let started = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn().context("cannot run the program")?;
    let about = format!("/proc/{}", child.id());
    let mut run = Run::default();
    let code = loop {
        run.peak_megabytes = high_water(&about).or(run.peak_megabytes);
        run.cpu_seconds = computed(&about).or(run.cpu_seconds);
        if let Some(code) = child.try_wait()? {
            break code;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    match code.code() {
        Some(0) => {}
        Some(2) => eprintln!("note: some input was skipped"),
        _ => bail!("the program failed ({code})"),
    }
    run.seconds = started.elapsed().as_secs_f64();
    Ok(run)
}

/// User and system time so far, in seconds; Linux counts them in hundredths.
fn computed(about: &str) -> Option<f64> {
    let text = std::fs::read_to_string(format!("{about}/stat")).ok()?;
    let mut fields = text.rsplit_once(") ")?.1.split(' ').skip(11);
    let (user, system): (f64, f64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    // A process that has just ended still has its entry, and for threads that are gone its sums.
    Some((user + system) / 100.0).filter(|s| *s > 0.0)
}

fn high_water(about: &str) -> Option<f64> {
    let text = std::fs::read_to_string(format!("{about}/status")).ok()?;
    let line = text.lines().find(|l| l.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<f64>().ok().map(|kilobytes| (kilobytes / 102.4).round() / 10.0)
}

fn score(shared: &Path, word: &str, gold: &Path, predicted: &Path) -> Result<Value> {
    let mut command = Command::new("python3");
    command.arg(shared.join("score/score.py")).arg(word).arg(gold).arg(predicted);
    let text = printed(&mut command)?;
    let last = text.lines().last().context("the scorer printed nothing")?;
    serde_json::from_str(last)
        .with_context(|| format!("expected a JSON object from the scorer, found `{last}`"))
}

/// Reports a second of computing, which other work on the machine does not slow, against the number of reports that `read` finds in the same input.
fn speed(run: &Run, set: &Set, program: &Path, data: &Path) -> Result<Value> {
    let output = Command::new(program).args(["read", "--quiet"]).arg(data.join(set.input)).output()?;
    let reports = output.stdout.iter().filter(|b| **b == b'\n').count();
    let round = |x: f64| (x * 10.0).round() / 10.0;
    let computing = run.cpu_seconds.unwrap_or(run.seconds);
    Ok(serde_json::json!({
        "reports": reports,
        "seconds": round(run.seconds),
        "cpu_seconds": round(computing),
        "reports_per_cpu_second": round(reports as f64 / computing),
        "peak_megabytes": run.peak_megabytes,
    }))
}

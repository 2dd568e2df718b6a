//! `cargo xtask test`: what must hold before a change is taken.

use crate::python;
use crate::workspace::{cargo, printed, root, succeed};
use anyhow::{Context, Result, bail};
use std::fs;
use std::process::Command;

/// What each crate must never reach, directly or through others.
const FORBIDDEN: [(&str, &[&str]); 9] = [
    ("annalist-core", &["annalist-lexicon", "annalist-read", "annalist-syntax", "annalist-extract", "clap"]),
    ("annalist-lexicon", &["annalist-read", "annalist-syntax", "annalist-extract", "clap"]),
    ("annalist-read", &["annalist-lexicon", "annalist-syntax", "annalist-extract", "clap"]),
    ("annalist-syntax", &["annalist-lexicon", "annalist-read", "annalist-extract", "clap"]),
    ("annalist-evaluate", &["annalist-read", "annalist-syntax", "annalist-extract", "clap"]),
    (
        "annalist-store",
        &[
            "annalist-lexicon",
            "annalist-read",
            "annalist-syntax",
            "annalist-extract",
            "annalist-serve",
            "axum",
            "hyper",
            "clap",
        ],
    ),
    ("annalist-serve", &["annalist-read", "annalist-syntax", "annalist-extract", "annalist-shape", "clap"]),
    ("annalist-shape", &["annalist-serve", "axum", "anyhow", "clap", "pyo3"]),
    (
        "annalist-extract",
        &["annalist-read", "annalist-store", "annalist-serve", "rusqlite", "axum", "pyo3", "clap"],
    ),
];

/// Runs every check, the quick ones first.
///
/// # Errors
/// The first check that fails.
pub fn run() -> Result<()> {
    succeed(cargo().args(["fmt", "--all", "--check"]))?;
    headings_match_members()?;
    forbidden_crates_stay_out()?;
    succeed(cargo().args(["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]))?;
    let benches = [
        "clippy",
        "--manifest-path",
        "benches/Cargo.toml",
        "--all-targets",
        "--quiet",
        "--",
        "-D",
        "warnings",
    ];
    succeed(cargo().args(benches))?;
    succeed(cargo().args(["test", "--workspace", "--quiet"]))?;
    python::test()?;
    browser()?;
    fuzz()?;
    licences()?;
    if !root().join("../shared/score/score.py").exists() {
        eprintln!("skipped: accuracy (../shared not found; see docs/accuracy.md)");
    } else {
        eprintln!("skipped: accuracy (run `cargo xtask evaluate ../shared`)");
    }
    eprintln!("all checks passed");
    Ok(())
}

/// Every member of the workspace has its section in ARCHITECTURE.md, and every section its member.
fn headings_match_members() -> Result<()> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).context("cannot read `ARCHITECTURE.md`")?;
    let mut described: Vec<&str> = text.lines().filter_map(member_heading).collect();
    described.sort_unstable();
    let mut members = members()?;
    members.sort_unstable();
    if described != members {
        bail!(
            "the sections of `ARCHITECTURE.md` are {described:?}, expected the workspace's members {members:?}"
        );
    }
    Ok(())
}

/// The crate that a heading such as ``### `crates/annalist-core` `` is about.
fn member_heading(line: &str) -> Option<&str> {
    let path = line.strip_prefix("### `")?.split('`').next()?;
    (path == "xtask" || path.starts_with("crates/")).then_some(path)
}

fn members() -> Result<Vec<String>> {
    let folders = fs::read_dir(root().join("crates"))?.collect::<Result<Vec<_>, _>>()?;
    let with_manifest = folders.iter().filter(|f| f.path().join("Cargo.toml").exists());
    let crates = with_manifest.map(|f| format!("crates/{}", f.file_name().to_string_lossy()));
    Ok(crates.chain(["xtask".to_owned()]).collect())
}

fn forbidden_crates_stay_out() -> Result<()> {
    for (package, forbidden) in FORBIDDEN {
        let tree =
            printed(cargo().args(["tree", "--package", package, "--edges", "normal", "--prefix", "none"]))?;
        let reached = |name: &&&str| tree.lines().any(|line| line.split(' ').next() == Some(**name));
        if let Some(name) = forbidden.iter().find(reached) {
            bail!("`{package}` must not depend on `{name}`, not even through others (see ARCHITECTURE.md)");
        }
    }
    Ok(())
}

/// The page in a browser, where node, Chromium and the packages of `web/tests` are installed.
fn browser() -> Result<()> {
    let tests = root().join("web/tests");
    let there =
        |program: &str| Command::new(program).arg("--version").output().is_ok_and(|o| o.status.success());
    let browser = ["chromium", "chromium-browser", "google-chrome"].into_iter().find(|name| there(name));
    let (Some(browser), true, true) = (browser, there("node"), tests.join("node_modules").exists()) else {
        eprintln!("skipped: the page in a browser (needs node, Chromium, and `npm ci` in `web/tests`)");
        return Ok(());
    };
    succeed(cargo().args(["build", "--package", "annalist-cli", "--quiet"]))?;
    succeed(Command::new("node").arg("--test").current_dir(&tests).env("BROWSER", browser))
}

/// Seconds that each fuzz target runs for.
const FUZZ_SECONDS: &str = "-max_total_time=60";

/// Fuzz targets that run at a time.
const FUZZ_AT_ONCE: usize = 7;

/// Where the built fuzz targets lie.
const FUZZ_BUILT: &str = "fuzz/target/x86_64-unknown-linux-gnu/release";

/// Each fuzz target for a minute, several at a time, where `cargo fuzz` and a nightly compiler are installed.
fn fuzz() -> Result<()> {
    let fuzz = |args: &[&str]| {
        let mut command = Command::new("cargo");
        command.current_dir(root()).env_remove("RUSTUP_TOOLCHAIN").arg("+nightly").arg("fuzz").args(args);
        command
    };
    if !fuzz(&["--version"]).output().is_ok_and(|o| o.status.success()) {
        eprintln!(
            "skipped: fuzz targets (`cargo fuzz` or a nightly compiler is missing; mutations of the test files were read)"
        );
        return Ok(());
    }
    succeed(&mut fuzz(&["build", "--release", "--target", "x86_64-unknown-linux-gnu"]))?;
    let targets = printed(&mut fuzz(&["list"]))?;
    let targets: Vec<&str> = targets.lines().collect();
    for some in targets.chunks(FUZZ_AT_ONCE) {
        std::thread::scope(|scope| {
            let runs: Vec<_> = some.iter().map(|target| scope.spawn(|| fuzz_one(target))).collect();
            runs.into_iter().try_for_each(|run| run.join().expect("a fuzz run ends"))
        })?;
    }
    Ok(())
}

/// One built fuzz target for a minute, from what earlier runs kept and the test files; what it finds lies in `fuzz/artifacts`.
fn fuzz_one(target: &str) -> Result<()> {
    let (corpus, found) = (format!("fuzz/corpus/{target}"), format!("fuzz/artifacts/{target}/"));
    for folder in [&corpus, &found] {
        std::fs::create_dir_all(root().join(folder))?;
    }
    let mut command = Command::new(root().join(FUZZ_BUILT).join(target));
    command.current_dir(root()).args([&corpus, "crates/annalist-read/tests/inputs", FUZZ_SECONDS]);
    succeed(command.args([
        "-timeout=25",
        "-verbosity=0",
        "-print_funcs=0",
        &format!("-artifact_prefix={found}"),
    ]))
    .with_context(|| format!("fuzz target `{target}`"))
}

/// Licences and advisories, where `cargo deny` is installed.
fn licences() -> Result<()> {
    let installed = cargo().args(["deny", "--version"]).output().is_ok_and(|o| o.status.success());
    if !installed {
        eprintln!("skipped: licences and sources (`cargo deny` is not installed)");
        return Ok(());
    }
    succeed(cargo().args(["deny", "--offline", "check", "licenses", "sources", "bans"]))
}

/// Writes the session of README.md again from what the program prints.
///
/// # Errors
/// If the test that owns the session fails.
pub fn write_readme() -> Result<()> {
    let mut command: Command = cargo();
    command.env("ANNALIST_WRITE", "1");
    succeed(command.args(["test", "--package", "annalist-cli", "--test", "cli", "--quiet", "readme"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_architecture_page_has_the_members_of_the_workspace() {
        headings_match_members().unwrap();
    }

    #[test]
    fn crates_stay_apart() {
        forbidden_crates_stay_out().unwrap();
    }

    #[test]
    fn headings_of_members_are_told_from_others() {
        assert_eq!(member_heading("### `crates/annalist-core`"), Some("crates/annalist-core"));
        assert_eq!(member_heading("### `xtask`: checks"), Some("xtask"));
        assert_eq!(member_heading("### Errors"), None);
        assert_eq!(member_heading("## `crates/annalist-core`"), None);
    }
}

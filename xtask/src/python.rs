//! The Python package: built into an environment of its own and tested there, beside the program.

use crate::workspace::{cargo, root, succeed};
use anyhow::Result;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the tests need; without them there is nothing to test.
const NEEDED: [&str; 5] = ["maturin>=1.9,<2", "pytest", "pyarrow", "pandas", "polars"];
/// What the Spark test needs beside Java.
const SPARK: &str = "pyspark>=3.5";

/// Builds the package, and runs its tests where Python and its packages can be had. Of what is left out it says why.
///
/// # Errors
/// If the package cannot be built or a test fails.
pub fn test() -> Result<()> {
    if !runs("python3") {
        eprintln!("skipped: the Python package (python3 is not installed)");
        return Ok(());
    }
    let target = target();
    let env = target.join("python-env");
    let python = env.join("bin/python");
    if !python.exists() && !quietly(Command::new("python3").args(["-m", "venv"]).arg(&env)) {
        eprintln!("skipped: the Python package (`python3 -m venv` cannot make `{}`)", env.display());
        return Ok(());
    }
    if !install(&python, &NEEDED) {
        eprintln!(
            "skipped: the Python package (pip cannot install {}; is there a network?)",
            NEEDED.join(", ")
        );
        return Ok(());
    }
    let spark = runs("java") && install(&python, &[SPARK]);
    if !spark {
        eprintln!("skipped: the Spark test (needs Java 17 and the package `{SPARK}`)");
    }
    succeed(
        Command::new(env.join("bin/maturin"))
            .args(["develop", "--quiet"])
            .current_dir(root())
            .env("VIRTUAL_ENV", &env),
    )?;
    // With the features of the whole workspace, as its tests have built it: alone it would be built anew.
    succeed(cargo().args(["build", "--workspace", "--bin", "annalist", "--quiet"]))?;
    let mut tests = Command::new(&python);
    tests.args(["-m", "pytest", "--quiet", "-p", "no:cacheprovider"]).current_dir(root());
    tests.env("ANNALIST_PROGRAM", target.join("debug/annalist"));
    if !spark {
        tests.args(["--ignore", "crates/annalist-python/tests/test_spark.py"]);
    }
    succeed(&mut tests)
}

/// Where builds go.
fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

fn runs(program: &str) -> bool {
    quietly(Command::new(program).arg("--version"))
}

/// Whether pip can install `packages`, or finds them there; its words go to `pip.log` beside the environment.
fn install(python: &Path, packages: &[&str]) -> bool {
    let mut command = Command::new(python);
    command.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1"]);
    if let Ok(log) = File::create(python.with_file_name("pip.log")) {
        command.stderr(log);
    }
    command.args(packages).status().is_ok_and(|status| status.success())
}

fn quietly(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

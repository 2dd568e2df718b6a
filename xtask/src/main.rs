//! `cargo xtask`: every check, and the evaluation, under the command that people and CI both use.
//!
//! ```text
//! cargo xtask test                                   format, clippy, all tests, the workspace's own rules, the Python package
//! cargo xtask python                                 the Python package and its tests alone
//! cargo xtask evaluate ../shared --date 2026-11-23   accuracy on every development set that is there
//! cargo xtask evaluate --date 2026-11-23             accuracy on the labelled set of this repository alone
//! cargo xtask readme                                 write the sessions of README.md and docs again
//! ```

mod checks;
mod evaluate;
mod labelled;
mod python;
mod results;
mod workspace;

use anyhow::{Result, bail};
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask test
       cargo xtask python
       cargo xtask evaluate [FOLDER] --date YYYY-MM-DD [--machine WORDS] [--only NAME,…] [--program FILE]
       cargo xtask readme";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[String]) -> Result<()> {
    match args.first().map(String::as_str) {
        Some("test") => checks::run(),
        Some("evaluate") => evaluate::run(&args[1..]),
        Some("python") => python::test(),
        Some("readme") => checks::write_readme(),
        Some("help" | "--help" | "-h") => {
            println!("{USAGE}");
            Ok(())
        }
        Some(other) => bail!("unknown task `{other}`\n{USAGE}"),
        None => bail!("no task given\n{USAGE}"),
    }
}

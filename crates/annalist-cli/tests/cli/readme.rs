//! The sessions in the README and in `docs/` are what the program prints.
//!
//! `cargo xtask readme` writes them again.

use crate::common::{annalist, root};
use std::fs;

const BEGIN: &str = "<!-- session: checked by a test, written by `cargo xtask readme` -->";
const END: &str = "<!-- end of session -->";

/// Commands, with how many lines of output are shown at most.
type Session = [(&'static [&'static str], usize)];

/// The session of the README. Commands are shown as typed on a terminal; here, where there is none, they are told to
/// print what people see.
const README: &Session = &[
    (&["code", "examples/mali-2013.txt"], 48),
    (&["code", "--explain", "--only", "ACCUSE", "examples/korean-air-lines-1983.txt"], 24),
    (&["quotes", "--only", "denied", "examples/sharpeville-1960.txt"], 24),
];

/// The session of `docs/attribution.md`.
const ATTRIBUTION: &Session =
    &[(&["quotes", "examples/sharpeville-1960.txt"], 70), (&["code", "examples/sharpeville-1960.txt"], 56)];

#[test]
fn the_sessions_are_true() {
    for (name, session) in [("README.md", README), ("docs/attribution.md", ATTRIBUTION)] {
        check(name, &printed(session));
    }
}

/// Compares the session of a document with what is printed, or writes it.
fn check(name: &str, printed: &str) {
    let path = root().join(name);
    let document = fs::read_to_string(&path).expect("the document is there");
    let (before, rest) = document.split_once(BEGIN).expect("the mark of the session");
    let (shown, after) = rest.split_once(END).expect("the mark of the session's end");
    if std::env::var_os("ANNALIST_WRITE").is_some() {
        fs::write(&path, format!("{before}{BEGIN}{printed}{END}{after}"))
            .expect("the document can be written");
        return;
    }
    assert_eq!(shown, printed, "the session of {name} is out of date: run `cargo xtask readme`");
}

fn printed(session: &Session) -> String {
    let mut out = String::from("\n\n");
    for (args, most) in session {
        let form = if args[0] == "quotes" { "table" } else { "timeline" };
        let output = annalist(args)
            .args(["--format", form])
            .env("COLUMNS", "88")
            .output()
            .expect("the program starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let printed = String::from_utf8(output.stdout).expect("output is UTF-8");
        let lines: Vec<&str> = printed.lines().collect();
        out += &format!("```console\n$ annalist {}\n", args.join(" "));
        out += &lines[..lines.len().min(*most)].join("\n");
        out += if lines.len() > *most { "\n…\n```\n\n" } else { "\n```\n\n" };
    }
    out
}

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

/// The session of `docs/actors.md`.
const ACTORS: &Session = &[
    (&["lexicon", "lookup", "Mahmoud Dicko"], 20),
    (&["lexicon", "check", "examples/mali.actors.tsv"], 20),
    (
        &["lexicon", "lookup", "Imam Dicko", "--date", "2019-12-01", "--actors", "examples/mali.actors.tsv"],
        20,
    ),
    (&["lexicon", "list", "--users", "--actors", "examples/mali.actors.tsv"], 20),
    (&["lexicon", "check", "examples/mali.actors.txt"], 20),
];

#[test]
fn the_sessions_are_true() {
    for (name, session) in
        [("README.md", README), ("docs/attribution.md", ATTRIBUTION), ("docs/actors.md", ACTORS)]
    {
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
        let form: &[&str] = match args[0] {
            "quotes" => &["--format", "table"],
            "code" => &["--format", "timeline"],
            _ => &[],
        };
        let output = annalist(args).args(form).env("COLUMNS", "88").output().expect("the program starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let printed = String::from_utf8(output.stdout).expect("output is UTF-8");
        let lines: Vec<&str> = printed.lines().collect();
        let quoted = |arg: &&str| if arg.contains(' ') { format!("'{arg}'") } else { (*arg).to_owned() };
        let command = args.iter().map(quoted).collect::<Vec<_>>().join(" ");
        out += &format!("```console\n$ annalist {command}\n");
        out += &lines[..lines.len().min(*most)].join("\n");
        out += if lines.len() > *most { "\n…\n```\n\n" } else { "\n```\n\n" };
    }
    out
}

//! The session in the README is what the program prints.
//!
//! `cargo xtask readme` writes it again.

use crate::common::{annalist, root};
use std::fs;

const BEGIN: &str = "<!-- session: checked by a test, written by `cargo xtask readme` -->";
const END: &str = "<!-- end of session -->";

/// The commands of the session, with how many lines of output are shown at most. They are shown as typed on
/// a terminal; here, where there is none, they are told to print the timeline.
const SESSION: [(&[&str], usize); 2] = [
    (&["code", "examples/mali-2013.txt"], 48),
    (&["code", "--explain", "--only", "ACCUSE", "examples/korean-air-lines-1983.txt"], 24),
];

#[test]
fn the_session_is_true() {
    let path = root().join("README.md");
    let readme = fs::read_to_string(&path).expect("the README is there");
    let (before, rest) = readme.split_once(BEGIN).expect("the mark of the session");
    let (shown, after) = rest.split_once(END).expect("the mark of the session's end");
    let session = session();
    if std::env::var_os("ANNALIST_WRITE").is_some() {
        fs::write(&path, format!("{before}{BEGIN}{session}{END}{after}")).expect("the README can be written");
        return;
    }
    assert_eq!(shown, session, "the session is out of date: run `cargo xtask readme`");
}

fn session() -> String {
    let mut out = String::from("\n\n");
    for (args, most) in SESSION {
        let output = annalist(args)
            .args(["--format", "timeline"])
            .env("COLUMNS", "88")
            .output()
            .expect("the program starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let printed = String::from_utf8(output.stdout).expect("output is UTF-8");
        let lines: Vec<&str> = printed.lines().collect();
        out += &format!("```console\n$ annalist {}\n", args.join(" "));
        out += &lines[..lines.len().min(most)].join("\n");
        out += if lines.len() > most { "\n…\n```\n\n" } else { "\n```\n\n" };
    }
    out
}

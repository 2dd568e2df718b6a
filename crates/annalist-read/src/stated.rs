//! The day that a text itself says it was published: `This story is from March 6, 2002`, `Published: 12 May 2019`.
//!
//! Archives put such a line above the body. It counts only if nothing else says when the report was published.

use crate::dates;
use annalist_core::moment::Moment;

/// Lines at the start of a text among which one is sought.
const LINES: usize = 8;

/// A line longer than this in bytes is a paragraph of the body.
const LONGEST: usize = 100;

/// What stands before the date, in lower case.
const LEADS: [&str; 13] = [
    "this story is from",
    "this article is from",
    "this article was published on",
    "this story was published on",
    "this story originally appeared on",
    "first published",
    "originally published",
    "published on",
    "published at",
    "published",
    "posted on",
    "posted",
    "date",
];

/// The publication time that a line above the body states, and that line.
///
/// A day that does not exist, or one that is more than a date (`Published 12 May 2019 in The Hague`), is none.
pub fn published(text: &str) -> Option<(Moment, &str)> {
    let lines = text.lines().map(str::trim).filter(|l| !l.is_empty()).take(LINES);
    lines.take_while(|l| l.len() <= LONGEST).find_map(|line| Some((date_in(line)?, line)))
}

fn date_in(line: &str) -> Option<Moment> {
    let lower = line.to_ascii_lowercase();
    let rest = LEADS.iter().find_map(|lead| {
        let rest = &line[lower.strip_prefix(lead).map(|r| line.len() - r.len())?..];
        rest.starts_with([' ', ':', '\t']).then_some(rest)
    })?;
    dates::parse(rest.trim_start_matches([' ', ':', '\t']).trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(published(text).map(|(m, _)| m.date.to_string()).as_deref(), expected, "in: {text}");
    }

    #[test]
    fn the_line_above_the_body_is_read() {
        check("This story is from March 6, 2002\n\nMinisters met.", Some("2002-03-06"));
        check("TALKS BEGIN\nPublished: 12 May 2019\nMinisters met.", Some("2019-05-12"));
        check("First published 2019-05-12T09:05:00Z\nMinisters met.", Some("2019-05-12"));
    }

    #[test]
    fn other_lines_state_no_day() {
        check("This story is from the war of 1999.\nMinisters met.", None);
        check("Published 31 February 2019\nMinisters met.", None);
        check("Dated 12 May 2019, the letter was read out.", None);
        check(&format!("{}\nPublished: 12 May 2019", "They talked on. ".repeat(20)), None);
        check("Ministers met.\nÜbersicht: 12 May 2019", None);
    }
}

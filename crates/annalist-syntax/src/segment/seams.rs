//! Sentence ends that lost their line break: copy whose lines were run together keeps no mark between a letter's
//! head and its body, or between links in a list.

use super::patterns;
use super::sentences::View;

/// The length from which a drawn line parts what stands before and after it.
const RULE: usize = 12;

impl View<'_> {
    /// One past token `i` if a line of its own visibly ended there and the next token opens another.
    pub(super) fn line_end(&self, i: usize, start: usize) -> Option<usize> {
        if i + 1 >= self.end || self.adjacent(i + 1) {
            return None;
        }
        let seam = self.ends_stamp(i, start)
            || i + 1 - start >= 2 && self.opens_stamp(i + 1)
            || self.is_rule(i)
            || self.is_rule(i + 1)
            || self.is_link(i) && self.follows_link(i + 1)
            || self.form(i) == ">>" && self.follows_link(i + 1)
            || self.form(i + 1) == "-" && patterns::is_file(self.form(i))
            || self.opens_field(i + 1)
            || self.closes_letter(start, i);
        seam.then_some(i + 1)
    }

    /// Whether the date and hour in the head of a letter start at token `i`, after a name: `Bob Lee 07/30/2001
    /// 05:17 PM`. After a preposition they are part of a sentence.
    fn opens_stamp(&self, i: usize) -> bool {
        let before = self.form(i - 1);
        let named = before.len() > 2 && before.starts_with(char::is_alphabetic);
        named && self.stamp(i).is_some() && !["from", "dated"].iter().any(|w| before.eq_ignore_ascii_case(w))
    }

    /// Whether such a date and hour end with token `i`.
    fn ends_stamp(&self, i: usize, start: usize) -> bool {
        let stamp = |n: usize| i >= start + n && self.stamp(i - n) == Some(i);
        stamp(1) || stamp(2)
    }

    /// The last token of the date and hour that start at token `i`.
    fn stamp(&self, i: usize) -> Option<usize> {
        let dated =
            i + 1 < self.end && is_numeric(self.form(i), '/', 3) && is_numeric(self.form(i + 1), ':', 2);
        let half = i + 2 < self.end && matches!(self.form(i + 2), "AM" | "PM");
        dated.then_some(i + 1 + usize::from(half))
    }

    /// Whether token `i` names a field in the head of a letter: `Subject: talks`.
    fn opens_field(&self, i: usize) -> bool {
        const FIELDS: [&str; 8] = ["Subject", "Date", "From", "To", "Cc", "Groups", "Sent", "CC"];
        let field = i + 2 < self.end && self.form(i + 1) == ":" && FIELDS.contains(&self.form(i));
        field && self.adjacent(i + 1) && !matches!(self.form(i - 1), ":" | "(" | "," | "-" | "\"" | "“")
    }

    /// Whether the tokens from `start` to `i` are the words that close a letter before its writer's name:
    /// `Best regards, Ann`; not those of a speaker, `Thanks, Ann, very much`.
    fn closes_letter(&self, start: usize, i: usize) -> bool {
        const CLOSES: [&str; 5] = ["thanks", "regards", "sincerely", "best", "cheers"];
        if self.form(i) != "," || !(1..=3).contains(&(i - start)) {
            return false;
        }
        let closes = CLOSES.iter().any(|c| self.form(i - 1).eq_ignore_ascii_case(c));
        let spoken = i + 2 < self.end && self.form(i + 2) == ",";
        closes && !spoken && self.form(i + 1).starts_with(char::is_uppercase)
    }

    /// Whether token `i` is a line drawn across the page.
    fn is_rule(&self, i: usize) -> bool {
        let form = self.form(i);
        form.len() >= RULE && patterns::is_drawing(form)
    }

    fn is_link(&self, i: usize) -> bool {
        self.form(i).get(..4).is_some_and(|s| s.eq_ignore_ascii_case("http"))
    }

    /// Whether token `i` does not go on with a sentence that has just come to a link.
    fn follows_link(&self, i: usize) -> bool {
        self.is_link(i) || matches!(self.form(i), "-" | "<<") || self.form(i).starts_with(char::is_uppercase)
    }
}

/// Whether `form` is at least `groups` groups of digits with `mark` between.
fn is_numeric(form: &str, mark: char, groups: usize) -> bool {
    let digits = |p: &str| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit());
    form.split(mark).all(digits) && form.split(mark).count() >= groups
}

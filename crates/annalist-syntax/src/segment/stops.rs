//! Full stops that belong to the word before them.

use super::abbreviations::{self, Class};
use super::words::Scanner;
use super::{Case, is_space};

impl Scanner<'_> {
    /// Takes the stop after an abbreviation into it.
    pub(super) fn with_stop(&self, start: usize, end: usize) -> usize {
        let rest = &self.text[end..self.end];
        let word = &self.text[start..end];
        if rest.starts_with('!') && word == "Yahoo" {
            return end + 1;
        }
        let follows = rest.chars().nth(1);
        let stop = rest.starts_with('.') && !matches!(follows, Some('.' | '…'));
        if stop && self.keeps_stop(word, end + 1) { end + 1 } else { end }
    }

    /// Whether the full stop before byte `after` belongs to `word`.
    fn keeps_stop(&self, word: &str, after: usize) -> bool {
        let next = self.next_letter(after);
        if abbreviations::is_acronym(word) || self.is_spaced_hour(word, after) {
            return true;
        }
        let mut letters = word.chars();
        if let (Some(letter), None) = (letters.next(), letters.next()) {
            if letter.is_uppercase() {
                return self.is_initial(word, next, after) || self.is_compass(word);
            }
            if self.is_lower_initial(letter, next) || self.is_vital(letter, next) {
                return true;
            }
        }
        if self.tokens.len() == self.first && is_item_number(word) {
            return after == self.end && next.is_some_and(char::is_alphabetic);
        }
        match abbreviations::class(word, self.case) {
            Some(Class::Number) => next.is_some_and(|c| c.is_ascii_digit()),
            Some(Class::Month) => self.is_month(word, next),
            Some(Class::Title) => self.is_title(word, next, after),
            Some(_) if word.eq_ignore_ascii_case("etc") => next.is_some_and(|c| !c.is_uppercase()),
            Some(_) => true,
            None => false,
        }
    }

    /// The token before the word that is being scanned, in this block.
    fn last_form(&self) -> Option<&str> {
        self.tokens[self.first..].last().map(|t| t.span.of(self.text))
    }

    /// Whether the capital `word` before a stop is an initial: not `Plan B.` at an end, not the pronoun `I`.
    fn is_initial(&self, word: &str, next: Option<char>, after: usize) -> bool {
        let named = self.last_form().is_some_and(|f| f.starts_with(char::is_uppercase));
        if after < self.end && self.text[after..].starts_with(',') {
            return named;
        }
        if next.is_some() && self.last_form().is_some_and(is_short_abbreviation) {
            return true;
        }
        next.is_some_and(|c| !c.is_lowercase()) && (word != "I" || named && self.case == Case::Mixed)
    }

    /// Whether `word` is a point of the compass after a house number: `1502 N. state Route 89`.
    fn is_compass(&self, word: &str) -> bool {
        matches!(word, "N" | "E" | "S" | "W") && self.last_form().is_some_and(is_number)
    }

    /// Whether `letter`, in a text without capitals, is the initial of a name that opens a sentence. Inside
    /// one it rather ends it: `vitamin c.`
    fn is_lower_initial(&self, letter: char, next: Option<char>) -> bool {
        let opens = self.last_form().is_none_or(|f| f.ends_with(['.', '!', '?', ':', '"', '“']));
        self.case == Case::Lower && letter.is_alphabetic() && opens && next.is_some_and(char::is_alphabetic)
    }

    /// Whether `letter` stands for born, died, married or about before a date: `(b. 1949; d. March 1990)`.
    fn is_vital(&self, letter: char, next: Option<char>) -> bool {
        let opens = self.last_form().is_some_and(|f| matches!(f, "(" | "[" | ";"));
        let date = next.is_some_and(|c| c.is_ascii_digit() || c.is_uppercase());
        matches!(letter, 'b' | 'd' | 'm' | 'c' | 'r') && opens && date
    }

    /// Whether `word` is half of an hour printed with a space inside, `11 a. m.`; `after` follows its stop.
    fn is_spaced_hour(&self, word: &str, after: usize) -> bool {
        let half = |w: &str| w.eq_ignore_ascii_case("a") || w.eq_ignore_ascii_case("p");
        let hour = |w: &str| w.strip_suffix('.').is_some_and(half);
        let rest = self.text[after..self.block].strip_prefix(' ').unwrap_or("");
        let numbered = self.last_form().is_some_and(|f| f.starts_with(|c: char| c.is_ascii_digit()));
        half(word) && numbered && (rest.starts_with("m.") || rest.starts_with("M."))
            || word.eq_ignore_ascii_case("m") && self.last_form().is_some_and(hour)
    }

    /// Whether the title `word` goes on into a name: into a capital, a particle (`Mr. de la Torre`, `Mr. and
    /// Mrs.`), or anything in a text without capitals; or is a street's `St.`
    fn is_title(&self, word: &str, next: Option<char>, after: usize) -> bool {
        let name = next.is_some_and(|c| !c.is_lowercase() || self.case == Case::Lower);
        name || word == "St" && self.last_form().is_some_and(abbreviations::names_street)
            || self.particle_follows(after)
    }

    fn particle_follows(&self, after: usize) -> bool {
        const PARTICLES: [&str; 17] = [
            "de", "du", "da", "dos", "di", "la", "le", "van", "von", "der", "den", "al", "el", "bin", "ibn",
            "ould", "and",
        ];
        let rest = self.text[after..self.block].trim_start_matches(is_space);
        PARTICLES.iter().any(|p| rest.strip_prefix(p).is_some_and(|r| r.starts_with([' ', '-', '\'', '’'])))
    }

    /// Weekdays and months that are also words (`Sat`, `Sun`, `Mar`) need a number or a comma after them.
    fn is_month(&self, word: &str, next: Option<char>) -> bool {
        let ambiguous = ["sat", "sun", "mar", "wed"].iter().any(|w| word.eq_ignore_ascii_case(w));
        !ambiguous || next.is_some_and(|c| c.is_ascii_digit() || c == ',' || c.is_uppercase())
    }

    /// The first character after byte `at` that is neither a space nor a quotation mark, in this block.
    fn next_letter(&self, at: usize) -> Option<char> {
        let near = self.text[at..self.block].chars().take(8);
        near.into_iter()
            .find(|c| !is_space(*c) && !matches!(c, '"' | '“' | '”' | '\'' | '(' | '‘' | '’' | ')'))
    }
}

/// Whether `word` can number an item or a section: `12`, `2.1`.
fn is_item_number(word: &str) -> bool {
    let dotted = word.split('.').all(|p| (1..=2).contains(&p.len()) && is_number(p));
    dotted && word.split('.').count() <= 3
}

/// Whether `form` is an initial or the like, `O.` or `Ph.`, after which a further one stands even before a verb.
fn is_short_abbreviation(form: &str) -> bool {
    form.len() <= 3 && form.ends_with('.') && form.starts_with(|c: char| c.is_ascii_uppercase())
}

fn is_number(form: &str) -> bool {
    form.bytes().all(|b| b.is_ascii_digit())
}

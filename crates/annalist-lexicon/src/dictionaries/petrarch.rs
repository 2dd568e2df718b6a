//! Actor and agent dictionaries as TABARI and PETRARCH have them.
//!
//! ```text
//! # a comment; what follows `#` or `;` in any line is one too
//! ANGELA_MERKEL_                    a name; one with a `+` before it, or right after another, shares its codes
//! +CHANCELLOR_MERKEL_
//!     [DEUGOV 20051122-20211207]    from the one day to the other, both included
//!     [DEUELI >20211208]            from this day on; `<` is before it; a code without dates holds otherwise
//! MAYOR {MAYORS} [~GOV]             an agent: a role noun with its plural; `{}`: there is none; nothing: add an s
//! !PERSON! = MAN, WOMAN             a set
//! FISHER!PERSON! [~AGR]             fisherman, fisherwoman
//! ```

use super::codes::Coded;
use super::{Line, Reader};
use crate::period::Period;
use jiff::civil::Date;
use std::borrow::Cow;

/// The most phrases that sets expand one agent to.
const EXPANSIONS: usize = 64;

/// A party with its names and codes, or an agent.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) names: Vec<(&'static str, usize)>,
    pub(super) codes: Vec<DatedCode>,
    /// Whether a code was found, even one that cannot be used.
    coded: bool,
}

/// What a party is in a period; none where it is expressly nobody (`---`).
#[derive(Clone, Debug)]
pub(crate) struct DatedCode {
    pub(crate) period: Period,
    pub(crate) coded: Option<&'static Coded>,
    pub(crate) agent: bool,
    pub(crate) line: usize,
}

/// Reads `lines` and hands on blocks to `reader`.
pub(super) fn read(reader: &mut Reader, lines: impl Iterator<Item = Line>) {
    let mut sets: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
    let mut block = Block::default();
    for Line { number, text } in lines {
        let text = text.split(['#', ';']).next().unwrap_or("");
        let (phrase, rest) = text.split_at(text.find('[').unwrap_or(text.len()));
        let phrase = phrase.trim();
        if phrase.is_empty() && rest.is_empty() {
            continue;
        }
        if let Some((name, members)) = set(phrase) {
            sets.push((name, members));
            continue;
        }
        let (phrase, synonym) = match phrase.strip_prefix('+') {
            Some(synonym) => (synonym.trim(), true),
            None => (phrase, false),
        };
        if !phrase.is_empty() {
            if !synonym && block.coded {
                finish(reader, &sets, std::mem::take(&mut block));
            }
            // A note may follow the name after a tab.
            let phrase = phrase.split('\t').next().unwrap_or(phrase).trim();
            match balanced(phrase) {
                true => block.names.push((phrase, number)),
                false => {
                    reader.problem(
                        number,
                        format!("expected a name, found `{phrase}`, in which brackets do not match"),
                    );
                    block.coded |= synonym;
                }
            }
        }
        if !rest.is_empty() {
            block.coded = true;
            if block.names.is_empty() && phrase.is_empty() {
                reader.problem(number, "expected a name before this code".to_owned());
            }
            add_codes(reader, number, rest, &mut block);
        }
    }
    finish(reader, &sets, block);
}

fn balanced(phrase: &str) -> bool {
    let count = |c| phrase.matches(c).count();
    !phrase.contains(']') && count('{') == count('}') && count('{') < 2
}

/// `!PERSON! = MAN, WOMAN`
fn set(phrase: &'static str) -> Option<(&'static str, Vec<&'static str>)> {
    let (name, members) = phrase.split_once('=')?;
    let name = name.trim();
    let inner = name.strip_prefix('!')?.strip_suffix('!')?;
    let members = members.split(',').map(str::trim).filter(|m| !m.is_empty()).collect();
    (!inner.is_empty() && !inner.contains('!')).then_some((name, members))
}

/// The codes of a line, each in brackets; what stands between and after them is a note.
fn add_codes(reader: &mut Reader, number: usize, rest: &'static str, block: &mut Block) {
    for part in rest.split('[').skip(1) {
        let code = part.split_once(']').map(|(code, _)| code.trim());
        let read = match code {
            None => Err(format!("expected a closing `]` after `[{}`", part.trim())),
            Some(code) => dated(reader, number, code),
        };
        match read {
            Ok(code) => block.codes.push(code),
            Err(why) => reader.problem(number, why),
        }
    }
}

fn dated(reader: &mut Reader, line: usize, text: &'static str) -> Result<DatedCode, String> {
    let end = text.find([' ', '\t', '<', '>']).unwrap_or(text.len());
    let (code, when) = text.split_at(end);
    let agent = code.starts_with('~') || code.ends_with('~') && code.len() > 1;
    let plain = code.trim_matches('~');
    let coded = match plain {
        "---" => None,
        _ => Some(reader.coded(plain)?),
    };
    Ok(DatedCode { period: period(when.trim())?, coded, agent, line })
}

/// `<840101`, `>19840101`, `840101-861231` or nothing.
fn period(text: &str) -> Result<Period, String> {
    let wrong =
        || format!("expected `<` or `>` with a date or two dates as in 970101-061231, found `{text}`");
    let day = |t: &str| day(t.trim()).ok_or_else(wrong);
    if text.is_empty() {
        return Ok(Period::default());
    }
    if let Some(before) = text.strip_prefix('<') {
        return Ok(Period { from: None, until: Some(day(before)?) });
    }
    if let Some(after) = text.strip_prefix('>') {
        return Ok(Period { from: Some(day(after)?), until: None });
    }
    let (from, to) = text.split_once('-').ok_or_else(wrong)?;
    let (from, to) = (day(from)?, day(to)?);
    if to < from {
        return Err(format!("expected the earlier date first, found `{text}`"));
    }
    Ok(Period { from: Some(from), until: to.tomorrow().ok() })
}

/// A date of six digits, `31` to `99` in the last century, or of eight.
fn day(text: &str) -> Option<Date> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i16>().ok();
    let (year, rest) = match text.len() {
        6 => (number(0..2).map(|y| if y > 30 { 1900 + y } else { 2000 + y })?, 2),
        8 => (number(0..4)?, 4),
        _ => return None,
    };
    Date::new(year, number(rest..rest + 2)? as i8, number(rest + 2..rest + 4)? as i8).ok()
}

fn finish(reader: &mut Reader, sets: &[(&'static str, Vec<&'static str>)], block: Block) {
    let Some(&(name, line)) = block.names.first() else { return };
    if block.codes.is_empty() {
        if !block.coded {
            reader.problem(line, format!("expected a code such as [USAGOV] for `{name}`"));
        }
        return;
    }
    if !block.codes.iter().any(|c| c.agent) {
        reader.party(block);
        return;
    }
    let codes = block.codes;
    for (phrase, line) in block.names {
        match agent(phrase, sets) {
            Ok(forms) => forms.iter().for_each(|(one, many)| reader.agent(one, many, &codes[0], line)),
            Err(why) => reader.problem(line, why),
        }
    }
}

/// The singular and plural of an agent, as many as its sets expand to; no plural is an empty one.
fn agent(phrase: &str, sets: &[(&str, Vec<&str>)]) -> Result<Vec<(String, String)>, String> {
    let (phrase, plural) = match phrase.split_once('{') {
        Some((phrase, rest)) => (phrase.trim(), Some(rest.trim_end_matches('}').trim())),
        None => (phrase, None),
    };
    let mut forms = vec![Cow::Borrowed(phrase)];
    for (set, members) in sets {
        if forms.iter().any(|f| f.contains(set)) && forms.len() * members.len() <= EXPANSIONS {
            forms =
                forms.iter().flat_map(|f| members.iter().map(|m| Cow::Owned(f.replace(set, m)))).collect();
        }
    }
    if let Some(left) = forms.iter().find(|f| f.matches('!').count() > 1) {
        return Err(format!("expected only sets that an earlier line defines, found `{left}`"));
    }
    let regular = |one: &str| if one.ends_with(['s', 'S']) { String::new() } else { plural_of(one) };
    let pair = |one: Cow<str>| {
        let many = plural.map_or_else(|| regular(&one), str::to_owned);
        (one.into_owned().to_lowercase(), many.to_lowercase())
    };
    Ok(forms.into_iter().map(pair).collect())
}

/// The regular plural of an English noun.
pub(super) fn plural_of(one: &str) -> String {
    let one = one.trim_end_matches('_').to_lowercase();
    let vowel_before = |stem: &str| stem.ends_with(['a', 'e', 'i', 'o', 'u']);
    match one.strip_suffix('y') {
        Some(stem) if !vowel_before(stem) => format!("{stem}ies"),
        _ if ["ch", "sh", "x", "z"].iter().any(|e| one.ends_with(e)) => format!("{one}es"),
        _ if one.ends_with("man") && one.len() > 3 => format!("{}men", &one[..one.len() - 3]),
        _ => format!("{one}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn periods_include_both_their_ends() {
        let both = period("970101-061231").unwrap();
        assert_eq!((both.from, both.until), (Some(date(1997, 1, 1)), Some(date(2007, 1, 1))));
        assert_eq!(period("> 19270101").unwrap().from, Some(date(1927, 1, 1)));
        assert_eq!(period("<900823").unwrap().until, Some(date(1990, 8, 23)));
        for wrong in ["20121204", "9008223-911221", "990230-991231", "061231-970101", "now"] {
            assert!(period(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn agents_expand_by_sets_and_take_plurals() {
        let sets = [("!PERSON!", vec!["MAN", "WOMEN"])];
        let check = |phrase: &str, expected: &[(&str, &str)]| {
            let found = agent(phrase, &sets).unwrap();
            let found: Vec<(&str, &str)> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            assert_eq!(found, expected, "{phrase}");
        };
        check("FISHER!PERSON!", &[("fisherman", "fishermen"), ("fisherwomen", "fisherwomens")]);
        check("DEPUTY", &[("deputy", "deputies")]);
        check(
            "CHAMBER_OF_COMMERCE {CHAMBERS_OF_COMMERCE}",
            &[("chamber_of_commerce", "chambers_of_commerce")],
        );
        check("RIOT_POLICE {}", &[("riot_police", "")]);
        assert!(agent("!MINIST! OF_WAR", &sets).is_err());
    }
}

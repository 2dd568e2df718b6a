//! Tokens with punctuation inside: links, addresses, telephone numbers, emoticons.

/// The longest e-mail address looked for, and how far a link's stop is looked for, in bytes.
const LONGEST_ADDRESS: usize = 120;

/// The length of the link, e-mail address, domain path or file name at the start of `rest`, a text without
/// spaces.
pub(super) fn link(rest: &str) -> Option<usize> {
    let first = rest.bytes().next()?;
    if matches!(first, b'h' | b'H' | b'f' | b'F' | b'w' | b'W' | b'm' | b'M')
        && let Some(length) = url(rest)
    {
        return Some(length);
    }
    if !first.is_ascii_alphanumeric() {
        return None;
    }
    let near = &rest.as_bytes()[..rest.len().min(LONGEST_ADDRESS)];
    if !near.contains(&b'.') {
        return None;
    }
    address(rest).or_else(|| domain(rest)).or_else(|| file(rest))
}

fn url(rest: &str) -> Option<usize> {
    const OPENINGS: [&str; 5] = ["http://", "https://", "ftp://", "www.", "mailto:"];
    let opens = |o: &&&str| rest.get(..o.len()).is_some_and(|r| r.eq_ignore_ascii_case(o));
    let opening = OPENINGS.iter().find(opens)?;
    if !rest[opening.len()..].starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let length = path(rest);
    (length > opening.len()).then_some(length)
}

/// The length of a link at the start of `rest`, without the punctuation that only follows it.
fn path(rest: &str) -> usize {
    let end = rest.find(['<', '>', '"', '“', '”', '|', '»']).unwrap_or(rest.len());
    let whole = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '*', ']']);
    let whole = if whole.contains('(') { whole } else { whole.trim_end_matches([')', '.', ',']) };
    whole.len()
}

/// The longest domain or file name looked for, in bytes.
const LONGEST_NAME: usize = 80;

/// A domain printed without `www`, if it has hyphens or a path after it: `gu.com/letters`.
fn domain(rest: &str) -> Option<usize> {
    const ENDS: [&str; 12] = ["com", "org", "net", "gov", "edu", "uk", "eu", "de", "fr", "io", "info", "int"];
    let host = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-');
    let length = rest.bytes().take(LONGEST_NAME).take_while(host).count();
    let name = &rest[..length];
    let (labels, end) = name.rsplit_once('.')?;
    if labels.is_empty() || labels.ends_with(['.', '-']) || !ENDS.iter().any(|e| end.eq_ignore_ascii_case(e))
    {
        return None;
    }
    let after = &rest.as_bytes()[length..];
    let has_path = after.first() == Some(&b'/') && after.get(1).is_some_and(u8::is_ascii_alphanumeric);
    if has_path { Some(path(rest)) } else { labels.contains('-').then_some(length) }
}

/// Endings of the names of files that people send and cite.
const FILES: [&str; 15] = [
    "doc", "docx", "pdf", "xls", "xlsx", "ppt", "txt", "htm", "html", "jpg", "jpeg", "gif", "png", "zip",
    "mp3",
];

/// A file's name with its ending: `draft-2.doc`.
fn file(rest: &str) -> Option<usize> {
    let inside = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'#' | b'&' | b'%');
    let length = rest.bytes().take(LONGEST_NAME).take_while(inside).count();
    let name = rest[..length].trim_end_matches('.');
    let (stem, end) = name.rsplit_once('.')?;
    (!stem.is_empty() && FILES.iter().any(|f| end.eq_ignore_ascii_case(f))).then_some(name.len())
}

/// Whether `form` is a file's name.
pub(super) fn is_file(form: &str) -> bool {
    file(form) == Some(form.len())
}

/// The length of a file's ending that stands alone at the start of `rest`: `.doc`.
pub(super) fn file_ending(rest: &str) -> Option<usize> {
    let name = rest.strip_prefix('.')?;
    let length = name.bytes().take(5).take_while(u8::is_ascii_alphanumeric).count();
    FILES.iter().any(|f| name[..length].eq_ignore_ascii_case(f)).then_some(length + 1)
}

/// The length of the hashtag or name of an account at the start of `rest`: `#Brexit`, `@POTUS`.
pub(super) fn tag(rest: &str) -> Option<usize> {
    let name = rest.strip_prefix(['#', '@'])?;
    let length = name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len());
    name.starts_with(char::is_alphabetic).then_some(length + 1)
}

/// Whether `chunk`, all that stands between two spaces, is a drawn line or arrow: `---->==<----`, `|-----+`.
pub(super) fn is_drawing(chunk: &str) -> bool {
    let stroke = |b: u8| b"-=+*~#<>|^_{}".contains(&b);
    chunk.len() >= 5 && chunk.bytes().all(stroke)
}

fn address(rest: &str) -> Option<usize> {
    let bytes = &rest.as_bytes()[..rest.len().min(LONGEST_ADDRESS)];
    let local = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'%' | b'+' | b'-');
    let at = bytes.iter().position(|b| !local(b))?;
    if at == 0 || bytes[at] != b'@' {
        return None;
    }
    let host =
        bytes[at + 1..].iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
    let mut end = at + 1 + host.count();
    while end > at + 1 && !bytes[end - 1].is_ascii_alphanumeric() {
        end -= 1;
    }
    (end > at + 2).then_some(end)
}

/// The length of the telephone number or numeric date with hyphens at the start of `rest`: two groups of
/// three and four digits, or three groups and more.
pub(super) fn hyphened_number(rest: &str) -> Option<usize> {
    let bytes = &rest.as_bytes()[..rest.len().min(40)];
    let mut groups = Vec::new();
    let (mut start, mut i) = (0, 0);
    loop {
        while i < bytes.len() && bytes[i].is_ascii_digit() {
            i += 1;
        }
        if i == start {
            return None;
        }
        groups.push(i - start);
        if bytes.get(i) != Some(&b'-') || !bytes.get(i + 1).is_some_and(u8::is_ascii_digit) {
            break;
        }
        i += 1;
        start = i;
    }
    let ends = !rest[i..].starts_with(|c: char| c.is_alphanumeric());
    let shape = groups.len() >= 3 || matches!(groups[..], [3, 4]);
    (ends && shape && groups.iter().all(|g| *g <= 5)).then_some(i)
}

/// The length of the emoticon that `rest`, the remainder of a word, consists of but for final punctuation.
pub(super) fn emoticon(rest: &str) -> Option<usize> {
    const EYES: &[u8] = b":;=8xX";
    const MOUTHS: &[u8] = b")(DPp]|*3";
    const FACES: [&str; 6] = ["(:", "(;", "^_^", "^^", "-_-", "<3"];
    let bytes = rest.as_bytes();
    if rest.len() > 6 {
        return None;
    }
    let whole = rest.trim_end_matches(['.', ',', '!']);
    if FACES.contains(&whole) {
        return Some(whole.len());
    }
    if !bytes.first().is_some_and(|b| EYES[..3].contains(b)) {
        return None;
    }
    let nose = usize::from(matches!(bytes.get(1), Some(b'-' | b'\'' | b'o')));
    let mouths = bytes[1 + nose..].iter().take_while(|b| MOUTHS.contains(b)).count();
    let end = 1 + nose + mouths;
    let ends = bytes[end..].iter().all(|b| matches!(b, b'.' | b',' | b'!'));
    (mouths > 0 && ends).then_some(end)
}

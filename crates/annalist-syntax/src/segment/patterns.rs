//! Tokens with punctuation inside: links, addresses, telephone numbers, emoticons.

/// The longest e-mail address looked for, in bytes.
const LONGEST_ADDRESS: usize = 120;

/// The length of the link, e-mail address or domain path at the start of `rest`, a text without spaces.
pub(super) fn link(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    match bytes.first()? {
        b'h' | b'H' | b'f' | b'F' | b'w' | b'W' | b'm' | b'M' => url(rest).or_else(|| address(rest)),
        b if b.is_ascii_alphanumeric() => address(rest),
        _ => None,
    }
}

fn url(rest: &str) -> Option<usize> {
    const OPENINGS: [&str; 5] = ["http://", "https://", "ftp://", "www.", "mailto:"];
    let opens = |o: &&&str| rest.get(..o.len()).is_some_and(|r| r.eq_ignore_ascii_case(o));
    let opening = OPENINGS.iter().find(opens)?;
    if !rest[opening.len()..].starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let end = rest.find(['<', '>', '"', '“', '”', '|', '»']).unwrap_or(rest.len());
    let whole = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '*', ']']);
    let whole = if whole.contains('(') { whole } else { whole.trim_end_matches([')', '.', ',']) };
    (whole.len() > opening.len()).then_some(whole.len())
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
    let bytes = rest.as_bytes();
    if rest.len() > 6 || !bytes.first().is_some_and(|b| EYES[..3].contains(b)) {
        return None;
    }
    let nose = usize::from(matches!(bytes.get(1), Some(b'-' | b'\'' | b'o')));
    let mouths = bytes[1 + nose..].iter().take_while(|b| MOUTHS.contains(b)).count();
    let end = 1 + nose + mouths;
    let ends = bytes[end..].iter().all(|b| matches!(b, b'.' | b',' | b'!'));
    (mouths > 0 && ends).then_some(end)
}

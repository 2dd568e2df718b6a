//! Looks at markup before it is parsed: what would blow up a parser is refused, what only weighs is dropped.

use crate::error::Reason;
use crate::limits::{ATTRIBUTE_BYTES, MARKUP_DEPTH, MARKUP_ELEMENTS, TAG_ATTRIBUTES};
use dom_query::Document;
use std::borrow::Cow;

/// Elements that have no content or whose end tag is often left out; they do not nest however many there are.
const FLAT: [&str; 34] = [
    "area", "base", "br", "body", "col", "dd", "dt", "embed", "head", "hr", "html", "img", "input", "li",
    "link", "meta", "optgroup", "option", "p", "param", "path", "source", "tbody", "td", "tfoot", "th",
    "thead", "tr", "track", "wbr", "circle", "rect", "use", "colgroup",
];

/// Refuses a page with too many elements or with nesting that no page needs, by a count of its tags.
///
/// # Errors
/// [`Reason::Markup`] with the limit exceeded.
pub(super) fn check_markup(page: &str) -> Result<(), Reason> {
    let (mut elements, mut depth) = (0usize, 0usize);
    let bytes = page.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|b| *b == b'<') {
        at += found + 1;
        let closing = bytes.get(at) == Some(&b'/');
        let name = tag_name(&page[at + usize::from(closing)..]);
        if name.is_empty() {
            continue;
        }
        elements += usize::from(!closing);
        if has_too_many_attributes(&bytes[at..]) {
            return Err(Reason::Markup { what: "overloaded with attributes", limit: TAG_ATTRIBUTES });
        }
        match (closing, FLAT.iter().any(|f| f.eq_ignore_ascii_case(name))) {
            (_, true) => {}
            (true, _) => depth = depth.saturating_sub(1),
            (false, _) => depth += 1,
        }
        if elements > MARKUP_ELEMENTS {
            return Err(Reason::Markup { what: "too large", limit: MARKUP_ELEMENTS });
        }
        // Scripts hold tags in strings, so the count is generous here and exact in `check_depth`.
        if depth > MARKUP_DEPTH * 10 {
            return Err(Reason::Markup { what: "nested too deeply", limit: MARKUP_DEPTH });
        }
    }
    Ok(())
}

/// Whether more words stand in a tag than a parser that compares each attribute with all others can bear.
fn has_too_many_attributes(tag: &[u8]) -> bool {
    let (mut words, mut before, mut quote) = (0, b' ', None);
    for &byte in tag {
        match quote {
            Some(open) => quote = (byte != open).then_some(open),
            None if byte == b'>' => return false,
            None if matches!(byte, b'"' | b'\'') && before == b'=' => quote = Some(byte),
            None => words += usize::from(before.is_ascii_whitespace() && !byte.is_ascii_whitespace()),
        }
        if words > TAG_ATTRIBUTES {
            return true;
        }
        before = byte;
    }
    false
}

fn tag_name(rest: &str) -> &str {
    let end = rest.bytes().take(24).position(|b| !b.is_ascii_alphanumeric() && b != b'-');
    let name = &rest[..end.unwrap_or(0)];
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) { name } else { "" }
}

/// Refuses a tree that is nested deeper than the limit.
///
/// # Errors
/// [`Reason::Markup`].
pub(super) fn check_depth(document: &Document) -> Result<(), Reason> {
    let mut level = vec![document.root()];
    for _ in 0..=MARKUP_DEPTH {
        level = level.iter().flat_map(|node| node.children()).filter(|n| n.is_element()).collect();
        if level.is_empty() {
            return Ok(());
        }
    }
    Err(Reason::Markup { what: "nested too deeply", limit: MARKUP_DEPTH })
}

/// The page without data in `data:` addresses: pictures there can be larger than everything else.
pub(super) fn without_data(page: &str) -> Cow<'_, str> {
    if page.len() < ATTRIBUTE_BYTES || !page.contains("data:") {
        return Cow::Borrowed(page);
    }
    let mut kept = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(at) = rest.find("data:") {
        let run = rest[at + 5..]
            .bytes()
            .take_while(|b| b.is_ascii_alphanumeric() || b"+/=%;,-_.:".contains(b))
            .count();
        let end = at + 5 + run;
        kept.push_str(if run > ATTRIBUTE_BYTES { &rest[..at] } else { &rest[..end] });
        rest = &rest[end..];
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

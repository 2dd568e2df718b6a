//! XML documents as small trees, an element at a time. Entities other than XML's own five and HTML's named characters
//! are not expanded, so that none can grow; depth and number of elements are limited.

use crate::error::Reason;
use crate::limits::{MARKUP_DEPTH, MARKUP_ELEMENTS};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::borrow::Cow;

/// An element with its attributes and what stands in it; names are without their namespace's prefix.
#[derive(Clone, Debug, Default)]
pub(crate) struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

/// What stands in an element.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    Text(String),
    Element(Element),
}

impl Element {
    /// The child elements.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The child elements of this name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |e| e.name == name)
    }

    /// The first element at the end of `path`, such as `head/docdata/date.issue`.
    pub(crate) fn at(&self, path: &str) -> Option<&Element> {
        path.split('/').try_fold(self, |element, name| element.elements().find(|e| e.name == name))
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, value)| value.trim())
            .filter(|v| !v.is_empty())
    }

    /// The text in it and below it, as it stands.
    pub(crate) fn raw_text(&self) -> String {
        let mut text = String::new();
        self.collect(&mut text);
        text
    }

    fn collect(&self, text: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(part) => text.push_str(part),
                Node::Element(element) => element.collect(text),
            }
        }
    }

    /// The text in it and below it, white space made single; None where there is none.
    pub(crate) fn text(&self) -> Option<String> {
        let text = self.raw_text().split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then_some(text)
    }

    /// The text of the first element at `path`.
    pub(crate) fn text_at(&self, path: &str) -> Option<String> {
        self.at(path)?.text()
    }

    /// The first element of this name at any depth, this one included.
    pub(crate) fn find(&self, name: &str) -> Option<&Element> {
        if self.name == name { Some(self) } else { self.elements().find_map(|e| e.find(name)) }
    }

    /// The paragraphs below it: the texts of `p` and of headings, or its own text where there are none.
    pub(crate) fn paragraphs(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.collect_paragraphs(&mut found);
        if found.is_empty() {
            let raw = self.raw_text();
            found = raw.split("\n\n").map(|p| p.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
            found.retain(|p| !p.is_empty());
        }
        found
    }

    fn collect_paragraphs(&self, found: &mut Vec<String>) {
        const NEVER_TEXT: [&str; 8] =
            ["script", "style", "media", "figure", "figcaption", "caption", "media-caption", "aside"];
        match self.name.as_str() {
            "p" | "hl2" | "h1" | "h2" | "h3" | "h4" | "li" | "blockquote"
                if self.find_below("p").is_none() =>
            {
                found.extend(self.text())
            }
            name if NEVER_TEXT.contains(&name) => {}
            _ => self.elements().for_each(|e| e.collect_paragraphs(found)),
        }
    }

    fn find_below(&self, name: &str) -> Option<&Element> {
        self.elements().find_map(|e| e.find(name))
    }
}

/// The name of a document's first element without its prefix; None where `text` starts with no markup.
pub(crate) fn root_name(text: &str) -> Option<&str> {
    let mut rest = text.trim_start_matches('\u{FEFF}').trim_start();
    while rest.starts_with("<?") || rest.starts_with("<!") {
        let end = if rest.starts_with("<!--") { "-->" } else { ">" };
        rest = rest.split_once(end)?.1.trim_start();
    }
    let tag = rest.strip_prefix('<')?;
    let name = &tag[..tag.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(tag.len())];
    Some(name.rsplit(':').next().unwrap_or(name))
}

/// The elements of certain names in a document, one after the other; what lies around them is not kept.
pub(crate) struct Elements {
    text: String,
    /// Bytes of the text already read.
    at: usize,
    /// How deep the element is that is read next.
    depth: usize,
    wanted: &'static [&'static str],
    ended: bool,
}

impl Elements {
    /// The elements of `text` named in `wanted`. An element inside a wanted one is part of it.
    pub(crate) fn new(text: String, wanted: &'static [&'static str]) -> Self {
        Elements { text, at: 0, depth: 0, wanted, ended: false }
    }

    fn read(&mut self) -> Result<Option<Element>, Reason> {
        let mut reader = Reader::from_str(&self.text[self.at..]);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        let mut builder = Builder::default();
        loop {
            let event = match reader.read_event() {
                Ok(event) => event,
                Err(error) => return Err(broken(&error.to_string())),
            };
            let inside = !builder.open.is_empty();
            match event {
                Event::Eof if inside => return Err(broken("it is cut short")),
                Event::Eof => return Ok(None),
                Event::Start(tag) if inside || self.wanted.contains(&tag.local_name().as_ref()) => {
                    builder.start(&tag)?
                }
                Event::Start(_) => {
                    self.depth += 1;
                    if self.depth > MARKUP_DEPTH {
                        return Err(Reason::Markup { what: "nested too deeply", limit: MARKUP_DEPTH });
                    }
                }
                Event::Empty(tag) if inside || self.wanted.contains(&tag.local_name().as_ref()) => {
                    builder.start(&tag)?;
                    builder.end();
                }
                Event::End(tag) if inside => builder.close(tag.local_name().as_ref()),
                Event::End(_) => self.depth = self.depth.saturating_sub(1),
                Event::Text(text) if inside => builder.text(&text),
                Event::CData(text) if inside => builder.text(&text),
                Event::GeneralRef(name) if inside => builder.text(&character(&name)),
                _ => {}
            }
            if let Some(element) = builder.done.take() {
                self.at += usize::try_from(reader.buffer_position()).unwrap_or(0);
                return Ok(Some(element));
            }
        }
    }
}

impl Iterator for Elements {
    type Item = Result<Element, Reason>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let found = self.read();
        self.ended = !matches!(found, Ok(Some(_)));
        found.transpose()
    }
}

fn broken(why: &str) -> Reason {
    let why: String = why.chars().take(200).collect();
    Reason::Xml { expected: "well-formed XML", found: format!("what is not: {why}") }
}

/// The character that an entity stands for; what is unknown stays as it is written.
fn character<'a>(name: &BytesRef<'a>) -> Cow<'a, str> {
    if let Ok(Some(character)) = name.resolve_char_ref() {
        return Cow::Owned(character.to_string());
    }
    let written = format!("&{};", &**name);
    Cow::Owned(html_escape::decode_html_entities(&written).into_owned())
}

/// Puts elements together.
#[derive(Default)]
struct Builder {
    open: Vec<Element>,
    count: usize,
    done: Option<Element>,
}

impl Builder {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Reason> {
        self.count += 1;
        if self.count > MARKUP_ELEMENTS {
            return Err(Reason::Markup { what: "too large", limit: MARKUP_ELEMENTS });
        }
        if self.open.len() >= MARKUP_DEPTH {
            return Err(Reason::Markup { what: "nested too deeply", limit: MARKUP_DEPTH });
        }
        let mut element = Element { name: tag.local_name().as_ref().to_owned(), ..Element::default() };
        for attribute in tag.attributes().with_checks(false).flatten().take(200) {
            let name = attribute.key.local_name().as_ref().to_owned();
            let value = html_escape::decode_html_entities(&attribute.value).into_owned();
            element.attributes.push((name, value));
        }
        self.open.push(element);
        Ok(())
    }

    /// Closes the innermost element.
    fn end(&mut self) {
        let Some(element) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some(parent) => parent.children.push(Node::Element(element)),
            None => self.done = Some(element),
        }
    }

    /// Closes elements up to the one of this name; an end that belongs to none is passed over.
    fn close(&mut self, name: &str) {
        if let Some(at) = self.open.iter().rposition(|e| e.name == name) {
            while self.open.len() > at {
                self.end();
            }
        }
    }

    fn text(&mut self, text: &str) {
        let Some(parent) = self.open.last_mut() else { return };
        match parent.children.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ => parent.children.push(Node::Text(text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_come_one_by_one_with_entities_and_cdata() {
        let text = "<?xml version='1.0'?><a><x:item k='1 &amp; 2'>A &lt;b&gt; &eacute;&#233;&unknown;<![CDATA[<p>]]></x:item>\
                    <other><item/></other><item>cut";
        let mut found = Elements::new(text.into(), &["item"]);
        let first = found.next().unwrap().unwrap();
        assert_eq!(
            (first.raw_text().as_str(), first.attribute("k")),
            ("A <b> éé&unknown;<p>", Some("1 & 2"))
        );
        assert_eq!(found.next().unwrap().unwrap().text(), None);
        assert!(found.next().unwrap().unwrap_err().to_string().contains("it is cut short"));
        assert!(found.next().is_none());
    }

    #[test]
    fn entities_do_not_grow() {
        let bomb =
            "<!DOCTYPE a [<!ENTITY b \"xxxxxxxxxx\"><!ENTITY c \"&b;&b;&b;\">]><a><item>&c;</item></a>";
        let first = Elements::new(bomb.into(), &["item"]).next().unwrap().unwrap();
        assert_eq!(first.raw_text(), "&c;");
    }

    #[test]
    fn nesting_is_limited() {
        let deep = format!("<item>{}", "<x>".repeat(100_000));
        assert!(matches!(Elements::new(deep, &["item"]).next(), Some(Err(Reason::Markup { .. }))));
    }

    #[test]
    fn a_text_in_no_element_is_told_apart() {
        assert_eq!(root_name("plain"), None);
        assert_eq!(root_name("<!-- a > b --><?x?><a:b c='d'>"), Some("b"));
        assert_eq!(root_name("<"), Some(""));
    }
}

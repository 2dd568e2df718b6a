//! What a page says about its article in JSON-LD (schema.org), as found in the wild: arrays, `@graph`, nested
//! objects, comments around it, raw line breaks and entities inside.

use crate::dates;
use annalist_core::moment::Moment;
use dom_query::Document;
use serde_json::{Map, Value};

/// The fields annalist reads, empty where the page does not say.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Article {
    pub headline: Option<String>,
    pub deck: Option<String>,
    pub byline: Option<String>,
    pub publisher: Option<String>,
    pub url: Option<String>,
    pub language: Option<String>,
    pub published: Option<Moment>,
    pub updated: Option<Moment>,
    /// `articleBody`, which some pages give in full.
    pub body: Option<String>,
    pub is_live: bool,
    pub is_gallery: bool,
    /// `isAccessibleForFree`, where it is stated.
    pub is_free: Option<bool>,
}

/// Reads all JSON-LD of a page. The first article wins; other objects fill what it leaves open.
pub(super) fn read(document: &Document) -> Article {
    let mut objects = Vec::new();
    for script in document.select(r#"script[type*="ld+json"]"#).iter() {
        if let Some(value) = parse(&script.text()) {
            flatten(value, &mut objects, 0);
        }
    }
    // A stable sort keeps the page's order among objects of one rank.
    objects.sort_by_key(rank);
    let mut article = Article::default();
    for object in objects.iter().filter(|o| rank(o) < 3) {
        fill(&mut article, object);
    }
    let is_gallery = |o: &Map<String, Value>| {
        strings(o.get("@type")).iter().any(|t| matches!(*t, "ImageGallery" | "MediaGallery"))
    };
    article.is_gallery = objects.iter().any(is_gallery);
    article
}

/// JSON as it should be, else with its usual faults mended.
fn parse(text: &str) -> Option<Value> {
    let (start, end) = (text.find(['{', '['])?, text.rfind(['}', ']'])?);
    // `//<![CDATA[` and `//]]>` stand around some; their brackets are not JSON's.
    let start = if text[start..].starts_with("[CDATA[") {
        start + 7 + text[start + 7..].find(['{', '['])?
    } else {
        start
    };
    let end = if text[..=end].ends_with("]]") && text[end + 1..].starts_with('>') {
        text[..end - 1].rfind(['}', ']'])?
    } else {
        end
    };
    let text = text.get(start..=end)?;
    serde_json::from_str(text).ok().or_else(|| serde_json::from_str(&mended(text)).ok())
}

/// Control characters inside strings become spaces, commas before a closing bracket go.
fn mended(text: &str) -> String {
    let mut mended = String::with_capacity(text.len());
    let (mut in_string, mut escaped) = (false, false);
    for c in text.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            '}' | ']' if !in_string => drop_comma(&mut mended),
            _ => {}
        }
        mended.push(if c.is_control() { ' ' } else { c });
    }
    mended
}

fn drop_comma(text: &mut String) {
    let trimmed = text.trim_end().trim_end_matches(',').len();
    text.truncate(trimmed);
}

/// All objects in arrays, graphs and main entities; the depth is bounded by the parser's own limit and this one.
fn flatten(value: Value, objects: &mut Vec<Map<String, Value>>, depth: usize) {
    match value {
        Value::Array(items) if depth < 8 => {
            items.into_iter().take(500).for_each(|v| flatten(v, objects, depth + 1))
        }
        Value::Object(mut object) => {
            for key in ["@graph", "mainEntity"] {
                if let Some(inner @ (Value::Array(_) | Value::Object(_))) =
                    object.remove(key).filter(|_| depth < 8)
                {
                    flatten(inner, objects, depth + 1);
                }
            }
            objects.push(object);
        }
        _ => {}
    }
}

/// 0 for news articles, 1 for other writing, 2 for the page itself, 3 for what says nothing of an article.
fn rank(object: &Map<String, Value>) -> usize {
    let types = strings(object.get("@type"));
    let is = |test: fn(&str) -> bool| types.iter().any(|t| test(t));
    if is(|t| t.ends_with("NewsArticle") || t == "LiveBlogPosting" || t == "Report") {
        0
    } else if is(|t| {
        t.ends_with("Article") || t.ends_with("Posting") || t.ends_with("Review") || t == "CreativeWork"
    }) {
        1
    } else if is(|t| t.ends_with("WebPage") || t.ends_with("VideoObject")) {
        2
    } else {
        3
    }
}

fn strings(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::String(s)) => vec![s],
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn fill(article: &mut Article, object: &Map<String, Value>) {
    let article_itself = rank(object) < 2;
    let text = |key: &str| object.get(key).and_then(Value::as_str).and_then(clean);
    let name = |key: &str| object.get(key).and_then(names);
    let time = |key: &str| object.get(key).and_then(Value::as_str).and_then(dates::parse);
    let url = || text("url").or_else(|| object.get("mainEntityOfPage").and_then(address));
    // A page's video has a time and a name of its own.
    let page = !strings(object.get("@type")).iter().any(|t| t.ends_with("VideoObject"));
    if article_itself {
        set(&mut article.headline, || text("headline").or_else(|| text("name")));
        set(&mut article.deck, || text("alternativeHeadline"));
        set(&mut article.byline, || name("author").or_else(|| name("creator")));
        set(&mut article.body, || text("articleBody"));
        article.is_live |= strings(object.get("@type")).contains(&"LiveBlogPosting");
        set(&mut article.is_free, || free(object.get("isAccessibleForFree")?));
    }
    if page {
        set(&mut article.publisher, || name("publisher"));
        set(&mut article.url, url);
        set(&mut article.language, || name("inLanguage"));
        set(&mut article.updated, || time("dateModified"));
        let beside = |key: &str| dates::parse_beside(object.get(key)?.as_str()?, article.updated);
        let published = beside("datePublished").or_else(|| beside("dateCreated"));
        article.published = article.published.map(|first| dates::refined(first, published)).or(published);
    }
}

/// `false`, `"False"`, `true`, `"True"`.
fn free(value: &Value) -> Option<bool> {
    value.as_bool().or_else(|| value.as_str()?.to_lowercase().parse().ok())
}

fn set<T>(field: &mut Option<T>, value: impl FnOnce() -> Option<T>) {
    if field.is_none() {
        *field = value();
    }
}

/// A string without entities and line breaks; None where nothing is left.
pub(super) fn clean(text: &str) -> Option<String> {
    let text = html_escape::decode_html_entities(text);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// The name or names of people and organizations given as strings, objects or lists of either.
fn names(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => clean(s).filter(|s| !s.starts_with("http")),
        Value::Object(object) => object.get("name").and_then(names),
        Value::Array(items) => {
            let all: Vec<String> = items.iter().take(20).filter_map(names).collect();
            (!all.is_empty()).then(|| all.join(", "))
        }
        _ => None,
    }
}

fn address(value: &Value) -> Option<String> {
    let text = value.as_str().or_else(|| value.get("@id").and_then(Value::as_str))?;
    text.starts_with("http").then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(script: &str, expected: &str) {
        let page =
            format!(r#"<html><head><script type="application/ld+json">{script}</script></head></html>"#);
        let article = read(&Document::from(page));
        let shown =
            [article.headline, article.published.map(|m| m.to_string()), article.byline, article.publisher];
        assert_eq!(shown.map(|s| s.unwrap_or("-".into())).join(" | "), expected, "{script}");
    }

    #[test]
    fn json_ld_is_read_in_the_shapes_it_comes_in() {
        check(
            r#"{"@type":"NewsArticle","headline":"Talks resume","datePublished":"2019-03-12T09:05:00+01:00",
                "author":{"@type":"Person","name":"Jane Doe"},"publisher":{"name":"The Courier"}}"#,
            "Talks resume | 2019-03-12T09:05:00+01:00 | Jane Doe | The Courier",
        );
        check(
            r#"[{"@type":"Organization","name":"x"},{"@graph":[{"@type":"WebPage","datePublished":"2018-01-01"},
                {"@type":["Article","Thing"],"headline":"A &amp; B","author":[{"name":"C"},{"name":"D"}],"datePublished":"2019-03-12"}]}]"#,
            "A & B | 2019-03-12 | C, D | -",
        );
        check(
            "// <![CDATA[\n{\"@type\":\"NewsArticle\",\"headline\":\"Two\nlines\",}\n// ]]>",
            "Two lines | - | - | -",
        );
        check(r#"{"@type":"NewsArticle","datePublished":"0001-01-01T00:00:00","headline":"#, "- | - | - | -");
        check(r#"{"@type":"BreadcrumbList","name":"Home"}"#, "- | - | - | -");
    }
}

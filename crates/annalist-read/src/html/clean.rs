//! Takes out of a page's tree, before the article is sought, what stands inside articles and is none of their text:
//! pictures' captions, galleries, links to other stories, newsletter boxes, authors' portraits, breadcrumbs.

use crate::words::{self, Kind};
use dom_query::{Document, NodeRef};

/// Elements removed by their name alone.
const NEVER_TEXT: &str = "script, style, noscript, figure, figcaption, nav, footer, form, button, aside, dialog, svg, object, embed, video, audio, template, \
    [role=navigation], [role=complementary], [role=search], [role=dialog], [aria-hidden=true], [hidden]";

/// The largest share of a page's text that one removed element may hold: an article is not furniture whatever it is called.
const SHARE: f64 = 0.4;

/// Removes furniture. Elements that hold a large share of the page's paragraphs stay.
pub(super) fn clean(document: &Document) {
    let whole = paragraphs_length(&document.root()).max(1);
    keep_quoted_posts(document);
    let is_small = |node: &NodeRef<'_>| paragraphs_length(node) as f64 <= SHARE * whole as f64;
    for element in document.select(NEVER_TEXT).nodes() {
        if is_small(element) {
            element.remove_from_parent();
        }
    }
    for element in document.select("[class], [id], [data-testid], [data-component]").nodes() {
        if !matches!(name(element).as_str(), "html" | "body" | "article" | "main")
            && has_purpose(element)
            && is_small(element)
        {
            element.remove_from_parent();
        }
    }
    for element in document.select("ul, ol").nodes() {
        if is_link_list(element) && is_small(element) {
            remove_with_heading(element);
        }
    }
    for element in document.select("p, h2, h3, h4, h5, h6").nodes() {
        if is_link_alone(element) {
            element.remove_from_parent();
        }
    }
}

/// Posts quoted in an article are statements in it; what wraps them must not look like a box of share buttons.
fn keep_quoted_posts(document: &Document) {
    for post in document
        .select("blockquote[class*=twitter], blockquote[class*=instagram], blockquote[class*=tweet]")
        .nodes()
    {
        post.remove_attr("class");
        for ancestor in post.ancestors(Some(2)).iter().filter(|a| paragraphs_length(a) < 600) {
            ancestor.remove_attrs(&["class", "id"]);
        }
    }
}

fn name(node: &NodeRef<'_>) -> String {
    node.node_name().map(|n| n.to_string()).unwrap_or_default()
}

/// Characters of text in paragraphs below a node.
pub(super) fn paragraphs_length(node: &NodeRef<'_>) -> usize {
    node.descendants_it().filter(|n| n.has_name("p")).map(|p| p.normalized_char_count()).sum()
}

fn has_purpose(node: &NodeRef<'_>) -> bool {
    ["class", "id", "data-testid", "data-component"].iter().filter_map(|a| node.attr(a)).any(|value| {
        let words = in_words(&value);
        words.iter().any(|w| words::is(Kind::Class, w))
            || words.windows(2).any(|w| words::is(Kind::Class, &format!("{} {}", w[0], w[1])))
    })
}

/// `articleShareBar story__related-links` as lower-case words.
fn in_words(value: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in value.chars().take(400) {
        let starts = !before.is_alphanumeric() || c.is_uppercase() && before.is_lowercase();
        if c.is_alphanumeric() {
            match words.last_mut() {
                Some(word) if !starts => word.extend(c.to_lowercase()),
                _ => words.push(c.to_lowercase().collect()),
            }
        }
        before = c;
    }
    words
}

fn link_length(node: &NodeRef<'_>) -> usize {
    node.descendants_it().filter(|n| n.has_name("a")).map(|a| a.normalized_char_count()).sum()
}

/// Whether a list is one of links to elsewhere.
fn is_link_list(list: &NodeRef<'_>) -> bool {
    let whole = list.normalized_char_count();
    whole > 0 && link_length(list) as f64 > 0.7 * whole as f64
}

/// Whether a paragraph or heading is one link of some words: a pointer to another story.
fn is_link_alone(node: &NodeRef<'_>) -> bool {
    let whole = node.normalized_char_count();
    (15..200).contains(&whole) && link_length(node) as f64 > 0.9 * whole as f64
}

/// Removes a list and the heading over it.
fn remove_with_heading(list: &NodeRef<'_>) {
    if let Some(before) = list.prev_element_sibling() {
        let length = before.normalized_char_count();
        let heading = matches!(name(&before).as_str(), "h2" | "h3" | "h4" | "h5" | "h6");
        if heading || (1..40).contains(&length) && before.text().trim_end().ends_with(':') {
            before.remove_from_parent();
        }
    }
    list.remove_from_parent();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart_into_words() {
        assert_eq!(
            in_words("articleShareBar story__related-links x1"),
            ["article", "share", "bar", "story", "related", "links", "x1"]
        );
    }

    #[test]
    fn furniture_goes_and_the_article_stays_whatever_its_class() {
        let long =
            "The delegates met for a third day and agreed on a timetable for the withdrawal of troops. "
                .repeat(4);
        let page = format!(
            "<body><article class='related share'><p>{long}</p><p>{long}</p><figure><figcaption>A bridge.</figcaption></figure>\
             <div class='story-newsletter'><p>Sign up for more.</p></div><h3>Also</h3><ul><li><a href=x>One story here</a></li></ul>\
             <p><a href=y>Another story that is only a link</a></p><p>See <a href=z>the text</a> of it.</p></article></body>"
        );
        let document = Document::from(page);
        clean(&document);
        let text = document.select("body").text();
        for gone in ["A bridge", "Sign up", "Also", "One story", "Another story"] {
            assert!(!text.contains(gone), "{gone}");
        }
        assert!(text.contains("See the text of it.") && text.contains("timetable"));
    }
}

//! Web pages: the article without its furniture, and what the page says about itself.

use annalist_core::Report;
use annalist_read::{Options, read_bytes};

const FIRST: &str = "Delegates from both sides signed the agreement in the presence of the secretary-general, ending eleven months of talks. \
    The text provides for a withdrawal of all foreign troops within ninety days.";
const SECOND: &str = "“This is a beginning and no more than that,” the head of the northern delegation said after the ceremony. \
    His counterpart left without speaking to reporters.";
const THIRD: &str = "Previous agreements, in 1988 and 1991, broke down within weeks. The United Nations said it would send 400 observers.";

fn page(head: &str, around: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head>{head}</head><body><nav><ul><li><a href=\"/\">Home</a></li></ul></nav>\
         <article><h1>Sides sign agreement</h1>{around}<p>{FIRST}</p><figure><img src=\"x.jpg\"><figcaption>The hall. Photo: AFP</figcaption></figure>\
         <p>{SECOND}</p><div class=\"newsletter-box\"><p>Sign up to our newsletter.</p></div><p>{THIRD}</p>\
         <h3>Related stories</h3><ul><li><a href=\"/a\">How the talks nearly failed twice</a></li></ul></article>\
         <footer><p>Copyright The Courier. All rights reserved.</p></footer></body></html>"
    )
}

fn report(head: &str, around: &str) -> Report {
    read_bytes("a.html", page(head, around).into_bytes(), &Options::default())
        .next()
        .expect("a report")
        .expect("no error")
}

fn check_published(head: &str, around: &str, expected: &str, source: &str) {
    let report = report(head, around);
    assert_eq!(report.published.map(|m| m.to_string()).as_deref(), Some(expected), "{head}{around}");
    let notes: Vec<&String> = report.notes.iter().filter(|n| n.starts_with("published")).collect();
    let wanted: Vec<String> =
        (!source.is_empty()).then(|| format!("published: taken from {source}")).into_iter().collect();
    assert_eq!(notes, wanted.iter().collect::<Vec<_>>(), "{head}{around}");
}

#[test]
fn the_article_is_read_without_its_furniture() {
    assert_eq!(report("", "").text, [FIRST, SECOND, THIRD].join("\n\n"));
}

#[test]
fn the_page_speaks_for_itself() {
    let report = report(
        r#"<title>Sides sign agreement | The Courier</title><link rel="canonical" href="https://example.org/news/1">
           <meta property="og:title" content="Sides sign agreement | The Courier"><meta property="og:site_name" content="The Courier">"#,
        r#"<p class="standfirst">The withdrawal is to begin within a week</p><div class="byline">By Jane Doe</div>"#,
    );
    assert_eq!(report.headline.as_deref(), Some("Sides sign agreement"));
    assert_eq!(report.publisher.as_deref(), Some("The Courier"));
    assert_eq!(report.deck.as_deref(), Some("The withdrawal is to begin within a week"));
    assert_eq!(report.byline.as_deref(), Some("Jane Doe"));
    assert_eq!(report.url.as_deref(), Some("https://example.org/news/1"));
    assert_eq!(report.language.as_deref(), Some("en"));
}

#[test]
fn the_time_of_publication_comes_from_the_best_source_there_is() {
    let json = r#"<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2019-03-12T09:05:00+01:00"}</script>"#;
    let graph = r#"<meta property="article:published_time" content="2019-03-12T08:00:00Z">"#;
    let meta = r#"<meta name="pubdate" content="Tue, 12 Mar 2019 07:00:00 +0000">"#;
    let time = r#"<time datetime="2019-03-12T06:00">today</time>"#;
    let text = r#"<span class="post-date">Published: 12 March 2019, 05:00 GMT</span>"#;
    let link = r#"<link rel="canonical" href="https://example.org/2019/mar/12/sides-sign">"#;
    check_published(&format!("{meta}{graph}{json}"), time, "2019-03-12T09:05:00+01:00", "JSON-LD");
    check_published(&format!("{meta}{graph}"), time, "2019-03-12T08:00:00Z", "OpenGraph");
    check_published(meta, time, "2019-03-12T07:00:00Z", "<meta>");
    check_published(link, &format!("{text}{time}"), "2019-03-12T06:00:00", "<time>");
    check_published(link, text, "2019-03-12T05:00:00Z", "visible text");
    check_published(link, "", "2019-03-12", "the address");
    let null = r#"<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"0001-01-01T00:00:00"}</script>"#;
    check_published(&format!("{null}{graph}"), "", "2019-03-12T08:00:00Z", "OpenGraph");
}

#[test]
fn the_dateline_of_a_page_is_read_where_it_stands() {
    let report = report(
        "<meta property=\"article:published_time\" content=\"2019-03-13\">",
        "<p>GENEVA, March 12 (AP) — The talks have ended, officials said.</p>",
    );
    let dateline = report.dateline.expect("a dateline");
    assert_eq!(dateline.span.expect("a span").of(&report.text), "GENEVA, March 12 (AP) —");
    assert_eq!(dateline.date.map(|d| d.to_string()).as_deref(), Some("2019-03-12"));
    assert_eq!(report.agency.as_deref(), Some("AP"));
}

#[test]
fn the_time_of_an_update_says_where_it_is_from() {
    let check = |head: &str, around: &str, expected: Option<(&str, &str)>| {
        let report = report(&format!("<meta name=\"date\" content=\"2019-03-12\">{head}"), around);
        let note =
            report.notes.iter().find_map(|n| n.strip_prefix("updated: taken from ")).map(str::to_owned);
        let found = report.updated.map(|m| m.to_string()).zip(note);
        assert_eq!(
            found,
            expected.map(|(time, source)| (time.to_owned(), source.to_owned())),
            "{head}{around}"
        );
    };
    let json = r#"<script type="application/ld+json">{"@type":"NewsArticle","dateModified":"2019-03-13T09:05:00Z"}</script>"#;
    let graph = r#"<meta property="og:updated_time" content="2019-03-13T08:00:00Z">"#;
    let time = r#"<time itemprop="dateModified" datetime="2019-03-13T06:00+02:00">x</time>"#;
    let text = r#"<span class="post-date">Updated: 13 March 2019, 05:00 GMT</span>"#;
    check(&format!("{graph}{json}"), time, Some(("2019-03-13T09:05:00Z", "JSON-LD")));
    check(graph, time, Some(("2019-03-13T08:00:00Z", "OpenGraph")));
    check("", &format!("{text}{time}"), Some(("2019-03-13T06:00:00+02:00", "<time>")));
    check("", text, Some(("2019-03-13T05:00:00Z", "visible text")));
    check(r#"<meta property="og:updated_time" content="2019-03-12">"#, "", None);
}

#[test]
fn pages_that_are_no_finished_article_say_what_they_are() {
    let notes = |head: &str| -> Vec<String> {
        report(head, "").notes.into_iter().filter(|n| !n.starts_with("published")).collect()
    };
    let json = |fields: &str| {
        format!(r#"<script type="application/ld+json">{{"@type":"NewsArticle",{fields}}}</script>"#)
    };
    assert!(notes("").is_empty());
    assert_eq!(
        notes("<meta property=\"og:title\" content=\"Talks in Geneva – live updates\">"),
        ["live blog: its entries are read as one text"]
    );
    assert_eq!(
        notes("<meta property=\"og:url\" content=\"https://example.org/gallery/1\">"),
        ["gallery: its captions are left out"]
    );
    let stub = ["paywall: the page may hold only the opening of the article"];
    assert_eq!(notes(&json("\"isAccessibleForFree\":\"False\"")), stub);
    assert!(notes(&json("\"isAccessibleForFree\":true")).is_empty());

    let error = |body: &str| {
        let page = format!("<html><body><article>{body}</article></body></html>");
        let mut found = read_bytes("a.html", page.into_bytes(), &Options::default());
        found.next().expect("an answer").expect_err("an error").reason.to_string()
    };
    assert_eq!(
        error("<p>Talks go on.</p><div class=\"paywall\">Subscribe to continue</div>"),
        "no article found in the page: it seems to be a stub before a paywall"
    );
    assert_eq!(error("<p>Talks go on.</p>"), "no article found in the page");
}

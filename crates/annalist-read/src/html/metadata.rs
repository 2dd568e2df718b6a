//! Headline, deck, byline, publisher, address, language and times of a page: from JSON-LD, OpenGraph, other `<meta>`,
//! `<time>`, visible text and the address, in that order. Notes say where the times are from.

use super::jsonld::{self, Article, clean};
use crate::copy::furniture::{self, Furniture};
use crate::dates;
use annalist_core::Report;
use annalist_core::moment::Moment;
use dom_query::{Document, NodeRef, Selection};
use jiff::ToSpan;
use std::cell::LazyCell;

/// What `<meta>` elements say, in the order of the page, keys in lower case.
struct Meta(Vec<(String, String)>);

impl Meta {
    fn read(document: &Document) -> Self {
        let mut pairs = Vec::new();
        for element in document.select("meta[content]").iter().take(1000) {
            let Some(content) = element.attr("content").and_then(|c| clean(&c)) else { continue };
            for attribute in ["property", "name", "itemprop"] {
                for key in element.attr_or(attribute, "").split_whitespace() {
                    pairs.push((key.to_lowercase(), content.clone()));
                }
            }
        }
        Meta(pairs)
    }

    /// The first value under the first of `keys` that has one which `read` accepts.
    fn find<T>(&self, keys: &[&str], read: impl Fn(&str) -> Option<T>) -> Option<T> {
        keys.iter().find_map(|key| self.0.iter().filter(|(k, _)| k == key).find_map(|(_, v)| read(v)))
    }

    fn text(&self, keys: &[&str]) -> Option<String> {
        self.find(keys, |v| Some(v.to_owned()))
    }
}

const OPEN_GRAPH_PUBLISHED: [&str; 4] =
    ["article:published_time", "og:article:published_time", "article:published", "og:published_time"];
const META_PUBLISHED: [&str; 27] = [
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "pub_date",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "publicationdate",
    "published_date",
    "date_published",
    "article.published",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.created",
    "dc.date.created",
    "dcterms.date",
    "dc.date",
    "date",
    "pdate",
    "cxenseparse:recs:publishtime",
    "originalpublicationdate",
    "article_date_original",
    "displaydate",
    "datecreated",
    "citation_publication_date",
];
const OPEN_GRAPH_UPDATED: [&str; 4] =
    ["article:modified_time", "og:article:modified_time", "og:updated_time", "article:modified"];
const META_UPDATED: [&str; 8] = [
    "datemodified",
    "article.updated",
    "lastmod",
    "last-modified",
    "updated-date",
    "dateupdated",
    "datelastpubbed",
    "dcterms.modified",
];

/// Fills a report with what its page says about itself. Must run before the page is cleaned.
pub(super) fn fill(report: &mut Report, document: &Document) -> Article {
    let article = jsonld::read(document);
    let meta = Meta::read(document);
    report.publisher = publisher(&article, &meta);
    report.headline = headline(&article, &meta, document, report.publisher.as_deref());
    report.deck =
        article.deck.clone().or_else(|| deck(document)).filter(|d| Some(d) != report.headline.as_ref());
    report.byline = byline(&article, &meta, document);
    report.url = url(&article, &meta, document);
    report.language = language(&article, document);
    let published = published(report, &article, &meta, document);
    let updated = updated(&article, &meta, document);
    report.published = published.map(|p| p.moment);
    report.updated = updated.map(|u| u.moment).filter(|u| Some(*u) != report.published);
    note(report, "published", published);
    note(report, "updated", updated.filter(|_| report.updated.is_some()));
    if report.publisher.is_none() {
        report.publisher = report.url.as_deref().and_then(host);
    }
    article
}

/// A time and where it is stated.
#[derive(Clone, Copy)]
struct Stated {
    moment: Moment,
    source: &'static str,
}

fn note(report: &mut Report, what: &str, stated: Option<Stated>) {
    report.notes.extend(stated.map(|s| format!("{what}: taken from {}", s.source)));
}

/// A place of the page that may state a time, by its name.
type Source<'p> = (&'static str, &'p dyn Fn() -> Option<Moment>);

/// The first of `sources` that has a time.
fn first(sources: &[Source<'_>]) -> Option<Stated> {
    sources.iter().find_map(|(source, read)| Some(Stated { moment: read()?, source }))
}

fn published(report: &Report, article: &Article, meta: &Meta, document: &Document) -> Option<Stated> {
    let open_graph = meta.find(&OPEN_GRAPH_PUBLISHED, dates::parse);
    let shown = LazyCell::new(|| visible(document, false));
    let sources: [Source<'_>; 6] = [
        ("JSON-LD", &|| Some(dates::refined(article.published?, open_graph))),
        ("OpenGraph", &|| open_graph),
        ("<meta>", &|| meta.find(&META_PUBLISHED, dates::parse)),
        ("<time>", &|| time_element(document)),
        ("visible text", &|| *shown),
        ("the address", &|| report.url.as_deref().and_then(in_address)),
    ];
    let stated = first(&sources).or_else(|| first(&[("visible text", &|| stated_abroad(document))]))?;
    // Some give the time of the last change as that of publication too; the page's first `<time>` has the earlier day. Later ones
    // may be those of other articles.
    let days_before = |t: &Moment| (1..=7).contains(&(stated.moment.date - t.date).get_days());
    if article.updated == Some(stated.moment)
        && let Some(moment) = times(document).next().filter(days_before)
    {
        return Some(Stated { moment, source: "<time>" });
    }
    let lacks_zone = stated.moment.time.is_some() && stated.moment.offset_minutes.is_none();
    let zoned = sources.iter().filter_map(|(_, read)| read()).chain(times(document));
    let moment = lacks_zone.then(|| zoned.into_iter().find(|o| has_zone_of(stated.moment, *o))).flatten();
    let moment = moment.unwrap_or(stated.moment);
    Some(Stated { moment: mended_zone(moment, open_graph, || *shown).unwrap_or(moment), ..stated })
}

/// Whether `other` is the same time of the same day as `stated`, which lacks a zone, and says in which.
fn has_zone_of(stated: Moment, other: Moment) -> bool {
    let clock = |m: Moment| m.time.map(|t| (t.hour(), t.minute()));
    stated.date == other.date && clock(stated) == clock(other) && other.offset_minutes.is_some()
}

/// The time of a page that writes the hour of UTC with the zone of its place, as another statement in UTC and the visible
/// local hour show.
fn mended_zone(stated: Moment, other: Option<Moment>, shown: impl Fn() -> Option<Moment>) -> Option<Moment> {
    let offset = stated.offset_minutes.filter(|minutes| *minutes != 0)?;
    let other =
        other.filter(|o| o.offset_minutes == Some(0) && o.date == stated.date && o.time == stated.time)?;
    let local = other.date.to_datetime(other.time?).checked_add(i64::from(offset).minutes()).ok()?;
    let shown = shown().filter(|s| s.date == local.date())?.time?;
    let same = (shown.hour(), shown.minute()) == (local.hour(), local.minute());
    same.then(|| Moment { date: local.date(), time: Some(local.time()), ..stated })
}

fn updated(article: &Article, meta: &Meta, document: &Document) -> Option<Stated> {
    const MARKED: &str = "[itemprop*=dateModified], time[class*=updated], time[class*=modified]";
    let open_graph = meta.find(&OPEN_GRAPH_UPDATED, dates::parse);
    first(&[
        ("JSON-LD", &|| Some(dates::refined(article.updated?, open_graph))),
        ("OpenGraph", &|| open_graph),
        ("<meta>", &|| meta.find(&META_UPDATED, dates::parse)),
        ("<time>", &|| {
            document.select(MARKED).iter().find_map(|e| e.nodes().first().copied().and_then(time_of))
        }),
        ("visible text", &|| visible(document, true)),
    ])
}

fn publisher(article: &Article, meta: &Meta) -> Option<String> {
    article.publisher.clone().or_else(|| {
        meta.text(&["og:site_name", "application-name", "dc.publisher", "twitter:app:name:iphone"])
    })
}

fn headline(article: &Article, meta: &Meta, document: &Document, publisher: Option<&str>) -> Option<String> {
    let element =
        |selector: &str| document.select_single(selector).iter().next().and_then(|e| clean(&e.text()));
    let stated = article.headline.clone().or_else(|| meta.text(&["og:title", "twitter:title", "dc.title"]));
    let stated = stated.or_else(|| element("h1")).or_else(|| element("title"))?;
    Some(without_publisher(&stated, publisher).to_owned())
}

/// The headline without ` | The Courier` or ` - The Courier` at its end.
fn without_publisher<'a>(headline: &'a str, publisher: Option<&str>) -> &'a str {
    const RULES: [&str; 4] = [" | ", " - ", " \u{2013} ", " \u{2014} "];
    let cut = RULES.iter().filter_map(|rule| headline.rfind(rule).map(|at| (at, *rule))).max();
    let Some((at, rule)) = cut else { return headline };
    let tail = headline[at + rule.len()..].to_lowercase();
    let named =
        publisher.is_some_and(|p| tail.contains(&p.to_lowercase()) || p.to_lowercase().contains(&tail));
    if named || rule == " | " { headline[..at].trim_end() } else { headline }
}

fn deck(document: &Document) -> Option<String> {
    const DECKS: &str = "[itemprop=alternativeHeadline], [class*=standfirst], [class*=subheadline], [class*=sub-headline], [class*=subtitle], \
        h2[class*=deck], h2[class*=dek], p[class*=dek], p[class*=deck], [class*=article__summary], [data-testid=standfirst]";
    let found = document.select(DECKS).iter().take(50).filter(is_small).find_map(|e| clean(&e.text()))?;
    (20..400).contains(&found.len()).then_some(found)
}

fn byline(article: &Article, meta: &Meta, document: &Document) -> Option<String> {
    const AUTHORS: &str = "[rel=author], [itemprop=author] [itemprop=name], [itemprop=author], [class*=byline__name], [class*=author-name], \
        [class*=byline], [class*=author__name]";
    let stated = article.byline.clone().or_else(|| {
        let names = meta.text(&[
            "author",
            "article:author",
            "parsely-author",
            "sailthru.author",
            "byl",
            "dc.creator",
        ]);
        names.filter(|n| !n.starts_with("http"))
    });
    let visible = || {
        document
            .select(AUTHORS)
            .iter()
            .take(50)
            .filter(is_small)
            .find_map(|e| clean(&e.text()).filter(|t| t.len() < 120))
    };
    stated.or_else(visible).map(|b| furniture::without_by(&b).to_owned()).filter(|b| !b.is_empty())
}

fn url(article: &Article, meta: &Meta, document: &Document) -> Option<String> {
    let link = document.select_single("link[rel=canonical]").attr("href").map(|h| h.trim().to_owned());
    let absolute = |u: &String| u.starts_with("http") && u.matches('/').count() >= 3;
    let candidates = [link, meta.text(&["og:url"]), article.url.clone()];
    candidates.into_iter().flatten().find(absolute)
}

/// The host of an address, without `www.`.
pub(crate) fn host(url: &str) -> Option<String> {
    let host = url.split("//").nth(1)?.split(['/', '?', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    host.contains('.').then(|| host.to_owned())
}

fn language(article: &Article, document: &Document) -> Option<String> {
    let html = document.select_single("html").attr("lang");
    let label =
        html.filter(|l| !l.trim().is_empty()).map(|l| l.to_string()).or_else(|| article.language.clone());
    label.and_then(|l| crate::language::normalize(&l))
}

/// The time elements of an article: the one marked as publication, else the first.
fn time_element(document: &Document) -> Option<Moment> {
    const MARKED: &str =
        "[itemprop*=datePublished], time[pubdate], time[class*=publish], time.published, time.entry-date";
    let marked = document.select(MARKED).iter().find_map(|e| e.nodes().first().copied().and_then(time_of));
    marked.or_else(|| times(document).next())
}

/// What the first time elements of a page say.
fn times(document: &Document) -> impl Iterator<Item = Moment> {
    let elements = document.select("article time, main time, time");
    let nodes: Vec<_> = elements.nodes().iter().take(50).copied().collect();
    nodes.into_iter().filter_map(time_of)
}

/// The time of an element: in its attributes, with the zone that its text adds, else in its text.
fn time_of(element: NodeRef<'_>) -> Option<Moment> {
    let stated = element.attr("datetime").or_else(|| element.attr("content")).and_then(|v| dates::parse(&v));
    let Some(stated) = stated else { return dates::parse(&clean(&element.text())?) };
    if stated.time.is_none() || stated.offset_minutes.is_some() {
        return Some(stated);
    }
    // "November 18, 2019 -- 19:14 GMT (19:14 GMT)": the second time is the reader's.
    let text = clean(&element.text()).unwrap_or_default();
    let shown = text.split_once(" (").map_or(&*text, |(first, _)| first);
    Some(
        dates::parse(shown)
            .filter(|s| has_zone_of(stated, *s))
            .map_or(stated, |s| Moment { offset_minutes: s.offset_minutes, ..stated }),
    )
}

/// A short element that is called a date and reads as one, of the publication or of an update.
fn visible(document: &Document, of_update: bool) -> Option<Moment> {
    const DATES: &str = "[class*=date], [class*=Date], [class*=time], [class*=publish], [class*=posted], [id*=date], [class*=byline], \
        [class*=meta]";
    let moment = |text: &str| match furniture::time_line(text) {
        Some(Furniture::Time { moment, updated }) if updated == of_update => Some(moment),
        _ => None,
    };
    document.select(DATES).iter().take(200).filter(is_small).find_map(|element| {
        let text = clean(&element.text())?;
        (text.len() <= 120).then(|| moment(&text))?
    })
}

/// The day that a short element states beside a word of publishing in another language than English.
fn stated_abroad(document: &Document) -> Option<Moment> {
    const SHORT: &str = "time, small, span, p, em, div, li";
    let elements = document.select(SHORT);
    elements.iter().take(2000).filter(is_small).find_map(|e| dates::published_abroad(&clean(&e.text())?))
}

/// The day in an address: `/2019/03/12/`, `/2019/mar/12/` or `/2019-03-12/`.
fn in_address(url: &str) -> Option<Moment> {
    let path: Vec<&str> = url.split('/').skip(3).collect();
    let day = |w: &[&str]| Some(format!("{}-{}-{}", digits(w[0], 4)?, month(w[1])?, digits(w[2], 2)?));
    let three = path.windows(3).find_map(|w| dates::parse(&day(w)?));
    three.or_else(|| path.iter().filter(|p| p.len() == 10).find_map(|p| dates::parse(p)))
}

fn digits(part: &str, most: usize) -> Option<&str> {
    (!part.is_empty() && part.len() <= most && part.bytes().all(|b| b.is_ascii_digit())).then_some(part)
}

fn month(part: &str) -> Option<String> {
    digits(part, 2).map(str::to_owned).or_else(|| dates::month(&part.to_lowercase()).map(|m| m.to_string()))
}

/// Whether an element holds little, so that its text is cheap to look at.
fn is_small(element: &Selection<'_>) -> bool {
    element.nodes().first().is_some_and(|node| node.descendants_it().take(60).count() < 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When a page with this JSON-LD, head and body says it was published.
    fn check(times: &str, rest: &str, expected: &str) {
        let script =
            format!(r#"<script type="application/ld+json">{{"@type":"NewsArticle",{times}}}</script>"#);
        let document = Document::from(format!("<html><head>{script}</head><body>{rest}</body></html>"));
        let article = jsonld::read(&document);
        let found = published(&Report::default(), &article, &Meta::read(&document), &document);
        assert_eq!(found.map(|f| f.moment.to_string()).as_deref(), Some(expected), "{times} {rest}");
    }

    #[test]
    fn another_statement_of_the_same_time_gives_the_zone() {
        check(
            r#""datePublished":"2019-03-12T09:05:00""#,
            r#"<time datetime="2019-03-12T09:05:00+01:00">today</time>"#,
            "2019-03-12T09:05:00+01:00",
        );
        check(
            r#""datePublished":"2019-03-12T09:05:00""#,
            r#"<time datetime="2019-03-12T11:40:00+01:00">today</time>"#,
            "2019-03-12T09:05:00",
        );
    }

    #[test]
    fn any_time_element_of_the_same_hour_gives_the_zone() {
        check(
            r#""datePublished":"2019-03-12 02:24:00""#,
            r#"<time datetime="2019-03-10">Sunday</time><li><time datetime="2019-03-12 02:24:00 UTC">2 hours ago</time></li>"#,
            "2019-03-12T02:24:00Z",
        );
    }

    #[test]
    fn the_time_of_a_change_tells_which_zone_a_shared_name_means() {
        let times =
            r#""datePublished":"01:38:07 PM IST Mar 12, 2019","dateModified":"2019-03-12T13:41:20+05:30""#;
        check(times, "", "2019-03-12T13:38:07+05:30");
    }

    #[test]
    fn pages_in_other_languages_state_their_day_in_any_short_element() {
        let page = "<p>Am 12. September 2019.</p><span>publiziert am 30. Juli 2018</span>";
        check(r#""headline":"Messe""#, page, "2018-07-30");
    }

    #[test]
    fn the_hour_of_utc_with_a_local_zone_is_told_by_the_visible_hour() {
        let meta = r#"<meta property="article:published_time" content="2019-03-12T04:31:13+00:00">"#;
        let stated = r#""datePublished":"2019-03-12T04:31:13-06:00""#;
        check(
            stated,
            &format!(r#"{meta}<p class="date">Jane Doe - Mar 11, 2019, 10:31 pm CST</p>"#),
            "2019-03-11T22:31:13-06:00",
        );
        check(
            stated,
            &format!(r#"{meta}<p class="date">Mar 12, 2019, 4:31 am CST</p>"#),
            "2019-03-12T04:31:13-06:00",
        );
    }

    #[test]
    fn the_last_change_is_not_the_publication() {
        let body = r#"<article><time datetime="2019-03-11 19:14:00">March 11</time></article>"#;
        let changed = r#""datePublished":"2019-03-12 09:05:00","dateModified":"2019-03-12 09:05:00""#;
        check(changed, body, "2019-03-11T19:14:00");
        // Not even where the page says so twice; the zone stands in the text alone.
        let shown = r#"<meta itemprop="datePublished" content="2019-03-12 09:05:00">
            <time datetime="2019-03-11 19:14:00">March 11, 2019 -- 19:14 GMT (12:14 PDT)</time>"#;
        check(changed, shown, "2019-03-11T19:14:00Z");
        let apart = r#""datePublished":"2019-03-12 09:05:00","dateModified":"2019-03-13 10:00:00""#;
        check(apart, body, "2019-03-12T09:05:00");
    }
}

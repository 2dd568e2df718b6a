//! What kind of page it is where it is not one finished article: a live blog, a gallery, a stub before a paywall.

use super::jsonld::Article;
use annalist_core::Report;
use dom_query::Document;

/// What a page is, as far as it says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Kind {
    live: bool,
    gallery: bool,
    paid: bool,
}

/// The longest text, in characters, that is the opening of an article whose rest must be paid for.
const STUB: usize = 1500;

/// Reads the signs of a page: its own word in JSON-LD, its address, its headline, and the marks of publishing systems.
pub(super) fn of(page: &str, document: &Document, article: &Article, report: &Report) -> Kind {
    let headline = report.headline.as_deref().unwrap_or("").to_lowercase();
    let url = report.url.as_deref().unwrap_or("").to_lowercase();
    let has = |selector: &str| document.select_single(selector).exists();
    let any = |text: &str, signs: &[&str]| signs.iter().any(|s| text.contains(s));
    let live_headline =
        any(&headline, &["live updates", "live blog", "liveblog", "as it happened", "live coverage"])
            || [" live", ": live"].iter().any(|s| headline.ends_with(s))
                && headline.contains([':', '-', '\u{2013}', '|']);
    let live_mark = || has("[class*=liveblog], [class*=live-blog], [itemtype*=LiveBlogPosting]");
    let gallery_headline =
        ["in pictures", "photos:", "pictures:", "gallery:", "photo gallery", "photo essay", "in photos"];
    let paid_words = [
        "ubscribe to continue",
        "ubscribe to read",
        "to continue reading",
        "lready a subscriber",
        "for subscribers only",
        "egister to continue",
        "nlock this article",
    ];
    Kind {
        live: article.is_live
            || live_headline
            || any(&url, &["/live/", "liveblog", "live-updates"])
            || live_mark(),
        gallery: article.is_gallery
            || gallery_headline.iter().any(|s| headline.starts_with(s))
            || any(&url, &["/gallery/", "/galleries/", "/pictures/", "/photos/", "/in-pictures/"]),
        paid: article.is_free == Some(false)
            || has("[class*=paywall], [id*=paywall], [class*=regwall], [class*=subscriber-only]")
            || any(page, &paid_words),
    }
}

impl Kind {
    /// What a reader of a page with so much text should know.
    pub(super) fn notes(self, characters: usize) -> Vec<String> {
        let mut notes = Vec::new();
        if self.live {
            notes.push("live blog: its entries are read as one text".to_owned());
        }
        if self.gallery {
            notes.push("gallery: its captions are left out".to_owned());
        }
        if self.paid && characters <= STUB {
            notes.push("paywall: the page may hold only the opening of the article".to_owned());
        }
        notes
    }

    /// What a page without an article is instead, where that is known.
    pub(super) fn stub(self) -> Option<&'static str> {
        match self {
            Kind { gallery: true, .. } => Some("a gallery"),
            Kind { paid: true, .. } => Some("a stub before a paywall"),
            Kind { live: true, .. } => Some("a live blog"),
            _ => None,
        }
    }
}

//! Lines that stand in and around an article and are not its text: captions, links, sign-offs, bylines, time lines.
//!
//! Every rule looks at one whole paragraph and asks for its beginning, its end and a small size, so that sentences of
//! the report are kept.

use annalist_core::moment::Moment;

/// What a paragraph is that is not text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Furniture {
    /// A picture's caption or credit.
    Caption,
    /// A link to something else, an appeal to subscribe or share, an advertisement.
    Related,
    /// `By Jane Doe`.
    Byline(String),
    /// `Reporting by …; Editing by …`: the reporters, where named.
    Credits(Option<String>),
    /// `-- AFP`, `(PTI)`: the agency's usual name.
    SignOff(Option<&'static str>),
    /// `World | 12 Mar 2019, 09:05`, and whether it speaks of an update.
    Time { moment: Moment, updated: bool },
    /// `(Adds details)`, `EDS: …`: a note to editors.
    EditorsNote,
}

/// The longest furniture in bytes; copyright notices run longest.
const LONGEST: usize = 300;

/// What kind of furniture a paragraph is; None for text.
pub(crate) fn kind(paragraph: &str) -> Option<Furniture> {
    let line = paragraph.trim();
    if line.is_empty() || line.len() > LONGEST {
        return None;
    }
    let lower = line.to_lowercase();
    time_line(line)
        .or_else(|| byline(line).map(|b| Furniture::Byline(b.to_owned())))
        .or_else(|| credits(line, &lower))
        .or_else(|| editors_note(&lower).then_some(Furniture::EditorsNote))
        .or_else(|| sign_off(line, &lower))
        .or_else(|| is_caption(line, &lower).then_some(Furniture::Caption))
        .or_else(|| (is_related(line, &lower) || is_appeal(&lower) || is_control(line, &lower)).then_some(Furniture::Related))
}

fn starts_any(line: &str, starts: &[&str]) -> bool {
    starts.iter().any(|s| line.starts_with(s))
}

/// A label and a time, or a time alone: `World | 12 Mar 2019, 09:05`, `Published: March 12, 2019 9:05 am`.
pub(crate) fn time_line(line: &str) -> Option<Furniture> {
    if line.len() > 120 || !line.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let lower = line.to_lowercase();
    let moment = std::iter::once(lower.as_str())
        .chain(lower.split(['|', '\u{2022}', '\u{B7}']))
        .chain(lower.split_once(':').map(|(_, after)| after))
        .find_map(crate::dates::parse)?;
    // What is no date must be a label of a few words, not a sentence.
    let labels = lower.split(['|', '\u{2022}', '\u{B7}']).filter(|p| crate::dates::parse(p).is_none());
    let short = labels.into_iter().all(|label| label.split_whitespace().count() <= 8);
    let updated = starts_any(&lower, &["updated", "last updated", "modified", "last modified"]);
    short.then_some(Furniture::Time { moment, updated })
}

/// The names of a byline: `By Jane Doe and John Roe`, `BY JANE DOE, Staff Writer`.
pub(crate) fn byline(line: &str) -> Option<&str> {
    let names = without_by(line);
    if names.len() == line.len() || line.len() > 120 || names.ends_with(['.', '?', '!']) && !names.ends_with("Jr.") {
        return None;
    }
    let words: Vec<&str> = names.split_whitespace().collect();
    let named = |w: &&str| w.chars().next().is_some_and(|c| !c.is_lowercase()) || LINKS.contains(w);
    const LINKS: [&str; 9] = ["and", "in", "of", "for", "the", "de", "van", "von", "with"];
    ((1..=14).contains(&words.len()) && words.iter().all(named)).then_some(names)
}

/// A byline without its `By`.
pub(crate) fn without_by(line: &str) -> &str {
    let line = line.trim();
    for by in ["By ", "BY ", "by ", "By: ", "Written by ", "Reported by "] {
        if let Some(names) = line.strip_prefix(by) {
            return names.trim();
        }
    }
    line
}

/// `(Reporting by A in Paris; Editing by B)`.
fn credits(line: &str, lower: &str) -> Option<Furniture> {
    let inner = lower.trim_start_matches(['(', '[', '*', '-', '\u{2014}', ' ']);
    let starts = [
        "reporting by ", "additional reporting by ", "reporting and writing by ", "writing by ", "editing by ", "compiled by ",
        "edited by ", "with reporting by ", "translated by ", "with inputs from ", "with input from ", "additional reporting from ",
        "reporting from ", "with agency inputs", "with agencies", "with files from ", "contributing: ", "with post wires",
    ];
    if !starts_any(inner, &starts) {
        return None;
    }
    let reporters = inner.starts_with("reporting by ").then(|| {
        let offset = line.len() - inner.len().min(line.len()) + "reporting by ".len();
        let names = line.get(offset..).unwrap_or("").split([';', ')']).next().unwrap_or("");
        names.trim().trim_end_matches('.').to_owned()
    });
    Some(Furniture::Credits(reporters.filter(|r| !r.is_empty())))
}

fn editors_note(lower: &str) -> bool {
    let inner = lower.trim_start_matches(['(', '[', '*', ' ']);
    let short = lower.len() <= 160;
    let starts = [
        "adds ", "eds:", "eds.", "recasts", "updates with ", "updates throughout", "updating with ", "refiles ", "repeats ",
        "corrects ", "writethru", "embargoed ", "not for publication", "attention editors", "editors' note", "editor's note",
        "note to editors", "1st ld", "2nd ld", "3rd ld", "clarifies ",
    ];
    short && starts_any(inner, &starts) && (lower.starts_with(['(', '[', '*']) || !lower.ends_with('.') || lower.starts_with("ed"))
}

/// The end of agency copy: `-- AFP`, `(PTI)`, `AFP/ab/cd`, `ENDS`, `###`, `(c) 2019 AFP`.
fn sign_off(line: &str, lower: &str) -> Option<Furniture> {
    let bare = line.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.is_empty() {
        // A rule of stars or dashes.
        return Some(Furniture::SignOff(None));
    }
    const ENDS: [&str; 10] = ["end", "ends", "end item", "ends item", "30", "0", "nnnn", "end/ips", "enditem", "more"];
    if line.len() <= 12 && ENDS.contains(&bare.to_lowercase().as_str()) && (line != bare || bare.to_uppercase() == bare) {
        return Some(Furniture::SignOff(None));
    }
    if line.len() <= 40
        && let Some(name) = crate::dateline::agency(bare).or_else(|| initials(bare))
    {
        return Some(Furniture::SignOff(Some(name)));
    }
    let copyright = starts_any(lower, &["copyright ", "\u{A9}", "(c) ", "all rights reserved", "our standards:"])
        || lower.contains("may not be published, broadcast, rewritten");
    copyright.then_some(Furniture::SignOff(None))
}

/// `AFP/ab/cd`, `AA/ka`: the agency before the initials of its editors.
fn initials(line: &str) -> Option<&'static str> {
    let (house, rest) = line.split_once('/')?;
    let small = rest.split('/').all(|p| (1..=4).contains(&p.len()) && p.chars().all(char::is_alphabetic));
    small.then(|| crate::dateline::agency(house)).flatten()
}

fn is_caption(line: &str, lower: &str) -> bool {
    let labels = [
        "photo:", "photos:", "photo by ", "(photo", "[photo", "image:", "images:", "(image", "image credit", "image source",
        "image copyright", "image caption", "picture:", "pictures:", "(picture", "file photo", "file picture", "file - ", "file \u{2013} ",
        "file \u{2014} ", "(file", "caption:", "photograph:", "photo credit", "photo courtesy", "credit:", "video:", "(video", "media caption",
        "main image credit", "illustration:", "graphic:", "(graphic", "courtesy of ", "screenshot", "getty images", "representational image",
        "representative image",
    ];
    let credits = [
        "/afp", "/ap", "/reuters", "/getty images", "/shutterstock", "/epa", "getty images", "ap photo", "(ap photo)", "afp photo",
        "/xinhua", "(file photo)", "[file photo]", "(photo)", "/anadolu agency",
    ];
    let end = lower.trim_end_matches([')', ']', '.', ' ']);
    starts_any(lower, &labels)
        || credits.iter().any(|c| end.ends_with(c.trim_end_matches([')', ']'])))
        || ["REUTERS/", "AFP/", "AP Photo/", "EPA/", "Xinhua/"].iter().any(|c| line.contains(c))
        || lower.starts_with("(l-r)")
}

fn is_related(line: &str, lower: &str) -> bool {
    let labels = [
        "read more", "see more", "read also", "also read", "read:", "read next", "see also", "related:", "related story", "related stories",
        "related article", "related article", "related topics", "related news", "related link", "related coverage", "related content", "more:",
        "more on this", "more from ", "more stories", "more news", "you may also like", "you might also like", "recommended", "don't miss",
        "don\u{2019}t miss", "trending", "watch:", "watch |", "watch more", "listen:", "click here", "tap here", "subscribe", "sign up", "sign in",
        "follow us", "follow @", "follow our", "share this", "share on", "share:", "share via", "advertisement", "story continues below",
        "article continues", "continue reading", "join the conversation", "download the ", "download our", "get the latest", "get our ",
        "stay up to date", "newsletter", "daily newsletter", "like us on", "join our", "join us on", "tags:", "topics:", "filed under",
        "keywords:", "comments", "leave a comment", "view comments", "read the original article", "read full", "read the full", "view gallery",
        "print this", "email this", "send us", "do you have a ", "support our", "support us", "first published on", "most read",
        "latest stories", "top stories", "in pictures", "in case you missed", "breaking news emails", "sponsored", "promoted",
    ];
    if !starts_any(lower, &labels) {
        return false;
    }
    // A sentence may start with such words ("Share this burden, the minister said."), a label is short or a label by sign.
    let labelled = lower.find([':', '|']).is_some_and(|i| i < 30);
    let words = line.split_whitespace().count();
    let sentence = line.ends_with(['.', '"', '\u{201D}']) && words > 8;
    labelled || words <= 8 || !sentence
}

/// An appeal to the reader: it starts with an order or an offer and names what is on offer.
fn is_appeal(lower: &str) -> bool {
    let orders = [
        "get ", "sign ", "receive ", "join ", "let ", "want ", "enter ", "enjoy", "like this", "if you enjoy", "have a tip", "follow ", "download ",
        "try ", "become ", "support ", "make ", "listen ", "watch ", "share ", "tell us", "help us", "don't ", "don\u{2019}t ", "never miss",
        "for more ", "keep up", "stay ", "send ", "email ", "contact ", "you have been", "you are now", "there was a problem", "thank you for",
        "thanks for", "this slideshow", "this video", "please ", "your email", "by submitting", "by signing", "by clicking", "to subscribe",
    ];
    let offers = [
        "inbox", "newsletter", "subscri", "sign up", "signed up", "alerts", "our app", " app ", "podcast", "homepage", "javascript", "on twitter",
        "on facebook", "on instagram", "email address", "your friends", "with a friend", "this story", "this article", "our community", "our forums",
        "forums", "terms of", "privacy", "free trial", "membership", "click here", "youtube", "whatsapp",
    ];
    starts_any(lower, &orders) && offers.iter().any(|o| lower.contains(o)) && !lower.contains(['"', '\u{201C}'])
}

/// A button, a label of the page's own machinery or a breadcrumb.
fn is_control(line: &str, lower: &str) -> bool {
    const LABELS: [&str; 40] = [
        "ad", "advert", "advertisement", "caption", "close", "comment", "comments", "copy link", "copied", "email", "expand", "facebook", "gallery",
        "home", "learn more", "link copied", "live", "loading", "loading...", "menu", "more", "news", "next", "order reprints", "play video",
        "previous", "print", "print article", "read more", "reply", "save", "share", "show more", "skip", "tags", "text size", "tweet", "twitter",
        "view comments", "whatsapp",
    ];
    let words = line.split_whitespace().count();
    let counter = lower.strip_prefix("image ").is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()) && words <= 6);
    let times = ["published ", "updated ", "posted ", "last updated ", "first published ", "modified "];
    let time = starts_any(lower, &times) && words <= 14 && lower.contains(|c: char| c.is_ascii_digit()) && !lower.ends_with('.');
    let path = (line.contains(" > ") || line.contains(" \u{BB} ") || line.contains(" \u{203A} ")) && words <= 12 && !line.ends_with('.');
    LABELS.contains(&lower.trim_end_matches([':', '.', '!'])) || counter || time || path
}

/// Whether a paragraph at the very end of an article is about its author, its reader or its outlet.
pub(crate) fn is_tail(paragraph: &str) -> bool {
    const CUES: [&str; 46] = [
        "follow him", "follow her", "follow us", "follow them", "follow me", "follow @", "on twitter", "on facebook", "on instagram",
        "subscribe", "newsletter", "sign up", "your inbox", "click here", "affiliate", "reached at", "can be contacted", "contact him",
        "contact her", "email:", "write to ", "news tip", "have a tip", "join our", "join the conversation", "our forums", "like this story",
        "enjoyed this", "download the", "our app", "original article", "terms of use", "terms and conditions", "privacy policy",
        "we may earn", "may earn a", "is a staff writer", "is a senior", "is the editor", "is an associate", "is a contributor", "is a reporter",
        "is a journalist", "moderating", "comments submitted", "views expressed",
    ];
    let lower = paragraph.to_lowercase();
    let contact = lower.split_whitespace().any(|w| w.contains('@') && w.contains('.') || w.starts_with("http") || w.starts_with("@"));
    let words = paragraph.split_whitespace().count();
    words <= 90 && (CUES.iter().any(|c| lower.contains(c)) || contact && words <= 40)
}

/// Whether a line is a heading over links to other stories, so that everything after it goes with it.
pub(crate) fn is_end(line: &str) -> bool {
    let lower = line.to_lowercase();
    let heads = [
        "more great ", "more from ", "more stories", "more on ", "more news", "related ", "recommended", "most read", "most popular", "read next",
        "trending", "latest news", "top stories", "you may also", "you might also", "also in ", "about the author", "editor's picks",
        "editor\u{2019}s picks", "tags", "something to consider", "comments", "popular on ", "from the web", "around the web", "elsewhere on",
    ];
    line.split_whitespace().count() <= 7 && !line.ends_with('.') && starts_any(&lower, &heads)
}

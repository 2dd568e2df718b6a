//! Where a report comes from: the places of its dateline, publisher and headline, and the country of its address.

use super::candidates::country_entry;
use super::lists;
use super::resolve::holds;
use annalist_core::{CountryCode, Report};
use annalist_lexicon::places::{Entry, Feature};
use annalist_lexicon::{Casing, Lexicon, Naming, Shape, Word, words};
use std::collections::BTreeMap;

/// What a dateline's place weighs beside one in the text.
const DATELINE: f64 = 1.0;
/// What the publisher's or the headline's weighs.
const NAMED: f64 = 0.7;
/// What a publisher's own town weighs where the publisher says in which province or country it is.
const LOCAL: f64 = 2.0;
/// What the country of the web address weighs.
const ADDRESS: f64 = 0.7;

/// The places that a report's frame names.
#[derive(Debug, Default)]
pub struct Home {
    /// Folded names, their meanings and weights.
    pub named: Vec<(String, Vec<Entry>, f64)>,
    /// The country of the web address.
    pub country: Option<(CountryCode, f64)>,
    /// Towns and provinces that the publisher is named after, by folded name, where it is sure which.
    local: BTreeMap<String, Entry>,
}

impl Home {
    /// Reads the frame of `report`.
    pub fn of(report: &Report, lexicon: &Lexicon) -> Home {
        let mut home = Home::default();
        let dateline = report.dateline.as_ref().and_then(|d| d.place.as_deref());
        for (text, weight) in [(dateline, DATELINE), (report.headline.as_deref(), NAMED)] {
            for (key, entries) in names(text.unwrap_or_default(), lexicon) {
                home.named.push((key, entries, weight));
            }
        }
        home.read_publisher(report.publisher.as_deref().unwrap_or_default(), lexicon);
        let country = report.url.as_deref().and_then(country_of);
        home.country = country.map(|country| (country, ADDRESS));
        home
    }

    /// "The Paris News (Texas)": where one name holds a meaning of another, the other has no further meanings.
    fn read_publisher(&mut self, publisher: &str, lexicon: &Lexicon) {
        let all = names(publisher, lexicon);
        for (i, (key, entries)) in all.iter().enumerate() {
            let inside = |e: &&Entry| {
                all.iter().enumerate().any(|(j, (_, others))| j != i && others.iter().any(|h| contains(h, e)))
            };
            let held: Vec<Entry> = entries.iter().filter(inside).copied().collect();
            let first = entries.first().and_then(|e| e.country);
            let sure = entries.iter().all(|e| e.country == first && !e.alternate);
            match held.first() {
                Some(town) => {
                    self.local.insert(key.clone(), *town);
                    self.named.push((key.clone(), vec![*town], LOCAL));
                }
                None => {
                    if sure && let Some(entry) = entries.first() {
                        self.local.insert(key.clone(), *entry);
                    }
                    self.named.push((key.clone(), entries.clone(), NAMED));
                }
            }
        }
    }

    /// The place that the publisher is named after, if `key` names it.
    pub fn local(&self, key: &str) -> Option<&Entry> {
        self.local.get(key)
    }
}

/// Whether a province or country that a publisher names holds a place.
fn contains(container: &Entry, inner: &Entry) -> bool {
    matches!(container.feature, Feature::Province | Feature::Country) && holds(container, inner)
}

/// The places that a short text names, the longest names first at each word, each by its folded name.
fn names(text: &str, lexicon: &Lexicon) -> Vec<(String, Vec<Entry>)> {
    let words = words(text);
    let mut out = Vec::new();
    let mut i = 0;
    while i < words.len() {
        let longest = (1..=4.min(words.len() - i)).rev();
        let found =
            longest.map(|n| (n, meanings(&words[i..i + n], lexicon))).find(|(_, (_, e))| !e.is_empty());
        i += found.as_ref().map_or(1, |(n, _)| *n);
        out.extend(found.map(|(_, named)| named));
    }
    out
}

fn meanings(words: &[Word], lexicon: &Lexicon) -> (String, Vec<Entry>) {
    let key = words.iter().map(|w| w.fold.as_str()).collect::<Vec<_>>().join(" ");
    let plain =
        words.len() == 1 && (lexicon.places.is_common_word(&key) || lists::is_never(&key) || key.len() < 4);
    let entries = if plain || words[0].shape == Shape::Lower {
        Vec::new()
    } else {
        let matches = lexicon.countries.longest_at_start(words, Casing::Respect);
        let matches =
            matches.filter(|found| found.len == words.len()).map_or_else(Vec::new, |found| found.values);
        let named = matches.into_iter().filter(|m| matches!(m.naming, Naming::Name | Naming::FormerName));
        let countries = named.filter_map(|m| country_entry(lexicon, lexicon.countries.entry(m)));
        countries.chain(lexicon.places.lookup(&key)).collect()
    };
    (key, entries)
}

/// The country of a web address by its last label: `https://www.kilkennypeople.ie/news` is Irish.
fn country_of(url: &str) -> Option<CountryCode> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let (_, label) = host.rsplit_once('.')?;
    let label = label.to_ascii_lowercase();
    let (_, code) = DOMAINS.iter().find(|(domain, _)| *domain == label)?;
    CountryCode::from_code(code)
}

/// Country domains of the press in English, after IANA's root zone; those used for other ends (.me, .tv, .io) are left out.
const DOMAINS: &[(&str, &str)] = &[
    ("ae", "ARE"),
    ("af", "AFG"),
    ("am", "ARM"),
    ("au", "AUS"),
    ("az", "AZE"),
    ("bb", "BRB"),
    ("bd", "BGD"),
    ("bh", "BHR"),
    ("bm", "BMU"),
    ("bs", "BHS"),
    ("bt", "BTN"),
    ("bw", "BWA"),
    ("bz", "BLZ"),
    ("ca", "CAN"),
    ("ch", "CHE"),
    ("cn", "CHN"),
    ("cy", "CYP"),
    ("cz", "CZE"),
    ("de", "DEU"),
    ("dk", "DNK"),
    ("eg", "EGY"),
    ("es", "ESP"),
    ("et", "ETH"),
    ("fi", "FIN"),
    ("fj", "FJI"),
    ("fr", "FRA"),
    ("ge", "GEO"),
    ("gh", "GHA"),
    ("gm", "GMB"),
    ("gr", "GRC"),
    ("gy", "GUY"),
    ("hk", "HKG"),
    ("hu", "HUN"),
    ("id", "IDN"),
    ("ie", "IRL"),
    ("il", "ISR"),
    ("in", "IND"),
    ("iq", "IRQ"),
    ("ir", "IRN"),
    ("is", "ISL"),
    ("it", "ITA"),
    ("jm", "JAM"),
    ("jo", "JOR"),
    ("jp", "JPN"),
    ("ke", "KEN"),
    ("kh", "KHM"),
    ("kr", "KOR"),
    ("kw", "KWT"),
    ("kz", "KAZ"),
    ("lb", "LBN"),
    ("lk", "LKA"),
    ("lr", "LBR"),
    ("ls", "LSO"),
    ("mm", "MMR"),
    ("mt", "MLT"),
    ("mu", "MUS"),
    ("mv", "MDV"),
    ("mw", "MWI"),
    ("my", "MYS"),
    ("na", "NAM"),
    ("ng", "NGA"),
    ("nl", "NLD"),
    ("no", "NOR"),
    ("np", "NPL"),
    ("nz", "NZL"),
    ("om", "OMN"),
    ("pg", "PNG"),
    ("ph", "PHL"),
    ("pk", "PAK"),
    ("pl", "POL"),
    ("ps", "PSE"),
    ("pt", "PRT"),
    ("qa", "QAT"),
    ("ro", "ROU"),
    ("rs", "SRB"),
    ("ru", "RUS"),
    ("rw", "RWA"),
    ("sa", "SAU"),
    ("sb", "SLB"),
    ("sd", "SDN"),
    ("se", "SWE"),
    ("sg", "SGP"),
    ("sl", "SLE"),
    ("so", "SOM"),
    ("ss", "SSD"),
    ("sy", "SYR"),
    ("sz", "SWZ"),
    ("th", "THA"),
    ("tr", "TUR"),
    ("tt", "TTO"),
    ("tw", "TWN"),
    ("tz", "TZA"),
    ("ua", "UKR"),
    ("ug", "UGA"),
    ("uk", "GBR"),
    ("us", "USA"),
    ("uz", "UZB"),
    ("ve", "VEN"),
    ("vn", "VNM"),
    ("ye", "YEM"),
    ("za", "ZAF"),
    ("zm", "ZMB"),
    ("zw", "ZWE"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_publishers_town_lies_in_the_province_it_names() {
        let home = |publisher: &str| {
            let report = Report { publisher: Some(publisher.to_owned()), ..Report::default() };
            Home::of(&report, Lexicon::english())
        };
        let province = |publisher: &str, key: &str| home(publisher).local(key).map(|e| e.admin1);
        assert_eq!(province("The Paris News (Texas)", "paris"), Some("Texas"));
        assert_eq!(province("The Jackson Sun, Tennessee", "jackson"), Some("Tennessee"));
        assert_eq!(province("The Springfield Herald", "springfield"), None, "which one is not said");
    }

    #[test]
    fn an_address_tells_its_country() {
        let code = |url: &str| country_of(url).map(|c| c.to_string());
        assert_eq!(code("https://www.example.co.uk/news/1.html").as_deref(), Some("GBR"));
        assert_eq!(code("example.ie").as_deref(), Some("IRL"));
        for plain in ["https://example.com/in", "https://example.tv/", "", "https://", "localhost:80"] {
            assert_eq!(code(plain), None, "{plain}");
        }
    }
}

//! Small closed word lists that mark places, people and organizations around a name. All folded, each sorted.

use std::collections::HashSet;
use std::sync::OnceLock;

const GIVEN_NAMES: &str = include_str!("../../../../lexicon/people/given-names.tsv");

/// Prepositions of place.
const LOCATIVE: &[&str] = &[
    "above", "across", "along", "around", "at", "beyond", "between", "from", "in", "inside", "into", "leaving", "near",
    "nearby", "off", "outside", "over", "reached", "surrounding", "through", "throughout", "to", "toward", "towards",
    "via", "visited", "visiting", "within",
];

/// Kinds of place that stand after a name or, with "of", before it.
const GENERIC: &[&str] = &[
    "airport", "area", "avenue", "bay", "beach", "borough", "bridge", "camp", "canal", "canton", "capital", "city",
    "coast", "coastline", "commune", "corridor", "county", "department", "desert", "district", "division", "dam",
    "enclave", "forest", "governorate", "gulf", "hamlet", "harbour", "harbor", "heights", "highlands", "hills",
    "island", "islands", "isle", "lake", "metro", "mountain", "mountains", "municipality", "neighborhood",
    "neighbourhood", "oblast", "outskirts", "parish", "peninsula", "plain", "plains", "plateau", "port", "prefecture",
    "province", "provinces", "raion", "region", "republic", "river", "road", "sea", "section", "settlement", "square",
    "state", "states", "strait", "street", "suburb", "suburbs", "territory", "town", "township", "valley", "village",
    "villages", "voivodeship", "ward",
];

/// Last words of the names of sites, streets and natural features.
const SITES: &[&str] = &[
    "airfield", "airport", "alley", "arena", "avenue", "ave", "barracks", "base", "basin", "bay", "beach", "blvd",
    "boulevard", "bridge", "building", "camp", "canal", "canyon", "cape", "castle", "cathedral", "cemetery", "centre",
    "center", "church", "complex", "corridor", "county", "creek", "crossing", "dam", "desert", "district", "drive",
    "expressway", "falls", "farm", "forest", "fort", "garden", "gardens", "garrison", "gate", "glacier", "hall",
    "harbor", "harbour", "heights", "highway", "hill", "hills", "hospital", "hotel", "house", "interchange", "island",
    "islands", "junction", "lagoon", "lake", "lane", "library", "mall", "market", "monument", "mosque", "motorway",
    "mountain", "mountains", "mount", "museum", "oblast", "palace", "park", "parish", "parkway", "peninsula", "plaza",
    "port", "prefecture", "prison", "province", "region", "reserve", "reservoir", "river", "road", "roundabout", "sea",
    "shrine", "square", "stadium", "station", "strait", "street", "synagogue", "temple", "terminal", "theater",
    "theatre", "tower", "towers", "township", "tunnel", "turnpike", "valley", "village", "volcano", "ward", "waterfall",
    "zoo",
];

/// Last words of the names of streets and buildings, which are often named after places far away.
const ADDRESSES: &[&str] = &[
    "alley", "ave", "avenue", "blvd", "boulevard", "canal", "cemetery", "chapel", "church", "drive", "farm", "gate",
    "hall", "highway", "hotel", "house", "lane", "mall", "mosque", "park", "parkway", "plaza", "quarter", "road",
    "roundabout", "square", "street", "theater", "theatre", "tower", "towers",
];

/// Words that make a capitalized run an organization or work.
const ORGANIZATION: &[&str] = &[
    "academy", "accord", "administration", "agency", "agreement", "airlines", "airways", "alliance", "ambassador",
    "army", "assembly", "association", "athletic", "authority", "bank", "bar", "baptist", "basketball", "battalion",
    "board", "brigade", "broadcasting", "bureau", "cabinet", "cardinals", "chamber", "championship", "chapter",
    "chronicle", "club", "coalition", "college", "command", "commission", "committee", "community", "company", "conference",
    "congress", "constitution", "consulate", "convention", "co", "corp", "corporation", "corps", "council", "court",
    "cup", "daily", "democratic", "department", "diocese", "division", "embassy", "exchange", "express", "fc", "federal",
    "federation", "festival", "film", "fire", "force", "forces", "foundation", "front", "fund", "gazette", "government",
    "group", "guard", "health", "herald", "high", "inc", "independent", "inquirer", "insurance", "institute",
    "international", "investment", "journal", "law", "league", "legislature", "liberation", "ltd", "magazine",
    "marathon", "medical", "memorial", "military", "ministry", "mission", "movement", "museum", "national", "navy",
    "news", "office", "open", "orchestra", "organisation", "organization", "parliament", "party", "patrol", "people",
    "police", "post", "press", "prize", "public", "railway", "red", "regiment", "review", "school", "schools", "senate",
    "service", "services", "society", "state", "studies", "summit", "sun", "supreme", "symphony", "team", "telegraph",
    "times", "treaty", "tribune", "trust", "union", "united", "university",
];

/// Words of direction or part that may stand in capitals before a place.
const PARTS: &[&str] = &[
    "central", "downtown", "east", "eastern", "far", "former", "greater", "historic", "inner", "lower", "metro",
    "metropolitan", "mid", "middle", "modern", "north", "northeast", "northeastern", "northern", "northwest",
    "northwestern", "old", "outer", "rural", "south", "southeast", "southeastern", "southern", "southwest",
    "southwestern", "uptown", "upper", "upstate", "west", "western",
];

/// Titles and forms of address before people's names.
const TITLES: &[&str] = &[
    "adm", "admiral", "ambassador", "archbishop", "ayatollah", "bishop", "brig", "brother", "capt", "captain",
    "cardinal", "chairman", "chancellor", "chief", "coach", "col", "colonel", "commander", "commissioner",
    "congressman", "congresswoman", "councilman", "councilwoman", "councillor", "dame", "dr", "emperor", "father",
    "gen", "general", "gov", "governor", "imam", "inspector", "judge", "justice", "king", "lady", "lieutenant", "lord",
    "lt", "maj", "major", "mayor", "minister", "miss", "mister", "mr", "mrs", "ms", "officer", "pastor", "pope",
    "premier", "president", "prince", "princess", "prof", "professor", "queen", "rabbi", "rep", "rev", "reverend",
    "sen", "senator", "sergeant", "sgt", "sheik", "sheikh", "sheriff", "sir", "sister", "spokesman", "spokeswoman",
    "sultan", "superintendent", "supt",
];

/// Offices whose holders are named with a place of office: "Governor of", so that "of" after them is locative.
const OF_PLACE: &[&str] = &[
    "area", "borough", "camp", "capital", "city", "coast", "community", "county", "department", "district",
    "governorate", "hamlet", "island", "islands", "kingdom", "municipality", "neighborhood", "neighbourhood", "north",
    "south", "east", "west", "outskirts", "part", "parts", "port", "prefecture", "province", "region", "republic", "side",
    "settlement", "state", "streets", "suburb", "territory", "town", "township", "village", "villages", "mayor",
    "governor", "northeast", "northwest", "southeast", "southwest", "people", "university", "bishop", "archbishop",
];

/// Names that look like places and hardly ever are.
const NEVER: &[&str] = &[
    "april", "august", "christmas", "december", "easter", "february", "friday", "god", "islam", "january", "jesus",
    "july", "june", "march", "may", "monday", "muslim", "november", "october", "ramadan", "saturday", "september", "sunday", "the",
    "thursday", "tuesday", "wednesday", "internet", "twitter", "facebook", "google", "reuters", "bbc", "obama", "trump",
    "bush", "clinton", "putin", "allah", "bible", "koran", "quran", "facebook", "amazon", "lord", "english", "covid",
    "street", "avenue", "road", "university", "college", "hospital", "county", "city", "district", "province", "photo",
    "north", "south", "east", "west", "democrat", "republican", "republicans", "democrats", "taliban", "hamas", "fatah",
    "mr", "mrs", "ms", "dr", "republic", "union", "park", "center", "centre", "church", "school", "island", "islands",
    "bay", "beach", "lake", "river", "hill", "hills", "valley", "mount", "fort", "village", "town", "al", "el", "ben",
    "bin", "abu", "van", "von", "de", "la", "le", "san", "santa", "st", "saint", "los", "las", "new", "united", "central",
];

/// Words that say that the name before them speaks or acts.
const ACTING: &[&str] = &[
    "accused", "accuses", "added", "agreed", "agrees", "announced", "announces", "argued", "argues", "asked", "asks",
    "backed", "backs", "believes", "blamed", "blames", "called", "calls", "claimed", "claims", "condemned", "condemns",
    "confirmed", "considers", "continues", "decided", "declared", "declined", "demanded", "demands", "denied", "denies",
    "dismissed", "expects", "failed", "fears", "has", "had", "hopes", "imposed", "imposes", "insisted", "insists",
    "intends", "launched", "launches", "might", "must", "needs", "offered", "offers", "opposed", "opposes", "ordered",
    "plans", "pledged", "pledges", "promised", "proposed", "refused", "refuses", "rejected", "rejects", "responded",
    "responds", "said", "says", "seeks", "should", "signed", "signs", "sought", "supports", "suspended", "threatened",
    "threatens", "thinks", "told", "urged", "urges", "voted", "votes", "vowed", "vows", "wanted", "wants", "warned",
    "warns", "welcomed", "welcomes", "will", "won", "would",
];

/// Words after which a country is a party rather than a place.
const TOWARD_PARTY: &[&str] = &["against", "by", "with", "blame", "blamed", "urge", "urged", "told", "tell", "accused"];

/// What parties have with or from each other.
const PARTY_NOUNS: &[&str] = &[
    "agreement", "ceasefire", "conflict", "cooperation", "deal", "dispute", "hostilities", "independence", "negotiations",
    "pact", "peace", "rapprochement", "relations", "relationship", "row", "summit", "talks", "tension", "tensions",
    "ties", "treaty", "truce", "war",
];

fn has(list: &'static [&'static str], word: &str) -> bool {
    list.contains(&word)
}

macro_rules! tests {
    ($($(#[$meta:meta])* $name:ident: $list:ident,)*) => {
        $($(#[$meta])* pub fn $name(word: &str) -> bool { has($list, word) })*
    };
}

tests! {
    is_locative: LOCATIVE,
    is_generic: GENERIC,
    is_site: SITES,
    is_address: ADDRESSES,
    is_organization: ORGANIZATION,
    is_part: PARTS,
    is_title: TITLES,
    takes_of: OF_PLACE,
    is_never: NEVER,
    is_acting: ACTING,
    is_toward_party: TOWARD_PARTY,
    is_party_noun: PARTY_NOUNS,
}

/// Whether `folded` is a given name.
pub fn is_given_name(folded: &str) -> bool {
    static NAMES: OnceLock<HashSet<String>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        let lines = GIVEN_NAMES.lines().filter(|l| !l.starts_with('#'));
        lines.filter_map(|l| l.split('\t').next()).map(annalist_lexicon::fold).collect()
    });
    names.contains(folded)
}

//! Toponyms as a table: the text, then each toponym with its use and where it lies.

use super::*;
use annalist_syntax::segment::segment;

/// Checks the toponyms of `text`, each written `text use country/admin1`, without a parser.
fn check(text: &str, expected: &[&str]) {
    let report = Report { text: text.to_owned(), ..Report::default() };
    let document = segment(text);
    let found: Vec<String> =
        find(&report, &document, Lexicon::english()).iter().map(|p| written(p, text)).collect();
    assert_eq!(found, expected, "{text}");
}

fn written(place: &Place, text: &str) -> String {
    let country = place.country.map_or("-".to_owned(), |c| c.to_string());
    let admin1 = place.admin1.as_deref().map_or(String::new(), |a| format!("/{a}"));
    format!("{} {} {country}{admin1}", place.span.of(text), place.usage.as_str())
}

#[test]
fn containing_phrases_decide() {
    check(
        "A man was shot in Alexandria, Louisiana, on Monday.",
        &["Alexandria literal USA/Louisiana", "Louisiana literal USA/Louisiana"],
    );
    check(
        "The blast shook Alexandria, Egypt, on Monday.",
        &["Alexandria literal EGY/Alexandria", "Egypt literal EGY"],
    );
    check("The fire began near Paris, Texas.", &["Paris literal USA/Texas", "Texas literal USA/Texas"]);
    check(
        "They met in Springfield, Ill., at noon.",
        &["Springfield literal USA/Illinois", "Ill. literal USA/Illinois"],
    );
}

#[test]
fn neighbours_decide() {
    check(
        "Crews from Powderly, Roxton and Honey Grove helped those of Paris.",
        &[
            "Powderly literal USA/Texas",
            "Roxton literal USA/Texas",
            "Honey Grove literal USA/Texas",
            "Paris literal USA/Texas",
        ],
    );
    // The gazetteer's only Macy is in Nebraska.
    check(
        "Fire engines came from Wabash, Rochester and Logansport to a barn near Macy.",
        &[
            "Wabash literal USA/Indiana",
            "Rochester literal USA/Indiana",
            "Logansport literal USA/Indiana",
            "Macy literal USA/Indiana",
        ],
    );
    check(
        "The talks in London followed those of Paris, Rome and Berlin.",
        &[
            "London literal GBR/England",
            "Paris literal FRA/Ile-de-France",
            "Rome literal ITA/Latium",
            "Berlin literal DEU/Berlin",
        ],
    );
}

#[test]
fn landforms_and_rivers_are_no_towns() {
    check(
        "A boat sank on Lake Ferguson near Greenville, Mississippi.",
        &[
            "Lake Ferguson literal USA/Mississippi",
            "Greenville literal USA/Mississippi",
            "Mississippi literal USA/Mississippi",
        ],
    );
    check("They fled across the Ohio to Paducah.", &["Ohio literal USA", "Paducah literal USA/Kentucky"]);
    check("The Ohio legislature met.", &["Ohio literal USA/Ohio"]);
}

/// What the parser takes for the name of a place, where a preposition of place stands before it.
#[test]
fn unlisted_places_are_found_by_their_names() {
    let text = "Gunmen killed nine people in Dogo Nahawa, near Jos, on Sunday. Troops stationed at Kwall gave chase.";
    let report = Report { text: text.to_owned(), ..Report::default() };
    let document = annalist_syntax::Parser::english().parse(text);
    let found: Vec<String> =
        find(&report, &document, Lexicon::english()).iter().map(|p| written(p, text)).collect();
    assert_eq!(
        found,
        ["Dogo Nahawa literal NGA/Plateau", "Jos literal NGA/Plateau", "Kwall literal NGA/Plateau"]
    );
}

#[test]
fn the_countries_of_the_report_decide() {
    check(
        "Sudanese soldiers entered Kassala. The road from Port Sudan to Kassala in eastern Sudan is closed.",
        &[
            "Sudanese modifier SDN",
            "Kassala literal SDN/Kassala",
            "Port Sudan literal SDN/Red Sea",
            "Kassala literal SDN/Kassala",
            "Sudan literal SDN",
        ],
    );
    check(
        "In Tripoli, Lebanon's second city, gunmen fired on soldiers.",
        &["Tripoli literal LBN/Liban-Nord", "Lebanon modifier LBN"],
    );
}

#[test]
fn names_of_operations_and_of_months_are_no_places() {
    check(
        "Turkey began Operation Olive Branch in Afrin.",
        &["Turkey literal TUR", "Afrin literal SYR/Aleppo"],
    );
    check("His \u{201c}Olive Branch\u{201d} incursion into Syria went on.", &["Syria literal SYR"]);
    check(
        "He grew up in Olive Branch, Mississippi.",
        &["Olive Branch literal USA/Mississippi", "Mississippi literal USA/Mississippi"],
    );
    check("Voting was strong in Sunni districts of Baghdad on Nov. 5.", &["Baghdad literal IRQ/Baghdad"]);
}

#[test]
fn uses_are_told_apart() {
    check("Students of the University of Cairo marched.", &["Cairo embedded EGY/al Qahirah"]);
    check("Gunmen stormed a mosque in Anbar province.", &["Anbar literal IRQ/Anbar"]);
    check(
        "BEIRUT (AP) — Talks between Cairo and Ankara broke down.",
        &["BEIRUT literal LBN/Beyrouth", "Cairo metonymic EGY/al Qahirah", "Ankara metonymic TUR/Ankara"],
    );
    check("Washington refused to comment.", &["Washington metonymic USA/District of Columbia"]);
    check(
        "Turkish troops shelled villages near Kobani.",
        &["Turkish modifier TUR", "Kobani literal SYR/Aleppo"],
    );
    check(
        "Russia said on Friday that it had shot down a drone over Crimea.",
        &["Russia metonymic RUS", "Crimea literal UKR/Crimea"],
    );
}

#[test]
fn people_and_common_words_are_no_places() {
    check("Paris Hilton thanked President Lincoln and Mr. Jackson.", &[]);
    check("Reading books is nice in March.", &[]);
    check("The deal cost US$3 million.", &[]);
    check("The leaflet was written in Russian and handed out.", &[]);
}

#[test]
fn marked_places_beyond_the_gazetteer_fall_back_to_what_holds_them() {
    check(
        "Fighters burned the village of Qorvasht in Badakhshan province.",
        &["Qorvasht literal AFG/Badakhshan", "Badakhshan literal AFG/Badakhshan"],
    );
    check(
        "Police closed Tamarind Street in Nairobi.",
        &["Tamarind Street literal KEN/Nairobi Area", "Nairobi literal KEN/Nairobi Area"],
    );
}

#[test]
fn capitals_and_lower_case_do_not_hide_places() {
    check(
        "BEIRUT (AP) — Israeli jets struck southern Lebanon.",
        &["BEIRUT literal LBN/Beyrouth", "Israeli modifier ISR", "Lebanon literal LBN"],
    );
    check(
        "JACKSON, Tenn. - Deputies closed a road.",
        &["JACKSON literal USA/Tennessee", "Tenn. literal USA/Tennessee"],
    );
    check(
        "two soldiers were killed in a bomb attack in baghdad on monday, police in iraq say.",
        &["baghdad literal IRQ/Baghdad", "iraq literal IRQ"],
    );
}

#[test]
fn former_and_other_names_are_known() {
    check(
        "He was born in Leningrad and studied in Bombay.",
        &["Leningrad literal RUS/St.-Petersburg", "Bombay literal IND/Maharashtra"],
    );
    check("Kiev and Kyiv are one city.", &["Kiev literal UKR/Kyiv City", "Kyiv literal UKR/Kyiv City"]);
}

#[test]
fn odd_text_does_no_harm() {
    for text in [
        "",
        " ",
        ",,,",
        "A",
        "X, Y, Z",
        "U.S.",
        "İ İstanbul’da",
        "Al-",
        "– Mali –",
        "$US US$ @Iran #Iraq",
        "São\u{301} Paulo",
    ] {
        let report = Report { text: text.to_owned(), ..Report::default() };
        for place in find(&report, &segment(text), Lexicon::english()) {
            assert!(text.get(place.span.range()).is_some_and(|t| !t.is_empty()));
        }
    }
}

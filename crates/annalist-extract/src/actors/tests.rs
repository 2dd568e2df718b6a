//! Phrases and what they resolve to; sentences and the noun phrases found in them.

use super::trees::{parsed, unparsed};
use super::{describe, find};
use annalist_core::moment::Moment;
use annalist_core::{Document, Report};
use annalist_lexicon::Lexicon;
use jiff::civil::{Date, date};

fn report(document: &Document, on: Date) -> Report {
    Report { text: document.text.clone(), published: Some(Moment::day(on)), ..Report::default() }
}

/// Checks `CODE SECTOR …` of a phrase alone, `-` for no country and `nobody` for what is no party.
fn check(phrase: &str, expected: &str) {
    check_on(phrase, date(2014, 5, 1), expected);
}

fn check_on(phrase: &str, on: Date, expected: &str) {
    let document = unparsed(phrase);
    let found = describe(&report(&document, on), &document, &[], Lexicon::english());
    let shown = found.map_or("nobody".to_owned(), |r| {
        let country = r.country.map_or("-".to_owned(), |c| c.to_string());
        let sectors = r.sectors.iter().map(|s| s.as_str());
        std::iter::once(country.as_str()).chain(sectors).collect::<Vec<_>>().join(" ")
    });
    assert_eq!(shown, expected, "{phrase}");
}

#[test]
fn roles_give_sectors_and_their_modifiers_countries() {
    check("the Colombian vice president", "COL GOV");
    check("Nairobi police", "KEN COP");
    check("police in Nairobi", "KEN COP");
    check("Mali's interim president", "MLI GOV");
    check("an Italian tribunal", "ITA JUD");
    check("lawmakers", "- LEG");
    check("Turkish troops", "TUR MIL");
    check("Syrian refugees in Lebanon", "SYR REF");
    check("dozens of protesters", "- CVL");
    check("the Israeli ambassador to France", "ISR GOV");
    check("US-backed rebels", "- REB");
    check("members of the Knesset", "ISR LEG");
    check("the chairman of the Joint Chiefs of Staff", "USA MIL");
}

#[test]
fn a_country_in_the_description_outdoes_the_place_after_it() {
    check("Israeli settlers in Hebron", "ISR CVL");
    check("Somali pirates off Yemen", "SOM CRM");
    check("a Kremlin spokesman in Damascus", "RUS GOV");
    check("the chief minister of Punjab, Pakistan", "PAK GOV");
    check("Hamas gunmen", "PSE REB GOV");
    check("a government source", "- GOV");
    check("a source", "nobody");
    check("a professor of law", "- EDU");
}

#[test]
fn a_national_office_names_its_holder() {
    let check = |phrase: &str, expected: Option<&str>| {
        let document = unparsed(phrase);
        let report = report(&document, date(2014, 5, 1));
        let found = describe(&report, &document, &[], Lexicon::english()).expect(phrase);
        assert_eq!(found.name.as_deref(), expected, "{phrase}");
    };
    check("the president of France", Some("François Hollande"));
    check("the president of Chechnya", None);
    check("the governor of Texas", None);
    check("the mayor of Paris", None);
    check("the French foreign minister", Some("Laurent Fabius"));
    check("the British foreign secretary", Some("William Hague"));
    check("the Indian foreign secretary", Some("Sujatha Singh"));
    check("Ukraine's prosecutor general", Some("Oleh Makhnitsky"));
}

#[test]
fn an_office_that_many_hold_names_nobody() {
    for phrase in [
        "the U.S. senator",
        "the U.S. general",
        "the American ambassador",
        "the Brazilian judge",
        "the German lawmaker",
        "the Japanese mayor",
        "the Italian cardinal",
    ] {
        let document = unparsed(phrase);
        let report = report(&document, date(2014, 5, 1));
        let found = describe(&report, &document, &[], Lexicon::english()).expect(phrase);
        assert_eq!(found.name, None, "{phrase}");
    }
}

#[test]
fn a_lone_surname_is_that_of_a_state_leader_only() {
    check_on("Mandela", date(1996, 6, 1), "ZAF GOV");
    check_on("Smith", date(2017, 6, 15), "nobody");
    check_on("Martin", date(2011, 6, 15), "nobody");
    check_on("Singh", date(1993, 6, 15), "nobody");
    check_on("Young", date(2005, 6, 15), "nobody");
}

#[test]
fn the_president_of_a_body_is_not_the_countrys() {
    let check = |phrase: &str, expected: Option<&str>| {
        let document = unparsed(phrase);
        let report = report(&document, date(2014, 5, 1));
        let found = describe(&report, &document, &[], Lexicon::english()).expect(phrase);
        assert_eq!(found.name.as_deref(), expected, "{phrase}");
    };
    check("the president of the European Commission", Some("José Manuel Barroso"));
    check("the European Council president", Some("Herman Van Rompuy"));
    check("the Bundesbank president", None);
    check("the president of the Bundesbank", None);
}

#[test]
fn several_sectors_stand_where_plover_wants_several() {
    check("the minister of justice", "- GOV JUD");
    check("an opposition lawmaker", "- LEG OPP");
    check("the ruling party", "- PTY GOV");
    check("the governing coalition", "- PTY GOV");
}

#[test]
fn spokesmen_and_officials_take_the_sectors_of_those_they_speak_for() {
    check("a spokesman for the Israeli military", "ISR MIL");
    check("the head of the Syrian army", "SYR MIL");
    check("Iraqi officials", "IRQ GOV");
    check("a Kremlin spokesman", "RUS GOV");
}

#[test]
fn those_out_of_office_and_their_kin_are_elites() {
    check("a former interior minister", "- ELI");
    check("the prime minister's wife", "- ELI");
    check("the deposed Egyptian president", "EGY ELI");
    check("a former schoolteacher", "- EDU");
}

#[test]
fn countries_and_capitals_act_as_governments_and_their_people_do_not() {
    check("Ankara", "TUR GOV");
    check("North Korea", "PRK GOV");
    check("the French", "FRA GOV");
    check("a Frenchman", "FRA CVL");
    check("one Iraqi", "IRQ CVL");
    check("the breakaway government of Transnistria", "MDA GOV PRE");
    check("Zaire", "COD GOV");
}

#[test]
fn offices_are_those_of_the_day() {
    check_on("Merkel", date(2014, 5, 1), "DEU GOV");
    check_on("Angela Merkel", date(2023, 1, 1), "DEU ELI");
    check_on("President Hollande", date(2014, 5, 1), "FRA GOV");
    check_on("the Soviet president", date(1990, 5, 1), "SUN GOV");
}

#[test]
fn armed_people_without_a_name_are_unidentified() {
    check("masked attackers", "- UAF");
    check("armed men", "- UAF");
    check("unidentified gunmen", "- UAF");
}

#[test]
fn times_things_and_abstractions_name_nobody() {
    for phrase in
        ["last spring", "the procedure", "a budget", "a ceasefire", "yesterday", "an earthquake", "", "-"]
    {
        check(phrase, "nobody");
    }
}

/// Checks the spans of the mentions of a sentence, codable ones plain and others in brackets.
fn check_mentions(tree: &str, expected: &[&str]) {
    let document = parsed(tree);
    let (entities, mentions) = find(&report(&document, date(2014, 5, 1)), &document, &[], Lexicon::english());
    let shown: Vec<String> = mentions
        .iter()
        .map(|m| {
            let text = m.span.of(&document.text);
            if entities[m.entity.0 as usize].codable { text.to_owned() } else { format!("[{text}]") }
        })
        .collect();
    assert_eq!(shown, expected, "{tree}");
}

#[test]
fn spans_leave_out_clauses_and_appositions_set_off_by_commas() {
    check_mentions(
        "soldiers/NOUN/6/nsubj of/ADP/3/case Chad/PROPN/1/nmod who/PRON/5/nsubj fled/VERB/1/acl:relcl met/VERB/0/root \
         lawmakers/NOUN/6/obj ,/PUNCT/9/punct farmers/NOUN/7/appos",
        &["soldiers of Chad", "Chad", "who", "lawmakers", "farmers"],
    );
    check_mentions(
        "President/PROPN/2/nmod:desc François/PROPN/4/nsubj Hollande/PROPN/2/flat visited/VERB/0/root Mali/PROPN/4/obj",
        &["President François Hollande", "Mali"],
    );
}

#[test]
fn conjuncts_are_mentions_of_their_own() {
    check_mentions(
        "police/NOUN/4/nsubj and/CCONJ/3/cc soldiers/NOUN/1/conj fired/VERB/0/root",
        &["police", "soldiers"],
    );
}

#[test]
fn a_party_that_modifies_a_deed_is_found() {
    check_mentions(
        "an/DET/3/det Israeli/ADJ/3/amod raid/NOUN/4/nsubj killed/VERB/0/root two/NUM/6/nummod civilians/NOUN/4/obj",
        &["[an Israeli raid]", "Israeli", "two civilians"],
    );
}

#[test]
fn trees_that_are_none_do_no_harm() {
    let mut document = parsed("Mali/PROPN/2/nsubj fell/VERB/1/root");
    document.tokens[1].head = Some(0);
    let (entities, mentions) = find(&report(&document, date(2014, 5, 1)), &document, &[], Lexicon::english());
    assert_eq!(entities.len(), mentions.len());
    let flat = unparsed("Mali fell in March");
    assert!(find(&report(&flat, date(2014, 5, 1)), &flat, &[], Lexicon::english()).1.is_empty());
}

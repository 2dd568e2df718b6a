//! Whose "police" and "protesters" are: what the report says of parties whose phrase names no country.

use annalist::core::{Entity, Report};

fn coded(text: &str) -> annalist::Coded {
    annalist::code(Report { id: "r".into(), text: text.into(), ..Report::default() })
}

/// The entity of the mention that starts where `phrase` first stands.
fn entity<'a>(coded: &'a annalist::Coded, phrase: &str) -> &'a Entity {
    let at = coded.report.text.find(phrase).unwrap();
    let mention = coded.annotations.mentions.iter().find(|m| m.span.range().start == at).unwrap();
    coded.annotations.entity(mention.entity)
}

fn check(text: &str, phrase: &str, country: Option<&str>) {
    let coded = coded(text);
    let entity = entity(&coded, phrase);
    assert_eq!(
        entity.country.map(|c| c.to_string()).as_deref(),
        country,
        "{phrase} in {text}: {}",
        entity.rule
    );
    assert_eq!(entity.rule.ends_with("+report"), country.is_some(), "{}", entity.rule);
}

const KENYA: &str = "Thousands of people marched through Nairobi on Tuesday against new taxes. The Kenyan parliament had \
    passed them a week earlier. Police fired tear gas, and the protesters threw stones. The finance minister said in \
    Mombasa that Kenya needed the money.";

#[test]
fn a_report_of_one_country_tells_whose_its_police_are() {
    check(KENYA, "Police", Some("KEN"));
    check(KENYA, "the protesters", Some("KEN"));
    check(KENYA, "The finance minister", Some("KEN"));
}

#[test]
fn a_report_without_a_country_tells_nothing() {
    check("Police fired tear gas at protesters on Tuesday.", "Police", None);
}

#[test]
fn several_states_are_of_no_country() {
    let text = "The United Nations met in New York. It called on member states to help Mali.";
    check(text, "member states", None);
}

#[test]
fn what_the_phrase_says_itself_stands() {
    let coded =
        coded("Italian police arrested a man in Tunis. Tunisia thanked Italy. Tunisia had asked for it.");
    assert_eq!(entity(&coded, "Italian police").country.unwrap().as_str(), "ITA");
}

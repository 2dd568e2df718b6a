//! Short texts and the chains that their mentions make.

use super::resolve;
use crate::actors::find;
use crate::actors::trees::parsed;
use annalist_core::moment::Moment;
use annalist_core::{Document, Report};
use annalist_lexicon::Lexicon;
use jiff::civil::date;

fn report(document: &Document) -> Report {
    Report {
        text: document.text.clone(),
        published: Some(Moment::day(date(2014, 5, 1))),
        ..Report::default()
    }
}

/// Checks the chains of two mentions or more, each as its mentions parted by ` = `.
#[track_caller]
fn check(tree: &str, expected: &[&str]) {
    check_document(&parsed(tree), expected);
}

/// The same for a text, on the trees of the built-in parser.
#[track_caller]
fn check_text(text: &str, expected: &[&str]) {
    check_document(&annalist_syntax::model::Parser::english().parse(text), expected);
}

#[track_caller]
fn check_document(document: &Document, expected: &[&str]) {
    let text = &document.text;
    let report = report(document);
    let (mut entities, mut mentions) = find(&report, document, &[], Lexicon::english());
    resolve(&report, document, Lexicon::english(), &mut entities, &mut mentions);
    let chain = |id| {
        let own = mentions.iter().filter(|m| m.entity == id).map(|m| m.span.of(text));
        own.collect::<Vec<_>>()
    };
    let chains: Vec<String> =
        entities.iter().map(|e| chain(e.id)).filter(|c| c.len() > 1).map(|c| c.join(" = ")).collect();
    assert_eq!(chains, expected, "{text}");
    let dense = entities.iter().enumerate().all(|(i, e)| e.id.0 as usize == i);
    assert!(dense && mentions.iter().all(|m| (m.entity.0 as usize) < entities.len()), "{text}");
}

#[test]
fn names_return_shortened() {
    check(
        "Angela/PROPN/3/nsubj Merkel/PROPN/1/flat arrived/VERB/0/root
         Merkel/PROPN/2/nsubj spoke/VERB/0/root",
        &["Angela Merkel = Merkel"],
    );
    check(
        "the/DET/4/det West/PROPN/4/compound Harbour/PROPN/4/compound League/PROPN/5/nsubj met/VERB/0/root
         the/DET/2/det WHL/PROPN/3/nsubj agreed/VERB/0/root",
        &["the West Harbour League = the WHL"],
    );
}

#[test]
fn a_name_may_be_misspelt() {
    check_text(
        "Mohammad Nabi Mullahkhil met reporters in Lashkar Gah. Mullahkil said four guards had died.",
        &["Mohammad Nabi Mullahkhil = Mullahkil"],
    );
    check_text("Anna Lind met reporters. Lund said four guards had died.", &[]);
}

#[test]
fn a_surname_is_that_of_whom_the_report_names_in_full() {
    // In 2014 Modi without more is India's prime minister.
    check_text(
        "India sent its coach to London. Rajesh Modi, the coach, praised his players. Modi said they had won.",
        &["India = its", "its coach = Rajesh Modi = the coach = his = Modi", "his players = they"],
    );
}

#[test]
fn who_speaks_without_a_name_may_be_named_later() {
    check_text(
        "A top British general said the handover was near. “The day gets nearer,” General Nick Houghton told the BBC.",
        &["A top British general = General Nick Houghton"],
    );
    check_text("A British general was killed on Monday. General Nick Houghton told the BBC of it.", &[]);
}

#[test]
fn a_description_goes_back_to_whom_its_words_fit() {
    check_text(
        "Turkish Cypriot leader Rauf Denktash met Greek Cypriot leader Glafcos Clerides. The Turkish Cypriot leader left early.",
        &["Turkish Cypriot leader Rauf Denktash = The Turkish Cypriot leader"],
    );
}

#[test]
fn whom_the_quoted_words_name_does_not_say_them() {
    check_text(
        "Pawina Thongsuk was quoted by The Nation as saying she was hurt. “The team doctor says I must rest,” she said.",
        &["Pawina Thongsuk = she = she"],
    );
}

#[test]
fn appositions_copulas_and_relative_pronouns_join() {
    check(
        "Peter/PROPN/6/nsubj Brandt/PROPN/1/flat ,/PUNCT/5/punct the/DET/5/det minister/NOUN/1/appos resigned/VERB/0/root",
        &["Peter Brandt = the minister"],
    );
    check(
        "soldiers/NOUN/4/nsubj who/PRON/3/nsubj deserted/VERB/1/acl:relcl returned/VERB/0/root",
        &["soldiers = who"],
    );
}

#[test]
fn definite_descriptions_go_back_to_names_and_nouns() {
    check(
        "a/DET/2/det delegation/NOUN/3/nsubj arrived/VERB/0/root
         the/DET/2/det delegation/NOUN/3/nsubj left/VERB/0/root",
        &["a delegation = the delegation"],
    );
    check(
        "a/DET/2/det delegation/NOUN/3/nsubj arrived/VERB/0/root
         the/DET/3/det other/ADJ/3/amod delegation/NOUN/4/nsubj left/VERB/0/root",
        &[],
    );
}

#[test]
fn pronouns_agree_with_what_they_stand_for() {
    check(
        "Angela/PROPN/3/nsubj Merkel/PROPN/1/flat met/VERB/0/root David/PROPN/3/obj Cameron/PROPN/4/flat
         She/PRON/2/nsubj thanked/VERB/0/root him/PRON/2/obj",
        &["Angela Merkel = She", "David Cameron = him"],
    );
    check(
        "the/DET/2/det rebels/NOUN/3/nsubj attacked/VERB/0/root a/DET/5/det town/NOUN/3/obj
         They/PRON/2/nsubj withdrew/VERB/0/root",
        &["the rebels = They"],
    );
}

#[test]
fn a_pronoun_is_not_the_object_of_its_own_subject() {
    check(
        "David/PROPN/2/nsubj praised/VERB/0/root John/PROPN/2/obj
         John/PROPN/2/nsubj thanked/VERB/0/root him/PRON/2/obj",
        &["David = him", "John = John"],
    );
}

#[test]
fn a_chain_is_as_well_known_as_its_best_mention() {
    let document = parsed(
        "Angela/PROPN/3/nsubj Merkel/PROPN/1/flat arrived/VERB/0/root
         She/PRON/2/nsubj spoke/VERB/0/root",
    );
    let report = report(&document);
    let (mut entities, mut mentions) = find(&report, &document, &[], Lexicon::english());
    resolve(&report, &document, Lexicon::english(), &mut entities, &mut mentions);
    let she = &entities[mentions[1].entity.0 as usize];
    assert_eq!(
        (she.name.as_deref(), she.country.map(|c| c.to_string())),
        (Some("Angela Merkel"), Some("DEU".into()))
    );
}

/// Numbers that look random and are the same every time.
fn numbers(mut seed: u64) -> impl FnMut(usize) -> usize {
    move |below| {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (seed >> 33) as usize % below
    }
}

#[test]
fn no_tree_is_odd_enough_to_fail_on() {
    let words = [
        "the",
        "President",
        "of",
        "Mali",
        "and",
        "his",
        "wife",
        ",",
        "who",
        "met",
        "U.S.",
        "-",
        "led",
        "soldiers",
        "\"",
        "it",
        "Merkel",
        "'s",
        "former",
        "two",
        "they",
        "himself",
        "Bank",
        "(",
        "UN",
        ")",
        "which",
        "dozens",
        "is",
        "France",
    ];
    let mut next = numbers(7);
    for _ in 0..400 {
        let line: Vec<String> = (0..3 + next(14))
            .map(|_| {
                let upos = annalist_core::Upos::ALL[next(annalist_core::Upos::ALL.len())];
                let relation = annalist_core::Relation::ALL[next(annalist_core::Relation::ALL.len())];
                format!("{}/{upos}/{}/{relation}", words[next(words.len())], next(17))
            })
            .collect();
        let mut document = parsed(&format!("{}\n{}", line.join(" "), line.join(" ")));
        let last = document.tokens.len() as u32 - 1;
        document.tokens.iter_mut().for_each(|t| t.head = t.head.map(|h| h.min(last)));
        let report = report(&document);
        let (mut entities, mut mentions) = find(&report, &document, &[], Lexicon::english());
        resolve(&report, &document, Lexicon::english(), &mut entities, &mut mentions);
        assert!(mentions.iter().all(|m| (m.entity.0 as usize) < entities.len()));
        crate::actors::describe(&report, &document, &[], Lexicon::english());
    }
}

#[test]
fn a_newspaper_that_speaks_of_itself_is_the_publisher() {
    let document = parsed(
        "This/DET/2/det newspaper/NOUN/4/nsubj has/AUX/4/aux learned/VERB/0/root
         The/DET/2/det Guardian/PROPN/3/nsubj waited/VERB/0/root",
    );
    let report = Report { publisher: Some("The Guardian".into()), ..report(&document) };
    let (mut entities, mut mentions) = find(&report, &document, &[], Lexicon::english());
    resolve(&report, &document, Lexicon::english(), &mut entities, &mut mentions);
    let itself = &entities[mentions[0].entity.0 as usize];
    assert_eq!(itself.name.as_deref(), Some("The Guardian"));
    assert_eq!(itself.country.map(|c| c.to_string()).as_deref(), Some("GBR"));
    assert!(mentions.iter().all(|m| m.entity == mentions[0].entity), "both are the newspaper");
}

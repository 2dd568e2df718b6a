//! A researcher's own event types, from file to records.

use annalist::core::event::Party;
use annalist::examples::{events, is_as_claimed};
use annalist::lexicon::Lexicon;
use std::path::PathBuf;

const DISPLACEMENT: &str = "\
type\tDISPLACEMENT\tquad=4 scale=-7 needs=recipient like=deport size=recipient\tPeople made to leave their homes.
mode\tDISPLACEMENT/eviction\tscale=-6 cameo=174\t-
mode\tDISPLACEMENT/flight\t-\t-
evict/v obj=@people\tDISPLACEMENT/eviction\t-\t-
displacement/n of=@people\tDISPLACEMENT\t-\t-
flee/v subj=@people\tDISPLACEMENT/flight\tA=- R=subj\t-
";

fn with(text: &str) -> Lexicon {
    let mut lexicon = Lexicon::built_in();
    let problems = lexicon.add_events("own.events", text.as_bytes()).problems;
    assert!(problems.is_empty(), "{problems:?}");
    lexicon
}

/// `TYPE mode [mark] scale: actors → recipients (size)` of each record of `text`.
fn shown(text: &str, lexicon: &Lexicon) -> Vec<String> {
    let words = |parties: &[Party]| {
        let spans: Vec<&str> = parties.iter().map(|p| p.span.of(text)).collect();
        if spans.is_empty() { "-".to_owned() } else { spans.join(", ") }
    };
    let record = |e: annalist::core::Event| {
        let modes: String = e.modes.iter().map(|m| format!(" {m}")).collect();
        let marks: String = e.auxiliary.iter().map(|a| format!(" [{a}]")).collect();
        let size = e.size.and_then(|m| m.low).map_or(String::new(), |n| format!(" ({n})"));
        format!("{}{modes}{marks} {}: {} → {}{size}", e.kind, e.scale, words(&e.actors), words(&e.recipients))
    };
    events(text, lexicon).into_iter().map(record).collect()
}

fn check(file: &str, text: &str, expected: &[&str]) {
    assert_eq!(shown(text, &with(file)), expected, "{text}");
}

#[test]
fn a_declared_type_is_recorded_with_its_mode_scale_and_size() {
    check(
        DISPLACEMENT,
        "Kenyan forest guards evicted 2,000 farmers from their land in March 2010.",
        &["DISPLACEMENT eviction -6: Kenyan forest guards → 2,000 farmers (2000)"],
    );
    check(
        DISPLACEMENT,
        "Thousands of Tutsi refugees fled to Tanzania in April 2010.",
        &["DISPLACEMENT flight -7: - → Thousands of Tutsi refugees (2000)"],
    );
}

#[test]
fn a_declared_type_is_marked_where_it_has_not_happened() {
    check(
        DISPLACEMENT,
        "Kenya plans to evict refugees.",
        &["DISPLACEMENT eviction [future] -6: Kenya → refugees"],
    );
    check(
        DISPLACEMENT,
        "The army did not evict any villagers.",
        &["DISPLACEMENT eviction [negation] -6: The army → any villagers"],
    );
}

#[test]
fn what_is_asked_refused_ended_or_threatened_of_a_declared_type_is_plovers() {
    let check = |text, kind: &str| {
        let found = shown(text, &with(DISPLACEMENT));
        assert!(found.len() == 1 && found[0].starts_with(kind), "{text}: {found:?}");
    };
    check("The rebels threatened to evict villagers.", "THREATEN expel -3.5: The rebels");
    check(
        "The United Nations demanded that Serbia stop evicting civilians.",
        "REQUEST yield -1: The United Nations → Serbia",
    );
    check("The government refused to evict the settlers.", "REJECT -2: The government");
    check("Kenya agreed to stop evicting farmers.", "CONCEDE 4.5: Kenya");
}

#[test]
fn required_parties_are_required() {
    let file = |needs: &str| format!("type\tSURGE\tquad=2 scale=3{needs}\tx\nsurge/v\tSURGE\t-\t-\n");
    let text = "French soldiers surged in March 2010.";
    check(&file(""), text, &["SURGE 3: French soldiers → -"]);
    check(&file(" needs=recipient"), text, &[]);
}

#[test]
fn a_reciprocal_type_has_all_parties_as_actors() {
    let file = |option: &str| format!("type\tPLAY\tquad=2 scale=3{option}\tx\nplay/v\tPLAY\t-\t-\n");
    let text = "French officers played with German officers in Paris in March 2010.";
    check(&file(" reciprocal"), text, &["PLAY 3: French officers, German officers → -"]);
    check(&file(""), text, &["PLAY 3: French officers → German officers"]);
}

#[test]
fn a_frame_casts_the_parts() {
    let file = |frame: &str| format!("type\tGIVING\tquad=2 scale=3\tx\nwaft/v\tGIVING\t{frame}\t-\n");
    let text = "France wafted the medal on Spain from Italy in March 2010.";
    let parties = |frame| shown(text, &with(&file(frame))).concat();
    assert!(parties("-").starts_with("GIVING 3: France → Spain"), "{}", parties("-"));
    assert!(parties("R=from").starts_with("GIVING 3: France → Italy"), "{}", parties("R=from"));
    assert!(parties("A=on R=from").starts_with("GIVING 3: Spain → Italy"), "{}", parties("A=on R=from"));
    assert!(parties("A=- R=subj").starts_with("GIVING 3: - → France"), "{}", parties("A=- R=subj"));
}

#[test]
fn entries_and_modes_are_added_to_plovers_own_types() {
    let text = "Attackers splattered a student leader with acid in Dhaka in March 2010.";
    assert!(shown(text, Lexicon::english()).is_empty());
    check(
        "mode\tASSAULT/acid\tscale=-8.7 like=attack cameo=182\t-\nsplatter/v with=acid\tASSAULT/acid\t-\t-\n",
        text,
        &["ASSAULT acid -8.7: Attackers → a student leader"],
    );
    check("splatter/v with=acid\tattack\t-\t-\n", text, &["ASSAULT -9: Attackers → a student leader"]);
}

#[test]
fn a_built_in_entry_is_overridden_or_removed() {
    let text = "Egyptian police arrested two students in Cairo in March 2010.";
    assert_eq!(shown(text, Lexicon::english()), ["COERCE arrest -7: Egyptian police → two students (2)"]);
    check("arrest/v\tabduct\t-\t-\n", text, &["ASSAULT abduct -8.5: Egyptian police → two students (2)"]);
    check("remove\tarrest/v\t-\t-\n", text, &[]);
}

#[test]
fn a_record_tells_the_line_it_rests_on_and_the_files_it_was_coded_with() {
    let lexicon = with(DISPLACEMENT);
    let found = events("Kenya evicted refugees.", &lexicon);
    assert!(
        found[0].trace.iter().any(|t| t == "entry evict/v obj=@people (own.events, line 4)"),
        "{:?}",
        found[0].trace
    );
    assert!(
        lexicon.version.starts_with("en-") && lexicon.version.contains(" +own.events#"),
        "{}",
        lexicon.version
    );
    assert_ne!(lexicon.version, with(&DISPLACEMENT.replace("-7", "-8")).version);
}

/// Every example of `file` records as its line claims.
fn all_as_claimed(name: &str, file: &str) {
    let mut lexicon = Lexicon::built_in();
    let found = lexicon.add_events(name, file.as_bytes());
    assert!(found.problems.is_empty(), "{:?}", found.problems);
    assert!(found.added.len() >= 5, "{name} has few entries");
    for addition in &found.added {
        let entry = &addition.entry;
        let example = entry.example.expect("an example");
        let records = events(example, &lexicon);
        assert!(records.iter().any(|e| is_as_claimed(e, entry, &lexicon)), "{}: {example}", entry.trigger);
    }
}

fn read(path: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    std::fs::read_to_string(path).expect("the file is there")
}

#[test]
fn the_example_file_records_as_it_claims() {
    all_as_claimed("press-attacks.events", &read("examples/press-attacks.events"));
}

#[test]
fn the_page_for_researchers_records_as_it_claims() {
    let page = read("docs/events.md");
    let blocks: String = page.split("```events\n").skip(1).filter_map(|b| b.split("```").next()).collect();
    all_as_claimed("docs/events.md", &blocks);
}

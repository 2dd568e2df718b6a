//! Reports into a store: once, again, by another coder, with corrections, and into incidents.

use crate::common::*;
use annalist_store::query::{Filter, Index, Order, Period};
use annalist_store::{Corrected, Recorder, Store, Tally};

const TEXT: &str =
    "A bomb killed at least four worshippers in the Sher Shah mosque in Kabul on Friday, police said.";

fn three() -> Vec<annalist_store::Submission> {
    let second = Telling {
        dead: Some(11),
        offset: 30,
        sentence: "Eleven people died when a bomb exploded in the Sher \
        Shah mosque in Kabul.",
        ..bombing()
    };
    let elsewhere = Telling {
        kind: "PROTEST",
        place: ("Lagos", "NGA", 6.45, 3.4),
        actor: ("dock workers", "NGA", "LAB"),
        recipient: ("Nigerian Ports Authority", "NGA", "GOV"),
        dead: None,
        sentence: "Dock workers walked out in Lagos.",
        ..bombing()
    };
    vec![
        report("r1", "2020-06-12", TEXT, &[bombing()]),
        report(
            "r2",
            "2020-06-13",
            "Eleven people died when a bomb exploded in a mosque in Kabul.",
            &[second],
        ),
        report("r3", "2020-06-12", "Dock workers walked out in Lagos on Friday.", &[elsewhere]),
    ]
}

fn ids(store: &Store, filter: &Filter) -> Vec<String> {
    let index = Index::new(store).unwrap();
    let keys = index.select(store, filter).unwrap().page(Order::Earliest, None, 100).0;
    let rows = store.events(&keys).unwrap();
    rows.iter()
        .map(|row| {
            let record: serde_json::Value = serde_json::from_str(row.record.get()).unwrap();
            format!("{} {}", row.status, record["id"].as_str().unwrap())
        })
        .collect()
}

#[test]
fn a_report_is_recorded_once() {
    let mut store = store(&three());
    let before = store.totals().unwrap();
    assert_eq!((before.reports, before.events, before.statements, before.incidents), (3, 3, 3, 2));
    let tally = Recorder::new(&mut store).record(&three()).unwrap();
    assert_eq!(tally, Tally { unchanged: 3, ..Tally::default() });
    assert_eq!(store.totals().unwrap(), before);
}

#[test]
fn another_coder_replaces_records_and_keeps_keys_incidents_and_corrections() {
    let mut store = store(&three());
    let incident = store.event("r1:ASSAULT:7").unwrap().unwrap().incident.unwrap();
    let key = store.event("r1:ASSAULT:7").unwrap().unwrap().key;
    let mut recorder = Recorder::new(&mut store);
    let reject = r#"{"action":"reject","event":"r3:PROTEST:7","by":"MK"}"#;
    assert_eq!(recorder.correct(reject).unwrap(), Corrected::Applied);
    assert_eq!(recorder.correct(reject).unwrap(), Corrected::Known);
    let early = r#"{"action":"edit","event":"r1:ASSAULT:90","set":{"dead":5}}"#;
    assert_eq!(recorder.correct(early).unwrap(), Corrected::Waiting);

    let again = Telling { dead: Some(4), ..bombing() };
    let more = Telling {
        offset: 90,
        dead: None,
        sentence: "Two days before, gunmen had shot a judge in Herat.",
        date: "2020-06-10",
        place: ("Herat", "AFG", 34.35, 62.2),
        ..bombing()
    };
    let newer = [
        report_by("r1", "2020-06-12", TEXT, &[more, again], "annalist 0.2.0 test"),
        report_by(
            "r3",
            "2020-06-12",
            "Dock workers walked out in Lagos on Friday.",
            &[Telling { kind: "PROTEST", ..bombing() }],
            "annalist 0.2.0 test",
        ),
    ];
    let tally = recorder.record(&newer).unwrap();
    assert_eq!((tally.renewed, tally.new), (2, 0));
    assert_eq!(store.faults().unwrap(), Vec::<String>::new());
    let same = store.event("r1:ASSAULT:7").unwrap().unwrap();
    assert_eq!((same.key, same.incident), (key, Some(incident)));
    assert_eq!(
        ids(&store, &Filter::default()),
        ["edited r1:ASSAULT:90", "coded r1:ASSAULT:7", "coded r2:ASSAULT:30"]
    );
}

#[test]
fn a_record_that_the_coder_no_longer_finds_is_withdrawn_and_may_come_back() {
    let mut store = store(&three());
    let key = store.event("r1:ASSAULT:7").unwrap().unwrap().key;
    let mut recorder = Recorder::new(&mut store);
    recorder.record(&[report_by("r1", "2020-06-12", TEXT, &[], "b")]).unwrap();
    recorder.record(&[report_by("r1", "2020-06-12", TEXT, &[bombing()], "c")]).unwrap();
    assert_eq!(store.faults().unwrap(), Vec::<String>::new());
    let back = store.event("r1:ASSAULT:7").unwrap().unwrap();
    assert_eq!((back.key, back.status.as_str()), (key, "coded"));
}

#[test]
fn tellings_of_one_happening_are_one_incident_with_its_sources_and_figures() {
    let store = store(&three());
    let incident = store.event("r1:ASSAULT:7").unwrap().unwrap().incident.unwrap();
    assert_eq!(store.event("r2:ASSAULT:30").unwrap().unwrap().incident, Some(incident));
    let leads = store.leads().unwrap();
    let lead = |id: &str| leads.iter().find(|(event, _)| event == id).map(|(_, lead)| lead.as_str());
    assert_eq!(lead("r1:ASSAULT:7"), Some("r1:ASSAULT:7"), "it opened the incident");
    assert_eq!(lead("r2:ASSAULT:30"), Some("r1:ASSAULT:7"));
    let page = store.incident_page(incident).unwrap().unwrap();
    assert_eq!((page.incident.reports, page.incident.sources), (2, 2));
    assert_eq!((page.incident.dead_low, page.incident.dead_high), (Some(4), Some(11)));
    assert_eq!(page.incident.first.as_ref().unwrap().report, "r1");
    let dead: Vec<_> = page.figures.iter().map(|f| (f.low, f.report.as_str(), f.by.join(", "))).collect();
    let ministry = || "Ministry of Interior".to_owned();
    assert_eq!(dead, [(Some(4), "r1", ministry()), (Some(11), "r2", ministry())]);
    assert_eq!(page.differences.iter().map(|d| d.what).collect::<Vec<_>>(), ["dead"]);
    assert!(page.tellings[1].because.get().contains("\"like\":\"r1:ASSAULT:7\""));
}

#[test]
fn incidents_joined_and_split_by_hand_stay_so() {
    let mut store = store(&three());
    let mut recorder = Recorder::new(&mut store);
    let split = r#"{"action":"split","events":["r2:ASSAULT:30"]}"#;
    let join = r#"{"action":"join","events":["r2:ASSAULT:30","r3:PROTEST:7"]}"#;
    assert_eq!(recorder.correct(split).unwrap(), Corrected::Applied);
    assert_eq!(recorder.correct(join).unwrap(), Corrected::Applied);
    recorder.record(&[report_by("r2", "2020-06-13", "Another text.", &[], "b")]).unwrap();
    let back = three().remove(1);
    recorder.record(&[back]).unwrap();
    assert_eq!(store.faults().unwrap(), Vec::<String>::new());
    let incident = |id: &str| store.event(id).unwrap().unwrap().incident;
    assert_eq!(incident("r2:ASSAULT:30"), incident("r3:PROTEST:7"));
    assert_ne!(incident("r2:ASSAULT:30"), incident("r1:ASSAULT:7"));
}

#[test]
fn filters_find_what_they_say() {
    let store = store(&three());
    let index = Index::new(&store).unwrap();
    let check = |filter: Filter, expected: u64| {
        let found = index.select(&store, &filter).unwrap().len();
        assert_eq!(found, expected, "{filter:?}");
    };
    let words = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
    check(Filter::default(), 3);
    check(Filter { types: words(&["PROTEST"]), ..Filter::default() }, 1);
    check(
        Filter { types: words(&["PROTEST", "ASSAULT"]), countries: words(&["AFG"]), ..Filter::default() },
        2,
    );
    check(Filter { sectors: words(&["LAB"]), ..Filter::default() }, 1);
    check(Filter { actor_sectors: words(&["CVL"]), ..Filter::default() }, 0);
    check(Filter { sources: words(&["Paper r2"]), ..Filter::default() }, 1);
    check(Filter { reports: words(&["r1", "r3"]), ..Filter::default() }, 2);
    check(Filter { text: Some("sher mosque".into()), ..Filter::default() }, 2);
    check(Filter { text: Some("\"mosque sher".into()), ..Filter::default() }, 0);
    check(Filter { text: Some("Ports Author*".into()), ..Filter::default() }, 1);
    check(Filter { text: Some("*".into()), ..Filter::default() }, 0);
    check(Filter { bbox: Some([60.0, 30.0, 75.0, 39.0]), ..Filter::default() }, 2);
    check(Filter { bbox: Some([170.0, -90.0, 5.0, 90.0]), ..Filter::default() }, 1);
    check(Filter { from: "2020-06-13".parse().ok(), ..Filter::default() }, 0);
    check(
        Filter { from: "2020-06-12".parse().ok(), until: "2020-06-12".parse().ok(), ..Filter::default() },
        3,
    );
    check(Filter { min_confidence: Some(0.9), ..Filter::default() }, 0);
    check(Filter { min_sources: Some(2), ..Filter::default() }, 2);
    check(Filter { auxiliary: words(&["none"]), ..Filter::default() }, 3);
    let all = index.select(&store, &Filter::default()).unwrap();
    assert_eq!(all.counts(Period::Week), [("2020-06-08".parse().unwrap(), 3)]);
    assert_eq!(all.places().iter().map(|p| p.1).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(all.incidents(Order::Latest, None, 10).0.len(), 2);
}

#[test]
fn pages_follow_each_other_and_lose_nothing() {
    let store = store(&three());
    let index = Index::new(&store).unwrap();
    let all = index.select(&store, &Filter::default()).unwrap();
    for order in [Order::Latest, Order::Earliest] {
        let whole = all.page(order, None, 10).0;
        let mut pieces = Vec::new();
        let mut after = None;
        loop {
            let (keys, next) = all.page(order, after, 1);
            pieces.extend(keys);
            after = next;
            if after.is_none() {
                break;
            }
            after = after.map(|cursor| cursor.to_string().parse().unwrap());
        }
        assert_eq!(pieces, whole);
        assert_eq!(pieces.len(), 3);
    }
}

#[test]
fn an_index_brought_up_to_date_is_as_one_made_anew() {
    let mut store = store(&three());
    let mut index = Index::new(&store).unwrap();
    assert!(!index.refresh(&store).unwrap());
    let mut recorder = Recorder::new(&mut store);
    recorder
        .correct(r#"{"action":"edit","event":"r1:ASSAULT:7","set":{"event":["COERCE"],"date":"2020-06-11"}}"#)
        .unwrap();
    recorder.correct(r#"{"action":"reject","event":"r3:PROTEST:7"}"#).unwrap();
    recorder.record(&[report("r4", "2020-06-14", TEXT, &[bombing()])]).unwrap();
    assert!(index.refresh(&store).unwrap());
    let fresh = Index::new(&store).unwrap();
    let kinds = |index: &Index| {
        let all = index.select(&store, &Filter::default()).unwrap();
        (
            all.facet(annalist_store::query::Facet::Type),
            all.counts(Period::Day),
            all.incidents(Order::Latest, None, 9),
        )
    };
    assert_eq!(kinds(&index), kinds(&fresh));
    assert_eq!(kinds(&fresh).0, [("ASSAULT".to_owned(), 2), ("COERCE".to_owned(), 1)]);
}

#[test]
fn actors_and_reports_have_their_pages() {
    let store = store(&three());
    let index = Index::new(&store).unwrap();
    let ministry = store.find_actors("ministry", 5).unwrap().remove(0);
    let page = store.actor_page(&index, ministry.key).unwrap().unwrap();
    assert_eq!((page.did, page.received, page.said), (0, 0, 3));
    let ports = store.find_actors("ports", 5).unwrap().remove(0);
    let page = store.actor_page(&index, ports.key).unwrap().unwrap();
    assert_eq!((page.received, page.received_types[0].0.as_str()), (1, "PROTEST"));
    let page = store.report_page("r1").unwrap().unwrap();
    assert_eq!((page.text.as_str(), page.events.len(), page.statements.len()), (TEXT, 1, 1));
    assert!(store.report_page("none").unwrap().is_none());
}

#[test]
fn other_files_are_refused() {
    let folder = std::env::temp_dir().join(format!("annalist-store-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let text = folder.join("notes.txt");
    std::fs::write(&text, "These are notes, no store.".repeat(100)).unwrap();
    let error = Store::open(&text).unwrap_err().to_string();
    assert!(error.contains("not a database"), "{error}");
    let path = folder.join("annals.db");
    drop(Store::open(&path).unwrap());
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.pragma_update(None, "user_version", 99).unwrap();
    drop(raw);
    let error = Store::open(&path).unwrap_err().to_string();
    assert!(error.contains("version 99") && error.contains("newer"), "{error}");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn the_queries_of_the_document_run() {
    let folder = std::env::temp_dir().join(format!("annalist-sql-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("annals.db");
    let mut store = Store::open(&path).unwrap();
    Recorder::new(&mut store).record(&three()).unwrap();
    let db = rusqlite::Connection::open(&path).unwrap();
    let document = include_str!("../../../../docs/annals.md");
    let blocks: Vec<&str> =
        document.split("```sql\n").skip(1).map(|b| b.split("```").next().unwrap()).collect();
    assert_eq!(blocks.len(), 10, "ten questions");
    for sql in blocks.iter().flat_map(|block| block.split(";\n")).filter(|sql| !sql.trim().is_empty()) {
        let mut statement = db.prepare(sql).unwrap_or_else(|why| panic!("{why}: {sql}"));
        let mut rows = statement.query([]).unwrap();
        while rows.next().unwrap().is_some() {}
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

//! Makes a store of invented events and measures how long it takes to ask it.
//!
//! ```text
//! cargo run --release -p annalist-store --example million -- make FILE [EVENTS]
//! cargo run --release -p annalist-store --example million -- ask FILE
//! ```

#![allow(clippy::print_stdout)]

use annalist_store::query::{Facet, Filter, Index, Order, Period, Selection};
use annalist_store::{Recorder, Store, Submission};
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["make", file] => make(file, 1_000_000),
        ["make", file, events] => make(file, events.parse()?),
        ["ask", file] => ask(file),
        _ => Err("usage: million make FILE [EVENTS] | million ask FILE".into()),
    }
}

/// Numbers that look random and are always the same (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let a = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let b = (a ^ (a >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((b ^ (b >> 31)) % n as u64) as usize
    }

    /// As [`below`](Self::below), the small ones much oftener, as with places and names in the news.
    fn skewed(&mut self, n: usize) -> usize {
        let (a, b) = (self.below(n), self.below(n));
        self.below(a.min(b) + 1)
    }
}

const TYPES: [&str; 16] = [
    "ASSAULT",
    "ACCUSE",
    "CONSULT",
    "COERCE",
    "REQUEST",
    "PROTEST",
    "REJECT",
    "AGREE",
    "THREATEN",
    "SUPPORT",
    "RETREAT",
    "MOBILIZE",
    "AID",
    "SANCTION",
    "CONCEDE",
    "COOPERATE",
];
const SECTORS: [&str; 8] = ["GOV", "MIL", "CVL", "REB", "COP", "OPP", "LEG", "BUS"];
const PER_REPORT: usize = 5;

fn country(i: usize) -> String {
    let letter = |n: usize| char::from(b'A' + (n % 26) as u8);
    format!("{}{}X", letter(i), letter(i / 26))
}

fn party(random: &mut Random) -> Value {
    let person = random.skewed(40_000);
    let name = (!person.is_multiple_of(4)).then(|| format!("Person {person}"));
    json!({"text": name.clone().unwrap_or("troops".into()), "name": name, "country": country(person % 190),
           "sector": [SECTORS[random.skewed(SECTORS.len())]], "span": [0, 1], "entity": "e1"})
}

fn submission(number: usize, random: &mut Random) -> Result<Submission, Failure> {
    let day =
        jiff::civil::date(2000, 1, 1) + jiff::Span::new().days((number * 9_000 / 200_000) as i64 % 9_000);
    let id = format!("m{number:07}");
    let publisher = format!("Paper {}", random.skewed(300));
    let mut sentences = Vec::new();
    let mut records = Vec::new();
    for i in 0..PER_REPORT {
        let place = random.skewed(20_000);
        let words: Vec<String> = (0..18).map(|_| format!("word{}", random.skewed(30_000))).collect();
        let sentence = format!("In Place{place} {}.", words.join(" "));
        let kind = TYPES[random.skewed(TYPES.len())];
        records.push(json!({
            "id": format!("{id}:{kind}:{i}"), "date": day.to_string(), "enddate": null, "date_precision": "day",
            "date_source": "clause", "event": [kind], "mode": [], "context": ["military"], "cameo": "190", "quad_code": 4,
            "event_scale": -9.0, "auxiliary": if random.below(8) == 0 { json!(["future"]) } else { json!([]) },
            "actor": [party(random)], "recipient": [party(random)],
            "event_loc": {"text": format!("Place{place}"), "name": format!("Place{place}"), "country": country(place % 190),
                "admin1": null, "lat": (place % 140) as f64 - 60.0, "lon": (place % 360) as f64 - 180.0,
                "geonames": place, "precision": "city", "span": null},
            "loc_source": "clause", "event_text": ["attacked"], "dead": random.below(20), "injured": null, "size": null,
            "attribution": [{"ref": "a1", "source": null, "cue": "said", "form": "indirect", "polarity": "asserted",
                             "certainty": "said", "loaded": []}],
            "confidence": random.below(1000) as f64 / 1000.0, "rule": "ASSAULT/attack", "text": sentence,
            "text_info": {"span": [i * 100, i * 100 + 99], "trigger": [[i * 100, i * 100 + 8]], "mentions": []},
            "cite_info": {"id": id, "publisher": publisher, "headline": null, "url": null, "published": day.to_string()},
            "coder": "annalist 0.1.0 invented"
        }));
        sentences.push(sentence);
    }
    let report = json!({"id": id, "publisher": publisher, "published": day.to_string(), "language": "en",
                        "text": sentences.join(" "), "notes": []});
    let statement = json!({"id": format!("{id}:a1"), "source": party(random), "cue": "said", "class": "say",
        "form": "indirect", "polarity": "asserted", "certainty": "said", "content": "that it was so",
        "date": day.to_string(), "about": [], "act": []});
    let records = records.iter().map(Value::to_string).collect();
    Ok(Submission::new(report.to_string(), records, vec![statement.to_string()], "invented".into())?)
}

fn make(file: &str, events: usize) -> Result<(), Failure> {
    let mut store = Store::open(Path::new(file))?;
    let mut recorder = Recorder::new(&mut store);
    let mut random = Random(7);
    let (mut writing, start) = (Duration::ZERO, Instant::now());
    let reports = events / PER_REPORT;
    let mut batch = Vec::new();
    for number in 0..reports {
        batch.push(submission(number, &mut random)?);
        if batch.len() == 500 || number + 1 == reports {
            let before = Instant::now();
            recorder.record(&std::mem::take(&mut batch))?;
            writing += before.elapsed();
            if number % 20_000 > 19_499 {
                eprintln!("{} events, {:.0} s", (number + 1) * PER_REPORT, start.elapsed().as_secs_f64());
            }
        }
    }
    let each = writing.as_secs_f64() / (reports as f64) * 1e3;
    println!(
        "{events} events in {:.0} s of writing: {each:.2} ms a report of {PER_REPORT}",
        writing.as_secs_f64()
    );
    Ok(())
}

fn ask(file: &str) -> Result<(), Failure> {
    let store = Store::open_to_read(Path::new(file))?;
    let start = Instant::now();
    let index = Index::new(&store)?;
    println!("{:8.1} ms  the index of {:?}", start.elapsed().as_secs_f64() * 1e3, store.totals()?);
    let words = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
    let filters = [
        ("everything", Filter::default()),
        ("a type", Filter { types: words(&["ASSAULT"]), ..Filter::default() }),
        ("a country", Filter { countries: vec![country(0)], ..Filter::default() }),
        (
            "a year",
            Filter { from: "2010-01-01".parse().ok(), until: "2010-12-31".parse().ok(), ..Filter::default() },
        ),
        ("a region", Filter { bbox: Some([-20.0, -35.0, 55.0, 38.0]), ..Filter::default() }),
        ("a common word", Filter { text: Some("word1".into()), ..Filter::default() }),
        ("a rare word", Filter { text: Some("word29000".into()), ..Filter::default() }),
        ("the beginning of a word", Filter { text: Some("word12*".into()), ..Filter::default() }),
        ("an actor", Filter { parties: vec![1], ..Filter::default() }),
        (
            "type, sector, source, time, confidence and a word",
            Filter {
                types: words(&["PROTEST", "COERCE"]),
                sectors: words(&["GOV"]),
                sources: words(&["Paper 0", "Paper 1"]),
                from: "2005-01-01".parse().ok(),
                min_confidence: Some(0.5),
                without: words(&["future"]),
                text: Some("word2".into()),
                ..Filter::default()
            },
        ),
    ];
    let mut worst = Duration::ZERO;
    for (name, filter) in &filters {
        let found = index.select(&store, filter)?;
        // A task says how many rows it read, so that none of it can be left out by the compiler.
        let mut measure =
            |what: &str, task: &dyn Fn(&Selection) -> Result<usize, Failure>| -> Result<(), Failure> {
                let start = Instant::now();
                let found = index.select(&store, filter)?;
                let rows = task(&found)?;
                let took = start.elapsed();
                worst = worst.max(took);
                println!("{:8.1} ms  {what}: {name} ({rows} rows)", took.as_secs_f64() * 1e3);
                Ok(())
            };
        println!("            {} events", found.len());
        measure("page of 50", &|found| Ok(store.events(&found.page(Order::Latest, None, 50).0)?.len()))?;
        measure("incidents", &|found| {
            let keys: Vec<i64> = found.incidents(Order::Latest, None, 50).0.iter().map(|i| i.0).collect();
            Ok(store.incidents(&keys)?.len())
        })?;
        measure("counts by month", &|found| Ok(found.counts(Period::Month).len()))?;
        measure("map", &|found| {
            let keys: Vec<i64> = found.places().iter().take(2_000).map(|p| p.0).collect();
            Ok(store.places(&keys)?.len())
        })?;
        measure("types and sources", &|found| {
            Ok(found.facet(Facet::Type).len() + found.facet(Facet::Source).len())
        })?;
        measure("actors", &|found| {
            Ok(store.actors(&found.actors(20).iter().map(|a| a.0).collect::<Vec<_>>())?.len())
        })?;
    }
    let start = Instant::now();
    store.actor_page(&index, 1)?;
    println!("{:8.1} ms  an actor's page", start.elapsed().as_secs_f64() * 1e3);
    let start = Instant::now();
    store.report_page("m0000500")?;
    println!("{:8.1} ms  a report's page", start.elapsed().as_secs_f64() * 1e3);
    println!("{:8.1} ms  the slowest", worst.as_secs_f64() * 1e3);
    Ok(())
}

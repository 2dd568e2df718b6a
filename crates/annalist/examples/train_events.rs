//! Trains the models that judge events and writes them; see `training/events/README.md`.
//!
//! `cargo run --release -p annalist --example train_events -- DATA OWN OUT [FOLDS [PLV_PREDICTIONS]]`
//!
//! DATA is the folder of the corpora (`../shared/data`), OWN that of the project's labelled set, OUT the folder of the
//! weights. With FOLDS, figures are first estimated by cross-validation over reports. Environment variables ask for more:
//!
//! - `EXAMPLES=FOLDER` writes what the network learns from (`training/events/network.py`) and ends;
//! - `NETWORKS=FOLDER` holds the networks of the folds, `0.safetensors` and so on;
//! - `SHOW=1` prints every coded event of the cross-validation beside those labelled, with what is wrong;
//! - `SETTINGS=1` trains and estimates the choice of times and places only, and lists every event of the news that is wrong in one.

#![allow(clippy::print_stdout)]

mod dates;
mod linear;
mod lines;
mod network;
mod news;
mod places;
mod settings;

use annalist::Coded;
use annalist::core::annotations::PlacePrecision;
use annalist::core::moment::Moment;
use annalist::core::span::CodePoints;
use annalist::core::{Context, Event, EventType, Report, Span};
use annalist::extract::events::code_drafts;
use annalist::extract::events::draft::{self, Draft, View};
use annalist::extract::events::judge::network::EventNetwork;
use annalist::extract::events::judge::when::{Question, When};
use annalist::extract::events::judge::{
    self, Calibration, Judge, KINDS, MODE_ROWS, PART_COLUMNS, PART_ROWS, PARTS, SETTING_ROWS, SUBJECT_ROWS,
    Sides, THRESHOLD, WORD_ROWS, parts, position, subject, words,
};
use annalist::extract::linear::{Weights, logistic, softmax};
use annalist::lexicon::Lexicon;
use annalist::lexicon::predicates::Action;
use annalist_evaluate::coding::Site;
use annalist_evaluate::places::{holds, is_exact};
use jiff::civil::Date;
use linear::{Off, Settings, descend, fold_of};
use lines::{Failure, lines};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::Write;
use std::path::Path;

/// Where a text comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Set {
    /// Sentences and short reports of the project's own set.
    Own,
    /// News coded by hand.
    News,
    /// The same, kept back: nothing is learned from it.
    Test,
    /// Sentences of which one pair is known.
    Pair,
    /// Examples of the lexicon, of which one event is known.
    Example,
    /// News of other kinds, coded by hand later.
    Later,
}

struct Sample {
    number: usize,
    id: String,
    set: Set,
    coded: Coded,
    drafts: Vec<Draft>,
    golds: Vec<Gold>,
}

#[derive(Clone, Debug)]
struct Gold {
    kind: EventType,
    /// What the set of pairs calls it: one of two types may be meant.
    yields: bool,
    trigger: Option<Span>,
    actors: Vec<Span>,
    recipients: Vec<Span>,
    /// First and last day, none where unknown; nothing where the set does not say.
    date: Option<Option<(Date, Date)>>,
    /// The place, none where unknown; nothing where the set does not say.
    place: Option<Option<Site>>,
    /// What it is about; nothing where the set does not say.
    contexts: Option<Vec<Context>>,
    /// Its first mode, none where it has none; nothing where the set does not say.
    mode: Option<Option<String>>,
    /// Sentences that tell it again.
    also: Vec<Span>,
    /// Whether a second coder would hardly decide otherwise.
    sure: bool,
}

/// A word and its label.
struct WordRow {
    draft: usize,
    features: Vec<u32>,
    states: Vec<f32>,
    label: usize,
    weight: f32,
}

/// The phrases of an event's sentence, each with the parts it plays where that is known, and last nobody.
struct PartRow {
    draft: usize,
    /// The tokens that head the phrases, but for nobody.
    heads: Vec<usize>,
    phrases: Vec<(Vec<u32>, Option<[bool; PARTS]>)>,
    /// Whether the part is played by someone in the sentence, or by nobody.
    known: [bool; PARTS],
    weight: f32,
}

/// What may be an event's time, or its place, each with whether it is, and how much it counts.
struct SettingRow {
    candidates: Vec<(Vec<u32>, bool)>,
    weight: f32,
}

struct Rows {
    words: Vec<WordRow>,
    parts: Vec<PartRow>,
    settings: Vec<SettingRow>,
    subjects: Vec<SubjectRow>,
}

/// An event and its contexts.
struct SubjectRow {
    features: Vec<u32>,
    contexts: Vec<Context>,
    kind: EventType,
    /// The column of its mode.
    mode: Option<usize>,
}

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let data = arguments.next().ok_or("expected the folder of the corpora")?;
    let own = arguments.next().ok_or("expected the folder of the project's own set")?;
    let out = arguments.next().ok_or("expected the folder of the weights")?;
    let folds: usize = arguments.next().map_or(Ok(0), |f| f.parse())?;
    let predictions = arguments.next();
    let samples = read(Path::new(&data), Path::new(&own))?;
    for set in [Set::Own, Set::News, Set::Test, Set::Pair, Set::Example, Set::Later] {
        let of: Vec<&Sample> = samples.iter().filter(|s| s.set == set).collect();
        let golds: usize = of.iter().map(|s| s.golds.len()).sum();
        println!("{set:?}: {} texts, {golds} events", of.len());
    }
    let mut rows: Vec<Rows> = samples.par_iter().map(rows).collect();
    if let Some(folder) = std::env::var_os("EXAMPLES") {
        let of: Vec<_> = rows.iter().map(|r| (&r.words[..], &r.parts[..])).collect();
        return network::write(Path::new(&folder), &samples, &of);
    }
    forget_rare(&mut rows);
    let (met, all) = rows
        .iter()
        .zip(&samples)
        .filter(|(_, s)| matches!(s.set, Set::Own | Set::News))
        .fold((0, 0), |(m, a), (r, s)| {
            (m + r.words.iter().filter(|w| w.label < KINDS - 1).count(), a + s.golds.len())
        });
    println!("{met} of {all} events have a word of their own");
    if listing() {
        settings::validate(&samples, &rows, folds.max(2));
        return Ok(());
    }
    println!("rules alone");
    for set in [Set::Own, Set::News, Set::Test] {
        figures(set, &samples, |s| code_drafts(&s.coded.scene(), &s.drafts, None));
    }
    let calibration = match folds {
        0 | 1 => Judge::english().calibration,
        _ => cross_validate(&samples, &rows, folds, predictions.as_deref())?,
    };
    let judge = Judge { calibration, ..train(&rows.iter().collect::<Vec<_>>()) };
    let names = [
        "event-words.bin",
        "event-states.bin",
        "event-parts.bin",
        "event-settings.bin",
        "event-contexts.bin",
        "event-modes.bin",
        "event-confidence.txt",
    ];
    for (name, bytes) in names.iter().zip(judge.bytes()) {
        std::fs::write(Path::new(&out).join(name), bytes)?;
    }
    Ok(())
}

/// Whether only the choice of times and places is to be trained and estimated, with a list of what goes wrong.
fn listing() -> bool {
    std::env::var_os("SETTINGS").is_some()
}

// Reading

fn read(data: &Path, own: &Path) -> Result<Vec<Sample>, Failure> {
    let mut given: Vec<(Set, Value)> = Vec::new();
    let mut files: Vec<_> = std::fs::read_dir(own)?.map(|f| f.map(|f| f.path())).collect::<Result<_, _>>()?;
    files.sort();
    for file in &files {
        let name = file.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        if name.ends_with(".jsonl") && (name.starts_with("sentences") || name.starts_with("reports")) {
            given.extend(lines(file)?.into_iter().map(|v| (Set::Own, v)));
        }
    }
    for value in lines(&data.join("events/plv_train.jsonl"))?.into_iter().filter(|_| !listing()) {
        given.push((Set::Pair, value));
    }
    let texts = news::reports(data)?;
    let coded = |given: &mut Vec<(Set, Value)>, name: &str, set: Set| -> Result<(), Failure> {
        for mut value in lines(&own.join(name))? {
            let id = value["id"].as_str().unwrap_or_default();
            let report = texts.get(id).ok_or_else(|| format!("{name}: no report {id}"))?;
            value["text"] = report["text"].clone();
            value["published"] = report["published"].clone();
            given.push((set, value));
        }
        Ok(())
    };
    coded(&mut given, "news-train.jsonl", Set::News)?;
    coded(&mut given, "news-test.jsonl", Set::Test)?;
    for entry in Lexicon::english().predicates.all().filter(|_| !listing()) {
        if let (Some(example), Action::Class(_)) = (entry.example, entry.action) {
            given.push((
                Set::Example,
                json!({"text": example, "published": "2010-06-15", "id": entry.trigger}),
            ));
        }
    }
    // At the end, so that the folds of all others are what they were before there were these.
    coded(&mut given, "news-later.jsonl", Set::Later)?;
    Ok(given.into_par_iter().enumerate().map(|(n, (set, value))| sample(n, set, &value)).collect())
}

fn sample(number: usize, set: Set, value: &Value) -> Sample {
    let text = value["text"].as_str().unwrap_or_default();
    let published: Option<jiff::civil::Date> =
        value["published"].as_str().and_then(|p| p.get(..10)).and_then(|p| p.parse().ok());
    let published = published.or_else(|| Some(annalist::read::stated::published(text)?.0.date));
    let report = Report {
        text: text.to_owned(),
        dateline: annalist::read::dateline::find(text, published),
        published: published.map(Moment::day),
        ..Report::default()
    };
    let coded = annalist::code(report);
    let drafts = draft::all(&coded.scene());
    let mut golds: Vec<Gold> = match set {
        Set::Pair => vec![marked_pair(value, text)],
        Set::Example => shown(value["id"].as_str().unwrap_or_default(), &drafts).into_iter().collect(),
        _ => value["events"].as_array().into_iter().flatten().filter_map(|e| gold(e, text, &coded)).collect(),
    };
    // There a place is given only where words name it.
    for gold in golds.iter_mut().filter(|g| set == Set::Own && g.place == Some(None)) {
        gold.place = None;
    }
    Sample { number, id: value["id"].to_string().trim_matches('"').to_owned(), set, coded, drafts, golds }
}

/// The event that an example of the lexicon shows: the record of its entry.
fn shown(trigger: &str, drafts: &[Draft]) -> Option<Gold> {
    let by = |d: &&Draft| d.view == View::Record && d.happening.entries.last() == Some(&trigger);
    let draft = drafts.iter().find(by)?;
    let spans = |parties: &[annalist::core::Party]| parties.iter().map(|p| p.span).collect();
    Some(Gold {
        kind: draft.codes.as_ref()?.kind,
        yields: false,
        trigger: None,
        actors: spans(&draft.actors),
        recipients: spans(&draft.recipients),
        date: None,
        place: None,
        contexts: None,
        mode: None,
        also: Vec::new(),
        sure: true,
    })
}

fn marked_pair(value: &Value, text: &str) -> Gold {
    let label = value["event"].as_str().unwrap_or_default();
    let yields = label == "YIELD";
    Gold {
        kind: EventType::from_label(label).unwrap_or(EventType::Concede),
        yields,
        trigger: None,
        actors: given_spans(&value["actor_spans"], text),
        recipients: given_spans(&value["recipient_spans"], text),
        date: None,
        place: None,
        contexts: None,
        mode: None,
        also: Vec::new(),
        sure: true,
    }
}

fn given_spans(value: &Value, text: &str) -> Vec<Span> {
    let offsets: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
    let at = |v: &Value| v.as_u64().and_then(|n| offsets.get(n as usize).copied());
    let span = |v: &Value| Some(Span::new(at(&v[0])?, at(&v[1])?));
    value.as_array().into_iter().flatten().filter_map(span).collect()
}

/// An event of a labelled text: words are looked up in the sentence that tells it, or given as spans.
fn gold(value: &Value, text: &str, coded: &Coded) -> Option<Gold> {
    let kind = EventType::from_label(value["event"].as_str()?)?;
    if value["trigger"].is_array() {
        let spans = |name: &str| given_spans(&value[name], text);
        let trigger = given_spans(&json!([value["trigger"]]), text).first().copied();
        return Some(Gold {
            kind,
            yields: false,
            trigger,
            actors: spans("actor"),
            recipients: spans("recipient"),
            date: Some(range(value)),
            place: Some(value["place"].as_object().map(|p| {
                let span = given_spans(&json!([p["span"]]), text).first().copied();
                let given = |key: &str| p[key].as_str().map(str::to_owned);
                let site = Site {
                    name: given("name"),
                    country: given("country"),
                    precision: given("precision").and_then(|p| PlacePrecision::from_label(&p)),
                    ..Site::default()
                };
                places::located(site, span, coded)
            })),
            contexts: Some(contexts(value)),
            mode: Some(value["mode"][0].as_str().map(str::to_owned)),
            also: spans("also"),
            sure: value["sure"].as_bool().unwrap_or(true),
        });
    }
    // The program makes the dateline a sentence of its own, the set does not.
    let first = usize::from(coded.report.dateline.as_ref().is_some_and(|d| d.span.is_some()));
    let numbered = |n: &Value| coded.document.sentences.get(n.as_u64()? as usize + first).map(|s| s.span);
    let within = value["sentences"].get(0).and_then(numbered);
    let find = |phrase: &str| {
        let from = within.map_or(0, |s| s.range().start);
        let to = within.map_or(text.len(), |s| s.range().end);
        let at =
            text.get(from..to).and_then(|t| t.find(phrase)).map(|i| i + from).or_else(|| text.find(phrase));
        at.map(|i| Span::new(i, i + phrase.len()))
    };
    let all = |name: &str| -> Vec<Span> {
        value[name].as_array().into_iter().flatten().filter_map(|p| find(p.as_str()?)).collect()
    };
    let trigger = find(value["trigger"].as_str()?);
    let told = value["sentences"].as_array().into_iter().flatten().skip(1);
    let also =
        told.filter_map(|n| coded.document.sentences.get(n.as_u64()? as usize)).map(|s| s.span).collect();
    Some(Gold {
        kind,
        yields: false,
        trigger,
        actors: all("actor"),
        recipients: all("recipient"),
        // A sentence that gives no date leaves it open; one that gives no place tells of none.
        date: range(value).map(Some),
        place: Some(
            value["place"].as_str().map(|p| {
                places::located(Site { name: Some(p.to_owned()), ..Site::default() }, find(p), coded)
            }),
        ),
        contexts: Some(contexts(value)),
        mode: Some(value["mode"][0].as_str().map(str::to_owned)),
        also,
        sure: true,
    })
}

fn contexts(value: &Value) -> Vec<Context> {
    let labels = value["context"].as_array().into_iter().flatten();
    labels.filter_map(|c| Context::from_label(c.as_str()?)).collect()
}

/// First and last day of a labelled event.
fn range(value: &Value) -> Option<(Date, Date)> {
    let days = |text: &str| -> Option<(Date, Date)> {
        let numbers: Vec<i16> = text.split('-').map(|n| n.parse().ok()).collect::<Option<_>>()?;
        let first =
            Date::new(numbers[0], *numbers.get(1).unwrap_or(&1) as i8, *numbers.get(2).unwrap_or(&1) as i8);
        let first = first.ok()?;
        let last = match numbers.len() {
            1 => first.last_of_year(),
            2 => first.last_of_month(),
            _ => first,
        };
        Some((first, last))
    };
    let (first, last) = days(value["date"].as_str()?)?;
    let end = value["enddate"].as_str().and_then(days);
    Some((first, end.map_or(last, |(_, end)| end)))
}

// Rows to learn from

fn rows(sample: &Sample) -> Rows {
    if sample.set == Set::Test {
        return Rows { words: Vec::new(), parts: Vec::new(), settings: Vec::new(), subjects: Vec::new() };
    }
    let scene = sample.coded.scene();
    let mut label: Vec<Option<usize>> =
        vec![(!matches!(sample.set, Set::Pair | Set::Example)).then_some(KINDS - 1); sample.drafts.len()];
    let mut events: Vec<(usize, &Gold)> = Vec::new();
    for gold in &sample.golds {
        let near = near(sample, gold);
        for d in &near {
            if label[*d] == Some(KINDS - 1) {
                label[*d] = None;
            }
        }
        for (d, draft) in sample.drafts.iter().enumerate() {
            let span = sample.coded.document.tokens[draft.happening.head].span;
            let known = draft.codes.as_ref().is_some_and(|c| same_kind(c.kind, gold));
            if known && gold.also.iter().any(|s| s.contains(span)) && label[d] == Some(KINDS - 1) {
                label[d] = None;
            }
        }
        let taken = |d: &usize| events.iter().any(|(x, _)| x == d);
        if let Some(d) = near.into_iter().find(|d| !taken(d)) {
            events.push((d, gold));
        }
    }
    let mut rows = Rows { words: Vec::new(), parts: Vec::new(), settings: Vec::new(), subjects: Vec::new() };
    for (d, gold) in &events {
        let draft = &sample.drafts[*d];
        let kind = match &draft.codes {
            Some(codes) if gold.yields && matches!(codes.kind, EventType::Retreat | EventType::Concede) => {
                codes.kind
            }
            _ => gold.kind,
        };
        label[*d] = Some(position(kind));
        part_rows(sample, *d, gold, kind, &mut rows.parts);
        let sides = sides(sample, gold);
        rows.settings.extend(time(sample, draft, gold, kind, &sides));
        rows.settings.extend(places::row(sample, draft, gold, kind, &sides));
        let mode = draft.codes.as_ref().filter(|c| c.kind == kind).and_then(|c| c.mode);
        rows.subjects.extend(gold.contexts.as_ref().map(|contexts| SubjectRow {
            features: subject::of(&scene, draft, kind, mode),
            contexts: contexts.clone(),
            kind,
            mode: mode_column(kind, gold),
        }));
    }
    for (d, (draft, label)) in sample.drafts.iter().zip(&label).enumerate() {
        if let Some(label) = label {
            let unsure = events.iter().any(|(x, gold)| *x == d && !gold.sure);
            let weight = match sample.set {
                Set::News | Set::Later => NEWS,
                Set::Pair => PAIR,
                Set::Example => EXAMPLE,
                Set::Own | Set::Test => 1.0,
            };
            let weight = if unsure { weight * UNSURE } else { weight };
            rows.words.push(WordRow {
                draft: d,
                features: words::of(&scene, draft),
                states: words::states(&scene, draft),
                label: *label,
                weight,
            });
        }
    }
    rows
}

const NEWS: f32 = 1.0;
const PAIR: f32 = 1.0;
const UNSURE: f32 = 0.5;
/// What a sentence of the project's own set teaches of times: it has no report around it.
const OWN_TIME: f32 = 0.2;
/// The same of places.
const OWN_PLACE: f32 = 0.3;
const EXAMPLE: f32 = 0.3;
const EXAMPLE_PART: f32 = 0.2;

/// Takes out what occurs but once: nothing can be learned from it.
fn forget_rare(rows: &mut [Rows]) {
    let mut counts: HashMap<u32, u32> = HashMap::new();
    for row in rows.iter() {
        let words = row.words.iter().map(|w| &w.features);
        let phrases = row.parts.iter().flat_map(|p| p.phrases.iter().map(|(f, _)| f));
        let settings = row.settings.iter().flat_map(|s| s.candidates.iter().map(|(f, _)| f));
        let subjects = row.subjects.iter().map(|s| &s.features);
        for feature in words.chain(phrases).chain(settings).chain(subjects).flatten() {
            *counts.entry(*feature).or_default() += 1;
        }
    }
    for row in rows {
        let words = row.words.iter_mut().map(|w| &mut w.features);
        let phrases = row.parts.iter_mut().flat_map(|p| p.phrases.iter_mut().map(|(f, _)| f));
        let settings = row.settings.iter_mut().flat_map(|s| s.candidates.iter_mut().map(|(f, _)| f));
        let subjects = row.subjects.iter_mut().map(|s| &mut s.features);
        for features in words.chain(phrases).chain(settings).chain(subjects) {
            features.retain(|f| counts[f] > 1);
        }
    }
}

/// The drafts that may tell a gold event, the likeliest first.
fn near(sample: &Sample, gold: &Gold) -> Vec<usize> {
    let document = &sample.coded.document;
    let by_rule = |d: &Draft| d.codes.as_ref().is_some_and(|c| same_kind(c.kind, gold));
    let mut found: Vec<usize> = match gold.trigger {
        Some(span) => {
            let touches = |d: &Draft| {
                document.tokens[d.happening.head].span.overlaps(span)
                    || d.view != View::Unknown
                        && d.happening.words.iter().any(|w| document.tokens[*w].span.overlaps(span))
            };
            (0..sample.drafts.len()).filter(|d| touches(&sample.drafts[*d])).collect()
        }
        None => {
            let right = |d: &Draft| {
                let hit = |parties: &[annalist::core::Party], spans: &[Span]| {
                    parties.iter().any(|p| spans.iter().any(|s| s.overlaps(p.span)))
                };
                by_rule(d)
                    && hit(&d.actors, &gold.actors)
                    && (hit(&d.recipients, &gold.recipients) || hit(&d.actors, &gold.recipients))
            };
            let found: Vec<usize> = (0..sample.drafts.len()).filter(|d| right(&sample.drafts[*d])).collect();
            if found.is_empty() { between(sample, gold) } else { found }
        }
    };
    found.sort_by_key(|d| {
        let draft = &sample.drafts[*d];
        let rank = match draft.view {
            View::Record if by_rule(draft) => 0,
            _ if by_rule(draft) => 1,
            _ => 2,
        };
        (rank, draft.depth, draft.happening.head)
    });
    found
}

/// The draft at the top of the way between the two parties.
fn between(sample: &Sample, gold: &Gold) -> Vec<usize> {
    let document = &sample.coded.document;
    let head = |spans: &[Span]| spans.first().and_then(|s| head_of(sample, *s));
    let (Some(a), Some(r)) = (head(&gold.actors), head(&gold.recipients)) else { return Vec::new() };
    let up = |mut i: usize| {
        let mut all = vec![i];
        while let Some(h) = document.head(i) {
            all.push(h);
            i = h;
            if all.len() > 60 {
                break;
            }
        }
        all
    };
    let (from, to) = (up(a), up(r));
    let top = from.iter().copied().find(|i| to.contains(i));
    sample.drafts.iter().position(|d| Some(d.happening.head) == top).into_iter().collect()
}

fn same_kind(kind: EventType, gold: &Gold) -> bool {
    kind == gold.kind || gold.yields && matches!(kind, EventType::Concede | EventType::Retreat)
}

/// The token of a span whose head lies outside it.
fn head_of(sample: &Sample, span: Span) -> Option<usize> {
    let document = &sample.coded.document;
    let tokens = document.tokens_in(span);
    tokens.clone().find(|t| document.head(*t).is_none_or(|h| !tokens.contains(&h)))
}

/// A row of what may be time or place, `own` being its weight in the project's own set; nothing where none of it is right.
fn setting_row(sample: &Sample, candidates: Vec<(Vec<u32>, bool)>, own: f32) -> Option<SettingRow> {
    let weight = if sample.set == Set::Own { own } else { 1.0 };
    candidates.iter().any(|(_, right)| *right).then_some(SettingRow { candidates, weight })
}

/// What may be the event's time; nothing where the set does not say or none of it is right.
fn time(sample: &Sample, draft: &Draft, gold: &Gold, kind: EventType, sides: &Sides) -> Option<SettingRow> {
    let scene = sample.coded.scene();
    let date = gold.date?;
    let question = Question::new(&scene, draft, kind, sides);
    let right = |when: When| {
        let told = question.date(when);
        told.start.map(|s| (s, told.end.unwrap_or(s))) == date
    };
    let candidates: Vec<(Vec<u32>, bool)> =
        question.candidates().into_iter().map(|w| (question.features(w), right(w))).collect();
    setting_row(sample, candidates, OWN_TIME)
}

/// The labelled parties as the program knows them.
fn sides(sample: &Sample, gold: &Gold) -> Sides {
    let scene = sample.coded.scene();
    let known = |spans: &[Span]| {
        let heads = spans.iter().filter_map(|s| head_of(sample, *s));
        heads.filter_map(|h| annalist::extract::events::parties::whoever(&scene, h)).collect()
    };
    [known(&gold.actors), known(&gold.recipients)]
}

fn part_rows(sample: &Sample, d: usize, gold: &Gold, kind: EventType, rows: &mut Vec<PartRow>) {
    let draft = &sample.drafts[d];
    let scene = sample.coded.scene();
    let document = &sample.coded.document;
    let candidates = parts::candidates(&scene, draft);
    let mut plays: Vec<Option<[bool; PARTS]>> = vec![Some([false; PARTS]); candidates.len()];
    for (part, spans) in [(0, &gold.actors), (1, &gold.recipients)] {
        for span in spans {
            let inside: Vec<usize> = (0..candidates.len())
                .filter(|c| span.contains(document.tokens[candidates[*c]].span))
                .collect();
            let head = head_of(sample, *span);
            let best =
                inside.iter().copied().find(|c| Some(candidates[*c]) == head).or(inside.first().copied());
            for c in inside {
                if Some(c) == best {
                    plays[c].get_or_insert([false; PARTS])[part] = true;
                } else if plays[c] == Some([false; PARTS]) {
                    plays[c] = None;
                }
            }
        }
    }
    // A party that the sentence does not name teaches nothing of the others.
    let sentence = document.sentences[document.sentence_of(draft.happening.head)].span;
    let elsewhere = [&gold.actors, &gold.recipients]
        .map(|spans| !spans.is_empty() && spans.iter().all(|s| !sentence.contains(*s)));
    let lacks = |part: usize| !plays.iter().any(|p| p.is_some_and(|p| p[part]));
    let nobody = [lacks(0) && gold.actors.is_empty(), lacks(1) && gold.recipients.is_empty()];
    let mut phrases: Vec<_> =
        candidates.iter().zip(plays).map(|(c, p)| (parts::of(&scene, draft, kind, *c), p)).collect();
    phrases.push((parts::nobody(&scene, draft, kind), Some(nobody)));
    rows.push(PartRow {
        draft: d,
        heads: candidates,
        phrases,
        known: elsewhere.map(|e| !e),
        weight: if sample.set == Set::Example { EXAMPLE_PART } else { 1.0 },
    });
}

// Learning

/// The calibration before any is fitted: the type's own odds.
const PLAIN: Calibration = [0.0, 1.0, 0.0, 0.0];

/// How the choice of times and places is trained: there is less of it to learn from, so more slowly.
const CHOICES: Settings = Settings { epochs: 16, rate: 0.02, ..SETTINGS };

const SETTINGS: Settings =
    Settings { epochs: 12, rate: 0.06, decay: 2e-4, state_rate: 0.03, state_decay: 1e-4 };

fn train(rows: &[&Rows]) -> Judge {
    let words: Vec<&WordRow> = rows.iter().flat_map(|r| &r.words).collect();
    let parts: Vec<&PartRow> = rows.iter().flat_map(|r| &r.parts).collect();
    let dense = words.first().map_or(0, |w| w.states.len());
    let settings: Vec<&SettingRow> = rows.iter().flat_map(|r| &r.settings).collect();
    let (settings, _) = descend(CHOICES, SETTING_ROWS, 1, 0, settings.len(), |i, weights, _| {
        setting_errors(settings[i], weights)
    });
    let subjects: Vec<&SubjectRow> = rows.iter().flat_map(|r| &r.subjects).collect();
    let (modes, _) =
        descend(SETTINGS, MODE_ROWS, judge::mode_columns(), 0, subjects.len(), |i, weights, _| {
            mode_errors(subjects[i], weights)
        });
    let about = Context::ALL.len();
    let (subjects, _) = descend(SETTINGS, SUBJECT_ROWS, about, 0, subjects.len(), |i, weights, _| {
        subject_errors(subjects[i], weights)
    });
    let ((words, states), (parts, _)) = rayon::join(
        || {
            descend(SETTINGS, WORD_ROWS, KINDS, dense, words.len(), |i, weights, states| {
                word_error(words[i], weights, states)
            })
        },
        || {
            descend(SETTINGS, PART_ROWS, PART_COLUMNS, 1, parts.len(), |i, weights, _| {
                part_errors(parts[i], weights)
            })
        },
    );
    Judge {
        words,
        states,
        parts,
        settings,
        subjects,
        modes,
        network: None,
        calibration: PLAIN,
        threshold: THRESHOLD,
    }
}

fn word_error<'r>(row: &'r WordRow, weights: &Weights, states: &Weights) -> Vec<Off<'r>> {
    let mut chances = weights.sum(&row.features);
    states.add(&row.states, &mut chances);
    softmax(&mut chances);
    let target = |l: usize| if l == row.label { 1.0 } else { 0.0 };
    let errors = chances.iter().enumerate().map(|(l, p)| (target(l) - p) * row.weight).collect();
    vec![(&row.features, &row.states, errors)]
}

/// The column of an event's mode; nothing where the set does not say.
fn mode_column(kind: EventType, gold: &Gold) -> Option<usize> {
    let columns = judge::columns_of(kind);
    match gold.mode.as_ref()? {
        None => Some(columns.end - 1),
        Some(mode) => kind.modes().iter().position(|(m, _)| m == mode).map(|i| columns.start + i),
    }
}

/// How far the modes of a row's type are off, among each other.
fn mode_errors<'r>(row: &'r SubjectRow, weights: &Weights) -> Vec<Off<'r>> {
    let sums = weights.sum(&row.features);
    let columns = judge::columns_of(row.kind);
    let mut chances = sums[columns.clone()].to_vec();
    softmax(&mut chances);
    let mut errors = vec![0.0; sums.len()];
    for (column, chance) in columns.zip(chances).filter(|_| row.mode.is_some()) {
        errors[column] = if Some(column) == row.mode { 1.0 - chance } else { -chance };
    }
    vec![(&row.features, &[], errors)]
}

fn subject_errors<'r>(row: &'r SubjectRow, weights: &Weights) -> Vec<Off<'r>> {
    let sums = weights.sum(&row.features);
    let target = |c: &Context| if row.contexts.contains(c) { 1.0 } else { 0.0 };
    let errors = Context::ALL.iter().zip(sums).map(|(c, s)| target(c) - logistic(s)).collect();
    vec![(&row.features, &[], errors)]
}

fn setting_errors<'r>(row: &'r SettingRow, weights: &Weights) -> Vec<Off<'r>> {
    let all = &row.candidates;
    let mut chances: Vec<f32> = all.iter().map(|(f, _)| weights.sum(f)[0]).collect();
    softmax(&mut chances);
    let mass: f32 = all.iter().zip(&chances).filter(|((_, right), _)| *right).map(|(_, c)| c).sum();
    all.iter()
        .zip(&chances)
        .map(|((features, right), chance)| {
            let target = if *right { chance / mass.max(1e-6) } else { 0.0 };
            (features.as_slice(), &[][..], vec![(target - chance) * row.weight])
        })
        .collect()
}

/// How far the phrases of an event are off: among each other for the part's first, and each by itself.
fn part_errors<'r>(row: &'r PartRow, weights: &Weights) -> Vec<Off<'r>> {
    let sums: Vec<Vec<f32>> = row.phrases.iter().map(|(f, _)| weights.sum(f)).collect();
    let mut errors = vec![vec![0.0; PART_COLUMNS]; sums.len()];
    for part in (0..PARTS).filter(|p| row.known[*p]) {
        let mut chances: Vec<f32> = sums.iter().map(|s| s[part]).collect();
        softmax(&mut chances);
        let right = |p: usize| row.phrases[p].1.is_some_and(|x| x[part]);
        let mass: f32 = (0..chances.len()).filter(|p| right(*p)).map(|p| chances[p]).sum();
        for (p, (_, plays)) in row.phrases.iter().enumerate() {
            let Some(plays) = plays else { continue };
            if mass > 0.0 {
                let target = if right(p) { chances[p] / mass.max(1e-6) } else { 0.0 };
                errors[p][part] = target - chances[p];
            }
            if p + 1 < sums.len() {
                let chance = logistic(sums[p][PARTS + part]);
                errors[p][PARTS + part] = if plays[part] { 1.0 - chance } else { -chance };
            }
        }
    }
    errors.iter_mut().flatten().for_each(|e| *e *= row.weight);
    row.phrases.iter().zip(errors).map(|((f, _), e)| (f.as_slice(), &[][..], e)).collect()
}

// Measuring

/// The network that was trained on all but fold `f`: `N.safetensors` in the folder that NETWORKS names.
fn fold_network(f: usize) -> Result<Option<EventNetwork>, Failure> {
    let Some(folder) = std::env::var_os("NETWORKS") else { return Ok(None) };
    let bytes = std::fs::read(Path::new(&folder).join(format!("{f}.safetensors")))?;
    Ok(Some(EventNetwork::read(Vec::leak(bytes))?))
}

fn cross_validate(
    samples: &[Sample],
    rows: &[Rows],
    folds: usize,
    predictions: Option<&str>,
) -> Result<Calibration, Failure> {
    let judges: Vec<Judge> = (0..folds)
        .map(|f| {
            let kept: Vec<&Rows> =
                (0..rows.len()).filter(|i| fold_of(*i, folds) != f).map(|i| &rows[i]).collect();
            Ok(Judge { network: fold_network(f)?, ..train(&kept) })
        })
        .collect::<Result<_, Failure>>()?;
    for threshold in [0.1, 0.3, 0.5] {
        println!("threshold {threshold}");
        let judges: Vec<Judge> = judges.iter().map(|j| Judge { threshold, ..j.clone() }).collect();
        let of = |s: &Sample| &judges[fold_of(s.number, folds)];
        for set in [Set::Own, Set::News, Set::Later, Set::Test] {
            figures(set, samples, |s| code_drafts(&s.coded.scene(), &s.drafts, Some(of(s))));
        }
        if threshold == 0.3 && std::env::var_os("SHOW").is_some() {
            for s in samples.iter().filter(|s| matches!(s.set, Set::Own | Set::News)) {
                show(s, &code_drafts(&s.coded.scene(), &s.drafts, Some(of(s))), of(s));
            }
        }
        if let Some(path) = predictions {
            let mut file = std::io::BufWriter::new(std::fs::File::create(format!("{path}.{threshold}"))?);
            for s in samples.iter().filter(|s| s.set == Set::Pair) {
                let events = code_drafts(&s.coded.scene(), &s.drafts, Some(of(s)));
                let points = CodePoints::new(&s.coded.document.text);
                let shape = |e: &Event| {
                    let parties = |p: &[annalist::core::Party]| {
                        p.iter().map(|p| json!({"span": points.span(p.span)})).collect::<Vec<_>>()
                    };
                    json!({"event": [e.kind], "cameo": e.cameo, "actor": parties(&e.actors), "recipient": parties(&e.recipients)})
                };
                writeln!(
                    file,
                    "{}",
                    json!({"id": s.id, "events": events.iter().map(shape).collect::<Vec<_>>()})
                )?;
            }
        }
    }
    let of = |s: &Sample| &judges[fold_of(s.number, folds)];
    let points: Vec<([f32; 3], bool)> =
        samples.par_iter().filter(|s| s.set == Set::News).flat_map_iter(|s| judged(s, of(s))).collect();
    let calibration = fit(&points);
    println!("confidence from {} records of news: {calibration:?}", points.len());
    reliability(&points, calibration);
    Ok(calibration)
}

/// The odds of every record of a text, and whether type and parties are right; what is unsure is left out.
fn judged(sample: &Sample, judge: &Judge) -> Vec<([f32; 3], bool)> {
    let scene = sample.coded.scene();
    let mut all = Vec::new();
    for (draft, weighed) in sample.drafts.iter().zip(judge.weigh(&scene, &sample.drafts)) {
        let Some(decision) = judge.decide(&scene, draft, &weighed) else { continue };
        let kind = decision.codes.kind;
        let odds = decision.odds;
        let event = annalist::extract::events::record::fill(&scene, draft, decision);
        let pairs = pairs(sample, std::slice::from_ref(&event));
        let best = pairs.first();
        let told = best.filter(|p| p.told);
        if told.is_some_and(|p| !sample.golds[p.gold].sure) {
            continue;
        }
        let retold = sample.golds.iter().any(|g| {
            g.kind == kind
                && g.also.iter().any(|s| s.contains(sample.coded.document.tokens[draft.happening.head].span))
        });
        if told.is_none() && retold {
            continue;
        }
        all.push((odds, told.is_some_and(|p| p.kind && p.actor && p.recipient)));
    }
    all
}

/// Logistic regression by plain descent.
fn fit(points: &[([f32; 3], bool)]) -> Calibration {
    let mut w: Calibration = PLAIN;
    for _ in 0..4000 {
        let mut slope = [0.0f32; 4];
        for (odds, right) in points {
            let error = f32::from(u8::from(*right)) - chance(w, odds);
            slope[0] += error;
            slope[1..].iter_mut().zip(odds).for_each(|(s, o)| *s += error * o);
        }
        w.iter_mut().zip(slope).for_each(|(w, s)| *w += 0.05 * s / points.len().max(1) as f32);
    }
    w
}

fn chance(w: Calibration, odds: &[f32; 3]) -> f32 {
    logistic(w[0] + odds.iter().zip(&w[1..]).map(|(o, w)| o * w).sum::<f32>())
}

/// Prints, for ranges of confidence, how many records there are and how many of them are right.
fn reliability(points: &[([f32; 3], bool)], calibration: Calibration) {
    for bin in 0..10 {
        let inside: Vec<(f32, bool)> = points
            .iter()
            .map(|(o, r)| (chance(calibration, o), *r))
            .filter(|(c, _)| (c * 10.0) as usize == bin)
            .collect();
        let n = inside.len().max(1) as f32;
        let mean = inside.iter().map(|(c, _)| c).sum::<f32>() / n;
        let right = inside.iter().filter(|(_, r)| *r).count() as f32 / n;
        println!("  {:.1}  n {}  mean {mean:.3}  right {right:.3}", bin as f32 / 10.0, inside.len());
    }
}

/// Prints how the events of `set` as coded compare with those labelled.
fn figures(set: Set, samples: &[Sample], code: impl Fn(&Sample) -> Vec<Event> + Sync) {
    let of: Vec<&Sample> = samples.iter().filter(|s| s.set == set).collect();
    let counts: Vec<[usize; 17]> = of.par_iter().map(|s| compare(s, &code(s))).collect();
    let total = |n: usize| counts.iter().map(|c| c[n]).sum::<usize>() as f32;
    if total(0) == 0.0 {
        return;
    }
    let line = |name: &str, hit: f32| {
        let (p, r) = (hit / total(1).max(1.0), hit / total(0));
        format!("{name} {p:.3} {r:.3} {:.3}", 2.0 * p * r / (p + r).max(1e-6))
    };
    println!(
        "  {set:?}: gold {} coded {}; {}; {}; actor {:.3} recipient {:.3} date {:.3} (as claimed {:.3}) place {:.3} (as claimed {:.3}) contexts {:.3} mode {:.3}",
        total(0),
        total(1),
        line("type", total(2)),
        line("right", total(3)),
        total(4) / total(2).max(1.0),
        total(5) / total(2).max(1.0),
        total(7) / total(6).max(1.0),
        total(15) / total(6).max(1.0),
        total(9) / total(8).max(1.0),
        total(16) / total(8).max(1.0),
        2.0 * total(12) / (total(10) + total(11)).max(1.0),
        total(14) / total(13).max(1.0)
    );
}

/// A labelled and a coded event that may be one.
struct Match {
    score: u32,
    gold: usize,
    coded: usize,
    kind: bool,
    told: bool,
    actor: bool,
    recipient: bool,
}

/// What may match, the best first.
fn pairs(sample: &Sample, events: &[Event]) -> Vec<Match> {
    let mut all = Vec::new();
    for (gold, g) in sample.golds.iter().enumerate() {
        for (coded, event) in events.iter().enumerate() {
            let kind = event.kind == g.kind;
            let told = g.trigger.is_some_and(|t| event.mentions.iter().flatten().any(|m| m.overlaps(t)));
            let mut actor = agree(sample, &g.actors, &of(&event.actors));
            let mut recipient = agree(sample, &g.recipients, &of(&event.recipients));
            let together = matches!(g.kind, EventType::Consult | EventType::Agree | EventType::Cooperate);
            if together && actor + recipient < 2.0 {
                let golds = [g.actors.as_slice(), g.recipients.as_slice()].concat();
                let all = [of(&event.actors), of(&event.recipients)].concat();
                let both = agree(sample, &golds, &all);
                (actor, recipient) = (actor.max(both), recipient.max(both));
            }
            if kind || told {
                let score =
                    400 * u32::from(kind) + 200 * u32::from(told) + ((actor + recipient) * 100.0) as u32;
                all.push(Match {
                    score,
                    gold,
                    coded,
                    kind,
                    told,
                    actor: actor >= 0.5,
                    recipient: recipient >= 0.5,
                });
            }
        }
    }
    all.sort_by(|a, b| b.score.cmp(&a.score).then((a.gold, a.coded).cmp(&(b.gold, b.coded))));
    all
}

/// Gold, coded, with the right type, with parties too; of those with the right type, actor and recipient right.
fn compare(sample: &Sample, events: &[Event]) -> [usize; 17] {
    let (mut golds, mut coded) = (Vec::new(), Vec::new());
    let unsure = sample.golds.iter().filter(|g| !g.sure).count();
    let mut counts = [0; 17];
    (counts[0], counts[1]) = (sample.golds.len() - unsure, events.len());
    for m in pairs(sample, events) {
        if golds.contains(&m.gold) || coded.contains(&m.coded) {
            continue;
        }
        golds.push(m.gold);
        coded.push(m.coded);
        if !sample.golds[m.gold].sure {
            counts[1] -= 1;
            continue;
        }
        counts[2] += usize::from(m.kind);
        counts[3] += usize::from(m.kind && m.actor && m.recipient);
        counts[4] += usize::from(m.kind && m.actor);
        counts[5] += usize::from(m.kind && m.recipient);
        let (gold, event) = (&sample.golds[m.gold], &events[m.coded]);
        if let Some(contexts) = gold.contexts.as_ref().filter(|_| m.kind) {
            counts[13] += 1;
            counts[14] +=
                usize::from(gold.mode.as_ref().is_some_and(|m| m.as_deref() == event.modes.first().copied()));
            counts[10] += contexts.len();
            counts[11] += event.contexts.len();
            counts[12] += event.contexts.iter().filter(|c| contexts.contains(c)).count();
        }
        if let Some(date) = gold.date.filter(|_| m.kind) {
            counts[6] += 1;
            counts[7] += usize::from(dates::interval(&event.date) == date);
            counts[15] += usize::from(dates::holds(&event.date, date));
        }
        if let Some(place) = gold.place.as_ref().filter(|_| m.kind) {
            let coded = event.location.as_ref().map(|(p, _)| places::site(p, &sample.coded));
            counts[8] += 1;
            counts[9] += usize::from(is_exact(place.as_ref(), coded.as_ref()));
            counts[16] += usize::from(holds(place.as_ref(), coded.as_ref()));
        }
    }
    counts
}

/// The parties; a pair that goes by its number ("the two countries") counts once, as it is labelled.
fn of(parties: &[annalist::core::Party]) -> Vec<&annalist::core::Party> {
    let first = |(i, p): &(usize, &annalist::core::Party)| parties[..*i].iter().all(|x| x.span != p.span);
    parties.iter().enumerate().filter(first).map(|(_, p)| p).collect()
}

/// Whether the coded parties are those labelled: at least half of both, each by its words or as another mention of the
/// same entity.
fn agree(sample: &Sample, gold: &[Span], coded: &[&annalist::core::Party]) -> f32 {
    const PRONOUNS: &[&str] =
        &["he", "she", "they", "it", "we", "i", "his", "their", "its", "who", "him", "them", "her", "our"];
    let text = &sample.coded.document.text;
    if gold.is_empty() && coded.is_empty() {
        return 1.0;
    }
    if gold.iter().any(|g| PRONOUNS.contains(&g.of(text).to_lowercase().as_str())) {
        return if coded.is_empty() { 0.0 } else { 1.0 };
    }
    let mentions = &sample.coded.annotations.mentions;
    let mut met = 0;
    let mut rest: Vec<&annalist::core::Party> = coded.to_vec();
    for g in gold {
        let same = |p: &&annalist::core::Party| {
            let entity = mentions.iter().any(|m| Some(m.entity) == p.entity && alike(text, m.span, *g));
            entity || alike(text, p.span, *g)
        };
        if let Some(i) = rest.iter().position(same) {
            rest.remove(i);
            met += 1;
        }
    }
    2.0 * met as f32 / (gold.len() + coded.len()) as f32
}

/// Whether two phrases overlap and share their words, or stand apart and are the same words.
fn alike(text: &str, a: Span, b: Span) -> bool {
    let words = |s: Span| -> Vec<String> {
        s.of(text)
            .split(|c: char| !c.is_alphanumeric())
            .map(str::to_lowercase)
            .filter(|w| !matches!(w.as_str(), "" | "the" | "a" | "an" | "of" | "and"))
            .collect()
    };
    let (x, mut y) = (words(a), words(b));
    let n = x.len() + y.len();
    let both = x.iter().filter(|w| y.iter().position(|v| v == *w).map(|i| y.remove(i)).is_some()).count();
    n > 0 && 2 * both * 2 >= n || a == b
}

/// Prints the labelled and the coded events of a text, sentence by sentence, for people.
fn show(sample: &Sample, events: &[Event], judge: &Judge) {
    let text = &sample.coded.document.text;
    println!("\n=== {}", sample.id);
    let (mut met, mut verdicts) = (vec![false; sample.golds.len()], vec!["FALSE"; events.len()]);
    for m in pairs(sample, events) {
        if !met[m.gold] && verdicts[m.coded] == "FALSE" {
            met[m.gold] = true;
            verdicts[m.coded] = match (m.kind, m.actor, m.recipient) {
                (true, true, true) => "right",
                (true, false, true) => "ACTOR",
                (true, true, false) => "RECIPIENT",
                (true, false, false) => "PARTIES",
                _ => "TYPE",
            };
        }
    }
    for sentence in &sample.coded.document.sentences {
        let golds: Vec<(usize, &Gold)> = sample
            .golds
            .iter()
            .enumerate()
            .filter(|(_, g)| g.trigger.is_some_and(|t| sentence.span.contains(t)))
            .collect();
        let coded: Vec<(usize, &Event)> =
            events.iter().enumerate().filter(|(_, e)| sentence.span.overlaps(e.trigger[0])).collect();
        if golds.is_empty() && coded.is_empty() {
            continue;
        }
        println!("{}", sentence.span.of(text).replace('\n', " "));
        let words = |spans: Vec<Span>| spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" & ");
        for (i, g) in golds {
            let mark = match (g.sure, met[i]) {
                (true, true) => "gold",
                (true, false) => "MISSED",
                _ => "gold?",
            };
            println!(
                "   {mark} {} {} -> {}  [{}]",
                g.kind,
                words(g.actors.clone()),
                words(g.recipients.clone()),
                g.trigger.map_or("", |t| t.of(text))
            );
        }
        if std::env::var_os("PARTS").is_some() {
            let scene = sample.coded.scene();
            for draft in &sample.drafts {
                let at = sample.coded.document.tokens[draft.happening.head].span;
                let Some((_, e)) = coded.iter().find(|(_, e)| e.trigger.contains(&at)) else { continue };
                let nobody = judge.parts.sum(&parts::nobody(&scene, draft, e.kind));
                println!("      {} nobody: {:.2} {:.2}", at.of(text), nobody[0], nobody[1]);
                for c in parts::candidates(&scene, draft) {
                    let sum = judge.parts.sum(&parts::of(&scene, draft, e.kind, c));
                    println!("      {} {}: {:.2?}", at.of(text), sample.coded.document.form(c), sum);
                }
            }
        }
        for (i, e) in coded {
            let spans = |p: &[annalist::core::Party]| words(p.iter().map(|p| p.span).collect());
            println!(
                "   {} {} {} -> {}  [{}] {} {:.2}",
                verdicts[i],
                e.kind,
                spans(&e.actors),
                spans(&e.recipients),
                words(e.trigger.clone()),
                e.rule,
                e.confidence
            );
        }
    }
}

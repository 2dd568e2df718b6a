//! Trains the choice of a party's sector and of the country that its report implies, and measures it; see `training/actors/README.md`.
//!
//! `cargo run --release -p annalist --example train_parties -- DATA LABELS OUT [FOLDS]`
//!
//! DATA is the folder of the corpora (`../shared/data`), LABELS that of the labelled mentions (`training/actors`), OUT the
//! folder of the weights. With FOLDS, figures are first estimated by cross-validation over reports; with WRONG in the
//! environment, the mentions whose country is wrong there are listed, with SECTORS those whose sector is.

#![allow(clippy::print_stdout)]

mod linear;
mod lines;
mod news;

use annalist::core::moment::Moment;
use annalist::core::{CountryCode, Document, Entity, Mention, Report, Sector, Span};
use annalist::extract::actors::implied::{self, Question, ROWS};
use annalist::extract::actors::standing::{self, Model};
use annalist::extract::linear::Weights;
use annalist::extract::{actors, coreference, places};
use annalist::lexicon::Lexicon;
use linear::{Off, Settings, descend, fold_of};
use lines::{Failure, lines};
use rayon::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// How much of the words of a label or a mention both must share to be the same.
const SAME: f32 = 0.34;

/// For the country.
const COUNTRY: Settings = Settings { epochs: 15, rate: 0.004, decay: 0.0, state_rate: 0.0, state_decay: 0.0 };

/// For the sector.
const SECTOR: Settings = Settings { epochs: 20, rate: 0.01, decay: 0.0, state_rate: 0.005, state_decay: 0.0 };

/// How much a phrase that nobody labelled counts as one that means nobody.
const UNLABELLED: f32 = 0.1;

/// A report with what is asked about its parties, and its labels.
struct Sample {
    document: Document,
    /// The parties as the rules resolve them, and what is asked about them.
    by_rule: Vec<Entity>,
    asked: Vec<standing::Question>,
    /// The same with sectors judged, and what is asked about their countries.
    entities: Vec<Entity>,
    questions: Vec<Question>,
    labels: Vec<Label>,
}

/// A labelled mention.
struct Label {
    span: Span,
    party: bool,
    /// The right countries, none for a party of no country.
    countries: Vec<Option<CountryCode>>,
    /// The right primary sectors, none for a party of none.
    sectors: Vec<Option<Sector>>,
    /// The entity of the mention that is most like it.
    entity: Option<usize>,
}

/// A phrase, the columns that are right for it, how much it counts, and the fold of its report.
struct Phrase<'s> {
    question: &'s standing::Question,
    right: Vec<usize>,
    weight: f32,
    fold: usize,
}

/// A question, its right answers among the candidates (0 for none of them), and the fold of its report.
struct Row<'s> {
    question: &'s Question,
    right: Vec<usize>,
    fold: usize,
}

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let data = arguments.next().ok_or("expected the folder of the corpora")?;
    let labels = arguments.next().ok_or("expected the folder of the labelled mentions")?;
    let out = arguments.next().ok_or("expected the folder of the weights")?;
    let folds: usize = arguments.next().map_or(Ok(0), |f| f.parse())?;
    let samples = read(Path::new(&data), Path::new(&labels))?;
    let rows: Vec<Row> = samples.iter().enumerate().flat_map(|(n, s)| rows(s, n, folds.max(1))).collect();
    println!(
        "{} reports, {} labels, {} questions",
        samples.len(),
        samples.iter().map(|s| s.labels.len()).sum::<usize>(),
        rows.len()
    );
    if folds > 1 {
        let models: Vec<Weights> = (0..folds)
            .into_par_iter()
            .map(|f| train(&rows.iter().filter(|r| r.fold != f).collect::<Vec<_>>()))
            .collect();
        for sure in [0.3, 0.4, 0.5] {
            report(&samples, &rows, &models, folds, sure, sure == 0.4 && std::env::var_os("WRONG").is_some());
        }
    }
    let phrases: Vec<Phrase> =
        samples.iter().enumerate().flat_map(|(n, s)| phrases(s, n, folds.max(1))).collect();
    println!("{} phrases", phrases.len());
    if folds > 1 {
        let models: Vec<Model> = (0..folds)
            .into_par_iter()
            .map(|f| train_standing(&phrases.iter().filter(|p| p.fold != f).collect::<Vec<_>>()))
            .collect();
        report_standing(&samples, &models, folds);
    }
    let model = train_standing(&phrases.iter().collect::<Vec<_>>());
    std::fs::write(Path::new(&out).join("party-sector.bin"), model.features.bytes())?;
    std::fs::write(Path::new(&out).join("party-states.bin"), model.states.bytes())?;
    std::fs::write(
        Path::new(&out).join("party-country.bin"),
        train(&rows.iter().collect::<Vec<_>>()).bytes(),
    )?;
    Ok(())
}

fn train(rows: &[&Row]) -> Weights {
    let errors = |i: usize, weights: &Weights, _: &Weights| -> Vec<Off> {
        let row = rows[i];
        let off = off(&row.question.chances(weights), &row.right);
        let answers = row.question.answers().zip(off);
        answers.map(|(features, off)| (features.as_slice(), [].as_slice(), vec![off])).collect()
    };
    descend(COUNTRY, ROWS, 1, 0, rows.len(), errors).0
}

/// How far each chance is off where any of `right` is right.
fn off(chances: &[f32], right: &[usize]) -> Vec<f32> {
    let mass: f32 = right.iter().map(|r| chances[*r]).sum();
    let off = |(k, chance): (usize, &f32)| {
        let wanted = if right.contains(&k) { chance / mass.max(1e-6) } else { 0.0 };
        wanted - chance
    };
    chances.iter().enumerate().map(off).collect()
}

fn report(samples: &[Sample], rows: &[Row], models: &[Weights], folds: usize, sure: f32, list: bool) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        let answer = row.question.answer(&models[row.fold]).filter(|(_, chance)| *chance >= sure);
        let given = answer.map_or(0, |(code, _)| {
            1 + row.question.countries.iter().position(|(c, _)| *c == code).unwrap_or(0)
        });
        let right = row.right.contains(&given);
        let kind = match (right, given, row.right.contains(&0)) {
            (true, 0, _) => "left open rightly",
            (true, ..) => "country right",
            (false, 0, _) => "country missed",
            (false, _, true) => "country where none is",
            (false, ..) => "wrong country",
        };
        *counts.entry(kind).or_default() += 1;
    }
    let mut all = (0, 0, 0);
    for (n, sample) in samples.iter().enumerate() {
        let fold = fold_of(n, folds);
        for label in sample.labels.iter().filter(|l| l.party) {
            let known = label.entity.map(|e| &sample.entities[e]);
            let before = known.and_then(|e| e.country);
            let question = sample.questions.iter().find(|q| Some(q.entity) == label.entity);
            let answer = question.and_then(|q| q.answer(&models[fold])).filter(|(_, c)| *c >= sure);
            let after = before.or(answer.map(|(code, _)| code));
            all.0 += 1;
            all.1 += usize::from(label.countries.contains(&before));
            all.2 += usize::from(label.countries.contains(&after));
            if list && !label.countries.contains(&after) {
                let text = label.span.of(&sample.document.text);
                let rule = known.map_or("-", |e| e.rule.as_str());
                println!("{:?}\t{after:?}\t{text}\t{rule}\t{}", label.countries, question.is_some());
            }
        }
    }
    println!("at {sure}: {counts:?}; country of parties right {} of {}, before {}", all.2, all.0, all.1);
}

fn rows(sample: &Sample, n: usize, folds: usize) -> Vec<Row<'_>> {
    let mut all = Vec::new();
    for question in &sample.questions {
        let mut labels = sample.labels.iter().filter(|l| l.party && l.entity == Some(question.entity));
        let Some(label) = labels.next() else { continue };
        let place = |code: &Option<CountryCode>| match code {
            None => Some(0),
            Some(code) => question.countries.iter().position(|(c, _)| c == code).map(|i| i + 1),
        };
        let mut right: Vec<usize> = label.countries.iter().filter_map(place).collect();
        if right.is_empty() {
            right.push(0);
        }
        all.push(Row { question, right, fold: fold_of(n, folds) });
    }
    all
}

// Reading

fn read(data: &Path, labels: &Path) -> Result<Vec<Sample>, Failure> {
    let mut of: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for file in ["news.jsonl", "train.jsonl"] {
        for label in lines(&labels.join(file))? {
            of.entry(label["id"].as_str().unwrap_or_default().to_owned()).or_default().push(label);
        }
    }
    let texts = news::reports(data)?;
    let mut all = Vec::new();
    for (id, labels) in of {
        let report = texts.get(&id).ok_or_else(|| format!("no report `{id}`"))?;
        all.push((report, labels));
    }
    Ok(all.into_par_iter().map(|(report, labels)| sample(report, &labels)).collect())
}

fn sample(value: &Value, labels: &[Value]) -> Sample {
    let lexicon = Lexicon::english();
    let text = value["text"].as_str().unwrap_or_default();
    let published = value["published"].as_str().and_then(|p| p.get(..10)).and_then(|p| p.parse().ok());
    let dateline = annalist::read::dateline::find(text, published);
    let published = published.map(Moment::day);
    let report = Report { text: text.to_owned(), dateline, published, ..Report::default() };
    let document = annalist::parse(&report);
    let places = places::find(&report, &document, lexicon);
    let (mut entities, mut mentions) = actors::find(&report, &document, &places, lexicon);
    coreference::resolve(&report, &document, lexicon, &mut entities, &mut mentions);
    let by_rule = entities.clone();
    let asked = standing::questions(&document, &entities, &mentions);
    standing::settle(&document, &mut entities, &mentions);
    let questions = implied::questions(&report, &document, &places, &entities, &mentions);
    let offsets: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
    let labels = labels.iter().filter_map(|l| label(l, &offsets, &mentions)).collect();
    Sample { document, by_rule, asked, entities, questions, labels }
}

fn label(value: &Value, offsets: &[usize], mentions: &[Mention]) -> Option<Label> {
    let at = |v: &Value| offsets.get(v.as_u64()? as usize).copied();
    let span = Span::new(at(&value["start"])?, at(&value["end"])?);
    let others = value["alternates"].as_array().into_iter().flatten();
    let code = |v: &Value| v["country"].as_str().and_then(CountryCode::from_code);
    let readings = || std::iter::once(value).chain(others.clone());
    let merged: Vec<Span> = mentions.iter().map(|m| m.span).collect();
    Some(Label {
        span,
        party: value["party"] == true,
        countries: readings().map(code).collect(),
        sectors: readings().map(|v| v["sector"][0].as_str().and_then(Sector::from_label)).collect(),
        entity: best(span, &merged).map(|m| mentions[m].entity.0 as usize),
    })
}

/// The span that is most like `wanted`; where none is like enough, the shortest one that ends with it: "spokesman Tom
/// Casey" for "Tom Casey".
fn best(wanted: Span, spans: &[Span]) -> Option<usize> {
    let like = |i: &usize| {
        let (a, b) = (spans[*i].range(), wanted.range());
        let shared = a.end.min(b.end).saturating_sub(a.start.max(b.start));
        shared as f32 / (a.end.max(b.end) - a.start.min(b.start)) as f32
    };
    let most = (0..spans.len()).max_by(|a, b| like(a).total_cmp(&like(b))).filter(|i| like(i) > SAME);
    let holds = |i: &usize| spans[*i].contains(wanted) && spans[*i].end == wanted.end;
    most.or_else(|| (0..spans.len()).filter(holds).min_by_key(|i| spans[*i].len()))
}

// What a party is

fn train_standing(phrases: &[&Phrase]) -> Model {
    let errors = |i: usize, weights: &Weights, states: &Weights| -> Vec<Off> {
        let Phrase { question, right, weight, .. } = phrases[i];
        let off = off(&standing::chances(weights, states, question), right);
        let off = off.iter().map(|off| off * weight).collect();
        vec![(question.features.as_slice(), question.states.as_slice(), off)]
    };
    let width = phrases.iter().map(|p| p.question.states.len()).max().unwrap_or(0);
    let (features, states) = descend(SECTOR, standing::ROWS, standing::COLUMNS, width, phrases.len(), errors);
    Model { features, states }
}

/// The labelled phrases, and the others of the same reports that the rules make nobody of, which seldom are anybody.
fn phrases(sample: &Sample, n: usize, folds: usize) -> Vec<Phrase<'_>> {
    let fold = fold_of(n, folds);
    let nobody = standing::COLUMNS - 1;
    let column = |s: &Option<Sector>| s.map(|s| Sector::ALL.iter().position(|a| *a == s).unwrap_or(nobody));
    let mut all = Vec::new();
    for question in &sample.asked {
        let entity = &sample.by_rule[question.entity];
        let mut labels = sample.labels.iter().filter(|l| l.entity == Some(question.entity)).peekable();
        if labels.peek().is_none() && !entity.codable {
            all.push(Phrase { question, right: vec![nobody], weight: UNLABELLED, fold });
        }
        for label in labels {
            let right: Vec<usize> = match label.party {
                true => label.sectors.iter().filter_map(column).collect(),
                false => vec![nobody],
            };
            if !right.is_empty() {
                all.push(Phrase { question, right, weight: 1.0, fold });
            }
        }
    }
    all
}

fn report_standing(samples: &[Sample], models: &[Model], folds: usize) {
    let list = std::env::var_os("SECTORS").is_some();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut add = |name| *counts.entry(name).or_default() += 1;
    for (n, sample) in samples.iter().enumerate() {
        let model = &models[fold_of(n, folds)];
        let mut after = sample.by_rule.clone();
        for question in &sample.asked {
            standing::decide(&model.chances(question), &mut after[question.entity]);
        }
        let says = |e: &Entity| e.sectors.first().copied().filter(|_| e.codable);
        for label in &sample.labels {
            let Some(e) = label.entity else { continue };
            let (before, after) = (&sample.by_rule[e], &after[e]);
            if label.party {
                add("parties");
                if label.sectors.contains(&says(before)) {
                    add("right by rule");
                }
                if label.sectors.contains(&says(after)) {
                    add("right");
                } else if list {
                    let text = label.span.of(&sample.document.text).replace('\n', " ");
                    println!(
                        "{:?}\t{:?}\t{:?}\t{text}\t{}",
                        label.sectors,
                        says(before),
                        says(after),
                        after.rule
                    );
                }
            } else {
                add("nobody");
                if !before.codable {
                    add("refused by rule");
                }
                if !after.codable {
                    add("refused");
                }
            }
        }
        for (before, after) in sample.by_rule.iter().zip(&after).filter(|(b, _)| !b.codable) {
            let labelled = sample.labels.iter().any(|l| l.entity == Some(before.id.0 as usize));
            if !labelled {
                add("others refused by rule");
                if after.codable {
                    add("others taken");
                }
            }
        }
    }
    println!("{counts:?}");
}

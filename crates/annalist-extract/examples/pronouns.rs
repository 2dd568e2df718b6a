//! Measures pronoun resolution on a treebank with GUM's coreference (MISC `Entity=`), gold trees and tokens.
//!
//! `cargo run --release -p annalist-extract --example pronouns -- ../shared/data/parse/dev.conllu GUM_news` prints, for
//! documents whose identifier starts with the second argument, how many third-person pronouns with an antecedent were
//! given one of the right entity. With `--features` it prints the candidates of every pronoun with their features
//! instead, for `training/coreference/fit.py`; with `--parsed` the text is parsed by the program; with `--wrong` the pronouns resolved wrongly.

#![allow(clippy::print_stdout)]

use annalist_core::{Document, NameKind, Relation, Report, Sentence, Token, Upos};
use annalist_extract::{actors, coreference};
use annalist_lexicon::Lexicon;
use std::collections::{BTreeMap, HashMap};

/// A document with, for each head token of a mention, the number of its gold entity.
struct Gold {
    id: String,
    document: Document,
    entity: HashMap<usize, String>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(path) = arguments.first() else {
        eprintln!(
            "error: expected a CoNLL-U file\nhint: `../shared/data/parse/dev.conllu`, where it is present"
        );
        std::process::exit(1);
    };
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("error: cannot read `{path}`\nhint: the evaluation data are not part of this repository");
        std::process::exit(1);
    };
    let genre = arguments.get(1).map_or("GUM_", |g| g.as_str());
    let flag = |name: &str| arguments.iter().any(|a| a == name);
    let mut scores: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for gold in read(&text).into_iter().filter(|g| g.id.starts_with(genre)) {
        if flag("--features") {
            print_features(&gold);
        } else if flag("--parsed") {
            score(&parsed(gold), &mut scores, flag("--wrong"));
        } else {
            score(&gold, &mut scores, flag("--wrong"));
        }
    }
    for (name, (right, all)) in scores {
        println!("{name}\t{right}/{all}\t{:.3}", right as f64 / all as f64);
    }
}

/// The same document as the program parses it, with the gold entities of the tokens that start where gold heads do.
fn parsed(gold: Gold) -> Gold {
    let document = annalist_syntax::Parser::english().parse(&gold.document.text);
    let starts: HashMap<u32, usize> =
        document.tokens.iter().enumerate().map(|(i, t)| (t.span.start, i)).collect();
    let at = |t: usize| starts.get(&gold.document.tokens[t].span.start).copied();
    let entity = gold.entity.iter().filter_map(|(t, e)| Some((at(*t)?, e.clone()))).collect();
    Gold { id: gold.id, document, entity }
}

fn report(document: &Document) -> Report {
    Report { text: document.text.clone(), ..Report::default() }
}

/// The nearest earlier mention, not a pronoun, that shares the system's entity decides.
fn score(gold: &Gold, scores: &mut BTreeMap<String, (usize, usize)>, wrong: bool) {
    let d = &gold.document;
    let lexicon = Lexicon::english();
    let (mut entities, mut mentions) = actors::find(&report(d), d, &[], lexicon);
    coreference::resolve(&report(d), d, lexicon, &mut entities, &mut mentions);
    let genre = gold.id.split('_').take(2).collect::<Vec<_>>().join("_");
    for (m, mention) in mentions.iter().enumerate() {
        let Some(family) = coreference::chains::family(&coreference::facts::lemma(d, mention.head)) else {
            continue;
        };
        let Some(entity) = gold.entity.get(&mention.head) else { continue };
        let spoken = |i: &usize| d.tokens[*i].upos != Upos::Pron;
        if !gold.entity.iter().any(|(t, e)| e == entity && *t < mention.head && spoken(t)) {
            continue;
        }
        let chosen = mentions[..m].iter().rev().find(|o| o.entity == mention.entity && spoken(&o.head));
        let right = chosen.is_some_and(|o| is_of(gold, o.head, entity));
        for key in [genre.to_string(), "all".to_owned(), format!("all/{family}"), format!("{genre}/{family}")]
        {
            let slot = scores.entry(key).or_default();
            slot.0 += usize::from(right);
            slot.1 += 1;
        }
        if wrong && !right {
            let s = &d.sentences[d.sentence_of(mention.head)];
            let truth = mentions[..m]
                .iter()
                .rev()
                .find(|o| gold.entity.get(&o.head) == Some(entity) && spoken(&o.head));
            println!(
                "{}: «{}» chose {:?}, should be {:?}\n    {}",
                gold.id,
                d.form(mention.head),
                chosen.map(|o| o.span.of(&d.text)),
                truth.map(|o| o.span.of(&d.text)),
                s.span.of(&d.text)
            );
        }
    }
}

/// Whether the mention headed by `head` is of the gold entity, whose head may be another part of the same name.
fn is_of(gold: &Gold, head: usize, entity: &String) -> bool {
    use Relation::{Appos, Compound, Flat, NmodDesc};
    let d = &gold.document;
    let part = |c: &usize| matches!(d.tokens[*c].relation, Flat | Compound | NmodDesc | Appos);
    let other = || d.children(head).filter(part).any(|c| gold.entity.get(&c) == Some(entity));
    gold.entity.get(&head).map_or_else(other, |e| e == entity)
}

/// One line a candidate: pronoun number, 1 where it is of the right entity, feature numbers.
fn print_features(gold: &Gold) {
    let d = &gold.document;
    let (entities, mentions) = actors::find(&report(d), d, &[], Lexicon::english());
    let facts = coreference::facts::gather(d, &entities, &mentions);
    let mut chains = coreference::before_pronouns(d, Lexicon::english(), &entities, &facts);
    let by_head: HashMap<usize, usize> = mentions.iter().enumerate().map(|(i, m)| (m.head, i)).collect();
    for p in 0..mentions.len() {
        let known = coreference::chains::family(&facts[p].lemma).is_some();
        let Some(entity) = gold.entity.get(&mentions[p].head).filter(|_| known) else { continue };
        let candidates = coreference::pronouns::candidates(d, &facts, &chains, p);
        let right = |c: usize| gold.entity.get(&mentions[c].head) == Some(entity);
        for (c, features) in &candidates {
            let features: Vec<String> = features.iter().map(usize::to_string).collect();
            println!("{}:{p}\t{}\t{}", gold.id, u8::from(right(*c)), features.join(" "));
        }
        // Later pronouns are seen with the true chains before them.
        let before =
            gold.entity.iter().filter(|(t, e)| *e == entity && **t < mentions[p].head).map(|(t, _)| *t).max();
        if let Some(c) = before.and_then(|t| by_head.get(&t)) {
            chains.join(*c, p);
        }
    }
}

fn read(text: &str) -> Vec<Gold> {
    let mut all: Vec<Gold> = Vec::new();
    let mut block: Vec<&str> = Vec::new();
    let mut paragraph = true;
    for line in text.lines() {
        if let Some(id) = line.strip_prefix("# newdoc id = ") {
            all.push(Gold { id: id.to_owned(), document: Document::default(), entity: HashMap::new() });
        } else if line.starts_with("# newpar") {
            paragraph = true;
        } else if line.is_empty() {
            if let Some(gold) = all.last_mut() {
                add_sentence(gold, &block, paragraph);
            }
            paragraph = false;
            block.clear();
        } else {
            block.push(line);
        }
    }
    all
}

fn add_sentence(gold: &mut Gold, block: &[&str], starts_paragraph: bool) {
    let text = block.iter().find_map(|l| l.strip_prefix("# text = ")).unwrap_or("");
    let d = &mut gold.document;
    if !d.text.is_empty() {
        d.text.push('\n');
    }
    let mut cursor = d.text.len();
    d.text.push_str(text);
    let first = d.tokens.len();
    let mut misc = Vec::new();
    for line in block.iter().filter(|l| !l.starts_with('#')) {
        let f: Vec<&str> = line.split('\t').collect();
        if f[0].contains(['-', '.']) {
            continue;
        }
        let start = d.text[cursor..].find(f[1]).map_or(cursor, |at| cursor + at);
        cursor = (start + f[1].len()).min(d.text.len());
        let mut token = Token::unparsed(annalist_core::Span::new(start, cursor), false);
        token.lemma = f[2].into();
        token.upos = Upos::from_label(f[3]).unwrap_or(Upos::X);
        token.xpos = f[4].into();
        token.features = f[5].into();
        token.head = f[6].parse::<usize>().ok().filter(|h| *h > 0).map(|h| (first + h - 1) as u32);
        token.relation = Relation::from_label(f[7]).unwrap_or(Relation::Dep);
        d.tokens.push(token);
        misc.push(f[9].to_owned());
    }
    let tokens = first..d.tokens.len();
    if tokens.is_empty() {
        return;
    }
    d.sentences.push(Sentence { span: d.span_of(tokens.clone()), tokens, starts_paragraph });
    add_entities(gold, first, &misc);
}

/// Reads the brackets of `Entity=`; proper names of people, organizations and places become names of the document.
fn add_entities(gold: &mut Gold, first: usize, misc: &[String]) {
    let mut open: Vec<(String, String, usize)> = Vec::new();
    for (i, field) in misc.iter().enumerate() {
        let Some(mut rest) = field.split('|').find_map(|f| f.strip_prefix("Entity=")) else { continue };
        while !rest.is_empty() {
            if let Some(inner) = rest.strip_prefix('(') {
                let end = inner.find(['(', ')']).unwrap_or(inner.len());
                let mut parts = inner[..end].split('-');
                let id = parts.next().unwrap_or("").to_owned();
                open.push((id, parts.next().unwrap_or("").to_owned(), first + i));
                rest = &inner[end..];
                if let Some(after) = rest.strip_prefix(')') {
                    rest = after;
                    if let Some(mention) = open.pop() {
                        close(gold, mention, first + i);
                    }
                }
            } else {
                let end = rest.find(')').map_or(rest.len(), |e| e + 1);
                let id = rest[..end].trim_end_matches(')');
                if let Some(at) = open.iter().rposition(|(o, _, _)| o == id) {
                    let mention = open.remove(at);
                    close(gold, mention, first + i);
                }
                rest = &rest[end..];
            }
        }
    }
}

fn close(gold: &mut Gold, (id, kind, start): (String, String, usize), end: usize) {
    let d = &mut gold.document;
    let outside = |t: &usize| d.head(*t).is_none_or(|h| h < start || h > end);
    let Some(head) = (start..=end).find(outside) else { return };
    let kind = match kind.as_str() {
        "person" => Some(NameKind::Person),
        "organization" => Some(NameKind::Organization),
        "place" => Some(NameKind::Place),
        _ => None,
    };
    if let Some(kind) = kind.filter(|_| d.tokens[head].upos == Upos::Propn) {
        let part = |t: &usize| d.tokens[*t].upos == Upos::Propn && d.is_under(*t, head);
        let last = (head..=end).take_while(part).last().unwrap_or(head);
        let tokens = (start..=end).find(part).unwrap_or(head)..last + 1;
        let overlaps = d.names.iter().any(|n| n.tokens.start < tokens.end && tokens.start < n.tokens.end);
        if !overlaps {
            d.names.push(annalist_core::Name { tokens, kind });
            d.names.sort_by_key(|n| n.tokens.start);
        }
    }
    gold.entity.entry(head).or_insert(id);
}

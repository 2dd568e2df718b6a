//! The records of one report by either coder, paired.

use super::parties::{Parties, spans};
use super::reports::{Report, all_points, points};
use annalist_core::document::Sentence;
use annalist_core::{Document, Span};
use annalist_evaluate::gold::{Entry, Row, row};
use annalist_evaluate::locate::locate;
use annalist_evaluate::{Coding, Compared, Pair, compare};
use anyhow::{Result, anyhow, bail};
use serde_json::{Value, json};

/// Types whose parties do not stand against each other, so that it does not matter on which side one is named.
const TOGETHER: [&str; 3] = ["AGREE", "CONSULT", "COOPERATE"];

/// The two codings of one report.
pub struct Codings<'a> {
    gold: Vec<Coding>,
    /// Where the hand coding tells each record again, in bytes.
    again: Vec<Vec<Span>>,
    coded: Vec<Coding>,
    document: Document,
    report: &'a Report,
}

/// Some records of the two codings of one report, with their comparison.
#[derive(Default)]
pub struct Chosen {
    /// The hand-coded records.
    pub gold: Vec<Coding>,
    /// annalist's records.
    pub coded: Vec<Coding>,
    /// Their pairs.
    pub compared: Compared,
}

impl<'a> Codings<'a> {
    /// Reads both codings of `report`.
    ///
    /// # Errors
    /// If a record holds a word that the manual does not know.
    pub fn new(report: &'a Report) -> Result<Self> {
        let document = document(report);
        let parties = Parties::new(&report.text, &report.annotated);
        let by_hand = report.gold["events"].as_array().cloned().unwrap_or_default();
        let by_program = report.annotated["events"].as_array().cloned().unwrap_or_default();
        let mut gold = codings(report.id(), by_hand.iter().map(|e| in_words(report, e)).collect())?;
        let mut coded = codings(report.id(), by_program.clone())?;
        for (coding, event) in gold.iter_mut().zip(&by_hand) {
            finish(coding, event, &parties, &document);
        }
        for (coding, event) in coded.iter_mut().zip(&by_program) {
            coding.confidence = event["confidence"].as_f64();
            let told = all_points(&event["text_info"]["mentions"]);
            coding.clue.ranges.extend(told);
            finish(coding, event, &parties, &document);
        }
        let again = by_hand
            .iter()
            .map(|e| spans(&e["also"]).into_iter().filter_map(|p| report.text.span(p)).collect());
        Ok(Codings { gold, again: again.collect(), coded, document, report })
    }

    /// How many sentences the report has.
    pub fn sentences(&self) -> usize {
        self.document.sentences.len()
    }

    /// All records but those of annalist that it thinks less likely than `least`, 0 to 1, and those that a second
    /// coder might well decide otherwise, with what is paired with them: they are neither missed nor false.
    pub fn likely(&self, least: f64) -> Chosen {
        let likely = |c: &Coding| c.confidence.is_none_or(|confidence| confidence >= least);
        let coded: Vec<Coding> = self.coded.iter().filter(|c| likely(c)).cloned().collect();
        let gold: Vec<Coding> =
            self.gold.iter().zip(&self.again).map(|(g, a)| told_again(g, a, &coded)).collect();
        let compared = compare(&gold, &coded);
        let events = &self.report.gold["events"];
        let is_sure = |g: usize| events[g]["sure"] != json!(false);
        let pairs: Vec<&Pair> = compared.pairs.iter().filter(|p| is_sure(p.gold)).collect();
        let gold_only: Vec<usize> = compared.gold_only.iter().copied().filter(|g| is_sure(*g)).collect();
        choose(&gold, &coded, &pairs, &gold_only, &compared.coded_only)
    }
}

impl Chosen {
    /// The pairs of one type alone: the events that annalist has found.
    pub fn found(&self) -> Chosen {
        let pairs: Vec<&Pair> = self.compared.pairs.iter().filter(|pair| pair.has_type()).collect();
        choose(&self.gold, &self.coded, &pairs, &[], &[])
    }
}

/// The records of `pairs` and of the two lists, numbered anew.
fn choose(
    gold: &[Coding],
    coded: &[Coding],
    pairs: &[&Pair],
    gold_only: &[usize],
    coded_only: &[usize],
) -> Chosen {
    let by_hand = pairs.iter().map(|p| p.gold).chain(gold_only.iter().copied());
    let by_program = pairs.iter().map(|p| p.coded).chain(coded_only.iter().copied());
    let n = pairs.len();
    let renumbered =
        pairs.iter().enumerate().map(|(i, p)| Pair { gold: i, coded: i, fields: p.fields.clone() });
    Chosen {
        gold: by_hand.map(|g| gold[g].clone()).collect(),
        coded: by_program.map(|c| coded[c].clone()).collect(),
        compared: Compared {
            pairs: renumbered.collect(),
            gold_only: (n..n + gold_only.len()).collect(),
            coded_only: (n..n + coded_only.len()).collect(),
        },
    }
}

/// A hand-coded record that counts as standing, too, where annalist tells the same type in a sentence that tells it
/// again.
fn told_again(gold: &Coding, again: &[Span], coded: &[Coding]) -> Coding {
    let same = coded.iter().filter(|c| c.event == gold.event).flat_map(|c| &c.triggers);
    let there = same.filter(|t| again.iter().any(|s| s.contains(**t)));
    let triggers = gold.triggers.iter().chain(there).copied().collect();
    Coding { triggers, ..gold.clone() }
}

fn codings(report: &str, events: Vec<Value>) -> Result<Vec<Coding>> {
    let line: Row =
        [("id".to_owned(), json!(report)), ("events".to_owned(), json!(events))].into_iter().collect();
    match row(&line, &[]).map_err(|bad| anyhow!("report `{report}`: {}", bad.reason))? {
        Entry::Report { codings, .. } => Ok(codings),
        Entry::Record { .. } => bail!("report `{report}`: expected a list of events"),
    }
}

/// A hand-coded record with words where its line has spans.
fn in_words(report: &Report, event: &Value) -> Value {
    let words = |span: &Value| points(span).and_then(|p| report.text.get(p)).map(str::to_owned);
    let party = |role: &str| spans(&event[role]).into_iter().map(|p| report.text.of(p)).collect::<Vec<_>>();
    let mut filled = event.clone();
    filled["actor"] = json!(party("actor"));
    filled["recipient"] = json!(party("recipient"));
    filled["text_info"] = json!({"trigger": [event["trigger"]]});
    filled["trigger"] = json!(words(&event["trigger"]));
    if event["place"].is_object() {
        filled["place"]["text"] = json!(words(&event["place"]["span"]));
    }
    let voices = event["attribution"].as_array().into_iter().flatten();
    let voices = voices.map(
        |v| json!({"source": words(&v["source"]), "polarity": v["polarity"], "certainty": v["certainty"]}),
    );
    filled["attribution"] = voices.collect();
    for key in ["sentence", "also"] {
        filled[key] = Value::Null;
    }
    filled
}

/// Names the parties by who they are, puts those of types of equals on one side, and finds the triggers.
fn finish(coding: &mut Coding, event: &Value, parties: &Parties, document: &Document) {
    let mut sides = [coding.actor.take().unwrap_or_default(), coding.recipient.take().unwrap_or_default()];
    for (side, role) in sides.iter_mut().zip(["actor", "recipient"]) {
        side.name = parties.labels(&spans(&event[role]));
    }
    let [mut actor, mut recipient] = sides;
    if TOGETHER.contains(&coding.event.as_str()) {
        actor.text.append(&mut recipient.text);
        actor.name.append(&mut recipient.name);
        actor.country.append(&mut recipient.country);
        actor.sector.append(&mut recipient.sector);
    }
    (coding.actor, coding.recipient) = (Some(actor), Some(recipient));
    locate(coding, document);
}

/// The text with its sentences, which is all that is needed to find a trigger.
fn document(report: &Report) -> Document {
    let sentences = spans(&report.annotated["sentences"]).into_iter().filter_map(|p| report.text.span(p));
    let sentences = sentences.map(|span| Sentence { span, tokens: 0..0, starts_paragraph: false });
    Document { text: report.text.as_str().into(), sentences: sentences.collect(), ..Document::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use annalist_evaluate::Field;

    const TEXT: &str = "Police beat marchers in Élan. The police arrested ten of them. Beating people is wrong, Mr Tall said.";

    fn at(words: &str) -> Value {
        let start = TEXT[..TEXT.find(words).expect("the words stand in the text")].chars().count();
        json!([start, start + words.chars().count()])
    }

    fn by_hand(event: &str, trigger: &str, recipient: &str, sure: bool) -> Value {
        json!({"event": event, "mode": ["beat"], "context": [], "auxiliary": [], "sentence": at("Police beat marchers in Élan."),
            "also": [at("Beating people is wrong, Mr Tall said.")], "trigger": at(trigger), "actor": [at("Police")],
            "recipient": [at(recipient)], "date": "2010-05-01", "enddate": null, "precision": "day",
            "place": {"span": at("Élan"), "name": "Élan", "country": "FRA", "precision": "city"},
            "attribution": [], "sure": sure})
    }

    fn by_program(event: &str, trigger: &str, recipient: &str, confidence: f64) -> Value {
        json!({"event": [event], "mode": [], "context": [], "auxiliary": [], "date": "2010-05-01", "date_precision": "day",
            "actor": [{"text": "The police", "span": at("The police")}],
            "recipient": [{"text": recipient, "span": at(recipient)}],
            "event_loc": null, "attribution": [], "confidence": confidence,
            "text_info": {"trigger": [at(trigger)], "mentions": [[at(trigger)]]}})
    }

    fn chosen(gold: Vec<Value>, coded: Vec<Value>, least: f64) -> Chosen {
        let entities = json!([
            {"id": "e1", "name": null, "mentions": [at("Police"), at("The police")]},
            {"id": "e2", "name": null, "mentions": [at("marchers"), at("them")]},
        ]);
        let sentences = json!([
            at("Police beat marchers in Élan."),
            at("The police arrested ten of them."),
            at("Beating people is wrong, Mr Tall said.")
        ]);
        let annotated = json!({"entities": entities, "sentences": sentences, "events": coded});
        let report = Report::of(TEXT, json!({"id": "r", "events": gold}), annotated);
        Codings::new(&report).unwrap().likely(least)
    }

    #[test]
    fn parties_agree_by_another_mention_of_the_same() {
        let found = chosen(
            vec![by_hand("ASSAULT", "beat", "marchers", true)],
            vec![by_program("ASSAULT", "beat", "them", 0.5)],
            0.0,
        );
        assert!(found.compared.pairs[0].is_right(), "{:?}", found.compared);
        assert_eq!(found.compared.pairs[0].agrees(Field::Date), Some(true));
        assert_eq!(found.compared.pairs[0].agrees(Field::PlaceAsClaimed), Some(false));
    }

    #[test]
    fn a_telling_in_another_sentence_is_the_same_record() {
        let other = || by_program("ASSAULT", "Beating", "Mr Tall", 0.5);
        let found = chosen(vec![by_hand("ASSAULT", "beat", "marchers", true)], vec![other()], 0.0);
        assert_eq!(found.compared.pairs.len(), 1);
        let another = chosen(vec![by_hand("COERCE", "beat", "marchers", true)], vec![other()], 0.0);
        assert!(another.compared.pairs.is_empty(), "another type is no telling of it");
    }

    #[test]
    fn what_is_open_is_neither_missed_nor_false() {
        let open = || vec![by_hand("ASSAULT", "beat", "marchers", false)];
        let found = chosen(open(), vec![by_program("ASSAULT", "beat", "marchers", 0.5)], 0.0);
        assert_eq!((found.gold.len(), found.coded.len()), (0, 0));
        let found = chosen(open(), vec![by_program("COERCE", "arrested", "them", 0.5)], 0.0);
        assert_eq!((found.gold.len(), found.compared.coded_only.as_slice()), (0, &[0][..]));
    }

    #[test]
    fn unlikely_records_are_left_out_and_found_ones_renumbered() {
        let gold = || {
            vec![by_hand("PROTEST", "wrong", "Mr Tall", true), by_hand("ASSAULT", "beat", "marchers", true)]
        };
        let coded = || {
            vec![
                by_program("COERCE", "arrested", "them", 0.2),
                by_program("ASSAULT", "beat", "marchers", 0.5),
            ]
        };
        let all = chosen(gold(), coded(), 0.0);
        assert_eq!((all.gold.len(), all.coded.len()), (2, 2));
        let found = all.found();
        assert_eq!((found.gold.len(), found.coded.len()), (1, 1));
        assert_eq!((found.gold[0].event.as_str(), found.compared.pairs[0].gold), ("ASSAULT", 0));
        assert_eq!(chosen(gold(), coded(), 0.5).coded.len(), 1);
    }

    #[test]
    fn equals_may_stand_on_either_side() {
        let found = chosen(
            vec![by_hand("CONSULT", "beat", "marchers", true)],
            vec![json!({"event": ["CONSULT"], "actor": [{"text": "them", "span": at("them")},
                {"text": "The police", "span": at("The police")}], "recipient": [],
                "text_info": {"trigger": [at("beat")], "mentions": []}})],
            0.0,
        );
        assert!(found.compared.pairs[0].is_right());
    }
}

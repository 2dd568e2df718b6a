//! Where the two codings differ, one by one, ready to be read.

use crate::coding::Coding;
use crate::pairing::{Compared, Field};
use annalist_core::Document;
use serde::Serialize;

/// What kind of difference it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The hand coding has a record that annalist has not.
    GoldOnly,
    /// annalist has a record that the hand coding has not.
    CodedOnly,
    /// Both have it, and differ in a field.
    Differing,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// The report.
    pub report: String,
    /// What kind of difference it is.
    pub kind: Kind,
    /// The fields that differ.
    pub differs: Vec<Field>,
    /// The sentence, or the whole text where the sentence is not known.
    pub text: String,
    /// The hand-coded record.
    pub gold: Option<Coding>,
    /// annalist's record.
    pub coded: Option<Coding>,
}

/// The differences of one report, in the order of the text.
pub fn differences(
    report: &str,
    document: &Document,
    gold: &[Coding],
    coded: &[Coding],
    compared: &Compared,
) -> Vec<Difference> {
    let one = |kind, differs, gold: Option<&Coding>, coded: Option<&Coding>| Difference {
        report: report.to_owned(),
        kind,
        differs,
        text: sentence(document, gold, coded),
        gold: gold.cloned(),
        coded: coded.cloned(),
    };
    let differing = compared.pairs.iter().filter_map(|pair| {
        let differs: Vec<Field> = pair.fields.iter().filter(|(_, agrees)| !agrees).map(|(f, _)| *f).collect();
        let (gold, coded) = (&gold[pair.gold], &coded[pair.coded]);
        (!differs.is_empty()).then(|| one(Kind::Differing, differs, Some(gold), Some(coded)))
    });
    let missed = compared.gold_only.iter().map(|g| one(Kind::GoldOnly, Vec::new(), Some(&gold[*g]), None));
    let added = compared.coded_only.iter().map(|c| one(Kind::CodedOnly, Vec::new(), None, Some(&coded[*c])));
    let mut all: Vec<Difference> = missed.chain(added).chain(differing).collect();
    all.sort_by_key(place);
    all
}

fn place(difference: &Difference) -> (Option<usize>, u32) {
    let coding = difference.gold.as_ref().or(difference.coded.as_ref());
    let start = coding.and_then(|c| c.triggers.first()).map_or(0, |s| s.start);
    (coding.and_then(|c| c.sentence), start)
}

fn sentence(document: &Document, gold: Option<&Coding>, coded: Option<&Coding>) -> String {
    let number = [gold, coded].into_iter().flatten().find_map(|c| c.sentence);
    let sentence = number.and_then(|n| document.sentences.get(n));
    sentence.map_or(document.text.as_str(), |s| s.span.of(&document.text)).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare;

    #[test]
    fn each_difference_stands_with_its_text() {
        let document = Document { text: "Police fired on marchers.".into(), ..Document::default() };
        let coding = |event: &str, mode: &str| Coding {
            event: event.into(),
            mode: Some(vec![mode.into()]),
            triggers: vec![annalist_core::Span::new(7, 12)],
            ..Coding::default()
        };
        let gold = [coding("ASSAULT", "firearms")];
        let told = |coded: &[Coding]| -> Vec<(Kind, Vec<Field>)> {
            let all = differences("r1", &document, &gold, coded, &compare(&gold, coded));
            assert!(all.iter().all(|d| d.text == document.text));
            all.into_iter().map(|d| (d.kind, d.differs)).collect()
        };
        assert_eq!(told(&[coding("ASSAULT", "firearms")]), []);
        assert_eq!(told(&[]), [(Kind::GoldOnly, vec![])]);
        let fields = vec![Field::Type, Field::ModeSet, Field::ModeAny];
        assert_eq!(told(&[coding("COERCE", "arrest")]), [(Kind::Differing, fields)]);
        let extra = [coding("ASSAULT", "firearms"), coding("PROTEST", "demo")];
        assert_eq!(told(&extra), [(Kind::CodedOnly, vec![])]);
    }
}

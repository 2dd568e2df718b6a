//! Who says the words between quotation marks.

use super::parties::{Parties, spans};
use super::reports::{Points, Report, points};
use serde_json::{Value, json};

/// What came of one quotation whose speaker is labelled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quotation {
    /// Whether its words lie in the content of an attribution.
    pub met: bool,
    /// Whether that attribution's source is the labelled speaker.
    pub speaker: bool,
    /// Whether the speaker is right and of the labelled country, or of none where none is labelled.
    pub country: bool,
}

/// The quotations of a report that have a labelled speaker, in the order of the hand coding.
pub fn of(report: &Report) -> Vec<Quotation> {
    let parties = Parties::new(&report.text, &report.annotated);
    let attributions = report.annotated["attributions"].as_array().map_or(&[][..], Vec::as_slice);
    let labelled = report.gold["quotes"].as_array().into_iter().flatten();
    let one = |quote: &Value| {
        let (words, speaker) = (points(&quote["words"])?, points(&quote["speaker"])?);
        let attribution = innermost(report, attributions, words);
        let met = attribution.is_some();
        let source =
            attribution.is_some_and(|a| parties.is(&spans(&a["source"]), a["speaker"].as_str(), speaker));
        let country = attribution.and_then(|a| parties.country(a["speaker"].as_str()?));
        Some(Quotation { met, speaker: source, country: source && country == quote["country"].as_str() })
    };
    labelled.filter_map(one).collect()
}

/// The attribution with the shortest content that holds `words`, quotation marks and the like at their ends aside.
fn innermost<'a>(report: &Report, attributions: &'a [Value], words: Points) -> Option<&'a Value> {
    let quoted = report.text.of(words);
    let edge = |c: char| !c.is_alphanumeric();
    let from = words[0] + quoted.chars().take_while(|c| edge(*c)).count() as u32;
    let to = words[1] - (quoted.chars().rev().take_while(|c| edge(*c)).count() as u32).min(words[1] - from);
    let length = |a: &Value| spans(&a["content"]).iter().map(|[start, end]| end - start).sum::<u32>();
    let holds = |a: &&Value| spans(&a["content"]).iter().any(|[start, end]| *start <= from && to <= *end);
    attributions.iter().filter(holds).min_by_key(|a| length(a))
}

/// Counts and shares: of all quotations those whose words are met; of these those with the right speaker, and with the
/// right country besides.
pub fn figures(quotations: &[Quotation]) -> Value {
    let count = |is: fn(&Quotation) -> bool| quotations.iter().filter(|q| is(q)).count();
    let (met, speaker, country) = (count(|q| q.met), count(|q| q.speaker), count(|q| q.country));
    let share = |part: usize, whole: usize| (whole > 0).then(|| part as f64 / whole as f64);
    json!({
        "quotations": quotations.len(),
        "met": met,
        "met_share": share(met, quotations.len()),
        "speaker": speaker,
        "speaker_share": share(speaker, met),
        "speaker_and_country": country,
        "speaker_and_country_share": share(country, met),
    })
}

/// `size` of `all`, or all where there are no more, drawn without replacement by `seed`: the same on every machine.
///
/// Fisher and Yates's shuffle with the numbers of SplitMix64 (Steele, Lea and Flood 2014).
pub fn sample<T: Copy>(all: &[T], size: usize, seed: u64) -> Vec<T> {
    let mut drawn = all.to_vec();
    let mut state = seed;
    for i in 0..size.min(drawn.len()) {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let left = (drawn.len() - i) as u64;
        drawn.swap(i, i + ((z ^ (z >> 31)) % left) as usize);
    }
    drawn.truncate(size);
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "“We will not go,” the aide quoted Aziz Tall as saying. “Never,” said Omar Diop.";

    fn at(words: &str) -> Value {
        let start = TEXT[..TEXT.find(words).expect("the words stand in the text")].chars().count();
        json!([start, start + words.chars().count()])
    }

    fn quotations(quotes: Value) -> Vec<Quotation> {
        let annotated = json!({
            "entities": [
                {"id": "e1", "name": "Aziz Tall", "country": "MRT", "mentions": [at("Aziz Tall")]},
                {"id": "e2", "name": null, "country": null, "mentions": [at("the aide")]},
            ],
            "attributions": [
                {"source": [at("the aide")], "speaker": "e2", "content": [at("We will not go,” the aide quoted Aziz Tall as saying")]},
                {"source": [at("Aziz Tall")], "speaker": "e1", "content": [at("We will not go,")]},
            ],
        });
        of(&Report::of(TEXT, json!({"id": "r", "quotes": quotes}), annotated))
    }

    #[test]
    fn the_innermost_source_is_the_speaker() {
        let quote = |speaker: Value, country: Value| json!([{"words": at("“We will"), "speaker": speaker, "country": country}]);
        let told = |met, speaker, country| [Quotation { met, speaker, country }];
        assert_eq!(quotations(quote(at("Aziz Tall"), json!("MRT"))), told(true, true, true));
        assert_eq!(quotations(quote(at("Aziz Tall"), json!("SEN"))), told(true, true, false));
        assert_eq!(quotations(quote(at("the aide"), json!(null))), told(true, false, false));
        assert_eq!(quotations(quote(json!(null), json!(null))), [], "no speaker is labelled");
        let other = json!([{"words": at("Never"), "speaker": at("Omar Diop"), "country": null}]);
        assert_eq!(quotations(other), told(false, false, false));
    }

    #[test]
    fn shares_are_of_what_is_met() {
        let quotation = |met, speaker| Quotation { met, speaker, country: false };
        let found = figures(&[quotation(true, true), quotation(true, false), quotation(false, false)]);
        assert_eq!((&found["met_share"], &found["speaker_share"]), (&json!(2.0 / 3.0), &json!(0.5)));
        assert_eq!(figures(&[])["met_share"], Value::Null);
    }

    #[test]
    fn a_draw_is_the_same_for_a_seed_and_holds_nothing_twice() {
        let all: Vec<u32> = (0..50).collect();
        let drawn = sample(&all, 20, 7);
        assert_eq!(drawn, sample(&all, 20, 7));
        assert_ne!(drawn, sample(&all, 20, 8));
        let mut sorted = drawn.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), 20);
        assert_eq!(sample(&all, 90, 7).len(), 50);
    }
}

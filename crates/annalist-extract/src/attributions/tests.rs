//! Attributions of whole sentences, on the trees of the built-in parser.

use super::find;
use annalist_core::{Attribution, Report, Span};
use annalist_lexicon::Lexicon;
use annalist_syntax::model::Parser;

fn attributions(text: &str) -> Vec<Attribution> {
    let report = Report { text: text.to_owned(), ..Report::default() };
    let document = Parser::english().parse(text);
    find(&report, &document, &[], &[], Lexicon::english())
}

/// One line an attribution: `source | cue | content | form polarity certainty`, with `< cue` where it is reported in another.
fn shown(text: &str) -> Vec<String> {
    let found = attributions(text);
    let words = |spans: &[Span]| spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … ");
    let line = |a: &Attribution| {
        let chain = a.within.map_or(String::new(), |j| format!(" < {}", words(&found[j].cue)));
        let judged = format!("{} {} {}", a.form.as_str(), a.polarity.as_str(), a.certainty.as_str());
        format!("{} | {} | {} | {judged}{chain}", words(&a.source), words(&a.cue), words(&a.content))
    };
    found.iter().map(line).collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(shown(text), expected, "{text}");
}

#[test]
fn sources_stand_before_inside_and_after() {
    check(
        "Ban Ki-moon said the fighting in Aleppo had to stop.",
        &["Ban Ki-moon | said | the fighting in Aleppo had to stop | indirect asserted said"],
    );
    check(
        "“The fighting in Aleppo must stop,” Ban Ki-moon said.",
        &["Ban Ki-moon | said | “The fighting in Aleppo must stop,” | direct asserted said"],
    );
    check(
        "“The talks,” Mr. Kerry said, “have ended without a deal.”",
        &["Mr. Kerry | said | “The talks,” … “have ended without a deal.” | direct asserted said"],
    );
}

#[test]
fn sources_may_follow_a_preposition() {
    check(
        "According to the Red Cross, 40 people were killed in the shelling.",
        &["the Red Cross | According to | 40 people were killed in the shelling | indirect asserted said"],
    );
}

#[test]
fn denials_are_denied_and_confirmations_confirmed() {
    check(
        "The Kremlin denied that Russian troops had entered Crimea.",
        &["The Kremlin | denied | that Russian troops had entered Crimea | indirect denied said"],
    );
    check(
        "The ministry confirmed that two soldiers had been killed.",
        &["The ministry | confirmed | that two soldiers had been killed | indirect asserted confirmed"],
    );
    check(
        "The rebels claimed that they had shot down a helicopter.",
        &["The rebels | claimed | that they had shot down a helicopter | indirect asserted claimed"],
    );
}

#[test]
fn negated_cues_vouch_for_nothing() {
    check(
        "The army did not confirm that the base had been hit.",
        &["The army | did not confirm | that the base had been hit | indirect asserted unverified"],
    );
    check(
        "Mr. Blix does not believe that Iraq has such weapons.",
        &["Mr. Blix | does not believe | that Iraq has such weapons | indirect denied possible"],
    );
}

#[test]
fn quoted_words_inside_a_sentence_make_it_mixed() {
    check(
        "Mr. Hollande said the attack was “an act of war” against France.",
        &["Mr. Hollande | said | the attack was “an act of war” against France | mixed asserted said"],
    );
}

#[test]
fn chains_are_kept() {
    check(
        "A spokesman said that the minister had told reporters that the truce was over.",
        &[
            "A spokesman | said | that the minister had told reporters that the truce was over | indirect asserted said",
            "the minister | had told | that the truce was over | indirect asserted said < said",
        ],
    );
}

#[test]
fn words_of_judgement_are_listed() {
    let text = "Mr. Lukashenko said that saboteurs were behind the marches.";
    let loaded: Vec<&str> = attributions(text).iter().flat_map(|a| &a.loaded).map(|s| s.of(text)).collect();
    assert_eq!(loaded, ["saboteurs"]);
}

#[test]
fn odd_input_does_no_harm() {
    for text in ["", "“", "””““''", "said", "\n\n“\n\n", "He said, “", ": : :", "“a” “b” “c said d” e”"]
    {
        attributions(text);
    }
}

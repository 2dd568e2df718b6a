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
fn whoever_spoke_last_goes_on() {
    check(
        "“We can wait,” Ban Ki-moon said.\n\n“The sea is calm. Boats leave every day.”",
        &[
            "Ban Ki-moon | said | “We can wait,” … “The sea is calm. Boats leave every day.” | direct asserted said",
        ],
    );
    check(
        "“We can wait,” Ban Ki-moon said.\n\nHis memoir, “The Sea and the Calm of It”, sold well.",
        &["Ban Ki-moon | said | “We can wait,” | direct asserted said"],
    );
}

#[test]
fn whom_others_quote_is_the_source() {
    check(
        "The minister was quoted by Reuters as saying the dam had burst.",
        &["The minister | was quoted … as saying | the dam had burst | indirect asserted said"],
    );
    check(
        "“The dam has burst,” the minister was quoted as saying.",
        &["the minister | was quoted as saying | “The dam has burst,” | direct asserted said"],
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
fn a_claim_that_a_noun_names_is_reported_in_what_is_said_of_it() {
    check(
        "The claim that Ukraine shot down the airliner was rejected by Kyiv.",
        &[
            " | claim | that Ukraine shot down the airliner | indirect asserted claimed < was rejected",
            "Kyiv | was rejected | The claim that Ukraine shot down the airliner | indirect denied said",
        ],
    );
}

#[test]
fn of_two_that_hold_each_other_the_later_reports_the_earlier() {
    check(
        "Deng Xiaoping told commanders on June 9 that a rebellion had been put down, the People's Daily reported.",
        &[
            "Deng Xiaoping | told | that a rebellion had been put down | indirect asserted said < reported",
            "the People's Daily | reported | Deng Xiaoping told commanders on June 9 that a rebellion had been put down \
             | indirect asserted said",
        ],
    );
}

#[test]
fn hearsay_has_no_source() {
    check(
        "Government troops allegedly killed 12 villagers in Darfur on Sunday.",
        &[
            " | allegedly | Government troops … killed 12 villagers in Darfur on Sunday | indirect asserted claimed",
        ],
    );
    check(
        "The rebels reportedly shelled a hospital in Idlib on Monday.",
        &[" | reportedly | The rebels … shelled a hospital in Idlib on Monday | indirect asserted said"],
    );
    check(
        "It was reported that the rebels had shelled a hospital in Idlib on Monday.",
        &[
            " | was reported | that the rebels had shelled a hospital in Idlib on Monday | indirect asserted said",
        ],
    );
}

#[test]
fn a_quotation_behind_a_colon_is_its_announcers_whole() {
    check(
        "A diplomat said: “The talks are over. Nobody knows what comes next.” A minister said: “We shall see.”",
        &[
            "A diplomat | said | “The talks are over. Nobody knows what comes next.” | direct asserted said",
            "A minister | said | “We shall see.” | direct asserted said",
        ],
    );
}

#[test]
fn the_deed_denied_is_not_part_of_the_denial() {
    check(
        "Russia denied attacking the aid convoy near Aleppo.",
        &["Russia | denied | attacking the aid convoy near Aleppo | indirect denied said"],
    );
}

#[test]
fn who_leaves_a_matter_open_vouches_for_nothing() {
    check(
        "Israel has neither confirmed nor denied that its planes bombed the depot in Sudan.",
        &["Israel | has neither confirmed nor denied | that its planes bombed the depot in Sudan \
           | indirect asserted unverified"],
    );
    check(
        "The Pentagon said it was not clear whether U.S. planes had hit the hospital in Kunduz.",
        &["The Pentagon | said | it was not clear whether U.S. planes had hit the hospital in Kunduz \
           | indirect asserted unverified"],
    );
}

#[test]
fn a_rival_account_is_its_own_speakers() {
    check(
        "Witnesses said police killed 30 protesters, but the government put the death toll at 9.",
        &[
            "Witnesses | said | police killed 30 protesters | indirect asserted said",
            "the government | put | the death toll at 9 | indirect asserted said",
        ],
    );
}

#[test]
fn who_calls_a_thing_a_lie_denies_it() {
    check(
        "The ministry called the report of a massacre a lie.",
        &["The ministry | called | the report of a massacre a lie | indirect denied said"],
    );
    check(
        "The minister said that reports of torture were fabrications.",
        &["The minister | said | that reports of torture were fabrications | indirect denied said"],
    );
}

#[test]
fn a_charge_is_denied_by_whoever_denies_dismisses_or_mocks_it() {
    check(
        "Kiev said Russian troops had crossed the border, a charge that Moscow denied.",
        &[
            "Kiev | said | Russian troops had crossed the border | indirect asserted said",
            "Moscow | denied | a charge | indirect denied said",
        ],
    );
    check(
        "Saudi Arabia on Friday dismissed the Turkish claim.",
        &["Saudi Arabia | dismissed | the Turkish claim | indirect denied said"],
    );
    check(
        "The embassy called the story absurd.",
        &["The embassy | called | the story absurd | indirect denied said"],
    );
}

#[test]
fn who_insists_that_it_is_not_so_denies_it_firmly() {
    check(
        "Belgrade insisted that no Serb gun had fired at the market.",
        &["Belgrade | insisted | that no Serb gun had fired at the market | indirect asserted said"],
    );
    check(
        "Belgrade insisted that the shell had come from elsewhere.",
        &["Belgrade | insisted | that the shell had come from elsewhere | indirect asserted claimed"],
    );
}

#[test]
fn a_source_does_not_swallow_what_it_tells() {
    check(
        "A letter opened in Senator Tom Daschle's office on Monday contained anthrax, the Capitol's police confirmed.",
        &["the Capitol's police | confirmed \
           | A letter opened in Senator Tom Daschle's office on Monday contained anthrax \
           | indirect asserted confirmed"],
    );
}

#[test]
fn a_price_is_nobodys_words() {
    check("The dollar was quoted at 119 yen.", &[]);
}

#[test]
fn the_medium_is_kept() {
    let check = |text: &str, expected: Option<&str>| {
        let report = Report { text: text.to_owned(), ..Report::default() };
        let document = Parser::english().parse(text);
        let annotations = crate::annotate(&report, &document, Lexicon::english());
        let channel = annotations.attributions.iter().find_map(|a| a.channel);
        assert_eq!(channel.map(|c| c.of(text)), expected, "{text}");
    };
    check("The minister said in a statement that France condemned the attack.", Some("a statement"));
    check("The president wrote on Twitter that the talks had failed.", Some("Twitter"));
    check("An official told Reuters that gunmen had attacked a police station.", Some("Reuters"));
    check("The general told state television that the town had fallen.", Some("state television"));
    check("A leaked memo says the police killed three protesters in Lagos.", Some("A leaked memo"));
    check("An official told reporters that gunmen had attacked a police station.", None);
}

#[test]
fn a_document_speaks_for_its_author() {
    let text = "A letter from the foreign minister said that Iran had attacked the tanker.";
    let report = Report { text: text.to_owned(), ..Report::default() };
    let annotations = crate::annotate(&report, &Parser::english().parse(text), Lexicon::english());
    let speaker = annotations.attributions[0].speaker.expect("a speaker");
    let words: Vec<&str> =
        annotations.mentions.iter().filter(|m| m.entity == speaker).map(|m| m.span.of(text)).collect();
    assert_eq!(words, ["the foreign minister"]);
}

#[test]
fn words_joined_by_hyphens_are_judged_as_one() {
    let text = "Mr. Lukashenko said so-called peaceful protesters were sent by Poland.";
    let found = attributions(text);
    assert_eq!(found[0].content[0].of(text), "so-called peaceful protesters were sent by Poland");
    let loaded: Vec<&str> = found[0].loaded.iter().map(|s| s.of(text)).collect();
    assert_eq!(loaded, ["so-called", "peaceful"]);
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

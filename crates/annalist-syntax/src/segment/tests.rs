use super::*;
use proptest::prelude::*;

/// Sentences as lines, tokens parted by spaces; parts of contractions by `|`.
fn show(text: &str) -> Vec<String> {
    let document = segment(text);
    let line = |s: &annalist_core::Sentence| {
        let mut line = String::new();
        for i in s.tokens.clone() {
            if i > s.tokens.start {
                line.push(if document.tokens[i].continues_word { '|' } else { ' ' });
            }
            line.push_str(document.form(i));
        }
        line
    };
    document.sentences.iter().map(line).collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(show(text), expected, "in: {text}");
}

#[test]
fn contractions_and_possessives_are_cut() {
    check("They don't, can't and cannot.", &["They do|n't , ca|n't and can|not ."]);
    check(
        "It’s Bush's; the allies' plan wouldn’t’ve failed.",
        &["It|’s Bush|'s ; the allies|' plan would|n’t|’ve failed ."],
    );
    check("The U.S.'s view", &["The U.S.|'s view"]);
    check("O'Brien left Sana'a at 6 o'clock in the '90s", &["O'Brien left Sana'a at 6 o'clock in the '90s"]);
    check(
        "The 'rebels' fled. 'We won't go,' he said.",
        &["The ' rebels ' fled .", "' We wo|n't go , ' he said ."],
    );
}

#[test]
fn hyphens_part_words_but_not_prefixes_and_numbers() {
    check(
        "al-Qaeda-linked, 55-year-old pro-Russian co-founder",
        &["al - Qaeda - linked , 55 - year - old pro-Russian co-founder"],
    );
    check(
        "from 2003-2007 call 713-853-3989 on 2004-11-12",
        &["from 2003 - 2007 call 713-853-3989 on 2004-11-12"],
    );
    check("U.S.-led talks — or war?", &["U.S. - led talks — or war ?"]);
}

#[test]
fn numbers_keep_their_punctuation_and_lose_their_signs() {
    check("$4.5bn, US$1,200 or 3.5% at 7:30pm", &["$ 4.5 bn , US$ 1,200 or 3.5 % at 7:30 pm"]);
    check("a 1/2 share, .22 calibre, +44, 9/11", &["a 1/2 share , .22 calibre , +44 , 9/11"]);
}

#[test]
fn links_and_addresses_are_single_tokens() {
    check(
        "See http://un.org/a-b?x=1, (www.who.int) or press@un.org.",
        &["See http://un.org/a-b?x=1 , ( www.who.int ) or press@un.org ."],
    );
}

#[test]
fn files_domains_tags_and_drawings_are_single_tokens() {
    check(
        "Open draft-2.doc and un.org/en/news, follow #ClimateTalks and @UN ^_^",
        &["Open draft-2.doc and un.org/en/news , follow #ClimateTalks and @UN ^_^"],
    );
    check("Send the l/c and/or the $$$", &["Send the l/c and / or the $$$"]);
    check("See notes [3,14] on the .pdf <--+--> file", &["See notes [ 3 , 14 ] on the .pdf <--+--> file"]);
}

#[test]
fn contractions_without_apostrophe_are_cut_where_it_is_sure() {
    check(
        "They wont say its a truce and its text aint long",
        &["They wo|nt say it|s a truce and its text ai|nt long"],
    );
}

#[test]
fn stops_stay_with_hours_dates_streets_and_names() {
    check(
        "Polls open at 11 a. m. on Nov.28 at 1502 N. state Road and on Main St. near it.",
        &["Polls open at 11 a. m. on Nov. 28 at 1502 N. state Road and on Main St. near it ."],
    );
    check(
        "Mr. and Mrs. Rao joined Yahoo! Inc. on Monday. It was vitamin C. The doctors agreed.",
        &["Mr. and Mrs. Rao joined Yahoo! Inc. on Monday .", "It was vitamin C.", "The doctors agreed ."],
    );
    check("ROME, March 12. /ANSA/. Talks failed.", &["ROME , March 12 . / ANSA / .", "Talks failed ."]);
    check("هل عاد؟ नमस्ते। 你好。", &["هل عاد ؟", "नमस्ते ।", "你好 。"]);
    check(
        "Mr. de Klerk (b. March 1936; d. 2021) met O. J. and a Ph. D. in an anti-U.S. rally.",
        &["Mr. de Klerk ( b. March 1936 ; d. 2021 ) met O. J. and a Ph. D. in an anti-U.S. rally ."],
    );
    check(
        "2.1. The envoys of the united nations met ministers",
        &["2.1. The envoys of the united nations met ministers"],
    );
    check(
        "the minister left on monday for talks with nato. b. obama will follow him to brussels.",
        &["the minister left on monday for talks with nato .", "b. obama will follow him to brussels ."],
    );
}

#[test]
fn lines_that_were_run_together_are_parted() {
    check(
        "Ann Lee 07/30/2001 05:17 PM The talks go on Subject: Talks Best regards, Ann",
        &["Ann Lee", "07/30/2001 05:17 PM", "The talks go on", "Subject : Talks Best regards , Ann"],
    );
    check("- plan.pdf - map-2.pdf", &["- plan.pdf", "- map-2.pdf"]);
    check(
        "Read http://un.org/a http://un.org/b The council met ____________________ Best regards, Ann",
        &[
            "Read http://un.org/a",
            "http://un.org/b",
            "The council met",
            "____________________",
            "Best regards ,",
            "Ann",
        ],
    );
}

#[test]
fn lines_cut_off_at_abbreviations_and_spaced_out_lines_go_on() {
    check(
        "He told Sen. John Smith, R-Ill.\n, of it.\nTOPEKA, Kan.\n-- Talks failed.",
        &["He told Sen. John Smith , R - Ill. , of it .", "TOPEKA , Kan. -- Talks failed ."],
    );
    check(
        "The prime minister, all but beaten before the\n\nvote on Thursday, told his party in a last\n\nspeech that he would stay.\n\nHe smiled.",
        &[
            "The prime minister , all but beaten before the vote on Thursday , told his party in a last speech that he would stay .",
            "He smiled .",
        ],
    );
    let upper =
        "THE ASSEMBLY IN A LONG SESSION THIS MORNING CONDEMNED THE U.S.\nFORCES AND THE U.S. AND ITS ALLIES.";
    assert_eq!(show(upper).len(), 1);
}

#[test]
fn titles_and_initials_do_not_end_sentences() {
    check(
        "Gen. David Petraeus met U.N. Secretary-General Kofi Annan in St. Petersburg.",
        &["Gen. David Petraeus met U.N. Secretary - General Kofi Annan in St. Petersburg ."],
    );
    check(
        "John F. Kennedy spoke at 10 a.m. Friday. No. 10 was silent.",
        &["John F. Kennedy spoke at 10 a.m. Friday .", "No. 10 was silent ."],
    );
    check(
        "He works for Shell Inc. The firm is in the U.S. It grew.",
        &["He works for Shell Inc.", "The firm is in the U.S.", "It grew ."],
    );
    check(
        "They met at 3 p.m. Police watched. She said no. Talks go on.",
        &["They met at 3 p.m.", "Police watched .", "She said no .", "Talks go on ."],
    );
}

#[test]
fn quotations_close_with_their_sentence() {
    check("\"We will go.\" He left.", &["\" We will go . \"", "He left ."]);
    check(
        "“Will they go?” asked Annan. “Yes!” he said. (They went.) Then…",
        &["“ Will they go ? ” asked Annan .", "“ Yes ! ” he said .", "( They went . )", "Then …"],
    );
    check("BEIRUT (AP) — Shells fell.", &["BEIRUT ( AP ) — Shells fell ."]);
    check("He left.The army stayed... and won.", &["He left .", "The army stayed ... and won ."]);
}

#[test]
fn line_breaks_part_headings_but_not_wrapped_lines() {
    check(
        "Aid reaches town\nTrucks arrived on Monday.\n• Food\n• Water",
        &["Aid reaches town", "Trucks arrived on Monday .", "• Food", "• Water"],
    );
    let wrapped = "The army said on Monday that two of its soldiers had been wounded in\nthe north when a patrol came under fire near the border with its\nneighbour. Nobody claimed it.\n\n   The talks go on.";
    assert_eq!(show(wrapped).len(), 3);
    let upper = "THE ARMY REPORTED TODAY THAT ITS SOLDIERS HAD BEEN WOUNDED IN THE\nNORTH OF THE COUNTRY.  GEN. VIDES CASANOVA SAID THEY WERE ATTACKED BY\nMEN OF THE FRONT.";
    assert_eq!(show(upper).len(), 2);
    check(
        "the talks failed. both sides left the city on monday and will not return. mr blair stayed.",
        &[
            "the talks failed .",
            "both sides left the city on monday and will not return .",
            "mr blair stayed .",
        ],
    );
}

#[test]
fn paragraphs_are_marked() {
    let document = segment("One. Two.\n\nThree.");
    let starts: Vec<bool> = document.sentences.iter().map(|s| s.starts_paragraph).collect();
    assert_eq!(starts, [true, false, true]);
}

/// The promises of [`segment`]: exact cover, order, and tiling.
fn assert_sound(text: &str) {
    let document = segment(text);
    let mut at = 0;
    for token in &document.tokens {
        let (start, end) = (token.span.start as usize, token.span.end as usize);
        assert!(start >= at && end > start, "tokens overlap or are empty");
        assert!(text[at..start].chars().all(is_space), "text outside tokens");
        assert!(!text[start..end].chars().any(is_space), "space inside a token");
        assert!(!token.continues_word || start == at, "a contraction with a gap");
        at = end;
    }
    assert!(text[at..].chars().all(is_space), "text outside tokens");
    let mut next = 0;
    for sentence in &document.sentences {
        assert_eq!(sentence.tokens.start, next, "sentences do not tile");
        assert!(!sentence.tokens.is_empty() && sentence.tokens.len() <= 400);
        assert_eq!(sentence.span, document.span_of(sentence.tokens.clone()));
        next = sentence.tokens.end;
    }
    assert_eq!(next, document.tokens.len(), "tokens outside sentences");
}

#[test]
fn huge_lines_take_linear_time() {
    for piece in [
        "a", ".", "'", "-", "1-", "a.", "www.a.", "x@y.", "’s", "(", "no. ", "e-", "\n", "A. ", "«é",
        "http://", "[1]", "a-", "x.com/", "#a", "[1,", "a.doc", ",", "a/", "$", "a-b.", "@",
    ] {
        assert_sound(&piece.repeat(300_000 / piece.len()));
    }
}

proptest! {
    #[test]
    fn any_text_is_covered(text in "\\PC{0,80}|[ -~\n\r\t’“”—…é]{0,200}|[a-cA-C.'’\"!?() \n0-9-]{0,120}") {
        assert_sound(&text);
    }

    #[test]
    fn any_characters_are_covered(chars in proptest::collection::vec(any::<char>(), 0..60)) {
        assert_sound(&chars.into_iter().collect::<String>());
    }
}

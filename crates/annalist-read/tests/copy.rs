//! Pasted agency copy: what stands over and under the body is taken off it and put where it belongs.

use annalist_read::{Options, read_bytes};

fn check(text: &str, expected: &str) {
    let report = read_bytes("a.txt", text.as_bytes().to_vec(), &Options::default())
        .next()
        .expect("a report")
        .expect("no error");
    let dateline = report.dateline.map(|d| {
        let date = d.date.map(|d| d.to_string());
        format!(
            "{}/{}/{}",
            d.place.as_deref().unwrap_or(""),
            date.as_deref().unwrap_or(""),
            d.agency.as_deref().unwrap_or("")
        )
    });
    let published = report.published.map(|m| m.to_string());
    let fields = [
        ("publisher", report.publisher),
        ("agency", report.agency),
        ("headline", report.headline),
        ("deck", report.deck),
        ("byline", report.byline),
        ("dateline", dateline),
        ("published", published),
        ("url", report.url),
        ("text", Some(report.text)),
    ];
    let shown: Vec<String> = fields.into_iter().filter_map(|(n, v)| Some(format!("{n}: {}", v?))).collect();
    assert_eq!(shown.join("\n"), expected.trim(), "\n{text}");
}

#[test]
fn a_feed_page_with_labels_deck_caption_and_credits() {
    check(
        "World | 12 Mar 2019, 09:05\n\nParliament rejects withdrawal deal a second time\n\n\
         Lawmakers vote 391 to 242 against the agreement seventeen days before departure\n\nBy Jane Doe and John Roe\n\n\
         The Houses of Parliament in London. Photo: AFP\n\n\
         LONDON, March 12 (Reuters) - British lawmakers voted on Tuesday to reject the agreement on leaving the European Union.\n\n\
         READ MORE: How the votes were counted\n\n\
         \"The deal is dead,\" the leader of the opposition said after the vote.\n\n\
         (Reporting by Jane Doe; Editing by John Roe)\n",
        "agency: Reuters\n\
         headline: Parliament rejects withdrawal deal a second time\n\
         deck: Lawmakers vote 391 to 242 against the agreement seventeen days before departure\n\
         byline: Jane Doe and John Roe\n\
         dateline: LONDON/2019-03-12/Reuters\n\
         published: 2019-03-12T09:05:00\n\
         text: LONDON, March 12 (Reuters) - British lawmakers voted on Tuesday to reject the agreement on leaving the European Union.\n\n\
         \"The deal is dead,\" the leader of the opposition said after the vote.",
    );
}

#[test]
fn header_lines_of_an_archive() {
    check(
        "Headline: Troops leave the northern provinces\nSource: The Courier\nDate: 15 February 1989\nURL: https://example.org/a\nLength: 200 words\n\n\
         MOSCOW, Feb. 15 (TASS) -- The last Soviet troops left Afghanistan on Wednesday.\n\nENDS\n",
        "publisher: The Courier\nagency: TASS\nheadline: Troops leave the northern provinces\n\
         dateline: MOSCOW/1989-02-15/TASS\npublished: 1989-02-15\nurl: https://example.org/a\n\
         text: MOSCOW, Feb. 15 (TASS) -- The last Soviet troops left Afghanistan on Wednesday.",
    );
}

#[test]
fn lines_wrapped_at_a_width_are_joined() {
    check(
        "OSLO, Sept 13 (Reuter) - Israel and the Palestine Liberation\nOrganisation signed a declaration of principles in Washington on\n\
         Monday, witnessed by President Bill Clinton.\n   The two sides had negotiated in secret in Norway for eight\nmonths before the \
         signing, officials said.\n",
        "agency: Reuters\ndateline: OSLO//Reuters\n\
         text: OSLO, Sept 13 (Reuter) - Israel and the Palestine Liberation Organisation signed a declaration of principles in \
         Washington on Monday, witnessed by President Bill Clinton.\n\n\
         The two sides had negotiated in secret in Norway for eight months before the signing, officials said.",
    );
}

#[test]
fn the_dateline_dates_a_report_that_nothing_else_dates() {
    check(
        "Hundreds freed in exchange\nSANAA, Oct. 15, 2020 (AFP) - The first of two planes left the capital on Thursday with freed fighters on board.\n-- AFP",
        "agency: AFP\nheadline: Hundreds freed in exchange\ndateline: SANAA/2020-10-15/AFP\npublished: 2020-10-15\n\
         text: SANAA, Oct. 15, 2020 (AFP) - The first of two planes left the capital on Thursday with freed fighters on board.",
    );
}

#[test]
fn plain_paragraphs_stay_as_they_are() {
    let text = "The minister said the talks would go on. He gave no date.\n\nBy Tuesday the delegates had left.\n\n\
        Share prices fell, and the central bank said it would watch the currency closely in the coming weeks.";
    check(text, &format!("text: {text}"));
    check(
        "The president of Mali appealed to Paris for help.",
        "text: The president of Mali appealed to Paris for help.",
    );
}

#[test]
fn sentences_that_start_or_end_like_furniture_are_text() {
    for sentence in [
        "Sponsored by Tehran, the militia attacked.",
        "Comments by the minister angered Ankara.",
        "Copyright law was changed by parliament on Monday after a long debate.",
        "Reporting from the north became harder after the army closed the roads.",
        "Support for membership of the alliance has grown since the invasion.",
        "The group's local affiliate claimed the attack, the ministry said on Twitter.",
        "Related charges against the general were dropped after the new government took office.",
        "Photographs of the square showed thousands of people, many of them with flags.",
        "Her brother, who is a journalist, was arrested on Friday.",
        "More from the north arrived on Sunday, and the camp has no more tents.",
    ] {
        let opening = "The talks went on for a third day in the capital, officials of both delegations said on Tuesday.";
        let text = format!("{opening}\n\n{sentence}");
        check(&text, &format!("text: {text}"));
        let page = format!(
            "<html><body><article><p>{}</p><p>{sentence}</p></article></body></html>",
            format!("{opening} ").repeat(5)
        );
        let report = read_bytes("a.html", page.into_bytes(), &Options::default())
            .next()
            .expect("a report")
            .expect("no error");
        assert!(report.text.ends_with(sentence), "{sentence}");
    }
}

#[test]
fn an_archives_line_dates_the_report_below_it() {
    check(
        "This story is from March 6, 2002\n\nPATNA: The chief minister on Tuesday asked the central government to withdraw its forces from the district.",
        "dateline: PATNA//\npublished: 2002-03-06\n\
         text: PATNA: The chief minister on Tuesday asked the central government to withdraw its forces from the district.",
    );
}

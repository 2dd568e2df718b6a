//! One coded report, made by hand, that the tests of the output shapes share.

use annalist::Coded;
use annalist_core::annotations::*;
use annalist_core::document::{Document, Sentence, Token};
use annalist_core::event::{DateSource, Event, EventDate, Magnitude, Party};
use annalist_core::moment::{Moment, Precision};
use annalist_core::{Annotations, Context, CountryCode, EventType, NameKind, Report, Sector, Span};
use jiff::civil::date;

const TEXT: &str = "Interim president Dioncounda Traoré appealed to Paris for troops on 10 January, \
                    diplomats at the United Nations said.";

/// The span of the first `words` in the sample's text.
pub fn span(words: &str) -> Span {
    let start = TEXT.find(words).expect("the words stand in the text");
    Span::new(start, start + words.len())
}

/// A report with one event, one attribution and one time.
pub fn coded() -> Coded {
    Coded {
        report: report(),
        document: document(),
        annotations: annotations(),
        events: vec![event()],
        lexicon: "en-2026.11".into(),
    }
}

fn report() -> Report {
    Report {
        id: "r17".into(),
        publisher: Some("Example Wire".into()),
        headline: Some("Bamako asks Paris for help".into()),
        published: Some(Moment::day(date(2013, 1, 11))),
        text: TEXT.into(),
        ..Report::default()
    }
}

fn document() -> Document {
    let tokens: Vec<Token> = TEXT.split(' ').map(|w| Token::unparsed(span(w), false)).collect();
    let sentence =
        Sentence { span: Span::new(0, TEXT.len()), tokens: 0..tokens.len(), starts_paragraph: true };
    Document { text: TEXT.into(), sentences: vec![sentence], tokens, ..Document::default() }
}

fn entity(id: u32, name: Option<&str>, country: CountryCode, rule: &str) -> Entity {
    Entity {
        id: EntityId(id),
        name: name.map(Into::into),
        kind: name.map(|_| NameKind::Person),
        country: Some(country),
        sectors: vec![Sector::Gov],
        office: None,
        codable: true,
        plural: false,
        rule: rule.into(),
    }
}

fn annotations() -> Annotations {
    let time = Time {
        span: span("10 January"),
        kind: TimeKind::Date,
        value: "2013-01-10".into(),
        interval: Some((date(2013, 1, 10), date(2013, 1, 10))),
        precision: Precision::Day,
        rule: "day-month",
    };
    let mention = |words: &str, id| Mention {
        span: span(words),
        head: 0,
        entity: EntityId(id),
        form: MentionForm::Nominal,
    };
    Annotations {
        times: vec![time],
        places: Vec::new(),
        entities: vec![
            entity(0, Some("Dioncounda Traoré"), code("MLI"), "office/president"),
            entity(1, Some("France"), code("FRA"), "capital/Paris"),
            entity(2, None, CountryCode::UNO, "organization/United Nations"),
        ],
        mentions: vec![
            mention("Interim president Dioncounda Traoré", 0),
            mention("Paris", 1),
            mention("diplomats at the United Nations", 2),
        ],
        attributions: vec![attribution()],
    }
}

fn attribution() -> Attribution {
    Attribution {
        source: vec![span("diplomats at the United Nations")],
        cue: vec![span("said")],
        content: vec![span("Interim president Dioncounda Traoré appealed to Paris for troops on 10 January")],
        class: "say",
        form: AttributionForm::Indirect,
        speaker: Some(EntityId(2)),
        addressee: None,
        channel: None,
        polarity: Polarity::Asserted,
        certainty: Certainty::Said,
        within: None,
        loaded: Vec::new(),
    }
}

fn code(text: &str) -> CountryCode {
    CountryCode::from_code(text).expect("a country code")
}

fn party(words: &str, name: &str, country: &str, entity: u32) -> Party {
    Party {
        span: span(words),
        name: Some(name.into()),
        country: Some(code(country)),
        sectors: vec![Sector::Gov],
        entity: Some(EntityId(entity)),
    }
}

fn event() -> Event {
    Event {
        kind: EventType::Request,
        modes: vec!["assist"],
        scale: 0.5,
        contexts: vec![Context::Military],
        cameo: "0232".into(),
        auxiliary: Vec::new(),
        actors: vec![party("Interim president Dioncounda Traoré", "Dioncounda Traoré", "MLI", 0)],
        recipients: vec![party("Paris", "France", "FRA", 1)],
        date: EventDate {
            start: Some(date(2013, 1, 10)),
            end: None,
            partial: None,
            precision: Precision::Day,
            source: DateSource::Clause,
            time: Some(0),
        },
        location: Some((bamako(), DateSource::Dateline)),
        trigger: vec![span("appealed to")],
        mentions: Vec::new(),
        dead: Some(Magnitude { low: Some(12), high: None, span: span("10") }),
        injured: Some(Magnitude { low: Some(3), high: Some(3), span: span("10") }),
        size: None,
        attributions: vec![0],
        denied_by: Vec::new(),
        confidence: 0.87,
        rule: "REQUEST/appeal-to".into(),
        trace: vec![
            "“appeal” + “to” is REQUEST".into(),
            "object of “for” holds “troops”: mode assist".into(),
        ],
        sentence: 0,
    }
}

fn bamako() -> Place {
    Place {
        span: Span::new(0, 0),
        name: "Bamako".into(),
        usage: PlaceUse::Literal,
        country: Some(code("MLI")),
        admin1: Some("Bamako".into()),
        coordinates: Some((12.65, -8.0)),
        geonames: Some(2460596),
        precision: PlacePrecision::City,
        rule: "dateline",
    }
}

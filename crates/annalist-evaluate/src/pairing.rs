//! The two codings of one report, paired one to one and compared field by field.
//!
//! # Which records may be paired
//!
//! Two records may be of the same happening where
//!
//! - their triggers overlap; or
//! - their types are the same, and they stand in one sentence or agree in a party; or
//! - both name parties and agree in all that both name, in one sentence, or where the sentence is not known.
//!
//! # Which are
//!
//! Best first, by the sum of: same type 4; triggers that overlap 3, else one sentence 1; for each side, 2 × the F1 of
//! the parties' words (2 where agreement is told by country and sector); same date 0.5. At equal sums the first in the
//! order of the hand coding, then of annalist's. A record is paired once.
//!
//! # What is right
//!
//! The *type* of a pair is right where it is the same. Type *and parties* are right where besides both sides agree: the
//! words of all parties of the side, articles aside, have F1 of at least 0.5, in the text's words or in full names
//! (the better of the two); or nobody is named in either coding. A hand coding that gives only countries and sectors
//! agrees where each that it gives is shared. A side that the hand coding does not state counts as agreeing.

use crate::coding::{Bounds, Coding, Side, Site, Voice, When};
use crate::{places, words};
use annalist_core::moment::Precision;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

/// Least F1 of the words of parties, places and sources that agree.
pub const LEAST_F1: f64 = 0.5;

/// What is compared in a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The event type.
    Type,
    /// The actors.
    Actor,
    /// The recipients.
    Recipient,
    /// The actors' countries share one, or none is given.
    ActorCountry,
    /// The actors' sectors share one, or none is given.
    ActorSector,
    /// The recipients' countries.
    RecipientCountry,
    /// The recipients' sectors.
    RecipientSector,
    /// The set of modes is the same.
    ModeSet,
    /// Of pairs with a mode in either coding: one is shared.
    ModeAny,
    /// The set of contexts is the same.
    ContextSet,
    /// Of pairs with a context in either coding: one is shared.
    ContextAny,
    /// The set of auxiliary modes is the same.
    Auxiliary,
    /// First and last day are the same.
    Date,
    /// The date is the same at the precision that the hand coding states.
    DateAtPrecision,
    /// What annalist claims of the date holds: its day, week, month or year has all of the hand coding's.
    DateAsClaimed,
    /// The place, by its words or name.
    Place,
    /// What annalist claims of the place holds: see [`crate::places::holds`].
    PlaceAsClaimed,
    /// The place's country.
    PlaceCountry,
    /// People killed, where either coding gives a number.
    Dead,
    /// People injured, where either coding gives a number.
    Injured,
    /// People taking part, where either coding gives a number.
    Size,
    /// On whose word: a source is shared, or there is none.
    Source,
    /// Asserted or denied.
    Polarity,
    /// How sure, where both have a source.
    Certainty,
}

/// All fields, in the order of tables.
pub const FIELDS: [Field; 24] = {
    use Field::*;
    [
        Type,
        Actor,
        Recipient,
        ActorCountry,
        ActorSector,
        RecipientCountry,
        RecipientSector,
        ModeSet,
        ModeAny,
        ContextSet,
        ContextAny,
        Auxiliary,
        Date,
        DateAtPrecision,
        DateAsClaimed,
        Place,
        PlaceAsClaimed,
        PlaceCountry,
        Dead,
        Injured,
        Size,
        Source,
        Polarity,
        Certainty,
    ]
};

/// Two records taken to be of the same happening.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The hand-coded record, as an index into the list compared.
    pub gold: usize,
    /// annalist's record, as an index into the list compared.
    pub coded: usize,
    /// Whether each field that can be compared agrees, in the order of [`FIELDS`].
    pub fields: Vec<(Field, bool)>,
}

impl Pair {
    /// Whether `field` was compared and agrees.
    pub fn agrees(&self, field: Field) -> Option<bool> {
        self.fields.iter().find(|(f, _)| *f == field).map(|(_, agrees)| *agrees)
    }

    /// Whether the type is right.
    pub fn has_type(&self) -> bool {
        self.agrees(Field::Type) == Some(true)
    }

    /// Whether type and parties are right.
    pub fn is_right(&self) -> bool {
        self.has_type() && [Field::Actor, Field::Recipient].iter().all(|f| self.agrees(*f) != Some(false))
    }
}

/// The comparison of one report's two codings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Compared {
    /// The pairs, in the order of the hand coding.
    pub pairs: Vec<Pair>,
    /// Hand-coded records without a partner.
    pub gold_only: Vec<usize>,
    /// annalist's records without a partner.
    pub coded_only: Vec<usize>,
}

/// Pairs the records of one report and compares each pair. Both lists must be located in the same text.
pub fn compare(gold: &[Coding], coded: &[Coding]) -> Compared {
    let mut candidates: Vec<(f64, usize, usize)> = Vec::new();
    for (g, one) in gold.iter().enumerate() {
        for (c, other) in coded.iter().enumerate() {
            candidates.extend(score(one, other).map(|s| (s, g, c)));
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut partner, mut taken) = (vec![None; gold.len()], vec![false; coded.len()]);
    for (_, g, c) in candidates {
        if partner[g].is_none() && !taken[c] {
            partner[g] = Some(c);
            taken[c] = true;
        }
    }
    let mut compared = Compared::default();
    for (g, found) in partner.iter().enumerate() {
        match found {
            Some(c) => compared.pairs.push(Pair { gold: g, coded: *c, fields: fields(&gold[g], &coded[*c]) }),
            None => compared.gold_only.push(g),
        }
    }
    compared.coded_only = (0..coded.len()).filter(|c| !taken[*c]).collect();
    compared
}

/// How well two records fit; `None` where they cannot be of the same happening.
fn score(gold: &Coding, coded: &Coding) -> Option<f64> {
    let overlap = gold.triggers.iter().any(|t| coded.triggers.iter().any(|u| t.overlaps(*u)));
    let sentence = match (gold.sentence, coded.sentence) {
        (Some(one), Some(other)) => Some(one == other || overlap),
        _ => None,
    };
    let same_type = gold.event == coded.event;
    let actor = fit(gold.actor.as_ref(), coded.actor.as_ref());
    let recipient = fit(gold.recipient.as_ref(), coded.recipient.as_ref());
    let good = [actor, recipient].iter().flatten().filter(|f| **f >= LEAST_F1).count();
    let bad = [actor, recipient].iter().flatten().filter(|f| **f < LEAST_F1).count();
    let fits = overlap
        || same_type && (sentence == Some(true) || good > 0)
        || good > 0 && bad == 0 && sentence != Some(false);
    if !fits {
        return None;
    }
    let place = if overlap { 3.0 } else { f64::from(u8::from(sentence == Some(true))) };
    let parties = 2.0 * (actor.unwrap_or(0.0) + recipient.unwrap_or(0.0));
    let same_date =
        gold.date.as_ref().is_some_and(|d| coded.date.as_ref().is_some_and(|e| d.start == e.start));
    Some(4.0 * f64::from(u8::from(same_type)) + place + parties + 0.5 * f64::from(u8::from(same_date)))
}

/// How well two sides fit, 0 to 1, where both name someone.
fn fit(gold: Option<&Side>, coded: Option<&Side>) -> Option<f64> {
    let (gold, coded) = (gold?, coded?);
    (!gold.is_empty() && !coded.is_empty()).then(|| likeness(gold, coded))
}

/// F1 of words, or where the hand coding has none, whether what it gives is shared.
fn likeness(gold: &Side, coded: &Side) -> f64 {
    if gold.text.is_empty() && gold.name.is_empty() {
        let met = |stated: &[String], found: &[String]| stated.is_empty() || shares(stated, found);
        let all = met(&gold.country, &coded.country) && met(&gold.sector, &coded.sector);
        return f64::from(u8::from(all));
    }
    // A coder may name some parties by their words and others, met elsewhere in the report, by name alone.
    let all = [gold.text.as_slice(), &gold.name].concat();
    words::best(&[&gold.text, &gold.name, &all], &[&coded.text, &coded.name])
}

fn shares(one: &[String], other: &[String]) -> bool {
    one.iter().any(|w| other.contains(w))
}

fn fields(gold: &Coding, coded: &Coding) -> Vec<(Field, bool)> {
    let agreement = |field| -> Option<bool> {
        match field {
            Field::Type => Some(gold.event == coded.event),
            Field::Actor => sides(gold.actor.as_ref(), coded.actor.as_ref()),
            Field::Recipient => sides(gold.recipient.as_ref(), coded.recipient.as_ref()),
            Field::ActorCountry => codes(&gold.actor, &coded.actor, |s| &s.country),
            Field::ActorSector => codes(&gold.actor, &coded.actor, |s| &s.sector),
            Field::RecipientCountry => codes(&gold.recipient, &coded.recipient, |s| &s.country),
            Field::RecipientSector => codes(&gold.recipient, &coded.recipient, |s| &s.sector),
            Field::ModeSet => same_set(&gold.mode, &coded.mode),
            Field::ModeAny => any_shared(&gold.mode, &coded.mode),
            Field::ContextSet => same_set(&gold.context, &coded.context),
            Field::ContextAny => any_shared(&gold.context, &coded.context),
            Field::Auxiliary => same_set(&gold.auxiliary, &coded.auxiliary),
            Field::Date => gold.date.as_ref().map(|d| same_date(d, coded.date.as_ref())),
            Field::DateAtPrecision => gold.date.as_ref().map(|d| same_at_precision(d, coded.date.as_ref())),
            Field::DateAsClaimed => gold.date.as_ref().map(|d| holds(d, coded.date.as_ref())),
            Field::Place => place(gold.place.as_ref()?, coded.place.as_ref()),
            Field::PlaceAsClaimed => Some(places::holds(Some(gold.place.as_ref()?), coded.place.as_ref())),
            Field::PlaceCountry => {
                let stated = gold.place.as_ref()?.country.as_ref()?;
                Some(coded.place.as_ref().and_then(|p| p.country.as_ref()) == Some(stated))
            }
            Field::Dead => number(gold.dead?, coded.dead?),
            Field::Injured => number(gold.injured?, coded.injured?),
            Field::Size => number(gold.size?, coded.size?),
            Field::Source => Some(source(gold.attribution.as_ref()?, coded.attribution.as_ref()?)),
            Field::Polarity => {
                Some(denied(gold.attribution.as_ref()?) == denied(coded.attribution.as_ref()?))
            }
            Field::Certainty => certainty(gold.attribution.as_ref()?, coded.attribution.as_ref()?),
        }
    };
    FIELDS.iter().filter_map(|field| Some((*field, agreement(*field)?))).collect()
}

fn sides(gold: Option<&Side>, coded: Option<&Side>) -> Option<bool> {
    let (gold, coded) = (gold?, coded?);
    Some(match (gold.is_empty(), coded.is_empty()) {
        (true, true) => true,
        (false, false) => likeness(gold, coded) >= LEAST_F1,
        _ => false,
    })
}

/// Codes of two sides, compared where the hand coding gives some.
fn codes(gold: &Option<Side>, coded: &Option<Side>, of: fn(&Side) -> &Vec<String>) -> Option<bool> {
    let (gold, coded) = (of(gold.as_ref()?), of(coded.as_ref()?));
    (!gold.is_empty()).then(|| shares(gold, coded))
}

fn same_set(gold: &Option<Vec<String>>, coded: &Option<Vec<String>>) -> Option<bool> {
    let (gold, coded) = (gold.as_ref()?, coded.as_ref()?);
    let within = |one: &[String], other: &[String]| one.iter().all(|w| other.contains(w));
    Some(within(gold, coded) && within(coded, gold))
}

fn any_shared(gold: &Option<Vec<String>>, coded: &Option<Vec<String>>) -> Option<bool> {
    let (gold, coded) = (gold.as_ref()?, coded.as_ref()?);
    (!gold.is_empty() || !coded.is_empty()).then(|| shares(gold, coded))
}

fn same_date(gold: &When, coded: Option<&When>) -> bool {
    let Some(coded) = coded else { return false };
    match (interval(gold), interval(coded)) {
        (Some(one), Some(other)) => one == other,
        _ => gold.start == coded.start && gold.end == coded.end,
    }
}

/// Whether the first day lies in what the hand coding states, and is known no less exactly.
fn same_at_precision(gold: &When, coded: Option<&When>) -> bool {
    let Some(coded) = coded else { return false };
    if coded.precision > gold.precision {
        return false;
    }
    match (interval(gold), interval(coded)) {
        (Some((first, _)), Some((day, _))) if gold.precision <= Precision::Day => first == day,
        (Some((first, last)), Some((day, _))) => first <= day && day <= last,
        _ => gold.start == coded.start,
    }
}

/// Whether the days that a record states hold all days of the hand coding; of what is precise to the day, exactly these.
fn holds(gold: &When, coded: Option<&When>) -> bool {
    let Some(coded) = coded else { return false };
    match (interval(gold), interval(coded)) {
        (Some((first, last)), Some((start, end))) if coded.precision > Precision::Day => {
            start <= first && last <= end
        }
        _ => same_date(gold, Some(coded)),
    }
}

/// First and last day; a week is Monday to Sunday. None where the year is not known.
fn interval(when: &When) -> Option<(Date, Date)> {
    let first: Date = match when.start.len() {
        4 => format!("{}-01-01", when.start).parse().ok()?,
        7 => format!("{}-01", when.start).parse().ok()?,
        _ => when.start.parse().ok()?,
    };
    if let Some(end) = &when.end {
        let last: Date = match end.len() {
            4 => format!("{end}-12-31").parse().ok()?,
            7 => format!("{end}-01").parse::<Date>().ok()?.last_of_month(),
            _ => end.parse().ok()?,
        };
        return Some((first, last));
    }
    let days = |n: i64, from: Date| from.checked_add(n.days()).ok();
    Some(match when.precision {
        Precision::Time | Precision::Day | Precision::Unknown => (first, first),
        Precision::Week => {
            let monday = days(-i64::from(first.weekday().to_monday_zero_offset()), first)?;
            (monday, days(6, monday)?)
        }
        Precision::Month => (first.first_of_month(), first.last_of_month()),
        Precision::Quarter => {
            let month = first.month() - (first.month() - 1) % 3;
            let start = Date::new(first.year(), month, 1).ok()?;
            (start, Date::new(first.year(), month + 2, 1).ok()?.last_of_month())
        }
        Precision::Year => (first.first_of_year(), first.last_of_year()),
    })
}

fn place(gold: &Site, coded: Option<&Site>) -> Option<bool> {
    let of = |s: &Site| -> [Vec<String>; 2] { [&s.text, &s.name].map(|w| w.iter().cloned().collect()) };
    let [text, name] = of(gold);
    if text.is_empty() && name.is_empty() {
        return None;
    }
    let Some(coded) = coded else { return Some(false) };
    let [coded_text, coded_name] = of(coded);
    Some(words::best(&[&text, &name], &[&coded_text, &coded_name]) >= LEAST_F1)
}

fn number(gold: Bounds, coded: Bounds) -> Option<bool> {
    let none = Bounds::default();
    (gold != none || coded != none).then_some(gold == coded)
}

fn source(gold: &[Voice], coded: &[Voice]) -> bool {
    if gold.is_empty() || coded.is_empty() {
        return gold.is_empty() == coded.is_empty();
    }
    gold.iter().any(|one| coded.iter().any(|other| same_source(one, other)))
}

fn same_source(gold: &Voice, coded: &Voice) -> bool {
    let of = |v: &Voice| -> [Vec<String>; 2] { [&v.source, &v.name].map(|w| w.iter().cloned().collect()) };
    let ([text, name], [coded_text, coded_name]) = (of(gold), of(coded));
    let unnamed = |v: &Voice| v.source.is_none() && v.name.is_none();
    unnamed(gold) && unnamed(coded) || words::best(&[&text, &name], &[&coded_text, &coded_name]) >= LEAST_F1
}

fn denied(voices: &[Voice]) -> bool {
    voices.iter().any(|v| v.polarity.as_deref() == Some("denied"))
}

/// The certainty of the outermost source that both have.
fn certainty(gold: &[Voice], coded: &[Voice]) -> Option<bool> {
    let pairs = gold.iter().flat_map(|g| coded.iter().map(move |c| (g, c)));
    let shared = pairs.clone().find(|(g, c)| same_source(g, c));
    let (one, other) = shared?;
    Some(one.certainty.as_ref()? == other.certainty.as_ref()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use annalist_core::Span;

    fn side(words: &str) -> Option<Side> {
        let text = words.split(';').map(str::trim).filter(|w| !w.is_empty()).map(str::to_owned).collect();
        Some(Side { text, ..Side::default() })
    }

    /// A record told at byte `at` of a text whose sentences are 100 bytes long.
    fn coding(event: &str, actor: &str, recipient: &str, at: Option<usize>) -> Coding {
        Coding {
            event: event.into(),
            actor: side(actor),
            recipient: side(recipient),
            triggers: at.map(|a| Span::new(a, a + 5)).into_iter().collect(),
            sentence: at.map(|a| a / 100),
            ..Coding::default()
        }
    }

    fn pairs(gold: &[Coding], coded: &[Coding]) -> Vec<(usize, usize)> {
        compare(gold, coded).pairs.iter().map(|p| (p.gold, p.coded)).collect()
    }

    #[test]
    fn the_best_pairs_come_first_and_each_record_once() {
        let gold =
            [coding("ASSAULT", "rebels", "a camp", Some(10)), coding("ASSAULT", "army", "rebels", Some(50))];
        let coded =
            [coding("ASSAULT", "the army", "rebels", Some(50)), coding("ASSAULT", "rebels", "", Some(10))];
        assert_eq!(pairs(&gold, &coded), [(0, 1), (1, 0)]);
        let compared = compare(&gold, &coded[..1]);
        assert_eq!((compared.pairs.len(), compared.gold_only), (1, vec![0]));
        assert_eq!(compare(&gold[..0], &coded).coded_only, [0, 1]);
    }

    #[test]
    fn another_type_is_paired_only_where_the_words_or_the_parties_are_the_same() {
        let gold = [coding("COERCE", "police", "marchers", Some(10))];
        let check = |coded: Coding, expected: usize| {
            assert_eq!(pairs(&gold, std::slice::from_ref(&coded)).len(), expected, "{coded:?}")
        };
        check(coding("ASSAULT", "gunmen", "", Some(12)), 1);
        check(coding("ASSAULT", "the police", "marchers", Some(60)), 1);
        check(coding("ASSAULT", "the police", "farmers", Some(60)), 0);
        check(coding("ASSAULT", "the police", "marchers", Some(160)), 0);
        check(coding("COERCE", "soldiers", "farmers", Some(160)), 0);
        check(coding("COERCE", "the police", "farmers", Some(160)), 1);
    }

    #[test]
    fn a_table_without_words_is_paired_by_type_and_parties() {
        let gold = [coding("AID", "France", "Chad", None), coding("AID", "France", "Niger", None)];
        let coded =
            [coding("AID", "France", "Niger", Some(5)), coding("CONSULT", "France; Chad", "", Some(205))];
        let compared = compare(&gold, &coded);
        assert_eq!(compared.pairs.len(), 2);
        assert!(compared.pairs[1].is_right(), "{compared:?}");
        assert_eq!(compared.pairs[0].agrees(Field::Type), Some(false));
    }

    #[test]
    fn a_side_is_right_by_words_name_or_codes() {
        let coded = Side {
            text: vec!["he".into()],
            name: vec!["Dioncounda Traoré".into()],
            country: vec!["MLI".into()],
            sector: vec!["GOV".into()],
        };
        let check =
            |gold: Side, expected| assert_eq!(sides(Some(&gold), Some(&coded)), Some(expected), "{gold:?}");
        check(side("Traoré").unwrap(), true);
        check(side("the army").unwrap(), false);
        check(Side { text: vec!["Dioncounda".into()], name: vec!["Traoré".into()], ..Side::default() }, true);
        check(Side::default(), false);
        check(Side { country: vec!["MLI".into()], ..Side::default() }, true);
        check(Side { country: vec!["MLI".into()], sector: vec!["MIL".into()], ..Side::default() }, false);
        assert_eq!(sides(None, Some(&coded)), None);
    }

    #[test]
    fn dates_agree_exactly_or_at_the_precision_stated() {
        let when = |start: &str, precision| When { start: start.into(), end: None, precision };
        let check = |gold: When, coded: When, exact, at_precision| {
            assert_eq!(same_date(&gold, Some(&coded)), exact, "{gold:?} {coded:?}");
            assert_eq!(same_at_precision(&gold, Some(&coded)), at_precision, "{gold:?} {coded:?}");
        };
        use Precision::*;
        check(when("2013-01-10", Day), when("2013-01-10", Day), true, true);
        check(when("2013-01-10", Day), when("2013-01-11", Day), false, false);
        check(when("2013-01", Month), when("2013-01-10", Day), false, true);
        check(when("2013-01", Month), when("2013-01-01", Month), true, true);
        check(when("2013-01-07", Week), when("2013-01-10", Day), false, true);
        check(when("2013", Year), when("2013-05-01", Month), false, true);
        check(when("2013-01-10", Day), when("2013-01-10", Month), false, false);
        check(when("2013-02-01", Quarter), when("2013-03-31", Day), false, true);
        check(when("XXXX-03-12", Day), when("XXXX-03-12", Day), true, true);
        let range = |end: &str| When { end: Some(end.into()), ..when("2013-01-10", Day) };
        check(range("2013-01-12"), range("2013-01-12"), true, true);
        check(range("2013-01-12"), range("2013-01-13"), false, true);
        let years = |start: &str, end: &str| When { end: Some(end.into()), ..when(start, Year) };
        check(years("1992", "1995"), years("1992-01-01", "1995-12-31"), true, true);
        check(years("1992", "1995"), when("1994-02-03", Day), false, true);
        assert!(!same_date(&when("2013", Year), None));
    }

    #[test]
    fn numbers_are_compared_where_one_is_given() {
        let exactly = |n| Bounds { low: Some(n), high: Some(n) };
        assert_eq!(number(Bounds::default(), Bounds::default()), None);
        assert_eq!(number(exactly(5), exactly(5)), Some(true));
        assert_eq!(number(exactly(5), Bounds { low: Some(5), high: None }), Some(false));
        assert_eq!(number(Bounds::default(), exactly(5)), Some(false));
    }

    #[test]
    fn a_source_is_shared_or_there_is_none() {
        let voice = |source: Option<&str>, certainty: &str| Voice {
            source: source.map(str::to_owned),
            certainty: Some(certainty.into()),
            polarity: Some("asserted".into()),
            name: None,
        };
        let said = [voice(Some("hospital officials"), "said")];
        assert!(source(&[], &[]) && !source(&said, &[]) && !source(&[], &said));
        assert!(source(
            &said,
            &[voice(Some("the minister"), "said"), voice(Some("the hospital officials"), "said")]
        ));
        assert!(source(&[voice(None, "said")], &[voice(None, "claimed")]));
        assert_eq!(certainty(&said, &[voice(Some("officials"), "claimed")]), Some(false));
        assert_eq!(certainty(&said, &[]), None);
    }
}

//! The country of a party whose phrase leaves it to the report: "police", "the minister", "protesters".
//!
//! Every country of which the report gives a sign — a place in it, a person or body that belongs to it — may be the
//! one, and so may none. A linear model chooses; `training/actors/README.md` tells how it learns.

use super::context;
use crate::linear::{Bag, Weights, softmax};
use annalist_core::annotations::{MentionForm, PlaceUse};
use annalist_core::{
    CountryCode, Document, Entity, Mention, NameKind, Place, Relation, Report, Sector, Upos,
};
use annalist_lexicon::epithets::Epithets;
use std::borrow::Borrow;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::OnceLock;

/// Rows of the weights.
pub const ROWS: usize = 1 << 14;

/// How likely a country must be to be given: who reads "France" expects it to be so.
const SURE: f32 = 0.4;

/// The countries of a report that are looked at, the most often named first.
const MOST: usize = 12;

/// So many sentences away a sign weighs nothing: its weight is smaller than a number can be.
const FAR: usize = 210;

/// The sentences that say what a report is about.
const OPENING: usize = 2;

/// What shows that a report has to do with a country.
#[derive(Clone, Copy, Debug)]
struct Sign {
    code: CountryCode,
    token: usize,
    sentence: usize,
    /// Whether it is a place that is meant as one.
    scene: bool,
    /// Whether it is a party, not a place or a word for a country's people.
    party: bool,
}

/// A party without a country, with the features of every answer.
pub struct Question {
    /// The party, by its place among the entities.
    pub entity: usize,
    /// The countries that it may belong to, each with its features.
    pub countries: Vec<(CountryCode, Vec<u32>)>,
    /// The features of its belonging to none of them.
    pub none: Vec<u32>,
    /// Whether the phrase says of what countries one must be it: "the Himalayan kingdom".
    is_called: bool,
}

impl Question {
    /// The features of every answer: of none, then of each country.
    pub fn answers(&self) -> impl Iterator<Item = &Vec<u32>> {
        std::iter::once(&self.none).chain(self.countries.iter().map(|(_, features)| features))
    }

    /// The chances of the answers, in the order of [`answers`](Self::answers).
    pub fn chances(&self, weights: &Weights) -> Vec<f32> {
        let mut chances: Vec<f32> = self.answers().map(|features| weights.sum(features)[0]).collect();
        softmax(&mut chances);
        chances
    }

    /// The likeliest country and how likely it is.
    pub fn answer(&self, weights: &Weights) -> Option<(CountryCode, f32)> {
        if let ([(only, _)], true) = (&self.countries[..], self.is_called) {
            return Some((*only, 1.0));
        }
        let chances = self.chances(weights);
        let best = (1..chances.len()).max_by(|a, b| chances[*a].total_cmp(&chances[*b]))?;
        Some((self.countries[best - 1].0, chances[best]))
    }
}

/// Gives the parties that have no country the one that the report implies, where it does.
pub fn settle(
    report: &Report,
    document: &Document,
    places: &[Place],
    entities: &mut [Entity],
    mentions: &[Mention],
) {
    for question in questions(report, document, places, entities, mentions) {
        if let Some((code, _)) = question.answer(english()).filter(|(_, chance)| *chance >= SURE) {
            let entity = &mut entities[question.entity];
            entity.country = Some(code);
            entity.rule = format!("{}+report", entity.rule).into();
        }
    }
}

fn english() -> &'static Weights {
    static ENGLISH: OnceLock<Weights> = OnceLock::new();
    ENGLISH.get_or_init(|| {
        Weights::read(include_bytes!("../../../../models/en/party-country.bin"), 1)
            .expect("the embedded model is whole")
    })
}

/// The parties whose country the report may imply. The work grows with the length of the report.
pub fn questions(
    report: &Report,
    document: &Document,
    places: &[Place],
    entities: &[Entity],
    mentions: &[Mention],
) -> Vec<Question> {
    let signs = signs(document, places, entities, mentions);
    let mut counts = context::tally(signs.iter().map(|s| s.code));
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    counts.truncate(MOST);
    if counts.is_empty() {
        return Vec::new();
    }
    let dateline = report.dateline.as_ref().and_then(|d| d.span);
    let dateline = dateline.and_then(|span| places.iter().find(|p| span.overlaps(p.span))?.country);
    let mut told: Vec<Vec<&Mention>> = vec![Vec::new(); entities.len()];
    for mention in mentions.iter().filter(|m| m.form != MentionForm::Pronoun) {
        told[mention.entity.0 as usize].push(mention);
    }
    let own = |code: CountryCode| signs.iter().filter(|s| s.code == code).collect();
    let view = View {
        document,
        own: counts.iter().map(|(code, _)| own(*code)).collect(),
        national: signs.iter().filter(|s| !s.code.is_international()).collect(),
        total: counts.iter().map(|(_, n)| n).sum(),
        heads: heads(document, entities, mentions),
        signs: &signs,
        counts: &counts,
        dateline,
    };
    let asked = entities.iter().zip(told).enumerate();
    asked.filter_map(|(e, (entity, told))| view.question(e, entity, told)).collect()
}

/// The nouns, in lower case, by which the report calls the parties of each country.
fn heads(document: &Document, entities: &[Entity], mentions: &[Mention]) -> HashSet<(String, CountryCode)> {
    let called = |m: &Mention| {
        let country = entities[m.entity.0 as usize].country?;
        Some((document.tokens[m.head].lemma.to_ascii_lowercase(), country))
    };
    mentions.iter().filter_map(called).collect()
}

/// The signs of all countries, in text order; one a token.
fn signs(document: &Document, places: &[Place], entities: &[Entity], mentions: &[Mention]) -> Vec<Sign> {
    let mut all: Vec<Sign> = Vec::new();
    for place in places {
        if let (Some(code), Some(token)) = (place.country, document.token_at(place.span.start)) {
            let sentence = document.sentence_of(token);
            let scene = place.usage == PlaceUse::Literal;
            all.push(Sign { code, token, sentence, scene, party: false });
        }
    }
    for mention in mentions.iter().filter(|m| m.form != MentionForm::Pronoun) {
        if let Some(code) = entities[mention.entity.0 as usize].country {
            let sentence = document.sentence_of(mention.head);
            all.push(Sign { code, token: mention.head, sentence, scene: false, party: true });
        }
    }
    all.sort_by_key(|s| (s.token, s.code, s.party));
    all.dedup_by_key(|s| (s.token, s.code));
    all
}

/// A report as the features see it.
struct View<'a> {
    document: &'a Document,
    /// All signs, in text order.
    signs: &'a [Sign],
    /// The countries that are looked at, with the number of their signs, and those signs.
    counts: &'a [(CountryCode, usize)],
    own: Vec<Vec<&'a Sign>>,
    /// The signs of countries proper.
    national: Vec<&'a Sign>,
    /// The number of signs of all countries that are looked at.
    total: usize,
    /// By which nouns parties of a country are called.
    heads: HashSet<(String, CountryCode)>,
    dateline: Option<CountryCode>,
}

/// A party as the features see it.
struct Party<'a> {
    /// The mentions that name or describe it.
    told: Vec<&'a Mention>,
    head: usize,
    sentence: usize,
    lemma: String,
    /// What sort of party: by primary sector, and whether it is a person named.
    sort: &'static str,
    sector: &'static str,
    form: &'static str,
}

impl View<'_> {
    fn question(&self, e: usize, entity: &Entity, told: Vec<&Mention>) -> Option<Question> {
        if !entity.codable || entity.country.is_some() {
            return None;
        }
        let first = *told.first()?;
        let head = first.head;
        if entity.plural && is_state(&self.document.tokens[head].lemma) {
            return None;
        }
        let party = Party {
            head,
            sentence: self.document.sentence_of(head),
            lemma: self.document.tokens[head].lemma.to_lowercase(),
            sort: sort(entity),
            sector: entity.sectors.first().map_or("none", |s| s.as_str()),
            form: self.form(first),
            told,
        };
        let called = self.called(first, &party.lemma);
        let may_be = |code: CountryCode, rank: usize| {
            !(is_state(&party.lemma) && self.is_other(&party, &self.own[rank]))
                && called.as_ref().is_none_or(|countries| countries.contains(&code))
        };
        let ranks = (0..self.counts.len()).filter(|rank| may_be(self.counts[*rank].0, *rank));
        let country = |rank: usize| (self.counts[rank].0, self.country(&party, rank));
        Some(Question {
            entity: e,
            countries: ranks.map(country).collect(),
            none: self.none(&party, entity),
            is_called: called.is_some(),
        })
    }

    /// The countries of which the phrase is said: "the West African nation"; nothing where it has no epithet.
    fn called(&self, mention: &Mention, noun: &str) -> Option<Vec<CountryCode>> {
        let (document, epithets) = (self.document, Epithets::built_in());
        if !epithets.is_said_with(noun) {
            return None;
        }
        let before = document.tokens_in(mention.span).take_while(|t| *t < mention.head);
        let before: Vec<String> = before.map(|t| document.form(t).to_lowercase()).collect();
        let before: Vec<&str> = before.iter().map(String::as_str).collect();
        epithets.countries(&before, noun)
    }

    /// Whether a country, whose signs are `own`, stands beside the party in its clause, so that the party is another: "France
    /// would help *the country*".
    fn is_other(&self, party: &Party, own: &[&Sign]) -> bool {
        let here = within(own, party.sentence..party.sentence + 1);
        here.iter().any(|s| self.document.are_arguments(s.token, party.head))
    }

    /// How the first mention stands: a name, or a noun with what before it.
    fn form(&self, mention: &Mention) -> &'static str {
        if mention.form == MentionForm::Name {
            return "name";
        }
        let document = self.document;
        let word = |i: usize| document.form(i).to_lowercase();
        if document.child_in(mention.head, Relation::NmodPoss).is_some() {
            return "owned";
        }
        if document.child_in(mention.head, Relation::Nummod).is_some() {
            return "counted";
        }
        match document.child_in(mention.head, Relation::Det).map(word).as_deref() {
            Some("the" | "this" | "that" | "these" | "those") => "definite",
            Some("a" | "an") => "indefinite",
            Some(_) => "quantified",
            None if document.tokens[mention.head].upos == Upos::Propn => "proper",
            None => "bare",
        }
    }

    /// The features of the country that has the most signs but for `rank` others.
    fn country(&self, party: &Party, rank: usize) -> Vec<u32> {
        let (code, n) = self.counts[rank];
        let mut bag = Bag::default();
        let mut add = |parts: &[&str]| {
            bag.add(parts);
            bag.add(&[&[party.sort], parts].concat());
        };
        add(&["country"]);
        let share = share(n, self.total);
        let few = match n {
            1 => "1",
            2 => "2",
            3..=4 => "3",
            5..=8 => "5",
            _ => "9",
        };
        let place = ["0", "1", "2", "3"][rank.min(3)];
        add(&["rank", place]);
        add(&["share", share]);
        add(&["count", few]);
        add(&["rank-share", place, share]);
        let next = self.counts.iter().find(|(c, _)| *c != code).map_or(0, |(_, n)| *n);
        if rank == 0 {
            let lead = if next == 0 {
                "only"
            } else if n >= 3 * next {
                "far"
            } else if n > next {
                "near"
            } else {
                "tied"
            };
            add(&["lead", lead]);
            add(&["lead-few", lead, few]);
        }
        let own = &self.own[rank];
        let before = own[..own.partition_point(|s| s.token < party.head)].last();
        let gap = before.map_or("none", |s| gap(party.sentence - s.sentence));
        add(&["gap", gap]);
        let latest = self.national[..self.national.partition_point(|s| s.token < party.head)].last();
        let nearest = if latest.is_some_and(|s| s.code == code) { "nearest" } else { "farther" };
        add(&[nearest]);
        add(&["nearest-rank", nearest, place]);
        let here = within(own, party.sentence..party.sentence + 1);
        let after = here.iter().any(|s| s.token > party.head);
        let scene = here.iter().any(|s| s.scene);
        let beside = here.iter().any(|s| s.party);
        let same = match (gap == "0", after) {
            (true, true) => "around",
            (true, false) => "before",
            (false, true) => "after",
            (false, false) => "absent",
        };
        add(&["sentence", same]);
        if scene {
            add(&["scene"]);
        }
        if beside {
            add(&["beside"]);
        }
        let others = within(self.signs, party.sentence..party.sentence + 1).len() - here.len();
        add(&["sentence-others", same, ["0", "1", "2"][others.min(2)]]);
        if self.signs.first().is_some_and(|s| s.code == code) {
            add(&["first"]);
        }
        let local = self.local(party.sentence, code);
        add(&["local", local]);
        add(&["local-share", local, share]);
        let (led, of) = (within(own, 0..OPENING).len(), within(self.signs, 0..OPENING).len());
        add(&["opening", share_of_all(led, of)]);
        if self.dateline == Some(code) {
            add(&["dateline"]);
        }
        if code.is_international() {
            add(&["international", code.as_str()]);
        }
        if let Some(relation) = self.opposed(party, here) {
            add(&["opposed", relation]);
        }
        // "The Kenyan police", then "police".
        if self.heads.contains(&(party.lemma.to_ascii_lowercase(), code)) {
            add(&["alike"]);
        }
        let near = party.told.iter().filter(|m| {
            let sentence = self.document.sentence_of(m.head);
            !within(own, sentence.saturating_sub(1)..sentence + 1).is_empty()
        });
        add(&["covers", share_of(near.count(), party.told.len())]);
        bag.add(&["sector", party.sector, place, share]);
        bag.add(&["sector", party.sector, nearest]);
        bag.finish()
    }

    /// How much of what the sentences around a sentence say is of the country; what is farther counts less.
    fn local(&self, sentence: usize, code: CountryCode) -> &'static str {
        let (mut own, mut all) = (0.0, 0.0);
        let around = within(self.signs, sentence.saturating_sub(FAR)..sentence + FAR + 1);
        for sign in around.iter().filter(|s| !s.code.is_international() || s.code == code) {
            let weight = (-(sign.sentence.abs_diff(sentence) as f32) / 2.0).exp();
            all += weight;
            own += if sign.code == code { weight } else { 0.0 };
        }
        share((own / f32::max(all, 1e-6) * 100.0) as usize, 100)
    }

    /// Whether the party and one of a country, whose signs in the sentence are `here`, depend on one verb, and how the
    /// other does: "police arrested a Ghanaian".
    fn opposed(&self, party: &Party, here: &[&Sign]) -> Option<&'static str> {
        let verb = self.document.head(party.head)?;
        let other = |s: &&&Sign| s.token != party.head && self.document.head(s.token) == Some(verb);
        let sign = here.iter().find(other)?;
        Some(self.document.tokens[sign.token].relation.as_str())
    }

    fn none(&self, party: &Party, entity: &Entity) -> Vec<u32> {
        let mut bag = Bag::default();
        let top = share(self.counts[0].1, self.total);
        let number = if entity.plural { "many" } else { "one" };
        bag.add(&["none"]);
        bag.add(&["none", party.sort]);
        bag.add(&["none", party.sort, party.form]);
        bag.add(&["none", "sector", party.sector]);
        bag.add(&["none", "sector", party.sector, number]);
        bag.add(&["none", "lemma", &party.lemma]);
        bag.add(&["none", "top", top]);
        bag.add(&["none", "top", top, party.sort]);
        bag.add(&["none", "countries", ["0", "1", "2", "3", "4"][self.counts.len().min(4)], party.sort]);
        bag.add(&["none", number, party.form]);
        let document = self.document;
        for child in document.children(party.head) {
            let token = &document.tokens[child];
            if matches!(token.relation, Relation::Amod | Relation::Compound | Relation::Det) {
                bag.add(&["none", "modifier", &token.lemma.to_lowercase()]);
            }
        }
        bag.finish()
    }
}

/// The signs of some sentences; signs stand in text order.
fn within<S: Borrow<Sign>>(signs: &[S], sentences: Range<usize>) -> &[S] {
    let first = |sentence: usize| signs.partition_point(|s| s.borrow().sentence < sentence);
    &signs[first(sentences.start)..first(sentences.end)]
}

/// Whether several of these are of no one country: "member states", "the warring nations".
fn is_state(lemma: &str) -> bool {
    matches!(lemma.to_lowercase().as_str(), "country" | "government" | "nation" | "power" | "state")
}

/// What sort of party: what it is decides how far its country is the report's.
fn sort(entity: &Entity) -> &'static str {
    use Sector::*;
    if entity.kind == Some(NameKind::Person) {
        return if entity.sectors.is_empty() { "person" } else { "official" };
    }
    match entity.sectors.first() {
        Some(Gov | Jud | Leg | Pty | Opp | Spy | Cop) => "state",
        Some(Mil) => "military",
        Some(Reb | Prm | Uaf | Crm) => "armed",
        Some(Cvl | Unk | Ref) => "people",
        Some(_) => "body",
        None => "unsaid",
    }
}

fn share(n: usize, of: usize) -> &'static str {
    match n * 20 / of.max(1) {
        0..=1 => "0",
        2..=3 => "10",
        4..=7 => "20",
        8..=11 => "40",
        12..=15 => "60",
        16..=19 => "80",
        _ => "all",
    }
}

fn share_of_all(n: usize, of: usize) -> &'static str {
    if of == 0 { "nothing" } else { share(n, of) }
}

fn share_of(n: usize, of: usize) -> &'static str {
    if n == 0 {
        "none"
    } else if n == of {
        "all"
    } else {
        "some"
    }
}

fn gap(sentences: usize) -> &'static str {
    match sentences {
        0 => "0",
        1 => "1",
        2 => "2",
        3..=5 => "3",
        _ => "6",
    }
}
